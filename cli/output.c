#include <config.h>
#include "cli/output.h"

#include "cli/real_path.h"
#include "model/path.h"
#include "tui/safe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BUFFER_BYTES = 256 * 1024,
    OPEN_OUTPUTS = 5, // the four tables and one more
};

struct Output {
    Arena *arena;
    Text path;                // as the user named it, for messages
    char *target, *temporary; // temporary is NULL when the bytes go straight to their place
    int fd;
    int error; // errno of the first failure
    bool is_terminal;
    Arena *scratch; // of a terminal: for what is made visible
    char *buffer;
    size_t used;
    Sink sink;
};

// Names of the temporary files of running writes, where a signal handler finds them.
static char *volatile temporaries[OPEN_OUTPUTS];

void output_abandon_all(void)
{
    for (size_t i = 0; i < OPEN_OUTPUTS; i++)
        if (temporaries[i])
            unlink(temporaries[i]);
}

static void forget_temporary(Output *output)
{
    for (size_t i = 0; i < OPEN_OUTPUTS; i++)
        if (temporaries[i] == output->temporary)
            temporaries[i] = NULL;
    output->temporary = NULL;
}

static bool remember_temporary(char *name)
{
    for (size_t i = 0; i < OPEN_OUTPUTS; i++) {
        if (temporaries[i])
            continue;
        temporaries[i] = name;
        return true;
    }
    errno = EMFILE;
    return false;
}

static bool report(Text path, int error, Problems *problems)
{
    problem_at(problems, PROBLEM_IN(PROBLEM_WRITE, SEVERITY_ERROR, path), "cannot write: %s",
               strerror(error));
    return false;
}

static bool write_all(Output *output, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t done = write(output->fd, bytes, len);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0) {
            output->error = errno;
            return false;
        }
        bytes += done;
        len -= (size_t)done;
    }
    return true;
}

static bool flush(Output *output)
{
    size_t used = output->used;
    output->used = 0;
    return write_all(output, output->buffer, used);
}

static bool take(void *context, Text bytes)
{
    Output *output = context;
    if (bytes.len > BUFFER_BYTES - output->used && !flush(output))
        return false;
    if (bytes.len > BUFFER_BYTES)
        return write_all(output, bytes.ptr, bytes.len);
    if (bytes.len) // an empty text may have no address
        memcpy(output->buffer + output->used, bytes.ptr, bytes.len);
    output->used += bytes.len;
    return true;
}

// What a source holds must not drive the reader's terminal: as on the screen, line by line.
static bool take_visible(void *context, Text bytes)
{
    Output *output = context;
    bool taken = true;
    while (bytes.ptr && taken) {
        Text line = text_cut(&bytes, '\n');
        Text visible = safe_text(line, output->scratch);
        taken = take(context, visible) && (!bytes.ptr || take(context, TEXT("\n")));
        arena_reset(output->scratch);
    }
    return taken;
}

static Output *output_new(Text path, Arena *arena)
{
    Output *output = ARENA_NEW(arena, Output);
    output->arena = arena;
    output->path = path;
    output->fd = -1;
    output->buffer = arena_alloc(arena, BUFFER_BYTES, 1);
    output->sink = (Sink){.write = take, .context = output};
    return output;
}

// The file that a symbolic link leads to is replaced, not the link.
static char *resolve(Text path, Arena *arena)
{
    Text target = real_path(path, arena);
    char *copy = arena_alloc(arena, target.len + 1, 1);
    memcpy(copy, target.ptr, target.len);
    return copy;
}

static bool open_temporary(Output *output, mode_t mode)
{
    Text target = text_from(output->target);
    size_t folder = path_folder(target).len;
    Text name = arena_printf(output->arena, "%.*s.%.*s.XXXXXX", (int)folder, target.ptr,
                             TEXT_ARG(text_sub(target, folder, target.len)));
    char *temporary = arena_alloc(output->arena, name.len + 1, 1);
    memcpy(temporary, name.ptr, name.len);
    // A signal between the two would end bilat with a file that nobody removes.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    output->fd = mkostemp(temporary, O_CLOEXEC);
    bool is_remembered = output->fd >= 0 && remember_temporary(temporary);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (output->fd < 0)
        return false;
    output->temporary = temporary;
    return is_remembered && fchmod(output->fd, mode) == 0;
}

