// Tables of events: our own (events.csv with participants.csv and positions.csv beside it) and those that people
// make by hand, of which only a date and a title or text is asked. Rows are decoded when they are shown.
#ifndef BILAT_LOADERS_TABLE_IN_H
#define BILAT_LOADERS_TABLE_IN_H

#include "loaders/loader.h"
#include "loaders/table_bytes.h"
#include "loaders/table_encoding.h"
#include "loaders/table_layout.h"

#endif
