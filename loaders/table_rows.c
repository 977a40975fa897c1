#include <config.h>
#include "loaders/table_parts.h"

enum { ROWS_AT_ONCE = 64 }; // between two looks at what the main thread wants

bool table_rows_until(const TableRows *rows, uint64_t stop, bool *has_ended)
{
    const Load *load = rows->load;
    *has_ended = false;
    while (!*has_ended && rows->offset(rows->table) < stop) {
        uint64_t before = rows->offset(rows->table);
        if (load_is_cancelled(load) || load_has_given_up(load))
            return false;
        for (int i = 0; i < ROWS_AT_ONCE && !*has_ended && rows->offset(rows->table) < stop; i++) {
            if (!rows->next(rows->table, has_ended))
                return false;
        }
        load_add_progress(load, rows->offset(rows->table) - before);
    }
    return !load_has_given_up(load);
}

bool table_rows_load(const TableRows *rows)
{
    bool has_ended;
    // Rows are read faster than any file can be unpacked.
    bool is_whole = source_await(rows->source, 0) == SOURCE_WHOLE;
    uint64_t rest = rows->twin && is_whole ? table_parts_load(rows) : rows->offset(rows->table);
    if (load_is_cancelled(rows->load))
        return false;
    if (rest != rows->offset(rows->table))
        records_seek(rows->reader, rest);
    return table_rows_until(rows, UINT64_MAX, &has_ended);
}
