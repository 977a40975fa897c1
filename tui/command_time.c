#include <config.h>
#include "tui/timeaxis.h"

static bool event_day(const App *app, size_t row, int32_t *day)
{
    return strip_row_day(app->view, row, day);
}

static bool cursor_day(const App *app, int32_t *day)
{
    return view_count(app->view) > 0 && event_day(app, view_cursor(app->view), day);
}

static void go_to_row(App *app, size_t row)
{
    events_go_to(app, row);
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

// ---- rows in order of date ----

static bool found_at(const App *app, size_t row, StripLevel level, Found *found)
{
    int32_t day;
    if (row >= view_count(app->view) || !event_day(app, row, &day))
        return false;
    // The first row of that day.
    *found = (Found){true, strip_bar_of(level, day), day, strip_first_behind(app->view, day, true)};
    return true;
}

// The earliest event of the first bar that lies after, or before, that of day `from`; among many rows as among few.
static bool find_in_order(const App *app, StripLevel level, int32_t from, int direction,
                          Found *found)
{
    bool is_down = view_is_descending(app->view);
    int32_t here = strip_bar_of(level, from);
    int32_t edge = strip_bar_start(level, direction > 0 ? here + 1 : here);
    // Where rows from the edge on in time begin (going up) or end (going down).
    size_t at = strip_first_behind(app->view, edge, !is_down);
    if (direction > 0)
        return is_down ? at > 0 && found_at(app, at - 1, level, found)
                       : found_at(app, at, level, found);
    if (is_down ? !found_at(app, at, level, found)
                : at == 0 || !found_at(app, at - 1, level, found))
        return false;
    // Its bar is known: now the earliest day in it.
    size_t first = strip_first_behind(app->view, strip_bar_start(level, found->bar), !is_down);
    return found_at(app, is_down ? first - 1 : first, level, found);
}

static void look_at_all(const App *app, StripLevel level, int32_t here, int direction, Found *found)
{
    for (size_t row = 0; row < view_count(app->view); row++) {
        int32_t day;
        if (!event_day(app, row, &day))
            continue;
        int32_t bar = strip_bar_of(level, day);
        if (direction > 0 ? bar > here : bar < here)
            consider(found, (Found){true, bar, day, row}, direction);
    }
}

static bool step_once(App *app, StripLevel level, int direction)
{
    int32_t from;
    Found found = {0};
    if (!cursor_day(app, &from))
        return false;
    if (view_is_by_day(app->view))
        find_in_order(app, level, from, direction, &found);
    else
        look_at_all(app, level, strip_bar_of(level, from), direction, &found);
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

// The nearest day from `day` on, and the nearest before it.
static void find_day(const App *app, int32_t day, Found *after, Found *before)
{
    bool is_down = view_is_descending(app->view);
    if (view_is_by_day(app->view)) {
        size_t at = strip_first_behind(app->view, day, !is_down);
        size_t other = at > 0 ? at - 1 : SIZE_MAX;
        found_at(app, is_down ? other : at, STRIP_DAYS, after);
        found_at(app, is_down ? at : other, STRIP_DAYS, before);
        return;
    }
    for (size_t row = 0; row < view_count(app->view); row++) {
        int32_t at;
        if (!event_day(app, row, &at))
            continue;
        if (at >= day)
            consider(after, (Found){true, at, at, row}, 1);
        else
            consider(before, (Found){true, at, at, row}, -1);
    }
}

bool time_go(App *app, int32_t day)
{
    Found after = {0}, before = {0};
    find_day(app, day, &after, &before);
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

void command_share(App *app, Text argument)
{
    (void)argument;
    app->wants_shares = !app->wants_shares;
    app->strip_is_behind = true;
    app_say(app, ROLE_NOTE, "the timeline shows %s",
            app->wants_shares ? "what share of all events loaded the bars are"
                              : "numbers of events");
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
