#include <config.h>
#include "model/strings.h"

#include <string.h>

// A text's hash stands beside its id, so that a miss and a larger table need no look at the bytes.
typedef struct Slot {
    uint32_t id; // 0 is free, else id + 1
    uint32_t hash;
} Slot;

struct Strings {
    Arena *arena;
    Text *items;
    size_t count, capacity;
    Slot *slots;       // open addressing
    size_t slot_count; // a power of two
};

static const Text words[] = {
    TEXT_INIT(""),
#define WORD(id, text) TEXT_INIT(text),
#include "model/words.def"
#undef WORD
};

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0xD6E8FEB86659FD93u; // an odd number with well mixed bits
    return hash ^ hash >> 32;
}

// For this table alone, never stored: eight bytes at a time, since interning is a loader's daily bread.
static uint32_t hash_of(Text text)
{
    uint64_t hash = text.len, word;
    const char *at = text.ptr;
    size_t left = text.len;
    for (; left >= sizeof word; left -= sizeof word, at += sizeof word) {
        memcpy(&word, at, sizeof word);
        hash = mix(hash, word);
    }
    word = 0;
    if (left)
        memcpy(&word, at, left);
    return (uint32_t)mix(hash, word);
}

static Slot *find_slot(const Strings *strings, Text text, uint32_t hash)
{
    size_t mask = strings->slot_count - 1;
    for (size_t at = hash & mask;; at = (at + 1) & mask) {
        Slot *slot = &strings->slots[at];
        if (!slot->id || (slot->hash == hash && text_equal(strings->items[slot->id - 1], text)))
            return slot;
    }
}

static void resize_slots(Strings *strings, size_t slot_count)
{
    const Slot *old = strings->slots;
    size_t old_count = strings->slot_count, mask = slot_count - 1;
    strings->slots = ARENA_ARRAY(strings->arena, Slot, slot_count);
    strings->slot_count = slot_count;
    for (size_t i = 0; i < old_count; i++) {
        size_t at = old[i].hash & mask;
        while (old[i].id && strings->slots[at].id)
            at = (at + 1) & mask;
        if (old[i].id)
            strings->slots[at] = old[i];
    }
}

void strings_reserve(Strings *strings, size_t more)
{
    size_t needed = strings->count + more, slot_count = 256;
    if (needed > strings->capacity)
        strings->items = arena_grow(strings->arena, strings->items, &strings->capacity, needed,
                                    sizeof *strings->items);
    while (slot_count < 2 * needed)
        slot_count *= 2;
    if (slot_count > strings->slot_count)
        resize_slots(strings, slot_count);
}

static StringId add(Strings *strings, Text lasting, uint32_t hash)
{
    BUG_IF(strings->count >= UINT32_MAX - 1);
    strings_reserve(strings, 1);
    strings->items[strings->count++] = lasting;
    *find_slot(strings, lasting, hash) = (Slot){(uint32_t)strings->count, hash};
    return (StringId){(uint32_t)strings->count - 1};
}

Strings *strings_new(Arena *arena)
{
    Strings *strings = ARENA_NEW(arena, Strings);
    strings->arena = arena;
    for (size_t i = 0; i < WORD_COUNT; i++)
        add(strings, words[i], hash_of(words[i]));
    return strings;
}

static StringId intern(Strings *strings, Text text, bool is_lasting)
{
    uint32_t hash = hash_of(text);
    uint32_t found = find_slot(strings, text, hash)->id;
    if (found)
        return (StringId){found - 1};
    return add(strings, is_lasting ? text : arena_text(strings->arena, text), hash);
}

StringId strings_intern(Strings *strings, Text text)
{
    return intern(strings, text, false);
}

StringId strings_adopt(Strings *strings, Text lasting)
{
    return intern(strings, lasting, true);
}

StringId strings_look_up(const Strings *strings, Text text)
{
    uint32_t found = find_slot(strings, text, hash_of(text))->id;
    return (StringId){found ? found - 1 : WORD_NONE};
}

Text strings_text(const Strings *strings, StringId id)
{
    BUG_IF(id.at >= strings->count);
    return strings->items[id.at];
}

size_t strings_count(const Strings *strings)
{
    return strings->count;
}
