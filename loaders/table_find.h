// What kind of table a file begins: one that bilat wrote, one of a data set, or one made by hand.
#ifndef BILAT_LOADERS_TABLE_FIND_H
#define BILAT_LOADERS_TABLE_FIND_H

#include "loaders/lexicon.h"
#include "loaders/loader.h"

typedef enum TableSort {
    TABLE_IS_NONE,
    TABLE_IS_OWN,   // our events.csv: every column is answered as it was read
    TABLE_IS_CODED, // of a data set: its profile says what its columns mean
    TABLE_IS_HAND, // made by hand: dates as people write them, countries by name or found in the title
} TableSort;

typedef struct TableFound {
    TableSort sort;
    char delimiter;
    const Profile *profile; // of a coded table, and of one made by hand; else NULL
    Layout layout;          // of a coded table
    Text tried;             // of none: one line on what was tried and how to go on; may be empty
} TableFound;

typedef struct TableHead {
    Text bytes;    // the first of the file, in UTF-8 or an encoding that writes ASCII as ASCII
    bool is_whole; // nothing follows them
    Text wanted;   // --from: name of a profile; empty, or no profile's: find out
} TableHead;

// `scratch` holds what is found.
TableFound table_find(const Lexicon *lexicon, const TableHead *head, Arena *scratch);
// That of a source, under the settings.
TableFound table_find_of(const Load *load, const Source *source, Arena *scratch);

#endif
