#include <config.h>
#include "loaders/readout/mentions.h"

typedef struct MentionScan {
    const Readout *readout;
    size_t line;
    size_t to; // end of the line
    Mentions *mentions;
} MentionScan;

static bool is_comma(const MentionScan *scan, size_t at)
{
    return token_is_mark(&scan->readout->tokens, at, ',');
}

static Mention mention_of(const MentionScan *scan, const Name *name)
{
    return (Mention){.name = name->words,
                     .from = name->from,
                     .to = name->words.to,
                     .gender = name->gender,
                     .is_short = name->word_count < 2,
                     .line = scan->line,
                     .person = NOBODY};
}

static void add_office(const MentionScan *scan, Mention *mention, const Office *office)
{
    CountryId polity;
    CountryId country = office_country(scan->readout, office, &polity);
    mention->office[range_is_empty(mention->office[0]) ? 0 : 1] = office->words;
    if (!mention->country.at && !mention->has_polity) {
        mention->country = country;
        mention->has_polity = polity.at != COUNTRY_NONE;
        mention->polity = polity;
    }
}

// "N, Federal Minister for Foreign Affairs, Germany.": the state behind an office that names none.
static void take_state_behind(const MentionScan *scan, Mention *mention)
{
    const Tokens *tokens = &scan->readout->tokens;
    Range office = mention->office[range_is_empty(mention->office[1]) ? 0 : 1];
    size_t at = mention->to;
    if (mention->country.at || mention->has_polity || range_is_empty(office) || office.to != at ||
        !is_comma(scan, at) || at + 1 >= scan->to || !scan->readout->marks[at + 1].place)
        return;
    const Sense *state = sense_of_class(scan->readout->marks[at + 1].place, LEX_NAME);
    size_t end = at + 1 + scan->readout->marks[at + 1].place_length;
    bool is_whole = end >= scan->to || token_is_mark(tokens, end, ',') ||
                    token_is_mark(tokens, end, '.') || token_is_mark(tokens, end, ';');
    if (!state || !is_whole)
        return;
    mention->country = state->country;
    mention->to = end;
}

// "N of Japan": the country is the second part of the office that stands before the name.
static bool take_country(const MentionScan *scan, Mention *mention)
{
    size_t at = mention->to;
    if (range_is_empty(mention->office[0]) || !token_is(&scan->readout->tokens, at, "of"))
        return false;
    size_t place = at + 1 + token_is(&scan->readout->tokens, at + 1, "the");
    if (place >= scan->to || !scan->readout->marks[place].place)
        return false;
    const Sense *sense = sense_of_class(scan->readout->marks[place].place, LEX_NAME);
    if (!sense)
        return false;
    mention->office[1] = (Range){at, place + scan->readout->marks[place].place_length};
    mention->to = mention->office[1].to;
    if (!mention->country.at && !mention->has_polity)
        mention->country = sense->country;
    return true;
}

// "O, N,": the name behind the comma is whole; a single word there may be anything.
static bool name_behind_comma(const MentionScan *scan, const Office *office, Name *name)
{
    size_t at = office->words.to;
    return is_comma(scan, at) && name_at(scan->readout, (Range){at + 1, scan->to}, name) &&
           (name->word_count > 1 || name->has_honorific);
}

static bool tells(const MentionScan *scan, size_t at)
{
    while (at < scan->to && token_has(&scan->readout->tokens, at, GRAMMAR_ADVERB))
        at++;
    return at < scan->to &&
           (scan->readout->marks[at].verb || (scan->readout->marks[at].cues & CUE_EVENT));
}

// "Omar bin Zayed, Saudi FM review ties": the verb of a headline is that of two.
static bool is_list_of_headline(const MentionScan *scan, size_t verb)
{
    return scan->readout->lines.items[scan->line].part == PART_TITLE && tells(scan, verb) &&
           !text_ends(scan->readout->tokens.items[verb].lower, TEXT("s"));
}

// "N, O": not where the office runs into the next name ("N1, O2 N2 and O3 N3").
static bool take_apposition(const MentionScan *scan, Mention *mention)
{
    const Tokens *tokens = &scan->readout->tokens;
    size_t at = mention->to;
    bool in_bracket = token_is_mark(tokens, at, '(');
    if ((!is_comma(scan, at) && !in_bracket) || !range_is_empty(mention->office[1]))
        return false;
    at++;
    if (token_is(tokens, at, "who") && token_has(tokens, at + 1, GRAMMAR_BE))
        at += 2;
    Office office;
    if (!office_at(scan->readout, (Range){at, scan->to}, &office) || office.has_name)
        return false;
    // "Foreign Minister N1, Minister of Trade of C, H.E. N2": the second office is the next person's
    Name next;
    bool has_office = !range_is_empty(mention->office[0]);
    // "In the talks with Foreign Minister N, the Secretary-General raised": the subject of what follows
    if (has_office && !in_bracket && token_is(tokens, at, "the") && tells(scan, office.words.to))
        return false;
    if (has_office && name_behind_comma(scan, &office, &next) && next.has_honorific)
        return false;
    if (is_list_of_headline(scan, office.words.to))
        return false;
    add_office(scan, mention, &office);
    mention->to = office.words.to + (in_bracket && token_is_mark(tokens, office.words.to, ')'));
    return true;
}

static void add_mention(const MentionScan *scan, Mention mention)
{
    (void)take_country(scan, &mention);
    (void)take_apposition(scan, &mention);
    take_state_behind(scan, &mention);
    ARENA_PUSH(scan->readout->arena, scan->mentions, mention);
}

