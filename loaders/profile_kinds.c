#include <config.h>
#include "loaders/profile_kinds.h"

#include <string.h>

KindMap *kind_map_new(bool has_prefixes, Arena *arena)
{
    KindMap *map = ARENA_NEW(arena, KindMap);
    map->has_prefixes = has_prefixes;
    map->capacity = 64; // a power of two
    map->entries = ARENA_ARRAY(arena, KindEntry, map->capacity);
    return map;
}

static uint64_t folded_hash(Text text)
{
    uint64_t hash = 14695981039346656037U; // FNV-1a
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        hash = (hash ^ (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c)) * 1099511628211U;
    }
    return hash;
}

static KindEntry *slot_of(const KindMap *map, Text code)
{
    size_t at = folded_hash(code) & (map->capacity - 1);
    while (map->entries[at].code.ptr && !text_equal_nocase(map->entries[at].code, code))
        at = (at + 1) & (map->capacity - 1);
    return &map->entries[at];
}

void kind_map_add(KindMap *map, KindEntry entry, Arena *arena)
{
    if (map->count * 2 >= map->capacity) {
        KindMap old = *map;
        map->capacity = old.capacity * 2;
        map->entries = ARENA_ARRAY(arena, KindEntry, map->capacity);
        for (size_t i = 0; i < old.capacity; i++)
            if (old.entries[i].code.ptr)
                *slot_of(map, old.entries[i].code) = old.entries[i];
    }
    KindEntry *slot = slot_of(map, entry.code);
    map->count += slot->code.ptr == NULL;
    *slot = entry;
}

const KindEntry *kind_map_entry(const KindMap *map, Text code)
{
    for (size_t len = code.len; len > 0; len--) {
        const KindEntry *slot = slot_of(map, text_sub(code, 0, len));
        if (slot->code.ptr)
            return slot;
        if (!map->has_prefixes)
            break;
    }
    return NULL;
}

// What `entry` says of its own number and, where prefixes count, of all longer numbers that begin with it.
static void number_entry(KindMap *map, const KindEntry *entry)
{
    uint32_t index = kind_map_index(entry->code.ptr, entry->code.len);
    size_t longest = map->has_prefixes ? KIND_MAP_DIGITS : entry->code.len;
    uint32_t span = 1;
    for (size_t len = entry->code.len; index && len <= longest; len++, span *= 10) {
        memset(map->numbered + index, entry->kind, span);
        if (len < longest)
            index = kind_map_first[len + 1] + (index - kind_map_first[len]) * 10;
    }
}

void kind_map_finish(KindMap *map, Arena *arena)
{
    map->numbered = ARENA_ARRAY(arena, uint8_t, KIND_MAP_NUMBERED);
    for (size_t len = 1; len <= KIND_MAP_DIGITS;
         len++) // shorter ones first: longer ones know better
        for (size_t i = 0; i < map->capacity; i++)
            if (map->entries[i].code.len == len)
                number_entry(map, &map->entries[i]);
}

uint8_t kind_map_find(const KindMap *map, Text code)
{
    uint32_t index = kind_map_index(code.ptr, code.len);
    if (index && map->numbered)
        return map->numbered[index];
    const KindEntry *entry = kind_map_entry(map, code);
    return entry ? entry->kind : KIND_UNKNOWN;
}
