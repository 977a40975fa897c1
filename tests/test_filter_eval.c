// Which events and which positions a filter shows.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/filter_eval.h"
#include "tests/support_timeline.h"

typedef struct Judge {
    Fixture *fixture;
    Arena *arena;
    Filter *filter;
    Evaluation *evaluation;
} Judge;

static Judge judge_new(Fixture *fixture, Text expression)
{
    Judge judge = {.fixture = fixture, .arena = arena_new()};
    Problems problems = problems_in(judge.arena);
    if (!filter_parse(expression, fixture->countries, judge.arena, &judge.filter, &problems))
        fail_msg("%.*s: %.*s", TEXT_ARG(expression), TEXT_ARG(problems.items[0].message));
    judge.evaluation = evaluation_new(judge.filter, fixture->timeline, judge.arena);
    return judge;
}

static void judge_free(Judge *judge)
{
    evaluation_free(judge->evaluation);
    arena_free(judge->arena);
}

// "2 3 10": the numbers of the events that match, as they were given.
static Text matching(Judge *judge)
{
    Buffer out = buffer_in(judge->arena);
    size_t number = 0;
    for (size_t s = 0; s < timeline_segment_count(judge->fixture->timeline); s++)
        for (size_t row = 0; row < timeline_segment(judge->fixture->timeline, s)->count; row++) {
            number++;
            if (evaluation_matches(judge->evaluation, timeline_event_id(s, row)))
                buffer_printf(&out, "%s%zu", out.count ? " " : "", number);
        }
    return buffer_text(&out);
}

static void assert_matching(Fixture *fixture, Text expression, Text expected)
{
    Judge judge = judge_new(fixture, expression);
    Text found = matching(&judge);
    if (!text_equal(found, expected))
        fail_msg("%.*s\n  expected %.*s\n  found    %.*s", TEXT_ARG(expression), TEXT_ARG(expected),
                 TEXT_ARG(found));
    judge_free(&judge);
}

static Text read_cases(Arena *arena)
{
    const char *dir = getenv("srcdir");
    Text path = arena_printf(arena, "%s/tests/cases/filter-eval.txt", dir ? dir : ".");
    FILE *file = fopen(path.ptr, "rb");
    assert_non_null(file);
    Buffer content = buffer_in(arena);
    for (int c = getc(file); c != EOF; c = getc(file))
        buffer_add_char(&content, (char)c);
    fclose(file);
    return buffer_text(&content);
}

// A case is an expression, the numbers of the events of the fixture that match, and an empty line.
static void each_case(void (*check)(Fixture *fixture, Text expression, Text expected))
{
    Fixture fixture = fixture_new();
    Text rest = read_cases(fixture.arena);
    size_t count = 0;
    while (rest.len > 0) {
        Text expression = text_cut(&rest, '\n');
        Text expected = text_cut(&rest, '\n');
        text_cut(&rest, '\n');
        check(&fixture, expression, expected);
        count++;
    }
    assert_true(count > 100);
    fixture_free(&fixture);
}

static void expressions_match_their_events(void **state)
{
    (void)state;
    each_case(assert_matching);
}

static void assert_consistent(Fixture *fixture, Text expression, Text expected)
{
    (void)expected;
    Judge judge = judge_new(fixture, expression);
    uint64_t bits[SEGMENT_EVENTS / 64];
    size_t count = 0, selected = evaluation_select(judge.evaluation, 0, bits);
    for (uint32_t row = 0; row < timeline_segment(fixture->timeline, 0)->count; row++) {
        EventId id = timeline_event_id(0, row);
        bool is_shown = evaluation_matches(judge.evaluation, id), passes_all = true;
        bool has_joined = false;
        for (size_t chip = 0; chip < filter_chip_count(judge.filter); chip++) {
            passes_all = passes_all && evaluation_chip_matches(judge.evaluation, chip, id);
            has_joined = has_joined || filter_chip_is_joined(judge.filter, chip);
        }
        assert_true(has_joined ? passes_all || !is_shown : passes_all == is_shown);
        assert_int_equal(is_shown, bits[row / 64] >> (row % 64) & 1);
        count += is_shown;
    }
    assert_int_equal(count, selected);
    judge_free(&judge);
}

static void chips_together_select_what_the_filter_selects(void **state)
{
    (void)state;
    each_case(assert_consistent);
}

