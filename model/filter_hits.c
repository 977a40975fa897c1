// Where in a text the filter's words stand: for highlighting.
#include <config.h>
#include "model/filter_eval.h"

#include "model/utf8.h"

#include <stdlib.h>

typedef struct HitList {
    TextRange *items;
    size_t count, capacity;
} HitList;

typedef struct HitSearch {
    Arena *scratch;
    HitList hits;
    Text text, folded;
    const uint32_t *map; // NULL: not folded yet
} HitSearch;

static void add_hit(HitSearch *search, size_t start, size_t end)
{
    TextRange range = {start, end};
    if (end > start)
        ARENA_PUSH(search->scratch, &search->hits, range);
}

static void find_folded(HitSearch *search, Text needle)
{
    if (!search->map) {
        uint32_t *map;
        search->folded = search_fold(search->text, search->scratch, &map);
        search->map = map;
    }
    for (size_t at = 0; needle.len > 0;) {
        size_t found = text_find(text_sub(search->folded, at, search->folded.len), needle);
        if (found == TEXT_NOWHERE)
            return;
        at += found;
        add_hit(search, search->map[at], search->map[at + needle.len]);
        at += needle.len;
    }
}

static void find_regex(HitSearch *search, Regex *regex)
{
    size_t start, end, len;
    for (size_t at = 0; regex_find(regex, search->text, at, &start, &end) == REGEX_MATCH;) {
        add_hit(search, start, end);
        at = end;
        if (end == start && at < search->text.len) {
            utf8_decode(search->text, at, &len); // behind an empty match: one letter on
            at += len;
        } else if (end == start) {
            return;
        }
    }
}

static void find_all(HitSearch *search, const EvalNode *node)
{
    if (node->kind == NODE_NOT)
        return;
    for (size_t i = 0; i < node->count; i++)
        find_all(search, node->items[i]);
    if (!node->run)
        return;
    const Term *term = node->run->term;
    for (size_t i = 0; i < term->values.count; i++) {
        if (term->field == TERM_WORDS || term->field == TERM_SAID)
            find_folded(search, node->run->values[i].folded);
        else if (term->field == TERM_REGEX && node->run->values[i].regex)
            find_regex(search, node->run->values[i].regex);
    }
}

static int compare_ranges(const void *a, const void *b)
{
    const TextRange *left = a, *right = b;
    if (left->start != right->start)
        return left->start < right->start ? -1 : 1;
    return (left->end > right->end) - (left->end < right->end);
}

size_t evaluation_hits(Evaluation *evaluation, Text text, TextRange *out, size_t max)
{
    if (!evaluation->root || text.len == 0)
        return 0;
    ArenaMark mark = arena_mark(evaluation->scratch);
    HitSearch search = {.scratch = evaluation->scratch, .text = text};
    find_all(&search, evaluation->root);
    if (search.hits.count > 1)
        qsort(search.hits.items, search.hits.count, sizeof *search.hits.items, compare_ranges);
    size_t count = 0;
    for (size_t i = 0; i < search.hits.count; i++) {
        TextRange range = search.hits.items[i];
        bool touches = count > 0 && range.start <= out[count - 1].end;
        if (touches && range.end > out[count - 1].end)
            out[count - 1].end = range.end;
        if (!touches && count == max)
            break;
        if (!touches)
            out[count++] = range;
    }
    arena_rewind(evaluation->scratch, mark);
    return count;
}
