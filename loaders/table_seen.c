#include <config.h>
#include "loaders/table_seen.h"

typedef struct Entry {
    uint64_t hash;
    uint32_t count; // 0: free
} Entry;

struct TableSeen {
    Arena *arena;
    Entry *entries;
    size_t capacity; // a power of two, at most three quarters full
    size_t count;
    struct {
        TableTold *items;
        size_t count, capacity;
    } told;
};

enum { FIRST_CAPACITY = 64 };

TableSeen *table_seen_new(Arena *arena)
{
    TableSeen *seen = ARENA_NEW(arena, TableSeen);
    *seen = (TableSeen){.arena = arena,
                        .entries = ARENA_ARRAY(arena, Entry, FIRST_CAPACITY),
                        .capacity = FIRST_CAPACITY};
    return seen;
}

static Entry *find(const TableSeen *seen, uint64_t hash)
{
    size_t at = (size_t)hash & (seen->capacity - 1);
    while (seen->entries[at].count && seen->entries[at].hash != hash)
        at = (at + 1) & (seen->capacity - 1);
    return &seen->entries[at];
}

static void grow(TableSeen *seen)
{
    TableSeen larger = *seen;
    larger.capacity *= 2;
    larger.entries = ARENA_ARRAY(seen->arena, Entry, larger.capacity);
    for (size_t i = 0; i < seen->capacity; i++)
        if (seen->entries[i].count)
            *find(&larger, seen->entries[i].hash) = seen->entries[i];
    *seen = larger;
}

uint32_t table_seen_count(TableSeen *seen, uint64_t hash)
{
    if (seen->count >= seen->capacity / 4 * 3)
        grow(seen);
    Entry *entry = find(seen, hash);
    if (entry->count == 0)
        seen->count++;
    entry->hash = hash;
    return ++entry->count;
}

bool table_seen_add(TableSeen *seen, uint64_t hash)
{
    return table_seen_count(seen, hash) == 1;
}

bool table_seen_has(const TableSeen *seen, uint64_t hash)
{
    return find(seen, hash)->count > 0;
}

void table_seen_tell(TableSeen *seen, uint64_t hash, const Problems *problems)
{
    const char *message = problems->count ? problems->items[problems->count - 1].message.ptr : NULL;
    ARENA_PUSH(seen->arena, &seen->told, ((TableTold){hash, message}));
}

size_t table_seen_told_count(const TableSeen *seen)
{
    return seen->told.count;
}

size_t table_seen_told(const TableSeen *seen, size_t from, Arena *arena, TableTold **told)
{
    size_t count = seen->told.count - from;
    *told = ARENA_ARRAY(arena, TableTold, count);
    for (size_t i = 0; i < count; i++)
        (*told)[i] = seen->told.items[from + i];
    return count;
}
