// The list of events: one line each; which columns, the width decides. Date and countries stay, the title scrolls.
#include <config.h>
#include "tui/app.h"
#include "model/notes.h"
#include "tui/notes_text.h"

#include "model/reports.h"
#include "tui/fold.h"

#define LINE 0x2500

enum { ROOMY_FROM = 100 };

// Of what has been added to the event, and what is to be known of it.
static int sign_columns(int width)
{
    return width >= ROOMY_FROM ? 2 : 1;
}

// With the cursor and, where there is room, a blank.
static int gutter(int width)
{
    return width >= ROOMY_FROM ? 4 : 2;
}

static size_t count(const Pane *pane)
{
    return view_line_count(pane->app->view);
}

// Of a folded line the first event.
static EventId event_at(const Pane *pane, size_t row)
{
    return view_event(pane->app->view, view_line_row(pane->app->view, row));
}

static Text date_text(Date date, int width, Arena *scratch)
{
    enum { RANGE_FROM = 60 }; // in fewer columns the title needs those of the end
    Text text = date_short(date, scratch);
    size_t end = text_find(text, TEXT("…"));
    if (width < RANGE_FROM && end != TEXT_NOWHERE)
        return text_sub(text, 0, end + TEXT("…").len);
    if (width < COLUMNS_WEEKDAY_FROM || date.start_form != DATE_DAY || date.end_form != DATE_ABSENT)
        return text;
    return arena_printf(scratch, "%.*s %s", TEXT_ARG(text), date_weekday_name(date.start));
}

static Text publisher(const Timeline *timeline, EventId id, Arena *scratch)
{
    return timeline_field(timeline, id, EVENT_PUBLISHER_COUNTRY, scratch);
}

static Text cell_text(const Pane *pane, size_t row, ColumnId id, Arena *scratch)
{
    if (fold_is_folded(pane->app->view, row) && id != COLUMN_PAIR && id != COLUMN_DATASET)
        return fold_cell(pane->app->view, row, id, scratch);
    const Timeline *timeline = pane->app->timeline;
    EventId event_id = event_at(pane, row);
    Event event = timeline_event(timeline, event_id);
    switch (id) {
    case COLUMN_DATE:
        return date_text(event.date, pane->app->width, scratch);
    case COLUMN_PAIR:
        return countries_short(timeline, &event, scratch);
    case COLUMN_KIND:
        return timeline_string(timeline, event.kind);
    case COLUMN_LEVEL:
        return timeline_string(timeline, event.level);
    case COLUMN_CHANNEL:
        return timeline_string(timeline, event.channel);
    case COLUMN_PLACE:
        return timeline_string(timeline, event.place);
    case COLUMN_SCALE:
        return timeline_field(timeline, event_id, EVENT_SCALE, scratch);
    case COLUMN_BY:
        return publisher(timeline, event_id, scratch);
    case COLUMN_CODE:
        return timeline_string(timeline, event.code);
    case COLUMN_WEIGHT:
        return timeline_field(timeline, event_id, EVENT_WEIGHT, scratch);
    case COLUMN_DATASET:
        return timeline_field(timeline, event_id, EVENT_DATASET, scratch);
    case COLUMN_TITLE:
    case COLUMNS:
        break;
    }
    Text title = timeline_field(timeline, event_id, EVENT_TITLE, scratch);
    return title.len ? title : timeline_field(timeline, event_id, EVENT_TEXT, scratch);
}

void events_measure(App *app)
{
    const Pane *pane = &app->panes[PANE_EVENTS];
    for (int i = 0; i < pane->height; i++) {
        size_t row = pane->top_line + (size_t)i;
        if (row >= count(pane))
            break;
        int needed = (int)safe_columns(cell_text(pane, row, COLUMN_DATE, app->scratch));
        app->date_columns = needed > app->date_columns ? needed : app->date_columns;
    }
}

static int columns_of(const Pane *pane, ColumnId id, int width)
{
    int columns = columns_width(&pane->app->columns, id, width);
    bool is_wider = id == COLUMN_DATE && pane->app->date_columns > columns;
    return is_wider ? pane->app->date_columns : columns;
}

static Role role_of(ColumnId id)
{
    switch (id) {
    case COLUMN_DATE:
        return ROLE_DATE;
    case COLUMN_PAIR:
        return ROLE_COUNTRY;
    case COLUMN_KIND:
        return ROLE_KIND;
    case COLUMN_LEVEL:
    case COLUMN_CHANNEL:
    case COLUMN_PLACE:
    case COLUMN_BY:
    case COLUMN_CODE:
    case COLUMN_SCALE:
    case COLUMN_WEIGHT:
    case COLUMN_DATASET:
        return ROLE_DIM;
    case COLUMN_TITLE:
    case COLUMNS:
        break;
    }
    return ROLE_PLAIN;
}

