#include <config.h>
#include "loaders/readout/lines.h"

#include "loaders/readout/sentences.h"
#include "model/utf8.h"

enum {
    LONGEST_DATELINE = 16, // tokens up to the dash
    LONGEST_CITY = 4,
    MOST_STOPS = 3,        // of a dateline
    LONGEST_SLASHED = 80,  // bytes of "St. Petersburg, September 26. /TASS/."
    LONGEST_OPENING = 512, // tokens of title and lead
    BYTES_A_TOKEN = 5,     // with the blank, and marks counted
};

static const Token *token_of(const Readout *readout, size_t at)
{
    return &readout->tokens.items[at];
}

static bool is_dash(const Readout *readout, size_t at)
{
    const Token *token = token_of(readout, at);
    size_t len;
    if (token->kind != TOKEN_MARK)
        return false;
    uint32_t code = utf8_decode(token->lower, 0, &len);
    return code == '-' || code == 0x2013 || code == 0x2014 || code == 0x2015;
}

// The capitalised words before the first comma, bracket or dash.
static Range city_of_dateline(const Readout *readout, Range sentence)
{
    Range city = {sentence.from, sentence.from};
    while (city.to < sentence.to && city.to < city.from + LONGEST_CITY &&
           token_of(readout, city.to)->kind == TOKEN_WORD &&
           token_of(readout, city.to)->is_capital &&
           !token_has(&readout->tokens, city.to, GRAMMAR_MONTH | GRAMMAR_WEEKDAY))
        city.to++;
    return city;
}

// "MOSCOW, February 6. /TASS/.": the stop behind the second slash.
static bool is_agency_end(const Readout *readout, Range before)
{
    const Tokens *tokens = &readout->tokens;
    return before.to > before.from + 3 && token_is_mark(tokens, before.to, '.') &&
           token_is_mark(tokens, before.to - 1, '/') &&
           (token_is_mark(tokens, before.to - 3, '/') || token_is_mark(tokens, before.to - 4, '/'));
}

// "New Delhi, May 25 (IANS) The President": behind a date an agency in brackets is enough.
static bool is_bracketed_agency(const Readout *readout, Range before)
{
    const Tokens *tokens = &readout->tokens;
    size_t at = before.to;
    return at > before.from + 3 && at + 1 < tokens->count && token_is_mark(tokens, at, ')') &&
           token_of(readout, at - 1)->is_all_caps && token_is_mark(tokens, at - 2, '(') &&
           token_of(readout, at - 3)->kind == TOKEN_NUMBER && token_of(readout, at + 1)->is_capital;
}

// "MINSK (Agency News - 11th June, 2020) The ministers": the closing bracket behind the dash at `dash`, or `dash`.
static size_t bracket_end(const Readout *readout, Range sentence, size_t dash)
{
    bool is_open = false, has_number = false;
    for (size_t i = sentence.from; i < dash; i++)
        is_open |= token_is_mark(&readout->tokens, i, '(');
    for (size_t i = dash; is_open && i < sentence.to && i < dash + LONGEST_DATELINE; i++) {
        has_number |= token_of(readout, i)->kind == TOKEN_NUMBER;
        if (token_is_mark(&readout->tokens, i, ')'))
            return has_number ? i : dash;
    }
    return dash;
}

enum { LONGEST_AGENCY = 3 }; // words

// "- RIA News. The ministers": the stop behind the agency; where.from where there is none.
static size_t agency_end(const Readout *readout, Range where)
{
    for (size_t i = where.from; i < where.to && i <= where.from + LONGEST_AGENCY; i++) {
        if (i > where.from && token_is_mark(&readout->tokens, i, '.'))
            return i + 1 < where.to ? i : where.from;
        if (token_of(readout, i)->kind != TOKEN_WORD || !token_of(readout, i)->is_capital)
            break;
    }
    return where.from;
}

