// The lines of a view: rows, or what folds together.
#include <config.h>
#include "model/view_parts.h"

static bool is_unfolded(const View *view, const Row *row)
{
    for (size_t i = 0; i < view->unfolded.count; i++)
        if (text_equal(view->unfolded.items[i], (Text){row->key, row->key_len}))
            return true;
    return false;
}

bool lines_step(const View *view, const Order *order, const Row *rows, size_t count,
                ViewLines *lines)
{
    enum { STEP_ROWS = 32768 };
    if (order->key != SORT_DATE || order->fold == FOLD_OFF)
        return false;
    if (lines->capacity < count || !lines->items)
        lines->items =
            arena_grow(order->arena, lines->items, &lines->capacity, count, sizeof *lines->items);
    size_t end = count - lines->row > STEP_ROWS ? lines->row + STEP_ROWS : count;
    for (; lines->row < end; lines->row++) {
        size_t row = lines->row;
        bool goes_on = row > 0 && order_folds(order, &rows[row - 1], &rows[row]) &&
                       !is_unfolded(view, &rows[row]);
        if (!goes_on)
            lines->items[lines->count++] = (uint32_t)row; // a view has less rows than 2^32
        lines->own += !order_folds(order, &rows[row], &rows[row]);
    }
    return end < count;
}

void view_make_lines(View *view)
{
    ViewLines old = view->lines; // its room is used again while rows arrive
    view->lines = (ViewLines){.items = old.items, .capacity = old.capacity};
    if (view->order.key != SORT_DATE || view->order.fold == FOLD_OFF)
        view->lines = (ViewLines){0};
    while (lines_step(view, &view->order, view->rows, view->count, &view->lines))
        ;
}

ViewFold view_fold(const View *view)
{
    return view->fold;
}

bool view_is_by_day(const View *view)
{
    return view->order.key == SORT_DATE && view->order.fold != FOLD_MONTH;
}

size_t view_own_count(const View *view)
{
    return view->lines.own;
}

size_t view_line_count(const View *view)
{
    return view->lines.items ? view->lines.count : view->count;
}

size_t view_line_row(const View *view, size_t line)
{
    if (line >= view_line_count(view))
        return view->count;
    return view->lines.items ? view->lines.items[line] : line;
}

size_t view_line_of(const View *view, size_t row)
{
    if (!view->lines.items)
        return row;
    size_t low = 0, high = view->lines.count; // the first line that begins behind the row
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (view->lines.items[middle] <= row)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? low - 1 : 0;
}

void view_unfold(View *view, size_t line)
{
    if (line >= view_line_count(view))
        return;
    const Row *row = &view->rows[view_line_row(view, line)];
    Text key = arena_text(view->history_arena, (Text){row->key, row->key_len});
    ARENA_PUSH(view->history_arena, &view->unfolded, key);
    view_make_lines(view);
}
