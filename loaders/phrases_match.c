// Where the phrases of a table stand in a text.
#include <config.h>
#include "loaders/phrases_own.h"

#include "model/utf8.h"

// ---- matching ----

// Every capital of the phrase's word is one in the text; where accents are written apart, the first letter tells.
static bool word_fits(Text phrase, Text text)
{
    size_t at = 0;
    size_t phrase_at = 0;
    while (at < text.len && phrase_at < phrase.len) {
        size_t len = 0;
        size_t phrase_len = 0;
        if (phrases_is_capital(phrase, phrase_at, &phrase_len) &&
            !phrases_is_capital(text, at, &len))
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
    uint64_t hash = phrases_spread(is_behind ? word->hash_behind : word->hash, parent);
    if (!phrases_may_have_child(phrases, hash))
        return 0;
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
    if (!phrases_label(path->text, gap, word, path->scratch, &label))
        return 0;
    return path->phrases->slots[phrases_slot(path->phrases, node, (Text){label.bytes, label.len})]
        .node;
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

// "extended the President's invitation": the s behind an apostrophe.
static bool is_possessive(const Path *path, size_t gap, const PhraseWord *word)
{
    Text between = text_sub(path->text, gap, word->start - gap);
    bool is_apostrophe = text_equal(between, TEXT("'")) || text_equal(between, TEXT("`")) ||
                         text_equal(between, TEXT("\xE2\x80\x99"));
    return is_apostrophe && word->end == word->start + 1 && path->text.ptr[word->start] == 's';
}

// From a node with a "..." below it: the fewest words are skipped.
static void skip_words(Path *path, uint32_t node, size_t gap)
{
    if (!path->phrases->items[node].has_skip)
        return;
    node = path->phrases->slots[phrases_slot(path->phrases, node, phrases_skip_label)].node;
    size_t found = path->found;
    PhraseWord word;
    for (int i = 0; node != 0 && i <= SKIPPED_WORDS && found == path->found; i++) {
        if (!next_word(path, gap, &word))
            return;
        if (!is_all_blank(text_sub(path->text, gap, word.start - gap)) &&
            !is_possessive(path, gap, &word))
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
    return phrases_may_begin(phrases, word) &&
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
        if (!phrases_may_begin(phrases, word)) {
            ++*at;
            continue;
        }
        if (longest_of((Path){.phrases = phrases,
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

bool phrases_goes_on(const Phrases *phrases, Text text, Arena *scratch)
{
    PhraseWord word;
    if (!phrase_word_find(text, 0, text.len, &word) || !phrases_may_begin(phrases, &word))
        return false;
    Path path = {.phrases = phrases, .text = text, .start = word.start, .scratch = scratch};
    uint32_t first = child_of(&path, 0, word.start, word);
    return first != 0 && phrases->items[first].has_children;
}

const Sense *sense_of_class(const Sense *sense, int class)
{
    while (sense && sense->class != class)
        sense = sense->next;
    return sense;
}
