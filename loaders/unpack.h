// What is packed becomes sources: the members of a zip or tar, and the content of a file under gzip, bzip2, xz or zstd.
// The only reader of libarchive. Nothing is ever written under the name of a member; what it holds goes to a Store.
// Whoever made the archive is not trusted: sizes, counts and nesting have limits, and damage is a problem.
#ifndef BILAT_LOADERS_UNPACK_H
#define BILAT_LOADERS_UNPACK_H

#include "loaders/cancel.h"
#include "loaders/store.h"

#include <stdatomic.h>

typedef struct Unpacking Unpacking;

// 0 in a field: as UNPACK_DEFAULTS has it.
typedef struct UnpackLimits {
    uint64_t bytes;   // unpacked, of one archive and of those in it
    uint64_t ratio;   // of what is unpacked to what is packed
    uint64_t members; // of one archive and of those in it
    uint64_t depth;   // of archives that stand in one another, up to UNPACK_DEPTH_MAX
} UnpackLimits;

// Reasons: the largest files of the field, a year of GDELT, are below 40 GiB; a full disk is an error of its own.
// Tables shrink to a fifth, those full of zeros to a hundredth; deflate cannot go beyond 1032, and bombs use that.
// A year of GDELT comes as a zip of zips.
// A member costs about 600 bytes of memory; no known data set comes as more than some thousand files.
#define UNPACK_DEFAULTS                                                                            \
    ((UnpackLimits){                                                                               \
        .bytes = UINT64_C(64) * 1024 * 1024 * 1024,                                                \
        .ratio = 400,                                                                              \
        .members = 100000,                                                                         \
        .depth = 2,                                                                                \
    })

enum {
    UNPACK_DEPTH_MAX = 8,
    UNPACK_FILTERS = 2,      // compressions of one file: "x.csv.gz" that was sent as ".gz.xz"
    UNPACK_HEAD_BYTES = 512, // a block of tar
};

// What was unpacked from an archive and from those in it.
typedef struct UnpackSpent {
    uint64_t bytes, members;
} UnpackSpent;

typedef struct Unpack {
    const Source *source; // of the archive; must outlive the unpacking
    const Source *origin; // that members ask whether they are current (store_give); may be NULL
    Store *store;
    UnpackLimits limits;
    bool
        shares; // a member of more than STORE_SHARED_BYTES is given while the rest of it still comes (source_await)
    UnpackSpent *spent;   // zeros for a new archive
    const Cancel *cancel; // may be NULL
    atomic_uint_least64_t
        *progress; // counts bytes of the archive, all of them in the end; may be NULL
    Problems *problems;
} Unpack;

typedef enum UnpackResult {
    UNPACK_MEMBER, // it was read, or is being read, or of a damaged one (a problem was added) what came before the damage
    UNPACK_END,    // nothing is left, or nothing more can be read, and a problem was added
    UNPACK_CANCELLED, // `cancel` was wished
} UnpackResult;

// The limits with the defaults where they are 0.
UnpackLimits unpack_limits(UnpackLimits wanted);
// From the first bytes of a file (UNPACK_HEAD_BYTES or all): is it one of what stands above?
bool unpack_is_packed(Text head);
// Holds memory of libarchive until unpack_close; takes the arena over.
Unpacking *unpack_open(const Unpack *unpack, Arena *arena);
void unpack_close(Unpacking *unpacking);

// The next member that is a file, in the order of the archive; hidden ones (a name with a part that begins with a dot)
// are passed over. Links, devices and members without a name, or with one of more than 4096 bytes, are passed over too, and a note at the end of the
// archive says how many. The member stands in `arena`, named PATH!MEMBER; what a file without members holds is named PATH.
// Of a member that is shared what went wrong is told by the next call; an end at a limit stops it short of its end.
// With `wanted` (it may be empty) only the member of that name, or the archive whose member that is, is unpacked.
UnpackResult unpack_next(Unpacking *unpacking, Text wanted, Arena *arena, Source **member);
bool unpack_has_members(
    const Unpacking *unpacking); // behind the first unpack_next: it is a zip or tar
// What unpack_next found is no data but a document of an office program, whose parts nobody wants to see.
bool unpack_is_document(const Unpacking *unpacking);

#endif
