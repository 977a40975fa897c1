#include <config.h>
#include "loaders/readout/publisher.h"

#include "loaders/readout/lines.h"
#include "loaders/readout/narration.h"
#include "loaders/readout/references.h"

enum {
    DATELINE_BYTES = 160,
    SIGN_SURE = 3,
    SIGN_STRONG = 2,
    SIGN_WEAK = 1,
    ENOUGH = 3,  // a sure sign, or two
    LEAD_OF = 2, // before the country with the next most
};

// ---- the marks of the page ----

typedef enum Strength {
    STRENGTH_NONE,
    STRENGTH_AFTER, // contacts, copyright
    STRENGTH_CLOSER,
    STRENGTH_AGENCY,
    STRENGTH_HEAD
} Strength;

bool publisher_is_meant(Text text, const Hit *hit)
{
    bool is_bracketed = hit->start > 0 && text.ptr[hit->start - 1] == '(' && hit->end < text.len &&
                        text.ptr[hit->end] == ')';
    size_t before = hit->start;
    while (before > 0 && text.ptr[before - 1] == ' ')
        before--;
    bool is_slashed = before > 0 && text.ptr[before - 1] == '/'; // "MADRID / WAM"
    return is_bracketed || is_slashed || !sense_of_class(hit->sense, LEX_AGENCY);
}

static bool is_labelled(Text text, size_t end)
{
    return end < text.len && text.ptr[end] == ':';
}

// In the text itself only brackets near its beginning or at its end, and what the page says about itself.
static Strength strength_in_body(const Readout *readout, Paragraph paragraph, const Hit *hit)
{
    Text text = document_part(readout->document, paragraph);
    bool is_agency = sense_of_class(hit->sense, LEX_AGENCY) && publisher_is_meant(text, hit);
    if (is_agency && (hit->start < DATELINE_BYTES || hit->end + 2 >= text.len))
        return STRENGTH_AGENCY;
    for (size_t i = 0; i < readout->lines.count; i++) {
        Range line = readout->lines.items[i].tokens;
        size_t from = readout->tokens.items[line.from].start;
        size_t to = readout->tokens.items[line.to - 1].end;
        if (paragraph.start + hit->start >= from && paragraph.start + hit->start < to)
            return narration_is_boilerplate(readout, line) ? STRENGTH_CLOSER : STRENGTH_NONE;
    }
    return STRENGTH_NONE;
}

static Strength strength_of(const Readout *readout, Paragraph paragraph, const Hit *hit)
{
    Text text = document_part(readout->document, paragraph);
    switch (paragraph.part) {
    case PART_DATE_LINE:
    case PART_SECTION:
        return STRENGTH_HEAD;
    case PART_TITLE:
        return hit->start == 0 && is_labelled(text, hit->end) ? STRENGTH_HEAD : STRENGTH_NONE;
    case PART_TEASER:
    case PART_BODY:
        return strength_in_body(readout, paragraph, hit);
    case PART_CLOSER:
        return STRENGTH_CLOSER;
    case PART_AFTER:
        return publisher_is_meant(text, hit) ? STRENGTH_AFTER : STRENGTH_NONE;
    }
    return STRENGTH_NONE;
}

static const Sense *find_mark(const Readout *readout)
{
    const Document *document = readout->document;
    const Sense *best = NULL;
    Strength most = STRENGTH_NONE;
    size_t at = 0; // the paragraph of the hit
    for (size_t i = 0; i < readout->publishers.count; i++) {
        Hit hit = readout->publishers.items[i];
        while (at < document->paragraphs.count && document->paragraphs.items[at].end <= hit.start)
            at++;
        if (at == document->paragraphs.count)
            break;
        Paragraph paragraph = document->paragraphs.items[at];
        if (hit.start < paragraph.start || hit.end > paragraph.end)
            continue;
        hit.start -= paragraph.start;
        hit.end -= paragraph.start;
        Strength strength = strength_of(readout, paragraph, &hit);
        if (strength > most) {
            most = strength;
            best = hit.sense;
        }
    }
    return best;
}

