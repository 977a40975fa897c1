// sources.csv (file,url,publisher,accessed,coverage_from,coverage_to) beside documents: says of each where it comes from, what
// its own text does not say, and for which time a publisher is held. It is read once for each folder, before the
// documents in it. Beside our own tables it is one of them: a file is named there as in source_file.
#ifndef BILAT_LOADERS_ORIGINS_H
#define BILAT_LOADERS_ORIGINS_H

#include "loaders/loader.h"

#define ORIGINS_FILE TEXT("sources.csv")

typedef struct OriginReader OriginReader;

// `arena` must live as long as the load.
OriginReader *origins_new(Arena *arena);
// Fills in what the sources.csv in the folder of the source says: origins, origin and, of documents, url and
// publisher (and its country, as the word lists tell it).
void origins_apply(OriginReader *reader, Source *source, const Load *load);
// Whether a file is called as such a table is. `*events`: the table that it lies beside where that is ours.
bool origins_is_table(FilePath path, Arena *scratch, Text *events);

#endif
