// Writes what a view shows as tables: events, participants, positions. CSV by libcsv's writer, into a Sink.
// The column order is that of fields.def; behind it stand the columns that hand-made tables have beside these. Import of an export gives the same bytes again.
#ifndef BILAT_MODEL_TABLE_H
#define BILAT_MODEL_TABLE_H

#include "model/sink.h"
#include "model/view.h"

typedef enum TableName { TABLE_EVENTS, TABLE_PARTICIPANTS, TABLE_POSITIONS, TABLES } TableName;

typedef struct TableForm {
    bool for_excel; // byte order mark, CR LF, dates that Excel keeps as text
} TableForm;

// Writes one table, where all of them are asked for.
typedef bool (*TableWriter)(void *writer, TableName table, Sink *sink);

extern const char *const table_names[TABLES];                // "events" …
extern const char *const table_file_names[TABLES];           // "events.csv" …
Text table_path(Text folder, TableName table, Arena *arena); // "folder/events.csv"

// RFC 4180, UTF-8, quotes only where needed. Positions: only those that fulfil the filter's position terms, if it has any
// and `matching_positions` is set. False when the sink failed.
bool table_write(View *view, TableName table, TableForm form, bool matching_positions, Sink *sink);
// One field in that form, for other writers (count, show).
void table_write_field(Sink *sink, Text field);
// ="text" where Excel would make a date, a number or a formula of the field, and for every date; else the field.
Text table_excel_field(Text field, bool is_date, Arena *scratch);

#endif
