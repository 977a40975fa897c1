// Numbers without a pattern, the same in every run (xorshift, Marsaglia 2003).
#ifndef BILAT_TESTS_SUPPORT_RANDOM_H
#define BILAT_TESTS_SUPPORT_RANDOM_H

#include <stdint.h>

// The state begins as anything but 0.
static inline uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

typedef struct Random {
    uint64_t state; // not 0
} Random;

static inline uint32_t below(Random *random, uint32_t limit)
{
    random->state ^= random->state << 13;
    random->state ^= random->state >> 7;
    random->state ^= random->state << 17;
    return (uint32_t)(random->state >> 32) % limit;
}

#endif
