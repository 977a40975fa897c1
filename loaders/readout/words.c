#include <config.h>
#include "loaders/readout/words.h"

#include "model/utf8.h"

#include <string.h>

// As they stand: what follows a number is compared with the text itself.
static void add_units(WordList *list, Text value, Arena *arena)
{
    while (value.ptr)
        ARENA_PUSH(arena, list, arena_text(arena, text_trim(text_cut(&value, '|'))));
}

// One or several words of a list, folded; a list in quotation marks loses them.
static void add_words(WordList *list, Text value, char separator, Arena *arena)
{
    if (value.len > 1 && value.ptr[0] == '"' && value.ptr[value.len - 1] == '"')
        value = text_sub(value, 1, value.len - 2);
    while (value.ptr) {
        Text word = text_trim(text_cut(&value, separator));
        if (word.len)
            ARENA_PUSH(arena, list, utf8_fold(word, arena));
    }
}

// "january,jan|february,feb|…": one list for each of `count` parts.
static void add_lists(WordList *lists, size_t count, Text value, Arena *arena)
{
    for (size_t i = 0; i < count && value.ptr; i++)
        add_words(&lists[i], text_cut(&value, '|'), ',', arena);
}

static bool hexadecimal(Text text, uint32_t *value)
{
    *value = 0;
    for (size_t i = 0; i < text.len; i++) {
        static const char digits[] = "0123456789abcdef";
        const char *digit = strchr(digits, text.ptr[i] | 0x20);
        if (!digit || !*digit)
            return false;
        *value = *value * 16 + (uint32_t)(digit - digits);
    }
    return text.len > 0 && text.len <= 6;
}

// "3040-30FF|31F0-31FF"
static void add_ranges(Language *language, Text value, Arena *arena)
{
    while (value.ptr) {
        Text last = text_trim(text_cut(&value, '|'));
        Text first = text_cut(&last, '-');
        CodeRange range;
        if (hexadecimal(first, &range.first) && hexadecimal(last, &range.last))
            ARENA_PUSH(arena, &language->letters, range);
    }
}

static Language *language_of(ReadoutWords *words, Text code, Arena *arena)
{
    for (size_t i = 0; i < words->languages.count; i++) {
        if (text_equal(words->languages.items[i].code, code))
            return &words->languages.items[i];
    }
    ARENA_PUSH(arena, &words->languages, ((Language){.code = arena_text(arena, code)}));
    return &words->languages.items[words->languages.count - 1];
}

static void read_language(Language *language, const ConfigRow *row, Arena *arena)
{
    if (text_equal(row->key, TEXT("letters")))
        add_ranges(language, row->value, arena);
    else if (text_equal(row->key, TEXT("enough")))
        text_integer(row->value, &language->enough);
    else if (text_equal(row->key, TEXT("words")))
        add_words(&language->stop_words, row->value, '|', arena);
    else if (text_equal(row->key, TEXT("months")))
        add_lists(language->months, 12, row->value, arena);
    else if (text_equal(row->key, TEXT("weekdays")))
        add_lists(language->weekdays, 7, row->value, arena);
    else if (text_equal(row->key, TEXT("today")))
        add_words(&language->today, row->value, '|', arena);
    else if (text_equal(row->key, TEXT("yesterday")))
        add_words(&language->yesterday, row->value, '|', arena);
    else if (text_equal(row->key, TEXT("units")))
        add_units(&language->units, row->value, arena);
}

static void read_dates(ReadoutWords *words, const ConfigRow *row, Arena *arena)
{
    if (text_equal(row->key, TEXT("fillers")))
        add_words(&words->date_fillers, row->value, '|', arena);
    else if (text_equal(row->key, TEXT("links")))
        add_words(&words->date_links, row->value, '|', arena);
    else if (text_equal(row->key, TEXT("ranges")))
        add_words(&words->date_ranges, row->value, '|', arena);
    else if (text_equal(row->key, TEXT("ordinals")))
        add_words(&words->ordinals, row->value, '|', arena);
}

