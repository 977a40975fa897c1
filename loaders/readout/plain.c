#include <config.h>
#include "loaders/readout/plain.h"

#include "loaders/readout/frame.h"
#include "loaders/readout/grammar.h"
#include "loaders/readout/sentences.h"
#include "model/utf8.h"

#include <string.h>

enum {
    WIDEST_WRAP = 140, // a file with longer lines has a paragraph on each
    NARROWEST_WRAP = 40,
    FEWEST_PAIRS = 3, // of lines that follow each other: with fewer, nothing can be said
};

typedef struct Line {
    size_t start, end; // without blanks at the ends
    size_t next;       // where the next line begins
    size_t indent;     // bytes of blanks before it
    size_t columns;    // no more than WIDEST_WRAP + 1 are counted
    size_t first_word; // columns of its first word
} Line;

// CR, LF, CR LF, form feed, and the separators of Unicode.
static size_t line_end_at(Text text, size_t at)
{
    unsigned char byte = (unsigned char)text.ptr[at];
    if (byte == '\r' && at + 1 < text.len && text.ptr[at + 1] == '\n')
        return 2;
    if (byte == '\n' || byte == '\r' || byte == '\f' || byte == '\v')
        return 1;
    if (byte != 0xC2 && byte != 0xE2)
        return 0;
    Text rest = text_sub(text, at, 3);
    if (text_starts(rest, TEXT("\xC2\x85")))
        return 2;
    return text_equal(rest, TEXT("\xE2\x80\xA8")) || text_equal(rest, TEXT("\xE2\x80\xA9")) ? 3 : 0;
}

static bool is_ignored(uint32_t code)
{
    return utf8_is_blank(code) || code == 0xFEFF || code == 0x200B || code < ' ';
}

static void measure(Text text, Line *line)
{
    size_t len;
    bool in_first = true;
    for (size_t at = line->start; at < line->end && line->columns <= WIDEST_WRAP; at += len) {
        unsigned char byte = (unsigned char)text.ptr[at];
        if (byte > ' ' && byte < 0x7F) { // the usual case at once
            len = 1;
            line->columns++;
            line->first_word = in_first ? line->columns : line->first_word;
            continue;
        }
        uint32_t code = utf8_decode(text, at, &len);
        in_first = in_first && !utf8_is_blank(code);
        line->columns += (size_t)utf8_width(code);
        line->first_word = in_first ? line->columns : line->first_word;
    }
}

// Where the character begins that ends at `end`.
static size_t character_before(Text text, size_t from, size_t end)
{
    size_t at = end - 1, len;
    while (at > from && end - at < 4 && ((unsigned char)text.ptr[at] & 0xC0) == 0x80)
        at--;
    utf8_decode(text, at, &len);
    return at + len == end ? at : end - 1; // of damaged text the last byte
}

static bool may_end_line(char c)
{
    unsigned char byte = (unsigned char)c;
    return byte <= '\r' || byte == 0xC2 || byte == 0xE2;
}

// Over bytes that end no line, eight at a time: none is below 0x0E (CR is the highest), none above 0x7F.
static size_t skip_plain(Text text, size_t at)
{
    uint64_t bytes;
    for (; at + sizeof bytes <= text.len; at += sizeof bytes) {
        memcpy(&bytes, text.ptr + at, sizeof bytes);
        if (((bytes - 0x0E0E0E0E0E0E0E0Eu) | bytes) & 0x8080808080808080u)
            break;
    }
    return at;
}

static Line line_at(Text text, size_t from)
{
    Line line = {.start = from};
    size_t at = skip_plain(text, from), mark = 0, len;
    while (at < text.len && (mark = may_end_line(text.ptr[at]) ? line_end_at(text, at) : 0) == 0)
        at = skip_plain(text, at + 1);
    line.next = at + mark;
    while (line.start < at && is_ignored(utf8_decode(text, line.start, &len)))
        line.start += len;
    line.end = at;
    while (line.end > line.start) {
        size_t last = character_before(text, line.start, line.end);
        if (!is_ignored(utf8_decode(text, last, &len)))
            break;
        line.end = last;
    }
    line.indent = line.start - from;
    measure(text, &line);
    return line;
}

