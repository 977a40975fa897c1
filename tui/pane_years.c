// The timeline strip: bars over time, years always printed, empty periods as dots, the selected event's place marked.
// Its rows are its bars; moving in it moves the cursor of the events.
#include <config.h>
#include "tui/app.h"

#include <math.h>

#define EMPTY    0x00B7
#define NOT_HELD 0x2591

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

// The bar in the middle, where not all fit. Events that lie far from all others do not draw the bars away from these,
// before somebody walks there in the timeline.
static int32_t middle_of(const App *app, int count)
{
    const Strip *strip = &app->strip;
    int32_t first = strip->shown_first, last = strip->shown_last, bar;
    bool is_there = selected_bar(app, &bar);
    bool is_among = is_there && bar >= first && bar <= last;
    bool is_walked_to = is_there && app->settings.focus == PANE_TIMELINE;
    if ((is_among && last - first >= count) || (is_walked_to && !is_among))
        return bar;
    return last - first < count ? first + (last - first) / 2 : first + count / 2;
}

static Scale scale_for(const App *app, int width)
{
    enum { WIDEST = 8, LEAST_AROUND = 24 }; // columns; bars
    const Strip *strip = &app->strip;
    Scale scale = {strip->first, 1, width > 0 ? width : 0};
    if (strip->count == 0 || width <= 0)
        return scale;
    size_t wanted = strip->count, most = (size_t)(strip->shown_last - strip->shown_first) + 1;
    if (wanted > (size_t)width) // then those around are seen too
        wanted = 2 * most > LEAST_AROUND ? 2 * most : LEAST_AROUND;
    size_t fits = (size_t)width / wanted;
    scale.columns = fits < 1 ? 1 : fits > WIDEST ? WIDEST : (int)fits;
    scale.count = width / scale.columns;
    int32_t last_first = strip->first + (int32_t)strip->count - scale.count;
    int32_t first = middle_of(app, scale.count) - scale.count / 2;
    if (first > last_first)
        first = last_first;
    scale.first = first < strip->first ? strip->first : first;
    return scale;
}

// A column is left free at both sides.
bool timeline_day_at(const App *app, int x, int32_t *day)
{
    Rect rect = app->layout.panes[PANE_TIMELINE];
    const Strip *strip = &app->strip;
    Scale scale = scale_for(app, rect.width - 2);
    int column = x - rect.x - 1;
    if (strip->count == 0 || column < 0 || column >= scale.count * scale.columns)
        return false;
    int32_t bar = scale.first + column / scale.columns;
    *day = strip_bar_start(strip->level, bar);
    return bar - strip->first < (int32_t)strip->count;
}

static bool is_inside(const Strip *strip, int32_t bar)
{
    return bar >= strip->first && (int64_t)bar - strip->first < (int64_t)strip->count;
}

static uint32_t bar_value(const Strip *strip, const uint32_t *bars, int32_t bar)
{
    return bars && is_inside(strip, bar) ? bars[bar - strip->first] : 0;
}

// Eighths of a cell, over `rows` rows; an event is never rounded to nothing.
static int eighths(const Strip *strip, const uint32_t *bars, int32_t bar, int rows)
{
    uint32_t value = bar_value(strip, bars, bar), most = strip->max;
    if (strip->has_own && bars == strip->bars && !strip->all) { // own events have a row of theirs
        value -= bar_value(strip, strip->own, bar);
        most = strip->max_coded;
    }
    if (strip->has_own && bars == strip->own)
        most = strip->max_own;
    double part = value ? (double)value / most : 0;
    if (value && strip->all && bars != strip->own && strip->max_share > 0)
        part = strip_share(strip, bars, (size_t)(bar - strip->first)) / strip->max_share;
    int whole = (int)(part * rows * 8);
    return part * rows * 8 > whole ? whole + 1 : whole;
}

// Where bars, those of the other way, scales and years lie.
typedef struct StripRows {
    Rect own, bars, against, scale, labels; // of no height: not drawn
} StripRows;

static Rect cut_below(Rect *rest, bool is_wanted, int least)
{
    int height = is_wanted && rest->height > least;
    rest->height -= height;
    return (Rect){rest->x, rest->y + rest->height, rest->width, height};
}

static StripRows rows_for(const Strip *strip, Rect inner)
{
    StripRows rows = {.bars = inner};
    rows.labels = cut_below(&rows.bars, true, 1);
    rows.scale = cut_below(&rows.bars, strip->has_scale, 1);
    if (strip->has_own && rows.bars.height > 1) {
        rows.own = rect_row(rows.bars, 0);
        rows.bars.y++;
        rows.bars.height--;
    }
    if (strip->against && rows.bars.height > 1) {
        int down = rows.bars.height / 2;
        rows.bars.height -= down;
        rows.against = rows.bars;
        rows.against.y += rows.bars.height;
        rows.against.height = down;
    }
    return rows;
}

static uint32_t part_up(int part)
{
    return part >= 8 ? 0x2588 : part > 0 ? 0x2580 + (uint32_t)part : ' ';
}

