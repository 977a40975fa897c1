#include <config.h>
#include "model/count_value.h"

#include "model/reports.h"

#include <stdlib.h>

static const Text key_names[COUNT_KEYS] = {
    [COUNT_YEAR] = TEXT_INIT("year"),
    [COUNT_MONTH] = TEXT_INIT("month"),
    [COUNT_DAY] = TEXT_INIT("day"),
    [COUNT_DECADE] = TEXT_INIT("decade"),
    [COUNT_PAIR] = TEXT_INIT("pair"),
    [COUNT_COUNTRY] = TEXT_INIT("country"),
    [COUNT_KIND] = TEXT_INIT("kind"),
    [COUNT_CODE] = TEXT_INIT("code"),
    [COUNT_PLACE] = TEXT_INIT("place"),
    [COUNT_SPEAKER] = TEXT_INIT("speaker"),
    [COUNT_PARTICIPANT] = TEXT_INIT("participant"),
    [COUNT_OFFICE] = TEXT_INIT("office"),
    [COUNT_VERB] = TEXT_INIT("verb"),
    [COUNT_TOPIC] = TEXT_INIT("topic"),
    [COUNT_CHANNEL] = TEXT_INIT("channel"),
    [COUNT_LEVEL] = TEXT_INIT("level"),
    [COUNT_DATASET] = TEXT_INIT("dataset"),
    [COUNT_PUBLISHER] = TEXT_INIT("publisher"),
    [COUNT_FILE] = TEXT_INIT("file"),
    [COUNT_TAG] = TEXT_INIT("tag"),
};

const char *count_key_name(CountKey key)
{
    BUG_IF(key >= COUNT_KEYS);
    return key_names[key].ptr;
}

bool count_key_by_name(Text name, CountKey *key)
{
    for (size_t i = 0; i < COUNT_KEYS; i++)
        if (text_equal_nocase(key_names[i], name)) {
            *key = (CountKey)i;
            return true;
        }
    return false;
}

// ---- groups: a table by values, open addressing ----

typedef struct Group {
    uint64_t values[2];
    uint64_t count, documents;
    uint64_t last_document; // + 1: 0 is none yet
} Group;

typedef struct Member { // a document or a meeting that a group has already
    size_t group;       // + 1: 0 is a free slot
    uint64_t what;
} Member;

typedef struct Members {
    Member *items;
    size_t count, slots;
} Members;

static const size_t all_groups = SIZE_MAX - 1; // as a group: what is counted at all

typedef struct Counter {
    Arena *arena;
    Group *groups; // in the order in which they came
    size_t group_count, group_capacity;
    size_t *slots; // of groups, + 1: 0 is free
    size_t slot_count;
    Members documents, meetings;
} Counter;

static size_t mix(uint64_t a, uint64_t b)
{
    uint64_t hash = (a + 0x9E3779B97F4A7C15u) * 0xBF58476D1CE4E5B9u; // SplitMix64's constants
    hash = (hash ^ (hash >> 29) ^ b) * 0x94D049BB133111EBu;
    return (size_t)(hash ^ (hash >> 32));
}

static size_t *find_slot(const Counter *counter, const uint64_t values[2])
{
    size_t mask = counter->slot_count - 1, at = mix(values[0], values[1]) & mask;
    for (;; at = (at + 1) & mask) {
        size_t slot = counter->slots[at];
        if (slot == 0 || (counter->groups[slot - 1].values[0] == values[0] &&
                          counter->groups[slot - 1].values[1] == values[1]))
            return &counter->slots[at];
    }
}

static void grow_slots(Counter *counter)
{
    counter->slot_count = counter->slot_count ? counter->slot_count * 2 : 64;
    counter->slots = ARENA_ARRAY(counter->arena, size_t, counter->slot_count);
    for (size_t i = 0; i < counter->group_count; i++)
        *find_slot(counter, counter->groups[i].values) = i + 1;
}

static size_t group_of(Counter *counter, const uint64_t values[2])
{
    if (counter->slot_count < 2 * (counter->group_count + 1))
        grow_slots(counter);
    size_t *slot = find_slot(counter, values);
    if (*slot == 0) {
        if (counter->group_count == counter->group_capacity)
            counter->groups = arena_grow(counter->arena, counter->groups, &counter->group_capacity,
                                         counter->group_count + 1, sizeof *counter->groups);
        counter->groups[counter->group_count++] = (Group){.values = {values[0], values[1]}};
        *slot = counter->group_count;
    }
    return *slot - 1;
}

static Member *find_member(const Members *members, size_t group, uint64_t what)
{
    size_t mask = members->slots - 1, at = mix(group, what) & mask;
    while (members->items[at].group &&
           (members->items[at].group != group + 1 || members->items[at].what != what))
        at = (at + 1) & mask;
    return &members->items[at];
}

