// What every list pane does: count, move, scroll, search, draw its rows. A kind of pane is a PaneOps in its own file.
// Rows may have several lines (wrapped positions, headings above a group); the cursor stands on rows.
// Drawing changes nothing: pane_settle, called before it, has scrolled the cursor into sight.
#ifndef BILAT_TUI_PANE_H
#define BILAT_TUI_PANE_H

#include "tui/commands.h"
#include "tui/pen.h"

typedef struct Pane Pane;

typedef struct RowShape {
    int lead;  // heading lines above the row
    int lines; // of the row itself, at least 1
} RowShape;

// Where a row is drawn: its own lines, behind the heading lines. Lines outside the pane are clipped by the canvas.
typedef struct RowPlace {
    Canvas *canvas;
    Rect rect; // x, y of the first line after the lead
    RowShape shape;
    const Finder *finder;
    Arena *scratch;
} RowPlace;

typedef struct PaneOps {
    const char *name; // in the title line
    unsigned where;   // IN_EVENTS …: which commands apply
    size_t (*count)(const Pane *pane);
    RowShape (*shape)(const Pane *pane, size_t row, int width,
                      Arena *scratch); // NULL: one line each, and a heading above `leads`
    void (*draw_row)(const Pane *pane, size_t row, const RowPlace *place);
    void (*draw_title)(const Pane *pane, Pen *pen); // behind the name; may be NULL
    // The heading of the group that a row belongs to: told in the title line while it is out of sight. May be NULL.
    Text (*heading)(const Pane *pane, size_t row);
    bool (*begins_group)(const Pane *pane,
                         size_t row); // it has that heading above it; with heading
    // Draws all below the title line, in place of rows; the strip does. May be NULL.
    void (*draw)(const Pane *pane, Canvas *canvas, Rect body, Arena *scratch);
    Text (*text)(const Pane *pane, size_t row, Arena *scratch); // the row as words, for the search
    // Does it hold the needle, in what it shows or stands for? NULL: its text says.
    bool (*has)(const Pane *pane, size_t row, Text needle, Arena *scratch);
    void (*select)(Pane *pane, size_t row); // the cursor moved here; may be NULL
    const char *empty;                      // said when there is no row
    Text (*say_empty)(const Pane *pane);    // in its place; may be NULL
    // What stands below that; may be NULL.
    void (*draw_empty)(const Pane *pane, Canvas *canvas, Rect rest, Arena *scratch);
} PaneOps;

struct Pane {
    const PaneOps *ops;
    App *app;             // what it shows; drawing reads it only
    int number;           // 1 … 4; 0: a popup
    size_t row;           // under the cursor
    size_t top_line;      // first line in sight, of all lines of all rows
    int left;             // columns scrolled sideways
    int height;           // of its body when it was last settled
    Arena *content_arena; // of what the kind keeps; reset by the kind
    void *content;
    Arena *lines_arena;
    size_t *starts; // first line of each row, and the number of all lines; NULL: rows of one line
    int starts_width;
    // Of rows of one line: those with a heading line above them, in order. Kept by the kind, in its content arena.
    const size_t *leads;
    size_t lead_count;
    bool is_stale; // the rows are others: lines have to be counted again
};

void pane_init(Pane *pane, const PaneOps *ops, App *app);
void pane_clear(Pane *pane);
size_t pane_count(const Pane *pane);
// The rows have changed; the cursor goes to `row`.
void pane_reset(Pane *pane, size_t row);
void pane_move_to(Pane *pane, size_t row); // clamped
void pane_move(Pane *pane, int rows); // first scrolls inside a row that is higher than the pane
void pane_page(Pane *pane, int direction, bool is_half);
// Scrolls so that the cursor's row is in sight, as much of it as there is room for.
void pane_settle(Pane *pane, Rect rect, Arena *scratch);
size_t pane_row_at(const Pane *pane,
                   size_t line); // of all lines; the number of rows behind the last
// Title line and body; the cursor of the hardware rests on the row if the pane has the focus.
void pane_draw(const Pane *pane, Canvas *canvas, Rect rect, bool has_focus, Arena *scratch);
// Does the row hold the folded `needle`, in its text or in what it stands for?
bool pane_row_has(const Pane *pane, size_t row, Text needle, Arena *scratch);
// The next row whose text holds the folded `needle`, from the one after `row` on, round the end; TEXT_NOWHERE.
size_t pane_find(const Pane *pane, size_t row, int direction, Text needle, Arena *scratch);

#endif
