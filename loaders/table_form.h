// A table of a data set under its recipe: fields of a record decoded, and the answers of its source. Nothing of a row is
// kept in memory but what the timeline's columns hold; titles and texts are made again when they are shown.
#ifndef BILAT_LOADERS_TABLE_FORM_H
#define BILAT_LOADERS_TABLE_FORM_H

#include "loaders/profile.h"
#include "loaders/records.h"
#include "loaders/table_joined.h"
#include "loaders/table_lookup.h"
#include "loaders/table_repeats.h"

typedef struct FormColumns { // ascending
    uint16_t *items;
    size_t count;
} FormColumns;

typedef struct TableForm {
    uint64_t serial;
    const Recipe *recipe;
    Text encoding;     // as iconv calls it, of the whole source; empty: UTF-8
    Text fallback;     // of fields that are no UTF-8, likewise; empty: none
    void *converter;   // held open, so that others of the encoding open fast; NULL: none
    Text file_name;    // of a recipe that asks for it
    Text id_space;     // "gdelt2:", before the ids of its rows
    FormColumns used;  // that loading looks at
    FormColumns shown; // from which the texts of an event are made
    uint32_t answers;  // the fields of an event that the row tells: bit n for EventField n
    const RecordColumns *fetched; // these, to be fetched alone; NULL: all must be
    const TableLookup *lookup;    // lends columns; NULL: none
    TableRepeats *repeats;
    TableJoined *joined;         // rows of this table that belong to events of another; NULL: none
    _Atomic(JoinedLink *) joins; // tables with rows for the events of this one
    void (*close_reader)(Source *source); // private: the reader's own close
} TableForm;

// Fields of a row, those lent by another table behind its own.
typedef struct TableFields {
    Text *items;
    size_t count;
} TableFields;

size_t table_form_columns(const TableForm *form); // of the file and lent
Text table_form_name(const TableForm *form, size_t column);
// One field as it reads; it stands in the record or in `scratch`.
Text table_form_field(const TableForm *form, const Record *record, size_t column, Arena *scratch);
// All of them. `fields->items` has room for table_form_columns.
void table_form_read(const TableForm *form, const Record *record, Arena *scratch,
                     TableFields *fields);
// The same of those columns only that loading looks at; others are left as they are.
void table_form_read_columns(const TableForm *form, const Record *record, Arena *scratch,
                             TableFields *fields);
// The event's id without a number behind it: "gdelt2:498", or a hash of the record where the profile has no id.
Text table_form_id(const TableForm *form, const Record *record, const TableFields *fields,
                   Arena *scratch);
// A row of `source`, at `offset`, belongs to the event of `events` that has `key` in the column called `to`: it is shown
// behind the columns of that event.
void table_form_join(TableForm *events, const Source *source, Text to, Text key, uint64_t offset);
// From now on the source answers by this form.
void table_form_set(Source *source, TableForm *form, Arena *arena);

#endif
