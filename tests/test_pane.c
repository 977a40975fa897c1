#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tui/pane.h"

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

// Rows whose heights are given: a list that stands for any kind of pane.
static int heights[32];
static int leads[32];
static size_t row_count;

static size_t count(const Pane *pane)
{
    (void)pane;
    return row_count;
}

static RowShape shape(const Pane *pane, size_t row, int width, Arena *scratch)
{
    (void)pane;
    (void)width;
    (void)scratch;
    return (RowShape){leads[row], heights[row]};
}

static Text text(const Pane *pane, size_t row, Arena *scratch)
{
    (void)pane;
    return arena_printf(scratch, "Row %zu%s", row, row % 3 == 0 ? " Élysée" : "");
}

static const PaneOps even_ops = {.name = "even", .count = count, .text = text};
static const PaneOps tall_ops = {.name = "tall", .count = count, .shape = shape, .text = text};

static Pane pane_of(const PaneOps *ops, size_t rows, int height)
{
    for (size_t i = 0; i < 32; i++) {
        heights[i] = height;
        leads[i] = 0;
    }
    row_count = rows;
    Pane pane;
    pane_init(&pane, ops, NULL);
    return pane;
}

static void settle(Pane *pane, int rows)
{
    pane_settle(pane, (Rect){0, 0, 40, rows + 1}, arena); // and the title line
}

static void the_cursor_stays_in_the_list(void **state)
{
    (void)state;
    Pane pane = pane_of(&even_ops, 10, 1);
    settle(&pane, 4);
    pane_move(&pane, -1);
    assert_int_equal(pane.row, 0);
    pane_move_to(&pane, 99);
    assert_int_equal(pane.row, 9);
    pane_move(&pane, 1);
    assert_int_equal(pane.row, 9);
    row_count = 0;
    settle(&pane, 4);
    assert_int_equal(pane.row, 0);
    pane_clear(&pane);
}

static void the_cursor_is_scrolled_into_sight(void **state)
{
    (void)state;
    Pane pane = pane_of(&even_ops, 10, 1);
    pane_move_to(&pane, 6);
    settle(&pane, 4);
    assert_int_equal(pane.top_line, 3);
    pane_move_to(&pane, 1);
    settle(&pane, 4);
    assert_int_equal(pane.top_line, 1);
    pane_clear(&pane);
}

static void no_room_is_left_empty_while_there_are_rows_above(void **state)
{
    (void)state;
    Pane pane = pane_of(&even_ops, 10, 1);
    pane_move_to(&pane, 9);
    settle(&pane, 3);
    assert_int_equal(pane.top_line, 7);
    settle(&pane, 8);
    assert_int_equal(pane.top_line, 2);
    pane_clear(&pane);
}

static void pages_move_by_what_is_seen(void **state)
{
    (void)state;
    Pane pane = pane_of(&even_ops, 30, 1);
    settle(&pane, 10);
    pane_page(&pane, 1, false);
    assert_int_equal(pane.row, 9);
    pane_page(&pane, 1, true);
    assert_int_equal(pane.row, 14);
    pane_page(&pane, -1, false);
    assert_int_equal(pane.row, 5);
    pane_page(&pane, -1, false);
    assert_int_equal(pane.row, 0);
    pane_clear(&pane);
}

static void a_row_of_several_lines_is_seen_whole(void **state)
{
    (void)state;
    Pane pane = pane_of(&tall_ops, 5, 3);
    settle(&pane, 7);
    pane_move_to(&pane, 2);
    settle(&pane, 7);
    assert_int_equal(pane.top_line, 2); // rows 0 and 1 are six lines, row 2 ends at nine
    pane_clear(&pane);
}

static void a_row_higher_than_the_pane_is_read_line_by_line(void **state)
{
    (void)state;
    Pane pane = pane_of(&tall_ops, 2, 6);
    settle(&pane, 4);
    pane_move(&pane, 1);
    settle(&pane, 4);
    assert_int_equal(pane.row, 0);
    assert_int_equal(pane.top_line, 1);
    pane_move(&pane, 1);
    settle(&pane, 4);
    assert_int_equal(pane.top_line, 2); // now its end is seen
    pane_move(&pane, 1);
    settle(&pane, 4);
    assert_int_equal(pane.row, 1);
    pane_clear(&pane);
}

static void a_heading_yields_where_there_is_one_line(void **state)
{
    (void)state;
    Pane pane = pane_of(&tall_ops, 3, 2);
    leads[0] = 1;
    settle(&pane, 1);
    assert_int_equal(pane.top_line, 1);
    pane_clear(&pane);
}

static void searching_folds_and_goes_round(void **state)
{
    (void)state;
    Pane pane = pane_of(&even_ops, 10, 1);
    assert_int_equal(pane_find(&pane, 0, 1, TEXT("elysee"), arena), 3);
    assert_int_equal(pane_find(&pane, 9, 1, TEXT("elysee"), arena), 0);
    assert_int_equal(pane_find(&pane, 0, -1, TEXT("elysee"), arena), 9);
    assert_true(pane_find(&pane, 0, 1, TEXT("nowhere"), arena) == TEXT_NOWHERE);
    row_count = 0;
    assert_true(pane_find(&pane, 0, 1, TEXT("row"), arena) == TEXT_NOWHERE);
    pane_clear(&pane);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cursor_stays_in_the_list),
        cmocka_unit_test(the_cursor_is_scrolled_into_sight),
        cmocka_unit_test(no_room_is_left_empty_while_there_are_rows_above),
        cmocka_unit_test(pages_move_by_what_is_seen),
        cmocka_unit_test(a_row_of_several_lines_is_seen_whole),
        cmocka_unit_test(a_row_higher_than_the_pane_is_read_line_by_line),
        cmocka_unit_test(a_heading_yields_where_there_is_one_line),
        cmocka_unit_test(searching_folds_and_goes_round),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