// Hanging from above there are only a line, a half and a whole.
static uint32_t part_down(int part)
{
    return part >= 8 ? 0x2588 : part >= 4 ? 0x2580 : part > 0 ? 0x2594 : ' ';
}

static uint32_t nothing_there(const Strip *strip, int32_t bar)
{
    bool is_held = !strip->is_held || strip->is_held[bar - strip->first];
    return is_held ? EMPTY : NOT_HELD;
}

static void draw_bar(const App *app, Canvas *canvas, const StripRows *rows, int32_t bar,
                     const Scale *scale)
{
    const Strip *strip = &app->strip;
    int32_t selected;
    bool is_selected = selected_bar(app, &selected) && selected == bar;
    int up = eighths(strip, strip->bars, bar, rows->bars.height);
    int down = eighths(strip, strip->against, bar, rows->against.height);
    int own = eighths(strip, strip->own, bar, rows->own.height);
    int x = rows->bars.x + (bar - scale->first) * scale->columns;
    int columns = scale->columns > 2 ? scale->columns - 1 : 1;
    Role role = is_selected ? ROLE_BAR_SELECTED : ROLE_BAR;
    int base = rows->bars.y + rows->bars.height - 1;
    for (int row = 0; row < rows->bars.height && up > row * 8; row++)
        canvas_fill(canvas, (Rect){x, base - row, columns, 1}, part_up(up - row * 8), role);
    for (int row = 0; row < rows->against.height && down > row * 8; row++)
        canvas_fill(canvas, (Rect){x, base + 1 + row, columns, 1}, part_down(down - row * 8), role);
    if (own)
        canvas_fill(canvas, (Rect){x, rows->own.y, columns, 1}, part_up(own), role);
    if (up == 0 && down == 0 && is_inside(strip, bar))
        canvas_fill(canvas, (Rect){x, base, 1, 1}, nothing_there(strip, bar), role);
}

