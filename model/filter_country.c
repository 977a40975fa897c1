// Terms about countries: sets of them, and which rows have them. One pair and one country, the frequent cases, look
// at 64 rows in a loop without branches.
#include <config.h>
#include "model/filter_eval.h"

#include <string.h>

static void add_to_set(CountrySet *set, CountryId id)
{
    if (id.at != COUNTRY_NONE)
        set->bits[id.at / 64] |= (uint64_t)1 << (id.at % 64);
}

static void add_all_to_set(CountrySet *set, const CountryIds *ids)
{
    for (size_t i = 0; i < ids->count; i++)
        add_to_set(set, ids->items[i]);
}

static void add_related_to_set(CountrySet *set, const Countries *countries, CountryId id)
{
    for (size_t i = 1; i <= countries_count(countries); i++) {
        CountryId other = {(uint16_t)i}; // <= COUNTRIES_MAX
        if (country_is_related(countries, id, other))
            add_to_set(set, other);
    }
}

static CountryId only_member(const CountrySet *set)
{
    CountryId only = {COUNTRY_NONE};
    for (unsigned word = 0; word < sizeof set->bits / sizeof *set->bits; word++) {
        uint64_t bits = set->bits[word];
        if (bits == 0)
            continue;
        if (only.at != COUNTRY_NONE || (bits & (bits - 1)))
            return (CountryId){COUNTRY_NONE};
        only.at = (uint16_t)(word * 64 + mask_next(&bits)); // < 65536
    }
    return only;
}

static void fill_set(const Evaluation *evaluation, const CountryChoice *choice, CountrySet *set)
{
    const Timeline *timeline = evaluation->timeline;
    CountryId id = choice->id.at != COUNTRY_NONE ? choice->id
                                                 : timeline_strange_country(timeline, choice->code);
    set->is_any = choice->is_any;
    add_to_set(set, id);
    if (choice->id.at != COUNTRY_NONE) {
        const Country *country = country_get(timeline_countries(timeline), choice->id);
        if (country->class == COUNTRY_GROUP)
            add_all_to_set(set, &country->members);
        if (choice->with_related)
            add_related_to_set(set, timeline_countries(timeline), choice->id);
    }
    set->only = set->is_any ? (CountryId){COUNTRY_NONE} : only_member(set);
}

void countries_refresh(Evaluation *evaluation, TermRun *run)
{
    const Term *term = run->term;
    for (size_t i = 0; i < term->values.count; i++) {
        if (run->values[i].first)
            fill_set(evaluation, &term->values.items[i].country, run->values[i].first);
        if (run->values[i].second)
            fill_set(evaluation, &term->values.items[i].other, run->values[i].second);
    }
}

void countries_prepare(Evaluation *evaluation, TermRun *run)
{
    ValueForm form = filter_term_rows[run->term->field].form;
    bool has_country = form == VALUE_COUNTRY || form == VALUE_PAIR || form == VALUE_SPEAKER;
    for (size_t i = 0; i < run->term->values.count; i++) {
        if (has_country)
            run->values[i].first = ARENA_NEW(evaluation->arena, CountrySet);
        if (form == VALUE_PAIR)
            run->values[i].second = ARENA_NEW(evaluation->arena, CountrySet);
    }
    countries_refresh(evaluation, run);
}

bool position_speaks_for(const CountrySet *set, const Position *position, const Event *event)
{
    if (position->country.at != COUNTRY_NONE)
        return country_set_has(set, position->country);
    if (position->side.at != COUNTRY_NONE)
        return country_set_has(set, position->side);
    if (position->speaker_name.at != WORD_BOTH)
        return false;
    for (size_t i = 0; i < event->country_count; i++)
        if (country_set_has(set, event->countries[i]))
            return true;
    return false;
}

static bool has_two(const ValueRun *value, const Event *event, bool first_comes_first)
{
    bool must_differ = value->first->is_any || value->second->is_any;
    size_t firsts = first_comes_first ? 1 : event->country_count;
    for (size_t i = 0; i < firsts && i < event->country_count; i++) {
        if (!country_set_has(value->first, event->countries[i]))
            continue;
        for (size_t k = 0; k < event->country_count; k++) {
            bool is_other =
                k != i && !(must_differ && country_equal(event->countries[i], event->countries[k]));
            if (is_other && country_set_has(value->second, event->countries[k]))
                return true;
        }
    }
    return false;
}

static bool has_speaker_of(const Evaluation *evaluation, const CountrySet *set, EventId id,
                           const Event *event)
{
    size_t count;
    const Position *positions = timeline_positions(evaluation->timeline, id, &count);
    for (size_t n = 0; n < count; n++)
        if (position_speaks_for(set, &positions[n], event))
            return true;
    return false;
}

static bool is_pair(const Evaluation *evaluation, const TermRun *run, EventId id)
{
    Event event = timeline_event(evaluation->timeline, id);
    for (size_t i = 0; i < run->term->values.count; i++) {
        const ValueRun *value = &run->values[i];
        bool wants_direction = run->term->values.items[i].is_directed;
        if (!has_two(value, &event, wants_direction && event.is_directed))
            continue;
        if (!wants_direction || event.is_directed ||
            has_speaker_of(evaluation, value->first, id, &event))
            return true;
    }
    return false;
}

