// The content of one member, under the limits, into the store.
#include <config.h>
#include "loaders/unpack_own.h"

#include <errno.h>
#include <signal.h>

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

static bool is_stopped(const Unpacking *unpacking)
{
    return cancel_is_wished(unpacking->with.cancel) ||
           atomic_load_explicit(&unpacking->must_stop, memory_order_relaxed);
}

static UnpackOutcome put(Unpacking *unpacking, Text bytes, bool is_kept)
{
    if (!is_kept || store_put(unpacking->with.store, bytes))
        return WHOLE;
    unpacking->error = errno;
    return NO_ROOM;
}

// A block stands behind a hole in sparse files: zeros.
static UnpackOutcome take_zeros(Unpacking *unpacking, uint64_t len, bool is_kept)
{
    for (uint64_t step; len > 0; len -= step) {
        step = len < UNPACK_READ_BYTES ? len : UNPACK_READ_BYTES;
        UnpackOutcome outcome = check_size(unpacking, step);
        if (outcome != WHOLE)
            return outcome;
        if (is_stopped(unpacking))
            return PARTIAL;
        outcome = put(unpacking, (Text){NULL, (size_t)step}, is_kept);
        if (outcome != WHOLE)
            return outcome;
    }
    return WHOLE;
}

static UnpackOutcome take_block(Unpacking *unpacking, Text block, bool is_kept)
{
    UnpackOutcome outcome = check_size(unpacking, block.len);
    return outcome == WHOLE ? put(unpacking, block, is_kept) : outcome;
}

// Behind a hole, if there is one.
static UnpackOutcome take_next(Unpacking *unpacking, const UnpackBlock *block, bool is_kept)
{
    UnpackOutcome outcome = WHOLE;
    if (block->offset > unpacking->taken)
        outcome = take_zeros(unpacking, block->offset - unpacking->taken, is_kept);
    if (outcome == WHOLE)
        outcome = take_block(unpacking, block->bytes, is_kept);
    unpacking->taken = block->offset + block->bytes.len;
    return outcome;
}

UnpackOutcome unpack_take(Unpacking *unpacking, bool is_kept, bool stops_at_more)
{
    for (;;) {
        UnpackBlock block;
        UnpackBlockEnd end = unpack_block(unpacking, &block);
        if (end == BLOCKS_END)
            return unpacking->is_doubted ? UNUSABLE : WHOLE;
        if (is_stopped(unpacking) || end == BLOCK_FATAL)
            return PARTIAL;
        if (end == BLOCK_BAD)
            return UNUSABLE;
        unpacking->is_doubted |= end == BLOCK_DOUBTED;
        UnpackOutcome outcome = take_next(unpacking, &block, is_kept);
        if (outcome != WHOLE)
            return outcome;
        if (stops_at_more && store_size(unpacking->with.store) >= STORE_SHARED_BYTES)
            return MORE;
    }
}

// ---- while it is read already ----

// What came before damage may be used, what came before a limit is not all that there is.
static SourceArrival arrival_of(const Unpacking *unpacking, UnpackOutcome outcome)
{
    bool is_all = outcome == WHOLE || outcome == PARTIAL || outcome == UNUSABLE;
    return is_all && !is_stopped(unpacking) ? SOURCE_WHOLE : SOURCE_STOPPED;
}

static void *run(void *context)
{
    Unpacking *unpacking = context;
    UnpackOutcome outcome = unpack_take(unpacking, true, false);
    if (!store_end(unpacking->with.store, arrival_of(unpacking, outcome))) {
        unpacking->error = errno;
        outcome = NO_ROOM;
    }
    unpacking->outcome = outcome;
    return NULL;
}

// Signals are for the main thread.
void unpack_go_on(Unpacking *unpacking)
{
    sigset_t all, before;
    sigfillset(&all);
    unpacking->goes_on = true;
    pthread_sigmask(SIG_SETMASK, &all, &before);
    unpacking->has_thread = pthread_create(&unpacking->thread, NULL, run, unpacking) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!unpacking->has_thread)
        run(unpacking);
}

void unpack_stop(Unpacking *unpacking, bool is_closed)
{
    if (is_closed)
        atomic_store(&unpacking->must_stop, true);
    if (unpacking->has_thread)
        pthread_join(unpacking->thread, NULL);
    unpacking->goes_on = unpacking->has_thread = false;
}
