// The canonical form: codes for countries, quotes and parentheses only where they are needed.
#include <config.h>
#include "model/filter_tree.h"

// ---- terms ----

static bool is_plain(Text text, bool is_list_item)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool is_blank = c == ' ' || (c >= '\t' && c <= '\r');
        if (is_blank || text_find_char(TEXT("()|\""), c) != TEXT_NOWHERE)
            return false;
        if (is_list_item && c == ',')
            return false;
    }
    return text.len > 0;
}

// A bare word must not look like a sign or the beginning of a term.
static bool is_plain_word(Text text)
{
    if (!is_plain(text, false) || text.ptr[0] == '-' || text.ptr[0] == '!' ||
        filter_flag(text) != TERM_FIELDS)
        return false;
    return text_find_char(text, ':') == TEXT_NOWHERE && text_find_char(text, '~') == TEXT_NOWHERE &&
           text_find_char(text, '>') == TEXT_NOWHERE && text_find_char(text, '<') == TEXT_NOWHERE &&
           text_find_char(text, '=') == TEXT_NOWHERE;
}

static void write_quoted(Buffer *out, Text text)
{
    buffer_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            buffer_add_char(out, '"');
        buffer_add_char(out, text.ptr[i]);
    }
    buffer_add_char(out, '"');
}

static void write_text(Buffer *out, Text text, bool is_plain_enough)
{
    if (is_plain_enough)
        buffer_add(out, text);
    else
        write_quoted(out, text);
}

static void write_country(Buffer *out, const CountryChoice *country)
{
    buffer_add(out, country->code);
    if (country->with_related)
        buffer_add_char(out, '~');
}

static void write_years(Buffer *out, const TermValue *value)
{
    if (value->from_year != FILTER_NO_YEAR)
        buffer_printf(out, "%d", value->from_year);
    if (value->from_year == value->until_year)
        return;
    buffer_add(out, TEXT(".."));
    if (value->until_year != FILTER_NO_YEAR)
        buffer_printf(out, "%d", value->until_year);
}

static void write_dates(Buffer *out, const TermValue *value)
{
    buffer_add(out, date_format(value->from, out->arena));
    if (value->is_one_date)
        return;
    buffer_add(out, TEXT(".."));
    buffer_add(out, date_format(value->until, out->arena));
}

static void write_value(Buffer *out, const Term *term, const TermValue *value)
{
    switch (filter_term_rows[term->field].form) {
    case VALUE_TEXT:
    case VALUE_SPEAKER:
        write_text(out, value->text,
                   term->field == TERM_WORDS ? is_plain_word(value->text)
                                             : is_plain(value->text, true));
        break;
    case VALUE_REGEX:
        write_quoted(out, value->text);
        break;
    case VALUE_COUNTRY:
        write_country(out, &value->country);
        break;
    case VALUE_PAIR:
        write_country(out, &value->country);
        buffer_add_char(out, value->is_directed ? '>' : '-');
        write_country(out, &value->other);
        break;
    case VALUE_YEAR:
        write_years(out, value);
        break;
    case VALUE_DATE:
        write_dates(out, value);
        break;
    case VALUE_NUMBER:
        buffer_printf(out, "%.12g", value->number); // as many digits as anybody types
        break;
    case VALUE_FLAG:
        break;
    }
}

static void write_term(Buffer *out, const Term *term)
{
    static const char *const signs[] = {
        [COMPARE_IS] = "=",        [COMPARE_CERTAIN] = "!:", [COMPARE_ABOVE] = ">",
        [COMPARE_AT_LEAST] = ">=", [COMPARE_BELOW] = "<",    [COMPARE_AT_MOST] = "<="};
    const TermRow *row = &filter_term_rows[term->field];
    buffer_add(out, row->name);
    if (row->form == VALUE_NUMBER || term->comparison == COMPARE_CERTAIN)
        buffer_add(out, text_from(signs[term->comparison]));
    else if (row->name.len && row->form != VALUE_FLAG)
        buffer_add_char(out, row->form == VALUE_REGEX ? '~' : ':');
    for (size_t i = 0; i < term->values.count; i++) {
        if (i > 0)
            buffer_add_char(out, ',');
        write_value(out, term, &term->values.items[i]);
    }
}

// ---- nodes ----

static bool has_only_scope(const Node *node, FilterScope scope)
{
    if (node->kind == NODE_TERM)
        return node->scope == scope;
    for (size_t i = 0; i < node->count; i++)
        if (!has_only_scope(node->items[i], scope))
            return false;
    return true;
}

// Would it be read as being about the same participant or position as its neighbours?
static bool would_join(const Node *node, FilterScope scope)
{
    if (node->kind == NODE_NOT) {
        const Node *item = node->items[0];
        return item->kind == NODE_SAME && item->count == 1 && item->scope == scope;
    }
    return (node->kind == NODE_SAME || node->kind == NODE_ANY) && has_only_scope(node, scope);
}

