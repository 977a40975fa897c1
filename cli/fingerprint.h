// By what an input is known again: the bytes of a file, or of all files in a folder with their names.
#ifndef BILAT_CLI_FINGERPRINT_H
#define BILAT_CLI_FINGERPRINT_H

#include "model/arena.h"

typedef struct Fingerprint {
    bool is_there; // and could be read whole
    uint64_t size; // bytes, of all files
    uint64_t hash;
} Fingerprint;

// Reads all of it. In a folder, what bilat would read: recursively, without names that begin with a dot, symbolic
// links not followed.
Fingerprint fingerprint_of(Text path);
bool fingerprint_equal(Fingerprint a, Fingerprint b);

// Calls `see` for every such file, in bytewise order of the paths; `relative` is what stands behind the folder and a
// slash, empty where `path` is a file itself. False: one could not be read, or `see` said so.
typedef bool (*SeeFile)(void *context, Text path, Text relative);
bool for_each_file(Text path, SeeFile see, void *context);

#endif
