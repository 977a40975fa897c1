// Events of one's own after they were added: deleted, and all of that undone in its turn among marks and notes.
#include <config.h>
#include "tui/noting.h"

typedef struct OwnAction {
    bool was_added; // else deleted
    EventKey key;
    OwnLine line; // while it is not there
} OwnAction;

struct OwnLog {
    OwnAction *items;
    size_t count, capacity;
};

static void add_action(App *app, OwnAction action)
{
    if (!app->own_log)
        app->own_log = ARENA_NEW(app->arena, OwnLog);
    ARENA_PUSH(app->arena, app->own_log, action);
    notes_add_outside(timeline_notes(app->timeline), (uint32_t)(app->own_log->count - 1));
}

static EventKey keep_key(App *app, const EventKey *key)
{
    return (EventKey){.id = arena_text(app->arena, key->id),
                      .date = arena_text(app->arena, key->date),
                      .countries = arena_text(app->arena, key->countries),
                      .title = arena_text(app->arena, key->title)};
}

static OwnLine keep_line(App *app, const OwnLine *line)
{
    return (OwnLine){arena_text(app->arena, line->bytes), arena_text(app->arena, line->date),
                     arena_text(app->arena, line->id)};
}

void own_event_added(App *app, const EventKey *key)
{
    if (timeline_notes(app->timeline))
        add_action(app, (OwnAction){.was_added = true, .key = keep_key(app, key)});
}

// ---- doing it ----

static bool delete_line(App *app, Text path, Text id, OwnLine *line)
{
    Problems problems = problems_in(app->scratch);
    OwnLine found;
    if (!app->services->delete_event(app->services->context, path, id, &found, &problems)) {
        app_say_unwritten(app, problems.count ? problems.items[0].path : path, &problems);
        return false;
    }
    *line = keep_line(app, &found);
    return true;
}

static bool restore_line(App *app, const OwnLine *line)
{
    Problems problems = problems_in(app->scratch);
    if (app->services->restore_event(app->services->context, line, &problems))
        return true;
    app_say_unwritten(app, problems.count ? problems.items[0].path : TEXT("mine/events.csv"),
                      &problems);
    return false;
}

bool own_event_turn(App *app, uint32_t number, bool is_redo)
{
    OwnAction *action = &app->own_log->items[number];
    bool comes = action->was_added == is_redo;
    bool is_done = comes ? restore_line(app, &action->line)
                         : delete_line(app, TEXT(""), action->key.id, &action->line);
    if (!is_done)
        return false;
    noting_reload(app);
    if (comes)
        reload_go_to(app, &action->key);
    app_say(app, ROLE_NOTE, "%s: %s %.*s", is_redo ? "redo" : "undo",
            comes ? "back again:" : "taken away:", TEXT_ARG(action->key.title));
    return true;
}

void command_delete_event(App *app, Text argument)
{
    (void)argument;
    NotePlace place;
    OwnAction action = {0};
    if (!app->services->delete_event || !app->services->reload) {
        app_say(app, ROLE_WARNING, "nothing can be deleted here");
        return;
    }
    if (!noting_place(app, false, &place))
        return;
    EventKey key = event_key_of(app->timeline, place.event, app->scratch);
    Event event = timeline_event(app->timeline, place.event);
    const Source *source = timeline_source(app->timeline, event.source);
    if (!source || !delete_line(app, source->path, key.id, &action.line))
        return;
    action.key = keep_key(app, &key);
    add_action(app, action);
    noting_reload(app);
    app_say(app, ROLE_NOTE, "deleted: %.*s; %.*s brings it back", TEXT_ARG(action.key.title),
            TEXT_ARG(keymap_first_key(&app->keys, COMMAND_undo, app->scratch)));
}
