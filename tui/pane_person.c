// Somebody's page: offices over time, whom he or she met, every event, and all that was said, in order of time. Of all
// events loaded, whatever the filter shows.
#include <config.h>
#include "tui/pane_lines.h"

#include "model/utf8.h"

#include <stdlib.h>

enum { LABEL = 24, MET_SHOWN = 40 }; // "2021-03-13 to 2023-08-18"

// An office, or somebody who was met: when first and last, how often.
typedef struct Stretch {
    Text name;
    ActorId actor;
    Date first, last;
    size_t count;
} Stretch;

typedef struct Stretches {
    Stretch *items;
    size_t count, capacity;
} Stretches;

typedef struct Found {
    EventId event;
    size_t participant; // TEXT_NOWHERE: only speaks there
} Found;

typedef struct PersonPage {
    App *app;
    Pane *pane;
    Arena *arena; // of the pane
    ActorId actor;
    Text name; // folded, where there is no actor
    Stretches offices, met;
    size_t mentions, position_count;
    struct {
        Found *items;
        size_t count, capacity;
    } events;
} PersonPage;

static Text keep(const PersonPage *page, Text text)
{
    return arena_text(page->arena, text);
}

static bool is_named(const PersonPage *page, Text name)
{
    return text_equal(utf8_fold(name, page->app->scratch), page->name);
}

static bool is_participant(const PersonPage *page, EventId id, size_t n,
                           const Participant *participant)
{
    if (page->actor.at)
        return participant->actor.at == page->actor.at;
    return is_named(page, timeline_participant_field(page->app->timeline, id, n, PARTICIPANT_NAME,
                                                     page->app->scratch));
}

static bool is_speaker(const PersonPage *page, const Position *position)
{
    if (page->actor.at)
        return position->speaker.at == page->actor.at;
    return is_named(page, timeline_string(page->app->timeline, position->speaker_name));
}

// ---- gathering ----

static Date date_of(const PersonPage *page, EventId id)
{
    return timeline_event(page->app->timeline, id).date;
}

// The newest stretch of that name goes on where no other came between, or (met) wherever it is.
static void add_stretch(PersonPage *page, Stretches *list, Text name, ActorId actor, EventId id)
{
    Date date = date_of(page, id);
    for (size_t i = 0; name.len && i < list->count; i++) {
        Stretch *old = &list->items[i];
        if (!(actor.at ? old->actor.at == actor.at : text_equal(old->name, name)))
            continue;
        old->last = date;
        old->count++;
        return;
    }
    Stretch stretch = {keep(page, name), actor, date, date, 1};
    if (name.len)
        ARENA_PUSH(page->arena, list, stretch);
}

static void add_others(PersonPage *page, EventId id, size_t self)
{
    size_t count;
    const Timeline *timeline = page->app->timeline;
    const Participant *all = timeline_participants(timeline, id, &count);
    for (size_t n = 0; n < count; n++) {
        if (n == self || all[n].role.at == WORD_MENTIONED ||
            country_equal(all[n].country, all[self].country))
            continue;
        Text name =
            timeline_participant_field(timeline, id, n, PARTICIPANT_NAME, page->app->scratch);
        Text code = timeline_country_code(timeline, all[n].country);
        if (name.len)
            name = arena_printf(page->app->scratch, "%.*s%s%.*s", TEXT_ARG(name),
                                code.len ? " " : "", TEXT_ARG(code));
        add_stretch(page, &page->met, name, all[n].actor, id);
    }
}

static size_t find_self(PersonPage *page, EventId id)
{
    size_t count, self = TEXT_NOWHERE;
    const Participant *all = timeline_participants(page->app->timeline, id, &count);
    for (size_t n = 0; n < count; n++) {
        if (!is_participant(page, id, n, &all[n]))
            continue;
        if (all[n].role.at == WORD_MENTIONED)
            page->mentions++;
        else if (self == TEXT_NOWHERE)
            self = n;
    }
    return self;
}

static bool speaks_at(PersonPage *page, EventId id)
{
    size_t count, spoken = 0;
    const Position *all = timeline_positions(page->app->timeline, id, &count);
    for (size_t n = 0; n < count; n++)
        spoken += is_speaker(page, &all[n]);
    page->position_count += spoken;
    return spoken > 0;
}

static void gather_event(PersonPage *page, EventId id)
{
    ArenaMark mark = arena_mark(page->app->scratch);
    Found found = {id, find_self(page, id)};
    bool speaks = speaks_at(page, id);
    if (found.participant != TEXT_NOWHERE || speaks)
        ARENA_PUSH(page->arena, &page->events, found);
    arena_rewind(page->app->scratch, mark);
}

