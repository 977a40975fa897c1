#include <config.h>
#include "loaders/profile_own.h"

#include "model/nearest.h"

const KeyRow profile_key_rows[PROFILE_KEYS] = {
#define KEY(id, section_, name_, type_, range_, fallback_, help_)                                  \
    [PROFILE_KEY_##id] = {.section = TEXT_INIT(section_),                                          \
                          .name = TEXT_INIT(name_),                                                \
                          .type = (type_),                                                         \
                          .range = TEXT_INIT(range_),                                              \
                          .fallback = TEXT_INIT(fallback_),                                        \
                          .help = TEXT_INIT(help_)},
#include "loaders/profile_keys.def"
#undef KEY
};

static Text without_number(Text name)
{
    size_t len = name.len;
    while (len > 0 && name.ptr[len - 1] >= '0' && name.ptr[len - 1] <= '9')
        len--;
    return text_sub(name, 0, len);
}

static bool is_section(const KeyRow *key, Text section)
{
    return text_equal(key->section, section) || (text_equal(key->section, TEXT("participant")) &&
                                                 text_equal(without_number(section), key->section));
}

// Only lists go on in numbered keys: "country1" is no list.
static bool is_list(KeyType type)
{
    return type == KEY_LIST || type == KEY_COLUMNS || type == KEY_CONDITIONS || type == KEY_FORMS;
}

ProfileKey profile_key_of(const ConfigRow *row)
{
    for (size_t i = 0; i < PROFILE_KEYS; i++) {
        const KeyRow *key = &profile_key_rows[i];
        if (is_section(key, row->section) &&
            (key->type == KEY_MAP || text_equal(key->name, row->key) ||
             (is_list(key->type) && text_equal(key->name, without_number(row->key)))))
            return (ProfileKey)i;
    }
    return PROFILE_KEYS;
}

Text profile_key_nearest(const ConfigRow *row)
{
    bool has_section = false;
    for (size_t i = 0; i < PROFILE_KEYS; i++)
        has_section = has_section || is_section(&profile_key_rows[i], row->section);
    Nearest nearest = nearest_to(has_section ? row->key : row->section);
    for (size_t i = 0; i < PROFILE_KEYS; i++) {
        const KeyRow *key = &profile_key_rows[i];
        if (!has_section)
            nearest_try(&nearest, key->section);
        else if (is_section(key, row->section) && key->type != KEY_MAP)
            nearest_try(&nearest, key->name);
    }
    return nearest.best;
}

Text profile_key_type_name(KeyType type)
{
    switch (type) {
    case KEY_TEXT:
        return TEXT("text");
    case KEY_WORD:
        return TEXT("word");
    case KEY_WORDS:
        return TEXT("list of words");
    case KEY_LIST:
        return TEXT("list");
    case KEY_NUMBER:
        return TEXT("number");
    case KEY_NUMBERS:
        return TEXT("list of numbers");
    case KEY_COLUMN:
        return TEXT("column");
    case KEY_COLUMNS:
        return TEXT("list of columns");
    case KEY_FORMS:
        return TEXT("list of date forms");
    case KEY_CONDITION:
        return TEXT("condition");
    case KEY_CONDITIONS:
        return TEXT("condition, more in when2, when3 …");
    case KEY_TEMPLATE:
        return TEXT("column or text with holes");
    case KEY_SCHEME:
        return TEXT("scheme");
    case KEY_KIND:
        return TEXT("kind");
    case KEY_MARK:
        return TEXT("characters");
    case KEY_MAP:
        return TEXT("any keys");
    }
    return TEXT("");
}

// ---- words ----

static const Text word_texts[WORD_COUNT] = {
#define WORD(id, text) [WORD_##id] = TEXT_INIT(text),
#include "model/words.def"
#undef WORD
};

uint8_t profile_kind_by_name(Text name)
{
    for (uint8_t i = WORD_MEETING; i <= WORD_OTHER; i++)
        if (text_equal_nocase(word_texts[i], name))
            return i;
    return KIND_UNKNOWN;
}

Text profile_kind_name(uint8_t kind)
{
    return kind < WORD_COUNT ? word_texts[kind] : (Text){0};
}

uint8_t profile_precision_by_name(Text name)
{
    static const Text names[] = {
        [PRECISION_DAY] = TEXT_INIT("day"),
        [PRECISION_ABOUT] = TEXT_INIT("about"),
        [PRECISION_MONTH] = TEXT_INIT("month"),
        [PRECISION_YEAR] = TEXT_INIT("year"),
    };
    for (uint8_t i = PRECISION_DAY; i <= PRECISION_YEAR; i++)
        if (text_equal_nocase(names[i], name))
            return i;
    return KIND_UNKNOWN;
}

Text profile_mark(Text name)
{
    static const Text marks[][2] = {
        {TEXT_INIT("comma"), TEXT_INIT(",")},     {TEXT_INIT("tab"), TEXT_INIT("\t")},
        {TEXT_INIT("semicolon"), TEXT_INIT(";")}, {TEXT_INIT("pipe"), TEXT_INIT("|")},
        {TEXT_INIT("slash"), TEXT_INIT("/")},     {TEXT_INIT("space"), TEXT_INIT(" ")},
        {TEXT_INIT("hash"), TEXT_INIT("#")},      {TEXT_INIT("backslash"), TEXT_INIT("\\")},
        {TEXT_INIT("json"), TEXT_INIT("{")},
    };
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (text_equal_nocase(marks[i][0], name))
            return marks[i][1];
    return name;
}
