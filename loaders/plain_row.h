// Rows of a data set as plain as nearly all of them are: a date of the profile's first form, countries that are one
// known code each, a known kind, numbers. Reading one takes no memory and no detour over texts. Everything else about
// a row, and about a recipe that asks for more, is for recipe_read; where a row is plain, both say the same.
#ifndef BILAT_LOADERS_PLAIN_ROW_H
#define BILAT_LOADERS_PLAIN_ROW_H

#include "loaders/table_form.h"
#include "loaders/table_seen.h"
#include "model/segment.h"

typedef struct PlainRows PlainRows;

typedef struct PlainSetup {
    const TableForm *form;
    Builder *builder;
    SchemeMemo *memo;
    TableSeen *strange_countries, *strange_kinds; // what was reported is as good as known
    Arena *arena;
} PlainSetup;

// NULL: the recipe asks for more. A setup serves one thread.
PlainRows *plain_rows_new(const PlainSetup *setup);
// The event of a row whose fields of plain_rows_columns are there, all but source and record; its strings and countries
// are the builder's, which must have begun it. False: the row is not plain. `*id` is the row's own, never empty.
bool plain_rows_read(PlainRows *rows, const Record *record, Event *event, Text *id);

// Marks the columns that loading looks at; `used` has room for all.
void recipe_list_columns(const Recipe *recipe, bool *used);
// The same of those that recipe_text looks at.
void recipe_list_shown(const Recipe *recipe, bool *used);

#endif
