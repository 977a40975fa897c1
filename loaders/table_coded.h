// Loads a table of a data set: its recipe says what a row means.
#ifndef BILAT_LOADERS_TABLE_CODED_H
#define BILAT_LOADERS_TABLE_CODED_H

#include "loaders/table_find.h"

// False: cancelled.
bool table_coded_load(const Load *load, Source *source, const TableFound *found);
// Its rows belong to events of another table, which must come first.
bool table_coded_comes_last(const Source *source, const TableFound *found);

#endif