static void grow_members(Members *members, Arena *arena)
{
    Members old = *members;
    members->slots = old.slots ? old.slots * 2 : 64;
    members->items = ARENA_ARRAY(arena, Member, members->slots);
    for (size_t i = 0; i < old.slots; i++)
        if (old.items[i].group)
            *find_member(members, old.items[i].group - 1, old.items[i].what) = old.items[i];
}

// False: the group has it already.
static bool add_member(Members *members, size_t group, uint64_t what, Arena *arena)
{
    if (members->slots < 2 * (members->count + 1))
        grow_members(members, arena);
    Member *member = find_member(members, group, what);
    if (member->group)
        return false;
    *member = (Member){group + 1, what};
    members->count++;
    return true;
}

// Adds to the group, as often as is said, and the document to those of the group.
static void count_some(Counter *counter, const uint64_t values[2], uint64_t document, uint64_t some)
{
    size_t at = group_of(counter, values);
    Group *group = &counter->groups[at];
    group->count += some;
    if (group->last_document == document + 1)
        return;
    group->last_document = document + 1;
    group->documents += add_member(&counter->documents, at, document, counter->arena);
}

// ---- looking at events and positions ----

typedef struct Counting {
    ValueReader reader;
    Counter counter;
    const CountKey *keys;
    size_t key_count;
    CountValues values[2];
    bool is_of_meetings; // what several events tell of counts once
    uint64_t total;
} Counting;

static const uint64_t no_meeting = UINT64_MAX;

// 1, or 0 where the group has that meeting already.
static uint64_t worth(Counting *counting, const uint64_t values[2], uint64_t meeting)
{
    Counter *counter = &counting->counter;
    if (meeting == no_meeting)
        return 1;
    return add_member(&counter->meetings, group_of(counter, values), meeting, counter->arena);
}

static void count_item(Counting *counting, EventId id, const Position *position)
{
    uint64_t document = value_read_document(&counting->reader, id), meeting = no_meeting;
    Counter *counter = &counting->counter;
    if (counting->is_of_meetings)
        meeting = reports_first(counting->reader.timeline, id, counting->reader.scratch).at;
    for (size_t i = 0; i < counting->key_count; i++)
        values_read(&counting->reader, counting->keys[i], id, position, &counting->values[i]);
    size_t seconds = counting->key_count > 1 ? counting->values[1].count : 1;
    for (size_t i = 0; i < counting->values[0].count; i++)
        for (size_t k = 0; k < seconds; k++) {
            uint64_t values[2] = {counting->values[0].items[i], 0};
            if (counting->key_count > 1)
                values[1] = counting->values[1].items[k];
            count_some(counter, values, document, worth(counting, values, meeting));
        }
    counting->total += meeting == no_meeting ||
                       add_member(&counter->meetings, all_groups, meeting, counter->arena);
}

static void count_positions(Counting *counting, EventId id)
{
    size_t count;
    const Position *positions = timeline_positions(counting->reader.timeline, id, &count);
    for (size_t n = 0; n < count; n++)
        if (view_shows_position(counting->reader.view, id, n))
            count_item(counting, id, &positions[n]);
}

enum { MOST_DAYS = 1 << 17 }; // more than three centuries: a table of days is not worth while

// Days of the events of a segment, where each event has one day and the day decides on the key's value.
typedef struct DaySpan {
    int32_t first;
    size_t count; // 0: it is not so
} DaySpan;

static DaySpan find_days(Counting *counting, size_t number, const Segment *segment)
{
    if (counting->is_of_meetings || counting->key_count != 1 ||
        !count_key_is_of_time(counting->keys[0]) || segment->start_form || segment->source ||
        !value_document_is_source(&counting->reader, timeline_event_id(number, 0)))
        return (DaySpan){0, 0};
    int32_t first = DATE_LAST_DAY, last = DATE_FIRST_DAY;
    for (uint32_t row = 0; row < segment->count; row++) {
        first = segment->start[row] < first ? segment->start[row] : first;
        last = segment->start[row] > last ? segment->start[row] : last;
    }
    size_t count = (size_t)(last - first) + 1; // a segment that is there has events
    return count <= MOST_DAYS ? (DaySpan){first, count} : (DaySpan){0, 0};
}

// Each day is looked at once, however many events it has.
static void count_days(Counting *counting, const Segment *segment, DaySpan days,
                       const uint64_t *bits)
{
    uint32_t *counts = ARENA_ARRAY(counting->reader.scratch, uint32_t, days.count);
    for (uint32_t row = 0; row < segment->count; row += 64)
        for (uint64_t word = bits[row / 64]; word; word &= word - 1)
            counts[segment->start[row + (uint32_t)__builtin_ctzll(word)] - days.first]++;
    for (size_t i = 0; i < days.count; i++) {
        uint64_t values[2] = {0, 0};
        if (counts[i] == 0)
            continue;
        values[0] = value_of_time(date_from_day(days.first + (int32_t)i), counting->keys[0]);
        count_some(&counting->counter, values, segment->first_source, counts[i]);
        counting->total += counts[i];
    }
}

