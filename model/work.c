#include <config.h>
#include "model/work.h"

#include "model/arena.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>

size_t work_threads(void)
{
    const char *wish = getenv("BILAT_THREADS");
    long count = wish ? strtol(wish, NULL, 10) : 0;
    cpu_set_t processors;
    if (count < 1 && sched_getaffinity(0, sizeof processors, &processors) == 0)
        count = CPU_COUNT(&processors);
    if (count < 1)
        count = 1;
    return count < WORK_THREADS_MAX ? (size_t)count : WORK_THREADS_MAX;
}

typedef struct Part {
    void (*work)(void *context, size_t part);
    void *context;
    size_t number;
    pthread_t thread;
    bool is_running;
} Part;

static void *run(void *context)
{
    const Part *part = context;
    part->work(part->context, part->number);
    return NULL;
}

void work_split(size_t parts, void (*work)(void *context, size_t part), void *context)
{
    Part all[WORK_THREADS_MAX];
    sigset_t every, before;
    BUG_IF(parts > WORK_THREADS_MAX);
    sigfillset(&every);
    pthread_sigmask(SIG_SETMASK, &every, &before); // signals are for the caller's thread
    for (size_t i = 1; i < parts; i++) {
        all[i] = (Part){.work = work, .context = context, .number = i};
        all[i].is_running = pthread_create(&all[i].thread, NULL, run, &all[i]) == 0;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (parts > 0)
        work(context, 0);
    for (size_t i = 1; i < parts; i++) {
        if (all[i].is_running)
            pthread_join(all[i].thread, NULL);
        else
            work(context, i);
    }
}
