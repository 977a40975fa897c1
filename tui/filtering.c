// The filter is set here, in steps where there are very many events: what was shown stays until the last one. While
// somebody types each letter is a trial; what is kept is remembered for "back".
#include <config.h>
#include "tui/app.h"

enum { STEP_MS = 10 }; // between two looks at the keys

void app_rows_changed(App *app)
{
    app->has_new_rows = true;
    app->strip.is_chosen = false; // another span of time: its own level
}

static void say_lifted_is_left(App *app)
{
    app_say(app, ROLE_NOTE, "this takes the place of the lifted filter; %.*s brings it back",
            TEXT_ARG(keymap_first_key(&app->keys, COMMAND_back, app->scratch)));
}

static void remember_now(App *app)
{
    AppFiltering *filtering = &app->filtering;
    arena_reset(filtering->arena);
    *filtering = (AppFiltering){.arena = filtering->arena,
                                .hiding_arena = filtering->hiding_arena,
                                .what_hides = filtering->what_hides};
    filtering->before = arena_text(filtering->arena, view_filter_text(app->view));
    filtering->was_lifted = view_is_lifted(app->view);
    filtering->cursor = view_cursor_event(app->view);
    // Lifted, no filter was tried.
    filtering->tried = filtering->was_lifted ? TEXT("\n") : filtering->before;
}

// "Back" finds what was there before the first letter.
static void remember_before(App *app)
{
    AppFiltering *filtering = &app->filtering;
    bool is_same = text_equal(view_filter_text(app->view), filtering->before);
    if (!is_same || filtering->was_lifted)
        view_remember_as(app->view, filtering->before, filtering->cursor);
    if (filtering->was_lifted && !filtering->stays_lifted)
        say_lifted_is_left(app);
}

static void put_back(App *app)
{
    if (app->filtering.was_lifted)
        view_lift_filter(app->view, true);
    size_t row = view_row_of(app->view, app->filtering.cursor);
    if (row != TEXT_NOWHERE)
        view_set_cursor(app->view, row);
}

static void say_order(App *app, SortKey key, bool is_descending)
{
    app->filtering.says_order = app->filtering.is_under_way;
    app_say(app, ROLE_NOTE, "%s by %s, %s", app->filtering.is_under_way ? "sorting" : "sorted",
            sort_key_name(key), is_descending ? "descending" : "ascending");
}

static void end_filter(App *app)
{
    AppFiltering *filtering = &app->filtering;
    filtering->is_under_way = false;
    view_extend(app->view); // with what has come meanwhile
    if (filtering->is_kept)
        remember_before(app);
    if (filtering->is_restored)
        put_back(app);
    if (filtering->stays_lifted)
        view_lift_filter(app->view, true);
    if (filtering->says_order)
        say_order(app, view_sort_key(app->view), view_is_descending(app->view));
    app_rows_changed(app);
}

// True while it is not done.
static bool step_filter(App *app)
{
    if (view_step(app->view))
        return true;
    end_filter(app);
    return false;
}

static void say_what_hides(App *app)
{
    AppFiltering *filtering = &app->filtering;
    const Filter *filter = view_filter(app->view);
    size_t chip, count;
    filtering->asks_what_hides = false;
    if (!filter || !view_most_hiding_chip(app->view, &chip, &count))
        return;
    Text drop = keymap_first_key(&app->keys, COMMAND_drop_chip, app->scratch);
    Text choose = keymap_first_key(&app->keys, COMMAND_choose_chip, app->scratch);
    Text lift = keymap_first_key(&app->keys, COMMAND_lift_filter, app->scratch);
    filtering->what_hides = arena_printf(
        filtering->hiding_arena,
        "no event passes the filter; most is hidden by %.*s: without it there would be %zu. "
        "%.*s drops the last part, %.*s one of them, %.*s lifts all",
        TEXT_ARG(filter_chip_text(filter, chip)), count, TEXT_ARG(drop), TEXT_ARG(choose),
        TEXT_ARG(lift));
}

static bool step_hiding(App *app)
{
    if (view_step_hiding(app->view))
        return true;
    say_what_hides(app);
    return false;
}

void app_ask_what_hides(App *app)
{
    AppFiltering *filtering = &app->filtering;
    arena_reset(filtering->hiding_arena);
    filtering->what_hides = TEXT("");
    filtering->asks_what_hides = view_count(app->view) == 0 && !app->feed.is_loading;
}

