// Terms that the columns of a segment answer, and those that ask the record. Dates are compared 64 rows at a time in
// loops without branches, which compilers turn into vector instructions; the others go from row to row.
#include <config.h>
#include "model/filter_eval.h"

#include "model/reports.h"
#include "model/seen.h"

#include <math.h>

// ---- dates ----

static inline void hits_that_overlap(const int32_t *start, const int32_t *end,
                                     const TermValue *value, unsigned count, uint8_t *hit)
{
    int32_t first = value->first, last = value->last;
    for (unsigned i = 0; i < count; i++)
        hit[i] = (uint8_t)((start[i] <= last) & (end[i] >= first));
}

static inline void hits_within(const int32_t *start, const int32_t *end, const TermValue *value,
                               unsigned count, uint8_t *hit)
{
    int32_t first = value->first, last = value->last;
    for (unsigned i = 0; i < count; i++)
        hit[i] = (uint8_t)((start[i] >= first) & (end[i] <= last));
}

// The length of a whole block is given as a constant: so the compiler can unroll.
static uint64_t rows_in_time(const TermValue *value, bool is_certain, const Block *block)
{
    const int32_t *start = block->segment->start + block->first;
    const int32_t *end = block->segment->end ? block->segment->end + block->first : start;
    uint8_t hit[BLOCK_ROWS] = {0};
    if (is_certain)
        hits_within(start, end, value, block->count, hit);
    else if (block->count == BLOCK_ROWS)
        hits_that_overlap(start, end, value, BLOCK_ROWS, hit);
    else
        hits_that_overlap(start, end, value, block->count, hit);
    return mask_of_hits(hit);
}

// The same for a single row.
static uint64_t row_in_time(const TermValue *value, bool is_certain, const Block *block,
                            uint64_t mask)
{
    unsigned bit = (unsigned)__builtin_ctzll(mask);
    int32_t start = block->segment->start[block->first + bit];
    int32_t end = block->segment->end ? block->segment->end[block->first + bit] : start;
    bool is_in = is_certain ? start >= value->first && end <= value->last
                            : start <= value->last && end >= value->first;
    return is_in ? mask : 0;
}

// Rows without a date, and, where certainty is asked for, those about or perhaps then.
static uint64_t rows_without_form(const Block *block, uint64_t mask, bool is_certain)
{
    const Segment *segment = block->segment;
    uint64_t without = 0;
    uint8_t doubtful = is_certain ? DATE_APPROXIMATE | DATE_UNCERTAIN : 0;
    if (!segment->start_form)
        return 0;
    while (mask) {
        unsigned bit = mask_next(&mask);
        uint8_t start = segment->start_form[block->first + bit];
        uint8_t end = segment->end_form ? segment->end_form[block->first + bit] : 0;
        if (start == DATE_ABSENT || ((start | end) & doubtful))
            without |= (uint64_t)1 << bit;
    }
    return without;
}

static uint64_t match_dates(const TermRun *run, const Block *block, uint64_t mask)
{
    bool is_certain = run->term->comparison == COMPARE_CERTAIN;
    uint64_t rows = 0;
    for (size_t i = 0; i < run->term->values.count; i++) {
        const TermValue *value = &run->term->values.items[i];
        rows |= mask_is_small(mask) ? row_in_time(value, is_certain, block, mask)
                                    : rows_in_time(value, is_certain, block);
    }
    rows &= mask;
    return rows & ~rows_without_form(block, rows, is_certain);
}

// ---- labels and numbers ----

static const uint32_t *label_column(const Segment *segment, TermField field)
{
    switch (field) {
    case TERM_KIND:
        return segment->kind;
    case TERM_CODE:
        return segment->code;
    case TERM_PLACE:
        return segment->place;
    case TERM_CHANNEL:
        return segment->channel;
    case TERM_LEVEL:
        return segment->level;
    default:
        return segment->confidence;
    }
}

