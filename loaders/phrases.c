#include <config.h>
#include "loaders/phrases.h"

#include "model/utf8.h"

#include <string.h>

enum {
    LABEL_BYTES = 128,    // a longer word is in no list
    GAP_BYTES = 64,       // between two words of one phrase: a line end and an indentation fit
    START_BITS = 1 << 15, // 4 KiB a table: several of them fit into the nearest cache
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
    size_t spelling_count;
    uint64_t starts[START_BITS / 64]; // by hash: a phrase may begin with such a word
};

Phrases *phrases_new(Arena *arena)
{
    Phrases *phrases = ARENA_NEW(arena, Phrases);
    phrases->arena = arena;
    phrases->slot_count = 64;
    phrases->slots = ARENA_ARRAY(arena, Slot, phrases->slot_count);
    ARENA_PUSH(arena, phrases, ((Node){.parent = 0}));
    return phrases;
}

size_t phrases_count(const Phrases *phrases)
{
    return phrases->spelling_count;
}

// ---- labels ----

static const Text skip_label = TEXT_INIT("..."); // no label of a word: those end in one

typedef struct Label {
    char bytes[LABEL_BYTES];
    size_t len;
    bool is_full;
} Label;

static void label_add(Label *label, Text text)
{
    if (label->len + text.len > LABEL_BYTES) {
        label->is_full = true;
        return;
    }
    memcpy(label->bytes + label->len, text.ptr, text.len);
    label->len += text.len;
}

static void label_add_gap(Label *label, Text gap)
{
    bool is_after_blank = false;
    size_t len = 0;
    for (size_t at = 0; at < gap.len; at += len) {
        uint32_t code = utf8_decode(gap, at, &len);
        bool is_blank = utf8_is_blank(code);
        if (is_blank && !is_after_blank)
            label_add(label, TEXT(" "));
        else if (code == 0x2018 || code == 0x2019)
            label_add(label, TEXT("'"));
        else if (code == 0x2010 || code == 0x2011)
            label_add(label, TEXT("-"));
        else if (!is_blank)
            label_add(label, text_sub(gap, at, len));
        is_after_blank = is_blank;
    }
}

static void label_add_word(Label *label, Text word, Arena *scratch)
{
    bool is_ascii = true;
    for (size_t i = 0; i < word.len && is_ascii; i++)
        is_ascii = (unsigned char)word.ptr[i] < 0x80;
    if (!is_ascii) {
        ArenaMark mark = arena_mark(scratch);
        label_add(label, utf8_fold(word, scratch));
        arena_rewind(scratch, mark);
        return;
    }
    size_t from = label->len;
    label_add(label, word);
    for (size_t i = from; i < label->len; i++)
        if (label->bytes[i] >= 'A' && label->bytes[i] <= 'Z')
            label->bytes[i] = (char)(label->bytes[i] - 'A' + 'a');
}

// False when the word is too long for any list.
static bool label_of(Text text, size_t gap_start, PhraseWord word, Arena *scratch, Label *label)
{
    label->len = 0;
    label->is_full = false;
    label_add_gap(label, text_sub(text, gap_start, word.start - gap_start));
    label_add_word(label, text_sub(text, word.start, word.end - word.start), scratch);
    return !label->is_full;
}

// ---- the tree ----

static uint64_t spread(uint64_t hash, uint32_t parent)
{
    // the golden ratio in 64 bits spreads parents that are neighbours
    return hash ^ (parent * 0x9E3779B97F4A7C15u);
}

static uint64_t hash_of(uint32_t parent, Text label)
{
    return spread(text_hash(label), parent);
}

static size_t slot_of(const Phrases *phrases, uint32_t parent, Text label)
{
    size_t mask = phrases->slot_count - 1;
    uint64_t hash = hash_of(parent, label);
    size_t at = (size_t)hash & mask;
    for (; phrases->slots[at].node != 0; at = (at + 1) & mask) {
        const Node *node = &phrases->items[phrases->slots[at].node];
        if (phrases->slots[at].hash == (uint32_t)(hash >> 32) && node->parent == parent &&
            text_equal(node->label, label))
            break;
    }
    return at;
}

static uint32_t start_bit(uint64_t hash)
{
    return (uint32_t)(hash >> 20) % START_BITS;
}

// False where surely no phrase begins with the word: so for most words of a text, in most lists.
static bool may_begin(const Phrases *phrases, const PhraseWord *word)
{
    uint32_t bit = start_bit(word->hash);
    return !word->is_ascii || (phrases->starts[bit / 64] >> (bit % 64) & 1);
}

static void note_start(Phrases *phrases, Text label)
{
    uint32_t bit = start_bit(text_hash(label));
    phrases->starts[bit / 64] |= (uint64_t)1 << (bit % 64);
}

