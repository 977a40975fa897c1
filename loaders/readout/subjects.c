#include <config.h>
#include "loaders/readout/subjects.h"

#include "loaders/readout/groups.h"

enum {
    LONGEST_JOINT = 5,
    LONGEST_SIDE = 4,
    LONGEST_VISITORS = 8, // of "of the special envoy's delegation"
};                        // tokens between a number and its noun, a country and its noun

static const Token *token_of(const Readout *readout, size_t at)
{
    return &readout->tokens.items[at];
}

static bool pronoun_at(const Readout *readout, size_t at, Subject *subject)
{
    uint32_t grammar = token_of(readout, at)->grammar;
    if (grammar & (GRAMMAR_HE | GRAMMAR_SHE)) {
        subject->kind = SUBJECT_PRONOUN;
        subject->gender = grammar & GRAMMAR_HE ? GENDER_MALE : GENDER_FEMALE;
    } else if ((grammar & GRAMMAR_THEY) && !(grammar & GRAMMAR_COUNT)) {
        subject->kind = SUBJECT_JOINT;
        subject->is_pronoun = true;
    } else if (grammar & GRAMMAR_FIRST_PERSON) {
        subject->kind = SUBJECT_FIRST;
    } else if (grammar & GRAMMAR_IT) {
        subject->kind = SUBJECT_IT;
    } else {
        return false;
    }
    subject->end = at + 1;
    return true;
}

// ---- joint ----

static bool is_plural(const Token *token)
{
    return token->kind == TOKEN_WORD && token->lower.len > 3 &&
           text_ends(token->lower, TEXT("s")) && !token->grammar;
}

// "the leaders of the two countries", "the ministers of both sides": the same people.
static size_t skip_of_both(const Readout *readout, Range where)
{
    const Tokens *tokens = &readout->tokens;
    size_t at = where.from + 1 + token_is(tokens, where.from + 1, "the");
    bool is_of_both = token_is(tokens, where.from, "of") && at + 1 < where.to &&
                      (token_has(tokens, at, GRAMMAR_COUNT) || token_is(tokens, at, "their"));
    for (size_t i = at + 1; is_of_both && i < where.to && i < at + LONGEST_JOINT; i++)
        if (is_plural(token_of(readout, i)))
            return i + 1;
    return where.from;
}

// "the two sides", "both foreign ministers", "all parties"; "both" alone.
static bool counted_at(const Readout *readout, Range where, Subject *subject)
{
    size_t at = where.from + token_is(&readout->tokens, where.from, "the");
    if (!token_has(&readout->tokens, at, GRAMMAR_COUNT))
        return false;
    for (size_t end = at + LONGEST_JOINT, i = at + 1; i < where.to && i < end; i++) {
        const Token *token = token_of(readout, i);
        bool is_verb = readout->marks[i].verb || (readout->marks[i].cues & CUE_EVENT);
        if (token->kind != TOKEN_WORD || (token->grammar & ~(uint32_t)GRAMMAR_COUNT) ||
            (is_verb && !is_plural(token)))
            break;
        // "the two Foreign Ministers": the last plural of the phrase
        if (is_plural(token) && (i + 1 >= where.to || !is_plural(token_of(readout, i + 1)))) {
            subject->kind = SUBJECT_JOINT;
            subject->end = skip_of_both(readout, (Range){i + 1, where.to});
            return true;
        }
    }
    if (!(token_of(readout, at)->grammar & GRAMMAR_THEY) &&
        !token_is(&readout->tokens, where.from, "the"))
        return false;
    subject->kind = SUBJECT_JOINT;
    subject->end = at + 1;
    return true;
}

static bool sides_at(const Readout *readout, Range where, Subject *subject)
{
    const Mark *mark = &readout->marks[where.from];
    const Sense *sides = sense_of_class(mark->role, LEX_SIDES);
    if (!sides || !text_equal(sides->group, TEXT("both")))
        return false;
    subject->kind = SUBJECT_JOINT;
    subject->end = where.from + mark->role_length;
    subject->end = skip_of_both(readout, (Range){subject->end, where.to});
    return true;
}

// "A and B", both of them persons.
static void join_second(const Readout *readout, Range where, int near, Subject *subject)
{
    if (!token_is(&readout->tokens, subject->end, "and"))
        return;
    Range rest = {subject->end + 1, where.to};
    Reference second = reference_at(readout, rest, near);
    if (second.person == NOBODY || second.person == subject->person)
        return;
    subject->kind = SUBJECT_JOINT;
    subject->other = second.person;
    subject->end = second.end;
}

// ---- sides ----

// "The Foreign Office" is the British one where somebody acts for the United Kingdom.
static bool may_be_side(const Readout *readout, const Sense *sense)
{
    if (!sense->is_ambiguous || country_equal(sense->country, readout->home))
        return true;
    for (size_t i = 0; i < readout->persons.count; i++)
        if (country_equal(readout->persons.items[i].country, sense->country))
            return true;
    return false;
}

