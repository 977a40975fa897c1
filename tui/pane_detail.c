// All of one event: when and where, who, what was said with what is quoted lit up; then its fields, where they come
// from, and the columns of its record as the file has them.
#include <config.h>
#include "tui/notes_text.h"
#include "tui/pane_lines.h"

#include "model/reports.h"

enum { LABEL = 18, LABEL_MAX = 30, COLUMNS_MAX = 500 };

// Copied: a field may stand in the scratch arena of its decoder.
static Text keep(Pane *pane, Text text)
{
    return arena_text(pane->content_arena, text);
}

static void add_heading(Pane *pane, const char *text)
{
    lines_add(pane, (TextRow){.text = text_from(text), .role = ROLE_HEADING, .is_heading = true});
}

static void add_line(Pane *pane, Text text, Role role)
{
    lines_add(pane, (TextRow){.text = keep(pane, text), .role = role});
}

// "2024-01-19 Fri"
static void add_date(App *app, Pane *pane, Date date)
{
    Text text = date_is_absent(date) ? TEXT("without a date") : date_short(date, app->scratch);
    bool is_day = date.start_form == DATE_DAY && date.end_form == DATE_ABSENT;
    if (is_day)
        text = arena_printf(app->scratch, "%.*s %s", TEXT_ARG(text), date_weekday_name(date.start));
    add_line(pane, text, ROLE_DATE);
}

// "CHN-PRK · meeting · Beijing"
static void add_kind_and_place(App *app, Pane *pane, const Event *event)
{
    Buffer out = buffer_in(app->scratch);
    Text parts[] = {countries_short(app->timeline, event, app->scratch),
                    timeline_string(app->timeline, event->kind),
                    timeline_string(app->timeline, event->place)};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].len)
            buffer_printf(&out, "%s%.*s", out.count ? " · " : "", TEXT_ARG(parts[i]));
    if (out.count)
        add_line(pane, buffer_text(&out), ROLE_DIM);
}

static Text participant(App *app, EventId id, size_t n, ParticipantField field)
{
    return timeline_participant_field(app->timeline, id, n, field, app->scratch);
}

// "CHN Wen Shulan, Minister of the International Department (host)"
static void add_participant(App *app, Pane *pane, EventId id, size_t n)
{
    Text code = participant(app, id, n, PARTICIPANT_COUNTRY);
    code = code.len ? code : participant(app, id, n, PARTICIPANT_ORGANISATION);
    Text name = participant(app, id, n, PARTICIPANT_NAME);
    Text office = participant(app, id, n, PARTICIPANT_OFFICE);
    Text role = participant(app, id, n, PARTICIPANT_ROLE);
    Buffer out = buffer_in(app->scratch);
    buffer_printf(&out, "%.*s%s%.*s", TEXT_ARG(code), code.len ? " " : "", TEXT_ARG(name));
    if (office.len)
        buffer_printf(&out, "%s%.*s", name.len ? ", " : "", TEXT_ARG(office));
    if (role.len)
        buffer_printf(&out, " (%.*s)", TEXT_ARG(role));
    add_line(pane, buffer_text(&out), ROLE_PLAIN);
}

static void add_participants(App *app, Pane *pane, EventId id)
{
    size_t count;
    const Participant *all = timeline_participants(app->timeline, id, &count);
    if (count)
        add_heading(pane, "Who");
    for (int mentioned = 0; mentioned <= 1; mentioned++)
        for (size_t n = 0; n < count; n++)
            if ((all[n].role.at == WORD_MENTIONED) == mentioned)
                add_participant(app, pane, id, n);
}

static void add_position(App *app, Pane *pane, EventId id, size_t n)
{
    Text speaker = timeline_position_field(app->timeline, id, n, POSITION_SPEAKER, app->scratch);
    Text code = timeline_position_field(app->timeline, id, n, POSITION_COUNTRY, app->scratch);
    Text said = timeline_position_field(app->timeline, id, n, POSITION_TEXT, app->scratch);
    Text who = speaker.len ? speaker : code;
    add_line(pane,
             arena_printf(app->scratch, "%.*s%s%.*s%.*s", TEXT_ARG(who), who.len ? ": " : "",
                          TEXT_ARG(said),
                          TEXT_ARG(notes_behind(app->timeline, id, n, app->scratch))),
             ROLE_PLAIN);
}

static void add_positions(App *app, Pane *pane, EventId id)
{
    size_t count;
    timeline_positions(app->timeline, id, &count);
    if (count)
        add_heading(pane, "What was said");
    for (size_t n = 0; n < count; n++)
        add_position(app, pane, id, n);
}

// ---- the other readouts of the meeting ----

