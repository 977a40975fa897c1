#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <csv.h>

#include "loaders/records.h"

// Reads a whole table from memory.
typedef struct Reading {
    Arena *arena;
    Source *source;
    RecordReader *reader;
    Problems problems;
    size_t read, broken;
} Reading;

static Reading reading_of(Text content, char delimiter)
{
    Arena *arena = arena_new();
    Reading reading = {.arena = arena, .problems = problems_in(arena)};
    reading.source = source_in_memory(arena, TEXT("t.csv"), content, NULL);
    reading.reader = records_open(reading.source, 0, delimiter, arena);
    return reading;
}

static RecordResult next(Reading *reading, Record *record)
{
    RecordResult result = records_next(reading->reader, record, &reading->problems);
    reading->read += result == RECORD_READ;
    reading->broken += result == RECORD_BROKEN;
    return result;
}

static void read_to_end(Reading *reading)
{
    Record record;
    RecordResult result = next(reading, &record);
    while (result == RECORD_READ || result == RECORD_BROKEN)
        result = next(reading, &record);
    assert_int_equal(result, RECORDS_END);
}

static void assert_next(Reading *reading, size_t count, const char *const *fields)
{
    Record record;
    assert_int_equal(next(reading, &record), RECORD_READ);
    assert_int_equal(record.field_count, count);
    for (size_t i = 0; i < count; i++) {
        Text field = records_field(&record, i, reading->arena);
        assert_string_equal(arena_text(reading->arena, field).ptr, fields[i]);
    }
}

#define ASSERT_NEXT(reading, ...)                                                                  \
    assert_next((reading), sizeof(const char *[]){__VA_ARGS__} / sizeof(const char *),             \
                (const char *const[]){__VA_ARGS__})

static Text problem_line(Reading *reading, size_t n)
{
    assert_true(n < reading->problems.count);
    source_locate_problems(reading->source, reading->problems.items, reading->problems.count);
    return problem_text(&reading->problems.items[n], reading->arena);
}

static void assert_problem(Reading *reading, size_t n, const char *wanted)
{
    Text line = arena_text(reading->arena, problem_line(reading, n));
    assert_string_equal(line.ptr, wanted);
}

static void records_end_at_lf_cr_lf_and_cr(void **state)
{
    (void)state;
    Reading reading = reading_of(TEXT("a,b\nc,d\r\ne,f\rg,h"), ',');
    ASSERT_NEXT(&reading, "a", "b");
    ASSERT_NEXT(&reading, "c", "d");
    ASSERT_NEXT(&reading, "e", "f");
    ASSERT_NEXT(&reading, "g", "h");
    read_to_end(&reading);
    assert_int_equal(reading.read, 4);
    arena_free(reading.arena);
}

static void records_keep_line_ends_and_quotes_within_quotes(void **state)
{
    (void)state;
    Reading reading = reading_of(TEXT("\"two\nlines\",\"say \"\"yes\"\"\",\"\"\r\nx,y,z\n"), ',');
    ASSERT_NEXT(&reading, "two\nlines", "say \"yes\"", "");
    ASSERT_NEXT(&reading, "x", "y", "z");
    arena_free(reading.arena);
}

static void records_skip_the_byte_order_mark_and_blank_lines(void **state)
{
    (void)state;
    Reading reading = reading_of(TEXT("\xEF\xBB\xBF\"id\",b\n\n  \n1,2\n\n"), ',');
    ASSERT_NEXT(&reading, "id", "b");
    ASSERT_NEXT(&reading, "1", "2");
    read_to_end(&reading);
    assert_int_equal(reading.read, 2);
    arena_free(reading.arena);
}

static void records_drop_blanks_around_fields_and_keep_those_in_quotes(void **state)
{
    (void)state;
    Reading reading = reading_of(TEXT(" a b ,\t\" c \" ,d\"e\"\n"), ',');
    ASSERT_NEXT(&reading, "a b", " c ", "d\"e\"");
    arena_free(reading.arena);
}

