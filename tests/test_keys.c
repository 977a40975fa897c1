#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tui/keys.h"

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

static Key key_of(const char *name)
{
    Key key = KEYS_NONE;
    return keys_parse(text_from(name), &key) ? key : KEYS_NONE;
}

static void names_and_keys_answer_each_other(void **state)
{
    (void)state;
    static const char *const names[] = {"j",     "G",   "^D", "Enter", "Tab",   "Shift-Tab",
                                        "Space", "Esc", "Up", "PgDn",  "F1",    "F12",
                                        "é",     "?",   "|",  "\\",    "Delete"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Key key = key_of(names[i]);
        assert_int_not_equal(key, KEYS_NONE);
        assert_string_equal(arena_text(arena, keys_name(key, arena)).ptr, names[i]);
    }
}

static void names_take_any_case_and_letters_do_not(void **state)
{
    (void)state;
    assert_int_equal(key_of("pgdn"), KEYS_PAGE_DOWN);
    assert_int_equal(key_of("^d"), key_of("^D"));
    assert_int_not_equal(key_of("g"), key_of("G"));
}

static void characters_that_ini_cannot_hold_have_names(void **state)
{
    (void)state;
    assert_int_equal(key_of("backslash"), '\\');
    assert_int_equal(key_of("hash"), '#');
    assert_int_equal(key_of("semicolon"), ';');
    assert_int_equal(key_of("equals"), '=');
}

static void what_is_no_key_is_refused(void **state)
{
    (void)state;
    assert_int_equal(key_of(""), KEYS_NONE);
    assert_int_equal(key_of("jj"), KEYS_NONE);
    assert_int_equal(key_of("Entr"), KEYS_NONE);
    assert_int_equal(key_of("^@"), KEYS_NONE);
    assert_int_equal(key_of("F13"), KEYS_NONE);
    assert_int_equal(key_of("\xFF"), KEYS_NONE);
}

static void only_characters_can_be_typed(void **state)
{
    (void)state;
    assert_true(keys_is_character('a'));
    assert_true(keys_is_character(0x5289));
    assert_false(keys_is_character(KEYS_ENTER));
    assert_false(keys_is_character(KEYS_UP));
    assert_false(keys_is_character(KEYS_BACKSPACE));
    assert_false(keys_is_character(KEY_CTRL('A')));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_and_keys_answer_each_other),
        cmocka_unit_test(names_take_any_case_and_letters_do_not),
        cmocka_unit_test(characters_that_ini_cannot_hold_have_names),
        cmocka_unit_test(what_is_no_key_is_refused),
        cmocka_unit_test(only_characters_can_be_typed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
