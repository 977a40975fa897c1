#include <config.h>
#include "model/filter_eval.h"

#include <stdlib.h>
#include <string.h>

// ---- preparing ----

// How much work a term is for one row: the cheap ones of a list are asked first.
static unsigned term_cost(TermField field)
{
    switch (field) {
    case TERM_YEAR:
    case TERM_DATE:
        return 1;
    case TERM_PAIR:
    case TERM_WITH:
    case TERM_SCALE:
    case TERM_WEIGHT:
    case TERM_NEW:
        return 2;
    case TERM_KIND:
    case TERM_CODE:
    case TERM_PLACE:
    case TERM_CHANNEL:
    case TERM_LEVEL:
    case TERM_CONFIDENCE:
        return 4;
    case TERM_ROLE:
    case TERM_PERSON:
    case TERM_SPEAKER:
    case TERM_VERB:
    case TERM_TOPIC:
        return 10;
    case TERM_REPORTS:
    case TERM_BY:
    case TERM_DATASET:
    case TERM_FILE:
    case TERM_TAG:
    case TERM_NOTE:
    case TERM_MARKED:
        return 100;
    case TERM_OFFICE:
    case TERM_SAID:
        return 1000;
    case TERM_WORDS:
        return 5000;
    case TERM_REGEX:
    case TERM_FIELDS:
        break;
    }
    return 10000;
}

static TermRun *run_new(Evaluation *evaluation, const Term *term)
{
    TermRun *run = ARENA_NEW(evaluation->arena, TermRun);
    run->term = term;
    run->values = ARENA_ARRAY(evaluation->arena, ValueRun, term->values.count);
    countries_prepare(evaluation, run);
    words_prepare(evaluation, run);
    return run;
}

static bool asks_for_mentioned(Evaluation *evaluation, const EvalNode *node)
{
    if (node->kind == NODE_TERM && node->run->term->field == TERM_ROLE)
        return words_match_string(evaluation, node->run, STRING_WORD(MENTIONED));
    for (size_t i = 0; i < node->count; i++)
        if (asks_for_mentioned(evaluation, node->items[i]))
            return true;
    return false;
}

static EvalNode *eval_node(Evaluation *evaluation, const Node *node)
{
    EvalNode *made = ARENA_NEW(evaluation->arena, EvalNode);
    made->kind = node->kind;
    made->scope = node->scope;
    made->count = node->count;
    made->items = ARENA_ARRAY(evaluation->arena, EvalNode *, node->count);
    if (node->kind == NODE_TERM) {
        made->run = run_new(evaluation, node->term);
        made->cost = term_cost(node->term->field);
    }
    for (size_t i = 0; i < node->count; i++) {
        made->items[i] = eval_node(evaluation, node->items[i]);
        made->cost += made->items[i]->cost;
    }
    made->wants_mentioned = node->kind == NODE_SAME && asks_for_mentioned(evaluation, made);
    return made;
}

// Insertion sort: stable, and lists are short.
static void sort_by_cost(EvalNode *node)
{
    for (size_t i = 1; i < node->count; i++) {
        EvalNode *item = node->items[i];
        size_t at = i;
        for (; at > 0 && node->items[at - 1]->cost > item->cost; at--)
            node->items[at] = node->items[at - 1];
        node->items[at] = item;
    }
    for (size_t i = 0; i < node->count; i++)
        sort_by_cost(node->items[i]);
}

static void find_chips(Evaluation *evaluation)
{
    const Filter *filter = evaluation->filter;
    EvalNode *root = evaluation->root;
    evaluation->tops = ARENA_ARRAY(evaluation->arena, EvalNode *, filter_top_count(filter));
    evaluation->members = ARENA_ARRAY(evaluation->arena, EvalNode *, filter->chip_count);
    for (size_t i = 0; i < filter_top_count(filter); i++)
        evaluation->tops[i] = root->kind == NODE_ALL ? root->items[i] : root;
    for (size_t i = 0; i < filter->chip_count; i++) {
        const FilterChip *chip = &filter->chips[i];
        if (chip->member != TEXT_NOWHERE)
            evaluation->members[i] = evaluation->tops[chip->top]->items[chip->member];
    }
}

