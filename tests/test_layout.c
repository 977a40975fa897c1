#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tui/layout.h"

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

static LayoutSettings settings_of(PaneId focus)
{
    return (LayoutSettings){.focus = focus, .has_strip = true};
}

static void width_chooses_the_layout(void **state)
{
    (void)state;
    LayoutSettings settings = settings_of(PANE_EVENTS);
    assert_int_equal(layout_make(120, 40, &settings).kind, LAYOUT_WIDE);
    assert_int_equal(layout_make(110, 24, &settings).kind, LAYOUT_WIDE);
    assert_int_equal(layout_make(109, 24, &settings).kind, LAYOUT_STACKED);
    assert_int_equal(layout_make(70, 24, &settings).kind, LAYOUT_STACKED);
    assert_int_equal(layout_make(69, 24, &settings).kind, LAYOUT_SINGLE);
    assert_int_equal(layout_make(200, 10, &settings).kind, LAYOUT_SINGLE);
}

static void thresholds_can_be_set(void **state)
{
    (void)state;
    LayoutSettings settings = settings_of(PANE_EVENTS);
    settings.wide_columns = 90;
    settings.stacked_columns = 50;
    assert_int_equal(layout_make(90, 24, &settings).kind, LAYOUT_WIDE);
    assert_int_equal(layout_make(50, 24, &settings).kind, LAYOUT_STACKED);
}

static void one_pane_at_a_time_is_the_one_with_the_focus(void **state)
{
    (void)state;
    for (int pane = 0; pane < PANES; pane++) {
        LayoutSettings settings = settings_of((PaneId)pane);
        Layout layout = layout_make(40, 10, &settings);
        for (int other = 0; other < PANES; other++)
            assert_int_equal(rect_is_empty(layout.panes[other]), other != pane);
    }
}

static void zoom_gives_one_pane_the_screen(void **state)
{
    (void)state;
    LayoutSettings settings = settings_of(PANE_PEOPLE);
    settings.is_zoomed = true;
    Layout layout = layout_make(120, 40, &settings);
    assert_int_equal(layout.panes[PANE_PEOPLE].width, 120);
    assert_int_equal(layout.panes[PANE_PEOPLE].height, 38);
}

static bool is_within(Rect rect, int width, int height)
{
    return rect_is_empty(rect) || (rect.x >= 0 && rect.y >= 0 && rect.x + rect.width <= width &&
                                   rect.y + rect.height <= height);
}

static bool is_apart(Rect a, Rect b)
{
    return rect_is_empty(a) || rect_is_empty(b) || a.x + a.width <= b.x || b.x + b.width <= a.x ||
           a.y + a.height <= b.y || b.y + b.height <= a.y;
}

static void check_layout(const Layout *layout, int width, int height)
{
    Rect parts[PANES + 3] = {layout->status, layout->info, layout->hint};
    for (int i = 0; i < PANES; i++)
        parts[3 + i] = layout->panes[i];
    for (int i = 0; i < PANES + 3; i++) {
        assert_true(is_within(parts[i], width, height));
        for (int k = i + 1; k < PANES + 3; k++)
            assert_true(is_apart(parts[i], parts[k]));
    }
    assert_true(is_within(layout->message, width, height));
}

static void nothing_overlaps_or_leaves_the_screen_at_any_size(void **state)
{
    (void)state;
    for (int width = 0; width <= 300; width += width < 130 ? 1 : 17) {
        for (int height = 0; height <= 100; height += height < 30 ? 1 : 9) {
            LayoutSettings settings = settings_of((PaneId)((width + height) % PANES));
            settings.kind = (LayoutKind)(width % LAYOUTS);
            settings.grown[(width + 1) % PANES] = height % 41 - 20;
            settings.has_strip = height % 2;
            Layout layout = layout_make(width, height, &settings);
            check_layout(&layout, width, height);
        }
    }
}

static void the_pane_with_the_focus_is_seen_from_one_row_up(void **state)
{
    (void)state;
    for (int height = 1; height < 50; height++) {
        LayoutSettings settings = settings_of(PANE_POSITIONS);
        assert_true(layout_make(20, height, &settings).panes[PANE_POSITIONS].height > 0);
        assert_true(layout_make(80, height, &settings).panes[PANE_POSITIONS].height > 0);
        assert_true(layout_make(120, height, &settings).panes[PANE_POSITIONS].height > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(width_chooses_the_layout),
        cmocka_unit_test(thresholds_can_be_set),
        cmocka_unit_test(one_pane_at_a_time_is_the_one_with_the_focus),
        cmocka_unit_test(zoom_gives_one_pane_the_screen),
        cmocka_unit_test(nothing_overlaps_or_leaves_the_screen_at_any_size),
        cmocka_unit_test(the_pane_with_the_focus_is_seen_from_one_row_up),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
