#include <config.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/support_timeline.h"

static EventId nth(const Fixture *fixture, size_t n)
{
    const EventId *events;
    size_t count = timeline_all_events(fixture->timeline, &events);
    assert_true(n < count);
    return events[n];
}

static void assert_field(const Fixture *fixture, EventId id, EventField field, const char *wanted)
{
    Arena *scratch = arena_new();
    Text text = timeline_field(fixture->timeline, id, field, scratch);
    assert_string_equal(arena_text(scratch, text).ptr, wanted);
    arena_free(scratch);
}

static void timeline_answers_columns_as_texts(void **state)
{
    (void)state;
    Fixture fixture = fixture_new();
    EventId visit = nth(&fixture, 4);
    assert_field(&fixture, visit, EVENT_ID, "f5");
    assert_field(&fixture, visit, EVENT_DATE, "1972-02-21/1972-02-28");
    assert_field(&fixture, visit, EVENT_COUNTRIES, "CHN;USA");
    assert_field(&fixture, visit, EVENT_SCALE, "6");
    assert_field(&fixture, visit, EVENT_WEIGHT, "");
    assert_field(&fixture, nth(&fixture, 0), EVENT_COUNTRIES, "SUN>CHN");
    assert_field(&fixture, nth(&fixture, 2), EVENT_DATE, "1950-10");
    assert_field(&fixture, nth(&fixture, 13), EVENT_COUNTRIES, "CHN;RUS;USA");
    fixture_free(&fixture);
}

static void timeline_gives_people_and_positions_of_their_event_only(void **state)
{
    (void)state;
    Fixture fixture = fixture_new();
    Arena *scratch = arena_new();
    size_t count;
    EventId meeting = nth(&fixture, 9);
    const Participant *people = timeline_participants(fixture.timeline, meeting, &count);
    assert_int_equal(count, 3);
    assert_int_equal(people[2].role.at, WORD_MENTIONED);
    timeline_positions(fixture.timeline, meeting, &count);
    assert_int_equal(count, 4);
    Text text = timeline_position_field(fixture.timeline, meeting, 3, POSITION_TEXT, scratch);
    assert_true(text_starts(text, TEXT("The DPRK side firmly")));
    timeline_positions(fixture.timeline, nth(&fixture, 8), &count);
    assert_int_equal(count, 0);
    timeline_participants(fixture.timeline, nth(&fixture, 13), &count);
    assert_int_equal(count, 0);
    arena_free(scratch);
    fixture_free(&fixture);
}

static void timeline_index_finds_pairs_either_way_and_years(void **state)
{
    (void)state;
    Fixture fixture = fixture_new();
    CountryId chn = country_by_code(fixture.countries, TEXT("chn"));
    CountryId prk = country_by_code(fixture.countries, TEXT("PRK"));
    CountryId usa = country_by_code(fixture.countries, TEXT("USA"));
    CountryId rus = country_by_code(fixture.countries, TEXT("RUS"));
    const EventId *events;
    assert_int_equal(timeline_pair_events(fixture.timeline, prk, chn, &events), 3);
    assert_field(&fixture, events[0], EVENT_DATE, "1949-10-06");
    assert_int_equal(timeline_pair_events(fixture.timeline, usa, prk, &events), 1);
    assert_int_equal(timeline_pair_events(fixture.timeline, rus, usa, &events),
                     1); // one of three countries
    assert_int_equal(timeline_pair_events(fixture.timeline, rus, prk, &events), 0);
    assert_int_equal(timeline_year_events(fixture.timeline, 2024, &events), 5);
    assert_int_equal(timeline_year_events(fixture.timeline, 1951, &events), 0);
    fixture_free(&fixture);
}

static void timeline_append_joins_strings_and_actors_of_segments(void **state)
{
    (void)state;
    static const FixtureEvent later[] = {{"2025-01-02",
                                          "Again",
                                          "meeting",
                                          "CHN;XQZ",
                                          "Beijing",
                                          {{"Pak Yong-chol", "PRK", "Ambassador", "guest"}},
                                          {{0}},
                                          0}};
    Fixture fixture = fixture_new();
    size_t before = actors_count(timeline_actors(fixture.timeline));
    fixture_append(&fixture, later, 1);
    timeline_build_index(fixture.timeline);
    EventId last = nth(&fixture, 14);
    size_t count;
    const Participant *person = timeline_participants(fixture.timeline, last, &count);
    assert_int_equal(actors_count(timeline_actors(fixture.timeline)),
                     before); // the same man, spelled otherwise
    const Actor *actor = actors_get(timeline_actors(fixture.timeline), person->actor);
    assert_int_equal(actor->spellings.count, 2);
    assert_int_equal(timeline_event(fixture.timeline, last).kind.at, WORD_MEETING);
    assert_field(&fixture, last, EVENT_COUNTRIES,
                 "CHN;XQZ"); // a code nobody knows stays as written
    assert_true(timeline_strange_country(fixture.timeline, TEXT("XQZ")).at >= COUNTRY_STRANGE);
    assert_int_equal(timeline_accounting(fixture.timeline).used, 15);
    fixture_free(&fixture);
}