static void fill_slot(Phrases *phrases, uint32_t index)
{
    const Node *node = &phrases->items[index];
    uint64_t hash = hash_of(node->parent, node->label);
    phrases->slots[slot_of(phrases, node->parent, node->label)] =
        (Slot){index, (uint32_t)(hash >> 32)};
}

static void grow_slots(Phrases *phrases)
{
    phrases->slot_count *= 2;
    phrases->slots = ARENA_ARRAY(phrases->arena, Slot, phrases->slot_count);
    for (size_t i = 1; i < phrases->count; i++)
        fill_slot(phrases, (uint32_t)i);
}

static uint32_t add_child(Phrases *phrases, uint32_t parent, Text label)
{
    size_t slot = slot_of(phrases, parent, label);
    if (phrases->slots[slot].node != 0)
        return phrases->slots[slot].node;
    Node node = {.parent = parent, .label = arena_text(phrases->arena, label)};
    ARENA_PUSH(phrases->arena, phrases, node);
    uint32_t added = (uint32_t)(phrases->count - 1);
    phrases->items[parent].has_children = true;
    phrases->items[parent].has_skip |= text_equal(label, skip_label);
    if (parent == 0)
        note_start(phrases, label);
    fill_slot(phrases, added);
    if (2 * phrases->count > phrases->slot_count)
        grow_slots(phrases);
    return added;
}

static bool is_capital(Text text, size_t at, size_t *len)
{
    unsigned char byte = (unsigned char)text.ptr[at];
    *len = 1;
    return byte < 0x80 ? byte >= 'A' && byte <= 'Z' : utf8_is_upper(utf8_decode(text, at, len));
}

static bool has_capital(Text phrase)
{
    bool has_one = false;
    size_t len = 0;
    for (size_t at = 0; at < phrase.len && !has_one; at += len) {
        has_one = is_capital(phrase, at, &len);
        utf8_decode(phrase, at, &len);
    }
    return has_one;
}

static Spelling *spelling_of(Phrases *phrases, uint32_t node, Text phrase, Text tail)
{
    Spelling **link = &phrases->items[node].spellings;
    for (; *link; link = &(*link)->next)
        if (text_equal((*link)->phrase, phrase) && text_equal((*link)->tail, tail))
            return *link;
    *link = ARENA_NEW(phrases->arena, Spelling);
    (*link)->phrase = phrase;
    (*link)->tail = tail;
    (*link)->skips = text_find(phrase, TEXT(" ... ")) != TEXT_NOWHERE;
    (*link)->is_small = !has_capital(phrase);
    phrases->spelling_count++;
    return *link;
}

static bool same_sense(const Sense *a, const Sense *b)
{
    return a->class == b->class && country_equal(a->country, b->country) &&
           text_equal(a->lemma, b->lemma) && text_equal(a->group, b->group);
}

static void add_sense(Phrases *phrases, Spelling *spelling, Sense sense)
{
    bool has_meaning = spelling->first && spelling->first->class != 0;
    if (has_meaning && sense.class == 0)
        return;
    for (const Sense *old = spelling->first; old; old = old->next)
        if (same_sense(old, &sense))
            return;
    Sense *added = ARENA_NEW(phrases->arena, Sense);
    *added = sense;
    added->next = NULL;
    if (!has_meaning)
        spelling->first = added; // what means something is no exclusion
    else
        spelling->last->next = added;
    spelling->last = added;
}

// The node behind one word of a phrase; 0 when the word is too long for a list.
static uint32_t add_word(Phrases *phrases, uint32_t node, Text phrase, size_t gap, PhraseWord word)
{
    Label label;
    if (text_find(text_sub(phrase, gap, word.start - gap), skip_label) != TEXT_NOWHERE) {
        node = add_child(phrases, node, skip_label);
        gap = word.start - 1; // the blank
    }
    if (!label_of(phrase, gap, word, phrases->arena, &label))
        return 0;
    return add_child(phrases, node, (Text){label.bytes, label.len});
}

void phrases_add(Phrases *phrases, Text phrase, Sense sense)
{
    PhraseWord word;
    if (!phrase_word_find(phrase, 0, phrase.len, &word))
        return;
    size_t start = word.start;
    size_t gap = word.start;
    uint32_t node = 0;
    do {
        node = add_word(phrases, node, phrase, gap, word);
        gap = word.end;
    } while (node != 0 && phrase_word_find(phrase, gap, phrase.len, &word));
    if (node == 0)
        return;
    Text tail = text_trim(text_sub(phrase, gap, phrase.len));
    add_sense(phrases, spelling_of(phrases, node, text_sub(phrase, start, gap - start), tail),
              sense);
}