static void records_part_at_tabs_and_semicolons(void **state)
{
    (void)state;
    Reading tabs = reading_of(TEXT("a b\t\tc,d\n"), '\t');
    ASSERT_NEXT(&tabs, "a b", "", "c,d");
    Reading semicolons = reading_of(TEXT("a;\"b;c\";d,e\n"), ';');
    ASSERT_NEXT(&semicolons, "a", "b;c", "d,e");
    arena_free(tabs.arena);
    arena_free(semicolons.arena);
}

static void spans_are_places_in_the_source(void **state)
{
    (void)state;
    Text content = TEXT("id,text\n1,\"he said \"\"no\"\"\"\n");
    Reading reading = reading_of(content, ',');
    ASSERT_NEXT(&reading, "id", "text");
    Record record;
    assert_int_equal(next(&reading, &record), RECORD_READ);
    assert_int_equal(record.offset, 8);
    assert_int_equal(record.length, content.len - 8 - 1);
    Slice slice = records_slice(&record, 1, reading.source);
    assert_int_equal(slice.offset, 11);
    Text raw = source_raw(reading.source, slice, reading.arena);
    assert_true(text_equal(raw, TEXT("he said \"\"no\"\"")));
    Text text = records_slice_text(reading.source, slice, reading.arena);
    assert_true(text_equal(text, TEXT("he said \"no\"")));
    assert_int_equal(records_slice(&record, 7, reading.source).length, 0);
    arena_free(reading.arena);
}

static void text_after_a_closing_quote_costs_one_line(void **state)
{
    (void)state;
    Reading reading = reading_of(TEXT("a,b\n\"1\"x,2\n3,4\n"), ',');
    read_to_end(&reading);
    assert_int_equal(reading.read, 2);
    assert_int_equal(reading.broken, 1);
    assert_problem(&reading, 0,
                   "t.csv:2:4: error: expected a separator or a line end after the closing quote, "
                   "found \"x,2\"");
    arena_free(reading.arena);
}

static void text_after_a_closing_quote_ends_the_record_with_its_lines(void **state)
{
    (void)state;
    Reading reading = reading_of(TEXT("a,b\n1,\"two\nlines\" x\n3,4\n"), ',');
    records_expect(reading.reader, 2);
    read_to_end(&reading);
    assert_int_equal(reading.read, 2);
    assert_int_equal(reading.broken, 1);
    arena_free(reading.arena);
}

static void open_quote_at_the_end_swallows_nothing(void **state)
{
    (void)state;
    Reading reading = reading_of(TEXT("a,b\n1,\"open\n2,x\n3,y\n"), ',');
    read_to_end(&reading);
    assert_int_equal(reading.read, 3);
    assert_int_equal(reading.broken, 1);
    assert_problem(
        &reading, 0,
        "t.csv:2:3: error: expected a closing quote for the one that opens here: \"open");
    arena_free(reading.arena);
}

// The quote that opens "fine" would close the open one.
static void open_quote_before_quoted_fields_costs_one_line(void **state)
{
    (void)state;
    Reading reading = reading_of(TEXT("a,b\n1,\"open\n2,x\n3,\"fine\"\n4,\"\"\n5,z\n"), ',');
    read_to_end(&reading);
    assert_int_equal(reading.read, 5);
    assert_int_equal(reading.broken, 1);
    assert_problem(
        &reading, 0,
        "t.csv:2:3: error: expected a closing quote for the one that opens here: \"open");
    arena_free(reading.arena);
}

static void open_quote_that_closes_at_a_separator_is_found_by_the_number_of_fields(void **state)
{
    (void)state;
    Reading reading = reading_of(TEXT("1,\"open\n2,\"\n3,y\n"), ',');
    records_expect(reading.reader, 3);
    Record record;
    assert_int_equal(next(&reading, &record), RECORD_BROKEN);
    assert_problem(
        &reading, 0,
        "t.csv:1:3: error: expected a closing quote for the one that opens here: \"open");
    assert_int_equal(records_offset(reading.reader), 8);
    arena_free(reading.arena);
}

