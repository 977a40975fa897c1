// Which number of "03/04/2024" is the day, by the other dates of the column.
#ifndef BILAT_LOADERS_TABLE_ORDER_H
#define BILAT_LOADERS_TABLE_ORDER_H

#include "loaders/loader.h"
#include "loaders/table_dates.h"
#include "loaders/table_layout.h"

typedef struct TableColumn {
    const Source *source;
    const TableLayout *form;
    size_t column; // of the dates
} TableColumn;

// A day above 12 anywhere tells. Of a small table all dates are read; of a large one its beginning and pieces spread
// over it, since its first rows must not wait for its last ones, and only where those say nothing all the rest.
// `is_sure` is false where dates were left out.
DayOrder table_order_find(const Load *load, const TableColumn *column, bool *is_sure);

#endif
