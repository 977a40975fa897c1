#include <config.h>
#include "loaders/readout/offices.h"

enum {
    LONGEST_OFFICE = 60, // tokens; longer ones are lists that were not understood
    LONGEST_LEAD_IN =
        8, // tokens before the head noun: "Federal Minister", "African Union Commissioner"
    LOOK_AHEAD = 5,
    MOST_ARTICLES = 2, // "all the"
    MOST_NESTING = 3,  // offices joined by "and" or a comma
};

static const uint32_t nouns = CUE_INSTITUTION | CUE_PORTFOLIO | CUE_REGION;

typedef struct OfficeScan {
    const Readout *readout;
    size_t at, to;
    size_t floor; // before this token no name begins: an office's "of" takes a word at least
    size_t nesting;
    Office *office;
} OfficeScan;

static const Token *token_of(const OfficeScan *scan, size_t at)
{
    return &scan->readout->tokens.items[at];
}

static const Mark *mark_of(const OfficeScan *scan, size_t at)
{
    return &scan->readout->marks[at];
}

static bool is_word(const OfficeScan *scan, size_t at)
{
    return at < scan->to && token_of(scan, at)->kind == TOKEN_WORD;
}

static bool is_capital(const OfficeScan *scan, size_t at)
{
    return is_word(scan, at) && token_of(scan, at)->is_capital;
}

// ---- up to the head noun ----

static bool is_lead_in(const OfficeScan *scan, size_t at)
{
    const Mark *mark = mark_of(scan, at);
    if (!is_word(scan, at))
        return token_of(scan, at)->kind == TOKEN_POSSESSIVE;
    if (mark->in_honorific && !mark->office && !mark->in_place)
        return false; // "H.H. Sheikh N"
    if (mark->in_place || mark->in_cue || (mark->cues & CUE_MODIFIER))
        return true;
    if (token_of(scan, at)->grammar)
        return token_is(&scan->readout->tokens, at, "first");
    return token_of(scan, at)->is_capital;
}

// "Department of Foreign Affairs (DFA) Secretary", "newly appointed Ambassador": behind "of", an abbreviation in
// brackets, or a modifier of two words; `at` where there is none of them.
static size_t skip_in_institution(const OfficeScan *scan, size_t at)
{
    const Tokens *tokens = &scan->readout->tokens;
    const Mark *mark = mark_of(scan, at);
    if (at > scan->at && token_is(tokens, at, "of") && at + 1 < scan->to &&
        (mark_of(scan, at - 1)->cues & CUE_INSTITUTION) && mark_of(scan, at + 1)->in_cue &&
        is_capital(scan, at - 1))
        return at + 1;
    if (at > scan->at && token_is_mark(tokens, at, '(') && at + 3 < scan->to &&
        token_of(scan, at + 1)->is_all_caps && token_is_mark(tokens, at + 2, ')'))
        return at + 3;
    return (mark->cues & CUE_MODIFIER) && mark->cue_length > 1 && !mark->office &&
                   at + mark->cue_length < scan->to
               ? at + mark->cue_length
               : at;
}

// Names are no lead-in: "Lin Weimin, Minister" is parted by a comma, "President Putin" begins with its head.
// A lead-in of unknown words is short: "Roads Minister", "Home Affairs Minister".
static bool find_head(OfficeScan *scan)
{
    size_t unknown = 0;
    for (size_t at = scan->at; at < scan->to && at < scan->at + LONGEST_LEAD_IN; at++) {
        size_t inside = skip_in_institution(scan, at);
        const Mark *mark = mark_of(scan, at);
        if (inside > at) {
            at = inside - 1;
            continue;
        }
        if (mark->office && name_is_word(scan->readout, at))
            return false; // "Sultan bin Mansour"
        if (mark->office) {
            scan->office->head = at;
            scan->office->head_end = at + mark->office_length;
            return true;
        }
        if (!is_lead_in(scan, at))
            return false;
        bool is_known = mark->in_place || mark->in_cue || (mark->cues & CUE_MODIFIER) ||
                        token_of(scan, at)->kind == TOKEN_POSSESSIVE || token_of(scan, at)->grammar;
        if (!is_known && ++unknown > 1)
            return false;
    }
    return false;
}