Evaluation *evaluation_new(const Filter *filter, const Timeline *timeline, Arena *arena)
{
    Evaluation *evaluation = ARENA_NEW(arena, Evaluation);
    evaluation->filter = filter;
    evaluation->timeline = timeline;
    evaluation->arena = arena;
    evaluation->scratch = arena_new();
    evaluation->hay.id = EVENT_NOWHERE;
    evaluation->longest = -1;
    evaluation->segments_known = timeline_segment_count(timeline);
    if (!filter || !filter->root)
        return evaluation;
    evaluation->root = eval_node(evaluation, filter->root);
    find_chips(evaluation);
    sort_by_cost(evaluation->root);
    return evaluation;
}

static void each_run(EvalNode *node, Evaluation *evaluation,
                     void (*visit)(Evaluation *evaluation, TermRun *run))
{
    if (node->run)
        visit(evaluation, node->run);
    for (size_t i = 0; i < node->count; i++)
        each_run(node->items[i], evaluation, visit);
}

static void free_run(Evaluation *evaluation, TermRun *run)
{
    (void)evaluation;
    for (size_t i = 0; i < run->term->values.count; i++)
        regex_free(run->values[i].regex);
}

void evaluation_free(Evaluation *evaluation)
{
    if (!evaluation)
        return;
    if (evaluation->root)
        each_run(evaluation->root, evaluation, free_run);
    arena_free(evaluation->scratch);
}

static void memo_forget(Memo *memo)
{
    if (memo->count)
        memset(memo->items, 0, memo->count); // MEMO_UNKNOWN
}

// A new segment may bring codes, and spellings of actors that are known already.
static void refresh_run(Evaluation *evaluation, TermRun *run)
{
    countries_refresh(evaluation, run);
    memo_forget(&run->actors);
    memo_forget(&run->sources);
}

void evaluation_keep_up(Evaluation *evaluation)
{
    size_t segments = timeline_segment_count(evaluation->timeline);
    if (segments == evaluation->segments_known)
        return;
    evaluation->segments_known = segments;
    evaluation->longest = -1;
    if (evaluation->root)
        each_run(evaluation->root, evaluation, refresh_run);
}

// ---- one participant or position ----

bool evaluation_item_holds(Evaluation *evaluation, const EvalNode *node, EventId id, size_t n)
{
    bool is_any = node->kind == NODE_ANY;
    if (node->kind == NODE_TERM)
        return node->scope == SCOPE_POSITION
                   ? words_match_position(evaluation, node->run, id, n)
                   : words_match_participant(evaluation, node->run, id, n);
    if (node->kind == NODE_NOT)
        return !evaluation_item_holds(evaluation, node->items[0], id, n);
    for (size_t i = 0; i < node->count; i++)
        if (evaluation_item_holds(evaluation, node->items[i], id, n) == is_any)
            return is_any;
    return !is_any;
}

static bool some_participant_holds(Evaluation *evaluation, const EvalNode *same, EventId id)
{
    size_t count;
    const Participant *participants = timeline_participants(evaluation->timeline, id, &count);
    for (size_t n = 0; n < count; n++) {
        bool takes_part = participants[n].role.at != WORD_MENTIONED || same->wants_mentioned;
        if (takes_part && evaluation_item_holds(evaluation, same, id, n))
            return true;
    }
    return false;
}

static bool some_position_holds(Evaluation *evaluation, const EvalNode *same, EventId id)
{
    size_t count;
    timeline_positions(evaluation->timeline, id, &count);
    for (size_t n = 0; n < count; n++)
        if (evaluation_item_holds(evaluation, same, id, n))
            return true;
    return false;
}

static uint64_t match_same(Evaluation *evaluation, const EvalNode *same, const Block *block,
                           uint64_t mask)
{
    bool is_position = same->scope == SCOPE_POSITION;
    uint64_t matches = 0;
    const uint32_t *first =
        is_position ? block->segment->first_position : block->segment->first_participant;
    while (mask && first) {
        unsigned bit = mask_next(&mask);
        EventId id = block_event(block, bit);
        bool holds = is_position ? some_position_holds(evaluation, same, id)
                                 : some_participant_holds(evaluation, same, id);
        matches |= (uint64_t)holds << bit;
    }
    return matches;
}

