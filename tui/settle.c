// Brings what is seen up to the state: totals, timeline, panes, layout.
#include <config.h>
#include "tui/app.h"
#include "tui/place.h"

#include <time.h>

enum {
    POSITIONS_COUNTED =
        200000, // events; of more, positions are not counted on each change of the filter
};

int64_t app_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void count_totals(App *app)
{
    size_t count = view_count(app->view);
    app->totals = (AppTotals){.has_positions = count <= POSITIONS_COUNTED,
                              .has_chosen = view_chooses_positions(app->view)};
    for (size_t row = 0; app->totals.has_positions && row < count; row++) {
        EventId id = view_event(app->view, row);
        size_t positions;
        timeline_positions(app->timeline, id, &positions);
        app->totals.positions += positions;
        for (size_t n = 0; app->totals.has_chosen && n < positions; n++)
            app->totals.chosen += view_shows_position(app->view, id, n);
    }
}

static void fill_strip(App *app)
{
    int64_t now = app_now_ms();
    bool may_wait = app->feed.is_loading && !app->is_scripted;
    if (may_wait && now - app->strip_ms < APP_STRIP_MS)
        return;
    View *around = app_view_around(app), *against = app_view_against(app);
    strip_fill(&app->strip, around, app->view);
    if (against)
        strip_fill_against(&app->strip, against);
    if (app->wants_shares)
        strip_fill_all(&app->strip, app->timeline);
    if (!app->feed.is_loading) {
        app_choose_coverage(app);
        strip_fill_held(&app->strip, &app->coverage);
    }
    app->scale_is_behind = strip_step_scale(&app->strip, around);
    app->strip_ms = now;
    app->strip_is_behind = false;
}

// After a reload: the participant and the position that the cursors stood on.
static void restore_row(App *app, int pane)
{
    size_t row = app->wanted_rows[pane];
    if (row != TEXT_NOWHERE && row < pane_count(&app->panes[pane]))
        pane_reset(&app->panes[pane], row);
    if (!app->feed.is_loading)
        app->wanted_rows[pane] = TEXT_NOWHERE;
}

static void take_rows(App *app)
{
    Pane *events = &app->panes[PANE_EVENTS];
    if (app->has_new_rows) // a strip of another filter must not stand for a moment
        app->strip_ms = -APP_STRIP_MS;
    if (app->has_new_rows || app->has_arrivals) {
        count_totals(app);
        app_ask_what_hides(app);
        events->is_stale = true;
        events_find_years(app);
        app->date_columns = 0;
        // Which positions match may have changed too.
        app->shown_event = EVENT_NOWHERE;
        app->has_new_rows = app->has_arrivals = false;
        app->strip_is_behind = true;
    }
    if (app->strip_is_behind)
        fill_strip(app);
    events->row = view_line_of(app->view, view_cursor(app->view));
    EventId current = view_cursor_event(app->view);
    if (event_equal(current, app->shown_event) && !event_equal(current, EVENT_NOWHERE))
        return;
    bool is_first = event_equal(app->shown_event, EVENT_NOWHERE);
    app->shown_event = current;
    reload_keep_cursor(app);
    people_fill(app, current);
    restore_row(app, PANE_PEOPLE);
    if (app->this_speaker && !is_first)
        return;
    positions_fill(app, current);
    restore_row(app, PANE_POSITIONS);
}

void app_settle(App *app)
{
    take_rows(app);
    app->settings.event_rows = view_line_count(app->view) + app->panes[PANE_EVENTS].lead_count;
    app->settings.strip_extra =
        app->strip.has_scale + app->strip.has_own + (app->strip.against != NULL);
    app->layout = layout_make(app->width, app->height, &app->settings);
    for (int i = 0; i < PANES; i++)
        if (!rect_is_empty(app->layout.panes[i]))
            pane_settle(&app->panes[i], app->layout.panes[i], app->scratch);
    events_measure(app);
    for (size_t i = 0; i < app->popup_count; i++)
        pane_settle(app->popups[i], app_popup_rect(app), app->scratch);
    if (app->mode == MODE_CHOOSER)
        chooser_settle(&app->chooser, canvas_all(app->canvas));
    if (!rect_is_empty(app->layout.info))
        place_update_info(app);
}
