// Unpacks any bytes, and archives in them, under limits that a fuzzer reaches fast. What comes out must be readable to
// its last byte and not beyond, and whoever goes over a limit must be told so.
#include <config.h>

#include "loaders/unpack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX_BYTES = 4 * 1024 * 1024, MAX_MEMBERS = 64 };

static void check_member(const Source *member)
{
    char bytes[512];
    for (uint64_t at = 0; at < member->size; at += sizeof bytes) {
        uint64_t left = member->size - at;
        size_t len = left < sizeof bytes ? (size_t)left : sizeof bytes;
        BUG_IF(!member->ops->read(member, at, len, bytes));
    }
    BUG_IF(member->ops->read(member, member->size, 1, bytes));
    BUG_IF(!member->ops->is_current(member));
}

static bool is_packed(const Source *source)
{
    char bytes[UNPACK_HEAD_BYTES];
    size_t len = source->size < sizeof bytes ? (size_t)source->size : sizeof bytes;
    return source->ops->read(source, 0, len, bytes) && unpack_is_packed((Text){bytes, len});
}

static void unpack_all(const Unpack *unpack, unsigned depth, Arena *arena)
{
    Unpacking *unpacking = unpack_open(unpack, arena_new());
    Source *member = NULL;
    while (unpack_next(unpacking, TEXT(""), arena, &member) == UNPACK_MEMBER) {
        check_member(member);
        BUG_IF(!text_starts(member->path, unpack->source->path));
        Unpack inner = *unpack;
        inner.source = member;
        inner.progress = NULL;
        if (depth < UNPACK_DEFAULTS.depth && is_packed(member))
            unpack_all(&inner, depth + 1, arena);
        member->ops->close(member);
    }
    unpack_close(unpacking);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Text content = {(const char *)data, size};
    Arena *arena = arena_new();
    Source *source = source_in_memory(arena, TEXT("fuzz"), content, NULL);
    Problems problems = problems_in(arena);
    UnpackSpent spent = {0};
    atomic_uint_least64_t progress = 0;
    Unpack unpack = {
        .source = source,
        .store = store_new(arena_new()),
        .limits = {.bytes = MAX_BYTES, .members = MAX_MEMBERS},
        .spent = &spent,
        .progress = &progress,
        .problems = &problems,
    };
    unpack_all(&unpack, 1, arena);
    BUG_IF(progress != size);
    BUG_IF(spent.members > MAX_MEMBERS && problems.count == 0);
    BUG_IF(spent.bytes > MAX_BYTES && problems.count == 0);
    store_release(unpack.store);
    arena_free(arena);
    return 0;
}
