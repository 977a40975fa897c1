#include <config.h>
#include "model/segment_own.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    FIRST_AFTER_MS = 5,     // what comes first fills the screen
    PUBLISH_AFTER_MS = 100, // a reader sees what came at least this often
    CLOCK_EVENTS = 256, // the clock is read at each of the first events, then at each of so many
    FIRST_ROWS = 1024,
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
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
    arena_free(segment->names.arena);
    arena_free(segment->arena);
}

// ---- life of a builder and its segments ----

static Segment *segment_new(Builder *builder)
{
    // The builder knows of the arena before the arena's first request, which may jump away from here.
    builder->next_arena = arena_new_escaping(builder->escape);
    Segment *segment = ARENA_NEW(builder->next_arena, Segment);
    segment->arena = builder->next_arena;
    builder->next_arena = NULL;
    segment->names.first_string = (uint32_t)strings_count(builder->strings);
    segment->names.first_strange = (uint32_t)builder->strange_count;
    segment->names.builder = builder->rows.names.builder;
    return segment;
}

// Problems keep their hook, and counts start anew with each segment.
static void start_segment(Builder *builder, Segment *segment)
{
    builder->segment = segment;
    builder->rows.count = 0;
    builder->rows.participants.count = builder->rows.positions.count = 0;
    builder->uses = (Uses){0};
    builder->problems = (Problems){.arena = segment->arena,
                                   .on_add = builder->problems.on_add,
                                   .context = builder->problems.context};
    builder->accounting = (Accounting){0};
    builder->published_ms = now_ms();
}

Builder *builder_new(const Countries *countries, PublishSegment publish, void *context)
{
    static atomic_uint_least64_t numbers;
    Arena *arena = arena_new();
    Builder *builder = ARENA_NEW(arena, Builder);
    builder->arena = arena;
    builder->countries = countries;
    builder->publish = publish;
    builder->context = context;
    builder->strings = strings_new(arena);
    builder->actors = actors_new(arena, builder->strings);
    builder->rows.names.builder = atomic_fetch_add(&numbers, 1) + 1;
    start_segment(builder, segment_new(builder));
    return builder;
}

void builder_free(Builder *builder)
{
    if (!builder)
        return;
    segment_free(builder->segment);
    arena_free(builder->next_arena);
    arena_free(builder->arena);
}

void builder_set_escape(Builder *builder, jmp_buf *escape)
{
    builder->escape = escape;
    arena_set_escape(builder->arena, escape);
    arena_set_escape(builder->segment->arena, escape);
    if (builder->segment->names.arena)
        arena_set_escape(builder->segment->names.arena, escape);
}

Arena *builder_arena(Builder *builder)
{
    return builder->segment->arena;
}

Problems *builder_problems(Builder *builder)
{
    return &builder->problems;
}

Accounting *builder_accounting(Builder *builder)
{
    return &builder->accounting;
}

void builder_start_sources(Builder *builder, uint32_t first)
{
    builder->next_source = first;
}

void builder_add_source(Builder *builder, Source *source)
{
    source->id = builder->next_source++;
    ARENA_PUSH(builder->segment->arena, &builder->segment->sources, source);
}

// ---- publishing: the rows so far become columns of their own ----

// Every column with the condition under which it is there, in one place for measuring, copying and growing.
#define EACH_COLUMN(DO)                                                                            \
    DO(start, true)                                                                                \
    DO(pair, true)                                                                                 \
    DO(kind, true)                                                                                 \
    DO(place, true)                                                                                \
    DO(record, true)                                                                               \
    DO(end, uses->end)                                                                             \
    DO(minutes, uses->minutes)                                                                     \
    DO(start_form, uses->start_form)                                                               \
    DO(end_form, uses->end_form)                                                                   \
    DO(flags, uses->flags)                                                                         \
    DO(code, uses->code)                                                                           \
    DO(channel, uses->channel)                                                                     \
    DO(level, uses->level)                                                                         \
    DO(confidence, uses->confidence)                                                               \
    DO(scale, uses->scale)                                                                         \
    DO(weight, uses->weight)                                                                       \
    DO(source, uses->source)                                                                       \
    DO(first_participant, rows->participants.count > 0)                                            \
    DO(first_position, rows->positions.count > 0)

