// Which language a text is in: by its letters, else by its small words (assets/languages.ini).
#ifndef BILAT_LOADERS_READOUT_LANGUAGE_H
#define BILAT_LOADERS_READOUT_LANGUAGE_H

#include "loaders/readout/words.h"

// Its ISO 639-1 code, which lives as long as `words`; empty where it cannot be told. Looks at the beginning only.
Text language_tell(const ReadoutWords *words, Text text, Arena *scratch);

#endif
