// Who took part in the event under the cursor, by country; apart from them who is only named.
#include <config.h>
#include "tui/app.h"

#include "model/utf8.h"

typedef struct Person {
    size_t n;     // index among the event's participants
    Text heading; // above the first of a group: "CHN China, host side"
    Text name, role, office;
    bool is_mentioned;
} Person;

typedef struct People {
    EventId event;
    size_t present, mentioned;
    Person *items;
    size_t count, capacity;
} People;

static People *people_of(const Pane *pane)
{
    return pane->content;
}

static bool same_group(const Participant *a, const Participant *b)
{
    return country_equal(participant_side(a), participant_side(b));
}

static bool is_mentioned(const Participant *participant)
{
    return participant->role.at == WORD_MENTIONED;
}

static const char *side_of(const Participant *all, size_t count, CountryId country)
{
    for (size_t i = 0; i < count; i++) {
        if (!country_equal(participant_side(&all[i]), country))
            continue;
        if (all[i].role.at == WORD_HOST)
            return ", host side";
        if (all[i].role.at == WORD_GUEST)
            return ", guest side";
    }
    return "";
}

static Text heading_of(App *app, EventId event, size_t n, Arena *arena)
{
    size_t count;
    const Participant *all = timeline_participants(app->timeline, event, &count);
    CountryId country = participant_side(&all[n]);
    if (country.at == COUNTRY_NONE)
        return TEXT("without a country");
    Text code = timeline_country_code(app->timeline, country);
    Text name = timeline_country_name(app->timeline, country);
    const char *side = side_of(all, count, country);
    if (text_equal(code, name))
        return arena_printf(arena, "%.*s%s", TEXT_ARG(code), side);
    return arena_printf(arena, "%.*s %.*s%s", TEXT_ARG(code), TEXT_ARG(name), side);
}

static Text field(App *app, EventId event, size_t n, ParticipantField name, Arena *arena)
{
    // Copied: a field may stand in the scratch arena of the decoder.
    ArenaMark mark = arena_mark(app->scratch);
    Text text = timeline_participant_field(app->timeline, event, n, name, app->scratch);
    text = arena_text(arena, text);
    arena_rewind(app->scratch, mark);
    return text;
}

// Country of somebody who is only named, and the positions that name him: "CHN, in 1, 5".
static Text mentions(App *app, EventId event, size_t n, Arena *arena)
{
    size_t count;
    const Participant *all = timeline_participants(app->timeline, event, &count);
    Text code = timeline_country_code(app->timeline, participant_side(&all[n]));
    Text name = field(app, event, n, PARTICIPANT_NAME, arena);
    Buffer out = buffer_in(arena);
    timeline_positions(app->timeline, event, &count);
    for (size_t i = 0; i < count && name.len; i++) {
        ArenaMark mark = arena_mark(app->scratch);
        Text said = timeline_position_field(app->timeline, event, i, POSITION_TEXT, app->scratch);
        if (text_find(said, name) != TEXT_NOWHERE)
            buffer_printf(&out, "%s%zu", out.count ? ", " : "in ", i + 1);
        arena_rewind(app->scratch, mark);
    }
    Text in = buffer_text(&out);
    return arena_printf(arena, "%.*s%s%.*s", TEXT_ARG(code), code.len && in.len ? " " : "",
                        TEXT_ARG(in));
}

static void add_person(App *app, People *people, size_t n, Text heading)
{
    Arena *arena = app->panes[PANE_PEOPLE].content_arena;
    size_t count;
    const Participant *all = timeline_participants(app->timeline, people->event, &count);
    Person person = {.n = n, .heading = heading, .is_mentioned = is_mentioned(&all[n])};
    person.name = field(app, people->event, n, PARTICIPANT_NAME, arena);
    person.office = field(app, people->event, n, PARTICIPANT_OFFICE, arena);
    person.role = person.is_mentioned ? mentions(app, people->event, n, arena)
                                      : timeline_string(app->timeline, all[n].role);
    if (field(app, people->event, n, PARTICIPANT_CORRECTED, arena).len)
        person.role = arena_printf(arena, "~%.*s", TEXT_ARG(person.role));
    ARENA_PUSH(arena, people, person);
}

bool participant_current(const App *app, EventId *event, size_t *n)
{
    const Pane *pane = &app->panes[PANE_PEOPLE];
    const People *people = people_of(pane);
    if (!people || pane->row >= people->count)
        return false;
    *event = people->event;
    *n = people->items[pane->row].n;
    return true;
}

// The first participant of a group adds all of it, in the order of the event.
static void add_group(App *app, People *people, size_t first)
{
    size_t count;
    const Participant *all = timeline_participants(app->timeline, people->event, &count);
    for (size_t i = 0; i < first; i++)
        if (!is_mentioned(&all[i]) && same_group(&all[i], &all[first]))
            return;
    Arena *arena = app->panes[PANE_PEOPLE].content_arena;
    Text heading = heading_of(app, people->event, first, arena);
    for (size_t i = first; i < count; i++) {
        if (is_mentioned(&all[i]) || !same_group(&all[i], &all[first]))
            continue;
        add_person(app, people, i, heading);
        heading = TEXT("");
    }
}

