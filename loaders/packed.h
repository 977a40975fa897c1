// Archives among the inputs: their members are loaded one after the other, each as a source of its own.
#ifndef BILAT_LOADERS_PACKED_H
#define BILAT_LOADERS_PACKED_H

#include "loaders/loader.h"

// Where an archive stands: among the inputs (all zeros), or in another one.
typedef struct Packing {
    unsigned depth;       // archives around it
    const Source *origin; // the file among the inputs; NULL: it cannot change
    UnpackSpent *spent;   // in it
} Packing;

typedef struct Packed {
    const Load *load;
    Packing packing; // for what stands in the archive
    UnpackSpent spent;
    Unpacking *unpacking;
    Source *archive;
} Packed;

bool packed_is(const Source *source);
// Begins to unpack the source, which the caller goes on to own. False: a problem was added.
bool packed_open(Packed *packed, const Load *load, Source *archive, Packing packing);
// The next member, as one that load_open opened. `arena` as there.
UnpackResult packed_next(Packed *packed, Arena *arena, Source **member);
void packed_close(Packed *packed);
// Closes a member that is not used, and takes back its room.
void packed_drop(const Load *load, Source *member);

// True for "a.zip!b.csv" where no file has that name, but a.zip is one.
bool packed_is_member(Text path);
// The length of what is the archive there; 0 where it is no member.
size_t packed_archive_length(Text path);
// As open_source, for such a path.
bool packed_open_member(const Load *load, Text path, Arena *arena, Source **source,
                        Problems *problems);

#endif
