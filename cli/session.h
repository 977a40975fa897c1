// What every command of the program begins with: the word lists, the inputs, the timeline, the filter.
#ifndef BILAT_CLI_SESSION_H
#define BILAT_CLI_SESSION_H

#include "cli/options.h"
#include "loaders/feed.h"
#include "tui/exit_codes.h"

typedef struct Session {
    Arena *arena;
    const Options *options;
    const Lexicon *lexicon;
    Problems problems; // of the session itself: configuration, writing
    Feed *feed;
    Timeline *timeline;
    uint64_t bytes_total; // of the inputs, for the browser; 0: not known
    View *view;
} Session;

// The word lists and profiles, the user's too; NULL, with a problem, where they are not there.
Lexicon *session_lexicon(Arena *arena, Problems *problems);
// Reads the word lists, tries the filter of the command line, and starts to load the inputs. False when the word
// lists are not there or the filter has a mistake; it has said so, with a caret.
bool session_open(Session *session, const Options *options, Arena *arena);
// Waits for the end of the load and makes a view with the filter, which has no rows yet.
void session_finish_load(Session *session);
// Its rows; where there are none, a problem says what of the filter nothing is known by.
void session_fill_view(Session *session);
void session_close(Session *session);

// Prints problems on standard error: errors and warnings one a line, notes as a number.
void session_report(Session *session);
// The exit code that the load asks for: nothing could be read, something was rejected, or all is well.
int session_exit_code(const Session *session);
// Prints every problem of a list on standard error.
void print_problems(const Problems *problems);

#endif
