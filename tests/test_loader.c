#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "loaders/twins.h"
#include "tests/support_files.h"

// ---- a folder whose reading fails: the linker puts this readdir before the library's ----

struct dirent *__real_readdir(DIR *folder);
struct dirent *__wrap_readdir(DIR *folder);

static bool fails_to_list;

struct dirent *__wrap_readdir(DIR *folder)
{
    struct dirent *entry = __real_readdir(folder);
    if (entry || !fails_to_list)
        return entry;
    errno = EIO;
    return NULL;
}

static void write_table(Folder *folder, const char *name, const char *title)
{
    folder_write(folder, name, arena_printf(folder->arena, "date,title\n1972,%s\n", title));
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
    assert_string_equal(folder_sources(folder), "B.csv a-b.csv a/z.csv b.csv");
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
    assert_int_equal(folder_problem_count(folder), 3); // two of them about the ids
    assert_true(
        text_starts(folder_problem(folder, 1), TEXT("same/events.csv: note: the same as ")));
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
    assert_true(text_equal(timeline_source(folder->timeline, 0)->origin->values[ORIGIN_ACCESSED],
                           TEXT("2024-02-01")));
    assert_string_equal(folder_field(folder, 1, EVENT_PUBLISHER).ptr, "");
    assert_string_equal(folder_field(folder, 2, EVENT_PUBLISHER).ptr, ""); // of another folder
    folder_load(folder, folder_path(folder, "a.csv"));
    assert_string_equal(folder_field(folder, 0, EVENT_PUBLISHER).ptr, "Ministry, Press");
}

static void sources_csv_states_coverage(void **state)
{
    Folder *folder = *state;
    write_table(folder, "a.csv", "a");
    write_table(folder, "b.csv", "b");
    folder_write(folder, "sources.csv",
                 TEXT("file,publisher,coverage_from,coverage_to\na.csv,,1972-02,1973\n"
                      ",Ministry,1999,\nb.csv,,soon,1974\n,Other,1980,1979\n"));
    folder_load(folder, folder->path);
    const Source *source = timeline_source(folder->timeline, 0);
    assert_int_equal(source->origin->from.start, date_day_number(1972, 2, 1));
    assert_int_equal(source->origin->to.end, date_day_number(1973, 12, 31));
    assert_int_equal(source->origins->count, 4);
    assert_int_equal(source->origins->without_file, 2);
    const Origin *ministry = &source->origins->items[0];
    assert_true(text_equal(ministry->values[ORIGIN_PUBLISHER], TEXT("Ministry")));
    assert_true(origin_has_coverage(ministry) && date_is_absent(ministry->to));
    ASSERT_PROBLEM(
        folder, 0,
        "sources.csv:4:8: warning: expected a date in \"coverage_from\", found \"soon\"");
    ASSERT_PROBLEM(
        folder, 1,
        "sources.csv:5:13: warning: expected an end that is not before the start, found \"1979\"");
    assert_false(origin_has_coverage(&source->origins->items[1]));
}

static void mistakes_in_sources_csv_have_their_line(void **state)
{
    Folder *folder = *state;
    write_table(folder, "a.csv", "a");
    folder_write(folder, "sources.csv", TEXT("file,url\nx\na.csv,http://a\n"));
    folder_load(folder, folder_path(folder, "a.csv"));
    ASSERT_PROBLEM(folder, 0, "sources.csv:2:1: error: expected 2 fields, found 1: \"x\"");
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
                   "participants.csv: error: belongs to an events table, which is not among the "
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
    folder->settings.profile = TEXT("table");
    folder_load(folder, folder->path);
    assert_int_equal(timeline_event_count(folder->timeline), 1);
}

static void forms_of_data_are_listed_by_the_names_that_find_them(void **state)
{
    Folder *folder = *state;
    assert_string_equal(loader_names(NULL, folder->arena).ptr, "readout or table");
    Text names = loader_names(&folder->lexicon, folder->arena);
    assert_true(text_starts(names, TEXT("readout, table, acled, ")));
    assert_true(text_ends(names, TEXT(" or unga-votes")));
    assert_ptr_equal(loader_by_name(NULL, TEXT("readout")), &readout_loader);
    assert_ptr_equal(loader_by_name(NULL, TEXT("table")), &table_loader);
    assert_ptr_equal(loader_by_name(&folder->lexicon, TEXT("gdelt2")), &table_loader);
    assert_null(loader_by_name(&folder->lexicon, TEXT("csv")));
}

