// Plain text to paragraphs: by blank lines, or a line each, or, where a file is wrapped, joined lines.
#ifndef BILAT_LOADERS_READOUT_PLAIN_H
#define BILAT_LOADERS_READOUT_PLAIN_H

#include "loaders/readout/clean.h"
#include "loaders/readout/words.h"

// Adds all of clean->from.
void plain_read(const ReadoutWords *words, Clean *clean);

#endif
