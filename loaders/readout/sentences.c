#include <config.h>
#include "loaders/readout/sentences.h"

#include "model/utf8.h"

#include <string.h>

enum {
    LONGEST_ABBREVIATION = 12, // bytes looked at before a stop
    LONGEST_OPENER = 24,       // bytes looked at behind it
};

typedef struct Reader {
    const ReadoutWords *words;
    Text text;
    Arena *arena;
    size_t start;   // of the sentence being read
    size_t english; // its bit
} Reader;

static Reader reader_of(const ReadoutWords *words, Text text, Arena *arena)
{
    size_t english = readout_words_language(words, TEXT("en"));
    return (Reader){words, text, arena, 0, english < LANGUAGES_MAX ? english : 0};
}

// Asian full stops end a sentence without a blank behind them.
static bool is_wide_stop(uint32_t code)
{
    return code == 0x3002 || code == 0xFF01 || code == 0xFF1F || code == 0xFF0E || code == 0xFF61;
}

static bool is_stop(uint32_t code)
{
    return code == '.' || code == '!' || code == '?' || code == 0x2026 || code == 0x061F ||
           code == 0x06D4 || code == 0x0964 || is_wide_stop(code);
}

// Right behind a stop a German quotation closes with what opens an English one.
static bool is_closing(uint32_t code)
{
    return code == '"' || code == '\'' || code == ')' || code == ']' || code == 0x2019 ||
           code == 0x201C || code == 0x201D || code == 0xBB || code == 0x203A || code == 0x300D ||
           code == 0x300F || code == 0xFF09 || code == 0x300B;
}

static bool is_opening(uint32_t code)
{
    return code == '"' || code == '\'' || code == '(' || code == '[' || code == 0x2018 ||
           code == 0x201C || code == 0x201E || code == 0xAB || code == 0x2039 || code == 0x300C ||
           code == 0x300E || code == 0xFF08;
}

static uint32_t code_at(Text text, size_t at, size_t *len)
{
    *len = 0;
    return at < text.len ? utf8_decode(text, at, len) : 0;
}

static size_t skip_class(Text text, size_t at, bool (*is_in)(uint32_t))
{
    size_t len;
    while (at < text.len && is_in(code_at(text, at, &len)))
        at += len;
    return at;
}

static bool is_gap(uint32_t code)
{
    return code == ' ' || code == '\n';
}

// ---- the word before a stop ----

// Not a hyphen: "Japan-U.S."
static bool belongs_to_word(char c)
{
    return c != '-' && c != ' ' && c != '\n' && c != '(' && c != '[' && c != '"' && c != '/' &&
           c != ',';
}

// What stands before the stop at `stop` and is not longer than any abbreviation; empty for longer words.
static Text word_before(const Reader *reader, size_t stop)
{
    size_t from = stop;
    while (from > reader->start && stop - from <= LONGEST_ABBREVIATION &&
           belongs_to_word(reader->text.ptr[from - 1]))
        from--;
    bool is_long = stop - from > LONGEST_ABBREVIATION;
    return is_long ? (Text){NULL, 0} : text_sub(reader->text, from, stop - from);
}

static bool is_initial(Text word)
{
    size_t len;
    uint32_t code = code_at(word, 0, &len);
    return len && len == word.len && utf8_is_upper(code);
}

// "1." at the very beginning
static bool is_list_mark(const Reader *reader, Text word)
{
    bool is_first = word.ptr == reader->text.ptr + reader->start;
    if (!is_first || word.len == 0 || word.len > 2)
        return false;
    for (size_t i = 0; i < word.len; i++) {
        if (word.ptr[i] < '0' || word.ptr[i] > '9')
            return false;
    }
    return true;
}

// ---- what follows a stop ----

// "al-Majali": small letters, a hyphen, a capital
static bool is_particle_name(Text text, size_t at)
{
    size_t len;
    for (size_t i = 0; i < 3 && at < text.len && text.ptr[at] >= 'a' && text.ptr[at] <= 'z'; i++)
        at++;
    return at < text.len && text.ptr[at] == '-' && utf8_is_upper(code_at(text, at + 1, &len));
}

static bool is_lower(uint32_t code)
{
    return utf8_is_letter(code) && !utf8_is_upper(code) &&
           (code < 0x250 || (code >= 0x370 && code < 0x590)); // scripts without capitals have none
}

// `at` is behind the stop and what closes with it.
static bool may_begin(const Reader *reader, size_t at)
{
    size_t first = skip_class(reader->text, at, is_opening), len;
    uint32_t code = code_at(reader->text, first, &len);
    return !is_lower(code) || is_particle_name(reader->text, first);
}

static Text folded_word_at(const Reader *reader, size_t at)
{
    size_t end = at, len;
    while (end - at < LONGEST_OPENER && utf8_is_letter(code_at(reader->text, end, &len)))
        end += len;
    return utf8_fold(text_sub(reader->text, at, end - at), reader->arena);
}

