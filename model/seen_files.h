// The files that were shown, with the ids in them: what seen.c looks up, and its form on disk.
#ifndef BILAT_MODEL_SEEN_FILES_H
#define BILAT_MODEL_SEEN_FILES_H

#include "model/arena.h"
#include "model/sink.h"

typedef struct SeenFile {
    Text path;                     // absolute, on one line
    uint64_t digest, bytes, count; // of the content that was shown; of its events
    uint64_t *ids;                 // 48 bits each
    size_t id_count, id_capacity;
} SeenFile;

// From numbers to numbers: open addressing, a power of two of slots, at most half of them used.
typedef struct SeenMap {
    struct SeenSlot {
        uint64_t key; // 0: free
        uint32_t value;
    } * items;
    size_t count, capacity;
} SeenMap;

typedef struct SeenFiles {
    Arena *arena;
    SeenFile **items; // the last one is the one that was shown last
    size_t count, capacity;
    SeenMap by_path, by_content, ids;
} SeenFiles;

// Takes a file in, in the place of the one of that path. The arena of its texts and ids must last as long.
void seen_files_add(SeenFiles *files, SeenFile *file);
const SeenFile *seen_files_by_path(const SeenFiles *files, Text path); // NULL: none
const SeenFile *seen_files_by_content(const SeenFiles *files, uint64_t digest, uint64_t bytes);
bool seen_files_have_id(const SeenFiles *files, uint64_t id);
// Lines that are none of ours are left out.
void seen_files_read(SeenFiles *files, Text text);
// Those that were shown last, as many as are kept.
bool seen_files_write(const SeenFiles *files, Sink *sink);

#endif
