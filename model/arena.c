#include <config.h>
#include "model/arena.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    FIRST_BLOCK_BYTES = 16 * 1024,
    LARGEST_BLOCK_BYTES = 4 * 1024 * 1024, // blocks double up to here; a larger wish gets its own
};

typedef struct Block {
    struct Block *next; // newer block
    size_t size, used;
    max_align_t bytes[];
} Block;

struct Arena {
    Block *first, *current;
    size_t total;
    jmp_buf *escape;
};

static void (*exhausted_handler)(void);

void arena_on_exhausted(void (*handler)(void))
{
    exhausted_handler = handler;
}

static _Noreturn void exhausted(const Arena *arena)
{
    if (arena->escape)
        longjmp(*arena->escape, 1);
    if (exhausted_handler)
        exhausted_handler();
    _exit(4); // the documented exit code for "out of memory"
}

_Noreturn void bug_found(const char *file, int line, const char *condition)
{
    char message[512];
    int len = snprintf(message, sizeof message, "bilat: bug at %s:%d: %s\n", file, line, condition);
    if (len > 0 && write(STDERR_FILENO, message,
                         (size_t)len < sizeof message ? (size_t)len : sizeof message) < 0)
        abort();
    abort();
}

static Block *block_new(Arena *arena, size_t size)
{
    Block *block = size > SIZE_MAX - sizeof(Block) ? NULL : malloc(sizeof(Block) + size);
    if (!block)
        exhausted(arena);
    *block = (Block){.size = size};
    return block;
}

Arena *arena_new(void)
{
    return arena_new_escaping(NULL);
}

Arena *arena_new_escaping(jmp_buf *escape)
{
    Arena *arena = calloc(1, sizeof *arena);
    if (!arena)
        exhausted(&(Arena){.escape = escape});
    arena->escape = escape;
    return arena;
}

