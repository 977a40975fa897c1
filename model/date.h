// Dates as the field writes them: an EDTF subset with precision, order and ranges.
//   1972   1972-02   1972-02-21   1972~ (about)   1972-02? (uncertain)   1972/1974   1972-02-21/1972-02-28
//   1972/.. (open end)   1972-02-21T09:30 (minutes only order the events of a day)
// A year alone stays a year: it is never widened to January. Years -9999 to 9999, proleptic Gregorian calendar.
#ifndef BILAT_MODEL_DATE_H
#define BILAT_MODEL_DATE_H

#include "model/arena.h"

enum { // the form in which one end of a date was given: a precision and flags
    DATE_ABSENT = 0,
    DATE_YEAR = 1,
    DATE_MONTH = 2,
    DATE_DAY = 3,
    DATE_PRECISION = 3,   // mask
    DATE_APPROXIMATE = 4, // "~"
    DATE_UNCERTAIN = 8,   // "?"; "%" is both
    DATE_OPEN = 16,       // ".."
};

#define DATE_NO_MINUTES (-1)

typedef struct Date {
    int32_t start,
        end; // first and last day covered, days since 1970-01-01; an open end covers to DATE_LAST_DAY
    int16_t minutes;    // minute of the start day, 0 to 1439, or DATE_NO_MINUTES
    uint8_t start_form; // 0 where there is no date at all
    uint8_t end_form;   // 0 where it is no range
} Date;

enum { DATE_FIRST_YEAR = -9999, DATE_LAST_YEAR = 9999 };
#define DATE_FIRST_DAY (-4371587) // -9999-01-01
#define DATE_LAST_DAY  2932896    // 9999-12-31

// Reads all of `text`. On failure `why` (never NULL) says what was expected, `*date` is not touched.
bool date_parse(Text text, Date *date, const char **why);
// The same text that date_parse reads: date_parse(date_format(d)) is d. The absent date is the empty text.
Text date_format(Date date, Arena *arena);
// A single day. False where there is no such day.
bool date_from_civil(int year, int month, int day, Date *date);
Date date_from_day(int32_t day);

int32_t date_day_number(int year, int month, int day); // month and day must exist
void date_civil(int32_t day_number, int *year, int *month, int *day);
int date_days_in_month(int year, int month);
int date_weekday(int32_t day_number);              // 0 Monday … 6 Sunday
const char *date_weekday_name(int32_t day_number); // "Mon"
int date_year(Date date);                          // of its start
bool date_is_absent(Date date);

// Total order: start, end, minutes (a day without minutes first); absent dates last.
int date_compare(Date a, Date b);

#endif
