#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tui/progress.h"

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

static const Progress half = {
    .bytes_read = 267123456, .bytes_total = 634000000, .rows = 804331, .problems = 2};

static const char *text_of(Progress progress, int columns)
{
    return arena_text(arena, progress_text(&progress, columns, arena)).ptr;
}

static void progress_says_bytes_rows_and_problems(void **state)
{
    (void)state;
    assert_string_equal(text_of(half, 80), "42% · 267 of 634 MB · 804331 rows · 2 problems");
    Progress one = {.bytes_read = 999, .bytes_total = 1000, .rows = 1, .problems = 1};
    assert_string_equal(text_of(one, 80), "99% · 1 of 1 kB · 1 row · 1 problem");
    Progress large = {.bytes_read = 7550000000, .bytes_total = 60 * UINT64_C(1000000000)};
    assert_string_equal(text_of(large, 80), "12% · 7.5 of 60.0 GB · 0 rows · 0 problems");
}

static void progress_without_a_total_has_no_share(void **state)
{
    (void)state;
    Progress pipe = {.bytes_read = 12, .rows = 3};
    assert_string_equal(text_of(pipe, 80), "12 bytes · 3 rows · 0 problems");
    assert_string_equal(text_of(pipe, 5), "12 bytes");
}

static void progress_never_says_that_all_is_done(void **state)
{
    (void)state;
    Progress more = {.bytes_read = 300, .bytes_total = 200};
    assert_int_equal(progress_percent(&more), 99);
}

static void progress_gets_shorter_where_there_is_less_room(void **state)
{
    (void)state;
    assert_string_equal(text_of(half, 45), "42% · 804331 rows · 2 problems");
    assert_string_equal(text_of(half, 20), "42% · 804331 rows");
    assert_string_equal(text_of(half, 5), "42%");
}

static const char *drawn(Progress progress, int columns)
{
    Canvas *canvas = canvas_new(arena);
    canvas_resize(canvas, columns, 1);
    canvas_clear(canvas);
    Pen pen = pen_at(canvas, canvas_all(canvas), NULL, arena);
    progress_draw(&progress, &pen);
    Text row = canvas_text(canvas, arena);
    return arena_text(arena, text_trim(row)).ptr;
}

static void bar_takes_the_room_that_is_left(void **state)
{
    (void)state;
    assert_string_equal(drawn(half, 70),
                        "█████████░░░░░░░░░░░░░ 42% · 267 of 634 MB · 804331 rows · 2 problems");
    assert_string_equal(drawn(half, 50), "42% · 267 of 634 MB · 804331 rows · 2 problems");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(progress_says_bytes_rows_and_problems),
        cmocka_unit_test(progress_without_a_total_has_no_share),
        cmocka_unit_test(progress_never_says_that_all_is_done),
        cmocka_unit_test(progress_gets_shorter_where_there_is_less_room),
        cmocka_unit_test(bar_takes_the_room_that_is_left),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