// "the UAE's Ambassador": the owner is no part of the office as it is quoted.
static void cut_owner(OfficeScan *scan)
{
    Office *office = scan->office;
    for (size_t at = scan->at; at < office->head; at++)
        if (token_of(scan, at)->kind == TOKEN_POSSESSIVE && mark_of(scan, scan->at)->place &&
            scan->at + mark_of(scan, scan->at)->place_length == at) {
            office->owner = (Range){scan->at, at};
            office->words.from = at + 1;
        }
}

// ---- behind the head noun ----

static bool is_office_ahead(const OfficeScan *scan, size_t at)
{
    Office other;
    OfficeScan inner = {scan->readout, at, scan->to, at, scan->nesting + 1, &other};
    while (inner.at < inner.to && token_has(&scan->readout->tokens, inner.at, GRAMMAR_DETERMINER) &&
           !token_has(&scan->readout->tokens, inner.at, GRAMMAR_POSSESSIVE))
        inner.at++;
    // "the Foreign Ministry, and officials concerned": people, no office
    return inner.at < inner.to && find_head(&inner) &&
           (is_capital(scan, other.head) || !(mark_of(scan, other.head)->cues & CUE_GROUP));
}

// Within the next capitalised words stands one of the nouns of institutions and portfolios.
static bool noun_ahead(const OfficeScan *scan, size_t at, uint32_t flags)
{
    for (size_t end = at + LOOK_AHEAD; at < end && is_capital(scan, at); at++)
        if ((mark_of(scan, at)->cues & flags) || (mark_of(scan, at)->in_cue && (flags & nouns)))
            return true;
    return false;
}

// "(West)", "(DPRK)": up to the closing bracket, if it is near.
static bool take_bracket(OfficeScan *scan)
{
    for (size_t at = scan->at + 1; at < scan->to && at <= scan->at + LOOK_AHEAD; at++)
        if (token_is_mark(&scan->readout->tokens, at, ')')) {
            scan->at = scan->floor = at + 1;
            return true;
        }
    return false;
}

static bool is_tail_word(const OfficeScan *scan, const char *word)
{
    return token_is(&scan->readout->tokens, scan->at, word);
}

// "Counsellor of the Embassy of Tanzania in China"
static bool take_country_of_mission(OfficeScan *scan, size_t next)
{
    const Tokens *tokens = &scan->readout->tokens;
    next += token_is(tokens, next, "the");
    if (next >= scan->to || !mark_of(scan, next)->place ||
        !sense_of_class(mark_of(scan, next)->place, LEX_NAME))
        return false;
    for (size_t i = scan->office->head; i < scan->at; i++)
        if (token_is_form(scan->readout, i, FORM_MISSION)) {
            scan->at = scan->floor = next + mark_of(scan, next)->place_length;
            return true;
        }
    return false;
}

// Envoys, advisers and the like act for somebody else.
static bool is_aide(const OfficeScan *scan)
{
    for (size_t i = scan->office->words.from; i < scan->at; i++)
        if (mark_of(scan, i)->cues & CUE_AIDE)
            return true;
    return false;
}

// "of the sisterly Lebanese Republic", "of the caretaker government": small words before what the office is of.
static size_t skip_modifiers(const OfficeScan *scan, size_t at)
{
    size_t next = at;
    while (next < scan->to && (mark_of(scan, next)->cues & CUE_MODIFIER) &&
           !mark_of(scan, next)->office && !is_capital(scan, next))
        next++;
    bool is_noun =
        next < scan->to && (mark_of(scan, next)->in_place || mark_of(scan, next)->in_cue);
    return is_noun ? next : at;
}

