#include <config.h>
#include "model/timeline_index.h"

#include <stdlib.h>
#include <string.h>

// Events of one pair: a stretch of TimelineIndex.by_pair.
typedef struct PairStretch {
    uint32_t key; // 0 is free: no country is 0
    uint32_t count;
    size_t first;
} PairStretch;

typedef struct PairTable { // open addressing by key
    PairStretch *items;
    size_t slot_count;
} PairTable;

struct TimelineIndex {
    Arena *arena;
    EventId *all;
    size_t count;
    EventId *by_pair;
    PairTable pairs;
};

// ---- the pair of an event ----

static uint32_t pair_key(CountryId a, CountryId b)
{
    return a.at < b.at ? (uint32_t)a.at << 16 | b.at : (uint32_t)b.at << 16 | a.at;
}

// Events with no pair, and those with several, which are looked at one by one: no country is 0 or 65,535.
enum { KEY_NONE = 0 };
#define KEY_SEVERAL UINT32_MAX

static uint32_t key_of(const Segment *segment, uint32_t row)
{
    if (segment->flags && segment->flags[row] & SEGMENT_MORE)
        return KEY_SEVERAL;
    const CountryId *pair = segment->pair[row];
    // The second is none where there is only one country; a country with itself is no pair.
    bool is_pair = pair[1].at != COUNTRY_NONE && !country_equal(pair[0], pair[1]);
    return is_pair ? pair_key(pair[0], pair[1]) : KEY_NONE;
}

static uint32_t key_of_event(const Timeline *timeline, EventId id)
{
    return key_of(timeline_segment(timeline, id.at >> 16), id.at & 0xFFFF);
}

// ---- the total order ----

// Events are first thrown into buckets by the day of their start. Days of these years have a bucket each; earlier
// and later ones, which are few, share two, and what has no date has the last.
enum { BUCKET_FIRST_YEAR = 1700, BUCKET_LAST_YEAR = 2099 };
enum { BUCKET_DAYS = (BUCKET_LAST_YEAR - BUCKET_FIRST_YEAR + 1) * 366 };
enum { BUCKET_EARLY = 0, BUCKET_LATE = BUCKET_DAYS + 1, BUCKET_ABSENT, BUCKET_COUNT };

typedef struct Buckets {
    int32_t first_day;
    size_t *ends; // of each bucket in the list of all events, once they are in
    uint32_t
        *keys; // of all events: taken along because looking for them later would miss the cache
} Buckets;

static size_t bucket_of(const Buckets *buckets, const Segment *segment, uint32_t row)
{
    if (segment->start_form && segment->start_form[row] == DATE_ABSENT)
        return BUCKET_ABSENT;
    int32_t day =
        segment->start[row] - buckets->first_day; // days of dates are far from overflowing
    if (day < 0)
        return BUCKET_EARLY;
    return day < BUCKET_DAYS ? (size_t)day + 1 : BUCKET_LATE;
}

static void count_rows(const Segment *segment, const Buckets *buckets)
{
    for (uint32_t row = 0; row < segment->count; row++)
        buckets->ends[bucket_of(buckets, segment, row)]++;
}

static void place_rows(const Segment *segment, uint32_t first_id, const Buckets *buckets,
                       EventId *all)
{
    for (uint32_t row = 0; row < segment->count; row++) {
        size_t at = buckets->ends[bucket_of(buckets, segment, row)]++;
        all[at].at = first_id + row;
        buckets->keys[at] = key_of(segment, row);
    }
}

static size_t ends_from_counts(size_t *counts, size_t length)
{
    size_t sum = 0;
    for (size_t i = 0; i < length; i++) {
        size_t count = counts[i];
        counts[i] = sum;
        sum += count;
    }
    return sum;
}

static void fill_buckets(TimelineIndex *index, const Timeline *timeline, const Buckets *buckets)
{
    size_t segments = timeline_segment_count(timeline);
    for (size_t s = 0; s < segments; s++)
        count_rows(timeline_segment(timeline, s), buckets);
    ends_from_counts(buckets->ends, BUCKET_COUNT);
    for (size_t s = 0; s < segments; s++)
        place_rows(timeline_segment(timeline, s), timeline_event_id(s, 0).at, buckets, index->all);
}

// True when events that start on one day stand in total order as soon as they stand in order of their ids: so it
// is where data come by source and record, and have neither times nor longer dates.
static bool ids_are_in_order(const Timeline *timeline)
{
    uint32_t last_source = 0;
    uint64_t last_record = 0;
    for (size_t s = 0; s < timeline_segment_count(timeline); s++) {
        const Segment *segment = timeline_segment(timeline, s);
        if (segment->end || segment->minutes)
            return false;
        for (uint32_t row = 0; row < segment->count; row++) {
            uint32_t source = segment->source ? segment->source[row] : segment->first_source;
            uint64_t record = segment->record_base + segment->record[row];
            if (source < last_source || (source == last_source && record < last_record))
                return false;
            last_source = source;
            last_record = record;
        }
    }
    return true;
}

