#include <config.h>
#include "tui/settings.h"

#include "model/nearest.h"

enum { NUMBER_MAX = 9999999 };

typedef enum Form { FORM_TEXT, FORM_WORD, FORM_NUMBER, FORM_FLAG } Form;

typedef struct Setting {
    Text section, key;
    Form form;
    Text fallback;
    Text help;
} Setting;

static const Setting settings[SETTINGS] = {
#define SETTING(section, key, form, fallback, help)                                                \
    {TEXT_INIT(#section), TEXT_INIT(#key), FORM_##form, TEXT_INIT(fallback), TEXT_INIT(help)},
#include "tui/settings.def"
#undef SETTING
};

// ---- forms ----

static bool is_number(Text text)
{
    int64_t number;
    return text_integer(text, &number) && number > 0 && number <= NUMBER_MAX;
}

static bool is_flag(Text text, bool *flag)
{
    static const Text yes[] = {TEXT_INIT("yes"), TEXT_INIT("on"), TEXT_INIT("true")};
    static const Text no[] = {TEXT_INIT("no"), TEXT_INIT("off"), TEXT_INIT("false")};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        *flag = text_equal_nocase(text, yes[i]);
        if (*flag || text_equal_nocase(text, no[i]))
            return true;
    }
    return false;
}

// The words of "How it is done (plain, bibtex)".
static bool is_word(const Setting *setting, Text text)
{
    size_t open = text_find_char(setting->help, '(');
    Text rest = text_sub(setting->help, open + 1, setting->help.len);
    rest.len = text_find_char(rest, ')');
    while (rest.ptr)
        if (text_equal(text_trim(text_cut(&rest, ',')), text))
            return true;
    return false;
}

static bool is_right(const Setting *setting, Text text)
{
    bool flag;
    switch (setting->form) {
    case FORM_NUMBER:
        return is_number(text);
    case FORM_FLAG:
        return is_flag(text, &flag);
    case FORM_WORD:
        return is_word(setting, text);
    case FORM_TEXT:
        break;
    }
    return true;
}

// ---- values ----

Text setting_text(const Config *config, SettingId id)
{
    const Setting *setting = &settings[id];
    const ConfigRow *row = config ? config_row(config, setting->section, setting->key) : NULL;
    Text value = row ? text_trim(row->value) : setting->fallback;
    return is_right(setting, value) ? value : setting->fallback;
}

int setting_number(const Config *config, SettingId id)
{
    int64_t number = 0;
    text_integer(setting_text(config, id), &number);
    return (int)number; // of the right form: up to NUMBER_MAX
}

bool setting_flag(const Config *config, SettingId id)
{
    bool flag = false;
    is_flag(setting_text(config, id), &flag);
    return flag;
}

// ---- mistakes ----

static bool is_section(Text section)
{
    for (int i = 0; i < SETTINGS; i++)
        if (text_equal_nocase(settings[i].section, section))
            return true;
    // These have tables of their own.
    return text_equal(section, TEXT("keys")) || text_equal(section, TEXT("rules")) ||
           text_starts(section, TEXT("keys.")) || text_starts(section, TEXT("theme."));
}

static const char *form_words(Form form)
{
    static const char *const words[] = {"a text", "one of its words", "a number from 1 to 9999999",
                                        "yes or no"};
    return words[form];
}

static void report_key(const ConfigRow *row, Problem where, Problems *problems)
{
    Nearest nearest = nearest_to(row->key);
    for (int i = 0; i < SETTINGS; i++)
        if (text_equal_nocase(settings[i].section, row->section))
            nearest_try(&nearest, settings[i].key);
    problem_at(problems, where, "[%.*s] has no setting \"%.*s\"%s%.*s", TEXT_ARG(row->section),
               TEXT_ARG(row->key), nearest.best.len ? "; did you mean " : "",
               TEXT_ARG(nearest.best));
}

static void check_row(const ConfigRow *row, Problems *problems)
{
    Problem where = PROBLEM_IN(PROBLEM_CONFIG, SEVERITY_WARNING, row->path);
    where.line = row->line;
    bool is_ours = false;
    for (int i = 0; i < SETTINGS; i++) {
        const Setting *setting = &settings[i];
        if (!text_equal_nocase(setting->section, row->section))
            continue;
        is_ours = true;
        if (!text_equal_nocase(setting->key, row->key))
            continue;
        if (!is_right(setting, text_trim(row->value)))
            problem_at(problems, where, "%.*s: expected %s, found \"%.*s\"", TEXT_ARG(row->key),
                       form_words(setting->form), TEXT_ARG(row->value));
        return;
    }
    if (is_ours)
        report_key(row, where, problems);
    else if (!is_section(row->section))
        problem_at(problems, where, "there is no section [%.*s]", TEXT_ARG(row->section));
}

void settings_check(const Config *config, Problems *problems)
{
    for (size_t i = 0; config && i < config->count; i++)
        check_row(&config->items[i], problems);
}

// ---- the manual page ----

// mdoc wants each on a line of its own.
static void write_sentences(Sink *sink, Text text)
{
    while (text.len) {
        size_t end = text_find(text, TEXT(". "));
        size_t len = end == TEXT_NOWHERE ? text.len : end;
        sink_write(sink, text_sub(text, 0, len));
        sink_write(sink, TEXT(".\n"));
        text = text_sub(text, end == TEXT_NOWHERE ? len : len + 2, text.len);
    }
}

void settings_write_mdoc(Sink *sink)
{
    Arena *arena = arena_new();
    Text section = TEXT("");
    for (int i = 0; i < SETTINGS; i++) {
        const Setting *setting = &settings[i];
        if (!text_equal(setting->section, section))
            sink_write(sink, arena_printf(arena, "%s.Ss [%.*s]\n.Bl -tag -width Ds\n",
                                          i ? ".El\n" : "", TEXT_ARG(setting->section)));
        section = setting->section;
        sink_write(sink, arena_printf(arena, ".It Cm %.*s Li =\n", TEXT_ARG(setting->key)));
        write_sentences(sink, setting->help);
        sink_write(sink,
                   arena_printf(arena, "Default: %s%.*s.\n", setting->fallback.len ? "" : "none",
                                TEXT_ARG(setting->fallback)));
    }
    sink_write(sink, TEXT(".El\n"));
    arena_free(arena);
}
