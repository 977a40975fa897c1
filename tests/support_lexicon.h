// The shipped word lists, loaded once for a group of tests.
#ifndef BILAT_TESTS_SUPPORT_LEXICON_H
#define BILAT_TESTS_SUPPORT_LEXICON_H

#include "loaders/lexicon.h"

typedef struct LexiconTest {
    Arena *arena, *scratch;
    Problems problems;
    Lexicon *lexicon;
} LexiconTest;

extern LexiconTest lexicon_test; // filled by lexicon_test_load

// For cmocka_run_group_tests.
int lexicon_test_load(void **state);
int lexicon_test_unload(void **state);

void assert_text(Text found, const char *expected);
// The meaning of a phrase that must be there; never NULL.
const Sense *sense_of(const Phrases *phrases, const char *phrase);

#endif
