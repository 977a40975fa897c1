// Help: the list that comes from the table of commands. The keys shown are those that work now. And reports.
#include <config.h>
#include "tui/pane_lines.h"

enum { HELP_LABEL = 33 };

static Text help_label(const App *app, CommandId id, Arena *arena)
{
    Text keys = keymap_keys(&app->keys, id, arena);
    return arena_printf(arena, "%-14.*s:%s", TEXT_ARG(keys), commands[id].name);
}

static void add_heading(Pane *pane, const char *title)
{
    TextRow row = {.text = text_from(title), .role = ROLE_HEADING, .is_heading = true};
    row.link = COMMANDS;
    lines_add(pane, row);
}

void help_fill(App *app)
{
    Pane *pane = &app->help;
    TextRows *rows = lines_begin(pane, HELP_LABEL);
    rows->title = TEXT("keys that work now, and commands for \":\"; / searches");
    const char *group = "";
    for (int i = 0; i < COMMANDS; i++) {
        CommandId id = (CommandId)i;
        if (command_group(id) != group) {
            group = command_group(id);
            add_heading(pane, group);
        }
        TextRow row = {.label = help_label(app, id, pane->content_arena),
                       .text = text_from(commands[i].help),
                       .label_role = ROLE_KEY,
                       .link = (size_t)i};
        if (commands[i].argument[0])
            row.text =
                arena_printf(pane->content_arena, "%s  %s", commands[i].help, commands[i].argument);
        lines_add(pane, row);
    }
}

const PaneOps help_ops = {.name = "Help", .where = IN_POPUP, LINES_OPS};

// ---- our own words ----

void report_fill(App *app, const PaneOps *ops, Text lines)
{
    Pane *pane = &app->report;
    pane->ops = ops;
    lines_begin(pane, 0);
    Text kept = arena_text(pane->content_arena, lines);
    for (Text rest = kept; rest.ptr && rest.len;) {
        Text line = text_cut(&rest, '\n');
        lines_add(pane, (TextRow){.text = line, .role = ROLE_PLAIN, .is_cut = ops == &preview_ops});
    }
}

const PaneOps why_ops = {.name = "Why", .where = IN_POPUP, LINES_OPS};
const PaneOps changes_ops = {.name = "Changes", .where = IN_POPUP, LINES_OPS};
const PaneOps preview_ops = {.name = "Export", .where = IN_POPUP, LINES_OPS};