// "NAIROBI: The President", "Doha, Qatar: The Amir": a newspaper's dateline, the colon behind a city that is known.
static bool is_city_colon(const Readout *readout, Range sentence, size_t colon)
{
    const Sense *city = readout->marks[sentence.from].place;
    if (!city || !(sense_of_class(city, LEX_CAPITAL) || sense_of_class(city, LEX_CITY)))
        return false;
    size_t at = sentence.from + readout->marks[sentence.from].place_length;
    if (token_is_mark(&readout->tokens, at, ',') && readout->marks[at + 1].place)
        at += 1 + readout->marks[at + 1].place_length;
    return at == colon && colon + 1 < sentence.to && token_of(readout, colon + 1)->is_capital;
}

// A dateline is closed by a dash and has nothing in it but a city, a date and an agency.
static size_t dateline_end(const Readout *readout, Range sentence)
{
    for (size_t i = sentence.from; i < sentence.to && i < sentence.from + LONGEST_DATELINE; i++) {
        if (is_dash(readout, i) && bracket_end(readout, (Range){sentence.from, sentence.to}, i) > i)
            return bracket_end(readout, (Range){sentence.from, sentence.to}, i);
        if (is_dash(readout, i) && agency_end(readout, (Range){i + 1, sentence.to}) > i + 1)
            return agency_end(readout, (Range){i + 1, sentence.to});
        if (token_is_mark(&readout->tokens, i, ':') && i > sentence.from &&
            token_is_mark(&readout->tokens, i - 1, ')'))
            return i; // "Manila, 6 August 2022 (TDI):"
        if (token_is_mark(&readout->tokens, i, ':') && is_city_colon(readout, sentence, i))
            return i;
        if (is_dash(readout, i)) {
            while (i + 1 < sentence.to && is_dash(readout, i + 1))
                i++; // "--"
            return i;
        }
        if (is_agency_end(readout, (Range){sentence.from, i}) ||
            is_bracketed_agency(readout, (Range){sentence.from, i}))
            return i;
        bool is_word = token_of(readout, i)->kind == TOKEN_WORD;
        if (is_word && !token_of(readout, i)->is_capital && !readout->marks[i].is_particle)
            return sentence.from;
    }
    return sentence.from;
}

Range lines_dateline(const Readout *readout, Range sentence)
{
    Range city = city_of_dateline(readout, sentence);
    bool has_one = !range_is_empty(city) && dateline_end(readout, sentence) >= city.to;
    return has_one ? city : (Range){sentence.from, sentence.from};
}

size_t lines_dateline_end(const Readout *readout, size_t at)
{
    const Line *line = &readout->lines.items[at];
    size_t behind = line->start > line->tokens.from ? line->start - 1 : line->tokens.from;
    return line->start > line->tokens.from ? token_of(readout, behind)->end
                                           : token_of(readout, behind)->start;
}

// "KAZINFORM – ": nothing but capitals and figures up to a dash; the byte behind it, or 0.
static size_t dash_end(Text sentence)
{
    bool begins_word = true;
    for (size_t at = 0, len; at < sentence.len && at < LONGEST_SLASHED; at += len) {
        uint32_t code = utf8_decode(sentence, at, &len);
        bool is_dash = code == '-' || code == 0x2013 || code == 0x2014;
        if (is_dash && begins_word)
            return at + len;
        if (begins_word && utf8_is_letter(code) && !utf8_is_upper(code))
            return 0;
        begins_word = utf8_is_blank(code);
    }
    return 0;
}

static bool is_all_capital(Text text)
{
    bool begins_word = true;
    for (size_t at = 0, len; at < text.len; at += len) {
        uint32_t code = utf8_decode(text, at, &len);
        if (begins_word && utf8_is_letter(code) && !utf8_is_upper(code))
            return false;
        begins_word = utf8_is_blank(code);
    }
    return true;
}

// "ASTANA. KAZINFORM – The President received", "Astana. July 4. QazNews - ...": how many stops end no sentence.
static size_t stops_before_dash(Text text, const Sentences *sentences)
{
    for (size_t i = 1; i < sentences->count && i <= MOST_STOPS; i++) {
        Sentence next = sentences->items[i];
        if (next.start - sentences->items[0].start > LONGEST_SLASHED)
            return 0;
        Text before =
            text_sub(text, sentences->items[0].start, next.start - sentences->items[0].start);
        if (dash_end(text_sub(text, next.start, next.end - next.start)) && is_all_capital(before))
            return i;
    }
    return 0;
}

