#include <config.h>
#include "model/segment.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PUBLISH_AFTER_MS = 100 }; // a reader sees what came at least this often

struct Builder {
    Arena *arena; // holds the builder itself
    const Countries *countries;
    PublishSegment publish;
    void *context;
    jmp_buf *escape;
    Segment *segment; // under construction, or NULL
    uint32_t next_source;
    Problems problems; // items and messages stand in the segment's arena
    Accounting accounting;
    int64_t published_ms;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

Builder *builder_new(const Countries *countries, PublishSegment publish, void *context)
{
    Arena *arena = arena_new();
    Builder *builder = ARENA_NEW(arena, Builder);
    *builder = (Builder){.arena = arena,
                         .countries = countries,
                         .publish = publish,
                         .context = context,
                         .published_ms = now_ms()};
    return builder;
}

void segment_free(Segment *segment)
{
    if (!segment)
        return;
    for (size_t i = 0; i < segment->sources.count; i++) {
        Source *source = segment->sources.items[i];
        if (source->ops->close)
            source->ops->close(source);
    }
    arena_free(segment->names_arena);
    arena_free(segment->arena);
}

void builder_free(Builder *builder)
{
    if (!builder)
        return;
    segment_free(builder->segment);
    arena_free(builder->arena);
}

void builder_set_escape(Builder *builder, jmp_buf *escape)
{
    builder->escape = escape;
    if (builder->segment) {
        arena_set_escape(builder->segment->arena, escape);
        arena_set_escape(builder->segment->names_arena, escape);
    }
}

// ---- the segment under construction ----

static Segment *current(Builder *builder)
{
    if (builder->segment)
        return builder->segment;
    Arena *arena = arena_new();
    Segment *segment = ARENA_NEW(arena, Segment);
    segment->arena = arena;
    segment->names_arena = arena_new();
    builder->segment = segment;
    builder_set_escape(builder, builder->escape);
    segment->strings = strings_new(segment->names_arena);
    segment->actors = actors_new(segment->names_arena, segment->strings);
    // Problems keep their hook and counts start anew with each segment.
    builder->problems = (Problems){
        .arena = arena, .on_add = builder->problems.on_add, .context = builder->problems.context};
    builder->accounting = (Accounting){0};
    return segment;
}

Arena *builder_arena(Builder *builder)
{
    return current(builder)->arena;
}

Problems *builder_problems(Builder *builder)
{
    current(builder);
    return &builder->problems;
}

Accounting *builder_accounting(Builder *builder)
{
    current(builder);
    return &builder->accounting;
}

void builder_add_source(Builder *builder, Source *source)
{
    Segment *segment = current(builder);
    source->id = builder->next_source++;
    ARENA_PUSH(segment->arena, &segment->sources, source);
}

static bool publish(Builder *builder)
{
    Segment *segment = builder->segment;
    if (!segment)
        return true;
    if (segment->first_participant)
        segment->first_participant[segment->count] = (uint32_t)segment->participants.count;
    if (segment->first_position)
        segment->first_position[segment->count] = (uint32_t)segment->positions.count;
    segment->problems = builder->problems;
    segment->accounting = builder->accounting;
    builder->segment = NULL;
    builder->published_ms = now_ms();
    bool goes_on = builder->publish(builder->context, segment);
    // What is counted before the next event belongs to the next segment.
    builder->problems.arena = NULL;
    return goes_on;
}

bool builder_flush(Builder *builder)
{
    return publish(builder);
}

static bool has_room(const Segment *segment, uint64_t record)
{
    return segment->count < SEGMENT_EVENTS && record >= segment->record_base &&
           record - segment->record_base <= UINT32_MAX;
}

bool builder_begin_event(Builder *builder, uint64_t record)
{
    Segment *segment = builder->segment;
    bool is_due =
        segment && segment->count > 0 &&
        (!has_room(segment, record) || now_ms() - builder->published_ms >= PUBLISH_AFTER_MS);
    if (is_due && !publish(builder))
        return false;
    segment = current(builder);
    if (segment->count == 0)
        segment->record_base = record <= UINT32_MAX ? 0 : record;
    return true;
}

StringId builder_string(Builder *builder, Text text)
{
    return strings_intern(current(builder)->strings, text);
}

ActorId builder_actor(Builder *builder, Text name, CountryId country)
{
    return actors_intern(current(builder)->actors, name, country);
}

static CountryId strange_country(Segment *segment, Text code)
{
    StringId id = strings_intern(segment->strings, code);
    size_t i = 0;
    while (i < segment->strange.count && segment->strange.items[i].at != id.at)
        i++;
    if (i == segment->strange.count && i < COUNTRIES_MAX)
        ARENA_PUSH(segment->names_arena, &segment->strange, id);
    return (CountryId){i < COUNTRIES_MAX ? (uint16_t)(COUNTRY_STRANGE + i) : COUNTRY_NONE};
}

CountryId builder_country(Builder *builder, Text code)
{
    if (code.len == 0)
        return (CountryId){COUNTRY_NONE};
    CountryId known = country_by_code(builder->countries, code);
    return known.at != COUNTRY_NONE ? known : strange_country(current(builder), code);
}

// ---- columns ----

// Columns grow in these steps: a small load stays small, and copies cost little of a large one.
static uint32_t next_capacity(uint32_t capacity)
{
    return capacity == 0 ? 64 : capacity >= 8192 ? SEGMENT_EVENTS : capacity * 8;
}

static void *longer(Segment *segment, const void *old, uint32_t capacity, size_t size)
{
    void *column = arena_alloc(segment->arena, capacity + 1, size);
    if (segment->count)
        memcpy(column, old, segment->count * size);
    return column;
}

#define LONGER(column)                                                                             \
    segment->column = longer(segment, segment->column, capacity, sizeof *segment->column)
#define LONGER_OPTIONAL(column)                                                                    \
    if (segment->column)                                                                           \
    LONGER(column)

static void grow(Segment *segment)
{
    uint32_t capacity = next_capacity(segment->capacity);
    LONGER(start);
    LONGER(pair);
    LONGER(kind);
    LONGER(place);
    LONGER(record);
    LONGER_OPTIONAL(end);
    LONGER_OPTIONAL(minutes);
    LONGER_OPTIONAL(start_form);
    LONGER_OPTIONAL(end_form);
    LONGER_OPTIONAL(flags);
    LONGER_OPTIONAL(code);
    LONGER_OPTIONAL(channel);
    LONGER_OPTIONAL(level);
    LONGER_OPTIONAL(confidence);
    LONGER_OPTIONAL(scale);
    LONGER_OPTIONAL(weight);
    LONGER_OPTIONAL(source);
    LONGER_OPTIONAL(first_participant);
    LONGER_OPTIONAL(first_position);
    segment->capacity = capacity;
}

// Stores a value in an optional column, which comes into being with its first unusual value.
#define SET_OPTIONAL(column, value, usual)                                                         \
    do {                                                                                           \
        if (!segment->column && (value) != (usual)) {                                              \
            segment->column =                                                                      \
                arena_alloc(segment->arena, segment->capacity + 1, sizeof *segment->column);       \
            for (uint32_t i_ = 0; i_ < row; i_++)                                                  \
                segment->column[i_] = (usual);                                                     \
        }                                                                                          \
        if (segment->column)                                                                       \
            segment->column[row] = (value);                                                        \
    } while (0)

static void set_date(Segment *segment, uint32_t row, Date date)
{
    segment->start[row] = date.start;
    if (!segment->end && date.end != date.start) {
        segment->end = ARENA_ARRAY(segment->arena, int32_t, segment->capacity + 1);
        memcpy(segment->end, segment->start, row * sizeof *segment->end);
    }
    if (segment->end)
        segment->end[row] = date.end;
    SET_OPTIONAL(minutes, date.minutes, (int16_t)DATE_NO_MINUTES);
    SET_OPTIONAL(start_form, date.start_form, (uint8_t)DATE_DAY);
    SET_OPTIONAL(end_form, date.end_form, (uint8_t)DATE_ABSENT);
}

static void set_number(Segment *segment, float **column, uint32_t row, double value)
{
    if (!*column && isnan(value))
        return;
    if (!*column) {
        *column = ARENA_ARRAY(segment->arena, float, segment->capacity + 1);
        for (uint32_t i = 0; i < row; i++)
            (*column)[i] = NAN;
    }
    (*column)[row] = (float)value;
}

static void set_countries(Segment *segment, uint32_t row, const Event *event)
{
    uint8_t flags = (uint8_t)((event->is_directed ? SEGMENT_DIRECTED : 0) |
                              (event->has_inferred_countries ? SEGMENT_INFERRED : 0) |
                              (event->country_count > 2 ? SEGMENT_MORE : 0));
    for (size_t i = 0; i < 2 && i < event->country_count; i++)
        segment->pair[row][i] = event->countries[i];
    SET_OPTIONAL(flags, flags, (uint8_t)0);
    if (event->country_count <= 2)
        return;
    MoreCountries more = {.row = row, .count = event->country_count};
    more.ids = ARENA_ARRAY(segment->arena, CountryId, event->country_count);
    memcpy(more.ids, event->countries, event->country_count * sizeof *more.ids);
    ARENA_PUSH(segment->arena, &segment->more, more);
}

void builder_add_event(Builder *builder, const Event *event)
{
    Segment *segment = current(builder);
    uint32_t row = segment->count;
    BUG_IF(!has_room(segment, event->record));
    if (row == segment->capacity)
        grow(segment);
    if (row == 0)
        segment->first_source = event->source;
    set_date(segment, row, event->date);
    set_countries(segment, row, event);
    segment->kind[row] = event->kind.at;
    segment->place[row] = event->place.at;
    segment->record[row] = (uint32_t)(event->record - segment->record_base);
    SET_OPTIONAL(code, event->code.at, (uint32_t)0);
    SET_OPTIONAL(channel, event->channel.at, (uint32_t)0);
    SET_OPTIONAL(level, event->level.at, (uint32_t)0);
    SET_OPTIONAL(confidence, event->confidence.at, (uint32_t)0);
    SET_OPTIONAL(source, event->source, segment->first_source);
    set_number(segment, &segment->scale, row, event->scale);
    set_number(segment, &segment->weight, row, event->weight);
    if (segment->first_participant)
        segment->first_participant[row] = (uint32_t)segment->participants.count;
    if (segment->first_position)
        segment->first_position[row] = (uint32_t)segment->positions.count;
    segment->count++;
}

void builder_add_participant(Builder *builder, const Participant *participant)
{
    Segment *segment = current(builder);
    BUG_IF(segment->count == 0);
    if (!segment->first_participant)
        segment->first_participant = ARENA_ARRAY(segment->arena, uint32_t, segment->capacity + 1);
    ARENA_PUSH(segment->arena, &segment->participants, *participant);
}

void builder_add_position(Builder *builder, const Position *position)
{
    Segment *segment = current(builder);
    BUG_IF(segment->count == 0);
    if (!segment->first_position)
        segment->first_position = ARENA_ARRAY(segment->arena, uint32_t, segment->capacity + 1);
    ARENA_PUSH(segment->arena, &segment->positions, *position);
}
