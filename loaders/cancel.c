#include <config.h>
#include "loaders/cancel.h"

#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <unistd.h>

enum { LOOK_AGAIN_MS = 200 }; // at the flag, where there is no pipe to be woken by

void cancel_pipe(int ends[2])
{
    if (pipe(ends) != 0) {
        ends[0] = ends[1] = -1;
        return;
    }
    for (size_t i = 0; i < 2; i++) {
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
        fcntl(ends[i], F_SETFL, O_NONBLOCK);
    }
}

void cancel_open(Cancel *cancel)
{
    atomic_init(&cancel->is_wished, false);
    cancel_pipe(cancel->wake);
}

void cancel_close(Cancel *cancel)
{
    for (size_t i = 0; i < 2; i++)
        if (cancel->wake[i] >= 0)
            close(cancel->wake[i]);
}

void cancel_wish(Cancel *cancel)
{
    char byte = 1;
    if (atomic_exchange(&cancel->is_wished, true))
        return;
    ssize_t wrote = write(cancel->wake[1], &byte, 1);
    (void)wrote; // without the pipe the flag is looked at all the same
}

bool cancel_is_wished(const Cancel *cancel)
{
    return cancel && atomic_load_explicit(&cancel->is_wished, memory_order_relaxed);
}

bool cancel_wait_readable(const Cancel *cancel, int fd)
{
    struct pollfd both[] = {
        {.fd = fd, .events = POLLIN},
        {.fd = cancel ? cancel->wake[0] : -1, .events = POLLIN},
    };
    int patience_ms = cancel && cancel->wake[0] < 0 ? LOOK_AGAIN_MS : -1;
    while (!cancel_is_wished(cancel)) {
        if (poll(both, 2, patience_ms) > 0 && both[0].revents)
            return !cancel_is_wished(cancel);
    }
    return false;
}
