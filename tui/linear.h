// --linear, for screen readers: nothing is drawn; what has changed is said, a line a thing, each behind the last.
//   16 of 16 events, 6 positions, 1 problem
//   1 Events, sorted by date
//   row 3 of 16: 1950-10 CHN-PRK war  Volunteers cross the Yalu
#ifndef BILAT_TUI_LINEAR_H
#define BILAT_TUI_LINEAR_H

#include "model/arena.h"

typedef struct App App; // tui/app.h

enum { LINEAR_PARTS = 5 };

typedef struct Linear {
    bool is_on;
    Arena *arena;
    Text said[LINEAR_PARTS]; // last: status, pane, row or choice, prompt, message
} Linear;

// The lines that are to be said now, each with its end; empty where nothing has changed.
Text linear_lines(App *app);

#endif
