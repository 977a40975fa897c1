#include <config.h>
#include "model/view_parts.h"

// ---- rows ----

static Evaluation *shown_by(const View *view)
{
    return view->is_lifted ? view->everything : view->evaluation;
}

void view_add_row(View *view, EventId id)
{
    if (view->count == view->capacity)
        view->rows = arena_grow(view->rows_arena, view->rows, &view->capacity, view->count + 1,
                                sizeof *view->rows);
    view->rows[view->count++] = order_row(&view->order, id);
}

void view_add_selected(View *view, size_t segment, const uint64_t *bits)
{
    uint32_t rows = timeline_segment(view->timeline, segment)->count;
    for (uint32_t row = 0; row < rows; row++)
        if (bits[row / 64] >> (row % 64) & 1)
            view_add_row(view, timeline_event_id(segment, row));
}

// ---- cursor ----

static size_t row_at_or_behind(View *view, EventId id)
{
    Row row = order_row(&view->order, id);
    return order_find(&view->order, view->rows, view->count, &row);
}

void view_put_cursor(View *view, EventId id)
{
    size_t row = event_equal(id, EVENT_NOWHERE) ? 0 : row_at_or_behind(view, id);
    view->cursor = row < view->count ? row : view->count > 0 ? view->count - 1 : 0;
}

// A view that has no rows yet gets none by the way.
static void refill(View *view)
{
    if (!view->is_filled)
        return;
    EventId id = view_cursor_event(view);
    view_fill(view);
    view_put_cursor(view, id);
}

void view_refresh(View *view)
{
    refill(view);
}

size_t view_count(const View *view)
{
    return view->count;
}

EventId view_event(const View *view, size_t row)
{
    BUG_IF(row >= view->count);
    return view->rows[row].id;
}

size_t view_row_of(const View *view, EventId id)
{
    // The key of a row is made in the arena of the rows: a copy of the order, so that a const view stays as it is.
    Arena *scratch = arena_new();
    Order order = order_new(view->timeline, view->order.key, view->order.is_descending, scratch);
    order.fold = view->order.fold;
    Row row = order_row(&order, id);
    size_t at = order_find(&order, view->rows, view->count, &row);
    arena_free(scratch);
    return at < view->count && event_equal(view->rows[at].id, id) ? at : TEXT_NOWHERE;
}

size_t view_cursor(const View *view)
{
    return view->cursor;
}

void view_set_cursor(View *view, size_t row)
{
    BUG_IF(row >= view->count && row > 0);
    view->cursor = row;
    view->is_placed = true;
    view->is_seeking = false;
}

EventId view_cursor_event(const View *view)
{
    return view->cursor < view->count ? view->rows[view->cursor].id : EVENT_NOWHERE;
}

// ---- filter ----

void view_take_filter(View *view, Filter *filter, Evaluation *evaluation, Arena *arena)
{
    evaluation_free(view->evaluation);
    arena_free(view->filter_arena);
    view->filter_arena = arena;
    view->filter = filter;
    view->evaluation = evaluation;
    view->hiding = (ViewHiding){0};
    view->is_lifted = false;
}

static bool set_filter(View *view, Text expression, Problems *problems)
{
    Arena *arena = arena_new();
    Filter *filter;
    if (!filter_parse(expression, timeline_countries(view->timeline), arena, &filter, problems)) {
        arena_free(arena);
        return false;
    }
    filter = filter_is_empty(filter) ? NULL : filter;
    view_take_filter(view, filter, evaluation_new(filter, view->timeline, arena), arena);
    return true;
}

static void set_everything(View *view)
{
    evaluation_free(view->everything);
    arena_free(view->lifted_arena);
    view->lifted_arena = arena_new();
    view->everything = evaluation_new(NULL, view->timeline, view->lifted_arena);
}

void view_set_known_filter(View *view, Text expression)
{
    Arena *scratch = arena_new();
    Problems problems = problems_in(scratch);
    bool is_set = set_filter(view, arena_text(scratch, expression), &problems);
    BUG_IF(!is_set);
    arena_free(scratch);
}

static View *new_view(Timeline *timeline)
{
    Arena *arena = arena_new();
    View *view = ARENA_NEW(arena, View);
    view->history_arena = arena;
    view->timeline = timeline;
    view->rows_arena = arena_new();
    set_everything(view);
    return view;
}

View *view_new_empty(Timeline *timeline)
{
    View *view = new_view(timeline);
    view_set_known_filter(view, TEXT(""));
    return view;
}

View *view_new_of(Timeline *timeline, Text expression)
{
    View *view = new_view(timeline);
    Problems problems = problems_in(view->history_arena);
    if (!set_filter(view, expression, &problems)) {
        view_free(view);
        return NULL;
    }
    view_fill(view);
    return view;
}

View *view_new(Timeline *timeline)
{
    return view_new_of(timeline, TEXT(""));
}

