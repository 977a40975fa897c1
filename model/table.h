// Writes what a view shows as tables: events, participants, positions, who is only mentioned, and what is said of sources. CSV by libcsv's writer, TSV or JSON lines, into
// a Sink.
// The column order is that of fields.def; behind it stand the columns that hand-made tables have beside these. Import of an export gives the same bytes again.
#ifndef BILAT_MODEL_TABLE_H
#define BILAT_MODEL_TABLE_H

#include "model/sink.h"
#include "model/view.h"

typedef enum TableName {
    TABLE_EVENTS,
    TABLE_PARTICIPANTS,
    TABLE_POSITIONS,
    TABLE_MENTIONED, // the people who are only mentioned, with the columns of the participants
    TABLE_SOURCES,   // what a sources.csv said of the documents
    TABLES
} TableName;

typedef enum TableFormat {
    TABLE_CSV,
    TABLE_TSV,   // a backslash before t, n, r and itself stands for tab, line ends and backslash
    TABLE_JSONL, // an object a line, without what is empty; numbers as numbers, all else as text
    TABLE_FORMATS
} TableFormat;

typedef struct TableForm {
    TableFormat format;
    bool for_excel; // of CSV: byte order mark, CR LF, dates that Excel keeps as text
} TableForm;

// Writes one table, where all of them are asked for.
typedef bool (*TableWriter)(void *writer, TableName table, Sink *sink);

extern const char *const table_names[TABLES];          // "events" …
extern const char *const table_formats[TABLE_FORMATS]; // "csv" …
// The format that a file's name ends in, or CSV.
TableFormat table_format_of(Text path);
// "folder/events.csv"; "events.csv" where the folder is empty.
Text table_path(Text folder, TableName table, TableFormat format, Arena *arena);

// RFC 4180, UTF-8, quotes only where needed. Positions: only those that fulfil the filter's position terms, if it has any
// and `matching_positions` is set. False when the sink failed.
bool table_write(View *view, TableName table, TableForm form, bool matching_positions, Sink *sink);
// One field of CSV, for other writers.
void table_write_field(Sink *sink, Text field);
// The same in the other formats: in table_forms.c.
Text table_tsv_field(Text field, Arena *scratch);
Text table_json_string(Text field,
                       Arena *scratch); // with its quotes; bytes that are no UTF-8 are U+FFFD
bool table_is_json_number(Text field);
// ="text" where Excel would make a date, a number or a formula of the field, and for every date; else the field.
Text table_excel_field(Text field, bool is_date, Arena *scratch);

#endif
