// What comes through a pipe, which can be read only once: kept in memory up to 1 MiB, else in a temporary file that
// has no name. Reading stops when it is cancelled, and goes on later where it stopped.
#ifndef BILAT_LOADERS_SPOOL_H
#define BILAT_LOADERS_SPOOL_H

#include "loaders/cancel.h"
#include "model/source.h"

typedef struct Spool {
    char *bytes;   // what came last, and is not in the file
    size_t held;   // of them
    int fd;        // of the file, or -1: all is in memory
    uint64_t size; // of all that came
    bool has_ended;
} Spool;

// Takes from `arena` all the memory that it will need: reading asks for none.
Spool *spool_new(Arena *arena);
// The content is that of the file behind `fd`, which the spool now owns.
void spool_take_file(Spool *spool, int fd, uint64_t size);
// Reads to the end. False: an error, in errno; ECANCELED where it was cancelled. `cancel` may be NULL.
bool spool_read(Spool *spool, int fd, const Cancel *cancel);
void spool_close(Spool *spool);
// Lets the source read from the spool, of which all has come. `is_kept`: the source does not close it.
void spool_give(Spool *spool, Source *source, bool is_kept);

// As pread(2), but all of `len` bytes, or false.
bool spool_read_at(int fd, uint64_t offset, size_t len, char *to);
bool spool_write_at(int fd, uint64_t offset, size_t len, const char *from); // false: in errno
// A temporary file that has no name, open for reading and writing; -1: an error, in errno.
int spool_nameless_file(void);

#endif
