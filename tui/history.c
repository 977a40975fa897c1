// What was typed in prompts, kept between runs: one file, a line "filter<TAB>kind:visit" for each, oldest first.
// Runs side by side add to each other's.
#include <config.h>
#include "tui/app.h"

static PromptHistory *history_by_name(App *app, Text name)
{
    const struct {
        Text name;
        PromptHistory *history;
    } all[] = {{TEXT("filter"), &app->filter_history},
               {TEXT("search"), &app->search_history},
               {TEXT("command"), &app->command_history},
               {TEXT("path"), &app->path_history}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (text_equal(all[i].name, name))
            return all[i].history;
    return NULL;
}

static Text history_path(App *app)
{
    return arena_printf(app->scratch, "%.*s/history", TEXT_ARG(app->services->state_folder));
}

static void remember_lines(App *app, Text lines)
{
    for (Text rest = lines; rest.ptr && rest.len;) {
        Text line = text_cut(&rest, '\n');
        Text name = text_cut(&line, '\t');
        PromptHistory *history = history_by_name(app, name);
        if (history && line.len && line.len < PROMPT_BYTES)
            prompt_remember(history, line);
    }
}

static Text load_lines(App *app)
{
    const Services *services = app->services;
    return services->load_text(services->context, history_path(app), app->scratch);
}

void history_load(App *app)
{
    if (app->services->state_folder.len)
        remember_lines(app, load_lines(app));
}

static void add_lines(Buffer *out, const char *name, const PromptHistory *history)
{
    for (size_t i = 0; i < history->count; i++)
        if (text_find_char(history->lines[i], '\n') == TEXT_NOWHERE)
            buffer_printf(out, "%s\t%.*s\n", name, TEXT_ARG(history->lines[i]));
}

static Text all_lines(App *app)
{
    Buffer out = buffer_in(app->scratch);
    add_lines(&out, "filter", &app->filter_history);
    add_lines(&out, "search", &app->search_history);
    add_lines(&out, "command", &app->command_history);
    add_lines(&out, "path", &app->path_history);
    return buffer_text(&out);
}

static bool write_lines(void *writer, Sink *sink)
{
    const Text *lines = writer;
    return sink_write(sink, *lines);
}

bool history_save(App *app, Problems *problems)
{
    const Services *services = app->services;
    if (services->state_folder.len == 0)
        return true;
    Text mine = all_lines(app);
    if (mine.len == 0)
        return true;
    Text before = load_lines(app);
    remember_lines(app, before); // what another run has added,
    remember_lines(app, mine);   // and ours behind it
    Text lines = all_lines(app);
    if (text_equal(lines, before))
        return true;
    return services->make_folder(services->context, services->state_folder, problems) &&
           services->save(services->context, history_path(app), write_lines, &lines, problems);
}
