#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tui/prompt.h"

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

static PromptHistory history;
static Prompt prompt;

static void begin(const char *text)
{
    prompt_begin(&prompt, "filter: ", text_from(text), &history);
}

static PromptReply type(const char *keys)
{
    PromptReply reply = PROMPT_SAME;
    for (Text rest = text_from(keys); rest.ptr;) {
        Text name = text_cut(&rest, ' ');
        Key key = KEYS_NONE;
        assert_true(keys_parse(name, &key));
        reply = prompt_key(&prompt, key);
    }
    return reply;
}

static void assert_text(const char *expected, size_t cursor)
{
    assert_string_equal(arena_text(arena, prompt_text(&prompt)).ptr, expected);
    assert_int_equal(prompt.cursor, cursor);
}

static void a_proposal_is_taken_replaced_or_edited(void **state)
{
    (void)state;
    begin("");
    prompt_propose(&prompt, TEXT("2024-01-19"));
    assert_int_equal(type("Enter"), PROMPT_DONE);
    assert_text("2024-01-19", 10);
    prompt_propose(&prompt, TEXT("2024-01-19"));
    type("1 9");
    assert_text("19", 2);
    prompt_propose(&prompt, TEXT("2024-01-19"));
    type("Left 2");
    assert_text("2024-01-129", 10);
    prompt_propose(&prompt, TEXT("2024-01-19"));
    type("End 2 Backspace Backspace");
    assert_text("2024-01-1", 9);
    prompt_propose(&prompt, TEXT("2024-01-19"));
    assert_int_equal(type("Backspace"), PROMPT_CHANGED);
    assert_text("", 0);
}

static void begins_with_the_cursor_at_the_end(void **state)
{
    (void)state;
    begin("pair:CHN-PRK");
    assert_text("pair:CHN-PRK", 12);
}

static void characters_go_in_at_the_cursor(void **state)
{
    (void)state;
    begin("ac");
    assert_int_equal(type("Left b"), PROMPT_CHANGED);
    assert_text("abc", 2);
    type("刘 Left é");
    assert_text("abé刘c", 4);
}

static void deleting_takes_whole_characters(void **state)
{
    (void)state;
    begin("ae\xCC\x81");
    type("Backspace");
    assert_text("a", 1);
    begin("刘x");
    type("Home Delete");
    assert_text("x", 0);
}

static void words_and_lines_are_cut(void **state)
{
    (void)state;
    begin("year:2024 kind:visit  ");
    type("^W");
    assert_text("year:2024 ", 10);
    type("^U");
    assert_text("", 0);
    begin("abc");
    type("Home Right ^K");
    assert_text("a", 1);
}

static void backspace_in_an_empty_line_leaves(void **state)
{
    (void)state;
    begin("a");
    assert_int_equal(type("Backspace"), PROMPT_CHANGED);
    assert_int_equal(type("Backspace"), PROMPT_LEFT);
}

static void enter_escape_and_tab_are_told(void **state)
{
    (void)state;
    begin("a");
    assert_int_equal(type("Enter"), PROMPT_DONE);
    assert_int_equal(type("Esc"), PROMPT_LEFT);
    assert_int_equal(type("^C"), PROMPT_LEFT);
    assert_int_equal(type("Tab"), PROMPT_COMPLETE);
    assert_int_equal(type("F5"), PROMPT_OTHER);
}

static void history_comes_back_and_keeps_the_new_line(void **state)
{
    (void)state;
    history = (PromptHistory){.arena = arena};
    prompt_remember(&history, TEXT("one"));
    prompt_remember(&history, TEXT("two"));
    begin("new");
    type("Up");
    assert_text("two", 3);
    type("Up");
    assert_text("one", 3);
    assert_int_equal(type("Up"), PROMPT_SAME);
    type("Down Down");
    assert_text("new", 3);
}

static void history_holds_a_line_once_and_forgets_the_oldest(void **state)
{
    (void)state;
    history = (PromptHistory){.arena = arena};
    prompt_remember(&history, TEXT("a"));
    prompt_remember(&history, TEXT("b"));
    prompt_remember(&history, TEXT("a"));
    prompt_remember(&history, TEXT(""));
    assert_int_equal(history.count, 2);
    assert_true(text_equal(history.lines[1], TEXT("a")));
    for (int i = 0; i < PROMPT_HISTORY + 5; i++)
        prompt_remember(&history, arena_printf(arena, "line %d", i));
    assert_int_equal(history.count, PROMPT_HISTORY);
    assert_true(text_equal(history.lines[0], TEXT("line 5")));
}

static void a_full_line_takes_no_more(void **state)
{
    (void)state;
    begin("");
    for (int i = 0; i < PROMPT_BYTES; i++)
        assert_int_equal(prompt_key(&prompt, 'x'), PROMPT_CHANGED);
    assert_int_equal(prompt_key(&prompt, 'x'), PROMPT_SAME);
    assert_int_equal(prompt.len, PROMPT_BYTES);
}

static void a_long_line_scrolls_so_that_the_cursor_is_seen(void **state)
{
    (void)state;
    begin("0123456789abcdefghij");
    Canvas *canvas = canvas_new(arena);
    canvas_resize(canvas, 10, 1);
    int x, y;
    prompt_draw(&prompt, canvas, canvas_all(canvas), 0);
    canvas_cursor(canvas, &x, &y);
    assert_int_equal(x, 9);
    assert_string_equal(arena_text(arena, canvas_text(canvas, arena)).ptr, "bcdefghij\n");
}

static void a_mistake_is_pointed_at(void **state)
{
    (void)state;
    begin("pair:XXX");
    Canvas *canvas = canvas_new(arena);
    canvas_resize(canvas, 40, 1);
    assert_int_equal(prompt_draw(&prompt, canvas, canvas_all(canvas), 5), 8 + 5);
    assert_string_equal(arena_text(arena, canvas_text(canvas, arena)).ptr, "filter: pair:XXX\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(begins_with_the_cursor_at_the_end),
        cmocka_unit_test(a_proposal_is_taken_replaced_or_edited),
        cmocka_unit_test(characters_go_in_at_the_cursor),
        cmocka_unit_test(deleting_takes_whole_characters),
        cmocka_unit_test(words_and_lines_are_cut),
        cmocka_unit_test(backspace_in_an_empty_line_leaves),
        cmocka_unit_test(enter_escape_and_tab_are_told),
        cmocka_unit_test(history_comes_back_and_keeps_the_new_line),
        cmocka_unit_test(history_holds_a_line_once_and_forgets_the_oldest),
        cmocka_unit_test(a_full_line_takes_no_more),
        cmocka_unit_test(a_long_line_scrolls_so_that_the_cursor_is_seen),
        cmocka_unit_test(a_mistake_is_pointed_at),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
