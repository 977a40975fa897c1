// Code -> kind of event (or another small number, or a label), compiled so that a row costs one load.
// Codes are texts, never numbers: CAMEO 010 and 10 differ. A map may go by prefix: then 0411, which it does not list,
// is what 041 is, else 04.
#ifndef BILAT_LOADERS_PROFILE_KINDS_H
#define BILAT_LOADERS_PROFILE_KINDS_H

#include "model/arena.h"

enum {
    KIND_MAP_DIGITS = 4, // codes of up to four digits have a table of their own
    KIND_MAP_NUMBERED = 1 + 10 + 100 + 1000 + 10000,
    KIND_UNKNOWN = 0,
};

typedef struct KindEntry {
    Text code;
    Text label;   // of a map of labels
    uint8_t kind; // never 0 in a map of kinds
} KindEntry;

typedef struct KindMap {
    uint8_t *numbered;  // KIND_MAP_NUMBERED kinds by kind_map_index, prefixes already followed
    KindEntry *entries; // all codes, open addressing; `code.ptr` NULL: free
    size_t capacity, count;
    bool has_prefixes;
} KindMap;

KindMap *kind_map_new(bool has_prefixes, Arena *arena);
// A later addition of the same code wins.
void kind_map_add(KindMap *map, KindEntry entry, Arena *arena);
void kind_map_finish(KindMap *map,
                     Arena *arena); // after the last addition; a map of labels needs none

// KIND_UNKNOWN: not in the map. ASCII case does not count.
uint8_t kind_map_find(const KindMap *map, Text code);
// The entry itself, or NULL.
const KindEntry *kind_map_entry(const KindMap *map, Text code);

// Where codes of that many digits begin in `numbered`.
static const uint32_t kind_map_first[KIND_MAP_DIGITS + 1] = {0, 1, 11, 111, 1111};

// Index in `numbered` of a code of one to four digits; 0 for any other.
static inline uint32_t kind_map_index(const char *code, size_t len)
{
    uint32_t number = 0;
    if (len == 0 || len > KIND_MAP_DIGITS)
        return 0;
    for (size_t i = 0; i < len; i++) {
        uint32_t digit = (uint32_t)(unsigned char)code[i] - '0';
        if (digit > 9)
            return 0;
        number = number * 10 + digit;
    }
    return kind_map_first[len] + number;
}

#endif