static int compare_ids(const void *a, const void *b, void *timeline)
{
    return timeline_compare(timeline, *(const EventId *)a, *(const EventId *)b);
}

static bool is_sorted(const Timeline *timeline, const EventId *ids, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (timeline_compare(timeline, ids[i - 1], ids[i]) > 0)
            return false;
    return true;
}

static void sort_buckets(TimelineIndex *index, const Timeline *timeline, const Buckets *buckets)
{
    bool days_are_sorted = ids_are_in_order(timeline);
    size_t first = 0;
    for (size_t i = 0; i < BUCKET_COUNT; first = buckets->ends[i++]) {
        size_t count = buckets->ends[i] - first;
        bool is_day = i != BUCKET_EARLY && i != BUCKET_LATE;
        if (count < 2 || (is_day && days_are_sorted) ||
            is_sorted(timeline, index->all + first, count))
            continue;
        // qsort_r wants a pointer that is not const; compare_ids only reads through it.
        qsort_r(index->all + first, count, sizeof *index->all, compare_ids,
                (void *)(uintptr_t)timeline);
        for (size_t k = first; k < buckets->ends[i]; k++)
            buckets->keys[k] = key_of_event(timeline, index->all[k]);
    }
}

// Returns the key of each of index->all.
static const uint32_t *sort_all(TimelineIndex *index, const Timeline *timeline, Arena *scratch)
{
    Buckets buckets = {.first_day = date_day_number(BUCKET_FIRST_YEAR, 1, 1),
                       .ends = ARENA_ARRAY(scratch, size_t, BUCKET_COUNT)};
    index->count = timeline_event_count(timeline);
    index->all = arena_alloc_raw(index->arena, index->count, sizeof *index->all);
    buckets.keys = arena_alloc_raw(scratch, index->count, sizeof *buckets.keys);
    fill_buckets(index, timeline, &buckets);
    sort_buckets(index, timeline, &buckets);
    return buckets.keys;
}

// ---- pairs ----

static PairStretch *find_pair(const PairTable *pairs, uint32_t key)
{
    size_t mask = pairs->slot_count - 1;
    size_t at = (key * 0x9E3779B1u >> 7) & mask; // golden ratio: neighbouring keys part
    while (pairs->items[at].key && pairs->items[at].key != key)
        at = (at + 1) & mask;
    return &pairs->items[at];
}

typedef struct PairKeys {
    Arena *arena;
    uint32_t *items;
    size_t count, capacity;
} PairKeys;

static PairKeys pair_keys_new(Arena *arena)
{
    return (PairKeys){.arena = arena, .items = ARENA_ARRAY(arena, uint32_t, 8), .capacity = 8};
}

static bool is_repeated(const Event *event, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (country_equal(event->countries[k], event->countries[i]))
            return true;
    return false;
}

// Every unordered pair of different countries of an event with more than two, each once.
static void keys_of_many(const Event *event, PairKeys *keys)
{
    keys->count = 0;
    for (size_t i = 0; i < event->country_count; i++)
        for (size_t k = i + 1; k < event->country_count && !is_repeated(event, i); k++)
            if (!is_repeated(event, k))
                ARENA_PUSH(keys->arena, keys, pair_key(event->countries[i], event->countries[k]));
}

// Those that `key` stands for.
static void find_keys(const Timeline *timeline, EventId id, uint32_t key, PairKeys *keys)
{
    keys->count = key != KEY_NONE;
    keys->items[0] = key;
    if (key != KEY_SEVERAL)
        return;
    Event event = timeline_event(timeline, id);
    keys_of_many(&event, keys);
}

// A counting sort by the second country and then, stably, by the first: two rounds with a few hundred places to
// write to are faster than one with tens of thousands, which would miss the cache at every event.
enum { COUNTRY_IDS = 1 << 16 };

typedef struct PairSort {
    Arena *scratch;
    const uint32_t *keys;             // of each of index->all
    size_t *first_ends, *second_ends; // by country: where its entries end so far
    EventId *ids;                     // sorted by the second country
    uint16_t *firsts;                 // the first country of each
    uint32_t *stretches;              // by first country: 1 + index of the stretch it is at
} PairSort;

typedef struct Stretches {
    PairStretch *items;
    size_t count, capacity;
} Stretches;

static size_t count_countries(PairSort *sort, const TimelineIndex *index, const Timeline *timeline)
{
    PairKeys keys = pair_keys_new(sort->scratch);
    for (size_t i = 0; i < index->count; i++) {
        find_keys(timeline, index->all[i], sort->keys[i], &keys);
        for (size_t k = 0; k < keys.count; k++) {
            sort->first_ends[keys.items[k] >> 16]++;
            sort->second_ends[keys.items[k] & 0xFFFF]++;
        }
    }
    ends_from_counts(sort->first_ends, COUNTRY_IDS);
    return ends_from_counts(sort->second_ends, COUNTRY_IDS);
}

