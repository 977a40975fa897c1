// The files in which a person's notes are kept, and how they are saved when several programs run.
// $XDG_DATA_HOME/bilat/notes.csv (~/.local/share/bilat/notes.csv), and corrections.csv in the folder "mine" (mine.h)
#ifndef BILAT_CLI_NOTES_KEEP_H
#define BILAT_CLI_NOTES_KEEP_H

#include "model/notes.h"

typedef struct NotesKeep {
    Notes *notes;
    Text paths[NOTES_FILES]; // empty: there is no place to keep them
} NotesKeep;

// Reads what was kept; what cannot be read becomes a problem. The notes are freed by notes_free.
NotesKeep notes_keep_open(Text mine, Arena *arena, Problems *problems);
// Shows, over one's own, the notes that came in a folder with somebody's view. What is not there is no problem.
void notes_keep_add_pack(NotesKeep *keep, Text folder, Arena *arena, Problems *problems);
// The same files in a folder: what both have on the events chosen in the present timeline.
bool notes_keep_write_pack(const NotesKeep *keep, Text folder, const NotesChoice *choice,
                           Problems *problems);
// Saves what has changed. Under a lock: what others have written since is taken in first, and then shown in the
// timeline too. False and a problem: nothing was written, what was there is as it was.
bool notes_keep_save(const NotesKeep *keep, Timeline *timeline, Problems *problems);

// Takes in what others have written, without writing. For a reload: before timeline_set_notes.
void notes_keep_refresh(const NotesKeep *keep, Problems *problems);

// The folder of what a person keeps, "…/bilat"; empty where neither $XDG_DATA_HOME nor $HOME is set.
Text notes_keep_folder(Arena *arena);

#endif
