#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/support_lexicon.h"

LexiconTest lexicon_test;

int lexicon_test_load(void **state)
{
    (void)state;
    LexiconTest *test = &lexicon_test;
    test->arena = arena_new();
    test->scratch = arena_new();
    test->problems = problems_in(test->arena);
    const char *assets = getenv("BILAT_ASSETS");
    Text folder = text_from(assets ? assets : "assets");
    return lexicon_load(folder, test->arena, &test->lexicon, &test->problems) ? 0 : 1;
}

int lexicon_test_unload(void **state)
{
    (void)state;
    arena_free(lexicon_test.scratch);
    arena_free(lexicon_test.arena);
    return 0;
}

void assert_text(Text found, const char *expected)
{
    if (!text_equal(found, text_from(expected)))
        fail_msg("expected \"%s\", found \"%.*s\"", expected, TEXT_ARG(found));
}

const Sense *sense_of(const Phrases *phrases, const char *phrase)
{
    static const Sense nothing;
    const Sense *sense = phrases_find(phrases, text_from(phrase), lexicon_test.scratch);
    if (!sense)
        fail_msg("\"%s\" is not found", phrase);
    return sense ? sense : &nothing;
}
