#include <config.h>
#include "model/source.h"

#include "model/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { WINDOW_BYTES = 64 * 1024 };

FilePath source_path(const Source *source)
{
    return (FilePath){source->path, source->archive};
}

Text source_name(const Source *source)
{
    static const Text packed[] = {TEXT_INIT(".gz"), TEXT_INIT(".bz2"), TEXT_INIT(".xz"),
                                  TEXT_INIT(".zst")};
    Text name = file_path_name(source_path(source));
    for (size_t i = 0; i < sizeof packed / sizeof packed[0]; i++)
        if (text_ends(name, packed[i]))
            return text_sub(name, 0, name.len - packed[i].len);
    return name;
}

Text source_raw(const Source *source, Slice slice, Arena *scratch)
{
    char *bytes = arena_alloc(scratch, (size_t)slice.length + 1, 1);
    if (!source->ops->read(source, slice.offset, slice.length, bytes))
        return (Text){NULL, 0};
    return (Text){bytes, slice.length};
}

// A reader's finger on a source: goes forward only.
typedef struct Finger {
    const Source *source;
    bool is_utf8; // else every byte is a column
    uint64_t window_start;
    size_t window_len;
    uint64_t at;
    uint32_t line, column;
    bool ended_with_cr;
    char window[WINDOW_BYTES];
} Finger;

static void finger_start(Finger *finger, const Source *source)
{
    finger->source = source;
    finger->is_utf8 = source->encoding.len == 0 ||
                      text_equal_nocase(source->encoding, TEXT("UTF-8")) ||
                      text_starts_nocase(source->encoding, TEXT("UTF-16")); // held as UTF-8
    finger->window_start = finger->window_len = 0;
    finger->at = 0;
    finger->line = finger->column = 1;
    finger->ended_with_cr = false;
}

static bool window_holds(Finger *finger)
{
    if (finger->at < finger->window_start + finger->window_len)
        return true;
    uint64_t left = finger->source->size - finger->at;
    finger->window_start = finger->at;
    finger->window_len = left < WINDOW_BYTES ? (size_t)left : WINDOW_BYTES;
    return finger->window_len > 0 && finger->source->ops->read(finger->source, finger->at,
                                                               finger->window_len, finger->window);
}

// CR, LF and CR LF all end a line; a continuation byte of UTF-8 is no column of its own, and a byte order mark none.
static void step(Finger *finger, unsigned char byte)
{
    bool ends_pair = byte == '\n' && finger->ended_with_cr;
    finger->ended_with_cr = byte == '\r';
    if (ends_pair)
        return;
    bool is_mark = finger->at == 0 && byte == 0xEF && finger->is_utf8;
    if (byte == '\n' || byte == '\r') {
        finger->line++;
        finger->column = 1;
    } else if (!is_mark && !(finger->is_utf8 && (byte & 0xC0) == 0x80)) {
        finger->column++;
    }
}

static bool advance(Finger *finger, uint64_t offset)
{
    while (finger->at < offset) {
        if (!window_holds(finger))
            return false;
        step(finger, (unsigned char)finger->window[finger->at - finger->window_start]);
        finger->at++;
    }
    return true;
}

bool source_locate(const Source *source, uint64_t offset, uint32_t *line, uint32_t *column)
{
    Finger finger;
    finger_start(&finger, source);
    if (offset > source->size || !advance(&finger, offset))
        return false;
    *line = finger.line;
    *column = finger.column;
    return true;
}

static bool needs_place(const Problem *problem, const Source *source)
{
    return problem->source == source->id && problem->line == 0 &&
           problem->offset != PROBLEM_NO_OFFSET && problem->offset <= source->size;
}

static int compare_offsets(const void *a, const void *b)
{
    uint64_t x = (*(Problem *const *)a)->offset, y = (*(Problem *const *)b)->offset;
    return (x > y) - (x < y);
}

void source_locate_problems(const Source *source, Problem *problems, size_t count)
{
    Arena *arena = arena_new();
    Problem **sorted = ARENA_ARRAY(arena, Problem *, count);
    size_t wanted = 0;
    for (size_t i = 0; i < count; i++)
        if (needs_place(&problems[i], source))
            sorted[wanted++] = &problems[i];
    if (wanted > 1)
        qsort(sorted, wanted, sizeof *sorted, compare_offsets);
    Finger finger;
    finger_start(&finger, source);
    for (size_t i = 0; i < wanted && advance(&finger, sorted[i]->offset); i++) {
        sorted[i]->line = finger.line;
        sorted[i]->column = finger.column;
    }
    arena_free(arena);
}

bool source_read_memory(const Source *source, uint64_t offset, size_t len, char *to)
{
    if (offset > source->size || len > source->size - offset)
        return false;
    if (len)
        memcpy(to, (const char *)source->handle + offset, len);
    return true;
}

static bool no_field(const Source *source, uint64_t record, EventField field, Arena *scratch,
                     Text *out)
{
    (void)source, (void)record, (void)field, (void)scratch, (void)out;
    return false;
}

static const SourceOps memory_ops = {
    .read = source_read_memory,
    .field = no_field,
    .slice_text = source_raw,
};

Source *source_in_memory(Arena *arena, Text path, Text content, const SourceOps *ops)
{
    Source *source = ARENA_NEW(arena, Source);
    source->path = path;
    source->size = content.len;
    source->encoding = TEXT("UTF-8");
    source->published.minutes = DATE_NO_MINUTES;
    source->ops = ops ? ops : &memory_ops;
    // The handle of a reader is not const; these bytes are only ever read through it.
    source->handle = (void *)(uintptr_t)content.ptr;
    return source;
}
