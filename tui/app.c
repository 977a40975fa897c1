#include <config.h>
#include "model/seen.h"
#include "tui/app.h"
#include "tui/exit_codes.h"
#include "tui/fold.h"
#include "tui/place.h"
#include "tui/script.h"
#include "tui/settings.h"
#include "tui/term.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

enum {
    LOOK_MS = 50,    // how often to ask for news where no descriptor tells
    WATCH_MS = 1000, // how often at most to look at a source,
    IDLE_MS = 3000,  // and how often when nothing happens
    FOLLOW_MS = 500,
    PROGRESS_MS = 250, // how often a bar moves while nothing arrives
};

// ---- state ----

static void load_columns(App *app)
{
    const Config *config = app->config;
    const ConfigRow *row = config ? config_row(config, TEXT("columns"), TEXT("events")) : NULL;
    Text wrong, years = setting_text(config, SETTING_columns_years);
    app->years_wish = text_equal(years, TEXT("yes"))  ? YEARS_YES
                      : text_equal(years, TEXT("no")) ? YEARS_NO
                                                      : YEARS_AUTO;
    if (columns_parse(setting_text(config, SETTING_columns_events), &app->columns, &wrong) || !row)
        return;
    Problem where = PROBLEM_IN(PROBLEM_CONFIG, SEVERITY_WARNING, row->path);
    where.line = row->line;
    problem_at(&app->problems, where, "events: no column, or no width: \"%.*s\"", TEXT_ARG(wrong));
}

static void load_config(App *app)
{
    const Config *config = app->config;
    settings_check(config, &app->problems);
    keymap_load(&app->keys, config, &app->problems);
    theme_check(config, &app->problems);
    theme_load(config, setting_text(config, SETTING_browser_theme), &app->theme, &app->problems);
    app->settings.has_strip = setting_flag(config, SETTING_layout_timeline);
    app->settings.wide_columns = setting_number(config, SETTING_layout_wide);
    app->settings.stacked_columns = setting_number(config, SETTING_layout_stacked);
    load_columns(app);
    view_begin_fold(app->view, fold_wished(setting_text(config, SETTING_columns_fold)));
    view_drop_steps(app->view); // it is empty: from the first event on
    app->citations = app->services ? app->services->citations : NULL;
}

static void init_panes(App *app)
{
    static const PaneOps *const ops[PANES] = {&events_ops, &people_ops, &positions_ops,
                                              &timeline_ops};
    for (int i = 0; i < PANES; i++) {
        pane_init(&app->panes[i], ops[i], app);
        app->panes[i].number = i + 1;
    }
    pane_init(&app->help, &help_ops, app);
    pane_init(&app->problem_list, &problems_ops, app);
    pane_init(&app->detail, &detail_ops, app);
    pane_init(&app->report, &why_ops, app);
    pane_init(&app->person, &person_ops, app);
}

void app_init(App *app, Timeline *timeline, const Config *config, const Services *services)
{
    Arena *arena = arena_new();
    *app = (App){.services = services, .config = config, .timeline = timeline, .arena = arena};
    app->scratch = arena_new();
    app->message_arena = arena_new();
    app->info_arena = arena_new();
    app->problem_arena = arena_new();
    app->copied_arena = arena_new();
    app->linear.arena = arena_new();
    app->filtering.arena = arena_new();
    app->filtering.hiding_arena = arena_new();
    app->search.arena = arena_new();
    app->problems = problems_in(arena);
    app->filter_history.arena = app->search_history.arena = arena;
    app->command_history.arena = app->path_history.arena = arena;
    app->tag_history.arena = app->note_history.arena = arena;
    app->canvas = canvas_new(arena);
    app->coverage = coverage_new();
    app->view = view_new(timeline);
    app->shown_event = app->info_event = EVENT_NOWHERE;
    for (int i = 0; i < PANES; i++)
        app->wanted_rows[i] = TEXT_NOWHERE;
    app->has_new_rows = true;
    app_begin_load(app);
    reload_init(app);
    load_config(app);
    init_panes(app);
    people_fill(app, EVENT_NOWHERE);
    positions_fill(app, EVENT_NOWHERE);
    app_resize(app, 80, 24);
}

