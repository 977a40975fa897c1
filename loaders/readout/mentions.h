// Where persons are named with their offices: "O N", "N, O,", "O, N,", "N of C", lists of them.
#ifndef BILAT_LOADERS_READOUT_MENTIONS_H
#define BILAT_LOADERS_READOUT_MENTIONS_H

#include "loaders/readout/offices.h"

// All mentions of a line with a name of two words or more, or one word behind an office or an honorific
// (Mention.is_short). Names without any office count where they are the subject of the line's verb.
void mentions_find(const Readout *readout, size_t line, Mentions *mentions);

#endif
