// A file that several running programs change: read and written under one lock.
#ifndef BILAT_CLI_LOCKED_H
#define BILAT_CLI_LOCKED_H

#include "model/problem.h"

typedef bool (*LockedWork)(void *context, Text path, Arena *arena);

// `path` ends in a zero and outlives the problems. Makes its folder, waits for the lock (up to two seconds) and does the work; `arena` is freed behind it.
// False: what the work said, or a problem, since the lock could not be had.
bool with_lock(Text path, LockedWork work, void *context, Problems *problems);

#endif
