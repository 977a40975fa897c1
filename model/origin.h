// The rows of a sources.csv: what is said of documents besides their own text, and for which time a publisher is held.
#ifndef BILAT_MODEL_ORIGIN_H
#define BILAT_MODEL_ORIGIN_H

#include "model/date.h"
#include "model/fields.h"

typedef struct Origin {
    Text values
        [ORIGIN_FIELDS]; // as read; file is empty where the row is about a publisher as a whole
    Date from, to;       // of the coverage; absent where it is not stated
    size_t row;          // of two rows for one file the first counts
} Origin;

typedef struct Origins {
    Text path;           // of the table
    const Origin *items; // by file, then row: those without a file stand first
    size_t count;
    size_t without_file; // that many
    bool is_of_rows; // it lies beside an events.csv, and a file is what stands there in source_file
} Origins;

// The row of that file; NULL: there is none. `origins` may be NULL.
const Origin *origins_find(const Origins *origins, Text file);
bool origin_has_coverage(const Origin *origin);

#endif
