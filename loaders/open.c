#include <config.h>
#include "loaders/open.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    OPEN_FILES = 16,           // descriptors kept; a folder of readouts may have thousands of files
    SPOOL_BYTES = 1024 * 1024, // of a pipe are kept in memory; more goes to a temporary file
    TAIL_BYTES = 4096,         // compared to tell a file that grew from one that was rewritten
    COMPARE_BYTES = 64 * 1024,
};

// A file as it was when it was opened.
typedef struct Handle {
    uint64_t serial;  // names it in the set of descriptors
    const char *path; // terminated by NUL
    struct stat was;
    uint64_t tail_hash;
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

static bool read_all(int fd, uint64_t offset, size_t len, char *to)
{
    while (len > 0) {
        ssize_t got = pread(fd, to, len, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        to += got;
        offset += (uint64_t)got;
        len -= (size_t)got;
    }
    return true;
}

static bool read_file(const Source *source, uint64_t offset, size_t len, char *to)
{
    const Handle *handle = source->handle;
    pthread_mutex_lock(&set.lock);
    Slot *slot = take_slot(handle);
    pthread_mutex_unlock(&set.lock);
    if (!slot)
        return false;
    bool is_read = read_all(slot->fd, offset, len, to);
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

static bool is_current_file(const Source *source)
{
    const Handle *handle = source->handle;
    struct stat is;
    if (stat(handle->path, &is) != 0 || !is_same_file(&is, &handle->was))
        return false;
    bool is_same_time = is.st_mtim.tv_sec == handle->was.st_mtim.tv_sec &&
                        is.st_mtim.tv_nsec == handle->was.st_mtim.tv_nsec;
    if (is.st_size == handle->was.st_size)
        return is_same_time;
    return is.st_size > handle->was.st_size && tail_hash(source) == handle->tail_hash;
}

static const SourceOps file_ops = {
    .read = read_file,
    .is_current = is_current_file,
    .slice_text = source_raw,
    .close = close_file,
};

// ---- pipes ----

typedef struct Spool {
    int fd; // of the temporary file, or -1: all is in memory
    uint64_t size;
} Spool;

static bool read_spool(const Source *source, uint64_t offset, size_t len, char *to)
{
    const Spool *spool = source->handle;
    return read_all(spool->fd, offset, len, to);
}

static void close_spool(Source *source)
{
    const Spool *spool = source->handle;
    close(spool->fd);
}

static const SourceOps spool_ops = {
    .read = read_spool, .slice_text = source_raw, .close = close_spool};
// Standard input is there only once, so what came through it is kept for the next load.
static const SourceOps stdin_ops = {.read = read_spool, .slice_text = source_raw};

static bool write_all(int fd, Text bytes)
{
    while (bytes.len > 0) {
        ssize_t wrote = write(fd, bytes.ptr, bytes.len);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return false;
        bytes = text_sub(bytes, (size_t)wrote, bytes.len);
    }
    return true;
}

static int nameless_file(Arena *arena)
{
    const char *folder = getenv("TMPDIR");
    Text name = arena_printf(arena, "%s/bilat-XXXXXX", folder && folder[0] ? folder : "/tmp");
    char *path = arena_alloc(arena, name.len + 1, 1);
    memcpy(path, name.ptr, name.len);
    int fd = mkstemp(path);
    if (fd >= 0)
        unlink(path);
    return fd;
}

// Reads up to `len` bytes; fewer only at the end. False: an error, in errno.
static bool read_stream(int fd, size_t len, Buffer *into)
{
    char bytes[16 * 1024];
    while (into->count < len) {
        size_t wanted = len - into->count;
        ssize_t got = read(fd, bytes, wanted < sizeof bytes ? wanted : sizeof bytes);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0;
        buffer_add(into, (Text){bytes, (size_t)got});
    }
    return true;
}

// What does not fit into memory goes to a temporary file.
static bool spool_rest(int fd, Text head, Spool *spool, Arena *arena)
{
    spool->fd = nameless_file(arena);
    if (spool->fd < 0)
        return false;
    spool->size = 0;
    Buffer bytes = buffer_in(arena);
    for (Text next = head; next.len > 0; next = buffer_text(&bytes)) {
        if (!write_all(spool->fd, next))
            return false;
        spool->size += next.len;
        bytes.count = 0;
        if (!read_stream(fd, SPOOL_BYTES, &bytes))
            return false;
    }
    return true;
}

static Source *new_source(Text path, Arena *arena)
{
    Source *source = ARENA_NEW(arena, Source);
    source->path = arena_text(arena, path);
    source->encoding = TEXT("UTF-8");
    source->published.minutes = DATE_NO_MINUTES;
    return source;
}

// Reads a pipe to its end. False: an error, in errno.
static bool spool_pipe(int fd, Spool *spool, Text *in_memory, Arena *arena)
{
    Buffer bytes = buffer_in(arena);
    *spool = (Spool){.fd = -1};
    if (!read_stream(fd, SPOOL_BYTES + 1, &bytes))
        return false;
    *in_memory = buffer_text(&bytes);
    spool->size = bytes.count;
    if (bytes.count <= SPOOL_BYTES)
        return true;
    if (spool_rest(fd, *in_memory, spool, arena))
        return true;
    int reason = errno;
    if (spool->fd >= 0)
        close(spool->fd);
    errno = reason;
    return false;
}

// ---- opening ----

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

static void set_spool(Source *source, const Spool *spool, Text in_memory, const SourceOps *ops)
{
    source->size = spool->size;
    if (spool->fd < 0) {
        static const SourceOps memory_ops = {.read = source_read_memory, .slice_text = source_raw};
        source->ops = &memory_ops;
        // The handle of a reader is not const; these bytes are only ever read through it.
        source->handle = (void *)(uintptr_t)in_memory.ptr;
        return;
    }
    source->ops = ops;
    source->handle = (void *)(uintptr_t)spool;
}

static bool open_pipe(int fd, Text path, Arena *arena, Source **source, Problems *problems)
{
    Spool *spool = ARENA_NEW(arena, Spool);
    Text in_memory;
    bool is_read = spool_pipe(fd, spool, &in_memory, arena);
    int reason = errno;
    close(fd);
    if (!is_read)
        return refuse(path, problems, reason_of(reason));
    *source = new_source(path, arena);
    set_spool(*source, spool, in_memory, &spool_ops);
    return true;
}

// Standard input that is a file is read as one, without a copy.
static bool spool_stdin(Spool *spool, Text *in_memory, Arena *arena)
{
    struct stat is;
    if (fstat(STDIN_FILENO, &is) != 0)
        return false;
    if (!S_ISREG(is.st_mode) || lseek(STDIN_FILENO, 0, SEEK_CUR) != 0)
        return spool_pipe(STDIN_FILENO, spool, in_memory, arena);
    *spool = (Spool){.fd = dup(STDIN_FILENO), .size = (uint64_t)is.st_size};
    return spool->fd >= 0;
}

static bool open_stdin(Arena *arena, Source **source, Problems *problems)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static Arena *kept;
    static Spool spool;
    static Text in_memory;
    pthread_mutex_lock(&lock);
    bool is_read = kept != NULL;
    if (!is_read) {
        Arena *fresh = arena_new();
        is_read = spool_stdin(&spool, &in_memory, fresh);
        if (is_read)
            kept = fresh;
        else
            arena_free(fresh);
    }
    pthread_mutex_unlock(&lock);
    if (!is_read)
        return refuse(TEXT("-"), problems, reason_of(errno));
    *source = new_source(TEXT("-"), arena);
    set_spool(*source, &spool, in_memory, &stdin_ops);
    return true;
}

static void open_file(int fd, const struct stat *was, Source *source, Arena *arena)
{
    Handle *handle = ARENA_NEW(arena, Handle);
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

bool open_source(Text path, Arena *arena, Source **source, Problems *problems)
{
    if (text_equal(path, TEXT("-")))
        return open_stdin(arena, source, problems);
    Source *opened = new_source(path, arena);
    if (memchr(path.ptr, '\0', path.len))
        return refuse(path, problems, reason_of(ENOENT));
    struct stat is;
    if (stat(opened->path.ptr, &is) != 0)
        return refuse(path, problems, reason_of(errno));
    if (S_ISDIR(is.st_mode))
        return refuse(path, problems, "expected a file, found a folder");
    if (!S_ISREG(is.st_mode) && !S_ISFIFO(is.st_mode))
        return refuse(path, problems, "expected a file, found a device");
    int fd = open(opened->path.ptr, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &is) != 0) {
        int reason = errno;
        if (fd >= 0)
            close(fd);
        return refuse(path, problems, reason_of(reason));
    }
    if (S_ISFIFO(is.st_mode))
        return open_pipe(fd, path, arena, source, problems);
    open_file(fd, &is, opened, arena);
    *source = opened;
    return true;
}

void open_set_form(Source *source, const SourceOps *form, Arena *arena)
{
    SourceOps *ops = ARENA_NEW(arena, SourceOps);
    *ops = *source->ops;
    ops->field = form->field;
    ops->column = form->column;
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

bool open_same_content(const Source *a, const Source *b)
{
    if (a->size != b->size)
        return false;
    char in_a[COMPARE_BYTES], in_b[COMPARE_BYTES];
    for (uint64_t at = 0; at < a->size; at += COMPARE_BYTES) {
        uint64_t left = a->size - at;
        size_t len = left < COMPARE_BYTES ? (size_t)left : COMPARE_BYTES;
        if (!a->ops->read(a, at, len, in_a) || !b->ops->read(b, at, len, in_b) ||
            memcmp(in_a, in_b, len) != 0)
            return false;
    }
    return true;
}
