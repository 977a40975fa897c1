#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/seen.h"
#include "tests/support_files.h"

#define TABLE "id,date,title\ne1,2024-01-01,One\ne2,2024-01-02,Two\n"

static void look(Seen *seen, Folder *folder)
{
    seen_begin(seen, folder_load(folder, folder->path));
    while (!seen_step(seen))
        ;
}

// What is new, as "e2 e3".
static const char *news(const Seen *seen, Folder *folder)
{
    Buffer out = buffer_in(folder->arena);
    size_t count = timeline_event_count(folder->timeline);
    timeline_build_index(folder->timeline);
    for (size_t i = 0; i < count; i++)
        if (seen_is_new(seen, folder_event(folder, i)))
            buffer_printf(&out, "%s%s", out.count ? " " : "",
                          folder_field(folder, i, EVENT_ID).ptr);
    buffer_add_char(&out, '\0');
    return buffer_text(&out).ptr;
}

static bool take(void *context, Text bytes)
{
    buffer_add(context, bytes);
    return true;
}

static Text kept(const Seen *seen, Text on_disk, Arena *arena)
{
    Buffer out = buffer_in(arena);
    Sink sink = {.write = take, .context = &out};
    assert_true(seen_write(seen, on_disk, &sink));
    return arena_text(arena, buffer_text(&out));
}

// A run that shows what is in the folder; gives what it keeps.
static Text run(Folder *folder, Text file, const char *expected)
{
    Seen *seen = seen_new(TEXT("/base"));
    seen_read(seen, file);
    look(seen, folder);
    assert_string_equal(news(seen, folder), expected);
    Text after = kept(seen, file, folder->arena);
    timeline_set_seen(folder->timeline, NULL);
    seen_free(seen);
    return after;
}

static size_t count_of(Text text, Text part)
{
    size_t count = 0;
    for (size_t at; (at = text_find(text, part)) != TEXT_NOWHERE; count++)
        text = text_sub(text, at + part.len, text.len);
    return count;
}

static void first_run_has_nothing_new(void **state)
{
    Folder *folder = *state;
    folder_write(folder, "a.csv", TEXT(TABLE));
    Text file = run(folder, TEXT(""), "");
    assert_int_equal(count_of(file, TEXT("file ")), 1 + 1); // a comment says what a line holds
    run(folder, file, "");
}

static void what_is_added_is_new_once(void **state)
{
    Folder *folder = *state;
    folder_write(folder, "a.csv", TEXT(TABLE));
    Text file = run(folder, TEXT(""), "");
    folder_write(folder, "a.csv", TEXT(TABLE "e3,2024-01-03,Three\n"));
    folder_write(folder, "b.csv", TEXT("id,date,title\ne4,2024-01-04,Four\n"));
    file = run(folder, file, "e3 e4");
    run(folder, file, "");
}

static void rows_are_known_by_their_ids(void **state)
{
    Folder *folder = *state;
    folder_write(folder, "a.csv", TEXT(TABLE));
    Text file = run(folder, TEXT(""), "");
    // Another order, a mended title, one that is another, and a copy elsewhere.
    folder_write(folder, "a.csv", TEXT("id,date,title\ne2,2024-01-02,2nd\ne9,2024-01-01,One\n"));
    folder_write(folder, "b.csv", TEXT("id,date,title,place\ne1,2024-01-01,One,Paris\n"));
    run(folder, file, "e9");
}

static void same_content_is_known_wherever_it_lies(void **state)
{
    Folder *folder = *state;
    folder_write(folder, "a.csv", TEXT(TABLE));
    Text file = run(folder, TEXT(""), "");
    folder_write(folder, "a.csv", TEXT("id,date,title\ne7,2024-01-07,Seven\n"));
    folder_write(folder, "new/c.csv", TEXT(TABLE));
    run(folder, file, "e7");
}

static Text many_rows(Folder *folder, size_t count, const char *sign)
{
    Buffer out = buffer_in(folder->arena);
    buffer_printf(&out, "id,date,title\n");
    for (size_t i = 0; i < count; i++)
        buffer_printf(&out, "%s%zu,2024-01-01,Row\n", sign, i);
    return buffer_text(&out);
}

static void large_files_are_known_by_their_length(void **state)
{
    Folder *folder = *state;
    Text rows = many_rows(folder, SEEN_FILE_IDS + 1, "g");
    folder_write(folder, "a.csv", rows);
    Text file = run(folder, TEXT(""), "");
    assert_true(file.len < 1000); // no ids
    folder_write(folder, "a.csv",
                 arena_printf(folder->arena, "%.*sg-new,2024-01-01,Row\n", TEXT_ARG(rows)));
    file = run(folder, file, "g-new");
    // Rewritten: nobody can tell what is new in it.
    folder_write(folder, "a.csv", many_rows(folder, SEEN_FILE_IDS + 1, "h"));
    run(folder, file, "");
}

static void a_reload_brings_news_until_they_are_known(void **state)
{
    Folder *folder = *state;
    Seen *seen = seen_new(TEXT(""));
    folder_write(folder, "a.csv", TEXT(TABLE));
    look(seen, folder);
    assert_false(seen_is_saved(seen));
    seen_saved(seen);
    folder_write(folder, "a.csv", TEXT(TABLE "e3,2024-01-03,Three\n"));
    look(seen, folder);
    assert_string_equal(news(seen, folder), "e3");
    assert_int_equal(seen_new_count(seen), 1);
    look(seen, folder);
    assert_string_equal(news(seen, folder),
                        "e3"); // in this run it is new until it is said to be known
    seen_clear(seen);
    assert_string_equal(news(seen, folder), "");
    look(seen, folder);
    assert_string_equal(news(seen, folder), "");
    seen_free(seen);
}

static void two_programs_lose_nothing(void **state)
{
    Folder *folder = *state;
    folder_write(folder, "a.csv", TEXT(TABLE));
    Text file = run(folder,
                    TEXT("file 00000000000000ff 12 1 /elsewhere/x y.csv\n"
                         "0000000000aa\nrubbish\n<<<<<<< HEAD\n\n"),
                    "");
    assert_int_equal(count_of(file, TEXT("file 00000000000000ff 12 1 /elsewhere/x y.csv\n"
                                         "0000000000aa\nfile ")),
                     1);
    assert_int_equal(count_of(file, TEXT("rubbish")), 0);
    assert_int_equal(count_of(run(folder, file, ""), TEXT("/a.csv\n")), 1);
}

static void damaged_file_is_no_trouble(void **state)
{
    Folder *folder = *state;
    folder_write(folder, "a.csv", TEXT(TABLE));
    run(folder,
        TEXT("file \nfile 1 2\nfile zz 1 1 /x\nfile 00000000000000ff -1 1 /x\n0\nfile "
             "00000000000000ff 99999999999999999999 1 /x"),
        "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_set_up, folder_tear_down)
        TEST(first_run_has_nothing_new),
        TEST(what_is_added_is_new_once),
        TEST(rows_are_known_by_their_ids),
        TEST(same_content_is_known_wherever_it_lies),
        TEST(large_files_are_known_by_their_length),
        TEST(a_reload_brings_news_until_they_are_known),
        TEST(two_programs_lose_nothing),
        TEST(damaged_file_is_no_trouble),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
