// Writing what is shown: choose tables or a page, see how much it is and how it begins, say where.
#include <config.h>
#include "tui/pane_lines.h"

#include "model/brief.h"

enum { // behind the TableNames
    ALL_TABLES = TABLES,
    BRIEF,
    MARKED_BRIEF,
    EXPORTS,
    PREVIEW_BYTES = 4000,
    PREVIEW_LINES = 12,
};

struct ExportJob {
    int table; // a TableName, or one of the above
    uint64_t rows[TABLES];
    BriefSize brief;
    Text confirmed;  // the path that may be written over
    Text asked_line; // of ":export", which asked whether it may
};

static const char *name_of(int table)
{
    static const char *const names[] = {"all", "brief", "marked"};
    return table < TABLES ? table_names[table] : names[table - TABLES];
}

static bool is_brief(int table)
{
    return table == BRIEF || table == MARKED_BRIEF;
}

static BriefForm brief_form(const App *app, int table)
{
    return (BriefForm){table == MARKED_BRIEF, app->only_matching};
}

// What is proposed.
static Text file_name(const App *app, int table)
{
    if (is_brief(table))
        return TEXT("brief.md");
    return table == ALL_TABLES ? TEXT("export/")
                               : table_path(TEXT(""), (TableName)table, TABLE_CSV, app->scratch);
}

// ---- counting and previewing ----

static bool count_lines(void *context, Text bytes)
{
    uint64_t *lines = context;
    for (size_t i = 0; i < bytes.len; i++)
        *lines += bytes.ptr[i] == '\n';
    return true;
}

// An object is a line.
static uint64_t count_sources(App *app)
{
    uint64_t rows = 0;
    Sink sink = {.write = count_lines, .context = &rows};
    table_write(app->view, TABLE_SOURCES, (TableForm){.format = TABLE_JSONL}, false, &sink);
    return rows;
}

static void count_rows(App *app, uint64_t rows[TABLES])
{
    rows[TABLE_SOURCES] = count_sources(app);
    rows[TABLE_EVENTS] = view_count(app->view);
    rows[TABLE_PARTICIPANTS] = rows[TABLE_POSITIONS] = rows[TABLE_MENTIONED] = 0;
    bool has_terms = app->only_matching && view_chooses_positions(app->view);
    for (size_t row = 0; row < view_count(app->view); row++) {
        EventId id = view_event(app->view, row);
        size_t count;
        const Participant *people = timeline_participants(app->timeline, id, &count);
        for (size_t n = 0; n < count; n++)
            rows[participant_is_apart(&people[n]) ? TABLE_MENTIONED : TABLE_PARTICIPANTS]++;
        timeline_positions(app->timeline, id, &count);
        if (!has_terms)
            rows[TABLE_POSITIONS] += count;
        for (size_t n = 0; has_terms && n < count; n++)
            rows[TABLE_POSITIONS] += view_shows_position(app->view, id, n);
    }
}

typedef struct Preview {
    Buffer text;
    size_t lines;
} Preview;

// Takes the first lines and then fails, which ends the writing.
static bool take_lines(void *context, Text bytes)
{
    Preview *preview = context;
    buffer_add(&preview->text, bytes);
    for (size_t i = 0; i < bytes.len; i++)
        preview->lines += bytes.ptr[i] == '\n';
    return preview->lines < PREVIEW_LINES && preview->text.count < PREVIEW_BYTES;
}

static void preview_table(App *app, TableName table, Buffer *out)
{
    const ExportJob *job = app->export_job;
    Preview preview = {.text = buffer_in(app->scratch)};
    Sink sink = {.write = take_lines, .context = &preview};
    table_write(app->view, table, (TableForm){0}, app->only_matching, &sink);
    Text text = buffer_text(&preview.text);
    buffer_printf(out, "%s.csv: %llu rows", table_names[table],
                  (unsigned long long)job->rows[table]);
    size_t shown = job->table == ALL_TABLES ? 3 : PREVIEW_LINES;
    buffer_printf(out, "%s\n", job->rows[table] + 1 > shown ? ", the first of them:" : ":");
    for (size_t i = 0; i < shown && text.ptr && text.len; i++) {
        Text line = text_cut(&text, '\n');
        buffer_printf(out, "%.*s\n", TEXT_ARG(line));
    }
    buffer_add_char(out, '\n');
}