static bool is_positive(const Node *node)
{
    if (node->kind == NODE_SAME || node->kind == NODE_NOT)
        return node->kind == NODE_SAME;
    for (size_t i = 0; i < node->count; i++)
        if (is_positive(node->items[i]))
            return true;
    return false;
}

// Which scopes of a list need parentheses around their items, so that these stay apart.
typedef struct Apart {
    bool scopes[SCOPES];
} Apart;

static Apart items_apart(const Node *all)
{
    Apart apart = {{false}};
    for (int scope = SCOPE_PARTICIPANT; scope < SCOPES; scope++) {
        size_t joining = 0;
        bool has_positive = false;
        for (size_t i = 0; i < all->count; i++)
            if (would_join(all->items[i], (FilterScope)scope)) {
                joining++;
                has_positive = has_positive || is_positive(all->items[i]);
            }
        apart.scopes[scope] = joining > 1 && has_positive;
    }
    return apart;
}

static void write_node(Buffer *out, const Node *node);

static void write_parenthesis(Buffer *out, const Node *node)
{
    buffer_add_char(out, '(');
    write_node(out, node);
    buffer_add_char(out, ')');
}

static void write_not(Buffer *out, const Node *item, bool is_apart)
{
    bool is_term = item->kind == NODE_TERM || (item->kind == NODE_SAME && item->count == 1);
    buffer_add_char(out, '-');
    if (is_term && !is_apart)
        write_node(out, item);
    else
        write_parenthesis(out, item);
}

// One of several items joined by blanks.
static void write_among(Buffer *out, const Node *node, const Apart *apart)
{
    bool is_apart = false;
    for (int scope = SCOPE_PARTICIPANT; scope < SCOPES; scope++)
        if (apart->scopes[scope] && would_join(node, (FilterScope)scope))
            is_apart = true;
    if (node->kind == NODE_NOT) {
        write_not(out, node->items[0], is_apart);
        return;
    }
    if (is_apart)
        buffer_add_char(out, '(');
    if (node->kind == NODE_ANY)
        write_parenthesis(out, node);
    else
        write_node(out, node);
    if (is_apart)
        buffer_add_char(out, ')');
}

static void write_items(Buffer *out, const Node *node, Text between, const Apart *apart)
{
    for (size_t i = 0; i < node->count; i++) {
        if (i > 0)
            buffer_add(out, between);
        if (node->kind == NODE_ANY)
            write_node(out, node->items[i]);
        else
            write_among(out, node->items[i], apart);
    }
}

static void write_node(Buffer *out, const Node *node)
{
    Apart apart = {{false}};
    switch (node->kind) {
    case NODE_TERM:
        write_term(out, node->term);
        break;
    case NODE_NOT:
        write_not(out, node->items[0], false);
        break;
    case NODE_ALL:
        apart = items_apart(node);
        write_items(out, node, TEXT(" "), &apart);
        break;
    case NODE_SAME:
        write_items(out, node, TEXT(" "), &apart);
        break;
    case NODE_ANY:
        write_items(out, node, TEXT(" | "), &apart);
        break;
    case NODE_PARENTHESIS:
        BUG_IF(true); // filter_settle leaves none
    }
}

static void add_chip(Filter *filter, FilterChip chip)
{
    if (filter->chip_count == filter->chip_capacity)
        filter->chips = arena_grow(filter->arena, filter->chips, &filter->chip_capacity,
                                   filter->chip_count + 1, sizeof *filter->chips);
    filter->chips[filter->chip_count++] = chip;
}

// Of terms that hold for the same participant or position each is a chip, where no parenthesis holds them together.
static void add_chips(Filter *filter, size_t top, const Apart *apart)
{
    enum { MOST_MEMBERS = 64 }; // what hides most is looked for by leaving out each
    const Node *node = filter_top(filter, top);
    bool is_apart = node->kind == NODE_SAME && apart->scopes[node->scope];
    bool has_members =
        node->kind == NODE_SAME && !is_apart && node->count > 1 && node->count <= MOST_MEMBERS;
    static const Apart together;
    for (size_t i = 0; has_members && i < node->count; i++) {
        Buffer out = buffer_in(filter->arena);
        write_among(&out, node->items[i], &together);
        add_chip(filter, (FilterChip){buffer_text(&out), top, i});
    }
    if (has_members)
        return;
    Buffer out = buffer_in(filter->arena);
    if (filter->root->kind == NODE_ALL)
        write_among(&out, node, apart);
    else
        write_node(&out, node);
    add_chip(filter, (FilterChip){buffer_text(&out), top, TEXT_NOWHERE});
}

void filter_write(Filter *filter)
{
    filter->text = (Text){"", 0};
    if (!filter->root)
        return;
    Apart apart = {{false}};
    if (filter->root->kind == NODE_ALL)
        apart = items_apart(filter->root);
    for (size_t top = 0; top < filter_top_count(filter); top++)
        add_chips(filter, top, &apart);
    filter->text = filter_without_chip(filter, filter->chip_count, filter->arena);
}
