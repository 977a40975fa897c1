// For which time sources are held: an empty bar outside of it does not say that nothing happened.
// A publisher is held for the time that a sources.csv states; where none does, from its first to its last publication that was
// loaded. A file without a publisher is held from its first to its last event.
#ifndef BILAT_TUI_COVERAGE_H
#define BILAT_TUI_COVERAGE_H

#include "model/filter.h"

typedef struct HeldSpan {
    int32_t first, last; // days
} HeldSpan;

// A source or, of a table whose rows name their publishers, those of one publisher.
typedef struct HeldPart {
    const Source *source;
    Text publisher; // empty: not known
    HeldSpan span;  // of its events and publications
    EventId event;  // one of it; EVENT_NOWHERE: it has none with a date
} HeldPart;

typedef struct Coverage {
    Arena *arena;  // of the parts
    Arena *chosen; // of what is made of them for a filter
    struct {
        HeldPart *items;
        size_t count, capacity;
    } parts;
    struct {
        HeldSpan *items;
        size_t count, capacity;
    } spans;
} Coverage;

Coverage coverage_new(void);
void coverage_clear(Coverage *coverage);
// Looks at all events; to be called when they are loaded.
void coverage_read(Coverage *coverage, const Timeline *timeline);
// The spans of the sources whose events that filter, of terms about sources alone, lets pass; NULL: of all.
void coverage_choose(Coverage *coverage, Evaluation *evaluation);

#endif
