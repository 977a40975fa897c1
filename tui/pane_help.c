// Help and problems: lists that come from tables. The keys shown are those that work now.
#include <config.h>
#include "tui/pane_lines.h"

enum { HELP_LABEL = 33, PROBLEM_LABEL = 8, PROBLEMS_SHOWN = 20000 };

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

static Role severity_role(Severity severity)
{
    switch (severity) {
    case SEVERITY_NOTE:
        return ROLE_NOTE;
    case SEVERITY_WARNING:
        return ROLE_WARNING;
    case SEVERITY_ERROR:
        break;
    }
    return ROLE_ERROR;
}

static void add_problem(Pane *pane, const Problem *problem, size_t link)
{
    Problem bare = *problem; // its severity has a column of its own
    Text text = problem_text(&bare, pane->content_arena);
    const char *name = severity_name(problem->severity);
    Text needle = arena_printf(pane->content_arena, "%s: ", name);
    size_t at = text_find(text, needle);
    if (at != TEXT_NOWHERE)
        text = arena_printf(pane->content_arena, "%.*s%.*s", (int)at, text.ptr,
                            TEXT_ARG(text_sub(text, at + needle.len, text.len)));
    lines_add(pane, (TextRow){.label = text_from(name),
                              .text = text,
                              .label_role = severity_role(problem->severity),
                              .link = link});
}

static void add_problems(Pane *pane, const Problems *problems, bool has_links)
{
    for (int severity = SEVERITY_ERROR; severity >= SEVERITY_NOTE; severity--)
        for (size_t i = 0; i < problems->count && i < PROBLEMS_SHOWN; i++)
            if (problems->items[i].severity == (Severity)severity)
                add_problem(pane, &problems->items[i], has_links ? i : SIZE_MAX);
}

void problems_fill(App *app)
{
    Pane *pane = &app->problem_list;
    TextRows *rows = lines_begin(pane, PROBLEM_LABEL);
    timeline_locate_problems(app->timeline);
    const Problems *problems = timeline_problems(app->timeline);
    Accounting sum = timeline_accounting(app->timeline);
    rows->title = arena_printf(pane->content_arena,
                               "%.*s · records read %llu = used %llu + folded %llu + joined %llu + "
                               "skipped %llu + rejected %llu",
                               TEXT_ARG(app_problem_counts(app, true, pane->content_arena)),
                               (unsigned long long)sum.read, (unsigned long long)sum.used,
                               (unsigned long long)sum.folded, (unsigned long long)sum.joined,
                               (unsigned long long)sum.skipped, (unsigned long long)sum.rejected);
    add_problems(pane, &app->problems, false);
    add_problems(pane, problems, true);
}

const Problem *problems_current(const App *app)
{
    const TextRow *row = lines_current(&app->problem_list);
    const Problems *problems = timeline_problems(app->timeline);
    return row && row->link < problems->count ? &problems->items[row->link] : NULL;
}

const PaneOps help_ops = {.name = "Help", .where = IN_POPUP, LINES_OPS};
const PaneOps problems_ops = {
    .name = "Problems", .where = IN_POPUP, LINES_OPS, .empty = "everything could be read as meant"};

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
const PaneOps preview_ops = {.name = "Export", .where = IN_POPUP, LINES_OPS};
