// Which events tell of one meeting: each pair of cases is a day, a kind, countries and persons, told in two documents.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/count.h"
#include "model/reports.h"
#include "tests/support_timeline.h"

#define LIU                                                                                        \
    {                                                                                              \
        "Liu Jianhua", "CHN", "Minister", "host"                                                   \
    }
#define RI                                                                                         \
    {                                                                                              \
        "Ri Ryong Nam", "PRK", "Ambassador", "guest"                                               \
    }
#define MEETING(day, is, of, at, ...)                                                              \
    {                                                                                              \
        .date = day, .title = "A meeting", .kind = is, .countries = of, .place = at, .persons = {  \
            __VA_ARGS__                                                                            \
        }                                                                                          \
    }

static const FixtureEvent first = MEETING("2024-01-19", "meeting", "CHN;PRK", "Beijing", LIU, RI);

typedef struct Told {
    Fixture fixture;
    size_t others[2]; // of the first and of the second event
    const char *reason;
} Told;

// Two documents, each with one event.
static Told told(FixtureEvent one, FixtureEvent other)
{
    Told told = {.fixture = fixture_from(&one, 1)};
    Arena *arena = told.fixture.arena;
    EventId found[REPORTS_MAX];
    fixture_append(&told.fixture, &other, 1);
    timeline_build_index(told.fixture.timeline);
    for (size_t i = 0; i < 2; i++)
        told.others[i] = reports_of(told.fixture.timeline, timeline_event_id(i, 0), found, arena);
    Text reason = reports_reason(told.fixture.timeline, timeline_event_id(0, 0),
                                 timeline_event_id(1, 0), arena);
    told.reason = arena_text(arena, reason).ptr;
    return told;
}

static void assert_told(FixtureEvent one, FixtureEvent other, size_t wanted)
{
    Told found = told(one, other);
    assert_int_equal(found.others[0], wanted);
    assert_int_equal(found.others[1], wanted);
    assert_int_equal(found.reason && *found.reason, wanted);
    fixture_free(&found.fixture);
}

static void two_readouts_of_a_day_are_of_one_meeting(void **state)
{
    (void)state;
    FixtureEvent other = first;
    other.kind = "talks";
    Told found = told(first, other);
    assert_int_equal(found.others[0], 1);
    assert_string_equal(
        found.reason,
        "the same day, meeting and talks, CHN-PRK; in both: Liu Jianhua, Ri Ryong Nam");
    fixture_free(&found.fixture);
}

static void names_may_be_written_otherwise(void **state)
{
    (void)state;
    FixtureEvent other =
        MEETING("2024-01-19", "meeting", "CHN;PRK", "", {"Jianhua Liu", "CHN", "", "lead"},
                {"Ri Ryong-nam", "PRK", "", "lead"});
    assert_told(first, other, 1);
    FixtureEvent short_name =
        MEETING("2024-01-19", "meeting", "CHN;PRK", "", LIU, {"Ri", "PRK", "", "lead"});
    assert_told(first, short_name, 1);
}

static void another_guest_is_another_meeting(void **state)
{
    (void)state;
    FixtureEvent other = MEETING("2024-01-19", "meeting", "CHN;PRK", "Beijing", LIU,
                                 {"Kim Song Chol", "PRK", "Ambassador", "guest"});
    assert_told(first, other, 0);
    FixtureEvent nobody = MEETING("2024-01-19", "meeting", "CHN;PRK", "Beijing",
                                  {"Pak Kum Chol", "PRK", "Ambassador", "guest"});
    assert_told(first, nobody, 0);
}

static void who_was_only_present_is_no_sign(void **state)
{
    (void)state;
    FixtureEvent other = MEETING("2024-01-19", "meeting", "CHN;PRK", "Beijing",
                                 {"Sun Haiyan", "CHN", "Vice-minister", "host"},
                                 {"Ri Ryong Nam", "PRK", "Ambassador", "present"});
    assert_told(first, other, 0);
}

