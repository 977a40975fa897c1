// What stood in a table already: a set of hashes with counts.
#ifndef BILAT_LOADERS_TABLE_SEEN_H
#define BILAT_LOADERS_TABLE_SEEN_H

#include "model/arena.h"

typedef struct TableSeen TableSeen;

TableSeen *table_seen_new(Arena *arena);
// Counts one more; returns how many there are now, from 1.
uint32_t table_seen_count(TableSeen *seen, uint64_t hash);
// True when it is the first.
bool table_seen_add(TableSeen *seen, uint64_t hash);

#endif
