#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/utf8.h"
#include "tests/support_random.h"

static void utf8_finds_the_first_wrong_byte(void **state)
{
    (void)state;
    size_t at = 0;
    assert_true(utf8_valid(TEXT("Trần 山"), &at));
    assert_false(utf8_valid(TEXT("caf\xE9 end"), &at));
    assert_int_equal(at, 3);
}

static void utf8_decodes_a_wrong_byte_as_one_mark(void **state)
{
    (void)state;
    size_t len;
    assert_int_equal(utf8_decode(TEXT("\xE9x"), 0, &len), UTF8_REPLACEMENT);
    assert_int_equal(len, 1);
    assert_int_equal(utf8_decode(TEXT("a\xE5\xB1\xB1"), 1, &len), 0x5C71);
    assert_int_equal(len, 3);
}

static void utf8_folds_case_marks_and_widths(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    assert_true(utf8_valid(utf8_fold(TEXT("Pérez"), arena), NULL));
    assert_true(text_equal(utf8_fold(TEXT("PÉREZ Straße İ"), arena), TEXT("perez strasse i")));
    assert_true(text_equal(utf8_fold(TEXT("Trần Quốc Huy"), arena), TEXT("tran quoc huy")));
    assert_true(text_equal(utf8_fold(TEXT("ＤＰＲＫ"), arena), TEXT("dprk")));
    assert_true(text_equal(utf8_fold(TEXT("a\xFFZ"), arena), TEXT("a\xFFz")));
    arena_free(arena);
}

static void utf8_fold_map_leads_back_to_the_text(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    uint32_t *map;
    Text text = TEXT("é山B");
    Text folded = utf8_fold_mapped(text, arena, &map);
    assert_true(text_equal(folded, TEXT("e山b")));
    assert_int_equal(map[0], 0);
    assert_int_equal(map[1], 2);
    assert_int_equal(map[4], 5);
    assert_int_equal(map[folded.len], text.len);
    arena_free(arena);
}

static void utf8_measures_columns_and_clusters(void **state)
{
    (void)state;
    assert_int_equal(utf8_columns(TEXT("山田 a")), 6);
    assert_int_equal(utf8_columns(TEXT("e\xCC\x81")), 1);
    assert_int_equal(utf8_next_cluster(TEXT("e\xCC\x81x"), 0), 3);
    assert_int_equal(utf8_previous_cluster(TEXT("e\xCC\x81x"), 3), 0);
    assert_int_equal(utf8_previous_cluster(TEXT("ab"), 2), 1);
}

static void utf8_never_cuts_a_character(void **state)
{
    (void)state;
    assert_int_equal(utf8_whole(TEXT("ab\xE5\xB1")), 2);
    assert_int_equal(utf8_whole(TEXT("ab\xE5\xB1\xB1")), 5);
    assert_int_equal(utf8_whole(TEXT("ab")), 2);
}

static void utf8_breaks_lines_at_blanks_and_between_han(void **state)
{
    (void)state;
    unsigned char out[16];
    utf8_line_breaks(TEXT("ab cd"), out);
    assert_int_equal(out[3], UTF8_MAY_BREAK);
    assert_int_equal(out[1], UTF8_NO_BREAK);
    utf8_line_breaks(TEXT("山田"), out);
    assert_int_equal(out[3], UTF8_MAY_BREAK);
    assert_int_equal(out[1], UTF8_NO_BREAK);
}

static void utf8_keeps_a_byte_that_begins_no_character(void **state)
{
    (void)state;
    assert_int_equal(utf8_whole(TEXT("ab\xFF")), 3);
    assert_int_equal(utf8_whole(TEXT("ab\xC1")), 3);
    assert_int_equal(utf8_whole(TEXT("ab\xF0\x9F\x87")), 2);
}

static void utf8_steps_over_wrong_bytes_one_by_one(void **state)
{
    (void)state;
    Text text = TEXT("ab\xFF"
                     "cd");
    for (size_t at = text.len; at > 0; at--)
        assert_int_equal(utf8_previous_cluster(text, at), at - 1);
}

static void utf8_knows_flags_as_pairs_of_letters(void **state)
{
    (void)state;
    Text flags = TEXT("🇨🇳🇺🇸🇰🇵");
    assert_int_equal(utf8_next_cluster(flags, 0), 8);
    assert_int_equal(utf8_next_cluster(flags, 8), 16);
    assert_int_equal(utf8_previous_cluster(flags, 24), 16);
}

static Text random_text(Buffer *text, uint32_t *seed, size_t pieces)
{
    static const char *const pool[] = {
        "a",  "Z",    " ",    "\n",      "\r", "e\xCC\x81", "é",
        "山", "한",   "ᄒ",   "ᅡ",      "ｶﾞ", "İ",         "ß",
        "ﷺ",  "\xFF", "\xE5", "̈",        "🇨",  "👍🏽",  "\xE2\x80\x8D",
        "Đ",  "ς",    "कि",   "\xC2\xAD"};
    text->count = 0;
    for (size_t i = 0; i < pieces; i++)
        buffer_add(text, text_from(pool[next_random(seed) % (sizeof pool / sizeof *pool)]));
    return buffer_text(text);
}

