// The words of citations.ini as citation.c asks for them.
#ifndef BILAT_MODEL_CITATION_OWN_H
#define BILAT_MODEL_CITATION_OWN_H

#include "model/citation.h"

typedef enum CitationWord {
    CITATION_NONE,
    CITATION_ANNIVERSARY, // "anniversary"
    CITATION_DOCUMENT,    // "joint statement", "treaty"
    CITATION_MEETING,     // "plenary meeting", "congress"
    CITATION_KNOWN,       // "Panmunjom Declaration"; its day stands in `value`
    CITATION_ORDINAL,     // "ninth"; 9
    CITATION_TENS,        // "seventy"; 70
    CITATION_MONTH,       // "february"; 2
    CITATION_SHIFT,       // "next year"; 1
    CITATION_LINK,        // inside of what is cited: "of", "the", "between"
    CITATION_WEAK,        // likewise, where a name follows: "and", "on"
    CITATION_STOP,        // behind it: "which", "as"
} CitationWord;

typedef struct CitationEntry {
    Text phrase; // folded, words parted by one blank
    CitationWord is;
    Text value;
    size_t words;
    struct CitationEntry *next; // of those that begin with the same word
} CitationEntry;

// The phrases that begin with that folded word, longest first; NULL: none does.
const CitationEntry *citation_entries(const CitationWords *words, Text first);
int citation_number(const CitationEntry *entry);
// Letters and digits folded, hyphens kept, any other character a blank; one blank between words.
Text citation_fold(Text text, Arena *arena);

#endif
