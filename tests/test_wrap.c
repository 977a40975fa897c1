#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tui/wrap.h"

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

static void assert_lines(const char *text, int width, const char *expected)
{
    TextLines lines = wrap_text(text_from(text), width, arena);
    Buffer out = buffer_in(arena);
    for (size_t i = 0; i < lines.count; i++) {
        Text line =
            text_sub(lines.text, lines.items[i].start, lines.items[i].end - lines.items[i].start);
        buffer_printf(&out, "%s%.*s", i ? "|" : "", TEXT_ARG(line));
        assert_true(width < 2 || (int)safe_columns(line) <= width);
    }
    assert_string_equal(arena_text(arena, buffer_text(&out)).ptr, expected);
}

static void words_are_kept_whole(void **state)
{
    (void)state;
    assert_lines("the two sides agreed", 10, "the two|sides|agreed");
    assert_lines("the two sides agreed", 20, "the two sides agreed");
    assert_lines("win-win cooperation", 8, "win-win|cooperat|ion");
}

static void blanks_at_the_edge_take_no_room(void **state)
{
    (void)state;
    assert_lines("abcde fgh", 5, "abcde|fgh");
    assert_lines("ab    cd", 3, "ab|cd");
}

static void a_long_word_is_broken_inside(void **state)
{
    (void)state;
    assert_lines("abcdefghij", 4, "abcd|efgh|ij");
}

static void chinese_breaks_anywhere_but_not_before_a_stop(void **state)
{
    (void)state;
    assert_lines("刘建超会见李龙男。", 8, "刘建超会|见李龙|男。");
}

static void lines_of_the_text_stay_lines(void **state)
{
    (void)state;
    assert_lines("one\ntwo three\n", 20, "one|two three");
}

static void marks_count_as_wide_as_they_are_shown(void **state)
{
    (void)state;
    assert_lines("caf\xE9 au lait", 10, "caf\xE9 au|lait");
    assert_lines("caf\xE9 au lait", 9, "caf\xE9|au lait");
}

static void nothing_gives_no_line_and_no_room_one_cell_a_line(void **state)
{
    (void)state;
    assert_lines("", 10, "");
    assert_lines("ab", -3, "a|b");
    assert_lines("刘x", 1, "刘|x");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_kept_whole),
        cmocka_unit_test(blanks_at_the_edge_take_no_room),
        cmocka_unit_test(a_long_word_is_broken_inside),
        cmocka_unit_test(chinese_breaks_anywhere_but_not_before_a_stop),
        cmocka_unit_test(lines_of_the_text_stay_lines),
        cmocka_unit_test(marks_count_as_wide_as_they_are_shown),
        cmocka_unit_test(nothing_gives_no_line_and_no_room_one_cell_a_line),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
