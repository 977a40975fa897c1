// Random keys at random sizes, from 1×1 to 300×100: nothing crashes, and what the screen promises holds after each key.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "model/notes.h"
#include "tests/support_timeline.h"
#include "tui/app.h"

enum { KEYS_PRESSED = 10000 };

static uint64_t state_of_chance;

static uint32_t chance(uint32_t below)
{
    state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state_of_chance >> 33) % below;
}

static FeedState feed(void *context, Timeline *timeline)
{
    (void)context;
    (void)timeline;
    return (FeedState){0};
}

static int wake_fd(void *context)
{
    (void)context;
    return -1;
}

static void cancel(void *context)
{
    (void)context;
}

static bool count_bytes(void *context, Text bytes)
{
    *(size_t *)context += bytes.len;
    return true;
}

static bool save(void *context, Text path, bool (*write)(void *writer, Sink *sink), void *writer,
                 Problems *problems)
{
    (void)path;
    (void)problems;
    Sink sink = {.write = count_bytes, .context = context};
    return write(writer, &sink);
}

static bool save_tables(void *context, Text folder, TableWriter write, void *writer,
                        Problems *problems)
{
    (void)folder;
    (void)problems;
    bool is_done = true;
    Sink sink = {.write = count_bytes, .context = context};
    for (TableName table = 0; table < TABLES; table++)
        is_done = write(writer, table, &sink) && is_done;
    return is_done;
}

static bool make_folder(void *context, Text path, Problems *problems)
{
    (void)context;
    (void)path;
    (void)problems;
    return true;
}

static PathKind path_kind(void *context, Text path)
{
    (void)context;
    return text_ends(path, TEXT("/")) ? PATH_FOLDER : (PathKind)chance(PATH_FOLDER);
}

static Key random_key(void)
{
    static const Key special[] = {
        KEYS_TAB,      KEYS_ENTER,    KEYS_ESCAPE,    KEYS_BACKSPACE, KEYS_UP,       KEYS_DOWN,
        KEYS_LEFT,     KEYS_RIGHT,    KEYS_PAGE_DOWN, KEYS_PAGE_UP,   KEYS_HOME,     KEYS_END,
        KEYS_DELETE,   KEYS_BACK_TAB, KEYS_F1,        KEY_CTRL('D'),  KEY_CTRL('U'), KEY_CTRL('F'),
        KEY_CTRL('W'), 0x5289,        0x301,          0x202E,         KEY_CTRL('X'), KEYS_LAST};
    if (chance(4) == 0)
        return special[chance(sizeof special / sizeof *special)];
    return ' ' + 1 + chance(94);
}

// Where a list has rows and room for one, the hardware cursor stands on the selected row.
static void check_cursor(App *app)
{
    int x, y;
    canvas_cursor(app->canvas, &x, &y);
    assert_true(x >= 0 && y >= 0);
    assert_true(app->width == 0 || x < app->width);
    assert_true(app->height == 0 || y < app->height);
    Pane *pane = app_focus(app);
    if (app->mode != MODE_PANES || app->message.len || pane_count(pane) == 0 || app->height < 4 ||
        pane->ops->draw)
        return;
    if (!(canvas_cell(app->canvas, x, y)->marks & CELL_SELECTED))
        fail_msg("no selected row at %d, %d:\n%.*s", x, y,
                 TEXT_ARG(canvas_text(app->canvas, app->scratch)));
}

static void check_panes(const App *app)
{
    assert_true(view_count(app->view) <= timeline_event_count(app->timeline));
    assert_int_equal(app->panes[PANE_EVENTS].row, view_cursor(app->view));
    for (int i = 0; i < PANES; i++)
        if (pane_count(&app->panes[i]) && !app->panes[i].ops->draw)
            assert_true(app->panes[i].row < pane_count(&app->panes[i]));
}

static void press_keys(uint64_t seed)
{
    static App app;
    size_t written = 0;
    Services services = {.context = &written,
                         .feed = feed,
                         .wake_fd = wake_fd,
                         .cancel = cancel,
                         .save = save,
                         .save_tables = save_tables,
                         .make_folder = make_folder,
                         .path_kind = path_kind};
    Fixture fixture = fixture_new();
    Notes *notes = notes_new();
    timeline_set_notes(fixture.timeline, notes);
    state_of_chance = seed;
    app_init(&app, fixture.timeline, NULL, &services);
    app.is_scripted = true;
    app_feed(&app);
    for (int i = 0; i < KEYS_PRESSED; i++) {
        if (chance(20) == 0)
            app_resize(&app, 1 + (int)chance(chance(3) ? 60 : 300),
                       1 + (int)chance(chance(3) ? 20 : 100));
        app_settle(&app);
        app_key(&app, random_key());
        app.is_over = false; // quitting is a key like any other
        app_settle(&app);
        app_draw(&app);
        check_cursor(&app);
        check_panes(&app);
        arena_reset(app.scratch);
    }
    app_clear(&app);
    fixture_free(&fixture);
    notes_free(notes);
}

static void ten_thousand_random_keys_keep_the_screen_whole(void **state)
{
    (void)state;
    const char *seed = getenv("BILAT_SEED"); // to try others, or one that failed
    press_keys(seed ? strtoull(seed, NULL, 10) : 1949);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_thousand_random_keys_keep_the_screen_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
