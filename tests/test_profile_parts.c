// Dates under their forms, and maps of codes: the parts of a recipe.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "loaders/profile_date.h"
#include "loaders/profile_kinds.h"

static Arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

// ---- dates ----

// The date as EDTF, "-" where the form does not fit.
static void assert_date(const char *form, const char *text, const char *expected)
{
    Date date;
    Text pattern = text_from(form);
    bool is_read = date_form_read(date_form_parse(pattern), pattern, text_from(text), &date);
    Text found = is_read ? date_format(date, arena) : TEXT("-");
    if (!text_equal(found, text_from(expected)))
        fail_msg("\"%s\" as %s: expected %s, found %.*s", text, form, expected, TEXT_ARG(found));
}

static void dates_of_digits_are_read_whole(void **state)
{
    (void)state;
    assert_date("%Y%m%d", "20170102", "2017-01-02");
    assert_date("%Y%m%d", "2017010", "-");
    assert_date("%Y%m%d", "20170229", "-");
    assert_date("%Y%m%d", "201701020", "-");
    assert_date("%Y%m%d%H%M%S", "20170102074500", "2017-01-02T07:45");
    assert_date("%Y%m%d%H%M%S", "20170102", "-");
    assert_date("%Y%m", "181601", "1816-01");
    assert_date("%Y%m", "181613", "-");
    assert_date("%Y%m", "181600", "1816");
    assert_date("year", "1972", "1972");
    assert_date("year", "1947.0", "1947");
    assert_date("year", "-480", "-0480");
    assert_date("year", "1947.5", "-");
    assert_date("year", "", "-");
}

static void iso_dates_may_have_times_and_zones(void **state)
{
    (void)state;
    assert_date("iso", "1967-06-05", "1967-06-05");
    assert_date("%Y-%m-%d", "1967-06-05", "1967-06-05");
    assert_date("iso", "2012-03-14 04:17:38.276340+00:00", "2012-03-14T04:17");
    assert_date("iso", "2012-03-14T04:17:38Z", "2012-03-14T04:17");
    assert_date("iso", "2012-03-14T04:17", "2012-03-14T04:17");
    assert_date("iso", "2012-03-14T04:17:38 -0500", "2012-03-14T04:17");
    assert_date("iso", "1234 19:01:01", "-");
    assert_date("iso", "2012-03-14 25:00", "-");
    assert_date("iso", "2012-03-14 next", "-");
    assert_date("iso", "2012-3-14", "-");
}

static void patterns_read_what_people_write(void **state)
{
    (void)state;
    assert_date("%d-%m-%Y", "5-6-1967", "1967-06-05");
    assert_date("%m/%d/%Y", "6/28/1914", "1914-06-28");
    assert_date("%m/%d/%Y", "28/6/1914", "-");
    assert_date("%d %B %Y", "14 March 2019", "2019-03-14");
    assert_date("%d %B %Y", "14 mar 2019", "2019-03-14");
    assert_date("%d-%b-%y", "14-Sept-69", "1969-09-14");
    assert_date("%d-%b-%y", "14-Sep-24", "2024-09-14");
    assert_date("%d %B %Y", "14 Ma 2019", "-");
    assert_date("%B %d, %Y", "Feb. 21, 1972", "1972-02-21");
    assert_date("%B %Y", "May 1945", "1945-05");
    assert_date("%Y-%m-%d %*", "1992-02-29 00:00:00.000", "1992-02-29");
    assert_date("%d.%m.%Y", "1.2.1972 ", "-");
}

static void moments_are_counted_from_1970(void **state)
{
    (void)state;
    assert_date("microseconds", "1532703487000000", "2018-07-27T14:58");
    assert_date("seconds", "0", "1970-01-01T00:00");
    assert_date("seconds", "-1", "1969-12-31T23:59");
    assert_date("seconds", "9223372036854775807", "-");
}

static void a_date_may_stand_inside_a_text(void **state)
{
    (void)state;
    assert_date("inside", "trade_2001.csv", "2001");
    assert_date("inside", "v4-20011-events.200103.tab", "2001-03");
    assert_date("inside", "20010305.export.CSV", "2001-03-05");
    assert_date("inside", "20019999_2001", "2001");
    assert_date("inside", "trade.csv", "-");
}

