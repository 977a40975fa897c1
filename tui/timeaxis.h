// Moving along the time axis: by years, by bars of the timeline, to a date.
#ifndef BILAT_TUI_TIMEAXIS_H
#define BILAT_TUI_TIMEAXIS_H

#include "tui/app.h"

// To the first event of the next (steps > 0) or previous period of that level that has events shown.
void time_step(App *app, StripLevel level, int steps);
// To the first event on or after a day; to the last one before it where there is none. False: nothing is dated.
bool time_go(App *app, int32_t day);
// "1972", "1972-02", "1972-02-21", or from `today` on: "-3y" "+6m" "-10d".
bool time_read(Text text, int32_t today, int32_t *day);

#endif
