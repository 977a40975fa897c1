// Dates in running text: finds the expressions and resolves them with what is known about the publication.
#ifndef BILAT_LOADERS_READOUT_DATES_H
#define BILAT_LOADERS_READOUT_DATES_H

#include "loaders/readout/document.h"

typedef enum DateKind {
    DATES_CALENDAR, // "March 27, 2025", "19 January", "2024.01.22"
    DATES_TODAY,    // "today", "this morning"
    DATES_YESTERDAY,
    DATES_WEEKDAY, // "on Wednesday"
} DateKind;

typedef struct DateFound {
    size_t start, end; // bytes of the text
    DateKind kind;
    int year; // 0: not said
    int month, day;
    int end_month, end_day; // of a range "from May 12 to 17"; 0: a single day
    int weekday;            // of DATES_WEEKDAY, 0 Monday
} DateFound;

// The next date expression in text[from..end). Never the number of a release, an anniversary, a congress, a time.
bool dates_next(const ReadoutWords *words, Text text, size_t from, size_t end, DateFound *found);
// The day or the days of an expression. A year that is not said is the one of `published`, or the one before when
// that would be after it; `today` is the day that "today" means there. Absent where it cannot be told.
Date dates_resolve(const DateFound *found, Date published, Date today);

typedef struct EventDates {
    Date event;    // the day the event took place: of a range its first day
    Date range;    // the whole range where there is one, else as `event`
    Date dateline; // of the dateline before the lead: "Beijing, January 19th—"; else absent
    size_t start,
        end; // where in the text the event's date was found; equal when it is the publication's
} EventDates;

// When the event of a document took place, from its dateline and its lead text[lead_start..lead_end) (which begins
// with the dateline, if there is one), else from its title, else the day of publication.
EventDates dates_of_event(const Document *document, const ReadoutWords *words, size_t lead_start,
                          size_t lead_end);

#endif
