#include <config.h>
#include "cli/browse.h"

#include "cli/assets.h"
#include "cli/limits.h"
#include "cli/mine.h"
#include "cli/output.h"
#include "cli/pack.h"
#include "cli/seen_keep.h"
#include "cli/tables.h"
#include "cli/view_file.h"
#include "loaders/ini.h"
#include "loaders/lexicon.h"
#include "tui/services.h"
#include "tui/term.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEPT_TEXT_BYTES = 4 * 1024 * 1024 }; // scripts and histories are small; more is a mistake

static FeedState feed(void *context, Timeline *timeline)
{
    Session *session = context;
    size_t before = timeline_event_count(timeline) + timeline_problems(timeline)->count;
    FeedState state = {.is_loading = feed_take(session->feed, timeline)};
    state.has_news = timeline_event_count(timeline) + timeline_problems(timeline)->count != before;
    state.bytes_read = feed_bytes_read(session->feed);
    state.bytes_total = feed_bytes_total(session->feed);
    return state;
}

static int wake_fd(void *context)
{
    const Session *session = context;
    return feed_wake_fd(session->feed);
}

static void cancel(void *context)
{
    const Session *session = context;
    feed_cancel(session->feed);
}

static Timeline *reload(void *context)
{
    Session *session = context;
    feed_free(session->feed);
    session->inputs = mine_inputs(session->options->inputs, session->mine, session->arena);
    watch_reset(session->watch);
    timeline_free(session->coming); // of a reload that was overtaken by this one
    session->coming = timeline_new(session->lexicon->countries);
    session->feed = feed_start(session->lexicon, &session->load, session->inputs);
    return session->coming;
}

static void take_over(void *context, Timeline *coming)
{
    Session *session = context;
    session->timeline = coming;
    session->coming = NULL;
    notes_keep_refresh(&session->keep, timeline_problems(coming));
    timeline_set_notes(coming, session->keep.notes);
}

static void drop(void *context, Timeline *coming)
{
    Session *session = context;
    timeline_free(coming);
    session->coming = NULL;
}

static bool has_settled_change(void *context, int64_t now_ms)
{
    Session *session = context;
    return watch_has_settled_change(session->watch, now_ms);
}

static bool save(void *context, Text path, bool (*write)(void *writer, Sink *sink), void *writer,
                 Problems *problems)
{
    (void)context;
    return output_write(path, write, writer, problems);
}

static bool save_tables(void *context, Text folder, TableWriter write, void *writer,
                        Problems *problems)
{
    (void)context;
    return tables_write(folder, TABLE_CSV, write, writer, problems);
}

static bool save_notes(void *context, Problems *problems)
{
    Session *session = context;
    return notes_keep_save(&session->keep, session->timeline, problems);
}

static Seen *open_seen(void *context)
{
    Session *session = context;
    session->seen = seen_keep_open(session->arena);
    return session->seen;
}

static bool save_seen(void *context, Seen *seen, Problems *problems)
{
    Session *session = context;
    return seen_keep_save(seen, session->arena, problems);
}

static bool add_event(void *context, const OwnEvent *event, Text *id, Problems *problems)
{
    Session *session = context;
    return mine_add_event(session->mine, event, id, problems);
}

static bool delete_event(void *context, Text path, Text id, OwnLine *line, Problems *problems)
{
    Session *session = context;
    if (mine_has(session->mine, path))
        return mine_delete_event(session->mine, id, line, problems);
    problem_at(problems, PROBLEM_IN(PROBLEM_WRITE, SEVERITY_ERROR, path),
               "this is no event of your own");
    return false;
}

static bool restore_event(void *context, const OwnLine *line, Problems *problems)
{
    Session *session = context;
    return mine_restore_event(session->mine, line, problems);
}

static bool save_view(void *context, const SavedView *view, bool may_replace, Text *path,
                      Problems *problems)
{
    Session *session = context;
    ViewFile file = {.view = *view};
    *path = view_file_path(view->name, session->arena, problems);
    if (path->len == 0)
        return false;
    if (!may_replace && access(path->ptr, F_OK) == 0)
        return false;
    return view_file_take_inputs(&file, session->inputs, session->arena, problems) &&
           view_file_write(*path, &file, problems);
}

static Text view_names(void *context, Arena *arena)
{
    (void)context;
    return view_file_names(arena);
}

static bool load_view(void *context, Text name, SavedView *view, bool *has_other_inputs,
                      Problems *problems)
{
    Session *session = context;
    ViewFile file;
    Text path = view_file_find(name, session->arena);
    if (!view_file_read(path, session->arena, &file, problems))
        return false;
    *view = file.view;
    *has_other_inputs = !view_file_has_inputs(&file, session->inputs);
    return true;
}

static bool pack(void *context, const PackOrder *order, Problems *problems)
{
    Session *session = context;
    return pack_write(session, order, problems);
}

static PathKind path_kind(void *context, Text path)
{
    Arena *arena = arena_new();
    struct stat found;
    bool is_there = stat(arena_text(arena, path).ptr, &found) == 0;
    arena_free(arena);
    (void)context;
    if (output_is_folder(path))
        return PATH_FOLDER;
    return is_there ? PATH_FILE : PATH_NOTHING;
}

static bool make_folder(void *context, Text path, Problems *problems)
{
    (void)context;
    return output_make_folder(path, problems);
}

