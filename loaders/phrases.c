#include <config.h>
#include "loaders/phrases_own.h"

#include "model/utf8.h"

#include <string.h>

static void make_slots(Phrases *phrases)
{
    phrases->slots = ARENA_ARRAY(phrases->arena, Slot, phrases->slot_count);
    phrases->bits = ARENA_ARRAY(phrases->arena, uint64_t, phrases->slot_count * CHILD_BITS / 64);
}

Phrases *phrases_new(Arena *arena)
{
    Phrases *phrases = ARENA_NEW(arena, Phrases);
    phrases->arena = arena;
    phrases->slot_count = 64;
    make_slots(phrases);
    ARENA_PUSH(arena, phrases, ((Node){.parent = 0}));
    return phrases;
}

size_t phrases_count(const Phrases *phrases)
{
    return phrases->spelling_count;
}

// ---- labels ----

const Text phrases_skip_label = TEXT_INIT("..."); // no label of a word: those end in one

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

bool phrases_label(Text text, size_t gap_start, PhraseWord word, Arena *scratch, Label *label)
{
    label->len = 0;
    label->is_full = false;
    label_add_gap(label, text_sub(text, gap_start, word.start - gap_start));
    label_add_word(label, text_sub(text, word.start, word.end - word.start), scratch);
    return !label->is_full;
}

// ---- the tree ----

uint64_t phrases_spread(uint64_t hash, uint32_t parent)
{
    // the golden ratio in 64 bits spreads parents that are neighbours
    return hash ^ (parent * 0x9E3779B97F4A7C15u);
}

static uint64_t hash_of(uint32_t parent, Text label)
{
    return phrases_spread(text_hash(label), parent);
}

size_t phrases_slot(const Phrases *phrases, uint32_t parent, Text label)
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

static void note_start(Phrases *phrases, Text label)
{
    uint32_t bit = phrases_start_bit(text_hash(label));
    phrases->starts[bit / 64] |= (uint64_t)1 << (bit % 64);
}

static void fill_slot(Phrases *phrases, uint32_t index)
{
    const Node *node = &phrases->items[index];
    uint64_t hash = hash_of(node->parent, node->label);
    size_t bit = phrases_child_bit(phrases, hash);
    phrases->slots[phrases_slot(phrases, node->parent, node->label)] =
        (Slot){index, (uint32_t)(hash >> 32)};
    phrases->bits[bit / 64] |= (uint64_t)1 << (bit % 64);
}

static void grow_slots(Phrases *phrases)
{
    phrases->slot_count *= 2;
    make_slots(phrases);
    for (size_t i = 1; i < phrases->count; i++)
        fill_slot(phrases, (uint32_t)i);
}

static uint32_t add_child(Phrases *phrases, uint32_t parent, Text label)
{
    size_t slot = phrases_slot(phrases, parent, label);
    if (phrases->slots[slot].node != 0)
        return phrases->slots[slot].node;
    Node node = {.parent = parent, .label = arena_text(phrases->arena, label)};
    ARENA_PUSH(phrases->arena, phrases, node);
    uint32_t added = (uint32_t)(phrases->count - 1);
    phrases->items[parent].has_children = true;
    phrases->items[parent].has_skip |= text_equal(label, phrases_skip_label);
    if (parent == 0)
        note_start(phrases, label);
    fill_slot(phrases, added);
    if (2 * phrases->count > phrases->slot_count)
        grow_slots(phrases);
    return added;
}

bool phrases_is_capital(Text text, size_t at, size_t *len)
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
        has_one = phrases_is_capital(phrase, at, &len);
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
    if (text_find(text_sub(phrase, gap, word.start - gap), phrases_skip_label) != TEXT_NOWHERE) {
        node = add_child(phrases, node, phrases_skip_label);
        gap = word.start - 1; // the blank
    }
    if (!phrases_label(phrase, gap, word, phrases->arena, &label))
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
