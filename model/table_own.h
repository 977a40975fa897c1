// A table while it is written: between table.c and the files beside it.
#ifndef BILAT_MODEL_TABLE_OWN_H
#define BILAT_MODEL_TABLE_OWN_H

#include "model/strings.h"
#include "model/table.h"

// Of all sources shown: behind ours, in the order in which they first appear.
typedef struct ExtraColumns {
    struct {
        Text *items;
        size_t count, capacity;
    } names;
    struct {
        size_t **items; // by source, where it has such columns: the number of each among `names`
        size_t count, capacity;
    } places;
    Arena *arena;
} ExtraColumns;

typedef struct Writer {
    View *view;
    const Timeline *timeline;
    TableForm form;
    bool matching_positions;
    Sink *sink;     // NULL: rows stay in `out`
    Arena *arena;   // of `out`
    Arena *scratch; // reset after each row
    Buffer out;
    bool is_row_begun;
    ExtraColumns *extras;
    size_t columns; // of ours
    Strings *told;  // of sources: rows that were written; NULL: none yet
} Writer;

typedef struct Cell {
    Text name, value;
    bool is_date, is_number;
} Cell;

void table_add_cell(Writer *writer, const Cell *cell);
// False: the sink failed.
bool table_end_row(Writer *writer);

// ---- table_sources.c ----

// What sources.csv said of the document that the event stands in and of its publisher, unless that was written.
bool table_write_source(Writer *writer, EventId id);

#endif