static void preview_brief(App *app, int table, Buffer *out)
{
    Preview preview = {.text = buffer_in(app->scratch)};
    Sink sink = {.write = take_lines, .context = &preview};
    brief_write(app->view, brief_form(app, table), &sink);
    Text text = buffer_text(&preview.text);
    for (size_t i = 0; i < PREVIEW_LINES && text.ptr && text.len; i++) {
        Text line = text_cut(&text, '\n');
        buffer_printf(out, "%.*s\n", TEXT_ARG(line));
    }
}

static void show_preview(App *app)
{
    const ExportJob *job = app->export_job;
    Buffer out = buffer_in(app->scratch);
    if (is_brief(job->table))
        preview_brief(app, job->table, &out);
    if (app->only_matching)
        buffer_add(&out, TEXT("positions: only those that the filter asks for\n"));
    for (int table = 0; table < TABLES; table++)
        if (job->table == ALL_TABLES || job->table == table)
            preview_table(app, (TableName)table, &out);
    report_fill(app, &preview_ops, buffer_text(&out));
    app_open_popup(app, &app->report);
}

// ---- writing ----

typedef struct Writing {
    App *app;
    int table;
    TableForm form;
} Writing;

static bool write_one(void *writer, Sink *sink)
{
    Writing *writing = writer;
    App *app = writing->app;
    if (is_brief(writing->table))
        return brief_write(app->view, brief_form(app, writing->table), sink);
    return table_write(app->view, (TableName)writing->table, writing->form, app->only_matching,
                       sink);
}

// The name says in which format.
static bool save_file(App *app, int table, Text path)
{
    Problems problems = problems_in(app->scratch);
    Writing writing = {app, table, {.format = table_format_of(path)}};
    if (app->services->save(app->services->context, path, write_one, &writing, &problems))
        return true;
    app_say_unwritten(app, path, &problems);
    return false;
}

static bool make_folder(App *app, Text path)
{
    Problems problems = problems_in(app->scratch);
    if (app->services->make_folder(app->services->context, path, &problems))
        return true;
    app_say_unwritten(app, path, &problems);
    return false;
}

static bool write_any_table(void *writer, TableName table, Sink *sink)
{
    Writing writing = {writer, (int)table, {.format = TABLE_CSV}};
    return write_one(&writing, sink);
}

static bool save_all(App *app, Text folder)
{
    Problems problems = problems_in(app->scratch);
    const Services *services = app->services;
    if (services->save_tables(services->context, folder, write_any_table, app, &problems))
        return true;
    app_say_unwritten(app, folder, &problems);
    return false;
}

static PathKind kind_of(const App *app, Text path)
{
    return app->services->path_kind(app->services->context, path);
}

// An export proves its words by the bytes of the sources: they must be those that were read.
static bool sources_are_current(App *app, Text path)
{
    const Source *changed;
    if (timeline_is_current(app->timeline, &changed))
        return true;
    Problems problems = problems_in(app->scratch);
    problem_at(&problems, PROBLEM_IN(PROBLEM_WRITE, SEVERITY_ERROR, path),
               "%.*s changed since it was loaded; %.*s reads it again", TEXT_ARG(changed->path),
               TEXT_ARG(keymap_first_key(&app->keys, COMMAND_reload, app->scratch)));
    app_say_unwritten(app, path, &problems);
    return false;
}

// Where it goes: into a folder under its own name.
static Text target_of(App *app, int table, Text path)
{
    if (kind_of(app, path) != PATH_FOLDER)
        return path;
    return arena_printf(app->scratch, "%.*s%s%.*s", TEXT_ARG(path),
                        text_ends(path, TEXT("/")) ? "" : "/", TEXT_ARG(file_name(app, table)));
}

