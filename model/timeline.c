#include <config.h>
#include "model/timeline.h"

#include "model/notes.h"
#include "model/timeline_index.h"
#include "model/timeline_names.h"
#include "model/timeline_own.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct Timeline {
    Arena *arena;
    const Countries *countries;
    TimelineNames *names;
    struct {
        Segment **items;
        size_t count, capacity;
    } segments;
    SourceList sources;
    struct { // arrived without events, or behind the last one that an EventId can name
        Segment **items;
        size_t count, capacity;
    } eventless;
    size_t event_count;
    Problems problems;
    uint64_t kept_by_kind[PROBLEM_KINDS];
    Accounting accounting;
    Notes *notes;         // of the program; may be NULL
    const Seen *seen;     // likewise
    TimelineIndex *index; // NULL until built, and again after an append
};

Timeline *timeline_new(const Countries *countries)
{
    Arena *arena = arena_new();
    Timeline *timeline = ARENA_NEW(arena, Timeline);
    timeline->arena = arena;
    timeline->countries = countries;
    timeline->names = timeline_names_new(arena);
    timeline->problems = problems_in(arena);
    return timeline;
}

void timeline_free(Timeline *timeline)
{
    if (!timeline)
        return;
    for (size_t i = 0; i < timeline->segments.count; i++)
        segment_free(timeline->segments.items[i]);
    for (size_t i = 0; i < timeline->eventless.count; i++)
        segment_free(timeline->eventless.items[i]);
    timeline_index_free(timeline->index);
    arena_free(timeline->arena);
}

// ---- append ----

static void take_problems(Timeline *timeline, const Problems *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        ProblemKind kind = problems->items[i].kind;
        if (timeline->kept_by_kind[kind]++ < PROBLEMS_KEPT_PER_KIND)
            ARENA_PUSH(timeline->arena, &timeline->problems, problems->items[i]);
    }
    for (size_t i = 0; i < PROBLEM_KINDS; i++)
        timeline->problems.by_kind[i] += problems->by_kind[i];
    for (size_t i = 0; i <= SEVERITY_ERROR; i++)
        timeline->problems.by_severity[i] += problems->by_severity[i];
}

static void take_accounting(Accounting *sum, const Accounting *part)
{
    sum->read += part->read;
    sum->used += part->used;
    sum->folded += part->folded;
    sum->joined += part->joined;
    sum->skipped += part->skipped;
    sum->rejected += part->rejected;
}

// A source stands at its number, whichever builder's segment comes first.
static void take_source(Timeline *timeline, Source *source)
{
    while (timeline->sources.count <= source->id)
        ARENA_PUSH(timeline->arena, &timeline->sources, NULL);
    BUG_IF(timeline->sources.items[source->id]); // two builders with the same numbers
    timeline->sources.items[source->id] = source;
}

// There is no EventId for these events: they count as rejected, and their load should end.
static void refuse_events(Timeline *timeline, Segment *segment)
{
    segment->accounting.rejected += segment->accounting.used;
    segment->accounting.used = 0;
    problem_at(&timeline->problems, PROBLEM_IN(PROBLEM_LIMIT, SEVERITY_ERROR, TEXT("")),
               "the timeline is full: %u events and all that follow are left out", segment->count);
    segment->count = 0;
}

bool timeline_append(Timeline *timeline, Segment *segment)
{
    bool has_room = segment->count == 0 || timeline->segments.count < SEGMENTS_MAX;
    if (!has_room)
        refuse_events(timeline, segment);
    timeline_names_take(timeline->names, segment);
    for (size_t i = 0; i < segment->sources.count; i++)
        take_source(timeline, segment->sources.items[i]);
    take_problems(timeline, &segment->problems);
    take_accounting(&timeline->accounting, &segment->accounting);
    if (segment->count == 0) {
        ARENA_PUSH(timeline->arena, &timeline->eventless, segment);
        return has_room;
    }
    ARENA_PUSH(timeline->arena, &timeline->segments, segment);
    timeline->event_count += segment->count;
    timeline_index_free(timeline->index);
    timeline->index = NULL;
    if (timeline->notes) {
        notes_take_segment(timeline->notes, timeline, timeline->segments.count - 1);
        notes_correct(timeline->notes, timeline, timeline->segments.count - 1);
    }
    return true;
}