// "Lin Wei, Minister of the IDCPC, met …", "The IDCPC held a briefing": who acts first does so for the publisher.
static const Sense *find_actor(const Readout *readout)
{
    if (readout->lead >= readout->lines.count)
        return NULL;
    const Line *lead = &readout->lines.items[readout->lead];
    size_t from = lead->start, to = lead->start;
    for (size_t i = 0; i < readout->mentions.count; i++) {
        const Mention *mention = &readout->mentions.items[i];
        if (mention->line == readout->lead && mention->from <= lead->start + 1)
            to = mention->to;
    }
    size_t start = readout->tokens.items[from].start;
    size_t end = to > from ? readout->tokens.items[to - 1].end : start;
    Text text = text_sub(readout->tokens.text, 0, readout->tokens.items[lead->tokens.to - 1].end);
    Hit hit;
    for (size_t at = start;
         phrases_next(readout->lexicon->publishers, text, at, readout->arena, &hit); at = hit.end) {
        bool is_first = hit.start <= start + 4; // "The"
        if ((hit.start < end || is_first) && sense_of_class(hit.sense, LEX_PUBLISHER))
            return hit.sense;
        if (hit.start >= end)
            break;
    }
    return NULL;
}

static const Sense *find_address(const Readout *readout)
{
    Hit hit;
    bool is_found =
        phrases_next(readout->lexicon->publishers, readout->source->url, 0, readout->arena, &hit);
    return is_found ? hit.sense : NULL;
}

const Sense *publisher_mark(const Readout *readout)
{
    const Sense *found = find_address(readout);
    if (!found)
        found = find_mark(readout);
    return found ? found : find_actor(readout);
}

// ---- signs of the country ----

typedef struct Signs {
    const Readout *readout;
    const Happening *first;
    int *points; // by country
} Signs;

static bool has_country(const CountryIds *ids, CountryId id)
{
    for (size_t i = 0; i < ids->count; i++)
        if (country_equal(ids->items[i], id))
            return true;
    return false;
}

static bool takes_part(const Signs *signs, CountryId country)
{
    return has_country(&signs->first->countries, country);
}

static void sign(Signs *signs, CountryId country, int points)
{
    if (country.at && takes_part(signs, country))
        signs->points[country.at] += points;
}

typedef struct Named { // participants in the title
    CountryIds countries;
    size_t first_start, first_end, second_start;
} Named;

// Ambassadors are sent to the country whose page it is.
static bool is_behind_to(Text title, size_t at)
{
    Text before = text_sub(title, 0, at);
    return text_ends(before, TEXT(" to ")) || text_ends(before, TEXT(" to the "));
}

static bool names_envoy(const Readout *readout, Text title)
{
    Hit hit;
    for (size_t at = 0; phrases_next(readout->lexicon->offices, title, at, readout->arena, &hit);
         at = hit.end)
        if (text_equal(hit.sense->group, TEXT("ambassador")))
            return true;
    return false;
}

static Named find_named(Signs *signs, Text title)
{
    const Readout *readout = signs->readout;
    bool has_envoy = names_envoy(readout, title);
    Named named = {0};
    Hit hit;
    for (size_t at = 0; phrases_next(readout->lexicon->places, title, at, readout->arena, &hit);
         at = hit.end) {
        CountryId country = hit.sense->country;
        if (!takes_part(signs, country) || has_country(&named.countries, country))
            continue;
        if (has_envoy && is_behind_to(title, hit.start)) {
            sign(signs, country, SIGN_STRONG);
            continue;
        }
        if (named.countries.count == 0) {
            named.first_start = hit.start;
            named.first_end = hit.end;
        } else if (named.countries.count == 1) {
            named.second_start = hit.start;
        }
        ARENA_PUSH(readout->arena, &named.countries, country);
    }
    return named;
}

// "Japan-Australia Talks", "Talks between the DPRK and Laos", "Mongolia and Hungary Sign an Agreement".
static bool is_pair(Text title, const Named *named)
{
    static const Text ahead[] = {TEXT_INIT("between "), TEXT_INIT("between the "),
                                 TEXT_INIT(" of "), TEXT_INIT(" of the ")};
    if (named->countries.count < 2)
        return false;
    Text between =
        text_trim(text_sub(title, named->first_end, named->second_start - named->first_end));
    bool is_listed = between.len <= 1 || text_equal_nocase(between, TEXT("and")) ||
                     text_equal_nocase(between, TEXT("and the"));
    bool is_ahead = named->first_start == 0;
    for (size_t i = 0; i < sizeof ahead / sizeof *ahead; i++)
        is_ahead = is_ahead || text_ends(text_sub(title, 0, named->first_start), ahead[i]);
    bool is_hyphen = between.len == 1 && between.ptr[0] == '-';
    return is_hyphen || (is_listed && is_ahead);
}

