#include <config.h>
#include "loaders/readout/groups.h"

#include "loaders/readout/event.h"

enum {
    LONGEST_GROUP = 14
}; // tokens behind the noun: "representatives of major political parties of Chad and Niger"

static bool is_group(const Readout *readout, size_t at)
{
    return (readout->marks[at].cues & CUE_GROUP) && !readout->tokens.items[at].is_capital;
}

static const Sense *state_at(const Readout *readout, size_t at)
{
    const Sense *place = readout->marks[at].place;
    bool is_behind = at > 0 && token_has(&readout->tokens, at - 1, GRAMMAR_PREPOSITION);
    if (!place || (place->is_ambiguous && !is_behind))
        return NULL;
    const Sense *name = sense_of_class(place, LEX_NAME);
    return name ? name : sense_of_class(place, LEX_ADJECTIVE);
}

// "U.S. delegates", "Japanese lawmakers"
static void add_before(Readout *readout, size_t from, size_t noun)
{
    for (size_t i = noun; i > from && i + 3 > noun; i--) {
        const Sense *state = state_at(readout, i - 1);
        if (state && i - 1 + readout->marks[i - 1].place_length <= noun)
            event_add_country(readout, &readout->groups, state->country);
        if (readout->tokens.items[i - 1].kind != TOKEN_WORD || readout->tokens.items[i - 1].grammar)
            return;
    }
}

static bool ends_phrase(const Readout *readout, size_t at)
{
    const Mark *mark = &readout->marks[at];
    return mark->verb || (mark->cues & (CUE_EVENT | CUE_PRESENCE | CUE_CHAIR)) ||
           token_has(&readout->tokens, at, GRAMMAR_WHO | GRAMMAR_BE | GRAMMAR_HAVE) ||
           token_is(&readout->tokens, at, "to") || token_is(&readout->tokens, at, "on") ||
           token_is(&readout->tokens, at, "in") || token_is(&readout->tokens, at, "at");
}

// "ambassadors of Chad and Niger"
static void add_behind(Readout *readout, size_t noun, size_t to)
{
    if (!token_is(&readout->tokens, noun + 1, "of") &&
        !token_is(&readout->tokens, noun + 1, "from"))
        return;
    for (size_t i = noun + 2; i < to && i < noun + LONGEST_GROUP && !ends_phrase(readout, i); i++) {
        const Sense *state = state_at(readout, i);
        if (state)
            event_add_country(readout, &readout->groups, state->country);
    }
}

void groups_find(Readout *readout)
{
    if (readout->lead >= readout->lines.count)
        return;
    Range lead = readout->lines.items[readout->lead].tokens;
    for (size_t i = lead.from; i < lead.to; i++) {
        if (!is_group(readout, i))
            continue;
        add_before(readout, lead.from, i);
        add_behind(readout, i, lead.to);
    }
}

CountryId groups_of_visitors(const Readout *readout)
{
    CountryIds seen = {0};
    for (size_t i = 0; i < readout->persons.count; i++) {
        const Person *person = &readout->persons.items[i];
        if (person->takes_part && !country_equal(person->country, readout->home))
            event_add_country(readout, &seen, person->country);
    }
    for (size_t i = 0; i < readout->groups.count; i++)
        if (!country_equal(readout->groups.items[i], readout->home))
            event_add_country(readout, &seen, readout->groups.items[i]);
    return seen.count == 1 ? seen.items[0] : (CountryId){0};
}