void arena_free(Arena *arena)
{
    if (!arena)
        return;
    for (Block *block = arena->first, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    free(arena);
}

void arena_reset(Arena *arena)
{
    for (Block *block = arena->first; block; block = block->next)
        block->used = 0;
    arena->current = arena->first;
}

void arena_set_escape(Arena *arena, jmp_buf *escape)
{
    arena->escape = escape;
}

jmp_buf *arena_escape(const Arena *arena)
{
    return arena->escape;
}

size_t arena_bytes(const Arena *arena)
{
    return arena->total;
}

// Makes the current block one with room for `bytes`: the next kept one, or a new one of `size` behind it.
static void next_block(Arena *arena, size_t bytes, size_t size)
{
    Block *current = arena->current;
    while (current && current->next && current->next->used == 0) {
        current = arena->current = current->next;
        if (current->size >= bytes)
            return;
    }
    Block *block = block_new(arena, size > bytes ? size : bytes);
    arena->total += block->size;
    if (current) {
        block->next = current->next;
        current->next = block;
    } else {
        arena->first = block;
    }
    arena->current = block;
}

// Blocks double up to a limit.
static size_t usual_size(const Arena *arena)
{
    if (!arena->current)
        return FIRST_BLOCK_BYTES;
    size_t half = LARGEST_BLOCK_BYTES / 2;
    return arena->current->size < half ? arena->current->size * 2 : LARGEST_BLOCK_BYTES;
}

static bool has_room(const Arena *arena, size_t bytes)
{
    return arena->current && arena->current->size - arena->current->used >= bytes;
}

// Both without overflow, or out of memory. Sizes are multiples of the alignment, so that pointers are aligned.
static size_t rounded_bytes(const Arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX / 2)
        exhausted(arena);
    return (bytes + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
}

void arena_reserve(Arena *arena, size_t bytes)
{
    if (!has_room(arena, bytes))
        next_block(arena, bytes, 0);
}

void *arena_alloc_raw(Arena *arena, size_t count, size_t size)
{
    size_t bytes = rounded_bytes(arena, count, size);
    if (!has_room(arena, bytes))
        next_block(arena, bytes, usual_size(arena));
    char *start = (char *)arena->current->bytes + arena->current->used;
    arena->current->used += bytes;
    return start;
}

void *arena_alloc(Arena *arena, size_t count, size_t size)
{
    void *start = arena_alloc_raw(arena, count, size);
    size_t bytes = count * size;
    return bytes ? memset(start, 0, bytes) : start;
}

// True when the array, the newest of the arena, now reaches further in its block.
static bool grow_in_place(Arena *arena, const void *array, size_t old_bytes, size_t new_bytes)
{
    Block *block = arena->current;
    if (!array || !block || block->used < old_bytes ||
        block->size - block->used < new_bytes - old_bytes ||
        (const char *)array != (char *)block->bytes + block->used - old_bytes)
        return false;
    block->used += new_bytes - old_bytes;
    return true;
}

void *arena_grow(Arena *arena, void *array, size_t *capacity, size_t needed, size_t size)
{
    size_t wanted = *capacity > SIZE_MAX / 2 ? needed : *capacity ? *capacity * 2 : 8;
    if (wanted < needed)
        wanted = needed;
    size_t new_bytes = rounded_bytes(arena, wanted, size);
    void *longer = array;
    if (!grow_in_place(arena, array, rounded_bytes(arena, *capacity, size), new_bytes))
        longer = arena_alloc_raw(arena, wanted, size);
    if (longer != array && *capacity)
        memcpy(longer, array, *capacity * size);
    memset((char *)longer + *capacity * size, 0, (wanted - *capacity) * size);
    *capacity = wanted;
    return longer;
}

Text arena_text(Arena *arena, Text text)
{
    BUG_IF(text.len == SIZE_MAX);
    char *copy = arena_alloc_raw(arena, text.len + 1, 1);
    if (text.len)
        memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    return (Text){copy, text.len};
}

Text arena_join(Arena *arena, Text first, Text second)
{
    BUG_IF(first.len > SIZE_MAX / 2 || second.len > SIZE_MAX / 2);
    char *both = arena_alloc_raw(arena, first.len + second.len + 1, 1);
    if (first.len)
        memcpy(both, first.ptr, first.len);
    if (second.len)
        memcpy(both + first.len, second.ptr, second.len);
    both[first.len + second.len] = '\0';
    return (Text){both, first.len + second.len};
}

Text arena_number(Arena *arena, uint64_t number)
{
    enum { DIGITS = 20 }; // of 2 to the power of 64
    char *end = (char *)arena_alloc_raw(arena, DIGITS + 1, 1) + DIGITS, *start = end;
    *end = '\0';
    do
        *--start = (char)('0' + number % 10);
    while (number /= 10);
    return (Text){start, (size_t)(end - start)};
}

Text arena_printf(Arena *arena, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int len = vsnprintf(NULL, 0, format, arguments);
    BUG_IF(len < 0);
    char *bytes = arena_alloc_raw(arena, (size_t)len + 1, 1);
    vsnprintf(bytes, (size_t)len + 1, format, again);
    va_end(again);
    va_end(arguments);
    return (Text){bytes, (size_t)len};
}

ArenaMark arena_mark(const Arena *arena)
{
    return (ArenaMark){arena->current, arena->current ? arena->current->used : 0};
}

void arena_rewind(Arena *arena, ArenaMark mark)
{
    Block *block = mark.block;
    if (!block) {
        arena_reset(arena);
        return;
    }
    block->used = mark.used;
    arena->current = block;
    for (block = block->next; block; block = block->next)
        block->used = 0;
}

Buffer buffer_in(Arena *arena)
{
    return (Buffer){.arena = arena};
}

static void make_room(Buffer *buffer, size_t bytes)
{
    enum { LEAST_BYTES = 64 }; // of a text that is put together
    if (buffer->capacity - buffer->count >= bytes)
        return;
    size_t needed = buffer->count + bytes;
    buffer->items = arena_grow(buffer->arena, buffer->items, &buffer->capacity,
                               needed < LEAST_BYTES ? LEAST_BYTES : needed, 1);
}

char *buffer_room(Buffer *buffer, size_t bytes)
{
    make_room(buffer, bytes);
    return buffer->items + buffer->count;
}

void buffer_add(Buffer *buffer, Text text)
{
    if (text.len == 0)
        return;
    make_room(buffer, text.len);
    memcpy(buffer->items + buffer->count, text.ptr, text.len);
    buffer->count += text.len;
}

void buffer_add_char(Buffer *buffer, char c)
{
    make_room(buffer, 1);
    buffer->items[buffer->count++] = c;
}

void buffer_printf(Buffer *buffer, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int len = vsnprintf(NULL, 0, format, arguments);
    BUG_IF(len < 0);
    make_room(buffer, (size_t)len + 1);
    vsnprintf(buffer->items + buffer->count, (size_t)len + 1, format, again);
    buffer->count += (size_t)len; // the NUL behind it is overwritten by the next addition
    va_end(again);
    va_end(arguments);
}

Text buffer_text(const Buffer *buffer)
{
    return (Text){buffer->items, buffer->count};
}