static void assert_candidates(Fixture *fixture, Text expression, Text expected)
{
    (void)expected;
    Judge judge = judge_new(fixture, expression);
    size_t count, kept = 0, wanted = 0;
    const EventId *events = evaluation_candidates(judge.evaluation, &count);
    for (uint32_t row = 0; row < timeline_segment(fixture->timeline, 0)->count; row++)
        wanted += evaluation_matches(judge.evaluation, timeline_event_id(0, row));
    for (size_t i = 0; i < count; i++) {
        kept += evaluation_matches(judge.evaluation, events[i]);
        if (i > 0)
            assert_true(timeline_compare(fixture->timeline, events[i - 1], events[i]) < 0);
    }
    if (events && kept != wanted)
        fail_msg("%.*s: %zu of %zu are among the candidates", TEXT_ARG(expression), kept, wanted);
    judge_free(&judge);
}

static void candidates_from_the_index_leave_nothing_out(void **state)
{
    (void)state;
    each_case(assert_candidates);
}

static void pair_and_year_need_few_candidates(void **state)
{
    (void)state;
    Fixture fixture = fixture_new();
    size_t count;
    Judge judge = judge_new(&fixture, TEXT("pair:CHN-PRK"));
    assert_non_null(evaluation_candidates(judge.evaluation, &count));
    assert_int_equal(count, 3);
    judge_free(&judge);
    judge = judge_new(&fixture, TEXT("pair:CHN-PRK year:..1949"));
    assert_non_null(evaluation_candidates(judge.evaluation, &count));
    assert_int_equal(count, 1);
    judge_free(&judge);
    judge = judge_new(&fixture, TEXT("kind:meeting"));
    assert_null(evaluation_candidates(judge.evaluation, &count));
    judge_free(&judge);
    fixture_free(&fixture);
}

static void long_events_are_candidates_of_every_year_they_reach(void **state)
{
    (void)state;
    static const FixtureEvent events[] = {
        {.date = "1950/1953", .title = "war", .kind = "war", .countries = "CHN;USA", .place = ""},
        {.date = "1961/..",
         .title = "treaty",
         .kind = "treaty",
         .countries = "CHN;PRK",
         .place = ""},
        {.date = "1952-05-01",
         .title = "day",
         .kind = "other",
         .countries = "CHN;USA",
         .place = ""},
    };
    Fixture fixture = fixture_from(events, 3);
    timeline_build_index(fixture.timeline);
    size_t count;
    Judge judge = judge_new(&fixture, TEXT("year:1952"));
    assert_non_null(evaluation_candidates(judge.evaluation, &count));
    assert_int_equal(count, 2);
    judge_free(&judge);
    assert_matching(&fixture, TEXT("year:1952"), TEXT("1 3"));
    assert_matching(&fixture, TEXT("year:2024"), TEXT("2"));
    assert_matching(&fixture, TEXT("date!:1961.."), TEXT("2"));
    assert_matching(&fixture, TEXT("date!:1950..1953"), TEXT("1 3"));
    fixture_free(&fixture);
}

static void doubtful_dates_are_never_certain(void **state)
{
    (void)state;
    static const FixtureEvent events[] = {
        {.date = "1972~", .title = "a", .kind = "other", .countries = "CHN;USA", .place = ""},
        {.date = "1972?", .title = "b", .kind = "other", .countries = "CHN;USA", .place = ""},
        {.date = "1972", .title = "c", .kind = "other", .countries = "CHN;USA", .place = ""},
    };
    Fixture fixture = fixture_from(events, 3);
    assert_matching(&fixture, TEXT("date:1972-06"), TEXT("1 2 3"));
    assert_matching(&fixture, TEXT("date!:1971..1973"), TEXT("3"));
    assert_matching(&fixture, TEXT("date!:1972-06"), TEXT(""));
    fixture_free(&fixture);
}

static void codes_no_lexicon_knows_are_found_when_they_come(void **state)
{
    (void)state;
    static const FixtureEvent first[] = {
        {.date = "1990", .title = "a", .kind = "other", .countries = "CHN;USA", .place = ""}};
    static const FixtureEvent later[] = {
        {.date = "1991", .title = "b", .kind = "other", .countries = "CHN;AFR", .place = ""},
        {.date = "1992", .title = "c", .kind = "other", .countries = "AFR>AFR", .place = ""}};
    Fixture fixture = fixture_from(first, 1);
    Judge with = judge_new(&fixture, TEXT("with:AFR")),
          pair = judge_new(&fixture, TEXT("pair:CHN-AFR"));
    Judge own = judge_new(&fixture, TEXT("pair:AFR>AFR"));
    assert_true(text_equal(matching(&with), TEXT("")));
    assert_true(text_equal(matching(&pair), TEXT("")));
    fixture_append(&fixture, later, 2);
    assert_true(text_equal(matching(&with), TEXT("2 3")));
    assert_true(text_equal(matching(&pair), TEXT("2")));
    assert_true(text_equal(matching(&own), TEXT("3")));
    assert_matching(&fixture, TEXT("pair:AFR-*"), TEXT("2"));
    judge_free(&with);
    judge_free(&pair);
    judge_free(&own);
    fixture_free(&fixture);
}

