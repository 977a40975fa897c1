#include <config.h>
#include "loaders/readout/marks.h"

enum { LONGEST_MARK = 32 }; // tokens: longer than any phrase of the word lists

typedef struct Walk {
    const Tokens *tokens;
    PhraseWords words; // of the same text
    Mark *marks;
    Arena *arena;
} Walk;

// A hit as tokens; an empty range where it begins inside a word ("DPRK" in "China-DPRK"). It begins at token `from` or
// behind: hits come in order, and the next one is near.
static Range hit_tokens(const Tokens *tokens, const Hit *hit, size_t from, bool is_office)
{
    while (from < tokens->count && tokens->items[from].end <= hit->start)
        from++;
    Range range = {from, from};
    if (range.from >= tokens->count)
        return range;
    const Token *first = &tokens->items[range.from];
    if (first->start != hit->start && !(is_office && first->end <= hit->end))
        return range;
    while (range.to < tokens->count && tokens->items[range.to].start < hit->end &&
           range.to - range.from < LONGEST_MARK)
        range.to++;
    // the Amir of "Amir-Rahmani" is a part of another word
    if (is_office && range.to > range.from && tokens->items[range.to - 1].end > hit->end &&
        tokens->text.ptr[hit->end] == '-')
        range.to = range.from;
    return range;
}

typedef void (*PlaceMark)(const Walk *walk, Range range, const Sense *sense);

static void mark_office(const Walk *walk, Range range, const Sense *sense);

static void walk_table(const Walk *walk, const Phrases *table, PlaceMark place)
{
    Hit hit;
    size_t near = 0;
    if (!table)
        return;
    for (size_t at = 0; phrases_next_word(table, &walk->words, &at, walk->arena, &hit);) {
        // an office may be the end of a word: the minister of "Assistant-minister"
        Range range = hit_tokens(walk->tokens, &hit, near, place == mark_office);
        near = range.from;
        if (!range_is_empty(range))
            place(walk, range, hit.sense);
    }
}

static uint8_t length_of(Range range)
{
    return (uint8_t)(range.to - range.from);
}

static void mark_place(const Walk *walk, Range range, const Sense *sense)
{
    walk->marks[range.from].place = sense;
    walk->marks[range.from].place_length = length_of(range);
    for (size_t i = range.from; i < range.to; i++)
        walk->marks[i].in_place = true;
}

static void mark_office(const Walk *walk, Range range, const Sense *sense)
{
    walk->marks[range.from].office = sense;
    walk->marks[range.from].office_length = length_of(range);
}

static void mark_verb(const Walk *walk, Range range, const Sense *sense)
{
    walk->marks[range.from].verb = sense;
    walk->marks[range.from].verb_length = length_of(range);
}

static void mark_role(const Walk *walk, Range range, const Sense *sense)
{
    walk->marks[range.from].role = sense;
    walk->marks[range.from].role_length = length_of(range);
}

static void mark_honorific(const Walk *walk, Range range, const Sense *sense)
{
    walk->marks[range.from].honorific = sense;
    walk->marks[range.from].honorific_length = length_of(range);
    for (size_t i = range.from; i < range.to; i++)
        walk->marks[i].in_honorific = true;
}

static uint32_t cue_flag(Text group)
{
    static const struct {
        Text group;
        uint32_t flag;
    } flags[] = {
        {TEXT_INIT("events"), CUE_EVENT},
        {TEXT_INIT("institutions"), CUE_INSTITUTION},
        {TEXT_INIT("portfolios"), CUE_PORTFOLIO},
        {TEXT_INIT("presence"), CUE_PRESENCE},
        {TEXT_INIT("modifiers"), CUE_MODIFIER},
        {TEXT_INIT("regions"), CUE_REGION},
        {TEXT_INIT("messages"), CUE_MESSAGE},
        {TEXT_INIT("atmosphere"), CUE_ATMOSPHERE},
        {TEXT_INIT("peers"), CUE_PEER},
        {TEXT_INIT("stances"), CUE_STANCE},
        {TEXT_INIT("sides"), CUE_SIDE},
        {TEXT_INIT("chairs"), CUE_CHAIR},
        {TEXT_INIT("boilerplate"), CUE_BOILERPLATE},
        {TEXT_INIT("press"), CUE_PRESS},
        {TEXT_INIT("asks"), CUE_ASKS},
        {TEXT_INIT("releases"), CUE_RELEASE},
        {TEXT_INIT("births"), CUE_BIRTH},
        {TEXT_INIT("groups"), CUE_GROUP},
        {TEXT_INIT("aides"), CUE_AIDE},
        {TEXT_INIT("nationals"), CUE_NATIONAL},
        {TEXT_INIT("sayings"), CUE_SAYING},
        {TEXT_INIT("silences"), CUE_SILENCE},
        {TEXT_INIT("silencers"), CUE_SILENCER},
        {TEXT_INIT("perceptions"), CUE_PERCEPTION},
    };
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (text_equal(flags[i].group, group))
            return flags[i].flag;
    return 0;
}

static void mark_cue(const Walk *walk, Range range, const Sense *sense)
{
    const uint32_t nouns = CUE_INSTITUTION | CUE_PORTFOLIO | CUE_REGION;
    Mark *mark = &walk->marks[range.from];
    for (; sense; sense = sense->next)
        mark->cues |= cue_flag(sense->group);
    mark->cue_length = length_of(range);
    for (size_t i = range.from; i < range.to && (mark->cues & nouns); i++)
        walk->marks[i].in_cue = true;
}