// ---- the tree ----

uint64_t evaluation_match(Evaluation *evaluation, const EvalNode *node, const Block *block,
                          uint64_t mask)
{
    uint64_t found = 0;
    if (mask == 0)
        return 0;
    switch (node->kind) {
    case NODE_TERM:
        return columns_match(evaluation, node->run, block, mask);
    case NODE_SAME:
        return match_same(evaluation, node, block, mask);
    case NODE_NOT:
        return mask & ~evaluation_match(evaluation, node->items[0], block, mask);
    case NODE_ALL:
        for (size_t i = 0; i < node->count; i++)
            mask = evaluation_match(evaluation, node->items[i], block, mask);
        return mask;
    case NODE_ANY:
        for (size_t i = 0; i < node->count; i++)
            found |= evaluation_match(evaluation, node->items[i], block, mask & ~found);
        return found;
    case NODE_PARENTHESIS:
        break;
    }
    BUG_IF(true); // filter_settle leaves none
    return 0;
}

Block evaluation_block_at(const Evaluation *evaluation, uint32_t number, uint32_t row)
{
    const Segment *segment = timeline_segment(evaluation->timeline, number);
    uint32_t first = row / BLOCK_ROWS * BLOCK_ROWS, rest = segment->count - first;
    return (Block){segment, number, first, rest < BLOCK_ROWS ? rest : BLOCK_ROWS};
}

bool evaluation_node_matches(Evaluation *evaluation, const EvalNode *node, EventId id)
{
    uint32_t row = id.at & 0xFFFF;
    Block block = evaluation_block_at(evaluation, id.at >> 16, row);
    BUG_IF(row - block.first >= block.count);
    return evaluation_match(evaluation, node, &block, (uint64_t)1 << (row - block.first)) != 0;
}

bool evaluation_matches(Evaluation *evaluation, EventId id)
{
    evaluation_keep_up(evaluation);
    return !evaluation->root || evaluation_node_matches(evaluation, evaluation->root, id);
}

size_t evaluation_select(Evaluation *evaluation, size_t segment, uint64_t *bits)
{
    uint32_t rows = timeline_segment(evaluation->timeline, segment)->count;
    return evaluation_select_rows(evaluation, segment, 0, rows, bits);
}

size_t evaluation_select_rows(Evaluation *evaluation, size_t segment, uint32_t first, uint32_t end,
                              uint64_t *bits)
{
    size_t count = 0;
    evaluation_keep_up(evaluation);
    for (uint32_t row = first; row < end; row += BLOCK_ROWS) {
        Block block = evaluation_block_at(evaluation, (uint32_t)segment, row); // < 65536
        uint64_t mask = UINT64_MAX >> (BLOCK_ROWS - block.count);
        if (evaluation->root)
            mask = evaluation_match(evaluation, evaluation->root, &block, mask);
        bits[row / BLOCK_ROWS] = mask;
        count += (size_t)__builtin_popcountll(mask);
    }
    return count;
}

// ---- which positions ----

static bool marks(Evaluation *evaluation, const EvalNode *node, EventId id, size_t n)
{
    if (node->kind == NODE_SAME)
        return node->scope == SCOPE_POSITION && evaluation_item_holds(evaluation, node, id, n);
    if (node->kind != NODE_ALL && node->kind != NODE_ANY)
        return false;
    for (size_t i = 0; i < node->count; i++) {
        const EvalNode *item = node->items[i];
        // An alternative that the event does not fulfil marks nothing in it.
        if (node->kind == NODE_ANY && !evaluation_node_matches(evaluation, item, id))
            continue;
        if (marks(evaluation, item, id, n))
            return true;
    }
    return false;
}

bool evaluation_marks_position(Evaluation *evaluation, EventId id, size_t n)
{
    return evaluation->root && evaluation_matches(evaluation, id) &&
           marks(evaluation, evaluation->root, id, n);
}

