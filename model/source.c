#include <config.h>
#include "model/source.h"

#include "model/utf8.h"

#include <string.h>

enum { WINDOW_BYTES = 64 * 1024 };

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
    char window[WINDOW_BYTES];
    uint64_t window_start;
    size_t window_len;
    uint64_t at;
    uint32_t line, column;
    bool ended_with_cr;
} Finger;

static bool window_holds(Finger *finger)
{
    if (finger->at < finger->window_start + finger->window_len &&
        finger->at >= finger->window_start)
        return true;
    uint64_t left = finger->source->size - finger->at;
    finger->window_start = finger->at;
    finger->window_len = left < WINDOW_BYTES ? (size_t)left : WINDOW_BYTES;
    return finger->window_len > 0 && finger->source->ops->read(finger->source, finger->at,
                                                               finger->window_len, finger->window);
}

// CR, LF and CR LF all end a line; a continuation byte of UTF-8 is no column of its own.
static void step(Finger *finger, unsigned char byte)
{
    if (byte == '\n' && finger->ended_with_cr) {
        finger->ended_with_cr = false;
        return;
    }
    finger->ended_with_cr = byte == '\r';
    if (byte == '\n' || byte == '\r') {
        finger->line++;
        finger->column = 1;
    } else if ((byte & 0xC0) != 0x80) {
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
    Finger finger = {.source = source, .line = 1, .column = 1};
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

void source_locate_problems(const Source *source, Problem *problems, size_t count)
{
    Finger finger = {.source = source, .line = 1, .column = 1};
    for (size_t i = 0; i < count; i++) {
        if (!needs_place(&problems[i], source))
            continue;
        if (problems[i].offset < finger.at) // out of order: begin again
            finger = (Finger){.source = source, .line = 1, .column = 1};
        if (!advance(&finger, problems[i].offset))
            return;
        problems[i].line = finger.line;
        problems[i].column = finger.column;
    }
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
