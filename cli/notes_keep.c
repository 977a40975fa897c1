#include <config.h>
#include "cli/notes_keep.h"

#include "cli/output.h"
#include "loaders/notes_in.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum {
    LOCK_TRIES =
        200, // a save takes milliseconds; who holds the lock for longer is stopped or stuck
    LOCK_PAUSE_MS = 10,
};

Text notes_keep_folder(Arena *arena)
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (data && data[0] == '/')
        return arena_printf(arena, "%s/bilat", data);
    return home && home[0] == '/' ? arena_printf(arena, "%s/.local/share/bilat", home) : TEXT("");
}

static const char *const names[NOTES_FILES] = {"notes.csv"};

static Text path_in(Text folder, NotesFile file, Arena *arena)
{
    return arena_printf(arena, "%.*s%s%s", TEXT_ARG(folder),
                        text_ends(folder, TEXT("/")) ? "" : "/", names[file]);
}

NotesKeep notes_keep_open(Arena *arena, Problems *problems)
{
    NotesKeep keep = {.notes = notes_new()};
    Text folder = notes_keep_folder(arena);
    for (NotesFile file = 0; file < NOTES_FILES && folder.len; file++) {
        NoteRecords records = {0};
        keep.paths[file] = path_in(folder, file, arena);
        notes_read(keep.paths[file], file, arena, &records, problems);
        notes_load(keep.notes, &records, false);
    }
    return keep;
}

void notes_keep_add_pack(NotesKeep *keep, Text folder, Arena *arena, Problems *problems)
{
    for (NotesFile file = 0; file < NOTES_FILES; file++) {
        NoteRecords records = {0};
        notes_read(path_in(folder, file, arena), file, arena, &records, problems);
        notes_load(keep->notes, &records, true);
    }
}

// ---- saving ----

static bool fail(Problems *problems, Text path, const char *what, const char *why)
{
    problem_at(problems, PROBLEM_IN(PROBLEM_WRITE, SEVERITY_ERROR, path), "%s: %s", what, why);
    return false;
}

static Text folder_of(Text path)
{
    size_t len = path.len;
    while (len > 0 && path.ptr[len - 1] != '/')
        len--;
    return text_sub(path, 0, len > 1 ? len - 1 : len);
}

// The lock is a file of its own: that of the notes is another one after each save.
static int lock_file(Text path, Arena *arena, Problems *problems)
{
    Text folder = folder_of(path);
    Text name = arena_printf(arena, "%.*s/.%.*s.lock", TEXT_ARG(folder),
                             TEXT_ARG(text_sub(path, folder.len + 1, path.len)));
    int fd = open(name.ptr, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0) {
        fail(problems, path, "cannot lock", strerror(errno));
        return -1;
    }
    const struct timespec pause = {.tv_nsec = LOCK_PAUSE_MS * 1000000L};
    for (int i = 0; i < LOCK_TRIES; i++) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0)
            return fd;
        nanosleep(&pause, NULL);
    }
    fail(problems, path, "cannot write", "another program holds its lock");
    close(fd);
    return -1;
}

typedef struct NotesWriting {
    const Notes *notes;
    NotesFile file;
    bool only_present;
} NotesWriting;

static bool write_notes(void *context, Sink *sink)
{
    const NotesWriting *writing = context;
    return notes_write(writing->notes, writing->file, writing->only_present, sink);
}

bool notes_keep_write_pack(const NotesKeep *keep, Text folder, Problems *problems)
{
    Arena *arena = arena_new();
    bool is_written = true;
    for (NotesFile file = 0; file < NOTES_FILES && is_written; file++) {
        NotesWriting writing = {keep->notes, file, true};
        is_written = output_write(path_in(folder, file, arena), write_notes, &writing, problems);
    }
    arena_free(arena);
    return is_written;
}

typedef struct Saving {
    const NotesKeep *keep;
    NotesFile file;
    Arena *arena;
    Problems *problems;
    bool has_others; // they have added some
} Saving;

static bool merge(Saving *saving)
{
    NoteRecords on_disk = {0};
    const NotesKeep *keep = saving->keep;
    if (!notes_read(keep->paths[saving->file], saving->file, saving->arena, &on_disk,
                    saving->problems))
        return false;
    saving->has_others |= notes_merge(keep->notes, saving->file, &on_disk);
    return true;
}

static bool save_locked(Saving *saving)
{
    const NotesKeep *keep = saving->keep;
    NotesWriting writing = {keep->notes, saving->file, false};
    // What is not understood would be lost: then nothing is written.
    if (!merge(saving) ||
        !output_write(keep->paths[saving->file], write_notes, &writing, saving->problems))
        return false;
    notes_saved(keep->notes, saving->file);
    return true;
}

static bool save_file(Saving *saving)
{
    Text path = saving->keep->paths[saving->file];
    Problems *problems = saving->problems;
    if (path.len == 0)
        return fail(problems, TEXT("notes"), "cannot be kept",
                    "neither XDG_DATA_HOME nor HOME names a folder");
    if (!output_make_folder(folder_of(path), problems))
        return false;
    int lock = lock_file(path, saving->arena, problems);
    bool is_saved = lock >= 0 && save_locked(saving);
    if (lock >= 0)
        close(lock); // gives the lock back
    return is_saved;
}

bool notes_keep_save(const NotesKeep *keep, Timeline *timeline, Problems *problems)
{
    bool is_saved = true;
    Saving saving = {.keep = keep, .arena = arena_new(), .problems = problems};
    for (saving.file = 0; saving.file < NOTES_FILES; saving.file++)
        if (!notes_is_saved(keep->notes, saving.file))
            is_saved = save_file(&saving) && is_saved;
    arena_free(saving.arena);
    if (saving.has_others) {
        timeline_set_notes(timeline, keep->notes);
        timeline_settle_notes(timeline);
    }
    return is_saved;
}

void notes_keep_refresh(const NotesKeep *keep, Problems *problems)
{
    Saving saving = {.keep = keep, .arena = arena_new(), .problems = problems};
    for (saving.file = 0; saving.file < NOTES_FILES; saving.file++)
        if (keep->paths[saving.file].len)
            merge(&saving);
    arena_free(saving.arena);
}