bool app_is_working(const App *app)
{
    return app->filtering.is_under_way || app->filtering.asks_what_hides || app->scale_is_behind;
}

bool app_work_step(App *app)
{
    AppFiltering *filtering = &app->filtering;
    int64_t until = app_now_ms() + STEP_MS;
    while (app_is_working(app)) {
        // Something else may have set another filter.
        filtering->is_under_way = filtering->is_under_way && view_is_stepping(app->view);
        bool is_left = false;
        if (filtering->is_under_way)
            is_left = step_filter(app);
        else if (filtering->asks_what_hides)
            is_left = step_hiding(app);
        else if (app->scale_is_behind)
            is_left = app->scale_is_behind = strip_step_scale(&app->strip, app_view_around(app));
        if (is_left && app_now_ms() >= until)
            return true;
    }
    return false;
}

void app_finish_filter(App *app)
{
    while (app->filtering.is_under_way)
        app_work_step(app);
}

void app_finish_work(App *app)
{
    while (app_work_step(app))
        ;
}

bool app_stop_filter(App *app)
{
    bool was_under_way = app->filtering.is_under_way;
    app->filtering.is_under_way = false;
    view_drop_steps(app->view);
    return was_under_way;
}

// Few events are judged before the key is answered; among many the loop goes on with it.
static void step_at_once(App *app)
{
    enum { FEW = 100000 };
    if (timeline_event_count(app->timeline) <= FEW)
        app_work_step(app);
}

static bool begin(App *app, Text expression, Problems *problems)
{
    if (!view_begin_filter(app->view, expression, problems))
        return false;
    app->filtering.is_under_way = true;
    return true;
}

bool app_set_filter(App *app, Text expression)
{
    Problems problems = problems_in(app->scratch);
    remember_now(app);
    if (!begin(app, expression, &problems)) {
        app_say(app, ROLE_ERROR, "%.*s", TEXT_ARG(problems.items[0].message));
        return false;
    }
    app->filtering.is_kept = true;
    step_at_once(app);
    return true;
}

void app_sort(App *app, SortKey key, bool is_descending)
{
    app_finish_filter(app);
    view_remember(app->view);
    view_begin_sort(app->view, key, is_descending);
    remember_now(app);
    app->filtering.is_under_way = true;
    step_at_once(app);
    say_order(app, key, is_descending);
}

void app_fold(App *app, ViewFold fold)
{
    app_finish_filter(app);
    view_begin_fold(app->view, fold);
    remember_now(app);
    app->filtering.is_under_way = true;
    step_at_once(app);
}

void app_lift_when_filtered(App *app)
{
    app->filtering.stays_lifted = true;
    if (!app->filtering.is_under_way)
        view_lift_filter(app->view, true);
}

// ---- while it is being typed ----

Text app_begin_trials(App *app)
{
    app_finish_filter(app);
    remember_now(app);
    return app->filtering.was_lifted ? TEXT("") : app->filtering.before;
}

bool app_try_filter(App *app, Text expression)
{
    AppFiltering *filtering = &app->filtering;
    Problems problems = problems_in(app->scratch);
    expression = text_trim(expression);
    if (text_equal(expression, filtering->tried))
        return true;
    if (!begin(app, expression, &problems)) {
        app->prompt_problem = problems.items[0];
        app->prompt_problem.message = arena_text(app->message_arena, problems.items[0].message);
        return false;
    }
    filtering->tried = arena_text(filtering->arena, expression);
    step_at_once(app);
    return true;
}

void app_restore_filter(App *app)
{
    AppFiltering *filtering = &app->filtering;
    Problems problems = problems_in(app->scratch);
    app_stop_filter(app);
    bool is_same = text_equal(view_filter_text(app->view), filtering->before) &&
                   view_is_lifted(app->view) == filtering->was_lifted;
    if (is_same || !begin(app, filtering->before, &problems))
        return;
    filtering->is_restored = true;
    step_at_once(app);
}

bool app_keep_filter(App *app, Text expression)
{
    AppFiltering *filtering = &app->filtering;
    if (filtering->was_lifted && expression.len == 0) { // nothing was chosen
        app_restore_filter(app);
        return true;
    }
    app->prompt_problem.message = TEXT("");
    if (!app_try_filter(app, expression))
        return false;
    prompt_remember(&app->filter_history, expression);
    filtering->is_kept = true;
    if (!filtering->is_under_way)
        remember_before(app);
    return true;
}
