// The inside of an Unpacking, for unpack.c and unpack_take.c alone.
#ifndef BILAT_LOADERS_UNPACK_OWN_H
#define BILAT_LOADERS_UNPACK_OWN_H

#include "loaders/unpack.h"

enum {
    UNPACK_READ_BYTES = 64 * 1024,
    UNPACK_NAME_BYTES = 4096, // of a member; longer names serve no reader
};

struct Unpacking {
    Arena *arena;
    Unpack with;
    struct archive *archive;
    char *input;             // UNPACK_READ_BYTES
    uint64_t at;             // in the archive, of what libarchive reads next
    uint64_t read, unpacked; // bytes of this archive
    uint64_t counted;        // of those read, as progress
    bool is_open, is_cancelled, is_document, has_members, has_ended, is_unreadable;
    uint64_t unnamed, links, devices; // members that were passed over
    char name[UNPACK_NAME_BYTES + 1]; // of the member
};

// A piece of a member; a hole in sparse files stands before it, of zeros.
typedef struct UnpackBlock {
    Text bytes;
    uint64_t offset; // in the member
} UnpackBlock;

typedef enum UnpackBlockEnd {
    BLOCK_READ,
    BLOCK_DOUBTED, // the same, of a member that is damaged
    BLOCK_BAD,     // nothing more of this member is to be had
    BLOCK_FATAL,   // nothing more of the archive
    BLOCKS_END,    // of the member
} UnpackBlockEnd;

typedef enum UnpackOutcome {
    WHOLE,
    PARTIAL,  // the archive is damaged; what came before may be used
    UNUSABLE, // this member alone
    NO_ROOM,  // on the disk
    OVER_BYTES,
    OVER_RATIO,
} UnpackOutcome;

// The next one of the member that stands next.
UnpackBlockEnd unpack_block(Unpacking *unpacking, UnpackBlock *block);
// All of that member, into the store if it is kept.
UnpackOutcome unpack_take(Unpacking *unpacking, bool is_kept);

#endif
