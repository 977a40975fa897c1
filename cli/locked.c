#include <config.h>
#include "cli/locked.h"

#include "cli/output.h"
#include "model/path.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

// A save takes milliseconds; who holds the lock for longer is stopped or stuck.
enum { LOCK_TRIES = 200, LOCK_PAUSE_MS = 10 };

static void fail(Problems *problems, Text path, const char *what, const char *why)
{
    problem_at(problems, PROBLEM_IN(PROBLEM_WRITE, SEVERITY_ERROR, path), "%s: %s", what, why);
}

// NULL, or why there is no lock: not every file system has them.
static const char *wait_for_lock(int fd)
{
    const struct timespec pause = {.tv_nsec = LOCK_PAUSE_MS * 1000000L};
    for (int i = 0; i < LOCK_TRIES; i++) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0)
            return NULL;
        if (errno != EWOULDBLOCK && errno != EINTR)
            return strerror(errno);
        nanosleep(&pause, NULL);
    }
    return "another program holds its lock";
}

// The lock is a file of its own: that which it guards is another one after each write.
static int take_lock(Text path, Arena *arena, Problems *problems)
{
    Text name = arena_printf(arena, "%.*s.%.*s.lock", TEXT_ARG(path_folder(path)),
                             TEXT_ARG(path_name(path)));
    int fd = open(name.ptr, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0) {
        fail(problems, path, "cannot lock", strerror(errno));
        return -1;
    }
    const char *why = wait_for_lock(fd);
    if (!why)
        return fd;
    fail(problems, path, "cannot write", why);
    close(fd);
    return -1;
}

bool with_lock(Text path, LockedWork work, void *context, Problems *problems)
{
    Text folder = path_folder(path);
    if (folder.len > 1 && !output_make_folder(text_sub(folder, 0, folder.len - 1), problems))
        return false;
    Arena *arena = arena_new();
    int lock = take_lock(path, arena, problems);
    bool is_done = lock >= 0 && work(context, path, arena);
    if (lock >= 0)
        close(lock); // gives the lock back
    arena_free(arena);
    return is_done;
}
