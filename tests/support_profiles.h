// The shipped schemes and profiles, and a small table of our own for each, by the profile's name.
#ifndef BILAT_TESTS_SUPPORT_PROFILES_H
#define BILAT_TESTS_SUPPORT_PROFILES_H

#include "loaders/profile.h"
#include "tests/support_lexicon.h"

typedef struct ProfilesTest {
    Arena *arena, *scratch;
    Problems problems; // of reading the shipped files
    Schemes *schemes;
    Profiles *profiles;
    SchemeMemo *memo;
} ProfilesTest;

extern ProfilesTest profiles_test; // filled by profiles_test_load

// For cmocka_run_group_tests.
int profiles_test_load(void **state);
int profiles_test_unload(void **state);

// tests/profiles/NAME.csv or .tsv, whole. Lives in the test's arena.
Text profiles_test_sample(Text name);
// Bytes of a file of the source or build directory; fails the test when they cannot be read.
Text profiles_test_file(const char *path);
// A new folder in the build directory, and a file written into it.
Text profiles_test_folder(void);
void profiles_test_write(Text folder, const char *name, Text content);
void profiles_test_remove(Text folder, const char *name); // NULL: the folder itself

// A sample bound to its profile.
typedef struct SampleTable {
    ProfileMatch match;
    Recipe *recipe;
    Text **rows; // with looked-up fields behind them
    size_t *counts;
    size_t row_count;
} SampleTable;
SampleTable profiles_test_table(Text name);

// "2019-01-17|USA>CHN|call|0411|1|8": what a row means; "skipped", or "rejected: why (column)".
Text profiles_test_row(const Recipe *recipe, const Text *fields, size_t count);

// A sink that fills a buffer.
Sink profiles_test_sink(Buffer *buffer);

#endif
