// The sentences of a document as lines of tokens, with what the word lists say of every token.
#ifndef BILAT_LOADERS_READOUT_LINES_H
#define BILAT_LOADERS_READOUT_LINES_H

#include "loaders/readout/readout.h"

// "Beijing, January 19th—", "JAKARTA, 11 June 2024 -", "Hà Nội —": the city with which the sentence's dateline
// begins; empty where it has none.
Range lines_dateline(const Readout *readout, Range sentence);
// The byte of the document's text behind the dateline with which the line begins: of its dash, stop or bracket; where
// the line begins if it has none. The date that it gives is read there, dates.h.
size_t lines_dateline_end(const Readout *readout, size_t line);
// Fills tokens, marks and lines from the document.
void lines_find(Readout *readout);

#endif
