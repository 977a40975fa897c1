// What a loader hands over: up to 65,536 events as columns, with participants, positions, problems and a string
// table of their own. Filled by one loader thread through a Builder; read-only once it is published, and appended
// to the Timeline by the main thread alone, which rewrites the ids to its own. What is appended never changes.
#ifndef BILAT_MODEL_SEGMENT_H
#define BILAT_MODEL_SEGMENT_H

#include "model/actor.h"
#include "model/problem.h"
#include "model/source.h"

enum { SEGMENT_EVENTS = 65536 };

// Bytes of the event's own source file, for provenance; length 0: not known.
typedef struct Span {
    uint64_t offset;
    uint32_t length;
} Span;

typedef struct Participant {
    ActorId actor;
    CountryId country; // for which the person acts; none for officials of the UN, the EU …
    StringId role;     // WORD_HOST …; WORD_MENTIONED never counts as present
    StringId channel, level;
    Slice name;      // as written
    Slice office[2]; // as written; both where an office stands on both sides of the name
    Span span;       // from the first to the last of name and offices, in the event's source file
} Participant;

typedef struct Position {
    ActorId speaker;                      // nobody where only a side or both speak
    StringId speaker_name;                // "Liu Jianchao", "CHN side", "both": what the table says
    CountryId country;                    // for which the speaker speaks
    CountryId side;                       // the side that the sentence itself names as its subject
    StringId mode;                        // WORD_DIRECT, WORD_INDIRECT, WORD_JOINT
    StringId verbs, verb_classes, topics; // lists joined by ";", lemmas: "say;brief"
    StringId confidence, rule, corrected;
    Slice text;
    Span span; // of the text, in the event's source file
} Position;

// One event gathered from the columns, or about to become a row of them. Passed by value.
typedef struct Event {
    Date date;
    const CountryId *countries; // order matters where directed: from, to
    size_t country_count;
    bool is_directed;
    bool has_inferred_countries; // found in the title, not given as a column
    StringId kind, code, place, channel, level, confidence;
    double scale, weight; // NAN where there is none
    uint32_t source;      // index in the timeline's sources
    uint64_t
        record; // what SourceOps.field and .column need: a byte offset, or an index; the loader's choice
} Event;

// Records read = used + folded + joined + skipped + rejected, always.
typedef struct Accounting {
    uint64_t read;     // rows of tables (headers are none), documents, lines
    uint64_t used;     // became an event, or several
    uint64_t folded;   // the same as another one: not loaded twice
    uint64_t joined;   // participants and positions that belong to an event
    uint64_t skipped;  // left out by a rule of the profile
    uint64_t rejected; // an error was reported
} Accounting;

typedef struct SourceList {
    Source **items;
    size_t count, capacity;
} SourceList;

// Columns are arrays of `count` entries; those marked (optional) are NULL while every entry has the default.
typedef struct Segment {
    Arena *arena; // owns all of the segment
    uint32_t count;
    int32_t *start;
    int32_t *end;                  // (optional) default: as start
    int16_t *minutes;              // (optional) default: DATE_NO_MINUTES
    uint8_t *start_form;           // (optional) default: DATE_DAY
    uint8_t *end_form;             // (optional) default: 0
    CountryId (*pair)[2];          // the first two countries, COUNTRY_NONE where there are fewer
    uint8_t *flags;                // (optional) SEGMENT_DIRECTED …
    uint32_t *kind, *code, *place; // StringIds; code (optional)
    uint32_t *channel, *level, *confidence; // (optional)
    float *scale, *weight;                  // (optional) NAN: none
    uint64_t record_base;
    uint32_t *record; // offset from record_base
    uint32_t *source; // (optional) default: first_source
    uint32_t first_source;
    uint32_t *first_participant,
        *first_position; // (optional) of each row; count + 1 entries at the end
    struct {
        Participant *items;
        size_t count, capacity;
    } participants;
    struct {
        Position *items;
        size_t count, capacity;
    } positions;
    struct {
        struct MoreCountries *items; // rows with more than two countries, in order of row
        size_t count, capacity;
    } more;
    SourceList sources; // opened since the last segment; to be added to the timeline first
    Strings *strings;
    Actors *actors;
    struct { // codes that no lexicon knows; id is COUNTRY_STRANGE + index
        StringId *items;
        size_t count, capacity;
    } strange;
    Problems problems;
    Accounting accounting;
} Segment;

typedef struct MoreCountries {
    uint32_t row;
    CountryId *ids; // all of them, the first two too
    size_t count;
} MoreCountries;

enum { SEGMENT_DIRECTED = 1, SEGMENT_INFERRED = 2, SEGMENT_MORE = 4 };

// ---- Builder: how a loader fills segments ----

typedef struct Builder Builder;

// Takes a finished segment away, in another thread's hands. False: the load was cancelled, stop.
typedef bool (*PublishSegment)(void *context, Segment *segment);

Builder *builder_new(const Countries *countries, PublishSegment publish, void *context);
void builder_free(Builder *builder); // what was not published is dropped

// A source becomes known; gives it its id. Events name sources by that id.
void builder_add_source(Builder *builder, Source *source);
// Where sources and what they need should live: as long as the segment that will carry them.
Arena *builder_arena(Builder *builder);
Problems *builder_problems(Builder *builder);
Accounting *builder_accounting(Builder *builder);

// Ids for the labels of the event about to be added; good until the next builder_add_event of a *later* event.
StringId builder_string(Builder *builder, Text text);
ActorId builder_actor(Builder *builder, Text name, CountryId country);
// A code as the data has it: the lexicon's country or a strange one, kept as written. The empty code is no country.
CountryId builder_country(Builder *builder, Text code);

// Makes room for one more event, which may publish the segment so far: call it BEFORE interning the event's
// strings, actors and countries. False: the load was cancelled.
bool builder_begin_event(Builder *builder);
// Adds the event begun. Its participants and positions follow at once.
void builder_add_event(Builder *builder, const Event *event);
void builder_add_participant(Builder *builder, const Participant *participant);
void builder_add_position(Builder *builder, const Position *position);
// Publishes what is there. Call at the end, and whenever a reader should see what has come so far.
bool builder_flush(Builder *builder);

#endif
