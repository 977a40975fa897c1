// Which rows are one line: coded events of a day, or month, of the same countries and data set.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/view.h"
#include "tests/support_timeline.h"

#define EVENT(date_, title_, kind_, countries_)                                                    \
    {                                                                                              \
        date_, title_, kind_, countries_, "", {{0}}, {{0}}, 0                                      \
    }
static const FixtureEvent events[] = {
    EVENT("2020-01-01", "a", "consult/04", "CHN;PRK"),
    EVENT("2020-01-01", "b", "praise/05", "CHN>PRK"),
    EVENT("2020-01-01", "c", "consult/04", "CHN;USA"),
    EVENT("2020-01-01", "d", "meeting", "CHN;PRK"),
    EVENT("2020-01-01", "e", "meeting", "CHN;PRK"),
    EVENT("2020-01-02", "f", "consult/04", "PRK>CHN"),
    EVENT("2020-01-20", "g", "consult/04", "CHN;PRK"),
    EVENT("2020-02-01", "h", "consult/04", "CHN;PRK"),
};

static Fixture fixture;
static View *view;

static int set_up(void **state)
{
    (void)state;
    fixture = fixture_from(events, sizeof events / sizeof *events);
    view = view_new(fixture.timeline);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    view_free(view);
    fixture_free(&fixture);
    return 0;
}

// "d | e | ab": the titles of the rows of each line. Every row is of the line that holds it.
static const char *lines(void)
{
    Buffer out = buffer_in(fixture.arena);
    for (size_t line = 0; line < view_line_count(view); line++) {
        if (line > 0)
            buffer_add(&out, TEXT(" | "));
        for (size_t row = view_line_row(view, line); row < view_line_row(view, line + 1); row++) {
            assert_int_equal(view_line_of(view, row), line);
            buffer_add(&out, timeline_field(fixture.timeline, view_event(view, row), EVENT_TITLE,
                                            fixture.arena));
        }
    }
    return arena_text(fixture.arena, buffer_text(&out)).ptr;
}

static void fold(ViewFold how)
{
    view_begin_fold(view, how);
    while (view_step(view))
        ;
}

static void nothing_folds_unasked(void **state)
{
    (void)state;
    assert_string_equal(lines(), "a | b | c | d | e | f | g | h");
    assert_int_equal(view_own_count(view), 0);
}

static void coded_events_of_a_day_and_pair_are_one_line_behind_own_ones(void **state)
{
    (void)state;
    fold(FOLD_DAY);
    assert_string_equal(lines(), "d | e | ab | c | f | g | h");
    assert_int_equal(view_own_count(view), 2);
    assert_int_equal(view_count(view), 8);
    assert_true(view_is_by_day(view));
}

static void months_fold_what_lies_on_several_days(void **state)
{
    (void)state;
    fold(FOLD_MONTH);
    assert_string_equal(lines(), "d | e | abfg | c | h");
    assert_false(view_is_by_day(view));
    fold(FOLD_OFF);
    assert_string_equal(lines(), "a | b | c | d | e | f | g | h");
}

static void own_events_come_first_in_their_day_going_down_too(void **state)
{
    (void)state;
    fold(FOLD_DAY);
    view_sort(view, SORT_DATE, true);
    assert_string_equal(lines(), "h | g | f | d | e | c | ab");
}

static void another_order_folds_nothing_and_date_folds_again(void **state)
{
    (void)state;
    fold(FOLD_DAY);
    view_begin_sort(view, SORT_TITLE, false);
    while (view_step(view))
        ;
    assert_string_equal(lines(), "a | b | c | d | e | f | g | h");
    view_begin_sort(view, SORT_DATE, false);
    while (view_step(view))
        ;
    assert_string_equal(lines(), "d | e | ab | c | f | g | h");
}

static void a_line_unfolds_by_itself_until_all_is_folded_again(void **state)
{
    (void)state;
    fold(FOLD_MONTH);
    view_unfold(view, 2);
    assert_string_equal(lines(), "d | e | a | b | f | g | c | h");
    view_unfold(view, 100); // there is no such line
    fold(FOLD_MONTH);
    assert_string_equal(lines(), "d | e | abfg | c | h");
}

static void the_cursor_stays_on_its_event(void **state)
{
    (void)state;
    view_set_cursor(view, 1);
    EventId b = view_cursor_event(view);
    fold(FOLD_DAY);
    assert_true(event_equal(view_cursor_event(view), b));
    assert_int_equal(view_line_of(view, view_cursor(view)), 2);
}

static void what_arrives_folds_with_what_is_there(void **state)
{
    (void)state;
    static const FixtureEvent more[] = {
        EVENT("2020-01-01", "x", "consult/04", "PRK;CHN"),
        EVENT("2020-01-03", "y", "other", "CHN;PRK"),
    };
    fold(FOLD_DAY);
    fixture_append(&fixture, more, 2);
    view_extend(view);
    assert_string_equal(lines(), "d | e | abx | c | f | y | g | h");
    assert_int_equal(view_own_count(view), 3);
}

static void a_filter_folds_what_it_shows(void **state)
{
    (void)state;
    fold(FOLD_DAY);
    Problems problems = problems_in(fixture.arena);
    assert_true(view_apply_filter(view, TEXT("kind:consult"), &problems));
    assert_string_equal(lines(), "a | c | f | g | h");
}

#define FOLD_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FOLD_TEST(nothing_folds_unasked),
        FOLD_TEST(coded_events_of_a_day_and_pair_are_one_line_behind_own_ones),
        FOLD_TEST(months_fold_what_lies_on_several_days),
        FOLD_TEST(own_events_come_first_in_their_day_going_down_too),
        FOLD_TEST(another_order_folds_nothing_and_date_folds_again),
        FOLD_TEST(a_line_unfolds_by_itself_until_all_is_folded_again),
        FOLD_TEST(the_cursor_stays_on_its_event),
        FOLD_TEST(what_arrives_folds_with_what_is_there),
        FOLD_TEST(a_filter_folds_what_it_shows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
