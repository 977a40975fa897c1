// The timeline strip: bars over time, years always printed, empty periods as dots, the selected event's place marked.
// Its rows are its bars; moving in it moves the cursor of the events.
#include <config.h>
#include "tui/app.h"

#define EMPTY 0x00B7

static const Strip *strip_of(const Pane *pane)
{
    return &pane->app->strip;
}

static size_t count(const Pane *pane)
{
    return strip_of(pane)->count;
}

static bool selected_bar(const App *app, int32_t *bar)
{
    EventId id = view_cursor_event(app->view);
    if (event_equal(id, EVENT_NOWHERE))
        return false;
    Date date = timeline_event(app->timeline, id).date;
    *bar = strip_bar_of(app->strip.level, date.start);
    return !date_is_absent(date);
}

// How bars lie on the columns: `width` columns each, from bar `first` on.
typedef struct Scale {
    int32_t first;
    int columns; // of one bar
    int count;   // bars that there is room for
} Scale;

static Scale scale_for(const App *app, int width)
{
    const Strip *strip = &app->strip;
    Scale scale = {strip->first, 1, width > 0 ? width : 0};
    if (strip->count == 0 || width <= 0)
        return scale;
    size_t fits = (size_t)width / strip->count;
    scale.columns = fits < 1 ? 1 : fits > 8 ? 8 : (int)fits;
    scale.count = width / scale.columns;
    int32_t bar = strip->shown_first;
    selected_bar(app, &bar);
    int32_t last_first = strip->first + (int32_t)strip->count - scale.count;
    int32_t first = bar - scale.count / 2;
    if (first > last_first)
        first = last_first;
    scale.first = first < strip->first ? strip->first : first;
    return scale;
}

static uint32_t bar_value(const Strip *strip, int32_t bar)
{
    int64_t at = (int64_t)bar - strip->first;
    return at >= 0 && at < (int64_t)strip->count ? strip->bars[at] : 0;
}

// Eighths of a cell, over `rows` rows; an event is never rounded to nothing.
static int eighths(const Strip *strip, uint32_t value, int rows)
{
    if (value == 0)
        return 0;
    uint64_t most = (uint64_t)rows * 8;
    return (int)((value * most + strip->max - 1) / strip->max);
}

static void draw_bar(const App *app, Canvas *canvas, Rect bars, int32_t bar, const Scale *scale)
{
    const Strip *strip = &app->strip;
    int32_t selected;
    bool is_selected = selected_bar(app, &selected) && selected == bar;
    bool is_known = bar >= strip->first && bar < strip->first + (int32_t)strip->count;
    int height = eighths(strip, bar_value(strip, bar), bars.height);
    int x = bars.x + (bar - scale->first) * scale->columns;
    int columns = scale->columns > 2 ? scale->columns - 1 : 1;
    Role role = is_selected ? ROLE_BAR_SELECTED : ROLE_BAR;
    for (int row = 0; row < bars.height; row++) {
        int part = height - row * 8;
        uint32_t code = part >= 8 ? 0x2588 : part > 0 ? 0x2580 + (uint32_t)part : ' ';
        if (row == 0 && height == 0)
            code = is_known ? EMPTY : ' ';
        Rect cell = {x, bars.y + bars.height - 1 - row, code == EMPTY ? 1 : columns, 1};
        canvas_fill(canvas, cell, code, code == ' ' ? ROLE_PLAIN : role);
    }
}

// "1972" for each bar where there is room; else the ones at which a round number begins.
static bool is_round(StripLevel level, int32_t bar, int step)
{
    if (level == STRIP_MONTHS)
        return bar % 12 == 0 || (12 % step == 0 && bar % step == 0);
    return bar % step == 0;
}

static Text tick_label(StripLevel level, int32_t bar, bool is_first, Arena *scratch)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    Text label = strip_bar_label(level, bar, scratch);
    if (is_first || level == STRIP_YEARS || level == STRIP_DECADES)
        return label;
    int year, month, day;
    date_civil(strip_bar_start(level, bar), &year, &month, &day);
    if (level == STRIP_MONTHS)
        return month == 1 ? text_sub(label, 0, 4) : text_from(months[month - 1]);
    return day == 1 ? text_sub(label, 0, 7) : text_sub(label, 8, 2);
}

static int step_for(StripLevel level, int columns)
{
    static const int steps[] = {1, 2, 5, 10, 20, 50, 100};
    static const int month_steps[] = {1, 2, 3, 6, 12, 24, 60};
    const int *list = level == STRIP_MONTHS ? month_steps : steps;
    int needed = level == STRIP_DAYS ? 3 : level == STRIP_MONTHS ? 5 : 6;
    for (int i = 0; i < 7; i++)
        if (list[i] * columns >= needed)
            return list[i];
    return list[6];
}

static bool put_label(Canvas *canvas, Rect row, int x, Text label, Role role)
{
    int columns = (int)safe_columns(label);
    if (x + columns > row.x + row.width)
        x = row.x + row.width - columns;
    if (x < row.x)
        x = row.x;
    // Kept apart from what stands there already.
    for (int at = x - 1; at <= x + columns; at++) {
        const Cell *cell = canvas_cell(canvas, at, row.y);
        if (cell && at >= row.x && cell->codes[0] != ' ')
            return false;
    }
    Pen pen = pen_at(canvas, (Rect){x, row.y, columns, 1}, NULL, NULL);
    pen_text(&pen, label, role);
    return true;
}

