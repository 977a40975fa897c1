#include <config.h>
#include "loaders/table_order.h"

#include "loaders/records.h"

enum {
    PIECES = 32,
    PIECE_BYTES = 32 * 1024, // some hundred records: a month of a table that is in order of date
    SMALL_BYTES = 2 * PIECES * PIECE_BYTES,
};

// The records that begin in a piece; what seems one there may be part of a quoted field, so that it must have the
// number of fields and a date that is none otherwise.
static DayOrder order_in(const Load *load, const TableColumn *column, uint64_t from, uint64_t until)
{
    Arena *scratch = load->scratch;
    ArenaMark mark = arena_mark(scratch);
    Problems ignored = problems_in(scratch);
    RecordReader *reader = table_layout_open(column->form, column->source, scratch).records;
    if (from > 0)
        records_seek(reader, from);
    DayOrder order = ORDER_UNKNOWN;
    Record record;
    while (!load_is_cancelled(load) && records_offset(reader) < until) {
        RecordResult result = records_next(reader, &record, &ignored);
        if (result == RECORDS_END || result == RECORDS_FAILED)
            break;
        if (result == RECORD_READ &&
            (from == 0 || record.field_count == column->form->column_count))
            order =
                day_order_join(order, table_date_order(records_raw_field(&record, column->column)));
    }
    arena_rewind(scratch, mark);
    return order;
}

DayOrder table_order_find(const Load *load, const TableColumn *column, bool *is_sure)
{
    source_await(column->source, UINT64_MAX); // where it is stopped, what is there must do
    uint64_t size = column->source->size;
    DayOrder order = ORDER_UNKNOWN;
    *is_sure = size <= SMALL_BYTES;
    for (uint64_t i = 0; !*is_sure && i < PIECES; i++) {
        uint64_t from = size / PIECES * i;
        order = day_order_join(order, order_in(load, column, from, from + PIECE_BYTES));
    }
    if (order != ORDER_UNKNOWN)
        return order;
    *is_sure = true;
    return order_in(load, column, 0, size);
}
