// Sentences of a paragraph as ranges of the clean text. Bounded: time is linear in the length.
#ifndef BILAT_LOADERS_READOUT_SENTENCES_H
#define BILAT_LOADERS_READOUT_SENTENCES_H

#include "loaders/readout/words.h"

typedef struct Sentence {
    size_t start, end; // bytes of the text, without blanks at the ends; closing quotes are included
} Sentence;

typedef struct Sentences {
    Sentence *items;
    size_t count, capacity;
} Sentences;

// Adds the sentences of one paragraph, `offset` added to each. A sentence ends at a stop, also inside quotation marks,
// not after an abbreviation, an initial or the number of a list. The memory is that of `arena`.
void sentences_find(const ReadoutWords *words, Text paragraph, size_t offset, Arena *arena,
                    Sentences *sentences);
// The text ends as a sentence does: with a stop or a colon, and perhaps closing quotes behind it.
bool sentence_is_closed(const ReadoutWords *words, Text text, Arena *scratch);

#endif
