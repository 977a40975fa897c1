// The records of a file of JSON objects: JSON lines, objects that go over several lines, or an array of objects.
// The twin of records.h: the same Record, its fields in the order of columns that the reader is given. Objects that only
// tell an index what to do with the next one ({"index": {"_id": …}}, Elasticsearch's bulk form) are no records.
#ifndef BILAT_LOADERS_JSON_RECORDS_H
#define BILAT_LOADERS_JSON_RECORDS_H

#include "loaders/records.h"

// What stands for "objects" where tables have a delimiter.
#define JSON_DELIMITER '{'

typedef struct JsonColumns {
    const Text *names; // paths, as json_members gives them
    size_t count;
} JsonColumns;

typedef struct JsonReader JsonReader;

// From the first byte on; a byte order mark is skipped. All memory is in `arena`; the columns outlive the reader.
JsonReader *json_open(const Source *source, JsonColumns columns, Arena *arena);
// As records_next. What is broken becomes a problem, and reading goes on at the next line that begins with "{".
RecordResult json_next(JsonReader *reader, Record *record, Problems *problems);
uint64_t json_offset(const JsonReader *reader);

// The record at `offset` once more. It stands in `scratch`.
bool json_fetch(const Source *source, uint64_t offset, JsonColumns columns, Arena *scratch,
                Record *record);
// A field as it reads.
Text json_field(const Record *record, size_t index, Arena *scratch);
// SourceOps.slice_text.
Text json_slice_text(const Source *source, Slice slice, Arena *scratch);
// Member `index` of the record, in the order of the file. False behind the last one.
bool json_column(const Record *record, size_t index, Text *name, Text *value, Arena *scratch);

// The first rows of a head: row 0 has the paths of all members seen. Returns the number of rows, at most `most`.
size_t json_head(Text head, Arena *scratch, Text **rows, size_t *counts, size_t most);

#endif
