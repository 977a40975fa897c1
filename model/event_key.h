// By what an event, or what was said there, is known again: in the next run, after a reload, in a moved or renamed
// file, in a data set whose rows have another order. For what a person adds to events (marks, notes, corrections) and
// for which of them were seen before.
//
// A key holds what the source says, never where it says it:
//   id         of events.csv: the data set's own, or made from the record's or the document's text
//   date       EDTF, as an export writes it
//   countries  "CHN;PRK", "CHN>PRK"
//   title
// An id alone is not enough: "e1" stands in many a hand-made table, and the ".2" behind one that two events share
// depends on what else is loaded. So two keys are the same event when
//   KEY_SAME   the ids are equal, and the titles or the dates are: one of them may have been mended
//   KEY_ALIKE  the ids differ, and all the rest is equal: the text of a document was changed, or the number of the id.
//              Events of one digest are alike too: prefer KEY_SAME, and take KEY_ALIKE where only one event is.
// A key is plain text, so that a file of keys can be read, searched and merged.
#ifndef BILAT_MODEL_EVENT_KEY_H
#define BILAT_MODEL_EVENT_KEY_H

#include "model/timeline.h"

typedef struct EventKey {
    Text id, date, countries, title;
} EventKey;

typedef enum KeyMatch { KEY_OTHER, KEY_ALIKE, KEY_SAME } KeyMatch;

// Decodes from the source, without corrections; the texts are valid UTF-8 on one line and live in the arena.
EventKey event_key_of(const Timeline *timeline, EventId id, Arena *arena);
KeyMatch event_key_match(const EventKey *a, const EventKey *b);
// A text as it stands in a key: trimmed, every run of blanks, line ends and control characters one blank, bytes that
// are no UTF-8 as U+FFFD.
Text key_text(Text text, Arena *arena);

// The first day of the key's date: events are stored by it, so that few have to be decoded to find one. False where
// there is no date.
bool event_key_day(const EventKey *key, int32_t *day);

// 64 bits of id and date, the same in every run and on every machine; never 0. For sets of millions of events; the
// title, the most expensive to decode, is left out.
uint64_t event_key_hash(const Timeline *timeline, EventId id, Arena *scratch);

// Of what is inside an event: the words of a position, the name of a participant. Equal words may stand there twice.
typedef struct WordsKey {
    Text words;      // as decoded, as key_text makes them
    uint32_t repeat; // how many of the same words stand before these
} WordsKey;

WordsKey position_key_of(const Timeline *timeline, EventId id, size_t n, Arena *arena);
WordsKey participant_key_of(const Timeline *timeline, EventId id, size_t n, Arena *arena);
// The number (from 0) at that event, or TEXT_NOWHERE where nobody says so, or is called so, any more.
size_t position_key_find(const Timeline *timeline, EventId id, const WordsKey *key, Arena *scratch);
size_t participant_key_find(const Timeline *timeline, EventId id, const WordsKey *key,
                            Arena *scratch);

#endif
