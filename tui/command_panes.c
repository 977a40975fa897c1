// Which pane has the focus, and how large the panes are.
#include <config.h>
#include "tui/app.h"

static void focus_on(App *app, PaneId pane)
{
    if (pane == PANE_TIMELINE)
        app->settings.has_strip = true;
    app->settings.focus = pane;
}

static void step_focus(App *app, int step)
{
    // The order in which the panes are seen from the top; the timeline is a pane like the others.
    int next = ((int)app->settings.focus + step + PANES) % PANES;
    if (next == PANE_TIMELINE && !app->settings.has_strip)
        next = (next + step + PANES) % PANES;
    app->settings.focus = (PaneId)next;
}

void command_next_pane(App *app, Text argument)
{
    (void)argument;
    step_focus(app, 1);
}

void command_previous_pane(App *app, Text argument)
{
    (void)argument;
    step_focus(app, -1);
}

void command_pane_events(App *app, Text argument)
{
    (void)argument;
    focus_on(app, PANE_EVENTS);
}

void command_pane_people(App *app, Text argument)
{
    (void)argument;
    focus_on(app, PANE_PEOPLE);
}

void command_pane_positions(App *app, Text argument)
{
    (void)argument;
    focus_on(app, PANE_POSITIONS);
}

void command_pane_timeline(App *app, Text argument)
{
    (void)argument;
    focus_on(app, PANE_TIMELINE);
}

void command_zoom(App *app, Text argument)
{
    (void)argument;
    app->settings.is_zoomed = !app->settings.is_zoomed;
}

static void grow(App *app, int by)
{
    int *grown = &app->settings.grown[app->settings.focus];
    if (app->layout.kind == LAYOUT_SINGLE) {
        app_say(app, ROLE_NOTE, "this pane has the whole screen");
        return;
    }
    if (*grown + by > LAYOUT_GROWN_MAX || *grown + by < -LAYOUT_GROWN_MAX)
        return;
    *grown += by;
}

void command_grow(App *app, Text argument)
{
    (void)argument;
    grow(app, 1);
}

void command_shrink(App *app, Text argument)
{
    (void)argument;
    grow(app, -1);
}

void command_equal(App *app, Text argument)
{
    (void)argument;
    for (int i = 0; i < PANES; i++)
        app->settings.grown[i] = 0;
    app->settings.is_zoomed = false;
}

void command_layout(App *app, Text argument)
{
    (void)argument;
    app->settings.kind = (LayoutKind)((app->settings.kind + 1) % LAYOUTS);
    app_say(app, ROLE_NOTE, "panes %s", layout_name(app->settings.kind));
}
