// Records of JSON files: which objects they are, what their members read as, and how reading goes on behind a fault.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "loaders/json_records.h"
#include "loaders/json_text.h"

static const Text columns[] = {TEXT_INIT("a"), TEXT_INIT("b"), TEXT_INIT("c.d")};

typedef struct Reading {
    Arena *arena;
    Source *source;
    JsonReader *reader;
    Problems problems;
} Reading;

static JsonColumns all_columns(void)
{
    return (JsonColumns){columns, sizeof columns / sizeof columns[0]};
}

static Reading reading_of(Text content)
{
    Arena *arena = arena_new();
    Reading reading = {.arena = arena, .problems = problems_in(arena)};
    reading.source = source_in_memory(arena, TEXT("t.json"), content, NULL);
    reading.reader = json_open(reading.source, all_columns(), arena);
    return reading;
}

// The fields of the next record, joined by "|"; "BROKEN" or "END".
static const char *next(Reading *reading)
{
    Record record;
    RecordResult result = json_next(reading->reader, &record, &reading->problems);
    if (result != RECORD_READ)
        return result == RECORD_BROKEN ? "BROKEN" : "END";
    Buffer out = buffer_in(reading->arena);
    for (size_t i = 0; i < record.field_count; i++)
        buffer_printf(&out, i ? "|%.*s" : "%.*s", TEXT_ARG(json_field(&record, i, reading->arena)));
    return arena_text(reading->arena, buffer_text(&out)).ptr;
}

static const char *problem_line(Reading *reading, size_t n)
{
    assert_true(n < reading->problems.count);
    source_locate_problems(reading->source, reading->problems.items, reading->problems.count);
    return problem_text(&reading->problems.items[n], reading->arena).ptr;
}

static void objects_are_records_however_they_are_laid_out(void **state)
{
    (void)state;
    static const Text files[] = {
        TEXT_INIT("{\"a\":1,\"b\":\"x\"}\n{\"b\":\"y\",\"a\":2}\n"),
        TEXT_INIT("\xEF\xBB\xBF\r\n{\"a\":1,\"b\":\"x\"}\r\n\r\n{\"b\":\"y\",\"a\":2}"),
        TEXT_INIT("[{\"a\":1,\"b\":\"x\"},\n {\"b\":\"y\",\"a\":2}]\n"),
        TEXT_INIT("{\n  \"a\" : 1,\n  \"b\" : \"x\"\n}\n{\n  \"b\":\"y\",\n  \"a\":2\n}\n"),
        TEXT_INIT("{\"index\":{\"_id\":\"7\"}}\n{\"a\":1,\"b\":\"x\"}\n\n{\"create\":{\"_id\":"
                  "\"8\"}}\n{\"b\":\"y\",\"a\":2}\n"),
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        Reading reading = reading_of(files[i]);
        assert_string_equal(next(&reading), "1|x|");
        assert_string_equal(next(&reading), "2|y|");
        assert_string_equal(next(&reading), "END");
        assert_int_equal(reading.problems.count, 0);
        arena_free(reading.arena);
    }
}

static void values_read_as_text(void **state)
{
    (void)state;
    Reading reading =
        reading_of(TEXT("{\"a\":\"\\u00c9t\\u00e9 \\\"x\\\"\\n\",\"b\":null,\"c\":{\"d\":-1.50}}"
                        "{\"a\":[\"en\",\"fr\",null],\"b\":true,\"c\":[{\"d\":[]}]}"
                        "{\"a\":[{\"x\":1,\"y\":\"z\"},{\"x\":2}],\"c\":[{\"d\":1},{\"d\":2}]}"
                        "{\"a\":\"\",\"\\u0062\":\"escaped key\"}"));
    assert_string_equal(next(&reading), "\xC3\x89t\xC3\xA9 \"x\"\n||-1.50");
    assert_string_equal(next(&reading), "en;fr|true|");
    assert_string_equal(next(&reading), "1, z;2||");
    assert_string_equal(next(&reading), "|escaped key|");
    assert_string_equal(next(&reading), "END");
    arena_free(reading.arena);
}

static void reading_goes_on_behind_what_is_broken(void **state)
{
    (void)state;
    Reading reading = reading_of(TEXT("{\"a\":1}\n"
                                      "{\"a\":\"open}\n"
                                      "{\"a\":2}\n"
                                      "{\"a\":2,}\n"
                                      "words\n"
                                      "{\"a\":\"\xFF\"}\n"
                                      "{\"a\":3}\n"
                                      "{\"a\":4"));
    assert_string_equal(next(&reading), "1||");
    assert_string_equal(next(&reading), "BROKEN");
    assert_string_equal(next(&reading), "2||");
    for (int i = 0; i < 3; i++)
        assert_string_equal(next(&reading), "BROKEN");
    assert_string_equal(next(&reading), "3||");
    assert_string_equal(next(&reading), "BROKEN");
    assert_string_equal(next(&reading), "END");
    assert_string_equal(problem_line(&reading, 0),
                        "t.json:2:11: error: unexpected newline near '\"open}'");
    assert_string_equal(problem_line(&reading, 2), "t.json:5:1: error: expected an object in { }");
    arena_free(reading.arena);
}

