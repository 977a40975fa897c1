// The browser's state, without a terminal: what it keeps while events arrive.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support_timeline.h"
#include "tui/app.h"

static FeedState state_of_feed;

static FeedState feed(void *context, Timeline *timeline)
{
    (void)context;
    (void)timeline;
    return state_of_feed;
}

static int wake_fd(void *context)
{
    (void)context;
    return -1;
}

static const Services services = {.feed = feed, .wake_fd = wake_fd};

static const FixtureEvent first_events[] = {
    {.date = "1972-02-21", .title = "Week that changed the world", .countries = "CHN;USA"},
    {.date = "1979-01-01", .title = "Relations begin", .countries = "CHN;USA"},
    {.date = "1994-07-08", .title = "A death", .countries = "PRK"},
};

static const FixtureEvent later_events[] = {
    {.date = "1985-03-01", .title = "Talks", .countries = "CHN;USA"},
    {.date = "2001-04-01", .title = "Collision", .countries = "CHN;USA"},
};

typedef struct Browser {
    App app;
    Fixture fixture;
} Browser;

static Browser browser; // large

static int set_up(void **state)
{
    browser.fixture = fixture_from(first_events, 3);
    app_init(&browser.app, browser.fixture.timeline, NULL, &services);
    state_of_feed = (FeedState){.is_loading = true, .has_news = true};
    app_feed(&browser.app);
    app_settle(&browser.app);
    *state = &browser.app;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    app_clear(&browser.app);
    fixture_free(&browser.fixture);
    return 0;
}

static void what_lies_around_is_the_view_itself_without_limits_of_time(void **state)
{
    App *app = *state;
    assert_ptr_equal(app_view_around(app), app->view);
    app_set_filter(app, TEXT("pair:CHN-USA"));
    assert_ptr_equal(app_view_around(app), app->view);
}

static void what_lies_around_is_kept_and_grows_with_what_arrives(void **state)
{
    App *app = *state;
    app_set_filter(app, TEXT("year:1979..1990 pair:CHN-USA"));
    View *around = app_view_around(app);
    assert_ptr_not_equal(around, app->view);
    assert_int_equal(view_count(around), 2);
    fixture_append(&browser.fixture, later_events, 2);
    app_feed(app);
    assert_int_equal(view_count(app->view), 2);
    assert_ptr_equal(app_view_around(app), around);
    assert_int_equal(view_count(around), 4);
}

static void what_lies_around_follows_the_other_parts_of_the_filter(void **state)
{
    App *app = *state;
    app_set_filter(app, TEXT("year:1979 pair:CHN-USA"));
    assert_int_equal(view_count(app_view_around(app)), 2);
    app_set_filter(app, TEXT("year:1979"));
    assert_int_equal(view_count(app_view_around(app)), 3);
    app_run_line(app, TEXT("lift-filter"));
    assert_ptr_equal(app_view_around(app), app->view);
}

static uint32_t events_in_strip(const App *app)
{
    uint32_t count = 0;
    for (size_t i = 0; i < app->strip.count; i++)
        count += app->strip.bars[i];
    return count;
}

static void strip_waits_a_moment_for_more_and_has_all_in_the_end(void **state)
{
    App *app = *state;
    assert_int_equal(events_in_strip(app), 3);
    fixture_append(&browser.fixture, later_events, 1);
    app->strip_ms = INT64_MAX; // "just now", however slow this machine is
    app_feed(app);
    app_settle(app);
    assert_int_equal(app->settings.event_rows, 4);
    assert_int_equal(events_in_strip(app), 3);
    state_of_feed.is_loading = false;
    app_feed(app);
    app_settle(app);
    assert_int_equal(events_in_strip(app), 4);
}

static void strip_of_another_filter_does_not_wait(void **state)
{
    App *app = *state;
    app->strip_ms = INT64_MAX;
    app_set_filter(app, TEXT("pair:CHN-USA"));
    app_settle(app);
    assert_int_equal(events_in_strip(app), 2);
}

static bool screen_says(App *app, const char *words)
{
    app_settle(app);
    app_draw(app);
    return text_find(canvas_text(app->canvas, app->scratch), text_from(words)) != TEXT_NOWHERE;
}

static void how_far_the_load_is_shows_where_the_size_is_known(void **state)
{
    App *app = *state;
    assert_true(screen_says(app, " loading · 3 of 3 events"));
    state_of_feed.bytes_read = 3000;
    state_of_feed.bytes_total = 4000;
    app_feed(app);
    assert_true(screen_says(app, " loading 75% · 3 of 3 events"));
    state_of_feed.bytes_read = 5000; // more was read than was named
    app_feed(app);
    assert_true(screen_says(app, " loading 99% · 3 of 3 events"));
}

#define WITH_BROWSER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_BROWSER(what_lies_around_is_the_view_itself_without_limits_of_time),
        WITH_BROWSER(what_lies_around_is_kept_and_grows_with_what_arrives),
        WITH_BROWSER(what_lies_around_follows_the_other_parts_of_the_filter),
        WITH_BROWSER(strip_waits_a_moment_for_more_and_has_all_in_the_end),
        WITH_BROWSER(strip_of_another_filter_does_not_wait),
        WITH_BROWSER(how_far_the_load_is_shows_where_the_size_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
