#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tui/theme.h"

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

static Config config_of(const char *const rows[][3], size_t count)
{
    Config config = {.arena = arena};
    for (size_t i = 0; i < count; i++) {
        ConfigRow row = {text_from(rows[i][0]), text_from(rows[i][1]), text_from(rows[i][2]),
                         TEXT("my.ini"), (uint32_t)i + 1};
        ARENA_PUSH(arena, &config, row);
    }
    return config;
}

static void built_in_look_needs_no_colour(void **state)
{
    (void)state;
    Theme theme;
    theme_set_plain(&theme);
    for (int i = 0; i < ROLES; i++) {
        assert_int_equal(theme.styles[i].front, COLOUR_DEFAULT);
        assert_int_equal(theme.styles[i].back, COLOUR_DEFAULT);
    }
    // The selected row, another pane's row, a hit and an error must be told apart from plain text.
    assert_true(theme_style(&theme, ROLE_PLAIN, CELL_SELECTED).attributes & STYLE_REVERSE);
    assert_int_not_equal(theme_style(&theme, ROLE_PLAIN, CELL_CURSOR_ROW).attributes, 0);
    assert_int_not_equal(theme_style(&theme, ROLE_PLAIN, CELL_HIT).attributes, 0);
    assert_int_not_equal(theme.styles[ROLE_ERROR].attributes, 0);
}

static void styles_are_words(void **state)
{
    (void)state;
    Style style;
    assert_true(style_parse(TEXT("bold  underline bright-cyan on 236"), &style));
    assert_int_equal(style.attributes, STYLE_BOLD | STYLE_UNDERLINE);
    assert_int_equal(style.front, 14);
    assert_int_equal(style.back, 236);
    assert_true(style_parse(TEXT(""), &style));
    assert_int_equal(style.attributes, 0);
    assert_false(style_parse(TEXT("bold mauve"), &style));
    assert_false(style_parse(TEXT("256"), &style));
}

static void a_theme_changes_only_what_it_names(void **state)
{
    (void)state;
    const char *const rows[][3] = {{"theme.dark", "heading", "cyan"},
                                   {"theme.mono", "heading", "underline"},
                                   {"keys", "heading", "x"}};
    Config config = config_of(rows, 3);
    Problems problems = problems_in(arena);
    Theme theme, plain;
    theme_set_plain(&plain);
    assert_true(theme_load(&config, TEXT("dark"), &theme, &problems));
    assert_int_equal(theme.styles[ROLE_HEADING].front, 6);
    assert_int_equal(theme.styles[ROLE_HEADING].attributes, 0);
    assert_int_equal(theme.styles[ROLE_TITLE].attributes, plain.styles[ROLE_TITLE].attributes);
    assert_int_equal(problems.count, 0);
}

static void mistakes_are_told_with_file_and_line(void **state)
{
    (void)state;
    const char *const rows[][3] = {{"theme.dark", "headnig", "cyan"},
                                   {"theme.dark", "error", "crimson"},
                                   {"theme.dark", "name", "green"}};
    Config config = config_of(rows, 3);
    Problems problems = problems_in(arena);
    Theme theme;
    assert_true(theme_load(&config, TEXT("dark"), &theme, &problems));
    assert_int_equal(problems.count, 0);
    theme_check(&config, &problems); // of all themes, once
    assert_int_equal(problems.count, 2);
    assert_string_equal(arena_text(arena, problem_text(&problems.items[0], arena)).ptr,
                        "my.ini:1: warning: no part of the screen is called \"headnig\"");
    assert_string_equal(arena_text(arena, problem_text(&problems.items[1], arena)).ptr,
                        "my.ini:2: warning: expected attributes and colours, found \"crimson\"");
    assert_int_equal(theme.styles[ROLE_NAME].front, 2);
}

static void an_unknown_theme_is_told_and_the_plain_look_stays(void **state)
{
    (void)state;
    Problems problems = problems_in(arena);
    Theme theme, plain;
    theme_set_plain(&plain);
    assert_false(theme_load(NULL, TEXT("dark"), &theme, &problems));
    assert_int_equal(problems.count, 1);
    assert_memory_equal(theme.styles, plain.styles, sizeof plain.styles);
}

static void marks_lie_over_the_role(void **state)
{
    (void)state;
    const char *const rows[][3] = {{"theme.dark", "date", "green"},
                                   {"theme.dark", "selected", "on blue"},
                                   {"theme.dark", "hit", "bold yellow"}};
    Config config = config_of(rows, 3);
    Problems problems = problems_in(arena);
    Theme theme;
    assert_true(theme_load(&config, TEXT("dark"), &theme, &problems));
    Style style = theme_style(&theme, ROLE_DATE, CELL_SELECTED);
    assert_int_equal(style.front, 2);
    assert_int_equal(style.back, 4);
    assert_int_equal(theme_style(&theme, ROLE_DATE, CELL_SELECTED | CELL_HIT).front, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(built_in_look_needs_no_colour),
        cmocka_unit_test(styles_are_words),
        cmocka_unit_test(a_theme_changes_only_what_it_names),
        cmocka_unit_test(mistakes_are_told_with_file_and_line),
        cmocka_unit_test(an_unknown_theme_is_told_and_the_plain_look_stays),
        cmocka_unit_test(marks_lie_over_the_role),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
