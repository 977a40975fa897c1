// Any bytes as a filter: it is read or refused at one of its bytes, its canonical form reads as itself, and judging
// events by it row by row and in blocks gives the same.
#include <config.h>

#include "model/view.h"
#include "tests/support_timeline.h"

static void judge(Fixture *fixture, const Filter *filter, Arena *arena)
{
    Evaluation *evaluation = evaluation_new(filter, fixture->timeline, arena);
    uint64_t bits[SEGMENT_EVENTS / 64];
    TextRange ranges[4];
    // A slow machine makes more than one segment of the events.
    for (size_t segment = 0; segment < timeline_segment_count(fixture->timeline); segment++) {
        size_t shown = 0, rows = timeline_segment(fixture->timeline, segment)->count;
        size_t selected = evaluation_select(evaluation, segment, bits);
        for (size_t row = 0; row < rows; row++)
            shown += evaluation_matches(evaluation, timeline_event_id(segment, row));
        BUG_IF(shown != selected);
    }
    evaluation_hits(evaluation, filter_text(filter), ranges, 4);
    evaluation_free(evaluation);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Fixture fixture;
    if (!fixture.timeline)
        fixture = fixture_new();
    Arena *arena = arena_new();
    Problems problems = problems_in(arena);
    Text expression = {(const char *)data, size};
    Filter *filter, *again;
    if (filter_parse(expression, fixture.countries, arena, &filter, &problems)) {
        judge(&fixture, filter, arena);
        BUG_IF(!filter_parse(filter_text(filter), fixture.countries, arena, &again, &problems));
        BUG_IF(!text_equal(filter_text(filter), filter_text(again)));
    } else {
        BUG_IF(problems.count != 1 || problems.items[0].offset > size);
        problem_caret(&problems.items[0], expression, arena);
    }
    arena_free(arena);
    return 0;
}
