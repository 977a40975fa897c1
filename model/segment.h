// What a loader hands over: up to 65,536 events as columns, with participants, positions, problems and the names
// that are new since the builder's segment before. Filled by one loader thread through a Builder; read-only once it
// is published, and appended to the Timeline by the main thread alone, which rewrites the ids to its own. What is
// appended never changes.
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
    CountryId country;      // for which the person acts; none for officials of the UN, the EU …
    CountryId organisation; // for which those act: a polity that is no state; none for all others
    StringId role;          // WORD_HOST …; WORD_MENTIONED never counts as present
    StringId channel, level;
    Slice name;             // as written
    Slice office[2];        // as written; both where an office stands on both sides of the name
    StringId called, holds; // name and office in the place of those as written; empty: as written
    Span span; // from the first to the last of name and offices, in the event's source file
    StringId corrected; // as the table says it
    uint32_t n;         // its number at the event where a table gave one; 0: its place in the list
    bool is_listed;     // stood in a participants.csv, whatever the role
} Participant;

typedef struct Position {
    ActorId speaker;                      // nobody where only a side or both speak
    StringId speaker_name;                // "Liu Jianchao", "CHN side", "both": what the table says
    CountryId country;                    // for which the speaker speaks
    CountryId side;                       // the side that the sentence itself names as its subject
    StringId mode;                        // WORD_DIRECT, WORD_INDIRECT, WORD_JOINT
    StringId verbs, verb_classes, topics; // lists joined by ";", lemmas: "say;brief"
    StringId confidence, rule, corrected;
    StringId tags, note; // as the table says them; what a person adds here stands in notes.h
    Slice text;
    Span span;  // of the text, in the event's source file
    uint32_t n; // as of participants
} Position;

