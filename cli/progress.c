#include <config.h>
#include "cli/progress.h"

#include "tui/progress.h"

#include <poll.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum {
    SHOW_AFTER_MS = 500, // a shorter load needs no comfort
    SHOW_EVERY_MS = 200,
    COLUMNS = 80, // where the terminal does not say
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int columns_of_terminal(void)
{
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : COLUMNS;
}

// Over the line before; ECMA-48 EL clears what that had more.
static void show(const Session *session, Arena *scratch)
{
    const Problems *problems = timeline_problems(session->timeline);
    Progress progress = {
        .bytes_read = feed_bytes_read(session->feed),
        .bytes_total = feed_bytes_total(session->feed),
        .rows = timeline_event_count(session->timeline),
        .problems = problems->by_severity[SEVERITY_ERROR] + problems->by_severity[SEVERITY_WARNING],
    };
    Text text = progress_text(&progress, columns_of_terminal() - 8, scratch);
    fprintf(stderr, "\rbilat: %.*s\033[K", TEXT_ARG(text));
    fflush(stderr);
    arena_reset(scratch);
}

void progress_wait(Session *session)
{
    if (!isatty(STDERR_FILENO)) {
        feed_finish(session->feed, session->timeline);
        return;
    }
    Arena *scratch = arena_new();
    int64_t show_at = now_ms() + SHOW_AFTER_MS;
    bool is_shown = false;
    while (feed_take(session->feed, session->timeline)) {
        struct pollfd wake = {feed_wake_fd(session->feed), POLLIN, 0};
        poll(&wake, 1, SHOW_EVERY_MS);
        if (now_ms() < show_at)
            continue;
        show(session, scratch);
        is_shown = true;
        show_at = now_ms() + SHOW_EVERY_MS;
    }
    if (is_shown)
        fputs("\r\033[K", stderr);
    arena_free(scratch);
}
