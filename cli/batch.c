#include <config.h>
#include "cli/batch.h"

#include "cli/assets.h"
#include "cli/output.h"
#include "cli/show.h"
#include "cli/tables.h"
#include "model/brief.h"
#include "model/notes.h"
#include "model/reports.h"
#include "loaders/ini.h"

#include <stdio.h>
#include <sys/stat.h>

static int exit_code_of_write(Session *session, bool is_written)
{
    session_report(session);
    print_problems(&session->problems);
    return is_written ? session_exit_code(session) : EXIT_WRITE;
}

int batch_refuse(Session *session)
{
    session_report(session);
    fputs("bilat: no timeline in what was given; nothing is written\n", stderr);
    return session_exit_code(session);
}

// ---- export ----

typedef struct TableJob {
    View *view;
    TableName table;
    TableForm form;
} TableJob;

static bool write_table(void *context, Sink *sink)
{
    const TableJob *job = context;
    return table_write(job->view, job->table, job->form, true, sink);
}

// Of all of them: the job says how, and which one is asked for now.
static bool write_any_table(void *context, TableName table, Sink *sink)
{
    TableJob job = *(const TableJob *)context;
    job.table = table;
    return write_table(&job, sink);
}

static bool write_brief(void *context, Sink *sink)
{
    const Session *session = context;
    return brief_write(session->view, (BriefForm){session->options->only_marked, true}, sink);
}

// What is written would take the place of what it is made from, and every offset would point into nothing. The browser
// asks before it writes over a file; a command has nobody to ask.
static bool may_write(Session *session, Text path)
{
    struct stat there, source;
    bool is_there = stat(arena_text(session->arena, path).ptr, &there) == 0;
    size_t count =
        is_there && S_ISREG(there.st_mode) ? timeline_source_count(session->timeline) : 0;
    for (uint32_t i = 0; i < count; i++) {
        Text name = timeline_source(session->timeline, i)->path;
        if (stat(arena_text(session->arena, name).ptr, &source) == 0 &&
            source.st_dev == there.st_dev && source.st_ino == there.st_ino) {
            problem_at(&session->problems, PROBLEM_IN(PROBLEM_WRITE, SEVERITY_ERROR, path),
                       "it is one of the inputs: nothing is written, give another name");
            return false;
        }
    }
    return true;
}

static int write_file(Session *session, Text path, OutputWriter write, void *context)
{
    bool is_written =
        may_write(session, path) && output_write(path, write, context, &session->problems);
    return exit_code_of_write(session, is_written);
}

static int write_tables(Session *session, TableJob *job)
{
    Text folder = session->options->output;
    TableFormat format = job->form.format;
    bool may = true;
    for (TableName table = 0; table < TABLES && may; table++)
        may = may_write(session, table_path(folder, table, format, session->arena));
    return exit_code_of_write(
        session, may && tables_write(folder, format, write_any_table, job, &session->problems));
}

static int export_brief(Session *session)
{
    Text path = session->options->output;
    if (path.ptr && output_is_folder(path)) {
        if (!output_make_folder(path, &session->problems))
            return exit_code_of_write(session, false);
        path = arena_printf(session->arena, "%.*s%sbrief.md", TEXT_ARG(path),
                            text_ends(path, TEXT("/")) ? "" : "/");
    }
    return write_file(session, path, write_brief, session);
}

static bool has_marked_position(const Notes *notes, EventId event)
{
    NoteItem item;
    for (size_t i = 0; notes_item_at(notes, event, i, &item); i++)
        if (item.part == NOTE_OF_POSITION && item.values[NOTE_TAGS].len > 0)
            return true;
    return false;
}

// Marks, tags and notes of positions are columns of the positions, which a table of events does not have.
static void note_marks_elsewhere(Session *session, TableName table)
{
    const Notes *notes = timeline_notes(session->timeline);
    size_t count = 0;
    if (!session->options->only_marked || !notes || table != TABLE_EVENTS)
        return;
    for (size_t row = 0; row < view_count(session->view); row++)
        count += has_marked_position(notes, view_event(session->view, row));
    if (count > 0)
        fprintf(stderr,
                "bilat: the marks of %zu event%s are on positions: -t positions or a folder has "
                "them\n",
                count, count == 1 ? "" : "s");
}

int batch_export(Session *session)
{
    session_fill_view(session);
    if (session->options->is_brief)
        return export_brief(session);
    const Options *options = session->options;
    bool is_folder =
        options->output.ptr && !options->has_table && output_is_folder(options->output);
    TableJob job = {session->view, options->has_table ? options->table : TABLE_EVENTS,
                    options->form};
    if (is_folder)
        return write_tables(session, &job);
    Text path = options->output;
    if (path.ptr && output_is_folder(path)) {
        if (!output_make_folder(path, &session->problems))
            return exit_code_of_write(session, false);
        path = table_path(path, job.table, job.form.format, session->arena);
    }
    note_marks_elsewhere(session, job.table);
    return write_file(session, path, write_table, &job);
}

