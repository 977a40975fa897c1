#include <config.h>
#include "loaders/readout/near.h"

#include "loaders/readout/narration.h"

static bool is_state(const Readout *readout, CountryId id)
{
    return id.at && id.at < COUNTRY_STRANGE &&
           country_get(readout->lexicon->countries, id)->class == COUNTRY_STATE;
}

static bool is_at(const Readout *readout, size_t at, const char *word)
{
    return token_is(&readout->tokens, at, word);
}

// The token before, an article passed over.
static size_t before(const Readout *readout, size_t at)
{
    return at > 0 && is_at(readout, at - 1, "the") ? at - 1 : at;
}

// ---- the delegation and the list ----

// "Present from the DPRK side were N1", "and from the Chinese side N2, vice-minister": the list follows its side.
static bool opens_list(const Readout *readout, const Mention *mention, size_t behind)
{
    return token_has(&readout->tokens, behind, GRAMMAR_BE) ||
           token_is_mark(&readout->tokens, behind, ':') || mention->from == behind ||
           name_is_word(readout, behind);
}

// "The Indian delegation was led by N", "N and others from the DPRK side": the side named in the same sentence.
static CountryId side_of_list(const Readout *readout, const Mention *mention)
{
    Range line = readout->lines.items[mention->line].tokens;
    CountryId found = {0};
    for (size_t i = line.from; i + 1 < line.to; i++) {
        const Sense *place = readout->marks[i].place;
        size_t end = i + readout->marks[i].place_length;
        if (!place || end >= line.to || !is_state(readout, place->country) ||
            !(is_at(readout, end, "side") || is_at(readout, end, "delegation")))
            continue;
        bool is_from = before(readout, i) > 0 && is_at(readout, before(readout, i) - 1, "from");
        bool is_opening = is_from && opens_list(readout, mention, end + 1);
        if (i > mention->from && is_from && !is_opening)
            return found.at ? found : place->country;
        if (i < mention->from && (!is_from || is_opening))
            found = place->country;
    }
    return found;
}

enum {
    LONGEST_DELEGATION = 24
}; // tokens of "a delegation of the Lao People's Revolutionary Party led by"

// "a delegation of the Lao People's Revolutionary Party (LPRP) led by N": the state named behind that word.
static CountryId delegation_of(const Readout *readout, const Mention *mention)
{
    size_t start = readout->lines.items[mention->line].tokens.from;
    CountryId found = {0};
    for (size_t i = mention->from; i > start && i + LONGEST_DELEGATION > mention->from; i--) {
        const Sense *place = readout->marks[i - 1].place;
        if (is_at(readout, i - 1, "delegation"))
            return found;
        if (token_is_mark(&readout->tokens, i - 1, ','))
            break;
        if (place && is_state(readout, place->country))
            found = place->country;
    }
    return (CountryId){0};
}

static bool is_group_of_lead(const Readout *readout, CountryId country)
{
    for (size_t i = 0; i < readout->groups.count; i++)
        if (country_equal(readout->groups.items[i], country))
            return true;
    return false;
}

// "met the delegation of Chad. Present were N1, minister of Trade of Chad; N2, director of the Bureau; ...": the list
// that begins with one of the visitors is theirs, as long as nobody of another country stands in it.
static CountryId visitors_of_list(const Readout *readout, const Mention *mention)
{
    CountryId found = {0};
    if (!narration_is_list(readout, mention->line))
        return found;
    for (size_t i = 0; i < readout->mentions.count; i++) {
        const Mention *other = &readout->mentions.items[i];
        if (other->line != mention->line || !other->country.at)
            continue;
        if (found.at ? !country_equal(found, other->country) : other->from > mention->from)
            return (CountryId){0};
        found = other->country;
    }
    return is_group_of_lead(readout, found) ? found : (CountryId){0};
}

// ---- the honorific ----

static CountryId country_of_honorific(const Readout *readout, const Mention *mention)
{
    for (size_t i = mention->from; i < mention->name.from; i++) {
        const Sense *honorific = readout->marks[i].honorific;
        if (honorific && honorific->country.at)
            return honorific->country;
    }
    return (CountryId){0};
}

// ---- the institution ----

enum {
    LONGEST_INSTITUTION = 8, // tokens of its name, and of its country's
    MOST_OCCURRENCES = 8,    // looked at; the country is said when the name comes first
    MOST_LOOKED_FOR = 256,   // mentions; so that long lists take no longer than their length
};

