// The filter: edited as a whole, built from chips, chosen from lists.
#include <config.h>
#include "tui/app.h"

#include "model/utf8.h"
#include "tui/complete.h"

// ---- its terms ----

static bool has_prefix(Text term, const char *prefixes)
{
    for (Text rest = text_from(prefixes); rest.ptr && rest.len;)
        if (text_starts(term, text_cut(&rest, ' ')))
            return true;
    return false;
}

// The next term of a part of the filter: up to a blank outside quotes and parentheses.
static Text cut_term(Text *rest)
{
    size_t at = 0, depth = 0;
    bool is_quoted = false;
    for (; at < rest->len; at++) {
        char c = rest->ptr[at];
        if (c == '"')
            is_quoted = !is_quoted;
        if (is_quoted)
            continue;
        depth += c == '(';
        depth -= c == ')' && depth > 0;
        if (c == ' ' && depth == 0)
            break;
    }
    Text term = text_sub(*rest, 0, at);
    *rest = text_sub(*rest, at < rest->len ? at + 1 : at, rest->len);
    return term;
}

static void add_term(Buffer *out, Text term)
{
    if (term.len && out->count)
        buffer_add_char(out, ' ');
    buffer_add(out, term);
}

static const Filter *filter_in_force(const App *app)
{
    // While the filter is lifted, all that is seen is narrowed: a new choice starts from nothing.
    return view_is_lifted(app->view) ? NULL : view_filter(app->view);
}

Text app_filter_with(App *app, const char *prefixes, Text term, Arena *arena)
{
    Buffer out = buffer_in(arena);
    const Filter *filter = filter_in_force(app);
    bool is_in = false;
    for (size_t i = 0; filter && i < filter_chip_count(filter); i++) {
        Text rest = filter_chip_text(filter, i);
        while (rest.len) {
            Text old = cut_term(&rest);
            bool is_replaced = has_prefix(old, prefixes);
            if (!is_replaced || !is_in)
                add_term(&out, is_replaced ? term : old);
            is_in = is_in || is_replaced;
        }
    }
    if (!is_in)
        add_term(&out, term);
    return buffer_text(&out);
}

Text app_filter_term(const App *app, const char *prefixes, size_t n, Arena *arena)
{
    const Filter *filter = filter_in_force(app);
    for (size_t i = 0; filter && i < filter_chip_count(filter); i++)
        for (Text rest = filter_chip_text(filter, i); rest.len;) {
            Text term = cut_term(&rest);
            if (has_prefix(term, prefixes) && n-- == 0)
                return arena_text(arena, term);
        }
    return TEXT("");
}

bool app_filter_has(const App *app, const char *prefixes)
{
    return app_filter_term(app, prefixes, 0, app->scratch).len > 0;
}

// ---- editing all of it ----

static void filter_changed(App *app, Text text)
{
    size_t start;
    if (complete_is_open(&app->prompt, &start))
        text = text_sub(text, 0, start);
    app_try_filter(app, text);
}

static bool accept_filter(App *app, Text text)
{
    return app_keep_filter(app, text_trim(text));
}

static Text filter_feedback(const App *app, Arena *scratch)
{
    if (app->completions.len)
        return app->completions;
    Text progress = TEXT("");
    if (app->filtering.is_under_way)
        progress = arena_printf(scratch, "filtering, %d%% · ", view_step_percent(app->view));
    return arena_printf(scratch, "%.*s%zu of %zu events · Enter keeps, Esc restores, Tab completes",
                        TEXT_ARG(progress), view_count(app->view),
                        timeline_event_count(app->timeline));
}

static void complete_filter(App *app)
{
    if (complete_filter_word(app, &app->prompt))
        filter_changed(app, prompt_text(&app->prompt));
}

static const PromptKind filter_prompt = {.label = "filter: ",
                                         .changed = filter_changed,
                                         .accept = accept_filter,
                                         .leave = app_restore_filter,
                                         .complete = complete_filter,
                                         .feedback = filter_feedback};

