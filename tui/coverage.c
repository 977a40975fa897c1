#include <config.h>
#include "tui/coverage.h"

#include "model/strings.h"

// Tables of more rows are held as a whole: asking each for its publisher would take too long.
enum { ROWS_ASKED_MAX = 20000 };

Coverage coverage_new(void)
{
    return (Coverage){.arena = arena_new(), .chosen = arena_new()};
}

void coverage_clear(Coverage *coverage)
{
    arena_free(coverage->arena);
    arena_free(coverage->chosen);
}

static void widen(HeldSpan *span, HeldSpan other)
{
    span->first = other.first < span->first ? other.first : span->first;
    span->last = other.last > span->last ? other.last : span->last;
}

// What has no end yet is known of from its start.
static HeldSpan span_of(Date date)
{
    return (HeldSpan){date.start, date.end_form & DATE_OPEN ? date.start : date.end};
}

// ---- parts ----

static void add_date(HeldPart *part, Date date, EventId event)
{
    if (date_is_absent(date))
        return;
    if (event_equal(part->event, EVENT_NOWHERE)) {
        part->event = event;
        part->span = span_of(date);
    }
    widen(&part->span, span_of(date));
}

typedef struct Reading {
    Coverage *coverage;
    const Timeline *timeline;
    uint64_t *rows; // of each source
    Arena *scratch;
} Reading;

static bool names_publishers(const Reading *reading, const HeldPart *part)
{
    Text publisher;
    return part->source->ops->field &&
           part->source->ops->field(part->source,
                                    timeline_event(reading->timeline, part->event).record,
                                    EVENT_PUBLISHER, reading->scratch, &publisher);
}

// Rows of one publisher mostly stand together. The first part of a source has the others behind it.
static HeldPart *part_of(const Reading *reading, size_t first, Text publisher)
{
    Coverage *coverage = reading->coverage;
    for (size_t i = coverage->parts.count; i-- > first;)
        if (text_equal(coverage->parts.items[i].publisher, publisher))
            return &coverage->parts.items[i];
    HeldPart part = {.publisher = arena_text(coverage->arena, publisher), .event = EVENT_NOWHERE};
    ARENA_PUSH(coverage->arena, &coverage->parts, part);
    return &coverage->parts.items[coverage->parts.count - 1];
}

static void ask_row(const Reading *reading, EventId id, size_t first)
{
    Event event = timeline_event(reading->timeline, id);
    Text publisher = timeline_field(reading->timeline, id, EVENT_PUBLISHER, reading->scratch);
    HeldPart *part = part_of(reading, first, publisher);
    part->source = timeline_source(reading->timeline, event.source);
    add_date(part, event.date, id);
    Date published;
    const char *why;
    Text text = timeline_field(reading->timeline, id, EVENT_PUBLISHED, reading->scratch);
    if (text.len > 0 && date_parse(text, &published, &why))
        add_date(part, published, id);
}

// Instead of the part of the whole source: one for each publisher that its rows name.
static void split(const Reading *reading, uint32_t source)
{
    Coverage *coverage = reading->coverage;
    size_t first = coverage->parts.count;
    coverage->parts.items[source].event = EVENT_NOWHERE;
    for (size_t s = 0; s < timeline_segment_count(reading->timeline); s++)
        for (uint32_t row = 0; row < timeline_segment(reading->timeline, s)->count; row++) {
            EventId id = timeline_event_id(s, row);
            if (timeline_event_source(reading->timeline, id) == source)
                ask_row(reading, id, first);
            arena_reset(reading->scratch);
        }
}

static void read_sources(const Reading *reading)
{
    Coverage *coverage = reading->coverage;
    for (size_t i = 0; i < timeline_source_count(reading->timeline); i++) {
        const Source *source = timeline_source(reading->timeline, (uint32_t)i); // as many as ids
        HeldPart part = {.source = source, .publisher = source->publisher, .event = EVENT_NOWHERE};
        ARENA_PUSH(coverage->arena, &coverage->parts, part);
    }
    for (size_t s = 0; s < timeline_segment_count(reading->timeline); s++)
        for (uint32_t row = 0; row < timeline_segment(reading->timeline, s)->count; row++) {
            EventId id = timeline_event_id(s, row);
            Event event = timeline_event(reading->timeline, id);
            add_date(&coverage->parts.items[event.source], event.date, id);
            reading->rows[event.source]++;
        }
}