static void forms_that_make_no_date_are_refused(void **state)
{
    (void)state;
    assert_int_equal(date_form_parse(TEXT("%m/%d")), DATE_FORM_NONE);
    assert_int_equal(date_form_parse(TEXT("%Q")), DATE_FORM_NONE);
    assert_int_equal(date_form_parse(TEXT("%Y%")), DATE_FORM_NONE);
    assert_int_equal(date_form_parse(TEXT("")), DATE_FORM_NONE);
    assert_int_equal(date_form_parse(TEXT("day month year")), DATE_FORM_NONE);
    assert_int_equal(date_form_parse(TEXT("any")), DATE_FORM_ANY);
}

static void missing_parts_leave_what_is_known(void **state)
{
    (void)state;
    Date date;
    assert_true(date_from_parts(TEXT("1902"), TEXT("7"), TEXT(""), 0, &date));
    assert_int_equal(date.start_form, DATE_MONTH);
    assert_true(date_from_parts(TEXT("1902"), TEXT("0"), TEXT("0"), 0, &date));
    assert_int_equal(date.start_form, DATE_YEAR);
    assert_true(date_from_parts(TEXT("1902"), TEXT(""), TEXT("5"), 0, &date));
    assert_int_equal(date.start_form, DATE_YEAR);
    assert_true(date_from_parts(TEXT("40.0"), TEXT(""), TEXT(""), 1945, &date));
    assert_int_equal(date_year(date), 1985);
    assert_false(date_from_parts(TEXT("1902"), TEXT("13"), TEXT(""), 0, &date));
    assert_false(date_from_parts(TEXT("1902"), TEXT("2"), TEXT("30"), 0, &date));
    assert_false(date_from_parts(TEXT(""), TEXT("2"), TEXT("3"), 0, &date));
    assert_false(date_from_parts(TEXT("9999"), TEXT("2"), TEXT("3"), 1945, &date));
}

static void assert_guess(const Text *values, size_t count, const char *expected,
                         const char *expected_ambiguous)
{
    Text ambiguous = {0};
    DateForms forms = date_forms_guess(values, count, &ambiguous);
    assert_true(forms.count > 0);
    Text name = date_form_name(forms.forms[0], forms.patterns[0]);
    if (!text_equal(name, text_from(expected)))
        fail_msg("expected %s, found %.*s", expected, TEXT_ARG(name));
    if (!text_equal(ambiguous, text_from(expected_ambiguous)))
        fail_msg("expected \"%s\" to be ambiguous, found \"%.*s\"", expected_ambiguous,
                 TEXT_ARG(ambiguous));
}

static void forms_are_guessed_from_what_fits_most(void **state)
{
    (void)state;
    const Text american[] = {TEXT("3/4/1914"), TEXT("6/28/1914"), TEXT("nothing")};
    const Text european[] = {TEXT("3/4/1914"), TEXT("28/6/1914")};
    const Text either[] = {TEXT("3/3/1914"), TEXT("3/4/1914")};
    const Text years[] = {TEXT("1972"), TEXT("1973-02"), TEXT("1972/1974")};
    const Text floats[] = {TEXT("1947.0"), TEXT("1948.0")};
    assert_guess(american, 3, "%m/%d/%Y", "");
    assert_guess(european, 2, "%d/%m/%Y", "");
    assert_guess(either, 2, "%d/%m/%Y", "3/3/1914");
    assert_guess(years, 3, "edtf", "");
    assert_guess(floats, 2, "%Y.0", "");
    assert_int_equal(date_forms_guess(&american[2], 1, NULL).count, 0);
}

// ---- maps of codes ----

