// Counts over time, for the timeline pane: bars from decades to days, empty ones too.
// Made from what the view shows, but without the filter's own limits of time: so one sees what lies around.
#ifndef BILAT_TUI_STRIP_H
#define BILAT_TUI_STRIP_H

#include "model/view.h"
#include "tui/coverage.h"

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
    uint32_t *bars;    // events that start in each
    uint32_t *against; // of a directed pair, those the other way; NULL: no such pair
    uint32_t *all;     // of the whole timeline, for shares; NULL: not asked for, or not known yet
    bool *is_held;     // does any source cover some of it? NULL: not known
    bool has_gaps;     // some is not held
    uint32_t max;      // of bars and against
    double max_share;
    // Bars in which the view itself shows something; a few events that lie far from all others are left out.
    int32_t shown_first, shown_last;
    // Mean scale of the events in each, worked out in steps.
    double *sums;
    uint32_t *scaled; // events that have a scale
    size_t scale_row; // next row to look at
    bool has_scale;   // all rows were looked at, and some has one
    uint32_t *own;    // of the bars, events that are not coded; found in the same steps
    bool has_own;     // all rows were looked at, and there are both
    uint32_t max_own, max_coded;
    double max_mean; // without its sign
    Arena *arena;
} Strip;

const char *strip_level_name(StripLevel level); // "years"
int32_t strip_bar_of(StripLevel level, int32_t day);
int32_t strip_bar_start(StripLevel level, int32_t bar); // its first day
Text strip_bar_label(StripLevel level, int32_t bar,
                     Arena *arena); // "1970s", "1972", "1972-02", "1972-02-21"
// False where the event has no date.
bool strip_row_day(const View *view, size_t row, int32_t *day);
// Of a view in order of date: the first row from which on all lie behind `day`, later ones going up, earlier ones going
// down; those without a date are the last. With `with_day`, those of the day itself lie there too.
size_t strip_first_behind(const View *view, int32_t day, bool with_day);
// Counts `context`; `shown` says where the filter itself has events and what the level is, where none is chosen.
void strip_fill(Strip *strip, View *context, View *shown);
// To be called after it, where asked for.
void strip_fill_against(Strip *strip, const View *against);
void strip_fill_all(Strip *strip, const Timeline *timeline); // nothing before there is an index
void strip_fill_held(Strip *strip, const Coverage *coverage);
bool strip_step_scale(Strip *strip, const View *context); // true while there are more rows
// Of a bar; false where no event in it has a scale, or it is not known yet.
bool strip_mean(const Strip *strip, int32_t bar, double *mean);
// 0 … 1 of all events, of `bars` or `against`; needs `all`.
double strip_share(const Strip *strip, const uint32_t *bars, size_t at);

#endif
