#include <config.h>

// Any bytes as JSON objects: reading ends, stays within the source, and a record that is fetched again is the same.

#include <string.h>

#include "loaders/json_records.h"
#include "loaders/json_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { COLUMNS = 64 };

static void check_record(const Record *record, const Source *source, JsonColumns columns)
{
    BUG_IF(record->offset + record->length > source->size);
    Arena *arena = arena_new();
    for (size_t i = 0; i < record->field_count; i++) {
        const FieldSpan *field = &record->fields[i];
        BUG_IF((uint64_t)field->start + field->length > record->length);
        Text decoded = json_field(record, i, arena);
        Slice slice = records_slice(record, i, source);
        BUG_IF(slice.length && !text_equal(json_slice_text(source, slice, arena), decoded));
    }
    Text name, value;
    for (size_t i = 0; json_column(record, i, &name, &value, arena); i++) {
    }
    Record again;
    BUG_IF(!json_fetch(source, record->offset, columns, arena, &again));
    BUG_IF(again.length != record->length || memcmp(again.bytes, record->bytes, again.length));
    arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *arena = arena_new();
    Text content = {(const char *)data, size}, *rows[COLUMNS];
    size_t counts[COLUMNS];
    Source *source = source_in_memory(arena, TEXT("fuzz"), content, NULL);
    JsonColumns columns = {0};
    if (json_head(content, arena, rows, counts, COLUMNS) > 0)
        columns = (JsonColumns){rows[0], counts[0]};
    Problems problems = problems_in(arena);
    JsonReader *reader = json_open(source, columns, arena);
    uint64_t before = json_offset(reader);
    bool is_broken = false;
    Record record;
    RecordResult result;
    while ((result = json_next(reader, &record, &problems)) != RECORDS_END) {
        BUG_IF(result == RECORDS_FAILED || json_offset(reader) <= before);
        before = json_offset(reader);
        is_broken |= result == RECORD_BROKEN;
        if (result == RECORD_READ)
            check_record(&record, source, columns);
    }
    BUG_IF(is_broken != (problems.count > 0));
    arena_free(arena);
    return 0;
}
