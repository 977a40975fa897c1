#include <config.h>
#include "cli/session.h"

#include "cli/assets.h"
#include "cli/mine.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/seen_keep.h"
#include "loaders/ini.h"
#include "loaders/lexicon.h"
#include "tui/safe.h"
#include "tui/term.h"

#include <stdio.h>
#include <unistd.h>

// Messages quote what a file holds: on a terminal they are made visible like everything else.
static void print_line(Text line, Arena *scratch)
{
    term_close(); // on the screen of the browser nobody would find it
    Text shown = isatty(STDERR_FILENO) ? safe_text(line, scratch) : line;
    fprintf(stderr, "%.*s\n", TEXT_ARG(shown));
}

void print_problems(const Problems *problems)
{
    Arena *scratch = arena_new();
    for (size_t i = 0; i < problems->count; i++) {
        print_line(problem_text(&problems->items[i], scratch), scratch);
        arena_reset(scratch);
    }
    arena_free(scratch);
}

static void print_mistake(const Problem *mistake, Text filter, Arena *scratch)
{
    print_line(problem_text(mistake, scratch), scratch);
    Text lines = problem_caret(mistake, filter, scratch);
    while (lines.ptr)
        print_line(text_cut(&lines, '\n'), scratch);
}

static bool check_filter(Session *session)
{
    Problems problems = problems_in(session->arena);
    Filter *filter;
    Text expression = session->options->filter;
    if (filter_parse(expression, session->lexicon->countries, session->arena, &filter, &problems))
        return true;
    term_close();
    for (size_t i = 0; i < problems.count; i++) {
        problems.items[i].path = TEXT("filter");
        print_mistake(&problems.items[i], expression, session->arena);
    }
    return false;
}

Lexicon *session_lexicon(Arena *arena, Problems *problems)
{
    Lexicon *lexicon;
    Text assets = text_from(assets_dir()), users = config_path("profiles", arena);
    if (!lexicon_open(assets, arena, &lexicon, problems))
        return NULL;
    if (lexicon_load_profiles(lexicon, assets, users, arena, problems))
        return lexicon;
    lexicon_close(lexicon);
    return NULL;
}

// The name of a data set is known only now.
static bool check_form(const Session *session)
{
    Text form = session->options->load.profile;
    if (form.len == 0 || loader_by_name(session->lexicon, form))
        return true;
    Text nearest = profiles_nearest(session->lexicon->profiles, form);
    term_close(); // on the screen of the browser nobody would find it
    fprintf(stderr, "bilat: --from: expected %s, found \"%.*s\"",
            loader_names(session->lexicon, session->arena).ptr, TEXT_ARG(form));
    if (nearest.len)
        fprintf(stderr, "; did you mean %.*s?", TEXT_ARG(nearest));
    fputc('\n', stderr);
    return false;
}

void session_init(Session *session, const Options *options, Arena *arena)
{
    *session = (Session){.arena = arena,
                         .options = options,
                         .problems = problems_in(arena),
                         .notices = problems_in(arena)};
}

bool session_open(Session *session)
{
    session->lexicon = session_lexicon(session->arena, &session->problems);
    // The form and the filter before the load: nobody should wait for it to hear of a slip of the finger.
    if (!session->lexicon || !check_form(session) || !check_filter(session)) {
        term_close();
        print_problems(&session->problems);
        return false;
    }
    session->timeline = timeline_new(session->lexicon->countries);
    Problems *problems = timeline_problems(session->timeline);
    for (size_t i = 0; i < session->notices.count; i++)
        problems_add(problems, session->notices.items[i]);
    const Options *options = session->options;
    session->mine = mine_folder(options->inputs, options->view_folder, session->arena);
    session->inputs = mine_inputs(options->inputs, session->mine, session->arena);
    session->keep = notes_keep_open(session->mine, session->arena, problems);
    if (options->view_folder.len)
        notes_keep_add_pack(&session->keep, options->view_folder, session->arena, problems);
    timeline_set_notes(session->timeline, session->keep.notes);
    session->load = options->load;
    session->load.limits = session->limits;
    session->load.keeps_files = options->command == COMMAND_BROWSE;
    if (options->command == COMMAND_BROWSE)
        session->watch = watch_new(options->inputs);
    session->feed = feed_start(session->lexicon, &session->load, session->inputs);
    return true;
}

