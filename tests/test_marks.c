#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "loaders/records.h"
#include "loaders/scan_marks.h"
#include "tests/support_random.h"

// What tables are made of, often where it hurts.
static void fill(Random *random, char *bytes, size_t count)
{
    static const char common[] = "abc ,,;\t\"\"\n\r\xE4\0"
                                 "12"; // the NUL is one of them
    uint32_t letters = 1 + below(random, sizeof common - 1);
    for (size_t i = 0; i < count; i++)
        bytes[i] =
            below(random, 4) ? common[below(random, letters)] : (char)('d' + below(random, 9));
}

static ScanWanted wanted_of(Random *random)
{
    ScanWanted wanted = {.count = 0};
    for (uint16_t i = 0; i < 40; i++)
        if (below(random, 3) == 0)
            wanted.separators[wanted.count++] = i;
    return wanted;
}

static void assert_same_marks(const ScanMarks *a, const ScanMarks *b)
{
    size_t bytes = (a->count + 63) / 64 * sizeof a->ends[0];
    assert_int_equal(a->count, b->count);
    assert_memory_equal(a->ends, b->ends, bytes);
    assert_memory_equal(a->lines, b->lines, bytes);
    assert_memory_equal(a->odd, b->odd, bytes);
    assert_memory_equal(a->bad, b->bad, bytes);
}

static void assert_same_record(const ScanMarks *marks, size_t from, const ScanWanted *wanted)
{
    MarkedRecord a = {.end = 0}, b = {.end = 0};
    bool is_found = scan_ops_simd()->find(marks, from, wanted, &a);
    assert_int_equal(is_found, scan_ops_portable()->find(marks, from, wanted, &b));
    if (!is_found)
        return;
    assert_int_equal(a.end, b.end);
    assert_int_equal(a.separators, b.separators);
    assert_int_equal(a.has_odd, b.has_odd);
    assert_int_equal(a.has_bad, b.has_bad);
    assert_memory_equal(a.positions, b.positions, wanted->count * sizeof a.positions[0]);
}

static void marks_of_simd_are_those_of_its_twin(void **state)
{
    (void)state;
    static char bytes[MARKS_BYTES];
    static ScanMarks fast, plain;
    Random random = {88172645463325252u};
    for (int round = 0; round < 400 && scan_ops_simd(); round++) {
        size_t count = 1 + below(&random, round % 8 ? 300 : MARKS_BYTES);
        MarkForm form = {"\t,;|"[below(&random, 4)], below(&random, 2)};
        ScanWanted wanted = wanted_of(&random);
        fill(&random, bytes, count);
        scan_ops_simd()->mark(form, bytes, count, &fast);
        scan_ops_portable()->mark(form, bytes, count, &plain);
        assert_same_marks(&fast, &plain);
        for (int start = 0; start < 20; start++)
            assert_same_record(&fast, below(&random, (uint32_t)count), &wanted);
    }
}

static void words_are_found_alike_by_both(void **state)
{
    (void)state;
    static const char *const words[] = {"a", "ab", "d", "1", "de", "hij", "kl2", "abcdefgh"};
    static const char common[] = "aAbBdDeEhHiIjJ,\t 12\x01\xC3";
    char bytes[300];
    Random random = {88172645463325252u};
    for (int round = 0; round < 20000 && scan_ops_simd(); round++) {
        size_t count = below(&random, sizeof bytes), at = below(&random, 20);
        ScanWord word = {words[below(&random, 8)], 0};
        word.length = strlen(word.bytes);
        for (size_t i = 0; i < count; i++)
            bytes[i] = common[below(&random, sizeof common - (round % 2 ? 1 : 2))];
        for (size_t i = 0; i < count && below(&random, 2); i++) // the word itself, here and there
            bytes[i] = word.bytes[i % word.length];
        do {
            size_t fast = scan_ops_simd()->seek(bytes, count, at, word);
            assert_int_equal(fast, scan_ops_portable()->seek(bytes, count, at, word));
            at = fast + 1;
        } while (at < count);
    }
}