// "of the", "for", "in charge of", "to", "at the": what the office is of. True when it was taken.
static bool take_preposition(OfficeScan *scan)
{
    size_t next = scan->at + 1;
    if (is_tail_word(scan, "in")) {
        if (take_country_of_mission(scan, next))
            return true;
        if (!token_is(&scan->readout->tokens, next, "charge"))
            return false;
        next = scan->at + 3;
    } else if (!is_tail_word(scan, "of") && !is_tail_word(scan, "for") &&
               !is_tail_word(scan, "to") && !is_tail_word(scan, "at") &&
               !is_tail_word(scan, "on")) {
        return false;
    }
    // "President Novak of Hungary": the country of the person
    if (is_tail_word(scan, "of") && scan->at == scan->office->head_end + 1 &&
        name_is_word(scan->readout, scan->at - 1))
        return false;
    bool is_loose =
        is_tail_word(scan, "at") || is_tail_word(scan, "on") || is_tail_word(scan, "to");
    if (token_is(&scan->readout->tokens, next, "the") ||
        token_is(&scan->readout->tokens, next, "its") ||
        token_is(&scan->readout->tokens, next, "a"))
        next = skip_modifiers(scan, next + 1);
    if (next >= scan->to ||
        token_has(&scan->readout->tokens, next, GRAMMAR_MONTH | GRAMMAR_WEEKDAY))
        return false;
    const Mark *mark = mark_of(scan, next);
    bool is_noun = mark->in_place || mark->in_cue || mark->office;
    if (is_tail_word(scan, "at") && !noun_ahead(scan, next, CUE_INSTITUTION))
        return false;
    if (is_loose && !is_noun && !noun_ahead(scan, next, nouns))
        return false;
    if (!is_noun && !is_capital(scan, next) && token_of(scan, next)->kind != TOKEN_NUMBER)
        return false;
    // "special envoy of President Paek Ho In": the name is not the envoy's
    Name name;
    if (mark->office && next == scan->at + 1 &&
        name_at(scan->readout, (Range){next + mark->office_length, scan->to}, &name) &&
        is_aide(scan)) {
        scan->at = scan->floor = name.words.to;
        scan->office->names_other = true;
        return true;
    }
    scan->at = next + 1;
    if (mark->place && next + mark->place_length > scan->at)
        scan->at = next + mark->place_length;
    if (mark->office && next + mark->office_length > scan->at)
        scan->at = next + mark->office_length; // "spokesperson for the Prime Minister"
    scan->floor = scan->at;
    return scan->at <= scan->to;
}

static bool office_scan(const Readout *readout, Range where, size_t nesting, Office *office);

// "President Novak" of "President Novak and President Moss": names alone behind the head noun.
static bool ends_in_name(const OfficeScan *scan)
{
    bool is_name = scan->at > scan->office->head_end;
    for (size_t i = scan->office->head_end; i < scan->at && is_name; i++)
        is_name = name_is_word(scan->readout, i);
    return is_name;
}

// "and Head of ...", "and Foreign Affairs", "and Francophonie of": a second office or portfolio, not a second person.
static bool take_and(OfficeScan *scan)
{
    size_t next = scan->at + 1;
    // "the Secretary and the Foreign Minister" are two
    if (next >= scan->to || token_has(&scan->readout->tokens, next, GRAMMAR_DETERMINER))
        return false;
    if (ends_in_name(scan))
        return false;
    if (is_office_ahead(scan, next)) {
        Office other;
        // "Foreign Minister A and Defence Minister B" never comes here: A ends the first office.
        if (scan->nesting >= MOST_NESTING ||
            !office_scan(scan->readout, (Range){next, scan->to}, scan->nesting + 1, &other))
            return false;
        scan->at = scan->floor = other.words.to;
        return true;
    }
    Name name;
    bool is_person = name_at(scan->readout, (Range){next, scan->to}, &name) &&
                     (name.word_count > 1 || name.has_honorific);
    if (is_person && !noun_ahead(scan, next, nouns))
        return false;
    if (!mark_of(scan, next)->in_cue && !mark_of(scan, next)->in_place &&
        !noun_ahead(scan, next, nouns) && !is_capital(scan, next))
        return false;
    if (!is_capital(scan, next) && !mark_of(scan, next)->in_cue)
        return false;
    scan->at = scan->floor = next + 1;
    return true;
}

