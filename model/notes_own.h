// The inside of Notes, for notes*.c alone.
#ifndef BILAT_MODEL_NOTES_OWN_H
#define BILAT_MODEL_NOTES_OWN_H

#include "model/notes.h"

// Everything about one event, participant or position. Rows are never taken away: an index stays good.
typedef struct NoteRow {
    EventKey key;
    NotePart part;
    WordsKey words;
    Text values[NOTE_FIELDS];    // tags sorted, joined by ";"
    Text base[NOTE_FIELDS];      // as the file had them last
    Text originals[NOTE_FIELDS]; // of corrections
    bool is_packed;
    bool is_placed;
    bool is_reworded;    // the sentence there is not the same, but like it
    NotePlace place;     // where is_placed
    ActorId person;      // who is written so, where no other name finds that actor
    EventId alike;       // an event that differs in its id alone
    size_t alike_count;  // how many of them there are
    uint32_t next_in_id; // row of the same hash + 1; 0: the last
} NoteRow;

typedef struct Change {
    uint32_t row;    // or its number, where it is outside
    bool is_outside; // nothing here has changed
    NoteField field;
    Text before, after;
    uint32_t action;
} Change;

typedef struct Placed {
    NotePlace place;
    uint32_t row;
} Placed;

typedef struct DayRow {
    int32_t day;
    uint32_t row;
} DayRow;

enum { ID_LISTS = 4096, DAY_BITS = 1 << 14 };

struct Notes {
    Arena *arena;
    NoteRow *items;
    size_t count, capacity;
    uint32_t *by_id; // ID_LISTS heads: row + 1
    struct {
        Placed *items; // in order of place
        size_t count, capacity;
    } placed;
    struct {
        DayRow *items; // in order of day; of all rows with a date, when the timeline began
        size_t count;
    } days;
    uint64_t day_bits[DAY_BITS / 64]; // a day that is not in it has no row
    struct {
        Change *items;
        size_t count, capacity;
    } changes;
    size_t done; // of the changes; those behind it can be redone
    uint32_t action;
    Arena *segment_scratch;
};

// The row of that key, one's own or packed, or NULL.
NoteRow *notes_find_row(const Notes *notes, const NoteRecord *like, bool is_packed);
// A new row; the texts are copied.
NoteRow *notes_add_row(Notes *notes, const NoteRecord *like, bool is_packed);
// First entry at or behind a place.
size_t notes_place_index(const Notes *notes, NotePlace place);
// Behind the others; when all are placed, notes_sort_places puts them in order.
void notes_place_row(Notes *notes, uint32_t row, NotePlace place);
void notes_sort_places(Notes *notes);
// The list with that tag, or without it, in order.
Text notes_tags_with(Text list, Text tag, bool is_set, Arena *arena);
// What our own table would say there now.
Text notes_present_text(const Timeline *timeline, NotePlace place, NoteField field, Arena *arena);
bool note_row_is_empty(const NoteRow *row, NotesFile file);
int note_place_compare(NotePlace a, NotePlace b);
void notes_set_value(Notes *notes, NoteRow *row, NoteField field, Text value); // can be undone

// ---- notes_persons.c ----
// Gives participants of the segments from that one on the persons that they are; then positions their speakers, where
// no correction of their own says who speaks. True: some are others now.
bool notes_correct_participants(Notes *notes, Timeline *timeline, size_t first_segment);
bool notes_correct_speakers(Notes *notes, Timeline *timeline, size_t first_segment);
// At one event somebody is another actor now: so is the speaker of what was said.
void notes_follow_speaker(const Notes *notes, Timeline *timeline, EventId event, ActorId before,
                          const Participant *now);

#endif
