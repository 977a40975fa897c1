// Regular expressions: what is found where, what is refused, and that no pattern runs for ever.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/regex.h"

static Arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static RegexResult find(const char *pattern, Text text, size_t *start, size_t *end)
{
    Text message;
    size_t at;
    Regex *regex = regex_compile(text_from(pattern), arena, &message, &at);
    assert_non_null(regex);
    RegexResult result = regex_find(regex, text, 0, start, end);
    regex_free(regex);
    return result;
}

static bool matches(const char *pattern, Text text)
{
    size_t start, end;
    return find(pattern, text, &start, &end) == REGEX_MATCH;
}

static void match_has_its_bytes(void **state)
{
    (void)state;
    size_t start, end;
    assert_int_equal(find("k.r", TEXT("\xC3\xA9 k\xC3\xB6r"), &start, &end), REGEX_MATCH);
    assert_int_equal(start, 3);
    assert_int_equal(end, 7);
}

static void lower_case_pattern_finds_any_case(void **state)
{
    (void)state;
    assert_true(matches("china", TEXT("CHINA")));
    assert_true(matches("\xC3\xA9lys\xC3\xA9"
                        "e",
                        TEXT("\xC3\x89LYS\xC3\x89"
                             "E")));
    assert_true(matches("\\Schina\\b", TEXT("xCHINA")));
    assert_true(matches("\\p{Lu}x", TEXT("AX")));
}

static void upper_case_letter_asks_for_case(void **state)
{
    (void)state;
    assert_false(matches("China", TEXT("CHINA")));
    assert_true(matches("China", TEXT("in China")));
    assert_false(matches("\\bChina", TEXT("china")));
}

static void broken_pattern_is_refused_at_its_byte(void **state)
{
    (void)state;
    Text message;
    size_t at = 99;
    assert_null(regex_compile(TEXT("ab[c"), arena, &message, &at));
    assert_int_equal(at, 4);
    assert_true(message.len > 0);
    assert_null(regex_compile(TEXT("*a"), arena, &message, &at));
    assert_true(at <= 2);
}

static void bytes_that_are_no_text_do_not_stop_the_search(void **state)
{
    (void)state;
    assert_true(matches("end", TEXT("caf\xE9 end")));
    assert_true(matches("caf", TEXT("caf\xE9 end")));
    assert_false(matches("f.e", TEXT("f\xE9"
                                     "e")));
}

static void catastrophic_pattern_is_given_up(void **state)
{
    (void)state;
    size_t start, end;
    Text text = TEXT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!");
    assert_int_equal(find("^(a+)+$", text, &start, &end), REGEX_LIMIT);
}

static void line_ends_are_ends(void **state)
{
    (void)state;
    size_t start, end;
    assert_int_equal(find("^b.*$", TEXT("abc\nbcd\nbe"), &start, &end), REGEX_MATCH);
    assert_int_equal(start, 4);
    assert_int_equal(end, 7);
}

static void search_goes_on_behind_a_byte(void **state)
{
    (void)state;
    Text message;
    size_t at, start, end;
    Regex *regex = regex_compile(TEXT("a"), arena, &message, &at);
    assert_int_equal(regex_find(regex, TEXT("abca"), 1, &start, &end), REGEX_MATCH);
    assert_int_equal(start, 3);
    assert_int_equal(regex_find(regex, TEXT("abca"), 4, &start, &end), REGEX_NO_MATCH);
    assert_int_equal(regex_find(regex, TEXT("abca"), 5, &start, &end), REGEX_NO_MATCH);
    assert_int_equal(regex_find(regex, (Text){NULL, 0}, 0, &start, &end), REGEX_NO_MATCH);
    regex_free(regex);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(match_has_its_bytes),
        cmocka_unit_test(lower_case_pattern_finds_any_case),
        cmocka_unit_test(upper_case_letter_asks_for_case),
        cmocka_unit_test(broken_pattern_is_refused_at_its_byte),
        cmocka_unit_test(bytes_that_are_no_text_do_not_stop_the_search),
        cmocka_unit_test(catastrophic_pattern_is_given_up),
        cmocka_unit_test(line_ends_are_ends),
        cmocka_unit_test(search_goes_on_behind_a_byte),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