static void spelling_that_comes_later_counts(void **state)
{
    (void)state;
    static const FixtureEvent first[] = {{.date = "1990",
                                          .title = "a",
                                          .kind = "meeting",
                                          .countries = "CHN;PRK",
                                          .place = "",
                                          .persons = {{"Ri Ryong Nam", "PRK", "", "guest"}}}};
    static const FixtureEvent later[] = {{.date = "1991",
                                          .title = "b",
                                          .kind = "meeting",
                                          .countries = "CHN;PRK",
                                          .place = "",
                                          .persons = {{"RI Ryong-nam", "PRK", "", "guest"}}}};
    Fixture fixture = fixture_from(first, 1);
    Judge judge = judge_new(&fixture, TEXT("person:\"ri ryongnam\""));
    assert_true(text_equal(matching(&judge), TEXT("1")));
    assert_true(evaluation_may_change_its_mind(judge.evaluation));
    fixture_append(&fixture, later, 1);
    assert_true(text_equal(matching(&judge), TEXT("1 2")));
    judge_free(&judge);
    fixture_free(&fixture);
}

static void many_rows_are_judged_as_single_ones_are(void **state)
{
    (void)state;
    enum { MANY = 200 }; // three blocks of 64 rows and a part of one
    static FixtureEvent events[MANY];
    static const char *const countries[] = {"CHN;PRK", "CHN;USA", "CHN;RUS;USA", "PRK>CHN", "JPN"};
    static const char *const dates[] = {"1972", "1972-05", "1972-05-03/1974", "1980~",
                                        "2024-01-19"};
    static const char *const kinds[] = {"meeting", "visit", "call"};
    for (size_t i = 0; i < MANY; i++)
        events[i] = (FixtureEvent){.date = dates[i * 7 / 3 % 5],
                                   .title = i % 2 ? "odd" : "even",
                                   .kind = kinds[i % 3],
                                   .countries = countries[i * 3 % 5],
                                   .place = "",
                                   .scale = (double)(i % 9) - 4};
    Fixture fixture = fixture_from(events, MANY);
    static const char *const expressions[] = {
        "pair:CHN-PRK", "pair:CHN-USA year:1972", "with:CHN -kind:call",        "date!:1972 odd",
        "pair:PRK>CHN", "scale>1 | kind:visit",   "-(with:JPN year:1973) even", "pair:CHN-*"};
    for (size_t i = 0; i < sizeof expressions / sizeof *expressions; i++)
        assert_consistent(&fixture, text_from(expressions[i]), TEXT(""));
    assert_matching(&fixture, TEXT("pair:CHN-USA scale=4 date:1973"), TEXT("45 90 135 180"));
    fixture_free(&fixture);
}

// ---- positions ----

static Text marked(Judge *judge, EventId id)
{
    size_t count;
    Buffer out = buffer_in(judge->arena);
    timeline_positions(judge->fixture->timeline, id, &count);
    for (size_t n = 0; n < count; n++)
        buffer_add_char(&out, evaluation_marks_position(judge->evaluation, id, n) ? 'x' : '.');
    return buffer_text(&out);
}

static void assert_marked(Fixture *fixture, const char *expression, const char *expected)
{
    Judge judge = judge_new(fixture, text_from(expression));
    Text found = marked(&judge, timeline_event_id(0, 9));
    if (!text_equal(found, text_from(expected)))
        fail_msg("%s: expected %s, found %.*s", expression, expected, TEXT_ARG(found));
    judge_free(&judge);
}

static void positions_that_fulfil_the_filter_are_marked(void **state)
{
    (void)state;
    Fixture fixture = fixture_new();
    assert_marked(&fixture, "speaker:CHN", "xx..");
    assert_marked(&fixture, "speaker:PRK said:taiwan", "....");
    assert_marked(&fixture, "speaker:PRK topic:core", "...x");
    assert_marked(&fixture, "speaker:PRK -topic:core", "..x.");
    assert_marked(&fixture, "(verb:say) (topic:core)", "x..x");
    assert_marked(&fixture, "verb:say | topic:core", "x..x");
    assert_marked(&fixture, "verb:say | topic:core kind:visit", "x...");
    assert_marked(&fixture, "verb:say kind:visit", "....");
    assert_marked(&fixture, "kind:meeting", "....");
    assert_marked(&fixture, "-verb:agree", "....");
    assert_marked(&fixture, "", "....");
    fixture_free(&fixture);
}

