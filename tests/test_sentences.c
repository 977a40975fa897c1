// Where sentences end: cases/sentences.txt has a paragraph and its sentences, a line each.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "loaders/readout/sentences.h"
#include "tests/support_readout.h"

static void check_case(Fixture *fixture, Text input, Text expected)
{
    Text paragraph = fixture_unescape(fixture, input);
    Sentences sentences = {0};
    sentences_find(fixture->words, paragraph, 0, fixture->scratch, &sentences);
    size_t n = 0;
    while (expected.ptr) {
        Text wanted = fixture_unescape(fixture, text_cut(&expected, '\n'));
        if (n >= sentences.count)
            fail_msg("\"%.*s\": missing \"%.*s\"", TEXT_ARG(input), TEXT_ARG(wanted));
        Sentence sentence = sentences.items[n++];
        Text found = text_sub(paragraph, sentence.start, sentence.end - sentence.start);
        if (!text_equal(found, wanted))
            fail_msg("expected \"%.*s\", found \"%.*s\"", TEXT_ARG(wanted), TEXT_ARG(found));
    }
    assert_int_equal(n, sentences.count);
}

static void sentences_end_where_the_cases_say(void **state)
{
    fixture_each_case(*state, "sentences.txt", check_case);
}

static void offsets_count_from_the_given_one(void **state)
{
    Fixture *fixture = *state;
    Sentences sentences = {0};
    sentences_find(fixture->words, TEXT("One. Two."), 100, fixture->scratch, &sentences);
    assert_int_equal(sentences.count, 2);
    assert_int_equal(sentences.items[1].start, 105);
    assert_int_equal(sentences.items[1].end, 109);
}

static void nothing_has_no_sentences(void **state)
{
    Fixture *fixture = *state;
    Sentences sentences = {0};
    sentences_find(fixture->words, (Text){NULL, 0}, 0, fixture->scratch, &sentences);
    sentences_find(fixture->words, TEXT(" \n "), 0, fixture->scratch, &sentences);
    assert_int_equal(sentences.count, 0);
}

// Sentences cover all that is visible, in order, whatever the bytes are.
static void every_visible_byte_is_in_one_sentence(void **state)
{
    Fixture *fixture = *state;
    static const char alphabet[] = "a. \n\"'B1)(!?\xE2\x80\x9D\xE3\x80\x82\xFF-U.S.Mr.";
    uint32_t seed = 7;
    for (int round = 0; round < 2000; round++) {
        char bytes[48];
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 1664525u + 1013904223u;
            bytes[i] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
        }
        Sentences sentences = {0};
        sentences_find(fixture->words, (Text){bytes, sizeof bytes}, 0, fixture->scratch,
                       &sentences);
        size_t at = 0;
        for (size_t i = 0; i < sentences.count; i++) {
            assert_true(sentences.items[i].start >= at);
            for (; at < sentences.items[i].start; at++)
                assert_non_null(strchr(" \n", bytes[at]));
            assert_true(sentences.items[i].end > at);
            at = sentences.items[i].end;
        }
        for (; at < sizeof bytes; at++)
            assert_non_null(strchr(" \n", bytes[at]));
        arena_reset(fixture->scratch);
    }
}

static double seconds_for(Fixture *fixture, const char *unit, size_t bytes)
{
    Buffer text = buffer_in(fixture->scratch);
    while (text.count < bytes)
        buffer_add(&text, text_from(unit));
    Sentences sentences = {0};
    clock_t start = clock();
    sentences_find(fixture->words, buffer_text(&text), 0, fixture->scratch, &sentences);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    arena_reset(fixture->scratch);
    return seconds;
}

// Eight times the text may take ten times as long, not sixty-four times.
static void time_is_linear_in_the_length(void **state)
{
    static const char *const units[] = {"word ", "x", ".", ". ", "U.S. ", "a.B", "\"' ", "(((("};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        double small = seconds_for(*state, units[i], 500 * 1000);
        double large = seconds_for(*state, units[i], 4 * 1000 * 1000);
        if (large > small * 30 + 0.3)
            fail_msg("\"%s\": %f s, then %f s", units[i], small, large);
    }
}

static void closed_lines_end_in_a_stop(void **state)
{
    Fixture *fixture = *state;
    static const struct {
        const char *text;
        bool is_closed;
    } cases[] = {{"He left.", true},
                 {"He \"left.\"", true},
                 {"He left", false},
                 {"Ann Pell said:", true},
                 {"Oldacre Jr.", false},
                 {"Why?", true},
                 {"(Reference)", false},
                 {"会谈。", true},
                 {"", false},
                 {"\"", false},
                 {"with H.E. Mrs.", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool is_closed =
            sentence_is_closed(fixture->words, text_from(cases[i].text), fixture->scratch);
        if (is_closed != cases[i].is_closed)
            fail_msg("\"%s\"", cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_end_where_the_cases_say),
        cmocka_unit_test(offsets_count_from_the_given_one),
        cmocka_unit_test(nothing_has_no_sentences),
        cmocka_unit_test(every_visible_byte_is_in_one_sentence),
        cmocka_unit_test(time_is_linear_in_the_length),
        cmocka_unit_test(closed_lines_end_in_a_stop),
    };
    return cmocka_run_group_tests_name("sentences", tests, fixture_set_up, fixture_tear_down);
}
