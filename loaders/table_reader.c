#include <config.h>
#include "loaders/table_reader.h"

#include "loaders/json_records.h"

bool recipe_is_json(const Recipe *recipe)
{
    return recipe->delimiter == JSON_DELIMITER;
}

static JsonColumns columns_of(const Recipe *recipe)
{
    return (JsonColumns){recipe->names, recipe->column_count};
}

TableReader table_reader_open(const Source *source, const Recipe *recipe, Arena *arena,
                              Problems *problems)
{
    if (recipe_is_json(recipe))
        return (TableReader){.objects = json_open(source, columns_of(recipe), arena)};
    RecordReader *records = records_open(source, 0, recipe->delimiter, arena);
    Record header;
    if (!recipe->has_quotes)
        records_unquote(records);
    if (recipe->has_header)
        records_next(records, &header, problems);
    records_expect_any(records, recipe->counts);
    return (TableReader){.records = records};
}

RecordResult table_reader_next(const TableReader *reader, Record *record, Problems *problems)
{
    return reader->records ? records_next(reader->records, record, problems)
                           : json_next(reader->objects, record, problems);
}

uint64_t table_reader_offset(const TableReader *reader)
{
    return reader->records ? records_offset(reader->records) : json_offset(reader->objects);
}

bool table_reader_fetch(const RecordPlace *place, const Recipe *recipe, Arena *scratch,
                        Record *record)
{
    return recipe_is_json(recipe)
               ? json_fetch(place->source, place->offset, columns_of(recipe), scratch, record)
               : records_fetch(place, scratch, record);
}