// ---- highlighting ----

static void assert_hits(Fixture *fixture, const char *expression, const char *text,
                        const char *expected)
{
    Judge judge = judge_new(fixture, text_from(expression));
    TextRange ranges[8];
    size_t count = evaluation_hits(judge.evaluation, text_from(text), ranges, 8);
    Buffer out = buffer_in(judge.arena);
    for (size_t i = 0; i < count; i++)
        buffer_printf(&out, "[%.*s]", (int)(ranges[i].end - ranges[i].start),
                      text + ranges[i].start);
    Text found = buffer_text(&out);
    if (!text_equal(found, text_from(expected)))
        fail_msg("%s: expected %s, found %.*s", expression, expected, TEXT_ARG(found));
    judge_free(&judge);
}

static void hits_are_the_bytes_as_they_stand(void **state)
{
    (void)state;
    Fixture fixture = fixture_new();
    assert_hits(&fixture, "elysee", "The Élysée Treaty", "[Élysée]");
    assert_hits(&fixture, "said:\"win-win co\"", "a win\u2011win\n  Co", "[win\u2011win\n  Co]");
    assert_hits(&fixture, "cafe", "cafe\u0301 x", "[cafe\u0301]");
    assert_hits(&fixture, "a -b", "a b a", "[a][a]");
    assert_hits(&fixture, "ab bc", "xabcx", "[abc]");
    assert_hits(&fixture, "text~\"[0-9]+\" year", "year 10 and 11", "[year][10][11]");
    assert_hits(&fixture, "text~\"x*\"", "\u00E9xx\u00E9x", "[xx][x]");
    assert_hits(&fixture, "kind:meeting", "meeting", "");
    assert_hits(&fixture, "a", "aXaXaXaXaXaXaXaXaXa", "[a][a][a][a][a][a][a][a]");
    fixture_free(&fixture);
}

static void typographic_signs_are_found_by_plain_ones(void **state)
{
    (void)state;
    static const FixtureEvent events[] = {
        {.date = "1990",
         .title = "the sides\u2019 \u201Cwin\u2013win\u201D",
         .kind = "other",
         .countries = "",
         .place = ""},
        {.date = "1991",
         .title = "no\u00A0break \uFF21",
         .kind = "other",
         .countries = "",
         .place = ""},
        {.date = "1992", .title = "caf\xE9 bytes", .kind = "other", .countries = "", .place = ""},
    };
    Fixture fixture = fixture_from(events, 3);
    assert_matching(&fixture, TEXT("\"sides' \"\"win-win\"\"\""), TEXT("1"));
    assert_matching(&fixture, TEXT("\"no  break A\""), TEXT("2"));
    assert_matching(&fixture, TEXT("bytes"), TEXT("3"));
    fixture_free(&fixture);
}

static void no_filter_matches_all(void **state)
{
    (void)state;
    Fixture fixture = fixture_new();
    Arena *arena = arena_new();
    Evaluation *evaluation = evaluation_new(NULL, fixture.timeline, arena);
    uint64_t bits[SEGMENT_EVENTS / 64];
    size_t count;
    TextRange range;
    assert_int_equal(evaluation_select(evaluation, 0, bits), 14);
    assert_true(evaluation_matches(evaluation, timeline_event_id(0, 13)));
    assert_false(evaluation_marks_position(evaluation, timeline_event_id(0, 9), 0));
    assert_null(evaluation_candidates(evaluation, &count));
    assert_int_equal(evaluation_hits(evaluation, TEXT("x"), &range, 1), 0);
    evaluation_free(evaluation);
    arena_free(arena);
    fixture_free(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expressions_match_their_events),
        cmocka_unit_test(chips_together_select_what_the_filter_selects),
        cmocka_unit_test(candidates_from_the_index_leave_nothing_out),
        cmocka_unit_test(pair_and_year_need_few_candidates),
        cmocka_unit_test(long_events_are_candidates_of_every_year_they_reach),
        cmocka_unit_test(doubtful_dates_are_never_certain),
        cmocka_unit_test(codes_no_lexicon_knows_are_found_when_they_come),
        cmocka_unit_test(spelling_that_comes_later_counts),
        cmocka_unit_test(many_rows_are_judged_as_single_ones_are),
        cmocka_unit_test(positions_that_fulfil_the_filter_are_marked),
        cmocka_unit_test(hits_are_the_bytes_as_they_stand),
        cmocka_unit_test(typographic_signs_are_found_by_plain_ones),
        cmocka_unit_test(no_filter_matches_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
