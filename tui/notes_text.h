// What a person has added, as the panes show it beside what the source says.
#ifndef BILAT_TUI_NOTES_TEXT_H
#define BILAT_TUI_NOTES_TEXT_H

#include "model/timeline.h"

// What stands before an event in the list, the most telling first. Of what a person has added: to the event or to a
// part of it.
typedef enum EventSign {
    SIGN_MARK,       // "*"
    SIGN_NOTE,       // "+"
    SIGN_TAG,        // "#"
    SIGN_CORRECTED,  // "~"
    SIGN_NEW,        // "N"
    SIGN_TOLD_TWICE, // "=": another document tells of the same meeting
    SIGN_UNSURE,     // "?": it, or a position, is read with less than high confidence
    EVENT_SIGNS
} EventSign;

// Of those, SIGN_MARK to SIGN_CORRECTED, as bits.
unsigned notes_signs(const Timeline *timeline, EventId event, Arena *scratch);
Text signs_text(unsigned signs, int columns, Arena *arena); // as many as there is room for
// What stands behind the words of a position: "  [marked]  [check]  note: compare with 2023"; empty where nothing does.
Text notes_behind(const Timeline *timeline, EventId event, size_t n, Arena *scratch);

#endif