void app_clear(App *app)
{
    reload_clear(app);
    app_search_forget(app);
    app_forget_around(app);
    coverage_clear(&app->coverage);
    view_free(app->view);
    for (int i = 0; i < PANES; i++)
        pane_clear(&app->panes[i]);
    pane_clear(&app->help);
    pane_clear(&app->problem_list);
    pane_clear(&app->detail);
    pane_clear(&app->report);
    pane_clear(&app->person);
    arena_free(app->chooser.arena);
    arena_free(app->strip.arena);
    arena_free(app->search.arena);
    arena_free(app->problem_arena);
    arena_free(app->filtering.arena);
    arena_free(app->filtering.hiding_arena);
    arena_free(app->info_arena);
    arena_free(app->copied_arena);
    arena_free(app->linear.arena);
    arena_free(app->message_arena);
    arena_free(app->scratch);
    arena_free(app->arena);
}

Pane *app_focus(App *app)
{
    if (app->popup_count)
        return app->popups[app->popup_count - 1];
    return &app->panes[app->settings.focus];
}

void app_say(App *app, Role role, const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    BUG_IF(len < 0);
    size_t kept = (size_t)len < sizeof text ? (size_t)len : sizeof text - 1;
    app->message = arena_text(app->message_arena, (Text){text, kept});
    app->message_role = role;
    app->errors_said += role == ROLE_ERROR;
}

void app_say_unwritten(App *app, Text path, const Problems *problems)
{
    Text why = problems->count ? problems->items[0].message : TEXT("it could not be written");
    app_say(app, ROLE_ERROR, "%.*s: %.*s", TEXT_ARG(path), TEXT_ARG(why));
    if (!app->is_scripted)
        return;
    app->exit_code = EXIT_WRITE;
    app->unwritten_count++;
    fprintf(stderr, "bilat: %.*s: error: %.*s\n", TEXT_ARG(path), TEXT_ARG(why));
}

void app_resize(App *app, int width, int height)
{
    app->width = width;
    app->height = height;
    app->date_columns = 0;
    canvas_resize(app->canvas, width, height);
}

void app_begin_load(App *app)
{
    app->feed = (FeedState){.is_loading = true};
    app->load_began_ms = app_now_ms();
    app->shows_progress = false;
}

void app_feed(App *app)
{
    reload_feed(app);
    if (!app->feed.is_loading)
        return;
    app->feed = app->services->feed(app->services->context, app->timeline);
    app->shows_progress =
        app->feed.is_loading && app_now_ms() - app->load_began_ms >= APP_PROGRESS_AFTER_MS;
    bool has_found_notes = false;
    if (!app->feed.is_loading) {
        timeline_build_index(app->timeline);
        coverage_read(&app->coverage, app->timeline);
        has_found_notes = timeline_settle_notes(app->timeline);
    }
    if (!app->feed.has_news && app->feed.is_loading)
        return;
    view_extend(app->view);
    bool is_open = has_found_notes && filter_asks_notes(view_filter(app->view));
    is_open |= !app->feed.is_loading && filter_asks_reports(view_filter(app->view));
    if (is_open)
        view_refresh(app->view);
    app->has_arrivals = true;
    if (!app->feed.is_loading && !app->is_cut_short)
        news_begin(app, false);
}

bool app_is_loading(const App *app)
{
    return app->feed.is_loading || (app->reload.coming && !app->reload.is_held);
}

bool app_awaits_rows(const App *app)
{
    return app->feed.is_loading && timeline_event_count(app->timeline) == 0;
}

void app_finish_load(App *app)
{
    for (app_feed(app); app_is_loading(app); app_feed(app)) {
        int wake = app->services->wake_fd(app->services->context);
        struct pollfd fd = {wake, POLLIN, 0};
        poll(&fd, 1, wake < 0 ? LOOK_MS : -1);
    }
    while (news_step(app))
        ;
}

void app_watch_source(App *app)
{
    app->source_has_changed = false;
    EventId id = view_cursor_event(app->view);
    if (event_equal(id, EVENT_NOWHERE))
        return;
    const Source *source = timeline_source(app->timeline, timeline_event(app->timeline, id).source);
    app->source_has_changed = source->ops->is_current && !source->ops->is_current(source);
}

// ---- keys and commands ----

static bool is_row_number(Text line)
{
    int64_t number;
    return line.len && line.ptr[0] >= '0' && line.ptr[0] <= '9' && text_integer(line, &number);
}

