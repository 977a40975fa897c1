// Commands about the program itself: the command line, reloading, themes, leaving.
#include <config.h>
#include "tui/app.h"
#include "tui/complete.h"
#include "tui/term.h"

static bool accept_command(App *app, Text text)
{
    Text line = arena_text(app->scratch, text_trim(text));
    prompt_remember(&app->command_history, line);
    app_run_line(app, line);
    return true;
}

static void complete_line(App *app)
{
    complete_command(app, &app->prompt);
}

static Text command_feedback(const App *app, Arena *scratch)
{
    if (app->completions.len)
        return app->completions;
    Text rest = prompt_text(&app->prompt);
    Text name = text_cut(&rest, ' ');
    if (text_ends(name, TEXT("!")))
        name.len--;
    CommandId id = command_by_name(name);
    if (id == COMMANDS)
        return TEXT("a command, or the number of a row; Tab completes");
    return arena_printf(scratch, "%s %s: %s", commands[id].name, commands[id].argument,
                        commands[id].help);
}

static const PromptKind command_prompt = {.label = ":",
                                          .accept = accept_command,
                                          .complete = complete_line,
                                          .feedback = command_feedback};

void command_command(App *app, Text argument)
{
    if (argument.len)
        app_run_line(app, argument);
    else
        app_ask(app, &command_prompt, TEXT(""), &app->command_history);
}

static void use_theme(App *app, Text name)
{
    Theme theme;
    Problems problems = problems_in(app->scratch);
    if (theme_load(app->config, arena_text(app->arena, name), &theme, &problems))
        app->theme = theme;
    else
        app_say(app, ROLE_ERROR, "%.*s", TEXT_ARG(problems.items[0].message));
}

static void fill_themes(App *app)
{
    ThemeNames names = theme_names(app->config, app->scratch);
    for (size_t i = 0; i < names.count; i++) {
        bool is_used = text_equal_nocase(names.items[i], app->theme.name);
        chooser_add(&app->chooser, (Choice){.value = names.items[i],
                                            .label = is_used ? TEXT("as now") : TEXT(""),
                                            .words = names.items[i]});
    }
}

static void accept_theme(App *app, const Choice *choice)
{
    use_theme(app, choice->value);
}

static const ChooserKind theme_chooser = {
    .title = "Theme", .fill = fill_themes, .accept = accept_theme};

void command_theme(App *app, Text argument)
{
    if (argument.len)
        use_theme(app, argument);
    else
        app_choose(app, &theme_chooser);
}

void command_redraw(App *app, Text argument)
{
    (void)argument;
    if (!app->is_scripted)
        term_redraw();
}

void command_suspend(App *app, Text argument)
{
    (void)argument;
    if (!app->is_scripted)
        term_suspend();
}

void command_quit(App *app, Text argument)
{
    (void)argument;
    app->is_over = true;
}
