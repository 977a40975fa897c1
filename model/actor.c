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
    bool is_plain; // itself such a list: nobody is looked for in it
    Actors *
        ends; // of the first and last words of all names: the first actor of each is ends_of[id - 1]
    struct {
        ActorId *items;
        size_t count, capacity;
    } ends_of, like; // like: one an actor
};

Actors *actors_new(Arena *arena, Strings *strings)
{
    Actors *actors = ARENA_NEW(arena, Actors);
    actors->arena = arena;
    actors->strings = strings;
    return actors;
}

static void add_letters(Buffer *key, Text word)
{
    for (size_t at = 0, len; at < word.len; at += len) {
        uint32_t code = utf8_decode(word, at, &len);
        if (utf8_is_letter(code) || utf8_is_digit(code))
            buffer_add(key, text_sub(word, at, len));
    }
}

// "J." of "Anna J. Moss": said or not said of the same person.
static bool is_initial(Text word)
{
    return word.len == 2 && word.ptr[1] == '.';
}

// Letters and digits only, folded, without the initials between other words.
static Text name_key(Text name, Arena *arena)
{
    Text folded = utf8_fold(name, arena), rest = folded;
    Buffer key = buffer_in(arena);
    for (bool is_first = true; rest.ptr; is_first = false) {
        Text word = text_cut(&rest, ' ');
        if (is_first || !rest.ptr || !is_initial(word))
            add_letters(&key, word);
    }
    return key.count ? buffer_text(&key) : folded;
}

// The same name with its last word first, "Kurosawa Takeshi" of "Takeshi Kurosawa", or with its first word last.
static Text turned_key(Text name, bool last_first, Arena *arena)
{
    size_t from = 0, blank = TEXT_NOWHERE;
    name = text_trim(name);
    for (; from < name.len && (blank == TEXT_NOWHERE || last_first); from++)
        if (name.ptr[from] == ' ')
            blank = from;
    if (blank == TEXT_NOWHERE)
        return (Text){NULL, 0};
    Text first = text_sub(name, 0, blank), last = text_sub(name, blank + 1, name.len);
    return name_key(arena_printf(arena, "%.*s %.*s", TEXT_ARG(last), TEXT_ARG(first)), arena);
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

// The slot of the name as it stands, else of one with family and given name the other way round.
static size_t find_name(const Actors *actors, Text name, Text key, CountryId country)
{
    size_t slot = find_slot(actors, key, country);
    for (int i = 0; i < 2 && !actors->slots[slot]; i++) {
        Text turned = turned_key(name, i == 0, actors->arena);
        if (!turned.ptr)
            break;
        size_t other = find_slot(actors, turned, country);
        if (actors->slots[other])
            return other;
    }
    return slot;
}

// ---- who may be the same ----

// "Poul Nielsen" of "Poul Erik Nielsen"; empty for a single word.
static Text ends_of(Text name, Arena *arena)
{
    Text rest = text_trim(name), first = text_cut(&rest, ' '), last = first;
    while (rest.ptr)
        last = text_cut(&rest, ' ');
    return last.ptr == first.ptr
               ? (Text){NULL, 0}
               : arena_printf(arena, "%.*s %.*s", TEXT_ARG(first), TEXT_ARG(last));
}

// The name has nothing between its ends.
static bool is_ends(const Actors *actors, ActorId id, Text ends)
{
    ArenaMark mark = arena_mark(actors->arena);
    bool is_same = text_equal(actors->keys[id.at - 1], name_key(ends, actors->arena));
    arena_rewind(actors->arena, mark);
    return is_same;
}

static void note_like(Actors *actors, ActorId id, Text name, CountryId country)
{
    ActorId like = {0};
    Text ends = ends_of(name, actors->arena);
    if (!actors->ends) {
        actors->ends = actors_new(actors->arena, strings_new(actors->arena));
        actors->ends->is_plain = true;
    }
    if (ends.len) {
        ActorId known = actors_intern(actors->ends, ends, country);
        if (known.at > actors->ends_of.count)
            ARENA_PUSH(actors->arena, &actors->ends_of, id);
        ActorId other = actors->ends_of.items[known.at - 1];
        if (other.at != id.at && (is_ends(actors, id, ends) || is_ends(actors, other, ends)))
            like = other;
    }
    ARENA_PUSH(actors->arena, &actors->like, like);
}

ActorId actors_like(const Actors *actors, ActorId id)
{
    BUG_IF(id.at == 0 || id.at > actors->count);
    return actors->like.items[id.at - 1];
}

// The actor's key: its place among the slots is for the caller to take.
static ActorId add_actor(Actors *actors, StringId name, Text key, CountryId country)
{
    Actor actor = {.name = name, .country = country};
    if (actors->count == actors->key_capacity)
        actors->keys = arena_grow(actors->arena, actors->keys, &actors->key_capacity,
                                  actors->count + 1, sizeof *actors->keys);
    actors->keys[actors->count] = key;
    ARENA_PUSH(actors->arena, actors, actor);
    add_spelling(actors, &actors->items[actors->count - 1], name);
    return (ActorId){(uint32_t)actors->count};
}

ActorId actors_add_apart(Actors *actors, Text name, CountryId country)
{
    // No key has a control character: letters and digits, or a folded name where there are none.
    Text key = arena_printf(actors->arena, "\x01%zu", actors->count);
    make_room(actors);
    ActorId added = add_actor(actors, strings_intern(actors->strings, name), key, country);
    actors->slots[find_slot(actors, key, country)] = added.at;
    note_like(actors, added, name, country);
    return added;
}

ActorId actors_find(const Actors *actors, Text name, CountryId country)
{
    if (name.len == 0 || actors->slot_count == 0)
        return (ActorId){0};
    ArenaMark mark = arena_mark(actors->arena);
    size_t slot = find_name(actors, name, name_key(name, actors->arena), country);
    arena_rewind(actors->arena, mark);
    return (ActorId){actors->slots[slot]};
}

void actors_add_spelling(Actors *actors, ActorId id, Text name)
{
    BUG_IF(id.at == 0 || id.at > actors->count);
    add_spelling(actors, &actors->items[id.at - 1], strings_intern(actors->strings, name));
}

ActorId actors_intern(Actors *actors, Text name, CountryId country)
{
    if (name.len == 0)
        return (ActorId){0};
    StringId spelled = strings_intern(actors->strings, name);
    make_room(actors);
    ArenaMark mark = arena_mark(actors->arena);
    Text key = name_key(name, actors->arena);
    size_t slot = find_name(actors, name, key, country);
    if (actors->slots[slot]) {
        ActorId known = {actors->slots[slot]};
        arena_rewind(actors->arena, mark); // the key was needed for the look-up only
        add_spelling(actors, &actors->items[known.at - 1], spelled);
        return known;
    }
    ActorId added = add_actor(actors, spelled, key, country);
    actors->slots[slot] = added.at;
    if (!actors->is_plain)
        note_like(actors, added, name, country);
    return added;
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
