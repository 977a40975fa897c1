// A saved view says the same when it is read again, whatever its filter and its paths hold.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "cli/view_file.h"
#include "tests/support_files.h"

static Folder folder;
static Problems problems;

static int set_up(void **state)
{
    (void)state;
    folder = folder_new();
    problems = problems_in(folder.arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    folder_free(&folder);
    return 0;
}

static void assert_text(Text text, const char *expected)
{
    assert_string_equal(arena_text(folder.arena, text).ptr, expected);
}

static ViewFile written_and_read(const ViewFile *file)
{
    ViewFile read;
    Text path = folder_path(&folder, "views/v.ini");
    assert_true(view_file_write(path, file, &problems));
    view_file_read(path, folder.arena, &read, &problems);
    if (problems.count)
        fail_msg("%.*s", TEXT_ARG(problem_text(&problems.items[0], folder.arena)));
    return read;
}

static void filters_come_back_as_they_were(void **state)
{
    (void)state;
    Buffer long_one = buffer_in(folder.arena);
    for (int i = 0; i < 300; i++)
        buffer_printf(&long_one, "%%;\"# %d\\", i);
    const char *const filters[] = {
        "",
        "pair:CHN-PRK",
        "\"joint statement\"",
        "'quoted'",
        " blanks ",
        "said:\"a;b#c\" | tag:x%41",
        "text~\"\\\\d+\\\\\"",
        "place:東京 \xE2\x80\xAE",
        "back\\",
        arena_text(folder.arena, buffer_text(&long_one)).ptr,
    };
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        ViewFile file = {.view = {TEXT("a; name"), text_from(filters[i]), SORT_PLACE, true}};
        ViewFile read = written_and_read(&file);
        assert_text(read.view.filter, filters[i]);
        assert_text(read.view.name, "a; name");
        assert_int_equal(read.view.sort, SORT_PLACE);
        assert_true(read.view.is_descending);
    }
}

static void inputs_are_named_from_the_place_of_the_view(void **state)
{
    (void)state;
    Text input = folder_write(&folder, "data/a #1;.csv", TEXT("date,title\n"));
    ViewFile file = {.view = {TEXT("v"), TEXT(""), SORT_DATE, false}};
    assert_true(view_file_take_inputs(&file, (LoadInputs){&input, 1}, folder.arena, &problems));
    ViewFile read = written_and_read(&file);
    Text raw = folder_read(&folder, folder_path(&folder, "views/v.ini"));
    assert_true(text_find(raw, TEXT("path = ../data/a %231%3B.csv\n")) != TEXT_NOWHERE);
    assert_int_equal(read.inputs.count, 1);
    assert_true(view_file_has_inputs(&read, (LoadInputs){&input, 1}));
    assert_true(fingerprint_equal(read.inputs.items[0].print, fingerprint_of(input)));
}

static void fingerprints_tell_bytes_and_names(void **state)
{
    (void)state;
    folder_write(&folder, "in/a.txt", TEXT("one"));
    folder_write(&folder, "in/sub/b.txt", TEXT("two"));
    Text in = folder_path(&folder, "in");
    Fingerprint before = fingerprint_of(in);
    assert_true(before.is_there);
    assert_int_equal(before.size, 6);
    folder_write(&folder, "in/.hidden", TEXT("three"));
    assert_true(fingerprint_equal(before, fingerprint_of(in)));
    folder_write(&folder, "in/a.txt", TEXT("One"));
    assert_false(fingerprint_equal(before, fingerprint_of(in)));
    folder_write(&folder, "in/a.txt", TEXT("one"));
    assert_true(fingerprint_equal(before, fingerprint_of(in)));
    assert_int_equal(
        rename(folder_path(&folder, "in/a.txt").ptr, folder_path(&folder, "in/c.txt").ptr), 0);
    assert_false(fingerprint_equal(before, fingerprint_of(in)));
    assert_false(fingerprint_of(folder_path(&folder, "nowhere")).is_there);
    Text pipe = folder_path(&folder, "pipe");
    assert_int_equal(mkfifo(pipe.ptr, 0600), 0);
    assert_false(fingerprint_of(pipe).is_there);
    remove(pipe.ptr);
}

static void names_of_views_are_no_paths(void **state)
{
    (void)state;
    setenv("XDG_DATA_HOME", "/somewhere", 1);
    assert_text(view_file_path(TEXT("talks 2024"), folder.arena, &problems),
                "/somewhere/bilat/views/talks 2024.ini");
    const char *const bad[] = {"", ".x", "a/b", "../x", "a\nb"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(view_file_path(text_from(bad[i]), folder.arena, &problems).len, 0);
    assert_int_equal(problems.count, sizeof bad / sizeof *bad);
}

static void what_is_no_view_is_told(void **state)
{
    (void)state;
    ViewFile file;
    Text path = folder_write(&folder, "x.ini", TEXT("[other]\na = b\n"));
    assert_false(view_file_read(path, folder.arena, &file, &problems));
    assert_text(problems.items[0].message, "expected a [view] with a filter");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(filters_come_back_as_they_were),    TEST(inputs_are_named_from_the_place_of_the_view),
        TEST(fingerprints_tell_bytes_and_names), TEST(names_of_views_are_no_paths),
        TEST(what_is_no_view_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