static void draw_labels(const App *app, Canvas *canvas, Rect row, const Scale *scale,
                        Arena *scratch)
{
    const Strip *strip = &app->strip;
    int32_t selected;
    bool is_first = true;
    if (selected_bar(app, &selected)) {
        is_first = false; // its label says the year
        Text label = strip_bar_label(strip->level, selected, scratch);
        int x = row.x + (selected - scale->first) * scale->columns;
        char mark[] = "▲";
        bool is_left = x + 1 + (int)safe_columns(label) <= row.x + row.width;
        Text text = is_left ? arena_printf(scratch, "%s%.*s", mark, TEXT_ARG(label))
                            : arena_printf(scratch, "%.*s%s", TEXT_ARG(label), mark);
        put_label(canvas, row, is_left ? x : x - (int)safe_columns(label), text, ROLE_BAR_SELECTED);
    }
    int step = step_for(strip->level, scale->columns);
    for (int i = 0; i < scale->count; i++) {
        int32_t bar = scale->first + i;
        if (bar >= strip->first + (int32_t)strip->count)
            break;
        if (!is_round(strip->level, bar, step) && i != 0)
            continue;
        Text label = tick_label(strip->level, bar, is_first, scratch);
        if (put_label(canvas, row, row.x + i * scale->columns, label, ROLE_DIM))
            is_first = false;
    }
}

static void draw(const Pane *pane, Canvas *canvas, Rect body, Arena *scratch)
{
    const App *app = pane->app;
    const Strip *strip = &app->strip;
    if (strip->count == 0) {
        Pen pen = pen_at(canvas, body, NULL, scratch);
        pen_text(&pen, TEXT(" no dated event"), ROLE_DIM);
        return;
    }
    Rect inner = {body.x + 1, body.y, body.width - 2, body.height};
    Scale scale = scale_for(app, inner.width);
    int rows = body.height > 1 ? body.height - 1 : 1;
    Rect bars = {inner.x, inner.y, inner.width, rows};
    for (int i = 0; i < scale.count; i++)
        draw_bar(app, canvas, bars, scale.first + i, &scale);
    // What lies outside is never hidden in silence.
    if (scale.first > strip->first)
        canvas_fill(canvas, (Rect){body.x, bars.y + rows - 1, 1, 1}, 0x2039, ROLE_KEY);
    if (scale.first + scale.count < strip->first + (int32_t)strip->count)
        canvas_fill(canvas, (Rect){body.x + body.width - 1, bars.y + rows - 1, 1, 1}, 0x203A,
                    ROLE_KEY);
    if (body.height > 1)
        draw_labels(app, canvas, rect_row(inner, rows), &scale, scratch);
    int32_t selected;
    int x, y;
    canvas_cursor(canvas, &x, &y);
    bool has_focus = x == body.x && y == body.y; // set by pane_draw
    if (has_focus && selected_bar(app, &selected))
        canvas_set_cursor(canvas, inner.x + (selected - scale.first) * scale.columns,
                          bars.y + rows - 1);
}

static void draw_title(const Pane *pane, Pen *pen)
{
    const Strip *strip = strip_of(pane);
    if (strip->count == 0)
        return;
    StripLevel level = strip->level == STRIP_DECADES ? STRIP_DECADES : STRIP_YEARS;
    int32_t start = strip_bar_start(strip->level, strip->first);
    int32_t end = strip_bar_start(strip->level, strip->first + (int32_t)strip->count - 1);
    Text first = strip_bar_label(level, strip_bar_of(level, start), pen->scratch);
    Text last = strip_bar_label(level, strip_bar_of(level, end), pen->scratch);
    const char *name = strip_level_name(strip->level);
    enum { SPAN_FROM = 60, EVENTS_FROM = 30 }; // in fewer columns the axis alone tells it
    bool has_span = pen_room(pen) >= SPAN_FROM;
    pen_printf(pen, ROLE_DIM, "%sa %.*s", pen_room(pen) < EVENTS_FROM ? "" : "events ",
               (int)text_from(name).len - 1, name);
    if (has_span)
        pen_printf(pen, ROLE_DIM, ", %.*s", TEXT_ARG(first));
    if (has_span && !text_equal(first, last))
        pen_printf(pen, ROLE_DIM, " to %.*s", TEXT_ARG(last));
    pen_printf(pen, ROLE_DIM, "; %s %u%s", has_span ? "highest" : "most", strip->max,
               has_span ? ", · none" : "");
    int32_t selected;
    if (selected_bar(pane->app, &selected)) {
        Text label = strip_bar_label(strip->level, selected, pen->scratch);
        pen_printf(pen, ROLE_DIM, "; %.*s: %u", TEXT_ARG(label), bar_value(strip, selected));
    }
    pen_code(pen, ' ', 1, ROLE_BORDER);
}

static Text row_text(const Pane *pane, size_t row, Arena *scratch)
{
    const Strip *strip = strip_of(pane);
    Text label = strip_bar_label(strip->level, strip->first + (int32_t)row, scratch);
    return arena_printf(scratch, "%.*s %u", TEXT_ARG(label), strip->bars[row]);
}

const PaneOps timeline_ops = {
    .name = "Timeline",
    .where = IN_TIMELINE,
    .count = count,
    .draw = draw,
    .draw_title = draw_title,
    .text = row_text,
};
