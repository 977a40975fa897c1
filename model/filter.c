// Expression -> tree of terms. Read twice: first as it is written, then settled: what must hold for the same
// participant or position is gathered under one node (filter_tree.h).
#include <config.h>
#include "model/filter_tree.h"

#include "model/nearest.h"

enum {
    MAX_DEPTH = 100,
    MAX_EXPRESSION = 1 << 20
}; // parentheses; bytes: a pasted file is no filter

const TermRow filter_term_rows[TERM_FIELDS] = {
#define FILTER_TERM(id, name, scope, form, match, example, help)                                   \
    [TERM_##id] = {TEXT_INIT(name), SCOPE_##scope,      VALUE_##form,                              \
                   MATCH_##match,   TEXT_INIT(example), TEXT_INIT(help)},
#include "model/filter_terms.def"
#undef FILTER_TERM
};

bool filter_fail(FilterParser *parser, size_t at, Text message)
{
    if (!parser->has_failed) {
        Problem where = PROBLEM_IN(PROBLEM_FILTER, SEVERITY_ERROR, TEXT(""));
        where.offset = at;
        problem_at(parser->problems, where, "%.*s", TEXT_ARG(message));
    }
    parser->has_failed = true;
    return false;
}

// ---- characters ----

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool ends_word(char c)
{
    return is_blank(c) || text_find_char(TEXT("()|\""), c) != TEXT_NOWHERE;
}

static char peek(const FilterParser *parser)
{
    return parser->at < parser->text.len ? parser->text.ptr[parser->at] : '\0';
}

static bool is_at_end(const FilterParser *parser)
{
    return parser->at >= parser->text.len;
}

static void skip_blanks(FilterParser *parser)
{
    while (!is_at_end(parser) && is_blank(peek(parser)))
        parser->at++;
}

// ---- values ----

typedef struct RawBuilder {
    Buffer text;
    RawByte *items;
    size_t count, capacity;
} RawBuilder;

static RawBuilder raw_begin(FilterParser *parser)
{
    return (RawBuilder){.text = buffer_in(parser->arena)};
}

static void raw_add(RawBuilder *raw, char c, size_t at, bool is_quoted)
{
    RawByte byte = {(uint32_t)at, is_quoted}; // at < MAX_EXPRESSION
    ARENA_PUSH(raw->text.arena, raw, byte);
    buffer_add_char(&raw->text, c);
}

static RawValue raw_end(RawBuilder *raw, size_t end)
{
    RawByte byte = {(uint32_t)end, true};
    ARENA_PUSH(raw->text.arena, raw, byte);
    return (RawValue){buffer_text(&raw->text), raw->items};
}

// Behind the opening quote up to the closing one; "" stands for a quote.
static bool read_quoted(FilterParser *parser, RawBuilder *raw)
{
    size_t open = parser->at++;
    while (!is_at_end(parser)) {
        size_t at = parser->at++;
        char c = parser->text.ptr[at];
        if (c == '"' && peek(parser) != '"')
            return true;
        if (c == '"')
            parser->at++;
        raw_add(raw, c, at, true);
    }
    return filter_fail(parser, open, TEXT("this quotation mark has no closing one"));
}

// The name before an operator: "pair" of "pair:CHN-PRK". Empty where a bare word begins.
typedef struct TermHead {
    Text name;
    Text operator;
} TermHead;

static TermHead head_at(const FilterParser *parser, size_t at)
{
    static const Text operators[] = {TEXT_INIT("!:"), TEXT_INIT(":"),  TEXT_INIT("~"),
                                     TEXT_INIT(">="), TEXT_INIT("<="), TEXT_INIT(">"),
                                     TEXT_INIT("<"),  TEXT_INIT("=")};
    Text rest = text_sub(parser->text, at, parser->text.len);
    size_t len = 0;
    while (len < rest.len && ((rest.ptr[len] | 0x20) >= 'a' && (rest.ptr[len] | 0x20) <= 'z'))
        len++;
    for (size_t i = 0; len > 0 && i < sizeof operators / sizeof *operators; i++)
        if (text_starts(text_sub(rest, len, rest.len), operators[i]))
            return (TermHead){text_sub(rest, 0, len), operators[i]};
    return (TermHead){{NULL, 0}, {NULL, 0}};
}

// "kind:visit|talks" means two values, "kind:visit|kind:talks" and "kind:visit | talks" mean two terms.
static bool bar_joins_values(const FilterParser *parser)
{
    Text next = text_sub(parser->text, parser->at + 1, 1);
    if (is_at_end(parser) || peek(parser) != '|' || next.len == 0 || is_blank(next.ptr[0]))
        return false;
    return text_find_char(TEXT("()|-!"), next.ptr[0]) == TEXT_NOWHERE &&
           head_at(parser, parser->at + 1).name.len == 0;
}

static bool read_raw(FilterParser *parser, bool is_list, RawValue *value)
{
    RawBuilder raw = raw_begin(parser);
    size_t start = parser->at;
    while (!is_at_end(parser)) {
        char c = peek(parser);
        if (c == '"') {
            if (!read_quoted(parser, &raw))
                return false;
            continue;
        }
        bool is_inside = !is_list && bar_joins_values(parser); // of a regular expression
        if ((ends_word(c) && !is_inside) || (is_list && c == ','))
            break;
        raw_add(&raw, c, parser->at++, false);
    }
    *value = raw_end(&raw, parser->at);
    return parser->at > start || value->text.len == 0;
}

// ---- terms ----

static Node *node_new(FilterParser *parser, NodeKind kind)
{
    Node *node = ARENA_NEW(parser->arena, Node);
    node->kind = kind;
    return node;
}

static Node *node_of(FilterParser *parser, NodeKind kind, Node *item)
{
    Node *node = node_new(parser, kind);
    ARENA_PUSH(parser->arena, node, item);
    return node;
}

static Node *term_node(FilterParser *parser, Term *term)
{
    Node *node = node_new(parser, NODE_TERM);
    node->term = term;
    node->scope = filter_term_rows[term->field].scope;
    return node;
}

static bool find_field(Text name, TermField *field)
{
    for (size_t i = 0; i < TERM_FIELDS; i++)
        if (name.len > 0 && text_equal_nocase(filter_term_rows[i].name, name)) {
            *field = (TermField)i;
            return true;
        }
    return false;
}

TermField filter_flag(Text word)
{
    TermField field;
    return find_field(word, &field) && filter_term_rows[field].form == VALUE_FLAG ? field
                                                                                  : TERM_FIELDS;
}

static bool fail_unknown_term(FilterParser *parser, TermHead head)
{
    Nearest nearest = nearest_to(head.name);
    for (size_t i = 0; i < TERM_FIELDS; i++)
        nearest_try(&nearest, filter_term_rows[i].name);
    Text hint = nearest.best.len
                    ? arena_printf(parser->arena, "did you mean \"%.*s:\"?", TEXT_ARG(nearest.best))
                    : TEXT("put it in quotation marks to search for it as text");
    return filter_fail(parser, parser->at,
                       arena_printf(parser->arena, "there is no term \"%.*s:\"; %.*s",
                                    TEXT_ARG(head.name), TEXT_ARG(hint)));
}

static bool read_comparison(TermField field, Text operator, Comparison * comparison)
{
    static const struct {
        Text operator;
        Comparison comparison;
    } numeric[] = {
        {TEXT_INIT(":"), COMPARE_IS},    {TEXT_INIT("="), COMPARE_IS},
        {TEXT_INIT(">"), COMPARE_ABOVE}, {TEXT_INIT(">="), COMPARE_AT_LEAST},
        {TEXT_INIT("<"), COMPARE_BELOW}, {TEXT_INIT("<="), COMPARE_AT_MOST},
    };
    *comparison = COMPARE_IS;
    ValueForm form = filter_term_rows[field].form;
    if (form == VALUE_REGEX)
        return text_equal(operator, TEXT("~"));
    for (size_t i = 0; form == VALUE_NUMBER && i < sizeof numeric / sizeof *numeric; i++)
        if (text_equal(operator, numeric[i].operator)) {
            *comparison = numeric[i].comparison;
            return true;
        }
    if (field == TERM_DATE && text_equal(operator, TEXT("!:"))) {
        *comparison = COMPARE_CERTAIN;
        return true;
    }
    return form != VALUE_NUMBER && form != VALUE_FLAG && text_equal(operator, TEXT(":"));
}

static bool read_values(FilterParser *parser, Term *term)
{
    const TermRow *row = &filter_term_rows[term->field];
    bool is_list = row->form != VALUE_REGEX && row->form != VALUE_NUMBER;
    for (;;) {
        size_t at = parser->at;
        RawValue raw;
        if (!read_raw(parser, is_list, &raw))
            return false;
        if (text_trim(raw.text).len == 0)
            return filter_fail(parser, at,
                               arena_printf(parser->arena, "expected a value, as in %.*s",
                                            TEXT_ARG(row->example)));
        if (!filter_read_value(parser, term, &raw))
            return false;
        if (!is_list || (peek(parser) != ',' && !bar_joins_values(parser)))
            return true;
        parser->at++;
    }
}

static Node *parse_field_term(FilterParser *parser, TermHead head, TermField field)
{
    Term *term = ARENA_NEW(parser->arena, Term);
    term->field = field;
    if (!read_comparison(field, head.operator, & term->comparison)) {
        filter_fail(parser, parser->at + head.name.len,
                    arena_printf(parser->arena, "\"%.*s\" does not go with \"%.*s\"; as in %.*s",
                                 TEXT_ARG(head.name), TEXT_ARG(head.operator),
                                 TEXT_ARG(filter_term_rows[field].example)));
        return NULL;
    }
    parser->at += head.name.len + head.operator.len;
    return read_values(parser, term) ? term_node(parser, term) : NULL;
}

static Node *parse_word(FilterParser *parser)
{
    Term *term = ARENA_NEW(parser->arena, Term);
    term->field = TERM_WORDS;
    size_t start = parser->at;
    RawBuilder raw = raw_begin(parser);
    if (peek(parser) == '"') {
        if (!read_quoted(parser, &raw))
            return NULL;
    } else {
        while (!is_at_end(parser) && !ends_word(peek(parser))) {
            raw_add(&raw, peek(parser), parser->at, false);
            parser->at++;
        }
    }
    RawValue value = raw_end(&raw, parser->at);
    if (text_trim(value.text).len == 0) {
        filter_fail(parser, start, TEXT("expected words between the quotation marks"));
        return NULL;
    }
    return filter_read_value(parser, term, &value) ? term_node(parser, term) : NULL;
}

// "marked", with nothing behind it.
static Node *parse_flag(FilterParser *parser)
{
    size_t end = parser->at;
    while (end < parser->text.len && !ends_word(parser->text.ptr[end]))
        end++;
    TermField field = filter_flag(text_sub(parser->text, parser->at, end - parser->at));
    if (field == TERM_FIELDS)
        return NULL;
    Term *term = ARENA_NEW(parser->arena, Term);
    term->field = field;
    parser->at = end;
    return term_node(parser, term);
}

static Node *parse_term(FilterParser *parser)
{
    TermHead head = head_at(parser, parser->at);
    TermField field;
    Node *flag = parse_flag(parser);
    if (flag)
        return flag;
    if (find_field(head.name, &field))
        return parse_field_term(parser, head, field);
    bool is_meant_as_term =
        text_equal(head.operator, TEXT(":")) || text_equal(head.operator, TEXT("!:"));
    if (is_meant_as_term) {
        fail_unknown_term(parser, head);
        return NULL;
    }
    return parse_word(parser);
}

// ---- and, or, not ----

static Node *parse_any(FilterParser *parser);

static Node *parse_parenthesis(FilterParser *parser)
{
    size_t open = parser->at++;
    if (++parser->depth > MAX_DEPTH) {
        filter_fail(parser, open, TEXT("too many parentheses inside each other"));
        return NULL;
    }
    Node *inside = parse_any(parser);
    if (!inside)
        return NULL;
    if (peek(parser) != ')' || is_at_end(parser)) {
        filter_fail(parser, open, TEXT("this parenthesis has no closing one"));
        return NULL;
    }
    parser->at++;
    parser->depth--;
    return node_of(parser, NODE_PARENTHESIS, inside);
}

static Node *parse_unary(FilterParser *parser)
{
    bool is_negated = false;
    size_t start = parser->at;
    while (peek(parser) == '-' || peek(parser) == '!') {
        is_negated = !is_negated;
        parser->at++;
    }
    char c = peek(parser);
    if (is_at_end(parser) || is_blank(c) || c == ')' || c == '|') {
        bool has_sign = parser->at > start;
        filter_fail(parser, has_sign ? start : parser->at,
                    has_sign ? TEXT("expected a term right behind this sign, as in -kind:visit")
                             : TEXT("expected a term here"));
        return NULL;
    }
    Node *node = c == '(' ? parse_parenthesis(parser) : parse_term(parser);
    return node && is_negated ? node_of(parser, NODE_NOT, node) : node;
}

static Node *parse_all(FilterParser *parser)
{
    Node *all = node_new(parser, NODE_ALL);
    skip_blanks(parser);
    do {
        Node *item = parse_unary(parser);
        if (!item)
            return NULL;
        ARENA_PUSH(parser->arena, all, item);
        skip_blanks(parser);
    } while (!is_at_end(parser) && peek(parser) != ')' && peek(parser) != '|');
    return all->count == 1 ? all->items[0] : all;
}

static Node *parse_any(FilterParser *parser)
{
    Node *any = node_new(parser, NODE_ANY);
    for (;;) {
        Node *item = parse_all(parser);
        if (!item)
            return NULL;
        ARENA_PUSH(parser->arena, any, item);
        if (peek(parser) != '|' || is_at_end(parser))
            return any->count == 1 ? any->items[0] : any;
        parser->at++;
    }
}

static Node *parse_all_of_it(FilterParser *parser)
{
    if (parser->text.len > MAX_EXPRESSION) {
        filter_fail(parser, 0, TEXT("this is too long for a filter"));
        return NULL;
    }
    Node *node = parse_any(parser);
    if (node && !is_at_end(parser)) {
        filter_fail(parser, parser->at, TEXT("this parenthesis was never opened"));
        return NULL;
    }
    return node;
}

// ---- public ----

bool filter_parse(Text expression, const Countries *countries, Arena *arena, Filter **filter,
                  Problems *problems)
{
    FilterParser parser = {.text = arena_text(arena, expression),
                           .countries = countries,
                           .arena = arena,
                           .problems = problems};
    Filter *parsed = ARENA_NEW(arena, Filter);
    parsed->arena = arena;
    parsed->countries = countries;
    if (text_trim(expression).len > 0) {
        Node *written = parse_all_of_it(&parser);
        if (!written)
            return false;
        parsed->root = filter_settle(written, arena);
    }
    filter_write(parsed);
    *filter = parsed;
    return true;
}

Text filter_text(const Filter *filter)
{
    return filter ? filter->text : TEXT("");
}

bool filter_is_empty(const Filter *filter)
{
    return !filter || !filter->root;
}

static bool has_position_terms(const Node *node)
{
    if (node->kind == NODE_SAME || node->kind == NODE_NOT || node->kind == NODE_TERM)
        return node->kind == NODE_SAME && node->scope == SCOPE_POSITION;
    for (size_t i = 0; i < node->count; i++)
        if (has_position_terms(node->items[i]))
            return true;
    return false;
}

bool filter_has_position_terms(const Filter *filter)
{
    return !filter_is_empty(filter) && has_position_terms(filter->root);
}

// The first row stands for bare words, which have no name.
size_t filter_term_count(void)
{
    return TERM_FIELDS - 1;
}

FilterTerm filter_term(size_t i)
{
    BUG_IF(i >= filter_term_count());
    const TermRow *row = &filter_term_rows[i + 1];
    return (FilterTerm){row->name, row->example, row->help};
}