static KindMap *new_map(bool has_prefixes)
{
    static const KindEntry entries[] = {{TEXT_INIT("04"), {0}, 1},  {TEXT_INIT("041"), {0}, 2},
                                        {TEXT_INIT("1"), {0}, 3},   {TEXT_INIT("0411"), {0}, 4},
                                        {TEXT_INIT("abc"), {0}, 5}, {TEXT_INIT("20417"), {0}, 6}};
    KindMap *map = kind_map_new(has_prefixes, arena);
    for (size_t i = sizeof entries / sizeof entries[0]; i > 0; i--)
        kind_map_add(map, entries[i - 1], arena);
    kind_map_finish(map, arena);
    return map;
}

static void codes_are_texts_and_go_by_their_longest_beginning(void **state)
{
    (void)state;
    const KindMap *map = new_map(true);
    assert_int_equal(kind_map_find(map, TEXT("04")), 1);
    assert_int_equal(kind_map_find(map, TEXT("042")), 1);
    assert_int_equal(kind_map_find(map, TEXT("0412")), 2);
    assert_int_equal(kind_map_find(map, TEXT("0411")), 4);
    assert_int_equal(kind_map_find(map, TEXT("04111")), 4);
    assert_int_equal(kind_map_find(map, TEXT("4")), KIND_UNKNOWN);
    assert_int_equal(kind_map_find(map, TEXT("41")), KIND_UNKNOWN);
    assert_int_equal(kind_map_find(map, TEXT("12")), 3);
    assert_int_equal(kind_map_find(map, TEXT("ABCDE")), 5);
    assert_int_equal(kind_map_find(map, TEXT("20417")), 6);
    assert_int_equal(kind_map_find(map, TEXT("")), KIND_UNKNOWN);
    map = new_map(false);
    assert_int_equal(kind_map_find(map, TEXT("042")), KIND_UNKNOWN);
    assert_int_equal(kind_map_find(map, TEXT("041")), 2);
    assert_int_equal(kind_map_find(map, TEXT("abcd")), KIND_UNKNOWN);
}

static void table_of_numbers_says_what_the_entries_say(void **state)
{
    (void)state;
    static const int counts[] = {10, 100, 1000, 10000};
    for (int has_prefixes = 0; has_prefixes <= 1; has_prefixes++) {
        const KindMap *map = new_map(has_prefixes);
        for (int len = 1; len <= 4; len++)
            for (int number = 0; number < counts[len - 1]; number++) {
                char code[16];
                snprintf(code, sizeof code, "%0*d", len, number);
                const KindEntry *entry = kind_map_entry(map, text_from(code));
                uint32_t index = kind_map_index(code, (size_t)len);
                assert_true(index > 0 && index < KIND_MAP_NUMBERED);
                assert_int_equal(map->numbered[index], entry ? entry->kind : KIND_UNKNOWN);
            }
    }
}

static void maps_grow_and_later_entries_win(void **state)
{
    (void)state;
    KindMap *map = kind_map_new(false, arena);
    for (int round = 1; round <= 2; round++)
        for (int i = 0; i < 1000; i++)
            kind_map_add(map,
                         (KindEntry){.code = arena_printf(arena, "c%d", i),
                                     .kind = (uint8_t)(round + i % 7)},
                         arena);
    assert_int_equal(map->count, 1000);
    assert_int_equal(kind_map_find(map, TEXT("c13")), 2 + 13 % 7);
    assert_int_equal(kind_map_find(map, TEXT("C999")), 2 + 999 % 7);
    assert_int_equal(kind_map_find(map, TEXT("c1000")), KIND_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_of_digits_are_read_whole),
        cmocka_unit_test(iso_dates_may_have_times_and_zones),
        cmocka_unit_test(patterns_read_what_people_write),
        cmocka_unit_test(moments_are_counted_from_1970),
        cmocka_unit_test(a_date_may_stand_inside_a_text),
        cmocka_unit_test(forms_that_make_no_date_are_refused),
        cmocka_unit_test(missing_parts_leave_what_is_known),
        cmocka_unit_test(forms_are_guessed_from_what_fits_most),
        cmocka_unit_test(codes_are_texts_and_go_by_their_longest_beginning),
        cmocka_unit_test(table_of_numbers_says_what_the_entries_say),
        cmocka_unit_test(maps_grow_and_later_entries_win),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
