#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "loaders/feed.h"
#include "tests/support_archives.h"
#include "tests/support_files.h"

static const PackForm zip = {"zip", NULL, NULL, NULL};

static void load_bytes(Folder *folder, const char *name, Text bytes)
{
    assert_true(bytes.len > 0);
    folder_load(folder, folder_write(folder, name, bytes));
}

// ---- what is read while it is unpacked ----

enum { LARGE_ROWS = 80000 }; // about 3 MB

// "1972,000001 …" and so on; `last` is the title of the last one, and the one before it is no row.
static Text large_table(Folder *folder, const char *last)
{
    Buffer rows = buffer_in(folder->arena);
    buffer_add(&rows, TEXT("date,title,place\n"));
    for (unsigned i = 1; i < LARGE_ROWS; i++)
        buffer_printf(&rows, "1972-%02u-01,%06u %08x,Beijing\n", i % 12 + 1, i, i * 2654435761u);
    buffer_printf(&rows, "never,x,y\n1973,%s,Paris\n", last);
    return buffer_text(&rows);
}

// All that a reader could tell apart, the path aside.
static Text digest(Folder *folder, Text path)
{
    Buffer out = buffer_in(folder->arena);
    size_t count = timeline_event_count(folder->timeline);
    buffer_printf(&out, "%zu %.*s\n", count,
                  TEXT_ARG(timeline_source(folder->timeline, 0)->encoding));
    for (size_t i = 0; i < count; i += i + 50 < count ? 997 : 1)
        buffer_printf(&out, "%.*s|%.*s\n", TEXT_ARG(folder_field(folder, i, EVENT_TITLE)),
                      TEXT_ARG(folder_field(folder, i, EVENT_SOURCE_OFFSET)));
    for (size_t i = 0; i < folder_problem_count(folder); i++) {
        Text line = folder_problem(folder, i);
        size_t at = text_find(line, path);
        buffer_printf(&out, "%.*s\n", TEXT_ARG(text_sub(line, at + path.len, line.len)));
    }
    return buffer_text(&out);
}

static void large_table_is_read_the_same_packed_or_not(void **state)
{
    Folder *folder = *state;
    static const char *const lasts[] = {"plain", "S\xc3\xa3o Tom\xc3\xa9", "Z\xfcrich"};
    static const PackForm forms[] = {{"raw", "gzip", NULL, NULL},
                                     {"raw", "zstd", NULL, NULL},
                                     {"zip", NULL, NULL, NULL},
                                     {"ustar", "gzip", NULL, NULL}};
    for (size_t i = 0; i < 3; i++) {
        Text rows = large_table(folder, lasts[i]);
        load_bytes(folder, "large.csv", rows);
        Text wanted = digest(folder, TEXT("large.csv"));
        assert_int_equal(timeline_event_count(folder->timeline), LARGE_ROWS);
        for (size_t k = 0; k < 4; k++) {
            load_bytes(folder, "t.packed", pack_one(folder->arena, forms[k], "t.csv", rows));
            Text found = digest(folder, forms[k].format[0] == 'r' ? TEXT("t.packed")
                                                                  : TEXT("t.packed!t.csv"));
            assert_string_equal(found.ptr, wanted.ptr);
        }
    }
}

static void large_table_that_is_there_twice_is_loaded_once(void **state)
{
    Folder *folder = *state;
    Text rows = large_table(folder, "last");
    Text other = large_table(folder, "other");
    folder_write(folder, "l/a.csv.gz", pack_gzip(folder->arena, rows));
    folder_write(folder, "l/b.csv.gz", pack_gzip(folder->arena, other));
    folder_write(folder, "l/c.zip", pack_one(folder->arena, zip, "c.csv", rows));
    folder_load(folder, folder_path(folder, "l"));
    assert_int_equal(timeline_accounting(folder->timeline).folded, 1);
    assert_string_equal(folder_sources(folder), "l/a.csv.gz l/b.csv.gz");
}

static void what_came_before_a_cancel_is_kept(void **state)
{
    Folder *folder = *state;
    static const LoadSettings settings;
    Text path =
        folder_write(folder, "large.gz", pack_gzip(folder->arena, large_table(folder, "last")));
    timeline_free(folder->timeline);
    folder->timeline = timeline_new(folder->lexicon.countries);
    Feed *feed = feed_start(&folder->lexicon, &settings, (LoadInputs){&path, 1});
    while (feed_take(feed, folder->timeline))
        if (timeline_event_count(folder->timeline) > 0)
            feed_cancel(feed);
    feed_free(feed);
    timeline_build_index(folder->timeline);
    Accounting sum = timeline_accounting(folder->timeline);
    size_t count = timeline_event_count(folder->timeline);
    assert_true(count > 0);
    assert_int_equal(sum.used, count);
    assert_int_equal(sum.read, sum.used + sum.rejected);
    unsigned long last = 0;
    for (size_t i = 0; i < count && sum.rejected == 0; i++) {
        unsigned long number = strtoul(folder_field(folder, i, EVENT_TITLE).ptr, NULL, 10);
        last = number > last ? number : last;
    }
    assert_true(sum.rejected > 0 || last == count);
}

