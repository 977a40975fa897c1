// What notes need of a timeline, for notes*.c alone: everybody else only reads what was appended.
#ifndef BILAT_MODEL_TIMELINE_OWN_H
#define BILAT_MODEL_TIMELINE_OWN_H

#include "model/timeline.h"

// A column as the source and the segments say, whatever stands in notes.
Text timeline_source_field(const Timeline *timeline, EventId id, EventField field, Arena *scratch);
Text timeline_source_participant_field(const Timeline *timeline, EventId id, size_t n,
                                       ParticipantField field, Arena *scratch);
Segment *timeline_segment_to_correct(Timeline *timeline, size_t index);
StringId timeline_intern(Timeline *timeline, Text text);
ActorId timeline_intern_actor(Timeline *timeline, Text name, CountryId country);
Actors *timeline_actors_to_correct(Timeline *timeline);

#endif
