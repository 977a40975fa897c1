// Rows that belong to events of another table (the mentions of GDELT): by the key of the event, so that they can be
// shown with it. The loader's thread adds, any thread looks: what was added never changes.
#ifndef BILAT_LOADERS_TABLE_JOINED_H
#define BILAT_LOADERS_TABLE_JOINED_H

#include "model/source.h"

typedef struct TableJoined TableJoined; // of one source

// In the form of the events: who has rows for them.
typedef struct JoinedLink {
    const TableJoined *joined;
    uint16_t to; // column of the events' table in which the key stands
    struct JoinedLink *next;
} JoinedLink;

TableJoined *table_joined_new(const Source *source, Arena *arena);
void table_joined_free(TableJoined *joined); // NULL is nothing to free
Arena *table_joined_arena(TableJoined *joined);
const Source *table_joined_source(const TableJoined *joined);
void table_joined_add(TableJoined *joined, Text key, uint64_t offset);
// How many rows have that key; `offset` is that of the n-th of them in file order, if there are so many.
size_t table_joined_find(const TableJoined *joined, Text key, size_t n, uint64_t *offset);

#endif
