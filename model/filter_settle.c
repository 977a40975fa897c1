// What stands beside each other is gathered where it must hold for the same participant or position:
//   speaker:CHN said:"x"                   one position
//   speaker:CHN -verb:say                  one position: CHN's, with another verb
//   speaker:CHN (said:"x" | verb:stress)   one position: alternatives of nothing but position terms join in
//   (speaker:CHN) (said:"x")               two: a parenthesis without | at its top is for itself
//   speaker:CHN -(verb:say)                CHN speaks, and no position has that verb
//   -said:"x" -verb:say                    nothing to join: no position says x, and none has that verb
#include <config.h>
#include "model/filter_tree.h"

static Node *node_new(Arena *arena, NodeKind kind)
{
    Node *node = ARENA_NEW(arena, Node);
    node->kind = kind;
    return node;
}

// Adds an item; the items of a node of the same kind are added in its place.
static void add_flat(Arena *arena, Node *node, Node *item)
{
    if (item->kind != node->kind) {
        ARENA_PUSH(arena, node, item);
        return;
    }
    for (size_t i = 0; i < item->count; i++)
        ARENA_PUSH(arena, node, item->items[i]);
}

static Node *negation_of(Arena *arena, Node *item)
{
    if (item->kind == NODE_NOT)
        return item->items[0];
    Node *negation = node_new(arena, NODE_NOT);
    ARENA_PUSH(arena, negation, item);
    return negation;
}

static bool has_only_scope(const Node *node, FilterScope scope)
{
    if (node->kind == NODE_TERM)
        return node->scope == scope;
    for (size_t i = 0; i < node->count; i++)
        if (!has_only_scope(node->items[i], scope))
            return false;
    return true;
}

// Can it be about the same participant or position as its neighbours?
static bool can_join(const Node *node, FilterScope scope)
{
    if (node->kind == NODE_PARENTHESIS && node->items[0]->kind == NODE_ANY)
        return has_only_scope(node, scope);
    if (node->kind == NODE_NOT)
        node = node->items[0];
    return node->kind == NODE_TERM && node->scope == scope;
}

// Does it ask for something to be there?
static bool is_positive(const Node *node)
{
    if (node->kind == NODE_TERM || node->kind == NODE_NOT)
        return node->kind == NODE_TERM;
    for (size_t i = 0; i < node->count; i++)
        if (is_positive(node->items[i]))
            return true;
    return false;
}

static bool should_join(const Node *all, FilterScope scope)
{
    size_t joining = 0;
    bool has_positive = false;
    for (size_t i = 0; i < all->count; i++)
        if (can_join(all->items[i], scope)) {
            joining++;
            has_positive = has_positive || is_positive(all->items[i]);
        }
    return joining > 1 && has_positive;
}

// Inside a NODE_SAME all is about that one participant or position.
static Node *settle_item(Node *node, Arena *arena)
{
    if (node->kind == NODE_TERM)
        return node;
    if (node->kind == NODE_PARENTHESIS)
        return settle_item(node->items[0], arena);
    if (node->kind == NODE_NOT)
        return negation_of(arena, settle_item(node->items[0], arena));
    Node *settled = node_new(arena, node->kind);
    for (size_t i = 0; i < node->count; i++)
        add_flat(arena, settled, settle_item(node->items[i], arena));
    return settled;
}

static Node *same_node(Arena *arena, FilterScope scope)
{
    Node *same = node_new(arena, NODE_SAME);
    same->scope = scope;
    return same;
}

static Node *settle_all(Node *written, Arena *arena)
{
    Node *all = node_new(arena, NODE_ALL);
    bool joins[SCOPES] = {false};
    Node *same[SCOPES] = {NULL};
    for (int scope = SCOPE_PARTICIPANT; scope < SCOPES; scope++)
        joins[scope] = should_join(written, (FilterScope)scope);
    for (size_t i = 0; i < written->count; i++) {
        Node *item = written->items[i];
        FilterScope scope = can_join(item, SCOPE_PARTICIPANT) ? SCOPE_PARTICIPANT
                            : can_join(item, SCOPE_POSITION)  ? SCOPE_POSITION
                                                              : SCOPE_EVENT;
        if (!joins[scope]) {
            add_flat(arena, all, filter_settle(item, arena));
            continue;
        }
        if (!same[scope]) {
            same[scope] = same_node(arena, scope);
            ARENA_PUSH(arena, all, same[scope]);
        }
        ARENA_PUSH(arena, same[scope], settle_item(item, arena));
    }
    return all->count == 1 ? all->items[0] : all;
}

Node *filter_settle(Node *written, Arena *arena)
{
    if (written->kind == NODE_PARENTHESIS)
        return filter_settle(written->items[0], arena);
    if (written->kind == NODE_NOT)
        return negation_of(arena, filter_settle(written->items[0], arena));
    if (written->kind == NODE_ALL)
        return settle_all(written, arena);
    if (written->kind == NODE_TERM) {
        if (written->scope == SCOPE_EVENT)
            return written;
        Node *same = same_node(arena, written->scope);
        ARENA_PUSH(arena, same, written);
        return same;
    }
    Node *any = node_new(arena, NODE_ANY);
    for (size_t i = 0; i < written->count; i++)
        add_flat(arena, any, filter_settle(written->items[i], arena));
    return any;
}
