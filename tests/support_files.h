// A folder of its own for a test that reads files, and a load of what is in it.
#ifndef BILAT_TESTS_SUPPORT_FILES_H
#define BILAT_TESTS_SUPPORT_FILES_H

#include "loaders/lexicon.h"
#include "loaders/loader.h"
#include "model/timeline.h"

typedef struct Folder {
    Arena *arena; // of the paths and of what folder_read gives
    Text path;
    Lexicon
        lexicon; // countries CHN PRK USA SUN; places: "China", "Chinese", "North Korea", "Beijing", "United States"
    LoadSettings settings;
    Timeline *timeline; // of the last load
} Folder;

Folder folder_new(void);
void folder_free(Folder *folder); // with all files in it

// The profiles that bilat comes with, for another lexicon than the folder's own.
void folder_add_profiles(Folder *folder, Lexicon *lexicon);

// NAME may stand in a folder below ("a/b.csv"), which is made.
Text folder_write(Folder *folder, const char *name, Text content);
Text folder_path(Folder *folder, const char *name);
Text folder_read(Folder *folder, Text path);
// Loads a file or folder (its path, from folder_path), in this thread; the one loaded before is freed.
Timeline *folder_load(Folder *folder, Text path);
Timeline *folder_load_all(Folder *folder, LoadInputs inputs);

// The n-th problem as a line, without the folder: "a.csv:2:1: error: there is no such day, found \"1972-02-30\"".
Text folder_problem(Folder *folder, size_t n);
size_t folder_problem_count(const Folder *folder);
// read = used + folded + joined + skipped + rejected
bool accounting_adds_up(Accounting accounting);
// A column of the n-th event in total order.
Text folder_field(Folder *folder, size_t n, EventField field);
EventId folder_event(const Folder *folder, size_t n);

#endif
