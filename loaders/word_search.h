// Which records may hold a word, by their bytes alone: as long as a field is never decoded, millions are searched in the
// time in which some thousand are decoded. What is found is a bit more than what has the word: whoever asks looks at
// these records as they read.
#ifndef BILAT_LOADERS_WORD_SEARCH_H
#define BILAT_LOADERS_WORD_SEARCH_H

#include "loaders/profile.h"
#include "model/source.h"

// As SourceOps.search, of a source whose records begin at the offsets and hold UTF-8, or what may be taken for anything.
bool word_search(const Source *source, const WordSearch *search, Arena *scratch, uint64_t *mask);
// Can the word stand in a text of an event although its record does not have it: as a kind or a word of the template,
// or put together from two fields? Labels are another matter.
bool word_search_is_made(const Recipe *recipe, Text word);
// The records whose events have the word in the label of their code. False: that cannot be told.
bool word_search_labels(const Recipe *recipe, const WordSearch *search, uint64_t *found);

#endif
