#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

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

static void assert_shown(Text data, const char *expected)
{
    Text shown = arena_text(arena, safe_text(data, arena));
    assert_string_equal(shown.ptr, expected);
    // What is shown, measured again, has the same width: one judge.
    size_t columns = 0;
    for (size_t at = 0; at < data.len;) {
        Glyph glyph = safe_glyph(data, at);
        columns += glyph.columns;
        assert_true(glyph.end > at);
        at = glyph.end;
    }
    assert_int_equal(columns, safe_columns(data));
}

static void controls_become_pictures(void **state)
{
    (void)state;
    assert_shown(TEXT("abc\b\b\bXYZ"), "abc␈␈␈XYZ");
    assert_shown(TEXT("one\rtwo\tthree\nfour"), "one␍two␉three␊four");
    assert_shown(TEXT("\x1B]0;title\x07"), "␛]0;title␇");
    assert_shown(TEXT("a\0b\x7F"), "a␀b␡");
}

static void high_controls_and_bidi_overrides_are_spelled_out(void **state)
{
    (void)state;
    assert_shown(TEXT("\xC2\x9B"
                      "31m"),
                 "<U+009B>31m");
    assert_shown(TEXT("a\xE2\x80\xAE"
                      "b"),
                 "a<U+202E>b");
    assert_shown(TEXT("\xE2\x81\xA6x\xE2\x81\xA9"), "<U+2066>x<U+2069>");
    assert_shown(TEXT("\xE2\x80\x8F"), "<U+200F>");
    assert_int_equal(safe_columns(TEXT("\xE2\x80\xAE")), 8);
}

static void invisible_characters_are_seen(void **state)
{
    (void)state;
    assert_shown(TEXT("a\xE2\x80\x8B"
                      "b"),
                 "a<U+200B>b");
    assert_shown(TEXT("\xEF\xBB\xBF"
                      "id"),
                 "<U+FEFF>id");
    assert_shown(TEXT("so\xC2\xAD"
                      "ft"),
                 "so<U+00AD>ft");
}

static void bytes_that_are_no_text_keep_their_value(void **state)
{
    (void)state;
    assert_shown(TEXT("caf\xE9 end"), "caf<E9> end");
    assert_shown(TEXT("\xFF\xC3"), "<FF><C3>");
    assert_int_equal(safe_columns(TEXT("caf\xE9 end")), 11);
}

static void letters_keep_their_marks_in_one_cell(void **state)
{
    (void)state;
    Text text = TEXT("e\xCC\x81x");
    Glyph glyph = safe_glyph(text, 0);
    assert_int_equal(glyph.count, 2);
    assert_int_equal(glyph.columns, 1);
    assert_int_equal(glyph.end, 3);
    assert_shown(text, "e\xCC\x81x");
}

static void a_mark_without_a_letter_stands_on_a_circle(void **state)
{
    (void)state;
    assert_shown(TEXT("\xCC\x81"
                      "a"),
                 "◌\xCC\x81"
                 "a");
}

static void too_many_marks_end_in_a_circle_around(void **state)
{
    (void)state;
    Text text = TEXT("a\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85\xCC\x86"
                     "b");
    Glyph glyph = safe_glyph(text, 0);
    assert_int_equal(glyph.count, CELL_CODES);
    assert_int_equal(glyph.codes[CELL_CODES - 1], 0x20DD);
    assert_int_equal(text.ptr[glyph.end], 'b');
}

static void wide_characters_count_two(void **state)
{
    (void)state;
    assert_int_equal(safe_columns(TEXT("刘建超")), 6);
    assert_int_equal(safe_columns(TEXT("리룡남")), 6);
    // The same in conjoining letters.
    assert_int_equal(safe_columns(TEXT("\xE1\x84\x85\xE1\x85\xB5")), 2);
}

static void emoji_are_shown_without_what_terminals_disagree_about(void **state)
{
    (void)state;
    assert_shown(TEXT("👩‍👧x"), "👩👧x");
    assert_shown(TEXT("👍🏽"), "👍");
    assert_shown(TEXT("🇰🇵"), "KP");
    assert_shown(TEXT("❤️"), "❤");
}

static void fitting_never_splits(void **state)
{
    (void)state;
    assert_int_equal(safe_fit(TEXT("刘建超"), 5), 6);
    assert_int_equal(safe_fit(TEXT("ae\xCC\x81z"), 2), 4);
    assert_int_equal(safe_fit(TEXT("caf\xE9"), 5), 3);
    assert_int_equal(safe_fit(TEXT("abc"), 0), 0);
    assert_int_equal(safe_fit(TEXT("abc"), -1), 0);
    assert_int_equal(safe_fit(TEXT("abc"), 9), 3);
}

// Whatever the bytes: every glyph fits its buffer, has a width, moves on, and holds nothing that acts.
static void no_bytes_can_act(void **state)
{
    (void)state;
    uint32_t seed = 1972;
    for (int round = 0; round < 20000; round++) {
        char bytes[24];
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 1664525 + 1013904223;
            bytes[i] = (char)(seed >> (i % 3 ? 24 : 20));
        }
        Text text = {bytes, sizeof bytes};
        for (size_t at = 0; at < text.len;) {
            Glyph glyph = safe_glyph(text, at);
            assert_true(glyph.end > at && glyph.end <= text.len);
            assert_true(glyph.count > 0 && glyph.count <= GLYPH_CODES && glyph.columns > 0);
            assert_true(glyph.is_escape ? glyph.columns == glyph.count
                                        : glyph.columns <= 2 && glyph.count <= CELL_CODES);
            for (int i = 0; i < glyph.count; i++)
                assert_true(glyph.codes[i] >= ' ' &&
                            (glyph.codes[i] < 0x7F || glyph.codes[i] > 0x9F));
            at = glyph.end;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(controls_become_pictures),
        cmocka_unit_test(high_controls_and_bidi_overrides_are_spelled_out),
        cmocka_unit_test(invisible_characters_are_seen),
        cmocka_unit_test(bytes_that_are_no_text_keep_their_value),
        cmocka_unit_test(letters_keep_their_marks_in_one_cell),
        cmocka_unit_test(a_mark_without_a_letter_stands_on_a_circle),
        cmocka_unit_test(too_many_marks_end_in_a_circle_around),
        cmocka_unit_test(wide_characters_count_two),
        cmocka_unit_test(emoji_are_shown_without_what_terminals_disagree_about),
        cmocka_unit_test(fitting_never_splits),
        cmocka_unit_test(no_bytes_can_act),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
