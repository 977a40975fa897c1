// A grid of cells with roles: what a screen says, before any terminal. Panes draw on it, term.c shows it, tests and
// --script print it. Text comes here only through pen.h, which lets safe.c judge what may be seen and how wide it is.
#ifndef BILAT_TUI_CANVAS_H
#define BILAT_TUI_CANVAS_H

#include "model/arena.h"

typedef enum Role {
#define ROLE(id, name, style) ROLE_##id,
#include "tui/roles.def"
#undef ROLE
    ROLES
} Role;

const char *role_name(Role role); // "pane-name"

enum {
    CELL_CODES = 5,      // what ncurses can hold in one cell
    CELL_SELECTED = 1,   // the row under the cursor, in the pane with the focus
    CELL_CURSOR_ROW = 2, // the same in another pane
    CELL_HIT = 4,        // found by the search or by the filter
};

typedef struct Cell {
    uint32_t codes[CELL_CODES]; // a base and what combines with it
    uint8_t count;              // of codes; 0: the right half of the wide cell before it
    uint8_t width;              // 1 or 2; 0: a right half
    uint8_t role;
    uint8_t marks; // CELL_SELECTED …
} Cell;

typedef struct Rect {
    int x, y, width, height;
} Rect;

Rect rect_row(Rect rect, int row); // one line of it
bool rect_is_empty(Rect rect);

typedef struct Canvas Canvas;

Canvas *canvas_new(Arena *arena);                          // 0×0; lives in the arena
void canvas_resize(Canvas *canvas, int width, int height); // all blank afterwards
void canvas_clear(Canvas *canvas);                         // blank, no clip, cursor at 0, 0
int canvas_width(const Canvas *canvas);
int canvas_height(const Canvas *canvas);
Rect canvas_all(const Canvas *canvas);

// Only cells in `clip` change from here on. Returns the clip of before.
Rect canvas_clip(Canvas *canvas, Rect clip);
// Outside the clip nothing happens; half of a wide cell that no longer has room becomes a blank.
void canvas_put(Canvas *canvas, int x, int y, Cell cell);
void canvas_fill(Canvas *canvas, Rect rect, uint32_t code, Role role);
// Adds marks to every cell of the rectangle.
void canvas_mark(Canvas *canvas, Rect rect, uint8_t marks);
const Cell *canvas_cell(const Canvas *canvas, int x, int y); // NULL outside
// Where the hardware cursor rests: on the selected row. Kept inside the canvas.
void canvas_set_cursor(Canvas *canvas, int x, int y);
void canvas_cursor(const Canvas *canvas, int *x, int *y);

// The screen as lines of UTF-8, blanks at their ends left out.
Text canvas_text(const Canvas *canvas, Arena *arena);
// The same rows as stretches of equal role: "3: 0 date, 11 country+selected". Rows that are all plain are left out.
Text canvas_roles(const Canvas *canvas, Arena *arena);

#endif
