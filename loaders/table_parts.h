// Several threads for one table: table_rows.c alone.
#ifndef BILAT_LOADERS_TABLE_PARTS_H
#define BILAT_LOADERS_TABLE_PARTS_H

#include "loaders/table_rows.h"

// Loads what several threads can. Returns where the rest begins.
uint64_t table_parts_load(const TableRows *rows);

#endif
