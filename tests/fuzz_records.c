#include <config.h>

// Any bytes as a table: reading ends, stays within the source, and gives the same when a record is fetched again.
// Where libcsv in its strict mode takes the table as a whole, both must give the same rows.

#include <csv.h>
#include <string.h>

#include "loaders/records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct Rows {
    Buffer text; // rows and fields with their lengths, to be compared byte by byte
    bool is_broken;
} Rows;

static void add_field(Buffer *out, Text field)
{
    buffer_printf(out, "%zu:", field.len);
    buffer_add(out, field);
}

static void check_record(const Record *record, const Source *source, Arena *arena)
{
    BUG_IF(record->offset + record->length > source->size);
    for (size_t i = 0; i < record->field_count; i++) {
        const FieldSpan *field = &record->fields[i];
        BUG_IF((uint64_t)field->start + field->length > record->length);
        Text decoded = records_field(record, i, arena);
        BUG_IF(decoded.len > field->length);
        Slice slice = records_slice(record, i, source);
        BUG_IF(slice.length && !text_equal(records_slice_text(source, slice, arena), decoded));
    }
}

static void check_again(const Record *record, const Source *source, char delimiter, uint64_t serial)
{
    Arena *arena = arena_new();
    RecordPlace place = {
        .source = source, .serial = serial, .offset = record->offset, .delimiter = delimiter};
    Record again;
    BUG_IF(!records_fetch(&place, arena, &again));
    BUG_IF(again.length != record->length || memcmp(again.bytes, record->bytes, again.length));
    BUG_IF(again.field_count < record->field_count);
    arena_free(arena);
}

static Rows read_rows(const Source *source, char delimiter, size_t expected, Arena *arena)
{
    Rows rows = {.text = buffer_in(arena)};
    Problems problems = problems_in(arena);
    RecordReader *reader = records_open(source, 0, delimiter, arena);
    records_expect(reader, expected);
    uint64_t serial = records_new_serial(), before = records_offset(reader);
    Record record;
    RecordResult result;
    while ((result = records_next(reader, &record, &problems)) != RECORDS_END) {
        BUG_IF(result == RECORDS_FAILED);
        BUG_IF(records_offset(reader) <= before);
        before = records_offset(reader);
        rows.is_broken |= result == RECORD_BROKEN;
        if (result == RECORD_BROKEN)
            continue;
        BUG_IF(expected && record.field_count != expected);
        check_record(&record, source, arena);
        check_again(&record, source, delimiter, serial);
        for (size_t i = 0; i < record.field_count; i++)
            add_field(&rows.text, records_field(&record, i, arena));
        buffer_add_char(&rows.text, '/');
    }
    BUG_IF(rows.is_broken != (problems.count > 0));
    return rows;
}

// The same by marks as far as they go, every field wanted: what they do not take is left to records_next.
static Rows read_marked(const Source *source, char delimiter, size_t expected, Arena *arena)
{
    enum { MOST = 64 };
    uint16_t columns[MOST];
    Rows rows = {.text = buffer_in(arena)};
    Problems problems = problems_in(arena);
    RecordReader *reader = records_open(source, 0, delimiter, arena);
    records_expect(reader, expected);
    for (uint16_t i = 0; i < MOST; i++)
        columns[i] = i;
    records_want(reader, columns, MOST);
    for (;;) {
        Record record;
        bool is_marked = records_peek(reader, &record) && record.field_count <= MOST;
        RecordResult result = is_marked ? RECORD_READ : records_next(reader, &record, &problems);
        if (result == RECORDS_END)
            break;
        for (size_t i = 0; i < record.field_count && result == RECORD_READ; i++)
            add_field(&rows.text, records_field(&record, i, arena));
        if (result == RECORD_READ)
            buffer_add_char(&rows.text, '/');
        rows.is_broken |= result == RECORD_BROKEN;
        if (is_marked)
            records_skip(reader);
    }
    return rows;
}

static void oracle_field(void *bytes, size_t len, void *out)
{
    add_field(out, (Text){bytes, len});
}

static void oracle_row(int end, void *out)
{
    (void)end;
    buffer_add_char(out, '/');
}

// False: libcsv finds a fault.
static bool read_by_libcsv(Text content, char delimiter, Buffer *out)
{
    struct csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return false;
    csv_set_delim(&parser, (unsigned char)delimiter);
    bool is_whole = csv_parse(&parser, content.ptr, content.len, oracle_field, oracle_row, out) ==
                        content.len &&
                    csv_fini(&parser, oracle_field, oracle_row, out) == 0;
    csv_free(&parser);
    return is_whole;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char delimiters[] = {',', ';', '\t'};
    if (size < 1)
        return 0;
    char delimiter = delimiters[data[0] % 3];
    size_t expected = data[0] / 3 % 4; // 0: any number
    Text content = {(const char *)data + 1, size - 1};
    Arena *arena = arena_new();
    Source *source = source_in_memory(arena, TEXT("fuzz"), content, NULL);
    Rows rows = read_rows(source, delimiter, expected, arena);
    Rows marked = read_marked(source, delimiter, expected, arena);
    BUG_IF(rows.is_broken != marked.is_broken);
    BUG_IF(!text_equal(buffer_text(&rows.text), buffer_text(&marked.text)));
    if (text_starts(content, TEXT("\xEF\xBB\xBF")))
        content = text_sub(content, 3, content.len);
    Buffer wanted = buffer_in(arena);
    if (expected == 0 && read_by_libcsv(content, delimiter, &wanted)) {
        BUG_IF(rows.is_broken);
        BUG_IF(!text_equal(buffer_text(&rows.text), buffer_text(&wanted)));
    }
    arena_free(arena);
    return 0;
}
