#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/output.h"
#include "cli/tables.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Place {
    Arena *arena;
    Problems problems;
    char folder[64];
} Place;

static Text in_folder(Place *place, const char *name)
{
    return arena_printf(place->arena, "%s/%s", place->folder, name);
}

static size_t files_in(const Place *place)
{
    size_t count = 0;
    DIR *folder = opendir(place->folder);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));)
        count += entry->d_name[0] != '.' || strlen(entry->d_name) > 2;
    closedir(folder);
    return count;
}

static bool write_hello(void *context, Sink *sink)
{
    (void)context;
    return sink_write(sink, TEXT("hello\n"));
}

static bool write_much(void *context, Sink *sink)
{
    (void)context;
    for (int i = 0; i < 100000; i++)
        sink_write(sink, TEXT("a line of a table\n"));
    return !sink->has_failed;
}

static void assert_content(Text path, const char *wanted)
{
    char bytes[64] = {0};
    int fd = open(path.ptr, O_RDONLY);
    assert_true(fd >= 0);
    assert_int_equal(read(fd, bytes, sizeof bytes - 1), strlen(wanted));
    close(fd);
    assert_string_equal(bytes, wanted);
}

static void output_leaves_the_file_and_nothing_else(void **state)
{
    Place *place = *state;
    Text path = in_folder(place, "a.csv");
    assert_true(output_write(path, write_hello, NULL, &place->problems));
    assert_content(path, "hello\n");
    assert_int_equal(files_in(place), 1);
}

static void output_keeps_the_old_file_until_the_new_one_is_whole(void **state)
{
    Place *place = *state;
    Text path = in_folder(place, "a.csv");
    assert_true(output_write(path, write_hello, NULL, &place->problems));
    Output *output = output_open(path, place->arena, &place->problems);
    sink_write(output_sink(output), TEXT("new"));
    assert_true(output_finish(output, &place->problems));
    assert_content(path, "hello\n");
    assert_true(output_rename(output, &place->problems));
    assert_content(path, "new");
    output_close(output);
}

static void output_given_up_leaves_no_trace(void **state)
{
    Place *place = *state;
    Output *output = output_open(in_folder(place, "a.csv"), place->arena, &place->problems);
    sink_write(output_sink(output), TEXT("half"));
    output_close(output);
    assert_int_equal(files_in(place), 0);
}

static void output_reports_a_full_disk(void **state)
{
    Place *place = *state;
    if (access("/dev/full", W_OK) != 0)
        return; // not on this system
    assert_false(output_write(TEXT("/dev/full"), write_much, NULL, &place->problems));
    assert_int_equal(place->problems.count, 1);
    assert_true(text_find(place->problems.items[0].message, TEXT("No space left")) != TEXT_NOWHERE);
}

static void output_refuses_a_folder_and_a_missing_one(void **state)
{
    Place *place = *state;
    assert_false(output_write(text_from(place->folder), write_hello, NULL, &place->problems));
    assert_false(output_write(in_folder(place, "no/a.csv"), write_hello, NULL, &place->problems));
    assert_int_equal(place->problems.count, 2);
}

static void output_replaces_the_file_behind_a_link_and_keeps_its_mode(void **state)
{
    Place *place = *state;
    Text path = in_folder(place, "a.csv"), link = in_folder(place, "link.csv");
    assert_true(output_write(path, write_hello, NULL, &place->problems));
    assert_int_equal(chmod(path.ptr, 0640), 0);
    assert_int_equal(symlink("a.csv", link.ptr), 0);
    assert_true(output_write(link, write_hello, NULL, &place->problems));
    struct stat found;
    assert_int_equal(lstat(link.ptr, &found), 0);
    assert_true(S_ISLNK(found.st_mode));
    assert_int_equal(stat(path.ptr, &found), 0);
    assert_int_equal(found.st_mode & 0777, 0640);
}

static void output_makes_folders_above(void **state)
{
    Place *place = *state;
    assert_true(output_make_folder(in_folder(place, "x/y/"), &place->problems));
    assert_true(output_is_folder(in_folder(place, "x/y")));
    assert_true(output_write(in_folder(place, "file"), write_hello, NULL, &place->problems));
    assert_false(output_make_folder(in_folder(place, "file/y"), &place->problems));
}

// The table that fails, or TABLES: none does.
static bool write_until(void *context, TableName table, Sink *sink)
{
    const TableName *failing = context;
    if (table != *failing)
        return sink_write(sink, text_from(table_names[table]));
    sink->has_failed = true;
    return false;
}

static void tables_appear_together_or_not_at_all(void **state)
{
    Place *place = *state;
    TableName failing = TABLE_POSITIONS;
    assert_false(
        tables_write(in_folder(place, ""), TABLE_CSV, write_until, &failing, &place->problems));
    assert_int_equal(place->problems.count, 1);
    assert_int_equal(files_in(place), 0);
    failing = TABLES;
    assert_true(
        tables_write(in_folder(place, ""), TABLE_CSV, write_until, &failing, &place->problems));
    assert_int_equal(files_in(place), TABLES);
    assert_content(in_folder(place, "positions.csv"), "positions");
}

static void a_table_that_cannot_take_its_place_keeps_all_away(void **state)
{
    Place *place = *state;
    assert_true(output_make_folder(in_folder(place, "positions.csv"), &place->problems));
    TableName failing = TABLES;
    assert_false(
        tables_write(in_folder(place, ""), TABLE_CSV, write_until, &failing, &place->problems));
    assert_int_equal(place->problems.count, 1);
    assert_int_equal(files_in(place), 1);
}

static int set_up(void **state)
{
    Place *place = calloc(1, sizeof *place);
    if (!place)
        return -1;
    place->arena = arena_new();
    place->problems = problems_in(place->arena);
    memcpy(place->folder, "output-XXXXXX", sizeof "output-XXXXXX");
    *state = place;
    return mkdtemp(place->folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    Place *place = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf ./%s", place->folder);
    int status = system(command);
    arena_free(place->arena);
    free(place);
    return status;
}

#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(output_leaves_the_file_and_nothing_else),
        IN_A_FOLDER(output_keeps_the_old_file_until_the_new_one_is_whole),
        IN_A_FOLDER(output_given_up_leaves_no_trace),
        IN_A_FOLDER(output_reports_a_full_disk),
        IN_A_FOLDER(output_refuses_a_folder_and_a_missing_one),
        IN_A_FOLDER(output_replaces_the_file_behind_a_link_and_keeps_its_mode),
        IN_A_FOLDER(output_makes_folders_above),
        IN_A_FOLDER(tables_appear_together_or_not_at_all),
        IN_A_FOLDER(a_table_that_cannot_take_its_place_keeps_all_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
