// What a person adds to what sources say: marks, tags and notes on events and positions, and corrections. They are
// kept by key (event_key.h), so that they find their event again in every later timeline. Main thread only.
//
// Two files hold them, one line a value: notes.csv (tags and notes; a mark is the tag "marked") and corrections.csv.
// Lines are in order of date and id, whoever wrote them, so that git merges the files of two people.
//   event,event_date,event_countries,event_title,part,words,repeat,field,value,original
//   r1f0b…,2024-01-19,CHN;PRK,"Minister …",event,,,tag,marked,
//   r1f0b…,2024-01-19,CHN;PRK,"Minister …",position,"Pak briefed on …",,note,"compare with 2023",
//   ,,PRK,,person,Ri Ryong-nam,,person,Ri Ryong Nam,Ri Ryong-nam
// `part` is event, participant, position or person; `words` the name or the sentence; `repeat` counts equal words
// before.
//
// Who changes a value saves it at once: lock the file, read what stands there, notes_merge, write, notes_saved. So
// two running programs lose nothing of each other.
#ifndef BILAT_MODEL_NOTES_H
#define BILAT_MODEL_NOTES_H

#include "model/event_key.h"
#include "model/sink.h"

typedef enum NotesFile { NOTES_FILE_NOTES, NOTES_FILE_CORRECTIONS, NOTES_FILES } NotesFile;

typedef enum NotePart {
    NOTE_OF_EVENT,
    NOTE_OF_PARTICIPANT,
    NOTE_OF_POSITION,
    NOTE_OF_PERSON, // of no event: `words` is the name, the key's countries the country
    NOTE_PARTS
} NotePart;

typedef enum NoteField {
#define NOTE_FIELD(id, name, file, event, participant, position, person) NOTE_##id,
#include "model/notes.def"
#undef NOTE_FIELD
    NOTE_FIELDS
} NoteField;

#define NOTES_MARK      TEXT("marked")    // the tag that is a mark
#define NOTES_NARRATION TEXT("narration") // the speaker of what nobody said
#define NOTES_HEADER                                                                               \
    "event,event_date,event_countries,event_title,part,words,repeat,field,value,original"
enum { NOTES_COLUMNS = 10 };

NotesFile note_field_file(NoteField field);
// The column of our own table of that part, or NOTE_NO_COLUMN where the part has no such field.
enum { NOTE_NO_COLUMN = -1 };
int note_field_column(NoteField field, NotePart part);
Text note_field_name(NoteField field);
Text note_part_name(NotePart part);
// False where there is none of that name.
bool note_field_by_name(Text name, NoteField *field);
bool note_part_by_name(Text name, NotePart *part);

// One line of a file.
typedef struct NoteRecord {
    EventKey event;
    NotePart part;
    WordsKey words; // empty for the event itself
    NoteField field;
    Text value;    // one tag; or the whole value
    Text original; // what the source says, where `value` stands in its place
} NoteRecord;

typedef struct NoteRecords {
    NoteRecord *items;
    size_t count, capacity;
} NoteRecords;

Notes *notes_new(void);
void notes_free(Notes *notes); // NULL is nothing to free
// Takes in what a file held when the program began. Packed ones came with somebody's folder: they are shown over one's
// own, and never changed or written.
void notes_load(Notes *notes, const NoteRecords *records, bool is_packed);

// ---- in a timeline ----

// Where something stands in the present timeline.
typedef struct NotePlace {
    EventId event;
    NotePart part;
    uint32_t n; // of the participant or position, from 0
} NotePlace;

// The value there: tags as a sorted list joined by ";", one's own and packed ones together. Empty: none.
Text notes_value(const Notes *notes, NotePlace place, NoteField field, Arena *scratch);
// The same list with what stands in the source.
Text notes_join_tags(Text tags, Text more, Arena *arena);
Text notes_join_notes(Text note, Text more, Arena *arena);
// What the source says of a field that is corrected there; .ptr NULL: it is not corrected.
Text notes_original(const Notes *notes, NotePlace place, NoteField field);
// All that is corrected there with what the source says: "date=1972-02-21;countries=CHN+PRK". Empty: nothing.
Text notes_corrected(const Notes *notes, NotePlace place, Arena *scratch);
// Is there anything at the event, its participants or its positions? Cheap.
bool notes_has_event(const Notes *notes, EventId event);
size_t notes_count(const Notes *notes);      // of things with a value
size_t notes_lost_count(const Notes *notes); // of them, those that this timeline does not have

