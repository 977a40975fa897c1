// What stood in a table already: a set of hashes with counts.
#ifndef BILAT_LOADERS_TABLE_SEEN_H
#define BILAT_LOADERS_TABLE_SEEN_H

#include "model/problem.h"

typedef struct TableSeen TableSeen;

TableSeen *table_seen_new(Arena *arena);
// Counts one more; returns how many there are now, from 1.
uint32_t table_seen_count(TableSeen *seen, uint64_t hash);
// True when it is the first.
bool table_seen_add(TableSeen *seen, uint64_t hash);
bool table_seen_has(const TableSeen *seen, uint64_t hash);

// ---- what is reported once ----

typedef struct TableTold {
    uint64_t hash;
    const char *message; // of the problem: no other has it
} TableTold;

// Whoever adds a hash and reports it tells so: the problem is the newest of the list.
void table_seen_tell(TableSeen *seen, uint64_t hash, const Problems *problems);
size_t table_seen_told_count(const TableSeen *seen);
// A copy of what was told, from number `from` on; returns how many.
size_t table_seen_told(const TableSeen *seen, size_t from, Arena *arena, TableTold **told);

#endif
