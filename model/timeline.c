#include <config.h>
#include "model/timeline.h"

#include "model/timeline_index.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct Timeline {
    Arena *arena;
    const Countries *countries;
    Strings *strings;
    Actors *actors;
    struct {
        Segment **items;
        size_t count, capacity;
    } segments;
    SourceList sources;
    struct {
        StringId *items;
        size_t count, capacity;
    } strange; // id is COUNTRY_STRANGE + index
    size_t event_count;
    Problems problems;
    uint64_t kept_by_kind[PROBLEM_KINDS];
    Accounting accounting;
    TimelineIndex *index; // NULL until built, and again after an append
};

Timeline *timeline_new(const Countries *countries)
{
    Arena *arena = arena_new();
    Timeline *timeline = ARENA_NEW(arena, Timeline);
    timeline->arena = arena;
    timeline->countries = countries;
    timeline->strings = strings_new(arena);
    timeline->actors = actors_new(arena, timeline->strings);
    timeline->problems = problems_in(arena);
    return timeline;
}

void timeline_free(Timeline *timeline)
{
    if (!timeline)
        return;
    for (size_t i = 0; i < timeline->segments.count; i++)
        segment_free(timeline->segments.items[i]);
    timeline_index_free(timeline->index);
    arena_free(timeline->arena);
}

// ---- append: the segment's ids become the timeline's ----

typedef struct Renaming {
    Timeline *timeline;
    const Segment *segment;
    uint32_t *strings, *actors; // by the segment's id
    uint16_t *strange;
} Renaming;

static CountryId add_strange(Timeline *timeline, StringId code)
{
    size_t i = 0;
    while (i < timeline->strange.count && timeline->strange.items[i].at != code.at)
        i++;
    if (i == timeline->strange.count && i < COUNTRIES_MAX)
        ARENA_PUSH(timeline->arena, &timeline->strange, code);
    return (CountryId){i < COUNTRIES_MAX ? (uint16_t)(COUNTRY_STRANGE + i) : COUNTRY_NONE};
}

static CountryId rename_country(const Renaming *renaming, CountryId id)
{
    return id.at < COUNTRY_STRANGE ? id : (CountryId){renaming->strange[id.at - COUNTRY_STRANGE]};
}

static void rename_string(const Renaming *renaming, StringId *id)
{
    id->at = renaming->strings[id->at];
}

static void rename_column(const Renaming *renaming, uint32_t *column)
{
    for (uint32_t row = 0; column && row < renaming->segment->count; row++)
        column[row] = renaming->strings[column[row]];
}

static Renaming renaming_new(Timeline *timeline, const Segment *segment, Arena *scratch)
{
    Renaming renaming = {.timeline = timeline, .segment = segment};
    size_t count = strings_count(segment->strings);
    renaming.strings = ARENA_ARRAY(scratch, uint32_t, count);
    for (size_t i = 0; i < count; i++) {
        Text text = strings_text(segment->strings, (StringId){(uint32_t)i});
        renaming.strings[i] = strings_intern(timeline->strings, text).at;
    }
    renaming.strange = ARENA_ARRAY(scratch, uint16_t, segment->strange.count);
    for (size_t i = 0; i < segment->strange.count; i++) {
        StringId code = segment->strange.items[i];
        rename_string(&renaming, &code);
        renaming.strange[i] = add_strange(timeline, code).at;
    }
    count = actors_count(segment->actors);
    renaming.actors = ARENA_ARRAY(scratch, uint32_t, count + 1);
    for (size_t i = 1; i <= count; i++) {
        const Actor *actor = actors_get(segment->actors, (ActorId){(uint32_t)i});
        CountryId country = rename_country(&renaming, actor->country);
        for (size_t k = 0; k < actor->spellings.count; k++) {
            Text name = strings_text(segment->strings, actor->spellings.items[k]);
            renaming.actors[i] = actors_intern(timeline->actors, name, country).at;
        }
    }
    return renaming;
}

static void rename_participants(const Renaming *renaming, Segment *segment)
{
    for (size_t i = 0; i < segment->participants.count; i++) {
        Participant *participant = &segment->participants.items[i];
        participant->actor.at = renaming->actors[participant->actor.at];
        participant->country = rename_country(renaming, participant->country);
        rename_string(renaming, &participant->role);
        rename_string(renaming, &participant->channel);
        rename_string(renaming, &participant->level);
    }
}