static void read_sentences(ReadoutWords *words, const ConfigRow *row, Arena *arena)
{
    if (text_equal(row->key, TEXT("titles")))
        add_words(&words->titles, row->value, '|', arena);
    else if (text_equal(row->key, TEXT("abbreviations")))
        add_words(&words->abbreviations, row->value, '|', arena);
    else if (text_equal(row->key, TEXT("numerals")))
        add_words(&words->numerals, row->value, '|', arena);
    else if (text_equal(row->key, TEXT("labels")))
        add_words(&words->labels, row->value, '|', arena);
}

static void read_row(ReadoutWords *words, const ConfigRow *row, Arena *arena)
{
    if (text_equal(row->section, TEXT("encodings"))) {
        EncodingName name = {arena_text(arena, row->key), arena_text(arena, row->value)};
        ARENA_PUSH(arena, &words->encodings, name);
    } else if (text_equal(row->section, TEXT("dates"))) {
        read_dates(words, row, arena);
    } else if (text_equal(row->section, TEXT("sentences"))) {
        read_sentences(words, row, arena);
    } else {
        read_language(language_of(words, row->section, arena), row, arena);
    }
}

static void read_lines(LineWords *lines, const ConfigRow *row, Arena *arena)
{
    bool is_begin = text_equal(row->key, TEXT("begins"));
    add_words(is_begin ? &lines->begins : &lines->whole, row->value, '|', arena);
}

static void read_boilerplate(ReadoutWords *words, const ConfigRow *row, Arena *arena)
{
    if (text_equal(row->section, TEXT("sections")))
        read_lines(&words->sections, row, arena);
    else if (text_equal(row->section, TEXT("closers")))
        read_lines(&words->closers, row, arena);
    else if (text_equal(row->section, TEXT("related")) || text_equal(row->section, TEXT("contact")))
        read_lines(&words->after, row, arena);
    else if (text_equal(row->section, TEXT("menu")))
        add_words(&words->menu, row->value, '|', arena);
}

static Text without_number(Text key)
{
    while (key.len && key.ptr[key.len - 1] >= '0' && key.ptr[key.len - 1] <= '9')
        key.len--;
    return key;
}

ReadoutWords *readout_words_new(const Config *config, Arena *arena)
{
    ReadoutWords *words = ARENA_NEW(arena, ReadoutWords);
    for (size_t i = 0; i < config->count; i++) {
        ConfigRow row = config->items[i];
        row.key = text_equal(row.section, TEXT("encodings")) ? row.key : without_number(row.key);
        if (text_ends(row.path, TEXT("languages.ini")))
            read_row(words, &row, arena);
        else if (text_ends(row.path, TEXT("boilerplate.ini")))
            read_boilerplate(words, &row, arena);
    }
    return words;
}

bool word_list_has(const WordList *list, Text folded)
{
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->items[i], folded))
            return true;
    }
    return false;
}

static bool ends_word(Text text, size_t at)
{
    size_t len;
    if (at >= text.len)
        return true;
    uint32_t code = utf8_decode(text, at, &len);
    return !utf8_is_letter(code) && !utf8_is_digit(code);
}

static bool is_letter_at_end(Text word)
{
    size_t last = word.len - 1;
    while (last > 0 && ((unsigned char)word.ptr[last] & 0xC0) == 0x80)
        last--;
    size_t len;
    return utf8_is_letter(utf8_decode(word, last, &len));
}

size_t word_list_begins(const WordList *list, Text folded)
{
    size_t longest = 0;
    for (size_t i = 0; i < list->count; i++) {
        Text item = list->items[i];
        if (item.len > longest && text_starts(folded, item) &&
            (!is_letter_at_end(item) || ends_word(folded, item.len)))
            longest = item.len;
    }
    return longest;
}