void people_fill(App *app, EventId event)
{
    Pane *pane = &app->panes[PANE_PEOPLE];
    arena_reset(pane->content_arena);
    People *people = ARENA_NEW(pane->content_arena, People);
    people->event = event;
    pane->content = people;
    pane_reset(pane, 0);
    if (event_equal(event, EVENT_NOWHERE))
        return;
    size_t count;
    const Participant *all = timeline_participants(app->timeline, event, &count);
    for (size_t i = 0; i < count; i++)
        if (!is_mentioned(&all[i]))
            add_group(app, people, i);
    people->present = people->count;
    Text heading = TEXT("named, not present");
    for (size_t i = 0; i < count; i++) {
        if (!is_mentioned(&all[i]))
            continue;
        add_person(app, people, i, heading);
        heading = TEXT("");
    }
    people->mentioned = people->count - people->present;
    size_t hit = TEXT_NOWHERE;
    if (app->search.needle.len && people->count)
        hit = pane_find(pane, people->count - 1, 1, app->search.needle, app->scratch);
    pane->row = hit != TEXT_NOWHERE ? hit : 0;
}

bool people_current(const App *app, ActorId *actor, Text *name)
{
    const Pane *pane = &app->panes[PANE_PEOPLE];
    const People *people = people_of(pane);
    if (!people || pane->row >= people->count)
        return false;
    size_t count;
    const Person *person = &people->items[pane->row];
    *actor = timeline_participants(app->timeline, people->event, &count)[person->n].actor;
    *name = person->name;
    return actor->at || name->len;
}

static size_t count_people(const Pane *pane)
{
    return pane->content ? people_of(pane)->count : 0;
}

// ---- drawing ----

// In a wide pane name, role and office stand beside each other, else the office below the name.
enum { BESIDE_FROM = 60, NAME_COLUMNS = 24, ROLE_COLUMNS = 10, OFFICE_INDENT = 3 };

static int office_indent(int width)
{
    return width >= BESIDE_FROM ? 1 + NAME_COLUMNS + 1 + ROLE_COLUMNS + 1 : OFFICE_INDENT;
}

// A name or a role that is too long for its column has the first line for itself.
static bool is_beside(const Person *person, int width)
{
    return width >= BESIDE_FROM && (int)safe_columns(person->name) <= NAME_COLUMNS &&
           (int)safe_columns(person->role) <= ROLE_COLUMNS;
}

static RowShape shape_of(const Pane *pane, size_t row, int width, Arena *scratch)
{
    const Person *person = &people_of(pane)->items[row];
    TextLines office = wrap_text(person->office, width - office_indent(width), scratch);
    int lines = (int)office.count + !is_beside(person, width);
    return (RowShape){person->heading.len > 0, lines > 0 ? lines : 1};
}

static void draw_name(const Person *person, const RowPlace *place)
{
    Pen pen = pen_at(place->canvas, rect_row(place->rect, 0), place->finder, place->scratch);
    Role name_role = person->is_mentioned ? ROLE_PLAIN : ROLE_NAME;
    pen_code(&pen, ' ', 1, ROLE_PLAIN);
    if (place->rect.width >= BESIDE_FROM) {
        int columns = (int)safe_columns(person->name);
        pen_field(&pen, person->name, columns > NAME_COLUMNS ? columns : NAME_COLUMNS, name_role);
        pen_code(&pen, ' ', 1, ROLE_PLAIN);
        pen_text(&pen, person->role, ROLE_DIM);
        return;
    }
    int role = (int)safe_columns(person->role);
    int room = place->rect.width - 1;
    // The name is cut only where it has the whole line to itself.
    bool has_role = (int)safe_columns(person->name) + role + 1 <= room;
    pen_field(&pen, person->name, has_role ? room - role - 1 : room, name_role);
    if (has_role)
        pen_text(&pen, person->role, ROLE_DIM);
}

static void draw_row(const Pane *pane, size_t row, const RowPlace *place)
{
    const Person *person = &people_of(pane)->items[row];
    if (person->heading.len) {
        Rect above = {place->rect.x, place->rect.y - 1, place->rect.width, 1};
        Pen pen = pen_at(place->canvas, above, NULL, place->scratch);
        pen_text(&pen, person->heading, ROLE_HEADING);
    }
    draw_name(person, place);
    int width = place->rect.width;
    TextLines office = wrap_text(person->office, width - office_indent(width), place->scratch);
    wrap_draw(&office, place, office_indent(width), !is_beside(person, width), ROLE_OFFICE);
}

static void draw_title(const Pane *pane, Pen *pen)
{
    const People *people = people_of(pane);
    if (people && people->present)
        pen_printf(pen, ROLE_DIM, "%zu ", people->present);
}

static bool begins_group(const Pane *pane, size_t row)
{
    return people_of(pane)->items[row].heading.len > 0;
}

static Text heading(const Pane *pane, size_t row)
{
    while (row > 0 && !begins_group(pane, row))
        row--;
    return people_of(pane)->items[row].heading;
}

static Text row_text(const Pane *pane, size_t row, Arena *scratch)
{
    const Person *person = &people_of(pane)->items[row];
    return arena_printf(scratch, "%.*s %.*s %.*s %.*s", TEXT_ARG(person->heading),
                        TEXT_ARG(person->name), TEXT_ARG(person->office), TEXT_ARG(person->role));
}

const PaneOps people_ops = {
    .name = "Participants",
    .where = IN_PEOPLE,
    .count = count_people,
    .shape = shape_of,
    .draw_row = draw_row,
    .draw_title = draw_title,
    .heading = heading,
    .begins_group = begins_group,
    .text = row_text,
    .empty = "nobody is named",
};
