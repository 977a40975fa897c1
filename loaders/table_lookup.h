// A table that lends columns to the rows of another one: the day of a roll call to each of its votes. It is one of the
// files of the load, or lies beside the one that needs it.
#ifndef BILAT_LOADERS_TABLE_LOOKUP_H
#define BILAT_LOADERS_TABLE_LOOKUP_H

#include "loaders/loader.h"
#include "loaders/profile.h"

typedef struct TableLookup TableLookup;

// The table that lends to `borrower`, read; NULL: there is none. It lives as long as the borrower.
const TableLookup *table_lookup_open(const Load *load, const Source *borrower,
                                     const LookupRecipe *wanted);
// The fields lent to a key, in the order of the recipe; NULL: there is no such row.
const Text *table_lookup_find(const TableLookup *lookup, Text key);

#endif
