// Screen size -> rectangles. Three layouts by width: side by side, stacked, one pane at a time.
// Every rectangle may be empty; none leaves the screen, whatever its size.
#ifndef BILAT_TUI_LAYOUT_H
#define BILAT_TUI_LAYOUT_H

#include "tui/canvas.h"

typedef enum PaneId { PANE_EVENTS, PANE_PEOPLE, PANE_POSITIONS, PANE_TIMELINE, PANES } PaneId;

typedef enum LayoutKind {
    LAYOUT_BY_WIDTH,
    LAYOUT_WIDE,
    LAYOUT_STACKED,
    LAYOUT_SINGLE,
    LAYOUTS
} LayoutKind;

enum {
    LAYOUT_WIDE_COLUMNS = 110,
    LAYOUT_STACKED_COLUMNS = 70,
    LAYOUT_STACKED_ROWS = 14,   // a lower screen shows one pane at a time, whatever is chosen,
    LAYOUT_SINGLE_COLUMNS = 40, // and so does a narrower one
    LAYOUT_GROWN_MAX = 20,
};

typedef struct LayoutSettings {
    LayoutKind kind;
    int wide_columns, stacked_columns; // from [layout]; 0: as above
    bool is_zoomed, has_strip;
    PaneId focus;
    int strip_extra;   // rows of the timeline beside bars and years
    size_t event_rows; // few events leave their room to what was said
    int grown[PANES];  // rows (or columns, for participants side by side) more than the first size
} LayoutSettings;

typedef struct Layout {
    LayoutKind kind;   // never LAYOUT_BY_WIDTH
    Rect status;       // first row: filter and counts
    Rect panes[PANES]; // its first row is the pane's title line
    Rect info;         // under the positions: where the one under the cursor stands
    Rect message; // last row but one, where the prompt is written when there is one; may be empty
    Rect hint;    // last row
} Layout;

Layout layout_make(int width, int height, const LayoutSettings *settings);
const char *layout_name(LayoutKind kind);

#endif
