#include <config.h>
#include "loaders/ahead.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BATCH_FILES =
        4, // read by one thread, one after another; what was found stays in the near caches
    BATCHES_A_THREAD = 3,  // ready, being read, being used
    MOST_THREADS = 8,      // more than that the thread that adds the events cannot follow
    FEWEST_FILES = 8,      // fewer are read faster than a thread is started
    LARGEST_FILE = 1 << 20 // of larger ones the work is rather in one file than in many
};

typedef enum BatchState { BATCH_FREE, BATCH_CLAIMED, BATCH_READY } BatchState;

typedef struct Batch {
    BatchState state;
    Arena *arena; // what was found; forgotten when the batch is claimed again
    AheadFile files[BATCH_FILES];
    jmp_buf escape;
} Batch;

struct Ahead {
    Arena *arena;
    const Lexicon *lexicon;
    const LoadSettings *settings;
    const WalkFiles *files;
    pthread_t threads[MOST_THREADS];
    size_t thread_count;
    Batch *batches;
    size_t batch_count; // places for batches; batch n is at n % batch_count
    size_t last;        // behind the last batch

    pthread_mutex_t lock; // of what stands below, and of the states
    pthread_cond_t changed;
    size_t next; // to be claimed
    size_t used; // batches below this one are done with
    bool must_stop;
};

// ---- one file ----

// A regular file of moderate size, whole; empty: it is not read ahead.
static Text read_whole(const char *path, Arena *arena, struct stat *found)
{
    Text bytes = {NULL, 0};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return bytes;
    if (fstat(fd, found) == 0 && S_ISREG(found->st_mode) && found->st_size > 0 &&
        found->st_size <= LARGEST_FILE) {
        char *to = arena_alloc_raw(arena, (size_t)found->st_size, 1);
        ssize_t got = read(fd, to, (size_t)found->st_size);
        if (got == found->st_size)
            bytes = (Text){to, (size_t)got};
    }
    close(fd);
    return bytes;
}

// Tables, which belong together, and what says where files come from, are the loader's thread's own.
static bool is_for_later(Text path)
{
    return text_equal(path, TEXT("-")) || text_ends(path, TEXT(".csv")) ||
           text_ends(path, TEXT(".tsv"));
}

static void prepare(const Ahead *ahead, const WalkFile *file, Arena *arena, AheadFile *found)
{
    *found = (AheadFile){.loader = NULL};
    if (is_for_later(file->path))
        return;
    Text bytes = read_whole(file->path.ptr, arena, &found->was);
    if (!bytes.len)
        return;
    Source *copy = source_in_memory(arena, file->path, bytes, NULL);
    copy->encoding = ahead->settings->encoding;
    Preparation work = {.lexicon = ahead->lexicon,
                        .settings = ahead->settings,
                        .arena = arena,
                        .source = copy,
                        .bytes = bytes};
    const Loader *loader = load_recognise_ahead(&work);
    if (!loader || !loader->prepare)
        return;
    found->prepared = loader->prepare(&work);
    found->loader = loader;
}

// ---- the threads ----

static bool is_stopped(Ahead *ahead)
{
    pthread_mutex_lock(&ahead->lock);
    bool must_stop = ahead->must_stop;
    pthread_mutex_unlock(&ahead->lock);
    return must_stop;
}

// Where memory runs out the rest of the batch is left to the loader's thread, which says so if it lacks it too.
static void read_batch(Ahead *ahead, Batch *batch, size_t number)
{
    for (size_t i = 0; i < BATCH_FILES; i++)
        batch->files[i] = (AheadFile){.loader = NULL};
    if (setjmp(batch->escape) != 0)
        return;
    arena_set_escape(batch->arena, &batch->escape);
    arena_reset(batch->arena);
    for (size_t i = 0; i < BATCH_FILES && !is_stopped(ahead); i++) {
        size_t file = number * BATCH_FILES + i;
        AheadFile found;
        if (file >= ahead->files->count)
            break;
        prepare(ahead, &ahead->files->items[file], batch->arena, &found);
        batch->files[i] = found;
    }
    arena_set_escape(batch->arena, NULL);
}

