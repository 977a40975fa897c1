#include <config.h>
#include "loaders/table_repeats.h"

#include <stdatomic.h>

// Nodes never change once they are linked, so that a reader needs no lock.
typedef struct Repeat {
    uint64_t offset;
    uint32_t n;
    struct Repeat *next;
} Repeat;

enum { REPEAT_LISTS = 1024 };

struct TableRepeats {
    Arena *arena;
    _Atomic(Repeat *) lists[REPEAT_LISTS];
};

static size_t list_of(uint64_t offset)
{
    return (size_t)(offset * 0x9E3779B97F4A7C15u >> 54); // multiplicative hashing: the top 10 bits
}

// The nodes have an arena of their own, because `arena` is handed to another thread before the last of them.
TableRepeats *table_repeats_new(Arena *arena)
{
    TableRepeats *repeats = ARENA_NEW(arena, TableRepeats);
    repeats->arena = arena_new_escaping(arena_escape(arena));
    return repeats;
}

void table_repeats_free(TableRepeats *repeats)
{
    if (repeats)
        arena_free(repeats->arena);
}

void table_repeats_add(TableRepeats *repeats, uint64_t offset, uint32_t n)
{
    Repeat *repeat = ARENA_NEW(repeats->arena, Repeat);
    _Atomic(Repeat *) *list = &repeats->lists[list_of(offset)];
    *repeat = (Repeat){.offset = offset, .n = n, .next = atomic_load(list)};
    atomic_store(list, repeat);
}

uint32_t table_repeats_number(const TableRepeats *repeats, uint64_t offset)
{
    if (!repeats)
        return 1;
    const Repeat *repeat = atomic_load(&repeats->lists[list_of(offset)]);
    while (repeat && repeat->offset != offset)
        repeat = repeat->next;
    return repeat ? repeat->n : 1;
}

Text table_repeats_hash_id(Text record, Arena *scratch)
{
    // 12 hexadecimal digits: short, and 2 in 10 million events rarely meet
    return arena_printf(scratch, "c%012llx", (unsigned long long)(text_hash(record) >> 16));
}

Text table_repeats_id(const TableRepeats *repeats, uint64_t offset, Text id, Arena *scratch)
{
    uint32_t n = table_repeats_number(repeats, offset);
    return n > 1 ? arena_printf(scratch, "%.*s.%u", TEXT_ARG(id), n) : id;
}
