#include <config.h>
#include "loaders/store.h"

#include "loaders/spool.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum {
    WINDOW_BYTES = STORE_SHARED_BYTES,
    STEP_BYTES = 256 * 1024,    // of a shared content come at a time
    MEMORY_BYTES = 1024 * 1024, // of all contents that stay in memory
};

struct Store {
    Arena *arena;
    char *window;  // the last bytes of the content that is being taken in
    size_t held;   // of them
    uint64_t size; // of that content
    uint64_t end;  // of the contents in the file
    size_t in_memory;
    int fd; // -1: no file yet
    atomic_uint holders;
    pthread_mutex_t lock; // of how far the shared content has come
    pthread_cond_t changed;
    struct Content *shared; // NULL: none is
};

// What one source reads.
typedef struct Content {
    Store *store;
    const Source *origin;
    const char *bytes; // NULL: in the file
    uint64_t start;    // there
    Source *source;
    SourceArrival arrival; // under the store's lock
} Content;

Store *store_new(Arena *arena)
{
    Store *store = ARENA_NEW(arena, Store);
    store->arena = arena;
    store->fd = -1;
    atomic_init(&store->holders, 1);
    pthread_mutex_init(&store->lock, NULL);
    pthread_cond_init(&store->changed, NULL);
    return store;
}

void store_release(Store *store)
{
    if (!store || atomic_fetch_sub(&store->holders, 1) != 1)
        return;
    if (store->fd >= 0)
        close(store->fd);
    pthread_cond_destroy(&store->changed);
    pthread_mutex_destroy(&store->lock);
    arena_free(store->arena);
}

Arena *store_arena(Store *store)
{
    return store->arena;
}

// For as long as the content is shared.
static void wait_for_shared(Store *store)
{
    pthread_mutex_lock(&store->lock);
    while (store->shared)
        pthread_cond_wait(&store->changed, &store->lock);
    pthread_mutex_unlock(&store->lock);
}

void store_begin(Store *store)
{
    wait_for_shared(store);
    if (!store->window)
        store->window = arena_alloc_raw(store->arena, WINDOW_BYTES, 1);
    store->held = 0;
    store->size = 0;
}

static bool pour(Store *store)
{
    if (store->fd < 0)
        store->fd = spool_nameless_file();
    uint64_t at = store->end + store->size - store->held;
    if (store->fd < 0 || !spool_write_at(store->fd, at, store->held, store->window))
        return false;
    store->held = 0;
    if (store->shared) {
        pthread_mutex_lock(&store->lock);
        store->shared->source->size = store->size;
        pthread_cond_broadcast(&store->changed);
        pthread_mutex_unlock(&store->lock);
    }
    return true;
}

char *store_room(Store *store, size_t *len)
{
    size_t window = store->shared ? STEP_BYTES : WINDOW_BYTES;
    if (store->held == window && !pour(store))
        return NULL;
    *len = window - store->held;
    return store->window + store->held;
}

void store_filled(Store *store, size_t len)
{
    store->held += len;
    store->size += len;
}

bool store_put(Store *store, Text bytes)
{
    while (bytes.len > 0) {
        size_t len;
        char *room = store_room(store, &len);
        if (!room)
            return false;
        if (len > bytes.len)
            len = bytes.len;
        if (bytes.ptr)
            memcpy(room, bytes.ptr, len);
        else
            memset(room, 0, len);
        store_filled(store, len);
        bytes = (Text){bytes.ptr ? bytes.ptr + len : NULL, bytes.len - len};
    }
    return true;
}

uint64_t store_size(const Store *store)
{
    return store->size;
}

// ---- reading ----

static bool read_content(const Source *source, uint64_t offset, size_t len, char *to)
{
    const Content *content = source->handle;
    uint64_t size = source->size;
    if (offset > size || len > size - offset)
        return false;
    if (!content->bytes)
        return spool_read_at(content->store->fd, content->start + offset, len, to);
    if (len)
        memcpy(to, content->bytes + offset, len);
    return true;
}

static SourceArrival await_content(const Source *source, uint64_t wanted)
{
    const Content *content = source->handle;
    Store *store = content->store;
    pthread_mutex_lock(&store->lock);
    while (content->arrival == SOURCE_ARRIVES && source->size < wanted)
        pthread_cond_wait(&store->changed, &store->lock);
    SourceArrival arrival = content->arrival;
    pthread_mutex_unlock(&store->lock);
    return arrival;
}

static bool is_current_content(const Source *source)
{
    const Content *content = source->handle;
    const Source *origin = content->origin;
    return !origin || !origin->ops->is_current || origin->ops->is_current(origin);
}

static void close_content(Source *source)
{
    const Content *content = source->handle;
    store_release(content->store);
}

static const SourceOps content_ops = {
    .read = read_content,
    .await = await_content,
    .is_current = is_current_content,
    .slice_text = source_raw,
    .close = close_content,
};

static bool settle(Store *store, Content *content)
{
    if (store->held == store->size && store->size <= MEMORY_BYTES - store->in_memory) {
        char *bytes = arena_alloc_raw(store->arena, store->held + 1, 1);
        if (store->held)
            memcpy(bytes, store->window, store->held);
        store->in_memory += store->held;
        content->bytes = bytes;
        return true;
    }
    if (store->held && !pour(store))
        return false;
    content->start = store->end;
    store->end += store->size;
    return true;
}

static Content *new_content(Store *store, Source *source, const Source *origin, Arena *arena)
{
    Content *content = ARENA_NEW(arena, Content);
    *content =
        (Content){.store = store, .origin = origin, .source = source, .arrival = SOURCE_WHOLE};
    return content;
}

static void give_content(Content *content, uint64_t size)
{
    Source *source = content->source;
    source->size = size;
    source->ops = &content_ops;
    source->handle = content;
    atomic_fetch_add(&content->store->holders, 1);
}

bool store_give(Store *store, Source *source, const Source *origin, Arena *arena)
{
    Content *content = new_content(store, source, origin, arena);
    if (!settle(store, content))
        return false;
    give_content(content, store->size);
    return true;
}

bool store_share(Store *store, Source *source, const Source *origin, Arena *arena)
{
    Content *content = new_content(store, source, origin, arena);
    BUG_IF(store->size < STORE_SHARED_BYTES);
    if (!pour(store))
        return false;
    content->start = store->end;
    content->arrival = SOURCE_ARRIVES;
    give_content(content, store->size);
    store->shared = content;
    return true;
}

bool store_end(Store *store, SourceArrival how)
{
    bool is_poured = store->held == 0 || pour(store);
    int error = errno;
    pthread_mutex_lock(&store->lock);
    store->end += store->size;
    store->shared->arrival = is_poured ? how : SOURCE_STOPPED;
    store->shared = NULL;
    pthread_cond_broadcast(&store->changed);
    pthread_mutex_unlock(&store->lock);
    errno = error;
    return is_poured;
}

void store_forget(Store *store, const Source *source)
{
    const Content *content = source->handle;
    wait_for_shared(store);
    if (!content->bytes && content->start + source->size == store->end)
        store->end = content->start;
}