static uint64_t match_labels(Evaluation *evaluation, TermRun *run, const Block *block,
                             uint64_t mask)
{
    const uint32_t *column = label_column(block->segment, run->term->field);
    uint64_t matches = 0;
    if (!column)
        return words_match_string(evaluation, run, (StringId){WORD_NONE}) ? mask : 0;
    while (mask) {
        unsigned bit = mask_next(&mask);
        StringId id = {column[block->first + bit]};
        matches |= (uint64_t)words_match_string(evaluation, run, id) << bit;
    }
    return matches;
}

static uint64_t match_confidence(Evaluation *evaluation, TermRun *run, const Block *block,
                                 uint64_t mask)
{
    uint64_t matches = match_labels(evaluation, run, block, mask), others = mask & ~matches;
    while (others && block->segment->first_position) {
        unsigned bit = mask_next(&others);
        size_t count;
        const Position *positions =
            timeline_positions(evaluation->timeline, block_event(block, bit), &count);
        for (size_t n = 0; n < count; n++)
            if (words_match_string(evaluation, run, positions[n].confidence))
                matches |= (uint64_t)1 << bit;
    }
    return matches;
}

static bool compares(double number, Comparison comparison, double with)
{
    switch (comparison) {
    case COMPARE_ABOVE:
        return number > with;
    case COMPARE_AT_LEAST:
        return number >= with;
    case COMPARE_BELOW:
        return number < with;
    case COMPARE_AT_MOST:
        return number <= with;
    case COMPARE_IS:
    case COMPARE_CERTAIN:
        break;
    }
    return !(number < with) && !(number > with) && !isnan(number);
}

static uint64_t match_numbers(const TermRun *run, const Block *block, uint64_t mask)
{
    const float *column =
        run->term->field == TERM_SCALE ? block->segment->scale : block->segment->weight;
    // Columns are floats: so is what they are compared with, or 0.1 would equal nothing.
    double with = (double)(float)run->term->values.items[0].number;
    uint64_t matches = 0;
    while (mask && column) {
        unsigned bit = mask_next(&mask);
        double number = (double)column[block->first + bit];
        matches |= (uint64_t)compares(number, run->term->comparison, with) << bit;
    }
    return matches;
}

// ---- what stands with the source, or in the record ----

static bool is_by(const Evaluation *evaluation, const TermRun *run, EventId id)
{
    const Timeline *timeline = evaluation->timeline;
    ArenaMark mark = arena_mark(evaluation->scratch);
    Text code = timeline_field(timeline, id, EVENT_PUBLISHER_COUNTRY, evaluation->scratch);
    CountryId country = country_by_code(timeline_countries(timeline), code);
    if (country.at == COUNTRY_NONE)
        country = timeline_strange_country(timeline, code);
    arena_rewind(evaluation->scratch, mark);
    for (size_t i = 0; i < run->term->values.count; i++)
        if (country_set_has(run->values[i].first, country))
            return true;
    return false;
}

static bool has_field(const Evaluation *evaluation, const TermRun *run, EventId id,
                      EventField field)
{
    ArenaMark mark = arena_mark(evaluation->scratch);
    Text text = timeline_field(evaluation->timeline, id, field, evaluation->scratch);
    bool is_match = words_match_text(run, text, evaluation->scratch);
    arena_rewind(evaluation->scratch, mark);
    return is_match;
}

static bool has_path(const Evaluation *evaluation, const TermRun *run, const Source *source)
{
    ArenaMark mark = arena_mark(evaluation->scratch);
    bool is_match = words_match_text(run, source->path, evaluation->scratch);
    arena_rewind(evaluation->scratch, mark);
    return is_match;
}

static EventField source_field(TermField field)
{
    return field == TERM_BY        ? EVENT_PUBLISHER_COUNTRY
           : field == TERM_DATASET ? EVENT_DATASET
                                   : EVENT_SOURCE_FILE;
}

