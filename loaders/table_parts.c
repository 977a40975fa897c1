#include <config.h>
#include "loaders/table_parts.h"

#include "loaders/event_ids.h"
#include "loaders/lexicon.h"
#include "loaders/table_share.h"
#include "model/work.h"

#include <pthread.h>
#include <signal.h>

enum {
    LEAST_BYTES = 4 * 1024 * 1024, // of a table that is worth several threads
    PART_BYTES = 6 * 1024 * 1024,  // some ten thousand events: little has to wait for its turn
    LEAST_PART_BYTES = 1024 * 1024,
    AHEAD = 2,        // parts for each thread that may wait to be published
    SURE_RECORDS = 4, // so many of good form say that a record begins here
    TRIES = 64,       // line ends at which one could
};

typedef struct Part { // of the file, loaded by one thread
    uint64_t start, end;
    bool is_done, is_whole; // whole: neither cancelled nor given up
    struct Worker *worker;  // that loaded it
    unsigned generation;    // of the worker's builder then
    Segment *first, *last;
    Arena *arena; // of what stands below
    EventIds *ids;
    TableTold *told[TABLE_SEEN_SETS];
    size_t told_count[TABLE_SEEN_SETS];
} Part;

typedef struct Shared {
    const TableRows *rows;
    Part *parts;
    size_t count;
    uint64_t begin, part_bytes;
    pthread_mutex_t lock; // of what stands below, and of Part.is_done
    pthread_cond_t changed;
    size_t next, published, ahead;
    bool is_stopped, lacked_memory;
    uint64_t end;   // of what is published
    size_t started; // threads
} Shared;

typedef struct Worker {
    Shared *shared;
    pthread_t thread;
    Arena *scratch, *arena;
    Builder *builder;
    unsigned generation; // of the builder
    unsigned wanted;     // under the lock: what an older one has made cannot be used any more
    TableShare tables;
    LoadPart part;
    Load load;
    TableRows rows;
    Part *current;
    jmp_buf escape;
} Worker;

// ---- a part ----

static bool keep_segment(void *context, Segment *segment)
{
    Worker *worker = context;
    Part *part = worker->current;
    segment->next = NULL;
    if (part->last)
        part->last->next = segment;
    else
        part->first = segment;
    part->last = segment;
    return !load_is_cancelled(&worker->load);
}

// Do records of good form begin at the offset?
static bool is_record_start(RecordReader *reader, uint64_t offset)
{
    Record record;
    records_seek(reader, offset);
    for (int i = 0; i < SURE_RECORDS; i++) {
        if (!records_peek(reader, &record))
            return i > 0 && records_is_at_end(reader);
        records_skip(reader);
    }
    return true;
}

// Where the first record begins that does not begin before the border, as it seems: behind a line end.
static bool find_start(RecordReader *reader, uint64_t border, uint64_t *start)
{
    records_seek(reader, border - 1);
    for (int i = 0; i < TRIES; i++) {
        if (!records_pass_line(reader))
            return false;
        uint64_t at = records_offset(reader);
        if (is_record_start(reader, at)) {
            *start = at;
            return true;
        }
        records_seek(reader, at);
    }
    return false;
}

static void take_told(Worker *worker, const size_t *before)
{
    Part *part = worker->current;
    TableSeen *sets[TABLE_SEEN_SETS] = {NULL};
    worker->rows.seen(worker->rows.table, sets);
    for (size_t i = 0; i < TABLE_SEEN_SETS; i++)
        if (sets[i])
            part->told_count[i] = table_seen_told(sets[i], before[i], part->arena, &part->told[i]);
}

static void count_told(Worker *worker, size_t *counts)
{
    TableSeen *sets[TABLE_SEEN_SETS] = {NULL};
    worker->rows.seen(worker->rows.table, sets);
    for (size_t i = 0; i < TABLE_SEEN_SETS; i++)
        counts[i] = sets[i] ? table_seen_told_count(sets[i]) : 0;
}

static void load_part(Worker *worker, Part *part, size_t number)
{
    Shared *shared = worker->shared;
    RecordReader *reader = worker->rows.reader;
    uint64_t border = shared->begin + shared->part_bytes * number;
    bool has_ended;
    size_t told[TABLE_SEEN_SETS];
    worker->current = part;
    worker->part.has_given_up = false;
    arena_set_escape(part->arena, &worker->escape);
    worker->load.ids = part->ids = event_ids_new(part->arena);
    part->start = border;
    part->worker = worker;
    part->generation = worker->generation;
    if (number > 0 && !find_start(reader, border, &part->start))
        return;
    records_seek(reader, part->start);
    count_told(worker, told);
    part->is_whole = table_rows_until(&worker->rows, border + shared->part_bytes, &has_ended);
    builder_flush(worker->builder);
    part->end = records_offset(reader);
    take_told(worker, told);
    arena_set_escape(part->arena, NULL);
}

// ---- a builder and all that knows its names ----

