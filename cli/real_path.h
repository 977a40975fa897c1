// Where a path leads, and what stands inside what.
#ifndef BILAT_CLI_REAL_PATH_H
#define BILAT_CLI_REAL_PATH_H

#include "model/arena.h"

// Absolute, without links and dots; as it was given where there is nothing of that name.
Text real_path(Text path, Arena *arena);
// The same of the nearest folder above it that is there, itself included.
Text real_folder_of(Text path, Arena *arena);
// Of two real paths: the same, or somewhere below it.
bool real_path_is_in(Text path, Text folder);

#endif
