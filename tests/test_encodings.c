#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <iconv.h>

#include "loaders/gb18030.h"
#include "tests/support_files.h"

static Text encoded(Arena *arena, const char *encoding, Text text)
{
    char *out = arena_alloc(arena, text.len * 2 + 8, 1), *to = out;
    char *in = (char *)(uintptr_t)text.ptr; // iconv does not write to it
    size_t left = text.len, room = text.len * 2 + 8;
    iconv_t converter = iconv_open(encoding, "UTF-8");
    assert_true(converter != (iconv_t)-1);
    assert_int_not_equal(iconv(converter, &in, &left, &to, &room), (size_t)-1);
    iconv_close(converter);
    return (Text){out, (size_t)(to - out)};
}

#define CHINESE                                                                                    \
    "日期,标题,date,title\n"                                                                   \
    "甲,一,2024-01-19,中国外交部发言人就朝鲜半岛局势答记者问\n"               \
    "乙,二,2024-03-21,中朝两党举行会谈，双方就共同关心的问题交换意见\n"
#define RUSSIAN                                                                                    \
    "date,title\n2024-01-19,Встреча министра иностранных дел с послом\n2024-01-20,Переговоры\n"
#define KOREAN                                                                                     \
    "date,title\n2024-01-19,조선외무성 대변인 담화를 발표하였다\n2024-01-20,중국과의 친선\n"
#define JAPANESE "date,title\n2024-01-19,外務大臣は中国の王毅外交部長と会談を行いました\n"
#define FRENCH   "date,title\n1972-02-21,\"Créée à l'été, la Mission: ÉÉ et àé\"\n1973,Où ça?\n"

static void table_in_gb18030_is_recognised_with_a_note(void **state)
{
    Folder *folder = *state;
    Text bytes = encoded(folder->arena, "GB18030", TEXT(CHINESE));
    folder_load(folder, folder_write(folder, "gb.csv", bytes));
    assert_string_equal(folder_field(folder, 0, EVENT_TITLE).ptr,
                        "中国外交部发言人就朝鲜半岛局势答记者问");
    assert_string_equal(folder_field(folder, 0, EVENT_SOURCE_OFFSET).ptr, "21");
    assert_int_equal(folder_problem_count(folder), 1);
    assert_string_equal(folder_problem(folder, 0).ptr,
                        "gb.csv:1:1: note: not UTF-8 and nothing says what: read as GB18030");
}

static void encoding_that_was_named_holds(void **state)
{
    Folder *folder = *state;
    folder->settings.encoding = TEXT("EUC-KR");
    folder_load(folder,
                folder_write(folder, "k.csv", encoded(folder->arena, "EUC-KR", TEXT(KOREAN))));
    folder->settings.encoding = TEXT("");
    assert_string_equal(folder_field(folder, 1, EVENT_TITLE).ptr, "중국과의 친선");
    assert_int_equal(folder_problem_count(folder), 0);
}

