// U: from one position whose speaker, verb or words are not sure to the next, over all events shown.
#include <config.h>
#include "tui/app.h"

static bool is_wanted(App *app, EventId event, size_t n, const Position *positions)
{
    return position_is_unsure(&positions[n]) &&
           (!app->only_matching || view_shows_position(app->view, event, n));
}

static size_t find_in_event(App *app, EventId event, size_t from)
{
    size_t count;
    const Position *positions = timeline_positions(app->timeline, event, &count);
    for (size_t n = from; n < count; n++)
        if (is_wanted(app, event, n, positions))
            return n;
    return TEXT_NOWHERE;
}

// Of the event under the cursor, those behind the position where the reader is.
static size_t first_to_ask(const App *app, EventId here)
{
    EventId event;
    size_t n;
    bool is_there = app->settings.focus == PANE_POSITIONS && positions_current(app, &event, &n);
    return is_there && event_equal(event, here) ? n + 1 : 0;
}

static void go_to(App *app, size_t row, size_t n)
{
    app->popup_count = 0;
    app->this_speaker = false;
    app->settings.focus = PANE_POSITIONS;
    app->shown_event = EVENT_NOWHERE; // its positions are filled again
    events_go_to(app, row);
    app_settle(app);
    positions_go_to(app, n);
}

void command_next_unsure(App *app, Text argument)
{
    (void)argument;
    app_finish_filter(app);
    size_t count = view_count(app->view), here = view_cursor(app->view);
    size_t n = count ? find_in_event(app, view_event(app->view, here),
                                     first_to_ask(app, view_event(app->view, here)))
                     : TEXT_NOWHERE;
    size_t row = here, steps = 0;
    while (n == TEXT_NOWHERE && steps < count) {
        steps++;
        row = (here + steps) % count;
        n = find_in_event(app, view_event(app->view, row), 0);
    }
    if (n == TEXT_NOWHERE) {
        app_say(app, ROLE_NOTE, "no position of the events shown is unsure");
        return;
    }
    Text why = keymap_first_key(&app->keys, COMMAND_why, app->scratch);
    Text correct = keymap_first_key(&app->keys, COMMAND_correct, app->scratch);
    go_to(app, row, n);
    app_say(app, ROLE_NOTE, "%sposition %zu is unsure; %.*s says why, %.*s corrects",
            here + steps >= count ? "from the first event again: " : "", n + 1, TEXT_ARG(why),
            TEXT_ARG(correct));
}
