// Reading the inputs again. A reload is a new timeline: it is loaded while the old one stays on the screen, and takes
// its place when it is complete, with filter, order and cursor. So nothing flickers, and what is half read is never
// shown; a reload that is cancelled changes nothing.
#include <config.h>
#include "model/changes.h"
#include "model/event_key_find.h"
#include "tui/pane_lines.h"

enum {
    CHANGES_SHOWN = 500, // events in the list of changes
    LOOK_MS = 500,       // how often to look for changes of the inputs
};

void reload_init(App *app)
{
    app->reload = (Reload){.arena = arena_new(), .key_arena = arena_new()};
}

void reload_clear(App *app)
{
    arena_free(app->reload.arena);
    arena_free(app->reload.key_arena);
}

void reload_keep_cursor(App *app)
{
    Reload *reload = &app->reload;
    if (reload->has_target)
        return;
    arena_reset(reload->key_arena);
    reload->has_cursor = !event_equal(app->shown_event, EVENT_NOWHERE);
    if (reload->has_cursor)
        reload->cursor = event_key_of(app->timeline, app->shown_event, reload->key_arena);
}

void reload_go_to(App *app, const EventKey *key)
{
    Reload *reload = &app->reload;
    arena_reset(reload->key_arena);
    reload->cursor = (EventKey){.id = arena_text(reload->key_arena, key->id),
                                .date = arena_text(reload->key_arena, key->date),
                                .countries = arena_text(reload->key_arena, key->countries),
                                .title = arena_text(reload->key_arena, key->title)};
    reload->has_cursor = reload->has_target = true;
}

void reload_begin(App *app, ReloadReason reason)
{
    Timeline *coming = NULL;
    if (app->services->reload)
        coming = app->services->reload(app->services->context);
    if (!coming) {
        app_say(app, ROLE_NOTE, "this cannot be loaded a second time");
        return;
    }
    if (app->feed.is_loading) // what has come of it stays until then
        timeline_build_index(app->timeline);
    app_begin_load(app);
    app->feed.is_loading = false;
    app->reload.coming = coming;
    app->reload.reason = reason;
    app->reload.is_unwanted = app->reload.is_held = false;
    if (reason == RELOAD_ASKED)
        app_say(app, ROLE_NOTE, "loading again");
}

// ---- taking its place ----

static void tell_changes(App *app, const Changes *changes, const Timeline *after)
{
    Reload *reload = &app->reload;
    if (changes_are_any(changes)) {
        arena_reset(reload->arena);
        reload->changes = changes_text(changes, app->timeline, after, CHANGES_SHOWN, reload->arena);
        app_say(app, ROLE_NOTE, "read again: %.*s; :changes shows them",
                TEXT_ARG(changes_summary(changes, app->scratch)));
    } else if (reload->reason == RELOAD_ASKED) {
        app_say(app, ROLE_NOTE, "read again: nothing has changed");
    }
}

// The notes go over from one timeline to the other between the two halves of the comparison.
static void compare_and_hand_over(App *app, Timeline *after)
{
    bool is_told = app->reload.reason != RELOAD_OWN;
    Comparison *comparison = is_told ? changes_begin(app->timeline, after, app->scratch) : NULL;
    timeline_set_notes(app->timeline, NULL);
    app->services->take_over(app->services->context, after);
    timeline_settle_notes(after);
    if (!is_told)
        return;
    Changes changes = changes_end(comparison, app->scratch);
    tell_changes(app, &changes, after);
}

static void put_cursor(App *app)
{
    if (!app->reload.has_cursor)
        return;
    EventId id = event_key_find(app->timeline, &app->reload.cursor);
    size_t row = event_equal(id, EVENT_NOWHERE) ? TEXT_NOWHERE : view_row_of(app->view, id);
    if (row != TEXT_NOWHERE)
        view_set_cursor(app->view, row);
    app->reload.has_target = false;
}

