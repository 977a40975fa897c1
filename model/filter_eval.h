// What evaluating a filter remembers: between filter_eval.c (the tree), filter_column.c (terms that the columns
// answer, 64 rows at a time), filter_words.c (terms that need decoded text or names).
#ifndef BILAT_MODEL_FILTER_EVAL_H
#define BILAT_MODEL_FILTER_EVAL_H

#include "model/filter_tree.h"
#include "model/regex.h"

// For each id of a table: not known yet, no, yes. So a string is compared once, whatever the number of rows.
typedef struct Memo {
    uint8_t *items;
    size_t count;
} Memo;
enum { MEMO_UNKNOWN, MEMO_NO, MEMO_YES, MEMO_EACH }; // EACH, of sources: its records differ
// The entry of an id; the memo is as long as `count` afterwards.
uint8_t *memo_at(Memo *memo, uint32_t id, size_t count, Arena *arena);

// A bit for each country id, strange ones too.
typedef struct CountrySet {
    uint64_t bits[(UINT16_MAX + 1) / 64];
    CountryId only; // the single member, else COUNTRY_NONE
    bool is_any;
} CountrySet;
static inline bool country_set_has(const CountrySet *set, CountryId id)
{
    return id.at != COUNTRY_NONE && (set->is_any || (set->bits[id.at / 64] >> (id.at % 64) & 1));
}

typedef struct ValueRun {
    Text folded;                // of a text
    Text squeezed;              // without blanks, hyphens, stops: for names
    bool is_prefix;             // "04*"
    CountrySet *first, *second; // NULL where the value has no country
    Regex *regex;
} ValueRun;

typedef struct TermRun {
    const Term *term;
    ValueRun *values; // as many as the term has
    Memo strings, actors, sources;
} TermRun;

typedef struct EvalNode EvalNode;
struct EvalNode {
    NodeKind kind;
    FilterScope scope;
    TermRun *run;
    EvalNode **items; // the cheap ones first where order does not matter
    size_t count;
    unsigned cost;
    bool wants_mentioned; // a NODE_SAME of participants that asks for those only mentioned
};

// The decoded texts of one event, made when asked for.
typedef struct Haystack {
    EventId id;
    bool has_words, has_raw;
    Text *folded; // pieces: title, place, text, names and offices, positions, extra columns
    Text *raw;
    size_t count;
    Text *said; // folded; of each position; ptr NULL: not made yet
} Haystack;

struct Evaluation {
    const Filter *filter; // may be NULL
    const Timeline *timeline;
    Arena *arena;
    Arena *scratch;        // of the haystack
    EvalNode *root;        // NULL: everything matches
    EvalNode **tops;       // what the root joins
    EvalNode **members;    // of each chip; NULL: it is all of what the root joins there
    size_t segments_known; // sets of countries are complete for these
    int64_t longest;       // days from start to end of the longest event; -1: not known
    Haystack hay;
};

enum { BLOCK_ROWS = 64 };

// Up to 64 rows of a segment; bit i of a mask is row first + i.
typedef struct Block {
    const Segment *segment;
    uint32_t number; // of the segment
    uint32_t first, count;
} Block;
static inline EventId block_event(const Block *block, unsigned bit)
{
    return timeline_event_id(block->number, block->first + bit);
}
// The lowest bit of a mask that is not 0; takes it away.
static inline unsigned mask_next(uint64_t *mask)
{
    unsigned bit = (unsigned)__builtin_ctzll(*mask);
    *mask &= *mask - 1;
    return bit;
}

// Few rows are looked at one by one, many in a loop over all 64 of the block.
static inline bool mask_is_small(uint64_t mask)
{
    return (mask & (mask - 1)) == 0;
}
// hit[i], which is 0 or 1, becomes bit i: eight bytes are gathered by a multiplication that moves byte i to bit 56 + i.
static inline uint64_t mask_of_hits(const uint8_t hit[BLOCK_ROWS])
{
    uint64_t mask = 0;
    for (unsigned i = 0; i < BLOCK_ROWS; i += 8) {
        uint64_t eight = 0;
        for (unsigned k = 0; k < 8; k++)
            eight |= (uint64_t)hit[i + k] << (8 * k);
        mask |= (eight * 0x0102040810204080u >> 56) << i;
    }
    return mask;
}

// ---- filter_eval.c ----

void evaluation_keep_up(Evaluation *evaluation); // with segments that came
Block evaluation_block_at(const Evaluation *evaluation, uint32_t number, uint32_t row);
// The rows of `mask` that fulfil the node.
uint64_t evaluation_match(Evaluation *evaluation, const EvalNode *node, const Block *block,
                          uint64_t mask);
bool evaluation_node_matches(Evaluation *evaluation, const EvalNode *node, EventId id);
// Of a node inside a NODE_SAME: does that participant or position fulfil it?
bool evaluation_item_holds(Evaluation *evaluation, const EvalNode *node, EventId id, size_t n);

// ---- filter_column.c ----

// The rows of `mask` that fulfil a term of scope EVENT.
uint64_t columns_match(Evaluation *evaluation, TermRun *run, const Block *block, uint64_t mask);

// ---- filter_country.c ----

void countries_prepare(Evaluation *evaluation, TermRun *run);
// Looks up codes that came with new segments.
void countries_refresh(Evaluation *evaluation, TermRun *run);
uint64_t countries_match(const Evaluation *evaluation, const TermRun *run, const Block *block,
                         uint64_t mask); // PAIR, WITH
bool position_speaks_for(const CountrySet *set, const Position *position, const Event *event);

// ---- filter_words.c ----

void words_prepare(Evaluation *evaluation, TermRun *run);
bool words_match(Evaluation *evaluation, TermRun *run, EventId id); // WORDS, REGEX
bool words_match_new_string(Evaluation *evaluation, TermRun *run, StringId id);
static inline bool words_match_string(Evaluation *evaluation, TermRun *run, StringId id)
{
    uint8_t known = id.at < run->strings.count ? run->strings.items[id.at] : MEMO_UNKNOWN;
    return known == MEMO_UNKNOWN ? words_match_new_string(evaluation, run, id) : known == MEMO_YES;
}
bool words_match_text(const TermRun *run, Text text, Arena *scratch);
bool words_match_participant(Evaluation *evaluation, TermRun *run, EventId id, size_t n);
bool words_match_position(Evaluation *evaluation, TermRun *run, EventId id, size_t n);

// ---- filter_bytes.c ----

// Of the rows of `mask`, those that are worth while to be asked for WORDS: whose bytes may have them.
uint64_t words_worth_asking(Evaluation *evaluation, const TermRun *run, const Block *block,
                            uint64_t mask);

// ---- filter_notes.c ----

bool notes_match(Evaluation *evaluation, TermRun *run, EventId id); // TAG, NOTE, MARKED

#endif
