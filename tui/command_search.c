// Searching the rows of the pane with the focus, while typing; and what is marked as found on the screen.
#include <config.h>
#include "tui/app.h"

#include "model/utf8.h"

enum {
    COUNTED_ROWS = 2000, // of more, the hits are not counted while somebody waits
    STEP_MS = 12,        // of a search, between two looks at the keys
    ROWS_A_LOOK = 32,    // at the clock
};

// ---- what is searched for ----

void app_search_forget(App *app)
{
    app_search_stop(app);
    evaluation_free(app->search.evaluation);
    regex_free(app->search.regex);
    app->search.evaluation = NULL;
    app->search.regex = NULL;
}

// As the filter looks for it: in title, place, text, names, offices and positions.
static void make_evaluation(App *app, const char *before, Text words)
{
    AppSearch *search = &app->search;
    Buffer term = buffer_in(search->arena);
    buffer_printf(&term, "%s\"", before);
    for (size_t i = 0; i < words.len; i++)
        buffer_add(&term, words.ptr[i] == '"' ? TEXT("\"\"") : text_sub(words, i, 1));
    buffer_add_char(&term, '"');
    Filter *filter;
    Problems problems = problems_in(app->scratch);
    if (filter_parse(buffer_text(&term), timeline_countries(app->timeline), search->arena, &filter,
                     &problems))
        search->evaluation = evaluation_new(filter, app->timeline, search->arena);
}

// "~nuclear|missile" is a regular expression; one that is not finished finds nothing.
static void make_regex(App *app)
{
    Text pattern = text_sub(app->search.typed, 1, app->search.typed.len), why;
    size_t at;
    app->search.regex = regex_compile(pattern, app->search.arena, &why, &at);
    if (app->search.regex)
        make_evaluation(app, "text~", pattern);
}

static void set_needle(App *app, Text text)
{
    AppSearch *search = &app->search;
    Text typed = arena_text(app->scratch, text); // it may live in the arena about to be reset
    app_search_forget(app);
    arena_reset(search->arena);
    search->typed = arena_text(search->arena, typed);
    search->needle = utf8_fold(search->typed, search->arena);
    search->was_found = false;
    if (search->typed.len > 1 && search->typed.ptr[0] == '~')
        make_regex(app);
    else if (text_trim(search->needle).len)
        make_evaluation(app, "", search->typed);
}

bool app_search_in(App *app, Text text, Text needle, Arena *scratch)
{
    size_t start, end;
    if (app && app->search.regex)
        return regex_find(app->search.regex, text, 0, &start, &end) == REGEX_MATCH;
    return text_find(utf8_fold(text, scratch), needle) != TEXT_NOWHERE;
}

bool app_search_has(App *app, EventId id)
{
    Evaluation *evaluation = app->search.evaluation;
    return evaluation && evaluation_matches(evaluation, id);
}

// ---- searching ----

static void say_hits(App *app, const Pane *pane, size_t row, bool is_wrapped)
{
    size_t count = pane_count(pane);
    const char *round = is_wrapped ? ", from the other end" : "";
    if (count > COUNTED_ROWS) {
        app_say(app, ROLE_NOTE, "row %zu of %zu holds \"%.*s\"%s", row + 1, count,
                TEXT_ARG(app->search.typed), round);
        return;
    }
    size_t hits = 0, number = 0;
    for (size_t at = 0; at < count; at++) {
        hits += pane_row_has(pane, at, app->search.needle, app->scratch);
        number = at == row ? hits : number;
    }
    app_say(app, ROLE_NOTE, "hit %zu of %zu for \"%.*s\"%s", number, hits,
            TEXT_ARG(app->search.typed), round);
}

static void say_nothing(App *app, const Pane *pane)
{
    Text key = keymap_first_key(&app->keys, COMMAND_filter, app->scratch);
    bool is_events = pane == &app->panes[PANE_EVENTS];
    app_say(app, ROLE_WARNING, "\"%.*s\" is in no %s; %.*s filters %s", TEXT_ARG(app->search.typed),
            is_events ? "event shown" : "row of this pane", TEXT_ARG(key),
            is_events ? "all events by any field" : "the events");
}

static void end_search(App *app, size_t row)
{
    AppSearch *search = &app->search;
    Pane *pane = search->pane;
    search->pane = NULL;
    search->was_found = row != TEXT_NOWHERE;
    if (search->was_found) {
        bool is_wrapped = search->direction > 0 ? row < search->origin : row > search->origin;
        pane_move_to(pane, row);
        say_hits(app, pane, row, is_wrapped || (row == search->origin && !search->is_from_here));
        if (pane == &app->panes[PANE_EVENTS] && !app->this_speaker)
            app->shown_event = EVENT_NOWHERE; // its positions are filled again: at the hit
    } else {
        say_nothing(app, pane);
    }
    if (app->mode == MODE_PROMPT)
        app->completions = app->message;
}

