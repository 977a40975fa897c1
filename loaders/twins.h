// Which documents were loaded already: a file that is there twice, under whatever names, is loaded once.
#ifndef BILAT_LOADERS_TWINS_H
#define BILAT_LOADERS_TWINS_H

#include "loaders/loader.h"

typedef struct Twins Twins;

// `load` must outlive it.
Twins *twins_new(const Load *load);
// The source added before that has the same bytes (and, of events.csv, the same participants and positions), or NULL:
// then this one is added. One whose content still arrives is waited for only where another begins as it does. Each content is read at most once for it, and only where another has its size.
const Source *twins_add(Twins *twins, const Source *source);

#endif
