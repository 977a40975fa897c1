#include <config.h>
#include "loaders/table_gather.h"

#include "loaders/table_countries.h"

static bool is_same_country(const RowCountry *a, const RowCountry *b)
{
    return a->id.at != COUNTRY_NONE ? country_equal(a->id, b->id)
                                    : b->id.at == COUNTRY_NONE && text_equal(a->code, b->code);
}

static bool has_country(const CodedEvent *event, const RowCountry *country)
{
    for (size_t i = 0; i < event->countries.count; i++)
        if (is_same_country(country, &event->countries.items[i]))
            return true;
    return false;
}

void coded_infer(const Load *load, CodedEvent *event, Text title, Text text)
{
    EventWords words = {title, text, event->date};
    TableCountries found = {0};
    table_countries_infer(load, &words, &found);
    for (size_t i = 0; i < found.count; i++) {
        RowCountry country = {.id = found.ids[i]};
        if (has_country(event, &country))
            continue;
        ARENA_PUSH(load->scratch, &event->countries, country);
        event->has_inferred_countries = true;
    }
}

struct Gather {
    Arena *arena; // of the event
    bool is_begun;
    Text key;
    CodedEvent event;
};

Gather *gather_new(Arena *arena, Arena *event)
{
    Gather *gather = ARENA_NEW(arena, Gather);
    gather->arena = event;
    return gather;
}

static RowCountry copy_country(const Gather *gather, RowCountry country)
{
    country.code = arena_text(gather->arena, country.code);
    return country;
}

// A member has a row for each year in many a table. Offices are not compared: who has one stands there each time.
static bool has_person(const CodedEvent *event, const CodedPerson *person)
{
    for (size_t i = 0; i < event->people.count; i++) {
        const CodedPerson *known = &event->people.items[i];
        if (known->role.at == person->role.at && text_equal(known->name, person->name) &&
            is_same_country(&known->country, &person->country) && known->office.length == 0 &&
            person->office.length == 0)
            return true;
    }
    return false;
}

static void add_parts(Gather *gather, const CodedEvent *event)
{
    for (size_t i = 0; i < event->countries.count; i++)
        if (!has_country(&gather->event, &event->countries.items[i]))
            ARENA_PUSH(gather->arena, &gather->event.countries,
                       copy_country(gather, event->countries.items[i]));
    for (size_t i = 0; i < event->people.count; i++) {
        CodedPerson person = event->people.items[i];
        if (has_person(&gather->event, &person))
            continue;
        person.name = arena_text(gather->arena, person.name);
        person.country = copy_country(gather, person.country);
        ARENA_PUSH(gather->arena, &gather->event.people, person);
    }
}

bool gather_add(Gather *gather, Text key, const CodedEvent *event)
{
    if (!gather->is_begun || !text_equal(gather->key, key))
        return false;
    gather->event.is_directed = false;
    add_parts(gather, event);
    return true;
}

void gather_begin(Gather *gather, Text key, const CodedEvent *event)
{
    arena_reset(gather->arena);
    gather->is_begun = true;
    gather->key = arena_text(gather->arena, key);
    gather->event = *event;
    gather->event.id = arena_text(gather->arena, event->id);
    gather->event.code = arena_text(gather->arena, event->code);
    gather->event.place = arena_text(gather->arena, event->place);
    gather->event.countries.count = gather->event.countries.capacity = 0;
    gather->event.people.count = gather->event.people.capacity = 0;
    gather->event.countries.items = NULL;
    gather->event.people.items = NULL;
    add_parts(gather, event);
}

const CodedEvent *gather_take(Gather *gather)
{
    bool was_begun = gather->is_begun;
    gather->is_begun = false;
    return was_begun ? &gather->event : NULL;
}