Segment *timeline_segment_to_correct(Timeline *timeline, size_t index)
{
    return timeline->segments.items[index];
}

StringId timeline_intern(Timeline *timeline, Text text)
{
    return timeline_names_intern(timeline->names, text);
}

ActorId timeline_intern_actor(Timeline *timeline, Text name, CountryId country)
{
    return timeline_names_intern_actor(timeline->names, name, country);
}

Actors *timeline_actors_to_correct(Timeline *timeline)
{
    return timeline_names_actors_to_correct(timeline->names);
}

// In all segments; an index that there was is that of the columns of before.
static void correct(Timeline *timeline)
{
    if (!notes_correct(timeline->notes, timeline, 0) || !timeline->index)
        return;
    timeline_index_free(timeline->index);
    timeline->index = NULL;
    timeline_build_index(timeline);
}

void timeline_set_notes(Timeline *timeline, Notes *notes)
{
    timeline->notes = notes;
    if (!notes)
        return;
    notes_begin_timeline(notes);
    for (size_t i = 0; i < timeline->segments.count; i++)
        notes_take_segment(notes, timeline, i);
    correct(timeline);
}

bool timeline_settle_notes(Timeline *timeline)
{
    if (!timeline->notes || !notes_end_load(timeline->notes, timeline))
        return false;
    correct(timeline);
    return true;
}

Notes *timeline_notes(const Timeline *timeline)
{
    return timeline->notes;
}

void timeline_set_seen(Timeline *timeline, const Seen *seen)
{
    timeline->seen = seen;
}

const Seen *timeline_seen(const Timeline *timeline)
{
    return timeline->seen;
}

// ---- reading ----

size_t timeline_event_count(const Timeline *timeline)
{
    return timeline->event_count;
}

size_t timeline_segment_count(const Timeline *timeline)
{
    return timeline->segments.count;
}

const Segment *timeline_segment(const Timeline *timeline, size_t index)
{
    BUG_IF(index >= timeline->segments.count);
    return timeline->segments.items[index];
}

EventId timeline_event_id(size_t segment, size_t row)
{
    return (EventId){(uint32_t)(segment << 16 | row)};
}

bool event_equal(EventId a, EventId b)
{
    return a.at == b.at;
}

static const Segment *segment_of(const Timeline *timeline, EventId id, uint32_t *row)
{
    const Segment *segment = timeline_segment(timeline, id.at >> 16);
    *row = id.at & 0xFFFF;
    BUG_IF(*row >= segment->count);
    return segment;
}

// Inline, so that its parts are not written one by one and read as a whole, which stalls the processor.
static inline __attribute__((always_inline)) Date date_of(const Segment *segment, uint32_t row)
{
    return (Date){
        .start = segment->start[row],
        .end = segment->end ? segment->end[row] : segment->start[row],
        .minutes = segment->minutes ? segment->minutes[row] : DATE_NO_MINUTES,
        .start_form = segment->start_form ? segment->start_form[row] : DATE_DAY,
        .end_form = segment->end_form ? segment->end_form[row] : DATE_ABSENT,
    };
}

static const MoreCountries *more_of(const Segment *segment, uint32_t row)
{
    size_t low = 0, high = segment->more.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (segment->more.items[middle].row < row)
            low = middle + 1;
        else
            high = middle;
    }
    BUG_IF(low == segment->more.count);
    return &segment->more.items[low];
}

static uint32_t source_of(const Segment *segment, uint32_t row)
{
    return segment->source ? segment->source[row] : segment->first_source;
}

