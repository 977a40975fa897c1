// What the ids of the builders mean in the timeline: strings, actors and codes that no lexicon knows.
// Private to timeline.c. Every builder counts for itself; here stands one table a builder from its ids to the
// timeline's, so that a name is looked up once, not once a segment. Segments of one builder come in their order.
#ifndef BILAT_MODEL_TIMELINE_NAMES_H
#define BILAT_MODEL_TIMELINE_NAMES_H

#include "model/segment.h"

typedef struct TimelineNames TimelineNames;

TimelineNames *timeline_names_new(Arena *arena);
// Learns the segment's new names and rewrites every id in it; its own names are freed.
void timeline_names_take(TimelineNames *names, Segment *segment);

// For what a person adds; these names belong to no builder.
StringId timeline_names_intern(TimelineNames *names, Text text);
ActorId timeline_names_intern_actor(TimelineNames *names, Text name, CountryId country);
Actors *timeline_names_actors_to_correct(TimelineNames *names);

const Strings *timeline_names_strings(const TimelineNames *names);
const Actors *timeline_names_actors(const TimelineNames *names);
// The code behind COUNTRY_STRANGE + n, and back (COUNTRY_NONE where no segment had it).
StringId timeline_names_strange(const TimelineNames *names, CountryId id);
CountryId timeline_names_find_strange(const TimelineNames *names, Text code);

#endif
