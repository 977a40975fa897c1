// Deflate streams, piece by piece: gzip files and members of a zip, in a third of zlib's time. By ISA-L (igzip), which
// only this file knows, where configure has found it; else libarchive inflates by zlib.
#ifndef BILAT_LOADERS_INFLATE_H
#define BILAT_LOADERS_INFLATE_H

#include "model/arena.h"

typedef struct Inflate Inflate;

typedef enum InflateForm {
    INFLATE_GZIP, // RFC 1952, one member; its checksum and length are compared
    INFLATE_BARE, // RFC 1951 alone
} InflateForm;

typedef enum InflateEnd {
    INFLATE_GOES_ON, // what was given is used up, or the room is
    INFLATE_ENDED,   // the stream; what stands behind it, of gzip, is left in `in`
    INFLATE_DAMAGED,
    INFLATE_UNEQUAL, // to its checksum
} InflateEnd;

// NULL: bilat was built without ISA-L.
Inflate *inflate_new(Arena *arena);
void inflate_begin(Inflate *inflate, InflateForm form); // a stream; may be called again
// Inflates from the front of `in`, and cuts that off, into `room` bytes at `out`; `*len` of them are filled.
InflateEnd inflate_some(Inflate *inflate, Text *in, char *out, size_t room, size_t *len);
uint32_t inflate_sum(const Inflate *inflate); // CRC-32 of all that came of a bare stream

#endif
