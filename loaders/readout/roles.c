#include <config.h>
#include "loaders/readout/roles.h"

static bool is_kind(const Readout *readout, const char *kind)
{
    return text_equal(readout->kind, text_from(kind));
}

// "At the invitation of N1, N2 visited": N1 is not who comes.
static bool is_inviting(const Readout *readout, const Mention *mention)
{
    size_t at = mention->from;
    return at > 1 && token_is(&readout->tokens, at - 1, "of") &&
           token_is_form(readout, at - 2, FORM_INVITES);
}

// The subject of a line, as a rule the first who is named in it.
static int first_named(const Readout *readout, size_t line)
{
    if (line >= readout->lines.count)
        return NOBODY;
    const Line *at = &readout->lines.items[line];
    Reference subject = reference_at(readout, (Range){at->start, at->tokens.to}, NOBODY);
    if (subject.person != NOBODY)
        return subject.person;
    for (size_t i = 0; i < readout->mentions.count; i++)
        if (readout->mentions.items[i].line == line &&
            !is_inviting(readout, &readout->mentions.items[i]))
            return readout->mentions.items[i].person;
    return NOBODY;
}

static Range lead_of(const Readout *readout, size_t lead)
{
    return lead < readout->lines.count ? readout->lines.items[lead].tokens : (Range){0, 0};
}

static bool has_form(const Readout *readout, Range tokens, WordForm form)
{
    for (size_t i = tokens.from; i < tokens.to; i++)
        if (token_is_form(readout, i, form))
            return true;
    return false;
}

// "paid a visit", "called on", "traveled to": the subject of the lead is the guest.
static bool subject_travels(const Readout *readout, Range lead)
{
    for (size_t i = lead.from; i < lead.to; i++) {
        if (token_is_form(readout, i, FORM_RECEIVES))
            return false;
        if (token_is_form(readout, i, FORM_TRAVELS))
            return true;
    }
    return false;
}

// The country that receives: where it happened if somebody there acts for it; else the side of the subject.
static CountryId receiving(const Readout *readout, size_t lead, CountryId place)
{
    bool is_home_of_one = false;
    for (size_t i = 0; i < readout->persons.count; i++)
        is_home_of_one |= place.at && country_equal(readout->persons.items[i].country, place);
    if (is_home_of_one)
        return place;
    int subject = first_named(readout, lead);
    if (place.at || subject == NOBODY || subject_travels(readout, lead_of(readout, lead)))
        return (CountryId){0};
    return readout->persons.items[subject].country;
}

void roles_guess(Readout *readout)
{
    Happening guess = {.lines = {0, readout->lines.count}, .lead = readout->lead};
    place_find(readout, &guess);
    CountryId host = receiving(readout, readout->lead, guess.place_country);
    int subject = first_named(readout, readout->lead);
    bool travels = subject_travels(readout, lead_of(readout, readout->lead));
    for (size_t i = 0; i < readout->persons.count; i++) {
        Person *person = &readout->persons.items[i];
        bool is_subject = (int)i == subject;
        person->is_host = host.at ? country_equal(person->country, host) : is_subject != travels;
        person->is_guest = !person->is_host;
    }
}

// ---- each person ----

typedef struct Parts {
    const Readout *readout;
    const Happening *happening;
    CountryId host;  // the receiving country; none where nobody is at home
    int host_polity; // the official of an organisation at its seat, or NOBODY
    int subject;     // of the lead
    bool travels;
} Parts;

static bool is_in_lead(const Parts *parts, int person)
{
    const Mentions *mentions = &parts->readout->mentions;
    for (size_t i = 0; i < mentions->count; i++)
        if (mentions->items[i].line == parts->happening->lead &&
            mentions->items[i].person == person)
            return true;
    return false;
}

static uint32_t role_of_letter(const Parts *parts, int person)
{
    if (!is_in_lead(parts, person))
        return WORD_PRESENT; // who handed it over
    bool subject_receives =
        has_form(parts->readout, lead_of(parts->readout, parts->happening->lead), FORM_GETS);
    return (person == parts->subject) != subject_receives ? WORD_SENDER : WORD_RECIPIENT;
}

// How many states those who take part act for, up to three.
static size_t country_count(const Parts *parts)
{
    CountryId seen[3];
    size_t count = 0;
    const Persons *persons = &parts->readout->persons;
    for (size_t i = 0; i < persons->count && count < 3; i++) {
        CountryId country = persons->items[i].country;
        bool is_new = persons->items[i].takes_part && country.at;
        for (size_t n = 0; n < count; n++)
            is_new &= !country_equal(seen[n], country);
        if (is_new)
            seen[count++] = country;
    }
    return count;
}

