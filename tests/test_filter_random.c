// Generated filters against what their terms show alone, put together by hand: the view must show the same events.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/view.h"
#include "tests/support_timeline.h"

enum { EVENTS = 14, ROUNDS = 1500 };

// What each term shows of the fixture, worked out by reading it: bit n is event n + 1.
#define E(n) (1u << ((n)-1))
typedef struct EventLeaf {
    const char *text;
    uint32_t events;
} EventLeaf;
static const EventLeaf event_leaves[] = {
    {"pair:CHN-PRK", E(2) | E(3) | E(10)},
    {"pair:CHN-USA", E(5) | E(9) | E(14)},
    {"pair:PRK>USA", E(13)},
    {"with:JPN", E(6) | E(11)},
    {"year:2024", E(10) | E(11) | E(12) | E(13) | E(14)},
    {"year:1949..1972", E(1) | E(2) | E(3) | E(4) | E(5) | E(6)},
    {"date:1972-02-22", E(5)},
    {"kind:meeting", E(7) | E(9) | E(10)},
    {"kind:treaty,talks", E(2) | E(4) | E(11) | E(14)},
    {"place:beijing", E(5) | E(6) | E(7) | E(10)},
    {"scale>0", E(1) | E(5) | E(9)},
    {"treaty", E(4)},
    {"text~\"gorb|yalu\"", E(3) | E(7)},
    {"person:Zhou", E(5) | E(6)},
};

// The six positions of the fixture: bits 0 to 3 are those of event 10, bit 4 that of 11, bit 5 that of 12.
typedef struct PositionLeaf {
    const char *text;
    uint32_t positions;
} PositionLeaf;
static const PositionLeaf position_leaves[] = {
    {"speaker:CHN", 0x33}, // "both" speaks for it too
    {"speaker:PRK", 0x0C},       {"speaker:JPN", 0x10},      {"verb:say", 0x01},
    {"verb:agree,stress", 0x30}, {"topic:party", 0x06},      {"topic:core", 0x08},
    {"said:the", 0x3F},          {"said:\"the two\"", 0x11}, {"said:dialogue", 0x20},
};

static uint32_t events_of_positions(uint32_t positions)
{
    return (positions & 0x0F ? E(10) : 0) | (positions & 0x10 ? E(11) : 0) |
           (positions & 0x20 ? E(12) : 0);
}

static uint32_t seed = 8;

static uint32_t pick(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u; // Numerical Recipes' generator: the same run everywhere
    return (seed >> 8) % below;
}

static const uint32_t all_events = (1u << EVENTS) - 1;

static uint32_t add_event_leaf(Buffer *out)
{
    const EventLeaf *leaf = &event_leaves[pick(sizeof event_leaves / sizeof *event_leaves)];
    buffer_add(out, text_from(leaf->text));
    return leaf->events;
}

// Terms joined by blanks that one position must fulfil; the first is never negated.
static uint32_t add_positions(Buffer *out)
{
    uint32_t held = 0x3F;
    for (uint32_t i = 0, count = 1 + pick(3); i < count; i++) {
        const PositionLeaf *leaf =
            &position_leaves[pick(sizeof position_leaves / sizeof *position_leaves)];
        bool is_negated = i > 0 && pick(3) == 0;
        buffer_printf(out, "%s%s%s", i > 0 ? " " : "", is_negated ? "-" : "", leaf->text);
        held &= is_negated ? ~leaf->positions : leaf->positions;
    }
    return events_of_positions(held);
}

static uint32_t add_list(Buffer *out, unsigned depth);

// One thing that stands for itself, so that its neighbours cannot change its meaning.
static uint32_t add_item(Buffer *out, unsigned depth)
{
    uint32_t events;
    bool is_negated = pick(4) == 0;
    if (is_negated)
        buffer_add_char(out, pick(2) ? '-' : '!');
    if (depth == 0 && pick(2)) {
        events = add_event_leaf(out);
    } else {
        buffer_add(out, TEXT("(("));
        events = depth == 0 ? add_positions(out) : add_list(out, depth - 1);
        buffer_add(out, TEXT("))"));
    }
    return is_negated ? all_events & ~events : events;
}

static uint32_t add_list(Buffer *out, unsigned depth)
{
    uint32_t any = 0, all = all_events;
    for (uint32_t i = 0, count = 1 + pick(4); i < count; i++) {
        if (i > 0 && pick(3) == 0) {
            buffer_add(out, TEXT(" | "));
            any |= all;
            all = all_events;
        } else if (i > 0) {
            buffer_add_char(out, ' ');
        }
        all &= add_item(out, depth);
    }
    return any | all;
}

