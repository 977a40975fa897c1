// The wish of one thread that another stop what it does, also where that waits for input.
#ifndef BILAT_LOADERS_CANCEL_H
#define BILAT_LOADERS_CANCEL_H

#include <stdatomic.h>
#include <stdbool.h>

typedef struct Cancel {
    atomic_bool is_wished;
    int wake[2]; // a pipe, readable once the wish is there; -1: none was to be had
} Cancel;

void cancel_open(Cancel *cancel);
void cancel_close(Cancel *cancel);
void cancel_wish(Cancel *cancel); // for good
// NULL: nobody can wish it.
bool cancel_is_wished(const Cancel *cancel);
// Waits until `fd` can be read, or has ended. False: cancelled. `cancel` may be NULL.
bool cancel_wait_readable(const Cancel *cancel, int fd);

// A pipe that no child gets and that never blocks; -1 in both ends where none is to be had.
void cancel_pipe(int ends[2]);

#endif