static void rename_positions(const Renaming *renaming, Segment *segment)
{
    for (size_t i = 0; i < segment->positions.count; i++) {
        Position *position = &segment->positions.items[i];
        position->speaker.at = renaming->actors[position->speaker.at];
        position->country = rename_country(renaming, position->country);
        position->side = rename_country(renaming, position->side);
        StringId *ids[] = {&position->speaker_name, &position->mode,     &position->verbs,
                           &position->verb_classes, &position->topics,   &position->confidence,
                           &position->rule,         &position->corrected};
        for (size_t k = 0; k < sizeof ids / sizeof *ids; k++)
            rename_string(renaming, ids[k]);
    }
}

static void rename_countries(const Renaming *renaming, Segment *segment)
{
    for (uint32_t row = 0; row < segment->count; row++)
        for (int i = 0; i < 2; i++)
            segment->pair[row][i] = rename_country(renaming, segment->pair[row][i]);
    for (size_t i = 0; i < segment->more.count; i++)
        for (size_t k = 0; k < segment->more.items[i].count; k++)
            segment->more.items[i].ids[k] = rename_country(renaming, segment->more.items[i].ids[k]);
    for (size_t i = 0; i < segment->sources.count; i++) {
        Source *source = segment->sources.items[i];
        source->publisher_country = rename_country(renaming, source->publisher_country);
    }
}

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

void timeline_append(Timeline *timeline, Segment *segment)
{
    Arena *scratch = arena_new();
    Renaming renaming = renaming_new(timeline, segment, scratch);
    rename_column(&renaming, segment->kind);
    rename_column(&renaming, segment->code);
    rename_column(&renaming, segment->place);
    rename_column(&renaming, segment->channel);
    rename_column(&renaming, segment->level);
    rename_column(&renaming, segment->confidence);
    rename_countries(&renaming, segment);
    rename_participants(&renaming, segment);
    rename_positions(&renaming, segment);
    arena_free(scratch);
    arena_free(segment->names_arena);
    segment->names_arena = NULL;
    segment->strings = NULL;
    segment->actors = NULL;
    for (size_t i = 0; i < segment->sources.count; i++)
        ARENA_PUSH(timeline->arena, &timeline->sources, segment->sources.items[i]);
    take_problems(timeline, &segment->problems);
    take_accounting(&timeline->accounting, &segment->accounting);
    BUG_IF(timeline->segments.count > UINT16_MAX);
    ARENA_PUSH(timeline->arena, &timeline->segments, segment);
    timeline->event_count += segment->count;
    timeline_index_free(timeline->index);
    timeline->index = NULL;
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

static Date date_of(const Segment *segment, uint32_t row)
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
    return strings_text(timeline->strings, id);
}

const Strings *timeline_strings(const Timeline *timeline)
{
    return timeline->strings;
}

const Actors *timeline_actors(const Timeline *timeline)
{
    return timeline->actors;
}

Text timeline_actor_name(const Timeline *timeline, ActorId id)
{
    return id.at ? timeline_string(timeline, actors_get(timeline->actors, id)->name) : TEXT("");
}

const Countries *timeline_countries(const Timeline *timeline)
{
    return timeline->countries;
}

static Text strange_code(const Timeline *timeline, CountryId id)
{
    BUG_IF((size_t)(id.at - COUNTRY_STRANGE) >= timeline->strange.count);
    return timeline_string(timeline, timeline->strange.items[id.at - COUNTRY_STRANGE]);
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
    for (size_t i = 0; i < timeline->strange.count; i++)
        if (text_equal(timeline_string(timeline, timeline->strange.items[i]), code))
            return (CountryId){(uint16_t)(COUNTRY_STRANGE + i)};
    return (CountryId){COUNTRY_NONE};
}

size_t timeline_source_count(const Timeline *timeline)
{
    return timeline->sources.count;
}

const Source *timeline_source(const Timeline *timeline, uint32_t id)
{
    BUG_IF(id >= timeline->sources.count);
    return timeline->sources.items[id];
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
    // Problems come in the order of their sources, so each source is passed over once.
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
