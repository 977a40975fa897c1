#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support_timeline.h"
#include "tui/strip.h"

static Arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const char *label(StripLevel level, const char *date)
{
    Date day;
    const char *why;
    assert_true(date_parse(text_from(date), &day, &why));
    return arena_text(arena, strip_bar_label(level, strip_bar_of(level, day.start), arena)).ptr;
}

static void bars_are_named_by_their_time(void **state)
{
    (void)state;
    assert_string_equal(label(STRIP_DECADES, "1979-12-31"), "1970s");
    assert_string_equal(label(STRIP_YEARS, "1972-02-21"), "1972");
    assert_string_equal(label(STRIP_MONTHS, "1972-12-31"), "1972-12");
    assert_string_equal(label(STRIP_DAYS, "1972-02-29"), "1972-02-29");
}

static void every_bar_begins_in_itself(void **state)
{
    (void)state;
    for (int level = 0; level < STRIP_LEVELS; level++)
        for (int32_t day = DATE_FIRST_DAY; day < DATE_LAST_DAY; day += 997) {
            int32_t bar = strip_bar_of((StripLevel)level, day);
            int32_t start = strip_bar_start((StripLevel)level, bar);
            assert_true(start <= day);
            assert_int_equal(strip_bar_of((StripLevel)level, start), bar);
        }
}

static Strip strip_of(Fixture *fixture, const char *context, const char *shown)
{
    Problems problems = problems_in(arena);
    View *around = view_new(fixture->timeline), *view = view_new(fixture->timeline);
    assert_true(view_apply_filter(around, text_from(context), &problems));
    assert_true(view_apply_filter(view, text_from(shown), &problems));
    Strip strip = {0};
    strip_fill(&strip, around, view);
    view_free(around);
    view_free(view);
    return strip;
}

static uint32_t sum(const Strip *strip)
{
    uint32_t all = 0;
    for (size_t i = 0; i < strip->count; i++)
        all += strip->bars[i];
    return all;
}

static void all_dated_events_are_counted_and_empty_years_kept(void **state)
{
    (void)state;
    Fixture fixture = fixture_new();
    Strip strip = strip_of(&fixture, "", "");
    assert_int_equal(strip.level, STRIP_YEARS);
    assert_int_equal(strip.first, 1949);
    assert_int_equal(strip.count, 2024 - 1949 + 1);
    assert_int_equal(strip.bars[0], 2);
    assert_int_equal(strip.bars[1951 - 1949], 0);
    assert_int_equal(strip.max, strip.bars[2024 - 1949]);
    assert_int_equal(sum(&strip), timeline_event_count(fixture.timeline));
    arena_free(strip.arena);
    fixture_free(&fixture);
}

static void one_year_is_seen_in_its_months_with_what_lies_around(void **state)
{
    (void)state;
    Fixture fixture = fixture_new();
    Strip strip = strip_of(&fixture, "", "year:2024");
    assert_int_equal(strip.level, STRIP_MONTHS);
    assert_int_equal(strip.count % 12, 0);
    assert_int_equal(strip.shown_first, 2024 * 12);
    assert_int_equal(strip.shown_last, 2024 * 12 + 11);
    assert_int_equal(sum(&strip), timeline_event_count(fixture.timeline));
    arena_free(strip.arena);
    fixture_free(&fixture);
}

static void a_time_too_long_for_bars_is_cut_around_what_is_shown(void **state)
{
    (void)state;
    static const FixtureEvent far[] = {
        {"-3000", "first", "other", "CHN", "", {{0}}, {{0}}, 0},
        {"2024-01-19", "here", "other", "CHN", "", {{0}}, {{0}}, 0},
        {"9000", "last", "other", "CHN", "", {{0}}, {{0}}, 0},
    };
    Fixture fixture = fixture_from(far, 3);
    Problems problems = problems_in(arena);
    View *around = view_new(fixture.timeline), *view = view_new(fixture.timeline);
    assert_true(view_apply_filter(view, TEXT("year:2024"), &problems));
    Strip strip = {.level = STRIP_DAYS, .is_chosen = true};
    strip_fill(&strip, around, view);
    assert_true(strip.count <= STRIP_BARS_MAX);
    assert_int_equal(strip.max, 1);
    assert_true(strip.shown_first >= strip.first &&
                strip.shown_first < strip.first + (int32_t)strip.count);
    view_free(around);
    view_free(view);
    arena_free(strip.arena);
    fixture_free(&fixture);
}

