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
// For cmocka: the folder of one test is its *state.
int folder_set_up(void **state);
int folder_tear_down(void **state);

// The profiles that bilat comes with, for another lexicon than the folder's own.
void folder_add_profiles(Folder *folder, Lexicon *lexicon);

// NAME may stand in a folder below ("a/b.csv"), which is made.
Text folder_write(Folder *folder, const char *name, Text content);
Text folder_path(Folder *folder, const char *name);
Text folder_read(Folder *folder, Text path);
// Loads a file or folder (its path, from folder_path), in this thread; the one loaded before is freed.
Timeline *folder_load(Folder *folder, Text path);
// Writes a table and loads it; the accounting must add up.
void folder_load_table(Folder *folder, const char *name, Text content);
Timeline *folder_load_all(Folder *folder, LoadInputs inputs);

// The n-th problem as a line, without the folder: "a.csv:2:1: error: there is no such day, found \"1972-02-30\"".
Text folder_problem(Folder *folder, size_t n);
size_t folder_problem_count(const Folder *folder);
// read = used + folded + joined + skipped + rejected
bool accounting_adds_up(Accounting accounting);
// A column of the n-th event in total order.
Text folder_field(Folder *folder, size_t n, EventField field);
EventId folder_event(const Folder *folder, size_t n);
// The paths of the sources of the last load behind the folder's own, joined by blanks.
const char *folder_sources(Folder *folder);

// For files that include cmocka.h.
#define ASSERT_FIELD(folder, n, field, wanted)                                                     \
    assert_string_equal(folder_field((folder), (n), (field)).ptr, (wanted))
#define ASSERT_PROBLEM(folder, n, wanted)                                                          \
    assert_string_equal(folder_problem((folder), (n)).ptr, (wanted))
#define ASSERT_COUNTS(folder, read_, used_, joined_, rejected_)                                    \
    do {                                                                                           \
        Accounting counts_ = timeline_accounting((folder)->timeline);                              \
        assert_int_equal(counts_.read, (read_));                                                   \
        assert_int_equal(counts_.used, (used_));                                                   \
        assert_int_equal(counts_.joined, (joined_));                                               \
        assert_int_equal(counts_.rejected, (rejected_));                                           \
    } while (0)

#endif