static void say_progress(App *app, size_t count)
{
    int percent = (int)(app->search.done * 100 / count);
    if (app->mode == MODE_PROMPT)
        app->completions = arena_printf(app->message_arena, "searching, %d%% of the rows", percent);
    else
        app_say(app, ROLE_NOTE, "searching, %d%% of the rows; a key stops it", percent);
}

bool app_search_step(App *app)
{
    AppSearch *search = &app->search;
    if (!search->pane)
        return false;
    size_t count = pane_count(search->pane);
    int64_t until = app_now_ms() + STEP_MS;
    for (; search->done < count; search->done++) {
        size_t steps = search->done + !search->is_from_here;
        size_t row = search->direction > 0 ? (search->origin + steps) % count
                                           : (search->origin + count - steps % count) % count;
        if (pane_row_has(search->pane, row, search->needle, app->scratch)) {
            end_search(app, row);
            return false;
        }
        if (search->done % ROWS_A_LOOK == ROWS_A_LOOK - 1 && app_now_ms() >= until) {
            say_progress(app, count);
            return true;
        }
    }
    end_search(app, TEXT_NOWHERE);
    return false;
}

void app_search_stop(App *app)
{
    app->search.pane = NULL;
}

static void begin_search(App *app, int direction, bool is_from_here)
{
    AppSearch *search = &app->search;
    search->pane = app_focus(app);
    search->origin = search->pane->row;
    search->direction = direction;
    search->is_from_here = is_from_here;
    search->done = 0;
    app_search_step(app);
}

static void go_to_hit(App *app, int direction)
{
    if (app->search.needle.len == 0) {
        app_say(app, ROLE_NOTE, "nothing was searched for yet");
        return;
    }
    if (!app->search.evaluation) // another timeline
        set_needle(app, app->search.typed);
    begin_search(app, direction, false);
}

// ---- typing it ----

static void search_changed(App *app, Text text)
{
    pane_move_to(app_focus(app), app->search_from);
    set_needle(app, text);
    app->completions = TEXT("");
    if (text.len)
        begin_search(app, 1, true);
}

// What was found, or is still being looked for, while it was typed is not looked for again.
static bool accept_search(App *app, Text text)
{
    if (text.len == 0)
        return true;
    prompt_remember(&app->search_history, text);
    if (!text_equal(text, app->search.typed))
        search_changed(app, text);
    else if (!app->search.pane && !app->search.was_found)
        say_nothing(app, app_focus(app));
    return true;
}

static void leave_search(App *app)
{
    set_needle(app, TEXT(""));
    pane_move_to(app_focus(app), app->search_from);
    arena_reset(app->message_arena);
    app->message = app->completions = TEXT("");
}

static Text search_feedback(const App *app, Arena *scratch)
{
    (void)scratch;
    return app->completions.len
               ? app->completions
               : TEXT("all rows stay, & filters them; ~ begins a regular expression");
}

static const PromptKind search_prompt = {.label = "/",
                                         .changed = search_changed,
                                         .accept = accept_search,
                                         .leave = leave_search,
                                         .feedback = search_feedback};

void command_search(App *app, Text argument)
{
    app->search_from = app_focus(app)->row;
    if (argument.len) {
        prompt_remember(&app->search_history, argument);
        search_changed(app, argument);
    } else {
        set_needle(app, TEXT(""));
        app_ask(app, &search_prompt, TEXT(""), &app->search_history);
    }
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

static size_t add_hits(Evaluation *evaluation, Text text, PenRange *out, size_t count)
{
    TextRange hits[PEN_HITS];
    size_t found = evaluation ? evaluation_hits(evaluation, text, hits, PEN_HITS - count) : 0;
    for (size_t i = 0; i < found; i++)
        out[count++] = (PenRange){hits[i].start, hits[i].end};
    return count;
}

static size_t find_all(void *context, Text text, PenRange *out, Arena *scratch)
{
    App *app = context;
    (void)scratch;
    size_t count = add_hits(app->search.evaluation, text, out, 0);
    if (!app->popup_is_own && !view_is_lifted(app->view))
        count = add_hits(view_evaluation(app->view), text, out, count);
    return count;
}

Finder app_finder(App *app)
{
    return (Finder){find_all, app};
}
