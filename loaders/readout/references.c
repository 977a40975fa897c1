#include <config.h>
#include "loaders/readout/references.h"

#include <string.h>

enum { OFFICE_FITS = 12 }; // more than whoever is only nearer

static const Reference no_reference = {.person = NOBODY};

static const Person *person_of(const Readout *readout, size_t i)
{
    return &readout->persons.items[i];
}

// ---- several fit: who is meant ----

typedef struct Choice {
    int best, score;
    bool is_tied;
} Choice;

static void consider(Choice *choice, int person, int score)
{
    if (score > choice->score) {
        *choice = (Choice){.best = person, .score = score};
    } else if (score == choice->score) {
        choice->is_tied = true;
    }
}

// The main persons before those present, these before those mentioned, then the issuing side ("the Foreign Minister"
// alone is one's own).
static int standing(const Readout *readout, const Person *person)
{
    bool is_own = readout->home.at && country_equal(person->country, readout->home);
    return 4 * person->takes_part + 3 * person->is_main + 2 * is_own;
}

// ---- by name ----

// How the name's short form is made tells which of two Kims is "Kim".
static bool is_short_form(const Readout *readout, const Person *person, Range name)
{
    Range all = person->name_tokens;
    size_t word = name.to - 1;
    NameOrder order = lexicon_name_order(readout->lexicon, person->country);
    size_t at = order == NAME_FAMILY_FIRST || order == NAME_FIRST_GIVEN ? all.from : all.to - 1;
    return text_equal(readout->tokens.items[at].lower, readout->tokens.items[word].lower);
}

static bool genders_differ(Gender a, Gender b)
{
    return a != GENDER_UNKNOWN && b != GENDER_UNKNOWN && a != b;
}

static bool fits_office(const Readout *readout, const Person *person, const Office *office);

// Of two people of one surname the one with that office: `office` may be NULL.
static Reference by_name_of(const Readout *readout, Range name, const Office *office, Gender gender,
                            size_t end)
{
    Choice choice = {.best = NOBODY, .score = -1};
    for (size_t i = 0; i < readout->persons.count; i++) {
        const Person *person = person_of(readout, i);
        if (!person_has_words(readout, person, name) || genders_differ(gender, person->gender))
            continue;
        int score = standing(readout, person) + is_short_form(readout, person, name);
        score += OFFICE_FITS * (office && fits_office(readout, person, office));
        consider(&choice, (int)i, score);
    }
    return (Reference){choice.best, end, choice.is_tied, false};
}

static Reference by_name(const Readout *readout, Range name, Gender gender, size_t end)
{
    return by_name_of(readout, name, NULL, gender, end);
}

// ---- by office ----

static bool has_word(const Readout *readout, Range range, Text lower)
{
    for (size_t i = range.from; i < range.to; i++) {
        Text word = readout->tokens.items[i].lower;
        if (text_equal(word, lower))
            return true;
        // the minister of "vice-minister"
        size_t hyphen = text_find_char(word, '-');
        if (hyphen != TEXT_NOWHERE && text_equal(text_sub(word, hyphen + 1, word.len), lower))
            return true;
    }
    return false;
}

static bool office_has_word(const Readout *readout, const Person *person, Text lower)
{
    return has_word(readout, person->office[0], lower) ||
           has_word(readout, person->office[1], lower) || has_word(readout, person->later, lower);
}

static bool names_country(const Readout *readout, size_t at, CountryId country)
{
    for (const Sense *sense = readout->marks[at].place; sense; sense = sense->next)
        if (country.at && country_equal(sense->country, country))
            return true;
    return false;
}

// "the UN Secretary-General" is the "Secretary-General of the United Nations".
static bool acts_for(const Readout *readout, const Person *person, const Sense *place)
{
    for (size_t n = 0; n < 2; n++)
        for (size_t i = person->office[n].from; i < person->office[n].to; i++)
            if (names_country(readout, i, place->country))
                return true;
    return false;
}

// All words of "the Lao minister" or "the President of Azerbaijan" are words of the office or name the country.
static bool fits_office(const Readout *readout, const Person *person, const Office *office)
{
    for (size_t i = office->words.from; i < office->words.to; i++) {
        const Token *token = &readout->tokens.items[i];
        const Mark *mark = &readout->marks[i];
        // "the visiting minister", but not "Prime Minister"
        bool is_modifier = (mark->cues & CUE_MODIFIER) && !token->is_capital;
        if (token->kind != TOKEN_WORD || token->grammar || is_modifier)
            continue;
        if (mark->place && (names_country(readout, i, person->country) ||
                            (person->has_polity && acts_for(readout, person, mark->place)))) {
            i += (size_t)mark->place_length - 1;
            continue;
        }
        if (!office_has_word(readout, person, token->lower))
            return false;
    }
    return true;
}

