// When the event of a readout took place: date expressions resolved with what is known about the publication.
#ifndef BILAT_LOADERS_READOUT_DATES_H
#define BILAT_LOADERS_READOUT_DATES_H

#include "loaders/readout/calendar.h"
#include "loaders/readout/document.h"

// The day or the days of an expression. A year that is not said is the one of `published`, or the one before when
// that would be after it; `today` is the day that "today" means there. Absent where it cannot be told.
Date dates_resolve(const DateFound *found, Date published, Date today);

typedef struct EventDates {
    Date event;    // the day the event took place: of a range its first day
    Date range;    // the whole range where there is one, else as `event`
    Date dateline; // of the dateline before the lead: "Beijing, January 19th—"; else absent
    size_t start;  // where in the document's text the event's date was found …
    size_t end;    // … equal when it is the publication's
} EventDates;

// When the event of a document took place: from its dateline text[lead_start..dateline_end), which lines.h finds and
// which may be empty, and its lead text[lead_start..lead_end), else from its title, else the day of publication.
EventDates dates_of_event(const Document *document, const DateScan *scan, size_t lead_start,
                          size_t dateline_end, size_t lead_end);

#endif
