// Tables of events: our own (events.csv with participants.csv and positions.csv beside it) and those that people
// make by hand, of which only a date and a title or text is asked. Rows are decoded when they are shown.
#ifndef BILAT_LOADERS_TABLE_IN_H
#define BILAT_LOADERS_TABLE_IN_H

#include "loaders/loader.h"
#include "loaders/table_encoding.h"
#include "loaders/table_layout.h"

// Reports a field of a record.
typedef struct FieldPlace {
    const Source *source;
    const Record *record;
    size_t column;
    Text name; // of the column
} FieldPlace;
Problem table_problem(const FieldPlace *place, ProblemKind kind, Severity severity);
// Reports bytes that are no UTF-8, and NUL, once for each field. They are kept as they are.
void table_check_bytes(const Load *load, const Source *source, const Record *record,
                       const Text *names);

#endif
