#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tui/keymap.h"
#include "tui/safe.h"

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

static Config config_of(const char *const rows[][2], size_t count)
{
    Config config = {.arena = arena};
    for (size_t i = 0; i < count; i++) {
        ConfigRow row = {TEXT("keys"), text_from(rows[i][0]), text_from(rows[i][1]), TEXT("my.ini"),
                         (uint32_t)i + 1};
        ARENA_PUSH(arena, &config, row);
    }
    return config;
}

static Key key_of(const char *name)
{
    Key key = KEYS_NONE;
    assert_true(keys_parse(text_from(name), &key));
    return key;
}

static void every_command_can_be_read_in_one_line(void **state)
{
    (void)state;
    for (int i = 0; i < COMMANDS; i++) {
        Text help = text_from(commands[i].help);
        assert_true(help.len > 0 && help.len <= 60);
        assert_int_not_equal(help.ptr[help.len - 1], '.');
        assert_true(help.ptr[0] >= 'A' && help.ptr[0] <= 'Z');
        assert_int_not_equal(commands[i].where, 0);
        assert_int_not_equal(strlen(command_group((CommandId)i)), 0);
        for (int k = 0; k < i; k++)
            assert_string_not_equal(commands[i].name, commands[k].name);
    }
}

static void no_default_key_means_two_things_in_one_place(void **state)
{
    (void)state;
    KeyMap map;
    Problems problems = problems_in(arena);
    keymap_load(&map, NULL, &problems);
    assert_int_equal(problems.count, 0);
    for (int a = 0; a < COMMANDS; a++)
        for (int b = a + 1; b < COMMANDS; b++)
            for (int k = 0; k < KEYMAP_KEYS * KEYMAP_KEYS; k++) {
                Key left = map.keys[a][k / KEYMAP_KEYS], right = map.keys[b][k % KEYMAP_KEYS];
                bool is_shared = left != KEYS_NONE && left == right;
                assert_false(is_shared && (commands[a].where & commands[b].where));
            }
}

static void forbidden_keys_are_not_bound(void **state)
{
    (void)state;
    KeyMap map;
    Problems problems = problems_in(arena);
    keymap_load(&map, NULL, &problems);
    // Flow control, Backspace on many terminals, the quit signal.
    static const char *const names[] = {"^S", "^Q", "^H", "^backslash", "Backspace"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Key key = text_equal(text_from(names[i]), TEXT("^backslash")) ? 28 : key_of(names[i]);
        assert_int_equal(keymap_find(&map, key, IN_ANY), COMMANDS);
    }
}

static void a_key_finds_its_command_where_it_applies(void **state)
{
    (void)state;
    KeyMap map;
    Problems problems = problems_in(arena);
    keymap_load(&map, NULL, &problems);
    assert_int_equal(keymap_find(&map, 'j', IN_EVENTS), COMMAND_move_down);
    assert_int_equal(keymap_find(&map, 'j', IN_POPUP), COMMAND_move_down);
    assert_int_equal(keymap_find(&map, 'p', IN_EVENTS), COMMAND_pick_pair);
    assert_int_equal(keymap_find(&map, 'p', IN_POPUP), COMMANDS);
    assert_int_equal(keymap_find(&map, KEYS_NONE, IN_EVENTS), COMMANDS);
}

static void configured_keys_take_the_place_of_the_defaults(void **state)
{
    (void)state;
    const char *const rows[][2] = {{"move-down", "n backslash"}, {"lift-filter", "X"}};
    Config config = config_of(rows, 2);
    KeyMap map;
    Problems problems = problems_in(arena);
    keymap_load(&map, &config, &problems);
    assert_int_equal(problems.count, 0);
    assert_int_equal(keymap_find(&map, 'n', IN_EVENTS), COMMAND_move_down);
    assert_int_equal(keymap_find(&map, '\\', IN_EVENTS), COMMAND_move_down);
    assert_int_equal(keymap_find(&map, 'j', IN_EVENTS), COMMANDS);
    assert_string_equal(arena_text(arena, keymap_keys(&map, COMMAND_move_down, arena)).ptr, "n \\");
    assert_string_equal(arena_text(arena, keymap_first_key(&map, COMMAND_next_hit, arena)).ptr, "");
}

static void of_two_rows_for_a_key_the_first_stays_and_the_other_is_told(void **state)
{
    (void)state;
    const char *const rows[][2] = {{"move-down", "n"}, {"export", "n"}};
    Config config = config_of(rows, 2);
    KeyMap map;
    Problems problems = problems_in(arena);
    keymap_load(&map, &config, &problems);
    assert_int_equal(keymap_find(&map, 'n', IN_EVENTS), COMMAND_move_down);
    assert_int_equal(problems.count, 1);
    assert_string_equal(arena_text(arena, problem_text(&problems.items[0], arena)).ptr,
                        "my.ini:2: warning: \"n\" is the key of move-down already");
}

static void mistakes_in_keys_are_told_and_the_rest_holds(void **state)
{
    (void)state;
    const char *const rows[][2] = {
        {"move-dwon", "j"}, {"move-up", "Entr k"}, {"expor", "e"}, {"quit", "X"}};
    Config config = config_of(rows, 4);
    KeyMap map;
    Problems problems = problems_in(arena);
    keymap_load(&map, &config, &problems);
    assert_int_equal(problems.count, 3);
    assert_string_equal(arena_text(arena, problem_text(&problems.items[1], arena)).ptr,
                        "my.ini:2: warning: no key is called \"Entr\"");
    assert_string_equal(arena_text(arena, problem_text(&problems.items[2], arena)).ptr,
                        "my.ini:3: warning: no command is called \"expor\"; did you mean export");
    assert_int_equal(keymap_find(&map, 'k', IN_EVENTS), COMMAND_move_up);
    assert_int_equal(keymap_find(&map, 'X', IN_EVENTS), COMMAND_quit);
}

static void commands_are_found_by_a_beginning_that_is_theirs_alone(void **state)
{
    (void)state;
    assert_int_equal(command_by_name(TEXT("export")), COMMAND_export);
    assert_int_equal(command_by_name(TEXT("exp")), COMMAND_export);
    assert_int_equal(command_by_name(TEXT("next")), COMMANDS);
    assert_int_equal(command_by_name(TEXT("sort")), COMMAND_sort);
    assert_int_equal(command_by_name(TEXT("")), COMMANDS);
    assert_int_equal(command_by_name(TEXT("exports")), COMMANDS);
    assert_int_equal(command_complete(TEXT("next-"), 0), COMMAND_next_event);
    assert_int_equal(command_complete(TEXT("next-"), 7), COMMANDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_can_be_read_in_one_line),
        cmocka_unit_test(no_default_key_means_two_things_in_one_place),
        cmocka_unit_test(forbidden_keys_are_not_bound),
        cmocka_unit_test(a_key_finds_its_command_where_it_applies),
        cmocka_unit_test(configured_keys_take_the_place_of_the_defaults),
        cmocka_unit_test(of_two_rows_for_a_key_the_first_stays_and_the_other_is_told),
        cmocka_unit_test(mistakes_in_keys_are_told_and_the_rest_holds),
        cmocka_unit_test(commands_are_found_by_a_beginning_that_is_theirs_alone),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
