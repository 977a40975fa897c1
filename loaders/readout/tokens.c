#include <config.h>
#include "loaders/readout/tokens.h"

#include "model/utf8.h"

#include <string.h>

// ---- single characters ----

static bool is_word_code(uint32_t code)
{
    return utf8_is_letter(code) || utf8_is_digit(code) || (code >= 0x300 && code <= 0x36F);
}

static bool is_apostrophe(uint32_t code)
{
    return code == '\'' || code == 0x2019 || code == 0x2BC;
}

// Characters that join a word when letters stand on both sides.
static bool is_joint(uint32_t code)
{
    return code == '-' || code == 0x2010 || code == 0x2011 || is_apostrophe(code);
}

static uint32_t code_at(Text text, size_t at, size_t *len)
{
    *len = 0;
    return at < text.len ? utf8_decode(text, at, len) : 0;
}

static bool word_begins_at(Text text, size_t at)
{
    size_t len;
    return is_word_code(code_at(text, at, &len));
}

// ---- words ----

// "'s" at the end of a word: bytes from the apostrophe on, or 0.
static size_t possessive_length(Text text, size_t at)
{
    size_t len;
    uint32_t code = code_at(text, at, &len);
    if (!is_apostrophe(code) && code != '`') // typed for one
        return 0;
    if (at + len < text.len && text.ptr[at + len] == 's' && !word_begins_at(text, at + len + 1))
        return len + 1;
    return 0;
}

// "U.S.", "H.E.", "a.m.": single letters, each with its stop. 0 when there are not two.
static size_t dotted_length(Text text, size_t at)
{
    size_t end = at, pairs = 0, len;
    while (utf8_is_letter(code_at(text, end, &len)) && end + len < text.len &&
           text.ptr[end + len] == '.') {
        end += len + 1;
        pairs++;
    }
    return pairs >= 2 && !word_begins_at(text, end) ? end - at : 0;
}

// Behind letters and digits of ASCII: nearly all of most words.
static size_t plain_end(Text text, size_t at)
{
    while (at < text.len &&
           (utf8_is_letter((unsigned char)text.ptr[at] & 0x7F) ||
            utf8_is_digit((unsigned char)text.ptr[at])) &&
           (unsigned char)text.ptr[at] < 0x80)
        at++;
    return at;
}

static size_t word_end(Text text, size_t at)
{
    size_t dotted = dotted_length(text, at);
    if (dotted)
        return at + dotted;
    for (size_t len; (at = plain_end(text, at)) < text.len; at += len) {
        uint32_t code = code_at(text, at, &len);
        if (is_word_code(code))
            continue;
        if (is_joint(code) && !possessive_length(text, at) && word_begins_at(text, at + len))
            continue;
        break;
    }
    return at;
}

static size_t number_end(Text text, size_t at)
{
    for (size_t len; at < text.len; at += len) {
        uint32_t code = code_at(text, at, &len);
        bool joins = code == '.' || code == ',' || code == ':' || code == '-' || code == '/';
        if (is_word_code(code))
            continue;
        if (joins && at + 1 < text.len && text.ptr[at + 1] >= '0' && text.ptr[at + 1] <= '9')
            continue;
        break;
    }
    return at;
}

// What the letters of an ASCII word tell is told by their bytes; true where it is one.
static bool describe_ascii(Token *token, Text word)
{
    size_t letters = 0, upper = 0;
    unsigned char first = 0, seen = 0;
    for (size_t at = 0; at < word.len; at++) {
        unsigned char c = (unsigned char)word.ptr[at];
        bool is_letter = utf8_is_letter(c);
        seen |= c;
        first = is_letter && !letters ? c : first;
        letters += is_letter;
        upper += (unsigned char)(c - 'A') < 26;
    }
    token->is_capital = (unsigned char)(first - 'A') < 26;
    token->is_all_caps = letters >= 2 && letters == upper;
    token->is_initial = letters == 1 && upper == 1;
    return seen < 0x80;
}

