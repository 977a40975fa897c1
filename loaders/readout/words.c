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
        Text folded = utf8_fold(word, arena);
        if (!folded.len)
            continue;
        unsigned char first = (unsigned char)folded.ptr[0];
        list->firsts[first / 64] |= (uint64_t)1 << (first % 64);
        ARENA_PUSH(arena, list, folded);
    }
}

// ---- meanings ----

static Meaning *slot_for(const ReadoutWords *words, Text folded)
{
    size_t mask = words->meanings.size - 1;
    size_t at = (size_t)text_hash(folded) & mask;
    while (words->meanings.slots[at].words.len &&
           !text_equal(words->meanings.slots[at].words, folded))
        at = (at + 1) & mask;
    return &words->meanings.slots[at];
}

static void grow_meanings(ReadoutWords *words, Arena *arena)
{
    Meaning *old = words->meanings.slots;
    size_t old_size = words->meanings.size;
    words->meanings.size = old_size ? 2 * old_size : 1024;
    words->meanings.slots = ARENA_ARRAY(arena, Meaning, words->meanings.size);
    for (size_t i = 0; i < old_size; i++) {
        if (old[i].words.len)
            *slot_for(words, old[i].words) = old[i];
    }
}

static Meaning *meaning_of(ReadoutWords *words, Text word, Arena *arena)
{
    if (words->meanings.count * 2 >= words->meanings.size)
        grow_meanings(words, arena);
    Text folded = utf8_fold(word, arena);
    Meaning *meaning = slot_for(words, folded);
    words->meanings.count += meaning->words.len == 0;
    meaning->words = folded;
    return meaning;
}

typedef enum Sense { SENSE_SMALL, SENSE_MONTH, SENSE_WEEKDAY, SENSE_TODAY, SENSE_YESTERDAY } Sense;

static void note_beginning(ReadoutWords *words, Text folded)
{
    unsigned first = folded.len ? (unsigned)(unsigned char)folded.ptr[0] - 97u : 26u;
    unsigned second = folded.len > 1 ? (unsigned)(unsigned char)folded.ptr[1] - 97u : 26u;
    if (first < 26)
        words->date_beginnings[first] |= second < 26 ? (uint32_t)1 << second : UINT32_MAX;
}

bool readout_words_may_be_date(const ReadoutWords *words, Text text)
{
    unsigned first = text.len ? ((unsigned char)text.ptr[0] | 0x20u) - 97u : 26u; // of 'a'
    unsigned second = text.len > 1 ? ((unsigned char)text.ptr[1] | 0x20u) - 97u : 26u;
    return first >= 26 || second >= 26 || (words->date_beginnings[first] >> second & 1);
}

// Gives the sense to every word of a list; `n` is the language, the month or the weekday.
static void mean(ReadoutWords *words, Text value, char separator, Sense sense, size_t n,
                 Arena *arena)
{
    while (value.ptr) {
        Text word = text_trim(text_cut(&value, separator));
        if (word.len == 0)
            continue;
        Meaning *meaning = meaning_of(words, word, arena);
        if (sense != SENSE_SMALL)
            note_beginning(words, meaning->words);
        if (sense == SENSE_SMALL && n < LANGUAGES_MAX)
            meaning->languages |= (uint64_t)1 << n;
        meaning->month = sense == SENSE_MONTH ? (uint8_t)n : meaning->month;
        meaning->weekday = sense == SENSE_WEEKDAY ? (uint8_t)n : meaning->weekday;
        meaning->is_today = meaning->is_today || sense == SENSE_TODAY;
        meaning->is_yesterday = meaning->is_yesterday || sense == SENSE_YESTERDAY;
    }
}

// "january,jan|february,feb|…"
static void mean_in_turn(ReadoutWords *words, Text value, Sense sense, Arena *arena)
{
    for (size_t n = 1; value.ptr; n++)
        mean(words, text_cut(&value, '|'), ',', sense, n, arena);
}

const Meaning *readout_words_meaning(const ReadoutWords *words, Text folded)
{
    if (folded.len == 0 || words->meanings.size == 0)
        return NULL;
    const Meaning *meaning = slot_for(words, folded);
    return meaning->words.len ? meaning : NULL;
}

// ---- languages ----

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

// "令和 2018|平成 1988"
static void add_eras(Language *language, Text value, Arena *arena)
{
    while (value.ptr) {
        Text year = text_trim(text_cut(&value, '|'));
        Era era = {.name = arena_text(arena, text_cut(&year, ' '))};
        if (era.name.len && text_integer(text_trim(year), &era.before))
            ARENA_PUSH(arena, &language->eras, era);
    }
}

size_t readout_words_language(const ReadoutWords *words, Text code)
{
    for (size_t i = 0; i < words->languages.count && i < LANGUAGES_MAX; i++) {
        if (text_equal(words->languages.items[i].code, code))
            return i;
    }
    return LANGUAGES_MAX;
}