// Of the events of the fixture itself.
static uint32_t shown_by(const View *view)
{
    uint32_t shown = 0;
    for (size_t row = 0; row < view_count(view); row++) {
        shown |= view_event(view, row).at < EVENTS ? 1u << view_event(view, row).at : 0;
        if (row > 0)
            assert_true(timeline_compare(view_timeline(view), view_event(view, row - 1),
                                         view_event(view, row)) < 0);
    }
    return shown;
}

// Events that each chip lets pass; where chips are joined these may be more than those shown.
static uint32_t passing_chips(View *view, bool *has_joined)
{
    uint32_t shown = 0;
    *has_joined = false;
    for (size_t chip = 0; chip < filter_chip_count(view_filter(view)); chip++)
        *has_joined = *has_joined || filter_chip_is_joined(view_filter(view), chip);
    for (uint32_t row = 0; row < EVENTS; row++) {
        bool passes = true;
        for (size_t chip = 0; chip < filter_chip_count(view_filter(view)); chip++)
            passes = passes && evaluation_chip_matches(view_evaluation(view), chip,
                                                       timeline_event_id(0, row));
        shown |= (uint32_t)passes << row;
    }
    return shown;
}

// What a chip is said to hide is what comes in addition without it.
static void assert_hidden(View *view, Arena *arena)
{
    const Filter *filter = view_filter(view);
    size_t chips = filter_chip_count(filter);
    const Timeline *timeline = view_timeline(view);
    size_t *hidden = ARENA_ARRAY(arena, size_t, chips);
    for (size_t s = 0; s < timeline_segment_count(timeline); s++)
        evaluation_count_hidden(view_evaluation(view), s, 0, timeline_segment(timeline, s)->count,
                                hidden);
    for (size_t chip = 0; chip < chips; chip++) {
        View *other = view_new_of(view_timeline(view), filter_without_chip(filter, chip, arena));
        size_t more = 0;
        for (size_t row = 0; row < view_count(other); row++)
            more += !evaluation_matches(view_evaluation(view), view_event(other, row));
        if (more != hidden[chip])
            fail_msg("%.*s: without %.*s %zu more, counted as %zu", TEXT_ARG(filter_text(filter)),
                     TEXT_ARG(filter_chip_text(filter, chip)), more, hidden[chip]);
        view_free(other);
    }
}

static void assert_view_shows(View *view, Text expression, uint32_t expected, Arena *arena)
{
    Problems problems = problems_in(arena);
    if (!view_apply_filter(view, expression, &problems))
        fail_msg("%.*s: %.*s", TEXT_ARG(expression), TEXT_ARG(problems.items[0].message));
    if (shown_by(view) != expected)
        fail_msg("%.*s: expected %04x, shown %04x", TEXT_ARG(expression), expected, shown_by(view));
    bool has_joined;
    uint32_t passing = passing_chips(view, &has_joined);
    assert_int_equal(has_joined ? passing & expected : passing, expected);
    assert_hidden(view, arena);
}

static void check_rounds(Fixture *fixture)
{
    View *view = view_new(fixture->timeline);
    for (int round = 0; round < ROUNDS; round++) {
        Arena *arena = arena_new();
        Buffer out = buffer_in(arena);
        uint32_t expected = add_list(&out, pick(3));
        assert_view_shows(view, buffer_text(&out), expected, arena);
        assert_view_shows(view, arena_text(arena, view_filter_text(view)), expected, arena);
        arena_free(arena);
    }
    view_free(view);
}

static void generated_filters_show_what_their_terms_say(void **state)
{
    (void)state;
    Fixture fixture = fixture_new();
    check_rounds(&fixture);
    fixture_free(&fixture);
}

static void the_index_changes_nothing(void **state)
{
    (void)state;
    Fixture fixture = fixture_new();
    static const FixtureEvent other = {
        .date = "1800", .title = "other", .kind = "other", .countries = "", .place = ""};
    fixture_append(&fixture, &other, 1); // what is appended drops the index
    const EventId *events;
    timeline_all_events(fixture.timeline, &events);
    assert_null(events);
    check_rounds(&fixture);
    fixture_free(&fixture);
}

static void terms_show_what_the_tables_above_say(void **state)
{
    (void)state;
    Fixture fixture = fixture_new();
    View *view = view_new(fixture.timeline);
    for (size_t i = 0; i < sizeof event_leaves / sizeof *event_leaves; i++)
        assert_view_shows(view, text_from(event_leaves[i].text), event_leaves[i].events,
                          fixture.arena);
    for (size_t i = 0; i < sizeof position_leaves / sizeof *position_leaves; i++)
        assert_view_shows(view, text_from(position_leaves[i].text),
                          events_of_positions(position_leaves[i].positions), fixture.arena);
    view_free(view);
    fixture_free(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms_show_what_the_tables_above_say),
        cmocka_unit_test(generated_filters_show_what_their_terms_say),
        cmocka_unit_test(the_index_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