// A comma goes on only to another office of the same person, a ministry, or another portfolio.
static bool take_comma(OfficeScan *scan)
{
    size_t next = scan->at + 1;
    next += token_is(&scan->readout->tokens, next, "and"); // "O, and Chairman of the Fund"
    if (next >= scan->to)
        return false;
    if (is_office_ahead(scan, next) &&
        !token_has(&scan->readout->tokens, next, GRAMMAR_DETERMINER)) {
        Office other;
        if (scan->nesting >= MOST_NESTING ||
            !office_scan(scan->readout, (Range){next, scan->to}, scan->nesting + 1, &other) ||
            other.has_name)
            return false;
        scan->at = scan->floor = other.words.to;
        return true;
    }
    // "Foreign Affairs, European Union and Cooperation"; behind its country an office is whole
    bool is_portfolio =
        !mark_of(scan, scan->at - 1)->in_place &&
        (mark_of(scan, next)->in_cue || noun_ahead(scan, next, CUE_PORTFOLIO | CUE_INSTITUTION));
    if (!is_capital(scan, next) || !is_portfolio || mark_of(scan, next)->office)
        return false;
    scan->at = scan->floor = next + 1;
    return true;
}

// "President of the United States HE President N": the honorific opens the name, whatever office it repeats.
static bool name_behind_second(const OfficeScan *scan, Name *name)
{
    Range where = {scan->at, scan->to};
    Gender gender = GENDER_UNKNOWN;
    size_t head = scan->at + name_skip_honorifics(scan->readout, where, &gender);
    if (head == scan->at || head >= scan->to || !mark_of(scan, head)->office)
        return false;
    where.from = head + mark_of(scan, head)->office_length;
    if (!name_at(scan->readout, where, name) || name->has_honorific)
        return false;
    name->from = scan->at;
    name->has_honorific = true;
    return true;
}

// "Foreign Minister Israel Katz": a country behind the head noun would have "of" before it.
static bool name_behind_office(const OfficeScan *scan, Name *name)
{
    Range where = {scan->at, scan->to};
    if (name_at(scan->readout, where, name) || name_behind_second(scan, name))
        return true;
    bool is_place = scan->at == scan->office->head_end && mark_of(scan, scan->at)->place &&
                    mark_of(scan, scan->at)->place_length == 1;
    if (!is_place || !is_capital(scan, scan->at) ||
        !name_at(scan->readout, (Range){scan->at + 1, scan->to}, name) || name->has_honorific)
        return false;
    name->words.from = name->from = scan->at;
    name->word_count++;
    return true;
}

// Names stand where no institution follows them: "Kenya Progress Alliance" is none.
static bool name_starts(OfficeScan *scan)
{
    Name name;
    if (scan->at < scan->floor || !name_behind_office(scan, &name))
        return false;
    if (name.word_count < 2 && !name.has_honorific)
        return false;
    size_t end = name.words.to;
    if (end < scan->to && is_capital(scan, end) && mark_of(scan, end)->in_cue)
        return false;
    scan->office->has_name = true;
    scan->office->name = name;
    return true;
}

static bool take_word(OfficeScan *scan)
{
    const Mark *mark = mark_of(scan, scan->at);
    const Token *token = token_of(scan, scan->at);
    bool owns = token->kind == TOKEN_POSSESSIVE || token_is(&scan->readout->tokens, scan->at, "'");
    if (owns || token->kind == TOKEN_NUMBER) {
        // "Minister Hartnell's visit": the owner is a person, what is owned no institution
        if (owns && !is_capital(scan, scan->at + 1))
            return false;
        scan->at++;
        return true;
    }
    if (!is_word(scan, scan->at))
        return false;
    bool is_noun = mark->in_cue || mark->in_place || mark->office;
    bool may_be_name = token->is_capital || name_is_word(scan->readout, scan->at); // "al-Haddad"
    if (!is_noun && (!may_be_name || token->grammar) && !mark->is_particle)
        return false;
    scan->at++;
    if (is_noun)
        scan->floor = scan->at;
    return true;
}