static bool is_empty(Line line)
{
    return line.start == line.end;
}

static Text text_of(Text text, Line line)
{
    return text_sub(text, line.start, line.end - line.start);
}

// ---- is the file wrapped, and how wide? ----

// A line was broken where it was because the next word did not fit.
static bool is_full(Line line, Line next, size_t width)
{
    return line.columns + 1 + next.first_word > width;
}

// Programs that make even edges break lines a good deal before their end.
static bool is_nearly_full(Line line, size_t width)
{
    return line.columns * 4 >= width * 3;
}

// A small letter, or one of a script without capitals, or a figure goes on with what was said.
static bool goes_on(Text text, Line line)
{
    size_t len;
    return !utf8_is_upper(utf8_decode(text, line.start, &len));
}

typedef struct Pairs { // lines that follow each other
    size_t by_columns[WIDEST_WRAP + 2];
    size_t count, full, closed, going_on;
    bool has_blanks; // empty lines between others
} Pairs;

static void count_pairs(const ReadoutWords *words, Text text, Arena *scratch, size_t width,
                        Pairs *pairs)
{
    Line previous = {0};
    bool is_begun = false;
    for (size_t at = 0; at < text.len;) {
        Line line = line_at(text, at);
        at = line.next;
        if (!is_empty(previous) && !is_empty(line)) {
            pairs->count++;
            pairs->by_columns[previous.columns]++;
            pairs->full += is_full(previous, line, width) || is_nearly_full(previous, width);
            pairs->closed += sentence_is_closed(words, text_of(text, previous), scratch);
            pairs->going_on += goes_on(text, line);
        }
        is_begun = is_begun || !is_empty(previous);
        pairs->has_blanks =
            pairs->has_blanks || (is_begun && is_empty(previous) && !is_empty(line));
        previous = line;
    }
}

// The width that nine of ten lines keep to.
static size_t usual_width(const Pairs *pairs)
{
    size_t seen = 0, width = 0;
    while (width <= WIDEST_WRAP && (seen += pairs->by_columns[width]) * 10 < pairs->count * 9)
        width++;
    return width;
}

// Mostly long lines that end in the middle of a sentence, and go on in the next one.
static size_t wrap_width(const ReadoutWords *words, Text text, Arena *scratch, bool *has_blanks)
{
    Pairs *pairs = ARENA_NEW(scratch, Pairs);
    count_pairs(words, text, scratch, 0, pairs);
    size_t width = usual_width(pairs);
    if (pairs->count < FEWEST_PAIRS || width < NARROWEST_WRAP || width > WIDEST_WRAP)
        return 0;
    *pairs = (Pairs){0};
    count_pairs(words, text, scratch, width, pairs);
    *has_blanks = pairs->has_blanks;
    bool is_wrapped = pairs->full * 10 >= pairs->count * 6 &&
                      pairs->closed * 10 <= pairs->count * 6 &&
                      pairs->going_on * 10 >= pairs->count * 4;
    return is_wrapped ? width : 0;
}

// ---- joining ----

static uint32_t last_code(Text text, Text *before)
{
    size_t at = text.len, len;
    do
        at--;
    while (at > 0 && ((unsigned char)text.ptr[at] & 0xC0) == 0x80);
    *before = text_sub(text, 0, at);
    return utf8_decode(text, at, &len);
}

static bool is_wide(uint32_t code)
{
    return code >= 0x2E80 && utf8_width(code) == 2 && !(code >= 0xAC00 && code < 0xD7B0);
}

// "one-" + "China", "to—" + "day": nothing stood between them. Chinese and Japanese have no blanks at all.
static bool joins_without_blank(Text line, Text next)
{
    size_t len;
    Text before;
    uint32_t last = last_code(line, &before);
    uint32_t first = utf8_decode(next, 0, &len);
    if (is_wide(last) && is_wide(first))
        return true;
    if (last == 0xAD)
        return true;
    bool is_hyphen = last == '-' || last == 0x2010 || last == 0x2011 || last == 0x2014;
    if (!is_hyphen || before.len == 0)
        return false;
    uint32_t letter = last_code(before, &before);
    return !utf8_is_blank(letter) && letter != '-' &&
           (utf8_is_letter(first) || utf8_is_digit(first));
}

