// Moving the cursor of the list that has the focus. In the timeline a row is a bar: moving goes to its events.
#include <config.h>
#include "tui/app.h"
#include "tui/timeaxis.h"

static bool in_timeline(App *app)
{
    return app_focus(app) == &app->panes[PANE_TIMELINE];
}

static void move(App *app, int rows)
{
    if (in_timeline(app))
        time_step(app, app->strip.level, rows);
    else
        pane_move(app_focus(app), rows);
}

void command_move_down(App *app, Text argument)
{
    (void)argument;
    move(app, 1);
}

void command_move_up(App *app, Text argument)
{
    (void)argument;
    move(app, -1);
}

static void page(App *app, int direction, bool is_half)
{
    if (in_timeline(app))
        time_step(app, app->strip.level, direction);
    else
        pane_page(app_focus(app), direction, is_half);
}

void command_half_down(App *app, Text argument)
{
    (void)argument;
    page(app, 1, true);
}

void command_half_up(App *app, Text argument)
{
    (void)argument;
    page(app, -1, true);
}

void command_page_down(App *app, Text argument)
{
    (void)argument;
    page(app, 1, false);
}

void command_page_up(App *app, Text argument)
{
    (void)argument;
    page(app, -1, false);
}

void command_first(App *app, Text argument)
{
    (void)argument;
    Pane *pane = in_timeline(app) ? &app->panes[PANE_EVENTS] : app_focus(app);
    pane_move_to(pane, 0);
    pane->top_line = 0; // the beginning of the row, if it is higher than the pane
}

void command_last(App *app, Text argument)
{
    (void)argument;
    pane_move_to(in_timeline(app) ? &app->panes[PANE_EVENTS] : app_focus(app), SIZE_MAX);
}

enum { SIDE_STEP = 8, SIDE_MAX = 10000 };

void command_scroll_left(App *app, Text argument)
{
    (void)argument;
    Pane *pane = app_focus(app);
    if (in_timeline(app))
        time_step(app, app->strip.level, -1);
    else
        pane->left = pane->left > SIDE_STEP ? pane->left - SIDE_STEP : 0;
}

void command_scroll_right(App *app, Text argument)
{
    (void)argument;
    Pane *pane = app_focus(app);
    if (in_timeline(app))
        time_step(app, app->strip.level, 1);
    else if (pane == &app->panes[PANE_EVENTS])
        pane->left = pane->left < SIDE_MAX ? pane->left + SIDE_STEP : SIDE_MAX;
    else
        app_say(app, ROLE_NOTE, "lines are wrapped here: there is nothing to the right");
}

void command_go_row(App *app, Text argument)
{
    int64_t row;
    Pane *pane = in_timeline(app) ? &app->panes[PANE_EVENTS] : app_focus(app);
    if (!text_integer(text_trim(argument), &row) || row < 1) {
        app_say(app, ROLE_ERROR, "expected the number of a row, found \"%.*s\"",
                TEXT_ARG(argument));
        return;
    }
    size_t count = pane_count(pane);
    if ((uint64_t)row > count)
        app_say(app, ROLE_NOTE, "there are %zu rows", count);
    pane_move_to(pane, (size_t)row - 1);
}

static void step_event(App *app, int step)
{
    size_t row = view_cursor(app->view);
    size_t count = view_count(app->view);
    if (step > 0 ? row + 1 >= count : row == 0)
        app_say(app, ROLE_NOTE, "this is the %s event shown", step > 0 ? "last" : "first");
    else
        events_go_to(app, step > 0 ? row + 1 : row - 1);
}

void command_next_event(App *app, Text argument)
{
    (void)argument;
    step_event(app, 1);
}

void command_previous_event(App *app, Text argument)
{
    (void)argument;
    step_event(app, -1);
}
