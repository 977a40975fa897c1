// The files that the user's arguments name: files as given, folders as all that is in them.
#ifndef BILAT_LOADERS_WALK_H
#define BILAT_LOADERS_WALK_H

#include "loaders/loader.h"

typedef struct WalkFile {
    Text path;      // as the user named it, or FOLDER/NAME; terminated by NUL
    size_t archive; // of a member: as Source has it
    bool is_direct; // named itself, not found in a folder
    bool is_pipe;   // its content may take any time to come
} WalkFile;

typedef struct WalkFiles {
    WalkFile *items;
    size_t count, capacity;
    uint64_t bytes; // of all of them
    bool
        is_measured; // false: a pipe or a member of an archive is among them, and `bytes` says little
} WalkFiles;

// Folders recursively, in bytewise order of the paths, without names that begin with a dot; symbolic links are not
// followed there. What is neither file nor folder is named in a note, a folder that cannot be read in an error.
// The files stand in the arena of the load. When cancelled, some are missing.
WalkFiles walk_inputs(const Load *load, LoadInputs inputs);

#endif
