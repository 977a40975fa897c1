// What happened: the lead, the place, the kind, the countries, and the part each person has in it. A digest tells
// several events, one after the other.
#ifndef BILAT_LOADERS_READOUT_EVENT_H
#define BILAT_LOADERS_READOUT_EVENT_H

#include "loaders/readout/attribution.h"

// Finds readout->lead: the first sentence of the body that is not about the page. A transcript has none.
void event_find_lead(Readout *readout);
// Finds readout->kind, from the cues of the title and the lead.
void event_find_kind(Readout *readout);

typedef struct Happening {
    Range lines; // of the document that tell it
    size_t lead; // the line that opens it
    Range title; // tokens; empty: that of the page
    Text place;
    CountryId place_country;
    uint32_t *roles;      // WORD_HOST … of every person; 0: takes no part in it
    CountryIds countries; // of those who take part, in the order of their codes
} Happening;

enum {
    MOST_HAPPENINGS = 400
}; // of one document: questions of a press conference; the last one holds what is more

typedef struct Happenings {
    Happening *items;
    size_t count, capacity;
} Happenings;

// Needs the attribution. One happening, or several of a digest.
void event_find(Readout *readout, const Statements *statements, Happenings *happenings);

// Says that the document has more events than MOST_HAPPENINGS, the first of them at the line.
void event_report_more(const Readout *readout, size_t line);

// Adds a state that is not among them yet; anything else is passed over.
void event_add_country(const Readout *readout, CountryIds *ids, CountryId id);

#endif