// One event far off does not decide in what the others are counted, in any order of rows; all are counted.
static void an_event_far_from_all_others_does_not_choose_the_level(void **state)
{
    (void)state;
#define EVENT(date_, title_)                                                                       \
    {                                                                                              \
        date_, title_, "other", "CHN", "", {{0}}, {{0}}, 0                                         \
    }
    static const FixtureEvent events[] = {
        EVENT("1648-10-24", "z"), EVENT("2019-02-03", "y"), EVENT("2021-02-03", "x"),
        EVENT("2022-02-03", "w"), EVENT("2023-02-03", "v"), EVENT("2024-12-30", "u"),
        EVENT("2024-12-31", "t"), EVENT("9999", "s"),
    };
#undef EVENT
    Fixture fixture = fixture_from(events, 8);
    for (int sort = 0; sort < 4; sort++) {
        View *view = view_new(fixture.timeline);
        view_sort(view, sort < 2 ? SORT_DATE : SORT_TITLE, sort % 2);
        Strip strip = {0};
        strip_fill(&strip, view, view);
        assert_int_equal(strip.level, STRIP_YEARS);
        assert_int_equal(strip.shown_first, 2019);
        assert_int_equal(strip.shown_last, 2024);
        assert_int_equal(strip.first, 1648);
        assert_int_equal(sum(&strip), 8);
        view_free(view);
        arena_free(strip.arena);
    }
    fixture_free(&fixture);
}

static void nothing_shown_gives_no_bar(void **state)
{
    (void)state;
    Fixture fixture = fixture_new();
    Strip strip = strip_of(&fixture, "kind:nothing", "kind:nothing");
    assert_int_equal(strip.count, 0);
    arena_free(strip.arena);
    fixture_free(&fixture);
}

static void the_other_way_shares_and_scales_stand_beside_the_bars(void **state)
{
    (void)state;
    static const FixtureEvent events[] = {
        {.date = "2001", .title = "One", .countries = "CHN>PRK", .scale = 4},
        {.date = "2001", .title = "Two", .countries = "CHN>PRK", .scale = -1},
        {.date = "2001", .title = "Three", .countries = "PRK>CHN", .scale = 9},
        {.date = "2003", .title = "Four", .countries = "PRK>CHN"},
        {.date = "2003", .title = "Five", .countries = "CHN>PRK"},
    };
    Fixture fixture = fixture_from(events, 5);
    timeline_build_index(fixture.timeline);
    View *view = view_new_of(fixture.timeline, TEXT("pair:CHN>PRK"));
    View *against = view_new_of(fixture.timeline, TEXT("pair:PRK>CHN"));
    Strip strip = {.level = STRIP_YEARS, .is_chosen = true};
    strip_fill(&strip, view, view);
    strip_fill_against(&strip, against);
    strip_fill_all(&strip, fixture.timeline);
    while (strip_step_scale(&strip, view))
        ;
    assert_int_equal(strip.count, 3);
    assert_int_equal(strip.bars[0], 2);
    assert_int_equal(strip.against[0], 1);
    assert_int_equal(strip.against[2], 1);
    assert_int_equal(strip.all[0], 3);
    assert_int_equal(strip.all[1], 0);
    assert_true(strip_share(&strip, strip.bars, 0) * 3 == 2.0);
    double mean;
    assert_true(strip_mean(&strip, 2001, &mean) && mean == 1.5);
    assert_false(strip_mean(&strip, 2003, &mean));
    view_free(view);
    view_free(against);
    arena_free(strip.arena);
    fixture_free(&fixture);
}

// The files of a fixture have no publisher: each is held from its first to its last event.
static void time_without_a_source_is_no_empty_time(void **state)
{
    (void)state;
    static const FixtureEvent early[] = {{.date = "2001", .title = "One", .countries = "CHN;PRK"},
                                         {.date = "2003", .title = "Two", .countries = "CHN;PRK"}};
    static const FixtureEvent late[] = {{.date = "2006", .title = "Six", .countries = "CHN;PRK"}};
    Fixture fixture = fixture_from(early, 2);
    fixture_append(&fixture, late, 1);
    View *view = view_new(fixture.timeline);
    Coverage coverage = coverage_new();
    coverage_read(&coverage, fixture.timeline);
    coverage_choose(&coverage, NULL);
    Strip strip = {.level = STRIP_YEARS, .is_chosen = true};
    strip_fill(&strip, view, view);
    strip_fill_held(&strip, &coverage);
    static const bool held[] = {true, true, true, false, false, true};
    assert_int_equal(strip.count, 6);
    assert_memory_equal(strip.is_held, held, sizeof held);
    assert_true(strip.has_gaps);
    view_free(view);
    coverage_clear(&coverage);
    arena_free(strip.arena);
    fixture_free(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bars_are_named_by_their_time),
        cmocka_unit_test(every_bar_begins_in_itself),
        cmocka_unit_test(all_dated_events_are_counted_and_empty_years_kept),
        cmocka_unit_test(one_year_is_seen_in_its_months_with_what_lies_around),
        cmocka_unit_test(a_time_too_long_for_bars_is_cut_around_what_is_shown),
        cmocka_unit_test(an_event_far_from_all_others_does_not_choose_the_level),
        cmocka_unit_test(nothing_shown_gives_no_bar),
        cmocka_unit_test(the_other_way_shares_and_scales_stand_beside_the_bars),
        cmocka_unit_test(time_without_a_source_is_no_empty_time),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
