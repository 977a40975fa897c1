// The parts of a filter, each of which can be dropped: what they are called, what they let pass, what they hide.
#include <config.h>
#include "model/filter_eval.h"

size_t filter_chip_count(const Filter *filter)
{
    return filter ? filter->chip_count : 0;
}

Text filter_chip_text(const Filter *filter, size_t chip)
{
    BUG_IF(chip >= filter->chip_count);
    return filter->chips[chip].text;
}

Text filter_without_chip(const Filter *filter, size_t chip, Arena *arena)
{
    Buffer out = buffer_in(arena);
    for (size_t i = 0; i < filter->chip_count; i++) {
        if (i == chip)
            continue;
        if (out.count)
            buffer_add_char(&out, ' ');
        buffer_add(&out, filter->chips[i].text);
    }
    return buffer_text(&out);
}

bool filter_chip_is_joined(const Filter *filter, size_t chip)
{
    BUG_IF(chip >= filter->chip_count);
    return filter->chips[chip].member != TEXT_NOWHERE;
}

const Node *filter_chip_node(const Filter *filter, size_t chip)
{
    const Node *node = filter_top(filter, filter->chips[chip].top);
    size_t member = filter->chips[chip].member;
    return member == TEXT_NOWHERE ? node : node->items[member];
}

// ---- what they let pass ----

static size_t item_count(const Evaluation *evaluation, const EvalNode *same, EventId id)
{
    size_t count;
    if (same->scope == SCOPE_POSITION)
        timeline_positions(evaluation->timeline, id, &count);
    else
        timeline_participants(evaluation->timeline, id, &count);
    return count;
}

static bool is_asked(const Evaluation *evaluation, const EvalNode *same, EventId id, size_t n)
{
    size_t count;
    return same->scope == SCOPE_POSITION || same->wants_mentioned ||
           timeline_participants(evaluation->timeline, id, &count)[n].role.at != WORD_MENTIONED;
}

// Does the participant or position fulfil all members but one?
static bool others_hold(Evaluation *evaluation, const EvalNode *same, const EvalNode *left_out,
                        EventId id, size_t n)
{
    for (size_t i = 0; i < same->count; i++)
        if (same->items[i] != left_out && !evaluation_item_holds(evaluation, same->items[i], id, n))
            return false;
    return true;
}

static bool is_negative(const EvalNode *same, const EvalNode *left_out)
{
    for (size_t i = 0; i < same->count; i++)
        if (same->items[i] != left_out && same->items[i]->kind != NODE_NOT)
            return false;
    return true;
}

// As the filter would be read without that chip: what is left asks for one participant or position that fulfils it,
// or, where it has only negations, for none that fails.
static bool passes_without(Evaluation *evaluation, const EvalNode *same, const EvalNode *left_out,
                           EventId id)
{
    bool wants_all = is_negative(same, left_out);
    size_t count = item_count(evaluation, same, id);
    for (size_t n = 0; n < count; n++)
        if (is_asked(evaluation, same, id, n) &&
            others_hold(evaluation, same, left_out, id, n) != wants_all)
            return !wants_all;
    return wants_all;
}

static bool some_item_holds(Evaluation *evaluation, const EvalNode *same, const EvalNode *item,
                            EventId id)
{
    size_t count = item_count(evaluation, same, id);
    for (size_t n = 0; n < count; n++)
        if (is_asked(evaluation, same, id, n) && evaluation_item_holds(evaluation, item, id, n))
            return true;
    return false;
}

bool evaluation_chip_matches(Evaluation *evaluation, size_t chip, EventId id)
{
    BUG_IF(!evaluation->filter || chip >= evaluation->filter->chip_count);
    evaluation_keep_up(evaluation);
    const EvalNode *top = evaluation->tops[evaluation->filter->chips[chip].top];
    const EvalNode *member = evaluation->members[chip];
    return member ? some_item_holds(evaluation, top, member, id)
                  : evaluation_node_matches(evaluation, top, id);
}

// ---- what they hide ----

static size_t count_without(Evaluation *evaluation, size_t chip, const Block *block, uint64_t mask)
{
    const EvalNode *top = evaluation->tops[evaluation->filter->chips[chip].top];
    const EvalNode *member = evaluation->members[chip];
    if (!member)
        return (size_t)__builtin_popcountll(mask);
    size_t count = 0;
    while (mask)
        count += passes_without(evaluation, top, member, block_event(block, mask_next(&mask)));
    return count;
}

void evaluation_count_hidden(Evaluation *evaluation, size_t segment, uint32_t first, uint32_t end,
                             size_t *hidden)
{
    const Filter *filter = evaluation->filter;
    size_t tops = filter ? filter_top_count(filter) : 0;
    Arena *scratch = arena_new();
    uint64_t *fails = ARENA_ARRAY(scratch, uint64_t, tops);
    evaluation_keep_up(evaluation);
    for (uint32_t row = first; row < end; row += BLOCK_ROWS) {
        Block block = evaluation_block_at(evaluation, (uint32_t)segment, row); // < 65536
        uint64_t open = UINT64_MAX >> (BLOCK_ROWS - block.count), once = 0;
        for (size_t i = 0; i < tops; i++) {
            fails[i] = open & ~evaluation_match(evaluation, evaluation->tops[i], &block, open);
            open &= ~(once & fails[i]); // two of them hide it: no single one to blame
            once |= fails[i];
        }
        for (size_t chip = 0; filter && chip < filter->chip_count; chip++)
            hidden[chip] +=
                count_without(evaluation, chip, &block, fails[filter->chips[chip].top] & open);
    }
    arena_free(scratch);
}
