#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "model/arena.h"
#include "model/strings.h"
#include "tests/support_random.h"

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

static void arena_grows_its_newest_array_in_place(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    size_t capacity = 0;
    int *numbers = NULL;
    int *first = NULL;
    for (int i = 0; i < 1000; i++) {
        if ((size_t)i == capacity)
            numbers = arena_grow(arena, numbers, &capacity, (size_t)i + 1, sizeof *numbers);
        first = first ? first : numbers;
        numbers[i] = i;
    }
    assert_ptr_equal(numbers, first);
    int *other = ARENA_ARRAY(arena, int, 4); // now it is not the newest any more
    numbers = arena_grow(arena, numbers, &capacity, capacity + 1, sizeof *numbers);
    assert_ptr_not_equal(numbers, first);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(numbers[i], i);
    assert_int_equal(numbers[capacity - 1] | other[3], 0);
    arena_free(arena);
}

static void buffer_may_be_given_a_part_of_itself(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Buffer buffer = buffer_in(arena);
    buffer_add(&buffer, TEXT("ab"));
    for (int i = 0; i < 12; i++)
        buffer_add(&buffer, buffer_text(&buffer));
    buffer_printf(&buffer, "%.*s", 8, buffer.items);
    assert_int_equal(buffer.count, (2u << 12) + 8);
    for (size_t i = 0; i < buffer.count; i++)
        assert_int_equal(buffer.items[i], i % 2 ? 'b' : 'a');
    arena_free(arena);
}

// Against a list that is searched from its start.
static void strings_agree_with_a_plain_list(void **state)
{
    (void)state;
    enum { ROUNDS = 20000, LONGEST = 21 };
    Arena *arena = arena_new();
    Strings *strings = strings_new(arena);
    Text *list = ARENA_ARRAY(arena, Text, ROUNDS);
    size_t count = 0;
    uint32_t seed = 12345;
    for (int round = 0; round < ROUNDS; round++) {
        char bytes[LONGEST];
        size_t len = next_random(&seed) % LONGEST % (1 + next_random(&seed) % LONGEST);
        for (size_t i = 0; i < len; i++)
            bytes[i] = (char)(next_random(&seed) % 3); // few letters: many are equal or nearly so
        Text text = {bytes, len};
        size_t at = 0;
        while (at < count && !text_equal(list[at], text))
            at++;
        bool is_new = at == count && len > 0;
        if (is_new && count == 600)
            continue;
        StringId known = strings_look_up(strings, text);
        StringId id = strings_intern(strings, text);
        assert_int_equal(known.at, is_new ? 0 : id.at);
        assert_int_equal(id.at, len ? WORD_COUNT + at : 0);
        assert_true(text_equal(strings_text(strings, id), text));
        assert_int_equal(strings_text(strings, id).ptr[len], '\0');
        if (is_new)
            list[count++] = arena_text(arena, text);
    }
    assert_int_equal(count, 600);
    assert_int_equal(strings_count(strings), WORD_COUNT + count);
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
        cmocka_unit_test(arena_grows_its_newest_array_in_place),
        cmocka_unit_test(buffer_may_be_given_a_part_of_itself),
        cmocka_unit_test(strings_agree_with_a_plain_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
