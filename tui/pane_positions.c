// What was said: at the event under the cursor, or by one speaker at all events shown; grouped, wrapped, numbered.
#include <config.h>
#include "tui/app.h"
#include "tui/notes_text.h"

typedef struct Said {
    EventId event;
    uint32_t n;       // index among the event's positions
    bool is_matching; // fulfils the filter's position terms
    bool is_unsure;   // of less than high confidence
    Text heading;     // above the first of a group
} Said;

typedef struct Positions {
    Text speaker;  // of all events; empty: one event
    size_t hidden; // left out because only matching ones are shown
    Said *items;
    size_t count, capacity;
} Positions;

enum { GUTTER_FROM = 60, MARK_COLUMNS = 2, NUMBER_COLUMNS = 3, VERB_COLUMNS = 11 };

static Positions *positions_of(const Pane *pane)
{
    return pane->content;
}

static const Position *position_of(const App *app, const Said *said)
{
    size_t count;
    const Position *all = timeline_positions(app->timeline, said->event, &count);
    return &all[said->n];
}

bool positions_current(const App *app, EventId *event, size_t *n)
{
    const Pane *pane = &app->panes[PANE_POSITIONS];
    const Positions *positions = positions_of(pane);
    if (!positions || pane->row >= positions->count)
        return false;
    *event = positions->items[pane->row].event;
    *n = positions->items[pane->row].n;
    return true;
}

void positions_go_to(App *app, size_t n)
{
    Pane *pane = &app->panes[PANE_POSITIONS];
    const Positions *positions = positions_of(pane);
    for (size_t row = 0; positions && row < positions->count; row++)
        if (positions->items[row].n == n) {
            pane_move_to(pane, row);
            return;
        }
}

bool position_is_unsure(const Position *position)
{
    return position->confidence.at == WORD_MEDIUM || position->confidence.at == WORD_LOW;
}

// ---- filling ----

static Text mode_text(StringId mode)
{
    switch (mode.at) {
    case WORD_DIRECT:
        return TEXT(" · direct speech");
    case WORD_INDIRECT:
        return TEXT(" · indirect speech");
    case WORD_JOINT:
        return TEXT(" · joint");
    default:
        return TEXT("");
    }
}

static Text speaker_text(const App *app, const Position *position)
{
    Text name = timeline_string(app->timeline, position->speaker_name);
    return name.len ? name : timeline_actor_name(app->timeline, position->speaker);
}

static bool same_speaker(const Position *a, const Position *b)
{
    return a->speaker.at == b->speaker.at && a->speaker_name.at == b->speaker_name.at &&
           country_equal(a->country, b->country) && a->mode.at == b->mode.at;
}

static Text speaker_heading(App *app, EventId event, size_t first, Arena *arena)
{
    size_t count;
    const Position *all = timeline_positions(app->timeline, event, &count);
    size_t end = first;
    while (end < count && same_speaker(&all[end], &all[first]))
        end++;
    Text name = speaker_text(app, &all[first]);
    Text code = timeline_country_code(app->timeline, all[first].country);
    Text mode = mode_text(all[first].mode);
    return arena_printf(arena, "%.*s%s%.*s%.*s · %zu", TEXT_ARG(name), code.len ? " · " : "",
                        TEXT_ARG(code), TEXT_ARG(mode), end - first);
}

static Text event_heading(App *app, EventId id, Arena *arena)
{
    Event event = timeline_event(app->timeline, id);
    Text title = timeline_field(app->timeline, id, EVENT_TITLE, app->scratch);
    Text date = date_short(event.date, app->scratch);
    Text pair = countries_short(app->timeline, &event, app->scratch);
    return arena_printf(arena, "%.*s %.*s %.*s", TEXT_ARG(date), TEXT_ARG(pair), TEXT_ARG(title));
}

