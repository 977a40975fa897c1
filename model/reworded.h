// A sentence that was mended: which of those that stand there now is it?
#ifndef BILAT_MODEL_REWORDED_H
#define BILAT_MODEL_REWORDED_H

#include "model/arena.h"

// How many of their words two sentences share, from 0 to 100; case and punctuation at their ends count for nothing.
unsigned reworded_likeness(Text a, Text b, Arena *scratch);
enum { REWORDED_ENOUGH = 50 }; // different sentences of one readout share up to 36

#endif
