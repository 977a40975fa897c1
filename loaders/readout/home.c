#include <config.h>
#include "loaders/readout/home.h"

#include "loaders/readout/narration.h"
#include "loaders/readout/near.h"
#include "loaders/readout/publisher.h"
#include "loaders/readout/references.h"
#include "loaders/readout/verbs.h"

enum { // how much each sign tells
    WEIGHT_MENTION = 1,
    LONGEST_RELATIVE = 10, // tokens from "who" to the country
    WEIGHT_PAIR = 2,       // "China-EU relations"
    MOST_PAIRS = 2,
    MOST_MENTIONS = 3,       // more of them tell no more
    WEIGHT_HOST = 2,         // "invited him to London", "met in Warsaw"
    WEIGHT_OTHER_PARTY = 3,  // "Ambassador of C to D": D
    WEIGHT_STANCE = 3,       // "reiterated India's commitment"
    WEIGHT_SUBJECT = 3,      // "said that China supports", "China is ready"
    WEIGHT_THANKED = 2,      // "thanked the UK"
    WEIGHT_VISITED = 3,      // "who is on a visit to Korea"
    WEIGHT_TITLE = 3,        // "China-Mongolia-Russia Consultations"
    WEIGHT_SPOKESPERSON = 4, // "a Downing Street spokesperson said"
    WEIGHT_PUBLISHER = 8,    // "(KCNA)"
};

typedef struct Votes {
    Readout *readout;
    int *points;   // by country
    int *mentions; // by country
    int *pairs;    // likewise, as one of a pair
} Votes;

static bool is_state(const Readout *readout, CountryId id)
{
    return id.at && id.at < COUNTRY_STRANGE &&
           country_get(readout->lexicon->countries, id)->class == COUNTRY_STATE;
}