void session_finish_load(Session *session)
{
    progress_wait(session);
    timeline_settle_notes(session->timeline);
    session->view = view_new_empty(session->timeline);
    // check_filter has seen it.
    BUG_IF(!view_apply_filter(session->view, session->options->filter, &session->problems));
    if (filter_asks_new(view_filter(session->view))) {
        session->seen = seen_keep_judge(session->timeline, session->arena);
        view_refresh(session->view);
    }
    if (filter_asks_reports(view_filter(session->view))) {
        timeline_build_index(session->timeline);
        view_refresh(session->view);
    }
    view_sort(session->view, session->options->sort, session->options->is_descending);
}

// The index of all events is worth its while where many of them are shown.
static bool needs_index(const Session *session)
{
    enum { FEW = 256 }; // one in so many
    uint64_t bits[SEGMENT_EVENTS / 64];
    size_t shown = 0;
    if (!evaluation_asks_columns_alone(view_evaluation(session->view)))
        return true;
    for (size_t s = 0; s < timeline_segment_count(session->timeline); s++)
        shown += view_select(session->view, s, bits);
    return shown > timeline_event_count(session->timeline) / FEW;
}

void session_fill_view(Session *session)
{
    if (needs_index(session))
        timeline_build_index(session->timeline);
    view_fill(session->view);
    if (view_count(session->view) == 0)
        filter_note_unknown(view_filter(session->view), session->timeline, &session->problems);
}

void session_close(Session *session)
{
    feed_free(session->feed);
    watch_free(session->watch);
    timeline_free(session->coming);
    view_free(session->view);
    timeline_free(session->timeline);
    notes_free(session->keep.notes);
    seen_free(session->seen);
    if (session->lexicon)
        print_problems(lexicon_word_problems(session->lexicon));
    lexicon_close(session->lexicon);
}

// Of each kind the first: what follows seldom says more, and the result of the command must not drown in it.
static uint64_t report_first(const Problems *problems)
{
    enum { FIRST = 10 };
    uint64_t told[PROBLEM_KINDS] = {0};
    uint64_t left = problems->by_severity[SEVERITY_ERROR] + problems->by_severity[SEVERITY_WARNING];
    Arena *scratch = arena_new();
    for (size_t i = 0; i < problems->count; i++) {
        const Problem *problem = &problems->items[i];
        if (problem->severity == SEVERITY_NOTE)
            continue;
        if (told[problem->kind]++ < FIRST) {
            print_line(problem_text(problem, scratch), scratch);
            left--;
        }
        arena_reset(scratch);
    }
    arena_free(scratch);
    return left;
}

void session_report(Session *session)
{
    Problems *problems = timeline_problems(session->timeline);
    timeline_locate_problems(session->timeline);
    uint64_t left = report_first(problems);
    uint64_t notes = problems->by_severity[SEVERITY_NOTE];
    if (left)
        fprintf(stderr, "bilat: %llu more of these kinds; bilat check prints them\n",
                (unsigned long long)left);
    if (notes)
        fprintf(stderr, "bilat: %llu note%s; bilat check prints them\n", (unsigned long long)notes,
                notes == 1 ? "" : "s");
}

int session_exit_code(const Session *session)
{
    if (timeline_source_count(session->timeline) == 0)
        return EXIT_USAGE;
    uint64_t errors = timeline_problems(session->timeline)->by_severity[SEVERITY_ERROR];
    return errors ? EXIT_PARTIAL : EXIT_DONE;
}

const CitationWords *session_citations(Session *session)
{
    Config config = {.arena = session->arena};
    Text path = arena_printf(session->arena, "%s/citations.ini", assets_dir());
    (void)ini_load(path, &config, &session->problems);
    return citation_words_new(&config, session->arena);
}
