// Reads a file of notes or corrections, whose form model/notes.h describes.
#ifndef BILAT_LOADERS_NOTES_IN_H
#define BILAT_LOADERS_NOTES_IN_H

#include "model/notes.h"

// Appends the lines of the file; where there is none, nothing. False when a line could not be understood (as after a
// merge that left conflict marks) or the file not be read: problems say where, the other lines were appended, and
// who writes the file now would lose something.
bool notes_read(Text path, NotesFile file, Arena *arena, NoteRecords *records, Problems *problems);
// Does a file begin as such a file does?
bool notes_is_head(Text head);

#endif