// A title that names a pair begins with its own country; else it names the other sides, unless it begins with one.
static void read_title(Signs *signs)
{
    const Paragraph *paragraph = document_find(signs->readout->document, PART_TITLE);
    if (!paragraph)
        return;
    Text title = document_part(signs->readout->document, *paragraph);
    Named named = find_named(signs, title);
    const CountryIds *countries = &signs->first->countries;
    if (is_pair(title, &named)) {
        sign(signs, named.countries.items[0], SIGN_SURE);
    } else if (named.countries.count && named.first_start == 0) {
        sign(signs, named.countries.items[0], SIGN_WEAK);
    } else if (named.countries.count && named.countries.count + 1 == countries->count) {
        for (size_t i = 0; i < countries->count; i++)
            if (!has_country(&named.countries, countries->items[i]))
                sign(signs, countries->items[i], SIGN_STRONG);
    }
}

// Of whom no country is said are the page's own people.
static void read_people(Signs *signs)
{
    const Readout *readout = signs->readout;
    CountryId own = {0};
    for (size_t i = 0; i < readout->persons.count; i++) {
        const Person *person = &readout->persons.items[i];
        if (!person->takes_part || !person->is_assumed || !person->country.at)
            continue;
        if (own.at && !country_equal(own, person->country))
            return;
        own = person->country;
    }
    sign(signs, own, SIGN_STRONG);
}

static void read_dateline(Signs *signs)
{
    const Readout *readout = signs->readout;
    if (readout->lead >= readout->lines.count)
        return;
    const Line *lead = &readout->lines.items[readout->lead];
    const Sense *place = readout->marks[lead->tokens.from].place;
    if (lead->start > lead->tokens.from && place)
        sign(signs, place->country, SIGN_STRONG);
}

// "The Secretary-General, N, met …", "Secretary-General of ASEAN N received …": an organisation whose official acts
// first publishes it.
static CountryId organisation_of(const Readout *readout)
{
    const Lexicon *lexicon = readout->lexicon;
    for (size_t i = 0; i < readout->mentions.count; i++) {
        const Mention *mention = &readout->mentions.items[i];
        if (mention->line != readout->lead || mention->person == NOBODY ||
            mention->from > readout->lines.items[readout->lead].start + 1)
            continue;
        const Person *person = &readout->persons.items[mention->person];
        if (!person->has_polity)
            break;
        Text office = tokens_text(&readout->tokens, person->office[0]);
        CountryId owner = reference_sole_owner(readout, person->office[0]);
        Hit hit;
        if (owner.at)
            return owner;
        if (phrases_next(lexicon->places, office, 0, readout->arena, &hit))
            return hit.sense->country;
        break;
    }
    return (CountryId){0};
}

// The country of which all signs speak; none where they do not.
static CountryId elected(const Signs *signs, size_t count)
{
    CountryId best = {0};
    int most = 0, next = 0;
    for (size_t i = 1; i < count; i++) {
        if (signs->points[i] > most) {
            next = most;
            most = signs->points[i];
            best.at = (uint16_t)i;
        } else if (signs->points[i] > next) {
            next = signs->points[i];
        }
    }
    return most >= ENOUGH && most - next >= LEAD_OF ? best : (CountryId){0};
}

void publisher_set(Readout *readout, const Happening *first, Arena *keep)
{
    Source *source = readout->source;
    if (source->publisher.len && source->publisher_country.at)
        return;
    const Sense *mark = publisher_mark(readout);
    if (mark) {
        if (!source->publisher.len)
            source->publisher = arena_text(keep, mark->lemma);
        source->publisher_country = mark->country;
        return;
    }
    size_t count = countries_count(readout->lexicon->countries) + 1;
    Signs signs = {readout, first, ARENA_ARRAY(readout->arena, int, count)};
    sign(&signs, readout->home, SIGN_WEAK);
    read_title(&signs);
    read_people(&signs);
    read_dateline(&signs);
    source->publisher_country = elected(&signs, count);
    if (!source->publisher_country.at)
        source->publisher_country = organisation_of(readout);
}
