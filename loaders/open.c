#include <config.h>
#include "loaders/open.h"

#include "loaders/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    OPEN_FILES = 16,   // descriptors kept; a folder of readouts may have thousands of files
    TAIL_BYTES = 4096, // compared to tell a file that grew from one that was rewritten
    COMPARE_BYTES = 64 * 1024,
};

// A file as it was when it was opened.
typedef struct Handle {
    uint64_t serial;  // names it in the set of descriptors
    const char *path; // terminated by NUL
    struct stat was;
    uint64_t tail_hash;
    const char *kept; // all of it, in memory; NULL: it is read from the file
} Handle;

// ---- descriptors: a small set, the least recently used one is closed first ----

typedef struct Slot {
    uint64_t serial; // 0: free
    int fd;
    unsigned users;
    uint64_t used_at;
} Slot;

static struct {
    pthread_mutex_t lock;
    Slot slots[OPEN_FILES];
    uint64_t serials, clock;
} set = {.lock = PTHREAD_MUTEX_INITIALIZER};

static bool is_same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static int reopen(const Handle *handle)
{
    int fd = open(handle->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat is;
    if (fd >= 0 && fstat(fd, &is) == 0 && is_same_file(&is, &handle->was))
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

static Slot *find_slot(uint64_t serial)
{
    for (size_t i = 0; i < OPEN_FILES; i++)
        if (set.slots[i].serial == serial)
            return &set.slots[i];
    return NULL;
}

static Slot *oldest_unused_slot(void)
{
    Slot *oldest = NULL;
    for (size_t i = 0; i < OPEN_FILES; i++) {
        Slot *slot = &set.slots[i];
        if (slot->users == 0 && (!oldest || slot->used_at < oldest->used_at))
            oldest = slot;
    }
    return oldest;
}

static void clear_slot(Slot *slot)
{
    if (slot->serial)
        close(slot->fd);
    *slot = (Slot){.fd = -1};
}

// A slot that nobody else will close until it is let go. NULL: no file, or more threads than slots.
static Slot *take_slot(const Handle *handle)
{
    Slot *slot = find_slot(handle->serial);
    if (!slot) {
        slot = oldest_unused_slot();
        int fd = slot ? reopen(handle) : -1;
        if (fd < 0)
            return NULL;
        clear_slot(slot);
        *slot = (Slot){.serial = handle->serial, .fd = fd};
    }
    slot->users++;
    slot->used_at = ++set.clock;
    return slot;
}

static bool read_kept(const Source *source, uint64_t offset, size_t len, char *to)
{
    const Handle *handle = source->handle;
    if (offset > source->size || len > source->size - offset)
        return false;
    if (len)
        memcpy(to, handle->kept + offset, len);
    return true;
}

static bool read_file(const Source *source, uint64_t offset, size_t len, char *to)
{
    const Handle *handle = source->handle;
    if (handle->kept)
        return read_kept(source, offset, len, to);
    pthread_mutex_lock(&set.lock);
    Slot *slot = take_slot(handle);
    pthread_mutex_unlock(&set.lock);
    if (!slot)
        return false;
    bool is_read = spool_read_at(slot->fd, offset, len, to);
    pthread_mutex_lock(&set.lock);
    slot->users--;
    pthread_mutex_unlock(&set.lock);
    return is_read;
}

static void close_file(Source *source)
{
    const Handle *handle = source->handle;
    pthread_mutex_lock(&set.lock);
    Slot *slot = find_slot(handle->serial);
    if (slot)
        clear_slot(slot);
    pthread_mutex_unlock(&set.lock);
}

// ---- is it still the file that was loaded? ----

static uint64_t tail_hash(const Source *source)
{
    char tail[TAIL_BYTES];
    size_t len = source->size < TAIL_BYTES ? (size_t)source->size : TAIL_BYTES;
    return source->ops->read(source, source->size - len, len, tail) ? text_hash((Text){tail, len})
                                                                    : 0;
}

static bool is_same_time(const struct stat *a, const struct stat *b)
{
    return a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static bool is_current_file(const Source *source)
{
    const Handle *handle = source->handle;
    struct stat is;
    if (stat(handle->path, &is) != 0 || !is_same_file(&is, &handle->was))
        return false;
    if (is.st_size == handle->was.st_size)
        return is_same_time(&is, &handle->was);
    return is.st_size > handle->was.st_size && tail_hash(source) == handle->tail_hash;
}

static const SourceOps file_ops = {
    .read = read_file,
    .is_current = is_current_file,
    .slice_text = source_raw,
    .close = close_file,
};

bool open_is_as_it_was(const Source *source, const struct stat *was)
{
    const Handle *handle = source->handle;
    return source->ops->is_current == is_current_file && is_same_file(&handle->was, was) &&
           handle->was.st_size == was->st_size && is_same_time(&handle->was, was);
}

// ---- opening ----

static Source *new_source(Text path, Arena *arena)
{
    Source *source = ARENA_NEW(arena, Source);
    source->path = arena_text(arena, path);
    source->encoding = TEXT("UTF-8");
    source->published.minutes = DATE_NO_MINUTES;
    return source;
}

static bool refuse(Text path, Problems *problems, const char *why)
{
    Problem where = PROBLEM_IN(PROBLEM_OPEN, SEVERITY_ERROR, arena_text(problems->arena, path));
    problem_at(problems, where, "%s", why);
    return false;
}

static const char *reason_of(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return "there is no such file";
    case EACCES:
    case EPERM:
        return "no permission to read this file";
    default:
        return strerror(error);
    }
}

// What one path is opened with. All memory is asked for before there is a descriptor: running out of it jumps away.
typedef struct Opening {
    Source *source;
    Handle *handle; // of a file
    Spool *spool;   // of a pipe, or NULL
    const Cancel *cancel;
} Opening;

static bool open_pipe(const Opening *opening, int fd, Problems *problems)
{
    Spool *spool = opening->spool;
    bool is_read = spool_read(spool, fd, opening->cancel);
    int reason = errno;
    close(fd);
    if (is_read) {
        spool_give(spool, opening->source, false);
        return true;
    }
    spool_close(spool);
    if (reason != ECANCELED)
        refuse(opening->source->path, problems, reason_of(reason));
    return false;
}

// Standard input that is a file is read as one, without a copy.
static bool spool_stdin(Spool *spool, const Cancel *cancel)
{
    struct stat is;
    if (spool->has_ended)
        return true;
    if (fstat(STDIN_FILENO, &is) != 0)
        return false;
    if (!S_ISREG(is.st_mode) || lseek(STDIN_FILENO, 0, SEEK_CUR) != 0)
        return spool_read(spool, STDIN_FILENO, cancel);
    int fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
    if (fd >= 0)
        spool_take_file(spool, fd, (uint64_t)is.st_size);
    return fd >= 0;
}

// Standard input is there only once: what has come through it, even of a load that was cancelled, is kept for the
// next one. Loads follow each other, so there is no lock.
static Spool *kept_stdin(Arena *beside)
{
    static Arena *arena;
    static Spool *spool;
    if (!arena)
        arena = arena_new_escaping(arena_escape(beside));
    if (!spool) {
        arena_set_escape(arena, arena_escape(beside));
        spool = spool_new(arena);
        arena_set_escape(arena, NULL);
    }
    return spool;
}

static bool open_stdin(Arena *arena, const Cancel *cancel, Source **source, Problems *problems)
{
    Spool *spool = kept_stdin(arena);
    Source *opened = new_source(TEXT("-"), arena);
    if (spool_stdin(spool, cancel)) {
        spool_give(spool, opened, true);
        *source = opened;
        return true;
    }
    if (errno != ECANCELED)
        refuse(TEXT("-"), problems, reason_of(errno));
    return false;
}

static void open_file(const Opening *opening, int fd, const struct stat *was)
{
    Source *source = opening->source;
    Handle *handle = opening->handle;
    *handle = (Handle){.path = source->path.ptr, .was = *was};
    source->size = (uint64_t)was->st_size;
    source->handle = handle;
    source->ops = &file_ops;
    pthread_mutex_lock(&set.lock);
    handle->serial = ++set.serials;
    Slot *slot = oldest_unused_slot();
    if (slot) {
        clear_slot(slot);
        *slot = (Slot){.serial = handle->serial, .fd = fd, .used_at = ++set.clock};
    }
    pthread_mutex_unlock(&set.lock);
    if (!slot)
        close(fd);
    handle->tail_hash = tail_hash(source);
}

// NULL, or why what stands under the path cannot be a source.
static const char *unfit(const struct stat *is)
{
    if (S_ISDIR(is->st_mode))
        return "expected a file, found a folder";
    return S_ISREG(is->st_mode) || S_ISFIFO(is->st_mode) ? NULL : "expected a file, found a device";
}

// Never waits for somebody to write into a pipe: that can be cancelled in cancel_wait_readable alone.
static bool open_path(const Opening *opening, Problems *problems)
{
    Text path = opening->source->path;
    struct stat is;
    int fd = open(path.ptr, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd >= 0 && fstat(fd, &is) == 0) {
        bool is_as_expected = opening->spool ? S_ISFIFO(is.st_mode) : S_ISREG(is.st_mode);
        if (is_as_expected && opening->spool)
            return open_pipe(opening, fd, problems);
        if (is_as_expected) {
            open_file(opening, fd, &is);
            return true;
        }
        errno = ENOENT; // replaced in this very moment
    }
    int reason = errno;
    if (fd >= 0)
        close(fd);
    return refuse(path, problems, reason_of(reason));
}

bool open_source(Text path, Arena *arena, const Cancel *cancel, Source **source, Problems *problems)
{
    if (text_equal(path, TEXT("-")))
        return open_stdin(arena, cancel, source, problems);
    if (memchr(path.ptr, '\0', path.len))
        return refuse(path, problems, reason_of(ENOENT));
    Opening opening = {.source = new_source(path, arena), .cancel = cancel};
    struct stat is;
    if (stat(opening.source->path.ptr, &is) != 0)
        return refuse(path, problems, reason_of(errno));
    const char *why = unfit(&is);
    if (why)
        return refuse(path, problems, why);
    if (S_ISFIFO(is.st_mode))
        opening.spool = spool_new(arena);
    else
        opening.handle = ARENA_NEW(arena, Handle);
    if (!open_path(&opening, problems))
        return false;
    *source = opening.source;
    return true;
}

void open_keep(Source *source, Arena *arena, uint64_t *kept)
{
    if (source->ops->read != read_file || source->size > OPEN_KEPT_EACH ||
        *kept + source->size > OPEN_KEPT_ALL)
        return;
    char *bytes = arena_alloc_raw(arena, (size_t)source->size + 1, 1);
    if (!read_file(source, 0, (size_t)source->size, bytes))
        return;
    Handle *handle = source->handle;
    handle->kept = bytes;
    *kept += source->size;
}

void open_set_form(Source *source, const SourceOps *form, Arena *arena)
{
    SourceOps *ops = ARENA_NEW(arena, SourceOps);
    *ops = *source->ops;
    ops->field = form->field;
    ops->fields = form->fields;
    ops->search = form->search;
    ops->column = form->column;
    ops->extra = form->extra;
    ops->slice_text = form->slice_text;
    if (form->close)
        ops->close = form->close;
    source->ops = ops;
}

void open_close(Source *source)
{
    if (source->ops->close)
        source->ops->close(source);
}

bool open_same_content(const Source *a, const Source *b, const Cancel *cancel)
{
    a = a->raw ? a->raw : a;
    b = b->raw ? b->raw : b;
    if (a->size != b->size)
        return false;
    char in_a[COMPARE_BYTES], in_b[COMPARE_BYTES];
    for (uint64_t at = 0; at < a->size; at += COMPARE_BYTES) {
        uint64_t left = a->size - at;
        size_t len = left < COMPARE_BYTES ? (size_t)left : COMPARE_BYTES;
        if (cancel_is_wished(cancel) || !a->ops->read(a, at, len, in_a) ||
            !b->ops->read(b, at, len, in_b) || memcmp(in_a, in_b, len) != 0)
            return false;
    }
    return true;
}

uint64_t open_content_hash(const Source *source, const Cancel *cancel)
{
    char bytes[COMPARE_BYTES];
    uint64_t hash = source->size;
    for (uint64_t at = 0; at < source->size; at += COMPARE_BYTES) {
        uint64_t left = source->size - at;
        size_t len = left < COMPARE_BYTES ? (size_t)left : COMPARE_BYTES;
        if (cancel_is_wished(cancel) || !source->ops->read(source, at, len, bytes))
            return 0;
        hash = (hash ^ text_hash((Text){bytes, len})) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 32;
    }
    return hash;
}
