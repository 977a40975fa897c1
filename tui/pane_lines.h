// Panes whose rows are wrapped lines of text with a look: help, problems, the detail of an event, reports.
#ifndef BILAT_TUI_PANE_LINES_H
#define BILAT_TUI_PANE_LINES_H

#include "tui/app.h"

typedef struct TextRow {
    Text label; // in a column of its own, on the left; may be empty
    Text text;
    Role label_role, role;
    const RoleRange *ranges; // other looks inside the text
    size_t range_count;
    bool is_heading;
    bool has_gap; // an empty line above
    bool is_cut;  // one line, whatever its length
    size_t link;  // what Enter or O acts on: the kind's choice
} TextRow;

typedef struct TextRows {
    TextRow *items;
    size_t count, capacity;
    int label_columns;
    Text title; // behind the pane's name
} TextRows;

// Empties the pane; its rows live in its content arena.
TextRows *lines_begin(Pane *pane, int label_columns);
void lines_add(Pane *pane, TextRow row);
const TextRow *lines_current(const Pane *pane); // NULL: no row

// The functions of such a pane, for its PaneOps.
size_t lines_count(const Pane *pane);
RowShape lines_shape(const Pane *pane, size_t row, int width, Arena *scratch);
void lines_draw_row(const Pane *pane, size_t row, const RowPlace *place);
void lines_draw_title(const Pane *pane, Pen *pen);
Text lines_text(const Pane *pane, size_t row, Arena *scratch);

#define LINES_OPS                                                                                  \
    .count = lines_count, .shape = lines_shape, .draw_row = lines_draw_row,                        \
    .draw_title = lines_draw_title, .text = lines_text

#endif
