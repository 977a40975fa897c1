// Events in the total order (timeline_compare), by throwing them into a bucket a day: a comparison is needed only where
// ranges, times or records out of order ask for it.
#ifndef BILAT_MODEL_TIMELINE_SORT_H
#define BILAT_MODEL_TIMELINE_SORT_H

#include "model/timeline.h"

// Sorts the events.
void timeline_sort(const Timeline *timeline, EventId *ids, size_t count);

// ---- for the index, which takes along what it knows of each event ----

// Days of these years have a bucket each; earlier and later ones, which are few, share two, and what has no date has
// the last.
enum { BUCKET_FIRST_YEAR = 1700, BUCKET_LAST_YEAR = 2099 };
enum { BUCKET_DAYS = (BUCKET_LAST_YEAR - BUCKET_FIRST_YEAR + 1) * 366 };
enum { BUCKET_EARLY = 0, BUCKET_LATE = BUCKET_DAYS + 1, BUCKET_ABSENT, BUCKET_COUNT };

static inline int32_t day_bucket_first(void)
{
    return date_day_number(BUCKET_FIRST_YEAR, 1, 1);
}

static inline bool bucket_is_day(size_t bucket)
{
    return bucket != BUCKET_EARLY && bucket != BUCKET_LATE;
}

// `first_day` is day_bucket_first().
static inline size_t day_bucket(int32_t first_day, const Segment *segment, uint32_t row)
{
    if (segment->start_form && segment->start_form[row] == DATE_ABSENT)
        return BUCKET_ABSENT;
    int32_t day = segment->start[row] - first_day; // days of dates are far from overflowing
    if (day < 0)
        return BUCKET_EARLY;
    return day < BUCKET_DAYS ? (size_t)day + 1 : BUCKET_LATE;
}

// Each becomes the sum of those before it; returns the sum of all.
size_t bucket_ends_from_counts(size_t *counts, size_t length);
// True when events that start on one day stand in total order as soon as they stand in order of their ids: so it is
// where data come by source and record, and have neither times nor longer dates.
bool timeline_ids_are_in_order(const Timeline *timeline);
// Sorts events of one bucket. False: they were in order already.
bool timeline_sort_stretch(const Timeline *timeline, EventId *ids, size_t count);

#endif
