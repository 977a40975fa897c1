// What a position refers to, with the shipped words: a line of cases/citations.txt each.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "loaders/ini.h"
#include "model/citation.h"
#include "tests/support_people.h"

static const CitationWords *words;

static int load_words(void **state)
{
    const char *folder = getenv("BILAT_ASSETS");
    if (lexicon_test_load(state))
        return 1;
    static Arena *arena;
    arena = arena_new();
    Config config = {.arena = arena};
    Text path = arena_printf(arena, "%s/citations.ini", folder ? folder : "assets");
    assert_true(ini_load(path, &config, &lexicon_test.problems));
    words = citation_words_new(&config, arena);
    *state = arena;
    return 0;
}

static int unload_words(void **state)
{
    arena_free(*state);
    return lexicon_test_unload(state);
}

// "2024-05-02 | What is said": the day and the words.
static void check_citations(Text input, Text expected)
{
    Arena *arena = lexicon_test.scratch;
    Text said = input, day = text_trim(text_cut(&said, '|'));
    Date when = {.minutes = DATE_NO_MINUTES};
    const char *why;
    assert_true(day.len == 0 || date_parse(day, &when, &why));
    said = text_trim(said);
    Citations found = citations_in(words, said, when, arena);
    Buffer out = buffer_in(arena);
    for (size_t i = 0; i < found.count; i++) {
        Text date = date_format(found.items[i].date, arena);
        buffer_printf(&out, "%s%.*s: %.*s", i ? "\n" : "",
                      TEXT_ARG(text_sub(said, found.items[i].start,
                                        found.items[i].end - found.items[i].start)),
                      TEXT_ARG(date.len ? date : TEXT("-")));
    }
    if (!found.count)
        buffer_add_char(&out, '-');
    assert_case(input, expected, buffer_text(&out));
}

static void anniversaries_and_documents_are_found_with_their_dates(void **state)
{
    (void)state;
    each_case("citations.txt", check_citations);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(anniversaries_and_documents_are_found_with_their_dates),
    };
    return cmocka_run_group_tests(tests, load_words, unload_words);
}