static void other_encodings_are_not_taken_for_chinese(void **state)
{
    Folder *folder = *state;
    static const struct {
        const char *encoding;
        Text text;
    } cases[] = {
        {"CP1251", TEXT_INIT(RUSSIAN)},     {"KOI8-R", TEXT_INIT(RUSSIAN)},
        {"EUC-KR", TEXT_INIT(KOREAN)},      {"SHIFT-JIS", TEXT_INIT(JAPANESE)},
        {"EUC-JP", TEXT_INIT(JAPANESE)},    {"CP1252", TEXT_INIT(FRENCH)},
        {"ISO-8859-5", TEXT_INIT(RUSSIAN)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        GbCount count = {0};
        gb_count(&count, encoded(folder->arena, cases[i].encoding, cases[i].text));
        if (gb_is_likely(&count))
            fail_msg("%s was taken for GB18030", cases[i].encoding);
    }
}

static void text_may_be_cut_inside_a_character(void **state)
{
    Folder *folder = *state;
    Text bytes = encoded(folder->arena, "GB18030", TEXT(CHINESE "丙,三,2024,𠀀㐂\n"));
    GbCount whole = {0};
    gb_count(&whole, bytes);
    assert_true(gb_is_likely(&whole));
    for (size_t at = 0; at <= bytes.len; at++) {
        GbCount parts = {0};
        gb_count(&parts, text_sub(bytes, 0, at));
        gb_count(&parts, text_sub(bytes, at, bytes.len));
        assert_memory_equal(&parts, &whole, sizeof whole);
    }
}

// ---- tables whose first rows are shown before the rest was looked at ----

enum { LARGE_ROWS = 120000, WINDOW_ROWS = 12000 }; // 2.5 MB, and 200 kB of them

// Rows of `first`, then of a plain one, then those of `last`.
static Text large_table(Arena *arena, const char *first, size_t first_rows, const char *last)
{
    Buffer out = buffer_in(arena);
    buffer_printf(&out, "date,title\n");
    for (size_t i = 0; i < first_rows; i++)
        buffer_printf(&out, "%s\n", first);
    for (size_t i = first_rows; i < LARGE_ROWS; i++)
        buffer_printf(&out, "1990-01-01,Plain row\n");
    for (const char *at = last; *at; at++)
        buffer_add_char(&out, *at);
    return buffer_text(&out);
}

static const char *last_title(Folder *folder)
{
    size_t count = timeline_event_count(folder->timeline);
    return folder_field(folder, count - 1, EVENT_TITLE).ptr;
}

static void western_letters_behind_a_long_beginning_are_found(void **state)
{
    Folder *folder = *state;
    Text table = large_table(folder->arena, "1980-01-01,Row", 1,
                             "2024-01-01,\xC9lys\xE9"
                             "e\n");
    folder_load(folder, folder_write(folder, "late.csv", table));
    assert_int_equal(timeline_event_count(folder->timeline), LARGE_ROWS + 1);
    assert_string_equal(last_title(folder), "Élysée");
    assert_int_equal(folder_problem_count(folder), 1);
    assert_non_null(strstr(folder_problem(folder, 0).ptr,
                           "not UTF-8 and nothing says what: read as windows-1252"));
}

static void western_letters_at_the_beginning_settle_it(void **state)
{
    Folder *folder = *state;
    Text table = large_table(folder->arena, "1980-01-01,\xC9t\xE9", 100, "2024-01-01,\xC9t\xE9\n");
    folder_load(folder, folder_write(folder, "early.csv", table));
    assert_string_equal(last_title(folder), "Été");
    ASSERT_FIELD(folder, 0, EVENT_TITLE, "Été");
}

static void what_began_as_utf8_stays_so(void **state)
{
    Folder *folder = *state;
    Text table = large_table(folder->arena, "1980-01-01,Été", 2, "2024-01-01,\xC9t\xE9\n");
    folder_load(folder, folder_write(folder, "damaged.csv", table));
    ASSERT_FIELD(folder, 0, EVENT_TITLE, "Été");
    assert_int_equal(folder_problem_count(folder), 1);
    assert_non_null(strstr(folder_problem(folder, 0).ptr, "expected UTF-8 in \"title\""));
}

static void order_of_dates_is_found_in_pieces(void **state)
{
    Folder *folder = *state;
    // Day and month could be either in the first rows; a later one shows that the day is first.
    Text table = large_table(folder->arena, "03/04/1980,Row", WINDOW_ROWS, "01/02/2024,Last\n");
    char *bytes = (char *)(uintptr_t)table.ptr;
    for (size_t i = table.len / 2; i < table.len - 20; i++)
        if (memcmp(bytes + i, "1990-01-01", 10) == 0)
            memcpy(bytes + i, "25/12/1990", 10);
    folder_load(folder, folder_write(folder, "days.csv", table));
    ASSERT_FIELD(folder, 0, EVENT_DATE, "1980-04-03");
    size_t count = timeline_event_count(folder->timeline);
    assert_int_equal(count, LARGE_ROWS + 1);
    assert_string_equal(folder_field(folder, count - 1, EVENT_DATE).ptr, "2024-02-01");
    assert_int_equal(folder_problem_count(folder), 1); // the note on the order
}

static void another_order_behind_is_told(void **state)
{
    Folder *folder = *state;
    Text table = large_table(folder->arena, "25/04/1980,Row", WINDOW_ROWS,
                             "12/25/2024,Last\n12/26/2024,Last\n01/02/2025,Last\n");
    char *bytes = (char *)(uintptr_t)table.ptr;
    memcpy(bytes + strlen("date,title\n"), "03/04/1980", 10); // so that the order is asked for
    folder_load(folder, folder_write(folder, "mixed.csv", table));
    ASSERT_FIELD(folder, 0, EVENT_DATE, "1980-04-03");
    assert_string_equal(folder_field(folder, LARGE_ROWS + 2, EVENT_DATE).ptr, "2025-02-01");
    assert_int_equal(folder_problem_count(folder), 2);
    const char *told = "\"12/25/2024\" has the month first, other dates of the column have the day "
                       "first; those that can be read in two ways are read like the others";
    assert_true(strstr(folder_problem(folder, 0).ptr, told) ||
                strstr(folder_problem(folder, 1).ptr, told));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_in_gb18030_is_recognised_with_a_note),
        cmocka_unit_test(encoding_that_was_named_holds),
        cmocka_unit_test(other_encodings_are_not_taken_for_chinese),
        cmocka_unit_test(text_may_be_cut_inside_a_character),
        cmocka_unit_test(western_letters_behind_a_long_beginning_are_found),
        cmocka_unit_test(western_letters_at_the_beginning_settle_it),
        cmocka_unit_test(what_began_as_utf8_stays_so),
        cmocka_unit_test(order_of_dates_is_found_in_pieces),
        cmocka_unit_test(another_order_behind_is_told),
    };
    return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
