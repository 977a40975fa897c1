#include <config.h>
#include "loaders/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    SPOOL_BYTES = 1024 * 1024,
    LONGEST_PATH = 4096, // Linux takes no longer one
};

bool spool_read_at(int fd, uint64_t offset, size_t len, char *to)
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

bool spool_write_at(int fd, uint64_t offset, size_t len, const char *from)
{
    while (len > 0) {
        ssize_t wrote = pwrite(fd, from, len, (off_t)offset);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return false;
        from += wrote;
        offset += (uint64_t)wrote;
        len -= (size_t)wrote;
    }
    return true;
}

int spool_nameless_file(void)
{
    char path[LONGEST_PATH];
    const char *folder = getenv("TMPDIR");
    int len = snprintf(path, sizeof path, "%s/bilat-XXXXXX", folder && folder[0] ? folder : "/tmp");
    if (len < 0 || (size_t)len >= sizeof path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        unlink(path);
    return fd;
}

Spool *spool_new(Arena *arena)
{
    Spool *spool = ARENA_NEW(arena, Spool);
    spool->fd = -1;
    spool->bytes = arena_alloc_raw(arena, SPOOL_BYTES, 1);
    return spool;
}

void spool_take_file(Spool *spool, int fd, uint64_t size)
{
    spool->fd = fd;
    spool->size = size;
    spool->has_ended = true;
}

void spool_close(Spool *spool)
{
    if (spool->fd >= 0)
        close(spool->fd);
    spool->fd = -1;
}

// Moves what is held to the file. It may be tried again after an error.
static bool pour(Spool *spool)
{
    if (spool->fd < 0)
        spool->fd = spool_nameless_file();
    if (spool->fd < 0 ||
        !spool_write_at(spool->fd, spool->size - spool->held, spool->held, spool->bytes))
        return false;
    spool->held = 0;
    return true;
}

// Reads once; false: as spool_read.
static bool read_some(Spool *spool, int fd, const Cancel *cancel)
{
    if (!cancel_wait_readable(cancel, fd)) {
        errno = ECANCELED;
        return false;
    }
    ssize_t got = read(fd, spool->bytes + spool->held, SPOOL_BYTES - spool->held);
    if (got < 0)
        return errno == EINTR || errno == EAGAIN;
    spool->held += (size_t)got;
    spool->size += (size_t)got;
    spool->has_ended = got == 0;
    return true;
}

bool spool_read(Spool *spool, int fd, const Cancel *cancel)
{
    while (!spool->has_ended) {
        if (spool->held == SPOOL_BYTES && !pour(spool))
            return false;
        if (!read_some(spool, fd, cancel))
            return false;
    }
    return spool->fd < 0 || spool->held == 0 || pour(spool);
}

static bool read_spool(const Source *source, uint64_t offset, size_t len, char *to)
{
    const Spool *spool = source->handle;
    return spool_read_at(spool->fd, offset, len, to);
}

static void close_spool(Source *source)
{
    spool_close(source->handle);
}

static const SourceOps memory_ops = {.read = source_read_memory, .slice_text = source_raw};
static const SourceOps file_ops = {
    .read = read_spool, .slice_text = source_raw, .close = close_spool};
static const SourceOps kept_ops = {.read = read_spool, .slice_text = source_raw};

void spool_give(Spool *spool, Source *source, bool is_kept)
{
    source->size = spool->size;
    source->ops = spool->fd < 0 ? &memory_ops : is_kept ? &kept_ops : &file_ops;
    source->handle = spool->fd < 0 ? (void *)spool->bytes : spool;
}
