// A saved view: what was shown of which inputs, as a small INI file that can be read, mailed and kept in git.
//   [view]     name, filter, sort, descending
//   [input.1]  path (from the folder of the file), size, hash: what its bytes were when the view was saved
// %XX stands for a byte that INI has a use for. A value that is too long for a line goes on under "filter.2" and so on.
#ifndef BILAT_CLI_VIEW_FILE_H
#define BILAT_CLI_VIEW_FILE_H

#include "cli/fingerprint.h"
#include "cli/options.h"
#include "tui/services.h"

typedef struct ViewInput {
    Text path; // as it can be opened from here
    Fingerprint print;
} ViewInput;

typedef struct ViewFile {
    SavedView view;
    struct {
        ViewInput *items;
        size_t count, capacity;
    } inputs;
} ViewFile;

// "…/bilat/views/NAME.ini". Empty, and a problem, where the name is none ("a/b", ".x", "") or there is no place for it.
Text view_file_path(Text name, Arena *arena, Problems *problems);
// Where the argument of --view stands: a name, a file, or a folder with a view.ini.
Text view_file_find(Text name_or_path, Arena *arena);
bool view_file_read(Text path, Arena *arena, ViewFile *file, Problems *problems);
// `path` names the place the file will have; inputs are written as seen from there.
bool view_file_write(Text path, const ViewFile *file, Problems *problems);
// The inputs of the command line with their fingerprints. False, and a problem: one cannot be come back to.
bool view_file_take_inputs(ViewFile *file, LoadInputs inputs, Arena *arena, Problems *problems);
// Was the view saved of the same files and folders? Whether they have changed is not asked.
bool view_file_has_inputs(const ViewFile *file, LoadInputs inputs);
// The names of all saved views, a line each.
Text view_file_names(Arena *arena);

// For --view: adds what the view says to the options that were given beside it, and a problem for each input that
// differs from what it was, or that a view from elsewhere names outside of its folder. False: it cannot be read.
bool view_file_use(Options *options, Arena *arena, Problems *problems);

#endif
