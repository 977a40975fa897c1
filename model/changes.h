// What a reload has brought: the events of one timeline that are not in the one before it, are no longer there, or say
// something else. Events are the same by their key (event_key.h).
//
// Only what may have changed is looked at, because that means decoding: sources that are new, gone, or no longer what
// was loaded, and those beside a changed table that has no events of its own (participants.csv). Of a large table that
// has only grown, the rows behind its old end. A large table that was rewritten cannot be compared: what it said is
// gone (small files are kept, see loaders/open.h), and comparing millions of rows would keep the reader waiting: its events
// are counted, before and after.
#ifndef BILAT_MODEL_CHANGES_H
#define BILAT_MODEL_CHANGES_H

#include "model/timeline.h"

enum { CHANGES_COMPARED = 20000 }; // events of either timeline; more are only counted

typedef enum ChangeKind { CHANGE_ADDED, CHANGE_CHANGED, CHANGE_REMOVED, CHANGE_KINDS } ChangeKind;

typedef struct Change {
    ChangeKind kind;
    EventId before, after; // EVENT_NOWHERE where there is none
} Change;

typedef struct Changes {
    Change *items; // changed ones first, then added, then removed, each in the order of the dates
    size_t count, capacity;
    uint64_t by_kind[CHANGE_KINDS];
    uint64_t uncompared_before, uncompared_after; // events that were only counted
} Changes;

typedef struct Comparison Comparison;

// Both timelines must be complete and indexed. In two halves, of which the first looks at the old timeline and the
// second at the new one: what a reader has added shows in one of them at a time. The arena must live until the second.
Comparison *changes_begin(const Timeline *before, const Timeline *after, Arena *arena);
Changes changes_end(Comparison *comparison, Arena *arena); // the list lives in the arena

bool changes_are_any(const Changes *changes);
// "3 added, 1 changed, 2 removed"; empty where nothing is.
Text changes_summary(const Changes *changes, Arena *arena);
// All of them to read, an event after the other: its date, countries and title; of a changed one what it said ("-") and
// says ("+"), its fields and its positions. At most `limit` events, then how many are left out.
Text changes_text(const Changes *changes, const Timeline *before, const Timeline *after,
                  size_t limit, Arena *arena);

// True for a column that says something of the event: not where it stands, nor what the reader has added.
bool changes_compares(EventField field);

#endif
