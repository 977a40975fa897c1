// What the browser asks of the program around it, so that it knows neither loaders nor the command line.
#ifndef BILAT_TUI_SERVICES_H
#define BILAT_TUI_SERVICES_H

#include "model/citation.h"
#include "model/config.h"
#include "model/notes.h"
#include "model/table.h"

typedef struct FeedState {
    bool is_loading;                  // more may come
    bool has_news;                    // something was appended by this call
    uint64_t bytes_read, bytes_total; // total 0: not known
} FeedState;

typedef enum PathKind { PATH_NOTHING, PATH_FILE, PATH_FOLDER } PathKind; // what stands there

// What can be come back to: kept by name, or packed into a folder.
typedef struct SavedView {
    Text name, filter;
    SortKey sort;
    bool is_descending;
} SavedView;

// An event that a person adds; all of it as our own tables write it. Title and date are never empty.
typedef struct OwnEvent {
    Text date, countries, kind, title, url;
} OwnEvent;

// One that was kept: its line in the file, and what gives it its place there.
typedef struct OwnLine {
    Text bytes, date, id;
} OwnLine;

typedef struct PackOrder {
    SavedView view;
    Text folder;
    bool with_sources; // copies of the inputs too
    NotesChoice notes; // those of the view
} PackOrder;

typedef struct Services {
    void *context;
    const CitationWords *citations; // tell what positions refer to; NULL: that is left out
    Text state_folder;              // for what is kept between runs; empty: nothing is
    // Appends to the timeline what the loader has finished. Never waits.
    FeedState (*feed)(void *context, Timeline *timeline);
    // A descriptor that is readable when feed has news; -1 when nothing is loading. Changes with a reload.
    int (*wake_fd)(void *context);
    void (*cancel)(void *context); // what has arrived stays
    // Begins to load the same inputs again into a new timeline, to be fed while the old one is still shown; a load that
    // is under way ends with what has come. NULL: it cannot be loaded again.
    Timeline *(*reload)(void *context);
    // The end of that: the new timeline takes the place of the old one, which the browser then frees, or it is dropped.
    void (*take_over)(void *context, Timeline *coming);
    void (*drop)(void *context, Timeline *coming);
    // Asked often while the browser follows its inputs: true once when files of them were added, changed or removed,
    // and all their sizes have held for a second.
    bool (*has_settled_change)(void *context, int64_t now_ms);
    // Writes a file through `write`, to appear under its name only when it is complete and on disk.
    bool (*save)(void *context, Text path, bool (*write)(void *writer, Sink *sink), void *writer,
                 Problems *problems);
    // All tables into a folder, which is made where it is not there: they appear together, or none does.
    bool (*save_tables)(void *context, Text folder, TableWriter write, void *writer,
                        Problems *problems);
    // Makes a folder for one table, unless it is there.
    bool (*make_folder)(void *context, Text path, Problems *problems);
    // Keeps what was changed in the notes of the timeline, with what other programs have kept since.
    bool (*save_notes)(void *context, Problems *problems);
    // What earlier runs have shown, read when it is first asked for; and keeps what this one has. NULL: nobody remembers.
    Seen *(*open_seen)(void *context);
    bool (*save_seen)(void *context, Seen *seen, Problems *problems);
    // Keeps an event of one's own beside the inputs, under the id that is given back; it is there after the next reload.
    bool (*add_event)(void *context, const OwnEvent *event, Text *id, Problems *problems);
    // Takes it away again, for `line` to bring it back; all texts live as long as the problems. `path` is that of its
    // source, empty where it is known to be one's own; in any other file it stays.
    bool (*delete_event)(void *context, Text path, Text id, OwnLine *line, Problems *problems);
    bool (*restore_event)(void *context, const OwnLine *line, Problems *problems);
    // Keeps a view under its name; `path` says where, also when something of that name is there already, which is only
    // written over when `may_replace`. Another `false` has a problem.
    bool (*save_view)(void *context, const SavedView *view, bool may_replace, Text *path,
                      Problems *problems);
    Text (*view_names)(void *context, Arena *arena); // a line each
    // `has_other_inputs`: the view was saved of something else than what is open.
    bool (*load_view)(void *context, Text name, SavedView *view, bool *has_other_inputs,
                      Problems *problems);
    // Writes view, its notes and, if asked, sources into a folder that is new or empty.
    bool (*pack)(void *context, const PackOrder *order, Problems *problems);
    PathKind (*path_kind)(void *context, Text path);
    // The text of a file that the user keeps (history, script); empty where there is none.
    Text (*load_text)(void *context, Text path, Arena *arena);
} Services;

// Runs the browser until the user quits. `script` (may be empty) drives it instead of a terminal: see bilat(1).
typedef struct BrowserOptions {
    Text filter;
    SortKey sort;
    bool is_descending;
    Text script;                     // content of the script file, or .ptr NULL: use the terminal
    Text script_path;                // for messages
    bool is_linear;                  // what changes is said line by line, see tui/linear.h
    const Problems *config_problems; // found while the configuration was read; NULL: none
    bool follows;                    // reads files again when they have changed
} BrowserOptions;
// Opens the terminal and draws the first screen, with nothing in it: for the time until there is a timeline. False: there
// is no terminal to be had, and a problem says why.
bool browser_greet(const Config *config, Problems *problems);
// Returns the exit code. The terminal may be open already.
int browser_run(Timeline *timeline, const Config *config, const Services *services,
                const BrowserOptions *options);

#endif
