#include <config.h>
#include "cli/pack.h"

#include "cli/output.h"
#include "cli/view_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024 };

typedef struct Packing {
    Text to; // the file, or the folder of the files below an input
    Arena *arena;
    Problems *problems;
} Packing;

static bool fail(Problems *problems, Text path, const char *why)
{
    problem_at(problems, PROBLEM_IN(PROBLEM_WRITE, SEVERITY_ERROR, path), "%s", why);
    return false;
}

static bool is_empty(Text folder, Arena *arena)
{
    DIR *dir = opendir(arena_text(arena, folder).ptr);
    size_t count = 0;
    if (!dir)
        return errno == ENOENT;
    while (readdir(dir))
        count++;
    closedir(dir);
    return count <= 2; // "." and ".."
}

// ---- sources ----

static bool copy_bytes(void *context, Sink *sink)
{
    const int *fd = context;
    char chunk[CHUNK];
    for (;;) {
        ssize_t got = read(*fd, chunk, sizeof chunk);
        if (got < 0)
            sink->has_failed = true;
        if (got <= 0)
            return got == 0;
        if (!sink_write(sink, (Text){chunk, (size_t)got}))
            return false;
    }
}

static Text folder_of(Text path)
{
    size_t len = path.len;
    while (len > 0 && path.ptr[len - 1] != '/')
        len--;
    return text_sub(path, 0, len);
}

static bool copy_file(void *context, Text path, Text relative)
{
    const Packing *packing = context;
    Text to = relative.len ? arena_printf(packing->arena, "%.*s/%.*s", TEXT_ARG(packing->to),
                                          TEXT_ARG(relative))
                           : packing->to;
    int fd = open(path.ptr, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail(packing->problems, arena_text(packing->arena, path), strerror(errno));
    bool is_copied = output_make_folder(folder_of(to), packing->problems) &&
                     output_write(to, copy_bytes, &fd, packing->problems);
    close(fd);
    return is_copied;
}

static Text base_name(Text path)
{
    while (path.len > 1 && path.ptr[path.len - 1] == '/')
        path.len--;
    Text name = text_sub(path, folder_of(path).len, path.len);
    bool is_dots = text_equal(name, TEXT(".")) || text_equal(name, TEXT(".."));
    return name.len && !is_dots && name.ptr[0] != '/' ? name : TEXT("input");
}

// Two inputs of one name get a folder each; the name says what a file is, and stays.
static Text place_of(const ViewFile *file, size_t index, Text folder, Arena *arena)
{
    Text name = base_name(file->inputs.items[index].path);
    bool is_taken = false;
    for (size_t i = 0; i < file->inputs.count; i++)
        is_taken |= i != index && text_equal(base_name(file->inputs.items[i].path), name);
    return is_taken ? arena_printf(arena, "%.*s/sources/%zu/%.*s", TEXT_ARG(folder), index + 1,
                                   TEXT_ARG(name))
                    : arena_printf(arena, "%.*s/sources/%.*s", TEXT_ARG(folder), TEXT_ARG(name));
}

static bool copy_sources(ViewFile *file, Text folder, Arena *arena, Problems *problems)
{
    Text *places = ARENA_ARRAY(arena, Text, file->inputs.count);
    for (size_t i = 0; i < file->inputs.count; i++) {
        places[i] = place_of(file, i, folder, arena);
        Packing packing = {places[i], arena, problems};
        if (!for_each_file(file->inputs.items[i].path, copy_file, &packing))
            return problems->count > 0 || fail(problems, places[i], "not all of it was copied");
    }
    for (size_t i = 0; i < file->inputs.count; i++)
        file->inputs.items[i].path = places[i];
    return true;
}

// ---- all of it ----

bool pack_write(const Session *session, const PackOrder *order, Problems *problems)
{
    Arena *arena = arena_new();
    ViewFile file = {.view = order->view};
    Text folder = arena_text(problems->arena, order->folder);
    while (folder.len > 1 && folder.ptr[folder.len - 1] == '/')
        folder.len--;
    bool is_done = is_empty(folder, arena) ||
                   fail(problems, folder, "expected a new folder, this one holds something");
    is_done =
        is_done && output_make_folder(folder, problems) &&
        view_file_take_inputs(&file, session->inputs, arena, problems) &&
        (!order->with_sources || copy_sources(&file, folder, arena, problems)) &&
        notes_keep_write_pack(&session->keep, folder, problems) &&
        view_file_write(arena_printf(arena, "%.*s/view.ini", TEXT_ARG(folder)), &file, problems);
    arena_free(arena);
    return is_done;
}