void view_free(View *view)
{
    if (!view)
        return;
    view_drop_steps(view);
    evaluation_free(view->evaluation);
    evaluation_free(view->everything);
    arena_free(view->filter_arena);
    arena_free(view->lifted_arena);
    arena_free(view->rows_arena);
    arena_free(view->history_arena); // holds the view itself
}

Timeline *view_timeline(const View *view)
{
    return view->timeline;
}

static void seek(View *view)
{
    EventId found = view_find_sought(view, &view->sought);
    if (event_equal(found, EVENT_NOWHERE))
        return;
    view->is_seeking = false;
    view->is_placed = true;
    view_put_cursor(view, found);
}

void view_set_timeline(View *view, Timeline *timeline)
{
    EventId id = view_cursor_event(view);
    if (!event_equal(id, EVENT_NOWHERE)) {
        view->sought = view_sought(view, id);
        view->is_seeking = true;
    }
    bool was_lifted = view->is_lifted;
    view_drop_steps(view);
    view->timeline = timeline;
    view->generation++;
    set_everything(view);
    view_set_known_filter(view, view_filter_text(view));
    view->is_lifted = was_lifted;
    view->cursor = 0;
    view->is_placed = false;
    view_fill(view);
    if (view->is_seeking)
        seek(view);
}

bool view_apply_filter(View *view, Text expression, Problems *problems)
{
    if (!set_filter(view, expression, problems))
        return false;
    refill(view);
    return true;
}

size_t view_select(View *view, size_t segment, uint64_t *bits)
{
    bool is_shown = !view->is_filled || segment < view->segments_taken;
    return is_shown ? evaluation_select(shown_by(view), segment, bits) : 0;
}

const Filter *view_filter(const View *view)
{
    return view->filter;
}

Text view_filter_text(const View *view)
{
    return view->filter ? filter_text(view->filter) : TEXT("");
}

Evaluation *view_evaluation(View *view)
{
    return view->evaluation;
}

bool view_chooses_positions(const View *view)
{
    return view->filter && !view->is_lifted && filter_has_position_terms(view->filter);
}

bool view_shows_position(View *view, EventId id, size_t n)
{
    return !view_chooses_positions(view) || evaluation_marks_position(view->evaluation, id, n);
}

// ---- growing ----

static void take_segments(View *view)
{
    uint64_t bits[SEGMENT_EVENTS / 64];
    size_t old_count = view->count;
    for (; view->segments_taken < timeline_segment_count(view->timeline); view->segments_taken++)
        if (evaluation_select(shown_by(view), view->segments_taken, bits) > 0)
            view_add_selected(view, view->segments_taken, bits);
    size_t added_count = view->count - old_count;
    Arena *scratch = arena_new();
    Row *added = ARENA_ARRAY(scratch, Row, added_count);
    for (size_t i = 0; i < added_count; i++)
        added[i] = view->rows[old_count + i];
    order_sort(&view->order, added, added_count);
    order_merge(&view->order, view->rows, old_count, added, added_count);
    view_make_lines(view);
    arena_free(scratch);
}

void view_extend(View *view)
{
    if (view->segments_taken == timeline_segment_count(view->timeline) || view_is_stepping(view))
        return;
    EventId id = view->is_placed ? view_cursor_event(view) : EVENT_NOWHERE;
    bool folds_now = view->order.key == SORT_DATE && view->fold != view->order.fold &&
                     order_may_fold(view->timeline); // the first source of a data set has come
    if (view->segments_taken == 0 || folds_now || evaluation_may_change_its_mind(shown_by(view)))
        view_fill(view);
    else
        take_segments(view);
    view_put_cursor(view, id);
    if (view->is_seeking)
        seek(view);
}

// ---- sorting ----

void view_sort(View *view, SortKey key, bool is_descending)
{
    BUG_IF(key >= SORT_KEYS);
    view->order.key = key;
    view->order.is_descending = is_descending;
    refill(view);
}

SortKey view_sort_key(const View *view)
{
    return view->order.key;
}

bool view_is_descending(const View *view)
{
    return view->order.is_descending;
}

const char *sort_key_name(SortKey key)
{
    static const char *const names[SORT_KEYS] = {
        [SORT_DATE] = "date",          [SORT_PAIR] = "pair",   [SORT_KIND] = "kind",
        [SORT_PLACE] = "place",        [SORT_TITLE] = "title", [SORT_SCALE] = "scale",
        [SORT_PUBLISHER] = "publisher"};
    BUG_IF(key >= SORT_KEYS);
    return names[key];
}

// ---- lifting ----

void view_lift_filter(View *view, bool is_lifted)
{
    if (view->is_lifted == is_lifted)
        return;
    view->is_lifted = is_lifted;
    refill(view);
}

bool view_is_lifted(const View *view)
{
    return view->is_lifted;
}