static bool has_country(const Evaluation *evaluation, const TermRun *run, EventId id)
{
    Event event = timeline_event(evaluation->timeline, id);
    for (size_t i = 0; i < event.country_count; i++)
        for (size_t v = 0; v < run->term->values.count; v++)
            if (country_set_has(run->values[v].first, event.countries[i]))
                return true;
    return false;
}

// Rows with more than two countries: only these need a look at the list behind the columns.
static uint64_t rows_with_more(const Block *block, uint64_t mask)
{
    uint64_t more = 0;
    if (!block->segment->flags || block->segment->more.count == 0)
        return 0;
    while (mask) {
        unsigned bit = mask_next(&mask);
        if (block->segment->flags[block->first + bit] & SEGMENT_MORE)
            more |= (uint64_t)1 << bit;
    }
    return more;
}

static uint32_t pair_word(CountryId a, CountryId b)
{
    CountryId pair[2] = {a, b};
    uint32_t word;
    memcpy(&word, pair, sizeof word);
    return word;
}

static inline void hits_with_pair(const CountryId (*pairs)[2], uint32_t forth, uint32_t back,
                                  unsigned count, uint8_t *hit)
{
    for (unsigned i = 0; i < count; i++) {
        uint32_t word;
        memcpy(&word, pairs[i], sizeof word);
        hit[i] = (uint8_t)((word == forth) | (word == back));
    }
}

static inline void hits_with_country(const CountryId (*pairs)[2], CountryId id, unsigned count,
                                     uint8_t *hit)
{
    for (unsigned i = 0; i < count; i++)
        hit[i] = (uint8_t)((pairs[i][0].at == id.at) | (pairs[i][1].at == id.at));
}

// For values of one country on each side. The length of a whole block is given as a constant, for the compiler.
static uint64_t rows_with_one(const ValueRun *value, const Block *block)
{
    const CountryId(*pairs)[2] = (const CountryId(*)[2])block->segment->pair + block->first;
    CountryId first = value->first->only, second = value->second ? value->second->only : first;
    uint32_t forth = pair_word(first, second), back = pair_word(second, first);
    uint8_t hit[BLOCK_ROWS] = {0};
    bool is_whole = block->count == BLOCK_ROWS;
    if (value->second && is_whole)
        hits_with_pair(pairs, forth, back, BLOCK_ROWS, hit);
    else if (value->second)
        hits_with_pair(pairs, forth, back, block->count, hit);
    else if (is_whole)
        hits_with_country(pairs, first, BLOCK_ROWS, hit);
    else
        hits_with_country(pairs, first, block->count, hit);
    return mask_of_hits(hit);
}

// For any value; `pair` are the countries of a row that has no more than two.
static bool has_both(const ValueRun *value, const CountryId pair[2])
{
    bool must_differ = value->first->is_any || value->second->is_any;
    if (must_differ && country_equal(pair[0], pair[1]))
        return false;
    return (country_set_has(value->first, pair[0]) && country_set_has(value->second, pair[1])) ||
           (country_set_has(value->first, pair[1]) && country_set_has(value->second, pair[0]));
}

static uint64_t rows_with_some(const ValueRun *value, const Block *block, uint64_t mask)
{
    const CountryId(*pairs)[2] = (const CountryId(*)[2])block->segment->pair + block->first;
    uint64_t rows = 0;
    while (mask) {
        unsigned bit = mask_next(&mask);
        const CountryId *pair = pairs[bit];
        bool is_match = value->second ? has_both(value, pair)
                                      : country_set_has(value->first, pair[0]) ||
                                            country_set_has(value->first, pair[1]);
        rows |= (uint64_t)is_match << bit;
    }
    return rows;
}

static bool is_of_one(const ValueRun *value)
{
    return value->first->only.at != COUNTRY_NONE &&
           (!value->second || value->second->only.at != COUNTRY_NONE);
}

uint64_t countries_match(const Evaluation *evaluation, const TermRun *run, const Block *block,
                         uint64_t mask)
{
    // Rows with more countries than the column holds, and those that must have a direction, are looked at again.
    uint64_t open = rows_with_more(block, mask), plain = mask & ~open, matches = 0;
    for (size_t i = 0; i < run->term->values.count; i++) {
        const ValueRun *value = &run->values[i];
        uint64_t rows = is_of_one(value) && !mask_is_small(mask)
                            ? rows_with_one(value, block) & plain
                            : rows_with_some(value, block, plain);
        if (run->term->values.items[i].is_directed)
            open |= rows;
        else
            matches |= rows;
    }
    open &= ~matches;
    while (open) {
        unsigned bit = mask_next(&open);
        EventId id = block_event(block, bit);
        bool is_match = run->term->field == TERM_PAIR ? is_pair(evaluation, run, id)
                                                      : has_country(evaluation, run, id);
        matches |= (uint64_t)is_match << bit;
    }
    return matches;
}
