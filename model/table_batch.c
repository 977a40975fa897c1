#include <config.h>
#include "model/table_batch.h"

#include <string.h>

enum {
    FIRST_ROWS = 1024, // of the first batch, which shows how long rows are
    BATCH_BYTES =
        96 * 1024 * 1024, // of the rows made, about: each batch goes through the files once
    BATCH_ROWS = 1 << 19,
};

typedef struct Place { // of a row among those made
    size_t offset;
    uint32_t length;
    uint32_t thread;
} Place;

typedef struct Task { // a row to be made
    EventId id;
    uint32_t at; // in the batch, in the order of the view
} Task;

typedef struct Batch {
    const RowMaker *maker;
    Task *tasks, *sorted;
    Place *places; // in the order of the view
    size_t count;
} Batch;

// ---- in the order of the files: that of their events' ids ----

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

// One round of a counting sort by some bits of the ids.
static void sort_by_digit(const Task *from, Task *to, size_t count, unsigned shift)
{
    size_t ends[DIGITS] = {0};
    size_t sum = 0;
    for (size_t i = 0; i < count; i++)
        ends[from[i].id.at >> shift & (DIGITS - 1)]++;
    for (size_t i = 0; i < DIGITS; i++) {
        size_t here = ends[i];
        ends[i] = sum;
        sum += here;
    }
    for (size_t i = 0; i < count; i++)
        to[ends[from[i].id.at >> shift & (DIGITS - 1)]++] = from[i];
}

static bool is_sorted(const Batch *batch)
{
    for (size_t i = 1; i < batch->count; i++)
        if (batch->tasks[i - 1].id.at > batch->tasks[i].id.at)
            return false;
    return true;
}

static void sort_tasks(Batch *batch)
{
    if (is_sorted(batch))
        return;
    for (unsigned shift = 0; shift < 32; shift += DIGIT_BITS) {
        sort_by_digit(batch->tasks, batch->sorted, batch->count, shift);
        Task *tasks = batch->sorted;
        batch->sorted = batch->tasks;
        batch->tasks = tasks;
    }
}

// ---- making and writing ----

static void make_part(void *context, size_t thread)
{
    const Batch *batch = context;
    const RowMaker *maker = batch->maker;
    size_t from = batch->count * thread / maker->threads;
    size_t to = batch->count * (thread + 1) / maker->threads;
    Buffer *out = maker->buffer(maker->context, thread);
    for (size_t i = from; i < to; i++) {
        size_t offset = out->count;
        maker->make(maker->context, thread, batch->tasks[i].id);
        batch->places[batch->tasks[i].at] =
            (Place){offset, (uint32_t)(out->count - offset), (uint32_t)thread};
    }
}

// Returns how many bytes were made.
static size_t write_made(const Batch *batch, Sink *sink)
{
    const RowMaker *maker = batch->maker;
    const char *made[WORK_THREADS_MAX];
    size_t bytes = 0;
    for (size_t i = 0; i < maker->threads; i++)
        made[i] = maker->buffer(maker->context, i)->items;
    for (size_t i = 0; i < batch->count && !sink->has_failed; i++) {
        Place place = batch->places[i];
        sink_write(sink, (Text){made[place.thread] + place.offset, place.length});
        bytes += place.length;
    }
    for (size_t i = 0; i < maker->threads; i++)
        maker->buffer(maker->context, i)->count = 0;
    return bytes;
}

static void take_rows(Batch *batch, const View *view, size_t from, size_t count)
{
    batch->count = count;
    for (size_t i = 0; i < count; i++)
        batch->tasks[i] = (Task){view_event(view, from + i), (uint32_t)i};
}

static size_t rows_for(size_t bytes, size_t rows)
{
    size_t fit = bytes ? (size_t)BATCH_BYTES / (bytes / rows + 1) : BATCH_ROWS;
    return fit < 1 ? 1 : fit > BATCH_ROWS ? BATCH_ROWS : fit;
}

// For that many bytes in all, and a little more: what a growing buffer leaves behind would stay until the end.
static void make_room(const RowMaker *maker, size_t bytes)
{
    for (size_t i = 0; i < maker->threads; i++) {
        Buffer *buffer = maker->buffer(maker->context, i);
        size_t wanted = bytes / maker->threads / 8 * 9;
        if (buffer->capacity >= wanted)
            continue;
        buffer->items = arena_alloc_raw(buffer->arena, wanted, 1);
        buffer->capacity = wanted;
    }
}

bool table_batch_write(const View *view, const RowMaker *maker, Sink *sink)
{
    Arena *arena = arena_new();
    size_t count = view_count(view), room = count < BATCH_ROWS ? count : BATCH_ROWS;
    Batch batch = {.maker = maker,
                   .tasks = arena_alloc_raw(arena, room, sizeof *batch.tasks),
                   .sorted = arena_alloc_raw(arena, room, sizeof *batch.sorted),
                   .places = arena_alloc_raw(arena, room, sizeof *batch.places)};
    size_t wanted = count < FIRST_ROWS ? count : FIRST_ROWS;
    for (size_t from = 0; from < count && !sink->has_failed; from += batch.count) {
        take_rows(&batch, view, from, wanted);
        sort_tasks(&batch);
        work_split(maker->threads, make_part, &batch);
        size_t made = write_made(&batch, sink);
        size_t left = count - from - batch.count, fit = rows_for(made, batch.count);
        wanted = fit < wanted * 16 ? fit : wanted * 16; // the next rows may be longer
        wanted = wanted < left ? wanted : left;
        make_room(maker, (made / batch.count + 1) * wanted);
    }
    arena_free(arena);
    return !sink->has_failed;
}
