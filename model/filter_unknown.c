#include <config.h>
#include "model/filter_tree.h"

#include "model/nearest.h"
#include "model/utf8.h"

// Values that nothing in the timeline has: not mistakes, since the data decide what there is, but worth saying when
// a filter finds nothing.

typedef struct Search {
    const Timeline *timeline;
    Arena *scratch;
    Problems *problems;
} Search;

// What the fields with words of their own may say (model/words.def); OTHER is shared by some.
static const struct Vocabulary {
    TermField field;
    uint32_t first, last;
} vocabularies[] = {
    {TERM_KIND, WORD_MEETING, WORD_OTHER},     {TERM_ROLE, WORD_HOST, WORD_MENTIONED},
    {TERM_CHANNEL, WORD_PARTY, WORD_MILITARY}, {TERM_LEVEL, WORD_HEAD, WORD_AMBASSADOR},
    {TERM_CONFIDENCE, WORD_HIGH, WORD_LOW},
};

static const struct Vocabulary *vocabulary_of(TermField field)
{
    for (size_t i = 0; i < sizeof vocabularies / sizeof vocabularies[0]; i++)
        if (vocabularies[i].field == field)
            return &vocabularies[i];
    return NULL;
}

// Every word of the code and every label of the timeline is in its table of strings.
static bool is_known(const Search *search, Text wanted)
{
    const Strings *strings = timeline_strings(search->timeline);
    Text folded = utf8_fold(wanted, search->scratch);
    bool is_start = text_ends(folded, TEXT("*"));
    if (is_start)
        folded.len--;
    for (size_t i = 0; i < strings_count(strings); i++) {
        ArenaMark mark = arena_mark(search->scratch);
        Text known = utf8_fold(strings_text(strings, (StringId){(uint32_t)i}), search->scratch);
        bool is_it = is_start ? text_starts(known, folded) : text_equal(known, folded);
        arena_rewind(search->scratch, mark);
        if (is_it)
            return true;
    }
    return false;
}

static Problem note(void)
{
    return (Problem){.kind = PROBLEM_FILTER,
                     .severity = SEVERITY_NOTE,
                     .path = TEXT("filter"),
                     .source = PROBLEM_NO_SOURCE,
                     .offset = PROBLEM_NO_OFFSET};
}

static void look_at_word(const Search *search, const struct Vocabulary *words, Text value)
{
    if (is_known(search, value))
        return;
    Nearest nearest = nearest_to(value);
    for (uint32_t i = words->first; i <= words->last; i++)
        nearest_try(&nearest, strings_text(timeline_strings(search->timeline), (StringId){i}));
    Text name = filter_term_rows[words->field].name, near = nearest.best;
    problem_at(search->problems, note(), "no event has the %.*s \"%.*s\"%s%.*s%s", TEXT_ARG(name),
               TEXT_ARG(value), near.len ? "; did you mean \"" : "", TEXT_ARG(near),
               near.len ? "\"?" : "");
}

static void look_at_country(const Search *search, const CountryChoice *choice)
{
    if (choice->is_any || choice->id.at != COUNTRY_NONE || choice->code.len == 0 ||
        timeline_strange_country(search->timeline, choice->code).at != COUNTRY_NONE)
        return;
    problem_at(search->problems, note(), "no event has the country \"%.*s\"",
               TEXT_ARG(choice->code));
}

static void look_at(const Search *search, const Node *node)
{
    for (size_t i = 0; i < node->count; i++)
        look_at(search, node->items[i]);
    const Term *term = node->kind == NODE_TERM ? node->term : NULL;
    for (size_t i = 0; term && i < term->values.count; i++) {
        const TermValue *value = &term->values.items[i];
        ValueForm form = filter_term_rows[term->field].form;
        const struct Vocabulary *words = vocabulary_of(term->field);
        if (words)
            look_at_word(search, words, value->text);
        if (form == VALUE_COUNTRY || form == VALUE_PAIR)
            look_at_country(search, &value->country);
        if (form == VALUE_PAIR)
            look_at_country(search, &value->other);
    }
}

void filter_note_unknown(const Filter *filter, const Timeline *timeline, Problems *problems)
{
    if (filter_is_empty(filter))
        return;
    Search search = {.timeline = timeline, .scratch = arena_new(), .problems = problems};
    look_at(&search, filter->root);
    arena_free(search.scratch);
}
