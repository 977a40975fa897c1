#include <config.h>
#include "loaders/readout/people.h"

static bool is_name_word(const Readout *readout, size_t at)
{
    return readout->tokens.items[at].kind == TOKEN_WORD && !readout->marks[at].is_particle;
}

static bool range_has_word(const Readout *readout, Range range, Text lower)
{
    for (size_t i = range.from; i < range.to; i++)
        if (text_equal(readout->tokens.items[i].lower, lower))
            return true;
    return false;
}

bool person_has_words(const Readout *readout, const Person *person, Range name)
{
    size_t words = 0;
    for (size_t i = name.from; i < name.to; i++) {
        if (!is_name_word(readout, i))
            continue;
        if (!range_has_word(readout, person->name_tokens, readout->tokens.items[i].lower))
            return false;
        words++;
    }
    return words > 0;
}

static size_t word_count(const Readout *readout, Range name)
{
    size_t words = 0;
    for (size_t i = name.from; i < name.to; i++)
        words += is_name_word(readout, i);
    return words;
}

// The same name in other words: "Poul Nielsen" and "Poul Erik Nielsen", "Ri Ryong Nam" and "Ri Ryong-nam".
static bool is_same_name(const Readout *readout, const Person *person, Range name, Text key)
{
    if (key.len > 0 && text_equal(person->key, key))
        return true;
    Person other = {.name_tokens = name};
    if (word_count(readout, name) < 2 || word_count(readout, person->name_tokens) < 2)
        return false;
    return person_has_words(readout, person, name) ||
           person_has_words(readout, &other, person->name_tokens);
}

static size_t last_name_word(const Readout *readout, Range name)
{
    size_t at = name.to;
    while (at > name.from + 1 &&
           (readout->tokens.items[at - 1].kind != TOKEN_WORD || readout->marks[at - 1].honorific))
        at--;
    return at - 1;
}

// "President Joe Biden" and "President Joseph R. Biden, Jr.": the same office and family name, and first names that
// begin alike.
static bool is_familiar_form(const Readout *readout, const Person *person, const Mention *mention)
{
    Text office = tokens_text(&readout->tokens, mention->office[0]);
    Text first = readout->tokens.items[mention->name.from].lower;
    Text other = readout->tokens.items[person->name_tokens.from].lower;
    size_t last = last_name_word(readout, mention->name);
    size_t other_last = last_name_word(readout, person->name_tokens);
    return office.len && first.len > 1 && text_starts(other, text_sub(first, 0, 2)) &&
           text_equal(office, tokens_text(&readout->tokens, person->office[0])) &&
           text_equal(readout->tokens.items[last].lower, readout->tokens.items[other_last].lower);
}

static int find_person(const Readout *readout, const Mention *mention)
{
    Text key = name_key(tokens_text(&readout->tokens, mention->name), readout->arena);
    for (size_t i = 0; i < readout->persons.count; i++) {
        const Person *person = &readout->persons.items[i];
        bool is_same = mention->is_short ? person_has_words(readout, person, mention->name)
                                         : is_same_name(readout, person, mention->name, key) ||
                                               is_familiar_form(readout, person, mention);
        if (is_same)
            return (int)i;
    }
    return NOBODY;
}

static bool is_in_title(const Readout *readout, size_t line)
{
    return readout->lines.items[line].part == PART_TITLE;
}

// The body's form of an office is the full one; the title's is shortened.
static void take_offices(const Readout *readout, Person *person, const Mention *mention)
{
    bool has_office = !range_is_empty(person->office[0]);
    bool was_title = has_office && is_in_title(readout, person->office_line);
    if (has_office && !was_title && range_is_empty(person->later))
        person->later = mention->office[0];
    if (range_is_empty(mention->office[0]) || (has_office && !was_title))
        return;
    if (was_title)
        person->later = person->office[0];
    person->office[0] = mention->office[0];
    person->office[1] = mention->office[1];
    person->office_line = mention->line;
}

static Problem place_of(const Readout *readout, const Mention *mention)
{
    Problem where = PROBLEM_IN(PROBLEM_AMBIGUOUS, SEVERITY_NOTE, readout->source->path);
    where.source = readout->source->id;
    where.offset =
        document_slice(readout->document, readout->tokens.items[mention->name.from].start,
                       readout->tokens.items[mention->name.to - 1].end)
            .offset;
    return where;
}

static void report_country(const Readout *readout, const Person *person, const Mention *mention)
{
    const Countries *countries = readout->lexicon->countries;
    Text title = country_get(countries, person->country)->code;
    Text text = country_get(countries, mention->country)->code;
    problem_at(readout->problems, place_of(readout, mention),
               "the title gives %.*s to \"%.*s\", the text %.*s; the text is believed",
               TEXT_ARG(title), TEXT_ARG(person->name), TEXT_ARG(text));
}

// "Hungarian Minister Sun Li Defies Critics", and in the text "Sun Li, Foreign Minister of China": a headline is no evidence
// against the text.
static void take_country(const Readout *readout, Person *person, const Mention *mention)
{
    bool is_known = person->country.at || person->has_polity;
    bool is_other = mention->country.at && person->country.at &&
                    !country_equal(mention->country, person->country);
    bool is_corrected = is_other && is_in_title(readout, person->country_line) &&
                        !is_in_title(readout, mention->line);
    if (is_known && !is_corrected)
        return;
    if (is_corrected)
        report_country(readout, person, mention);
    person->country = mention->country;
    person->has_polity = mention->has_polity;
    person->polity = mention->polity;
    person->country_line = mention->line;
}