static bool needs_actors(const EvalNode *node)
{
    if (node->run)
        return node->run->term->field == TERM_PERSON || node->run->term->field == TERM_SPEAKER;
    for (size_t i = 0; i < node->count; i++)
        if (needs_actors(node->items[i]))
            return true;
    return false;
}

bool evaluation_asks_columns_alone(const Evaluation *evaluation)
{
    return !evaluation->root || evaluation->root->cost < 100; // see term_cost
}

bool evaluation_may_change_its_mind(const Evaluation *evaluation)
{
    return evaluation->root && needs_actors(evaluation->root);
}

// ---- candidates ----

// The single terms that every event must fulfil.
static const TermRun *top_term(const Evaluation *evaluation, size_t i)
{
    const EvalNode *root = evaluation->root;
    const EvalNode *node = root->kind == NODE_ALL ? root->items[i] : root;
    return node->run;
}

static size_t top_count(const Evaluation *evaluation)
{
    if (!evaluation->root)
        return 0;
    return evaluation->root->kind == NODE_ALL ? evaluation->root->count : 1;
}

static const EventId *pair_candidates(const Evaluation *evaluation, size_t *count)
{
    const EventId *best = NULL;
    for (size_t i = 0; i < top_count(evaluation); i++) {
        const TermRun *run = top_term(evaluation, i);
        if (!run || run->term->field != TERM_PAIR || run->term->values.count != 1)
            continue;
        CountryId a = run->values[0].first->only, b = run->values[0].second->only;
        const EventId *events = NULL;
        if (a.at == COUNTRY_NONE || b.at == COUNTRY_NONE || country_equal(a, b))
            continue;
        size_t found = timeline_pair_events(evaluation->timeline, a, b, &events);
        if (events && (!best || found < *count)) {
            best = events;
            *count = found;
        }
    }
    return best;
}

static void narrow_days(const Term *term, int32_t *first, int32_t *last)
{
    int32_t low = DATE_LAST_DAY, high = DATE_FIRST_DAY;
    for (size_t i = 0; i < term->values.count; i++) {
        const TermValue *value = &term->values.items[i];
        low = value->first < low ? value->first : low;
        high = value->last > high ? value->last : high;
    }
    *first = low > *first ? low : *first;
    *last = high < *last ? high : *last;
}

static int64_t longest_event(Evaluation *evaluation)
{
    if (evaluation->longest >= 0)
        return evaluation->longest;
    evaluation->longest = 0;
    for (size_t s = 0; s < timeline_segment_count(evaluation->timeline); s++) {
        const Segment *segment = timeline_segment(evaluation->timeline, s);
        for (uint32_t row = 0; segment->end && row < segment->count; row++) {
            int64_t days = (int64_t)segment->end[row] - segment->start[row];
            evaluation->longest = days > evaluation->longest ? days : evaluation->longest;
        }
    }
    return evaluation->longest;
}

// The first of `events` (in total order) that starts on that day or later; those without a date stand last.
static size_t first_from(const Timeline *timeline, const EventId *events, size_t count, int64_t day)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        Date date = timeline_event(timeline, events[middle]).date;
        if (!date_is_absent(date) && date.start < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const EventId *evaluation_candidates(Evaluation *evaluation, size_t *count)
{
    *count = 0;
    evaluation_keep_up(evaluation);
    int32_t first = DATE_FIRST_DAY, last = DATE_LAST_DAY;
    for (size_t i = 0; i < top_count(evaluation); i++) {
        const TermRun *run = top_term(evaluation, i);
        if (run && (run->term->field == TERM_YEAR || run->term->field == TERM_DATE))
            narrow_days(run->term, &first, &last);
    }
    bool has_days = first != DATE_FIRST_DAY || last != DATE_LAST_DAY;
    const EventId *events = pair_candidates(evaluation, count);
    if (!events && has_days)
        *count = timeline_all_events(evaluation->timeline, &events);
    if (!events || !has_days)
        return events;
    // Events that started before the first day may still reach into it.
    size_t from = first_from(evaluation->timeline, events, *count,
                             (int64_t)first - longest_event(evaluation));
    size_t until = first_from(evaluation->timeline, events, *count, (int64_t)last + 1);
    *count = until > from ? until - from : 0;
    return events + from;
}
