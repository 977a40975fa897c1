#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "model/date.h"

static Date parsed(const char *text)
{
    Date date;
    const char *why;
    assert_true(date_parse(text_from(text), &date, &why));
    return date;
}

static void date_keeps_year_precision(void **state)
{
    (void)state;
    Date date = parsed("1972");
    assert_int_equal(date.start, date_day_number(1972, 1, 1));
    assert_int_equal(date.end, date_day_number(1972, 12, 31));
    assert_int_equal(date.start_form, DATE_YEAR);
}

static void date_writes_what_it_read(void **state)
{
    (void)state;
    static const char *const forms[] = {"1972",
                                        "1972-02",
                                        "1972-02-29",
                                        "1972~",
                                        "1972-02?",
                                        "1972-02-21%",
                                        "1972/1974",
                                        "1972-02/1972-06",
                                        "1972-02-21/1972-02-28",
                                        "1972/..",
                                        "../1972",
                                        "-0044-03-15",
                                        "1972-02-21T09:30",
                                        "1972~/1974?",
                                        "0001",
                                        "9999-12-31"};
    Arena *arena = arena_new();
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        Text again = date_format(parsed(forms[i]), arena);
        assert_memory_equal(again.ptr, forms[i], again.len);
        assert_int_equal(again.len, text_from(forms[i]).len);
    }
    arena_free(arena);
}

// One end of a range in every form, for a day of every month of some years.
static size_t write_end(char *to, size_t size, int which, int form, const char *flags)
{
    static const int years[] = {-9999, -1, 0, 1, 1900, 1972, 2000, 9999};
    int year = years[which / 12], month = which % 12 + 1;
    char days[16] = "", months[16] = "";
    if (form >= DATE_MONTH)
        snprintf(months, sizeof months, "-%02d", month);
    if (form >= DATE_DAY)
        snprintf(days, sizeof days, "-%02d", date_days_in_month(year, month));
    int len = snprintf(to, size, "%s%04d%s%s%s", year < 0 ? "-" : "", year < 0 ? -year : year,
                       months, days, flags);
    return (size_t)len;
}

static void date_reads_every_form_that_it_writes(void **state)
{
    (void)state;
    static const char *const flags[] = {"", "~", "?", "%"};
    Arena *arena = arena_new();
    size_t read = 0;
    for (int i = 0; i < 96 * 3 * 4 * 16; i++) {
        char text[64];
        int which = i % 96, form = i / 96 % 3 + 1, other = i / (96 * 3 * 4);
        ArenaMark mark = arena_mark(arena);
        size_t len = write_end(text, sizeof text, which, form, flags[i / 288 % 4]);
        if (other == 1)
            snprintf(text + len, sizeof text - len, "/..");
        else if (other > 1) {
            text[len] = '/';
            write_end(text + len + 1, sizeof text - len - 1, (which + other * 7) % 96,
                      (form + other) % 3 + 1, flags[other % 4]);
        }
        Date date;
        const char *why = NULL;
        bool is_read = date_parse(text_from(text), &date, &why);
        assert_true(is_read || text_equal(text_from(why), TEXT("the range ends before it begins")));
        if (is_read)
            assert_true(text_equal(date_format(date, arena), text_from(text)));
        read += is_read;
        arena_rewind(arena, mark);
    }
    assert_true(read > 9000); // the others end before they begin
    arena_free(arena);
}

static void date_time_may_have_seconds_and_a_zone(void **state)
{
    (void)state;
    assert_int_equal(parsed("1972-02-21T09:30:15").minutes, 570);
    assert_int_equal(parsed("1972-02-21T09:30Z").minutes, 570);
    assert_int_equal(parsed("1972-02-21 09:30:15+08:00").minutes, 570);
    assert_int_equal(parsed("1972-02-21T23:59:60-05").minutes, 1439);
}

static void date_refuses_what_is_no_date(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "next week",
                                        "1972-13",
                                        "1972-00",
                                        "1972-02-30",
                                        "1973-02-29",
                                        "72",
                                        "1972-2-1",
                                        "1972-02-21x",
                                        "1974/1972",
                                        "1972//1973",
                                        "1972-02-21T25:00",
                                        "1972-02-21T09:30:99",
                                        "1972-02-21T09:30+8",
                                        "1972-02T09:30",
                                        "..",
                                        "1972-02-21~~",
                                        "1972-02-21T",
                                        "19720221",
                                        "1972-"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        Date date = {.start = 77};
        const char *why = NULL;
        assert_false(date_parse(text_from(wrong[i]), &date, &why));
        assert_non_null(why);
        assert_int_equal(date.start, 77);
    }
}

static void date_counts_days_back_and_forth(void **state)
{
    (void)state;
    assert_int_equal(date_day_number(1970, 1, 1), 0);
    assert_int_equal(date_day_number(-9999, 1, 1), DATE_FIRST_DAY);
    assert_int_equal(date_day_number(9999, 12, 31), DATE_LAST_DAY);
    for (int32_t day = DATE_FIRST_DAY; day <= DATE_LAST_DAY; day += 97) {
        int year, month, of_month;
        date_civil(day, &year, &month, &of_month);
        assert_int_equal(date_day_number(year, month, of_month), day);
    }
}

static void date_knows_weekdays(void **state)
{
    (void)state;
    assert_int_equal(date_weekday(date_day_number(2024, 1, 19)), 4); // a Friday
    assert_int_equal(date_weekday(date_day_number(1949, 10, 1)), 5); // a Saturday
    assert_string_equal(date_weekday_name(date_day_number(2024, 1, 22)), "Mon");
    assert_string_equal(date_weekday_name(date_day_number(1949, 10, 2)), "Sun");
}

static void date_orders_start_end_minutes_absent_last(void **state)
{
    (void)state;
    assert_true(date_compare(parsed("1972-02-21"), parsed("1972-02-22")) < 0);
    assert_true(date_compare(parsed("1972-01-01"), parsed("1972")) < 0); // same start, earlier end
    assert_true(date_compare(parsed("1972-02-21"), parsed("1972-02-21T00:00")) < 0);
    assert_true(date_compare((Date){0}, parsed("9999")) > 0);
    assert_int_equal(date_compare((Date){0}, (Date){0}), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(date_keeps_year_precision),
        cmocka_unit_test(date_writes_what_it_read),
        cmocka_unit_test(date_reads_every_form_that_it_writes),
        cmocka_unit_test(date_time_may_have_seconds_and_a_zone),
        cmocka_unit_test(date_refuses_what_is_no_date),
        cmocka_unit_test(date_counts_days_back_and_forth),
        cmocka_unit_test(date_knows_weekdays),
        cmocka_unit_test(date_orders_start_end_minutes_absent_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
