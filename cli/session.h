// What every command of the program begins with: the word lists, the inputs, the timeline, the filter.
#ifndef BILAT_CLI_SESSION_H
#define BILAT_CLI_SESSION_H

#include "cli/notes_keep.h"
#include "cli/options.h"
#include "loaders/feed.h"
#include "loaders/watch.h"
#include "model/citation.h"
#include "tui/exit_codes.h"

typedef struct Session {
    Arena *arena;
    const Options *options;
    LoadSettings load;
    UnpackLimits limits; // to be set before session_open
    const Lexicon *lexicon;
    Problems notices;  // of the command line: shown with those of the inputs
    Problems problems; // of the session itself: configuration, writing
    Feed *feed;
    Watch *watch; // of the inputs; NULL: nobody can look at them again
    Timeline *timeline;
    Timeline *coming; // of a reload that is under way; NULL: none
    View *view;
    Text mine;         // folder of what a person adds to these inputs; empty: there is no place
    LoadInputs inputs; // of the options, and the events in it
    NotesKeep keep;
    Seen *seen; // what earlier runs have shown; NULL: nobody has asked
} Session;

// The word lists and profiles, the user's too; NULL, with a problem, where they are not there.
Lexicon *session_lexicon(Arena *arena, Problems *problems);
void session_init(Session *session, const Options *options, Arena *arena);
// Reads the word lists, tries the filter of the command line, and starts to load the inputs. False when the word
// lists are not there or the filter has a mistake; it has said so, with a caret.
bool session_open(Session *session);
// Waits for the end of the load and makes a view with the filter and the order, which has no rows yet.
void session_finish_load(Session *session);
// Its rows; where there are none, a problem says what of the filter nothing is known by.
void session_fill_view(Session *session);
void session_close(Session *session);

// The words by which positions refer to something; NULL where they are not to be had.
const CitationWords *session_citations(Session *session);

// Prints problems on standard error: errors and warnings one a line, notes as a number.
void session_report(Session *session);
// The exit code that the load asks for: nothing could be read, something was rejected, or all is well.
int session_exit_code(const Session *session);
// Prints every problem of a list on standard error.
void print_problems(const Problems *problems);

#endif
