// The inside of a Builder, for segment.c and segment_last.c alone.
#ifndef BILAT_MODEL_SEGMENT_OWN_H
#define BILAT_MODEL_SEGMENT_OWN_H

#include "model/segment.h"

// Optional columns in which some row of the segment is not as the default says.
typedef struct Uses {
    bool end, minutes, start_form, end_form, flags, code, channel, level, confidence, scale, weight,
        source;
} Uses;

struct Builder {
    Arena *arena; // holds the builder itself, its names and its rows
    const Countries *countries;
    PublishSegment publish;
    void *context;
    jmp_buf *escape;
    Arena *next_arena; // of a segment that is not yet there, or NULL
    Segment *segment;  // under construction: all but the columns and lists of `rows`; never NULL
    Segment
        rows; // all columns at full length; copied when the segment is published, then used again
    Uses uses;
    Strings *strings;
    Actors *actors;
    struct {
        uint16_t *items; // index of a strange code + 1, by the id of its string
        size_t count, capacity;
    } strange_by_string;
    size_t strange_count;
    uint32_t next_source;
    Problems problems; // items and messages stand in the segment's arena
    Accounting accounting;
    int64_t published_ms;
    bool hurries; // nothing was published yet, and somebody waits before an empty screen
};

// Makes it one of the countries of the event added last: segment_last.c.
void builder_join_organisation(Builder *builder, CountryId organisation);

#endif
