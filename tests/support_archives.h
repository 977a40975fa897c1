// Archives made by libarchive, for who tests how they are read.
#ifndef BILAT_TESTS_SUPPORT_ARCHIVES_H
#define BILAT_TESTS_SUPPORT_ARCHIVES_H

#include "model/arena.h"

typedef struct PackMember {
    const char *name; // "b.csv -> a.csv": a hard link
    Text content;
} PackMember;

typedef struct PackForm {
    const char *format;   // "zip", "tar" or, of one member, "raw"
    const char *filter;   // "gzip", "bzip2", "xz", "zstd", or NULL
    const char *options;  // of libarchive, or NULL
    const char *password; // or NULL
} PackForm;

// The archive as bytes in the arena; empty where libarchive cannot make it.
Text pack(Arena *arena, PackForm form, const PackMember *members, size_t count);
Text pack_one(Arena *arena, PackForm form, const char *name, Text content);
Text pack_gzip(Arena *arena, Text content);

#endif
