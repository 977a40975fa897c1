// Searching the rows of the pane with the focus, while typing; and what is marked as found on the screen.
#include <config.h>
#include "tui/app.h"

#include "model/utf8.h"

enum { COUNTED_ROWS = 20000 }; // of more, the hits are not counted while somebody waits

static void set_needle(App *app, Text text)
{
    AppSearch *search = &app->search;
    Text typed = arena_text(app->scratch, text); // it may live in the arena about to be reset
    arena_reset(search->arena);
    search->typed = arena_text(search->arena, typed);
    search->needle = utf8_fold(search->typed, search->arena);
}

static void say_hits(App *app, const Pane *pane, size_t row, bool is_wrapped)
{
    size_t count = pane_count(pane);
    if (count > COUNTED_ROWS)
        return;
    size_t hits = 0, number = 0;
    for (size_t at = 0; at < count; at++) {
        size_t found =
            pane_find(pane, at == 0 ? count - 1 : at - 1, 1, app->search.needle, app->scratch);
        if (found == TEXT_NOWHERE || found < at)
            break;
        hits++;
        number = found == row ? hits : number;
        at = found;
    }
    app_say(app, ROLE_NOTE, "hit %zu of %zu for \"%.*s\"%s", number, hits,
            TEXT_ARG(app->search.typed), is_wrapped ? ", from the other end" : "");
}

static void go_to_hit(App *app, int direction)
{
    Pane *pane = app_focus(app);
    if (app->search.needle.len == 0) {
        app_say(app, ROLE_NOTE, "nothing was searched for yet");
        return;
    }
    size_t from = pane->row;
    size_t row = pane_find(pane, from, direction, app->search.needle, app->scratch);
    if (row == TEXT_NOWHERE) {
        app_say(app, ROLE_WARNING, "\"%.*s\" is in no row of this pane",
                TEXT_ARG(app->search.typed));
        return;
    }
    pane_move_to(pane, row);
    say_hits(app, pane, row, direction > 0 ? row <= from : row >= from);
}

static void search_changed(App *app, Text text)
{
    Pane *pane = app_focus(app);
    pane_move_to(pane, app->search_from);
    set_needle(app, text);
    app->completions = TEXT("");
    if (text.len == 0)
        return;
    size_t count = pane_count(pane);
    size_t before = app->search_from > 0 ? app->search_from - 1 : count > 0 ? count - 1 : 0;
    size_t row = pane_find(pane, before, 1, app->search.needle, app->scratch);
    if (row == TEXT_NOWHERE) {
        app->completions = TEXT("no row holds that");
        return;
    }
    pane_move_to(pane, row);
    say_hits(app, pane, row, row < app->search_from);
    app->completions = app->message;
}

static bool accept_search(App *app, Text text)
{
    if (text.len == 0)
        return true;
    prompt_remember(&app->search_history, text);
    search_changed(app, text);
    if (text_equal(app->completions, TEXT("no row holds that")))
        app_say(app, ROLE_WARNING, "\"%.*s\" is in no row of this pane",
                TEXT_ARG(app->search.typed));
    return true;
}

static void leave_search(App *app)
{
    set_needle(app, TEXT(""));
    pane_move_to(app_focus(app), app->search_from);
}

static Text search_feedback(const App *app, Arena *scratch)
{
    (void)scratch;
    return app->completions.len ? app->completions : TEXT("all rows stay; & filters them");
}

static const PromptKind search_prompt = {.label = "/",
                                         .changed = search_changed,
                                         .accept = accept_search,
                                         .leave = leave_search,
                                         .feedback = search_feedback};

void command_search(App *app, Text argument)
{
    app->search_from = app_focus(app)->row;
    if (argument.len)
        accept_search(app, argument);
    else
        app_ask(app, &search_prompt, TEXT(""), &app->search_history);
}

void command_next_hit(App *app, Text argument)
{
    (void)argument;
    go_to_hit(app, 1);
}

void command_previous_hit(App *app, Text argument)
{
    (void)argument;
    go_to_hit(app, -1);
}

// ---- what is marked ----

static size_t find_needle(const App *app, Text text, PenRange *out, Arena *scratch)
{
    size_t count = 0;
    Text needle = app->search.needle;
    uint32_t *map;
    Text folded = utf8_fold_mapped(text, scratch, &map);
    for (size_t at = 0; count < PEN_HITS && at + needle.len <= folded.len;) {
        size_t found = text_find(text_sub(folded, at, folded.len), needle);
        if (found == TEXT_NOWHERE)
            break;
        out[count++] = (PenRange){map[at + found], map[at + found + needle.len]};
        at += found + needle.len;
    }
    return count;
}

static size_t find_all(void *context, Text text, PenRange *out, Arena *scratch)
{
    App *app = context;
    size_t count = 0;
    ArenaMark mark = arena_mark(scratch);
    if (app->search.needle.len)
        count = find_needle(app, text, out, scratch);
    Evaluation *evaluation = view_evaluation(app->view);
    if (evaluation && !app->popup_is_own && !view_is_lifted(app->view)) {
        TextRange hits[PEN_HITS];
        size_t found = evaluation_hits(evaluation, text, hits, PEN_HITS - count);
        for (size_t i = 0; i < found; i++)
            out[count++] = (PenRange){hits[i].start, hits[i].end};
    }
    arena_rewind(scratch, mark);
    return count;
}

Finder app_finder(App *app)
{
    return (Finder){find_all, app};
}