static void large_table_that_is_damaged_is_kept_up_to_there(void **state)
{
    Folder *folder = *state;
    Text packed = pack_gzip(folder->arena, large_table(folder, "last"));
    load_bytes(folder, "cut.gz", text_sub(packed, 0, packed.len - packed.len / 8));
    size_t count = timeline_event_count(folder->timeline);
    assert_true(count > LARGE_ROWS / 2 && count < LARGE_ROWS);
    Text last = folder_problem(folder, folder_problem_count(folder) - 1);
    assert_true(text_find(last, TEXT("damaged or cut short")) != TEXT_NOWHERE);
    folder->settings.limits = (UnpackLimits){.bytes = 2 * 1024 * 1024};
    load_bytes(folder, "much.gz", packed);
    folder->settings.limits = (UnpackLimits){0};
    count = timeline_event_count(folder->timeline);
    assert_true(count > 1000 && count < LARGE_ROWS);
    assert_int_equal(folder_problem_count(folder), 1);
    ASSERT_PROBLEM(folder, 0,
                   "much.gz: error: stopped: unpacked it is larger than [archives] gigabytes of "
                   "bilat.ini allows");
}

static void bomb_is_stopped_by_its_ratio(void **state)
{
    Folder *folder = *state;
    enum { BYTES = 80 * 1024 * 1024 };
    Arena *arena = arena_new();
    char *blanks = arena_alloc(arena, BYTES, 1);
    memset(blanks, '\n', BYTES);
    load_bytes(folder, "bomb.csv.gz", pack_gzip(arena, (Text){blanks, BYTES}));
    arena_free(arena);
    assert_string_equal(folder_sources(folder), "");
    assert_int_equal(folder_problem_count(folder), 1);
    ASSERT_PROBLEM(folder, 0,
                   "bomb.csv.gz: error: stopped: unpacked it is so much larger than packed that it "
                   "looks like a bomb; [archives] ratio of bilat.ini allows more");
}

// As "cat a.gz b.gz" and some programs make them; padding behind them is no damage.
static void gzip_may_consist_of_several(void **state)
{
    Folder *folder = *state;
    Text first = pack_gzip(folder->arena, TEXT("date,title\n1972,One\n"));
    Text second = pack_gzip(folder->arena, TEXT("1973,Two\n"));
    Text all = arena_join(folder->arena, first, second);
    static const Text tails[] = {TEXT_INIT(""), TEXT_INIT("\0\0\0\0\0"), TEXT_INIT("\x1F\x8B")};
    for (size_t i = 0; i < 3; i++) {
        load_bytes(folder, "two.csv.gz", arena_join(folder->arena, all, tails[i]));
        assert_int_equal(timeline_event_count(folder->timeline), 2);
        assert_int_equal(folder_problem_count(folder), 0);
    }
}

// The last eight bytes of gzip and what stands in a zip's directory.
static void checksums_are_compared(void **state)
{
    Folder *folder = *state;
    PackMember members[] = {{"a.csv", large_table(folder, "last")},
                            {"b.csv", TEXT("date,title\n1972,b\n")}};
    Text zipped = pack(folder->arena, zip, members, 2);
    char *bytes = arena_alloc(folder->arena, zipped.len, 1);
    memcpy(bytes, zipped.ptr, zipped.len);
    bytes[text_find(zipped, TEXT("PK\1\2")) + 16] ^= 1;
    load_bytes(folder, "sum.zip", (Text){bytes, zipped.len});
    assert_int_equal(folder_problem_count(folder), 2);
    assert_true(text_starts(folder_problem(folder, 1), TEXT("sum.zip!a.csv: error: damaged (")));
    assert_string_equal(folder_sources(folder), "sum.zip!a.csv sum.zip!b.csv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(large_table_is_read_the_same_packed_or_not),
        cmocka_unit_test(large_table_that_is_there_twice_is_loaded_once),
        cmocka_unit_test(what_came_before_a_cancel_is_kept),
        cmocka_unit_test(large_table_that_is_damaged_is_kept_up_to_there),
        cmocka_unit_test(bomb_is_stopped_by_its_ratio),
        cmocka_unit_test(gzip_may_consist_of_several),
        cmocka_unit_test(checksums_are_compared),
    };
    return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
