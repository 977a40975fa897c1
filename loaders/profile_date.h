// Dates of data sets: in one column under one of several forms, or in two or three columns; compiled once a file.
#ifndef BILAT_LOADERS_PROFILE_DATE_H
#define BILAT_LOADERS_PROFILE_DATE_H

#include "model/date.h"

typedef enum DateForm {
    DATE_FORM_NONE,
    DATE_FORM_YMD8,    // %Y%m%d: GDELT
    DATE_FORM_YMDHMS,  // %Y%m%d%H%M%S
    DATE_FORM_ISO,     // %Y-%m-%d, then " " or "T" and a time with or without fraction and zone
    DATE_FORM_YM6,     // %Y%m; month 00: a year: ICOW
    DATE_FORM_YEAR,    // %Y: also "1947.0", "-480"
    DATE_FORM_EDTF,    // what bilat itself writes: 1972, 1972-02, 1972~, 1972/1974
    DATE_FORM_MICROS,  // microseconds since 1970: Timesketch
    DATE_FORM_SECONDS, // seconds since 1970
    DATE_FORM_INSIDE, // the first number of 8, 6 or 4 digits that is a day, month or year: "trade_2001.csv"
    DATE_FORM_PATTERN, // made of %Y %y %m %d %b %B %H %M %S, %* for any rest, and plain characters
    DATE_FORM_ANY,     // to be found out from the first rows: never in a recipe
} DateForm;

enum { DATE_FORMS = 16 };

typedef struct DateForms {
    DateForm forms[DATE_FORMS]; // tried in this order
    Text patterns[DATE_FORMS];  // of DATE_FORM_PATTERN
    size_t count;
} DateForms;

typedef struct DateRecipe {
    uint16_t column;     // of the date, or of the year; UINT16_MAX: there is no such date
    uint16_t month, day; // columns of the parts; UINT16_MAX: none
    bool
        has_parts; // column, month and day are numbers; a missing day leaves the month, a missing month the year
    int add; // to the year: session 1 of the General Assembly is 1946
    DateForms as;
    // Of an end only: what stands for "has not ended" in `column`, missing marks too; may hold the empty text.
    Text *open;
    size_t open_count;
} DateRecipe;

// The form for "%Y%m%d", "iso", "edtf" …; DATE_FORM_NONE: it cannot be understood.
DateForm date_form_parse(Text pattern);
// Reads all of `text`. Zones are dropped: the day is the day as written. On failure `*date` is not touched.
bool date_form_read(DateForm form, Text pattern, Text text, Date *date);
// The first form that fits.
bool date_forms_read(const DateForms *as, Text text, Date *date);
// Year, month and day as numbers, the empty text or 0 where not known (a year must be known).
bool date_from_parts(Text year, Text month, Text day, int add, Date *date);

// The forms that fit `values`, the commonest first; without values all that cannot be mistaken. Where every value can be
// read as day/month and as month/day, the day is taken to stand first and `ambiguous` (may be NULL) becomes such a value.
DateForms date_forms_guess(const Text *values, size_t count, Text *ambiguous);
Text date_form_name(DateForm form, Text pattern); // as date_form_parse takes it

#endif
