// The sentences of a document as lines of tokens, with what the word lists say of every token.
#ifndef BILAT_LOADERS_READOUT_LINES_H
#define BILAT_LOADERS_READOUT_LINES_H

#include "loaders/readout/readout.h"

// Fills tokens, marks and lines from the document.
void lines_find(Readout *readout);

#endif