static int compare_found(const void *a, const void *b, void *timeline)
{
    return timeline_compare(timeline, ((const Found *)a)->event, ((const Found *)b)->event);
}

static void gather(PersonPage *page)
{
    Timeline *timeline = page->app->timeline;
    for (size_t s = 0; s < timeline_segment_count(timeline); s++) {
        const Segment *segment = timeline_segment(timeline, s);
        bool has_people = segment->participants.count || segment->positions.count;
        for (uint32_t row = 0; has_people && row < segment->count; row++)
            gather_event(page, timeline_event_id(s, row));
    }
    if (page->events.count > 1)
        qsort_r(page->events.items, page->events.count, sizeof *page->events.items, compare_found,
                timeline);
    for (size_t i = 0; i < page->events.count; i++) {
        const Found *found = &page->events.items[i];
        if (found->participant == TEXT_NOWHERE)
            continue;
        Text office = timeline_participant_field(timeline, found->event, found->participant,
                                                 PARTICIPANT_OFFICE, page->app->scratch);
        add_stretch(page, &page->offices, office, (ActorId){0}, found->event);
        add_others(page, found->event, found->participant);
    }
}

// ---- writing ----

static void add_heading(PersonPage *page, const char *title, size_t count)
{
    lines_add(page->pane, (TextRow){.text = arena_printf(page->arena, "%s · %zu", title, count),
                                    .role = ROLE_HEADING,
                                    .is_heading = true,
                                    .link = EVENT_NOWHERE.at});
}

static Text span_text(const PersonPage *page, Date first, Date last)
{
    Text from = date_short(first, page->arena), to = date_short(last, page->arena);
    if (text_equal(from, to))
        return from;
    return arena_printf(page->arena, "%.*s to %.*s", TEXT_ARG(from), TEXT_ARG(to));
}

static void add_stretches(PersonPage *page, const Stretches *list, size_t most)
{
    for (size_t i = 0; i < list->count && i < most; i++) {
        const Stretch *stretch = &list->items[i];
        Text times = stretch->count > 1 ? arena_printf(page->arena, "%.*s, %zu times",
                                                       TEXT_ARG(stretch->name), stretch->count)
                                        : stretch->name;
        lines_add(page->pane, (TextRow){.label = span_text(page, stretch->first, stretch->last),
                                        .text = times,
                                        .label_role = ROLE_DATE,
                                        .role = ROLE_PLAIN,
                                        .link = EVENT_NOWHERE.at});
    }
}

static void add_event(PersonPage *page, const Found *found)
{
    const Timeline *timeline = page->app->timeline;
    Event event = timeline_event(timeline, found->event);
    Text title = timeline_field(timeline, found->event, EVENT_TITLE, page->app->scratch);
    Text role = TEXT("speaks");
    if (found->participant != TEXT_NOWHERE)
        role = timeline_participant_field(timeline, found->event, found->participant,
                                          PARTICIPANT_ROLE, page->app->scratch);
    Text pair = countries_short(timeline, &event, page->app->scratch);
    Text kind = timeline_string(timeline, event.kind);
    Text line = arena_printf(page->arena, "%.*s %.*s%s%.*s%s%.*s%s", TEXT_ARG(pair), TEXT_ARG(kind),
                             kind.len ? ": " : "", TEXT_ARG(title), role.len ? " (" : "",
                             TEXT_ARG(role), role.len ? ")" : "");
    lines_add(page->pane, (TextRow){.label = date_short(event.date, page->arena),
                                    .text = line,
                                    .label_role = ROLE_DATE,
                                    .role = ROLE_PLAIN,
                                    .link = found->event.at});
}

static void add_positions(PersonPage *page, EventId id)
{
    const Timeline *timeline = page->app->timeline;
    size_t count;
    const Position *all = timeline_positions(timeline, id, &count);
    for (size_t n = 0; n < count; n++) {
        if (!is_speaker(page, &all[n]))
            continue;
        Text said = timeline_position_field(timeline, id, n, POSITION_TEXT, page->app->scratch);
        Text verb = timeline_position_field(timeline, id, n, POSITION_VERB, page->app->scratch);
        Text date = date_short(date_of(page, id), page->app->scratch);
        lines_add(page->pane, (TextRow){.label = arena_printf(page->arena, "%.*s %.*s",
                                                              TEXT_ARG(date), TEXT_ARG(verb)),
                                        .text = keep(page, said),
                                        .label_role = ROLE_DATE,
                                        .role = ROLE_PLAIN,
                                        .link = id.at});
    }
}