// A folder takes all tables by their own names, or what is asked for.
static bool save(App *app, int table, Text path)
{
    if (!sources_are_current(app, path))
        return false;
    if (table == ALL_TABLES)
        return save_all(app, path);
    if (kind_of(app, path) == PATH_FOLDER && !make_folder(app, path))
        return false;
    return save_file(app, table, target_of(app, table, path));
}

static void say_saved(App *app, int table, Text path)
{
    const uint64_t *rows = app->export_job->rows;
    if (table == ALL_TABLES)
        app_say(app, ROLE_NOTE, "wrote %llu events, %llu participants and %llu positions to %.*s",
                (unsigned long long)rows[0], (unsigned long long)rows[1],
                (unsigned long long)rows[2], TEXT_ARG(path));
    else if (is_brief(table))
        app_say(app, ROLE_NOTE, "wrote %llu events and %llu positions to %.*s",
                (unsigned long long)app->export_job->brief.events,
                (unsigned long long)app->export_job->brief.positions, TEXT_ARG(path));
    else
        app_say(app, ROLE_NOTE, "wrote %llu %s to %.*s", (unsigned long long)rows[table],
                table_names[table], TEXT_ARG(path));
}

// The first file that would be written over; empty: none.
static Text what_stands_there(App *app, int table, Text path)
{
    if (table != ALL_TABLES) {
        Text target = target_of(app, table, path);
        return kind_of(app, target) != PATH_NOTHING ? target : TEXT("");
    }
    for (TableName one = 0; one < TABLES; one++) {
        Text target = table_path(path, one, TABLE_CSV, app->scratch);
        if (kind_of(app, target) != PATH_NOTHING)
            return target;
    }
    return TEXT("");
}

// What stands there already is written over only when Enter is pressed a second time.
static bool may_write(App *app, int table, Text path)
{
    ExportJob *job = app->export_job;
    Text target = what_stands_there(app, table, path);
    if (target.len == 0 || text_equal(job->confirmed, path))
        return true;
    job->confirmed = arena_text(app->arena, path);
    app->completions =
        arena_printf(app->message_arena, "%.*s exists; Enter again writes over it, Esc leaves",
                     TEXT_ARG(target));
    return false;
}

// ---- asking ----

static bool accept_path(App *app, Text typed)
{
    int table = app->export_job->table;
    Text path = arena_text(app->scratch, text_trim(typed));
    if (path.len == 0) {
        app->completions = TEXT("type the name of a file or, for all tables, of a folder");
        return false;
    }
    if (!may_write(app, table, path))
        return false;
    app_close_popup(app);
    prompt_remember(&app->path_history, path);
    if (save(app, table, path))
        say_saved(app, table, path);
    return true;
}

static void leave_path(App *app)
{
    app_close_popup(app);
    app_say(app, ROLE_NOTE, "nothing was written");
}

static Text path_feedback(const App *app, Arena *scratch)
{
    (void)scratch;
    if (app->completions.len)
        return app->completions;
    int table = app->export_job->table;
    if (is_brief(table))
        return TEXT("a file or folder/; Enter writes, Esc leaves");
    return table == ALL_TABLES
               ? TEXT("a folder; Enter writes, Esc leaves")
               : TEXT("a file (.csv, .tsv, .jsonl) or folder/; Enter writes, Esc leaves");
}

static const PromptKind path_prompt = {
    .label = "write to: ", .accept = accept_path, .leave = leave_path, .feedback = path_feedback};

static ExportJob *begin_job(App *app, int table)
{
    if (!app->export_job)
        app->export_job = ARENA_NEW(app->arena, ExportJob);
    app->export_job->table = table;
    app->export_job->confirmed = TEXT("");
    count_rows(app, app->export_job->rows);
    if (is_brief(table))
        app->export_job->brief = brief_size(app->view, brief_form(app, table));
    return app->export_job;
}

static void ask_path(App *app, int table)
{
    begin_job(app, table);
    show_preview(app);
    Text path = file_name(app, table);
    Text last =
        app->path_history.count ? app->path_history.lines[app->path_history.count - 1] : path;
    bool is_like = text_ends(last, TEXT("/")) == (table == ALL_TABLES) &&
                   text_ends(last, TEXT(".md")) == is_brief(table);
    if (is_like)
        path = last;
    app_ask(app, &path_prompt, path, &app->path_history);
}