// Above the line what is friendly, below it what is hostile, a half where it is strong; as a number where there is room.
static void draw_mean(const App *app, Canvas *canvas, Rect row, int32_t bar, const Scale *scale)
{
    enum { NUMBER_FROM = 5 };
    const Strip *strip = &app->strip;
    double mean;
    if (!strip_mean(strip, bar, &mean))
        return;
    Rect cell = {row.x + (bar - scale->first) * scale->columns, row.y, scale->columns, 1};
    if (scale->columns >= NUMBER_FROM) {
        Pen pen = pen_at(canvas, cell, NULL, app->scratch);
        pen_printf(&pen, ROLE_DIM, "%+.1f", mean);
        return;
    }
    bool is_strong = fabs(mean) * 2 > strip->max_mean;
    uint32_t code = mean > 0 ? (is_strong ? 0x2580 : 0x2594) : (is_strong ? 0x2584 : 0x2581);
    cell.width = scale->columns > 2 ? scale->columns - 1 : 1;
    canvas_fill(canvas, cell, mean == 0 ? 0x2500 : code, ROLE_BAR);
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

// Under its bar; at the edge behind which it lies.
static void label_selected(const App *app, Canvas *canvas, Rect row, const Scale *scale)
{
    int32_t selected;
    if (!selected_bar(app, &selected))
        return;
    Text label = strip_bar_label(app->strip.level, selected, app->scratch);
    int columns = (int)safe_columns(label) + 1;
    bool is_before = selected < scale->first, is_behind = selected >= scale->first + scale->count;
    int x = row.x + (selected - scale->first) * scale->columns;
    bool is_right = !is_behind && (is_before || x + columns <= row.x + row.width);
    const char *mark = is_before ? "‹" : is_behind ? "›" : "▲";
    Text text = is_right ? arena_printf(app->scratch, "%s%.*s", mark, TEXT_ARG(label))
                         : arena_printf(app->scratch, "%.*s%s", TEXT_ARG(label), mark);
    int at = is_before ? row.x : is_behind ? row.x + row.width : is_right ? x : x - columns + 1;
    put_label(canvas, row, at, text, ROLE_BAR_SELECTED);
}

static void draw_labels(const App *app, Canvas *canvas, Rect row, const Scale *scale,
                        Arena *scratch)
{
    const Strip *strip = &app->strip;
    bool is_first = true;
    label_selected(app, canvas, row, scale);
    int step = step_for(strip->level, scale->columns);
    for (int i = 0; i < scale->count; i++) {
        int32_t bar = scale->first + i;
        if (bar >= strip->first + (int32_t)strip->count)
            break;
        if (!is_round(strip->level, bar, step) && i != 0)
            continue;
        Text label = tick_label(strip->level, bar, is_first, scratch);
        // Where that of the selection stands at the left, it says the year.
        is_first = !put_label(canvas, row, row.x + i * scale->columns, label, ROLE_DIM) &&
                   is_first && i > 0;
    }
}

static void draw(const Pane *pane, Canvas *canvas, Rect body, Arena *scratch)
{
    const App *app = pane->app;
    const Strip *strip = &app->strip;
    if (strip->count == 0) {
        Pen pen = pen_at(canvas, body, NULL, scratch);
        if (!app_awaits_rows(app))
            pen_text(&pen, TEXT(" no dated event"), ROLE_DIM);
        return;
    }
    Rect inner = {body.x + 1, body.y, body.width - 2, body.height};
    Scale scale = scale_for(app, inner.width);
    StripRows rows = rows_for(strip, inner);
    int base = rows.bars.y + rows.bars.height - 1;
    for (int i = 0; i < scale.count; i++) {
        draw_bar(app, canvas, &rows, scale.first + i, &scale);
        if (rows.scale.height)
            draw_mean(app, canvas, rows.scale, scale.first + i, &scale);
    }
    // What lies outside is never hidden in silence.
    if (scale.first > strip->first)
        canvas_fill(canvas, (Rect){body.x, base, 1, 1}, 0x2039, ROLE_KEY);
    if (scale.first + scale.count < strip->first + (int32_t)strip->count)
        canvas_fill(canvas, (Rect){body.x + body.width - 1, base, 1, 1}, 0x203A, ROLE_KEY);
    if (rows.labels.height)
        draw_labels(app, canvas, rows.labels, &scale, scratch);
    int32_t selected;
    int x, y;
    canvas_cursor(canvas, &x, &y);
    bool has_focus = x == body.x && y == body.y; // set by pane_draw
    if (has_focus && selected_bar(app, &selected))
        canvas_set_cursor(canvas, inner.x + (selected - scale.first) * scale.columns, base);
}

// "CHN>PRK above, PRK>CHN below", "share of all events", "events"
static void draw_what(const App *app, Pen *pen)
{
    enum { EVENTS_FROM = 30, PAIR_FROM = 60 }; // in fewer columns the axis alone tells it
    const Strip *strip = &app->strip;
    Text from, to;
    if (strip->against && app_directed_pair(app, &from, &to) && pen_room(pen) >= PAIR_FROM)
        pen_printf(pen, ROLE_DIM, "%.*s>%.*s above, %.*s>%.*s below, ", TEXT_ARG(from),
                   TEXT_ARG(to), TEXT_ARG(to), TEXT_ARG(from));
    if (strip->all)
        pen_text(pen, pen_room(pen) < PAIR_FROM ? TEXT("share ") : TEXT("share of all events "),
                 ROLE_DIM);
    else if (pen_room(pen) >= EVENTS_FROM)
        pen_text(pen, TEXT("events "), ROLE_DIM);
}

static void draw_span(const Strip *strip, Pen *pen)
{
    StripLevel level = strip->level == STRIP_DECADES ? STRIP_DECADES : STRIP_YEARS;
    int32_t start = strip_bar_start(strip->level, strip->first);
    int32_t end = strip_bar_start(strip->level, strip->first + (int32_t)strip->count - 1);
    Text first = strip_bar_label(level, strip_bar_of(level, start), pen->scratch);
    Text last = strip_bar_label(level, strip_bar_of(level, end), pen->scratch);
    pen_printf(pen, ROLE_DIM, ", %.*s", TEXT_ARG(first));
    if (!text_equal(first, last))
        pen_printf(pen, ROLE_DIM, " to %.*s", TEXT_ARG(last));
}

static void draw_selected(const App *app, Pen *pen)
{
    const Strip *strip = &app->strip;
    int32_t bar;
    double mean;
    if (!selected_bar(app, &bar) || !is_inside(strip, bar))
        return;
    size_t at = (size_t)(bar - strip->first);
    Text label = strip_bar_label(strip->level, bar, pen->scratch);
    pen_printf(pen, ROLE_DIM, "; %.*s: %u", TEXT_ARG(label), strip->bars[at]);
    if (strip->has_own)
        pen_printf(pen, ROLE_DIM, ", %u of them own (above)", strip->own[at]);
    if (strip->against)
        pen_printf(pen, ROLE_DIM, " and %u", strip->against[at]);
    if (strip->all)
        pen_printf(pen, ROLE_DIM, " of %u, %.1f%%", strip->all[at],
                   strip_share(strip, strip->bars, at) * 100);
    if (strip_mean(strip, bar, &mean))
        pen_printf(pen, ROLE_DIM, ", scale %+.1f", mean);
}

static void draw_title(const Pane *pane, Pen *pen)
{
    enum { SPAN_FROM = 60 };
    const Strip *strip = strip_of(pane);
    if (strip->count == 0)
        return;
    const char *name = strip_level_name(strip->level);
    bool has_span = pen_room(pen) >= SPAN_FROM;
    draw_what(pane->app, pen);
    pen_printf(pen, ROLE_DIM, "a %.*s", (int)text_from(name).len - 1, name);
    if (has_span)
        draw_span(strip, pen);
    if (strip->all)
        pen_printf(pen, ROLE_DIM, "; %s %.1f%%", has_span ? "highest" : "most",
                   strip->max_share * 100);
    else
        pen_printf(pen, ROLE_DIM, "; %s %u", has_span ? "highest" : "most", strip->max);
    if (has_span)
        pen_printf(pen, ROLE_DIM, ", · none%s", strip->has_gaps ? ", ░ no source" : "");
    draw_selected(pane->app, pen);
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
