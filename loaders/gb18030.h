// Whether bytes that are no UTF-8 are Chinese text in GB18030, as programs in China write it unless told otherwise.
#ifndef BILAT_LOADERS_GB18030_H
#define BILAT_LOADERS_GB18030_H

#include "model/text.h"

#include <stdint.h>

// Zeros to begin with.
typedef struct GbCount {
    uint64_t pairs;       // characters of two bytes
    uint64_t wrong;       // bytes that begin no character
    uint64_t early, late; // common Chinese characters, in the order of their sounds: a to s, s to z
    uint64_t kana;        // letters of Japanese
    unsigned char before; // first byte of a character whose rest is still to come; 0: none
    unsigned char skipped; // bytes of a character of four that are still to come
} GbCount;

// Counts the next bytes of a text; it may be cut anywhere.
void gb_count(GbCount *count, Text bytes);
// True where nearly everything reads as Chinese. Western text, Cyrillic, Korean and Japanese do not.
bool gb_is_likely(const GbCount *count);

#endif