// What holds for all records of a source, or MEMO_EACH where each says it itself (see SourceOps.field).
static uint8_t judge_source(const Evaluation *evaluation, const TermRun *run, EventId id)
{
    Event event = timeline_event(evaluation->timeline, id);
    const Source *source = timeline_source(evaluation->timeline, event.source);
    EventField field = source_field(run->term->field);
    if (run->term->field == TERM_FILE && has_path(evaluation, run, source))
        return MEMO_YES;
    ArenaMark mark = arena_mark(evaluation->scratch);
    Text ignored;
    bool is_own = source->ops->field &&
                  source->ops->field(source, event.record, field, evaluation->scratch, &ignored);
    arena_rewind(evaluation->scratch, mark);
    if (is_own)
        return MEMO_EACH;
    bool is_match = run->term->field == TERM_BY ? is_by(evaluation, run, id)
                                                : has_field(evaluation, run, id, field);
    return is_match ? MEMO_YES : MEMO_NO;
}

static bool matches_source(Evaluation *evaluation, TermRun *run, EventId id)
{
    const Timeline *timeline = evaluation->timeline;
    uint32_t source = timeline_event(timeline, id).source;
    uint8_t *known =
        memo_at(&run->sources, source, timeline_source_count(timeline), evaluation->arena);
    if (*known == MEMO_UNKNOWN)
        *known = judge_source(evaluation, run, id);
    if (*known != MEMO_EACH)
        return *known == MEMO_YES;
    return run->term->field == TERM_BY
               ? is_by(evaluation, run, id)
               : has_field(evaluation, run, id, source_field(run->term->field));
}

static bool has_reports(const Evaluation *evaluation, const TermRun *run, EventId id)
{
    EventId others[REPORTS_MAX];
    ArenaMark mark = arena_mark(evaluation->scratch);
    size_t count = 1 + reports_of(evaluation->timeline, id, others, evaluation->scratch);
    arena_rewind(evaluation->scratch, mark);
    return compares((double)count, run->term->comparison, run->term->values.items[0].number);
}

static bool matches_record(Evaluation *evaluation, TermRun *run, EventId id)
{
    switch (run->term->field) {
    case TERM_BY:
    case TERM_DATASET:
    case TERM_FILE:
        return matches_source(evaluation, run, id);
    case TERM_REPORTS:
        return has_reports(evaluation, run, id);
    case TERM_NEW:
        return seen_is_new(timeline_seen(evaluation->timeline), id);
    case TERM_TAG:
    case TERM_NOTE:
    case TERM_MARKED:
        return notes_match(evaluation, run, id);
    default: // WORDS and REGEX
        return words_match(evaluation, run, id);
    }
}

static uint64_t match_records(Evaluation *evaluation, TermRun *run, const Block *block,
                              uint64_t mask)
{
    uint64_t matches = 0;
    if (run->term->field == TERM_WORDS)
        mask = words_worth_asking(evaluation, run, block, mask);
    while (mask) {
        unsigned bit = mask_next(&mask);
        matches |= (uint64_t)matches_record(evaluation, run, block_event(block, bit)) << bit;
    }
    return matches;
}

uint64_t columns_match(Evaluation *evaluation, TermRun *run, const Block *block, uint64_t mask)
{
    switch (run->term->field) {
    case TERM_PAIR:
    case TERM_WITH:
        return countries_match(evaluation, run, block, mask);
    case TERM_YEAR:
    case TERM_DATE:
        return match_dates(run, block, mask);
    case TERM_KIND:
    case TERM_CODE:
    case TERM_PLACE:
    case TERM_CHANNEL:
    case TERM_LEVEL:
        return match_labels(evaluation, run, block, mask);
    case TERM_CONFIDENCE:
        return match_confidence(evaluation, run, block, mask);
    case TERM_SCALE:
    case TERM_WEIGHT:
        return match_numbers(run, block, mask);
    default:
        return match_records(evaluation, run, block, mask);
    }
}