static bool is_wanted(App *app, EventId event, size_t n, const Position *like)
{
    size_t count;
    const Position *all = timeline_positions(app->timeline, event, &count);
    if (!like)
        return true;
    bool is_same = like->speaker.at ? all[n].speaker.at == like->speaker.at
                                    : all[n].speaker_name.at == like->speaker_name.at;
    return is_same && country_equal(all[n].country, like->country);
}

// Adds the positions of one event; `like` NULL: whoever spoke.
static void add_event(App *app, Positions *positions, EventId event, const Position *like)
{
    Arena *arena = app->panes[PANE_POSITIONS].content_arena;
    bool has_terms = view_chooses_positions(app->view);
    size_t count;
    const Position *all = timeline_positions(app->timeline, event, &count);
    size_t before = positions->count;
    for (size_t n = 0; n < count; n++) {
        if (!is_wanted(app, event, n, like))
            continue;
        Said said = {.event = event, .n = (uint32_t)n};
        said.is_unsure = position_is_unsure(&all[n]);
        said.is_matching = has_terms && view_shows_position(app->view, event, n);
        if (app->only_matching && has_terms && !said.is_matching) {
            positions->hidden++;
            continue;
        }
        bool is_first = positions->count == before;
        if (like && is_first)
            said.heading = event_heading(app, event, arena);
        else if (!like && (is_first || !same_speaker(&all[n], &all[n - 1])))
            said.heading = speaker_heading(app, event, n, arena);
        ARENA_PUSH(arena, positions, said);
    }
}

void positions_fill(App *app, EventId event)
{
    Pane *pane = &app->panes[PANE_POSITIONS];
    Position like = {0};
    size_t n = 0;
    EventId old = EVENT_NOWHERE;
    bool by_speaker = app->this_speaker && positions_current(app, &old, &n);
    if (by_speaker) {
        size_t count;
        like = timeline_positions(app->timeline, old, &count)[n];
    }
    arena_reset(pane->content_arena);
    Positions *positions = ARENA_NEW(pane->content_arena, Positions);
    pane->content = positions;
    pane_reset(pane, 0);
    if (!by_speaker) {
        app->this_speaker = false;
        if (!event_equal(event, EVENT_NOWHERE))
            add_event(app, positions, event, NULL);
        while (pane->row < positions->count && !positions->items[pane->row].is_matching)
            pane->row++;
        size_t count = positions->count, hit = TEXT_NOWHERE;
        Text needle = app->search.needle;
        if (pane->row == count && needle.len) // none is asked for: what is searched for
            hit = pane_find(pane, count - 1, 1, needle, app->scratch);
        if (pane->row == count)
            pane->row = hit != TEXT_NOWHERE ? hit : 0; // or from the top
        return;
    }
    positions->speaker = arena_text(pane->content_arena, speaker_text(app, &like));
    for (size_t row = 0; row < view_count(app->view); row++)
        add_event(app, positions, view_event(app->view, row), &like);
    for (size_t row = 0; row < positions->count; row++)
        if (event_equal(positions->items[row].event, old) && positions->items[row].n == n)
            pane->row = row;
}

static size_t count(const Pane *pane)
{
    return pane->content ? positions_of(pane)->count : 0;
}

// ---- drawing ----

// The sentence with what follows it on its last line: side, topics, and what it refers to.
typedef struct SaidText {
    Text whole;
    size_t sentence; // bytes of it that are the source's own
    Text verbs;
    char confidence;
} SaidText;

static void add_list(Buffer *out, Text list, const char *before)
{
    for (Text rest = list; rest.ptr && rest.len;) {
        Text item = text_cut(&rest, ';');
        if (item.len)
            buffer_printf(out, "%s%.*s", before, TEXT_ARG(item));
    }
}

// "  -> 75th anniversary of diplomatic ties: 1949"
static void add_citations(const App *app, const Said *said, Text sentence, Buffer *out,
                          Arena *scratch)
{
    Citations found = {0};
    Date when = timeline_event(app->timeline, said->event).date;
    if (app->citations)
        found = citations_in(app->citations, sentence, when, scratch);
    for (size_t i = 0; i < found.count; i++)
        buffer_printf(
            out, "  \xE2\x86\x92 %.*s",
            TEXT_ARG(citation_line(app->timeline, sentence, found.items[i], said->event, scratch)));
}

