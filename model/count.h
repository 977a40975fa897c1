// Groups events (or positions) by one or two keys and counts them: facets, the strip, `bilat count`.
#ifndef BILAT_MODEL_COUNT_H
#define BILAT_MODEL_COUNT_H

#include "model/view.h"

typedef enum CountKey {
    COUNT_YEAR,
    COUNT_MONTH,
    COUNT_DAY,
    COUNT_DECADE,
    COUNT_PAIR,
    COUNT_COUNTRY,
    COUNT_KIND,
    COUNT_CODE,
    COUNT_PLACE,
    COUNT_SPEAKER,
    COUNT_PARTICIPANT,
    COUNT_OFFICE,
    COUNT_VERB,
    COUNT_TOPIC,
    COUNT_CHANNEL,
    COUNT_LEVEL,
    COUNT_DATASET,
    COUNT_PUBLISHER,
    COUNT_FILE,
    COUNT_TAG,
    COUNT_KEYS
} CountKey;

// Values: "1972", "1972-02", "1972-02-21", "1970s", each as precise as the date was given; "CHN-PRK" in alphabetical order,
// whatever the direction, as pair:CHN-PRK finds; those present as participants; one topic, verb, country at a time.
const char *count_key_name(CountKey key); // "year"
bool count_key_by_name(Text name, CountKey *key);
// speaker, verb and topic count positions, also beside another key (the matching ones where the filter has position terms); the others events.
bool count_key_is_of_positions(CountKey key);

typedef struct CountRow {
    Text keys
        [2]; // the second empty when counted by one key; "" is "no value", shown as such by whoever shows it
    uint64_t count;     // events or positions
    uint64_t documents; // different files that they come from, as far back as is known
} CountRow;

typedef struct Counts {
    CountRow *items; // times in order, what has none last; others most first, then by name.
                     // Of two keys, the rows of one first key stand together.
    size_t count, capacity;
    uint64_t
        total; // events or positions looked at: one with several values of a key counts once here,
               // and in the row of each value
} Counts;

// Counts what the view shows. `keys` has 1 or 2 entries.
Counts count_by(View *view, const CountKey *keys, size_t key_count, Arena *arena);
// Counts meetings instead, also by speaker, verb and topic: what several of the events tell of (reports.h) once in each
// row and in the total. An event of which nobody else tells is a meeting by itself. Needs the timeline's index.
Counts count_meetings_by(View *view, const CountKey *keys, size_t key_count, Arena *arena);

#endif
