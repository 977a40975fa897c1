// Reading ahead: while the loader's thread adds one file's events, others already read the files behind it, some at a
// time. What they find is taken in the order of the files, so a load gives the same whatever the number of threads.
#ifndef BILAT_LOADERS_AHEAD_H
#define BILAT_LOADERS_AHEAD_H

#include "loaders/loader.h"
#include "loaders/walk.h"

#include <sys/stat.h>

typedef struct Ahead Ahead;

// What was found of one file.
typedef struct AheadFile {
    const Loader *loader; // that can finish it; NULL: the file is read when it is its turn
    void *prepared;       // for loader->finish
    struct stat was;      // the file then
} AheadFile;

// Starts up to `threads` threads over `files`, which must outlive it. NULL where there is nothing to gain, or no
// thread to be had: then every file is read when it is its turn.
Ahead *ahead_start(const Load *load, const WalkFiles *files, size_t threads);
// Of files[index]; waits for it. To be asked for in order; what was given is good until the next call.
AheadFile ahead_take(Ahead *ahead, size_t index);
// Stops and waits for the threads. NULL is nothing to stop.
void ahead_stop(Ahead *ahead);

#endif
