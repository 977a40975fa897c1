// Taking something along: what is under the cursor as a citation or as a row of a table, and the source's URL.
#include <config.h>
#include "tui/app.h"
#include "tui/cite.h"
#include "tui/clipboard.h"
#include "tui/settings.h"
#include "tui/term.h"

#include "model/table.h"

#include <stdlib.h>

// The position under the cursor, or the event: TEXT_NOWHERE is CITE_EVENT.
static bool current_thing(App *app, EventId *id, size_t *n)
{
    *n = CITE_EVENT;
    bool is_position = app->settings.focus == PANE_POSITIONS && app_focus(app) != &app->detail;
    if (is_position && positions_current(app, id, n))
        return true;
    *n = CITE_EVENT;
    *id = view_cursor_event(app->view);
    if (event_equal(*id, EVENT_NOWHERE))
        app_say(app, ROLE_NOTE, "there is nothing to copy");
    return !event_equal(*id, EVENT_NOWHERE);
}

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);
    return value && value[0];
}

static bool copy_by_program(App *app, Text command, Text text)
{
    const char *words[PROGRAM_WORDS];
    if (program_words(command, words, app->scratch) == 0)
        return false;
    int code = program_feed(words, text);
    if (code != 0)
        app_say(app, ROLE_ERROR, "%s: %s; [clipboard] command names the program", words[0],
                code == 127 || code < 0 ? "it could not be started" : "it has failed");
    return code == 0;
}

static void copy(App *app, Text text, const char *what)
{
    Text command = setting_text(app->config, SETTING_clipboard_command);
    if (text.len > CLIPBOARD_BYTES && command.len == 0) {
        app_say(app, ROLE_ERROR, "%zu bytes are too many for the terminal's clipboard", text.len);
        return;
    }
    app->copied = arena_text(app->copied_arena, text);
    bool is_copied = true;
    if (!app->is_scripted && command.len)
        is_copied = copy_by_program(app, command, text);
    else if (!app->is_scripted)
        term_write(clipboard_sequence(text, is_set("TMUX"), is_set("STY"), app->scratch));
    if (is_copied)
        app_say(app, ROLE_NOTE, "copied %s%s", what,
                command.len ? "" : " to the terminal’s clipboard");
}

void command_copy(App *app, Text argument)
{
    (void)argument;
    EventId id;
    size_t n;
    if (!current_thing(app, &id, &n))
        return;
    arena_reset(app->copied_arena);
    Text form = setting_text(app->config, SETTING_clipboard_citation);
    Text text = text_equal(form, TEXT("bibtex")) ? cite_bibtex(app->timeline, id, n, app->scratch)
                                                 : cite_plain(app->timeline, id, n, app->scratch);
    copy(app, text, n == CITE_EVENT ? "a citation of the event" : "the quotation with its source");
}

// ---- a row ----

static bool add_bytes(void *context, Text bytes)
{
    buffer_add(context, bytes);
    return true;
}

static void add_field(Sink *sink, Text field, bool is_first)
{
    if (!is_first)
        sink_write(sink, TEXT(","));
    table_write_field(sink, field);
}

// The optional columns at the end stand there where the row has something in them.
static int position_columns(App *app, EventId id, size_t n)
{
    for (PositionField field = POSITION_TAGS; field < POSITION_FIELDS; field++)
        if (timeline_position_field(app->timeline, id, n, field, app->scratch).len)
            return POSITION_FIELDS;
    return POSITION_TAGS;
}

static void add_row(App *app, EventId id, size_t n, Sink *sink)
{
    int count = n == CITE_EVENT ? (int)EVENT_FIELDS : position_columns(app, id, n);
    for (int i = 0; i < count; i++)
        add_field(sink,
                  n == CITE_EVENT ? timeline_field(app->timeline, id, (EventField)i, app->scratch)
                                  : timeline_position_field(app->timeline, id, n, (PositionField)i,
                                                            app->scratch),
                  i == 0);
    sink_write(sink, TEXT("\n"));
}

void command_copy_row(App *app, Text argument)
{
    (void)argument;
    EventId id;
    size_t n;
    if (!current_thing(app, &id, &n))
        return;
    arena_reset(app->copied_arena);
    Buffer out = buffer_in(app->scratch);
    Sink sink = {.write = add_bytes, .context = &out};
    add_row(app, id, n, &sink);
    copy(app, buffer_text(&out),
         n == CITE_EVENT ? "the row of events.csv" : "the row of positions.csv");
}

// ---- the URL ----

// Others may be anything: a program that acts on what follows.
static bool is_web(Text url)
{
    return text_starts_nocase(url, TEXT("https://")) || text_starts_nocase(url, TEXT("http://"));
}

void command_open_url(App *app, Text argument)
{
    (void)argument;
    EventId id = view_cursor_event(app->view);
    Text url = event_equal(id, EVENT_NOWHERE)
                   ? TEXT("")
                   : text_trim(timeline_field(app->timeline, id, EVENT_SOURCE_URL, app->scratch));
    const char *words[PROGRAM_WORDS];
    size_t count =
        program_words(setting_text(app->config, SETTING_browser_open), words, app->scratch);
    if (url.len == 0 || count == 0 || count == PROGRAM_WORDS - 1) {
        app_say(app, ROLE_NOTE, "no URL is known of this event");
        return;
    }
    if (!is_web(url)) {
        app_say(app, ROLE_WARNING, "not opened, as it is no web address: %.*s", TEXT_ARG(url));
        return;
    }
    words[count] = arena_text(app->scratch, url).ptr;
    words[count + 1] = NULL;
    int status = app->is_scripted ? 0 : term_run(words);
    if (status == 0)
        app_say(app, ROLE_NOTE, "opened %.*s", TEXT_ARG(url));
    else
        app_say(app, ROLE_ERROR, "%s could not open %.*s; [browser] open names the program",
                words[0], TEXT_ARG(url));
}
