// C on a participant, "person" and "spelling": two names that are one person, and one name that is two. Said once, for
// all events.
#include <config.h>
#include "tui/noting.h"

#include "model/utf8.h"

struct PersonJob {
    NotePlace place;
    NoteField field;
};

static PersonJob *job_of(App *app)
{
    if (!app->person_job)
        app->person_job = ARENA_NEW(app->arena, PersonJob);
    return app->person_job;
}

// Who is meant: of which country, how written there, how called now.
typedef struct Named {
    ActorId actor;
    Text country, written, called;
} Named;

static Named named_at(App *app, NotePlace place)
{
    size_t count;
    const Participant *person = &timeline_participants(app->timeline, place.event, &count)[place.n];
    Named named = {.actor = person->actor};
    named.country = timeline_country_code(app->timeline, person->country);
    named.written = participant_key_of(app->timeline, place.event, place.n, app->scratch).words;
    named.called = timeline_actor_name(app->timeline, person->actor);
    return named;
}

// The line of the file that this one stands in already; else a new one, for the name as it is written.
static Text key_of(App *app, const Named *named)
{
    Text key = notes_person_key(timeline_notes(app->timeline), named->country, named->written,
                                named->called);
    return key.ptr ? key : named->written;
}

bool persons_can_correct(App *app, NotePlace place)
{
    return named_at(app, place).written.len > 0;
}

Text persons_label(App *app, NotePlace place, NoteField field)
{
    Named named = named_at(app, place);
    return field == NOTE_PERSON
               ? arena_printf(app->scratch, "%.*s, at all events", TEXT_ARG(named.called))
               : arena_printf(app->scratch, "who is written \"%.*s\", at all events",
                              TEXT_ARG(named.written));
}

void persons_set(App *app, NotePlace place, NoteField field, Text value)
{
    Named named = named_at(app, place);
    Notes *notes = timeline_notes(app->timeline);
    Text key = arena_text(app->message_arena, key_of(app, &named));
    value = arena_text(app->message_arena, key_text(value, app->scratch));
    if (field == NOTE_PERSON && text_equal(value, key))
        value = TEXT("");
    notes_begin_action(notes);
    if (!notes_set_person(notes, named.country, key, field, value)) {
        app_say(app, ROLE_NOTE, "nothing is changed");
        return;
    }
    if (!noting_keep(app, field))
        return;
    if (value.len == 0)
        app_say(app, ROLE_NOTE, "%.*s is who the sources say again", TEXT_ARG(key));
    else
        app_say(app, ROLE_NOTE, "%s%.*s is %.*s, at all events",
                field == NOTE_SPELLING ? "written so: " : "", TEXT_ARG(key), TEXT_ARG(value));
}

// ---- asking ----

static void add_actor(App *app, ActorId id)
{
    Arena *arena = app->chooser.arena;
    const Actor *actor = actors_get(timeline_actors(app->timeline), id);
    Buffer spellings = buffer_in(arena);
    for (size_t i = 1; i < actor->spellings.count; i++)
        buffer_printf(&spellings, "%s%.*s", i > 1 ? ", " : "also ",
                      TEXT_ARG(timeline_string(app->timeline, actor->spellings.items[i])));
    Choice choice = {.value = arena_text(arena, timeline_string(app->timeline, actor->name)),
                     .label = buffer_text(&spellings)};
    choice.words = utf8_fold(
        arena_printf(arena, "%.*s %.*s", TEXT_ARG(choice.value), TEXT_ARG(choice.label)), arena);
    chooser_add(&app->chooser, choice);
}

// Who may be meant: the same last word of the name, or the same first one, stands first.
static bool is_near(Text a, Text b)
{
    Text last_a = a, last_b = b;
    for (size_t at; (at = text_find_char(last_a, ' ')) != TEXT_NOWHERE;)
        last_a = text_sub(last_a, at + 1, last_a.len);
    for (size_t at; (at = text_find_char(last_b, ' ')) != TEXT_NOWHERE;)
        last_b = text_sub(last_b, at + 1, last_b.len);
    return text_equal(last_a, last_b) || text_equal(text_cut(&a, ' '), text_cut(&b, ' '));
}

static void add_actors(App *app, const Named *named, bool wants_near)
{
    const Actors *actors = timeline_actors(app->timeline);
    CountryId country = actors_get(actors, named->actor)->country;
    for (uint32_t at = 1; at <= actors_count(actors); at++) {
        const Actor *actor = actors_get(actors, (ActorId){at});
        bool fits = country_equal(actor->country, country) && at != named->actor.at;
        Text name = timeline_string(app->timeline, actor->name);
        if (fits && is_near(name, named->called) == wants_near)
            add_actor(app, (ActorId){at});
    }
}

static void fill_persons(App *app)
{
    Named named = named_at(app, job_of(app)->place);
    Text key = key_of(app, &named);
    if (named.actor.at == 0)
        return;
    if (!text_equal(key, named.called) && !text_equal(named.written, named.called))
        chooser_add(&app->chooser, (Choice){.value = arena_text(app->chooser.arena, key),
                                            .label = TEXT("as the source says"),
                                            .words = utf8_fold(key, app->chooser.arena)});
    add_actors(app, &named, true);
    add_actors(app, &named, false);
}

static void accept_person(App *app, const Choice *choice)
{
    persons_set(app, job_of(app)->place, NOTE_PERSON, arena_text(app->scratch, choice->value));
}

static bool accept_typed_person(App *app, Text typed)
{
    if (key_text(typed, app->scratch).len == 0)
        return false;
    persons_set(app, job_of(app)->place, NOTE_PERSON, arena_text(app->scratch, typed));
    return true;
}

static const ChooserKind person_chooser = {.title = "The same person as",
                                           .fill = fill_persons,
                                           .accept = accept_person,
                                           .accept_text = accept_typed_person};

static bool accept_spelling(App *app, Text typed)
{
    persons_set(app, job_of(app)->place, NOTE_SPELLING, arena_text(app->scratch, typed));
    return true;
}

static Text spelling_feedback(const App *app, Arena *scratch)
{
    (void)app;
    (void)scratch;
    return TEXT("a name for who is written so, to keep him or her apart; nothing undoes it");
}

static const PromptKind spelling_prompt = {
    .label = "called: ", .accept = accept_spelling, .feedback = spelling_feedback};

void persons_ask(App *app, NotePlace place, NoteField field)
{
    *job_of(app) = (PersonJob){place, field};
    if (field == NOTE_PERSON)
        app_choose(app, &person_chooser);
    else
        app_ask(app, &spelling_prompt, named_at(app, place).written, NULL);
}
