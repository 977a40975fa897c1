#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/changes.h"
#include "model/event_key_find.h"
#include "tests/support_files.h"

typedef struct Twice {
    Folder folder;
    Timeline *before;
} Twice;

static int set_up(void **state)
{
    static Twice twice;
    twice = (Twice){.folder = folder_new()};
    twice.folder.settings.keeps_files = true;
    *state = &twice;
    return 0;
}

static int tear_down(void **state)
{
    Twice *twice = *state;
    timeline_free(twice->before);
    folder_free(&twice->folder);
    return 0;
}

static void write(Twice *twice, const char *name, const char *content)
{
    folder_write(&twice->folder, name, text_from(content));
}

// What is there now is what was before the next load_again.
static void load(Twice *twice)
{
    twice->before = folder_load(&twice->folder, twice->folder.path);
    timeline_build_index(twice->before);
    twice->folder.timeline = NULL;
}

static Changes load_again(Twice *twice)
{
    Timeline *after = folder_load(&twice->folder, twice->folder.path);
    timeline_build_index(after);
    Comparison *comparison = changes_begin(twice->before, after, twice->folder.arena);
    return changes_end(comparison, twice->folder.arena);
}

static const char *summary(Twice *twice, Changes changes)
{
    return changes_summary(&changes, twice->folder.arena).ptr;
}

static const char *text(Twice *twice, Changes changes, size_t limit)
{
    return changes_text(&changes, twice->before, twice->folder.timeline, limit, twice->folder.arena)
        .ptr;
}

static void nothing_has_changed_where_the_files_are_the_same(void **state)
{
    Twice *twice = *state;
    write(twice, "a.csv", "id,date,title\ne1,1972,One\n");
    load(twice);
    Changes changes = load_again(twice);
    assert_false(changes_are_any(&changes));
    assert_string_equal(summary(twice, changes), "");
}

static void rows_are_added_changed_and_removed(void **state)
{
    Twice *twice = *state;
    write(twice, "a.csv",
          "id,date,title,place\ne1,1972,One,Beijing\ne2,1973,Two,\ne3,1974,Three,\n");
    load(twice);
    write(twice, "a.csv",
          "id,date,title,place\ne4,1971,Four,\ne3,1974,Three,\ne1,1972,One,Paris\n");
    Changes changes = load_again(twice);
    assert_string_equal(summary(twice, changes), "1 added, 1 changed, 1 removed");
    assert_string_equal(text(twice, changes, 10), "changed  1972    One\n"
                                                  "  - place: Beijing\n"
                                                  "  + place: Paris\n"
                                                  "added    1971    Four\n"
                                                  "removed  1973    Two\n");
    assert_string_equal(text(twice, changes, 1), "changed  1972    One\n"
                                                 "  - place: Beijing\n"
                                                 "  + place: Paris\n"
                                                 "and 2 more\n");
}

static void files_are_added_and_removed(void **state)
{
    Twice *twice = *state;
    write(twice, "a.csv", "id,date,title\ne1,1972,One\n");
    write(twice, "b.csv", "id,date,title\ne2,1973,Two\n");
    load(twice);
    remove(folder_path(&twice->folder, "b.csv").ptr);
    write(twice, "c.csv", "id,date,title\ne3,1974,Three\n");
    assert_string_equal(summary(twice, load_again(twice)), "1 added, 1 removed");
}

static void event_of_a_renamed_file_is_the_same(void **state)
{
    Twice *twice = *state;
    write(twice, "a.csv", "id,date,title\ne1,1972,One\n");
    load(twice);
    remove(folder_path(&twice->folder, "a.csv").ptr);
    write(twice, "b.csv", "id,date,title\ne1,1972,One\n");
    assert_string_equal(summary(twice, load_again(twice)), "");
}

// Its id is a hash of the record: the date and the title tell that it is the same.
static void event_whose_id_follows_its_text_is_changed_not_replaced(void **state)
{
    Twice *twice = *state;
    write(twice, "a.csv", "date,title,remark\n1972,One,first\n");
    load(twice);
    write(twice, "a.csv", "date,title,remark\n1972,One,second\n");
    assert_string_equal(summary(twice, load_again(twice)), "1 changed");
}

