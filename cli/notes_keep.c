#include <config.h>
#include "cli/notes_keep.h"

#include "cli/locked.h"
#include "cli/output.h"
#include "loaders/notes_in.h"

#include <stdlib.h>

Text notes_keep_folder(Arena *arena)
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (data && data[0] == '/')
        return arena_printf(arena, "%s/bilat", data);
    return home && home[0] == '/' ? arena_printf(arena, "%s/.local/share/bilat", home) : TEXT("");
}

static const char *const names[NOTES_FILES] = {"notes.csv", "corrections.csv"};

static Text path_in(Text folder, NotesFile file, Arena *arena)
{
    return arena_printf(arena, "%.*s%s%s", TEXT_ARG(folder),
                        text_ends(folder, TEXT("/")) ? "" : "/", names[file]);
}

NotesKeep notes_keep_open(Text mine, Arena *arena, Problems *problems)
{
    NotesKeep keep = {.notes = notes_new()};
    const Text folders[NOTES_FILES] = {notes_keep_folder(arena), mine};
    for (NotesFile file = 0; file < NOTES_FILES; file++) {
        NoteRecords records = {0};
        if (folders[file].len == 0)
            continue;
        keep.paths[file] = path_in(folders[file], file, arena);
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

typedef struct NotesWriting {
    const Notes *notes;
    NotesFile file;
    const NotesChoice *choice; // NULL: one's own
} NotesWriting;

static bool write_notes(void *context, Sink *sink)
{
    const NotesWriting *writing = context;
    return notes_write(writing->notes, writing->file, writing->choice, sink);
}

bool notes_keep_write_pack(const NotesKeep *keep, Text folder, const NotesChoice *choice,
                           Problems *problems)
{
    Arena *arena = arena_new();
    bool is_written = true;
    for (NotesFile file = 0; file < NOTES_FILES && is_written; file++) {
        NotesWriting writing = {keep->notes, file, choice};
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

static bool save_locked(void *context, Text path, Arena *arena)
{
    Saving *saving = context;
    Notes *notes = saving->keep->notes;
    NotesWriting writing = {notes, saving->file, NULL};
    saving->arena = arena;
    // What is not understood would be lost: then nothing is written.
    if (!merge(saving) || !output_write(path, write_notes, &writing, saving->problems))
        return false;
    notes_saved(notes, saving->file);
    return true;
}

static bool save_file(Saving *saving)
{
    Text path = saving->keep->paths[saving->file];
    if (path.len == 0)
        return fail(saving->problems, TEXT("notes"), "cannot be kept",
                    "neither XDG_DATA_HOME nor HOME names a folder");
    return with_lock(path, save_locked, saving, saving->problems);
}

bool notes_keep_save(const NotesKeep *keep, Timeline *timeline, Problems *problems)
{
    bool is_saved = true;
    Saving saving = {.keep = keep, .problems = problems};
    for (saving.file = 0; saving.file < NOTES_FILES; saving.file++)
        if (!notes_is_saved(keep->notes, saving.file))
            is_saved = save_file(&saving) && is_saved;
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
