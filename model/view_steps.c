// What takes long among very many events, in steps: the rows of a filter and an order, and asking what hides most.
#include <config.h>
#include "model/view_parts.h"

enum {
    STEP_ROWS =
        1024, // judged or made in one step: where each event has to be decoded, some milliseconds
    FEW =
        256, // sorting an event costs as much as passing over some hundred: fewer are sorted, more read from the index
};

// ---- beginning and ending ----

void view_drop_steps(View *view)
{
    ViewSteps *steps = &view->steps;
    if (steps->phase == PHASE_NONE)
        return;
    if (steps->filter_arena) {
        evaluation_free(steps->evaluation);
        arena_free(steps->filter_arena);
    }
    arena_free(steps->rows_arena);
    arena_free(steps->bits_arena);
    *steps = (ViewSteps){0};
}

static void begin(View *view, SortKey key, bool is_descending)
{
    view_drop_steps(view);
    ViewSteps *steps = &view->steps;
    *steps = (ViewSteps){.phase = PHASE_JUDGE,
                         .is_lifted = view->is_lifted,
                         .evaluation = view->is_lifted ? view->everything : view->evaluation,
                         .rows_arena = arena_new(),
                         .bits_arena = arena_new()};
    steps->order = order_new(view->timeline, key, is_descending, steps->rows_arena);
    bool folds = key == SORT_DATE && view->fold != FOLD_OFF && order_may_fold(view->timeline);
    steps->order.fold = folds ? view->fold : FOLD_OFF;
}

bool view_begin_filter(View *view, Text expression, Problems *problems)
{
    Arena *arena = arena_new();
    Filter *filter;
    if (!filter_parse(expression, timeline_countries(view->timeline), arena, &filter, problems)) {
        arena_free(arena);
        return false;
    }
    begin(view, view->order.key, view->order.is_descending);
    ViewSteps *steps = &view->steps;
    steps->filter_arena = arena;
    steps->filter = filter_is_empty(filter) ? NULL : filter;
    steps->evaluation = evaluation_new(steps->filter, view->timeline, arena);
    steps->is_lifted = false;
    return true;
}

void view_begin_sort(View *view, SortKey key, bool is_descending)
{
    BUG_IF(key >= SORT_KEYS);
    begin(view, key, is_descending);
}

void view_begin_fold(View *view, ViewFold fold)
{
    BUG_IF(fold >= VIEW_FOLDS);
    view->fold = fold;
    view->unfolded.count = 0;
    begin(view, view->order.key, view->order.is_descending);
}

// What was made takes the place of what is shown.
static void end(View *view)
{
    ViewSteps *steps = &view->steps;
    if (steps->filter_arena)
        view_take_filter(view, steps->filter, steps->evaluation, steps->filter_arena);
    view->is_lifted = steps->is_lifted;
    arena_free(view->rows_arena);
    view->rows_arena = steps->rows_arena;
    view->order = steps->order;
    view->lines = steps->lines;
    view->rows = steps->rows;
    view->count = steps->count;
    view->capacity = steps->capacity;
    view->segments_taken = steps->segments;
    view->is_filled = true;
    arena_free(steps->bits_arena);
    *steps = (ViewSteps){0};
}

// ---- judging ----

static void add_row(ViewSteps *steps, EventId id)
{
    if (steps->count == steps->capacity)
        steps->rows = arena_grow(steps->rows_arena, steps->rows, &steps->capacity, steps->count + 1,
                                 sizeof *steps->rows);
    steps->rows[steps->count++] = order_row(&steps->order, id);
}

static size_t step_end(size_t at, size_t end)
{
    return end - at > STEP_ROWS ? at + STEP_ROWS : end;
}

// In total order. True while there are more.
static bool judge_candidates(ViewSteps *steps, const EventId *events, size_t count)
{
    for (size_t to = step_end(steps->at, count); steps->at < to; steps->at++)
        if (evaluation_matches(steps->evaluation, events[steps->at]))
            add_row(steps, events[steps->at]);
    steps->is_by_date = true;
    return steps->at < count;
}