static void take_over(App *app, Timeline *timeline)
{
    timeline_build_index(timeline);
    compare_and_hand_over(app, timeline);
    Timeline *old = app->timeline;
    app->timeline = timeline;
    view_set_timeline(app->view, timeline);
    put_cursor(app);
    app->shown_event = app->info_event = EVENT_NOWHERE;
    app->info = TEXT("");
    app->this_speaker = false;
    bool shows_event = app->popup_count && app_focus(app) == &app->detail;
    app->popup_count = 0;
    people_fill(app, EVENT_NOWHERE);
    positions_fill(app, EVENT_NOWHERE);
    app_forget_around(app);
    coverage_read(&app->coverage, timeline);
    app_search_forget(app);
    news_begin(app, app->reload.reason == RELOAD_OWN);
    timeline_free(old);
    app->is_cut_short = false;
    app->has_new_rows = true;
    app->source_has_changed = false;
    EventId id = view_cursor_event(app->view);
    if (!shows_event || event_equal(id, EVENT_NOWHERE))
        return;
    detail_fill(app, id);
    app_open_popup(app, &app->detail);
}

void reload_feed(App *app)
{
    Reload *reload = &app->reload;
    if (!reload->coming)
        return;
    app->feed = app->services->feed(app->services->context, reload->coming);
    bool is_complete = !app->feed.is_loading;
    app->feed.is_loading = false; // the timeline that is shown does not grow
    app->shows_progress =
        !is_complete && app_now_ms() - app->load_began_ms >= APP_PROGRESS_AFTER_MS;
    // Who types, or waits for a filter, would lose what that is about.
    reload->is_held = is_complete && (app->mode != MODE_PANES || app_is_working(app));
    if (!is_complete || reload->is_held)
        return;
    Timeline *timeline = reload->coming;
    reload->coming = NULL;
    if (reload->is_unwanted)
        app->services->drop(app->services->context, timeline);
    else
        take_over(app, timeline);
}

// ---- following ----

void reload_follow(App *app)
{
    Reload *reload = &app->reload;
    int64_t now = app_now_ms();
    bool is_busy = app_is_loading(app) || app->mode != MODE_PANES || app->search.pane;
    if (!reload->follows || is_busy || now - reload->looked_ms < LOOK_MS)
        return;
    reload->looked_ms = now;
    if (app->services->has_settled_change(app->services->context, now))
        reload_begin(app, RELOAD_FOLLOWED);
}

// ---- commands ----

void command_reload(App *app, Text argument)
{
    (void)argument;
    reload_begin(app, RELOAD_ASKED);
}

void command_follow(App *app, Text argument)
{
    (void)argument;
    if (!app->services->has_settled_change) {
        app_say(app, ROLE_NOTE, "this cannot be loaded a second time");
        return;
    }
    app->reload.follows = !app->reload.follows;
    app_say(app, ROLE_NOTE, "%s",
            app->reload.follows ? "files that change or come are read by themselves"
                                : "files that change or come are read when asked");
}

void command_changes(App *app, Text argument)
{
    (void)argument;
    if (app->reload.changes.len == 0) {
        app_say(app, ROLE_NOTE, "nothing was read again, or nothing had changed");
        return;
    }
    report_fill(app, &changes_ops, app->reload.changes);
    app_open_popup(app, &app->report);
}

void command_cancel(App *app, Text argument)
{
    (void)argument;
    if (app_stop_filter(app)) {
        app_say(app, ROLE_NOTE, "stopped; what was shown stays");
    } else if (app->reload.coming) {
        app->services->cancel(app->services->context);
        app->reload.is_unwanted = true;
        app_say(app, ROLE_NOTE, "not loaded again; what was there stays");
    } else if (app->feed.is_loading) {
        app->services->cancel(app->services->context);
        app->is_cut_short = true;
        app_say(app, ROLE_NOTE, "loading stopped; what has come stays");
    } else if (app->is_leaving) {
        app->is_over = true;
    } else {
        app->is_leaving = true;
        app_say(app, ROLE_NOTE, "nothing is running; press ^C again to quit");
    }
}