static const Sense *place_of_side(const Readout *readout, size_t at)
{
    static const LexClass classes[] = {LEX_NAME, LEX_ADJECTIVE, LEX_CAPITAL,
                                       LEX_SEAT, LEX_PARTY,     LEX_BODY};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        const Sense *sense = sense_of_class(readout->marks[at].place, (int)classes[i]);
        if (sense && sense->country.at && may_be_side(readout, sense))
            return sense;
    }
    return NULL;
}

static bool is_noun_of_side(const Readout *readout, size_t at)
{
    const Token *token = token_of(readout, at);
    return token->kind == TOKEN_WORD && !token->grammar &&
           ((readout->marks[at].cues & CUE_SIDE) ||
            (readout->marks[at].in_cue && token->is_capital));
}

static bool side_at(const Readout *readout, Range where, Subject *subject);

// "China and Vietnam are", "the Saudi side and the British side".
static void join_side(const Readout *readout, Range where, Subject *subject)
{
    Subject second = {.person = NOBODY, .other = NOBODY};
    Range rest = {subject->end + 1, where.to};
    if (!token_is(&readout->tokens, subject->end, "and") || range_is_empty(rest) ||
        !side_at(readout, rest, &second) || second.kind != SUBJECT_SIDE ||
        country_equal(second.country, subject->country))
        return;
    subject->kind = SUBJECT_JOINT;
    subject->end = second.end;
}

// "China", "the Saudi side", "the Chinese Ministry of Foreign Affairs"; not "China's support", "Chinese modernization".
static bool side_at(const Readout *readout, Range where, Subject *subject)
{
    const Tokens *tokens = &readout->tokens;
    size_t at = where.from + token_is(tokens, where.from, "the");
    const Sense *place = at < where.to ? place_of_side(readout, at) : NULL;
    if (!place)
        return false;
    size_t end = at + readout->marks[at].place_length, limit = end + LONGEST_SIDE, nouns = end;
    while (end < where.to && end < limit && is_noun_of_side(readout, end))
        end++;
    bool is_adjective = place->class == LEX_ADJECTIVE && !sense_of_class(place, LEX_NAME);
    bool is_owner = end < where.to && (token_of(readout, end)->kind == TOKEN_POSSESSIVE ||
                                       token_is_mark(tokens, end, '-'));
    if ((is_adjective && end == nouns) || is_owner)
        return false;
    if (text_find_char(token_of(readout, at)->lower, '-') != TEXT_NOWHERE && end == at + 1)
        return false; // "China-DPRK relations"
    subject->kind = SUBJECT_SIDE;
    subject->country = place->country;
    subject->end = end;
    join_side(readout, where, subject);
    return true;
}

// "Viktor Sorokin had a conversation … The President of Russia said", "his US counterpart N … the Secretary of State
// said": the only one of his country who is named without an office has it.
static int one_without_office(const Readout *readout, const Office *office, CountryId country)
{
    int found = NOBODY;
    Text words = tokens_text(&readout->tokens, office->words);
    bool is_head = text_equal(lexicon_level(readout->lexicon, words, readout->arena), TEXT("head"));
    for (size_t i = 0; i < readout->persons.count; i++) {
        const Person *person = &readout->persons.items[i];
        bool may_be = is_head || (person->takes_part && !person->is_assumed);
        if (!range_is_empty(person->office[0]) || !country_equal(person->country, country) ||
            !may_be)
            continue;
        if (found != NOBODY)
            return NOBODY;
        found = (int)i;
    }
    return found;
}

// "The Prime Minister said" on a page that never names him: his side speaks, the page's own where no country is said.
static bool unnamed_office_at(const Readout *readout, Range where, Subject *subject)
{
    Office office;
    CountryId polity;
    if (!token_is(&readout->tokens, where.from, "the") || !office_at(readout, where, &office) ||
        office.has_name ||
        (!readout->tokens.items[office.head].is_capital && office.words.from == office.head) ||
        office.words.to > office.head_end + LONGEST_SIDE)
        return false;
    CountryId country = office_country(readout, &office, &polity);
    CountryId sole = reference_sole_owner(readout, office.words);
    if (!country.at && !polity.at)
        country = sole.at ? sole : readout->home;
    if (!country.at)
        return false;
    subject->kind = SUBJECT_SIDE;
    subject->country = country;
    subject->end = office.words.to;
    subject->is_unnamed = true;
    subject->person = one_without_office(readout, &office, country);
    if (subject->person != NOBODY) {
        subject->kind = SUBJECT_PERSON;
        subject->by_role = true;
    }
    join_second(readout, where, subject->person, subject);
    return true;
}

// "the delegates, including ...", "the members of the envoy's delegation": the visitors, none of them by name.
static bool visitors_at(const Readout *readout, Range where, Subject *subject)
{
    const Mark *mark = &readout->marks[where.from];
    const Sense *role = sense_of_class(mark->role, LEX_ROLE);
    if (!role || !text_equal(role->lemma, TEXT("delegation")))
        return false;
    subject->country = groups_of_visitors(readout);
    if (!subject->country.at)
        return false;
    subject->kind = SUBJECT_SIDE;
    subject->is_group = true;
    subject->end = where.from + mark->role_length;
    if (!token_is(&readout->tokens, subject->end, "of"))
        return true;
    for (size_t i = subject->end; i < where.to && i < subject->end + LONGEST_VISITORS; i++)
        if (token_is_form(readout, i, FORM_DELEGATION)) {
            subject->end = i + 1;
            break;
        }
    return true;
}

