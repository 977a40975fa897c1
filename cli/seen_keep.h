// What earlier runs have shown (model/seen.h), kept in $XDG_STATE_HOME/bilat/seen or ~/.local/state/bilat/seen: written
// whole, under a lock, so that two programs at once lose nothing of each other.
#ifndef BILAT_CLI_SEEN_KEEP_H
#define BILAT_CLI_SEEN_KEEP_H

#include "model/seen.h"

// $XDG_STATE_HOME/bilat, for what is kept between runs. Empty where there is no home.
Text state_folder(Arena *arena);
// With what was kept; nothing is known where there is no such file. Freed by seen_free.
Seen *seen_keep_open(Arena *arena);
// False: it could not be written, and a problem says why.
bool seen_keep_save(Seen *seen, Arena *arena, Problems *problems);
// For a command that filters: looks at all of a complete timeline, and remembers nothing of it.
Seen *seen_keep_judge(Timeline *timeline, Arena *arena);

#endif
