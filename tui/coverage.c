#include <config.h>
#include "tui/coverage.h"

Coverage coverage_new(void)
{
    return (Coverage){.arena = arena_new()};
}

void coverage_clear(Coverage *coverage)
{
    arena_free(coverage->arena);
}

static void widen(int32_t *first, int32_t *last, Date date)
{
    *first = date.start < *first ? date.start : *first;
    // What has no end yet is known of from its start.
    int32_t end = date.end_form & DATE_OPEN ? date.start : date.end;
    *last = end > *last ? end : *last;
}

static void add_event(Coverage *coverage, const Timeline *timeline, EventId id)
{
    Event event = timeline_event(timeline, id);
    HeldSource *source = &coverage->sources[event.source];
    if (date_is_absent(event.date))
        return;
    if (event_equal(source->event, EVENT_NOWHERE))
        *source = (HeldSource){event.date.start, event.date.start, id};
    widen(&source->first, &source->last, event.date);
}

void coverage_read(Coverage *coverage, const Timeline *timeline)
{
    arena_reset(coverage->arena);
    coverage->source_count = timeline_source_count(timeline);
    coverage->sources = ARENA_ARRAY(coverage->arena, HeldSource, coverage->source_count);
    coverage->spans.items = NULL;
    coverage->spans.count = coverage->spans.capacity = 0;
    for (size_t i = 0; i < coverage->source_count; i++)
        coverage->sources[i].event = EVENT_NOWHERE;
    for (size_t s = 0; s < timeline_segment_count(timeline); s++)
        for (uint32_t row = 0; row < timeline_segment(timeline, s)->count; row++)
            add_event(coverage, timeline, timeline_event_id(s, row));
}

// A publisher's spans are one, from its first to its last.
static void add_span(Coverage *coverage, Text publisher, Date date)
{
    for (size_t i = 0; publisher.len && i < coverage->spans.count; i++) {
        struct HeldSpan *span = &coverage->spans.items[i];
        if (!text_equal(span->publisher, publisher))
            continue;
        widen(&span->first, &span->last, date);
        return;
    }
    struct HeldSpan span = {publisher, date.start, date.end};
    ARENA_PUSH(coverage->arena, &coverage->spans, span);
}

void coverage_choose(Coverage *coverage, const Timeline *timeline, Evaluation *evaluation)
{
    coverage->spans.count = 0;
    for (size_t i = 0; i < coverage->source_count; i++) {
        const HeldSource *held = &coverage->sources[i];
        if (event_equal(held->event, EVENT_NOWHERE) ||
            (evaluation && !evaluation_matches(evaluation, held->event)))
            continue;
        const Source *source = timeline_source(timeline, (uint32_t)i); // as many as ids
        Date date = source->published;
        if (date_is_absent(date))
            date = (Date){.start = held->first, .end = held->last};
        add_span(coverage, source->publisher, date);
        // What it tells of is held too: a report of yesterday.
        if (source->publisher.len)
            add_span(coverage, source->publisher, (Date){.start = held->first, .end = held->last});
    }
}
