// Bytes of a record that are no text: reported at the field in which they stand, and kept as they are.
#ifndef BILAT_LOADERS_TABLE_BYTES_H
#define BILAT_LOADERS_TABLE_BYTES_H

#include "loaders/loader.h"
#include "loaders/records.h"

// Of a field of a record.
typedef struct FieldPlace {
    const Source *source;
    const Record *record;
    size_t column;
    Text name; // of the column
} FieldPlace;

Problem table_problem(const FieldPlace *place, ProblemKind kind, Severity severity);

typedef struct ByteCheck {
    const Load *load;
    const Source *source;
    const Text *names; // of the columns
    Text
        fallback; // how fields are read that are no UTF-8: then they are worth a note only; empty: not at all
} ByteCheck;

// Nothing where the source is in another encoding.
void table_check_bytes(const ByteCheck *check, const Record *record);

#endif