// "Vietnamese" with an article, "Chile" of "Chile's" without; the name of an organisation is its adjective, too.
static const Sense *national_of(const Readout *readout, size_t at, bool has_article)
{
    const Sense *place = at < readout->tokens.count ? readout->marks[at].place : NULL;
    const Sense *name = place ? sense_of_class(place, LEX_NAME) : NULL;
    if (!place || !has_article)
        return name;
    const Sense *adjective = sense_of_class(place, LEX_ADJECTIVE);
    bool is_polity =
        name && country_get(readout->lexicon->countries, name->country)->class == COUNTRY_POLITY;
    return adjective ? adjective : is_polity ? name : NULL;
}

// "the Vietnamese official", "the Chinese diplomat": the one of that country who is there, the last subject first.
static bool national_at(const Readout *readout, Range where, int near, Subject *subject)
{
    const Tokens *tokens = &readout->tokens;
    bool has_article = token_is(tokens, where.from, "the");
    size_t at = where.from + has_article;
    at += has_article && at < where.to && !readout->marks[at].place; // "the senior Thai diplomat"
    const Sense *place = national_of(readout, at, has_article);
    size_t noun = place ? at + readout->marks[at].place_length : where.to;
    if (!has_article && noun < where.to) { // "Chile's top diplomat"
        if (token_of(readout, noun)->kind != TOKEN_POSSESSIVE)
            return false;
        noun++;
    }
    noun += token_is_form(readout, noun, FORM_SENIOR);
    if (noun >= where.to || !(readout->marks[noun].cues & CUE_NATIONAL))
        return false;
    int found = NOBODY;
    for (size_t i = 0; i < readout->persons.count; i++) {
        const Person *person = &readout->persons.items[i];
        if (!person->takes_part || !(country_equal(person->country, place->country) ||
                                     country_equal(person->polity, place->country)))
            continue;
        subject->is_ambiguous = found != NOBODY && found != near;
        if (found == NOBODY || (int)i == near)
            found = (int)i;
    }
    if (found == NOBODY)
        return false;
    subject->kind = SUBJECT_PERSON;
    subject->person = found;
    subject->by_role = true;
    subject->end = noun + 1;
    join_second(readout, where, near, subject);
    return true;
}

// "the official": who was spoken of last, as with a pronoun.
static bool official_at(const Readout *readout, Range where, Subject *subject)
{
    const Mark *mark = &readout->marks[where.from];
    const Sense *role = sense_of_class(mark->role, LEX_ROLE);
    if (!role || !text_equal(role->lemma, TEXT("official")))
        return false;
    subject->kind = SUBJECT_PRONOUN;
    subject->gender = GENDER_UNKNOWN;
    subject->end = where.from + mark->role_length;
    return true;
}

static bool message_at(const Readout *readout, Range where, Subject *subject)
{
    size_t at = where.from;
    if (!token_has(&readout->tokens, at, GRAMMAR_DETERMINER) || at + 1 >= where.to ||
        !(readout->marks[at + 1].cues & CUE_MESSAGE))
        return false;
    subject->kind = SUBJECT_MESSAGE;
    subject->end = at + 2;
    return true;
}

Subject subject_at(const Readout *readout, Range where, int near)
{
    if (!range_is_empty(where) && token_of(readout, where.from)->is_quoted)
        return (Subject){.person = NOBODY, .other = NOBODY, .from = where.from, .end = where.from};
    return subject_in_quote(readout, where, near);
}

Subject subject_in_quote(const Readout *readout, Range where, int near)
{
    Subject subject = {.person = NOBODY, .other = NOBODY, .from = where.from, .end = where.from};
    if (where.to > readout->tokens.count)
        where.to = readout->tokens.count;
    if (range_is_empty(where))
        return subject;
    if (token_has(&readout->tokens, where.from, GRAMMAR_NEGATION))
        return subject;                               // "neither minister", "no side", "nobody"
    bool is_name = name_is_word(readout, where.from); // "He Guang said"
    if (!is_name && pronoun_at(readout, where.from, &subject)) {
        if (subject.kind == SUBJECT_PRONOUN)
            join_second(readout, where, near, &subject);
        return subject;
    }
    if (counted_at(readout, where, &subject) || sides_at(readout, where, &subject))
        return subject;
    Reference found = reference_at(readout, where, near);
    if (found.person != NOBODY) {
        subject.kind = SUBJECT_PERSON;
        subject.person = found.person;
        subject.end = found.end;
        subject.is_ambiguous = found.is_ambiguous;
        subject.by_role = found.by_role;
        join_second(readout, where, near, &subject);
        return subject;
    }
    if (national_at(readout, where, near, &subject))
        return subject;
    bool (*const others[])(const Readout *, Range, Subject *) = {
        visitors_at, official_at, unnamed_office_at, side_at, message_at};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i](readout, where, &subject))
            break;
    return subject;
}
