#include <config.h>
#include "tui/timeaxis.h"

static bool event_day(const App *app, size_t row, int32_t *day)
{
    Date date = timeline_event(app->timeline, view_event(app->view, row)).date;
    *day = date.start;
    return !date_is_absent(date);
}

static bool cursor_day(const App *app, int32_t *day)
{
    return view_count(app->view) > 0 && event_day(app, view_cursor(app->view), day);
}

static void go_to_row(App *app, size_t row)
{
    pane_move_to(&app->panes[PANE_EVENTS], row);
}

// Is (a, row_a) before (b, row_b) in time, rows breaking ties?
typedef struct Found {
    bool is_any;
    int32_t bar, day;
    size_t row;
} Found;

static void consider(Found *found, Found other, int direction)
{
    bool is_nearer = direction > 0 ? other.bar < found->bar : other.bar > found->bar;
    bool is_earlier = other.bar == found->bar && other.day < found->day;
    if (!found->is_any || is_nearer || is_earlier)
        *found = other;
}

static bool step_once(App *app, StripLevel level, int direction)
{
    int32_t from;
    if (!cursor_day(app, &from))
        return false;
    int32_t here = strip_bar_of(level, from);
    Found found = {0};
    for (size_t row = 0; row < view_count(app->view); row++) {
        int32_t day;
        if (!event_day(app, row, &day))
            continue;
        int32_t bar = strip_bar_of(level, day);
        if (direction > 0 ? bar > here : bar < here)
            consider(&found, (Found){true, bar, day, row}, direction);
    }
    if (found.is_any)
        go_to_row(app, found.row);
    return found.is_any;
}

void time_step(App *app, StripLevel level, int steps)
{
    int direction = steps < 0 ? -1 : 1;
    for (int left = steps < 0 ? -steps : steps; left > 0; left--)
        if (!step_once(app, level, direction)) {
            app_say(app, ROLE_NOTE, "no event shown is %s", direction < 0 ? "earlier" : "later");
            return;
        }
}

bool time_go(App *app, int32_t day)
{
    Found after = {0}, before = {0};
    for (size_t row = 0; row < view_count(app->view); row++) {
        int32_t at;
        if (!event_day(app, row, &at))
            continue;
        if (at >= day)
            consider(&after, (Found){true, at, at, row}, 1);
        else
            consider(&before, (Found){true, at, at, row}, -1);
    }
    if (!after.is_any && !before.is_any)
        return false;
    go_to_row(app, after.is_any ? after.row : before.row);
    if (!after.is_any)
        app_say(app, ROLE_NOTE, "the last event shown is before that");
    return true;
}

static bool read_relative(Text text, int32_t today, int32_t *day)
{
    int64_t number;
    if (text.len < 3 || (text.ptr[0] != '-' && text.ptr[0] != '+') ||
        !text_integer(text_sub(text, 0, text.len - 1), &number) || number < -9999 || number > 9999)
        return false;
    int year, month, day_of_month;
    date_civil(today, &year, &month, &day_of_month);
    int months = (int)number;
    switch (text.ptr[text.len - 1]) {
    case 'd':
        *day = today + (int32_t)number;
        return true;
    case 'y':
        months = (int)number * 12;
        break;
    case 'm':
        break;
    default:
        return false;
    }
    int at = year * 12 + month - 1 + months;
    if (at < -9999 * 12 || at > 9999 * 12)
        return false;
    year = at >= 0 ? at / 12 : -((11 - at) / 12);
    month = at - year * 12 + 1;
    int last = date_days_in_month(year, month);
    *day = date_day_number(year, month, day_of_month < last ? day_of_month : last);
    return true;
}

bool time_read(Text text, int32_t today, int32_t *day)
{
    Date date;
    const char *why;
    text = text_trim(text);
    if (read_relative(text, today, day))
        return true;
    if (!date_parse(text, &date, &why) || date_is_absent(date))
        return false;
    *day = date.start;
    return true;
}

// ---- commands ----

void command_previous_year(App *app, Text argument)
{
    (void)argument;
    time_step(app, STRIP_YEARS, -1);
}

void command_next_year(App *app, Text argument)
{
    (void)argument;
    time_step(app, STRIP_YEARS, 1);
}

void command_previous_period(App *app, Text argument)
{
    (void)argument;
    time_step(app, app->strip.level, -1);
}

void command_next_period(App *app, Text argument)
{
    (void)argument;
    time_step(app, app->strip.level, 1);
}

static void set_level(App *app, int level)
{
    if (level < 0 || level >= STRIP_LEVELS) {
        app_say(app, ROLE_NOTE, "the timeline counts by %s already",
                strip_level_name(app->strip.level));
        return;
    }
    app->strip.level = (StripLevel)level;
    app->strip.is_chosen = true;
    app->has_new_rows = true;
}

void command_coarser(App *app, Text argument)
{
    (void)argument;
    set_level(app, (int)app->strip.level - 1);
}

void command_finer(App *app, Text argument)
{
    (void)argument;
    set_level(app, (int)app->strip.level + 1);
}

void command_strip(App *app, Text argument)
{
    (void)argument;
    app->settings.has_strip = !app->settings.has_strip;
    if (!app->settings.has_strip && app->settings.focus == PANE_TIMELINE)
        app->settings.focus = PANE_EVENTS;
}

static void go_to_text(App *app, Text text)
{
    int32_t day, from = 0;
    cursor_day(app, &from);
    if (!time_read(text, from, &day))
        app_say(app, ROLE_ERROR, "expected a date such as 1972, 1972-02 or -3y, found \"%.*s\"",
                TEXT_ARG(text));
    else if (!time_go(app, day))
        app_say(app, ROLE_NOTE, "no event shown has a date");
}

static bool accept_date(App *app, Text text)
{
    text = text_trim(text);
    if (text.len == 0)
        command_pick_year(app, TEXT(""));
    else
        go_to_text(app, text);
    return true;
}

static Text date_feedback(const App *app, Arena *scratch)
{
    (void)app;
    (void)scratch;
    return TEXT("empty: years; 1972, 1972-02, 1972-02-21, -3y, +6m");
}

static const PromptKind date_prompt = {
    .label = "go to date: ", .accept = accept_date, .feedback = date_feedback};

void command_go_date(App *app, Text argument)
{
    if (argument.len)
        go_to_text(app, argument);
    else
        app_ask(app, &date_prompt, TEXT(""), NULL);
}