static char confidence_mark(StringId confidence)
{
    switch (confidence.at) {
    case WORD_HIGH:
        return 'H';
    case WORD_MEDIUM:
        return 'M';
    case WORD_LOW:
        return 'L';
    default:
        return ' ';
    }
}

static SaidText read_said(const App *app, const Said *said, Arena *scratch)
{
    const Position *position = position_of(app, said);
    Text sentence =
        timeline_position_field(app->timeline, said->event, said->n, POSITION_TEXT, scratch);
    Buffer out = buffer_in(scratch);
    buffer_add(&out, sentence);
    if (position->side.at != COUNTRY_NONE && !country_equal(position->side, position->country))
        buffer_printf(&out, "  (%.*s side)",
                      TEXT_ARG(timeline_country_code(app->timeline, position->side)));
    add_list(&out, timeline_string(app->timeline, position->topics), "  #");
    buffer_add(&out, notes_behind(app->timeline, said->event, said->n, scratch));
    add_citations(app, said, sentence, &out, scratch);
    Buffer verbs = buffer_in(scratch);
    add_list(&verbs, timeline_string(app->timeline, position->verbs), " ");
    return (SaidText){buffer_text(&out), sentence.len, text_trim(buffer_text(&verbs)),
                      confidence_mark(position->confidence)};
}

static int indent_of(int width)
{
    return width >= GUTTER_FROM ? MARK_COLUMNS + NUMBER_COLUMNS + 3 + VERB_COLUMNS + 1
                                : MARK_COLUMNS;
}

// In a narrow pane number and verb have a line of their own.
static int lines_above(int width)
{
    return width >= GUTTER_FROM ? 0 : 1;
}

static RowShape shape_of(const Pane *pane, size_t row, int width, Arena *scratch)
{
    const Said *said = &positions_of(pane)->items[row];
    SaidText text = read_said(pane->app, said, scratch);
    TextLines lines = wrap_text(text.whole, width - indent_of(width), scratch);
    int height = (int)lines.count + lines_above(width);
    return (RowShape){said->heading.len > 0, height > 0 ? height : 1};
}

static void draw_gutter(const Pane *pane, size_t row, const SaidText *text, const RowPlace *place)
{
    const Said *said = &positions_of(pane)->items[row];
    Pen pen = pen_at(place->canvas, rect_row(place->rect, 0), NULL, place->scratch);
    pen_text(&pen, row == pane->row ? TEXT(">") : TEXT(" "), ROLE_PLAIN);
    pen_text(&pen, said->is_matching ? TEXT("*") : TEXT(" "), ROLE_HIT);
    bool is_wide = place->rect.width >= GUTTER_FROM;
    Text number = arena_printf(place->scratch, "%u", said->n + 1);
    if (is_wide)
        pen_right(&pen, number, NUMBER_COLUMNS, ROLE_DIM);
    else
        pen_text(&pen, number, ROLE_DIM);
    // What is less than sure stands out, without colour too.
    bool is_unsure = text->confidence == 'M' || text->confidence == 'L';
    pen_printf(&pen, is_unsure ? ROLE_WARNING : ROLE_DIM, "%c%c", is_unsure ? '?' : ' ',
               text->confidence);
    pen_code(&pen, ' ', 1, ROLE_DIM);
    if (is_wide)
        pen.end = pen.x + VERB_COLUMNS < pen.end ? pen.x + VERB_COLUMNS : pen.end;
    pen_text(&pen, text->verbs, ROLE_VERB);
}

