#include <config.h>
#include "model/actor.h"

#include "model/utf8.h"

struct Actors {
    Arena *arena;
    Strings *strings;
    Actor *items;
    size_t count, capacity;
    Text *keys; // folded names, one an actor
    size_t key_capacity;
    uint32_t *slots; // open addressing over keys and countries; 0 is free
    size_t slot_count;
    size_t spelling_count;
};

Actors *actors_new(Arena *arena, Strings *strings)
{
    Actors *actors = ARENA_NEW(arena, Actors);
    actors->arena = arena;
    actors->strings = strings;
    return actors;
}

// Letters and digits only, folded.
static Text name_key(Text name, Arena *arena)
{
    Text folded = utf8_fold(name, arena);
    Buffer key = buffer_in(arena);
    for (size_t at = 0, len; at < folded.len; at += len) {
        uint32_t code = utf8_decode(folded, at, &len);
        if (utf8_is_letter(code) || utf8_is_digit(code))
            buffer_add(&key, text_sub(folded, at, len));
    }
    return key.count ? buffer_text(&key) : folded;
}

static size_t find_slot(const Actors *actors, Text key, CountryId country)
{
    size_t mask = actors->slot_count - 1;
    size_t at = ((size_t)text_hash(key) ^ (size_t)country.at * 0x9E3779B1u) & mask;
    for (; actors->slots[at]; at = (at + 1) & mask) {
        size_t id = actors->slots[at] - 1;
        if (country_equal(actors->items[id].country, country) && text_equal(actors->keys[id], key))
            break;
    }
    return at;
}

static void make_room(Actors *actors)
{
    if (actors->slot_count >= 2 * (actors->count + 1))
        return;
    actors->slot_count = actors->slot_count ? actors->slot_count * 2 : 64;
    actors->slots = ARENA_ARRAY(actors->arena, uint32_t, actors->slot_count);
    for (size_t i = 0; i < actors->count; i++)
        actors->slots[find_slot(actors, actors->keys[i], actors->items[i].country)] =
            (uint32_t)i + 1;
}

static void add_spelling(Actors *actors, Actor *actor, StringId name)
{
    for (size_t i = 0; i < actor->spellings.count; i++)
        if (actor->spellings.items[i].at == name.at)
            return;
    ARENA_PUSH(actors->arena, &actor->spellings, name);
    actors->spelling_count++;
}

ActorId actors_intern(Actors *actors, Text name, CountryId country)
{
    if (name.len == 0)
        return (ActorId){0};
    StringId spelled = strings_intern(actors->strings, name);
    make_room(actors);
    ArenaMark mark = arena_mark(actors->arena);
    Text key = name_key(name, actors->arena);
    size_t slot = find_slot(actors, key, country);
    if (actors->slots[slot]) {
        ActorId known = {actors->slots[slot]};
        arena_rewind(actors->arena, mark); // the key was needed for the look-up only
        add_spelling(actors, &actors->items[known.at - 1], spelled);
        return known;
    }
    Actor actor = {.name = spelled, .country = country};
    if (actors->count == actors->key_capacity)
        actors->keys = arena_grow(actors->arena, actors->keys, &actors->key_capacity,
                                  actors->count + 1, sizeof *actors->keys);
    actors->keys[actors->count] = key;
    ARENA_PUSH(actors->arena, actors, actor);
    actors->slots[slot] = (uint32_t)actors->count;
    add_spelling(actors, &actors->items[actors->count - 1], spelled);
    return (ActorId){(uint32_t)actors->count};
}

const Actor *actors_get(const Actors *actors, ActorId id)
{
    BUG_IF(id.at == 0 || id.at > actors->count);
    return &actors->items[id.at - 1];
}

size_t actors_count(const Actors *actors)
{
    return actors->count;
}

size_t actors_spelling_count(const Actors *actors)
{
    return actors->spelling_count;
}
