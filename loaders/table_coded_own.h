// A table of a data set while it is loaded: between table_coded.c (opening it, its rows), coded_event.c (from a row to an
// event) and coded_tell.c (what is not known or wrong).
#ifndef BILAT_LOADERS_TABLE_CODED_OWN_H
#define BILAT_LOADERS_TABLE_CODED_OWN_H

#include "loaders/plain_row.h"
#include "loaders/table_coded.h"
#include "loaders/table_form.h"
#include "loaders/table_gather.h"
#include "loaders/table_in.h"
#include "loaders/table_reader.h"
#include "loaders/table_seen.h"

typedef struct CodedLoad {
    const Load *load;
    Source *source;
    TableForm *form;
    const Recipe *recipe;
    TableReader reader;
    SchemeMemo *memo;
    TableFields fields;
    RecipeRow row;
    TableSeen *strange_countries, *strange_kinds; // already reported
    TableSeen *folds;                             // keys of rows that stand
    Gather *gather;
    PlainRows *plain;  // NULL: no row of this recipe is
    bool lacks_lookup; // reported
} CodedLoad;

static inline Problems *coded_problems(const CodedLoad *table)
{
    return builder_problems(table->load->builder);
}

static inline Accounting *coded_accounting(const CodedLoad *table)
{
    return builder_accounting(table->load->builder);
}

static inline Text coded_value(const CodedLoad *table, size_t column)
{
    return column < table->fields.count ? table->fields.items[column] : (Text){NULL, 0};
}

// ---- coded_tell.c ----

Problem coded_problem_in(const CodedLoad *table, const Record *record, size_t column,
                         ProblemKind kind, Severity severity);
void coded_check_bytes(const CodedLoad *table, const Record *record);
void coded_note_strange(CodedLoad *table, const Record *record);
void coded_reject(CodedLoad *table, const Record *record);

// ---- coded_event.c ----

// What the row read last says.
CodedEvent coded_event_of(CodedLoad *table, const Record *record);
// False: cancelled.
bool coded_add_event(const CodedLoad *table, const CodedEvent *coded);
// Of the event added last.
void coded_settle_id(const CodedLoad *table, const CodedEvent *coded);

#endif