static void positions_beside_a_table_belong_to_its_events(void **state)
{
    Twice *twice = *state;
    const char *head = "event_id,n,speaker,text\n";
    write(twice, "events.csv", "id,date,title,kind\ne1,1972,One,visit\ne2,1973,Two,visit\n");
    write(twice, "positions.csv",
          arena_printf(twice->folder.arena, "%se1,1,Mao,Old words\ne1,2,Mao,Kept\n", head).ptr);
    load(twice);
    write(twice, "positions.csv",
          arena_printf(twice->folder.arena, "%se1,1,Mao,New words\ne1,2,Mao,Kept\n", head).ptr);
    Changes changes = load_again(twice);
    assert_string_equal(text(twice, changes, 10), "changed  1972    One\n"
                                                  "  - Mao: Old words\n"
                                                  "  + Mao: New words\n");
}

static Text many_rows(Arena *arena, unsigned count)
{
    Buffer rows = buffer_in(arena);
    buffer_add(&rows, TEXT("id,date,title\n"));
    for (unsigned i = 0; i < count; i++)
        buffer_printf(&rows, "e%u,1972,%060u\n", i, i);
    return buffer_text(&rows);
}

static void large_table_that_has_grown_has_new_rows_only(void **state)
{
    Twice *twice = *state;
    Arena *arena = twice->folder.arena;
    Text path = folder_write(&twice->folder, "a.csv", many_rows(arena, 30000));
    load(twice);
    FILE *file = fopen(path.ptr, "a");
    fputs("n1,1975,New\n", file);
    fclose(file);
    Changes changes = load_again(twice);
    assert_string_equal(text(twice, changes, 10), "added    1975    New\n");
}

static void large_table_that_was_rewritten_is_only_counted(void **state)
{
    Twice *twice = *state;
    Arena *arena = twice->folder.arena;
    folder_write(&twice->folder, "a.csv", many_rows(arena, 30000));
    load(twice);
    folder_write(&twice->folder, "a.csv", many_rows(arena, 30010));
    const char *path = folder_path(&twice->folder, "a.csv").ptr;
    FILE *file = fopen(path, "r+"); // no longer a table that has only grown
    fputs("ID", file);
    fclose(file);
    folder_write(&twice->folder, "a.csv", many_rows(arena, 29000));
    assert_string_equal(summary(twice, load_again(twice)),
                        "too many to compare: 30000 events before, 29000 now");
}

static void event_is_found_by_its_key(void **state)
{
    Twice *twice = *state;
    write(twice, "a.csv",
          "id,date,title\ne1,1972,One\ne2,1973-05,Two\ne3,1973-05,Three\ne4,,Four\n");
    load(twice);
    Timeline *timeline = twice->before;
    const EventId *events;
    size_t count = timeline_all_events(timeline, &events);
    for (size_t i = 0; i < count; i++) {
        EventKey key = event_key_of(timeline, events[i], twice->folder.arena);
        assert_true(event_equal(event_key_find(timeline, &key), events[i]));
        key.id = TEXT("other"); // the rest tells it
        assert_true(event_equal(event_key_find(timeline, &key), events[i]));
    }
    EventKey mended = {.id = TEXT("e2"), .date = TEXT("1999"), .title = TEXT("Two")};
    assert_true(event_equal(event_key_find(timeline, &mended), events[1]));
    EventKey strange = {.id = TEXT("e9"), .date = TEXT("1972"), .title = TEXT("Nine")};
    assert_true(event_equal(event_key_find(timeline, &strange), EVENT_NOWHERE));
}

#define TWICE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TWICE_TEST(nothing_has_changed_where_the_files_are_the_same),
        TWICE_TEST(rows_are_added_changed_and_removed),
        TWICE_TEST(files_are_added_and_removed),
        TWICE_TEST(event_of_a_renamed_file_is_the_same),
        TWICE_TEST(event_whose_id_follows_its_text_is_changed_not_replaced),
        TWICE_TEST(positions_beside_a_table_belong_to_its_events),
        TWICE_TEST(large_table_that_has_grown_has_new_rows_only),
        TWICE_TEST(large_table_that_was_rewritten_is_only_counted),
        TWICE_TEST(event_is_found_by_its_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