static void count_segment(Counting *counting, size_t number, const uint64_t *bits)
{
    const Segment *segment = timeline_segment(counting->reader.timeline, number);
    bool is_of_positions = false;
    for (size_t i = 0; i < counting->key_count; i++)
        is_of_positions = is_of_positions || count_key_is_of_positions(counting->keys[i]);
    arena_reset(counting->reader.scratch);
    DaySpan days = find_days(counting, number, segment);
    if (days.count > 0) {
        count_days(counting, segment, days, bits);
        return;
    }
    for (uint32_t row = 0; row < segment->count; row++) {
        if (!(bits[row / 64] >> (row % 64) & 1))
            continue;
        arena_reset(counting->reader.scratch);
        EventId id = timeline_event_id(number, row);
        if (is_of_positions)
            count_positions(counting, id);
        else
            count_item(counting, id, NULL);
    }
}

// In the order of the segments: that of the rows makes no difference to sums.
static void count_events(Counting *counting)
{
    View *view = counting->reader.view;
    uint64_t bits[SEGMENT_EVENTS / 64];
    for (size_t s = 0; s < timeline_segment_count(counting->reader.timeline); s++)
        if (view_select(view, s, bits) > 0)
            count_segment(counting, s, bits);
}

// ---- the result in order ----

typedef struct SortRow {
    CountRow row;
    uint64_t values[2];
    uint64_t of_first_key; // all that its first key has, so that its rows stay together
    const CountKey *keys;
    size_t key_count;
} SortRow;

static int compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

// In order of time, what has none last.
static int compare_times(uint64_t a, uint64_t b)
{
    return compare_numbers(a - 1, b - 1); // 0 becomes the greatest
}

static int compare_rows(const void *left, const void *right)
{
    const SortRow *a = left, *b = right;
    for (size_t i = 0; i < a->key_count; i++) {
        bool is_last = i + 1 == a->key_count;
        int order = 0;
        if (count_key_is_of_time(a->keys[i]))
            order = compare_times(a->values[i], b->values[i]);
        else if (is_last)
            order = compare_numbers(b->row.count, a->row.count);
        else
            order = compare_numbers(b->of_first_key, a->of_first_key);
        if (order == 0)
            order = text_compare(a->row.keys[i], b->row.keys[i]);
        if (order != 0)
            return order;
    }
    return 0;
}

// Fills in of_first_key: rows in order of the first key's value are summed up stretch by stretch.
static int compare_first_values(const void *left, const void *right)
{
    const SortRow *a = left, *b = right;
    return compare_numbers(a->values[0], b->values[0]);
}

static void sum_first_keys(SortRow *rows, size_t count)
{
    qsort(rows, count, sizeof *rows, compare_first_values);
    for (size_t from = 0, to; from < count; from = to) {
        uint64_t sum = 0;
        for (to = from; to < count && rows[to].values[0] == rows[from].values[0]; to++)
            sum += rows[to].row.count;
        for (size_t i = from; i < to; i++)
            rows[i].of_first_key = sum;
    }
}

static Counts result_of(const Counting *counting, Arena *arena)
{
    size_t count = counting->counter.group_count;
    SortRow *rows = ARENA_ARRAY(counting->counter.arena, SortRow, count);
    for (size_t i = 0; i < count; i++) {
        const Group *group = &counting->counter.groups[i];
        rows[i] = (SortRow){.values = {group->values[0], group->values[1]},
                            .keys = counting->keys,
                            .key_count = counting->key_count};
        rows[i].row = (CountRow){.count = group->count, .documents = group->documents};
        for (size_t k = 0; k < counting->key_count; k++)
            rows[i].row.keys[k] =
                value_text(&counting->reader, counting->keys[k], group->values[k], arena);
    }
    if (count > 1) {
        sum_first_keys(rows, count);
        qsort(rows, count, sizeof *rows, compare_rows);
    }
    Counts counts = {.total = counting->total};
    for (size_t i = 0; i < count; i++)
        ARENA_PUSH(arena, &counts, rows[i].row);
    return counts;
}

static Counts count_all(View *view, const CountKey *keys, size_t key_count, bool is_of_meetings,
                        Arena *arena)
{
    BUG_IF(key_count < 1 || key_count > 2);
    Arena *working = arena_new(), *scratch = arena_new();
    Counting counting = {.reader = value_reader_new(view, working, scratch),
                         .counter = {.arena = working},
                         .keys = keys,
                         .key_count = key_count,
                         .is_of_meetings = is_of_meetings};
    count_events(&counting);
    Counts counts = result_of(&counting, arena);
    arena_free(scratch);
    arena_free(working);
    return counts;
}

Counts count_by(View *view, const CountKey *keys, size_t key_count, Arena *arena)
{
    return count_all(view, keys, key_count, false, arena);
}

Counts count_meetings_by(View *view, const CountKey *keys, size_t key_count, Arena *arena)
{
    return count_all(view, keys, key_count, true, arena);
}
