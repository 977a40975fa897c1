// --script FILE: the browser without a terminal, driven line by line. Loading is finished first; nothing sleeps.
//   # a comment; blank lines do nothing
//   :size 80 24        the size of the screen (80×24 at first)
//   :keys j j Enter    keys by name, as in [keys]
//   jj/Beijing         any other line is typed letter by letter
//   :screen FILE       the screen as text; "-" or nothing: to standard output
//   :roles FILE        its looks and the place of the cursor
//   :timing FILE       milliseconds of each key from now on, as TSV: until it is drawn on the canvas, and those of a
//                      search that goes on behind it; written at the end or by the next :timing, which needs no FILE
//   :sort pair         any other ":" line is a command
#ifndef BILAT_TUI_SCRIPT_H
#define BILAT_TUI_SCRIPT_H

#include "tui/app.h"

// What is no step and what a command cannot do is told on standard error and by app->exit_code; the next steps are done
// all the same. `path` is the script's.
void script_run(App *app, Text script, Text path);

#endif
