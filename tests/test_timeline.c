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
    // A slow machine publishes before a segment is full, so where the last one begins is not known.
    assert_true(last->weight && last->weight[last->count - 1] == 2.0f);
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

static void source_counts_columns_as_its_encoding_says(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    uint32_t line, column;
    Source *marked = source_in_memory(arena, TEXT("t"), TEXT("\xEF\xBB\xBFid,date"), NULL);
    assert_true(source_locate(marked, 3, &line, &column) && line == 1 && column == 1);
    assert_true(source_locate(marked, 6, &line, &column) && column == 4);
    Source *western = source_in_memory(arena, TEXT("t"), TEXT("\x80\x93 x"), NULL);
    western->encoding = TEXT("windows-1252");
    assert_true(source_locate(western, 3, &line, &column) && column == 4);
    arena_free(arena);
}

static size_t bytes_read;

static bool read_and_count(const Source *source, uint64_t offset, size_t len, char *to)
{
    bytes_read += len;
    return source_read_memory(source, offset, len, to);
}

static void source_locates_problems_in_any_order_in_one_pass(void **state)
{
    (void)state;
    static const SourceOps ops = {.read = read_and_count};
    Arena *arena = arena_new();
    Buffer text = buffer_in(arena);
    for (int i = 0; i < 50000; i++)
        buffer_add(&text, TEXT("line\n"));
    Source *source = source_in_memory(arena, TEXT("t"), buffer_text(&text), &ops);
    Problem problems[100] = {{0}};
    for (size_t i = 0; i < 100; i++)
        problems[i] = (Problem){.offset = (100 - i) * 2000 + 2};
    bytes_read = 0;
    source_locate_problems(source, problems, 100);
    for (size_t i = 0; i < 100; i++) {
        assert_int_equal(problems[i].line, (100 - i) * 400 + 1);
        assert_int_equal(problems[i].column, 3);
    }
    assert_true(bytes_read <= text.count);
    arena_free(arena);
}

static void problem_caret_stands_below_tabs_and_wide_letters(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Problem mistake = {.kind = PROBLEM_FILTER, .offset = 5};
    assert_string_equal(arena_text(arena, problem_caret(&mistake, TEXT("\ta山x"), arena)).ptr,
                        "\ta山x\n\t   ^");
    mistake.offset = PROBLEM_NO_OFFSET;
    assert_string_equal(arena_text(arena, problem_caret(&mistake, TEXT("ab"), arena)).ptr,
                        "ab\n  ^");
    arena_free(arena);
}

static void builder_keeps_its_pointers_and_what_comes_after_a_flush(void **state)
{
    (void)state;
    Fixture fixture = fixture_from(NULL, 0);
    Timeline *timeline = timeline_new(fixture.countries);
    Seen seen = {.timeline = timeline};
    Builder *builder = builder_new(fixture.countries, see, &seen);
    Problems *problems = builder_problems(builder);
    Accounting *accounting = builder_accounting(builder);
    assert_true(builder_flush(builder));
    assert_int_equal(seen.segments, 0); // nothing to tell
    for (int round = 0; round < 3; round++) {
        accounting->read++;
        accounting->rejected++;
        problem_at(problems, PROBLEM_IN(PROBLEM_DATE, SEVERITY_ERROR, TEXT("t")), "no %d", round);
        assert_true(builder_flush(builder));
        assert_true(builder_flush(builder));
    }
    assert_int_equal(seen.segments, 3);
    assert_int_equal(timeline_accounting(timeline).rejected, 3);
    assert_int_equal(timeline_problems(timeline)->count, 3);
    assert_true(text_equal(timeline_problems(timeline)->items[2].message, TEXT("no 2")));
    builder_free(builder);
    timeline_free(timeline);
    fixture_free(&fixture);
}

