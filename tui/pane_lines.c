#include <config.h>
#include "tui/pane_lines.h"

enum {
    NARROW = 46, // below, a label has a line of its own
    SHORT_LABEL = 8,
    SHORT_FROM = 30, // unless it is as short as that, down to this width
};

static TextRows *rows_of(const Pane *pane)
{
    return pane->content;
}

TextRows *lines_begin(Pane *pane, int label_columns)
{
    arena_reset(pane->content_arena);
    TextRows *rows = ARENA_NEW(pane->content_arena, TextRows);
    rows->label_columns = label_columns;
    pane->content = rows;
    pane_reset(pane, 0);
    return rows;
}

void lines_add(Pane *pane, TextRow row)
{
    ARENA_PUSH(pane->content_arena, rows_of(pane), row);
}

const TextRow *lines_current(const Pane *pane)
{
    const TextRows *rows = rows_of(pane);
    return rows && pane->row < rows->count ? &rows->items[pane->row] : NULL;
}

size_t lines_count(const Pane *pane)
{
    return pane->content ? rows_of(pane)->count : 0;
}

static bool is_beside(const TextRows *rows, int width)
{
    bool is_short = rows->label_columns <= SHORT_LABEL && width >= SHORT_FROM;
    return rows->label_columns > 0 && (width >= NARROW || is_short) &&
           width > rows->label_columns * 2;
}

static int indent_of(const TextRows *rows, const TextRow *row, int width)
{
    if (row->is_heading)
        return 0;
    if (row->label.len == 0)
        return 1;
    return is_beside(rows, width) ? rows->label_columns + 2 : 3;
}

static int label_lines(const TextRows *rows, const TextRow *row, int width)
{
    return !is_beside(rows, width) && row->label.len ? 1 : 0;
}

static TextLines lines_of(const TextRows *rows, const TextRow *row, int width, Arena *scratch)
{
    if (!row->is_cut)
        return wrap_text(row->text, width - indent_of(rows, row, width), scratch);
    TextLines lines = {.text = row->text};
    ARENA_PUSH(scratch, &lines, ((TextLine){0, row->text.len}));
    return lines;
}

RowShape lines_shape(const Pane *pane, size_t row, int width, Arena *scratch)
{
    const TextRows *rows = rows_of(pane);
    const TextRow *line = &rows->items[row];
    TextLines lines = lines_of(rows, line, width, scratch);
    int height = (int)lines.count + label_lines(rows, line, width);
    return (RowShape){(line->is_heading && row > 0) || line->has_gap, height > 0 ? height : 1};
}

void lines_draw_row(const Pane *pane, size_t row, const RowPlace *place)
{
    const TextRows *rows = rows_of(pane);
    const TextRow *line = &rows->items[row];
    int width = place->rect.width;
    int indent = indent_of(rows, line, width);
    if (line->label.len) {
        Rect first = rect_row(place->rect, 0);
        first.x++;
        first.width = is_beside(rows, width) ? rows->label_columns : width - 1;
        Pen pen = pen_at(place->canvas, first, place->finder, place->scratch);
        pen_text(&pen, line->label, line->label_role);
    }
    TextLines lines = lines_of(rows, line, width, place->scratch);
    RowPlace below = *place;
    below.rect.y += label_lines(rows, line, width);
    RoleRange all = {0, line->text.len, line->role};
    const RoleRange *ranges = line->range_count ? line->ranges : &all;
    wrap_draw_roles(&lines, &below, indent, ranges, line->range_count ? line->range_count : 1);
}

void lines_draw_title(const Pane *pane, Pen *pen)
{
    const TextRows *rows = rows_of(pane);
    if (!rows || rows->title.len == 0)
        return;
    pen_text(pen, rows->title, ROLE_DIM);
    pen_code(pen, ' ', 1, ROLE_BORDER);
}

Text lines_text(const Pane *pane, size_t row, Arena *scratch)
{
    const TextRow *line = &rows_of(pane)->items[row];
    return arena_printf(scratch, "%.*s %.*s", TEXT_ARG(line->label), TEXT_ARG(line->text));
}
