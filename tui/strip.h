// Counts over time, for the timeline pane: bars from decades to days, empty ones too.
// Made from what the view shows, but without the filter's own limits of time: so one sees what lies around.
#ifndef BILAT_TUI_STRIP_H
#define BILAT_TUI_STRIP_H

#include "model/view.h"

typedef enum StripLevel {
    STRIP_DECADES,
    STRIP_YEARS,
    STRIP_MONTHS,
    STRIP_DAYS,
    STRIP_LEVELS
} StripLevel;

enum {
    STRIP_BARS_MAX = 40000, // a century of days; further away from the cursor nothing is counted
};

typedef struct Strip {
    StripLevel level;
    bool is_chosen; // by the user; else by the span
    int32_t
        first;    // number of the first bar: decade, year, month or day counted from year 0 or 1970
    size_t count; // bars
    uint32_t *bars; // events that start in each
    uint32_t max;
    int32_t shown_first, shown_last; // bars in which the view itself shows something
    Arena *arena;
} Strip;

const char *strip_level_name(StripLevel level); // "years"
int32_t strip_bar_of(StripLevel level, int32_t day);
int32_t strip_bar_start(StripLevel level, int32_t bar); // its first day
Text strip_bar_label(StripLevel level, int32_t bar,
                     Arena *arena); // "1970s", "1972", "1972-02", "1972-02-21"
// Counts `context`; `shown` says where the filter itself has events and what the level is, where none is chosen.
// False where the event has no date.
bool strip_row_day(const View *view, size_t row, int32_t *day);
// Of a view in order of date: the first row from which on all lie behind `day`, later ones going up, earlier ones going
// down; those without a date are the last. With `with_day`, those of the day itself lie there too.
size_t strip_first_behind(const View *view, int32_t day, bool with_day);
void strip_fill(Strip *strip, View *context, View *shown);

#endif
