// A pen writes along one row of a canvas, through the sanitiser, up to its right edge, and marks what was found.
#ifndef BILAT_TUI_PEN_H
#define BILAT_TUI_PEN_H

#include "tui/safe.h"

enum { PEN_HITS = 32 }; // stretches marked in one text

typedef struct PenRange {
    size_t start, end; // bytes
} PenRange;

// Says which stretches of a text are to be marked as found; returns how many of at most PEN_HITS.
typedef struct Finder {
    size_t (*find)(void *context, Text text, PenRange *out, Arena *scratch);
    void *context;
} Finder;

typedef struct Pen {
    Canvas *canvas;
    int x, y;
    int end;              // first column that is not ours
    const Finder *finder; // may be NULL
    Arena *scratch;
} Pen;

Pen pen_at(Canvas *canvas, Rect row, const Finder *finder,
           Arena *scratch); // at the left of its first line
// Writes as much as there is room for; a text that is cut ends in "…".
void pen_text(Pen *pen, Text text, Role role);
void pen_printf(Pen *pen, Role role, const char *format, ...) PRINTF_LIKE(3, 4);
// Exactly so many columns: padded with blanks, or cut.
void pen_field(Pen *pen, Text text, int columns, Role role);
void pen_right(Pen *pen, Text text, int columns, Role role); // the same, set to the right
// One of our own characters (a line, a bar), `times` times.
void pen_code(Pen *pen, uint32_t code, int times, Role role);
void pen_to(Pen *pen, int x, Role role); // blanks up to column x
int pen_room(const Pen *pen);            // columns left
// Writes all of a text with the hits that were found in `whole`, of which it is the part from byte `from` on.
void pen_part(Pen *pen, Text part, Role role, const PenRange *hits, size_t hit_count);

#endif