static void skip_left(Text *text, int columns)
{
    size_t bytes = safe_fit(*text, columns);
    *text = text_sub(*text, bytes, text->len);
}

static Text year_text(const Pane *pane, size_t row, Arena *scratch)
{
    int32_t day;
    bool is_dated = strip_row_day(pane->app->view, view_line_row(pane->app->view, row), &day);
    return is_dated ? strip_bar_label(STRIP_YEARS, strip_bar_of(STRIP_YEARS, day), scratch)
                    : TEXT("without a date");
}

static void draw_year(const Pane *pane, size_t row, const RowPlace *place)
{
    size_t at = 0;
    while (pane->leads[at] != row)
        at++;
    const View *view = pane->app->view;
    size_t end = view_line_row(view, at + 1 < pane->lead_count ? pane->leads[at + 1] : count(pane));
    Rect above = {place->rect.x, place->rect.y - 1, place->rect.width, 1};
    Pen pen = pen_at(place->canvas, above, NULL, place->scratch);
    pen_code(&pen, LINE, 2, ROLE_BORDER);
    pen_printf(&pen, ROLE_HEADING, " %.*s", TEXT_ARG(year_text(pane, row, place->scratch)));
    pen_printf(&pen, ROLE_DIM, " · %zu ", end - view_line_row(view, row));
    pen_code(&pen, LINE, pen_room(&pen), ROLE_BORDER);
}

static bool is_unsure(const Timeline *timeline, EventId id)
{
    StringId confidence = timeline_event(timeline, id).confidence;
    size_t count;
    const Position *positions = timeline_positions(timeline, id, &count);
    for (size_t n = 0; n < count; n++)
        if (position_is_unsure(&positions[n]))
            return true;
    return confidence.at == WORD_MEDIUM || confidence.at == WORD_LOW;
}

// A folded line has the signs of any of its events.
static unsigned signs_of(const Pane *pane, size_t line, Arena *scratch)
{
    enum { LOOKED_AT = 5000 }; // events of a line
    const App *app = pane->app;
    const Notes *notes = timeline_notes(app->timeline);
    size_t first = view_line_row(app->view, line), end = view_line_row(app->view, line + 1);
    unsigned signs = notes_signs(app->timeline, view_event(app->view, first), scratch);
    for (size_t row = first; row < end && row < first + LOOKED_AT; row++) {
        EventId id = view_event(app->view, row);
        if (row > first && notes && notes_has_event(notes, id))
            signs |= notes_signs(app->timeline, id, scratch);
        signs |= (unsigned)is_unsure(app->timeline, id) << SIGN_UNSURE;
    }
    EventId others[REPORTS_MAX];
    bool is_told_twice = end == first + 1 && reports_of(app->timeline, view_event(app->view, first),
                                                        others, scratch) > 0;
    return signs | (unsigned)news_in_line(app, line) << SIGN_NEW |
           (unsigned)is_told_twice << SIGN_TOLD_TWICE;
}

static void draw_row(const Pane *pane, size_t row, const RowPlace *place)
{
    if (place->shape.lead)
        draw_year(pane, row, place);
    Pen pen = pen_at(place->canvas, place->rect, place->finder, place->scratch);
    int width = place->rect.width;
    ColumnId columns[COLUMNS];
    int shown = columns_for(&pane->app->columns, width, view_sort_key(pane->app->view), columns);
    pen_text(&pen, row == pane->row ? TEXT(">") : TEXT(" "), ROLE_PLAIN);
    pen_text(&pen,
             signs_text(signs_of(pane, row, place->scratch), sign_columns(width), place->scratch),
             ROLE_HIT);
    pen_to(&pen, place->rect.x + gutter(width), ROLE_PLAIN);
    for (int i = 0; i < shown; i++) {
        Text text = cell_text(pane, row, columns[i], place->scratch);
        int room = columns_of(pane, columns[i], width);
        if (columns[i] == COLUMN_TITLE)
            skip_left(&text, pane->left);
        if (room == 0 || (columns[i] == COLUMN_TITLE && i + 1 == shown))
            pen_text(&pen, text, role_of(columns[i]));
        else
            pen_field(&pen, text, room, role_of(columns[i]));
        pen_code(&pen, ' ', 1, ROLE_PLAIN);
    }
}

// The heads stand above their columns, where the pane's own name leaves room.
static void draw_title(const Pane *pane, Pen *pen)
{
    int left = pane->app->layout.panes[PANE_EVENTS].x;
    int width = pen->end - left;
    int x = left + gutter(width);
    SortKey sort = view_sort_key(pane->app->view);
    const char *arrow = view_is_descending(pane->app->view) ? "↓" : "↑";
    ColumnId shown[COLUMNS];
    int count = columns_for(&pane->app->columns, width, sort, shown);
    for (int i = 0; i < count; i++) {
        const Column *column = &column_rows[shown[i]];
        bool is_sorted = column->sort == sort;
        int columns = columns_of(pane, shown[i], width);
        Text head = arena_printf(pen->scratch, "%s%s ", column->head, is_sorted ? arrow : "");
        int at = x > pen->x ? x : pen->x;
        if (is_sorted || columns == 0 || at + (int)safe_columns(head) <= x + columns + 2) {
            pen_code(pen, LINE, at - pen->x - 1, ROLE_BORDER);
            pen_to(pen, at, ROLE_BORDER);
            pen_text(pen, head, ROLE_DIM);
        }
        x += columns + 1;
    }
}

