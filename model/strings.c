#include <config.h>
#include "model/strings.h"

struct Strings {
    Arena *arena;
    Text *items;
    size_t count, capacity;
    uint32_t *slots;   // open addressing; 0 is free, else id + 1
    size_t slot_count; // a power of two
};

static const Text words[] = {
    TEXT_INIT(""),
#define WORD(id, text) TEXT_INIT(text),
#include "model/words.def"
#undef WORD
};

static size_t find_slot(const Strings *strings, Text text)
{
    size_t mask = strings->slot_count - 1;
    size_t at = (size_t)text_hash(text) & mask;
    while (strings->slots[at] && !text_equal(strings->items[strings->slots[at] - 1], text))
        at = (at + 1) & mask;
    return at;
}

static void make_room(Strings *strings)
{
    if (strings->slot_count >= 2 * (strings->count + 1))
        return;
    strings->slot_count = strings->slot_count ? strings->slot_count * 2 : 256;
    strings->slots = ARENA_ARRAY(strings->arena, uint32_t, strings->slot_count);
    for (size_t id = 0; id < strings->count; id++)
        strings->slots[find_slot(strings, strings->items[id])] = (uint32_t)id + 1;
}

static StringId add(Strings *strings, Text lasting)
{
    BUG_IF(strings->count >= UINT32_MAX - 1);
    make_room(strings);
    ARENA_PUSH(strings->arena, strings, lasting);
    strings->slots[find_slot(strings, lasting)] = (uint32_t)strings->count;
    return (StringId){(uint32_t)strings->count - 1};
}

Strings *strings_new(Arena *arena)
{
    Strings *strings = ARENA_NEW(arena, Strings);
    strings->arena = arena;
    for (size_t i = 0; i < WORD_COUNT; i++)
        add(strings, words[i]);
    return strings;
}

StringId strings_intern(Strings *strings, Text text)
{
    uint32_t found = strings->slots[find_slot(strings, text)];
    return found ? (StringId){found - 1} : add(strings, arena_text(strings->arena, text));
}

StringId strings_look_up(const Strings *strings, Text text)
{
    uint32_t found = strings->slots[find_slot(strings, text)];
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