// A call has no host; nor has a meeting at a third place, or consultations "led by" both sides.
static bool has_no_host(const Parts *parts)
{
    if (is_kind(parts->readout, "call"))
        return true;
    for (size_t i = parts->happening->lines.from; i < parts->happening->lines.to; i++) {
        const Line *line = &parts->readout->lines.items[i];
        if (line->part == PART_BODY && !line->is_statement &&
            has_form(parts->readout, line->tokens, FORM_SHARES))
            return true;
    }
    bool is_of_three = is_kind(parts->readout, "talks") && country_count(parts) > 2;
    return is_of_three || (!parts->host.at && parts->host_polity == NOBODY &&
                           !is_kind(parts->readout, "visit") && parts->happening->place_country.at);
}

static uint32_t role_of_meeting(const Parts *parts, int person)
{
    const Person *who = &parts->readout->persons.items[person];
    if (has_no_host(parts))
        return WORD_LEAD;
    if (parts->host_polity != NOBODY)
        return person == parts->host_polity ? WORD_HOST : WORD_GUEST;
    // who travels is the guest of all others, in however many countries
    if (is_kind(parts->readout, "visit") && parts->travels && parts->subject != NOBODY)
        return country_equal(who->country, parts->readout->persons.items[parts->subject].country)
                   ? WORD_GUEST
                   : WORD_HOST;
    if (parts->host.at)
        return country_equal(who->country, parts->host) ? WORD_HOST : WORD_GUEST;
    return (person == parts->subject) != parts->travels ? WORD_HOST : WORD_GUEST;
}

static uint32_t role_of_main(const Parts *parts, int person)
{
    if (is_kind(parts->readout, "letter"))
        return role_of_letter(parts, person);
    if (is_kind(parts->readout, "signing"))
        return WORD_SIGNATORY;
    if (is_kind(parts->readout, "statement") || is_kind(parts->readout, "briefing"))
        return WORD_SPEAKER;
    return role_of_meeting(parts, person);
}

// Those who are only listed came with the guest, or were there.
static uint32_t role_of_listed(const Parts *parts, int person)
{
    const Readout *readout = parts->readout;
    Text office = tokens_text(&readout->tokens, readout->persons.items[person].office[0]);
    // an ambassador lives there
    if (text_equal(lexicon_level(readout->lexicon, office, readout->arena), TEXT("ambassador")))
        return WORD_PRESENT;
    return role_of_main(parts, person) == WORD_GUEST ? WORD_DELEGATION : WORD_PRESENT;
}

// At the seat of an organisation nobody is at home but its official: "New York", "Jakarta".
static int polity_at_seat(const Parts *parts)
{
    int found = NOBODY;
    for (size_t i = 0; i < parts->readout->persons.count; i++) {
        const Person *person = &parts->readout->persons.items[i];
        if (!person->takes_part)
            continue;
        if (country_equal(person->country, parts->happening->place_country))
            return NOBODY;
        if (person->has_polity)
            found = found == NOBODY ? (int)i : found;
    }
    return is_kind(parts->readout, "visit") ? NOBODY : found;
}

void roles_find(const Readout *readout, Happening *happening)
{
    Parts parts = {.readout = readout, .happening = happening};
    Range lead = lead_of(readout, happening->lead);
    parts.subject = first_named(readout, happening->lead);
    parts.travels = subject_travels(readout, lead);
    parts.host = receiving(readout, happening->lead, happening->place_country);
    parts.host_polity = polity_at_seat(&parts);
    happening->roles = ARENA_ARRAY(readout->arena, uint32_t, readout->persons.count);
    bool *is_main = ARENA_ARRAY(readout->arena, bool, readout->persons.count);
    bool *is_listed = ARENA_ARRAY(readout->arena, bool, readout->persons.count);
    bool *is_there = ARENA_ARRAY(readout->arena, bool, readout->persons.count);
    for (size_t i = 0; i < readout->appearances.count; i++) {
        const Appearance *appearance = &readout->appearances.items[i];
        if (appearance->line < happening->lines.from || appearance->line >= happening->lines.to)
            continue;
        is_there[appearance->person] = true;
        is_main[appearance->person] |= !appearance->was_listed;
        is_listed[appearance->person] |= appearance->was_listed;
    }
    for (size_t i = 0; i < readout->persons.count; i++)
        if (is_there[i])
            happening->roles[i] = is_main[i] && !is_listed[i] ? role_of_main(&parts, (int)i)
                                                              : role_of_listed(&parts, (int)i);
}
