// Records whose id another event of the load has already: the number that stands behind it, by the record's offset.
// One thread adds, any may ask.
#ifndef BILAT_LOADERS_TABLE_REPEATS_H
#define BILAT_LOADERS_TABLE_REPEATS_H

#include "model/arena.h"

typedef struct TableRepeats TableRepeats;

// `arena` lives as long as the source, and its escape serves for what is added.
TableRepeats *table_repeats_new(Arena *arena);
void table_repeats_free(TableRepeats *repeats); // NULL is fine
// From now on `.n` (from 2) stands behind the id of the record at `offset`.
void table_repeats_add(TableRepeats *repeats, uint64_t offset, uint32_t n);
uint32_t table_repeats_number(const TableRepeats *repeats, uint64_t offset); // 1: none
// "c" and a short hash of the record's bytes: the id of a record that has none.
Text table_repeats_hash_id(Text record, Arena *scratch);
// The id with its number.
Text table_repeats_id(const TableRepeats *repeats, uint64_t offset, Text id, Arena *scratch);

#endif
