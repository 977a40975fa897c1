// Lines of a text that fit a width, broken where Unicode allows it (UAX #14) and measured by safe.c.
#ifndef BILAT_TUI_WRAP_H
#define BILAT_TUI_WRAP_H

#include "tui/pane.h"

typedef struct TextLine {
    size_t start, end; // bytes, without the blanks at its end
} TextLine;

typedef struct TextLines {
    Text text;
    TextLine *items;
    size_t count, capacity;
} TextLines;

// No line for the empty text. A word that is longer than the width is broken inside. A width below 1 counts as 1.
TextLines wrap_text(Text text, int width, Arena *arena);
// Draws the lines under each other, `indent` columns in, from line `first` of the place on, hits marked.
void wrap_draw(const TextLines *lines, const RowPlace *place, int indent, int first, Role role);
// The same with another role for some bytes of the text: what is quoted.
typedef struct RoleRange {
    size_t start, end;
    Role role;
} RoleRange;
void wrap_draw_roles(const TextLines *lines, const RowPlace *place, int indent,
                     const RoleRange *ranges, size_t range_count);

#endif
