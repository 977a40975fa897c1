#include <config.h>
#include "model/timeline_sort.h"

#include <stdlib.h>
#include <string.h>

enum { FEW = 4096 }; // so many are compared before buckets for all days of four centuries are made

size_t bucket_ends_from_counts(size_t *counts, size_t length)
{
    size_t sum = 0;
    for (size_t i = 0; i < length; i++) {
        size_t count = counts[i];
        counts[i] = sum;
        sum += count;
    }
    return sum;
}

bool timeline_ids_are_in_order(const Timeline *timeline)
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

bool timeline_sort_stretch(const Timeline *timeline, EventId *ids, size_t count)
{
    if (count < 2 || is_sorted(timeline, ids, count))
        return false;
    // qsort_r wants a pointer that is not const; compare_ids only reads through it.
    qsort_r(ids, count, sizeof *ids, compare_ids, (void *)(uintptr_t)timeline);
    return true;
}

// ---- buckets ----

// Segments are asked for once for a stretch of events, not for each.
static size_t stretch_of_segment(const EventId *ids, size_t from, size_t count)
{
    uint32_t segment = ids[from].at >> 16;
    size_t to = from + 1;
    while (to < count && ids[to].at >> 16 == segment)
        to++;
    return to;
}

typedef struct Sorting {
    const Timeline *timeline;
    const EventId *ids; // as they came
    size_t count;
    EventId *sorted;
    size_t *ends; // of each bucket among the sorted
    int32_t first_day;
} Sorting;

static void count_days(Sorting *sorting)
{
    for (size_t from = 0, to; from < sorting->count; from = to) {
        to = stretch_of_segment(sorting->ids, from, sorting->count);
        const Segment *segment = timeline_segment(sorting->timeline, sorting->ids[from].at >> 16);
        for (size_t i = from; i < to; i++)
            sorting->ends[day_bucket(sorting->first_day, segment, sorting->ids[i].at & 0xFFFF)]++;
    }
}

static void place_days(Sorting *sorting)
{
    for (size_t from = 0, to; from < sorting->count; from = to) {
        to = stretch_of_segment(sorting->ids, from, sorting->count);
        const Segment *segment = timeline_segment(sorting->timeline, sorting->ids[from].at >> 16);
        for (size_t i = from; i < to; i++) {
            uint32_t row = sorting->ids[i].at & 0xFFFF;
            sorting->sorted[sorting->ends[day_bucket(sorting->first_day, segment, row)]++] =
                sorting->ids[i];
        }
    }
}

static bool are_ascending(const EventId *ids, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (ids[i - 1].at > ids[i].at)
            return false;
    return true;
}

static void sort_by_days(Sorting *sorting)
{
    bool days_are_sorted =
        are_ascending(sorting->ids, sorting->count) && timeline_ids_are_in_order(sorting->timeline);
    count_days(sorting);
    bucket_ends_from_counts(sorting->ends, BUCKET_COUNT);
    place_days(sorting);
    size_t first = 0;
    for (size_t i = 0; i < BUCKET_COUNT; first = sorting->ends[i++])
        if (!bucket_is_day(i) || !days_are_sorted)
            timeline_sort_stretch(sorting->timeline, sorting->sorted + first,
                                  sorting->ends[i] - first);
}

void timeline_sort(const Timeline *timeline, EventId *ids, size_t count)
{
    if (count < FEW) {
        timeline_sort_stretch(timeline, ids, count);
        return;
    }
    Arena *scratch = arena_new();
    Sorting sorting = {.timeline = timeline,
                       .ids = ids,
                       .count = count,
                       .sorted = arena_alloc_raw(scratch, count, sizeof *ids),
                       .ends = ARENA_ARRAY(scratch, size_t, BUCKET_COUNT),
                       .first_day = day_bucket_first()};
    sort_by_days(&sorting);
    memcpy(ids, sorting.sorted, count * sizeof *ids);
    arena_free(scratch);
}