static StringId id_of(const uint32_t *column, uint32_t row)
{
    return (StringId){column ? column[row] : WORD_NONE};
}

Event timeline_event(const Timeline *timeline, EventId id)
{
    uint32_t row;
    const Segment *segment = segment_of(timeline, id, &row);
    uint8_t flags = segment->flags ? segment->flags[row] : 0;
    Event event = {
        .date = date_of(segment, row),
        .countries = segment->pair[row],
        .organisation_count = flags >> SEGMENT_ORGANISATIONS,
        .is_directed = flags & SEGMENT_DIRECTED,
        .has_inferred_countries = flags & SEGMENT_INFERRED,
        .kind = id_of(segment->kind, row),
        .code = id_of(segment->code, row),
        .place = id_of(segment->place, row),
        .channel = id_of(segment->channel, row),
        .level = id_of(segment->level, row),
        .confidence = id_of(segment->confidence, row),
        .scale = segment->scale ? (double)segment->scale[row] : (double)NAN,
        .weight = segment->weight ? (double)segment->weight[row] : (double)NAN,
        .source = source_of(segment, row),
        .record = segment->record_base + segment->record[row],
    };
    if (flags & SEGMENT_MORE) {
        const MoreCountries *more = more_of(segment, row);
        event.countries = more->ids;
        event.country_count = more->count;
    } else {
        while (event.country_count < 2 && event.countries[event.country_count].at != COUNTRY_NONE)
            event.country_count++;
    }
    return event;
}

uint32_t timeline_event_source(const Timeline *timeline, EventId id)
{
    uint32_t row;
    const Segment *segment = segment_of(timeline, id, &row);
    return source_of(segment, row);
}

const Participant *timeline_participants(const Timeline *timeline, EventId id, size_t *count)
{
    uint32_t row;
    const Segment *segment = segment_of(timeline, id, &row);
    *count = 0;
    if (!segment->first_participant)
        return NULL;
    uint32_t first = segment->first_participant[row];
    *count = segment->first_participant[row + 1] - first;
    return *count ? &segment->participants.items[first] : NULL;
}

const Position *timeline_positions(const Timeline *timeline, EventId id, size_t *count)
{
    uint32_t row;
    const Segment *segment = segment_of(timeline, id, &row);
    *count = 0;
    if (!segment->first_position)
        return NULL;
    uint32_t first = segment->first_position[row];
    *count = segment->first_position[row + 1] - first;
    return *count ? &segment->positions.items[first] : NULL;
}

int timeline_compare(const Timeline *timeline, EventId a, EventId b)
{
    uint32_t row_a, row_b;
    const Segment *in_a = segment_of(timeline, a, &row_a), *in_b = segment_of(timeline, b, &row_b);
    int order = date_compare(date_of(in_a, row_a), date_of(in_b, row_b));
    if (order != 0)
        return order;
    uint32_t source_a = source_of(in_a, row_a), source_b = source_of(in_b, row_b);
    if (source_a != source_b)
        return source_a < source_b ? -1 : 1;
    uint64_t record_a = in_a->record_base + in_a->record[row_a];
    uint64_t record_b = in_b->record_base + in_b->record[row_b];
    if (record_a != record_b)
        return record_a < record_b ? -1 : 1;
    return (a.at > b.at) - (a.at < b.at);
}

Text timeline_string(const Timeline *timeline, StringId id)
{
    return strings_text(timeline_strings(timeline), id);
}

const Strings *timeline_strings(const Timeline *timeline)
{
    return timeline_names_strings(timeline->names);
}

const Actors *timeline_actors(const Timeline *timeline)
{
    return timeline_names_actors(timeline->names);
}

Text timeline_actor_name(const Timeline *timeline, ActorId id)
{
    return id.at ? timeline_string(timeline, actors_get(timeline_actors(timeline), id)->name)
                 : TEXT("");
}