static size_t aligned(size_t bytes)
{
    return (bytes + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
}

static void *copy_of(Arena *arena, const void *items, size_t count, size_t size)
{
    void *copy = arena_alloc_raw(arena, count, size);
    return count ? memcpy(copy, items, count * size) : copy;
}

static void copy_lists(const Segment *rows, Segment *to)
{
    to->participants.count = to->participants.capacity = rows->participants.count;
    to->participants.items = copy_of(to->arena, rows->participants.items, rows->participants.count,
                                     sizeof *rows->participants.items);
    to->positions.count = to->positions.capacity = rows->positions.count;
    to->positions.items = copy_of(to->arena, rows->positions.items, rows->positions.count,
                                  sizeof *rows->positions.items);
}

// Exactly as long as needed, in one block: what is published stays for the whole session.
static void copy_rows(const Segment *rows, const Uses *uses, Segment *to)
{
    size_t count =
        rows->count + 1u; // the last entry of first_participant and first_position is an end
    size_t bytes = aligned(rows->participants.count * sizeof *rows->participants.items) +
                   aligned(rows->positions.count * sizeof *rows->positions.items);
#define MEASURE(column, is_used) bytes += (is_used) ? aligned(count * sizeof *rows->column) : 0;
    EACH_COLUMN(MEASURE)
#undef MEASURE
    arena_reserve(to->arena, bytes);
#define COPY(column, is_used)                                                                      \
    if (is_used)                                                                                   \
        to->column = copy_of(to->arena, rows->column, count, sizeof *rows->column);
    EACH_COLUMN(COPY)
#undef COPY
    copy_lists(rows, to);
    to->count = rows->count;
    to->first_source = rows->first_source;
    to->record_base = rows->record_base;
}

static Arena *names_arena(Builder *builder)
{
    NewNames *names = &builder->segment->names;
    if (!names->arena)
        names->arena = arena_new_escaping(builder->escape);
    return names->arena;
}

static size_t bytes_of_strings(const Strings *strings, uint32_t first)
{
    size_t bytes = 0;
    for (uint32_t id = first; id < strings_count(strings); id++)
        bytes += strings_text(strings, (StringId){id}).len + 1;
    return bytes;
}

// The strings that the builder has learnt since its last segment. Their bytes stay with the segment: the timeline
// takes them as they are.
static void copy_names(Builder *builder, Segment *to)
{
    NewNames *names = &to->names;
    size_t count = strings_count(builder->strings) - names->first_string;
    if (count == 0)
        return;
    names->strings.items = ARENA_ARRAY(names_arena(builder), Text, count);
    size_t size = bytes_of_strings(builder->strings, names->first_string);
    arena_reserve(to->arena, aligned(size));
    char *bytes = arena_alloc_raw(to->arena, size, 1);
    for (size_t i = 0; i < count; i++) {
        Text text = strings_text(builder->strings, (StringId){names->first_string + (uint32_t)i});
        memcpy(bytes, text.ptr, text.len + 1); // strings end in a NUL
        names->strings.items[i] = (Text){bytes, text.len};
        bytes += text.len + 1;
    }
    names->strings.count = names->strings.capacity = count;
}

static bool is_empty(const Builder *builder)
{
    static const uint64_t none[PROBLEM_KINDS];
    static const Accounting nothing;
    return builder->rows.count == 0 && builder->segment->sources.count == 0 &&
           memcmp(builder->problems.by_kind, none, sizeof none) == 0 &&
           memcmp(&builder->accounting, &nothing, sizeof nothing) == 0;
}

// All that may run out of memory comes before the segment leaves the builder.
static bool publish(Builder *builder)
{
    Segment *segment = builder->segment;
    Segment *rows = &builder->rows;
    builder->hurries &= rows->count == 0;
    if (rows->count > 0) {
        rows->first_participant[rows->count] = (uint32_t)rows->participants.count;
        rows->first_position[rows->count] = (uint32_t)rows->positions.count;
        copy_rows(rows, &builder->uses, segment);
    }
    copy_names(builder, segment);
    Segment *next = segment_new(builder);
    segment->problems = builder->problems;
    segment->accounting = builder->accounting;
    arena_set_escape(segment->arena, NULL); // of this thread: not for the one that takes it over
    start_segment(builder, next);
    return builder->publish(builder->context, segment);
}

void builder_hurry(Builder *builder)
{
    builder->hurries = true;
}

bool builder_flush(Builder *builder)
{
    return is_empty(builder) || publish(builder);
}

bool builder_forward(Builder *builder, Segment *segment)
{
    BUG_IF(!is_empty(builder));
    return builder->publish(builder->context, segment);
}

static bool is_long_ago(const Builder *builder)
{
    int64_t after_ms = builder->hurries ? FIRST_AFTER_MS : PUBLISH_AFTER_MS;
    return now_ms() - builder->published_ms >= after_ms;
}

bool builder_flush_if_late(Builder *builder)
{
    return !is_long_ago(builder) || builder_flush(builder);
}

// ---- the event begun ----

static bool has_room(const Segment *rows, uint64_t record)
{
    return rows->count < SEGMENT_EVENTS && record >= rows->record_base &&
           record - rows->record_base <= UINT32_MAX;
}

static bool is_late(const Builder *builder)
{
    uint32_t count = builder->rows.count;
    return (count < CLOCK_EVENTS || count % CLOCK_EVENTS == 0) && is_long_ago(builder);
}

bool builder_begin_event(Builder *builder, uint64_t record)
{
    Segment *rows = &builder->rows;
    bool is_full = rows->count > 0 && !has_room(rows, record);
    bool goes_on = true;
    if ((is_full || is_late(builder)) && !is_empty(builder))
        goes_on = publish(builder);
    if (rows->count == 0)
        rows->record_base = record <= UINT32_MAX ? 0 : record;
    return goes_on;
}

StringId builder_string(Builder *builder, Text text)
{
    return strings_intern(builder->strings, text);
}

// ---- names ----

Text builder_text(const Builder *builder, StringId id)
{
    return strings_text(builder->strings, id);
}

const Actors *builder_actors(const Builder *builder)
{
    return builder->actors;
}

ActorId builder_actor(Builder *builder, Text name, CountryId country)
{
    size_t before = actors_spelling_count(builder->actors);
    ActorId id = actors_intern(builder->actors, name, country);
    if (actors_spelling_count(builder->actors) == before)
        return id;
    const Actor *actor = actors_get(builder->actors, id);
    StringId newest = actor->spellings.items[actor->spellings.count - 1];
    Spelling spelling = {.actor = id, .country = actor->country, .name = newest};
    ARENA_PUSH(names_arena(builder), &builder->segment->names.spellings, spelling);
    return id;
}

static CountryId strange_country(Builder *builder, Text code)
{
    StringId id = strings_intern(builder->strings, code);
    while (builder->strange_by_string.count <= id.at)
        ARENA_PUSH(builder->arena, &builder->strange_by_string, 0);
    uint16_t *known = &builder->strange_by_string.items[id.at];
    if (*known == 0 && builder->strange_count == COUNTRIES_MAX) {
        problem_at(&builder->problems, PROBLEM_IN(PROBLEM_LIMIT, SEVERITY_WARNING, TEXT("")),
                   "more than %d unknown countries: \"%.*s\" is left out", COUNTRIES_MAX,
                   TEXT_ARG(code));
    } else if (*known == 0) {
        ARENA_PUSH(names_arena(builder), &builder->segment->names.strange, id);
        *known = (uint16_t)++builder->strange_count;
    }
    return (CountryId){*known ? (uint16_t)(COUNTRY_STRANGE + *known - 1) : COUNTRY_NONE};
}

CountryId builder_country(Builder *builder, Text code)
{
    if (code.len == 0)
        return (CountryId){COUNTRY_NONE};
    CountryId known = country_by_code(builder->countries, code);
    return known.at != COUNTRY_NONE ? known : strange_country(builder, code);
}

// ---- rows ----

static void grow(Builder *builder)
{
    Segment *rows = &builder->rows;
    // 1024, 4096 … 65536: what is left behind is a third of what is used.
    uint32_t capacity = rows->capacity == 0 ? FIRST_ROWS : rows->capacity * 4;
#define LONGER(column, is_used)                                                                    \
    do {                                                                                           \
        void *longer = arena_alloc(builder->arena, capacity + 1, sizeof *rows->column);            \
        if (rows->count)                                                                           \
            memcpy(longer, rows->column, rows->count * sizeof *rows->column);                      \
        rows->column = longer;                                                                     \
    } while (0);
    EACH_COLUMN(LONGER)
#undef LONGER
    rows->capacity = capacity;
}

static void set_date(Segment *rows, uint32_t row, Date date, Uses *uses)
{
    rows->start[row] = date.start;
    rows->end[row] = date.end;
    rows->minutes[row] = date.minutes;
    rows->start_form[row] = date.start_form;
    rows->end_form[row] = date.end_form;
    uses->end |= date.end != date.start;
    uses->minutes |= date.minutes != DATE_NO_MINUTES;
    uses->start_form |= date.start_form != DATE_DAY;
    uses->end_form |= date.end_form != DATE_ABSENT;
}

// All countries of a row with more than two, without those that are none.
static void add_more(Segment *segment, uint32_t row, const Event *event)
{
    MoreCountries more = {.row = row};
    more.ids = ARENA_ARRAY(segment->arena, CountryId, event->country_count);
    for (size_t i = 0; i < event->country_count; i++)
        if (event->countries[i].at != COUNTRY_NONE)
            more.ids[more.count++] = event->countries[i];
    ARENA_PUSH(segment->arena, &segment->more, more);
}

static void set_countries(Builder *builder, uint32_t row, const Event *event)
{
    CountryId *pair = builder->rows.pair[row];
    pair[0] = pair[1] = (CountryId){COUNTRY_NONE};
    size_t count = 0;
    for (size_t i = 0; i < event->country_count; i++)
        if (event->countries[i].at != COUNTRY_NONE && count++ < 2)
            pair[count - 1] = event->countries[i];
    if (count > 2)
        add_more(builder->segment, row, event);
    uint8_t flags = (uint8_t)((event->is_directed && count > 1 ? SEGMENT_DIRECTED : 0) |
                              (event->has_inferred_countries ? SEGMENT_INFERRED : 0) |
                              (count > 2 ? SEGMENT_MORE : 0));
    builder->rows.flags[row] = flags;
    builder->uses.flags |= flags != 0;
}

static void set_strings(Segment *rows, uint32_t row, const Event *event, Uses *uses)
{
    rows->kind[row] = event->kind.at;
    rows->place[row] = event->place.at;
    rows->code[row] = event->code.at;
    rows->channel[row] = event->channel.at;
    rows->level[row] = event->level.at;
    rows->confidence[row] = event->confidence.at;
    uses->code |= event->code.at != WORD_NONE;
    uses->channel |= event->channel.at != WORD_NONE;
    uses->level |= event->level.at != WORD_NONE;
    uses->confidence |= event->confidence.at != WORD_NONE;
}

static void set_numbers(Segment *rows, uint32_t row, const Event *event, Uses *uses)
{
    rows->scale[row] = (float)event->scale;
    rows->weight[row] = (float)event->weight;
    uses->scale |= !isnan(event->scale);
    uses->weight |= !isnan(event->weight);
}

void builder_add_event(Builder *builder, const Event *event)
{
    Segment *rows = &builder->rows;
    uint32_t row = rows->count;
    BUG_IF(!has_room(rows, event->record));
    if (row == rows->capacity)
        grow(builder);
    if (row == 0)
        rows->first_source = event->source;
    set_date(rows, row, event->date, &builder->uses);
    set_countries(builder, row, event);
    set_strings(rows, row, event, &builder->uses);
    set_numbers(rows, row, event, &builder->uses);
    rows->source[row] = event->source;
    builder->uses.source |= event->source != rows->first_source;
    rows->record[row] = (uint32_t)(event->record - rows->record_base);
    rows->first_participant[row] = (uint32_t)rows->participants.count;
    rows->first_position[row] = (uint32_t)rows->positions.count;
    rows->count++;
}

CountryId participant_side(const Participant *participant)
{
    return participant->country.at != COUNTRY_NONE ? participant->country
                                                   : participant->organisation;
}

void builder_add_participant(Builder *builder, const Participant *participant)
{
    BUG_IF(builder->rows.count == 0);
    ARENA_PUSH(builder->arena, &builder->rows.participants, *participant);
    if (participant->organisation.at != COUNTRY_NONE && participant->role.at != WORD_MENTIONED)
        builder_join_organisation(builder, participant->organisation);
}

void builder_add_position(Builder *builder, const Position *position)
{
    BUG_IF(builder->rows.count == 0);
    ARENA_PUSH(builder->arena, &builder->rows.positions, *position);
}
