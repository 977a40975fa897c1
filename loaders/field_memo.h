// What short fields of a table mean, remembered by their bytes: a table has millions of rows and some hundred codes.
// A memo forgets: two fields may have the same place, and the later one stays.
#ifndef BILAT_LOADERS_FIELD_MEMO_H
#define BILAT_LOADERS_FIELD_MEMO_H

#include "model/text.h"

#include <string.h>

enum { FIELD_KEY_BYTES = 16 };

// All bytes of a field of at most FIELD_KEY_BYTES, and what else the meaning hangs on.
typedef struct FieldKey {
    uint64_t low, high;
    uint32_t length;
    uint32_t besides;
} FieldKey;

static inline uint64_t field_bytes(const char *from, size_t count)
{
    uint64_t word = 0;
    memcpy(&word, from, count);
    return word;
}

// Two loads that may overlap hold all bytes, without a look beyond them.
static inline FieldKey field_key(Text field, uint32_t besides)
{
    size_t length = field.len;
    FieldKey key = {.length = (uint32_t)length, .besides = besides};
    if (length >= 8) {
        key.low = field_bytes(field.ptr, 8);
        key.high = field_bytes(field.ptr + length - 8, 8);
    } else if (length >= 4) {
        key.low = field_bytes(field.ptr, 4);
        key.high = field_bytes(field.ptr + length - 4, 4);
    } else if (length > 0) {
        key.low = (uint64_t)(unsigned char)field.ptr[0] |
                  (uint64_t)(unsigned char)field.ptr[length / 2] << 8 |
                  (uint64_t)(unsigned char)field.ptr[length - 1] << 16;
    }
    return key;
}

static inline bool field_key_equal(const FieldKey *a, const FieldKey *b)
{
    return a->low == b->low && a->high == b->high && a->length == b->length &&
           a->besides == b->besides;
}

// A place among 2 to the power of `bits`.
static inline size_t field_key_place(const FieldKey *key, unsigned bits)
{
    uint64_t mixed =
        (key->low ^ key->high * 0x9E3779B97F4A7C15u) + ((uint64_t)key->besides << 32 | key->length);
    return (size_t)(mixed * 0xD6E8FEB86659FD93u >> (64 - bits)); // multiplicative hashing
}

#endif
