// How far a load is, in words and as a bar: for the last line of the browser, and for a terminal that waits for a
// command.
#ifndef BILAT_TUI_PROGRESS_H
#define BILAT_TUI_PROGRESS_H

#include "tui/pen.h"

typedef struct Progress {
    uint64_t bytes_read, bytes_total; // total 0: not known
    uint64_t rows;                    // events so far
    uint64_t problems;                // errors and warnings
} Progress;

// 0 to 99: all is read only when the load has ended. `bytes_total` is not 0.
int progress_percent(const Progress *progress);
// "42% · 267 of 634 MB · 804331 rows · 2 problems", or what of it `columns` have room for.
Text progress_text(const Progress *progress, int columns, Arena *scratch);
// A bar and the words, up to the right edge of the pen.
void progress_draw(const Progress *progress, Pen *pen);

#endif
