// Dates of data sets: in one column under one of several forms, or in two or three columns; compiled once a file.
#ifndef BILAT_LOADERS_PROFILE_DATE_H
#define BILAT_LOADERS_PROFILE_DATE_H

#include "model/date.h"

typedef enum DateForm {
    DATE_FORM_NONE,
    DATE_FORM_YMD8,   // %Y%m%d: GDELT
    DATE_FORM_YMDHMS, // %Y%m%d%H%M%S
    DATE_FORM_ISO, // %Y-%m-%d, then " " or "T" and a time with or without fractions and zone: UCDP, ICEWS
    DATE_FORM_YM6,     // %Y%m: ICOW
    DATE_FORM_YEAR,    // %Y: also "1947.0"
    DATE_FORM_EDTF,    // what bilat itself writes: 1972, 1972-02, 1972~, 1972/1974
    DATE_FORM_MICROS,  // microseconds since 1970: Timesketch
    DATE_FORM_SECONDS, // seconds since 1970
    DATE_FORM_PATTERN, // anything else made of %d %m %Y %b %B %y %H %M %S and plain characters; %* is any rest
} DateForm;

enum { DATE_FORMS = 8 };

typedef struct DateRecipe {
    uint16_t
        column; // of the date, or of the year where month or day have columns; UINT16_MAX: no date
    uint16_t month, day;
    bool
        has_parts; // column, month and day are numbers; a missing day leaves the month, a missing month the year
    uint8_t form_count;
    DateForm forms[DATE_FORMS]; // tried in this order
    Text patterns[DATE_FORMS];  // of DATE_FORM_PATTERN
    int add;                    // to the number in the column of a year: session 1 is 1946
    Text *open; // what stands for "has not ended" (of an end only); may hold the empty text
    size_t open_count;
} DateRecipe;

// The form for "%Y%m%d", "iso", "edtf" …; DATE_FORM_NONE: it cannot be understood, and `why` says what was expected.
DateForm date_form_parse(Text pattern, const char **why);
// Reads all of `text`. Time zones are dropped: the day is the day as written. On failure `*date` is not touched.
bool date_form_read(DateForm form, Text pattern, Text text, Date *date);
// Year, month and day as numbers in texts, the empty text where not known.
bool date_from_parts(Text year, Text month, Text day, int add, Date *date);

#endif