static bool names_any_country(const Readout *readout, Range range)
{
    for (size_t i = range.from; i < range.to; i++)
        if (readout->marks[i].place)
            return true;
    return false;
}

// "the Minister" is rather the Minister of Trade than the Deputy Minister.
static bool is_deputy(const Readout *readout, Range office)
{
    for (size_t i = office.from; i < office.to; i++)
        if (token_is_form(readout, i, FORM_DEPUTY))
            return true;
    return false;
}

// Of two foreign ministers, none of them the page's own, "the Minister" is the one who is speaking.
static int nearness(int person, int near)
{
    return near != NOBODY && person == near;
}

static Reference by_office(const Readout *readout, const Office *office, int near)
{
    Choice choice = {.best = NOBODY, .score = -1};
    bool says_country = names_any_country(readout, office->words);
    for (size_t i = 0; i < readout->persons.count; i++) {
        const Person *person = person_of(readout, i);
        if (!fits_office(readout, person, office))
            continue;
        int score = says_country ? 4 * person->takes_part : standing(readout, person);
        score += nearness((int)i, near);
        score += is_deputy(readout, office->words) == is_deputy(readout, person->office[0]);
        consider(&choice, (int)i, score);
    }
    return (Reference){choice.best, office->words.to, choice.is_tied, true};
}

// ---- by role ----

// "external-affairs-minister": its words are those of the office.
static bool fits_lemma(const Readout *readout, const Person *person, Text lemma)
{
    while (lemma.ptr)
        if (!office_has_word(readout, person, text_cut(&lemma, '-')))
            return false;
    return true;
}

// "Emir", "Crown Prince", "Sultan"
static bool is_born_to(const Readout *readout, Range office)
{
    for (size_t i = office.from; i < office.to; i++)
        if (readout->marks[i].cues & CUE_BIRTH)
            return true;
    return false;
}

static bool fits_role(const Readout *readout, int person, const Sense *role, int near)
{
    const Person *who = person_of(readout, (size_t)person);
    if (text_equal(role->lemma, TEXT("host")))
        return who->is_host;
    if (text_equal(role->lemma, TEXT("guest")))
        return who->is_guest;
    if (text_equal(role->lemma, TEXT("king")) && is_born_to(readout, who->office[0]))
        return true; // "His Highness" is the emir, too
    if (text_equal(role->lemma, TEXT("counterpart")) || text_equal(role->lemma, TEXT("colleague")))
        return person != near && who->takes_part &&
               (near == NOBODY ||
                !country_equal(who->country, person_of(readout, (size_t)near)->country));
    if (fits_lemma(readout, who, role->lemma))
        return true;
    // "the envoy", "the diplomat": whoever has that rank
    bool is_envoy = text_equal(role->lemma, TEXT("special-envoy")) ||
                    text_equal(role->lemma, TEXT("ambassador"));
    return is_envoy && !range_is_empty(who->office[0]) &&
           text_equal(lexicon_level(readout->lexicon, tokens_text(&readout->tokens, who->office[0]),
                                    readout->arena),
                      TEXT("ambassador"));
}

// "HR/VP Vestergaard": the name behind the role belongs to it, and decides.
static Reference name_behind_role(const Readout *readout, Range where, Reference role)
{
    Name name;
    if (role.end >= where.to || !name_at(readout, (Range){role.end, where.to}, &name))
        return role;
    Reference named = by_name(readout, name.words, name.gender, name.words.to);
    return named.person == NOBODY ? role : named;
}

static int role_score(const Readout *readout, const Sense *role, int person, int near)
{
    const Person *who = person_of(readout, (size_t)person);
    bool is_of_country = role->country.at && country_equal(role->country, who->country);
    return standing(readout, who) + is_of_country + nearness(person, near);
}

// "The President" of "the President of Russia" is nobody of another country.
static bool is_of_other(const Readout *readout, size_t behind, int person)
{
    if (!token_is(&readout->tokens, behind, "of"))
        return false;
    size_t at = behind + 1 + token_is(&readout->tokens, behind + 1, "the");
    CountryId own = person_of(readout, (size_t)person)->country;
    return own.at && at < readout->tokens.count && readout->marks[at].place &&
           !names_country(readout, at, own);
}

static Reference by_role(const Readout *readout, Range where, int near)
{
    size_t behind = where.from + readout->marks[where.from].role_length;
    const Sense *role = sense_of_class(readout->marks[where.from].role, LEX_ROLE);
    Choice choice = {.best = NOBODY, .score = -1};
    for (size_t i = 0; role && i < readout->persons.count; i++)
        if (fits_role(readout, (int)i, role, near) && !is_of_other(readout, behind, (int)i))
            consider(&choice, (int)i, role_score(readout, role, (int)i, near));
    Reference found = {choice.best, behind, choice.is_tied, true};
    return role ? name_behind_role(readout, where, found) : found;
}

