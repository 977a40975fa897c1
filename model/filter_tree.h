// The tree behind a Filter: built by filter.c, its terms read by filter_term.c, written out by filter_text.c,
// evaluated by filter_eval.c. Whoever only uses filters needs filter.h alone.
//
// A term is about the event, about one participant, or about one position (its scope). Terms of participants and
// positions stand below a NODE_SAME: it holds for an event when ONE of its participants or positions fulfils all that
// is below. Above a NODE_SAME only events are judged.
#ifndef BILAT_MODEL_FILTER_TREE_H
#define BILAT_MODEL_FILTER_TREE_H

#include "model/filter.h"

#include <limits.h>

typedef enum FilterScope { SCOPE_EVENT, SCOPE_PARTICIPANT, SCOPE_POSITION, SCOPES } FilterScope;

typedef enum ValueForm {
    VALUE_TEXT,
    VALUE_COUNTRY,
    VALUE_PAIR,
    VALUE_YEAR,
    VALUE_DATE,
    VALUE_NUMBER,
    VALUE_REGEX,
    VALUE_SPEAKER, // text, and a country where it names one
    VALUE_FLAG,    // none: the name alone is the term
} ValueForm;

// How a value of VALUE_TEXT or VALUE_SPEAKER is compared; always folded.
typedef enum TextMatch {
    MATCH_NONE,
    MATCH_WHOLE, // "04*": all that begin so
    MATCH_PART,
    MATCH_LIST, // with one item of "say;stress", as MATCH_WHOLE
    MATCH_TREE, // as MATCH_LIST, and "core" also covers "core/taiwan"
    MATCH_NAME, // the beginning of a word of the name; blanks, hyphens and stops do not count
} TextMatch;

typedef enum TermField {
#define FILTER_TERM(id, name, scope, form, match, example, help) TERM_##id,
#include "model/filter_terms.def"
#undef FILTER_TERM
    TERM_FIELDS
} TermField;

typedef struct TermRow {
    Text name; // empty: bare words
    FilterScope scope;
    ValueForm form;
    TextMatch match;
    Text example, help;
} TermRow;
extern const TermRow filter_term_rows[TERM_FIELDS];

typedef enum Comparison {
    COMPARE_IS,
    COMPARE_CERTAIN, // date!:
    COMPARE_ABOVE,
    COMPARE_AT_LEAST,
    COMPARE_BELOW,
    COMPARE_AT_MOST
} Comparison;

#define FILTER_NO_YEAR INT_MIN

// A country as the user meant it.
typedef struct CountryChoice {
    CountryId id; // COUNTRY_NONE: any, or a code that no lexicon knows
    Text code;    // "CHN", the strange code as written; "*" for any
    bool is_any;
    bool is_code;      // it was called by its code
    bool with_related; // "~": its predecessors and successors too
} CountryChoice;

// One of the values of a term; any of them may hold. Which members count depends on the term's form.
typedef struct TermValue {
    Text text; // TEXT, REGEX, SPEAKER: unquoted
    CountryChoice country, other;
    bool is_directed;          // pair:country>other
    int32_t first, last;       // YEAR, DATE: days covered
    bool is_one_date;          // DATE: `from` alone
    Date from, until;          // DATE: as written; absent: open
    int from_year, until_year; // YEAR; FILTER_NO_YEAR: open
    double number;
} TermValue;

typedef struct Term {
    TermField field;
    Comparison comparison;
    struct {
        TermValue *items;
        size_t count, capacity;
    } values;
} Term;

typedef enum NodeKind {
    NODE_TERM,
    NODE_NOT,  // one item
    NODE_ALL,  // two or more items, none of them a NODE_ALL
    NODE_ANY,  // two or more items, none of them a NODE_ANY
    NODE_SAME, // one or more items, all of one scope, that hold for the same participant or position
    NODE_PARENTHESIS // only while parsing
} NodeKind;

typedef struct Node Node;
struct Node {
    NodeKind kind;
    FilterScope scope; // of TERM and SAME
    const Term *term;
    Node **items;
    size_t count, capacity;
};

typedef struct FilterChip {
    Text text;
    size_t top;    // number of the node among those that the root joins; 0 where it joins none
    size_t member; // of the NODE_SAME there, where each of its items is a chip; else TEXT_NOWHERE
} FilterChip;

struct Filter {
    Arena *arena;
    Node *root; // NULL: everything matches
    const Countries *countries;
    FilterChip *chips;
    size_t chip_count, chip_capacity;
    Text text;
};

static inline size_t filter_top_count(const Filter *filter)
{
    return !filter->root ? 0 : filter->root->kind == NODE_ALL ? filter->root->count : 1;
}
static inline const Node *filter_top(const Filter *filter, size_t top)
{
    return filter->root->kind == NODE_ALL ? filter->root->items[top] : filter->root;
}

// ---- between the files of the parser ----

// A value as it stands in the expression, its quotes taken away. `bytes` has one entry for each byte and one for the end.
typedef struct RawByte {
    uint32_t at; // offset in the expression
    bool is_quoted;
} RawByte;
typedef struct RawValue {
    Text text;
    const RawByte *bytes;
} RawValue;

typedef struct FilterParser {
    Text text;
    size_t at;
    unsigned depth;
    bool has_failed;
    const Countries *countries;
    Arena *arena;
    Problems *problems;
} FilterParser;

// The field whose name alone is a term, or TERM_FIELDS.
TermField filter_flag(Text word);
// Adds the one problem of this parse; always false.
bool filter_fail(FilterParser *parser, size_t at, Text message);
// Reads one value of `field` and adds it to the term.
bool filter_read_value(FilterParser *parser, Term *term, const RawValue *raw);

// The tree as written -> the tree as meant (see the head of this file); NODE_PARENTHESIS and double negation are gone.
Node *filter_settle(Node *written, Arena *arena);
const Node *filter_chip_node(const Filter *filter, size_t chip);
// Fills in text and chips from the root.
void filter_write(Filter *filter);

#endif
