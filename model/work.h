// Work on all processors at once, and no longer than the caller waits for it.
#ifndef BILAT_MODEL_WORK_H
#define BILAT_MODEL_WORK_H

#include <stddef.h>

enum { WORK_THREADS_MAX = 16 };

// How many things can be done at once: the processors that this process may use, or what BILAT_THREADS in the
// environment says.
size_t work_threads(void);
// Calls work(context, part) for each part, each in a thread of its own as far as threads are to be had, and waits for
// all. At most WORK_THREADS_MAX parts.
void work_split(size_t parts, void (*work)(void *context, size_t part), void *context);

#endif
