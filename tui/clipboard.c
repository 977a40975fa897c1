#include <config.h>
#include "tui/clipboard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// ---- the terminal's ----

// RFC 4648 §4
static void add_base64(Buffer *out, Text text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < text.len; i += 3) {
        uint32_t three = 0;
        for (size_t k = 0; k < 3; k++)
            three = three << 8 | (i + k < text.len ? (unsigned char)text.ptr[i + k] : 0);
        for (size_t k = 0; k < 4; k++)
            buffer_add_char(out, i + k <= text.len ? digits[three >> (18 - 6 * k) & 63] : '=');
    }
}

// screen takes no longer strings at a time.
static void add_for_screen(Buffer *out, Text sequence)
{
    enum { PIECE = 240 };
    for (size_t at = 0; at < sequence.len; at += PIECE)
        buffer_printf(out, "\033P%.*s\033\\", TEXT_ARG(text_sub(sequence, at, PIECE)));
}

Text clipboard_sequence(Text text, bool is_in_tmux, bool is_in_screen, Arena *arena)
{
    Buffer plain = buffer_in(arena), out = buffer_in(arena);
    buffer_add(&plain, TEXT("\033]52;c;"));
    add_base64(&plain, text);
    buffer_add(&plain, TEXT("\a"));
    Text sequence = buffer_text(&plain);
    if (is_in_screen) {
        add_for_screen(&out, sequence);
        return buffer_text(&out);
    }
    // tmux keeps it itself where set-clipboard is on, and passes it on where allow-passthrough is.
    buffer_add(&out, sequence);
    if (is_in_tmux)
        buffer_printf(&out, "\033Ptmux;\033%.*s\033\\", TEXT_ARG(sequence));
    return buffer_text(&out);
}

// ---- a program's ----

size_t program_words(Text command, const char *words[PROGRAM_WORDS], Arena *arena)
{
    size_t count = 0;
    for (Text rest = command; rest.ptr && rest.len && count < PROGRAM_WORDS - 1;) {
        Text word = text_cut(&rest, ' ');
        if (word.len)
            words[count++] = arena_text(arena, word).ptr;
    }
    words[count] = NULL;
    return count;
}

static void run_child(const char *const *words, FILE *input)
{
    int nothing = open("/dev/null", O_RDWR);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    setsid(); // the keys of the terminal are not meant for it
    if (dup2(fileno(input), STDIN_FILENO) < 0 || dup2(nothing, STDOUT_FILENO) < 0 ||
        dup2(nothing, STDERR_FILENO) < 0)
        _exit(127);
    // execvp takes char *const * and changes nothing.
    union {
        const char *const *in;
        char *const *out;
    } arguments = {words};
    execvp(words[0], arguments.out);
    _exit(127);
}

static int wait_some_seconds(pid_t child)
{
    enum { LOOKS = 300 };
    static const struct timespec pause = {0, 10 * 1000 * 1000};
    int status = 0;
    for (int look = 0; look < LOOKS; look++) {
        pid_t ended = waitpid(child, &status, WNOHANG);
        if (ended == child)
            return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        if (ended < 0 && errno != EINTR)
            return -1;
        nanosleep(&pause, NULL);
    }
    return 0;
}

// The input is a file, not a pipe: a program that reads nothing keeps nobody waiting.
int program_feed(const char *const *words, Text input)
{
    FILE *file = tmpfile();
    if (!file)
        return -1;
    bool is_written = fwrite(input.ptr, 1, input.len, file) == input.len && fflush(file) == 0 &&
                      fseek(file, 0, SEEK_SET) == 0;
    pid_t child = is_written ? fork() : -1;
    if (child == 0)
        run_child(words, file);
    int code = child > 0 ? wait_some_seconds(child) : -1;
    fclose(file);
    return code;
}
