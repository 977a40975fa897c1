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
        if (choice->with_related) {
            add_all_to_set(set, &country->predecessors);
            add_all_to_set(set, &country->successors);
        }
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
    if (!block->segment->flags)
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

// Rows whose first two countries are those of the value, in either order.
static uint64_t rows_with_pair(const ValueRun *value, const Block *block)
{
    const CountryId(*pairs)[2] = (const CountryId(*)[2])block->segment->pair + block->first;
    uint32_t forth = pair_word(value->first->only, value->second->only);
    uint32_t back = pair_word(value->second->only, value->first->only);
    uint8_t hit[BLOCK_ROWS] = {0};
    for (unsigned i = 0; i < block->count; i++) {
        uint32_t word;
        memcpy(&word, pairs[i], sizeof word);
        hit[i] = (uint8_t)((word == forth) | (word == back));
    }
    return mask_of_hits(hit);
}

static uint64_t rows_with_country(CountryId id, const Block *block)
{
    const CountryId(*pairs)[2] = (const CountryId(*)[2])block->segment->pair + block->first;
    uint8_t hit[BLOCK_ROWS] = {0};
    for (unsigned i = 0; i < block->count; i++)
        hit[i] = (uint8_t)((pairs[i][0].at == id.at) | (pairs[i][1].at == id.at));
    return mask_of_hits(hit);
}

// Rows that may fulfil the term; `is_certain`: those without more than two countries do.
static uint64_t rows_by_country(const TermRun *run, const Block *block, uint64_t mask,
                                bool *is_certain)
{
    uint64_t rows = 0;
    *is_certain = true;
    for (size_t i = 0; i < run->term->values.count; i++) {
        const ValueRun *value = &run->values[i];
        bool is_one = value->first->only.at != COUNTRY_NONE &&
                      (!value->second || value->second->only.at != COUNTRY_NONE);
        if (!is_one) {
            *is_certain = false;
            return mask;
        }
        if (run->term->values.items[i].is_directed)
            *is_certain = false;
        rows |= value->second ? rows_with_pair(value, block)
                              : rows_with_country(value->first->only, block);
    }
    return rows & mask;
}

uint64_t countries_match(const Evaluation *evaluation, const TermRun *run, const Block *block,
                         uint64_t mask)
{
    bool is_certain;
    uint64_t more = rows_with_more(block, mask);
    uint64_t rows = rows_by_country(run, block, mask, &is_certain) | more;
    uint64_t open = is_certain ? more : rows, matches = rows & ~open;
    while (open) {
        unsigned bit = mask_next(&open);
        EventId id = block_event(block, bit);
        bool is_match = run->term->field == TERM_PAIR ? is_pair(evaluation, run, id)
                                                      : has_country(evaluation, run, id);
        matches |= (uint64_t)is_match << bit;
    }
    return matches;
}
