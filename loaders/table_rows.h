// The rows of a table, from where its reader stands to the end: by one thread, or a large file by several, each a part
// of it at a time. Parts are published in the order of the file, and only when the one before has ended exactly where
// the next was thought to begin. Where rows hang on earlier ones (an id that comes again, days and months that another
// row must tell apart) the rest is loaded by one thread. So the result is the same however many there are.
#ifndef BILAT_LOADERS_TABLE_ROWS_H
#define BILAT_LOADERS_TABLE_ROWS_H

#include "loaders/loader.h"
#include "loaders/records.h"
#include "loaders/table_seen.h"

enum { TABLE_SEEN_SETS = 2 };

typedef struct TableRows {
    const Load *load;
    const Source *source;
    void *table;
    uint64_t (*offset)(const void *table); // of what comes next
    // Loads the next record of the table. False: cancelled.
    bool (*next)(void *table, bool *has_ended);
    RecordReader *reader; // of the table, where it may have twins
    // The same table for another thread: with that load, and a reader of its own, wherever it stands. NULL: rows hang
    // on each other.
    void *(*twin)(const void *table, const Load *load, RecordReader **reader);
    // What a table or its twin reports once; NULL where there is no such set.
    void (*seen)(void *table, TableSeen *sets[TABLE_SEEN_SETS]);
} TableRows;

// Records that begin before `stop`, in this thread. False: cancelled. `*has_ended`: nothing is left.
bool table_rows_until(const TableRows *rows, uint64_t stop, bool *has_ended);
// False: cancelled.
bool table_rows_load(const TableRows *rows);

#endif