// One event gathered from the columns, or about to become a row of them. Passed by value.
typedef struct Event {
    Date date;
    const CountryId *countries; // order matters where directed: from, to; COUNTRY_NONE is left out
    size_t country_count;
    size_t
        organisation_count; // of the last of them: no row has them, somebody who took part acts for them
    bool is_directed;       // needs two countries
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

// A name under which an actor was seen for the first time; the actor may be an older one.
typedef struct Spelling {
    ActorId actor; // of the builder
    CountryId country;
    StringId name;
} Spelling;

// What a builder has named since its segment before. Its ids are the builder's own and go on from segment to
// segment, so that the timeline looks up each name once, however many segments use it.
typedef struct NewNames {
    Arena *arena;          // freed when the segment is appended
    uint64_t builder;      // its number; no two are the same while the program runs
    uint32_t first_string; // id of strings.items[0]
    uint32_t first_strange;
    struct {
        Text *items; // their bytes stand in the segment's own arena, and stay
        size_t count, capacity;
    } strings;
    struct {
        Spelling *items; // an actor's first one comes before its others, a lower id before a higher
        size_t count, capacity;
    } spellings;
    struct { // codes that no lexicon knows; id is COUNTRY_STRANGE + first_strange + index
        StringId *items;
        size_t count, capacity;
    } strange;
} NewNames;

// Columns are arrays of `count` entries; those marked (optional) are NULL while every entry has the default.
typedef struct Segment {
    Arena *arena; // owns the columns, sources, problems: lives as long as the timeline
    uint32_t count, capacity;
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
    NewNames names;
    Problems problems;
    Accounting accounting;
    struct Segment *next; // in the queue between the threads
} Segment;

typedef struct MoreCountries {
    uint32_t row;
    CountryId *ids; // all of them, the first two too
    size_t count;
} MoreCountries;

// Above these bits stands the number of organisations among the countries.
enum {
    SEGMENT_DIRECTED = 1,
    SEGMENT_INFERRED = 2,
    SEGMENT_MORE = 4,
    SEGMENT_ORGANISATIONS = 3,
    MOST_ORGANISATIONS = 15
};

// Whose side a participant is on: the country, else the organisation.
CountryId participant_side(const Participant *participant);

// ---- Builder: how a loader fills segments ----
//
//   builder_add_source(builder, source);
//   while (there is a record) {
//       builder_accounting(builder)->read++;
//       if (!builder_begin_event(builder, record))
//           return false; // cancelled
//       event.kind = builder_string(builder, kind); ...
//       builder_add_event(builder, &event);
//       builder_add_participant(builder, &participant); ...
//       builder_accounting(builder)->used++;
//   }

typedef struct Builder Builder;

// Takes a finished segment away, in another thread's hands. It must stay until the load is over: the loader goes on to
// read its sources. False: the load was cancelled, stop.
typedef bool (*PublishSegment)(void *context, Segment *segment);

Builder *builder_new(const Countries *countries, PublishSegment publish, void *context);
void builder_free(Builder *builder); // what was not published is dropped
// Where to jump when memory runs out: for every arena the builder makes from now on.
void builder_set_escape(Builder *builder, jmp_buf *escape);

// The id of the first source to come; 0 if never said. For a second builder of one timeline: the builders' sources
// must not share numbers.
void builder_start_sources(Builder *builder, uint32_t first);
// Where a Source and what its ops need should be allocated: it lives as long as the timeline. The arena changes
// with every segment: ask for it again after builder_begin_event.
Arena *builder_arena(Builder *builder);
// A source becomes known; gives it its id. Must come before the events that name it, and before builder_begin_event
// of the next one (so that both travel in one segment). Its loader may complete it until the first
// builder_begin_event that follows: no segment is published before, so nobody else sees it.
void builder_add_source(Builder *builder, Source *source);
// These two stay good while the builder lives.
Problems *builder_problems(Builder *builder);
Accounting *builder_accounting(Builder *builder);

// Makes room for one more event whose loader's handle is `record`. This may publish the segment so far: call it
// BEFORE interning the event's strings, actors and countries. False: the load was cancelled; the event can be added all
// the same, and must be where its record was counted already.
bool builder_begin_event(Builder *builder, uint64_t record);
// Ids for the event begun and its participants and positions.
StringId builder_string(Builder *builder, Text text);
Text builder_text(const Builder *builder, StringId id);
ActorId builder_actor(Builder *builder, Text name, CountryId country);
const Actors *builder_actors(const Builder *builder); // all so far
// A code as the data has it: the lexicon's country or a strange one, kept as written. The empty code is no country.
CountryId builder_country(Builder *builder, Text code);
// Adds the event begun, whose record is the one it was begun with; its participants and positions follow at once, in the order in which they are to be listed.
void builder_add_event(Builder *builder, const Event *event);
// The organisation of one who takes part joins the event's countries, unless these are directed.
void builder_add_participant(Builder *builder, const Participant *participant);
void builder_add_position(Builder *builder, const Position *position);
// The event added last, until the next one is begun: a hash of its columns (those of two events of one builder are
// the same where the columns are, wherever the events stand), its participants and positions.
uint64_t builder_event_hash(const Builder *builder);
const Participant *builder_participants(const Builder *builder, size_t *count);
const Position *builder_positions(const Builder *builder, size_t *count);
// Takes it back, as if it had never been added.
void builder_drop_event(Builder *builder);
// The first events are published soon: somebody waits before an empty screen.
void builder_hurry(Builder *builder);
// Publishes what is there, problems and accounting too; nothing where there is nothing. Call at the end of the
// load; what comes after it needs another flush.
bool builder_flush(Builder *builder);
// Publishes a segment of another builder, behind what this one has published: nothing of its own may be waiting.
bool builder_forward(Builder *builder, Segment *segment);
// Publishes where the last time is long ago, so that who waits sees that it goes on. False: cancelled. Not between an
// event and its participants.
bool builder_flush_if_late(Builder *builder);

void segment_free(Segment *segment); // of one that was published and not appended

#endif
