#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "loaders/watch.h"
#include "tests/support_files.h"

// Time is given: nobody waits.
typedef struct Watched {
    Folder folder;
    Watch *watch;
    Text path;
    int64_t now_ms;
} Watched;

static int set_up(void **state)
{
    static Watched watched;
    watched = (Watched){.folder = folder_new(), .now_ms = 1000000};
    folder_write(&watched.folder, "f/a.csv", TEXT("date,title\n1972,One\n"));
    watched.path = folder_path(&watched.folder, "f");
    watched.watch = watch_new((LoadInputs){&watched.path, 1});
    *state = &watched;
    return 0;
}

static int tear_down(void **state)
{
    Watched *watched = *state;
    watch_free(watched->watch);
    folder_free(&watched->folder);
    return 0;
}

static bool changed_after(Watched *watched, int64_t ms)
{
    watched->now_ms += ms;
    return watch_has_settled_change(watched->watch, watched->now_ms);
}

static void write(Watched *watched, const char *name, const char *content)
{
    folder_write(&watched->folder, name, text_from(content));
}

static void change_counts_once_its_size_has_held_for_a_second(void **state)
{
    Watched *watched = *state;
    assert_false(changed_after(watched, 5000));
    write(watched, "f/a.csv", "date,title\n1972,One\n1973");
    assert_false(changed_after(watched, 500));
    write(watched, "f/a.csv", "date,title\n1972,One\n1973,Two\n");
    assert_false(changed_after(watched, 600));
    assert_false(changed_after(watched, 600)); // the second size has held for 600 ms
    assert_true(changed_after(watched, 600));
    assert_false(changed_after(watched, 5000)); // told once
}

static void new_and_removed_files_count_and_hidden_ones_do_not(void **state)
{
    Watched *watched = *state;
    write(watched, "f/.hidden.csv", "x");
    assert_false(changed_after(watched, 2000));
    assert_false(changed_after(watched, 2000));
    write(watched, "f/deep/er/b.csv", "date,title\n");
    assert_false(changed_after(watched, 2000));
    assert_true(changed_after(watched, 2000));
    remove(folder_path(&watched->folder, "f/a.csv").ptr);
    assert_false(changed_after(watched, 2000));
    assert_true(changed_after(watched, 2000));
}

static void file_that_never_rests_is_read_all_the_same(void **state)
{
    Watched *watched = *state;
    Buffer content = buffer_in(watched->folder.arena);
    int told = 0;
    for (int i = 0; i < 30; i++) {
        buffer_add(&content, TEXT("1972,One\n"));
        folder_write(&watched->folder, "f/a.csv", buffer_text(&content));
        told += changed_after(watched, 500);
    }
    assert_int_equal(told, 1);
}

static void what_was_read_by_hand_is_known(void **state)
{
    Watched *watched = *state;
    write(watched, "f/b.csv", "date,title\n");
    watch_reset(watched->watch);
    assert_false(changed_after(watched, 2000));
    assert_false(changed_after(watched, 2000));
}

#define WATCH_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WATCH_TEST(change_counts_once_its_size_has_held_for_a_second),
        WATCH_TEST(new_and_removed_files_count_and_hidden_ones_do_not),
        WATCH_TEST(file_that_never_rests_is_read_all_the_same),
        WATCH_TEST(what_was_read_by_hand_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