static void utf8_goes_back_the_way_it_came(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Buffer buffer = buffer_in(arena);
    uint32_t seed = 4711;
    for (int round = 0; round < 2000; round++) {
        Text text = random_text(&buffer, &seed, 12);
        for (size_t at = 0, next; at < text.len; at = next) {
            next = utf8_next_cluster(text, at);
            assert_true(next > at && next <= text.len);
            assert_int_equal(utf8_previous_cluster(text, next), at);
        }
    }
    arena_free(arena);
}

static void utf8_folds_letters_that_people_type_in_ascii(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    assert_true(text_equal(utf8_fold(TEXT("Đặng ŁÓDŹ Ørsted"), arena), TEXT("dang lodz orsted")));
    assert_true(text_equal(utf8_fold(TEXT("ΟΔΟΣ"), arena), utf8_fold(TEXT("οδος"), arena)));
    assert_true(text_equal(utf8_fold(TEXT("KILIÇ"), arena), utf8_fold(TEXT("kılıç"), arena)));
    assert_true(text_equal(utf8_fold(TEXT("co\xC2\xADoperation"), arena), TEXT("cooperation")));
    arena_free(arena);
}

static void utf8_fold_keeps_marks_that_make_another_letter(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    assert_false(text_equal(utf8_fold(TEXT("ガ"), arena), utf8_fold(TEXT("カ"), arena)));
    assert_false(text_equal(utf8_fold(TEXT("कि"), arena), utf8_fold(TEXT("कु"), arena)));
    assert_true(text_equal(utf8_fold(TEXT("ｶﾞ"), arena), utf8_fold(TEXT("ガ"), arena)));
    arena_free(arena);
}

static void utf8_fold_is_done_after_one_round_and_its_map_rises(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Buffer buffer = buffer_in(arena);
    buffer_add(&buffer,
               TEXT("room for all pieces of a round, so that the buffer stays where it is"));
    uint32_t seed = 99;
    for (int round = 0; round < 1000; round++) {
        Text text = random_text(&buffer, &seed, 9);
        ArenaMark mark = arena_mark(arena);
        uint32_t *map;
        Text folded = utf8_fold_mapped(text, arena, &map);
        assert_true(text_equal(utf8_fold(text, arena), folded));
        assert_true(text_equal(utf8_fold(folded, arena), folded));
        for (size_t i = 0; i < folded.len; i++)
            assert_true(map[i] <= map[i + 1] && map[i] < text.len);
        assert_int_equal(map[folded.len], text.len);
        arena_rewind(arena, mark);
    }
    arena_free(arena);
}

static void utf8_line_must_break_behind_its_end(void **state)
{
    (void)state;
    unsigned char out[8];
    utf8_line_breaks(TEXT("ab\ncd\n"), out);
    assert_int_equal(out[2], UTF8_NO_BREAK);
    assert_int_equal(out[3], UTF8_MUST_BREAK);
    assert_int_equal(out[4], UTF8_NO_BREAK);
    utf8_line_breaks(TEXT("a\xE2\x80\xA8z"), out); // a line separator of three bytes
    assert_int_equal(out[2], UTF8_NO_BREAK);
    assert_int_equal(out[4], UTF8_MUST_BREAK);
    utf8_line_breaks(TEXT("a\r\nb"), out);
    assert_int_equal(out[2], UTF8_NO_BREAK);
    assert_int_equal(out[3], UTF8_MUST_BREAK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_finds_the_first_wrong_byte),
        cmocka_unit_test(utf8_decodes_a_wrong_byte_as_one_mark),
        cmocka_unit_test(utf8_folds_case_marks_and_widths),
        cmocka_unit_test(utf8_fold_map_leads_back_to_the_text),
        cmocka_unit_test(utf8_measures_columns_and_clusters),
        cmocka_unit_test(utf8_never_cuts_a_character),
        cmocka_unit_test(utf8_breaks_lines_at_blanks_and_between_han),
        cmocka_unit_test(utf8_keeps_a_byte_that_begins_no_character),
        cmocka_unit_test(utf8_steps_over_wrong_bytes_one_by_one),
        cmocka_unit_test(utf8_knows_flags_as_pairs_of_letters),
        cmocka_unit_test(utf8_goes_back_the_way_it_came),
        cmocka_unit_test(utf8_folds_letters_that_people_type_in_ascii),
        cmocka_unit_test(utf8_fold_keeps_marks_that_make_another_letter),
        cmocka_unit_test(utf8_fold_is_done_after_one_round_and_its_map_rises),
        cmocka_unit_test(utf8_line_must_break_behind_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