static void describe_letters(Token *token, Text word)
{
    size_t letters = 0, upper = 0, len;
    if (describe_ascii(token, word))
        return;
    token->is_capital = false;
    for (size_t at = 0; at < word.len; at += len) {
        uint32_t code = code_at(word, at, &len);
        if (!utf8_is_letter(code))
            continue;
        letters++;
        upper += utf8_is_upper(code);
        if (letters == 1)
            token->is_capital = utf8_is_upper(code);
    }
    token->is_all_caps = letters >= 2 && letters == upper;
    token->is_initial = letters == 1 && upper == 1;
}

// The bytes of a paragraph with their ASCII capitals made small, so that most words need no copy of their own.
typedef struct Lower {
    const char *bytes;
    size_t start; // of the paragraph
    Arena *arena;
} Lower;

static Lower lower_paragraph(Text text, Range bytes, Arena *arena)
{
    char *to = arena_alloc_raw(arena, bytes.to - bytes.from, 1);
    for (size_t i = bytes.from; i < bytes.to; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        to[i - bytes.from] = (char)(c | ((unsigned char)(c - 'A') < 26) << 5);
    }
    return (Lower){to, bytes.from, arena};
}

static Text lower_of(const Lower *lower, Text text, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++)
        if ((unsigned char)text.ptr[i] >= 0x80)
            return utf8_fold(text_sub(text, start, end - start), lower->arena);
    return (Text){lower->bytes + (start - lower->start), end - start};
}

// The stop behind a single capital belongs to it, unless the paragraph ends there.
static size_t initial_end(Text text, size_t start, size_t end)
{
    size_t len;
    uint32_t code = code_at(text, start, &len);
    bool is_single = start + len == end && utf8_is_upper(code) && code != 'I';
    return is_single && end + 1 < text.len && text.ptr[end] == '.' ? end + 1 : end;
}

static Token read_word(Text text, size_t at, const Lower *lower)
{
    bool is_number = utf8_is_digit((unsigned char)text.ptr[at]);
    size_t end = is_number ? number_end(text, at) : word_end(text, at);
    Token token = {.kind = is_number ? TOKEN_NUMBER : TOKEN_WORD};
    Text word = {text.ptr + at, end - at};
    describe_letters(&token, word);
    token.lower = lower_of(lower, text, at, end);
    token.grammar = grammar_of(token.lower);
    token.start = (uint32_t)at;
    token.end = (uint32_t)(is_number ? end : initial_end(text, at, end));
    return token;
}

static Token read_token(Text text, size_t at, bool after_word, const Lower *lower)
{
    size_t len = after_word ? possessive_length(text, at) : 0;
    Token token = {.start = (uint32_t)at, .kind = TOKEN_POSSESSIVE, .lower = TEXT("'s")};
    if (len) {
        token.end = (uint32_t)(at + len);
        return token;
    }
    if (word_begins_at(text, at))
        return read_word(text, at, lower);
    uint32_t code = code_at(text, at, &len);
    token.kind = TOKEN_MARK;
    token.end = (uint32_t)(at + len);
    token.lower = is_apostrophe(code) ? TEXT("'") : (Text){text.ptr + at, len};
    return token;
}

// ---- quotation marks ----

typedef enum QuoteForm {
    QUOTE_NONE,
    QUOTE_OPEN,
    QUOTE_CLOSE,
    QUOTE_STRAIGHT,
    QUOTE_SINGLE
} QuoteForm;

static QuoteForm quote_form(Text mark)
{
    size_t len;
    switch (code_at(mark, 0, &len)) {
    case 0x201C:
    case 0x201E:
    case 0xAB:
        return QUOTE_OPEN;
    case 0x201D:
    case 0xBB:
        return QUOTE_CLOSE;
    case '"':
        return QUOTE_STRAIGHT;
    case '\'':
    case 0x2018:
    case 0x2019:
        return QUOTE_SINGLE;
    }
    return QUOTE_NONE;
}

