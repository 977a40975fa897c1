// The list of problems: opening it, narrowing it, its order, and the record behind one.
#include <config.h>
#include "tui/app.h"

void command_problems(App *app, Text argument)
{
    (void)argument;
    problems_fill(app);
    app_open_popup(app, &app->problem_list);
}

static void narrow(App *app, Text words)
{
    arena_reset(app->problem_arena);
    app->problem_words = arena_text(app->problem_arena, text_trim(words));
    problems_fill(app);
}

static bool accept_words(App *app, Text words)
{
    narrow(app, words);
    return true;
}

static void leave_words(App *app)
{
    narrow(app, TEXT(""));
}

static const PromptKind words_prompt = {
    .label = "only with: ", .changed = narrow, .accept = accept_words, .leave = leave_words};

void command_narrow(App *app, Text argument)
{
    if (argument.len > 0)
        narrow(app, argument);
    else
        app_ask(app, &words_prompt,
                arena_printf(app->scratch, app->problem_words.len ? "%.*s " : "%.*s",
                             TEXT_ARG(app->problem_words)),
                NULL);
}

void command_order(App *app, Text argument)
{
    (void)argument;
    app->problems_by_place = !app->problems_by_place;
    problems_fill(app);
    app_say(app, ROLE_NOTE, "sorted by %s", app->problems_by_place ? "file and line" : "severity");
}
