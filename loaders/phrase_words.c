#include <config.h>
#include "loaders/phrase_words.h"

#include "model/utf8.h"

enum { BYTES_A_WORD = 6 }; // with the blank; of shorter ones the list grows

static bool is_word_code(uint32_t code)
{
    bool is_mark = code >= 0x300 && code <= 0x36F; // accents written apart
    return is_mark || utf8_is_letter(code) || utf8_is_digit(code);
}

// The folded letter or digit of ASCII; 0: another character.
static const unsigned char folded_bytes[256] = {
    0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,
    0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,
    0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   '0', '1', '2', '3', '4', '5', '6', '7', '8',
    '9', 0,   0,   0,   0,   0,   0,   0,   'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k',
    'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 0,   0,   0,   0,
    0,   0,   'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q',
    'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 0,   0,   0,   0,   0,
};

static unsigned char word_byte(char c)
{
    return folded_bytes[(unsigned char)c];
}

static bool is_word_at(Text text, size_t at, size_t *len)
{
    *len = 1;
    if ((unsigned char)text.ptr[at] < 0x80)
        return word_byte(text.ptr[at]) != 0;
    return is_word_code(utf8_decode(text, at, len));
}

static void end_word(Text text, PhraseWord *word)
{
    size_t at = word->start, len;
    word->hash = TEXT_HASH_START;
    word->hash_behind = text_hash_byte(TEXT_HASH_START, ' ');
    for (unsigned char byte; at < text.len && (byte = word_byte(text.ptr[at])); at++) {
        word->hash = text_hash_byte(word->hash, byte);
        word->hash_behind = text_hash_byte(word->hash_behind, byte);
    }
    word->is_ascii = at == text.len || !is_word_at(text, at, &len);
    while (at < text.len && is_word_at(text, at, &len))
        at += len;
    word->end = at;
}

bool phrase_word_find(Text text, size_t from, size_t limit, PhraseWord *word)
{
    size_t len = 0;
    size_t at = from;
    while (at < text.len && at < limit && !is_word_at(text, at, &len))
        at += len;
    if (at >= text.len || at >= limit)
        return false;
    word->start = at;
    end_word(text, word);
    return true;
}

bool phrase_word_is_around(Text text, size_t at)
{
    if (at == 0 || at >= text.len)
        return false;
    size_t before = at - 1;
    while (before > 0 && at - before < 4 && ((unsigned char)text.ptr[before] & 0xC0) == 0x80)
        before--;
    size_t len = 0;
    return is_word_at(text, before, &len) && is_word_at(text, at, &len);
}

PhraseWords phrase_words_of(Text text, Arena *arena)
{
    PhraseWords words = {.text = text, .capacity = text.len / BYTES_A_WORD + 1};
    PhraseWord word = {.end = 0};
    words.items = arena_alloc_raw(arena, words.capacity, sizeof *words.items);
    while (phrase_word_find(text, word.end, text.len, &word))
        ARENA_PUSH(arena, &words, word);
    return words;
}
