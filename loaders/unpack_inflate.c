// What libarchive would leave to zlib, by inflate.h: a gzip file, whose content it is given to look at, and the members
// of a zip, of which it tells where they begin.
#include <config.h>
#include "loaders/unpack_own.h"

// Once for all streams of an archive. False: bilat was built without.
static bool has_inflate(Unpacking *unpacking)
{
    if (!unpacking->inflate)
        unpacking->inflate = inflate_new(unpacking->arena);
    if (unpacking->inflate && !unpacking->inflated)
        unpacking->inflated = arena_alloc_raw(unpacking->arena, UNPACK_INFLATED_BYTES, 1);
    return unpacking->inflate != NULL;
}

static void begin(Unpacking *unpacking, InflateForm form)
{
    inflate_begin(unpacking->inflate, form);
    unpacking->has_come = unpacking->is_short = unpacking->is_over = false;
}

// False: as unpack_read.
static bool fetch(Unpacking *unpacking)
{
    if (unpacking->packed.len > 0)
        return true;
    bool is_read = unpack_read(unpacking, unpacking->next, unpacking->behind, &unpacking->packed);
    unpacking->next += is_read ? unpacking->packed.len : 0;
    return is_read;
}

// Until there is no room or the stream ends; that it goes on where nothing is left is damage. False: as unpack_read.
static bool fill(Unpacking *unpacking, size_t *filled, InflateEnd *end)
{
    *filled = 0;
    *end = INFLATE_GOES_ON;
    while (*filled < UNPACK_INFLATED_BYTES && *end == INFLATE_GOES_ON) {
        size_t len;
        if (!fetch(unpacking))
            return false;
        bool is_last = unpacking->packed.len == 0;
        *end = inflate_some(unpacking->inflate, &unpacking->packed, unpacking->inflated + *filled,
                            UNPACK_INFLATED_BYTES - *filled, &len);
        *filled += len;
        unpacking->has_come |= len > 0;
        unpacking->is_short = is_last && len == 0 && *end == INFLATE_GOES_ON;
        if (unpacking->is_short)
            *end = INFLATE_DAMAGED;
    }
    return true;
}

// ---- a gzip file ----

bool unpack_inflate_gzip(Unpacking *unpacking)
{
    const Source *source = unpacking->with.source;
    char mark[3];
    if (source->size < sizeof mark || !source->ops->read(source, 0, sizeof mark, mark) ||
        memcmp(mark, "\x1F\x8B\x08", sizeof mark) != 0 || !has_inflate(unpacking))
        return false;
    unpacking->behind = source->size;
    begin(unpacking, INFLATE_GZIP);
    return true;
}

// Behind a stream another one may stand; what is none is padding, or of no use to anybody.
static void end_stream(Unpacking *unpacking, InflateEnd end)
{
    bool is_padding = unpacking->streams > 0 && !unpacking->has_come && end == INFLATE_DAMAGED;
    if (end == INFLATE_ENDED) {
        unpacking->streams++;
        begin(unpacking, INFLATE_GZIP);
        return;
    }
    unpacking->is_over = true;
    if (!is_padding)
        unpacking->fault = end == INFLATE_UNEQUAL ? "gzip content does not fit its checksum"
                           : unpacking->is_short  ? "truncated gzip input"
                                                  : "gzip content cannot be inflated";
}

bool unpack_inflate_next(Unpacking *unpacking, Text *bytes)
{
    size_t filled = 0;
    while (filled == 0 && !unpacking->is_over) {
        InflateEnd end;
        if (!fill(unpacking, &filled, &end))
            return false;
        if (end != INFLATE_GOES_ON)
            end_stream(unpacking, end);
    }
    *bytes = (Text){unpacking->inflated, filled};
    return filled > 0 || !unpacking->fault;
}

// ---- a member of a zip ----

bool unpack_inflate_member(Unpacking *unpacking, uint64_t offset)
{
    const Source *source = unpacking->with.source;
    unpacking->place = NULL;
    if (!has_inflate(unpacking))
        return false;
    if (!unpacking->has_looked)
        unpacking->places = zip_places(source, unpacking->arena);
    unpacking->has_looked = true;
    unpacking->place = zip_places_find(&unpacking->places, source, offset);
    if (!unpacking->place)
        return false;
    unpacking->packed = TEXT("");
    unpacking->next = offset;
    unpacking->behind = offset + unpacking->place->packed;
    begin(unpacking, INFLATE_BARE);
    return true;
}

static const char *fault_of(const Unpacking *unpacking, InflateEnd end, uint64_t size)
{
    if (end != INFLATE_ENDED)
        return unpacking->is_short ? "truncated ZIP content" : "ZIP content cannot be inflated";
    bool is_right =
        inflate_sum(unpacking->inflate) == unpacking->place->sum && size == unpacking->place->size;
    return is_right ? NULL : "ZIP content does not fit its checksum";
}

UnpackBlockEnd unpack_inflate_block(Unpacking *unpacking, UnpackBlock *block)
{
    size_t filled = 0;
    InflateEnd end = INFLATE_GOES_ON;
    if (!unpacking->is_over && !fill(unpacking, &filled, &end))
        return BLOCK_FATAL;
    if (end != INFLATE_GOES_ON) {
        unpacking->fault = fault_of(unpacking, end, unpacking->taken + filled);
        unpacking->is_over = true;
    }
    *block = (UnpackBlock){{unpacking->inflated, filled}, unpacking->taken};
    if (filled > 0)
        return BLOCK_READ;
    return unpacking->fault ? BLOCK_BAD : BLOCKS_END;
}