static void open_segment(ViewSteps *steps)
{
    if (steps->at >= steps->bits_capacity)
        steps->bits = arena_grow(steps->bits_arena, steps->bits, &steps->bits_capacity,
                                 steps->at + 1, sizeof *steps->bits);
    if (steps->row == 0)
        steps->bits[steps->at] = arena_alloc(steps->bits_arena, 1, sizeof **steps->bits);
}

// True while there are more segments; they may become more meanwhile.
static bool judge_segment(View *view)
{
    ViewSteps *steps = &view->steps;
    if (steps->at == timeline_segment_count(view->timeline))
        return false;
    open_segment(steps);
    uint32_t rows = timeline_segment(view->timeline, steps->at)->count;
    uint32_t to = (uint32_t)step_end(steps->row, rows);
    steps->selected += evaluation_select_rows(steps->evaluation, steps->at, steps->row, to,
                                              *steps->bits[steps->at]);
    steps->row = to;
    if (to == rows) {
        steps->at++;
        steps->row = 0;
    }
    return true;
}

static bool judge(View *view)
{
    ViewSteps *steps = &view->steps;
    size_t count;
    const EventId *events = evaluation_candidates(steps->evaluation, &count);
    // Begun before there was an index, it goes on as it began.
    if (events && !steps->bits) {
        steps->segments = timeline_segment_count(view->timeline);
        return judge_candidates(steps, events, count);
    }
    if (judge_segment(view))
        return true;
    steps->segments = steps->at;
    return false;
}

// ---- making rows ----

static bool is_selected(const ViewSteps *steps, EventId id)
{
    uint32_t row = id.at & 0xFFFF;
    return (*steps->bits[id.at >> 16])[row / 64] >> (row % 64) & 1;
}

// Those of the index that lie in segments that were judged.
static bool build_from_index(ViewSteps *steps, const EventId *events, size_t total)
{
    enum { PASSED_OVER = 32 * STEP_ROWS };
    size_t end_at = total - steps->at > PASSED_OVER ? steps->at + PASSED_OVER : total;
    size_t full = steps->count + STEP_ROWS;
    for (; steps->at < end_at && steps->count < full; steps->at++)
        if (events[steps->at].at >> 16 < steps->segments && is_selected(steps, events[steps->at]))
            add_row(steps, events[steps->at]);
    return steps->at < total;
}

static bool build_from_segment(const View *view, ViewSteps *steps)
{
    if (steps->at == steps->segments)
        return false;
    uint32_t rows = timeline_segment(view->timeline, steps->at)->count;
    uint32_t to = (uint32_t)step_end(steps->row, rows);
    for (; steps->row < to; steps->row++) {
        EventId id = timeline_event_id(steps->at, steps->row);
        if (is_selected(steps, id))
            add_row(steps, id);
    }
    if (to == rows) {
        steps->at++;
        steps->row = 0;
    }
    return true;
}

static bool build(const View *view, ViewSteps *steps)
{
    const EventId *events;
    size_t total = timeline_all_events(view->timeline, &events);
    bool is_new = steps->at == 0 && steps->row == 0;
    if (is_new) {
        steps->rows = arena_alloc_raw(steps->rows_arena, steps->selected, sizeof *steps->rows);
        steps->capacity = steps->selected;
        steps->is_by_date = events && steps->selected > total / FEW;
    }
    return steps->is_by_date ? build_from_index(steps, events, total)
                             : build_from_segment(view, steps);
}

// ---- sorting ----

static void begin_sort(ViewSteps *steps)
{
    steps->sort = (OrderSort){.order = &steps->order,
                              .is_by_date = steps->is_by_date,
                              .rows = steps->rows,
                              .count = steps->count};
    steps->sort.spare = arena_alloc_raw(steps->rows_arena, steps->count, sizeof *steps->sort.spare);
    steps->capacity = steps->count;
}

