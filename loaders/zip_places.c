#include <config.h>
#include "loaders/zip_places.h"

#include <stdlib.h>
#include <string.h>

enum {
    END_BYTES = 22,
    LONGEST_COMMENT = 65535,
    END64_PLACE_BYTES = 20,
    END64_BYTES = 56,
    ENTRY_BYTES = 46,
    HEADER_BYTES = 30,
    DEFLATED = 8,
    ENCRYPTED = 1,
    LARGEST_DIRECTORY =
        64 * 1024 * 1024, // of a million members; in larger ones libarchive finds its way
};

static uint64_t number(const char *at, size_t bytes) // little endian
{
    uint64_t value = 0;
    for (size_t i = bytes; i-- > 0;)
        value = value << 8 | (unsigned char)at[i];
    return value;
}

typedef struct Directory {
    uint64_t offset, size;
} Directory;

// Where the end of the directory says that it stands, before 4 GiB or beyond.
static bool find_directory(const Source *archive, Text tail, size_t end, Directory *found)
{
    *found = (Directory){number(tail.ptr + end + 16, 4), number(tail.ptr + end + 12, 4)};
    const char *place = tail.ptr + end - END64_PLACE_BYTES;
    char far[END64_BYTES];
    if (end < END64_PLACE_BYTES || memcmp(place, "PK\6\7", 4) != 0)
        return true;
    uint64_t at = number(place + 8, 8);
    if (!archive->ops->read(archive, at, sizeof far, far) || memcmp(far, "PK\6\6", 4) != 0)
        return false;
    *found = (Directory){number(far + 48, 8), number(far + 40, 8)};
    return true;
}

static Text read_directory(const Source *archive, Arena *arena)
{
    uint64_t size = archive->size, most = END_BYTES + LONGEST_COMMENT;
    size_t len = size < most ? (size_t)size : (size_t)most;
    char *tail = arena_alloc_raw(arena, len + 1, 1);
    Directory found;
    if (len < END_BYTES || !archive->ops->read(archive, size - len, len, tail))
        return TEXT("");
    size_t end = len - END_BYTES;
    while (end > 0 && (memcmp(tail + end, "PK\5\6", 4) != 0 ||
                       number(tail + end + 20, 2) != len - END_BYTES - end))
        end--;
    if (memcmp(tail + end, "PK\5\6", 4) != 0 ||
        !find_directory(archive, (Text){tail, len}, end, &found) || found.size > LARGEST_DIRECTORY)
        return TEXT("");
    char *bytes = arena_alloc_raw(arena, (size_t)found.size + 1, 1);
    return archive->ops->read(archive, found.offset, (size_t)found.size, bytes)
               ? (Text){bytes, (size_t)found.size}
               : TEXT("");
}

// The fields that are too large for 32 bits stand one behind the other in an extra one.
static void widen(Text extra, uint64_t *const fields[3])
{
    while (extra.len >= 4) {
        size_t len = (size_t)number(extra.ptr + 2, 2);
        Text field = text_sub(extra, 4, 4 + len);
        for (size_t i = 0; i < 3 && number(extra.ptr, 2) == 1; i++)
            if (*fields[i] == UINT32_MAX && field.len >= 8) {
                *fields[i] = number(field.ptr, 8);
                field = text_sub(field, 8, field.len);
            }
        extra = text_sub(extra, 4 + len, extra.len);
    }
}

static int compare_headers(const void *a, const void *b)
{
    uint64_t x = ((const ZipPlace *)a)->header, y = ((const ZipPlace *)b)->header;
    return (x > y) - (x < y);
}

ZipPlaces zip_places(const Source *archive, Arena *arena)
{
    ZipPlaces places = {0};
    Text left = read_directory(archive, arena);
    while (left.len >= ENTRY_BYTES && memcmp(left.ptr, "PK\1\2", 4) == 0) {
        const char *entry = left.ptr;
        size_t name = (size_t)number(entry + 28, 2), extra = (size_t)number(entry + 30, 2);
        size_t comment = (size_t)number(entry + 32, 2);
        ZipPlace place = {.header = number(entry + 42, 4),
                          .packed = number(entry + 20, 4),
                          .size = number(entry + 24, 4),
                          .sum = (uint32_t)number(entry + 16, 4)};
        uint64_t *const fields[] = {&place.size, &place.packed, &place.header};
        widen(text_sub(left, ENTRY_BYTES + name, ENTRY_BYTES + name + extra), fields);
        if (number(entry + 10, 2) == DEFLATED && (number(entry + 8, 2) & ENCRYPTED) == 0)
            ARENA_PUSH(arena, &places, place);
        left = text_sub(left, ENTRY_BYTES + name + extra + comment, left.len);
    }
    if (places.count > 1)
        qsort(places.items, places.count, sizeof *places.items, compare_headers);
    return places;
}

const ZipPlace *zip_places_find(const ZipPlaces *places, const Source *archive, uint64_t offset)
{
    size_t low = 0, high = places->count; // the last one whose header begins before the bytes
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (places->items[middle].header < offset)
            low = middle + 1;
        else
            high = middle;
    }
    char header[HEADER_BYTES];
    if (low == 0)
        return NULL;
    const ZipPlace *place = &places->items[low - 1];
    if (!archive->ops->read(archive, place->header, sizeof header, header) ||
        memcmp(header, "PK\3\4", 4) != 0)
        return NULL;
    uint64_t begins =
        place->header + HEADER_BYTES + number(header + 26, 2) + number(header + 28, 2);
    return begins == offset ? place : NULL;
}
