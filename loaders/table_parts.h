// Several threads for one table: table_rows.c alone.
#ifndef BILAT_LOADERS_TABLE_PARTS_H
#define BILAT_LOADERS_TABLE_PARTS_H

#include "loaders/table_rows.h"

// Records that begin before `stop`. False: cancelled. `*has_ended`: nothing is left.
bool table_rows_until(const TableRows *rows, uint64_t stop, bool *has_ended);
// Loads what several threads can. Returns where the rest begins.
uint64_t table_parts_load(const TableRows *rows);

#endif
