// All of one event: its fields, the columns of its record as the file has them, and its text with what is quoted lit up.
#include <config.h>
#include "tui/pane_lines.h"

enum { LABEL = 18, COLUMNS_MAX = 500 };

// Copied: a field may stand in the scratch arena of its decoder.
static Text keep(Pane *pane, Text text)
{
    return arena_text(pane->content_arena, text);
}

static void add_field(Pane *pane, const char *name, Text value)
{
    if (value.len)
        lines_add(pane, (TextRow){.label = text_from(name),
                                  .text = keep(pane, value),
                                  .label_role = ROLE_DIM,
                                  .role = ROLE_PLAIN});
}

static void add_heading(Pane *pane, const char *text)
{
    lines_add(pane, (TextRow){.text = text_from(text), .role = ROLE_HEADING, .is_heading = true});
}

static void add_fields(App *app, Pane *pane, EventId id)
{
    for (int field = 0; field < EVENT_FIELDS; field++) {
        if (field == EVENT_TEXT)
            continue;
        Text value = timeline_field(app->timeline, id, (EventField)field, app->scratch);
        char name[32];
        size_t len = event_field_names[field].len;
        for (size_t i = 0; i <= len && i < sizeof name; i++)
            name[i] = i < len ? event_field_names[field].ptr[i] : '\0';
        add_field(pane, keep(pane, text_from(name)).ptr, value);
    }
}

// A column of our own tables that the fields have told already.
static bool is_shown_above(App *app, EventId id, Text name, Text value)
{
    size_t field = field_by_name(event_field_names, EVENT_FIELDS, name);
    return field < EVENT_FIELDS &&
           text_equal(timeline_field(app->timeline, id, (EventField)field, app->scratch), value);
}

static void add_columns(App *app, Pane *pane, EventId id)
{
    Event event = timeline_event(app->timeline, id);
    const Source *source = timeline_source(app->timeline, event.source);
    if (!source->ops || !source->ops->column)
        return;
    Text name, value;
    bool has_heading = false;
    for (size_t i = 0; i < COLUMNS_MAX; i++) {
        if (!source->ops->column(source, event.record, i, &name, &value, app->scratch))
            break;
        if (is_shown_above(app, id, name, value))
            continue;
        if (!has_heading)
            add_heading(pane, "The record, as the file has it");
        has_heading = true;
        lines_add(pane, (TextRow){.label = keep(pane, name),
                                  .text = keep(pane, value),
                                  .label_role = ROLE_DIM,
                                  .role = ROLE_PLAIN});
    }
}

typedef struct Quotes {
    RoleRange *items;
    size_t count, capacity;
} Quotes;

// Where the positions stand in the text, in order. Both were decoded by the same source, so they agree.
static Quotes find_quotes(App *app, Pane *pane, EventId id, Text text)
{
    Quotes quotes = {0};
    size_t count, from = 0;
    timeline_positions(app->timeline, id, &count);
    for (size_t n = 0; n < count; n++) {
        Text said = timeline_position_field(app->timeline, id, n, POSITION_TEXT, app->scratch);
        size_t at = said.len ? text_find(text_sub(text, from, text.len), said) : TEXT_NOWHERE;
        if (at == TEXT_NOWHERE)
            continue;
        RoleRange range = {from + at, from + at + said.len, ROLE_QUOTE};
        ARENA_PUSH(pane->content_arena, &quotes, range);
        from = range.end;
    }
    return quotes;
}

static void add_paragraph(Pane *pane, Text text, size_t start, size_t end, const Quotes *quotes)
{
    Quotes inside = {0};
    for (size_t i = 0; i < quotes->count; i++) {
        RoleRange range = quotes->items[i];
        if (range.end <= start || range.start >= end)
            continue;
        range.start = range.start > start ? range.start - start : 0;
        range.end = (range.end < end ? range.end : end) - start;
        ARENA_PUSH(pane->content_arena, &inside, range);
    }
    lines_add(pane, (TextRow){.text = text_sub(text, start, end - start),
                              .role = ROLE_PLAIN,
                              .has_gap = start > 0,
                              .ranges = inside.items,
                              .range_count = inside.count});
}

static void add_text(App *app, Pane *pane, EventId id)
{
    Text text = keep(pane, timeline_field(app->timeline, id, EVENT_TEXT, app->scratch));
    if (text.len == 0)
        return;
    size_t count;
    timeline_positions(app->timeline, id, &count);
    add_heading(pane, count ? "Text, with the positions lit up" : "Text");
    Quotes quotes = find_quotes(app, pane, id, text);
    for (size_t start = 0; start < text.len;) {
        size_t len = text_find_char(text_sub(text, start, text.len), '\n');
        size_t end = len == TEXT_NOWHERE ? text.len : start + len;
        if (end > start)
            add_paragraph(pane, text, start, end, &quotes);
        start = end + 1;
    }
}

void detail_fill(App *app, EventId event)
{
    Pane *pane = &app->detail;
    TextRows *rows = lines_begin(pane, LABEL);
    rows->title = keep(pane, timeline_field(app->timeline, event, EVENT_TITLE, app->scratch));
    add_fields(app, pane, event);
    add_columns(app, pane, event);
    add_text(app, pane, event);
}

const PaneOps detail_ops = {.name = "Event", LINES_OPS};
