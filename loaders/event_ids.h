// The ids of all events of one load. Ids are the timeline's: participants.csv, positions.csv and mentioned.csv name events by them. An
// event whose id another source has already is the same readout once more and left out, or gets an id of its own.
// Loader thread only.
#ifndef BILAT_LOADERS_EVENT_IDS_H
#define BILAT_LOADERS_EVENT_IDS_H

#include "loaders/loader.h"

EventIds *event_ids_new(Arena *arena);

enum { JOINED_TABLES = 3 }; // participants, positions, mentioned

// The event that the builder was given last.
typedef struct AddedEvent {
    const Source *source;
    uint64_t record;
    const Source *joined[JOINED_TABLES]; // where their names and words stand; NULL: in `source`
    Text id;                             // as the source answers it
    bool keeps_repeats; // an id that comes from the table itself may stand in it twice
    bool notes_repeats; // an id that comes again in the same source is worth a note
    bool is_readout;    // read from one, now or when it was exported
    Problem place;      // for notes
} AddedEvent;

typedef enum IdVerdict {
    ID_IS_NEW,
    ID_IS_REPEATED, // in this source, which keeps repeats: nothing is changed
    ID_IS_NUMBERED, // `*number` must be put behind it: ".2"
    ID_IS_FOLDED,   // the same event: taken back from the builder, and a note added
} IdVerdict;
// The source of the first event of that id; NULL: none was loaded, or `ids` is NULL.
const Source *event_ids_source(const EventIds *ids, Text id);
// For millions of events: the id SPACE OWN is new, and kept in a byte or two since it counts up. False: that is not
// sure; nothing is changed and event_ids_settle has the verdict. Not for readouts.
bool event_ids_add_new(EventIds *ids, const Source *source, Text space, Text own);
// Takes over the ids of a later part of the same source. False: some may be known; nothing is changed.
bool event_ids_join(EventIds *ids, const EventIds *later);
IdVerdict event_ids_settle(const Load *load, const AddedEvent *added, uint32_t *number);

#endif