static void make_table(Worker *worker)
{
    const TableRows *rows = worker->shared->rows;
    worker->builder = builder_new(rows->load->lexicon->countries, keep_segment, worker);
    worker->load.builder = worker->builder;
    worker->tables = (TableShare){.memo = NULL};
    worker->rows.table = rows->twin(rows->table, &worker->load, &worker->rows.reader);
}

// Segments of a builder that are left out take the names with them that later ones need.
static void renew_table(Worker *worker, unsigned generation)
{
    builder_free(worker->builder); // what it has published stands by itself
    worker->builder = NULL;
    arena_reset(worker->scratch);
    make_table(worker);
    builder_set_escape(worker->builder, &worker->escape);
    worker->generation = generation;
}

// ---- a thread ----

// The next part to be loaded; NULL: none.
static Part *take_part(Worker *worker, size_t *number, unsigned *wanted)
{
    Shared *shared = worker->shared;
    Part *part = NULL;
    pthread_mutex_lock(&shared->lock);
    while (!shared->is_stopped && shared->next < shared->count &&
           shared->next >= shared->published + shared->ahead)
        pthread_cond_wait(&shared->changed, &shared->lock);
    if (!shared->is_stopped && shared->next < shared->count) {
        *number = shared->next++;
        part = &shared->parts[*number];
    }
    *wanted = worker->wanted;
    pthread_mutex_unlock(&shared->lock);
    return part;
}

static void *run(void *context)
{
    Worker *worker = context;
    Shared *shared = worker->shared;
    size_t number;
    unsigned wanted;
    if (setjmp(worker->escape) != 0) {
        pthread_mutex_lock(&shared->lock);
        shared->is_stopped = shared->lacked_memory = true;
        pthread_cond_broadcast(&shared->changed);
        pthread_mutex_unlock(&shared->lock);
        return NULL;
    }
    builder_set_escape(worker->builder, &worker->escape);
    arena_set_escape(worker->scratch, &worker->escape);
    arena_set_escape(worker->arena, &worker->escape);
    for (Part *part; (part = take_part(worker, &number, &wanted)) != NULL;) {
        if (worker->generation < wanted)
            renew_table(worker, wanted);
        load_part(worker, part, number);
        if (!part->is_whole && !load_is_cancelled(&worker->load))
            renew_table(worker, worker->generation + 1);
        pthread_mutex_lock(&shared->lock);
        part->is_done = true;
        pthread_cond_broadcast(&shared->changed);
        pthread_mutex_unlock(&shared->lock);
    }
    return NULL;
}

static void make_worker(Worker *worker, Shared *shared)
{
    const TableRows *rows = shared->rows;
    jmp_buf *escape = arena_escape(rows->load->scratch);
    worker->shared = shared;
    worker->scratch = arena_new_escaping(escape);
    worker->arena = arena_new_escaping(escape);
    worker->load = *rows->load;
    worker->load.scratch = worker->scratch;
    worker->load.arena = worker->arena;
    worker->load.tables = &worker->tables;
    worker->load.part = &worker->part;
    worker->rows = *rows;
    worker->rows.load = &worker->load;
    make_table(worker);
}

static void free_worker(Worker *worker)
{
    builder_free(worker->builder);
    arena_free(worker->scratch);
    arena_free(worker->arena);
}

