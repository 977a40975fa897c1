// What a position refers to: anniversaries, documents, congresses, and the day or year of each where it can be told.
// "the 75th anniversary of the establishment of diplomatic relations" said in 2024 is 1949. Computed from a text when
// it is shown; nothing of it is stored. The words are those of assets/citations.ini.
#ifndef BILAT_MODEL_CITATION_H
#define BILAT_MODEL_CITATION_H

#include "model/config.h"
#include "model/date.h"

typedef struct CitationWords CitationWords;

typedef struct Citation {
    size_t start, end; // bytes of the text
    Date date;         // absent where it cannot be told
} Citation;

typedef struct Citations {
    Citation *items; // in the order of the text, without overlap
    size_t count, capacity;
} Citations;

// From the rows of citations.ini; those of other sections are passed over. Lives in the arena.
const CitationWords *citation_words_new(const Config *config, Arena *arena);
// What `text` refers to, said on the day `when`, which may be absent. Linear in the length of the text.
Citations citations_in(const CitationWords *words, Text text, Date when, Arena *arena);

#endif