static bool open_file(Output *output, Text path)
{
    struct stat found;
    output->target = resolve(arena_text(output->arena, path), output->arena);
    bool is_there = stat(output->target, &found) == 0;
    if (is_there && S_ISDIR(found.st_mode)) {
        errno = EISDIR;
        return false;
    }
    if (is_there && !S_ISREG(found.st_mode)) { // a device or a pipe has no temporary twin
        output->fd = open(output->target, O_WRONLY | O_CLOEXEC);
        return output->fd >= 0;
    }
    if (is_there && access(output->target, W_OK) != 0)
        return false;
    mode_t mask = umask(0);
    umask(mask);
    return open_temporary(output, is_there ? found.st_mode & 0777 : 0666 & ~mask);
}

Output *output_open(Text path, Arena *arena, Problems *problems)
{
    Output *output = output_new(path, arena);
    if (path.len == 0) {
        output->path = TEXT("standard output");
        output->fd = STDOUT_FILENO;
        output->is_terminal = isatty(STDOUT_FILENO);
        if (output->is_terminal) {
            output->scratch = arena_new();
            output->sink.write = take_visible;
        }
        return output;
    }
    if (open_file(output, path))
        return output;
    report(path, errno, problems);
    output_close(output);
    return NULL;
}

Sink *output_sink(Output *output)
{
    return &output->sink;
}

bool output_finish(Output *output, Problems *problems)
{
    bool is_written = flush(output) && !output->sink.has_failed;
    // A pipe or a terminal cannot be synced; a regular file must be.
    if (is_written && output->temporary && fsync(output->fd) != 0) {
        output->error = errno;
        is_written = false;
    }
    if (output->fd != STDOUT_FILENO && close(output->fd) != 0 && is_written) {
        output->error = errno;
        is_written = false;
    }
    output->fd = -1;
    return is_written || report(output->path, output->error ? output->error : EIO, problems);
}

static void sync_folder(const char *path)
{
    char folder[4096];
    size_t len = path_folder(text_from(path)).len;
    if (len >= sizeof folder)
        return;
    memcpy(folder, len ? path : ".", len ? len : 1);
    folder[len ? len : 1] = '\0';
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return; // the file itself is on disk; only its new name might not be after a crash
    fsync(fd);
    close(fd);
}

bool output_rename(Output *output, Problems *problems)
{
    if (!output->temporary)
        return true;
    if (rename(output->temporary, output->target) != 0)
        return report(output->path, errno, problems);
    forget_temporary(output);
    sync_folder(output->target);
    return true;
}

void output_close(Output *output)
{
    if (!output)
        return;
    if (output->fd >= 0 && output->fd != STDOUT_FILENO)
        close(output->fd);
    output->fd = -1;
    if (output->scratch)
        arena_free(output->scratch);
    output->scratch = NULL;
    if (!output->temporary)
        return;
    unlink(output->temporary);
    forget_temporary(output);
}

bool output_write(Text path, OutputWriter write, void *context, Problems *problems)
{
    Arena *arena = arena_new();
    Output *output = output_open(path, arena, problems);
    bool is_done = false;
    if (output) {
        // The sink remembers a failure, and output_finish reports it.
        write(context, &output->sink);
        is_done = output_finish(output, problems) && output_rename(output, problems);
    }
    output_close(output);
    arena_free(arena);
    return is_done;
}

bool output_is_folder(Text path)
{
    Arena *arena = arena_new();
    struct stat found;
    bool is_folder =
        text_ends(path, TEXT("/")) ||
        (path.len > 0 && stat(arena_text(arena, path).ptr, &found) == 0 && S_ISDIR(found.st_mode));
    arena_free(arena);
    return is_folder;
}

bool output_make_folder(Text path, Problems *problems)
{
    Arena *arena = arena_new();
    bool is_made = true;
    for (size_t at = 1; at <= path.len && is_made; at++) {
        if (at < path.len && path.ptr[at] != '/')
            continue;
        Text folder = arena_text(arena, text_sub(path, 0, at));
        is_made = mkdir(folder.ptr, 0777) == 0 || errno == EEXIST;
        if (!is_made)
            report(path, errno, problems);
    }
    struct stat found;
    if (is_made && (stat(arena_text(arena, path).ptr, &found) != 0 || !S_ISDIR(found.st_mode)))
        is_made = report(path, ENOTDIR, problems);
    arena_free(arena);
    return is_made;
}
