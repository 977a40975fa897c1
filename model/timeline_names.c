#include <config.h>
#include "model/timeline_names.h"

enum {
    RESERVE_FROM = 1000
}; // as many new strings at once are worth a larger table before they come

typedef struct StringIds {
    StringId *items;
    size_t count, capacity;
} StringIds;

typedef struct ActorIds {
    ActorId *items;
    size_t count, capacity;
} ActorIds;

// The timeline's ids by those of one builder. While each is its own (the first builder's always are, for it meets
// an empty timeline), columns need no rewriting.
typedef struct Dictionary {
    uint64_t builder;
    StringIds strings;
    ActorIds actors;
    CountryIds strange;
    bool same_strings, same_actors, same_strange;
} Dictionary;

struct TimelineNames {
    Arena *arena;
    Strings *strings;
    Actors *actors;
    StringIds strange;            // id is COUNTRY_STRANGE + index
    CountryIds strange_by_string; // by the id of the code's string
    struct {
        Dictionary *items;
        size_t count, capacity;
    } dictionaries;
};

TimelineNames *timeline_names_new(Arena *arena)
{
    TimelineNames *names = ARENA_NEW(arena, TimelineNames);
    names->arena = arena;
    names->strings = strings_new(arena);
    names->actors = actors_new(arena, names->strings);
    return names;
}

// ---- learning ----

static Dictionary *dictionary_of(TimelineNames *names, uint64_t builder)
{
    for (size_t i = names->dictionaries.count; i > 0; i--)
        if (names->dictionaries.items[i - 1].builder == builder)
            return &names->dictionaries.items[i - 1];
    Dictionary dictionary = {
        .builder = builder, .same_strings = true, .same_actors = true, .same_strange = true};
    for (uint32_t i = 0; i < WORD_COUNT; i++) // words have one id everywhere
        ARENA_PUSH(names->arena, &dictionary.strings, ((StringId){i}));
    ARENA_PUSH(names->arena, &dictionary.actors, ((ActorId){0})); // nobody
    ARENA_PUSH(names->arena, &names->dictionaries, dictionary);
    return &names->dictionaries.items[names->dictionaries.count - 1];
}

static void learn_strings(TimelineNames *names, Dictionary *dictionary, const NewNames *new)
{
    BUG_IF(new->first_string != dictionary->strings.count); // a segment was left out
    if (new->strings.count > RESERVE_FROM)
        strings_reserve(names->strings, new->strings.count);
    for (size_t i = 0; i < new->strings.count; i++) {
        StringId id = strings_adopt(names->strings, new->strings.items[i]);
        dictionary->same_strings &= id.at == dictionary->strings.count;
        ARENA_PUSH(names->arena, &dictionary->strings, id);
    }
}

static CountryId intern_strange(TimelineNames *names, StringId code)
{
    while (names->strange_by_string.count <= code.at)
        ARENA_PUSH(names->arena, &names->strange_by_string, ((CountryId){COUNTRY_NONE}));
    CountryId *known = &names->strange_by_string.items[code.at];
    if (known->at == COUNTRY_NONE && names->strange.count < COUNTRIES_MAX) {
        ARENA_PUSH(names->arena, &names->strange, code);
        known->at = (uint16_t)(COUNTRY_STRANGE + names->strange.count - 1);
    }
    return *known;
}

static void learn_strange(TimelineNames *names, Dictionary *dictionary, const NewNames *new)
{
    for (size_t i = 0; i < new->strange.count; i++) {
        StringId code = dictionary->strings.items[new->strange.items[i].at];
        CountryId id = intern_strange(names, code);
        dictionary->same_strange &= id.at == COUNTRY_STRANGE + dictionary->strange.count;
        ARENA_PUSH(names->arena, &dictionary->strange, id);
    }
}

static void rename_country(const Dictionary *dictionary, CountryId *id)
{
    if (id->at >= COUNTRY_STRANGE)
        *id = dictionary->strange.items[id->at - COUNTRY_STRANGE];
}

static void learn_actors(TimelineNames *names, Dictionary *dictionary, const NewNames *new)
{
    for (size_t i = 0; i < new->spellings.count; i++) {
        const Spelling *spelling = &new->spellings.items[i];
        CountryId country = spelling->country;
        rename_country(dictionary, &country);
        StringId name = dictionary->strings.items[spelling->name.at];
        ActorId id = actors_intern(names->actors, strings_text(names->strings, name), country);
        dictionary->same_actors &= id.at == spelling->actor.at;
        if (spelling->actor.at == dictionary->actors.count)
            ARENA_PUSH(names->arena, &dictionary->actors, id);
    }
}

