#include <config.h>
#include "loaders/feed.h"

#include "loaders/lexicon.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

// All that a load allocates, so that it can be freed behind a jump. The main thread makes it: the loader's thread asks
// for no memory before it can jump.
typedef struct Memory {
    Builder *builder;
    Arena *scratch, *arena;
    LoadOpened opened;
    jmp_buf escape;
} Memory;

struct Feed {
    Arena *arena;  // of the feed itself
    Memory memory; // of the loader's thread
    const Lexicon *lexicon;
    const LoadSettings *settings;
    LoadInputs inputs;
    pthread_t thread;
    bool has_thread;
    bool has_told_memory; // the main thread has reported that the memory did not suffice
    int wake[2];          // a pipe: holds a byte while there is something to take
    Cancel cancel;
    atomic_uint_least64_t bytes_read, bytes_total;

    pthread_mutex_t lock; // of what stands below
    pthread_cond_t changed;
    Segment *first, *last; // finished, in the order of the files
    bool has_ended;
    bool lacked_memory;
};

// ---- the loader's thread ----

// The pipe is only a signal: where it is full already, one more byte would say nothing new.
static void wake_reader(Feed *feed)
{
    char byte = 1;
    ssize_t wrote = write(feed->wake[1], &byte, 1);
    (void)wrote;
}

static bool publish(void *context, Segment *segment)
{
    Feed *feed = context;
    segment->next = NULL;
    pthread_mutex_lock(&feed->lock);
    if (feed->last)
        feed->last->next = segment;
    else
        feed->first = segment;
    feed->last = segment;
    pthread_cond_signal(&feed->changed);
    pthread_mutex_unlock(&feed->lock);
    wake_reader(feed);
    return !cancel_is_wished(&feed->cancel);
}

static void end(Feed *feed, bool lacked_memory)
{
    pthread_mutex_lock(&feed->lock);
    feed->has_ended = true;
    feed->lacked_memory = lacked_memory;
    pthread_cond_signal(&feed->changed);
    pthread_mutex_unlock(&feed->lock);
    wake_reader(feed);
}

// One more thread than a single core could use gains nothing.
static size_t cores(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 1 ? (size_t)count : 0;
}

static void load_all(Feed *feed, Memory *memory)
{
    Load load = {
        .lexicon = feed->lexicon,
        .settings = feed->settings,
        .builder = memory->builder,
        .scratch = memory->scratch,
        .arena = memory->arena,
        .progress = &feed->bytes_read,
        .total = &feed->bytes_total,
        .cancel = &feed->cancel,
        .threads = cores(),
        .opened = &memory->opened,
    };
    load_inputs(&load, feed->inputs);
    builder_flush(memory->builder);
}

static void make_memory(Feed *feed)
{
    Memory *memory = &feed->memory;
    memory->scratch = arena_new();
    memory->arena = arena_new();
    memory->builder = builder_new(feed->lexicon->countries, publish, feed);
    builder_hurry(memory->builder);
}

static void free_memory(Memory *memory)
{
    load_close_opened(&memory->opened);
    builder_free(memory->builder);
    arena_free(memory->scratch);
    arena_free(memory->arena);
}

static void *run(void *context)
{
    Feed *feed = context;
    Memory *memory = &feed->memory;
    bool lacked_memory = setjmp(memory->escape) != 0;
    if (!lacked_memory) {
        builder_set_escape(memory->builder, &memory->escape);
        arena_set_escape(memory->scratch, &memory->escape);
        arena_set_escape(memory->arena, &memory->escape);
        load_all(feed, memory);
    }
    free_memory(memory);
    end(feed, lacked_memory);
    return NULL;
}

// ---- the main thread ----

// Signals are for the main thread, which waits for them.
static bool start_thread(Feed *feed)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool is_started = pthread_create(&feed->thread, NULL, run, feed) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return is_started;
}

Feed *feed_start(const Lexicon *lexicon, const LoadSettings *settings, LoadInputs inputs)
{
    Arena *arena = arena_new();
    Feed *feed = ARENA_NEW(arena, Feed);
    feed->arena = arena;
    feed->lexicon = lexicon;
    feed->settings = settings;
    feed->inputs = inputs;
    pthread_mutex_init(&feed->lock, NULL);
    pthread_cond_init(&feed->changed, NULL);
    cancel_pipe(feed->wake);
    cancel_open(&feed->cancel);
    make_memory(feed);
    feed->has_thread = start_thread(feed);
    if (!feed->has_thread)
        run(feed); // no thread to be had: the load comes first, then the rest
    return feed;
}

static void drain(const Feed *feed)
{
    char bytes[64];
    while (read(feed->wake[0], bytes, sizeof bytes) > 0) {
    }
}

static void report_memory(Feed *feed, Timeline *timeline)
{
    feed->has_told_memory = true;
    problem_at(timeline_problems(timeline), PROBLEM_IN(PROBLEM_LIMIT, SEVERITY_ERROR, TEXT("")),
               "out of memory: loading has stopped; what was loaded stays");
}

// Takes all that is finished; `waits`: for something to take, or the end. True while more may come.
static bool take(Feed *feed, Timeline *timeline, bool waits)
{
    pthread_mutex_lock(&feed->lock);
    while (waits && !feed->first && !feed->has_ended)
        pthread_cond_wait(&feed->changed, &feed->lock);
    drain(feed);
    Segment *segment = feed->first;
    feed->first = feed->last = NULL;
    bool has_ended = feed->has_ended;
    bool lacked_memory = feed->lacked_memory;
    pthread_mutex_unlock(&feed->lock);
    for (Segment *next; segment; segment = next) {
        next = segment->next;
        if (!timeline_append(timeline, segment))
            feed_cancel(feed); // the timeline is full, and has said so
    }
    if (lacked_memory && !feed->has_told_memory)
        report_memory(feed, timeline);
    return !has_ended;
}

bool feed_take(Feed *feed, Timeline *timeline)
{
    return take(feed, timeline, false);
}

void feed_finish(Feed *feed, Timeline *timeline)
{
    while (take(feed, timeline, true)) {
    }
}

int feed_wake_fd(const Feed *feed)
{
    return feed->wake[0];
}

void feed_cancel(Feed *feed)
{
    cancel_wish(&feed->cancel);
}

uint64_t feed_bytes_read(const Feed *feed)
{
    return atomic_load(&feed->bytes_read);
}

uint64_t feed_bytes_total(const Feed *feed)
{
    return atomic_load(&feed->bytes_total);
}

void feed_free(Feed *feed)
{
    if (!feed)
        return;
    feed_cancel(feed);
    if (feed->has_thread)
        pthread_join(feed->thread, NULL);
    for (Segment *segment = feed->first, *next; segment; segment = next) {
        next = segment->next;
        segment_free(segment);
    }
    for (size_t i = 0; i < 2; i++)
        if (feed->wake[i] >= 0)
            close(feed->wake[i]);
    cancel_close(&feed->cancel);
    pthread_cond_destroy(&feed->changed);
    pthread_mutex_destroy(&feed->lock);
    arena_free(feed->arena);
}
