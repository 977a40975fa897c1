// From what a position refers to, to the event of the timeline that it means.
#ifndef BILAT_MODEL_CITATION_LINK_H
#define BILAT_MODEL_CITATION_LINK_H

#include "model/citation.h"
#include "model/timeline.h"

// The event on the cited day that shares a country with the citing event `from`, one with all its countries before
// others; of a cited year the only one with all of them. EVENT_NOWHERE where none is meant for sure. The index of the
// timeline must have been built (timeline_build_index).
EventId citation_event(const Timeline *timeline, Citation citation, EventId from);
// "refers to" as one line: what is cited, its date, and the title of that event, if there is one.
Text citation_line(const Timeline *timeline, Text said, Citation citation, EventId from,
                   Arena *scratch);

#endif
