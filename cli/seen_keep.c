#include <config.h>
#include "cli/seen_keep.h"

#include "cli/locked.h"
#include "cli/output.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_BYTES_MAX = 64 * 1024 * 1024 }; // several times what SEEN_IDS and SEEN_FILES make

Text state_folder(Arena *arena)
{
    const char *base = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (base && base[0] == '/')
        return arena_printf(arena, "%s/bilat", base);
    return home && home[0] ? arena_printf(arena, "%s/.local/state/bilat", home) : TEXT("");
}

static Text seen_path(Arena *arena)
{
    Text folder = state_folder(arena);
    return folder.len ? arena_printf(arena, "%.*s/seen", TEXT_ARG(folder)) : folder;
}

// Empty where there is none.
static Text read_kept(Text path, Arena *arena)
{
    struct stat is;
    FILE *file = fopen(path.ptr, "re");
    if (!file)
        return TEXT("");
    size_t len = 0;
    char *bytes = NULL;
    if (fstat(fileno(file), &is) == 0 && S_ISREG(is.st_mode) && is.st_size <= FILE_BYTES_MAX) {
        bytes = arena_alloc_raw(arena, (size_t)is.st_size + 1, 1);
        len = fread(bytes, 1, (size_t)is.st_size, file);
    }
    fclose(file);
    return (Text){bytes, len};
}

Seen *seen_keep_open(Arena *arena)
{
    char here[PATH_MAX];
    Text base = getcwd(here, sizeof here) ? arena_text(arena, text_from(here)) : TEXT("");
    Seen *seen = seen_new(base);
    Text path = seen_path(arena);
    if (path.len == 0)
        return seen;
    Arena *scratch = arena_new();
    seen_read(seen, read_kept(path, scratch));
    arena_free(scratch);
    return seen;
}

typedef struct Saving {
    const Seen *seen;
    Text on_disk;
    Problems *problems;
} Saving;

static bool write_seen(void *context, Sink *sink)
{
    const Saving *saving = context;
    return seen_write(saving->seen, saving->on_disk, sink);
}

static bool save_locked(void *context, Text path, Arena *arena)
{
    Saving *saving = context;
    saving->on_disk = read_kept(path, arena);
    return output_write(path, write_seen, saving, saving->problems);
}

bool seen_keep_save(Seen *seen, Arena *arena, Problems *problems)
{
    Saving saving = {.seen = seen, .problems = problems};
    Text path = seen_path(arena);
    if (path.len == 0)
        return true; // as the history: nothing is kept
    if (!with_lock(path, save_locked, &saving, problems))
        return false;
    seen_saved(seen);
    return true;
}

Seen *seen_keep_judge(Timeline *timeline, Arena *arena)
{
    Seen *seen = seen_keep_open(arena);
    seen_begin(seen, timeline);
    while (!seen_step(seen))
        ;
    return seen;
}
