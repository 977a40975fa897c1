// How long a person waits for the first screen: from the start of a program on a terminal of its own until it has drawn
// something that ends in a known text: bilat its last line, less its prompt; of cat, the first byte. bench_start BILAT FILE...: each file with bilat, and with less and cat beside it.
#include <config.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 21, PATIENCE_MS = 5000 };

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void run_child(const char *terminal, const char *program, const char *file)
{
    setsid();
    int fd = open(terminal, O_RDWR);
    struct winsize size = {.ws_row = 40, .ws_col = 120};
    ioctl(fd, TIOCSCTTY, 0);
    ioctl(fd, TIOCSWINSZ, &size);
    for (int i = 0; i < 3; i++)
        dup2(fd, i);
    setenv("TERM", "xterm-256color", 1);
    execlp(program, program, file, (char *)NULL);
    _exit(127);
}

// True once the text has come. What was read before is kept only as far as it may be its beginning.
static int wait_for(int fd, const char *text)
{
    static char seen[1 << 16];
    size_t len = 0;
    for (double until = now_ms() + PATIENCE_MS; now_ms() < until;) {
        struct pollfd ready = {fd, POLLIN, 0};
        poll(&ready, 1, 100);
        if (len > sizeof seen / 2)
            len = 0;
        ssize_t got = ready.revents ? read(fd, seen + len, sizeof seen - 1 - len) : 0;
        if (got < 0)
            return 0;
        len += (size_t)got;
        seen[len] = '\0';
        if (got > 0 && (text[0] == '\0' || strstr(seen, text)))
            return 1;
    }
    return 0;
}

static double time_once(const char *program, const char *file, const char *text)
{
    int fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (fd < 0 || grantpt(fd) != 0 || unlockpt(fd) != 0)
        return -1;
    char terminal[64];
    snprintf(terminal, sizeof terminal, "%s", ptsname(fd));
    double start = now_ms();
    pid_t child = fork();
    if (child == 0)
        run_child(terminal, program, file);
    double took = wait_for(fd, text) ? now_ms() - start : -1;
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(fd);
    return took;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    puts("first screen, ms\tmedian\tworst\tto less");
    for (int i = 2; i < argc; i++) {
        const char *programs[] = {"less", "cat", argv[1]}, *texts[] = {argv[i], "", "help"};
        double less = 0, times[3][ROUNDS];
        for (int round = 0; round < ROUNDS;
             round++) // in turn: what else runs here meets all of them
            for (int p = 0; p < 3; p++)
                times[p][round] = time_once(programs[p], argv[i], texts[p]);
        for (int p = 0; p < 3; p++) {
            qsort(times[p], ROUNDS, sizeof(double), compare);
            double median = times[p][ROUNDS / 2];
            less = p == 0 ? median : less;
            printf("%s %s\t%.1f\t%.1f\t%.2f\n", programs[p], argv[i], median, times[p][ROUNDS - 1],
                   median / less);
        }
    }
    return 0;
}
