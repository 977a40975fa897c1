#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/support_files.h"

static int new_folder(void **state)
{
    static Folder folder;
    folder = folder_new();
    *state = &folder;
    return 0;
}

static int free_folder(void **state)
{
    folder_free(*state);
    return 0;
}

#define ASSERT_PROBLEM(folder, n, wanted)                                                          \
    assert_string_equal(folder_problem((folder), (n)).ptr, (wanted))

static void write_table(Folder *folder, const char *name, const char *title)
{
    folder_write(folder, name, arena_printf(folder->arena, "date,title\n1972,%s\n", title));
}

// The paths of the sources behind the folder's own, joined by blanks.
static const char *loaded(Folder *folder)
{
    Buffer out = buffer_in(folder->arena);
    for (size_t i = 0; i < timeline_source_count(folder->timeline); i++) {
        Text path = timeline_source(folder->timeline, (uint32_t)i)->path;
        if (i > 0)
            buffer_add_char(&out, ' ');
        buffer_add(&out, text_sub(path, folder->path.len + 1, path.len));
    }
    return arena_text(folder->arena, buffer_text(&out)).ptr;
}

static void folder_is_read_in_order_of_bytes_without_hidden_files_and_links(void **state)
{
    Folder *folder = *state;
    write_table(folder, "b.csv", "b");
    write_table(folder, "a/z.csv", "z");
    write_table(folder, "a/.hidden.csv", "hidden");
    write_table(folder, ".git/x.csv", "x");
    write_table(folder, "a-b.csv", "a-b");
    write_table(folder, "B.csv", "B");
    assert_int_equal(symlink("b.csv", folder_path(folder, "link.csv").ptr), 0);
    assert_int_equal(symlink(".", folder_path(folder, "loop").ptr), 0);
    folder_load(folder, folder->path);
    assert_string_equal(loaded(folder), "B.csv a-b.csv a/z.csv b.csv");
    assert_int_equal(folder_problem_count(folder), 2);
    ASSERT_PROBLEM(folder, 0, "link.csv: note: a symbolic link: not followed");
    folder_load(folder, folder_path(folder, "link.csv")); // named itself
    assert_int_equal(timeline_event_count(folder->timeline), 1);
}

static void other_files_are_named_in_a_folder_and_refused_alone(void **state)
{
    Folder *folder = *state;
    static const char none[] =
        "no timeline: neither a readout nor a table with columns for date and title";
    write_table(folder, "t.csv", "t");
    folder_write(folder, "README.md", TEXT("# about\n"));
    folder_load(folder, folder->path);
    assert_int_equal(timeline_event_count(folder->timeline), 1);
    assert_int_equal(folder_problem_count(folder), 1);
    ASSERT_PROBLEM(folder, 0, arena_printf(folder->arena, "README.md: note: %s", none).ptr);
    folder_load(folder, folder_path(folder, "README.md"));
    ASSERT_PROBLEM(folder, 0, arena_printf(folder->arena, "README.md: error: %s", none).ptr);
}

static void empty_binary_and_missing_files_are_said_to_be_so(void **state)
{
    Folder *folder = *state;
    folder_load(folder, folder_write(folder, "empty.csv", TEXT("")));
    ASSERT_PROBLEM(folder, 0, "empty.csv: error: the file is empty");
    folder_load(folder, folder_write(folder, "x.png", TEXT("\x89PNG\r\n\0\0\0\rIHDR\0\0\2\0")));
    ASSERT_PROBLEM(folder, 0, "x.png: error: the file holds binary data, not text");
    folder_load(folder, folder_path(folder, "none.csv"));
    ASSERT_PROBLEM(folder, 0, "none.csv: error: there is no such file");
    mkdir(folder_path(folder, "bare").ptr, 0700);
    folder_load(folder, folder_path(folder, "bare"));
    ASSERT_PROBLEM(folder, 0, "bare: note: this folder holds no file");
}

static void everything_else_still_loads(void **state)
{
    Folder *folder = *state;
    write_table(folder, "good.csv", "good");
    Text paths[] = {folder_path(folder, "none.csv"), folder_path(folder, "good.csv")};
    folder_load_all(folder, (LoadInputs){paths, 2});
    assert_int_equal(timeline_event_count(folder->timeline), 1);
    assert_int_equal(folder_problem_count(folder), 1);
}

static void same_content_is_loaded_once_and_named(void **state)
{
    Folder *folder = *state;
    write_table(folder, "one.csv", "same");
    write_table(folder, "two.csv", "same");
    write_table(folder, "xxx.csv", "diff");
    folder_load(folder, folder->path);
    assert_int_equal(timeline_event_count(folder->timeline), 2);
    Text line = folder_problem(folder, 0);
    assert_true(text_starts(line, TEXT("two.csv: note: the same as ")));
    assert_true(text_ends(line, TEXT("/one.csv: not loaded twice")));
    Accounting accounting = timeline_accounting(folder->timeline);
    assert_int_equal(accounting.folded, 1);
    assert_true(accounting_adds_up(accounting));
}

