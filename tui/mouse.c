#include <config.h>
#include "tui/mouse.h"

#include "tui/app.h"
#include "tui/term.h"
#include "tui/timeaxis.h"

void mouse_set(App *app, bool is_on)
{
    app->has_mouse = is_on;
    if (!app->is_scripted && !app->linear.is_on)
        term_mouse(is_on);
}

void command_mouse(App *app, Text argument)
{
    (void)argument;
    mouse_set(app, !app->has_mouse);
    app_say(app, ROLE_NOTE, "%s",
            app->has_mouse ? "the mouse chooses rows; with Shift most terminals still select text"
                           : "the mouse selects text, as the terminal does it");
}

static bool is_in(Rect rect, int x, int y)
{
    return x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
}

static Pane *pane_under(App *app, MouseEvent event, Rect *rect)
{
    if (app->popup_count) {
        *rect = app_popup_rect(app);
        return is_in(*rect, event.x, event.y) ? app->popups[app->popup_count - 1] : NULL;
    }
    for (int i = 0; i < PANES; i++) {
        *rect = app->layout.panes[i];
        if (!is_in(*rect, event.x, event.y))
            continue;
        app->settings.focus = (PaneId)i;
        return &app->panes[i];
    }
    return NULL;
}

static void press_timeline(App *app, MouseEvent event)
{
    int32_t day;
    if (timeline_day_at(app, event.x, &day))
        time_go(app, day);
}

static void press(App *app, Pane *pane, Rect rect, MouseEvent event, bool had_focus)
{
    int line = event.y - rect.y - (rect.height > 1);
    if (line < 0)
        return; // its title
    if (pane == &app->panes[PANE_TIMELINE]) {
        press_timeline(app, event);
        return;
    }
    size_t row = pane_row_at(pane, pane->top_line + (size_t)line);
    if (row >= pane_count(pane))
        return;
    if (row == pane->row && had_focus)
        app_run_line(app, TEXT("open"));
    else
        pane_move_to(pane, row);
}

void mouse_act(App *app, MouseEvent event)
{
    Rect rect;
    if (!app->has_mouse || app->mode != MODE_PANES)
        return;
    Pane *before = app_focus(app);
    Pane *pane = pane_under(app, event, &rect);
    if (!pane)
        return;
    if (event.wheel && pane == &app->panes[PANE_TIMELINE])
        time_step(app, app->strip.level, event.wheel);
    else if (event.wheel)
        pane_move(pane, event.wheel);
    else
        press(app, pane, rect, event, pane == before);
}