// ---- rewriting ----

static void rename_string(const Dictionary *dictionary, StringId *id)
{
    *id = dictionary->strings.items[id->at];
}

static void rename_column(const Dictionary *dictionary, uint32_t *column, uint32_t count)
{
    for (uint32_t row = 0; column && row < count; row++)
        column[row] = dictionary->strings.items[column[row]].at;
}

static void rename_columns(const Dictionary *dictionary, Segment *segment)
{
    uint32_t *columns[] = {segment->kind,    segment->code,  segment->place,
                           segment->channel, segment->level, segment->confidence};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        rename_column(dictionary, columns[i], segment->count);
}

static void rename_countries(const Dictionary *dictionary, Segment *segment)
{
    for (uint32_t row = 0; row < segment->count; row++)
        for (int i = 0; i < 2; i++)
            rename_country(dictionary, &segment->pair[row][i]);
    for (size_t i = 0; i < segment->more.count; i++)
        for (size_t k = 0; k < segment->more.items[i].count; k++)
            rename_country(dictionary, &segment->more.items[i].ids[k]);
    for (size_t i = 0; i < segment->sources.count; i++)
        rename_country(dictionary, &segment->sources.items[i]->publisher_country);
}

static void rename_participant(const Dictionary *dictionary, Participant *participant)
{
    participant->actor = dictionary->actors.items[participant->actor.at];
    rename_country(dictionary, &participant->country);
    rename_country(dictionary, &participant->organisation);
    rename_string(dictionary, &participant->role);
    rename_string(dictionary, &participant->channel);
    rename_string(dictionary, &participant->level);
    rename_string(dictionary, &participant->corrected);
}

static void rename_position(const Dictionary *dictionary, Position *position)
{
    position->speaker = dictionary->actors.items[position->speaker.at];
    rename_country(dictionary, &position->country);
    rename_country(dictionary, &position->side);
    StringId *ids[] = {&position->speaker_name, &position->mode,      &position->verbs,
                       &position->verb_classes, &position->topics,    &position->confidence,
                       &position->rule,         &position->corrected, &position->tags,
                       &position->note};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        rename_string(dictionary, ids[i]);
}

void timeline_names_take(TimelineNames *names, Segment *segment)
{
    Dictionary *dictionary = dictionary_of(names, segment->names.builder);
    learn_strings(names, dictionary, &segment->names);
    learn_strange(names, dictionary, &segment->names);
    learn_actors(names, dictionary, &segment->names);
    if (!dictionary->same_strings)
        rename_columns(dictionary, segment);
    if (!dictionary->same_strange)
        rename_countries(dictionary, segment);
    bool is_same = dictionary->same_strings && dictionary->same_actors && dictionary->same_strange;
    for (size_t i = 0; !is_same && i < segment->participants.count; i++)
        rename_participant(dictionary, &segment->participants.items[i]);
    for (size_t i = 0; !is_same && i < segment->positions.count; i++)
        rename_position(dictionary, &segment->positions.items[i]);
    arena_free(segment->names.arena);
    segment->names = (NewNames){0};
}

StringId timeline_names_intern(TimelineNames *names, Text text)
{
    return strings_intern(names->strings, text);
}

ActorId timeline_names_intern_actor(TimelineNames *names, Text name, CountryId country)
{
    return actors_intern(names->actors, name, country);
}

Actors *timeline_names_actors_to_correct(TimelineNames *names)
{
    return names->actors;
}

// ---- reading ----

const Strings *timeline_names_strings(const TimelineNames *names)
{
    return names->strings;
}

const Actors *timeline_names_actors(const TimelineNames *names)
{
    return names->actors;
}

StringId timeline_names_strange(const TimelineNames *names, CountryId id)
{
    BUG_IF((size_t)(id.at - COUNTRY_STRANGE) >= names->strange.count);
    return names->strange.items[id.at - COUNTRY_STRANGE];
}

CountryId timeline_names_find_strange(const TimelineNames *names, Text code)
{
    StringId id = strings_look_up(names->strings, code);
    bool is_known = id.at != WORD_NONE && id.at < names->strange_by_string.count;
    return is_known ? names->strange_by_string.items[id.at] : (CountryId){COUNTRY_NONE};
}
