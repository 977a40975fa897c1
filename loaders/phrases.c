#include <config.h>
#include "loaders/phrases.h"

#include "model/utf8.h"

#include <string.h>

enum {
    LABEL_BYTES = 128, // a longer word is in no list
    GAP_BYTES = 64,    // between two words of one phrase: a line end and an indentation fit
    SKIPPED_WORDS = 4, // that "..." stands for, at most: "expressed his deep and sincere gratitude"
};

// One way to write a phrase: "The Hague" and "the Hague" end at the same node.
typedef struct Spelling Spelling;
struct Spelling {
    Text phrase; // from its first word to its last
    Text tail;   // stops and brackets behind it
    bool skips;  // it has a "..."
    Sense *first, *last;
    Spelling *next;
};

// A tree over words. The label of an edge is the folded word with the normalised gap before it: "-bissau".
typedef struct Node {
    uint32_t parent;
    Text label;
    Spelling *spellings;
} Node;

struct Phrases {
    Arena *arena;
    Node *items; // items[0] is the root
    size_t count, capacity;
    uint32_t *slots; // children by parent and label, open addressing; 0 is free
    size_t slot_count;
    size_t spelling_count;
};

typedef struct Word {
    size_t start, end;
} Word;

Phrases *phrases_new(Arena *arena)
{
    Phrases *phrases = ARENA_NEW(arena, Phrases);
    phrases->arena = arena;
    phrases->slot_count = 64;
    phrases->slots = ARENA_ARRAY(arena, uint32_t, phrases->slot_count);
    ARENA_PUSH(arena, phrases, ((Node){.parent = 0}));
    return phrases;
}

size_t phrases_count(const Phrases *phrases)
{
    return phrases->spelling_count;
}

// ---- words ----

static bool is_word_code(uint32_t code)
{
    bool is_mark = code >= 0x300 && code <= 0x36F; // accents written apart
    return is_mark || utf8_is_letter(code) || utf8_is_digit(code);
}

static bool is_word_at(Text text, size_t at, size_t *len)
{
    unsigned char byte = (unsigned char)text.ptr[at];
    *len = 1;
    if (byte < 0x80)
        return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
               (byte >= '0' && byte <= '9');
    return is_word_code(utf8_decode(text, at, len));
}

// The first word that begins in text[from..limit).
static bool find_word(Text text, size_t from, size_t limit, Word *word)
{
    size_t len = 0;
    size_t at = from;
    while (at < text.len && at < limit && !is_word_at(text, at, &len))
        at += len;
    if (at >= text.len || at >= limit)
        return false;
    word->start = at;
    while (at < text.len && is_word_at(text, at, &len))
        at += len;
    word->end = at;
    return true;
}

