// What is shown, in which order, where the cursor is.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "model/view.h"
#include "tests/support_timeline.h"

static Fixture fixture;
static View *view;

static int set_up(void **state)
{
    (void)state;
    fixture = fixture_new();
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

static Text id_of(EventId id)
{
    return timeline_field(view_timeline(view), id, EVENT_ID, fixture.arena);
}

// "f2 f3": what is shown, in order.
static const char *shown(void)
{
    Buffer out = buffer_in(fixture.arena);
    for (size_t row = 0; row < view_count(view); row++) {
        if (row > 0)
            buffer_add_char(&out, ' ');
        buffer_add(&out, id_of(view_event(view, row)));
    }
    return arena_text(fixture.arena, buffer_text(&out)).ptr;
}

static void apply(const char *expression)
{
    Problems problems = problems_in(fixture.arena);
    assert_true(view_apply_filter(view, text_from(expression), &problems));
}

static void assert_cursor(const char *id)
{
    assert_string_equal(arena_text(fixture.arena, id_of(view_cursor_event(view))).ptr, id);
}

static void put_cursor(const char *id)
{
    for (size_t row = 0; row < view_count(view); row++)
        if (text_equal(id_of(view_event(view, row)), text_from(id))) {
            view_set_cursor(view, row);
            return;
        }
    fail_msg("%s is not shown", id);
}

static void new_view_shows_everything_by_date(void **state)
{
    (void)state;
    assert_string_equal(shown(), "f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12 f13 f14");
    assert_null(view_filter(view));
    assert_int_equal(view_filter_text(view).len, 0);
    assert_cursor("f1");
}

static void filter_shows_its_events_in_order(void **state)
{
    (void)state;
    apply("pair:CHN-PRK");
    assert_string_equal(shown(), "f2 f3 f10");
    apply("kind:talks | kind:treaty");
    assert_string_equal(shown(), "f2 f4 f11 f14");
    apply("-year:2024");
    assert_string_equal(shown(), "f1 f2 f3 f4 f5 f6 f7 f8 f9");
    apply("with:Japan with:Germany");
    assert_string_equal(shown(), "");
    assert_int_equal(view_cursor(view), 0);
    assert_true(event_equal(view_cursor_event(view), EVENT_NOWHERE));
}

static void mistake_leaves_the_filter_as_it_was(void **state)
{
    (void)state;
    apply("pair:CHN-PRK");
    Problems problems = problems_in(fixture.arena);
    assert_false(view_apply_filter(view, TEXT("pair:CHN-"), &problems));
    assert_int_equal(problems.count, 1);
    assert_string_equal(arena_text(fixture.arena, view_filter_text(view)).ptr, "pair:CHN-PRK");
    assert_string_equal(shown(), "f2 f3 f10");
}

static void cursor_stays_on_its_event_or_goes_to_the_next_shown(void **state)
{
    (void)state;
    put_cursor("f10");
    apply("year:2024");
    assert_cursor("f10");
    apply("with:JPN");
    assert_cursor("f11");
    apply("year:1972");
    assert_cursor("f6");
    apply("");
    assert_cursor("f6");
}

static void order_can_be_turned_round(void **state)
{
    (void)state;
    put_cursor("f3");
    view_sort(view, SORT_DATE, true);
    assert_string_equal(shown(), "f14 f13 f12 f11 f10 f9 f8 f7 f6 f5 f4 f3 f2 f1");
    assert_cursor("f3");
    assert_true(view_is_descending(view));
    apply("pair:CHN-PRK");
    assert_string_equal(shown(), "f10 f3 f2");
}

static void other_keys_keep_the_date_among_equals(void **state)
{
    (void)state;
    view_sort(view, SORT_PAIR, false);
    assert_string_equal(shown(), "f6 f11 f2 f3 f10 f8 f12 f14 f1 f7 f5 f9 f4 f13");
    view_sort(view, SORT_KIND, false);
    assert_string_equal(shown(), "f12 f1 f7 f9 f10 f8 f6 f13 f11 f14 f2 f4 f5 f3");
    view_sort(view, SORT_KIND, true);
    assert_string_equal(shown(), "f3 f5 f2 f4 f11 f14 f13 f6 f8 f7 f9 f10 f1 f12");
    view_sort(view, SORT_TITLE, false);
    assert_string_equal(shown(), "f8 f12 f2 f4 f7 f6 f10 f5 f13 f14 f9 f1 f3 f11");
    assert_int_equal(view_sort_key(view), SORT_TITLE);
}

static void events_without_a_value_stand_last(void **state)
{
    (void)state;
    view_sort(view, SORT_SCALE, false);
    assert_string_equal(shown(), "f3 f13 f9 f5 f1 f2 f4 f6 f7 f8 f10 f11 f12 f14");
    view_sort(view, SORT_SCALE, true);
    assert_string_equal(shown(), "f1 f5 f9 f13 f3 f2 f4 f6 f7 f8 f10 f11 f12 f14");
    view_sort(view, SORT_PLACE, true);
    assert_string_equal(shown(), "f9 f11 f13 f4 f1 f14 f5 f6 f7 f10 f2 f3 f8 f12");
}

static void event_knows_its_row(void **state)
{
    (void)state;
    EventId tenth = view_event(view, 9);
    assert_int_equal(view_row_of(view, tenth), 9);
    view_sort(view, SORT_PAIR, true);
    for (size_t row = 0; row < view_count(view); row++)
        assert_int_equal(view_row_of(view, view_event(view, row)), row);
    apply("kind:treaty");
    assert_int_equal(view_row_of(view, tenth), TEXT_NOWHERE);
}

// ---- in steps ----

static void what_is_shown_stays_until_the_last_step(void **state)
{
    (void)state;
    put_cursor("f10");
    Problems problems = problems_in(fixture.arena);
    assert_true(view_begin_filter(view, TEXT("kind:meeting"), &problems));
    assert_true(view_is_stepping(view));
    assert_int_equal(view_count(view), 14);
    assert_int_equal(view_filter_text(view).len, 0);
    while (view_step(view))
        assert_int_equal(view_count(view), 14);
    assert_false(view_is_stepping(view));
    assert_string_equal(shown(), "f7 f9 f10");
    assert_cursor("f10");
}

static void steps_begun_are_dropped_by_another_filter(void **state)
{
    (void)state;
    Problems problems = problems_in(fixture.arena);
    assert_true(view_begin_filter(view, TEXT("kind:meeting"), &problems));
    view_step(view);
    assert_false(view_begin_filter(view, TEXT("kind:("), &problems));
    assert_true(view_is_stepping(view)); // a mistake begins nothing, and drops nothing
    apply("pair:CHN-PRK");
    assert_false(view_is_stepping(view));
    assert_false(view_step(view));
    assert_string_equal(shown(), "f2 f3 f10");
}

static void sorting_in_steps_keeps_filter_and_lift(void **state)
{
    (void)state;
    apply("pair:CHN-PRK");
    view_lift_filter(view, true);
    view_begin_sort(view, SORT_SCALE, false);
    while (view_step(view))
        ;
    assert_true(view_is_lifted(view));
    assert_string_equal(shown(), "f3 f13 f9 f5 f1 f2 f4 f6 f7 f8 f10 f11 f12 f14");
    view_lift_filter(view, false);
    assert_string_equal(shown(), "f3 f2 f10");
}

enum { MANY = 1000 }; // rows, of many runs

// Whatever they are sorted by, many rows stand as two of them compare.
static void many_rows_stand_in_order(void **state)
{
    (void)state;
    static FixtureEvent events[MANY];
    static char dates[MANY][16];
    static const char *const kinds[] = {"visit", "call", "", "talks", "meeting of ministers"};
    for (int i = 0; i < MANY; i++) {
        snprintf(dates[i], sizeof dates[i], "%04d-01-%02d", 1900 + i * 7 % 90, 1 + i % 28);
        events[i] = (FixtureEvent){.date = dates[i],
                                   .title = "Something",
                                   .kind = kinds[i * 31 % 5],
                                   .countries = i % 3 ? "CHN;PRK" : "CHN;USA",
                                   .scale = i % 11 - 5};
    }
    view_free(view);
    fixture_free(&fixture);
    fixture = fixture_from(events, MANY);
    view = view_new(fixture.timeline);
    for (int sort = 0; sort < 2 * SORT_KEYS; sort++) {
        view_sort(view, (SortKey)(sort / 2), sort % 2);
        for (size_t row = 0; row < MANY; row++)
            assert_int_equal(view_row_of(view, view_event(view, row)), row);
    }
}

// ---- growing ----

static const FixtureEvent later[] = {
    {.date = "1972-02-21",
     .title = "a toast",
     .kind = "ceremony",
     .countries = "CHN;USA",
     .place = "Beijing"},
    {.date = "1945", .title = "before all", .kind = "war", .countries = "CHN;JPN", .place = ""},
    {.date = "2030", .title = "after all", .kind = "visit", .countries = "CHN;PRK", .place = ""},
};

static void new_segments_are_merged_in(void **state)
{
    (void)state;
    put_cursor("f5");
    fixture_append(&fixture, later, 3);
    assert_int_equal(view_count(view), 14);
    view_extend(view);
    assert_string_equal(shown(), "f16 f1 f2 f3 f4 f15 f5 f6 f7 f8 f9 f10 f11 f12 f13 f14 f17");
    assert_cursor("f5");
    view_extend(view);
    assert_int_equal(view_count(view), 17);
}

static void new_segments_are_filtered_and_sorted_as_the_others(void **state)
{
    (void)state;
    apply("pair:CHN-PRK");
    view_sort(view, SORT_KIND, true);
    assert_string_equal(shown(), "f3 f2 f10");
    fixture_append(&fixture, later, 3);
    view_extend(view);
    assert_string_equal(shown(), "f3 f17 f2 f10");
    view_sort(view, SORT_DATE, true);
    apply("");
    fixture_append(&fixture, later, 1);
    view_extend(view);
    assert_string_equal(shown(), "f17 f14 f13 f12 f11 f10 f9 f8 f7 f6 f5 f18 f15 f4 f3 f2 f1 f16");
}

static void cursor_that_nobody_set_stays_on_the_first_row(void **state)
{
    (void)state;
    fixture_append(&fixture, later, 3);
    view_extend(view);
    assert_cursor("f16");
}

static void growing_in_steps_shows_what_one_load_shows(void **state)
{
    (void)state;
    Fixture grown = fixture_from(later, 1);
    View *steps = view_new(grown.timeline);
    for (size_t i = 0; i < 6; i++) {
        fixture_append(&grown, &later[i % 3], 1);
        view_extend(steps);
    }
    View *whole = view_new(grown.timeline);
    timeline_build_index(grown.timeline);
    View *indexed = view_new(grown.timeline);
    assert_int_equal(view_count(steps), 7);
    for (size_t row = 0; row < 7; row++) {
        assert_true(event_equal(view_event(steps, row), view_event(whole, row)));
        assert_true(event_equal(view_event(steps, row), view_event(indexed, row)));
    }
    view_free(steps);
    view_free(whole);
    view_free(indexed);
    fixture_free(&grown);
}

static void cursor_finds_its_event_again_after_a_reload(void **state)
{
    (void)state;
    apply("with:CHN");
    put_cursor("f10");
    view_remember(view);
    Fixture again = fixture_new();
    view_set_timeline(view, again.timeline);
    assert_cursor("f10");
    assert_string_equal(arena_text(fixture.arena, view_filter_text(view)).ptr, "with:CHN");
    view_set_cursor(view, 0);
    assert_true(view_back(view));
    assert_cursor("f10");
    view_set_timeline(view, fixture.timeline);
    fixture_free(&again);
}

static void cursor_waits_for_its_event_while_a_reload_is_under_way(void **state)
{
    (void)state;
    fixture_append(&fixture, later, 3);
    view_extend(view);
    put_cursor("f15");
    Fixture again = fixture_new();
    view_set_timeline(view, again.timeline);
    assert_int_equal(view_cursor(view), 0);
    fixture_append(&again, later, 3);
    view_extend(view);
    assert_cursor("f15");
    view_set_timeline(view, fixture.timeline);
    fixture_free(&again);
}

// ---- history, lifting, hiding ----

static void back_and_forward_restore_filter_order_and_cursor(void **state)
{
    (void)state;
    assert_false(view_back(view));
    assert_false(view_forward(view));
    put_cursor("f3");
    view_remember(view);
    apply("year:2024");
    put_cursor("f12");
    view_remember(view);
    view_sort(view, SORT_PAIR, true);
    put_cursor("f13");
    assert_true(view_back(view));
    assert_int_equal(view_sort_key(view), SORT_DATE);
    assert_cursor("f12");
    assert_true(view_back(view));
    assert_string_equal(arena_text(fixture.arena, view_filter_text(view)).ptr, "");
    assert_cursor("f3");
    assert_false(view_back(view));
    assert_true(view_forward(view));
    assert_true(view_forward(view));
    assert_false(view_forward(view));
    assert_int_equal(view_sort_key(view), SORT_PAIR);
    assert_true(view_is_descending(view));
    assert_cursor("f13");
}

static void deliberate_change_forgets_the_way_forward(void **state)
{
    (void)state;
    view_remember(view);
    apply("year:2024");
    view_back(view);
    view_remember(view);
    apply("year:1972");
    assert_false(view_forward(view));
    assert_true(view_back(view));
    assert_true(view_forward(view));
    assert_string_equal(shown(), "f5 f6");
}

static void lifted_filter_shows_everything_and_comes_back(void **state)
{
    (void)state;
    apply("speaker:PRK");
    assert_true(view_chooses_positions(view));
    assert_false(view_shows_position(view, view_event(view, 0), 0));
    assert_true(view_shows_position(view, view_event(view, 0), 2));
    view_lift_filter(view, true);
    assert_true(view_is_lifted(view));
    assert_int_equal(view_count(view), 14);
    assert_cursor("f10");
    assert_true(view_shows_position(view, view_cursor_event(view), 0));
    assert_string_equal(arena_text(fixture.arena, view_filter_text(view)).ptr, "speaker:PRK");
    view_set_cursor(view, 0);
    assert_false(evaluation_matches(view_evaluation(view), view_cursor_event(view)));
    view_lift_filter(view, false);
    assert_string_equal(shown(), "f10");
}

static void chip_that_hides_most_is_named(void **state)
{
    (void)state;
    size_t chip, would_show;
    assert_false(view_most_hiding_chip(view, &chip, &would_show));
    apply("with:JPN year:2024 kind:signing");
    assert_int_equal(view_count(view), 0);
    assert_true(view_most_hiding_chip(view, &chip, &would_show));
    assert_int_equal(chip, 1);
    assert_int_equal(would_show, 1);
    apply("pair:CHN-PRK kind:visit");
    assert_true(view_most_hiding_chip(view, &chip, &would_show));
    assert_int_equal(chip, 1);
    assert_int_equal(would_show, 3);
}

static void every_sort_key_has_a_name(void **state)
{
    (void)state;
    for (int key = 0; key < SORT_KEYS; key++)
        assert_true(text_from(sort_key_name((SortKey)key)).len > 0);
    assert_string_equal(sort_key_name(SORT_PUBLISHER), "publisher");
}

static void empty_timeline_is_an_empty_view(void **state)
{
    (void)state;
    Timeline *empty = timeline_new(fixture.countries);
    View *nothing = view_new(empty);
    assert_int_equal(view_count(nothing), 0);
    assert_int_equal(view_cursor(nothing), 0);
    view_sort(nothing, SORT_TITLE, true);
    view_remember(nothing);
    assert_true(view_back(nothing));
    view_extend(nothing);
    view_free(nothing);
    timeline_free(empty);
}

#define VIEW_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        VIEW_TEST(new_view_shows_everything_by_date),
        VIEW_TEST(filter_shows_its_events_in_order),
        VIEW_TEST(mistake_leaves_the_filter_as_it_was),
        VIEW_TEST(cursor_stays_on_its_event_or_goes_to_the_next_shown),
        VIEW_TEST(order_can_be_turned_round),
        VIEW_TEST(other_keys_keep_the_date_among_equals),
        VIEW_TEST(events_without_a_value_stand_last),
        VIEW_TEST(event_knows_its_row),
        VIEW_TEST(what_is_shown_stays_until_the_last_step),
        VIEW_TEST(steps_begun_are_dropped_by_another_filter),
        VIEW_TEST(sorting_in_steps_keeps_filter_and_lift),
        VIEW_TEST(many_rows_stand_in_order),
        VIEW_TEST(new_segments_are_merged_in),
        VIEW_TEST(new_segments_are_filtered_and_sorted_as_the_others),
        VIEW_TEST(cursor_that_nobody_set_stays_on_the_first_row),
        VIEW_TEST(growing_in_steps_shows_what_one_load_shows),
        VIEW_TEST(cursor_finds_its_event_again_after_a_reload),
        VIEW_TEST(cursor_waits_for_its_event_while_a_reload_is_under_way),
        VIEW_TEST(back_and_forward_restore_filter_order_and_cursor),
        VIEW_TEST(deliberate_change_forgets_the_way_forward),
        VIEW_TEST(lifted_filter_shows_everything_and_comes_back),
        VIEW_TEST(chip_that_hides_most_is_named),
        VIEW_TEST(every_sort_key_has_a_name),
        VIEW_TEST(empty_timeline_is_an_empty_view),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