// The command of "export! PATH" is told "! PATH".
static CommandId insisting_command(Text name)
{
    if (!text_ends(name, TEXT("!")))
        return COMMANDS;
    CommandId id = command_by_name(text_sub(name, 0, name.len - 1));
    return id != COMMANDS && text_starts(text_from(commands[id].argument), TEXT("[!]")) ? id
                                                                                        : COMMANDS;
}

// What the cursor of the events has left is no longer the page of the event that lies over them.
static void run_command(App *app, CommandId id, Text argument)
{
    EventId before = view_cursor_event(app->view);
    commands[id].run(app, argument);
    EventId now = view_cursor_event(app->view);
    if (app_focus(app) == &app->detail && !event_equal(before, now))
        detail_fill(app, now);
}

void app_run_line(App *app, Text line)
{
    line = text_trim(line);
    if (line.len == 0)
        return;
    Text rest = line;
    Text name = text_cut(&rest, ' ');
    CommandId id = is_row_number(line) ? COMMAND_go_row : command_by_name(name);
    Text argument = rest.ptr ? text_trim(rest) : TEXT("");
    if (id == COMMANDS && insisting_command(name) != COMMANDS) {
        id = insisting_command(name);
        argument = text_sub(line, name.len - 1, line.len);
    }
    if (id == COMMAND_go_row && is_row_number(line))
        argument = line;
    if (id == COMMANDS) {
        Text help = keymap_first_key(&app->keys, COMMAND_help, app->scratch);
        bool is_ambiguous = command_complete(name, 1) != COMMANDS;
        app_say(app, ROLE_ERROR, "%s command begins with \"%.*s\", %.*s for help",
                is_ambiguous ? "more than one" : "no", TEXT_ARG(name), TEXT_ARG(help));
        return;
    }
    if (!(commands[id].where & app_focus(app)->ops->where))
        app->popup_count = 0; // a command of the panes brings them back
    run_command(app, id, argument);
}

static void run_key(App *app, Key key)
{
    if (welcome_takes_key(app, key))
        return;
    CommandId id = keymap_find(&app->keys, key, app_focus(app)->ops->where);
    if (id == COMMANDS && app_focus(app) == &app->detail) {
        id = keymap_find(&app->keys, key, IN_MAIN);
        app->popup_count = id == COMMANDS ? app->popup_count : 0; // back to the panes
    }
    if (id != COMMANDS) {
        run_command(app, id, TEXT(""));
        return;
    }
    Text help = keymap_first_key(&app->keys, COMMAND_help, app->scratch);
    app_say(app, ROLE_WARNING, "no action for %.*s, %.*s for help",
            TEXT_ARG(keys_name(key, app->scratch)), TEXT_ARG(help));
}

void app_key(App *app, Key key)
{
    bool was_leaving = app->is_leaving, was_searching = app->search.pane;
    if (app->mode == MODE_PANES) { // a message stands until the next key
        arena_reset(app->message_arena);
        app->message = app->completions = TEXT("");
        app->filtering.says_order = false;
        app_search_stop(app);
    }
    switch (app->mode) {
    case MODE_PROMPT:
        app_prompt_key(app, key);
        break;
    case MODE_CHOOSER:
        app_chooser_key(app, key);
        break;
    case MODE_PANES:
        if (was_searching && keymap_find(&app->keys, key, IN_ANY) == COMMAND_cancel)
            app_say(app, ROLE_NOTE, "search stopped");
        else
            run_key(app, key);
        break;
    }
    if (was_leaving)
        app->is_leaving = false;
}

// ---- the loop ----

static void read_keys(App *app)
{
    for (Key key = term_read_key(); key != KEYS_NONE && !app->is_over; key = term_read_key()) {
        if (key == KEYS_RESIZE)
            continue;    // the size is asked for below, once
        app_settle(app); // a key acts on what the one before has done
        if (key == KEYS_MOUSE)
            mouse_act(app, term_mouse_event());
        else
            app_key(app, key);
    }
    int width, height;
    term_size(&width, &height);
    if (width != app->width || height != app->height)
        app_resize(app, width, height);
}

