// Bump allocator: memory that is freed all at once. The only caller of malloc in bilat.
// Lifetimes are named by who holds the arena: timeline (until reload), segment, view (until the filter changes),
// scratch (reset each frame or record). Nothing is freed one by one; blocks never move, so pointers stay good.
#ifndef BILAT_MODEL_ARENA_H
#define BILAT_MODEL_ARENA_H

#include "model/text.h"

#include <setjmp.h>

typedef struct Arena Arena;

// Out of memory never returns NULL to a caller: arena_alloc jumps to the owner's escape, or, where none
// is set, calls the handler of arena_on_exhausted (which must not return).
Arena *arena_new(void);
// As arena_new, and the escape is set from the start; `escape` may be NULL.
Arena *arena_new_escaping(jmp_buf *escape);
void arena_free(Arena *arena); // NULL is nothing to free
// Forgets all that was allocated and keeps the memory for the next round.
void arena_reset(Arena *arena);
void arena_set_escape(Arena *arena, jmp_buf *escape);
jmp_buf *arena_escape(const Arena *arena); // NULL: none is set
void arena_on_exhausted(void (*handler)(void));
size_t arena_bytes(const Arena *arena); // bytes held from the system

// Zeroed memory for `count` objects of `size` bytes, aligned for any type. count 0 gives a valid pointer.
void *arena_alloc(Arena *arena, size_t count, size_t size);
// As arena_alloc, but the bytes are whatever they are: for those who write all of them at once.
void *arena_alloc_raw(Arena *arena, size_t count, size_t size);
#define ARENA_NEW(arena, Type)          ((Type *)arena_alloc((arena), 1, sizeof(Type)))
#define ARENA_ARRAY(arena, Type, count) ((Type *)arena_alloc((arena), (count), sizeof(Type)))

// Makes sure that the next allocations, up to `bytes` in all, come from one block, a new one of just that size if
// need be: for several large arrays whose sizes are known. Each is rounded up to ARENA_ALIGN.
void arena_reserve(Arena *arena, size_t bytes);
#define ARENA_ALIGN (_Alignof(max_align_t))

// A longer array with the old content; `capacity` at least doubles. The newest array of an arena grows where it
// stands if there is room; else what it leaves behind is freed with the arena.
void *arena_grow(Arena *arena, void *array, size_t *capacity, size_t needed, size_t size);
// Appends to a growing array kept as three fields `items`, `count`, `capacity` of `list`.
#define ARENA_PUSH(arena, list, value)                                                             \
    do {                                                                                           \
        if ((list)->count == (list)->capacity)                                                     \
            (list)->items = arena_grow((arena), (list)->items, &(list)->capacity,                  \
                                       (list)->count + 1, sizeof *(list)->items);                  \
        (list)->items[(list)->count++] = (value);                                                  \
    } while (0)

// A copy that is also terminated by NUL (behind .len), so that .ptr serves as a C string.
Text arena_text(Arena *arena, Text text);
Text arena_join(Arena *arena, Text first, Text second); // one behind the other, terminated too
Text arena_number(Arena *arena, uint64_t number);       // in decimal digits
Text arena_printf(Arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);

// A place in the arena to come back to: what was allocated after the mark is forgotten by the rewind.
typedef struct ArenaMark {
    void *block;
    size_t used;
} ArenaMark;
ArenaMark arena_mark(const Arena *arena);
void arena_rewind(Arena *arena, ArenaMark mark);

// A text under construction. The bytes live in the arena; buffer.text is good until the next addition.
typedef struct Buffer {
    Arena *arena;
    char *items;
    size_t count, capacity;
} Buffer;
Buffer buffer_in(Arena *arena);
void buffer_add(Buffer *buffer, Text text);
void buffer_add_char(Buffer *buffer, char c);
// Room for so many bytes behind the text; who writes them adds to `count` how many they are.
char *buffer_room(Buffer *buffer, size_t bytes);
void buffer_printf(Buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);
Text buffer_text(const Buffer *buffer);

// A state that only a mistake in the program can bring about: says where and aborts, in every build.
#define BUG_IF(condition) ((condition) ? bug_found(__FILE__, __LINE__, #condition) : (void)0)
_Noreturn void bug_found(const char *file, int line, const char *condition);

#endif
