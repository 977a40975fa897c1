#include <config.h>
#include "tui/app.h"

static Text status(App *app)
{
    Arena *arena = app->scratch;
    const Filter *filter = view_filter(app->view);
    Text text = filter ? view_filter_text(app->view) : TEXT("");
    Text events = arena_printf(arena, "%zu of %zu events", view_count(app->view),
                               timeline_event_count(app->timeline));
    Text amiss = app_problem_counts(app, true, arena);
    const char *state = app->filtering.is_under_way ? "working, "
                        : app->feed.is_loading      ? "loading, "
                                                    : "";
    if (text.len == 0)
        return arena_printf(arena, "%s%.*s, %.*s", state, TEXT_ARG(events), TEXT_ARG(amiss));
    return arena_printf(arena, "%s%.*s, filter %s%.*s, %.*s", state, TEXT_ARG(events),
                        view_is_lifted(app->view) ? "lifted: " : "", TEXT_ARG(text),
                        TEXT_ARG(amiss));
}

static Text pane_name(App *app)
{
    const Pane *pane = app_focus(app);
    if (app->mode == MODE_CHOOSER)
        return arena_printf(app->scratch, "choose: %s",
                            app->chooser.kind->tab ? app->chooser.kind->tab(app->chooser.tab)
                                                   : app->chooser.kind->title);
    if (pane != &app->panes[PANE_EVENTS])
        return pane->number ? arena_printf(app->scratch, "%d %s", pane->number, pane->ops->name)
                            : text_from(pane->ops->name);
    return arena_printf(app->scratch, "1 Events, sorted by %s%s",
                        sort_key_name(view_sort_key(app->view)),
                        view_is_descending(app->view) ? ", descending" : "");
}

static Text choice_text(App *app)
{
    const Chooser *chooser = &app->chooser;
    const Choice *choice = chooser_current(chooser);
    Text typed = prompt_text(&chooser->line);
    if (!choice)
        return arena_printf(app->scratch, "%.*s: nothing fits", TEXT_ARG(typed));
    Text count = chooser->kind->has_counts
                     ? arena_printf(app->scratch, ", %llu", (unsigned long long)choice->count)
                     : TEXT("");
    return arena_printf(app->scratch, "%.*s%s%zu of %zu: %s%.*s %.*s%.*s", TEXT_ARG(typed),
                        typed.len ? ": " : "", chooser->row + 1, chooser->shown_count,
                        choice->is_marked ? "marked, " : "", TEXT_ARG(choice->value),
                        TEXT_ARG(choice->label), TEXT_ARG(count));
}

// Of the timeline the bar that is selected.
static size_t row_of(const App *app, const Pane *pane)
{
    EventId id = view_cursor_event(app->view);
    if (pane != &app->panes[PANE_TIMELINE] || event_equal(id, EVENT_NOWHERE))
        return pane->row;
    int32_t day = timeline_event(app->timeline, id).date.start;
    int64_t at = (int64_t)strip_bar_of(app->strip.level, day) - app->strip.first;
    return at >= 0 ? (size_t)at : 0;
}

static Text row_text(App *app)
{
    const Pane *pane = app_focus(app);
    size_t count = pane_count(pane), row = row_of(app, pane);
    if (app->mode == MODE_CHOOSER)
        return choice_text(app);
    if (row >= count || !pane->ops->text)
        return pane->ops->say_empty ? pane->ops->say_empty(pane) : text_from(pane->ops->empty);
    Text text = text_trim(pane->ops->text(pane, row, app->scratch));
    return arena_printf(app->scratch, "row %zu of %zu: %.*s", row + 1, count, TEXT_ARG(text));
}

static Text prompt_line(App *app)
{
    if (app->mode != MODE_PROMPT)
        return TEXT("");
    Text more = app->prompt_problem.message;
    if (more.len == 0 && app->completions.len)
        more = app->completions;
    return arena_printf(app->scratch, "%s%.*s%s%.*s", app->prompt.label,
                        TEXT_ARG(prompt_text(&app->prompt)), more.len ? "; " : "", TEXT_ARG(more));
}

Text linear_lines(App *app)
{
    Linear *linear = &app->linear;
    Text now[LINEAR_PARTS] = {status(app), pane_name(app), row_text(app), prompt_line(app),
                              app->message};
    Buffer out = buffer_in(app->scratch);
    for (int i = 0; i < LINEAR_PARTS; i++) {
        now[i] = safe_text(now[i], app->scratch);
        if (now[i].len && !text_equal(now[i], linear->said[i]))
            buffer_printf(&out, "%.*s\n", TEXT_ARG(now[i]));
    }
    arena_reset(linear->arena);
    for (int i = 0; i < LINEAR_PARTS; i++)
        linear->said[i] = arena_text(linear->arena, now[i]);
    return buffer_text(&out);
}
