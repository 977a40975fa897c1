// The word lists of the first steps: languages (assets/languages.ini) and the lines around an article
// (assets/boilerplate.ini). Filled once, read-only from then on. Lists in the INI are parted by "|".
#ifndef BILAT_LOADERS_READOUT_WORDS_H
#define BILAT_LOADERS_READOUT_WORDS_H

#include "model/config.h"

typedef struct WordList {
    Text *items; // folded (utf8_fold): compare with folded text
    size_t count, capacity;
} WordList;

typedef struct CodeRange {
    uint32_t first, last;
} CodeRange;

typedef struct Language {
    Text code; // ISO 639-1: "en"
    struct {   // of letters that tell it from others: "3040-30FF"
        CodeRange *items;
        size_t count, capacity;
    } letters;
    bool is_spaced;      // words are parted by blanks; false for Chinese and Japanese
    WordList stop_words; // frequent small words, or letters that only it has
    WordList months[12];
    WordList weekdays[7]; // from Monday
    WordList today, yesterday;
} Language;

// Lines that are no part of the article: whole lines, or how a line begins.
typedef struct LineWords {
    WordList whole, begins;
} LineWords;

typedef struct ReadoutWords {
    struct {
        Language *items;
        size_t count, capacity;
    } languages;
    WordList
        date_fillers; // words that may stand beside the date in a date line: "published on", "source"
    WordList abbreviations; // after whose stop a sentence goes on: "h.e.", "jr."
    WordList labels;        // "q:", "a:"
    LineWords sections, closers;
    LineWords after; // headings of related news, contacts
    WordList menu;   // entries of navigation
    struct {         // "gb2312" -> "GB18030", as iconv calls it
        Text *names, *iconv;
        size_t count, capacity;
    } encodings;
} ReadoutWords;

// What is not in the files stays empty.
ReadoutWords *readout_words_new(const Config *languages, const Config *boilerplate, Arena *arena);
bool word_list_has(const WordList *list, Text folded);
// Length of the longest item with which `folded` begins, ending at a word's end; 0: none does.
size_t word_list_begins(const WordList *list, Text folded);

#endif
