// The word lists of the first steps: languages (assets/languages.ini) and the lines around an article
// (assets/boilerplate.ini). Filled once, read-only from then on. Lists in the INI are parted by "|".
#ifndef BILAT_LOADERS_READOUT_WORDS_H
#define BILAT_LOADERS_READOUT_WORDS_H

#include "model/config.h"

typedef struct WordList {
    Text *items; // folded (utf8_fold): compare with folded text
    size_t count, capacity;
    uint64_t firsts[4]; // bit n: one of them begins with byte n
} WordList;

typedef struct CodeRange {
    uint32_t first, last;
} CodeRange;

typedef struct Era {
    Text name;      // not folded: "令和"
    int64_t before; // the year before its first
} Era;

typedef struct Language {
    Text code; // ISO 639-1: "en"
    struct {   // of letters that tell it from others: "3040-30FF"
        CodeRange *items;
        size_t count, capacity;
    } letters;
    // Per cent of letters that are these, for it to be this language; 0: words decide.
    int64_t enough;
    WordList units; // not folded: what follows year, month and day
    struct {        // of rulers, by which years are counted
        Era *items;
        size_t count, capacity;
    } eras;
} Language;

// Words that the steps behind ask for one by one: the keys of [forms] in assets/readout.ini, in this order.
typedef enum WordForm {
    FORM_PHONE,
    FORM_MEETING,
    FORM_MEETS,
    FORM_VISIT,
    FORM_VISITING,
    FORM_VISITS,
    FORM_TRAVELS,
    FORM_CALLS,
    FORM_RECEIVES,
    FORM_GETS,
    FORM_SHARES,
    FORM_INVITES,
    FORM_SPOKESPERSON,
    FORM_DEPUTY,
    FORM_TIME,
    FORM_REIGN,
    FORM_COUNTERPART,
    FORM_DELEGATION,
    FORM_SENIOR,
    FORM_MISSION,
    FORM_EXPRESSES,
    FORM_HEARSAY,
    FORM_COUNT
} WordForm;

enum { LANGUAGES_MAX = 64 }; // bits of Meaning.languages

// What a word or a short phrase means, in whatever language.
typedef struct Meaning {
    Text words;         // folded; empty: no entry
    uint64_t languages; // bit n: a frequent small word of the n-th language
    uint8_t month;      // 1 to 12
    uint8_t weekday;    // 1 Monday … 7
    bool is_today, is_yesterday;
} Meaning;

// Lines that are no part of the article: whole lines, or how a line begins.
typedef struct LineWords {
    WordList whole, begins;
} LineWords;

typedef struct EncodingName {
    Text label; // in lower case, as pages declare it: "gb2312"
    Text iconv; // as iconv calls what is meant by it: "GB18030"
} EncodingName;

typedef struct ReadoutWords {
    struct {
        Language *items;
        size_t count, capacity;
    } languages;
    struct { // open addressing; a power of two of slots
        Meaning *slots;
        size_t size, count;
    } meanings;
    // By first letter: bit n: a word of dates goes on with the n-th letter. Other words are passed over at once.
    uint32_t date_beginnings[26];
    bool has_ascii_units;   // of some language the units or eras begin with ASCII
    WordList date_fillers;  // beside the date in a date line: "published on", "source"
    WordList date_links;    // between its parts: "of", "de"
    WordList date_numbered; // before the number of a month: "tháng"
    WordList date_ranges;   // between two days: "to", "and"
    WordList ordinals;      // "th", "er"
    WordList titles;        // after whose stop a sentence goes on: "h.e", "mr"
    WordList abbreviations; // after whose stop it may end: "u.s", "jr"
    WordList numerals;      // after whose stop a number follows: "no"
    WordList questions;     // label of a question: "q"
    WordList answers;       // label of an answer: "a"
    WordList forms[FORM_COUNT];
    LineWords sections, closers;
    LineWords after; // headings of related news, contacts
    WordList menu;   // entries of navigation
    struct {
        EncodingName *items;
        size_t count, capacity;
    } encodings;
} ReadoutWords;

// From the rows of languages.ini and boilerplate.ini, and [forms] of readout.ini; those of other files are passed over. What is not there
// stays empty. The keys of long lists may be numbered: "whole", "whole2".
ReadoutWords *readout_words_new(const Config *config, Arena *arena);
// NULL: none of the meanings above.
const Meaning *readout_words_meaning(const ReadoutWords *words, Text folded);
// Which bit of Meaning.languages stands for that language; LANGUAGES_MAX: none.
size_t readout_words_language(const ReadoutWords *words, Text code);
// False where surely no month, weekday, "today" or era begins with the word at the head of the text.
bool readout_words_may_be_date(const ReadoutWords *words, Text text);
bool word_list_has(const WordList *list, Text folded);
// False where surely no item begins as the text does: so it is with most, and told in line.
static inline bool word_list_may_begin(const WordList *list, Text folded)
{
    unsigned char first = folded.len ? (unsigned char)folded.ptr[0] : 0;
    return list->firsts[first / 64] >> (first % 64) & 1;
}
// Length of the longest item with which `folded` begins, ending at a word's end; 0: none does.
size_t word_list_begins(const WordList *list, Text folded);

#endif