static void clocks_differ_for_calls_alone(void **state)
{
    (void)state;
    FixtureEvent next_day = first, call = first, next_call = first, late_call = first;
    next_day.date = "2024-01-20";
    assert_told(first, next_day, 0);
    call.kind = next_call.kind = late_call.kind = "call";
    next_call.date = "2024-01-20";
    next_call.place = "Pyongyang";
    late_call.date = "2024-01-21";
    assert_told(call, next_call, 1);
    assert_told(call, late_call, 0);
    assert_told(first, call, 0);
}

static void places_and_countries_agree(void **state)
{
    (void)state;
    FixtureEvent elsewhere = first, more = first, others = first;
    elsewhere.place = "Pyongyang";
    assert_told(first, elsewhere, 0);
    more.countries = "CHN;PRK;RUS";
    assert_told(first, more, 1);
    others.countries = "CHN;RUS";
    assert_told(first, others, 0);
    FixtureEvent here = first, there = first;
    here.place = "Washington";
    there.place = "Washington, D.C.";
    assert_told(here, there, 1);
}

static void days_and_kinds_must_be_known(void **state)
{
    (void)state;
    FixtureEvent month = first, statement = first;
    month.date = "2024-01";
    assert_told(month, month, 0);
    statement.kind = "statement";
    assert_told(statement, statement, 0);
}

static void a_document_tells_a_meeting_once(void **state)
{
    (void)state;
    FixtureEvent both[] = {first, first};
    Fixture fixture = fixture_from(both, 2);
    EventId found[REPORTS_MAX];
    timeline_build_index(fixture.timeline);
    assert_int_equal(reports_of(fixture.timeline, timeline_event_id(0, 0), found, fixture.arena),
                     0);
    fixture_free(&fixture);
}

static void nothing_is_known_before_the_index(void **state)
{
    (void)state;
    Fixture fixture = fixture_from(&first, 1);
    EventId found[REPORTS_MAX];
    fixture_append(&fixture, &first, 1);
    assert_int_equal(reports_of(fixture.timeline, timeline_event_id(0, 0), found, fixture.arena),
                     0);
    assert_true(reports_may_be(fixture.timeline));
    fixture_free(&fixture);
}

static void meetings_count_once(void **state)
{
    (void)state;
    FixtureEvent alone = first;
    alone.date = "2024-03-01";
    Fixture fixture = fixture_from(&first, 1);
    fixture_append(&fixture, &first, 1);
    fixture_append(&fixture, &alone, 1);
    timeline_build_index(fixture.timeline);
    View *view = view_new(fixture.timeline);
    const CountKey key = COUNT_MONTH;
    Counts events = count_by(view, &key, 1, fixture.arena);
    assert_int_equal(events.total, 3);
    assert_int_equal(events.items[0].count, 2);
    Counts meetings = count_meetings_by(view, &key, 1, fixture.arena);
    assert_int_equal(meetings.total, 2);
    assert_int_equal(meetings.items[0].count, 1);
    assert_int_equal(meetings.items[0].documents, 2);
    assert_int_equal(meetings.items[1].count, 1);
    Problems problems = problems_in(fixture.arena);
    assert_true(view_apply_filter(view, TEXT("reports>1"), &problems));
    assert_int_equal(view_count(view), 2);
    assert_true(filter_asks_reports(view_filter(view)));
    assert_true(view_apply_filter(view, TEXT("reports=1"), &problems));
    assert_int_equal(view_count(view), 1);
    view_free(view);
    fixture_free(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_readouts_of_a_day_are_of_one_meeting),
        cmocka_unit_test(names_may_be_written_otherwise),
        cmocka_unit_test(another_guest_is_another_meeting),
        cmocka_unit_test(who_was_only_present_is_no_sign),
        cmocka_unit_test(clocks_differ_for_calls_alone),
        cmocka_unit_test(places_and_countries_agree),
        cmocka_unit_test(days_and_kinds_must_be_known),
        cmocka_unit_test(a_document_tells_a_meeting_once),
        cmocka_unit_test(nothing_is_known_before_the_index),
        cmocka_unit_test(meetings_count_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
