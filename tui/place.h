// Where something stands: the file, line and column of a slice; and the file opened there.
#ifndef BILAT_TUI_PLACE_H
#define BILAT_TUI_PLACE_H

#include "tui/app.h"

// "readout.txt:8:445, bytes 1944+593". Reads the source up to there: once for a row, not for each frame.
Text place_text(const App *app, Slice slice, Arena *arena);
// What the rule of a position means, in words: the name itself where no word for it is known.
Text place_rule(const App *app, StringId rule);
// What the line under the positions says of the one under the cursor: rule, confidence, place.
void place_update_info(App *app);

#endif
