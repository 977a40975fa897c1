#include <config.h>
#include "tui/place.h"
#include "tui/term.h"

#include <stdlib.h>

static Text file_name(Text path)
{
    size_t start = 0;
    for (size_t i = 0; i < path.len; i++)
        if (path.ptr[i] == '/' && i + 1 < path.len)
            start = i + 1;
    return text_sub(path, start, path.len);
}

Text place_text(const App *app, Slice slice, Arena *arena)
{
    const Source *source = timeline_source(app->timeline, slice.source);
    Text name = file_name(source->path);
    uint32_t line, column;
    if (slice.length == 0)
        return arena_printf(arena, "%.*s", TEXT_ARG(name));
    if (!source_locate(source, slice.offset, &line, &column))
        return arena_printf(arena, "%.*s, bytes %llu+%u (cannot be read now)", TEXT_ARG(name),
                            (unsigned long long)slice.offset, slice.length);
    return arena_printf(arena, "%.*s:%u:%u, bytes %llu+%u", TEXT_ARG(name), line, column,
                        (unsigned long long)slice.offset, slice.length);
}

Text place_rule(const App *app, StringId rule)
{
    Text name = timeline_string(app->timeline, rule);
    return app->config ? config_text(app->config, TEXT("rules"), name, name) : name;
}

void place_update_info(App *app)
{
    EventId event;
    size_t n;
    if (!positions_current(app, &event, &n)) {
        app->info = TEXT("");
        app->info_event = EVENT_NOWHERE;
        return;
    }
    if (event_equal(event, app->info_event) && n == app->info_position && app->info.len)
        return;
    app->info_event = event;
    app->info_position = n;
    arena_reset(app->info_arena);
    size_t count;
    const Position *position = &timeline_positions(app->timeline, event, &count)[n];
    Text speaker = timeline_position_field(app->timeline, event, n, POSITION_SPEAKER, app->scratch);
    Text rule = place_rule(app, position->rule);
    Text confidence = timeline_string(app->timeline, position->confidence);
    Buffer out = buffer_in(app->info_arena);
    buffer_printf(&out, "%zu %.*s", n + 1, TEXT_ARG(speaker));
    if (rule.len)
        buffer_printf(&out, ": %.*s", TEXT_ARG(rule));
    if (confidence.len)
        buffer_printf(&out, "; %.*s", TEXT_ARG(confidence));
    app->info = buffer_text(&out);
    app->info_place = place_text(app, position->text, app->info_arena);
}

// ---- opening ----

enum { PAGER_WORDS = 8 };

// The place of what is under the cursor: a position's text, else the event's record or text, else a problem.
static bool current_place(App *app, const Source **source, uint64_t *offset)
{
    EventId id = view_cursor_event(app->view);
    size_t n, count;
    if (app_focus(app) == &app->problem_list || app_focus(app)->ops == &record_ops) {
        const Problem *problem = problems_current(app);
        if (!problem || problem->source == PROBLEM_NO_SOURCE ||
            problem->offset == PROBLEM_NO_OFFSET)
            return false;
        *source = timeline_source(app->timeline, problem->source);
        *offset = problem->offset;
        return true;
    }
    if (app->settings.focus == PANE_POSITIONS && positions_current(app, &id, &n)) {
        const Position *position = &timeline_positions(app->timeline, id, &count)[n];
        *source = timeline_source(app->timeline, position->text.source);
        *offset = position->text.offset;
        return true;
    }
    if (event_equal(id, EVENT_NOWHERE))
        return false;
    *source = timeline_source(app->timeline, timeline_event(app->timeline, id).source);
    Text text = timeline_field(app->timeline, id, EVENT_SOURCE_OFFSET, app->scratch);
    int64_t number = 0;
    *offset = text_integer(text, &number) && number > 0 ? (uint64_t)number : 0;
    return true;
}

// $PAGER in words, without a shell: what a file is called can never become a command.
static size_t pager_words(App *app, const char *words[PAGER_WORDS])
{
    const char *wish = getenv("PAGER");
    Text rest = wish && wish[0] ? text_from(wish) : TEXT("less");
    size_t count = 0;
    while (rest.ptr && rest.len && count < PAGER_WORDS - 3) {
        Text word = text_cut(&rest, ' ');
        if (word.len)
            words[count++] = arena_text(app->scratch, word).ptr;
    }
    return count;
}

void command_open_source(App *app, Text argument)
{
    (void)argument;
    const Source *source;
    uint64_t offset;
    if (!current_place(app, &source, &offset)) {
        app_say(app, ROLE_NOTE, "there is no source to open here");
        return;
    }
    uint32_t line = 1, column;
    bool is_located = source_locate(source, offset, &line, &column);
    bool is_file = !text_equal(source->path, TEXT("-")) && source->archive == 0;
    if (!is_file || app->is_scripted) {
        app_say(app, ROLE_NOTE, "the source is %.*s, line %u", TEXT_ARG(source->path), line);
        return;
    }
    const char *words[PAGER_WORDS] = {0};
    size_t count = pager_words(app, words);
    words[count++] = arena_printf(app->scratch, "+%u", is_located ? line : 1).ptr;
    // A name such as "-x" must not be read as an option.
    words[count++] = arena_printf(app->scratch, "%s%.*s", source->path.ptr[0] == '-' ? "./" : "",
                                  TEXT_ARG(source->path))
                         .ptr;
    int status = term_run(words);
    if (status == 127 || status < 0)
        app_say(app, ROLE_ERROR, "%s could not be started; PAGER names the program", words[0]);
}