static void sort_by_second(PairSort *sort, const TimelineIndex *index, const Timeline *timeline)
{
    PairKeys keys = pair_keys_new(sort->scratch);
    for (size_t i = 0; i < index->count; i++) {
        find_keys(timeline, index->all[i], sort->keys[i], &keys);
        for (size_t k = 0; k < keys.count; k++) {
            size_t at = sort->second_ends[keys.items[k] & 0xFFFF]++;
            sort->ids[at] = index->all[i];
            sort->firsts[at] = (uint16_t)(keys.items[k] >> 16);
        }
    }
}

// A stretch begins wherever the second country changes within the entries of the first.
static Stretches sort_by_first(PairSort *sort, TimelineIndex *index)
{
    Stretches stretches = {0};
    size_t at = 0;
    for (uint32_t second = 0; second < COUNTRY_IDS; second++)
        for (; at < sort->second_ends[second]; at++) {
            uint32_t first = sort->firsts[at];
            uint32_t key = first << 16 | second;
            size_t to = sort->first_ends[first]++;
            index->by_pair[to] = sort->ids[at];
            uint32_t current = sort->stretches[first];
            if (current == 0 || stretches.items[current - 1].key != key) {
                ARENA_PUSH(sort->scratch, &stretches, ((PairStretch){.key = key, .first = to}));
                sort->stretches[first] = current = (uint32_t)stretches.count;
            }
            stretches.items[current - 1].count++;
        }
    return stretches;
}

static void index_pairs(PairTable *pairs, const Stretches *stretches, Arena *arena)
{
    pairs->slot_count = 64;
    while (pairs->slot_count < 2 * stretches->count)
        pairs->slot_count *= 2;
    arena_reserve(arena, pairs->slot_count * sizeof *pairs->items);
    pairs->items = ARENA_ARRAY(arena, PairStretch, pairs->slot_count);
    for (size_t i = 0; i < stretches->count; i++)
        *find_pair(pairs, stretches->items[i].key) = stretches->items[i];
}

static void sort_pairs(TimelineIndex *index, const Timeline *timeline, const uint32_t *keys,
                       Arena *scratch)
{
    PairSort sort = {.scratch = scratch,
                     .keys = keys,
                     .first_ends = ARENA_ARRAY(scratch, size_t, COUNTRY_IDS),
                     .second_ends = ARENA_ARRAY(scratch, size_t, COUNTRY_IDS),
                     .stretches = ARENA_ARRAY(scratch, uint32_t, COUNTRY_IDS)};
    size_t count = count_countries(&sort, index, timeline);
    sort.ids = arena_alloc_raw(scratch, count, sizeof *sort.ids);
    sort.firsts = arena_alloc_raw(scratch, count, sizeof *sort.firsts);
    sort_by_second(&sort, index, timeline);
    index->by_pair = arena_alloc_raw(index->arena, count, sizeof *index->by_pair);
    Stretches stretches = sort_by_first(&sort, index);
    index_pairs(&index->pairs, &stretches, index->arena);
}

// ---- building and reading ----

TimelineIndex *timeline_index_new(const Timeline *timeline)
{
    Arena *arena = arena_new();
    Arena *scratch = arena_new();
    TimelineIndex *index = ARENA_NEW(arena, TimelineIndex);
    index->arena = arena;
    const uint32_t *keys = sort_all(index, timeline, scratch);
    sort_pairs(index, timeline, keys, scratch);
    arena_free(scratch);
    return index;
}

void timeline_index_free(TimelineIndex *index)
{
    if (index)
        arena_free(index->arena);
}

size_t timeline_index_pair(const TimelineIndex *index, CountryId a, CountryId b,
                           const EventId **events)
{
    const PairStretch *stretch = find_pair(&index->pairs, pair_key(a, b));
    *events = index->by_pair + stretch->first;
    return stretch->key ? stretch->count : 0;
}

// First event that does not start before `day`; absent dates stand behind all others.
static size_t lower_bound(const TimelineIndex *index, const Timeline *timeline, int32_t day)
{
    size_t low = 0, high = index->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        Date date = timeline_event(timeline, index->all[middle]).date;
        if (!date_is_absent(date) && date.start < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t timeline_index_year(const TimelineIndex *index, const Timeline *timeline, int year,
                           const EventId **events)
{
    *events = index->all;
    if (year < DATE_FIRST_YEAR || year > DATE_LAST_YEAR)
        return 0;
    size_t from = lower_bound(index, timeline, date_day_number(year, 1, 1));
    size_t to = lower_bound(index, timeline, date_day_number(year + 1, 1, 1));
    *events = index->all + from;
    // Absent dates stand at the end: the search for the next year stops in front of them.
    return to - from;
}

size_t timeline_index_all(const TimelineIndex *index, const EventId **events)
{
    *events = index->all;
    return index->count;
}
