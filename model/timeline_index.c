#include <config.h>
#include "model/timeline_index.h"

#include <stdlib.h>

// Events of one pair: a stretch of TimelineIndex.by_pair.
typedef struct PairStretch {
    uint32_t key; // 0 is free: no country is 0
    uint32_t count;
    size_t first;
} PairStretch;

struct TimelineIndex {
    Arena *arena;
    EventId *all;
    size_t count;
    EventId *by_pair;
    PairStretch *pairs; // open addressing by key
    size_t slot_count, pair_count;
};

static uint32_t pair_key(CountryId a, CountryId b)
{
    return a.at < b.at ? (uint32_t)a.at << 16 | b.at : (uint32_t)b.at << 16 | a.at;
}

static PairStretch *find_pair(const TimelineIndex *index, uint32_t key)
{
    size_t mask = index->slot_count - 1;
    size_t at = (key * 0x9E3779B1u >> 7) & mask;
    while (index->pairs[at].key && index->pairs[at].key != key)
        at = (at + 1) & mask;
    return &index->pairs[at];
}

static void grow_pairs(TimelineIndex *index)
{
    PairStretch *old = index->pairs;
    size_t old_count = index->slot_count;
    index->slot_count = old_count ? old_count * 2 : 256;
    index->pairs = ARENA_ARRAY(index->arena, PairStretch, index->slot_count);
    for (size_t i = 0; i < old_count; i++)
        if (old[i].key)
            *find_pair(index, old[i].key) = old[i];
}

static void count_pair(TimelineIndex *index, uint32_t key)
{
    if (index->slot_count < 2 * (index->pair_count + 1))
        grow_pairs(index);
    PairStretch *stretch = find_pair(index, key);
    if (!stretch->key) {
        stretch->key = key;
        index->pair_count++;
    }
    stretch->count++;
}

static void put_pair(TimelineIndex *index, uint32_t key, EventId id)
{
    PairStretch *stretch = find_pair(index, key);
    index->by_pair[stretch->first + stretch->count++] = id;
}

// Calls `found` for every unordered pair of different countries of the event.
static void each_pair(const Event *event, void (*found)(TimelineIndex *, uint32_t, EventId),
                      TimelineIndex *index, EventId id)
{
    for (size_t i = 0; i < event->country_count; i++)
        for (size_t k = i + 1; k < event->country_count; k++)
            if (!country_equal(event->countries[i], event->countries[k]))
                found(index, pair_key(event->countries[i], event->countries[k]), id);
}

static void count_found(TimelineIndex *index, uint32_t key, EventId id)
{
    (void)id;
    count_pair(index, key);
}

static int compare_ids(const void *a, const void *b, void *timeline)
{
    return timeline_compare(timeline, *(const EventId *)a, *(const EventId *)b);
}

static void sort_all(TimelineIndex *index, const Timeline *timeline)
{
    index->count = timeline_event_count(timeline);
    index->all = ARENA_ARRAY(index->arena, EventId, index->count + 1);
    size_t at = 0;
    for (size_t s = 0; s < timeline_segment_count(timeline); s++)
        for (size_t row = 0; row < timeline_segment(timeline, s)->count; row++)
            index->all[at++] = timeline_event_id(s, row);
    // qsort_r wants a pointer that is not const; compare_ids only reads through it.
    qsort_r(index->all, index->count, sizeof *index->all, compare_ids, (void *)(uintptr_t)timeline);
}

static void sort_pairs(TimelineIndex *index, const Timeline *timeline)
{
    grow_pairs(index);
    for (size_t i = 0; i < index->count; i++) {
        Event event = timeline_event(timeline, index->all[i]);
        each_pair(&event, count_found, index, index->all[i]);
    }
    size_t first = 0;
    for (size_t i = 0; i < index->slot_count; i++) {
        index->pairs[i].first = first;
        first += index->pairs[i].count;
        index->pairs[i].count = 0;
    }
    index->by_pair = ARENA_ARRAY(index->arena, EventId, first + 1);
    for (size_t i = 0; i < index->count; i++) {
        Event event = timeline_event(timeline, index->all[i]);
        each_pair(&event, put_pair, index, index->all[i]);
    }
}

TimelineIndex *timeline_index_new(const Timeline *timeline)
{
    Arena *arena = arena_new();
    TimelineIndex *index = ARENA_NEW(arena, TimelineIndex);
    index->arena = arena;
    sort_all(index, timeline);
    sort_pairs(index, timeline);
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
    const PairStretch *stretch = find_pair(index, pair_key(a, b));
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
