// Words are looked for in the bytes of records first, where the source can do that: only what may have them is decoded.
#include <config.h>
#include "model/filter_eval.h"

#include "model/notes.h"

// The next run of letters and digits: where the value stands in a text, so does each of them.
static Text cut_plain_word(Text *folded)
{
    Text word = {folded->ptr, 0};
    for (size_t at = 0; at < folded->len; at++) {
        char c = folded->ptr[at];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            word.len++;
        else if (word.len > 1)
            break;
        else
            word = (Text){folded->ptr + at + 1, 0};
    }
    *folded = text_sub(*folded, (size_t)(word.ptr - folded->ptr) + word.len, folded->len);
    return word;
}

// Of all words that the source can tell about.
static bool search_words(const Source *source, WordSearch *search, Text folded, Arena *scratch,
                         uint64_t *rows)
{
    bool is_told = false;
    while ((search->word = cut_plain_word(&folded)).len > 1)
        is_told = source->ops->search(source, search, scratch, rows) || is_told;
    return is_told;
}

// Where the block's records stand. False: not one behind the other in one source, or they are not all of their events.
static bool list_records(const Block *block, uint64_t records[BLOCK_ROWS + 1], WordSearch *search)
{
    const Segment *segment = block->segment;
    uint32_t rows = segment->count - block->first;
    bool has_next = rows > block->count; // else the last record has no end that is known
    search->records = records;
    search->count = has_next ? block->count : block->count - 1;
    for (uint32_t i = 0; i <= search->count; i++) {
        uint32_t row = block->first + i;
        records[i] = segment->record_base + segment->record[row];
        if ((i > 0 && records[i] <= records[i - 1]) ||
            (segment->source && segment->source[row] != segment->source[block->first]))
            return false;
    }
    return search->count > 0 && !segment->first_participant && !segment->first_position;
}

static void list_codes(const Timeline *timeline, const Block *block, Text codes[BLOCK_ROWS])
{
    const uint32_t *column = block->segment->code;
    for (uint32_t i = 0; i < block->count; i++)
        codes[i] =
            timeline_string(timeline, (StringId){column ? column[block->first + i] : WORD_NONE});
}

// Events with notes may have a place that the record has not.
static uint64_t noted_rows(const Evaluation *evaluation, const Block *block, uint64_t mask)
{
    const Notes *notes = timeline_notes(evaluation->timeline);
    uint64_t noted = 0;
    while (mask && notes) {
        unsigned bit = mask_next(&mask);
        noted |= (uint64_t)notes_has_event(notes, block_event(block, bit)) << bit;
    }
    return noted;
}

uint64_t words_worth_asking(Evaluation *evaluation, const TermRun *run, const Block *block,
                            uint64_t mask)
{
    enum { FEW = 4 }; // are sooner decoded
    uint64_t records[BLOCK_ROWS + 1], found = 0;
    Text codes[BLOCK_ROWS];
    WordSearch search;
    if (__builtin_popcountll(mask) <= FEW || !list_records(block, records, &search))
        return mask;
    uint32_t number = timeline_event_source(evaluation->timeline, block_event(block, 0));
    const Source *source = timeline_source(evaluation->timeline, number);
    list_codes(evaluation->timeline, block, codes);
    search.codes = codes;
    ArenaMark mark = arena_mark(evaluation->scratch);
    bool is_told = source->ops->search != NULL;
    for (size_t i = 0; i < run->term->values.count && is_told; i++) {
        uint64_t rows = UINT64_MAX >> (BLOCK_ROWS - search.count);
        is_told = search_words(source, &search, run->values[i].folded, evaluation->scratch, &rows);
        found |= rows;
        arena_rewind(evaluation->scratch, mark);
    }
    if (!is_told)
        return mask;
    if (search.count < block->count)
        found |= (uint64_t)1 << search.count;
    return (mask & found) | noted_rows(evaluation, block, mask & ~found);
}