static Text words_of(const Pane *pane, size_t row, const ColumnId *columns, Arena *scratch)
{
    Buffer out = buffer_in(scratch);
    for (; *columns != COLUMNS; columns++) {
        buffer_add(&out, cell_text(pane, row, *columns, scratch));
        buffer_add_char(&out, ' ');
    }
    return buffer_text(&out);
}

static Text row_text(const Pane *pane, size_t row, Arena *scratch)
{
    static const ColumnId all[] = {COLUMN_DATE,  COLUMN_PAIR,  COLUMN_KIND,
                                   COLUMN_PLACE, COLUMN_TITLE, COLUMNS};
    return words_of(pane, row, all, scratch);
}

// Title and place are among the words of the event.
static bool has_words(const Pane *pane, size_t row, Text needle, Arena *scratch)
{
    static const ColumnId others[] = {COLUMN_DATE, COLUMN_PAIR, COLUMN_KIND, COLUMNS};
    const View *view = pane->app->view;
    for (size_t at = view_line_row(view, row); at < view_line_row(view, row + 1); at++)
        if (app_search_has(pane->app, view_event(view, at)))
            return true;
    ArenaMark mark = arena_mark(scratch);
    Text text = words_of(pane, row, others, scratch);
    bool has = app_search_in(pane->app, text, needle, scratch);
    arena_rewind(scratch, mark);
    return has;
}

static void select_row(Pane *pane, size_t row)
{
    view_set_cursor(pane->app->view, view_line_row(pane->app->view, row));
}

void events_go_to(App *app, size_t row)
{
    view_set_cursor(app->view, row);
    app->panes[PANE_EVENTS].row = view_line_of(app->view, row);
}

bool events_unfold(App *app)
{
    size_t line = app->panes[PANE_EVENTS].row;
    if (line >= view_line_count(app->view) || !fold_is_folded(app->view, line))
        return false;
    view_unfold(app->view, line);
    app->has_arrivals = true; // the lines are others
    return true;
}

static bool begins_group(const Pane *pane, size_t row)
{
    for (size_t i = 0; i < pane->lead_count; i++)
        if (pane->leads[i] == row)
            return true;
    return pane->lead_count == 0; // without headings none is told in the title line
}

static Text heading(const Pane *pane, size_t row)
{
    return year_text(pane, row, pane->app->scratch);
}

typedef struct Leads {
    size_t *items;
    size_t count, capacity;
} Leads;

static size_t next_year(const View *view, size_t row)
{
    int32_t day;
    if (!strip_row_day(view, row, &day))
        return view_count(view);
    bool is_down = view_is_descending(view);
    int32_t year = strip_bar_of(STRIP_YEARS, day);
    if (!is_down && year == DATE_LAST_YEAR)
        return strip_first_behind(view, DATE_LAST_DAY, false);
    return strip_first_behind(view, strip_bar_start(STRIP_YEARS, is_down ? year : year + 1),
                              !is_down);
}

// Where few events fall on a year, headings would take the room of events.
void events_find_years(App *app)
{
    enum { EVENTS_A_YEAR = 3 };
    Pane *pane = &app->panes[PANE_EVENTS];
    const View *view = app->view;
    arena_reset(pane->content_arena);
    Leads leads = {0};
    bool is_wanted = app->years_wish != YEARS_NO && view_sort_key(view) == SORT_DATE;
    for (size_t row = 0; is_wanted && row < view_count(view); row = next_year(view, row))
        ARENA_PUSH(pane->content_arena, &leads, view_line_of(view, row));
    bool is_thin = leads.count == 1 || view_line_count(view) < EVENTS_A_YEAR * leads.count;
    if (app->years_wish == YEARS_AUTO && is_thin)
        leads.count = 0;
    pane->leads = leads.items;
    pane->lead_count = leads.count;
}

static Text say_empty(const Pane *pane)
{
    Text known = pane->app->filtering.what_hides;
    return known.len ? known : text_from(pane->ops->empty);
}

const PaneOps events_ops = {
    .name = "Events",
    .where = IN_EVENTS,
    .count = count,
    .draw_row = draw_row,
    .draw_title = draw_title,
    .heading = heading,
    .begins_group = begins_group,
    .text = row_text,
    .has = has_words,
    .select = select_row,
    .empty = "no event is shown",
    .say_empty = say_empty,
};
