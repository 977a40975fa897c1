// The values of an event or a position under a key, as small numbers: grouping compares numbers, texts are made
// once a row of the result. Between count.c and count_value.c.
#ifndef BILAT_MODEL_COUNT_VALUE_H
#define BILAT_MODEL_COUNT_VALUE_H

#include "model/count.h"

// 0 is no value. Values of times are in order of time; a year comes before its months, a month before its days.
typedef struct CountValues {
    uint64_t *items; // each value once
    size_t count, capacity;
} CountValues;

typedef struct ValueReader {
    View *view;
    const Timeline *timeline;
    Arena *arena;     // of `texts` and `sources`
    Arena *scratch;   // reset for each event
    Strings *texts;   // of keys that are no strings of the timeline
    uint8_t *sources; // of each source: which fields it has itself, once that is known
} ValueReader;

ValueReader value_reader_new(View *view, Arena *arena, Arena *scratch);
// `position` is NULL where events are counted. Without any value the single value is 0.
void values_read(ValueReader *reader, CountKey key, EventId id, const Position *position,
                 CountValues *values);
// What tells the document of an event from others.
uint64_t value_read_document(ValueReader *reader, EventId id);
bool value_document_is_source(ValueReader *reader, EventId id); // its source alone
uint64_t value_of_time(Date date, CountKey key);
Text value_text(const ValueReader *reader, CountKey key, uint64_t value, Arena *arena);
bool count_key_is_of_time(CountKey key);

#endif