// One after the other, in the order in which they came; those without a value too.
typedef struct NoteItem {
    const EventKey *event;
    NotePart part;
    Text words;
    const Text *values; // by NoteField
    bool is_packed, is_placed;
    bool
        is_reworded; // where is_placed: the sentence has other words now, and these are what it was
    NotePlace place; // where is_placed
} NoteItem;
bool notes_item(const Notes *notes, size_t index, NoteItem *item); // false behind the last
// The same of those at one event and at what is inside it.
bool notes_item_at(const Notes *notes, EventId event, size_t index, NoteItem *item);

// Between a timeline and its notes (timeline_set_notes): forgets where things stood, looks at one segment of events,
// and, at the end of a load, at all events for those that have lost their id or date. True: some were found then.
void notes_begin_timeline(Notes *notes);
void notes_take_segment(Notes *notes, const Timeline *timeline, size_t segment);
bool notes_end_load(Notes *notes, const Timeline *timeline);
// Puts corrections into the columns of the segments from that one on. True: something was corrected. Whose name is
// corrected at an event is the speaker of what he or she said there, too.
bool notes_correct(Notes *notes, Timeline *timeline, size_t first_segment);

// ---- changing ----

// Sets a value; the empty text takes it away. Can be undone. False where nothing changes. A correction is seen in the
// next timeline.
bool notes_set(Notes *notes, const Timeline *timeline, NotePlace place, NoteField field,
               Text value);
// Adds or takes away one tag of one's own. False where nothing changes.
bool notes_set_tag(Notes *notes, const Timeline *timeline, NotePlace place, Text tag, bool is_set);
// Who is who, at all events: sets the value of a person of that name and country, as notes.def says. Empty: as the
// sources have it. False where nothing changes.
bool notes_set_person(Notes *notes, Text country, Text name, NoteField field, Text value);
// The name that has such a value: `name` itself, or the only one whose value is `called`; .ptr NULL: none.
Text notes_person_key(const Notes *notes, Text country, Text name, Text called);
// All changes until the next call are undone together.
void notes_begin_action(Notes *notes);

// An action outside of the notes, which undo and redo meet in its turn: the caller knows it by that number, and takes it
// back or does it again itself.
void notes_add_outside(Notes *notes, uint32_t number);

typedef struct NoteChange { // what undo or redo did
    NotePlace place;        // of its first change
    bool is_placed;         // false: its event is not in this timeline
    NoteField field;
    bool is_mark;    // of the tags only the mark is another
    size_t count;    // changes
    bool is_outside; // nothing of the above: the action of that number
    uint32_t number;
} NoteChange;
bool notes_undo(Notes *notes, NoteChange *change); // false: there is nothing to undo
bool notes_redo(Notes *notes, NoteChange *change);

// ---- files ----

// Takes in what stands in the file now, where others may have written since. Where both changed the same: tags are
// joined, two notes stand one behind the other, the correction made here wins. True where that changed a value,
// or some came for events that had none: those have no place in a timeline yet.
bool notes_merge(Notes *notes, NotesFile file, const NoteRecords *on_disk);
// Events whose notes somebody wants.
typedef struct NotesChoice {
    bool (*has)(void *context, EventId event);
    void *context;
} NotesChoice;
// One's own values, not the packed ones (choice NULL); or those of the events chosen in the present timeline, packed
// ones too.
bool notes_write(const Notes *notes, NotesFile file, const NotesChoice *choice, Sink *sink);
void notes_saved(Notes *notes, NotesFile file); // what notes_write wrote is on disk
bool notes_is_saved(const Notes *notes, NotesFile file);

#endif
