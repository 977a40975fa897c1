#include <config.h>
#include "loaders/walk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct Walk {
    const Load *load;
    WalkFiles files;
} Walk;

typedef struct Paths {
    Text *items;
    size_t count, capacity;
} Paths;

static void report(const Walk *walk, Severity severity, Text path, const char *what)
{
    Problems *problems = builder_problems(walk->load->builder);
    Text kept = arena_text(problems->arena, path);
    problem_at(problems, PROBLEM_IN(PROBLEM_OPEN, severity, kept), "%s", what);
}

static void add_file(Walk *walk, WalkFile file, const struct stat *is)
{
    walk->files.bytes += (uint64_t)is->st_size;
    ARENA_PUSH(walk->load->arena, &walk->files, file);
}

static void walk_folder(Walk *walk, Text folder);

static void walk_entry(Walk *walk, Text path)
{
    struct stat is;
    if (lstat(path.ptr, &is) != 0)
        report(walk, SEVERITY_ERROR, path, strerror(errno));
    else if (S_ISDIR(is.st_mode))
        walk_folder(walk, path);
    else if (S_ISREG(is.st_mode))
        add_file(walk, (WalkFile){.path = path}, &is);
    else
        report(walk, SEVERITY_NOTE, path,
               S_ISLNK(is.st_mode) ? "a symbolic link: not followed" : "not a file: left out");
}

static Text join(const Walk *walk, Text folder, const char *name)
{
    bool has_slash = text_ends(folder, TEXT("/"));
    return arena_printf(walk->load->arena, "%.*s%s%s", TEXT_ARG(folder), has_slash ? "" : "/",
                        name);
}

// 0, or the error that ended the reading. What was read before it counts.
static int read_folder(const Walk *walk, Text folder, Paths *paths)
{
    LoadOpened *opened = walk->load->opened;
    opened->folder = opendir(folder.ptr);
    if (!opened->folder)
        return errno;
    for (;;) {
        errno = 0;
        struct dirent *entry = readdir(opened->folder);
        if (!entry)
            break;
        if (entry->d_name[0] != '.')
            ARENA_PUSH(walk->load->arena, paths, join(walk, folder, entry->d_name));
    }
    int error = errno;
    closedir(opened->folder);
    opened->folder = NULL;
    return error;
}

// The folder is closed before those in it are opened: however deep they stand, one descriptor is enough.
static void walk_folder(Walk *walk, Text folder)
{
    Paths paths = {0};
    int error = read_folder(walk, folder, &paths);
    if (error)
        report(walk, SEVERITY_ERROR, folder, strerror(error));
    for (size_t i = 0; i < paths.count && !load_is_cancelled(walk->load); i++)
        walk_entry(walk, paths.items[i]);
}

static int compare_paths(const void *a, const void *b)
{
    return text_compare(((const WalkFile *)a)->path, ((const WalkFile *)b)->path);
}

static void walk_input(Walk *walk, Text given)
{
    Text path = arena_text(walk->load->arena, given);
    struct stat is = {0};
    bool is_there = !text_equal(path, TEXT("-")) && stat(path.ptr, &is) == 0;
    if (!is_there || !S_ISDIR(is.st_mode)) {
        walk->files.is_measured &= is_there && S_ISREG(is.st_mode);
        bool is_pipe = text_equal(path, TEXT("-")) || S_ISFIFO(is.st_mode);
        add_file(walk, (WalkFile){.path = path, .is_direct = true, .is_pipe = is_pipe}, &is);
        return;
    }
    size_t first = walk->files.count;
    walk_folder(walk, path);
    size_t found = walk->files.count - first;
    if (found == 0)
        report(walk, SEVERITY_NOTE, path, "this folder holds no file");
    else
        qsort(walk->files.items + first, found, sizeof(WalkFile), compare_paths);
}

WalkFiles walk_inputs(const Load *load, LoadInputs inputs)
{
    Walk walk = {.load = load, .files = {.is_measured = true}};
    for (size_t i = 0; i < inputs.count; i++)
        walk_input(&walk, inputs.paths[i]);
    return walk.files;
}