// A name that no list knows: "PCC" of "Secretary-General of the PCC", "Jamii" of "the Jamii Party".
static bool is_key(const Readout *readout, size_t at)
{
    const Token *token = &readout->tokens.items[at];
    const Mark *mark = &readout->marks[at];
    if (token->kind != TOKEN_WORD || !token->is_capital || mark->in_place || mark->in_cue ||
        mark->office || token->is_initial || token->grammar)
        return false;
    bool is_before_noun = at + 1 < readout->tokens.count &&
                          readout->tokens.items[at + 1].is_capital &&
                          (readout->marks[at + 1].cues & CUE_INSTITUTION);
    return token->is_all_caps || is_before_noun;
}

static CountryId state_at(const Readout *readout, size_t at)
{
    const Sense *place = at < readout->tokens.count ? readout->marks[at].place : NULL;
    bool is_fit = place && !place->is_ambiguous && is_state(readout, place->country) &&
                  (sense_of_class(place, LEX_NAME) || sense_of_class(place, LEX_ADJECTIVE));
    return is_fit ? place->country : (CountryId){0};
}

// "the Patriotic Congress of Chile (PCC)", "Chile's PCC", "the PCC of Chile": a state in the same phrase.
static CountryId state_beside(const Readout *readout, size_t at)
{
    const Tokens *tokens = &readout->tokens;
    for (size_t i = at + 1; i < at + LONGEST_INSTITUTION && i < tokens->count; i++) {
        if (is_at(readout, i, "of") || is_at(readout, i, "from")) {
            CountryId state = state_at(readout, i + 1 + is_at(readout, i + 1, "the"));
            return state;
        }
        if (!(readout->marks[i].cues & CUE_INSTITUTION) && !token_is_mark(tokens, i, ')'))
            break;
    }
    for (size_t i = at; i > 0 && i + LONGEST_INSTITUTION > at; i--) {
        CountryId state = state_at(readout, i - 1);
        if (state.at)
            return state;
        bool is_end = token_is_mark(tokens, i - 1, ',') || token_is_mark(tokens, i - 1, '.') ||
                      readout->marks[i - 1].verb;
        if (is_end)
            break;
    }
    return (CountryId){0};
}

// Somebody else of that institution, whose country is known.
static CountryId state_of_mention(const Readout *readout, size_t at)
{
    for (size_t i = 0; i < readout->mentions.count; i++) {
        const Mention *mention = &readout->mentions.items[i];
        if (at >= mention->from && at < mention->to)
            return mention->country;
    }
    return (CountryId){0};
}

static CountryId country_of_key(const Readout *readout, const Mention *mention, size_t key)
{
    Text word = readout->tokens.items[key].lower;
    size_t seen = 0;
    for (size_t i = 0; i < readout->tokens.count && seen < MOST_OCCURRENCES; i++) {
        bool is_own = i >= mention->from && i < mention->to;
        if (is_own || !text_equal(readout->tokens.items[i].lower, word) || !is_key(readout, i))
            continue;
        seen++;
        CountryId country = state_of_mention(readout, i);
        if (!country.at)
            country = state_beside(readout, i);
        if (country.at)
            return country;
    }
    return (CountryId){0};
}

static CountryId country_of_institution(const Readout *readout, const Mention *mention)
{
    CountryId country = {0};
    for (size_t n = 0; n < 2; n++)
        for (size_t i = mention->office[n].from; i < mention->office[n].to && !country.at; i++)
            if (is_key(readout, i))
                country = country_of_key(readout, mention, i);
    return country;
}

// ---- together ----

void near_find(Readout *readout)
{
    CountryId (*const ways[])(const Readout *, const Mention *) = {
        country_of_honorific, delegation_of, country_of_institution, side_of_list,
        visitors_of_list};
    size_t looked_for = 0;
    for (size_t i = 0; i < readout->mentions.count; i++) {
        const Mention *mention = &readout->mentions.items[i];
        Person *person =
            mention->person == NOBODY ? NULL : &readout->persons.items[mention->person];
        if (!person || person->country.at || person->has_polity)
            continue;
        if (looked_for++ >= MOST_LOOKED_FOR)
            return;
        for (size_t n = 0; n < sizeof ways / sizeof *ways && !person->country.at; n++)
            person->country = ways[n](readout, mention);
    }
}