static void add_plain_event(Builder *builder, uint64_t record, uint32_t source)
{
    assert_true(builder_begin_event(builder, record));
    Event event = {.date = date_from_day(1),
                   .scale = (double)NAN,
                   .weight = (double)NAN,
                   .source = source,
                   .record = record};
    builder_add_event(builder, &event);
}

static void builder_sends_a_source_before_its_events_when_a_segment_is_full(void **state)
{
    (void)state;
    Fixture fixture = fixture_from(NULL, 0);
    Timeline *timeline = timeline_new(fixture.countries);
    Seen seen = {.timeline = timeline};
    Builder *builder = builder_new(fixture.countries, see, &seen);
    Source *first = source_in_memory(builder_arena(builder), TEXT("first"), TEXT(""), NULL);
    builder_add_source(builder, first);
    for (uint32_t i = 0; i < SEGMENT_EVENTS; i++)
        add_plain_event(builder, i, first->id);
    Source *second = source_in_memory(builder_arena(builder), TEXT("second"), TEXT(""), NULL);
    builder_add_source(builder, second);
    add_plain_event(builder, 7, second->id);
    bool was_full = timeline_segment_count(timeline) > 0 &&
                    timeline_segment(timeline, 0)->count == SEGMENT_EVENTS;
    if (was_full)                                             // a slow machine publishes earlier
        assert_int_equal(timeline_source_count(timeline), 2); // before the event that names it
    builder_flush(builder);
    builder_free(builder); // its arena holds nothing that the timeline needs
    size_t segment = timeline_segment_count(timeline) - 1;
    EventId last = timeline_event_id(segment, timeline_segment(timeline, segment)->count - 1);
    uint32_t id = timeline_event(timeline, last).source;
    assert_true(text_equal(timeline_source(timeline, id)->path, TEXT("second")));
    timeline_free(timeline);
    fixture_free(&fixture);
}

static void builder_keeps_records_behind_four_gigabytes(void **state)
{
    (void)state;
    Fixture fixture = fixture_from(NULL, 0);
    Timeline *timeline = timeline_new(fixture.countries);
    Seen seen = {.timeline = timeline};
    Builder *builder = builder_new(fixture.countries, see, &seen);
    builder_add_source(builder, source_in_memory(fixture.arena, TEXT("s"), TEXT(""), NULL));
    static const uint64_t records[] = {5,          UINT32_MAX, 1ull << 32,      (1ull << 32) + 9,
                                       1ull << 40, 7,          UINT64_MAX - 99, UINT64_MAX};
    for (size_t i = 0; i < sizeof records / sizeof *records; i++)
        add_plain_event(builder, records[i], 0);
    builder_flush(builder);
    builder_free(builder);
    size_t at = 0;
    for (size_t s = 0; s < timeline_segment_count(timeline); s++)
        for (size_t row = 0; row < timeline_segment(timeline, s)->count; row++)
            assert_true(timeline_event(timeline, timeline_event_id(s, row)).record ==
                        records[at++]);
    assert_int_equal(at, sizeof records / sizeof *records);
    timeline_free(timeline);
    fixture_free(&fixture);
}

static void builder_leaves_out_a_country_that_is_none(void **state)
{
    (void)state;
    static const FixtureEvent events[] = {
        {"2024", "From nobody", "call", ">CHN", "", {{0}}, {{0}}, 0},
        {"2024", "With a gap", "talks", "CHN;;USA;PRK", "", {{0}}, {{0}}, 0}};
    Fixture fixture = fixture_from(events, 2);
    assert_field(&fixture, timeline_event_id(0, 0), EVENT_COUNTRIES, "CHN");
    assert_field(&fixture, timeline_event_id(0, 1), EVENT_COUNTRIES, "CHN;PRK;USA");
    fixture_free(&fixture);
}

