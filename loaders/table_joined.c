#include <config.h>
#include "loaders/table_joined.h"

#include "model/strings.h"

#include <stdatomic.h>

typedef struct Row {
    uint64_t key; // its hash
    uint64_t offset;
    struct Row *next;
} Row;

enum { LISTS = 1 << 14 };

struct TableJoined {
    const Source *source;
    Arena *arena;
    _Atomic(Row *) lists[LISTS]; // the row added last stands first
};

// The rows have an arena of their own, because `arena` is handed to another thread before the last of them.
TableJoined *table_joined_new(const Source *source, Arena *arena)
{
    TableJoined *joined = ARENA_NEW(arena, TableJoined);
    joined->source = source;
    joined->arena = arena_new_escaping(arena_escape(arena));
    return joined;
}

void table_joined_free(TableJoined *joined)
{
    if (joined)
        arena_free(joined->arena);
}

Arena *table_joined_arena(TableJoined *joined)
{
    return joined->arena;
}

const Source *table_joined_source(const TableJoined *joined)
{
    return joined->source;
}

void table_joined_add(TableJoined *joined, Text key, uint64_t offset)
{
    uint64_t hash = text_hash(key);
    Row *row = ARENA_NEW(joined->arena, Row);
    _Atomic(Row *) *list = &joined->lists[hash % LISTS];
    *row = (Row){.key = hash, .offset = offset, .next = atomic_load(list)};
    atomic_store(list, row);
}

size_t table_joined_find(const TableJoined *joined, Text key, size_t n, uint64_t *offset)
{
    uint64_t hash = text_hash(key);
    const Row *first = atomic_load(&joined->lists[hash % LISTS]);
    size_t count = 0;
    for (const Row *row = first; row; row = row->next)
        count += row->key == hash;
    size_t behind = n < count ? count - n : 0; // rows from the wanted one to the last
    for (const Row *row = first; row && behind > 0; row = row->next) {
        behind -= row->key == hash;
        *offset = row->offset;
    }
    return count;
}