// Signals are for the main thread.
static void start_workers(Shared *shared, Worker *workers, size_t count)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    for (size_t i = 0; i < count; i++) {
        if (pthread_create(&workers[i].thread, NULL, run, &workers[i]) != 0)
            break;
        shared->started++;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

// ---- publishing ----

// What an earlier part has reported is not reported again.
static void drop_told(const TableRows *rows, Part *part)
{
    TableSeen *sets[TABLE_SEEN_SETS] = {NULL};
    rows->seen(rows->table, sets);
    for (size_t i = 0; i < TABLE_SEEN_SETS; i++)
        for (size_t k = 0; k < part->told_count[i]; k++) {
            if (table_seen_add(sets[i], part->told[i][k].hash))
                continue;
            Segment *segment = part->first;
            while (segment && !problems_forget(&segment->problems, part->told[i][k].message))
                segment = segment->next;
        }
}

// False: the load is cancelled.
static bool publish(const TableRows *rows, Part *part)
{
    bool goes_on = true;
    drop_told(rows, part);
    for (Segment *segment = part->first, *next; segment; segment = next) {
        next = segment->next;
        goes_on = builder_forward(rows->load->builder, segment) && goes_on;
    }
    part->first = part->last = NULL;
    return goes_on;
}

// The part before ended at `end`. False: this one must be loaded behind it.
static bool fits(const TableRows *rows, const Part *part, uint64_t end)
{
    return part->is_whole && part->generation >= part->worker->wanted && part->start == end &&
           event_ids_join(rows->load->ids, part->ids);
}

static bool wait_for(Shared *shared, const Part *part)
{
    pthread_mutex_lock(&shared->lock);
    while (!part->is_done && !shared->is_stopped)
        pthread_cond_wait(&shared->changed, &shared->lock);
    bool is_done = part->is_done;
    pthread_mutex_unlock(&shared->lock);
    return is_done;
}

static void free_segments(Part *part)
{
    for (Segment *segment = part->first, *next; segment; segment = next) {
        next = segment->next;
        segment_free(segment);
    }
    part->first = part->last = NULL;
}

// In the order of the file, by the table's own reader. False: the load is cancelled.
static bool load_behind(Shared *shared, Part *part, size_t number)
{
    const TableRows *rows = shared->rows;
    bool has_ended;
    pthread_mutex_lock(&shared->lock);
    part->worker->wanted =
        part->worker->wanted > part->generation ? part->worker->wanted : part->generation + 1;
    pthread_mutex_unlock(&shared->lock);
    free_segments(part);
    records_seek(rows->reader, shared->end);
    bool goes_on =
        table_rows_until(rows, shared->begin + shared->part_bytes * (number + 1), &has_ended) &&
        builder_flush(rows->load->builder);
    shared->end = records_offset(rows->reader);
    return goes_on;
}

static void publish_all(Shared *shared)
{
    bool goes_on = true;
    for (size_t i = 0; i < shared->count && goes_on; i++) {
        Part *part = &shared->parts[i];
        if (!wait_for(shared, part))
            return;
        if (fits(shared->rows, part, shared->end)) {
            shared->end = part->end;
            goes_on = publish(shared->rows, part);
        } else {
            goes_on = load_behind(shared, part, i);
        }
        arena_free(part->arena);
        part->arena = NULL;
        pthread_mutex_lock(&shared->lock);
        shared->published++;
        pthread_cond_broadcast(&shared->changed);
        pthread_mutex_unlock(&shared->lock);
    }
}

static void stop(Shared *shared)
{
    pthread_mutex_lock(&shared->lock);
    shared->is_stopped = true;
    pthread_cond_broadcast(&shared->changed);
    pthread_mutex_unlock(&shared->lock);
}

static void free_parts(Shared *shared)
{
    for (size_t i = 0; i < shared->count; i++) {
        free_segments(&shared->parts[i]);
        arena_free(shared->parts[i].arena);
    }
}

// ---- all of it ----

// The threads must have ended before a lack of memory in this one jumps away from what they use.
static void load_by(Shared *shared, Worker *workers, size_t threads)
{
    const Load *load = shared->rows->load;
    jmp_buf *outer = arena_escape(load->scratch), inner;
    if (setjmp(inner) == 0) {
        arena_set_escape(load->scratch, &inner);
        arena_set_escape(load->arena, &inner);
        for (size_t i = 0; i < threads; i++)
            make_worker(&workers[i], shared);
        start_workers(shared, workers, threads);
        if (shared->started > 0)
            publish_all(shared);
    } else {
        shared->lacked_memory = true; // the threads set it under the lock, to the same
    }
    stop(shared);
    for (size_t i = 0; i < shared->started; i++)
        pthread_join(workers[i].thread, NULL);
    arena_set_escape(load->scratch, outer);
    arena_set_escape(load->arena, outer);
    free_parts(shared);
    for (size_t i = 0; i < threads; i++)
        free_worker(&workers[i]);
}

static void cut_into_parts(Shared *shared, uint64_t bytes, size_t threads)
{
    Arena *scratch = shared->rows->load->scratch;
    uint64_t part_bytes = bytes / (threads * 4);
    part_bytes = part_bytes < LEAST_PART_BYTES ? LEAST_PART_BYTES : part_bytes;
    shared->part_bytes = part_bytes > PART_BYTES ? PART_BYTES : part_bytes;
    shared->count = (size_t)((bytes + shared->part_bytes - 1) / shared->part_bytes);
    shared->parts = ARENA_ARRAY(scratch, Part, shared->count);
    for (size_t i = 0; i < shared->count; i++)
        shared->parts[i].arena = arena_new_escaping(arena_escape(scratch));
}

uint64_t table_parts_load(const TableRows *rows)
{
    const Load *load = rows->load;
    uint64_t begin = records_offset(rows->reader), bytes = rows->source->size - begin;
    size_t threads = work_threads();
    // The source must be known before events of it come.
    if (threads < 2 || bytes < LEAST_BYTES || !load->lexicon || !load->ids || load->part ||
        !builder_flush(load->builder))
        return begin;
    Shared shared = {.rows = rows, .begin = begin, .end = begin, .ahead = AHEAD * threads};
    cut_into_parts(&shared, bytes, threads);
    Worker *workers = ARENA_ARRAY(load->scratch, Worker, threads);
    pthread_mutex_init(&shared.lock, NULL);
    pthread_cond_init(&shared.changed, NULL);
    load_by(&shared, workers, threads);
    pthread_cond_destroy(&shared.changed);
    pthread_mutex_destroy(&shared.lock);
    if (shared.lacked_memory)
        arena_alloc(load->scratch, SIZE_MAX, 1); // goes where any lack of memory goes
    return shared.end;
}