static void timeline_order_is_total_and_follows_the_dates(void **state)
{
    (void)state;
    Fixture fixture = fixture_new();
    const EventId *events;
    size_t count = timeline_all_events(fixture.timeline, &events);
    assert_int_equal(count, 14);
    for (size_t i = 1; i < count; i++)
        assert_true(timeline_compare(fixture.timeline, events[i - 1], events[i]) < 0);
    fixture_free(&fixture);
}

typedef struct Seen {
    size_t segments, events;
    Timeline *timeline;
} Seen;

static bool see(void *context, Segment *segment)
{
    Seen *seen = context;
    seen->segments++;
    seen->events += segment->count;
    timeline_append(seen->timeline, segment);
    return true;
}

static void builder_starts_a_new_segment_when_one_is_full(void **state)
{
    (void)state;
    Fixture fixture = fixture_from(NULL, 0);
    Timeline *timeline = timeline_new(fixture.countries);
    Seen seen = {.timeline = timeline};
    Builder *builder = builder_new(fixture.countries, see, &seen);
    Source *source = source_in_memory(fixture.arena, TEXT("many"), TEXT(""), NULL);
    builder_add_source(builder, source);
    for (uint32_t i = 0; i < SEGMENT_EVENTS + 10; i++) {
        assert_true(builder_begin_event(builder, i));
        Event event = {.date = date_from_day((int32_t)(i % 1000)),
                       .kind = builder_string(builder, TEXT("vote")),
                       .scale = i == 70000 - 1 ? 1.5 : (double)NAN,
                       .weight = i >= 65000 ? 2.0 : (double)NAN,
                       .source = source->id,
                       .record = i};
        builder_add_event(builder, &event);
    }
    builder_flush(builder);
    assert_true(seen.segments >= 2);
    assert_int_equal(seen.events, SEGMENT_EVENTS + 10);
    assert_true(isnan(timeline_event(timeline, timeline_event_id(0, 64)).weight));
    const Segment *last = timeline_segment(timeline, timeline_segment_count(timeline) - 1);
    assert_true(last->weight && last->weight[0] == 2.0f);
    builder_free(builder);
    timeline_free(timeline);
    fixture_free(&fixture);
}

static void source_locates_bytes_after_every_line_end(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Source *source = source_in_memory(arena, TEXT("t"), TEXT("ab\r\ncd\né x\rend"), NULL);
    uint32_t line, column;
    assert_true(source_locate(source, 0, &line, &column) && line == 1 && column == 1);
    assert_true(source_locate(source, 4, &line, &column) && line == 2 && column == 1);
    assert_true(source_locate(source, 10, &line, &column) && line == 3 && column == 3);
    assert_true(source_locate(source, 13, &line, &column) && line == 4 && column == 2);
    assert_false(source_locate(source, 999, &line, &column));
    arena_free(arena);
}

static void problem_text_leaves_out_what_is_not_known(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Problems problems = problems_in(arena);
    Problem where = PROBLEM_IN(PROBLEM_DATE, SEVERITY_ERROR, TEXT("2024.csv"));
    problem_at(&problems, where, "expected a date, found \"%s\"", "next week");
    where.line = 118;
    where.column = 7;
    problem_at(&problems, where, "expected a date");
    assert_string_equal(arena_text(arena, problem_text(&problems.items[0], arena)).ptr,
                        "2024.csv: error: expected a date, found \"next week\"");
    assert_string_equal(arena_text(arena, problem_text(&problems.items[1], arena)).ptr,
                        "2024.csv:118:7: error: expected a date");
    Problem mistake = {.kind = PROBLEM_FILTER, .offset = 7};
    assert_string_equal(
        arena_text(arena, problem_caret(&mistake, TEXT("place:\xE5\xB1\xB1 x"), arena)).ptr,
        "place:\xE5\xB1\xB1 x\n       ^");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(timeline_answers_columns_as_texts),
        cmocka_unit_test(timeline_gives_people_and_positions_of_their_event_only),
        cmocka_unit_test(timeline_index_finds_pairs_either_way_and_years),
        cmocka_unit_test(timeline_append_joins_strings_and_actors_of_segments),
        cmocka_unit_test(timeline_order_is_total_and_follows_the_dates),
        cmocka_unit_test(builder_starts_a_new_segment_when_one_is_full),
        cmocka_unit_test(source_locates_bytes_after_every_line_end),
        cmocka_unit_test(problem_text_leaves_out_what_is_not_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
