#include <config.h>
#include "cli/fingerprint.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    DEEPEST = 64,
    CHUNK = 64 * 1024
}; // folders inside each other; no archive of documents is deeper

typedef struct Visit {
    SeeFile see;
    void *context;
    size_t root; // bytes of the path that are the input itself
    Arena *arena;
} Visit;

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_seen(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static bool visit(const Visit *visit_, Text path, unsigned depth);

static bool visit_folder(const Visit *visit_, Text path, unsigned depth)
{
    struct dirent **entries;
    int count = scandir(path.ptr, &entries, is_seen, by_name);
    bool is_read = count >= 0 && depth < DEEPEST;
    for (int i = 0; i < count; i++) {
        if (is_read)
            is_read = visit(visit_,
                            arena_printf(visit_->arena, "%.*s%s%s", TEXT_ARG(path),
                                         text_ends(path, TEXT("/")) ? "" : "/", entries[i]->d_name),
                            depth + 1);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    return is_read;
}

static bool visit(const Visit *visit_, Text path, unsigned depth)
{
    struct stat found;
    bool is_input = depth == 0;
    if ((is_input ? stat(path.ptr, &found) : lstat(path.ptr, &found)) != 0)
        return false;
    if (S_ISDIR(found.st_mode))
        return visit_folder(visit_, path, depth);
    if (!S_ISREG(found.st_mode))
        return !is_input; // a pipe has no bytes to come back to
    Text relative = text_sub(path, visit_->root, path.len);
    while (text_starts(relative, TEXT("/")))
        relative = text_sub(relative, 1, relative.len);
    return visit_->see(visit_->context, path, relative);
}

bool for_each_file(Text path, SeeFile see, void *context)
{
    Visit all = {see, context, path.len, arena_new()};
    bool is_read = visit(&all, arena_text(all.arena, path), 0);
    arena_free(all.arena);
    return is_read;
}

// Eight bytes at a time, the first one lowest: as fast as they are read, and the same on every machine.
static uint64_t hash_words(uint64_t hash, const unsigned char *bytes, size_t count)
{
    for (size_t at = 0; at < count; at += 8) {
        uint64_t word = 0;
        for (unsigned i = 0; i < 8; i++)
            word |= (uint64_t)bytes[at + i] << 8 * i;
        hash = (hash ^ word) * 0x9E3779B97F4A7C15u; // 2^64 / golden ratio
        hash ^= hash >> 32;
    }
    return hash;
}

// As many bytes as there is room for, whatever read() gives at once. False when they cannot be had.
static bool fill(int fd, unsigned char *chunk, size_t *count)
{
    for (*count = 0; *count < CHUNK;) {
        ssize_t got = read(fd, chunk + *count, CHUNK - *count);
        if (got <= 0)
            return got == 0;
        *count += (size_t)got;
    }
    return true;
}

static bool add_bytes(Fingerprint *print, int fd)
{
    unsigned char chunk[CHUNK];
    size_t count;
    do {
        if (!fill(fd, chunk, &count))
            return false;
        size_t whole = count / 8 * 8;
        print->hash = hash_words(print->hash, chunk, whole);
        for (size_t i = whole; i < count; i++)
            print->hash = text_hash_byte(print->hash, chunk[i]);
        print->size += count;
    } while (count == CHUNK);
    return true;
}

static bool add_file(void *context, Text path, Text relative)
{
    Fingerprint *print = context;
    for (size_t i = 0; i < relative.len; i++)
        print->hash = text_hash_byte(print->hash, (unsigned char)relative.ptr[i]);
    int fd = open(path.ptr, O_RDONLY | O_CLOEXEC);
    bool is_read = fd >= 0 && add_bytes(print, fd);
    if (fd >= 0)
        close(fd);
    return is_read;
}

Fingerprint fingerprint_of(Text path)
{
    Fingerprint print = {.hash = TEXT_HASH_START};
    print.is_there = for_each_file(path, add_file, &print);
    return print;
}

bool fingerprint_equal(Fingerprint a, Fingerprint b)
{
    return a.is_there == b.is_there && a.size == b.size && a.hash == b.hash;
}