static int table_by_name(Text name)
{
    for (int table = 0; table < EXPORTS; table++)
        if (text_equal_nocase(name, text_from(name_of(table))))
            return table;
    return -1;
}

static void fill_tables(App *app)
{
    const uint64_t *rows = app->export_job->rows;
    static const char *const labels[] = {"events.csv",
                                         "participants.csv, joined by event_id",
                                         "positions.csv, joined by event_id",
                                         "mentioned.csv: named, not there",
                                         "sources.csv: about the documents",
                                         "all tables, into a folder",
                                         "brief.md: events, quotations, footnotes",
                                         "brief.md of what is marked"};
    static const int order[] = {ALL_TABLES,      TABLE_EVENTS,    TABLE_PARTICIPANTS,
                                TABLE_POSITIONS, TABLE_MENTIONED, TABLE_SOURCES,
                                BRIEF,           MARKED_BRIEF};
    for (int i = 0; i < EXPORTS; i++) {
        int table = order[i];
        Text name = text_from(name_of(table));
        uint64_t count = 0;
        for (int one = 0; one < TABLES && table == ALL_TABLES; one++)
            count += rows[one];
        if (table < TABLES)
            count = rows[table];
        else if (is_brief(table))
            count = brief_size(app->view, brief_form(app, table)).events;
        chooser_add(&app->chooser, (Choice){.value = name,
                                            .label = text_from(labels[table]),
                                            .words = name,
                                            .count = count});
    }
}

static void accept_table(App *app, const Choice *choice)
{
    ask_path(app, table_by_name(choice->value));
}

static const ChooserKind table_chooser = {.title = "Export what is shown: rows",
                                          .has_counts = true,
                                          .fill = fill_tables,
                                          .accept = accept_table};

// What stands there is written over when it is insisted on ("export! PATH") or, before a screen, when the same line
// is given again. A script sees no question: for it this is an error.
static bool may_write_directly(App *app, int table, Text path, Text line)
{
    ExportJob *job = app->export_job;
    Text target = what_stands_there(app, table, path);
    bool is_sure = text_starts(line, TEXT("!")) || text_equal(job->asked_line, line);
    job->asked_line = TEXT("");
    if (target.len == 0 || is_sure)
        return true;
    if (app->is_scripted) {
        Problems problems = problems_in(app->scratch);
        problem_at(&problems, PROBLEM_IN(PROBLEM_WRITE, SEVERITY_ERROR, target),
                   "it exists; \"export!\" writes over it");
        app_say_unwritten(app, target, &problems);
        return false;
    }
    job->asked_line = arena_text(app->arena, line);
    app_say(app, ROLE_WARNING, "%.*s exists; the same again or \"export!\" writes over it",
            TEXT_ARG(target));
    return false;
}

// ":export positions said.csv", ":export out/", ":export! events.csv"
static void export_directly(App *app, Text line)
{
    Text argument = text_starts(line, TEXT("!")) ? text_trim(text_sub(line, 1, line.len)) : line;
    Text rest = argument;
    int table = table_by_name(text_cut(&rest, ' '));
    if (table < 0)
        rest = argument;
    Text path = arena_text(app->scratch, text_trim(rest));
    if (table < 0 && text_ends(path, TEXT(".md")))
        table = BRIEF;
    if (table < 0)
        table = path.len && kind_of(app, path) == PATH_FOLDER ? ALL_TABLES : TABLE_EVENTS;
    begin_job(app, table);
    if (path.len == 0)
        ask_path(app, table);
    else if (may_write_directly(app, table, path, line) && save(app, table, path))
        say_saved(app, table, path);
}

void command_export(App *app, Text argument)
{
    argument = text_trim(argument);
    if (argument.len && !text_equal(argument, TEXT("!"))) {
        export_directly(app, argument);
        return;
    }
    begin_job(app, ALL_TABLES);
    app_choose(app, &table_chooser);
}
