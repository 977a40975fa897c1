#include <config.h>
#include "cli/pack.h"

#include "cli/output.h"
#include "cli/real_path.h"
#include "cli/view_file.h"
#include "model/path.h"

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

static bool copy_file(void *context, Text path, Text relative)
{
    const Packing *packing = context;
    Text to = relative.len ? arena_printf(packing->arena, "%.*s/%.*s", TEXT_ARG(packing->to),
                                          TEXT_ARG(relative))
                           : packing->to;
    int fd = open(path.ptr, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail(packing->problems, arena_text(packing->arena, path), strerror(errno));
    bool is_copied = output_make_folder(path_folder(to), packing->problems) &&
                     output_write(to, copy_bytes, &fd, packing->problems);
    close(fd);
    return is_copied;
}

static Text base_name(Text path)
{
    while (path.len > 1 && path.ptr[path.len - 1] == '/')
        path.len--;
    Text name = text_sub(path, path_folder(path).len, path.len);
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

// What was read because it stands beside an input: the other tables of an events table, tables of names, what says
// where files come from.
typedef struct Beside {
    Text *items;
    size_t count, capacity;
} Beside;

static bool is_input(const ViewFile *file, Text path)
{
    bool is_one = false;
    for (size_t i = 0; i < file->inputs.count && !is_one; i++)
        is_one = text_equal(file->inputs.items[i].path, path);
    return is_one;
}

static void add_beside(Beside *found, const ViewFile *file, Text path, Arena *arena)
{
    bool is_known = found->count > 0 && text_equal(found->items[found->count - 1], path);
    if (!is_known && !is_input(file, path))
        ARENA_PUSH(arena, found, path);
}

static Beside find_beside(const Session *session, const ViewFile *file, Arena *arena)
{
    Beside found = {0}, origins = {0};
    for (uint32_t i = 0; i < timeline_source_count(session->timeline); i++) {
        const Source *source = timeline_source(session->timeline, i);
        if (source->archive > 0)
            continue;
        add_beside(&found, file, source->path, arena);
        if (source->origins)
            add_beside(&origins, file, source->origins->path, arena);
    }
    for (size_t i = 0; i < origins.count; i++)
        ARENA_PUSH(arena, &found, origins.items[i]);
    return found;
}

static bool copy_beside(const Beside *beside, Text input, Text place, const Packing *packing)
{
    Text folder = path_folder(input);
    for (size_t i = 0; i < beside->count; i++) {
        if (!text_equal(path_folder(beside->items[i]), folder))
            continue;
        Text name = text_sub(beside->items[i], folder.len, beside->items[i].len);
        Packing one = *packing;
        one.to = arena_join(packing->arena, path_folder(place), name);
        if (access(one.to.ptr, F_OK) != 0 &&
            !copy_file(&one, arena_text(packing->arena, beside->items[i]), TEXT("")))
            return false;
    }
    return true;
}

static bool copy_sources(const Session *session, ViewFile *file, const Packing *packing)
{
    Arena *arena = packing->arena;
    Problems *problems = packing->problems;
    Beside beside = find_beside(session, file, arena);
    Text *places = ARENA_ARRAY(arena, Text, file->inputs.count);
    for (size_t i = 0; i < file->inputs.count; i++) {
        places[i] = place_of(file, i, packing->to, arena);
        Packing one = {places[i], arena, problems};
        if (!for_each_file(file->inputs.items[i].path, copy_file, &one) ||
            !copy_beside(&beside, file->inputs.items[i].path, places[i], packing))
            return problems->count > 0 || fail(problems, places[i], "not all of it was copied");
    }
    for (size_t i = 0; i < file->inputs.count; i++)
        file->inputs.items[i].path = places[i];
    return true;
}

// ---- all of it ----

// The pack would be read with the input, and copied into itself.
static bool is_inside_input(Text folder, LoadInputs inputs, Arena *arena)
{
    Text there = real_folder_of(folder, arena);
    bool is_inside = false;
    for (size_t i = 0; i < inputs.count && !is_inside; i++)
        is_inside = real_path_is_in(there, real_path(inputs.paths[i], arena));
    return is_inside;
}

bool pack_write(const Session *session, const PackOrder *order, Problems *problems)
{
    Arena *arena = arena_new();
    ViewFile file = {.view = order->view};
    Text folder = arena_text(problems->arena, order->folder);
    while (folder.len > 1 && folder.ptr[folder.len - 1] == '/')
        folder.len--;
    bool is_done = is_empty(folder, arena) ||
                   fail(problems, folder, "expected a new folder, this one holds something");
    if (is_done && order->with_sources && is_inside_input(folder, session->inputs, arena))
        is_done = fail(problems, folder, "expected a folder that is in none of the inputs");
    is_done =
        is_done && output_make_folder(folder, problems) &&
        view_file_take_inputs(&file, session->inputs, arena, problems) &&
        (!order->with_sources ||
         copy_sources(session, &file, &(Packing){folder, arena, problems})) &&
        notes_keep_write_pack(&session->keep, folder, &order->notes, problems) &&
        view_file_write(arena_printf(arena, "%.*s/view.ini", TEXT_ARG(folder)), &file, problems);
    arena_free(arena);
    return is_done;
}
