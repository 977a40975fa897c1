#include <config.h>
#include "model/view_parts.h"

enum {
    ASKED_FOR_ID = 100000
}; // events; of more, none is decoded to find one whose date has changed

// ---- finding an event again ----

Sought view_sought(View *view, EventId id)
{
    Arena *arena = view->history_arena;
    return (Sought){.id = arena_text(arena, timeline_field(view->timeline, id, EVENT_ID, arena)),
                    .date = timeline_event(view->timeline, id).date,
                    .event = id,
                    .generation = view->generation};
}

static bool has_id(const View *view, EventId id, Text wanted, Arena *scratch)
{
    arena_reset(scratch);
    return text_equal(timeline_field(view->timeline, id, EVENT_ID, scratch), wanted);
}

// Decoding an id may read the source: first only events that start on the same day are asked.
static EventId find_in_segment(const View *view, size_t number, const Sought *sought, bool any_day)
{
    const Segment *segment = timeline_segment(view->timeline, number);
    EventId found = EVENT_NOWHERE;
    Arena *scratch = arena_new();
    for (uint32_t row = 0; row < segment->count && event_equal(found, EVENT_NOWHERE); row++) {
        EventId id = timeline_event_id(number, row);
        bool is_asked = any_day || segment->start[row] == sought->date.start;
        if (is_asked && has_id(view, id, sought->id, scratch))
            found = id;
    }
    arena_free(scratch);
    return found;
}

EventId view_find_sought(const View *view, const Sought *sought)
{
    if (sought->generation == view->generation)
        return sought->event;
    bool may_ask_all = timeline_event_count(view->timeline) <= ASKED_FOR_ID;
    for (int any_day = 0; any_day <= may_ask_all; any_day++)
        for (size_t s = 0; s < timeline_segment_count(view->timeline); s++) {
            EventId found = find_in_segment(view, s, sought, any_day);
            if (!event_equal(found, EVENT_NOWHERE))
                return found;
        }
    return EVENT_NOWHERE;
}

// ---- history ----

static ViewState state_now(View *view)
{
    Arena *arena = view->history_arena;
    EventId id = view_cursor_event(view);
    ViewState state = {.filter = arena_text(arena, view_filter_text(view)),
                       .key = view->order.key,
                       .is_descending = view->order.is_descending,
                       .has_cursor = !event_equal(id, EVENT_NOWHERE)};
    if (state.has_cursor)
        state.cursor = view_sought(view, id);
    return state;
}

static void restore(View *view, const ViewState *state)
{
    view_set_known_filter(view, state->filter);
    view->order.key = state->key;
    view->order.is_descending = state->is_descending;
    view_fill(view);
    view_put_cursor(view,
                    state->has_cursor ? view_find_sought(view, &state->cursor) : EVENT_NOWHERE);
    view->is_placed = true;
}

static void push(View *view, ViewState state)
{
    view->history.count = view->history_at;
    ARENA_PUSH(view->history_arena, &view->history, state);
    view->history_at = view->history.count;
}

void view_remember(View *view)
{
    push(view, state_now(view));
}

void view_remember_as(View *view, Text filter, EventId cursor)
{
    ViewState state = state_now(view);
    state.filter = arena_text(view->history_arena, filter);
    state.has_cursor = !event_equal(cursor, EVENT_NOWHERE);
    if (state.has_cursor)
        state.cursor = view_sought(view, cursor);
    push(view, state);
}

static void keep_present(View *view)
{
    ViewState state = state_now(view);
    if (view->history_at == view->history.count)
        ARENA_PUSH(view->history_arena, &view->history, state);
    else
        view->history.items[view->history_at] = state;
}

bool view_back(View *view)
{
    if (view->history_at == 0)
        return false;
    keep_present(view);
    restore(view, &view->history.items[--view->history_at]);
    return true;
}

bool view_forward(View *view)
{
    if (view->history_at + 1 >= view->history.count)
        return false;
    keep_present(view);
    restore(view, &view->history.items[++view->history_at]);
    return true;
}
