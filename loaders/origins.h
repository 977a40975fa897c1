// sources.csv (file,url,publisher,accessed) beside documents: says of each where it comes from, what its own text
// does not say. It is read once for each folder, before the documents in it.
#ifndef BILAT_LOADERS_ORIGINS_H
#define BILAT_LOADERS_ORIGINS_H

#include "loaders/loader.h"

#define ORIGINS_FILE TEXT("sources.csv")

typedef struct Origins Origins;

// `arena` must live as long as the load.
Origins *origins_new(Arena *arena);
// Fills in url, publisher (and its country, as the word lists tell it) and accessed of the source from the
// sources.csv in its folder, where there is one.
void origins_apply(Origins *origins, Source *source, const Load *load);

#endif
