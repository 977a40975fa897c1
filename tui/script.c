#include <config.h>
#include "tui/script.h"

#include "model/utf8.h"
#include "tui/exit_codes.h"

#include <stdio.h>
#include <time.h>

// Of each key: milliseconds until it is drawn, and those of what goes on behind it.
struct Timing {
    Text path;
    Buffer lines;
};

static bool write_text(void *writer, Sink *sink)
{
    const Text *text = writer;
    return sink_write(sink, *text);
}

// A failure is told, and the script goes on: its next steps may be written elsewhere.
static bool put_out(App *app, Text path, Text text)
{
    Problems problems = problems_in(app->scratch);
    if (path.len == 0 || text_equal(path, TEXT("-"))) {
        if (text.len)
            fwrite(text.ptr, 1, text.len, stdout); // whether it failed is asked at the end
        return true;
    }
    if (!app->services->save(app->services->context, path, write_text, &text, &problems))
        app_say_unwritten(app, path, &problems);
    return true;
}

static Text screen_text(App *app, bool with_roles)
{
    app_settle(app);
    app_finish_work(app);
    app_settle(app);
    app_watch_source(app);
    app_draw(app);
    if (!with_roles)
        return canvas_text(app->canvas, app->scratch);
    int x, y;
    canvas_cursor(app->canvas, &x, &y);
    return arena_printf(app->scratch, "%.*scursor: %d %d\n",
                        TEXT_ARG(canvas_roles(app->canvas, app->scratch)), x, y);
}

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

// With --linear: what the step has changed, on standard output.
static void announce(App *app)
{
    if (!app->linear.is_on)
        return;
    app_settle(app);
    app_finish_work(app);
    app_settle(app);
    Text lines = linear_lines(app);
    if (lines.len)
        fwrite(lines.ptr, 1, lines.len, stdout); // whether it failed is asked at the end
}

// A key is what the loop of a terminal makes of it: handled, settled, drawn.
static void press(App *app, Key key)
{
    Timing *timing = app->timing;
    app_settle(app);
    double start = timing ? now_ms() : 0;
    app_key(app, key);
    if (timing) {
        app_work_step(app);
        app_search_step(app);
        app_settle(app);
        app_draw(app);
    }
    double drawn = timing ? now_ms() : 0;
    app_finish_work(app); // a script waits for the end, as for that of loading
    while (app_search_step(app))
        ;
    announce(app);
    if (timing)
        buffer_printf(&timing->lines, "%.*s\t%.3f\t%.3f\n", TEXT_ARG(keys_name(key, app->scratch)),
                      drawn - start, now_ms() - drawn);
}

// ":timing FILE" begins to measure, ":timing" writes what was measured.
static bool run_timing(App *app, Text path)
{
    Timing *timing = app->timing;
    app->timing = NULL;
    if (timing)
        put_out(app, timing->path, buffer_text(&timing->lines));
    if (path.len == 0)
        return timing;
    app->timing = ARENA_NEW(app->arena, Timing);
    *app->timing = (Timing){arena_text(app->arena, path), buffer_in(app->arena)};
    buffer_add(&app->timing->lines, TEXT("key\tms\tms_behind\n"));
    return true;
}

static bool run_keys(App *app, Text names)
{
    for (Text rest = names; rest.ptr && rest.len && !app->is_over;) {
        Text name = text_cut(&rest, ' ');
        Key key;
        if (name.len == 0)
            continue;
        if (!keys_parse(name, &key))
            return false;
        press(app, key);
    }
    return true;
}

static bool run_size(App *app, Text numbers)
{
    int64_t width, height;
    Text rest = text_trim(numbers);
    Text first = text_cut(&rest, ' ');
    if (!text_integer(first, &width) || !text_integer(text_trim(rest), &height) || width < 0 ||
        width > 1000 || height < 0 || height > 1000)
        return false;
    app_resize(app, (int)width, (int)height);
    return true;
}

// ":mouse X Y [WHEEL]": a press there, or so many rows of the wheel.
static bool run_mouse(App *app, Text numbers)
{
    int64_t values[3] = {0};
    Text rest = text_trim(numbers);
    for (int i = 0; i < 3 && rest.ptr && rest.len; i++)
        if (!text_integer(text_cut(&rest, ' '), &values[i]) || values[i] < -1000 ||
            values[i] > 1000)
            return false;
    app_settle(app);
    mouse_act(app, (MouseEvent){(int)values[0], (int)values[1], (int)values[2]});
    announce(app);
    return true;
}

static bool run_letters(App *app, Text line)
{
    for (size_t at = 0; at < line.len && !app->is_over;) {
        size_t len;
        press(app, utf8_decode(line, at, &len));
        at += len;
    }
    return true;
}

static bool run_step(App *app, Text line)
{
    Text rest = line;
    Text word = text_cut(&rest, ' ');
    Text argument = rest.ptr ? text_trim(rest) : TEXT("");
    if (text_equal(word, TEXT(":size")))
        return run_size(app, argument);
    if (text_equal(word, TEXT(":keys")))
        return run_keys(app, argument);
    if (text_equal(word, TEXT(":mouse")) && argument.len)
        return run_mouse(app, argument);
    if (text_equal(word, TEXT(":timing")))
        return run_timing(app, argument);
    if (text_equal(word, TEXT(":screen")))
        return put_out(app, argument, screen_text(app, false));
    if (text_equal(word, TEXT(":copied")))
        return put_out(app, argument, app->copied);
    if (text_equal(word, TEXT(":roles")))
        return put_out(app, argument, screen_text(app, true));
    if (text_starts(line, TEXT(":")) && line.len > 1) {
        app_settle(app);
        app_run_line(app, text_sub(line, 1, line.len));
        app_finish_work(app);
        while (app_search_step(app))
            ;
        announce(app);
        return true;
    }
    return run_letters(app, line);
}

// On standard error, as what could not be written: the screen is what the script makes it.
static void say_undone(App *app, Text path, uint32_t number, Text what)
{
    Problem where = PROBLEM_IN(PROBLEM_CONFIG, SEVERITY_ERROR, path);
    where.line = number;
    Problems problems = problems_in(app->scratch);
    problem_at(&problems, where, "%.*s", TEXT_ARG(what));
    fprintf(stderr, "bilat: %.*s\n", TEXT_ARG(problem_text(&problems.items[0], app->scratch)));
    if (app->exit_code == EXIT_DONE)
        app->exit_code = EXIT_USAGE;
}

// What a key is told is no failure: it may be a part of what the script shows.
static void run_told_step(App *app, Text line, Text path, uint32_t number)
{
    uint32_t said = app->errors_said;
    uint32_t unwritten = app->unwritten_count;
    if (!run_step(app, line))
        say_undone(app, path, number,
                   arena_printf(app->scratch, "cannot do \"%.*s\"", TEXT_ARG(line)));
    else if (text_starts(line, TEXT(":")) && !text_starts(line, TEXT(":keys ")) &&
             app->errors_said != said && app->unwritten_count == unwritten)
        say_undone(app, path, number, app->message);
}

void script_run(App *app, Text script, Text path)
{
    uint32_t number = 0;
    for (Text rest = script; rest.ptr && !app->is_over;) {
        Text line = text_cut(&rest, '\n');
        if (text_ends(line, TEXT("\r")))
            line.len--;
        number++;
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        app_finish_load(app); // a step may have begun to load again
        run_told_step(app, line, path, number);
        arena_reset(app->scratch);
    }
    app_settle(app);
    run_timing(app, TEXT(""));
}