const Countries *timeline_countries(const Timeline *timeline)
{
    return timeline->countries;
}

static Text strange_code(const Timeline *timeline, CountryId id)
{
    return timeline_string(timeline, timeline_names_strange(timeline->names, id));
}

Text timeline_country_code(const Timeline *timeline, CountryId id)
{
    if (id.at == COUNTRY_NONE)
        return TEXT("");
    return id.at >= COUNTRY_STRANGE ? strange_code(timeline, id)
                                    : country_get(timeline->countries, id)->code;
}

Text timeline_country_name(const Timeline *timeline, CountryId id)
{
    if (id.at == COUNTRY_NONE)
        return TEXT("");
    return id.at >= COUNTRY_STRANGE ? strange_code(timeline, id)
                                    : country_get(timeline->countries, id)->name;
}

CountryId timeline_strange_country(const Timeline *timeline, Text code)
{
    return timeline_names_find_strange(timeline->names, code);
}

size_t timeline_source_count(const Timeline *timeline)
{
    return timeline->sources.count;
}

const Source *timeline_source(const Timeline *timeline, uint32_t id)
{
    BUG_IF(id >= timeline->sources.count || !timeline->sources.items[id]);
    return timeline->sources.items[id];
}

bool timeline_is_current(const Timeline *timeline, const Source **changed)
{
    for (size_t i = 0; i < timeline->sources.count; i++) {
        const Source *source = timeline->sources.items[i];
        bool is_current = !source || !source->ops->is_current || source->ops->is_current(source);
        if (is_current)
            continue;
        *changed = source;
        return false;
    }
    return true;
}

Text timeline_slice_text(const Timeline *timeline, Slice slice, Arena *scratch)
{
    if (slice.length == 0)
        return TEXT("");
    const Source *source = timeline_source(timeline, slice.source);
    return source->ops->slice_text(source, slice, scratch);
}

Problems *timeline_problems(Timeline *timeline)
{
    return &timeline->problems;
}

void timeline_locate_problems(Timeline *timeline)
{
    // Only problems that stand next to each other: where those of two sources alternate, both are read again.
    const Problems *problems = &timeline->problems;
    for (size_t i = 0, next; i < problems->count; i = next) {
        next = i + 1;
        uint32_t source = problems->items[i].source;
        while (next < problems->count && problems->items[next].source == source)
            next++;
        if (source != PROBLEM_NO_SOURCE)
            source_locate_problems(timeline_source(timeline, source), &problems->items[i],
                                   next - i);
    }
}

Accounting timeline_accounting(const Timeline *timeline)
{
    return timeline->accounting;
}

Unpaired timeline_unpaired(const Timeline *timeline)
{
    Unpaired count = {0};
    for (size_t i = 0; i < timeline_segment_count(timeline); i++) {
        const Segment *segment = timeline_segment(timeline, i);
        for (uint32_t row = 0; row < segment->count; row++) {
            bool has_first = segment->pair[row][0].at != COUNTRY_NONE;
            count.one += has_first && segment->pair[row][1].at == COUNTRY_NONE;
            count.none += !has_first;
        }
    }
    return count;
}

// ---- index ----

void timeline_build_index(Timeline *timeline)
{
    if (!timeline->index)
        timeline->index = timeline_index_new(timeline);
}

size_t timeline_pair_events(const Timeline *timeline, CountryId a, CountryId b,
                            const EventId **events)
{
    *events = NULL;
    return timeline->index ? timeline_index_pair(timeline->index, a, b, events) : 0;
}

size_t timeline_year_events(const Timeline *timeline, int year, const EventId **events)
{
    *events = NULL;
    return timeline->index ? timeline_index_year(timeline->index, timeline, year, events) : 0;
}

size_t timeline_all_events(const Timeline *timeline, const EventId **events)
{
    *events = NULL;
    return timeline->index ? timeline_index_all(timeline->index, events) : 0;
}