// A look to the end of the file for each of them would take hours.
static void objects_without_an_end_cost_little(void **state)
{
    (void)state;
    enum { OPEN = 200000 };
    static const char *const openings[] = {"{\n", "{\"a\":[\n", "{\"a\":[\n{\"b\":\"x\n"};
    for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++) {
        Arena *arena = arena_new();
        Buffer out = buffer_in(arena);
        buffer_add(&out, TEXT("{\"a\":1}\n"));
        for (int n = 0; n < OPEN; n++)
            buffer_add(&out, text_from(openings[i]));
        buffer_add(&out, TEXT("{\"a\":2}\n"));
        Reading reading = reading_of(buffer_text(&out));
        Record record;
        RecordResult result;
        size_t records = 0;
        while ((result = json_next(reading.reader, &record, &reading.problems)) != RECORDS_END)
            records += result == RECORD_READ;
        assert_int_equal(records, 2);
        arena_free(reading.arena);
        arena_free(arena);
    }
}

static void a_record_may_be_longer_than_the_window(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Buffer content = buffer_in(arena);
    for (int i = 0; i < 3; i++) {
        buffer_add(&content, TEXT("{\"b\":\""));
        for (int k = 0; k < 20000; k++)
            buffer_add(&content, TEXT("0123456789"));
        buffer_printf(&content, "\",\"a\":%d}\n", i);
    }
    Reading reading = reading_of(buffer_text(&content));
    for (int i = 0; i < 3; i++) {
        uint64_t before = json_offset(reading.reader);
        const char *fields = next(&reading);
        assert_int_equal(strlen(fields), 200000 + 3);
        assert_int_equal(fields[0], '0' + i);
        Record again;
        assert_true(json_fetch(reading.source, before + (i > 0), all_columns(), arena, &again));
        assert_int_equal(json_field(&again, 1, arena).len, 200000);
    }
    assert_string_equal(next(&reading), "END");
    arena_free(reading.arena);
    arena_free(arena);
}

static void a_slice_of_a_string_is_unescaped(void **state)
{
    (void)state;
    Reading reading = reading_of(TEXT("{\"a\":\"Li \\u4e00\",\"b\":[\"x\",\"y\"]}"));
    Record record;
    assert_int_equal(json_next(reading.reader, &record, &reading.problems), RECORD_READ);
    Slice name = records_slice(&record, 0, reading.source);
    assert_true(
        text_equal(json_slice_text(reading.source, name, reading.arena), TEXT("Li \xE4\xB8\x80")));
    name.offset += 3; // "\u4e00"
    name.length -= 3;
    assert_true(
        text_equal(json_slice_text(reading.source, name, reading.arena), TEXT("\xE4\xB8\x80")));
    Slice list = records_slice(&record, 1, reading.source);
    assert_true(text_equal(json_slice_text(reading.source, list, reading.arena), TEXT("x;y")));
    arena_free(reading.arena);
}

static void every_member_is_a_column(void **state)
{
    (void)state;
    Reading reading = reading_of(TEXT("{\"z\":{\"y\":1,\"x\":{\"w\":\"v\"}},\"a\":2}"));
    Record record;
    static const char *const wanted[][2] = {{"z.y", "1"}, {"z.x.w", "v"}, {"a", "2"}};
    assert_int_equal(json_next(reading.reader, &record, &reading.problems), RECORD_READ);
    Text name, value;
    for (size_t i = 0; i < 3; i++) {
        assert_true(json_column(&record, i, &name, &value, reading.arena));
        assert_true(text_equal(name, text_from(wanted[i][0])));
        assert_true(text_equal(value, text_from(wanted[i][1])));
    }
    assert_false(json_column(&record, 3, &name, &value, reading.arena));
    arena_free(reading.arena);
}

static void deep_nesting_is_refused_and_costs_nothing(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Buffer content = buffer_in(arena);
    buffer_add(&content, TEXT("{\"a\":"));
    for (int i = 0; i < 100000; i++)
        buffer_add_char(&content, '[');
    for (int i = 0; i < 100000; i++)
        buffer_add_char(&content, ']');
    buffer_add(&content, TEXT("}\n{\"a\":[[[[[[[[[[1]]]]]]]]]]}\n"));
    Reading reading = reading_of(buffer_text(&content));
    assert_string_equal(next(&reading), "BROKEN");
    assert_string_equal(next(&reading), "[[1]]||");
    assert_string_equal(next(&reading), "END");
    arena_free(reading.arena);
    arena_free(arena);
}

static void a_head_that_is_cut_off_gives_what_it_holds(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Text *rows[4];
    size_t counts[4];
    assert_int_equal(
        json_head(TEXT("{\"a\":1}\n{\"b\":\"x\",\"a\":2}\n{\"z\":"), arena, rows, counts, 4), 3);
    assert_int_equal(counts[0], 2);
    assert_true(text_equal(rows[0][0], TEXT("a")) && text_equal(rows[0][1], TEXT("b")));
    assert_true(text_equal(rows[2][0], TEXT("2")) && text_equal(rows[2][1], TEXT("x")));
    assert_int_equal(json_head(TEXT("{\"a\":1,\"b\":\"cut of"), arena, rows, counts, 4), 2);
    assert_int_equal(counts[0], 1);
    assert_int_equal(json_head(TEXT("date,title\n"), arena, rows, counts, 4), 0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_are_records_however_they_are_laid_out),
        cmocka_unit_test(values_read_as_text),
        cmocka_unit_test(reading_goes_on_behind_what_is_broken),
        cmocka_unit_test(objects_without_an_end_cost_little),
        cmocka_unit_test(a_record_may_be_longer_than_the_window),
        cmocka_unit_test(a_slice_of_a_string_is_unescaped),
        cmocka_unit_test(every_member_is_a_column),
        cmocka_unit_test(deep_nesting_is_refused_and_costs_nothing),
        cmocka_unit_test(a_head_that_is_cut_off_gives_what_it_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
