// Where the deflated members of a zip stand, by its central directory (APPNOTE.TXT 6.3.10, 4.3.12 to 4.3.16). Names and
// all else are left to libarchive: a place is found by where that says that the bytes of a member begin.
#ifndef BILAT_LOADERS_ZIP_PLACES_H
#define BILAT_LOADERS_ZIP_PLACES_H

#include "model/source.h"

typedef struct ZipPlace {
    uint64_t header;       // offset in the archive of what stands before the bytes
    uint64_t packed, size; // bytes
    uint32_t sum;          // CRC-32
} ZipPlace;

typedef struct ZipPlaces {
    ZipPlace *items; // by header
    size_t count, capacity;
} ZipPlaces;

// Of members that are deflated and not encrypted. None where the directory cannot be read, or is of no usual form.
ZipPlaces zip_places(const Source *archive, Arena *arena);
// Of the member whose bytes begin at `offset`; NULL: it is not among them.
const ZipPlace *zip_places_find(const ZipPlaces *places, const Source *archive, uint64_t offset);

#endif