// ---- records ----

typedef struct Reading {
    Arena *arena;
    RecordReader *reader;
    Problems problems;
    Buffer out;
} Reading;

static Reading reading_of(Text table, char delimiter, bool is_unquoted)
{
    Arena *arena = arena_new();
    Reading reading = {.arena = arena, .problems = problems_in(arena), .out = buffer_in(arena)};
    Source *source = source_in_memory(arena, TEXT("t.csv"), table, NULL);
    reading.reader = records_open(source, 0, delimiter, arena);
    if (is_unquoted)
        records_unquote(reading.reader);
    records_expect(reading.reader, 5);
    return reading;
}

// Columns 0, 2 and 4 of the record.
static void write_record(Reading *reading, const Record *record)
{
    buffer_printf(&reading->out, "%llu+%u", (unsigned long long)record->offset, record->length);
    for (size_t i = 0; i < 5; i += 2) {
        Text field = records_field(record, i, reading->arena);
        buffer_printf(&reading->out, " %zu:", field.len);
        buffer_add(&reading->out, field);
    }
    buffer_add_char(&reading->out, '/');
}

static void read_all(Reading *reading, bool by_marks)
{
    static const uint16_t columns[] = {0, 2, 4};
    Record record;
    if (by_marks)
        records_want(reading->reader, columns, 3);
    for (;;) {
        if (by_marks && records_peek(reading->reader, &record)) {
            write_record(reading, &record);
            records_skip(reading->reader);
            continue;
        }
        RecordResult result = records_next(reading->reader, &record, &reading->problems);
        if (result == RECORDS_END)
            break;
        if (result == RECORD_READ)
            write_record(reading, &record);
    }
    for (size_t i = 0; i < reading->problems.count; i++)
        buffer_printf(&reading->out, "!%llu",
                      (unsigned long long)reading->problems.items[i].offset);
}

// Rows of five fields, some broken, some long, with line ends of all kinds.
static Text random_table(Random *random, char delimiter, Arena *arena)
{
    Buffer out = buffer_in(arena);
    size_t rows = below(random, 4) ? 1 + below(random, 30) : 3000;
    static const char *const fields[] = {
        "1972-02-21", "",     "\"a, b\"", "\"two\nlines\"", "CHN",    "\"say \"\"no\"\"\"",
        " blank ",    "\xE4", "\"\"",     "x\"y",           "\"open", "\"a\"b"};
    uint32_t choice = below(random, 3) ? 9 : 12;
    for (size_t row = 0; row < rows; row++) {
        uint32_t count = below(random, 50) ? 5 : below(random, 8);
        for (uint32_t i = 0; i < count; i++) {
            if (i > 0)
                buffer_add_char(&out, delimiter);
            buffer_add(&out, text_from(fields[below(random, below(random, 9) ? 9 : choice)]));
        }
        buffer_add(&out, text_from((const char *const[]){"\n", "\r\n",
                                                         "\r"}[row % 7 ? 0 : below(random, 3)]));
    }
    return buffer_text(&out);
}

static void records_by_marks_are_those_of_the_scanner(void **state)
{
    (void)state;
    Random random = {362436069};
    for (int round = 0; round < 300; round++) {
        Arena *arena = arena_new();
        char delimiter = ",;\t"[below(&random, 3)];
        bool is_unquoted = below(&random, 3) == 0;
        Text table = random_table(&random, delimiter, arena);
        Reading one = reading_of(table, delimiter, is_unquoted);
        Reading other = reading_of(table, delimiter, is_unquoted);
        read_all(&one, false);
        read_all(&other, true);
        buffer_add_char(&one.out, '\0');
        buffer_add_char(&other.out, '\0');
        assert_string_equal(other.out.items, one.out.items);
        assert_int_equal(other.out.count, one.out.count);
        arena_free(one.arena);
        arena_free(other.arena);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_of_simd_are_those_of_its_twin),
        cmocka_unit_test(words_are_found_alike_by_both),
        cmocka_unit_test(records_by_marks_are_those_of_the_scanner),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