static void draw_heading(Text heading, const RowPlace *place)
{
    Rect above = {place->rect.x, place->rect.y - 1, place->rect.width, 1};
    Pen pen = pen_at(place->canvas, above, place->finder, place->scratch);
    pen_code(&pen, 0x2500, 2, ROLE_BORDER);
    pen_code(&pen, ' ', 1, ROLE_BORDER);
    pen_text(&pen, heading, ROLE_HEADING);
    pen_code(&pen, ' ', 1, ROLE_BORDER);
    pen_code(&pen, 0x2500, pen_room(&pen), ROLE_BORDER);
}

static void draw_row(const Pane *pane, size_t row, const RowPlace *place)
{
    const Said *said = &positions_of(pane)->items[row];
    if (said->heading.len)
        draw_heading(said->heading, place);
    SaidText text = read_said(pane->app, said, place->scratch);
    draw_gutter(pane, row, &text, place);
    int width = place->rect.width;
    TextLines lines = wrap_text(text.whole, width - indent_of(width), place->scratch);
    RowPlace below = *place;
    below.rect.y += lines_above(width);
    RoleRange behind = {text.sentence, text.whole.len, ROLE_TOPIC};
    wrap_draw_roles(&lines, &below, indent_of(width), &behind, 1);
}

static void draw_title(const Pane *pane, Pen *pen)
{
    const Positions *positions = positions_of(pane);
    if (!positions)
        return;
    if (positions->speaker.len) {
        pen_text(pen, TEXT("of "), ROLE_DIM);
        pen_text(pen, positions->speaker, ROLE_NAME);
        pen_text(pen, TEXT(" at all events shown "), ROLE_DIM);
    } else {
        pen_text(pen, TEXT("this event "), ROLE_DIM);
    }
    pen_printf(pen, ROLE_DIM, "%zu ", positions->count);
    size_t unsure = 0;
    for (size_t row = 0; row < positions->count; row++)
        unsure += positions->items[row].is_unsure;
    if (unsure)
        pen_printf(pen, ROLE_WARNING, "· %zu unsure ", unsure);
    if (positions->hidden)
        pen_printf(pen, ROLE_DIM, "of %zu match ", positions->count + positions->hidden);
}

// Where nobody is quoted, the event's own text takes the room.
static void draw_empty(const Pane *pane, Canvas *canvas, Rect rest, Arena *scratch)
{
    const App *app = pane->app;
    EventId id = view_cursor_event(app->view);
    if (event_equal(id, EVENT_NOWHERE))
        return;
    Finder finder = app_finder(pane->app);
    Text text = timeline_field(app->timeline, id, EVENT_TEXT, scratch);
    TextLines lines = wrap_text(text, rest.width - MARK_COLUMNS, scratch);
    RowPlace place = {canvas, rest, {0, rest.height}, &finder, scratch};
    wrap_draw(&lines, &place, MARK_COLUMNS - 1, 1, ROLE_PLAIN);
}

static bool begins_group(const Pane *pane, size_t row)
{
    return positions_of(pane)->items[row].heading.len > 0;
}

static Text heading(const Pane *pane, size_t row)
{
    while (row > 0 && !begins_group(pane, row))
        row--;
    return positions_of(pane)->items[row].heading;
}

static Text row_text(const Pane *pane, size_t row, Arena *scratch)
{
    const Said *said = &positions_of(pane)->items[row];
    SaidText text = read_said(pane->app, said, scratch);
    Text speaker = speaker_text(pane->app, position_of(pane->app, said));
    return arena_printf(scratch, "%.*s %.*s %.*s", TEXT_ARG(speaker), TEXT_ARG(text.verbs),
                        TEXT_ARG(text.whole));
}

const PaneOps positions_ops = {
    .name = "Positions",
    .where = IN_POSITIONS,
    .count = count,
    .shape = shape_of,
    .draw_row = draw_row,
    .draw_title = draw_title,
    .heading = heading,
    .begins_group = begins_group,
    .text = row_text,
    .empty = "nothing is quoted",
    .draw_empty = draw_empty,
};
