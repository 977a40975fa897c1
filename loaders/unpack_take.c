// The content of one member, under the limits, into the store.
#include <config.h>
#include "loaders/unpack_own.h"

// Below this no ratio is too large: a short file of blanks is no bomb.
enum { FREE_BYTES = 64 * 1024 * 1024 };

static UnpackOutcome check_size(Unpacking *unpacking, uint64_t more)
{
    const UnpackLimits *limits = &unpacking->with.limits;
    unpacking->unpacked += more;
    unpacking->with.spent->bytes += more;
    if (unpacking->with.spent->bytes > limits->bytes)
        return OVER_BYTES;
    bool is_bomb =
        unpacking->unpacked > FREE_BYTES && unpacking->unpacked / limits->ratio > unpacking->read;
    return is_bomb ? OVER_RATIO : WHOLE;
}

// A block stands behind a hole in sparse files: zeros.
static UnpackOutcome take_zeros(Unpacking *unpacking, uint64_t len, bool is_kept)
{
    for (uint64_t step; len > 0; len -= step) {
        step = len < UNPACK_READ_BYTES ? len : UNPACK_READ_BYTES;
        UnpackOutcome outcome = check_size(unpacking, step);
        if (outcome != WHOLE)
            return outcome;
        if (cancel_is_wished(unpacking->with.cancel))
            return PARTIAL;
        if (is_kept && !store_put(unpacking->with.store, (Text){NULL, (size_t)step}))
            return NO_ROOM;
    }
    return WHOLE;
}

static UnpackOutcome take_block(Unpacking *unpacking, Text block, bool is_kept)
{
    UnpackOutcome outcome = check_size(unpacking, block.len);
    if (outcome == WHOLE && is_kept && !store_put(unpacking->with.store, block))
        return NO_ROOM;
    return outcome;
}

UnpackOutcome unpack_take(Unpacking *unpacking, bool is_kept)
{
    uint64_t taken = 0;
    bool is_damaged = false;
    for (;;) {
        UnpackBlock block;
        UnpackBlockEnd end = unpack_block(unpacking, &block);
        if (end == BLOCKS_END)
            return is_damaged ? UNUSABLE : WHOLE;
        if (cancel_is_wished(unpacking->with.cancel) || end == BLOCK_FATAL)
            return PARTIAL;
        if (end == BLOCK_BAD)
            return UNUSABLE;
        is_damaged |= end == BLOCK_DOUBTED;
        UnpackOutcome outcome = WHOLE;
        if (block.offset > taken)
            outcome = take_zeros(unpacking, block.offset - taken, is_kept);
        if (outcome == WHOLE)
            outcome = take_block(unpacking, block.bytes, is_kept);
        if (outcome != WHOLE)
            return outcome;
        taken = block.offset + block.bytes.len;
    }
}
