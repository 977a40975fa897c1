// Rows of our own tables and of hand-made ones as plain as nearly all are: the date a day in ISO form, countries that
// are known, numbers, an id. Everything else about a row is for table_in.c; where a row is plain, both say the same.
#ifndef BILAT_LOADERS_TABLE_PLAIN_H
#define BILAT_LOADERS_TABLE_PLAIN_H

#include "loaders/loader.h"
#include "loaders/table_layout.h"
#include "loaders/table_seen.h"

typedef struct TablePlain TablePlain;

// NULL: no row of such a table is. `strange`: codes that were reported; they are as good as known.
TablePlain *table_plain_new(const Load *load, const TableLayout *form, const TableSeen *strange,
                            Arena *arena);
// Columns that loading looks at, ascending; returns how many. `columns` has room for all.
size_t table_plain_columns(const TableLayout *form, uint16_t *columns);
// The event of a row of records_peek, all but source and record; the builder must have begun it. False: the row is not
// plain. `*id` is one that is kept.
bool table_plain_read(TablePlain *plain, const Record *record, Event *event, Text *id);

#endif