static size_t language_at(ReadoutWords *words, Text code, Arena *arena)
{
    size_t n = readout_words_language(words, code);
    if (n < LANGUAGES_MAX)
        return n;
    ARENA_PUSH(arena, &words->languages, ((Language){.code = arena_text(arena, code)}));
    return words->languages.count - 1;
}

static bool is_ascii(Text text)
{
    return text.len > 0 && (unsigned char)text.ptr[0] < 0x80;
}

static void read_language(ReadoutWords *words, const ConfigRow *row, Arena *arena)
{
    size_t n = language_at(words, row->section, arena);
    Language *language = &words->languages.items[n];
    bool has_units = text_equal(row->key, TEXT("units")) || text_equal(row->key, TEXT("eras"));
    words->has_ascii_units |= has_units && is_ascii(text_trim(row->value));
    if (text_equal(row->key, TEXT("letters")))
        add_ranges(language, row->value, arena);
    else if (text_equal(row->key, TEXT("enough")))
        text_integer(row->value, &language->enough);
    else if (text_equal(row->key, TEXT("units")))
        add_units(&language->units, row->value, arena);
    else if (text_equal(row->key, TEXT("eras")))
        add_eras(language, row->value, arena);
    else if (text_equal(row->key, TEXT("words")))
        mean(words, row->value, '|', SENSE_SMALL, n, arena);
    else if (text_equal(row->key, TEXT("today")))
        mean(words, row->value, '|', SENSE_TODAY, n, arena);
    else if (text_equal(row->key, TEXT("yesterday")))
        mean(words, row->value, '|', SENSE_YESTERDAY, n, arena);
    else if (text_equal(row->key, TEXT("months")))
        mean_in_turn(words, row->value, SENSE_MONTH, arena);
    else if (text_equal(row->key, TEXT("weekdays")))
        mean_in_turn(words, row->value, SENSE_WEEKDAY, arena);
}

static void read_dates(ReadoutWords *words, const ConfigRow *row, Arena *arena)
{
    if (text_equal(row->key, TEXT("fillers")))
        add_words(&words->date_fillers, row->value, '|', arena);
    else if (text_equal(row->key, TEXT("links")))
        add_words(&words->date_links, row->value, '|', arena);
    else if (text_equal(row->key, TEXT("ranges")))
        add_words(&words->date_ranges, row->value, '|', arena);
    else if (text_equal(row->key, TEXT("numbered")))
        add_words(&words->date_numbered, row->value, '|', arena);
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
    else if (text_equal(row->key, TEXT("questions")))
        add_words(&words->questions, row->value, '|', arena);
    else if (text_equal(row->key, TEXT("answers")))
        add_words(&words->answers, row->value, '|', arena);
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
        read_language(words, row, arena);
    }
}

static void read_form(ReadoutWords *words, const ConfigRow *row, Arena *arena)
{
    static const Text keys[FORM_COUNT] = {
        [FORM_PHONE] = TEXT_INIT("phone"),
        [FORM_MEETING] = TEXT_INIT("meeting"),
        [FORM_MEETS] = TEXT_INIT("meets"),
        [FORM_VISIT] = TEXT_INIT("visit"),
        [FORM_VISITING] = TEXT_INIT("visiting"),
        [FORM_VISITS] = TEXT_INIT("visits"),
        [FORM_TRAVELS] = TEXT_INIT("travels"),
        [FORM_CALLS] = TEXT_INIT("calls"),
        [FORM_RECEIVES] = TEXT_INIT("receives"),
        [FORM_GETS] = TEXT_INIT("gets"),
        [FORM_SHARES] = TEXT_INIT("shares"),
        [FORM_INVITES] = TEXT_INIT("invites"),
        [FORM_SPOKESPERSON] = TEXT_INIT("spokesperson"),
        [FORM_DEPUTY] = TEXT_INIT("deputy"),
        [FORM_TIME] = TEXT_INIT("time"),
        [FORM_REIGN] = TEXT_INIT("reign"),
        [FORM_COUNTERPART] = TEXT_INIT("counterpart"),
        [FORM_DELEGATION] = TEXT_INIT("delegation"),
        [FORM_SENIOR] = TEXT_INIT("senior"),
        [FORM_MISSION] = TEXT_INIT("mission"),
        [FORM_EXPRESSES] = TEXT_INIT("expresses"),
        [FORM_HEARSAY] = TEXT_INIT("hearsay"),
    };
    for (size_t i = 0; i < FORM_COUNT; i++)
        if (text_equal(row->key, keys[i]))
            add_words(&words->forms[i], row->value, '|', arena);
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
        else if (text_ends(row.path, TEXT("readout.ini")) && text_equal(row.section, TEXT("forms")))
            read_form(words, &row, arena);
    }
    return words;
}

bool word_list_has(const WordList *list, Text folded)
{
    if (!word_list_may_begin(list, folded))
        return false;
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
    if (!word_list_may_begin(list, folded))
        return 0;
    for (size_t i = 0; i < list->count; i++) {
        Text item = list->items[i];
        if (item.len > longest && text_starts(folded, item) &&
            (!is_letter_at_end(item) || ends_word(folded, item.len)))
            longest = item.len;
    }
    return longest;
}