// ---- by honorific ----

// "His Highness", "Her Majesty" without a name: who was named with it.
static Reference by_honorific(const Readout *readout, Range where)
{
    Choice choice = {.best = NOBODY, .score = -1};
    const Mark *mark = &readout->marks[where.from];
    size_t end = where.from + mark->honorific_length;
    if (!mark->honorific || mark->honorific_length < 2 || end > where.to ||
        !token_has(&readout->tokens, where.from, GRAMMAR_POSSESSIVE))
        return no_reference;
    for (size_t i = 0; i < readout->persons.count; i++)
        if (has_word(readout, person_of(readout, i)->honorific,
                     readout->tokens.items[end - 1].lower))
            consider(&choice, (int)i, standing(readout, person_of(readout, i)));
    return (Reference){choice.best, end, choice.is_tied, true};
}

// ---- all forms ----

static bool is_short_name(const Readout *readout, const Office *office)
{
    size_t last = office->words.to - 1;
    return !office->names_other && last >= office->head_end && name_is_word(readout, last) &&
           !name_is_in_office(readout, last);
}

static Reference by_office_and_name(const Readout *readout, const Office *office, int near)
{
    if (office->has_name)
        return by_name(readout, office->name.words, office->name.gender, office->to);
    if (is_short_name(readout, office)) {
        Reference found = no_reference;
        // the whole of it first: "Minister Van der Berg"
        for (size_t from = office->head_end; from < office->words.to && found.person == NOBODY;
             from++)
            if (name_is_word(readout, from)) {
                Office own = *office;
                own.words.to = from;
                found = by_name_of(readout, (Range){from, office->words.to}, &own, GENDER_UNKNOWN,
                                   office->words.to);
            }
        if (found.person != NOBODY)
            return found;
    }
    return by_office(readout, office, near);
}

// "HH the Amir", "HE the US President": the honorific before the article.
static size_t skip_honorific(const Readout *readout, Range where)
{
    const Mark *mark = &readout->marks[where.from];
    size_t behind = where.from + mark->honorific_length;
    bool is_before_article =
        mark->honorific && behind < where.to && token_is(&readout->tokens, behind, "the");
    return is_before_article ? behind : where.from;
}

Reference reference_at(const Readout *readout, Range where, int near)
{
    Name name;
    Office office;
    Reference found = no_reference;
    if (range_is_empty(where) || where.from >= readout->tokens.count)
        return found;
    where.from = skip_honorific(readout, where);
    if (name_at(readout, where, &name))
        found = by_name(readout, name.words, name.gender, name.words.to);
    if (found.person == NOBODY && office_at(readout, where, &office))
        found = by_office_and_name(readout, &office, near);
    if (found.person == NOBODY)
        found = by_honorific(readout, where);
    Reference role = by_role(readout, where, near);
    // "the State Secretary" is a vice minister, but rather who is called so
    bool is_called_so =
        found.person != NOBODY && found.by_role && !found.is_ambiguous && found.end == role.end;
    if (role.person != NOBODY && role.end >= found.end && !is_called_so)
        return role;
    return found;
}

CountryId reference_sole_owner(const Readout *readout, Range office)
{
    while (office.from + 1 < office.to && token_is_form(readout, office.from, FORM_TIME))
        office.from++; // "Former Secretary-General"; not "Cabinet Secretary"
    ArenaMark mark = arena_mark(readout->arena);
    Text role =
        arena_printf(readout->arena, "the %.*s", TEXT_ARG(tokens_text(&readout->tokens, office)));
    const Sense *sense = phrases_find(readout->lexicon->roles, role, readout->arena);
    arena_rewind(readout->arena, mark);
    sense = sense ? sense_of_class(sense, LEX_ROLE) : NULL;
    return sense ? sense->country : (CountryId){0};
}

bool reference_may_be(const Readout *readout, Range where, int person)
{
    Office office;
    const Sense *role = sense_of_class(readout->marks[where.from].role, LEX_ROLE);
    if (role && fits_role(readout, person, role, NOBODY))
        return true;
    return office_at(readout, where, &office) && !office.has_name &&
           fits_office(readout, person_of(readout, (size_t)person), &office);
}

void reference_report(const Readout *readout, Range words, int person)
{
    Problem where = PROBLEM_IN(PROBLEM_AMBIGUOUS, SEVERITY_NOTE, readout->source->path);
    where.source = readout->source->id;
    where.offset = document_slice(readout->document, readout->tokens.items[words.from].start,
                                  readout->tokens.items[words.to - 1].end)
                       .offset;
    problem_at(readout->problems, where,
               "\"%.*s\" may be more than one of those named; taken for %.*s",
               TEXT_ARG(tokens_text(&readout->tokens, words)),
               TEXT_ARG(readout->persons.items[person].name));
}
