// The list of events: one line each; which columns, the width decides. Date and countries stay, the title scrolls.
#include <config.h>
#include "tui/app.h"

#include "model/utf8.h"

#define LINE 0x2500

typedef enum ColumnId {
    COLUMN_DATE,
    COLUMN_PAIR,
    COLUMN_KIND,
    COLUMN_LEVEL,
    COLUMN_CHANNEL,
    COLUMN_PLACE,
    COLUMN_BY,
    COLUMN_SCALE,
    COLUMN_TITLE,
    COLUMN_NONE,
} ColumnId;

static const struct Column {
    ColumnId id;
    const char *head;
    SortKey sort;      // SORT_KEYS: not by this
    int columns, wide; // in a narrow and in a wide pane; 0: the rest
    int from;          // width of the pane from which it is shown
} all_columns[] = {
    {COLUMN_DATE, "date", SORT_DATE, 10, 14, 0},
    {COLUMN_PAIR, "pair", SORT_PAIR, 9, 9, 26},
    {COLUMN_KIND, "kind", SORT_KIND, 9, 13, 60},
    {COLUMN_LEVEL, "level", SORT_KEYS, 10, 10, 140},
    {COLUMN_CHANNEL, "channel", SORT_KEYS, 10, 10, 150},
    {COLUMN_PLACE, "place", SORT_PLACE, 12, 14, 100},
    {COLUMN_BY, "by", SORT_PUBLISHER, 3, 3, 90},
    {COLUMN_SCALE, "scale", SORT_SCALE, 6, 6, 160},
    {COLUMN_TITLE, "title", SORT_TITLE, 0, 0, 0},
};

enum { COLUMN_COUNT = sizeof all_columns / sizeof *all_columns, WEEKDAY_FROM = 110, GUTTER = 2 };

static size_t count(const Pane *pane)
{
    return view_count(pane->app->view);
}

static EventId event_at(const Pane *pane, size_t row)
{
    return view_event(pane->app->view, row);
}

static Text date_text(Date date, int width, Arena *scratch)
{
    enum { RANGE_FROM = 30 }; // in fewer columns the title needs those of the end
    Text text = date_short(date, scratch);
    size_t end = text_find(text, TEXT("…"));
    if (width < RANGE_FROM && end != TEXT_NOWHERE)
        return text_sub(text, 0, end + TEXT("…").len);
    if (width < WEEKDAY_FROM || date.start_form != DATE_DAY || date.end_form != DATE_ABSENT)
        return text;
    return arena_printf(scratch, "%.*s %s", TEXT_ARG(text), date_weekday_name(date.start));
}

static Text publisher(const Timeline *timeline, EventId id, Arena *scratch)
{
    return timeline_field(timeline, id, EVENT_PUBLISHER_COUNTRY, scratch);
}

static Text cell_text(const Pane *pane, size_t row, ColumnId id, Arena *scratch)
{
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
    case COLUMN_TITLE:
    case COLUMN_NONE:
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

static int columns_of(const Pane *pane, const struct Column *column, int width)
{
    int columns = width >= WEEKDAY_FROM ? column->wide : column->columns;
    bool is_wider = column->id == COLUMN_DATE && pane->app->date_columns > columns;
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
    case COLUMN_SCALE:
        return ROLE_DIM;
    case COLUMN_TITLE:
    case COLUMN_NONE:
        break;
    }
    return ROLE_PLAIN;
}

// What the rows are sorted by is shown, also where there would be no room for it otherwise.
static bool is_shown(const Pane *pane, const struct Column *column, int width)
{
    enum { SORT_FROM = 50 };
    bool is_sorted = column->sort != SORT_KEYS && column->sort == view_sort_key(pane->app->view);
    return width >= column->from || (is_sorted && width >= SORT_FROM);
}

static void skip_left(Text *text, int columns)
{
    size_t bytes = safe_fit(*text, columns);
    *text = text_sub(*text, bytes, text->len);
}

static void draw_row(const Pane *pane, size_t row, const RowPlace *place)
{
    Pen pen = pen_at(place->canvas, place->rect, place->finder, place->scratch);
    int width = place->rect.width;
    pen_text(&pen, row == pane->row ? TEXT("> ") : TEXT("  "), ROLE_PLAIN);
    for (int i = 0; i < COLUMN_COUNT; i++) {
        const struct Column *column = &all_columns[i];
        if (!is_shown(pane, column, width))
            continue;
        Text text = cell_text(pane, row, column->id, place->scratch);
        if (column->id == COLUMN_TITLE) {
            skip_left(&text, pane->left);
            pen_text(&pen, text, ROLE_PLAIN);
            continue;
        }
        int columns = columns_of(pane, column, width);
        pen_field(&pen, text, columns, role_of(column->id));
        pen_code(&pen, ' ', 1, ROLE_PLAIN);
    }
}

// The heads stand above their columns, where the pane's own name leaves room.
static void draw_title(const Pane *pane, Pen *pen)
{
    int left = pane->app->layout.panes[PANE_EVENTS].x;
    int width = pen->end - left;
    int x = left + GUTTER;
    SortKey sort = view_sort_key(pane->app->view);
    bool is_descending = view_is_descending(pane->app->view);
    for (int i = 0; i < COLUMN_COUNT; i++) {
        const struct Column *column = &all_columns[i];
        if (!is_shown(pane, column, width))
            continue;
        bool is_sorted = column->sort == sort;
        int columns = columns_of(pane, column, width);
        Text head = arena_printf(pen->scratch, "%s%s ", column->head,
                                 !is_sorted      ? ""
                                 : is_descending ? "↑"
                                                 : "↓");
        int at = x > pen->x ? x : pen->x;
        if (is_sorted || columns == 0 || at + (int)safe_columns(head) <= x + columns + 2) {
            pen_code(pen, LINE, at - pen->x - 1, ROLE_BORDER);
            pen_to(pen, at, ROLE_BORDER);
            pen_text(pen, head, ROLE_DIM);
        }
        x += columns + 1;
    }
}

static Text columns_text(const Pane *pane, size_t row, const ColumnId *columns, Arena *scratch)
{
    Buffer out = buffer_in(scratch);
    for (; *columns != COLUMN_NONE; columns++) {
        buffer_add(&out, cell_text(pane, row, *columns, scratch));
        buffer_add_char(&out, ' ');
    }
    return buffer_text(&out);
}

static Text row_text(const Pane *pane, size_t row, Arena *scratch)
{
    static const ColumnId all[] = {COLUMN_DATE,  COLUMN_PAIR,  COLUMN_KIND,
                                   COLUMN_PLACE, COLUMN_TITLE, COLUMN_NONE};
    return columns_text(pane, row, all, scratch);
}

// Title and place are among the words of the event.
static bool has_words(const Pane *pane, size_t row, Text needle, Arena *scratch)
{
    static const ColumnId others[] = {COLUMN_DATE, COLUMN_PAIR, COLUMN_KIND, COLUMN_NONE};
    if (app_search_has(pane->app, event_at(pane, row)))
        return true;
    ArenaMark mark = arena_mark(scratch);
    Text folded = utf8_fold(columns_text(pane, row, others, scratch), scratch);
    bool has = text_find(folded, needle) != TEXT_NOWHERE;
    arena_rewind(scratch, mark);
    return has;
}

static void select_row(Pane *pane, size_t row)
{
    view_set_cursor(pane->app->view, row);
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
    .text = row_text,
    .has = has_words,
    .select = select_row,
    .empty = "no event is shown",
    .say_empty = say_empty,
};