static bool read_whole(int fd, Arena *arena, Text *text)
{
    struct stat found;
    if (fstat(fd, &found) != 0 || !S_ISREG(found.st_mode) || found.st_size > KEPT_TEXT_BYTES)
        return false;
    char *bytes = arena_alloc(arena, (size_t)found.st_size + 1, 1);
    size_t len = 0;
    for (ssize_t got; (got = read(fd, bytes + len, (size_t)found.st_size - len)) > 0;)
        len += (size_t)got;
    *text = (Text){bytes, len};
    return true;
}

static bool read_file(Text path, Arena *arena, Text *text)
{
    int fd = open(arena_text(arena, path).ptr, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool is_read = read_whole(fd, arena, text);
    close(fd);
    return is_read;
}

static Text load_text(void *context, Text path, Arena *arena)
{
    (void)context;
    Text text;
    return read_file(path, arena, &text) ? text : TEXT("");
}

// What came with the program; the user's own rows stand behind it and win.
static void load_assets(Session *session, const char *names, Config *config, Problems *problems)
{
    Text pattern = arena_printf(session->arena, "%s/%s", assets_dir(), names);
    glob_t found;
    if (glob(pattern.ptr, 0, NULL, &found) == 0)
        for (size_t i = 0; i < found.gl_pathc; i++)
            ini_load(arena_text(session->arena, text_from(found.gl_pathv[i])), config, problems);
    globfree(&found);
}

// "~/.config/bilat/bilat.ini": shorter, and the same for everybody who is shown a screen.
static Text short_path(Text path, Arena *arena)
{
    Text home = text_from(getenv("HOME"));
    bool is_below =
        home.len > 1 && text_starts(path, home) && path.len > home.len && path.ptr[home.len] == '/';
    return is_below ? arena_printf(arena, "~%.*s", TEXT_ARG(text_sub(path, home.len, path.len)))
                    : path;
}

static void load_own(Text path, Config *config, Problems *problems)
{
    size_t row = config->count, problem = problems->count;
    ini_load(path, config, problems);
    Text shown = short_path(path, config->arena);
    for (; row < config->count; row++)
        config->items[row].path = shown;
    for (; problem < problems->count; problem++)
        problems->items[problem].path = shown;
}

// Where bilat.ini is missing, everything has its default.
static void load_config(Session *session, Config *config, Problems *problems)
{
    Text own = config_path("bilat.ini", session->arena);
    config->arena = session->arena;
    load_assets(session, "themes/*.ini", config, problems);
    load_assets(session, "keys/*.ini", config, problems);
    load_assets(session, "rules.ini", config, problems);
    if (own.len && access(own.ptr, R_OK) == 0)
        load_own(own, config, problems);
}

static bool open_session(Session *session, const Config *config, bool is_drawn)
{
    if (is_drawn && !browser_greet(config, &session->problems)) {
        for (size_t i = 0; i < session->problems.count; i++)
            fprintf(stderr, "bilat: %.*s\n",
                    TEXT_ARG(problem_text(&session->problems.items[i], session->arena)));
        return false;
    }
    bool is_open = session_open(session);
    for (size_t i = 0; is_open && i < session->problems.count;
         i++) // shown with those of the inputs
        problems_add(timeline_problems(session->timeline), session->problems.items[i]);
    return is_open;
}

static bool read_script(Session *session, BrowserOptions *options)
{
    if (!session->options->script.ptr)
        return true;
    options->script_path = session->options->script;
    if (read_file(session->options->script, session->arena, &options->script))
        return true;
    problem_at(&session->problems, PROBLEM_IN(PROBLEM_OPEN, SEVERITY_ERROR, options->script_path),
               "cannot read the script: %s", strerror(errno));
    print_problems(&session->problems);
    return false;
}

int browse(Session *session)
{
    BrowserOptions options = {.filter = session->options->filter,
                              .is_linear = session->options->is_linear,
                              .sort = session->options->sort,
                              .is_descending = session->options->is_descending,
                              .follows = session->options->follows};
    if (!read_script(session, &options))
        return EXIT_USAGE;
    Config config = {0};
    Problems problems = problems_in(session->arena);
    load_config(session, &config, &problems);
    options.config_problems = &problems;
    session->limits = limits_of(&config);
    term_on_crash(output_abandon_all);
    if (!open_session(session, &config, !options.script.ptr && !options.is_linear))
        return EXIT_USAGE;
    Services services = {.context = session,
                         .state_folder = state_folder(session->arena),
                         .citations = session_citations(session),
                         .feed = feed,
                         .wake_fd = wake_fd,
                         .cancel = cancel,
                         .reload = reload,
                         .take_over = take_over,
                         .drop = drop,
                         .has_settled_change = has_settled_change,
                         .save = save,
                         .save_tables = save_tables,
                         .make_folder = make_folder,
                         .path_kind = path_kind,
                         .save_notes = save_notes,
                         .open_seen = open_seen,
                         .save_seen = save_seen,
                         .add_event = add_event,
                         .delete_event = delete_event,
                         .restore_event = restore_event,
                         .save_view = save_view,
                         .view_names = view_names,
                         .load_view = load_view,
                         .pack = pack,
                         .load_text = load_text};
    int code = browser_run(session->timeline, &config, &services, &options);
    if (!options.script.ptr)
        return code;
    // Nobody has seen the problems: they are told as a command tells them.
    session_report(session);
    return code == EXIT_DONE ? session_exit_code(session) : code;
}
