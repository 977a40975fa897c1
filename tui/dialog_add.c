// A: an event of one's own, asked for line by line: date, countries, kind, title, address.
#include <config.h>
#include "tui/noting.h"

enum { ADD_DATE, ADD_COUNTRIES, ADD_KIND, ADD_TITLE, ADD_URL, ADD_STEPS };

struct AddJob {
    int step;
    Arena *arena; // of the answers
    Text answers[ADD_STEPS];
};

static bool accept_answer(App *app, Text typed);
static Text answer_feedback(const App *app, Arena *scratch);
static void leave(App *app);

#define STEP(label_)                                                                               \
    {                                                                                              \
        .label = label_, .accept = accept_answer, .leave = leave, .feedback = answer_feedback      \
    }
static const PromptKind steps[ADD_STEPS] = {
    [ADD_DATE] = STEP("new event, date: "),
    [ADD_COUNTRIES] = STEP("countries: "),
    [ADD_KIND] = STEP("kind: "),
    [ADD_TITLE] = STEP("title: "),
    [ADD_URL] = STEP("address of the source: "),
};

static void add(App *app)
{
    const AddJob *job = app->add_job;
    Problems problems = problems_in(app->scratch);
    OwnEvent event = {job->answers[ADD_DATE], job->answers[ADD_COUNTRIES], job->answers[ADD_KIND],
                      job->answers[ADD_TITLE], job->answers[ADD_URL]};
    Text id;
    if (!app->services->add_event(app->services->context, &event, &id, &problems)) {
        app_say_unwritten(app, problems.count ? problems.items[0].path : TEXT("mine/events.csv"),
                          &problems);
        return;
    }
    Text title = arena_text(app->message_arena, event.title);
    EventKey key = {.id = id, .date = event.date, .title = title};
    own_event_added(app, &key);
    noting_reload(app);
    reload_go_to(app, &key);
    app_say(app, ROLE_NOTE, "added: %.*s", TEXT_ARG(title));
}

static const char *read_answer(App *app, int step, Text typed, Text *answer)
{
    *answer = key_text(typed, app->scratch);
    if (step == ADD_DATE)
        return correct_expects(app, NOTE_DATE, typed, answer);
    if (step == ADD_COUNTRIES && answer->len)
        return correct_expects(app, NOTE_COUNTRIES, typed, answer);
    if (step == ADD_KIND && answer->len == 0)
        *answer = TEXT("other");
    if (step == ADD_TITLE && answer->len == 0)
        return "a title";
    return NULL;
}

static Text proposal(App *app, int step)
{
    EventId id = view_cursor_event(app->view);
    if (event_equal(id, EVENT_NOWHERE))
        return TEXT("");
    if (step == ADD_DATE)
        return timeline_field(app->timeline, id, EVENT_DATE, app->scratch);
    if (step == ADD_COUNTRIES)
        return timeline_field(app->timeline, id, EVENT_COUNTRIES, app->scratch);
    return TEXT("");
}

static void ask(App *app, int step)
{
    app->add_job->step = step;
    app_ask(app, &steps[step], TEXT(""), NULL);
    prompt_propose(&app->prompt, proposal(app, step));
}

static bool accept_answer(App *app, Text typed)
{
    AddJob *job = app->add_job;
    Text answer;
    const char *expected =
        read_answer(app, job->step, arena_text(app->scratch, text_trim(typed)), &answer);
    if (expected) {
        app->completions = arena_printf(app->message_arena, "expected %s", expected);
        return false;
    }
    job->answers[job->step] = arena_text(job->arena, answer);
    if (job->step + 1 < ADD_STEPS)
        ask(app, job->step + 1);
    else
        add(app);
    return true;
}

static void leave(App *app)
{
    app_say(app, ROLE_NOTE, "nothing was added");
}

static Text answer_feedback(const App *app, Arena *scratch)
{
    static const char *const help[ADD_STEPS] = {
        [ADD_DATE] = "as 1972, 1972-02, 1972-02-21 or 1972-02-21/1972-02-28",
        [ADD_COUNTRIES] = "as CHN;PRK, CHN>PRK or China, DPRK",
        [ADD_KIND] = "as meeting, call, visit, statement; nothing: other",
        [ADD_TITLE] = "one line",
        [ADD_URL] = "may be empty; Enter adds the event",
    };
    if (app->completions.len)
        return app->completions;
    return arena_printf(scratch, "%s%s",
                        app->prompt.is_proposal ? "Enter takes this, typing replaces it; " : "",
                        help[app->add_job->step]);
}

void command_add_event(App *app, Text argument)
{
    (void)argument;
    if (!app->services->add_event || !app->services->reload) {
        app_say(app, ROLE_WARNING, "nothing can be added here");
        return;
    }
    if (!app->add_job) {
        app->add_job = ARENA_NEW(app->arena, AddJob);
        app->add_job->arena = app->arena;
    }
    ask(app, ADD_DATE);
}