// A single mark opens at the left edge of a word: "'No document", not "the workers' hall".
static bool opens_word(const Tokens *tokens, size_t at)
{
    const Token *mark = &tokens->items[at];
    bool follows_blank = mark->start == 0 || strchr(" \n(", tokens->text.ptr[mark->start - 1]);
    return follows_blank && word_begins_at(tokens->text, mark->end);
}

static bool closes_word(const Tokens *tokens, size_t at)
{
    const Token *mark = &tokens->items[at];
    bool follows_word = mark->start > 0 && !strchr(" \n(", tokens->text.ptr[mark->start - 1]);
    return follows_word && !word_begins_at(tokens->text, mark->end);
}

static bool may_open(const Tokens *tokens, size_t at, QuoteForm form)
{
    return form == QUOTE_OPEN || (form == QUOTE_STRAIGHT && opens_word(tokens, at)) ||
           (form == QUOTE_SINGLE && opens_word(tokens, at));
}

static bool may_close(const Tokens *tokens, size_t at, QuoteForm form, QuoteForm opened)
{
    if (opened == QUOTE_SINGLE)
        return form == QUOTE_SINGLE && closes_word(tokens, at);
    return form == QUOTE_CLOSE || form == QUOTE_STRAIGHT;
}

// Pairs the marks of one paragraph. A quotation left open runs to the paragraph's end if its mark is a double
// one (the next paragraph opens it again); a single mark without a partner is an apostrophe.
static void pair_quotes(Tokens *tokens, Range range)
{
    QuoteForm opened = QUOTE_NONE;
    size_t open_at = 0;
    for (size_t i = range.from; i < range.to; i++) {
        Token *token = &tokens->items[i];
        QuoteForm form = token->kind == TOKEN_MARK ? quote_form(token->lower) : QUOTE_NONE;
        if (form == QUOTE_NONE)
            continue;
        if (opened == QUOTE_NONE && may_open(tokens, i, form)) {
            opened = form;
            open_at = i;
        } else if (opened != QUOTE_NONE && may_close(tokens, i, form, opened)) {
            tokens->items[open_at].kind = token->kind = TOKEN_QUOTE;
            for (size_t j = open_at + 1; j < i; j++)
                tokens->items[j].is_quoted = true;
            opened = QUOTE_NONE;
        }
    }
    if (opened != QUOTE_NONE && opened != QUOTE_SINGLE) {
        tokens->items[open_at].kind = TOKEN_QUOTE;
        for (size_t j = open_at + 1; j < range.to; j++)
            tokens->items[j].is_quoted = true;
    }
}

void tokens_add(Tokens *tokens, Text text, Range bytes, uint32_t paragraph, Arena *arena)
{
    tokens->text = text;
    Range added = {tokens->count, tokens->count};
    Text upto = {text.ptr, bytes.to}; // nothing behind the paragraph is looked at
    Lower lower = lower_paragraph(text, bytes, arena);
    bool after_word = false;
    for (size_t at = bytes.from; at < bytes.to;) {
        size_t len;
        if (utf8_is_blank(code_at(upto, at, &len))) {
            at += len;
            after_word = false;
            continue;
        }
        Token token = read_token(upto, at, after_word, &lower);
        token.paragraph = paragraph;
        at = token.end;
        after_word = token.kind == TOKEN_WORD || token.kind == TOKEN_NUMBER;
        ARENA_PUSH(arena, tokens, token);
    }
    added.to = tokens->count;
    pair_quotes(tokens, added);
}

size_t tokens_at(const Tokens *tokens, size_t offset)
{
    size_t low = 0, high = tokens->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tokens->items[middle].end > offset)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

Text tokens_text(const Tokens *tokens, Range range)
{
    if (range_is_empty(range))
        return (Text){NULL, 0};
    size_t start = tokens->items[range.from].start;
    return text_sub(tokens->text, start, tokens->items[range.to - 1].end - start);
}

bool range_is_empty(Range range)
{
    return range.from >= range.to;
}
