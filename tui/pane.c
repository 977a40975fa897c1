#include <config.h>
#include "tui/pane.h"

#include "tui/app.h"

#define LINE 0x2500

void pane_init(Pane *pane, const PaneOps *ops, App *app)
{
    *pane = (Pane){.ops = ops, .app = app, .is_stale = true};
    pane->content_arena = arena_new();
    pane->lines_arena = arena_new();
}

void pane_clear(Pane *pane)
{
    arena_free(pane->content_arena);
    arena_free(pane->lines_arena);
}

size_t pane_count(const Pane *pane)
{
    return pane->ops->count(pane);
}

void pane_reset(Pane *pane, size_t row)
{
    pane->row = row;
    pane->top_line = 0;
    pane->is_stale = true;
}

static void set_row(Pane *pane, size_t row)
{
    pane->row = row;
    if (pane->ops->select && row < pane_count(pane))
        pane->ops->select(pane, row);
}

void pane_move_to(Pane *pane, size_t row)
{
    size_t count = pane_count(pane);
    set_row(pane, row < count ? row : count ? count - 1 : 0);
}

// ---- lines ----

// Headings above rows before that one.
static size_t leads_before(const Pane *pane, size_t row)
{
    size_t low = 0, high = pane->lead_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pane->leads[middle] < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool has_lead(const Pane *pane, size_t row)
{
    size_t at = leads_before(pane, row);
    return at < pane->lead_count && pane->leads[at] == row;
}

static size_t first_line(const Pane *pane, size_t row)
{
    return pane->starts ? pane->starts[row] : row + leads_before(pane, row);
}

size_t pane_row_at(const Pane *pane, size_t line)
{
    size_t count = pane_count(pane);
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (first_line(pane, middle + 1) <= line)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static RowShape shape_of(const Pane *pane, size_t row, int width, Arena *scratch)
{
    if (pane->ops->shape)
        return pane->ops->shape(pane, row, width, scratch);
    return (RowShape){has_lead(pane, row), 1};
}

static void count_lines(Pane *pane, int width, Arena *scratch)
{
    if (!pane->ops->shape || (!pane->is_stale && pane->starts_width == width))
        return;
    size_t count = pane_count(pane);
    arena_reset(pane->lines_arena);
    pane->starts = ARENA_ARRAY(pane->lines_arena, size_t, count + 1);
    pane->starts_width = width;
    for (size_t row = 0; row < count; row++) {
        ArenaMark mark = arena_mark(scratch);
        RowShape shape = pane->ops->shape(pane, row, width, scratch);
        arena_rewind(scratch, mark);
        pane->starts[row + 1] = pane->starts[row] + (size_t)(shape.lead + shape.lines);
    }
}

// A row that is higher than the pane is read line by line: true when there was something to scroll.
static bool scroll_inside(Pane *pane, int lines)
{
    size_t count = pane_count(pane);
    if (!pane->starts || pane->is_stale || pane->row >= count || pane->height < 1)
        return false;
    size_t start = first_line(pane, pane->row);
    size_t end = first_line(pane, pane->row + 1);
    size_t height = (size_t)pane->height;
    if (end - start <= height)
        return false;
    size_t last_top = end - height;
    size_t top = pane->top_line;
    if (lines > 0 && top < last_top)
        pane->top_line = top + (size_t)lines < last_top ? top + (size_t)lines : last_top;
    else if (lines < 0 && top > start)
        pane->top_line = top - start > (size_t)-lines ? top - (size_t)-lines : start;
    return pane->top_line != top;
}

void pane_move(Pane *pane, int rows)
{
    if (scroll_inside(pane, rows))
        return;
    size_t back = rows < 0 ? (size_t)-rows : 0;
    if (rows < 0)
        pane_move_to(pane, pane->row > back ? pane->row - back : 0);
    else
        pane_move_to(pane, pane->row + (size_t)rows);
}

void pane_page(Pane *pane, int direction, bool is_half)
{
    int lines = is_half ? pane->height / 2 : pane->height - 1;
    if (lines < 1)
        lines = 1;
    size_t count = pane_count(pane);
    if (count == 0 || scroll_inside(pane, direction * lines))
        return;
    size_t at = first_line(pane, pane->row < count ? pane->row : count - 1);
    size_t step = (size_t)lines;
    size_t to = direction > 0 ? at + step : at > step ? at - step : 0;
    size_t row = pane_row_at(pane, to);
    if (row == pane->row) // the next row is further than a page away
        row = direction > 0 ? row + 1 : row > 0 ? row - 1 : 0;
    pane_move_to(pane, row);
    // What is seen goes along, as far as pane_settle lets it.
    pane->top_line = direction > 0           ? pane->top_line + step
                     : pane->top_line > step ? pane->top_line - step
                                             : 0;
}

static size_t lead_of(const Pane *pane, int width, Arena *scratch)
{
    ArenaMark mark = arena_mark(scratch);
    RowShape shape = shape_of(pane, pane->row, width, scratch);
    arena_rewind(scratch, mark);
    return (size_t)shape.lead;
}

void pane_settle(Pane *pane, Rect rect, Arena *scratch)
{
    size_t count = pane_count(pane);
    if (pane->row >= count)
        pane->row = count ? count - 1 : 0;
    pane->height = rect.height > 1 ? rect.height - 1 : 1;
    count_lines(pane, rect.width, scratch);
    pane->is_stale = false;
    if (count == 0) {
        pane->top_line = 0;
        return;
    }
    size_t height = (size_t)pane->height;
    size_t start = first_line(pane, pane->row);
    size_t end = first_line(pane, pane->row + 1);
    size_t lowest = end > height ? end - height : 0; // tops from which the row's last line is seen
    size_t highest = start;                          // … and its first
    if (lowest > highest) { // higher than the pane: some part of it fills the pane
        size_t lead = lead_of(pane, rect.width, scratch);
        highest = lowest;
        lowest = lead >= height ? start + lead - height + 1 : start; // headings yield to the row
    }
    if (pane->top_line < lowest)
        pane->top_line = lowest;
    if (pane->top_line > highest)
        pane->top_line = highest;
    // Nothing is left empty at the end while there are rows above.
    size_t lines = first_line(pane, count);
    size_t last_top = lines > height ? lines - height : 0;
    if (pane->top_line > last_top)
        pane->top_line = last_top;
}

// ---- drawing ----

// The heading above the group of the first row in sight was scrolled away, or belongs to a row further up.
static bool is_heading_hidden(const Pane *pane, size_t top)
{
    return pane->top_line > first_line(pane, top) || !pane->ops->begins_group(pane, top);
}

static void draw_title(const Pane *pane, Canvas *canvas, Rect row, bool has_focus, Arena *scratch)
{
    Pen pen = pen_at(canvas, row, NULL, scratch);
    pen_code(&pen, LINE, 1, ROLE_BORDER);
    Role role = has_focus ? ROLE_PANE_FOCUS : ROLE_PANE_NAME;
    if (pane->number)
        pen_printf(&pen, role, "%d %s", pane->number, pane->ops->name);
    else
        pen_text(&pen, text_from(pane->ops->name), role);
    pen_code(&pen, ' ', 1, ROLE_BORDER);
    if (pane->ops->draw_title)
        pane->ops->draw_title(pane, &pen);
    size_t top = pane_row_at(pane, pane->top_line);
    if (pane->ops->heading && top < pane_count(pane) && is_heading_hidden(pane, top)) {
        pen_code(&pen, LINE, 2, ROLE_BORDER);
        pen_code(&pen, ' ', 1, ROLE_BORDER);
        pen_text(&pen, pane->ops->heading(pane, top), ROLE_HEADING);
        pen_code(&pen, ' ', 1, ROLE_BORDER);
    }
    pen_code(&pen, LINE, pen_room(&pen), ROLE_BORDER);
}

static void draw_rows(const Pane *pane, Canvas *canvas, Rect body, bool has_focus, Arena *scratch)
{
    Finder finder = app_finder(pane->app);
    size_t count = pane_count(pane);
    size_t row = pane_row_at(pane, pane->top_line);
    int y = body.y - (int)(pane->top_line - first_line(pane, row < count ? row : 0));
    for (; row < count && y < body.y + body.height; row++) {
        ArenaMark mark = arena_mark(scratch);
        RowShape shape = shape_of(pane, row, body.width, scratch);
        RowPlace place = {
            canvas, {body.x, y + shape.lead, body.width, shape.lines}, shape, &finder, scratch};
        pane->ops->draw_row(pane, row, &place);
        if (row == pane->row)
            canvas_mark(canvas,
                        (Rect){body.x, place.rect.y, body.width, has_focus ? shape.lines : 1},
                        has_focus ? CELL_SELECTED : CELL_CURSOR_ROW);
        if (row == pane->row && has_focus)
            canvas_set_cursor(canvas, body.x, place.rect.y < body.y ? body.y : place.rect.y);
        y += shape.lead + shape.lines;
        arena_rewind(scratch, mark);
    }
}

static Text why_empty(const Pane *pane)
{
    const App *app = pane->app;
    if (!app_awaits_rows(app))
        return pane->ops->say_empty ? pane->ops->say_empty(pane) : text_from(pane->ops->empty);
    return pane == &app->panes[PANE_EVENTS] ? TEXT("reading; rows appear as they come") : TEXT("");
}

void pane_draw(const Pane *pane, Canvas *canvas, Rect rect, bool has_focus, Arena *scratch)
{
    if (rect_is_empty(rect))
        return;
    Rect before = canvas_clip(canvas, rect);
    Rect body = {rect.x, rect.y + 1, rect.width, rect.height - 1};
    if (rect.height == 1)
        body = rect;
    else
        draw_title(pane, canvas, rect_row(rect, 0), has_focus, scratch);
    canvas_clip(canvas, body);
    if (has_focus)
        canvas_set_cursor(canvas, body.x, body.y);
    if (pane->ops->draw) {
        pane->ops->draw(pane, canvas, body, scratch);
    } else if (pane_count(pane) == 0 && pane->ops->empty) {
        TextLines lines = wrap_text(why_empty(pane), body.width - 1, scratch);
        int used = (int)lines.count < body.height ? (int)lines.count : body.height;
        RowPlace place = {canvas, body, {0, used}, NULL, scratch};
        wrap_draw(&lines, &place, 1, 0, ROLE_DIM);
        Rect rest = {body.x, body.y + used, body.width, body.height - used};
        if (pane->ops->draw_empty)
            pane->ops->draw_empty(pane, canvas, rest, scratch);
    } else {
        draw_rows(pane, canvas, body, has_focus, scratch);
    }
    canvas_clip(canvas, before);
}

// ---- search ----

bool pane_row_has(const Pane *pane, size_t row, Text needle, Arena *scratch)
{
    if (pane->ops->has)
        return pane->ops->has(pane, row, needle, scratch);
    if (!pane->ops->text)
        return false;
    ArenaMark mark = arena_mark(scratch);
    Text text = pane->ops->text(pane, row, scratch);
    bool has = app_search_in(pane->app, text, needle, scratch);
    arena_rewind(scratch, mark);
    return has;
}

size_t pane_find(const Pane *pane, size_t row, int direction, Text needle, Arena *scratch)
{
    size_t count = pane_count(pane);
    if (count == 0 || !pane->ops->text)
        return TEXT_NOWHERE;
    for (size_t step = 1; step <= count; step++) {
        size_t at = direction > 0 ? (row + step) % count : (row + count - step % count) % count;
        if (pane_row_has(pane, at, needle, scratch))
            return at;
    }
    return TEXT_NOWHERE;
}
