#include <config.h>
#include "loaders/inflate.h"

#ifdef HAVE_ISAL

#include <isa-l/igzip_lib.h>

struct Inflate {
    struct inflate_state state;
};

Inflate *inflate_new(Arena *arena)
{
    return ARENA_NEW(arena, Inflate);
}

void inflate_begin(Inflate *inflate, InflateForm form)
{
    isal_inflate_init(&inflate->state);
    // Of a bare stream the checksum is counted all the same: there is no header, and the trailer is not looked at.
    inflate->state.crc_flag = form == INFLATE_GZIP ? ISAL_GZIP : ISAL_GZIP_NO_HDR;
}

static InflateEnd end_of(const struct inflate_state *state, int result)
{
    if (result == ISAL_INCORRECT_CHECKSUM)
        return INFLATE_UNEQUAL;
    if (result < 0 || result == ISAL_NEED_DICT)
        return INFLATE_DAMAGED;
    return state->block_state == ISAL_BLOCK_FINISH ? INFLATE_ENDED : INFLATE_GOES_ON;
}

InflateEnd inflate_some(Inflate *inflate, Text *in, char *out, size_t room, size_t *len)
{
    struct inflate_state *state = &inflate->state;
    uint32_t given = in->len < UINT32_MAX ? (uint32_t)in->len : UINT32_MAX;
    uint32_t space = room < UINT32_MAX ? (uint32_t)room : UINT32_MAX;
    state->next_in = (uint8_t *)(uintptr_t)in->ptr; // ISA-L does not write to what it reads
    state->avail_in = given;
    state->next_out = (uint8_t *)out;
    state->avail_out = space;
    int result = isal_inflate(state);
    *len = space - state->avail_out;
    *in = text_sub(*in, given - state->avail_in, in->len);
    return end_of(state, result);
}

uint32_t inflate_sum(const Inflate *inflate)
{
    return inflate->state.crc;
}

#else

Inflate *inflate_new(Arena *arena)
{
    (void)arena;
    return NULL;
}

void inflate_begin(Inflate *inflate, InflateForm form)
{
    (void)inflate, (void)form;
}

InflateEnd inflate_some(Inflate *inflate, Text *in, char *out, size_t room, size_t *len)
{
    (void)inflate, (void)in, (void)out, (void)room;
    *len = 0;
    return INFLATE_DAMAGED;
}

uint32_t inflate_sum(const Inflate *inflate)
{
    (void)inflate;
    return 0;
}

#endif