static void vote(Votes *votes, CountryId country, int points)
{
    if (is_state(votes->readout, country))
        votes->points[country.at] += points;
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

// Whom the text thanks, invites to, visits, or lets speak, by the word before the country's name.
static int weight_by_context(const Readout *readout, size_t at, size_t end)
{
    size_t from = before(readout, at);
    const Token *previous = from > 0 ? &readout->tokens.items[from - 1] : NULL;
    const Token *next = end < readout->tokens.count ? &readout->tokens.items[end] : NULL;
    if (!previous)
        return 0;
    if (readout->marks[from - 1].verb && verb_is_class(readout->marks[from - 1].verb, "thank"))
        return WEIGHT_THANKED;
    if (next && next->kind == TOKEN_POSSESSIVE) {
        for (size_t i = end + 1; i < end + 4 && i < readout->tokens.count; i++)
            if (readout->marks[i].cues & CUE_STANCE)
                // "thanks for C's support" is another's
                return is_at(readout, from - 1, "for") ? 0 : WEIGHT_STANCE;
        return 0;
    }
    bool speaks = (previous->grammar & GRAMMAR_WHO) ||
                  token_is_mark(&readout->tokens, from - 1, '.') ||
                  (token_is_mark(&readout->tokens, from - 1, ',') && from > 1 &&
                   readout->marks[from - 2].verb);
    if (speaks && next && next->kind == TOKEN_WORD && !next->is_capital)
        return WEIGHT_SUBJECT;
    if (is_at(readout, from - 1, "to") && from > 1 &&
        token_has(&readout->tokens, from - 2, GRAMMAR_MALE | GRAMMAR_FEMALE | GRAMMAR_THEY))
        return WEIGHT_HOST;
    return 0;
}

// "extended an invitation to the Minister to visit Japan", "he would like to visit Japan": the page's own country.
static bool is_invited_to(const Readout *readout, size_t at)
{
    size_t from = before(readout, at);
    if (from < 3 || !token_is_form(readout, from - 1, FORM_VISIT) ||
        !is_at(readout, from - 2, "to"))
        return false;
    for (size_t i = from - 2; i > 0 && i + LONGEST_RELATIVE > from; i--)
        if (token_is_form(readout, i - 1, FORM_INVITES))
            return true;
    return is_at(readout, from - 3, "like");
}

// "N, who is visiting Japan,", "who is on a visit to Korea": the guest comes to whose page it is.
static bool is_visited(const Readout *readout, size_t at)
{
    size_t from = before(readout, at);
    bool is_goal = from > 0 && (token_is_form(readout, from - 1, FORM_VISITING) ||
                                (is_at(readout, from - 1, "to") && from > 1 &&
                                 token_is_form(readout, from - 2, FORM_VISIT)));
    for (size_t i = from; is_goal && i > 0 && i + LONGEST_RELATIVE > from; i--)
        if (readout->tokens.items[i - 1].grammar & GRAMMAR_WHO)
            return true;
    return false;
}

// What the press asks about says nothing of who answers.
static bool *questions_of(const Readout *readout)
{
    bool *asks = ARENA_ARRAY(readout->arena, bool, readout->document->paragraphs.count);
    for (size_t i = 0; readout->is_press && i < readout->lines.count; i++) {
        const Line *line = &readout->lines.items[i];
        asks[line->paragraph] |= line->part == PART_BODY && line->is_first &&
                                 narration_label(readout, line).kind == LABEL_QUESTION;
    }
    return asks;
}

// "in Lima, Peru": who is at home needs no such explanation.
static bool is_explained_city(const Readout *readout, size_t city)
{
    size_t end = city + readout->marks[city].place_length;
    return token_is_mark(&readout->tokens, end, ',') && end + 1 < readout->tokens.count &&
           readout->marks[end + 1].place && sense_of_class(readout->marks[end + 1].place, LEX_NAME);
}

static bool explains_city(const Readout *readout, size_t at)
{
    const Sense *city = at > 1 ? readout->marks[at - 2].place : NULL;
    return city && token_is_mark(&readout->tokens, at - 1, ',') &&
           (sense_of_class(city, LEX_CITY) || sense_of_class(city, LEX_CAPITAL));
}

static void count_body(Votes *votes)
{
    const Readout *readout = votes->readout;
    const bool *asks = questions_of(readout);
    for (size_t i = 0; i < readout->tokens.count; i++) {
        const Sense *place = readout->marks[i].place;
        uint32_t paragraph = readout->tokens.items[i].paragraph;
        Part part = readout->document->paragraphs.items[paragraph].part;
        if (!place || part == PART_AFTER || asks[paragraph] || !is_state(readout, place->country))
            continue;
        if (place->class == LEX_CITY || explains_city(readout, i) || is_explained_city(readout, i))
            continue;
        if (votes->mentions[place->country.at]++ < MOST_MENTIONS)
            vote(votes, place->country, WEIGHT_MENTION);
        if (part == PART_BODY)
            vote(votes, place->country,
                 weight_by_context(readout, i, i + readout->marks[i].place_length) +
                     WEIGHT_VISITED * (is_visited(readout, i) || is_invited_to(readout, i)) +
                     WEIGHT_SPOKESPERSON * token_is_form(readout,
                                                         i + readout->marks[i].place_length,
                                                         FORM_SPOKESPERSON));
    }
}

// "U.S.-ROK relations": both; of whom a text tells such a pair, they are rather there than talked about.
static void count_pairs(Votes *votes)
{
    const Readout *readout = votes->readout;
    for (size_t i = 0; i < readout->tokens.count; i++) {
        const Token *token = &readout->tokens.items[i];
        bool is_body = readout->document->paragraphs.items[token->paragraph].part == PART_BODY;
        if (!is_body || !token->is_capital || text_find_char(token->lower, '-') == TEXT_NOWHERE)
            continue;
        Hit hit;
        Text word = tokens_text(&readout->tokens, (Range){i, i + 1});
        for (size_t at = 0; phrases_next(readout->lexicon->places, word, at, readout->arena, &hit);
             at = hit.end)
            if (is_state(readout, hit.sense->country) &&
                votes->pairs[hit.sense->country.at]++ < MOST_PAIRS)
                vote(votes, hit.sense->country, WEIGHT_PAIR);
    }
}

// "ROK, US foreign ministers meet", "Chad and Niger hold talks"
static bool joins_places(Text text, size_t from, size_t to)
{
    Text between = text_sub(text, from, to - from);
    return text_equal(between, TEXT(", ")) || text_equal(between, TEXT(" and ")) ||
           text_equal(between, TEXT(" & ")) || text_equal(between, TEXT("/"));
}

static void count_title(Votes *votes)
{
    const Readout *readout = votes->readout;
    const Paragraph *title = document_find(readout->document, PART_TITLE);
    Hit hit;
    if (!title)
        return;
    Text text = document_part(readout->document, *title);
    Hit before = {0};
    for (size_t at = 0; phrases_next(readout->lexicon->places, text, at, readout->arena, &hit);
         at = hit.end) {
        bool is_pair = (hit.end < text.len && text.ptr[hit.end] == '-') ||
                       (hit.start > 0 && text.ptr[hit.start - 1] == '-');
        bool is_listed = before.sense && joins_places(text, before.end, hit.start);
        vote(votes, hit.sense->country, is_pair || is_listed ? WEIGHT_TITLE : 0);
        if (is_listed)
            vote(votes, before.sense->country, WEIGHT_TITLE);
        before = hit;
    }
}

// "Briefing by ..., Moscow, March 13": the spokesperson speaks at home.
static void count_press_places(Votes *votes)
{
    const Readout *readout = votes->readout;
    for (size_t i = 0; i < readout->tokens.count; i++) {
        Part part = readout->document->paragraphs.items[readout->tokens.items[i].paragraph].part;
        const Sense *place = readout->marks[i].place;
        if ((part == PART_TITLE || part == PART_DATE_LINE) && place &&
            sense_of_class(place, LEX_CAPITAL))
            vote(votes, place->country, WEIGHT_PUBLISHER);
    }
}

static void count_places(Votes *votes)
{
    const Readout *readout = votes->readout;
    if (readout->is_press)
        count_press_places(votes);
    if (readout->lead >= readout->lines.count)
        return;
    Range lead = readout->lines.items[readout->lead].tokens;
    for (size_t i = lead.from; i < lead.to; i++) {
        const Sense *place = readout->marks[i].place;
        if (place && (sense_of_class(place, LEX_CAPITAL) || sense_of_class(place, LEX_CITY)) &&
            (i == lead.from || !is_explained_city(readout, i)) &&
            (i == lead.from || is_at(readout, i - 1, "in") || is_at(readout, i - 1, "to")))
            vote(votes, place->country, WEIGHT_HOST);
    }
}

// "Ambassador of Egypt to Russia": the other party is the page's, unless somebody else there acts for it.
static void count_other_parties(Votes *votes)
{
    const Readout *readout = votes->readout;
    for (size_t i = 0; i < readout->persons.count; i++) {
        Range office = readout->persons.items[i].office[0];
        for (size_t at = office.from; at < office.to; at++)
            if (readout->marks[at].place && before(readout, at) > 0 &&
                is_at(readout, before(readout, at) - 1, "to"))
                vote(votes, readout->marks[at].place->country, WEIGHT_OTHER_PARTY);
    }
}

static void count_publishers(Votes *votes)
{
    const Readout *readout = votes->readout;
    for (size_t i = 0; i < readout->publishers.count; i++)
        if (publisher_is_meant(readout->document->text, &readout->publishers.items[i]))
            vote(votes, readout->publishers.items[i].sense->country, WEIGHT_PUBLISHER);
}

static bool is_taken(const Readout *readout, CountryId country)
{
    for (size_t i = 0; i < readout->persons.count; i++)
        if (country_equal(readout->persons.items[i].country, country))
            return true;
    return false;
}

// The country with the most signs; of those that no office names, unless `may_be_taken`.
static CountryId elect(const Votes *votes, bool may_be_taken)
{
    CountryId best = {0};
    int most = 0;
    size_t count = countries_count(votes->readout->lexicon->countries);
    for (size_t i = 1; i <= count; i++) {
        CountryId country = {(uint16_t)i};
        if (votes->points[i] > most && (may_be_taken || !is_taken(votes->readout, country))) {
            most = votes->points[i];
            best = country;
        }
    }
    return best;
}

// A country that nobody's office names is the page's when the text shows it a third as often as the one it shows
// most: else it is only talked about, and the page is that of one whose office does say so.
static CountryId elect_page(const Votes *votes)
{
    CountryId open = elect(votes, false), most = elect(votes, true);
    return open.at && votes->points[open.at] * 3 >= votes->points[most.at] ? open : most;
}

// ---- nearer than the page: roles, cities, the person's own words ----

static bool is_named(const Readout *readout, CountryId country)
{
    static const LexClass classes[] = {LEX_NAME, LEX_ADJECTIVE, LEX_CAPITAL, LEX_SEAT};
    for (size_t i = 0; i < readout->tokens.count; i++) {
        const Sense *place = readout->marks[i].place;
        for (size_t k = 0; place && k < sizeof classes / sizeof *classes; k++)
            if (country_equal(place->country, country) && place->class == (int)classes[k])
                return true;
    }
    return false;
}

// "the Secretary-General" and no more is the one of the United Nations; "EAM" India's: offices that only one
// country or organisation has. "The Foreign Secretary" is not the British one where the text shows other countries
// well and nothing of the United Kingdom.
static void take_role_countries(Readout *readout, const Votes *votes)
{
    bool is_told = votes->points[elect(votes, true).at] >= WEIGHT_PUBLISHER;
    for (size_t i = 0; i < readout->persons.count; i++) {
        Person *person = &readout->persons.items[i];
        if (person->country.at || person->has_polity || range_is_empty(person->office[0]))
            continue;
        CountryId owner = reference_sole_owner(readout, person->office[0]);
        if (!owner.at)
            continue;
        if (!is_state(readout, owner)) {
            person->has_polity = true;
            person->polity = owner;
        } else if (!is_told || is_named(readout, owner)) {
            person->country = owner;
        }
    }
}

// "In Addis Ababa, she met with Minister of Foreign Affairs N": on a visit who is met is at home.
static CountryId city_of_line(const Readout *readout, const Mention *mention)
{
    Range line = readout->lines.items[mention->line].tokens;
    for (size_t i = line.from + 1; i < line.to; i++) {
        const Sense *place = readout->marks[i].place;
        bool is_city =
            place && (sense_of_class(place, LEX_CAPITAL) || sense_of_class(place, LEX_CITY));
        if (is_city && is_at(readout, i - 1, "in") && is_state(readout, place->country))
            return place->country;
    }
    return (CountryId){0};
}

static void take_cities(Readout *readout)
{
    if (!text_equal(readout->kind, TEXT("visit")))
        return;
    for (size_t i = 0; i < readout->mentions.count; i++) {
        const Mention *mention = &readout->mentions.items[i];
        Person *person =
            mention->person == NOBODY ? NULL : &readout->persons.items[mention->person];
        bool is_subject = mention->from <= readout->lines.items[mention->line].start + 1;
        if (person && !person->country.at && !person->has_polity && !is_subject &&
            mention->line != readout->lead)
            person->country = city_of_line(readout, mention);
    }
}

// The strongest sign of a line behind its subject, of a country that nobody's office names.
static CountryId country_of_line(const Readout *readout, Range words)
{
    for (size_t i = words.from; i < words.to; i++) {
        const Sense *place = readout->marks[i].place;
        if (!place || !is_state(readout, place->country) || is_taken(readout, place->country))
            continue;
        size_t end = i + readout->marks[i].place_length;
        if (weight_by_context(readout, i, end) >= WEIGHT_STANCE)
            return place->country;
    }
    return (CountryId){0};
}

// "Foreign Minister Halvorsen conveyed Norway's support": what a person says tells whose side it is.
static CountryId country_of_words(const Readout *readout, int person)
{
    for (size_t i = 0; i < readout->lines.count; i++) {
        const Line *line = &readout->lines.items[i];
        if (line->part != PART_BODY || i == readout->lead)
            continue;
        Reference subject = reference_at(readout, (Range){line->start, line->tokens.to}, NOBODY);
        if (subject.person != person || subject.is_ambiguous)
            continue;
        CountryId country = country_of_line(readout, (Range){subject.end, line->tokens.to});
        if (country.at)
            return country;
    }
    return (CountryId){0};
}

// Whose page it is decides whom "the Foreign Minister" means: the side with which the lead begins, unless it comes
// as the guest.
static void find_home(Readout *readout, const Votes *votes)
{
    readout->home = elect(votes, true);
    if (!readout->home.at || votes->points[readout->home.at] >= WEIGHT_PUBLISHER ||
        readout->lead >= readout->lines.count)
        return;
    const Line *lead = &readout->lines.items[readout->lead];
    Reference subject = reference_at(readout, (Range){lead->start, lead->tokens.to}, NOBODY);
    if (subject.person == NOBODY || !readout->persons.items[subject.person].country.at)
        return;
    Verb verb = verb_at(readout, (Range){subject.end, lead->tokens.to});
    if (token_is_form(readout, verb.at, FORM_CALLS) || is_at(readout, verb.at, "is"))
        return;
    readout->home = readout->persons.items[subject.person].country;
}

// "Anna May spoke with President Novak": of two without a country the one who is met is hardly of the page's own.
static bool is_counterpart(const Readout *readout, int person)
{
    if (readout->lead >= readout->lines.count)
        return false;
    const Line *lead = &readout->lines.items[readout->lead];
    Reference subject = reference_at(readout, (Range){lead->start, lead->tokens.to}, NOBODY);
    if (subject.person == NOBODY || subject.person == person)
        return false;
    for (size_t i = 0; i < readout->mentions.count; i++) {
        const Mention *mention = &readout->mentions.items[i];
        if (mention->line == readout->lead && mention->person == person)
            return mention->from > 0 && is_at(readout, mention->from - 1, "with") &&
                   !readout->persons.items[subject.person].has_polity &&
                   (!readout->persons.items[subject.person].country.at ||
                    readout->persons.items[subject.person].is_assumed);
    }
    return false;
}

static void take_page(Readout *readout, const Votes *votes)
{
    CountryId page = elect_page(votes);
    for (size_t i = 0; i < readout->persons.count; i++) {
        Person *person = &readout->persons.items[i];
        if (person->country.at || person->has_polity)
            continue;
        CountryId own = country_of_words(readout, (int)i);
        if (!own.at && is_counterpart(readout, (int)i))
            continue;
        person->country = own.at ? own : page;
        person->is_assumed = true;
    }
}

void home_find(Readout *readout)
{
    size_t count = countries_count(readout->lexicon->countries) + 1;
    Votes votes = {readout, ARENA_ARRAY(readout->arena, int, count),
                   ARENA_ARRAY(readout->arena, int, count),
                   ARENA_ARRAY(readout->arena, int, count)};
    count_body(&votes);
    count_pairs(&votes);
    count_title(&votes);
    count_places(&votes);
    count_other_parties(&votes);
    count_publishers(&votes);
    near_find(readout);
    take_role_countries(readout, &votes);
    take_cities(readout);
    take_page(readout, &votes);
    find_home(readout, &votes);
}