// The next batch for which there is room; NULL: there is none any more.
static Batch *claim(Ahead *ahead, size_t *number)
{
    pthread_mutex_lock(&ahead->lock);
    while (!ahead->must_stop && ahead->next < ahead->last &&
           ahead->next >= ahead->used + ahead->batch_count)
        pthread_cond_wait(&ahead->changed, &ahead->lock);
    Batch *batch = NULL;
    if (!ahead->must_stop && ahead->next < ahead->last) {
        *number = ahead->next++;
        batch = &ahead->batches[*number % ahead->batch_count];
        batch->state = BATCH_CLAIMED;
    }
    pthread_mutex_unlock(&ahead->lock);
    return batch;
}

static void *run(void *context)
{
    Ahead *ahead = context;
    size_t number = 0;
    for (Batch *batch; (batch = claim(ahead, &number));) {
        read_batch(ahead, batch, number);
        pthread_mutex_lock(&ahead->lock);
        batch->state = BATCH_READY;
        pthread_cond_broadcast(&ahead->changed);
        pthread_mutex_unlock(&ahead->lock);
    }
    return NULL;
}

// ---- the loader's thread ----

static void start_threads(Ahead *ahead, size_t threads)
{
    sigset_t all, before;
    sigfillset(&all); // signals are for the main thread
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (ahead->thread_count < threads &&
           pthread_create(&ahead->threads[ahead->thread_count], NULL, run, ahead) == 0)
        ahead->thread_count++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

Ahead *ahead_start(const Load *load, const WalkFiles *files, size_t threads)
{
    if (threads < 1 || files->count < FEWEST_FILES)
        return NULL;
    threads = threads < MOST_THREADS ? threads : MOST_THREADS;
    Ahead *ahead = ARENA_NEW(load->arena, Ahead);
    ahead->arena = load->arena;
    ahead->lexicon = load->lexicon;
    ahead->settings = load->settings;
    ahead->files = files;
    ahead->last = (files->count + BATCH_FILES - 1) / BATCH_FILES;
    ahead->batch_count = threads * BATCHES_A_THREAD;
    ahead->batches = ARENA_ARRAY(load->arena, Batch, ahead->batch_count);
    pthread_mutex_init(&ahead->lock, NULL);
    pthread_cond_init(&ahead->changed, NULL);
    load->opened->ahead = ahead; // from here on a jump stops it
    for (size_t i = 0; i < ahead->batch_count; i++)
        ahead->batches[i].arena = arena_new_escaping(arena_escape(load->arena));
    start_threads(ahead, threads);
    if (ahead->thread_count)
        return ahead;
    load->opened->ahead = NULL;
    ahead_stop(ahead);
    return NULL;
}

AheadFile ahead_take(Ahead *ahead, size_t index)
{
    size_t number = index / BATCH_FILES;
    Batch *batch = &ahead->batches[number % ahead->batch_count];
    pthread_mutex_lock(&ahead->lock);
    if (number > ahead->used) {
        ahead->used = number; // the batch before is done with
        pthread_cond_broadcast(&ahead->changed);
    }
    while (ahead->next <= number || batch->state != BATCH_READY)
        pthread_cond_wait(&ahead->changed, &ahead->lock);
    pthread_mutex_unlock(&ahead->lock);
    // Memory that this file still needs is asked for by the loader's thread.
    arena_set_escape(batch->arena, arena_escape(ahead->arena));
    return batch->files[index % BATCH_FILES];
}

void ahead_stop(Ahead *ahead)
{
    if (!ahead)
        return;
    pthread_mutex_lock(&ahead->lock);
    ahead->must_stop = true;
    pthread_cond_broadcast(&ahead->changed);
    pthread_mutex_unlock(&ahead->lock);
    for (size_t i = 0; i < ahead->thread_count; i++)
        pthread_join(ahead->threads[i], NULL);
    for (size_t i = 0; i < ahead->batch_count; i++)
        arena_free(ahead->batches[i].arena);
    pthread_cond_destroy(&ahead->changed);
    pthread_mutex_destroy(&ahead->lock);
    ahead->batch_count = ahead->thread_count = 0;
}
