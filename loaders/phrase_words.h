// The words of a text as the tables of phrases see them: letters and digits; all else stands between words.
#ifndef BILAT_LOADERS_PHRASE_WORDS_H
#define BILAT_LOADERS_PHRASE_WORDS_H

#include "model/arena.h"

typedef struct PhraseWord {
    size_t start, end; // bytes of the text
    bool is_ascii;
    uint64_t hash;        // of an ASCII word: text_hash of it folded
    uint64_t hash_behind; // the same with a blank before it
} PhraseWord;

typedef struct PhraseWords {
    Text text;
    PhraseWord *items; // in order
    size_t count, capacity;
} PhraseWords;

// The first word that begins in text[from..limit); false: none does.
bool phrase_word_find(Text text, size_t from, size_t limit, PhraseWord *word);
// True where a word has begun before byte `at` and goes on there.
bool phrase_word_is_around(Text text, size_t at);
// All words, for who looks them up in several tables.
PhraseWords phrase_words_of(Text text, Arena *arena);

#endif
