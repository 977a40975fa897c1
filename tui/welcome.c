// The screen of the first run: what this is, and five keys.
#include <config.h>
#include "tui/pane_lines.h"

const PaneOps welcome_ops = {.name = "Welcome", .where = IN_POPUP, LINES_OPS};

static Text mark_path(App *app)
{
    return arena_printf(app->scratch, "%.*s/welcome", TEXT_ARG(app->services->state_folder));
}

static bool write_mark(void *writer, Sink *sink)
{
    (void)writer;
    return sink_write(sink, TEXT("seen\n"));
}

static void add_key(App *app, Buffer *out, CommandId id, const char *words)
{
    Text key = keymap_first_key(&app->keys, id, app->scratch);
    buffer_printf(out, "  %-6.*s %s\n", TEXT_ARG(key), words);
}

void command_welcome(App *app, Text argument)
{
    (void)argument;
    Buffer out = buffer_in(app->scratch);
    buffer_add(&out,
               TEXT("What happened between countries, who was there, what each side said.\n \n"
                    "Five keys to begin with:\n"));
    add_key(app, &out, COMMAND_next_pane, "goes from pane to pane; arrows move in it, Enter opens");
    add_key(app, &out, COMMAND_pick_pair, "chooses the two countries");
    add_key(app, &out, COMMAND_facets, "lists what there is in each field, with counts");
    add_key(app, &out, COMMAND_filter, "edits the filter: words, kind:visit, year:1972");
    add_key(app, &out, COMMAND_help, "lists all keys; what is typed behind : has no key");
    buffer_add(&out, TEXT(" \nAny key goes on. \":welcome\" shows this again.\n"));
    report_fill(app, &welcome_ops, buffer_text(&out));
    app_open_popup(app, &app->report);
}

void welcome_first(App *app)
{
    const Services *services = app->services;
    if (services->state_folder.len == 0 || app->linear.is_on)
        return;
    Problems problems = problems_in(app->scratch);
    bool was_seen = services->path_kind(services->context, mark_path(app)) != PATH_NOTHING;
    // Where it cannot be noted, it would come at every start.
    if (!was_seen && services->make_folder(services->context, services->state_folder, &problems) &&
        services->save(services->context, mark_path(app), write_mark, NULL, &problems))
        command_welcome(app, TEXT(""));
}

bool welcome_takes_key(App *app, Key key)
{
    if (app_focus(app) != &app->report || app->report.ops != &welcome_ops)
        return false;
    app_close_popup(app);
    return key == KEYS_ENTER || key == KEYS_ESCAPE || key == KEYS_SPACE || key == 'q';
}