// After an abbreviation that can end a sentence: "The", "He", "They" begin one, a name does not.
static bool begins_for_sure(const Reader *reader, size_t at)
{
    Text word = folded_word_at(reader, skip_class(reader->text, at, is_opening));
    const Meaning *meaning = readout_words_meaning(reader->words, word);
    return meaning && (meaning->languages >> reader->english & 1);
}

static bool is_digit_at(Text text, size_t at)
{
    return at < text.len && utf8_is_digit((unsigned char)text.ptr[at]);
}

// A sentence goes on behind the full stop at `stop`, though a capital follows at `next`.
// "K.P" of "Mr. K.P. Oli"
static bool is_initials(Text word)
{
    for (size_t i = 0; i < word.len; i++) {
        bool is_letter = word.ptr[i] >= 'A' && word.ptr[i] <= 'Z';
        if (i % 2 == 0 ? !is_letter : word.ptr[i] != '.')
            return false;
    }
    return word.len > 2;
}

static bool is_abbreviated(const Reader *reader, size_t stop, size_t next)
{
    Text word = word_before(reader, stop);
    if (word.len == 0)
        return false;
    if (is_list_mark(reader, word))
        return true;
    Text folded = utf8_fold(word, reader->arena);
    if (word_list_has(&reader->words->titles, folded))
        return true;
    if (word_list_has(&reader->words->numerals, folded))
        return is_digit_at(reader->text, next);
    bool may_end = is_initial(word) || is_initials(word) ||
                   word_list_has(&reader->words->abbreviations, folded);
    return may_end && !begins_for_sure(reader, next);
}

// ---- the reading ----

static void add(Reader *reader, size_t end, size_t offset, Sentences *sentences)
{
    size_t start = reader->start;
    while (start < end && strchr(" \n", reader->text.ptr[start]))
        start++;
    while (end > start && strchr(" \n", reader->text.ptr[end - 1]))
        end--;
    if (end > start)
        ARENA_PUSH(reader->arena, sentences, ((Sentence){start + offset, end + offset}));
}

// The end of a sentence whose stop begins at `stop`, or 0 where it goes on; `next` is where to read on.
static size_t end_at_stop(Reader *reader, size_t stop, size_t *next)
{
    Text text = reader->text;
    size_t len;
    bool is_wide = is_wide_stop(code_at(text, stop, &len));
    size_t behind = skip_class(text, stop, is_stop);
    size_t end = skip_class(text, behind, is_closing);
    *next = end;
    if (is_wide || end >= text.len)
        return end;
    if (text.ptr[end] != ' ' && text.ptr[end] != '\n')
        return 0;
    ArenaMark mark = arena_mark(reader->arena);
    // "Dr. (Ms.) N" goes on behind the bracket too
    bool is_single =
        text.ptr[stop] == '.' && behind == stop + 1 && (end == behind || text.ptr[behind] == ')');
    bool goes_on =
        !may_begin(reader, end + 1) || (is_single && is_abbreviated(reader, stop, end + 1));
    arena_rewind(reader->arena, mark);
    return goes_on ? 0 : end;
}

// A forced line end parts sentences, unless the line only was too long.
static bool ends_at_line(const Reader *reader, size_t at)
{
    return at > reader->start && may_begin(reader, at + 1);
}

void sentences_find(const ReadoutWords *words, Text paragraph, size_t offset, Arena *arena,
                    Sentences *sentences)
{
    Reader reader = reader_of(words, paragraph, arena);
    for (size_t at = 0, len; at < paragraph.len;) {
        uint32_t code = code_at(paragraph, at, &len);
        size_t end = 0, next = at + len;
        if (is_stop(code))
            end = end_at_stop(&reader, at, &next);
        else if (code == '\n' && ends_at_line(&reader, at))
            end = at;
        if (end) {
            add(&reader, end, offset, sentences);
            reader.start = skip_class(paragraph, end, is_gap);
        }
        at = next;
    }
    add(&reader, paragraph.len, offset, sentences);
}

static size_t previous(Text text, size_t at)
{
    do
        at--;
    while (at > 0 && ((unsigned char)text.ptr[at] & 0xC0) == 0x80);
    return at;
}

bool sentence_is_closed(const ReadoutWords *words, Text text, Arena *scratch)
{
    size_t at = text.len, len;
    while (at > 0 && is_closing(code_at(text, previous(text, at), &len)))
        at = previous(text, at);
    if (at == 0)
        return false;
    size_t stop = previous(text, at);
    uint32_t code = code_at(text, stop, &len);
    if (code == ':' || code == 0xFF1A)
        return true;
    if (code != '.')
        return is_stop(code);
    Reader reader = reader_of(words, text, scratch);
    Text folded = utf8_fold(word_before(&reader, stop), scratch);
    return !word_list_has(&words->titles, folded) && !word_list_has(&words->abbreviations, folded);
}