// Segments that own nothing, so that so many of them cost little.
static void timeline_that_is_full_says_so_and_keeps_the_books(void **state)
{
    (void)state;
    Fixture fixture = fixture_from(NULL, 0);
    Timeline *timeline = timeline_new(fixture.countries);
    int32_t start[1] = {0};
    CountryId pair[1][2] = {{{0}}};
    uint32_t zero[1] = {0};
    size_t count = SEGMENTS_MAX + 2;
    Segment *segments = ARENA_ARRAY(fixture.arena, Segment, count);
    for (size_t i = 0; i < count; i++) {
        segments[i] = (Segment){.count = 1,
                                .start = start,
                                .pair = pair,
                                .kind = zero,
                                .place = zero,
                                .record = zero,
                                .names = {.builder = 1, .first_string = WORD_COUNT},
                                .accounting = {.read = 1, .used = 1}};
        assert_true(timeline_append(timeline, &segments[i]) == (i < SEGMENTS_MAX));
    }
    assert_int_equal(timeline_event_count(timeline), SEGMENTS_MAX);
    Accounting accounting = timeline_accounting(timeline);
    assert_int_equal(accounting.used, SEGMENTS_MAX);
    assert_int_equal(accounting.rejected, 2);
    assert_int_equal(timeline_problems(timeline)->by_severity[SEVERITY_ERROR], 2);
    timeline_free(timeline);
    fixture_free(&fixture);
}

static bool is_still_there(const Source *source)
{
    return source->size == 0; // what the test sets
}

static void timeline_names_the_first_source_that_has_changed(void **state)
{
    (void)state;
    static const SourceOps files = {.read = source_read_memory, .is_current = is_still_there};
    Fixture fixture = fixture_from(NULL, 0);
    Timeline *timeline = timeline_new(fixture.countries);
    Seen seen = {.timeline = timeline};
    Builder *builder = builder_new(fixture.countries, see, &seen);
    Source *fixed = source_in_memory(fixture.arena, TEXT("standard input"), TEXT("x"), NULL);
    Source *first = source_in_memory(fixture.arena, TEXT("first"), TEXT(""), &files);
    Source *second = source_in_memory(fixture.arena, TEXT("second"), TEXT(""), &files);
    builder_add_source(builder, fixed);
    builder_add_source(builder, first);
    builder_add_source(builder, second);
    builder_flush(builder);
    const Source *changed = NULL;
    assert_true(timeline_is_current(timeline, &changed));
    second->size = 1;
    assert_false(timeline_is_current(timeline, &changed));
    assert_ptr_equal(changed, second);
    first->size = 1;
    assert_false(timeline_is_current(timeline, &changed));
    assert_ptr_equal(changed, first);
    builder_free(builder);
    timeline_free(timeline);
    fixture_free(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(timeline_answers_columns_as_texts),
        cmocka_unit_test(timeline_gives_people_and_positions_of_their_event_only),
        cmocka_unit_test(timeline_index_finds_pairs_either_way_and_years),
        cmocka_unit_test(timeline_append_joins_strings_and_actors_of_segments),
        cmocka_unit_test(timeline_order_is_total_and_follows_the_dates),
        cmocka_unit_test(timeline_names_the_first_source_that_has_changed),
        cmocka_unit_test(builder_starts_a_new_segment_when_one_is_full),
        cmocka_unit_test(source_locates_bytes_after_every_line_end),
        cmocka_unit_test(problem_text_leaves_out_what_is_not_known),
        cmocka_unit_test(source_counts_columns_as_its_encoding_says),
        cmocka_unit_test(source_locates_problems_in_any_order_in_one_pass),
        cmocka_unit_test(problem_caret_stands_below_tabs_and_wide_letters),
        cmocka_unit_test(builder_keeps_its_pointers_and_what_comes_after_a_flush),
        cmocka_unit_test(builder_sends_a_source_before_its_events_when_a_segment_is_full),
        cmocka_unit_test(builder_keeps_records_behind_four_gigabytes),
        cmocka_unit_test(builder_leaves_out_a_country_that_is_none),
        cmocka_unit_test(timeline_that_is_full_says_so_and_keeps_the_books),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