static void wrong_number_of_fields_is_a_problem_where_they_begin_to_be_too_many(void **state)
{
    (void)state;
    Reading reading = reading_of(TEXT("1,2\n1\n1,2,3\n1,2,,\n1,2\n"), ',');
    records_expect(reading.reader, 2);
    read_to_end(&reading);
    assert_int_equal(reading.read, 3); // empty fields at the end are none
    assert_int_equal(reading.broken, 2);
    assert_problem(&reading, 0, "t.csv:2:1: error: expected 2 fields, found 1: \"1\"");
    assert_problem(&reading, 1, "t.csv:3:5: error: expected 2 fields, found 3: \"3\"");
    arena_free(reading.arena);
}

static Text repeated(Arena *arena, Text head, char c, size_t count, Text tail)
{
    char *bytes = arena_alloc(arena, head.len + count + tail.len, 1);
    memcpy(bytes, head.ptr, head.len);
    memset(bytes + head.len, c, count);
    memcpy(bytes + head.len + count, tail.ptr, tail.len);
    return (Text){bytes, head.len + count + tail.len};
}

static void field_of_a_megabyte_is_read_whole(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    size_t length = 1024 * 1024;
    Reading reading =
        reading_of(repeated(arena, TEXT("a,b\n1,\""), 'x', length, TEXT("\"\n2,y\n")), ',');
    ASSERT_NEXT(&reading, "a", "b");
    Record record;
    assert_int_equal(next(&reading, &record), RECORD_READ);
    assert_int_equal(records_field(&record, 1, reading.arena).len, length);
    ASSERT_NEXT(&reading, "2", "y");
    RecordPlace place = {
        .source = reading.source, .serial = records_new_serial(), .offset = 4, .delimiter = ','};
    assert_true(records_fetch(&place, reading.arena, &record));
    assert_int_equal(records_field(&record, 1, reading.arena).len, length);
    arena_free(reading.arena);
    arena_free(arena);
}

static void record_over_the_limit_is_a_problem_and_the_next_line_is_read(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    size_t length = MAX_RECORD_BYTES + 5;
    Reading quoted = reading_of(repeated(arena, TEXT("1,\""), 'x', length, TEXT("\n2,y\n")), ',');
    read_to_end(&quoted);
    assert_int_equal(quoted.broken, 1);
    assert_int_equal(quoted.read, 1);
    Reading plain = reading_of(repeated(arena, TEXT("\"1\","), 'x', length, TEXT("\r\n2,y")), ',');
    read_to_end(&plain);
    assert_int_equal(plain.broken, 1);
    assert_int_equal(plain.read, 1);
    assert_problem(&plain, 0,
                   "t.csv:1:1: error: expected a record of at most 16 MiB, found a longer one: "
                   "\"\"1\",xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"");
    arena_free(quoted.arena);
    arena_free(plain.arena);
    arena_free(arena);
}

static bool refuse_read(const Source *source, uint64_t offset, size_t len, char *to)
{
    (void)source, (void)offset, (void)len, (void)to;
    return false;
}

static void source_that_cannot_be_read_ends_with_a_problem(void **state)
{
    (void)state;
    static const SourceOps ops = {.read = refuse_read};
    Reading reading = reading_of(TEXT("a,b\n"), ',');
    reading.source->ops = &ops;
    Record record;
    assert_int_equal(next(&reading, &record), RECORDS_FAILED);
    assert_int_equal(reading.problems.count, 1);
    assert_int_equal(next(&reading, &record), RECORDS_END);
    arena_free(reading.arena);
}

// ---- against libcsv, on random tables of good form ----

static uint32_t seed;

static uint32_t chance(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u; // Numerical Recipes' generator
    return (seed >> 8) % below;
}

// Bytes that mean something, bytes that do not, and a few of other alphabets.
static const char alphabet[] = "ab\",;\t \n\r\xC3\xA9\0x";

static void add_random_field(Buffer *out, char delimiter)
{
    char content[12];
    size_t len = chance(sizeof content);
    bool is_special = false;
    for (size_t i = 0; i < len; i++) {
        content[i] = alphabet[chance(sizeof alphabet - 1)];
        is_special |= content[i] == delimiter || content[i] == '\n' || content[i] == '\r';
    }
    is_special |= len > 0 && memchr(content, '"', len) != NULL;
    bool is_quoted = is_special || chance(3) == 0;
    if (!is_quoted) {
        buffer_add(out, (Text){content, len});
        return;
    }
    buffer_add(out, text_sub(TEXT("  "), 0, chance(3)));
    buffer_add_char(out, '"');
    for (size_t i = 0; i < len; i++) {
        buffer_add_char(out, content[i]);
        if (content[i] == '"')
            buffer_add_char(out, '"');
    }
    buffer_add_char(out, '"');
    buffer_add(out, text_sub(TEXT("  "), 0, chance(3)));
}

static void add_random_record(Buffer *out, char delimiter)
{
    static const Text ends[] = {TEXT_INIT("\n"), TEXT_INIT("\r\n"), TEXT_INIT("\r"),
                                TEXT_INIT("\n\n")};
    size_t count = 1 + chance(5);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_add_char(out, delimiter);
        add_random_field(out, delimiter);
    }
    buffer_add(out, ends[chance(4)]);
}

