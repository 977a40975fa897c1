#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tui/pen.h"

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

static Canvas *canvas_of(int width, int height)
{
    Canvas *canvas = canvas_new(arena);
    canvas_resize(canvas, width, height);
    return canvas;
}

static Pen pen_on(Canvas *canvas)
{
    return pen_at(canvas, canvas_all(canvas), NULL, arena);
}

static void assert_shows(const Canvas *canvas, const char *expected)
{
    Text text = canvas_text(canvas, arena);
    assert_string_equal(arena_text(arena, text).ptr, expected);
}

static void canvas_prints_its_rows_without_blanks_at_the_end(void **state)
{
    (void)state;
    Canvas *canvas = canvas_of(6, 2);
    Pen pen = pen_on(canvas);
    pen_text(&pen, TEXT("ab  "), ROLE_PLAIN);
    assert_shows(canvas, "ab\n\n");
}

static void pen_cuts_at_its_edge_and_says_so(void **state)
{
    (void)state;
    Canvas *canvas = canvas_of(5, 1);
    Pen pen = pen_on(canvas);
    pen_text(&pen, TEXT("Liu Jianchao"), ROLE_NAME);
    assert_shows(canvas, "Liu …\n");
}

static void pen_never_shows_half_a_wide_character(void **state)
{
    (void)state;
    Canvas *canvas = canvas_of(6, 1);
    Pen pen = pen_on(canvas);
    pen_text(&pen, TEXT("劉建超会談"), ROLE_NAME);
    assert_shows(canvas, "劉建…\n");
    assert_int_equal(canvas_cell(canvas, 1, 0)->width, 0);
}

static void overwriting_half_of_a_wide_character_blanks_the_other(void **state)
{
    (void)state;
    Canvas *canvas = canvas_of(4, 1);
    Pen pen = pen_on(canvas);
    pen_text(&pen, TEXT("会談"), ROLE_PLAIN);
    canvas_put(canvas, 1, 0, (Cell){.codes = {'x'}, .count = 1, .width = 1});
    assert_shows(canvas, " x談\n");
    canvas_put(canvas, 2, 0, (Cell){.codes = {'y'}, .count = 1, .width = 1});
    assert_shows(canvas, " xy\n");
}

static void nothing_is_drawn_outside_the_clip(void **state)
{
    (void)state;
    Canvas *canvas = canvas_of(8, 3);
    canvas_clip(canvas, (Rect){2, 1, 3, 1});
    canvas_fill(canvas, (Rect){-5, -5, 50, 50}, '#', ROLE_BAR);
    assert_shows(canvas, "\n  ###\n\n");
    assert_null(canvas_cell(canvas, 8, 0));
    assert_null(canvas_cell(canvas, 0, -1));
}

static void fields_line_up_under_wide_and_combining_characters(void **state)
{
    (void)state;
    static const char *const names[] = {"Liu", "劉建超", "Ko\xCC\x88hler", "cafe\xE9"};
    Canvas *canvas = canvas_of(12, 4);
    for (int i = 0; i < 4; i++) {
        Pen pen = pen_at(canvas, rect_row(canvas_all(canvas), i), NULL, arena);
        pen_field(&pen, text_from(names[i]), 9, ROLE_NAME);
        pen_text(&pen, TEXT("|"), ROLE_BORDER);
        assert_int_equal(canvas_cell(canvas, 9, i)->codes[0], '|');
    }
}

static void numbers_stand_to_the_right(void **state)
{
    (void)state;
    Canvas *canvas = canvas_of(6, 1);
    Pen pen = pen_on(canvas);
    pen_right(&pen, TEXT("42"), 5, ROLE_PLAIN);
    pen_text(&pen, TEXT("|"), ROLE_PLAIN);
    assert_shows(canvas, "   42|\n");
}

static size_t find_b(void *context, Text text, PenRange *out, Arena *scratch)
{
    (void)context;
    (void)scratch;
    size_t at = text_find_char(text, 'b');
    if (at == TEXT_NOWHERE)
        return 0;
    out[0] = (PenRange){at, at + 1};
    return 1;
}

static void hits_are_marked_where_they_stand(void **state)
{
    (void)state;
    Canvas *canvas = canvas_of(4, 1);
    Finder finder = {find_b, NULL};
    Pen pen = pen_at(canvas, canvas_all(canvas), &finder, arena);
    pen_text(&pen, TEXT("abc"), ROLE_PLAIN);
    assert_string_equal(arena_text(arena, canvas_roles(canvas, arena)).ptr,
                        "0: 0 plain, 1 plain+hit, 2 plain\n");
}

static void roles_name_what_is_selected(void **state)
{
    (void)state;
    Canvas *canvas = canvas_of(6, 2);
    Pen pen = pen_at(canvas, rect_row(canvas_all(canvas), 1), NULL, arena);
    pen_field(&pen, TEXT("1972"), 6, ROLE_DATE);
    canvas_mark(canvas, rect_row(canvas_all(canvas), 1), CELL_SELECTED);
    assert_string_equal(arena_text(arena, canvas_roles(canvas, arena)).ptr, "1: 0 date+selected\n");
}

static void cursor_stays_inside_at_any_size(void **state)
{
    (void)state;
    Canvas *canvas = canvas_of(3, 2);
    int x, y;
    canvas_set_cursor(canvas, 9, 9);
    canvas_cursor(canvas, &x, &y);
    assert_int_equal(x, 2);
    assert_int_equal(y, 1);
    canvas_resize(canvas, 0, 0);
    canvas_set_cursor(canvas, 5, 5);
    canvas_cursor(canvas, &x, &y);
    assert_int_equal(x, 0);
    assert_int_equal(y, 0);
    assert_shows(canvas, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(canvas_prints_its_rows_without_blanks_at_the_end),
        cmocka_unit_test(pen_cuts_at_its_edge_and_says_so),
        cmocka_unit_test(pen_never_shows_half_a_wide_character),
        cmocka_unit_test(overwriting_half_of_a_wide_character_blanks_the_other),
        cmocka_unit_test(nothing_is_drawn_outside_the_clip),
        cmocka_unit_test(fields_line_up_under_wide_and_combining_characters),
        cmocka_unit_test(numbers_stand_to_the_right),
        cmocka_unit_test(hits_are_marked_where_they_stand),
        cmocka_unit_test(roles_name_what_is_selected),
        cmocka_unit_test(cursor_stays_inside_at_any_size),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
