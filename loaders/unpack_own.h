// The inside of an Unpacking, for unpack.c, unpack_take.c and unpack_inflate.c alone.
#ifndef BILAT_LOADERS_UNPACK_OWN_H
#define BILAT_LOADERS_UNPACK_OWN_H

#include "loaders/inflate.h"
#include "loaders/unpack.h"
#include "loaders/zip_places.h"

#include <pthread.h>

enum {
    UNPACK_READ_BYTES = 64 * 1024,
    UNPACK_INFLATED_BYTES = 256 * 1024,
    UNPACK_NAME_BYTES = 4096, // of a member; longer names serve no reader
};

typedef enum UnpackOutcome {
    WHOLE,
    MORE,     // so much has come that it can be shared, and more may come
    PARTIAL,  // the archive is damaged; what came before may be used
    UNUSABLE, // this member alone
    NO_ROOM,  // on the disk
    OVER_BYTES,
    OVER_RATIO,
} UnpackOutcome;

struct Unpacking {
    Arena *arena;
    Unpack with;
    struct archive *archive;
    char *input;             // UNPACK_READ_BYTES
    uint64_t at;             // in the archive, of what libarchive reads next
    uint64_t read, unpacked; // bytes of this archive
    uint64_t counted;        // of those read, as progress
    const char *fault;       // why nothing more was read or inflated; NULL: libarchive knows
    bool is_open, is_cancelled, is_document, has_members, has_ended, is_unreadable;
    uint64_t unnamed, links, devices; // members that were passed over

    // What libarchive need not inflate: a gzip file, of which it reads the content, or a member of a zip.
    Inflate *inflate; // NULL: it inflates all
    bool is_gzip;
    char *inflated;        // UNPACK_INFLATED_BYTES
    Text packed;           // what was read and not inflated yet
    uint64_t next, behind; // in the archive: of what is read then, and where it ends
    bool has_come;         // something of this stream
    bool is_short, is_over;
    uint64_t streams; // of gzip, behind which no other has come yet
    bool has_looked;  // for
    ZipPlaces places;
    const ZipPlace *place; // of the member; NULL: libarchive reads it

    // Of the member, while it is taken in, of the thread that does it (unpack_go_on), else of the caller's:
    uint64_t taken; // bytes of it
    bool is_doubted;
    int error; // errno, where there is no room
    bool goes_on, has_thread;
    pthread_t thread;
    atomic_bool must_stop;
    UnpackOutcome outcome;
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

// Reads at most UNPACK_READ_BYTES of the archive into `input`, and counts them. False: cancelled, or `fault` says why not.
bool unpack_read(Unpacking *unpacking, uint64_t at, uint64_t end, Text *bytes);
// Begins to inflate a gzip file, for libarchive. False: that does it itself.
bool unpack_inflate_gzip(Unpacking *unpacking);
// The next of its content, empty at the end. False: as unpack_read.
bool unpack_inflate_next(Unpacking *unpacking, Text *bytes);
// Begins to inflate the member of a zip whose bytes stand there. False: libarchive does it.
bool unpack_inflate_member(Unpacking *unpacking, uint64_t offset);
// As unpack_block, of that member.
UnpackBlockEnd unpack_inflate_block(Unpacking *unpacking, UnpackBlock *block);
// The next one of the member that stands next.
UnpackBlockEnd unpack_block(Unpacking *unpacking, UnpackBlock *block);
// All of that member, or what is left of it, into the store if it is kept; where `stops_at_more`, until it is MORE.
UnpackOutcome unpack_take(Unpacking *unpacking, bool is_kept, bool stops_at_more);
// The rest of a member that the store shares, in a thread of its own where one is to be had. Until unpack_stop nothing
// else may be asked of the unpacking.
void unpack_go_on(Unpacking *unpacking);
// Waits for that thread, whose outcome stands in the unpacking then; `is_closed`: it is stopped.
void unpack_stop(Unpacking *unpacking, bool is_closed);

#endif