// What libcsv reads, written so that two readings can be compared byte by byte.
static void oracle_field(void *bytes, size_t len, void *out)
{
    buffer_printf(out, "%zu:", len);
    buffer_add(out, (Text){bytes, len});
}

static void oracle_row(int end, void *out)
{
    (void)end;
    buffer_add_char(out, '/');
}

static Text read_by_libcsv(Text content, char delimiter, Arena *arena)
{
    Buffer out = buffer_in(arena);
    struct csv_parser parser;
    assert_int_equal(csv_init(&parser, CSV_STRICT_FINI), 0);
    csv_set_delim(&parser, (unsigned char)delimiter);
    assert_int_equal(csv_parse(&parser, content.ptr, content.len, oracle_field, oracle_row, &out),
                     content.len);
    assert_int_equal(csv_fini(&parser, oracle_field, oracle_row, &out), 0);
    csv_free(&parser);
    return buffer_text(&out);
}

static Text read_by_records(Text content, char delimiter, Arena *arena)
{
    Buffer out = buffer_in(arena);
    Reading reading = reading_of(content, delimiter);
    Record record;
    while (next(&reading, &record) == RECORD_READ) {
        for (size_t i = 0; i < record.field_count; i++) {
            Text field = records_field(&record, i, reading.arena);
            oracle_field((void *)(uintptr_t)field.ptr, field.len, &out);
        }
        oracle_row(0, &out);
    }
    assert_int_equal(reading.broken, 0);
    arena_free(reading.arena);
    return buffer_text(&out);
}

static void compare_readers(size_t record_count, char delimiter)
{
    Arena *arena = arena_new();
    Buffer content = buffer_in(arena);
    for (size_t i = 0; i < record_count; i++)
        add_random_record(&content, delimiter);
    Text ours = read_by_records(buffer_text(&content), delimiter, arena);
    Text theirs = read_by_libcsv(buffer_text(&content), delimiter, arena);
    assert_int_equal(ours.len, theirs.len);
    assert_memory_equal(ours.ptr, theirs.ptr, ours.len);
    arena_free(arena);
}