// "MOSCOW, April 12 - RIA News. The ministers": the first sentence is a city, a day and an agency.
static bool is_dateline_alone(Text text, const Sentences *sentences)
{
    if (sentences->count < 2 ||
        sentences->items[0].end - sentences->items[0].start > LONGEST_SLASHED)
        return false;
    Text first = text_sub(text, sentences->items[0].start,
                          sentences->items[0].end - sentences->items[0].start);
    bool has_figure = false;
    for (size_t i = 0; i < first.len; i++)
        has_figure |= first.ptr[i] >= '0' && first.ptr[i] <= '9';
    return has_figure && text_find(first, TEXT(" - ")) != TEXT_NOWHERE && is_all_capital(first);
}

// "MOSCOW, February 6. /TASS/. The ministers discussed ...": stops that end no sentence.
static void join_dateline(Text text, Sentences *sentences)
{
    size_t joined = stops_before_dash(text, sentences);
    if (joined == 0 && is_dateline_alone(text, sentences))
        joined = 1;
    if (joined) {
        sentences->items[joined].start = sentences->items[0].start;
        sentences->items += joined;
        sentences->count -= joined;
        return;
    }
    for (; joined + 1 < sentences->count && joined < 2; joined++) {
        const Sentence *this = &sentences->items[joined], *next = this + 1;
        bool ends = text_ends(text_sub(text, this->start, this->end - this->start), TEXT("/."));
        if (this->end - sentences->items[0].start > LONGEST_SLASHED ||
            (!ends && text.ptr[next->start] != '/'))
            break;
    }
    if (joined == 0)
        return;
    sentences->items[joined].start = sentences->items[0].start;
    sentences->items += joined;
    sentences->count -= joined;
}

static void add_paragraph(Readout *readout, size_t index)
{
    const Document *document = readout->document;
    Paragraph paragraph = document->paragraphs.items[index];
    Range bytes = {paragraph.start, paragraph.end};
    tokens_add(&readout->tokens, document->text, bytes, (uint32_t)index, readout->arena);
    Sentences sentences = {0};
    sentences_find(readout->lexicon->readout, document_part(document, paragraph), paragraph.start,
                   readout->arena, &sentences);
    join_dateline(document->text, &sentences);
    size_t first = readout->lines.count;
    for (size_t i = 0; i < sentences.count; i++) {
        Line line = {.paragraph = index, .part = paragraph.part};
        line.tokens.from = tokens_at(&readout->tokens, sentences.items[i].start);
        line.tokens.to = tokens_at(&readout->tokens, sentences.items[i].end);
        line.is_first = readout->lines.count == first;
        if (!range_is_empty(line.tokens))
            ARENA_PUSH(readout->arena, &readout->lines, line);
    }
    if (readout->lines.count > first)
        readout->lines.items[readout->lines.count - 1].is_last = true;
}

// Room for as many as there are likely to be.
static void reserve_tokens(Readout *readout)
{
    Tokens *tokens = &readout->tokens;
    tokens->capacity = readout->document->text.len / BYTES_A_TOKEN + 1;
    tokens->items = arena_alloc_raw(readout->arena, tokens->capacity, sizeof *tokens->items);
}

void lines_find(Readout *readout)
{
    reserve_tokens(readout);
    for (size_t i = 0; i < readout->document->paragraphs.count; i++)
        add_paragraph(readout, i);
    const Paragraph *body = document_find(readout->document, PART_BODY);
    readout->marks =
        marks_find(&readout->tokens, readout->lexicon, &readout->publishers, readout->arena);
    marks_explain(readout->marks, &readout->tokens, readout->lexicon->countries, readout->arena);
    size_t opening = 0;
    while (opening < readout->tokens.count && opening < LONGEST_OPENING &&
           (!body || readout->tokens.items[opening].start < body->end))
        opening++;
    marks_settle(readout->marks, &readout->tokens, opening);
    readout->lead = readout->lines.count;
    for (size_t i = 0; i < readout->lines.count; i++) {
        Line *line = &readout->lines.items[i];
        Range city = line->is_first ? lines_dateline(readout, line->tokens) : (Range){0, 0};
        line->start =
            range_is_empty(city) ? line->tokens.from : dateline_end(readout, line->tokens) + 1;
    }
}