static void same_events_with_other_participants_are_another_document(void **state)
{
    Folder *folder = *state;
    static const char *const folders[] = {"one", "same", "other", "without"};
    for (size_t i = 0; i < 4; i++) {
        Text name = arena_printf(folder->arena, "%s/events.csv", folders[i]);
        folder_write(folder, name.ptr, TEXT("id,date,title,kind\ne1,1972,One,visit\n"));
        name = arena_printf(folder->arena, "%s/participants.csv", folders[i]);
        if (i < 3)
            folder_write(folder, name.ptr,
                         i == 2 ? TEXT("event_id,name\ne1,Nixon\n")
                                : TEXT("event_id,name\ne1,Mao\n"));
    }
    folder_load(folder, folder->path);
    Accounting accounting = timeline_accounting(folder->timeline);
    assert_int_equal(accounting.used, 3);
    assert_int_equal(accounting.joined, 2);
    assert_int_equal(accounting.folded, 1);
    assert_int_equal(folder_problem_count(folder), 1);
    assert_true(
        text_starts(folder_problem(folder, 0), TEXT("same/events.csv: note: the same as ")));
}

static void file_named_twice_is_loaded_once(void **state)
{
    Folder *folder = *state;
    write_table(folder, "one.csv", "one");
    Text paths[] = {folder_path(folder, "one.csv"), folder->path};
    folder_load_all(folder, (LoadInputs){paths, 2});
    assert_int_equal(timeline_event_count(folder->timeline), 1);
}

static void sources_csv_says_where_files_come_from(void **state)
{
    Folder *folder = *state;
    write_table(folder, "a.csv", "a");
    write_table(folder, "b.csv", "b");
    write_table(folder, "sub/a.csv", "sub");
    folder_write(
        folder, "sources.csv",
        TEXT("accessed,File,publisher,url\n2024-02-01,a.csv,\"Ministry, Press\",http://a\n"));
    folder_load(folder, folder->path);
    ASSERT_PROBLEM(
        folder, 0,
        "sources.csv: note: says where the files beside it come from; no timeline itself");
    assert_string_equal(folder_field(folder, 0, EVENT_PUBLISHER).ptr, "Ministry, Press");
    assert_string_equal(folder_field(folder, 0, EVENT_SOURCE_URL).ptr, "http://a");
    assert_true(text_equal(timeline_source(folder->timeline, 0)->accessed, TEXT("2024-02-01")));
    assert_string_equal(folder_field(folder, 1, EVENT_PUBLISHER).ptr, "");
    assert_string_equal(folder_field(folder, 2, EVENT_PUBLISHER).ptr, ""); // of another folder
    folder_load(folder, folder_path(folder, "a.csv"));
    assert_string_equal(folder_field(folder, 0, EVENT_PUBLISHER).ptr, "Ministry, Press");
}

static void mistakes_in_sources_csv_have_their_line(void **state)
{
    Folder *folder = *state;
    write_table(folder, "a.csv", "a");
    folder_write(folder, "sources.csv", TEXT("file,url\nx\na.csv,http://a\n"));
    folder_load(folder, folder_path(folder, "a.csv"));
    ASSERT_PROBLEM(folder, 0, "sources.csv:2:1: error: expected 2 fields, found 1");
    assert_string_equal(folder_field(folder, 0, EVENT_SOURCE_URL).ptr, "http://a");
    folder_write(folder, "sources.csv", TEXT("name,url\na.csv,http://a\n"));
    folder_load(folder, folder_path(folder, "a.csv"));
    ASSERT_PROBLEM(folder, 0, "sources.csv: error: expected a column \"file\" in the first line");
}

static void participants_are_read_with_their_events_only(void **state)
{
    Folder *folder = *state;
    folder_write(folder, "events.csv", TEXT("id,date,title,kind\ne1,1972,One,visit\n"));
    folder_write(folder, "participants.csv", TEXT("event_id,name\ne1,Mao\n"));
    folder_load(folder, folder_path(folder, "events.csv"));
    size_t count;
    timeline_participants(folder->timeline, folder_event(folder, 0), &count);
    assert_int_equal(count, 1);
    Text all[] = {folder_path(folder, "events.csv"), folder_path(folder, "participants.csv")};
    folder_load_all(folder, (LoadInputs){all, 2});
    assert_int_equal(folder_problem_count(folder), 0);
    folder_load(folder, all[1]);
    ASSERT_PROBLEM(folder, 0,
                   "participants.csv: error: belongs to an events.csv, which is not among the "
                   "files to load");
}

static void unknown_form_of_data_is_an_error(void **state)
{
    Folder *folder = *state;
    write_table(folder, "a.csv", "a");
    folder->settings.profile = TEXT("gdeltt");
    folder_load(folder, folder->path);
    assert_int_equal(timeline_event_count(folder->timeline), 0);
    ASSERT_PROBLEM(folder, 0, "error: no form of data is called \"gdeltt\"");
    folder->settings.profile = TEXT("csv");
    folder_load(folder, folder->path);
    assert_int_equal(timeline_event_count(folder->timeline), 1);
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, new_folder, free_folder)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(folder_is_read_in_order_of_bytes_without_hidden_files_and_links),
        IN_FOLDER(other_files_are_named_in_a_folder_and_refused_alone),
        IN_FOLDER(empty_binary_and_missing_files_are_said_to_be_so),
        IN_FOLDER(everything_else_still_loads),
        IN_FOLDER(same_content_is_loaded_once_and_named),
        IN_FOLDER(same_events_with_other_participants_are_another_document),
        IN_FOLDER(file_named_twice_is_loaded_once),
        IN_FOLDER(sources_csv_says_where_files_come_from),
        IN_FOLDER(mistakes_in_sources_csv_have_their_line),
        IN_FOLDER(participants_are_read_with_their_events_only),
        IN_FOLDER(unknown_form_of_data_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
