// What a person adds to a set of inputs stands in a folder of its own beside them, "mine": events.csv, a table like
// any other, and corrections.csv (model/notes.h). Both are plain CSV in a fixed order, so that git merges them.
// Beside inputs that cannot be written to, or that came in somebody's pack, it is $XDG_DATA_HOME/bilat/mine/NAME-HASH.
#ifndef BILAT_CLI_MINE_H
#define BILAT_CLI_MINE_H

#include "loaders/loader.h"
#include "tui/services.h"

// `pack` is the folder of a view that was given, or empty. The folder need not be there. Empty: there is no place.
Text mine_folder(LoadInputs inputs, Text pack, Arena *arena);
// The inputs and behind them the events of that folder, where there are some that no input holds already.
LoadInputs mine_inputs(LoadInputs inputs, Text folder, Arena *arena);
// Adds an event to events.csv in its place by date; whatever else stands there stays byte for byte. `id` lives as long
// as the problems.
bool mine_add_event(Text folder, const OwnEvent *event, Text *id, Problems *problems);
// Takes the line of that id out of it, and puts it back in.
bool mine_delete_event(Text folder, Text id, OwnLine *line, Problems *problems);
bool mine_restore_event(Text folder, const OwnLine *line, Problems *problems);
// Is that source the events of the folder? The empty path is.
bool mine_has(Text folder, Text path);

#endif