static bool begins_inside_word(Text text, size_t at)
{
    if (at == 0 || at >= text.len)
        return false;
    size_t before = at - 1;
    while (before > 0 && at - before < 4 && ((unsigned char)text.ptr[before] & 0xC0) == 0x80)
        before--;
    size_t len = 0;
    return is_word_at(text, before, &len) && is_word_at(text, at, &len);
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
static bool label_of(Text text, size_t gap_start, Word word, Arena *scratch, Label *label)
{
    label->len = 0;
    label->is_full = false;
    label_add_gap(label, text_sub(text, gap_start, word.start - gap_start));
    label_add_word(label, text_sub(text, word.start, word.end - word.start), scratch);
    return !label->is_full;
}

// ---- the tree ----

static size_t slot_of(const Phrases *phrases, uint32_t parent, Text label)
{
    size_t mask = phrases->slot_count - 1;
    // the golden ratio in 64 bits spreads parents that are neighbours
    size_t at = (size_t)(text_hash(label) ^ (parent * 0x9E3779B97F4A7C15u)) & mask;
    while (phrases->slots[at] != 0) {
        const Node *node = &phrases->items[phrases->slots[at]];
        if (node->parent == parent && text_equal(node->label, label))
            break;
        at = (at + 1) & mask;
    }
    return at;
}

static void grow_slots(Phrases *phrases)
{
    phrases->slot_count *= 2;
    phrases->slots = ARENA_ARRAY(phrases->arena, uint32_t, phrases->slot_count);
    for (size_t i = 1; i < phrases->count; i++) {
        const Node *node = &phrases->items[i];
        phrases->slots[slot_of(phrases, node->parent, node->label)] = (uint32_t)i;
    }
}

static uint32_t add_child(Phrases *phrases, uint32_t parent, Text label)
{
    size_t slot = slot_of(phrases, parent, label);
    if (phrases->slots[slot] != 0)
        return phrases->slots[slot];
    Node node = {.parent = parent, .label = arena_text(phrases->arena, label)};
    ARENA_PUSH(phrases->arena, phrases, node);
    uint32_t added = (uint32_t)(phrases->count - 1);
    phrases->slots[slot] = added;
    if (2 * phrases->count > phrases->slot_count)
        grow_slots(phrases);
    return added;
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
static uint32_t add_word(Phrases *phrases, uint32_t node, Text phrase, size_t gap, Word word)
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
    Word word;
    if (!find_word(phrase, 0, phrase.len, &word))
        return;
    size_t start = word.start;
    size_t gap = word.start;
    uint32_t node = 0;
    do {
        node = add_word(phrases, node, phrase, gap, word);
        gap = word.end;
    } while (node != 0 && find_word(phrase, gap, phrase.len, &word));
    if (node == 0)
        return;
    Text tail = text_trim(text_sub(phrase, gap, phrase.len));
    add_sense(phrases, spelling_of(phrases, node, text_sub(phrase, start, gap - start), tail),
              sense);
}

// ---- matching ----

static bool is_capital(Text text, size_t at, size_t *len)
{
    unsigned char byte = (unsigned char)text.ptr[at];
    *len = 1;
    return byte < 0x80 ? byte >= 'A' && byte <= 'Z' : utf8_is_upper(utf8_decode(text, at, len));
}

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
    Word word = {0, 0};
    Word found = {0, 0};
    while (find_word(phrase, word.end, phrase.len, &word) &&
           find_word(text, found.end, text.len, &found))
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
    return spelling->skips || phrase_fits(spelling->phrase, text);
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
    Text text;
    size_t start;
    Arena *scratch;
    Hit hit;
    size_t found; // phrases met
} Path;

static uint32_t child_of(const Path *path, uint32_t node, size_t gap, Word word)
{
    Label label;
    if (!label_of(path->text, gap, word, path->scratch, &label))
        return 0;
    return path->phrases->slots[slot_of(path->phrases, node, (Text){label.bytes, label.len})];
}

static void note_phrase(Path *path, uint32_t node, size_t end)
{
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
    node = path->phrases->slots[slot_of(path->phrases, node, skip_label)];
    size_t found = path->found;
    Word word;
    for (int i = 0; node != 0 && i <= SKIPPED_WORDS && found == path->found; i++) {
        if (!find_word(path->text, gap, gap + GAP_BYTES, &word))
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
    Word word;
    while (find_word(path->text, gap, gap + GAP_BYTES, &word)) {
        node = child_of(path, node, gap, word);
        if (node == 0)
            return;
        gap = word.end;
        note_phrase(path, node, gap);
        skip_words(path, node, gap);
    }
}

// The longest phrase that begins with the word at `start`, exclusions too.
static bool longest_at(const Phrases *phrases, Text text, size_t start, Arena *scratch, Hit *hit)
{
    Path path = {.phrases = phrases, .text = text, .start = start, .scratch = scratch};
    follow(&path, 0, start);
    if (path.found)
        *hit = path.hit;
    return path.found > 0;
}

bool phrases_at(const Phrases *phrases, Text text, size_t at, Arena *scratch, Hit *hit)
{
    Word word;
    if (begins_inside_word(text, at) || !find_word(text, at, at + 1, &word))
        return false;
    return longest_at(phrases, text, word.start, scratch, hit) && hit->sense->class != 0;
}

bool phrases_next(const Phrases *phrases, Text text, size_t from, Arena *scratch, Hit *hit)
{
    Word word = {from, from};
    if (begins_inside_word(text, from) && !find_word(text, from, text.len, &word))
        return false;
    while (find_word(text, word.end, text.len, &word)) {
        if (!longest_at(phrases, text, word.start, scratch, hit))
            continue;
        if (hit->sense->class != 0)
            return true;
        word.end = hit->end;
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
