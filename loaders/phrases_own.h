// The table of phrases as phrases.c builds it and phrases_match.c walks it. Private to the two.
#ifndef BILAT_LOADERS_PHRASES_OWN_H
#define BILAT_LOADERS_PHRASES_OWN_H

#include "loaders/phrases.h"

enum {
    LABEL_BYTES = 128,    // a longer word is in no list
    GAP_BYTES = 64,       // between two words of one phrase: a line end and an indentation fit
    START_BITS = 1 << 15, // 4 KiB a table: several of them fit into the nearest cache
    CHILD_BITS = 4,       // a slot: one bit in eight or more is set, and all lie near each other
    SKIPPED_WORDS = 4, // that "..." stands for, at most: "expressed his deep and sincere gratitude"
};

// One way to write a phrase: "The Hague" and "the Hague" end at the same node.
typedef struct Spelling Spelling;
struct Spelling {
    Text phrase;   // from its first word to its last
    Text tail;     // stops and brackets behind it
    bool skips;    // it has a "..."
    bool is_small; // no capital: it fits whatever the text's are
    Sense *first, *last;
    Spelling *next;
};

// A tree over words. The label of an edge is the folded word with the normalised gap before it: "-bissau".
typedef struct Node {
    uint32_t parent;
    bool has_children, has_skip; // a "..." among them
    Text label;
    Spelling *spellings;
} Node;

typedef struct Slot {
    uint32_t node; // 0: free
    uint32_t hash; // of parent and label, its upper half: nearly always it tells without the node
} Slot;

struct Phrases {
    Arena *arena;
    Node *items; // items[0] is the root
    size_t count, capacity;
    Slot *slots; // children by parent and label, open addressing
    size_t slot_count;
    uint64_t
        *bits; // CHILD_BITS a slot, by hash: of what is surely no child no slot need be looked at
    size_t spelling_count;
    uint64_t starts[START_BITS / 64]; // by hash: a phrase may begin with such a word
};

typedef struct Label {
    char bytes[LABEL_BYTES];
    size_t len;
    bool is_full;
} Label;

// False when the word is too long for any list.
bool phrases_label(Text text, size_t gap_start, PhraseWord word, Arena *scratch, Label *label);
uint64_t phrases_spread(uint64_t hash, uint32_t parent); // of a label below that node
// The slot of the child, or the free one where it would stand.
size_t phrases_slot(const Phrases *phrases, uint32_t parent, Text label);
static inline uint32_t phrases_start_bit(uint64_t hash)
{
    return (uint32_t)(hash >> 20) % START_BITS;
}

// False where surely no phrase begins with the word: so for most words of a text, in most lists.
static inline bool phrases_may_begin(const Phrases *phrases, const PhraseWord *word)
{
    uint32_t bit = phrases_start_bit(word->hash);
    return !word->is_ascii || (phrases->starts[bit / 64] >> (bit % 64) & 1);
}

static inline size_t phrases_child_bit(const Phrases *phrases, uint64_t hash)
{
    return (size_t)(hash >> 16) & (phrases->slot_count * CHILD_BITS - 1);
}

// False where surely no child has the hash, which is that of parent and label.
static inline bool phrases_may_have_child(const Phrases *phrases, uint64_t hash)
{
    size_t bit = phrases_child_bit(phrases, hash);
    return phrases->bits[bit / 64] >> (bit % 64) & 1;
}

extern const Text phrases_skip_label; // of "...": no label of a word, those end in one
// A capital at `at`, which is `len` bytes long.
bool phrases_is_capital(Text text, size_t at, size_t *len);

#endif
