// Which events are new: looked at behind the load, some of them a turn, as their ids have to be decoded.
#include <config.h>
#include "model/seen.h"
#include "tui/app.h"

enum {
    AT_ONCE_MS = 20, // so that a small timeline never shows without its signs
    A_TURN_MS = 4,
};

static void keep(App *app)
{
    const Services *services = app->services;
    Problems problems = problems_in(app->arena);
    if (seen_is_saved(app->seen) || !services->save_seen ||
        services->save_seen(services->context, app->seen, &problems) || app->has_told_unkept)
        return;
    app->has_told_unkept = true; // once: it will not get better
    for (size_t i = 0; i < problems.count; i++)
        problems_add(&app->problems, problems.items[i]);
}

static void show_rows(App *app)
{
    if (filter_asks_new(view_filter(app->view)))
        view_refresh(app->view);
    app->has_new_rows = true;
}

static void tell(App *app)
{
    if (app->knows_news)
        seen_clear(app->seen);
    size_t count = seen_new_count(app->seen);
    if (!app->is_scripted) // nobody has looked at what a script goes through
        keep(app);
    if (count == 0)
        return;
    show_rows(app);
    if (app->message.len == 0)
        app_say(app, ROLE_NOTE, "%zu event%s new; :filter new shows %s, :seen says that you know",
                count, count == 1 ? " is" : "s are", count == 1 ? "it" : "them");
}

static void step_until(App *app, int64_t until)
{
    while (!seen_step(app->seen))
        if (app_now_ms() >= until)
            return;
    tell(app);
}

void news_begin(App *app, bool is_own)
{
    const Services *services = app->services;
    if (!app->seen && services->open_seen)
        app->seen = services->open_seen(services->context);
    if (!app->seen)
        return;
    bool had_news = seen_is_busy(app->seen) || seen_new_count(app->seen) > 0;
    app->knows_news = is_own && !had_news;
    seen_begin(app->seen, app->timeline);
    step_until(app, app_now_ms() + AT_ONCE_MS);
}

bool news_step(App *app)
{
    if (seen_is_busy(app->seen))
        step_until(app, app_now_ms() + A_TURN_MS);
    return seen_is_busy(app->seen);
}

// Of a folded line: one of its events is.
bool news_in_line(const App *app, size_t line)
{
    if (seen_new_count(app->seen) == 0)
        return false;
    size_t end = view_line_row(app->view, line + 1);
    for (size_t row = view_line_row(app->view, line); row < end; row++)
        if (seen_is_new(app->seen, view_event(app->view, row)))
            return true;
    return false;
}

void command_seen(App *app, Text argument)
{
    (void)argument;
    size_t count = seen_new_count(app->seen);
    if (seen_is_busy(app->seen)) {
        app_say(app, ROLE_NOTE, "what is new is not known yet");
        return;
    }
    if (app->seen)
        keep(app);
    if (count == 0) {
        app_say(app, ROLE_NOTE, "no event is new");
        return;
    }
    seen_clear(app->seen);
    show_rows(app);
    app_say(app, ROLE_NOTE, "%zu event%s no longer new", count, count == 1 ? " is" : "s are");
}
