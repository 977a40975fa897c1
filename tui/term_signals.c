#include <config.h>
#include "tui/term_signals.h"

#include "tui/term.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

enum { RESET_BYTES = 256 };

static struct {
    int input_fd;
    volatile sig_atomic_t is_open; // there is something to give back
    void (*crash_hook)(void);
    int pipe[2];
    volatile sig_atomic_t signal;
    struct termios before;   // how the terminal was found
    char reset[RESET_BYTES]; // what a signal handler writes to leave it clean
    size_t reset_len;
} state = {.pipe = {-1, -1}};

static void on_request(int number)
{
    int saved = errno;
    state.signal = number;
    ssize_t written = write(state.pipe[1], "s", 1);
    (void)written; // the pipe is full: the loop wakes up anyway
    errno = saved;
}

void signals_restore_line(void)
{
    tcsetattr(state.input_fd, TCSANOW, &state.before);
}

// Only what is safe in a signal handler: the settings of the line and the bytes kept for this.
void term_abandon(void)
{
    if (!state.is_open)
        return;
    state.is_open = false;
    ssize_t written = write(STDOUT_FILENO, state.reset, state.reset_len);
    (void)written; // nothing can be done here
    signals_restore_line();
}

void term_on_crash(void (*hook)(void))
{
    state.crash_hook = hook;
}

static void on_crash(int number)
{
    term_abandon();
    if (state.crash_hook)
        state.crash_hook();
    raise(number); // SA_RESETHAND: now as the system does it
}

void signals_catch(int number, void (*handler)(int), int flags)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

static void catch_all(void)
{
    static const int requests[] = {SIGTERM, SIGHUP, SIGINT};
    static const int crashes[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGQUIT};
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
        signals_catch(requests[i], on_request, 0);
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
        signals_catch(crashes[i], on_crash, (int)(SA_RESETHAND | SA_NODEFER));
    signals_catch(SIGPIPE, SIG_IGN, 0);
}

static void open_pipe(void)
{
    if (pipe(state.pipe) != 0)
        return;
    for (int i = 0; i < 2; i++) {
        fcntl(state.pipe[i], F_SETFL, O_NONBLOCK);
        fcntl(state.pipe[i], F_SETFD, FD_CLOEXEC);
    }
}

void signals_open(int input_fd)
{
    state.input_fd = input_fd;
    state.reset_len = 0;
    tcgetattr(input_fd, &state.before);
    open_pipe();
    state.is_open = true;
    catch_all();
}

void signals_keep(Text bytes)
{
    if (bytes.len > sizeof state.reset - state.reset_len)
        return;
    memcpy(state.reset + state.reset_len, bytes.ptr, bytes.len);
    state.reset_len += bytes.len;
}

void signals_close(void)
{
    state.is_open = false;
    for (int i = 0; i < 2; i++)
        if (state.pipe[i] >= 0)
            close(state.pipe[i]);
    state.pipe[0] = state.pipe[1] = -1;
}

int term_signal_fd(void)
{
    return state.pipe[0];
}

int term_signal(void)
{
    return state.signal;
}