static int compare_stretches(const void *a, const void *b)
{
    size_t left = ((const Stretch *)a)->count, right = ((const Stretch *)b)->count;
    return (left < right) - (left > right);
}

// Where there are several.
static void add_spellings(PersonPage *page)
{
    const Timeline *timeline = page->app->timeline;
    if (page->actor.at == 0)
        return;
    const Actor *actor = actors_get(timeline_actors(timeline), page->actor);
    if (actor->spellings.count < 2)
        return;
    add_heading(page, "Written", actor->spellings.count);
    for (size_t i = 0; i < actor->spellings.count; i++)
        lines_add(
            page->pane,
            (TextRow){.text = keep(page, timeline_string(timeline, actor->spellings.items[i])),
                      .role = ROLE_PLAIN,
                      .link = EVENT_NOWHERE.at});
}

static void write_page(PersonPage *page)
{
    add_spellings(page);
    if (page->offices.count)
        add_heading(page, "Offices", page->offices.count);
    add_stretches(page, &page->offices, SIZE_MAX);
    if (page->met.count) {
        qsort(page->met.items, page->met.count, sizeof *page->met.items, compare_stretches);
        add_heading(page, "Met", page->met.count);
    }
    add_stretches(page, &page->met, MET_SHOWN);
    add_heading(page, "Events", page->events.count);
    for (size_t i = 0; i < page->events.count; i++)
        add_event(page, &page->events.items[i]);
    if (page->position_count)
        add_heading(page, "Positions", page->position_count);
    for (size_t i = 0; i < page->events.count; i++)
        add_positions(page, page->events.items[i].event);
}

void person_fill(App *app, ActorId actor, Text name)
{
    Pane *pane = &app->person;
    Text folded = utf8_fold(name, app->scratch);
    TextRows *rows = lines_begin(pane, LABEL);
    PersonPage page = {.app = app, .pane = pane, .arena = pane->content_arena, .actor = actor};
    page.name = keep(&page, folded);
    gather(&page);
    Text code = TEXT("");
    if (actor.at)
        code = timeline_country_code(app->timeline,
                                     actors_get(timeline_actors(app->timeline), actor)->country);
    rows->title =
        arena_printf(page.arena, "%.*s%s%.*s · %zu events, named in %zu more", TEXT_ARG(name),
                     code.len ? " · " : "", TEXT_ARG(code), page.events.count, page.mentions);
    write_page(&page);
}

const PaneOps person_ops = {.name = "Person", .where = IN_POPUP, LINES_OPS};

// ---- finding somebody ----

static ActorId actor_by_name(const App *app, Text name)
{
    const Actors *actors = timeline_actors(app->timeline);
    Text wanted = utf8_fold(name, app->scratch);
    for (uint32_t at = 1; at <= actors_count(actors); at++) {
        const Actor *actor = actors_get(actors, (ActorId){at});
        for (size_t i = 0; i < actor->spellings.count; i++) {
            Text spelling = timeline_string(app->timeline, actor->spellings.items[i]);
            if (text_find(utf8_fold(spelling, app->scratch), wanted) != TEXT_NOWHERE)
                return (ActorId){at};
        }
    }
    return (ActorId){0};
}

static bool current_speaker(const App *app, ActorId *actor, Text *name)
{
    EventId event;
    size_t n, count;
    if (app->settings.focus != PANE_POSITIONS || !positions_current(app, &event, &n))
        return false;
    const Position *position = &timeline_positions(app->timeline, event, &count)[n];
    *actor = position->speaker;
    *name = timeline_string(app->timeline, position->speaker_name);
    return actor->at || name->len;
}

void command_person(App *app, Text argument)
{
    ActorId actor = {0};
    Text name = argument;
    if (argument.len)
        actor = actor_by_name(app, argument);
    else if (!current_speaker(app, &actor, &name) && !people_current(app, &actor, &name)) {
        app_say(app, ROLE_NOTE, "nobody is under the cursor");
        return;
    }
    if (argument.len && actor.at == 0) {
        app_say(app, ROLE_WARNING, "nobody is called \"%.*s\"", TEXT_ARG(argument));
        return;
    }
    if (actor.at)
        name = timeline_actor_name(app->timeline, actor);
    person_fill(app, actor, name);
    app_open_popup(app, &app->person);
}