// The last word of an office that no word list knows may be a name: "Minister Kurosawa", "President Yoon".
static bool short_name_in(const MentionScan *scan, const Office *office, Name *name)
{
    size_t last = office->words.to - 1;
    return !office->names_other && last >= office->head_end && name_is_word(scan->readout, last) &&
           !name_is_in_office(scan->readout, last) &&
           !token_has(&scan->readout->tokens, last - 1,
                      GRAMMAR_PREPOSITION | GRAMMAR_DETERMINER | GRAMMAR_AND) &&
           name_at(scan->readout, (Range){last, last + 1}, name);
}

// "Prince N, Foreign Minister of C,": a title of birth, where the office proper stands behind the name.
static bool is_title_of_birth(const MentionScan *scan, const Office *office)
{
    const Readout *readout = scan->readout;
    Office behind;
    bool is_bare = office->has_name && office->words.from == office->head &&
                   office->words.to == office->head_end &&
                   (readout->marks[office->head].cues & CUE_BIRTH);
    return is_bare && is_comma(scan, office->to) &&
           office_at(readout, (Range){office->to + 1, scan->to}, &behind) && !behind.has_name;
}

// The title is cut as honorifics are ("Sheikh"), or is a name itself ("Sultan").
static size_t scan_title_of_birth(const MentionScan *scan, const Office *office)
{
    Name name = office->name;
    if (!scan->readout->marks[office->head].honorific && office->head_end == office->head + 1) {
        name.words.from = office->head;
        name.word_count++;
    }
    Mention mention = mention_of(scan, &name);
    mention.from = office->head;
    add_mention(scan, mention);
    return scan->mentions->items[scan->mentions->count - 1].to;
}

static size_t scan_office(const MentionScan *scan, const Office *office)
{
    Name name = office->name;
    Office own = *office;
    if (is_title_of_birth(scan, office))
        return scan_title_of_birth(scan, office);
    if (!office->has_name && !name_behind_comma(scan, office, &name)) {
        if (!short_name_in(scan, office, &name))
            return office->words.to;
        own.words.to = name.words.from;
    }
    Mention mention = mention_of(scan, &name);
    mention.from = own.words.from;
    add_office(scan, &mention, &own);
    add_mention(scan, mention);
    return scan->mentions->items[scan->mentions->count - 1].to;
}

static bool is_day(const MentionScan *scan, size_t at)
{
    return token_is(&scan->readout->tokens, at, "today") ||
           token_is(&scan->readout->tokens, at, "yesterday");
}

// "Viktor Sorokin had ...": a name without an office counts where it does something.
static bool is_subject(const MentionScan *scan, const Name *name)
{
    size_t at = name->words.to;
    while (at < scan->to && (token_has(&scan->readout->tokens, at, GRAMMAR_ADVERB) ||
                             is_day(scan, at))) // "N today also spoke"
        at++;
    const Token *next = at < scan->to ? &scan->readout->tokens.items[at] : NULL;
    return next && next->kind == TOKEN_WORD &&
           (scan->readout->marks[at].verb || (scan->readout->marks[at].cues & CUE_EVENT) ||
            token_has(&scan->readout->tokens, at, GRAMMAR_HAVE | GRAMMAR_BE));
}

// "his Algerian counterpart Karim Bensalah", "her counterpart, Karim Bensalah,": a name with the other's office.
static size_t scan_counterpart(const MentionScan *scan, size_t at)
{
    const Readout *readout = scan->readout;
    Name name;
    size_t behind = at + 1 + is_comma(scan, at + 1);
    if (!name_at(readout, (Range){behind, scan->to}, &name) ||
        (name.word_count < 2 && !name.has_honorific))
        return at;
    Mention mention = mention_of(scan, &name);
    for (size_t i = at > 2 ? at - 2 : 0; i < at; i++) {
        const Sense *place = readout->marks[i].place;
        place = place && i + readout->marks[i].place_length == at
                    ? sense_of_class(place, LEX_ADJECTIVE)
                    : NULL;
        if (place)
            mention.country = place->country;
    }
    add_mention(scan, mention);
    return mention.to;
}

static size_t scan_name(const MentionScan *scan, const Name *name)
{
    Mention mention = mention_of(scan, name);
    size_t before = mention.to;
    if (take_apposition(scan, &mention) || name->has_honorific ||
        (name->word_count > 1 && is_subject(scan, name))) {
        bool is_worth = !mention.is_short || name->has_honorific;
        take_state_behind(scan, &mention);
        if (is_worth)
            ARENA_PUSH(scan->readout->arena, scan->mentions, mention);
        return is_worth ? mention.to : before;
    }
    return before;
}

static bool is_about_page(const Readout *readout, Range range)
{
    for (size_t i = range.from; i < range.to; i++)
        if (readout->marks[i].cues & CUE_BOILERPLATE)
            return true;
    return false;
}

void mentions_find(const Readout *readout, size_t line, Mentions *mentions)
{
    Range range = readout->lines.items[line].tokens;
    if (is_about_page(readout, range))
        return;
    MentionScan scan = {readout, line, range.to, mentions};
    for (size_t at = range.from; at < range.to;) {
        const Token *token = &readout->tokens.items[at];
        Office office;
        Name name;
        size_t next = at + 1;
        bool may_begin = token->kind == TOKEN_WORD && !token->is_quoted &&
                         !(token->grammar & GRAMMAR_PREPOSITION);
        if (!token->is_quoted && token_is_form(readout, at, FORM_COUNTERPART))
            next = scan_counterpart(&scan, at);
        else if (may_begin && office_at(readout, (Range){at, range.to}, &office))
            next = scan_office(&scan, &office);
        else if (may_begin && name_at(readout, (Range){at, range.to}, &name))
            next = scan_name(&scan, &name);
        at = next > at ? next : at + 1;
    }
}