void coverage_read(Coverage *coverage, const Timeline *timeline)
{
    arena_reset(coverage->arena);
    coverage->parts.items = NULL;
    coverage->parts.count = coverage->parts.capacity = 0;
    size_t sources = timeline_source_count(timeline);
    Reading reading = {.coverage = coverage,
                       .timeline = timeline,
                       .rows = ARENA_ARRAY(coverage->arena, uint64_t, sources + 1),
                       .scratch = arena_new()};
    read_sources(&reading);
    for (uint32_t i = 0; i < sources; i++) {
        HeldPart *part = &coverage->parts.items[i];
        if (event_equal(part->event, EVENT_NOWHERE))
            continue;
        bool is_small = reading.rows[i] <= ROWS_ASKED_MAX;
        if (is_small && names_publishers(&reading, part))
            split(&reading, i);
        else
            add_date(part, part->source->published, part->event);
    }
    arena_free(reading.scratch);
}

// ---- what is held ----

typedef struct Publisher {
    HeldSpan span; // of all its parts
    bool is_stated, is_known;
} Publisher;

typedef struct Choice {
    Coverage *coverage;
    Strings *names;
    struct {
        Publisher *items; // by the number of the name
        size_t count, capacity;
    } publishers;
    struct {
        struct Stated {
            const Origin *origin;
            HeldSpan guess; // for the end that it does not state
            Text publisher;
        } * items;
        size_t count, capacity;
    } stated;
} Choice;

static Publisher *publisher_of(Choice *choice, Text name)
{
    StringId id = strings_intern(choice->names, name);
    while (choice->publishers.count <= id.at)
        ARENA_PUSH(choice->coverage->chosen, &choice->publishers,
                   ((Publisher){{0, 0}, false, false}));
    return &choice->publishers.items[id.at];
}

static void add_span(Coverage *coverage, HeldSpan span)
{
    if (span.first <= span.last)
        ARENA_PUSH(coverage->chosen, &coverage->spans, span);
}

static void state(Choice *choice, const Origin *origin, const HeldPart *part)
{
    if (!origin || !origin_has_coverage(origin))
        return;
    struct Stated stated = {origin, part->span, part->publisher};
    ARENA_PUSH(choice->coverage->chosen, &choice->stated, stated);
    if (part->publisher.len > 0)
        publisher_of(choice, part->publisher)->is_stated = true;
}

// What sources.csv states: of the file, and of its publisher.
static bool state_part(Choice *choice, const HeldPart *part)
{
    const Origins *origins = part->source->origins;
    size_t before = choice->stated.count;
    if (!origins)
        return false;
    size_t most = origins->is_of_rows ? origins->count : origins->without_file;
    for (size_t i = 0; i < most; i++)
        if (text_equal(origins->items[i].values[ORIGIN_PUBLISHER], part->publisher))
            state(choice, &origins->items[i], part);
    state(choice, part->source->origin, part);
    return choice->stated.count > before;
}

static void choose_part(Choice *choice, const HeldPart *part)
{
    bool is_stated = state_part(choice, part);
    if (part->publisher.len == 0) {
        if (!is_stated)
            add_span(choice->coverage, part->span);
        return;
    }
    Publisher *publisher = publisher_of(choice, part->publisher);
    if (!publisher->is_known)
        publisher->span = part->span;
    publisher->is_known = true;
    widen(&publisher->span, part->span);
}

// An end that is not stated is that of what was loaded.
static void add_stated(Choice *choice, const struct Stated *stated)
{
    HeldSpan span = stated->guess;
    if (stated->publisher.len > 0)
        span = publisher_of(choice, stated->publisher)->span;
    if (!date_is_absent(stated->origin->from))
        span.first = stated->origin->from.start;
    if (!date_is_absent(stated->origin->to))
        span.last = stated->origin->to.end;
    add_span(choice->coverage, span);
}

void coverage_choose(Coverage *coverage, Evaluation *evaluation)
{
    arena_reset(coverage->chosen);
    coverage->spans.items = NULL;
    coverage->spans.count = coverage->spans.capacity = 0;
    Choice choice = {.coverage = coverage, .names = strings_new(coverage->chosen)};
    for (size_t i = 0; i < coverage->parts.count; i++) {
        const HeldPart *part = &coverage->parts.items[i];
        if (!event_equal(part->event, EVENT_NOWHERE) &&
            (!evaluation || evaluation_matches(evaluation, part->event)))
            choose_part(&choice, part);
    }
    for (size_t i = 0; i < choice.stated.count; i++)
        add_stated(&choice, &choice.stated.items[i]);
    for (size_t i = 0; i < choice.publishers.count; i++)
        if (choice.publishers.items[i].is_known && !choice.publishers.items[i].is_stated)
            add_span(coverage, choice.publishers.items[i].span);
}
