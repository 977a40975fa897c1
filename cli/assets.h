// Where the files that come with bilat are: profiles, themes, keys, word lists, the sample.
#ifndef BILAT_CLI_ASSETS_H
#define BILAT_CLI_ASSETS_H

#include "model/arena.h"

// The folder of the assets, without a final slash. It is, in this order: $BILAT_ASSETS; the source's
// folder, when the running program stands in its build directory; share/bilat beside the program's
// own bin/, wherever both were moved or staged; the folder chosen at configure time, which may not
// exist. Found at the first call, valid until exit; call it before threads start.
const char *assets_dir(void);

// The same search for a program that stands in exe_dir, without the environment and without memory
// of earlier calls. The result stands in a buffer that the next call overwrites.
const char *assets_dir_for(const char *exe_dir);

// The path of a file or folder of the user's own: $XDG_CONFIG_HOME/bilat/NAME. Empty where there is no home.
Text config_path(const char *name, Arena *arena);

#endif