static bool needs_sort(ViewSteps *steps)
{
    if (steps->order.key != SORT_DATE || steps->order.fold != FOLD_OFF || !steps->is_by_date)
        return true;
    if (steps->order.is_descending)
        order_reverse_dates(&steps->order, steps->rows, steps->count);
    return false;
}

bool view_step(View *view)
{
    ViewSteps *steps = &view->steps;
    switch (steps->phase) {
    case PHASE_NONE:
        return false;
    case PHASE_JUDGE:
        if (judge(view))
            return true;
        steps->phase = PHASE_BUILD;
        steps->at = 0;
        return true;
    case PHASE_BUILD:
        if (steps->bits && build(view, steps))
            return true;
        if (needs_sort(steps)) {
            begin_sort(steps);
            steps->phase = PHASE_SORT;
            return true;
        }
        break;
    case PHASE_SORT:
        if (order_sort_step(&steps->sort))
            return true;
        steps->rows = steps->sort.rows;
        steps->phase = PHASE_FOLD;
        return true;
    case PHASE_FOLD:
        if (lines_step(view, &steps->order, steps->rows, steps->count, &steps->lines))
            return true;
        break;
    }
    EventId cursor = view_cursor_event(view);
    end(view);
    view_put_cursor(view, cursor);
    return false;
}

bool view_is_stepping(const View *view)
{
    return view->steps.phase != PHASE_NONE;
}

int view_step_percent(const View *view)
{
    enum { JUDGED = 40, BUILT = 95, SORTED = 99 }; // percent of the work
    const ViewSteps *steps = &view->steps;
    size_t all = timeline_segment_count(view->timeline), done = steps->at, count;
    if (steps->phase == PHASE_JUDGE) {
        if (!steps->bits && evaluation_candidates(steps->evaluation, &count))
            all = count;
        return all ? (int)(done * JUDGED / all) : 0;
    }
    if (steps->phase != PHASE_BUILD)
        return steps->phase == PHASE_SORT ? BUILT : SORTED;
    const EventId *events;
    all = steps->is_by_date ? timeline_all_events(view->timeline, &events) : steps->segments;
    return all && done < all ? JUDGED + (int)(done * (BUILT - JUDGED) / all) : JUDGED;
}

void view_fill(View *view)
{
    begin(view, view->order.key, view->order.is_descending);
    view->count = 0; // the cursor is the caller's
    while (view_step(view))
        ;
}

// ---- what hides most ----

static size_t chip_count(const View *view)
{
    return view->filter ? filter_chip_count(view->filter) : 0;
}

bool view_step_hiding(View *view)
{
    ViewHiding *hiding = &view->hiding;
    if (!hiding->hidden && chip_count(view) > 0)
        hiding->hidden = ARENA_ARRAY(view->filter_arena, size_t, chip_count(view));
    if (!hiding->hidden || hiding->segment == timeline_segment_count(view->timeline))
        return false;
    uint32_t rows = timeline_segment(view->timeline, hiding->segment)->count;
    uint32_t end = (uint32_t)step_end(hiding->row, rows);
    evaluation_count_hidden(view->evaluation, hiding->segment, hiding->row, end, hiding->hidden);
    hiding->row = end;
    if (end == rows) {
        hiding->segment++;
        hiding->row = 0;
    }
    return true;
}

bool view_most_hiding_chip(View *view, size_t *chip, size_t *would_show)
{
    while (view_step_hiding(view))
        ;
    const size_t *hidden = view->hiding.hidden;
    if (!hidden)
        return false;
    *chip = 0;
    for (size_t i = 1; i < chip_count(view); i++)
        if (hidden[i] > hidden[*chip])
            *chip = i;
    *would_show = hidden[*chip];
    return true;
}
