#include <config.h>
#include "loaders/walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

Text path_folder(Text path)
{
    size_t len = path.len;
    while (len > 0 && path.ptr[len - 1] != '/')
        len--;
    return text_sub(path, 0, len);
}

Text path_name(Text path)
{
    return text_sub(path, path_folder(path).len, path.len);
}

typedef struct Walk {
    WalkFiles files;
    Arena *arena;
    Problems *problems;
} Walk;

static void report(const Walk *walk, Severity severity, Text path, const char *what)
{
    Text kept = arena_text(walk->problems->arena, path);
    problem_at(walk->problems, PROBLEM_IN(PROBLEM_OPEN, severity, kept), "%s", what);
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
        ARENA_PUSH(walk->arena, &walk->files, ((WalkFile){.path = path}));
    else
        report(walk, SEVERITY_NOTE, path,
               S_ISLNK(is.st_mode) ? "a symbolic link: not followed" : "not a file: left out");
}

static Text join(const Walk *walk, Text folder, const char *name)
{
    bool has_slash = text_ends(folder, TEXT("/"));
    return arena_printf(walk->arena, "%.*s%s%s", TEXT_ARG(folder), has_slash ? "" : "/", name);
}

static void walk_folder(Walk *walk, Text folder)
{
    DIR *open_folder = opendir(folder.ptr);
    if (!open_folder) {
        report(walk, SEVERITY_ERROR, folder, "no permission to read this folder");
        return;
    }
    for (struct dirent *entry; (entry = readdir(open_folder));)
        if (entry->d_name[0] != '.')
            walk_entry(walk, join(walk, folder, entry->d_name));
    closedir(open_folder);
}

static int compare_paths(const void *a, const void *b)
{
    return text_compare(((const WalkFile *)a)->path, ((const WalkFile *)b)->path);
}

static void walk_input(Walk *walk, Text given)
{
    Text path = arena_text(walk->arena, given);
    struct stat is;
    if (stat(path.ptr, &is) != 0 || !S_ISDIR(is.st_mode)) {
        ARENA_PUSH(walk->arena, &walk->files, ((WalkFile){.path = path, .is_direct = true}));
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

WalkFiles walk_inputs(LoadInputs inputs, Arena *arena, Problems *problems)
{
    Walk walk = {.arena = arena, .problems = problems};
    for (size_t i = 0; i < inputs.count; i++)
        walk_input(&walk, inputs.paths[i]);
    return walk.files;
}
