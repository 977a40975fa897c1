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
    COUNT_KEYS
} CountKey;

const char *count_key_name(CountKey key); // "year"
bool count_key_by_name(Text name, CountKey *key);
// speaker, verb and topic count positions (the matching ones where the filter has position terms); the others events.
bool count_key_is_of_positions(CountKey key);

typedef struct CountRow {
    Text keys
        [2]; // second empty when counted by one key; "" itself is shown as "(none)" by whoever shows it
    uint64_t count;     // events or positions
    uint64_t documents; // different sources that they come from
} CountRow;

typedef struct Counts {
    CountRow *items; // most first, then by key; years, months, days and decades by key
    size_t count, capacity;
    uint64_t
        total; // events or positions looked at; an event with two kinds of a key counts once here
} Counts;

// Counts what the view shows. `keys` has 1 or 2 entries.
Counts count_by(View *view, const CountKey *keys, size_t key_count, Arena *arena);

#endif
