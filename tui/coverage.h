// For which time sources are held: an empty bar outside of it does not say that nothing happened.
// A publisher is held from its first to its last publication that was loaded; a file without a publisher from its
// first to its last event.
#ifndef BILAT_TUI_COVERAGE_H
#define BILAT_TUI_COVERAGE_H

#include "model/filter.h"

typedef struct HeldSource { // by its id in the timeline
    int32_t first, last;    // days
    EventId event;          // one of it; EVENT_NOWHERE: it has none with a date
} HeldSource;

typedef struct Coverage {
    Arena *arena; // of all
    HeldSource *sources;
    size_t source_count;
    struct {
        struct HeldSpan {
            Text publisher; // empty: of a file
            int32_t first, last;
        } * items;
        size_t count, capacity;
    } spans;
} Coverage;

Coverage coverage_new(void);
void coverage_clear(Coverage *coverage);
// Looks at all events; to be called when they are loaded.
void coverage_read(Coverage *coverage, const Timeline *timeline);
// The spans of the sources whose events that filter, of terms about sources alone, lets pass; NULL: of all.
void coverage_choose(Coverage *coverage, const Timeline *timeline, Evaluation *evaluation);

#endif
