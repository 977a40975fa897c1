#include <config.h>
#include "tui/layout.h"

static int clamp(int value, int low, int high)
{
    if (value > high)
        value = high;
    return value < low ? low : value;
}

const char *layout_name(LayoutKind kind)
{
    static const char *const names[] = {"by the width", "side by side", "stacked", "one at a time"};
    return names[kind];
}

static LayoutKind choose_kind(int width, int height, const LayoutSettings *settings)
{
    if (settings->is_zoomed || width < LAYOUT_SINGLE_COLUMNS || height < LAYOUT_STACKED_ROWS)
        return LAYOUT_SINGLE;
    if (settings->kind != LAYOUT_BY_WIDTH)
        return settings->kind;
    int wide = settings->wide_columns > 0 ? settings->wide_columns : LAYOUT_WIDE_COLUMNS;
    int stacked =
        settings->stacked_columns > 0 ? settings->stacked_columns : LAYOUT_STACKED_COLUMNS;
    if (width >= wide)
        return LAYOUT_WIDE;
    return width >= stacked ? LAYOUT_STACKED : LAYOUT_SINGLE;
}

// Takes `rows` rows (or what is left) from the top of `rest`.
static Rect take_top(Rect *rest, int rows)
{
    rows = clamp(rows, 0, rest->height);
    Rect taken = {rest->x, rest->y, rest->width, rows};
    rest->y += rows;
    rest->height -= rows;
    return taken;
}

static Rect take_bottom(Rect *rest, int rows)
{
    rows = clamp(rows, 0, rest->height);
    rest->height -= rows;
    return (Rect){rest->x, rest->y + rest->height, rest->width, rows};
}

// Title line and rows of the events, but no more than there are.
static int event_rows(int share, const LayoutSettings *settings)
{
    int needed = settings->event_rows < 100 ? (int)settings->event_rows + 1 : 101;
    int rows = share < needed ? share : needed;
    return rows + settings->grown[PANE_EVENTS];
}

static void lay_wide(Layout *layout, Rect rest, const LayoutSettings *settings)
{
    const int *grown = settings->grown;
    layout->info = take_bottom(&rest, 1);
    if (settings->has_strip)
        layout->panes[PANE_TIMELINE] =
            take_top(&rest, clamp(4 + settings->strip_extra + grown[PANE_TIMELINE], 3, 12));
    int rows = event_rows(rest.height * 2 / 5, settings) - grown[PANE_POSITIONS];
    layout->panes[PANE_EVENTS] = take_top(&rest, clamp(rows, 3, rest.height - 4));
    int columns = clamp(rest.width * 3 / 10 + grown[PANE_PEOPLE], 20, rest.width * 2 / 3);
    layout->panes[PANE_PEOPLE] = (Rect){rest.x, rest.y, columns, rest.height};
    // One column between them is the line.
    layout->panes[PANE_POSITIONS] = (Rect){
        rest.x + columns + 1, rest.y, clamp(rest.width - columns - 1, 0, rest.width), rest.height};
}

static void lay_stacked(Layout *layout, Rect rest, const LayoutSettings *settings)
{
    const int *grown = settings->grown;
    layout->info = take_bottom(&rest, 1);
    if (settings->has_strip && rest.height >= 14)
        layout->panes[PANE_TIMELINE] =
            take_top(&rest, clamp(3 + settings->strip_extra + grown[PANE_TIMELINE], 3, 8));
    int events = event_rows(rest.height * 3 / 10, settings) - grown[PANE_POSITIONS] / 2;
    layout->panes[PANE_EVENTS] = take_top(&rest, clamp(events, 3, rest.height - 6));
    int people = rest.height * 2 / 5 + grown[PANE_PEOPLE] - grown[PANE_POSITIONS] / 2;
    layout->panes[PANE_PEOPLE] = take_top(&rest, clamp(people, 3, rest.height - 3));
    layout->panes[PANE_POSITIONS] = rest;
}

static void lay_single(Layout *layout, Rect rest, const LayoutSettings *settings)
{
    if (settings->focus == PANE_POSITIONS && rest.height >= 6)
        layout->info = take_bottom(&rest, 1);
    layout->panes[settings->focus] = rest;
}

Layout layout_make(int width, int height, const LayoutSettings *settings)
{
    Layout layout = {.kind = choose_kind(width, height, settings)};
    Rect rest = {0, 0, clamp(width, 0, width), clamp(height, 0, height)};
    // In three rows the list comes first; a message may still take the last one.
    layout.status = take_top(&rest, height >= 3);
    layout.hint = take_bottom(&rest, height >= 4);
    layout.message = (Rect){0, height >= 2 ? height - 2 : 0, rest.width, height >= 2};
    if (layout.kind == LAYOUT_WIDE)
        lay_wide(&layout, rest, settings);
    else if (layout.kind == LAYOUT_STACKED)
        lay_stacked(&layout, rest, settings);
    else
        lay_single(&layout, rest, settings);
    return layout;
}
