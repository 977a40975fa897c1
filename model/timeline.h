// The timeline: every event, participant and position that was loaded, with the sources behind them.
// Written by the main thread alone (timeline_append); what is in it never changes until the next reload.
// Events are named by EventId; an EventId stays good while the timeline lives.
//
//   for (size_t i = 0; i < view_count(view); i++) {
//       Event event = timeline_event(timeline, view_event(view, i));
//       Text title = timeline_field(timeline, view_event(view, i), EVENT_TITLE, scratch);
//   }
#ifndef BILAT_MODEL_TIMELINE_H
#define BILAT_MODEL_TIMELINE_H

#include "model/segment.h"

typedef struct EventId {
    uint32_t at; // segment << 16 | row
} EventId;

#define EVENT_NOWHERE ((EventId){UINT32_MAX})
enum { SEGMENTS_MAX = 65535 }; // with events; so that no event is EVENT_NOWHERE

typedef struct Timeline Timeline;
typedef struct Notes Notes; // model/notes.h
typedef struct Seen Seen;   // model/seen.h

// `countries` must outlive the timeline.
Timeline *timeline_new(const Countries *countries);
void timeline_free(Timeline *timeline);
// Takes the segment over: adds its sources, interns its strings and actors, rewrites its ids. Segments of one
// builder come in the order in which they were published, none left out. False: the timeline is full (a problem
// says so, the events are counted as rejected); the load should be cancelled.
bool timeline_append(Timeline *timeline, Segment *segment);

size_t timeline_event_count(const Timeline *timeline);
size_t timeline_segment_count(const Timeline *timeline);
const Segment *timeline_segment(const Timeline *timeline,
                                size_t index); // columns, for filters and counts
EventId timeline_event_id(size_t segment, size_t row);
bool event_equal(EventId a, EventId b);

Event timeline_event(const Timeline *timeline, EventId id);
uint32_t timeline_event_source(const Timeline *timeline, EventId id);
// One column of events.csv exactly as an export writes it (without quotes).
Text timeline_field(const Timeline *timeline, EventId id, EventField field, Arena *scratch);
// The date as people read it: with the last day too, where that stands in a column of its own.
Text timeline_date(const Timeline *timeline, EventId id, Arena *scratch);
// The same without what a person has corrected.
Text timeline_original_field(const Timeline *timeline, EventId id, EventField field,
                             Arena *scratch);
// All columns of events.csv; they stay good until the next event is asked about in this thread.
void timeline_fields(const Timeline *timeline, EventId id, Arena *scratch, Text *out);
// A column of the event's source that is none of ours, and is written behind them. False behind the last one. `value`
// may be NULL.
bool timeline_extra(const Timeline *timeline, EventId id, size_t index, Text *name, Text *value,
                    Arena *scratch);
// Is exported among those who are mentioned, not among the participants.
bool participant_is_apart(const Participant *participant);
const Participant *timeline_participants(const Timeline *timeline, EventId id, size_t *count);
const Position *timeline_positions(const Timeline *timeline, EventId id, size_t *count);
// The n-th (from 0) row of participants.csv or positions.csv of an event, as an export writes it.
Text timeline_participant_field(const Timeline *timeline, EventId id, size_t n,
                                ParticipantField field, Arena *scratch);
Text timeline_position_field(const Timeline *timeline, EventId id, size_t n, PositionField field,
                             Arena *scratch);

// What a person has added: shown and exported with what the sources say. Events find theirs as they are appended; the
// notes must outlive the timeline. NULL: none.
void timeline_set_notes(Timeline *timeline, Notes *notes);
// At the end of a load: looks for the events of notes that were not found by date. True: some were.
bool timeline_settle_notes(Timeline *timeline);
Notes *timeline_notes(const Timeline *timeline);
// Which of its events earlier runs have shown; must outlive the timeline. NULL: nobody has looked.
void timeline_set_seen(Timeline *timeline, const Seen *seen);
const Seen *timeline_seen(const Timeline *timeline);

// Total order: date (start, end, minutes), source, record. Never 0 for two different events.
int timeline_compare(const Timeline *timeline, EventId a, EventId b);

Text timeline_string(const Timeline *timeline, StringId id);
const Strings *timeline_strings(const Timeline *timeline);
const Actors *timeline_actors(const Timeline *timeline);
Text timeline_actor_name(const Timeline *timeline, ActorId id); // empty for nobody
const Countries *timeline_countries(const Timeline *timeline);
// "CHN", or a strange code as written; empty for no country.
Text timeline_country_code(const Timeline *timeline, CountryId id);
// "China", or a strange code as written.
Text timeline_country_name(const Timeline *timeline, CountryId id);
// The id of a code no lexicon knows, where some event has it; else COUNTRY_NONE.
CountryId timeline_strange_country(const Timeline *timeline, Text code);

size_t timeline_source_count(const Timeline *timeline);
const Source *timeline_source(const Timeline *timeline, uint32_t id);
// True when no source has changed since it was loaded; else `*changed` is the first that has. Asks the file system
// once for each: for an export, not for a loop. A file that has only grown is as it was.
bool timeline_is_current(const Timeline *timeline, const Source **changed);
Text timeline_slice_text(const Timeline *timeline, Slice slice,
                         Arena *scratch); // decoded; empty where there is none
Problems *timeline_problems(
    Timeline *timeline); // lines and columns are filled in by timeline_locate_problems
void timeline_locate_problems(Timeline *timeline);
Accounting timeline_accounting(const Timeline *timeline);
// Events that no pair shows, since they have one country or none. Looks at every event.
typedef struct Unpaired {
    size_t one, none;
} Unpaired;
Unpaired timeline_unpaired(const Timeline *timeline);

// The index by pair of countries and by year. Built after loading; NULL answers before that: scan.
void timeline_build_index(Timeline *timeline);
// Events in total order whose countries include both, either way. `*events` is NULL where there is no index.
size_t timeline_pair_events(const Timeline *timeline, CountryId a, CountryId b,
                            const EventId **events);
// Events in total order whose start lies in that year.
size_t timeline_year_events(const Timeline *timeline, int year, const EventId **events);
// Every event in total order.
size_t timeline_all_events(const Timeline *timeline, const EventId **events);

#endif