void command_filter(App *app, Text argument)
{
    if (argument.len) {
        app_set_filter(app, argument);
        return;
    }
    Text text = app_begin_trials(app);
    if (text.len) // ready for the next term
        text = arena_printf(app->scratch, "%.*s ", TEXT_ARG(text));
    app_ask(app, &filter_prompt, text, &app->filter_history);
}

// ---- chips ----

void command_lift_filter(App *app, Text argument)
{
    (void)argument;
    app_finish_filter(app);
    const Filter *filter = view_filter(app->view);
    if (!filter || filter_is_empty(filter)) {
        app_say(app, ROLE_NOTE, "there is no filter: all events are shown");
        return;
    }
    bool is_lifted = !view_is_lifted(app->view);
    view_lift_filter(app->view, is_lifted);
    app->has_new_rows = true;
    if (is_lifted)
        app_say(app, ROLE_NOTE, "filter lifted: all events are shown until it is put back");
}

static void drop_chip(App *app, size_t chip)
{
    const Filter *filter = view_filter(app->view);
    Text dropped = arena_text(app->scratch, filter_chip_text(filter, chip));
    Text rest = filter_without_chip(filter, chip, app->scratch);
    bool stays_lifted = view_is_lifted(app->view) && rest.len; // what is seen stays
    if (!app_set_filter(app, rest))
        return;
    if (stays_lifted)
        app_lift_when_filtered(app);
    app_say(app, ROLE_NOTE, "dropped %.*s", TEXT_ARG(dropped));
}

static size_t chip_count(const App *app)
{
    const Filter *filter = view_filter(app->view);
    return filter ? filter_chip_count(filter) : 0;
}

void command_drop_chip(App *app, Text argument)
{
    (void)argument;
    app_finish_filter(app);
    if (chip_count(app) == 0)
        app_say(app, ROLE_NOTE, "there is no filter: all events are shown");
    else
        drop_chip(app, chip_count(app) - 1);
}

static void fill_chips(App *app)
{
    const Filter *filter = view_filter(app->view);
    for (size_t i = 0; i < chip_count(app); i++) {
        Arena *arena = app->chooser.arena;
        View *view = view_new(app->timeline);
        Problems problems = problems_in(app->scratch);
        view_apply_filter(view, filter_without_chip(filter, i, app->scratch), &problems);
        Text text = arena_text(arena, filter_chip_text(filter, i));
        chooser_add(&app->chooser, (Choice){.value = text,
                                            .label = TEXT("events without it"),
                                            .words = utf8_fold(text, arena),
                                            .count = view_count(view)});
        view_free(view);
    }
}

static void accept_chip(App *app, const Choice *choice)
{
    const Filter *filter = view_filter(app->view);
    for (size_t i = 0; i < chip_count(app); i++)
        if (text_equal(filter_chip_text(filter, i), choice->value)) {
            drop_chip(app, i);
            return;
        }
}

static const ChooserKind chip_chooser = {.title = "Drop a part of the filter",
                                         .has_counts = true,
                                         .fill = fill_chips,
                                         .accept = accept_chip};

void command_choose_chip(App *app, Text argument)
{
    (void)argument;
    app_finish_filter(app);
    if (chip_count(app) == 0)
        app_say(app, ROLE_NOTE, "there is no filter: all events are shown");
    else
        app_choose(app, &chip_chooser);
}

// ---- history ----

void command_back(App *app, Text argument)
{
    (void)argument;
    app_finish_filter(app);
    if (view_back(app->view))
        app_rows_changed(app);
    else
        app_say(app, ROLE_NOTE, "there is nothing before this");
}

void command_forward(App *app, Text argument)
{
    (void)argument;
    app_finish_filter(app);
    if (view_forward(app->view))
        app_rows_changed(app);
    else
        app_say(app, ROLE_NOTE, "there is nothing after this");
}
