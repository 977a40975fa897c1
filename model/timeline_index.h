// The index behind timeline_pair_events, timeline_year_events and timeline_all_events. Private to timeline.c.
// Built once after loading; events stand in total order everywhere, so a year is one stretch of all events.
#ifndef BILAT_MODEL_TIMELINE_INDEX_H
#define BILAT_MODEL_TIMELINE_INDEX_H

#include "model/timeline.h"

typedef struct TimelineIndex TimelineIndex;

TimelineIndex *timeline_index_new(const Timeline *timeline);
void timeline_index_free(TimelineIndex *index);
// Each gives a pointer that is never NULL (an index without an event of that pair answers 0).
size_t timeline_index_pair(const TimelineIndex *index, CountryId a, CountryId b,
                           const EventId **events);
size_t timeline_index_year(const TimelineIndex *index, const Timeline *timeline, int year,
                           const EventId **events);
size_t timeline_index_all(const TimelineIndex *index, const EventId **events);

#endif
