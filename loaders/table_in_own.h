// A row of our own tables or of a hand-made one while it is loaded: between table_in.c and table_row_date.c.
#ifndef BILAT_LOADERS_TABLE_IN_OWN_H
#define BILAT_LOADERS_TABLE_IN_OWN_H

#include "loaders/table_dates.h"
#include "loaders/table_in.h"
#include "loaders/table_join.h"
#include "loaders/table_plain.h"

typedef struct TableLoad {
    const Load *load;
    Source *source;
    TableEncoding encoding;
    TableLayout *form;
    TableReader reader;
    TableJoin *join;
    TableSeen *strange; // codes of countries already reported
    TablePlain *plain;  // NULL: no row is
    DayOrder order;
    bool knows_order;
    bool may_contradict; // it is known by some of the dates; the first that has another is told
} TableLoad;

// One record on its way to an event.
typedef struct Row {
    TableLoad *table;
    const Record *record;
    Arena *scratch;
} Row;

static inline bool table_row_has(const Row *row, EventField field)
{
    return row->table->form->column_of[field] != NO_COLUMN;
}

static inline Text table_row_text(const Row *row, EventField field)
{
    const TableLayout *form = row->table->form;
    return table_row_has(row, field)
               ? table_layout_field(form, row->record, form->column_of[field], row->scratch)
               : TEXT("");
}

static inline Problem table_row_problem(const Row *row, EventField field, ProblemKind kind,
                                        Severity severity)
{
    FieldPlace place = {row->table->source, row->record, row->table->form->column_of[field],
                        event_field_names[field]};
    return table_problem(&place, kind, severity);
}

static inline Problems *table_row_problems(const Row *row)
{
    return builder_problems(row->table->load->builder);
}

// ---- table_row_date.c ----

// False: there is none, and a problem was added.
bool table_row_date(const Row *row, Date *date);
// The last day, which stands in a column of its own.
void table_row_end(const Row *row, Date *date);

#endif
