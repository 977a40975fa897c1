// Finds date expressions in running text, in the forms and the languages of assets/languages.ini.
// What they mean on a given page is the business of dates.h.
#ifndef BILAT_LOADERS_READOUT_CALENDAR_H
#define BILAT_LOADERS_READOUT_CALENDAR_H

#include "loaders/readout/words.h"

typedef enum DateKind {
    DATES_CALENDAR, // "March 27, 2025", "19 January", "2024.01.22", "May 12 to 17"
    DATES_TODAY,    // "today", "this morning"
    DATES_YESTERDAY,
    DATES_WEEKDAY, // "on Wednesday"
} DateKind;

typedef struct DateFound {
    size_t start, end; // bytes of the text
    DateKind kind;
    int year; // 0: not said
    int month, day;
    int end_month, end_day; // of a range; 0: a single day
    int weekday;            // of DATES_WEEKDAY, 0 Monday
} DateFound;

typedef struct DateScan {
    const ReadoutWords *words;
    Text text;
    Arena *scratch;
} DateScan;

// The next date expression in text[from..end). A year or a month alone, a time, the number of a release and the
// year of an anniversary are none.
bool dates_next(const DateScan *scan, size_t from, size_t end, DateFound *found);

#endif