// One step; false at the end of the office.
static bool take_next(OfficeScan *scan)
{
    const Tokens *tokens = &scan->readout->tokens;
    if (scan->office->names_other || name_starts(scan))
        return false;
    if (token_is_mark(tokens, scan->at, '('))
        return take_bracket(scan);
    if (token_is_mark(tokens, scan->at, '/') && is_office_ahead(scan, scan->at + 1)) {
        scan->at++;
        return true;
    }
    if (token_is_mark(tokens, scan->at, ','))
        return take_comma(scan);
    if (token_is(tokens, scan->at, "and") || token_is_mark(tokens, scan->at, '&'))
        return take_and(scan);
    if (token_has(tokens, scan->at, GRAMMAR_PREPOSITION))
        return take_preposition(scan);
    return take_word(scan);
}

static bool office_scan(const Readout *readout, Range where, size_t nesting, Office *office)
{
    if (where.to > readout->tokens.count)
        where.to = readout->tokens.count;
    for (int i = 0; i < MOST_ARTICLES && where.from < where.to; i++)
        where.from += token_has(&readout->tokens, where.from, GRAMMAR_DETERMINER);
    *office = (Office){.words = where};
    OfficeScan scan = {readout, where.from, where.to, 0, nesting, office};
    if (range_is_empty(where) || !find_head(&scan))
        return false;
    cut_owner(&scan);
    scan.at = scan.floor = office->head_end;
    size_t limit = where.from + LONGEST_OFFICE;
    while (scan.at < scan.to && scan.at < limit && take_next(&scan))
        continue;
    office->words.to = scan.at < scan.to ? scan.at : scan.to;
    office->to = office->has_name ? office->name.words.to : office->words.to;
    return true;
}

bool office_at(const Readout *readout, Range where, Office *office)
{
    return office_scan(readout, where, 0, office);
}

// ---- whose office it is ----

static bool is_polity(const Readout *readout, CountryId id)
{
    return id.at && country_get(readout->lexicon->countries, id)->class != COUNTRY_STATE;
}

// A place behind "to", "for", "on" is what the office deals with.
static bool is_object(const Readout *readout, size_t at, size_t from)
{
    const Tokens *tokens = &readout->tokens;
    if (at > from && token_is(tokens, at - 1, "the"))
        at--;
    return at > from && (token_is(tokens, at - 1, "to") || token_is(tokens, at - 1, "for") ||
                         token_is(tokens, at - 1, "on") || token_is(tokens, at - 1, "with"));
}

// "Foreign Office": of which state is told only where the text names that state.
static bool is_doubtful(const Readout *readout, const Sense *sense)
{
    if (!sense->is_ambiguous || sense->class != LEX_BODY)
        return false;
    for (size_t i = 0; i < readout->tokens.count; i++) {
        const Sense *place = readout->marks[i].place;
        if (place && !place->is_ambiguous && country_equal(place->country, sense->country))
            return false;
    }
    return true;
}

static bool first_owner(const Readout *readout, Range words, CountryId *country, CountryId *polity)
{
    for (size_t at = words.from; at < words.to; at++) {
        const Sense *sense = readout->marks[at].place;
        if (!sense || !sense->country.at || sense->class == LEX_CITY ||
            is_object(readout, at, words.from) || is_doubtful(readout, sense))
            continue;
        // "Department of Japanese Affairs": what it deals with
        if (token_is(&readout->tokens, at + readout->marks[at].place_length, "affairs"))
            continue;
        bool is_state = !is_polity(readout, sense->country);
        // "Cooperation and Francophonie of the DRC": a portfolio that bears an organisation's name
        if (!is_state && at > words.from && token_has(&readout->tokens, at - 1, GRAMMAR_AND))
            continue;
        *(is_state ? country : polity) = sense->country;
        return true;
    }
    return false;
}

CountryId office_country(const Readout *readout, const Office *office, CountryId *polity)
{
    CountryId country = {0};
    *polity = (CountryId){0};
    if (!range_is_empty(office->owner) && first_owner(readout, office->owner, &country, polity))
        return country;
    (void)first_owner(readout, office->words, &country, polity);
    return country;
}