// ---- count ----

typedef struct CountJob {
    Session *session;
    Counts counts;
} CountJob;

static void write_count_row(const CountJob *job, const CountRow *row, Arena *scratch, Sink *sink)
{
    for (size_t k = 0; k < job->session->options->key_count; k++) {
        table_write_field(sink, row->keys[k]);
        sink_write(sink, TEXT(","));
    }
    double share = job->counts.total ? (double)row->count / (double)job->counts.total : 0;
    sink_write(sink, arena_printf(scratch, "%llu,%.6f,%llu\n", (unsigned long long)row->count,
                                  share, (unsigned long long)row->documents));
}

static bool write_counts(void *context, Sink *sink)
{
    const CountJob *job = context;
    Arena *scratch = arena_new();
    for (size_t k = 0; k < job->session->options->key_count; k++)
        sink_write(sink,
                   arena_printf(scratch, "%s,", count_key_name(job->session->options->keys[k])));
    sink_write(sink, TEXT("count,share,documents\n"));
    for (size_t i = 0; i < job->counts.count; i++) {
        write_count_row(job, &job->counts.items[i], scratch, sink);
        arena_reset(scratch);
    }
    arena_free(scratch);
    return !sink->has_failed;
}

static Counts count_events(Session *session)
{
    const Options *options = session->options;
    if (!options->counts_meetings)
        return count_by(session->view, options->keys, options->key_count, session->arena);
    if (reports_may_be(session->timeline))
        timeline_build_index(session->timeline);
    return count_meetings_by(session->view, options->keys, options->key_count, session->arena);
}

int batch_count(Session *session)
{
    const Options *options = session->options;
    CountJob job = {session, count_events(session)};
    if (job.counts.total == 0)
        session_fill_view(session); // it says why there is nothing
    return write_file(session, options->output, write_counts, &job);
}

// ---- show ----

static bool write_shown(void *context, Sink *sink)
{
    Session *session = context;
    ShowOptions options = {session->options->wants_why, session_citations(session)};
    return show_write(session->view, &options, sink);
}

int batch_show(Session *session)
{
    session_fill_view(session);
    if (reports_may_be(session->timeline))
        timeline_build_index(session->timeline); // who else tells of a meeting
    bool is_written = output_write(TEXT(""), write_shown, session, &session->problems);
    return exit_code_of_write(session, is_written);
}

// ---- check ----

static void write_accounting(Session *session, Arena *scratch, Sink *sink)
{
    Accounting sum = timeline_accounting(session->timeline);
    const Problems *problems = timeline_problems(session->timeline);
    sink_write(
        sink,
        arena_printf(scratch,
                     "%llu records read = %llu used + %llu folded + %llu joined + %llu skipped + "
                     "%llu rejected\n",
                     (unsigned long long)sum.read, (unsigned long long)sum.used,
                     (unsigned long long)sum.folded, (unsigned long long)sum.joined,
                     (unsigned long long)sum.skipped, (unsigned long long)sum.rejected));
    sink_write(
        sink, arena_printf(
                  scratch, "%zu events from %zu sources; %llu errors, %llu warnings, %llu notes\n",
                  timeline_event_count(session->timeline), timeline_source_count(session->timeline),
                  (unsigned long long)problems->by_severity[SEVERITY_ERROR],
                  (unsigned long long)problems->by_severity[SEVERITY_WARNING],
                  (unsigned long long)problems->by_severity[SEVERITY_NOTE]));
}

// Who looks at pairs should know how much he does not see.
static void write_unpaired(const Timeline *timeline, Arena *scratch, Sink *sink)
{
    Unpaired count = timeline_unpaired(timeline);
    if (count.one + count.none > 0)
        sink_write(sink, arena_printf(scratch, "in no pair: %zu with one country, %zu with none\n",
                                      count.one, count.none));
}

static bool write_check(void *context, Sink *sink)
{
    Session *session = context;
    Arena *scratch = arena_new();
    const Problems *problems = timeline_problems(session->timeline);
    uint64_t total = 0;
    for (size_t i = 0; i <= SEVERITY_ERROR; i++)
        total += problems->by_severity[i];
    for (size_t i = 0; i < problems->count; i++) {
        sink_write(sink, problem_text(&problems->items[i], scratch));
        sink_write(sink, TEXT("\n"));
        arena_reset(scratch);
    }
    if (total > problems->count)
        sink_write(sink, arena_printf(scratch, "and %llu more of the same kinds\n",
                                      (unsigned long long)(total - problems->count)));
    write_accounting(session, scratch, sink);
    write_unpaired(session->timeline, scratch, sink);
    arena_free(scratch);
    return !sink->has_failed;
}

int batch_check(Session *session)
{
    if (session->options->filter.len > 0)
        session_fill_view(session);
    timeline_locate_problems(session->timeline);
    bool is_written = output_write(TEXT(""), write_check, session, &session->problems);
    print_problems(&session->problems);
    return is_written ? session_exit_code(session) : EXIT_WRITE;
}
