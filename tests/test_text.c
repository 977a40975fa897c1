#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "model/arena.h"
#include "model/strings.h"

static void text_cut_ends_after_an_empty_last_part(void **state)
{
    (void)state;
    Text rest = TEXT("a;;b;");
    const char *const parts[] = {"a", "", "b", ""};
    size_t count = 0;
    while (rest.ptr) {
        Text part = text_cut(&rest, ';');
        assert_true(count < 4 && text_equal(part, text_from(parts[count])));
        count++;
    }
    assert_int_equal(count, 4);
}

static void text_integer_takes_the_whole_range_and_no_more(void **state)
{
    (void)state;
    int64_t value;
    assert_true(text_integer(TEXT("-9223372036854775808"), &value) && value == INT64_MIN);
    assert_true(text_integer(TEXT("9223372036854775807"), &value) && value == INT64_MAX);
    assert_false(text_integer(TEXT("9223372036854775808"), &value));
    assert_false(text_integer(TEXT(""), &value));
    assert_false(text_integer(TEXT("-"), &value));
    assert_false(text_integer(TEXT("12 "), &value));
}

static void text_number_reads_decimals_only(void **state)
{
    (void)state;
    double value;
    assert_true(text_number(TEXT("-4.5"), &value) && value == -4.5);
    assert_true(text_number(TEXT("1e3"), &value) && value == 1000);
    assert_false(text_number(TEXT("nan"), &value));
    assert_false(text_number(TEXT("0x10"), &value));
    assert_false(text_number(TEXT("1,5"), &value));
    assert_false(text_number(TEXT(" 1"), &value));
}

static void text_find_and_trim_respect_lengths(void **state)
{
    (void)state;
    assert_int_equal(text_find(TEXT("a\0bc"), TEXT("bc")), 2);
    assert_true(text_find(TEXT("abc"), TEXT("abcd")) == TEXT_NOWHERE);
    assert_true(text_equal(text_trim(TEXT(" \t x y\r\n")), TEXT("x y")));
    assert_true(text_list_has(TEXT("say;stress"), ';', TEXT("stress")));
    assert_false(text_list_has(TEXT("say;stress"), ';', TEXT("str")));
}

static void arena_keeps_pointers_while_it_grows(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Text first = arena_text(arena, TEXT("first"));
    for (size_t i = 1; i < 300; i++)
        assert_int_equal(*(unsigned char *)arena_alloc(arena, i * 97, 1), 0);
    assert_true(text_equal(first, TEXT("first")));
    arena_free(arena);
}

static void arena_rewind_gives_zeroed_memory_again(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    arena_alloc(arena, 100, 1);
    ArenaMark mark = arena_mark(arena);
    size_t before = 0;
    for (int round = 0; round < 50; round++) {
        char *bytes = arena_alloc(arena, 40000, 1);
        assert_int_equal(bytes[39999], 0);
        memset(bytes, 'x', 40000);
        arena_rewind(arena, mark);
        if (round == 0)
            before = arena_bytes(arena);
    }
    assert_int_equal(arena_bytes(arena), before);
    arena_free(arena);
}

static void arena_jumps_to_its_escape_on_an_impossible_wish(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    jmp_buf escape;
    volatile int jumped = 0;
    if (setjmp(escape) == 0) {
        arena_set_escape(arena, &escape);
        arena_alloc(arena, SIZE_MAX / 4, 8);
    } else {
        jumped = 1;
    }
    assert_int_equal(jumped, 1);
    arena_free(arena);
}

static void strings_give_equal_texts_one_id_and_words_theirs(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Strings *strings = strings_new(arena);
    assert_int_equal(strings_intern(strings, TEXT("meeting")).at, WORD_MEETING);
    assert_int_equal(strings_intern(strings, TEXT("")).at, WORD_NONE);
    StringId ids[2000];
    for (size_t i = 0; i < 2000; i++)
        ids[i] = strings_intern(strings, arena_printf(arena, "place %zu", i));
    for (size_t i = 0; i < 2000; i++) {
        Text text = arena_printf(arena, "place %zu", i);
        assert_int_equal(strings_look_up(strings, text).at, ids[i].at);
        assert_true(text_equal(strings_text(strings, ids[i]), text));
    }
    assert_int_equal(strings_look_up(strings, TEXT("nowhere")).at, WORD_NONE);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_cut_ends_after_an_empty_last_part),
        cmocka_unit_test(text_integer_takes_the_whole_range_and_no_more),
        cmocka_unit_test(text_number_reads_decimals_only),
        cmocka_unit_test(text_find_and_trim_respect_lengths),
        cmocka_unit_test(arena_keeps_pointers_while_it_grows),
        cmocka_unit_test(arena_rewind_gives_zeroed_memory_again),
        cmocka_unit_test(arena_jumps_to_its_escape_on_an_impossible_wish),
        cmocka_unit_test(strings_give_equal_texts_one_id_and_words_theirs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
