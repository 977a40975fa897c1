// The rows of a data set's file under its recipe, whether they are lines of a table or JSON objects.
#ifndef BILAT_LOADERS_TABLE_READER_H
#define BILAT_LOADERS_TABLE_READER_H

#include "loaders/profile.h"
#include "loaders/records.h"

typedef struct JsonReader JsonReader; // loaders/json_records.h

typedef struct TableReader {
    RecordReader *records; // NULL: objects
    JsonReader *objects;
} TableReader;

bool recipe_is_json(const Recipe *recipe);
// Begins behind the header, where there is one.
TableReader table_reader_open(const Source *source, const Recipe *recipe, Arena *arena,
                              Problems *problems);
RecordResult table_reader_next(const TableReader *reader, Record *record, Problems *problems);
uint64_t table_reader_offset(const TableReader *reader); // of what comes next
// A row once more. It stays good until the next call in this thread and while `scratch` is not reset.
bool table_reader_fetch(const RecordPlace *place, const Recipe *recipe, Arena *scratch,
                        Record *record);

#endif
