#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/utf8.h"

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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
