#include <config.h>

#include "cli/assets.h"
#include "cli/batch.h"
#include "cli/browse.h"
#include "cli/limits.h"
#include "cli/manual.h"
#include "cli/output.h"
#include "cli/profiles.h"
#include "cli/view_file.h"
#include "tui/term.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void out_of_memory(void)
{
    static const char message[] = "bilat: out of memory\n";
    term_abandon(); // first: on the screen of the browser nobody would find the message
    ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
    (void)ignored;
    output_abandon_all();
    _exit(EXIT_MEMORY);
}

// A command or script that is stopped leaves nothing half written behind.
static void stop(int signal_number)
{
    output_abandon_all();
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

static void stop_cleanly(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = stop;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    sigaction(SIGPIPE, &action, NULL);
}

static int run_batch(Session *session)
{
    stop_cleanly();
    session->limits = limits_read(session->arena, &session->notices);
    if (!session_open(session))
        return EXIT_USAGE;
    session_finish_load(session);
    bool has_nothing = timeline_source_count(session->timeline) == 0;
    if (has_nothing && session->options->command != COMMAND_CHECK)
        return batch_refuse(session);
    switch (session->options->command) {
    case COMMAND_EXPORT:
        return batch_export(session);
    case COMMAND_COUNT:
        return batch_count(session);
    case COMMAND_SHOW:
        return batch_show(session);
    case COMMAND_CHECK:
        return batch_check(session);
    case COMMAND_BROWSE:
    case COMMAND_PROFILES:
    case COMMAND_HELP:
    case CLI_COMMANDS:
        break;
    }
    bug_found(__FILE__, __LINE__, "a command without a function");
}

static int run(const Options *options, Arena *arena)
{
    if (options->command == COMMAND_HELP || options->wants_help || options->wants_version)
        return manual_print(options);
    if (options->command == COMMAND_PROFILES)
        return profiles_print(options, arena);
    if (options->script.ptr) // the browser without a terminal, and so without handlers of its own
        stop_cleanly();
    Session session;
    session_init(&session, options, arena);
    Options with_view = *options;
    if (options->view.ptr && !view_file_use(&with_view, arena, &session.notices)) {
        print_problems(&session.notices);
        return EXIT_USAGE;
    }
    session.options = &with_view;
    int code = options->command == COMMAND_BROWSE ? browse(&session) : run_batch(&session);
    session_close(&session);
    return code;
}

int main(int argc, char **argv)
{
    // Characters as the terminal has them; numbers and messages stay as in the C locale.
    setlocale(LC_CTYPE, "");
    arena_on_exhausted(out_of_memory);
    Arena *arena = arena_new();
    Options options;
    Text message;
    if (!options_parse(argc, argv, &options, arena, &message)) {
        fprintf(stderr, "bilat: %.*s\nbilat: bilat help lists commands and options\n",
                TEXT_ARG(message));
        arena_free(arena);
        return EXIT_USAGE;
    }
    int code = run(&options, arena);
    arena_free(arena);
    return code;
}