// ---- matching ----

// Every capital of the phrase's word is one in the text; where accents are written apart, the first letter tells.
static bool word_fits(Text phrase, Text text)
{
    size_t at = 0;
    size_t phrase_at = 0;
    while (at < text.len && phrase_at < phrase.len) {
        size_t len = 0;
        size_t phrase_len = 0;
        if (is_capital(phrase, phrase_at, &phrase_len) && !is_capital(text, at, &len))
            return false;
        utf8_decode(text, at, &len);
        at += len;
        phrase_at += phrase_len;
        if (phrase.len != text.len)
            break;
    }
    return true;
}

static bool phrase_fits(Text phrase, Text text)
{
    PhraseWord word = {.end = 0};
    PhraseWord found = {.end = 0};
    while (phrase_word_find(phrase, word.end, phrase.len, &word) &&
           phrase_word_find(text, found.end, text.len, &found))
        if (!word_fits(text_sub(phrase, word.start, word.end - word.start),
                       text_sub(text, found.start, found.end - found.start)))
            return false;
    return true;
}

static size_t shared_start(Text a, Text b)
{
    size_t len = 0;
    while (len < a.len && len < b.len && a.ptr[len] == b.ptr[len])
        len++;
    return len;
}

static bool spelling_fits(const Spelling *spelling, Text text, size_t tail)
{
    if (text_starts(spelling->tail, TEXT("-")) && tail == 0)
        return false;
    return spelling->skips || spelling->is_small || phrase_fits(spelling->phrase, text);
}

// The spelling that fits `text` and has most of its tail in what follows; NULL: none does.
static const Spelling *best_spelling(const Node *node, Text text, Text after, size_t *tail)
{
    const Spelling *best = NULL;
    for (const Spelling *spelling = node->spellings; spelling; spelling = spelling->next) {
        size_t shared = shared_start(spelling->tail, after);
        if ((best && shared <= *tail) || !spelling_fits(spelling, text, shared))
            continue;
        best = spelling;
        *tail = shared;
    }
    return best;
}

typedef struct Path { // one attempt to match, from its first word
    const Phrases *phrases;
    const PhraseWords
        *words; // of the text, where they were found before; NULL: they are looked for
    size_t at;  // among them, the first one
    Text text;
    size_t start;
    Arena *scratch;
    Hit hit;
    size_t found; // phrases met
} Path;

// The label is the word alone, or with a blank before it.
static bool is_label_of(Text label, Text text, const PhraseWord *word, bool is_behind)
{
    size_t len = word->end - word->start;
    if (label.len != len + is_behind || (is_behind && label.ptr[0] != ' '))
        return false;
    for (size_t i = 0; i < len; i++) {
        char c = text.ptr[word->start + i];
        c = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        if (label.ptr[i + is_behind] != c)
            return false;
    }
    return true;
}

// The usual case, without making the label: a word of ASCII at the beginning of a phrase or behind a blank.
static uint32_t simple_child(const Path *path, uint32_t parent, const PhraseWord *word,
                             bool is_behind)
{
    const Phrases *phrases = path->phrases;
    size_t mask = phrases->slot_count - 1;
    uint64_t hash = spread(is_behind ? word->hash_behind : word->hash, parent);
    for (size_t at = (size_t)hash & mask; phrases->slots[at].node != 0; at = (at + 1) & mask) {
        const Node *node = &phrases->items[phrases->slots[at].node];
        if (phrases->slots[at].hash == (uint32_t)(hash >> 32) && node->parent == parent &&
            is_label_of(node->label, path->text, word, is_behind))
            return phrases->slots[at].node;
    }
    return 0;
}

static uint32_t child_of(const Path *path, uint32_t node, size_t gap, PhraseWord word)
{
    Label label;
    if (!path->phrases->items[node].has_children)
        return 0;
    bool is_behind = word.start == gap + 1 && path->text.ptr[gap] == ' ';
    if (word.is_ascii && (is_behind || word.start == gap))
        return simple_child(path, node, &word, is_behind);
    if (!label_of(path->text, gap, word, path->scratch, &label))
        return 0;
    return path->phrases->slots[slot_of(path->phrases, node, (Text){label.bytes, label.len})].node;
}

// The first word from `gap` on, if one begins near.
static bool next_word(const Path *path, size_t gap, PhraseWord *word)
{
    if (!path->words)
        return phrase_word_find(path->text, gap, gap + GAP_BYTES, word);
    for (size_t i = path->at + 1; i < path->words->count; i++)
        if (path->words->items[i].start >= gap) {
            *word = path->words->items[i];
            return word->start < gap + GAP_BYTES;
        }
    return false;
}