static void wait_for_news(App *app)
{
    bool is_loading = app_is_loading(app);
    int wake = is_loading ? app->services->wake_fd(app->services->context) : -1;
    struct pollfd fds[] = {
        {term_fd(), POLLIN, 0}, {term_signal_fd(), POLLIN, 0}, {wake, POLLIN, 0}};
    int wait_ms = is_loading ? PROGRESS_MS : app->reload.follows ? FOLLOW_MS : IDLE_MS;
    if (app->strip_is_behind)
        wait_ms = APP_STRIP_MS;
    if (is_loading && wake < 0)
        wait_ms = LOOK_MS;
    if (app->search.pane || app_is_working(app) || seen_is_busy(app->seen))
        wait_ms = 0;
    int ready = poll(fds, 3, wait_ms);
    // The terminal is gone: as after SIGHUP.
    if (ready > 0 && (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL)))
        app->is_over = true;
}

static void watch_source(App *app)
{
    int64_t now = app_now_ms();
    if (app_is_loading(app) || now - app->watched_ms < WATCH_MS)
        return;
    app->watched_ms = now;
    app_watch_source(app);
}

static void show(App *app)
{
    if (app->linear.is_on) {
        term_write(linear_lines(app));
        return;
    }
    app_draw(app);
    term_show(app->canvas, &app->theme);
}

static void run_loop(App *app)
{
    while (!app->is_over && !term_signal()) {
        app_settle(app);
        show(app);
        arena_reset(app->scratch);
        wait_for_news(app);
        read_keys(app);
        app_feed(app);
        app_work_step(app);
        app_search_step(app);
        news_step(app);
        watch_source(app);
        reload_follow(app);
    }
}

static void report_problems(const App *app)
{
    for (size_t i = 0; i < app->problems.count; i++) {
        if (app->problems.items[i].severity != SEVERITY_ERROR)
            continue;
        Text text = problem_text(&app->problems.items[i], app->scratch);
        fprintf(stderr, "bilat: %.*s\n", TEXT_ARG(text));
    }
}

static void save_history(App *app)
{
    Problems problems = problems_in(app->scratch);
    if (!history_save(app, &problems) && problems.count)
        fprintf(stderr, "bilat: the history of what was typed is not kept: %.*s\n",
                TEXT_ARG(problems.items[0].message));
}

static int run_terminal(App *app)
{
    if (!term_is_open() && !term_open(app->linear.is_on, &app->problems)) {
        report_problems(app);
        return EXIT_USAGE;
    }
    int width, height;
    term_size(&width, &height);
    app_resize(app, width, height);
    history_load(app);
    mouse_set(app, setting_flag(app->config, SETTING_browser_mouse));
    welcome_first(app);
    run_loop(app);
    term_close();
    save_history(app);
    if (term_signal()) { // as the shell expects it of a program that was ended
        signal(term_signal(), SIG_DFL);
        raise(term_signal());
    }
    return app->exit_code;
}

static int run_script(App *app, const BrowserOptions *options)
{
    app->is_scripted = true;
    app_finish_load(app);
    script_run(app, options->script, options->script_path);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        Problems problems = problems_in(app->scratch);
        app_say_unwritten(app, TEXT("standard output"), &problems);
    }
    report_problems(app);
    return app->exit_code;
}

// What is wrong in bilat.ini is said at once; the rest of it holds.
static void say_first_mistake(App *app)
{
    if (app->problems.count == 0)
        return;
    Text key = keymap_first_key(&app->keys, COMMAND_problems, app->scratch);
    app_say(app, ROLE_WARNING, "%.*s (%.*s shows all)",
            TEXT_ARG(problem_text(&app->problems.items[0], app->scratch)), TEXT_ARG(key));
}

int browser_run(Timeline *timeline, const Config *config, const Services *services,
                const BrowserOptions *options)
{
    static App app; // large, and one at a time
    app_init(&app, timeline, config, services);
    app.linear.is_on = options->is_linear;
    for (size_t i = 0; options->config_problems && i < options->config_problems->count; i++)
        problems_add(&app.problems, options->config_problems->items[i]);
    say_first_mistake(&app);
    Problems problems = problems_in(app.arena);
    if (options->filter.len && !view_apply_filter(app.view, options->filter, &problems)) {
        fprintf(stderr, "bilat: %.*s\n%.*s\n", TEXT_ARG(problems.items[0].message),
                TEXT_ARG(problem_caret(&problems.items[0], options->filter, app.scratch)));
        app_clear(&app);
        return EXIT_USAGE;
    }
    view_sort(app.view, options->sort, options->is_descending);
    app.reload.follows = options->follows;
    int code = options->script.ptr ? run_script(&app, options) : run_terminal(&app);
    app_clear(&app);
    return code;
}
