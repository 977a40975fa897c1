// What a person has added, as the panes show it beside what the source says.
#ifndef BILAT_TUI_NOTES_TEXT_H
#define BILAT_TUI_NOTES_TEXT_H

#include "model/timeline.h"

// One column in the list of events, of what a person added: "*" marked, "#" tagged, "+" noted, "~" corrected, the event or
// a part of it; " " nothing.
Text notes_sign(const Timeline *timeline, EventId event, Arena *scratch);
// What stands behind the words of a position: "  [marked]  [check]  note: compare with 2023"; empty where nothing does.
Text notes_behind(const Timeline *timeline, EventId event, size_t n, Arena *scratch);

#endif