// "Sun Li Defies" of a title is "Sun Li" of the text: there every word has a capital.
static bool is_cut_short(const Readout *readout, const Person *person, const Mention *mention)
{
    size_t words = mention->name.to - mention->name.from;
    if (words < 2 || words >= person->name_tokens.to - person->name_tokens.from)
        return false;
    for (size_t i = 0; i < words; i++)
        if (!text_equal(readout->tokens.items[person->name_tokens.from + i].lower,
                        readout->tokens.items[mention->name.from + i].lower))
            return false;
    return true;
}

static void merge(const Readout *readout, Person *person, const Mention *mention)
{
    size_t had = word_count(readout, person->name_tokens), has = word_count(readout, mention->name);
    // the body's spelling rather than the title's, so that name and office stand together
    bool was_title =
        is_in_title(readout, person->name_line) && !is_in_title(readout, mention->line);
    bool is_better =
        has > had || (was_title && (has == had || is_cut_short(readout, person, mention)));
    if (!mention->is_short && is_better) {
        person->name_line = mention->line;
        person->name_tokens = mention->name;
        person->name = tokens_text(&readout->tokens, mention->name);
        person->key = name_key(person->name, readout->arena);
    }
    take_offices(readout, person, mention);
    take_country(readout, person, mention);
    if (person->gender == GENDER_UNKNOWN)
        person->gender = mention->gender;
}

static void add_person(Readout *readout, const Mention *mention)
{
    Person person = {.name = tokens_text(&readout->tokens, mention->name),
                     .name_tokens = mention->name,
                     .country = mention->country,
                     .has_polity = mention->has_polity,
                     .polity = mention->polity,
                     .gender = mention->gender,
                     .honorific = {mention->from, mention->name.from},
                     .first_line = mention->line,
                     .name_line = mention->line,
                     .office_line = mention->line,
                     .country_line = mention->line};
    person.key = name_key(person.name, readout->arena);
    person.office[0] = mention->office[0];
    person.office[1] = mention->office[1];
    ARENA_PUSH(readout->arena, &readout->persons, person);
}

// Where the first one stands who is not taken.
static void report_more(const Readout *readout, const Mention *first, size_t most)
{
    Problem where = place_of(readout, first);
    where.kind = PROBLEM_LIMIT;
    where.severity = SEVERITY_WARNING;
    problem_at(
        readout->problems, where,
        most == MOST_PERSONS
            ? "more than %zu people are named: from here on those not named before are left out"
            : "more than %zu names: from here on nobody is taken for a participant",
        most);
}

static void take_mentions(Readout *readout, bool short_ones, bool *is_told)
{
    if (readout->mentions.count > MOST_NAMED && !short_ones)
        report_more(readout, &readout->mentions.items[MOST_NAMED], MOST_NAMED);
    for (size_t i = 0; i < readout->mentions.count && i < MOST_NAMED; i++) {
        Mention *mention = &readout->mentions.items[i];
        if (mention->is_short != short_ones)
            continue;
        mention->person = find_person(readout, mention);
        Range before = {mention->from, mention->name.from};
        if (mention->person != NOBODY && !range_is_empty(before))
            readout->persons.items[mention->person].honorific = before;
        if (mention->person != NOBODY) {
            merge(readout, &readout->persons.items[mention->person], mention);
        } else if (readout->persons.count < MOST_PERSONS) {
            mention->person = (int)readout->persons.count;
            add_person(readout, mention);
        } else if (!*is_told) {
            *is_told = true;
            report_more(readout, mention, MOST_PERSONS);
        }
    }
}

// "ROGER HALVERN, DEPARTMENT SPOKESPERSON" above the text of a press briefing.
static bool is_spokesperson_line(const Readout *readout, const Line *line)
{
    for (size_t i = line->tokens.from; line->part == PART_SECTION && i < line->tokens.to; i++)
        if (token_is_form(readout, i, FORM_SPOKESPERSON))
            return true;
    return false;
}

// "Readouts | Ruben Alder, Secretary-General": a line above the text that is nothing but a person and an office, and
// perhaps the section behind a bar.
static void find_head_of_page(Readout *readout, size_t at)
{
    const Line *line = &readout->lines.items[at];
    Mentions found = {0};
    bool is_above = line->part == PART_SECTION || line->part == PART_DATE_LINE;
    if (!is_above || is_spokesperson_line(readout, line))
        return;
    mentions_find(readout, at, &found);
    if (found.count != 1)
        return;
    const Mention *only = &found.items[0];
    bool is_begun =
        only->from == line->tokens.from || token_is_mark(&readout->tokens, only->from - 1, '|');
    if (is_begun && only->to == line->tokens.to && !range_is_empty(only->office[0]))
        ARENA_PUSH(readout->arena, &readout->mentions, *only);
}

void people_find(Readout *readout)
{
    for (size_t i = 0; i < readout->lines.count; i++) {
        Part part = readout->lines.items[i].part;
        find_head_of_page(readout, i);
        if (part == PART_TITLE || part == PART_TEASER || part == PART_BODY ||
            is_spokesperson_line(readout, &readout->lines.items[i]))
            mentions_find(readout, i, &readout->mentions);
    }
    bool is_told = false;
    take_mentions(readout, false, &is_told);
    // "Prime Minister Goh" is somebody of his own only when no full name has that word.
    take_mentions(readout, true, &is_told);
}

void people_take_part(Readout *readout, int person, size_t line, bool was_listed)
{
    if (person == NOBODY)
        return;
    readout->persons.items[person].takes_part = true;
    readout->persons.items[person].is_main |= !was_listed;
    Appearance appearance = {person, line, was_listed};
    ARENA_PUSH(readout->arena, &readout->appearances, appearance);
}