static bool has_one_country(const Sense *sense)
{
    for (const Sense *other = sense->next; other; other = other->next)
        if (!country_equal(other->country, sense->country))
            return false;
    return true;
}

// Whether one of the tokens names the country by a form that is nobody else's.
static bool is_named(const Mark *marks, size_t count, CountryId country)
{
    for (size_t i = 0; i < count; i++) {
        const Sense *place = marks[i].place;
        if (place && country_equal(place->country, country) && !place->is_ambiguous &&
            has_one_country(place))
            return true;
    }
    return false;
}

static void settle(const Mark *marks, size_t count, Mark *mark)
{
    const Sense *only = NULL;
    size_t named = 0;
    for (const Sense *sense = mark->place; sense; sense = sense->next) {
        bool is_new = !only || !country_equal(sense->country, only->country);
        if (!is_new || !is_named(marks, count, sense->country))
            continue;
        only = sense;
        named++;
    }
    if (named == 1)
        mark->place = only;
}

static void find_publishers(const Walk *walk, const Phrases *table, Hits *publishers)
{
    Hit hit;
    for (size_t at = 0; table && phrases_next_word(table, &walk->words, &at, walk->arena, &hit);)
        ARENA_PUSH(walk->arena, publishers, hit);
}

Mark *marks_find(const Tokens *tokens, const Lexicon *lexicon, Hits *publishers, Arena *arena)
{
    Walk walk = {.tokens = tokens, .arena = arena};
    walk.words = phrase_words_of(tokens->text, arena);
    walk.marks = ARENA_ARRAY(arena, Mark, tokens->count + 1);
    walk_table(&walk, lexicon->places, mark_place);
    walk_table(&walk, lexicon->offices, mark_office);
    walk_table(&walk, lexicon->verbs, mark_verb);
    walk_table(&walk, lexicon->roles, mark_role);
    walk_table(&walk, lexicon->honorifics, mark_honorific);
    walk_table(&walk, lexicon->cues, mark_cue);
    find_publishers(&walk, lexicon->publishers, publishers);
    for (size_t i = 0; i < tokens->count; i++) {
        const Token *token = &tokens->items[i];
        Text word = text_sub(tokens->text, token->start, token->end - token->start);
        walk.marks[i].is_particle = token->kind == TOKEN_WORD && lexicon_is_particle(lexicon, word);
    }
    return walk.marks;
}

// ---- abbreviations that the text explains ----

enum {
    LONGEST_EXPLAINED = 12, // tokens of "the Patriotic Civic Congress of Chile"
    MOST_EXPLAINED = 64,    // abbreviations; a page has a few
};

// Where the words begin whose initials the bracketed abbreviation has; `bracket` where there are none.
static size_t explained_from(const Tokens *tokens, size_t bracket)
{
    Text letters = tokens->items[bracket + 1].lower;
    size_t left = letters.len;
    for (size_t i = bracket; i > 0 && i + LONGEST_EXPLAINED > bracket; i--) {
        const Token *token = &tokens->items[i - 1];
        if (token->kind == TOKEN_MARK && !token_is_mark(tokens, i - 1, '-'))
            break;
        if (!token->is_capital || token->lower.ptr[0] != letters.ptr[left - 1])
            continue;
        if (--left == 0)
            return i - 1;
    }
    return bracket;
}

static bool is_explanation(const Tokens *tokens, size_t bracket)
{
    return bracket > 0 && bracket + 2 < tokens->count && token_is_mark(tokens, bracket, '(') &&
           tokens->items[bracket + 1].is_all_caps && token_is_mark(tokens, bracket + 2, ')');
}

static CountryId state_in(const Mark *marks, const Countries *countries, Range words)
{
    for (size_t i = words.from; i < words.to; i++) {
        const Sense *place = marks[i].place;
        bool is_plain = place && (!place->is_ambiguous || place->class == LEX_NAME);
        if (is_plain && place->country.at < COUNTRY_STRANGE &&
            country_get(countries, place->country)->class == COUNTRY_STATE)
            return place->country;
    }
    return (CountryId){0};
}

static void mark_all(Mark *marks, const Tokens *tokens, Text word, const Sense *sense)
{
    for (size_t i = 0; i < tokens->count; i++) {
        if (!tokens->items[i].is_all_caps || !text_equal(tokens->items[i].lower, word))
            continue;
        marks[i].place = sense;
        marks[i].place_length = 1;
        marks[i].in_place = true;
    }
}

void marks_explain(Mark *marks, const Tokens *tokens, const Countries *countries, Arena *arena)
{
    size_t count = 0;
    for (size_t i = 0; i < tokens->count && count < MOST_EXPLAINED; i++) {
        if (!is_explanation(tokens, i))
            continue;
        const Sense *known = marks[i + 1].place;
        bool is_organisation =
            known && country_get(countries, known->country)->class != COUNTRY_STATE;
        CountryId state = state_in(marks, countries, (Range){explained_from(tokens, i), i});
        if (!state.at || is_organisation || (known && country_equal(known->country, state)))
            continue;
        Sense *sense = ARENA_NEW(arena, Sense);
        *sense = (Sense){.class = LEX_PARTY, .country = state};
        mark_all(marks, tokens, tokens->items[i + 1].lower, sense);
        count++;
    }
}

void marks_settle(Mark *marks, const Tokens *tokens, size_t opening)
{
    for (size_t i = 0; i < tokens->count; i++)
        if (marks[i].place && !has_one_country(marks[i].place))
            settle(marks, opening, &marks[i]);
}
