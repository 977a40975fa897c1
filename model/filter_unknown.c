#include <config.h>
#include "model/filter_eval.h"

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

// ---- whole terms ----

// The topic that ends in "/taiwan", where "taiwan" was asked for; empty: none.
static Text longer_topic(const Search *search, Text asked)
{
    const Strings *strings = timeline_strings(search->timeline);
    Text ending = arena_printf(search->scratch, "/%.*s", TEXT_ARG(asked));
    for (size_t i = WORD_COUNT; i < strings_count(strings); i++)
        for (Text rest = strings_text(strings, (StringId){(uint32_t)i}); rest.ptr;) {
            Text topic = text_cut(&rest, ';');
            if (topic.len > ending.len &&
                text_equal_nocase(text_sub(topic, topic.len - ending.len, topic.len), ending))
                return topic;
        }
    return TEXT("");
}

static bool is_sign(Text word)
{
    static const Text signs[] = {TEXT_INIT(">"),  TEXT_INIT("<"), TEXT_INIT(">="),
                                 TEXT_INIT("<="), TEXT_INIT("="), TEXT_INIT("~")};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (text_equal(word, signs[i]))
            return true;
    return false;
}

// What the writer may have meant; empty: nothing comes to mind.
static Text hint_for(const Search *search, const Term *term)
{
    const TermValue *value = &term->values.items[0];
    if (term->field == TERM_WORDS && is_sign(value->text))
        return arena_printf(search->scratch, "; blanks part words: write scale>5, text~\"words\"");
    if (term->field == TERM_PAIR && !value->country.is_any &&
        country_equal(value->country.id, value->other.id) && value->country.id.at != COUNTRY_NONE)
        return TEXT("; a pair is of two countries");
    Text topic = term->field == TERM_TOPIC ? longer_topic(search, value->text) : TEXT("");
    return topic.len ? arena_printf(search->scratch, "; did you mean \"%.*s\"?", TEXT_ARG(topic))
                     : TEXT("");
}

static const Term *first_term(const Node *node)
{
    while (node->kind != NODE_TERM && node->kind != NODE_NOT && node->count > 0)
        node = node->items[0];
    return node->kind == NODE_TERM && node->term->values.count > 0 ? node->term : NULL;
}

static bool finds_any(const Search *search, Evaluation *evaluation, size_t chip)
{
    const Timeline *timeline = search->timeline;
    for (size_t s = 0; s < timeline_segment_count(timeline); s++)
        for (uint32_t row = 0; row < timeline_segment(timeline, s)->count; row++)
            if (evaluation_chip_matches(evaluation, chip, timeline_event_id(s, row)))
                return true;
    return false;
}

static void look_at_chip(const Search *search, Evaluation *evaluation, size_t chip)
{
    const Filter *filter = evaluation->filter;
    const Term *term = first_term(filter_chip_node(filter, chip));
    if (!term || (filter->chip_count > 1 && finds_any(search, evaluation, chip)))
        return;
    Text hint = hint_for(search, term);
    problem_at(search->problems, note(), "no event has %.*s%.*s",
               TEXT_ARG(filter_chip_text(filter, chip)), TEXT_ARG(hint));
}

// Joined chips that no one position, or participant, fulfils.
static void look_at_joined(const Search *search, Evaluation *evaluation, size_t top)
{
    const Filter *filter = evaluation->filter;
    const Timeline *timeline = search->timeline;
    for (size_t s = 0; s < timeline_segment_count(timeline); s++)
        for (uint32_t row = 0; row < timeline_segment(timeline, s)->count; row++)
            if (evaluation_node_matches(evaluation, evaluation->tops[top],
                                        timeline_event_id(s, row)))
                return;
    Buffer text = buffer_in(search->scratch);
    for (size_t i = 0; i < filter->chip_count; i++)
        if (filter->chips[i].top == top)
            buffer_printf(&text, " %.*s", TEXT_ARG(filter->chips[i].text));
    problem_at(search->problems, note(), "no event has%.*s in one %s", TEXT_ARG(buffer_text(&text)),
               filter_top(filter, top)->scope == SCOPE_POSITION ? "position" : "participant");
}

// Parts of the filter that find nothing by themselves. Of one part that is known; of more each is tried, but not on
// millions of events.
static void look_at_chips(const Search *search, const Filter *filter)
{
    enum { FEW_EVENTS = 100000 };
    if (filter->chip_count > 1 && timeline_event_count(search->timeline) > FEW_EVENTS)
        return;
    Evaluation *evaluation = evaluation_new(filter, search->timeline, search->scratch);
    size_t before = search->problems->count;
    for (size_t i = 0; i < filter->chip_count; i++)
        look_at_chip(search, evaluation, i);
    for (size_t i = 0; i < filter->chip_count && search->problems->count == before; i++)
        if (filter->chips[i].member == 0)
            look_at_joined(search, evaluation, filter->chips[i].top);
    evaluation_free(evaluation);
}

void filter_note_unknown(const Filter *filter, const Timeline *timeline, Problems *problems)
{
    if (filter_is_empty(filter))
        return;
    Search search = {.timeline = timeline, .scratch = arena_new(), .problems = problems};
    size_t before = problems->count;
    look_at(&search, filter->root);
    if (problems->count == before && timeline_event_count(timeline) > 0)
        look_at_chips(&search, filter);
    arena_free(search.scratch);
}
