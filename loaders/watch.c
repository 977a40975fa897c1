#include <config.h>
#include "loaders/watch.h"

#include <sys/stat.h>
#include <time.h>

enum { REST = 20 }; // times as long as a look takes

struct Watch {
    Arena *arena;
    Arena *scratch; // of one look
    LoadInputs inputs;
    uint64_t known, seen;        // sums over all files
    int64_t seen_ms, changed_ms; // when that was first so; when it was first not as known
    int64_t next_ms;
};

typedef struct Folders {
    Text *items;
    size_t count, capacity;
} Folders;

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 29;
}

// Added up, so that the order in which a folder is read does not matter.
static uint64_t print_of(Text path, const struct stat *is)
{
    uint64_t hash = mix(text_hash(path), (uint64_t)is->st_ino);
    hash = mix(hash, (uint64_t)is->st_dev);
    hash = mix(hash, (uint64_t)is->st_size);
    hash = mix(hash, (uint64_t)is->st_mtim.tv_sec);
    return mix(hash, (uint64_t)is->st_mtim.tv_nsec);
}

static uint64_t look_at_entry(Watch *watch, Text folder, const char *name, Folders *folders)
{
    Text path = arena_printf(watch->scratch, "%.*s/%s", TEXT_ARG(folder), name);
    struct stat is;
    if (lstat(path.ptr, &is) != 0)
        return 0;
    if (S_ISDIR(is.st_mode)) {
        ARENA_PUSH(watch->scratch, folders, path);
        return 0;
    }
    return S_ISREG(is.st_mode) ? print_of(path, &is) : 0;
}

static uint64_t look_into(Watch *watch, Text folder, Folders *folders)
{
    uint64_t sum = 0;
    DIR *opened = opendir(folder.ptr);
    for (struct dirent *entry; opened && (entry = readdir(opened));)
        if (entry->d_name[0] != '.')
            sum += look_at_entry(watch, folder, entry->d_name, folders);
    if (opened)
        closedir(opened);
    return sum;
}

static bool stat_text(Watch *watch, Text path, struct stat *is)
{
    return stat(arena_text(watch->scratch, path).ptr, is) == 0;
}

// Of a member of an archive, "a.zip!b.csv", the archive.
static bool stat_input(Watch *watch, Text path, struct stat *is)
{
    bool is_there = stat_text(watch, path, is);
    for (size_t at = 1; at < path.len && !is_there; at++)
        is_there = path.ptr[at] == '!' && stat_text(watch, text_sub(path, 0, at), is);
    return is_there;
}

static uint64_t look_at(Watch *watch, Text path)
{
    struct stat is;
    if (text_equal(path, TEXT("-")) || !stat_input(watch, path, &is))
        return 0;
    if (!S_ISDIR(is.st_mode))
        return S_ISREG(is.st_mode) ? print_of(path, &is) : 0;
    Folders folders = {0};
    ARENA_PUSH(watch->scratch, &folders, arena_text(watch->scratch, path));
    uint64_t sum = 0;
    for (size_t i = 0; i < folders.count; i++) // it grows on the way
        sum += look_into(watch, folders.items[i], &folders);
    return sum;
}

static uint64_t look(Watch *watch)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < watch->inputs.count; i++)
        sum += look_at(watch, watch->inputs.paths[i]);
    arena_reset(watch->scratch);
    return sum;
}

Watch *watch_new(LoadInputs inputs)
{
    Arena *arena = arena_new();
    Watch *watch = ARENA_NEW(arena, Watch);
    *watch = (Watch){.arena = arena, .scratch = arena_new(), .inputs = inputs};
    watch_reset(watch);
    return watch;
}

void watch_free(Watch *watch)
{
    if (!watch)
        return;
    arena_free(watch->scratch);
    arena_free(watch->arena);
}

void watch_reset(Watch *watch)
{
    watch->known = watch->seen = look(watch);
}

static int64_t clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool watch_has_settled_change(Watch *watch, int64_t now_ms)
{
    if (now_ms < watch->next_ms)
        return false;
    int64_t began = clock_ms();
    uint64_t print = look(watch);
    watch->next_ms = now_ms + REST * (clock_ms() - began);
    if (watch->seen == watch->known)
        watch->changed_ms = now_ms;
    if (print != watch->seen)
        watch->seen_ms = now_ms;
    watch->seen = print;
    if (print == watch->known)
        return false;
    if (now_ms - watch->seen_ms < WATCH_HOLD_MS && now_ms - watch->changed_ms < WATCH_PATIENCE_MS)
        return false;
    watch->known = print;
    return true;
}