typedef struct Joiner {
    const ReadoutWords *words;
    Arena *scratch;
    Text text;
    size_t width;    // 0: not wrapped
    bool has_blanks; // paragraphs are parted by empty lines
    bool is_top;     // no empty line so far: titles, which stand alone
} Joiner;

static bool is_own_line(const Joiner *joiner, Line line)
{
    DateScan scan = {joiner->words, text_of(joiner->text, line), joiner->scratch};
    return frame_is_date_line(&scan, false) || frame_mark(scan.text) > 0;
}

static bool is_broken(const Joiner *joiner, Line line, Line next)
{
    if (is_full(line, next, joiner->width))
        return true;
    if (sentence_is_closed(joiner->words, text_of(joiner->text, line), joiner->scratch))
        return joiner->has_blanks && !joiner->is_top && is_nearly_full(line, joiner->width);
    // where empty lines part the paragraphs a line that ends in mid-sentence goes on, however short it is
    if (joiner->has_blanks && !joiner->is_top)
        return true;
    bool is_long = line.columns * 2 >= joiner->width;
    return (is_long && !joiner->is_top) || goes_on(joiner->text, next);
}

// "... cooperation between the" + "United Nations and Japan": behind such a word nothing ends, in whatever file.
static bool is_left_open(const Joiner *joiner, Line line)
{
    Text text = text_of(joiner->text, line);
    size_t word = text.len;
    while (word > 0 && text.ptr[word - 1] != ' ')
        word--;
    Text last = text_sub(text, word, text.len - word);
    const uint32_t small = GRAMMAR_DETERMINER | GRAMMAR_PREPOSITION | GRAMMAR_AND;
    return line.columns >= NARROWEST_WRAP && last.len > 1 && last.ptr[0] >= 'a' &&
           last.ptr[0] <= 'z' && (grammar_of(last) & small) &&
           !(grammar_of(last) & (GRAMMAR_ADVERB | GRAMMAR_MALE | GRAMMAR_FEMALE));
}

static bool belongs_together(const Joiner *joiner, Line line, Line next)
{
    if (is_empty(line) || is_empty(next) || next.indent > line.indent)
        return false;
    if (joiner->width == 0)
        return is_left_open(joiner, line) && !is_own_line(joiner, next);
    return is_broken(joiner, line, next) && !is_own_line(joiner, next) &&
           !is_own_line(joiner, line);
}

static Gap gap_between(const Joiner *joiner, Line line, Line next)
{
    ArenaMark mark = arena_mark(joiner->scratch);
    bool is_joined = belongs_together(joiner, line, next);
    arena_rewind(joiner->scratch, mark);
    if (!is_joined)
        return GAP_BREAK;
    Text first = text_of(joiner->text, line), second = text_of(joiner->text, next);
    return joins_without_blank(first, second) ? GAP_NONE : GAP_BLANK;
}

void plain_read(const ReadoutWords *words, Clean *clean)
{
    Text text = clean->from->text;
    // What is asked of two lines is forgotten before `clean`, in the same arena, grows.
    Arena *scratch = clean->arena;
    Joiner joiner = {.words = words, .scratch = scratch, .text = text, .is_top = true};
    ArenaMark mark = arena_mark(scratch);
    joiner.width = wrap_width(words, text, scratch, &joiner.has_blanks);
    arena_rewind(scratch, mark);
    Line previous = {0};
    for (size_t at = 0; at < text.len;) {
        Line line = line_at(text, at);
        at = line.next;
        clean_gap(clean, gap_between(&joiner, previous, line));
        clean_text(clean, line.start, line.end);
        joiner.is_top = joiner.is_top && (!is_empty(line) || clean->text.count == 0);
        previous = line;
    }
}