static void records_are_those_of_libcsv(void **state)
{
    (void)state;
    static const char delimiters[] = {',', ';', '\t'};
    for (seed = 1; seed < 3000; seed += 7) {
        uint32_t kept = seed;
        compare_readers(1 + chance(20), delimiters[kept % 3]);
        seed = kept;
    }
}

// Windows of 256 KiB are passed several times, each at another place in a record.
static void records_are_those_of_libcsv_over_many_windows(void **state)
{
    (void)state;
    seed = 20240119;
    compare_readers(60000, ',');
}

// Records near each other and far apart, so that their marks are used again or not.
static void assert_same_columns(const Reading *reading, const Record *all, uint64_t serial)
{
    static const uint16_t wanted[] = {0, 1, 3};
    RecordPlace place = {
        .source = reading->source, .serial = serial, .offset = all->offset, .delimiter = ','};
    Record few;
    if (chance(all->offset % 3000 < 1500 ? 2 : 40) > 0)
        return;
    const RecordColumns *columns = records_columns(wanted, 3, reading->arena);
    assert_true(records_fetch_columns(&place, columns, reading->arena, &few));
    assert_int_equal(few.length, all->length);
    for (size_t i = 0; i < 3; i++)
        assert_true(text_equal(records_field(&few, wanted[i], reading->arena),
                               records_field(all, wanted[i], reading->arena)));
}

static void fetched_records_are_those_that_were_read(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Buffer content = buffer_in(arena);
    seed = 42;
    for (size_t i = 0; i < 3000; i++)
        add_random_record(&content, ',');
    Reading reading = reading_of(buffer_text(&content), ',');
    uint64_t serial = records_new_serial();
    Record record, again;
    while (next(&reading, &record) == RECORD_READ) {
        RecordPlace place = {
            .source = reading.source, .serial = serial, .offset = record.offset, .delimiter = ','};
        assert_true(records_fetch(&place, reading.arena, &again));
        assert_int_equal(again.length, record.length);
        assert_int_equal(again.field_count, record.field_count);
        assert_memory_equal(again.bytes, record.bytes, record.length);
    }
    RecordPlace behind = {.source = reading.source,
                          .serial = serial,
                          .offset = reading.source->size,
                          .delimiter = ','};
    assert_false(records_fetch(&behind, reading.arena, &again));
    records_seek(reading.reader, 0);
    serial = records_new_serial();
    while (next(&reading, &record) == RECORD_READ)
        assert_same_columns(&reading, &record, serial);
    arena_free(reading.arena);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_end_at_lf_cr_lf_and_cr),
        cmocka_unit_test(records_keep_line_ends_and_quotes_within_quotes),
        cmocka_unit_test(records_skip_the_byte_order_mark_and_blank_lines),
        cmocka_unit_test(records_drop_blanks_around_fields_and_keep_those_in_quotes),
        cmocka_unit_test(records_part_at_tabs_and_semicolons),
        cmocka_unit_test(spans_are_places_in_the_source),
        cmocka_unit_test(text_after_a_closing_quote_costs_one_line),
        cmocka_unit_test(text_after_a_closing_quote_ends_the_record_with_its_lines),
        cmocka_unit_test(open_quote_at_the_end_swallows_nothing),
        cmocka_unit_test(open_quote_before_quoted_fields_costs_one_line),
        cmocka_unit_test(open_quote_that_closes_at_a_separator_is_found_by_the_number_of_fields),
        cmocka_unit_test(wrong_number_of_fields_is_a_problem_where_they_begin_to_be_too_many),
        cmocka_unit_test(field_of_a_megabyte_is_read_whole),
        cmocka_unit_test(record_over_the_limit_is_a_problem_and_the_next_line_is_read),
        cmocka_unit_test(source_that_cannot_be_read_ends_with_a_problem),
        cmocka_unit_test(records_are_those_of_libcsv),
        cmocka_unit_test(records_are_those_of_libcsv_over_many_windows),
        cmocka_unit_test(fetched_records_are_those_that_were_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
