// The words, numbers and marks of a document, in order, with what grammar alone says of each.
// All later steps walk over tokens; a token's bytes are bytes of Document.text.
#ifndef BILAT_LOADERS_READOUT_TOKENS_H
#define BILAT_LOADERS_READOUT_TOKENS_H

#include "loaders/readout/grammar.h"

typedef enum TokenKind {
    TOKEN_WORD,       // "Ren'ai", "China-DPRK", "U.S.", an initial "R."
    TOKEN_NUMBER,     // "2024", "9:40", "19th", "1.6"
    TOKEN_POSSESSIVE, // "'s", or "'" behind an s
    TOKEN_QUOTE,      // a quotation mark that has a partner
    TOKEN_MARK,       // any other single character
} TokenKind;

typedef struct Token {
    uint32_t start, end;
    Text lower;       // the word folded for look-up: no case, no accents; of a mark: the mark
    uint32_t grammar; // GRAMMAR_ flags of the closed word classes
    uint32_t paragraph;
    uint8_t kind;
    bool is_capital;  // begins with a capital letter
    bool is_all_caps; // two letters or more, all capital: "KUROSAWA", "EAM"
    bool is_initial;  // "R." or "R"
    bool is_quoted;   // stands between quotation marks
} Token;

typedef struct Tokens {
    Text text; // of the document
    Token *items;
    size_t count, capacity;
} Tokens;

// A stretch of tokens, from <= i < to.
typedef struct Range {
    size_t from, to;
} Range;

// Tokens of text[start..end), one paragraph, are added to those that are there.
void tokens_add(Tokens *tokens, Text text, Range bytes, uint32_t paragraph, Arena *arena);
// The first token that ends behind `offset`, or the count.
size_t tokens_at(const Tokens *tokens, size_t offset);

// False outside of the tokens. Asked so often that they stand here.
static inline bool token_is(const Tokens *tokens, size_t at, const char *lower)
{
    if (at >= tokens->count)
        return false;
    Text word = tokens->items[at].lower;
    size_t i = 0;
    while (i < word.len && lower[i] && word.ptr[i] == lower[i])
        i++;
    return i == word.len && !lower[i];
}

static inline bool token_is_mark(const Tokens *tokens, size_t at, char mark)
{
    return at < tokens->count && tokens->items[at].kind == TOKEN_MARK &&
           tokens->items[at].lower.len == 1 && tokens->items[at].lower.ptr[0] == mark;
}

static inline bool token_has(const Tokens *tokens, size_t at, uint32_t grammar)
{
    return at < tokens->count && (tokens->items[at].grammar & grammar) != 0;
}

Text tokens_text(const Tokens *tokens, Range range); // as it stands, from the first to the last
bool range_is_empty(Range range);

#endif