// "USA U.S. Department of State", or the path of who does not say.
static Text teller_of(App *app, EventId id)
{
    Text code = arena_text(
        app->scratch, timeline_field(app->timeline, id, EVENT_PUBLISHER_COUNTRY, app->scratch));
    Text name = timeline_field(app->timeline, id, EVENT_PUBLISHER, app->scratch);
    if (!code.len && !name.len)
        name = timeline_field(app->timeline, id, EVENT_SOURCE_FILE, app->scratch);
    return arena_printf(app->scratch, "%.*s%s%.*s", TEXT_ARG(code), code.len && name.len ? " " : "",
                        TEXT_ARG(name));
}

static void add_other_report(App *app, Pane *pane, EventId id, EventId other)
{
    Text date = timeline_date(app->timeline, other, app->scratch);
    Text teller = teller_of(app, other);
    add_heading(pane, "Also reported by");
    add_line(pane, arena_printf(app->scratch, "%.*s, %.*s", TEXT_ARG(teller), TEXT_ARG(date)),
             ROLE_NAME);
    add_line(pane, timeline_field(app->timeline, other, EVENT_TITLE, app->scratch), ROLE_PLAIN);
    Text why = reports_reason(app->timeline, id, other, app->scratch);
    add_line(
        pane,
        arena_printf(app->scratch, "taken for the same meeting: %.*s; R goes there", TEXT_ARG(why)),
        ROLE_DIM);
    size_t count;
    timeline_positions(app->timeline, other, &count);
    for (size_t n = 0; n < count; n++)
        add_position(app, pane, other, n);
}

static void add_other_reports(App *app, Pane *pane, EventId id)
{
    EventId others[REPORTS_MAX];
    size_t count = reports_of(app->timeline, id, others, app->scratch);
    for (size_t i = 0; i < count; i++)
        add_other_report(app, pane, id, others[i]);
}

// ---- fields ----

static bool is_provenance(EventField field)
{
    return field == EVENT_ID || field == EVENT_DATASET || field == EVENT_CORRECTED ||
           field == EVENT_SOURCE_FILE || field == EVENT_SOURCE_OFFSET ||
           field == EVENT_SOURCE_LENGTH || field == EVENT_SOURCE_URL;
}

static void add_fields(App *app, Pane *pane, EventId id, bool wants_provenance)
{
    for (EventField field = 0; field < EVENT_FIELDS; field++) {
        if (field == EVENT_TEXT || field == EVENT_TITLE || is_provenance(field) != wants_provenance)
            continue;
        Text value = timeline_field(app->timeline, id, field, app->scratch);
        if (value.len)
            lines_add(pane, (TextRow){.label = event_field_names[field],
                                      .text = keep(pane, value),
                                      .label_role = ROLE_DIM,
                                      .role = ROLE_PLAIN});
    }
}

// A column of our own tables that the fields have told already, or that is empty.
static bool is_shown_above(App *app, EventId id, Text name, Text value)
{
    size_t field = field_by_name(event_field_names, EVENT_FIELDS, name);
    return field < EVENT_FIELDS &&
           (value.len == 0 ||
            text_equal(timeline_field(app->timeline, id, (EventField)field, app->scratch), value));
}

// Names of columns that are alike at their beginning must be told apart.
static void widen_labels(Pane *pane, Text name)
{
    TextRows *rows = pane->content;
    int width = (int)safe_columns(name);
    if (width > rows->label_columns)
        rows->label_columns = width < LABEL_MAX ? width : LABEL_MAX;
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
        widen_labels(pane, name);
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

// Positions that the text holds are not told twice.
static void add_words(App *app, Pane *pane, EventId id)
{
    Text text = keep(pane, timeline_field(app->timeline, id, EVENT_TEXT, app->scratch));
    size_t count;
    timeline_positions(app->timeline, id, &count);
    Quotes quotes = find_quotes(app, pane, id, text);
    if (quotes.count < count)
        add_positions(app, pane, id);
    if (text.len)
        add_heading(pane, quotes.count ? "What was said, the positions lit up" : "Text");
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
    Text title = keep(pane, timeline_field(app->timeline, event, EVENT_TITLE, app->scratch));
    size_t row = view_row_of(app->view, event);
    rows->title = title;
    if (row != TEXT_NOWHERE)
        rows->title = arena_printf(pane->content_arena, "%zu of %zu: %.*s", row + 1,
                                   view_count(app->view), TEXT_ARG(title));
    Event read = timeline_event(app->timeline, event);
    add_date(app, pane, read.date);
    if (title.len)
        add_line(pane, title, ROLE_NAME);
    add_kind_and_place(app, pane, &read);
    add_participants(app, pane, event);
    add_words(app, pane, event);
    add_other_reports(app, pane, event);
    add_heading(pane, "Fields");
    add_fields(app, pane, event, false);
    add_heading(pane, "Where it comes from");
    add_fields(app, pane, event, true);
    add_columns(app, pane, event);
}

const PaneOps detail_ops = {.name = "Event", .where = IN_POPUP | IN_PAGE, LINES_OPS};