static void note_phrase(Path *path, uint32_t node, size_t end)
{
    if (!path->phrases->items[node].spellings)
        return;
    Text part = text_sub(path->text, path->start, end - path->start);
    Text after = text_sub(path->text, end, path->text.len);
    size_t tail = 0;
    const Spelling *spelling = best_spelling(&path->phrases->items[node], part, after, &tail);
    if (!spelling)
        return;
    path->found++;
    if (end + tail > path->hit.end)
        path->hit = (Hit){path->start, end + tail, spelling->first};
}

static void follow(Path *path, uint32_t node, size_t gap);

static bool is_all_blank(Text text)
{
    size_t len = 0;
    for (size_t at = 0; at < text.len; at += len)
        if (!utf8_is_blank(utf8_decode(text, at, &len)))
            return false;
    return true;
}

// From a node with a "..." below it: the fewest words are skipped.
static void skip_words(Path *path, uint32_t node, size_t gap)
{
    if (!path->phrases->items[node].has_skip)
        return;
    node = path->phrases->slots[slot_of(path->phrases, node, skip_label)].node;
    size_t found = path->found;
    PhraseWord word;
    for (int i = 0; node != 0 && i <= SKIPPED_WORDS && found == path->found; i++) {
        if (!next_word(path, gap, &word))
            return;
        if (!is_all_blank(text_sub(path->text, gap, word.start - gap)))
            return; // a comma or a stop
        uint32_t child = child_of(path, node, gap, word);
        if (child != 0) {
            note_phrase(path, child, word.end);
            follow(path, child, word.end);
        }
        gap = word.end;
    }
}

// Follows the words of the text down the tree and notes the longest phrase.
static void follow(Path *path, uint32_t node, size_t gap)
{
    PhraseWord word;
    while (path->phrases->items[node].has_children && next_word(path, gap, &word)) {
        node = child_of(path, node, gap, word);
        if (node == 0)
            return;
        gap = word.end;
        note_phrase(path, node, gap);
        skip_words(path, node, gap);
    }
}

// The longest phrase that begins with the word at `start`, exclusions too.
static bool longest_of(Path path, const PhraseWord *word, Hit *hit)
{
    uint32_t first = child_of(&path, 0, word->start, *word);
    if (first == 0)
        return false;
    note_phrase(&path, first, word->end);
    skip_words(&path, first, word->end);
    follow(&path, first, word->end);
    if (path.found)
        *hit = path.hit;
    return path.found > 0;
}

static bool longest_at(const Phrases *phrases, Text text, const PhraseWord *word, Arena *scratch,
                       Hit *hit)
{
    return may_begin(phrases, word) &&
           longest_of(
               (Path){.phrases = phrases, .text = text, .start = word->start, .scratch = scratch},
               word, hit);
}

bool phrases_at(const Phrases *phrases, Text text, size_t at, Arena *scratch, Hit *hit)
{
    PhraseWord word;
    if (phrase_word_is_around(text, at) || !phrase_word_find(text, at, at + 1, &word))
        return false;
    return longest_at(phrases, text, &word, scratch, hit) && hit->sense->class != 0;
}

bool phrases_next(const Phrases *phrases, Text text, size_t from, Arena *scratch, Hit *hit)
{
    PhraseWord word = {.end = from};
    if (phrase_word_is_around(text, from) && !phrase_word_find(text, from, text.len, &word))
        return false;
    while (phrase_word_find(text, word.end, text.len, &word)) {
        if (!longest_at(phrases, text, &word, scratch, hit))
            continue;
        if (hit->sense->class != 0)
            return true;
        word.end = hit->end;
    }
    return false;
}

bool phrases_next_word(const Phrases *phrases, const PhraseWords *words, size_t *at, Arena *scratch,
                       Hit *hit)
{
    while (*at < words->count) {
        size_t end = 0;
        const PhraseWord *word = &words->items[*at];
        if (may_begin(phrases, word) && longest_of((Path){.phrases = phrases,
                                                          .words = words,
                                                          .at = *at,
                                                          .text = words->text,
                                                          .start = word->start,
                                                          .scratch = scratch},
                                                   word, hit))
            end = hit->end;
        do
            ++*at;
        while (*at < words->count && words->items[*at].start < end);
        if (end > 0 && hit->sense->class != 0)
            return true;
    }
    return false;
}

const Sense *phrases_find(const Phrases *phrases, Text text, Arena *scratch)
{
    text = text_trim(text);
    Hit hit;
    if (!phrases_at(phrases, text, 0, scratch, &hit) || hit.end != text.len)
        return NULL;
    return hit.sense;
}

const Sense *sense_of_class(const Sense *sense, int class)
{
    while (sense && sense->class != class)
        sense = sense->next;
    return sense;
}