static void blank_file_read_as_a_table_is_said_to_be_none(void **state)
{
    Folder *folder = *state;
    folder->settings.profile = TEXT("table");
    folder_load(folder, folder_write(folder, "blank.csv", TEXT("\n\n\r\n")));
    assert_int_equal(folder_problem_count(folder), 1);
    ASSERT_PROBLEM(folder, 0, "blank.csv: error: the file holds blank lines alone");
}

// ---- folders ----

// As many more descriptors as are wanted, and no more. Gives the limit that was.
static struct rlimit leave_descriptors(unsigned wanted)
{
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    int next = dup(STDOUT_FILENO);
    close(next);
    struct rlimit few = {.rlim_cur = (rlim_t)next + wanted, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    return before;
}

static void deep_folders_need_few_descriptors(void **state)
{
    Folder *folder = *state;
    Buffer name = buffer_in(folder->arena);
    for (int i = 0; i < 100; i++)
        buffer_add(&name, TEXT("d/"));
    buffer_add(&name, TEXT("t.csv"));
    write_table(folder, arena_text(folder->arena, buffer_text(&name)).ptr, "t");
    struct rlimit before = leave_descriptors(4);
    folder_load(folder, folder->path);
    setrlimit(RLIMIT_NOFILE, &before);
    assert_int_equal(folder_problem_count(folder), 0);
    assert_int_equal(timeline_event_count(folder->timeline), 1);
}

static void folder_that_cannot_be_read_is_named_with_the_reason(void **state)
{
    Folder *folder = *state;
    write_table(folder, "a/t.csv", "t");
    struct rlimit before = leave_descriptors(0);
    folder_load(folder, folder_path(folder, "a"));
    setrlimit(RLIMIT_NOFILE, &before);
    ASSERT_PROBLEM(folder, 0, arena_printf(folder->arena, "a: error: %s", strerror(EMFILE)).ptr);
    fails_to_list = true;
    folder_load(folder, folder_path(folder, "a"));
    fails_to_list = false;
    ASSERT_PROBLEM(folder, 0, arena_printf(folder->arena, "a: error: %s", strerror(EIO)).ptr);
    assert_int_equal(timeline_event_count(folder->timeline), 1); // what was listed before
}

// ---- twins ----

static size_t bytes_read;

static bool count_bytes(const Source *source, uint64_t offset, size_t len, char *to)
{
    bytes_read += len;
    return source_read_memory(source, offset, len, to);
}

static void each_file_of_one_size_is_read_once_to_find_twins(void **state)
{
    Folder *folder = *state;
    static const SourceOps ops = {.read = count_bytes, .slice_text = source_raw};
    enum { FILES = 500, LENGTH = 8 };
    LoadOpened opened = {.source_count = 0};
    Load load = {.arena = folder->arena, .scratch = folder->arena, .opened = &opened};
    Twins *twins = twins_new(&load);
    const Source *tenth = NULL;
    for (int i = 0; i < FILES; i++) {
        Text content = arena_printf(folder->arena, "%0*d", LENGTH, i);
        Source *source = source_in_memory(folder->arena, TEXT("x.csv"), content, &ops);
        assert_null(twins_add(twins, source));
        tenth = i == 10 ? source : tenth;
    }
    assert_int_equal(bytes_read, FILES * LENGTH);
    Source *again = source_in_memory(folder->arena, TEXT("y.csv"), TEXT("00000010"), &ops);
    assert_ptr_equal(twins_add(twins, again), tenth);
    assert_int_equal(bytes_read, (FILES + 3) * LENGTH);
}

// ---- cancelling ----

static bool drop(void *context, Segment *segment)
{
    (void)context;
    segment_free(segment);
    return true;
}

typedef struct Watched {
    Cancel cancel;
    uint64_t wish_at, furthest; // offsets read
} Watched;

static Watched watched;

static bool watch(const Source *source, uint64_t offset, size_t len, char *to)
{
    if (offset > watched.furthest)
        watched.furthest = offset;
    if (offset >= watched.wish_at)
        cancel_wish(&watched.cancel);
    return source_read_memory(source, offset, len, to);
}

static Load load_to_cancel(Folder *folder, LoadOpened *opened)
{
    cancel_open(&watched.cancel);
    return (Load){.lexicon = &folder->lexicon,
                  .settings = &folder->settings,
                  .builder = builder_new(folder->lexicon.countries, drop, NULL),
                  .scratch = folder->arena,
                  .arena = folder->arena,
                  .cancel = &watched.cancel,
                  .opened = opened};
}

// The first date needs the whole column: whether its day comes first.
static void pass_over_a_whole_file_can_be_cancelled(void **state)
{
    Folder *folder = *state;
    static const SourceOps ops = {.read = watch, .slice_text = source_raw};
    enum { ROWS = 200000, WISH_AT = 300000 };
    Buffer rows = buffer_in(folder->arena);
    buffer_add(&rows, TEXT("date,title\n"));
    for (int i = 0; i < ROWS; i++)
        buffer_add(&rows, TEXT("01/02/1972,t\n"));
    LoadOpened opened = {.source_count = 0};
    Load load = load_to_cancel(folder, &opened);
    watched.wish_at = WISH_AT;
    watched.furthest = 0;
    Source *source =
        source_in_memory(builder_arena(load.builder), TEXT("t.csv"), buffer_text(&rows), &ops);
    builder_add_source(load.builder, source);
    assert_false(table_loader.load(&load, source));
    assert_true(watched.furthest >= WISH_AT && watched.furthest < 2 * WISH_AT);
    assert_int_equal(builder_accounting(load.builder)->used, 0);
    builder_free(load.builder);
    cancel_close(&watched.cancel);
}

static void cancelled_load_opens_no_further_file(void **state)
{
    Folder *folder = *state;
    for (int i = 0; i < 20; i++)
        folder_write(folder, arena_printf(folder->arena, "%02d.csv", i).ptr, TEXT("date,title\n"));
    LoadOpened opened = {.source_count = 0};
    Load load = load_to_cancel(folder, &opened);
    cancel_wish(&watched.cancel);
    assert_false(load_inputs(&load, (LoadInputs){&folder->path, 1}));
    assert_int_equal(builder_accounting(load.builder)->read, 0);
    builder_free(load.builder);
    cancel_close(&watched.cancel);
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_set_up, folder_tear_down)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(folder_is_read_in_order_of_bytes_without_hidden_files_and_links),
        IN_FOLDER(other_files_are_named_in_a_folder_and_refused_alone),
        IN_FOLDER(empty_binary_and_missing_files_are_said_to_be_so),
        IN_FOLDER(everything_else_still_loads),
        IN_FOLDER(same_content_is_loaded_once_and_named),
        IN_FOLDER(same_events_with_other_participants_are_another_document),
        IN_FOLDER(file_named_twice_is_loaded_once),
        IN_FOLDER(sources_csv_says_where_files_come_from),
        IN_FOLDER(sources_csv_states_coverage),
        IN_FOLDER(mistakes_in_sources_csv_have_their_line),
        IN_FOLDER(participants_are_read_with_their_events_only),
        IN_FOLDER(unknown_form_of_data_is_an_error),
        IN_FOLDER(forms_of_data_are_listed_by_the_names_that_find_them),
        IN_FOLDER(blank_file_read_as_a_table_is_said_to_be_none),
        IN_FOLDER(deep_folders_need_few_descriptors),
        IN_FOLDER(folder_that_cannot_be_read_is_named_with_the_reason),
        IN_FOLDER(each_file_of_one_size_is_read_once_to_find_twins),
        IN_FOLDER(pass_over_a_whole_file_can_be_cancelled),
        IN_FOLDER(cancelled_load_opens_no_further_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
