// Sentences of a paragraph as ranges of the clean text. Bounded: time is linear in the length.
#ifndef BILAT_LOADERS_READOUT_SENTENCES_H
#define BILAT_LOADERS_READOUT_SENTENCES_H

#include "loaders/readout/words.h"

typedef struct Sentence {
    size_t start,
        end; // bytes of the text, closing quotes and brackets included, without blanks at the ends
} Sentence;

typedef struct Sentences {
    Sentence *items;
    size_t count, capacity;
} Sentences;

// Adds the sentences of text[start..end), one paragraph. A sentence ends at a stop, also inside quotation marks,
// not after an abbreviation, an initial or the number of a list.
void sentences_find(const ReadoutWords *words, Text text, size_t start, size_t end, Arena *arena,
                    Sentences *sentences);

#endif
