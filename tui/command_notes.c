// Marks, tags and notes: on the position under the cursor where the positions have the focus, else on the event.
// Every change is kept at once; there is nothing to save.
#include <config.h>
#include "tui/noting.h"

#include "model/utf8.h"

// ---- what is meant, and what follows ----

bool noting_place(App *app, bool wants_participant, NotePlace *place)
{
    size_t n = 0;
    *place = (NotePlace){.event = view_cursor_event(app->view)};
    const Pane *focus = app_focus(app);
    if (focus == &app->panes[PANE_POSITIONS] && positions_current(app, &place->event, &n))
        place->part = NOTE_OF_POSITION;
    else if (wants_participant && focus == &app->panes[PANE_PEOPLE] &&
             participant_current(app, &place->event, &n))
        place->part = NOTE_OF_PARTICIPANT;
    place->n = (uint32_t)n;
    bool is_there = timeline_notes(app->timeline) && !event_equal(place->event, EVENT_NOWHERE);
    if (!is_there)
        app_say(app, ROLE_WARNING, "there is no event here");
    return is_there;
}

static bool place_now(App *app, NotePlace *place)
{
    return noting_place(app, false, place);
}

static const char *name_of(NotePlace place)
{
    return place.part == NOTE_OF_POSITION ? "position" : "event";
}

// What is shown of an event has changed.
static void show_again(App *app)
{
    app_finish_work(app);
    if (filter_asks_notes(view_filter(app->view))) {
        view_refresh(app->view);
        app->has_new_rows = true;
    }
    app->panes[PANE_POSITIONS].is_stale = true;
    if (app_focus(app) == &app->detail)
        detail_fill(app, view_cursor_event(app->view));
}

void noting_reload(App *app)
{
    size_t rows[] = {app->panes[PANE_PEOPLE].row, app->panes[PANE_POSITIONS].row};
    reload_begin(app, RELOAD_OWN);
    app->wanted_rows[PANE_PEOPLE] = rows[0];
    app->wanted_rows[PANE_POSITIONS] = rows[1];
}

bool noting_keep(App *app, NoteField field)
{
    Problems problems = problems_in(app->scratch);
    bool is_kept =
        !app->services->save_notes || app->services->save_notes(app->services->context, &problems);
    if (note_field_file(field) == NOTES_FILE_CORRECTIONS && is_kept)
        noting_reload(app);
    else
        show_again(app);
    if (!is_kept) {
        Text path = problems.count ? problems.items[0].path : TEXT("notes");
        app_say_unwritten(app, path, &problems);
    }
    return is_kept;
}

static bool keep(App *app)
{
    return noting_keep(app, NOTE_TAGS);
}

static Text value_of(App *app, NotePlace place, NoteField field)
{
    bool is_tags = field == NOTE_TAGS;
    if (place.part == NOTE_OF_POSITION)
        return timeline_position_field(app->timeline, place.event, place.n,
                                       is_tags ? POSITION_TAGS : POSITION_NOTE, app->scratch);
    return timeline_field(app->timeline, place.event, is_tags ? EVENT_TAGS : EVENT_NOTE,
                          app->scratch);
}

static bool is_marked(App *app, NotePlace place)
{
    return text_list_has(value_of(app, place, NOTE_TAGS), ';', NOTES_MARK);
}

// ---- marks ----

void command_mark(App *app, Text argument)
{
    (void)argument;
    NotePlace place;
    if (!place_now(app, &place))
        return;
    Notes *notes = timeline_notes(app->timeline);
    bool was_marked = is_marked(app, place);
    notes_begin_action(notes);
    if (!notes_set_tag(notes, app->timeline, place, NOTES_MARK, !was_marked)) {
        app_say(app, ROLE_WARNING, "this %s is marked in its file; the mark stays", name_of(place));
        return;
    }
    if (keep(app))
        app_say(app, ROLE_NOTE, was_marked ? "the mark of this %s is gone" : "this %s is marked",
                name_of(place));
}

void command_next_mark(App *app, Text argument)
{
    (void)argument;
    Filter *filter;
    Problems problems = problems_in(app->scratch);
    if (!filter_parse(NOTES_MARK, timeline_countries(app->timeline), app->scratch, &filter,
                      &problems))
        return;
    Evaluation *marked = evaluation_new(filter, app->timeline, app->scratch);
    size_t count = view_count(app->view), here = view_cursor(app->view), found = TEXT_NOWHERE;
    for (size_t i = 1; i <= count && found == TEXT_NOWHERE; i++)
        if (evaluation_matches(marked, view_event(app->view, (here + i) % count)))
            found = (here + i) % count;
    evaluation_free(marked);
    if (found == TEXT_NOWHERE) {
        app_say(app, ROLE_NOTE, "no event shown is marked");
        return;
    }
    if (found <= here)
        app_say(app, ROLE_NOTE, found == here ? "this is the only mark" : "the first mark again");
    events_go_to(app, found);
}

void command_clear_marks(App *app, Text argument)
{
    (void)argument;
    Notes *notes = timeline_notes(app->timeline);
    size_t count = 0;
    NoteItem item;
    if (!notes)
        return;
    notes_begin_action(notes);
    for (size_t i = 0; notes_item(notes, i, &item); i++) {
        bool is_shown = item.is_placed && !item.is_packed &&
                        view_row_of(app->view, item.place.event) != TEXT_NOWHERE;
        if (is_shown && text_list_has(item.values[NOTE_TAGS], ';', NOTES_MARK))
            count += notes_set_tag(notes, app->timeline, item.place, NOTES_MARK, false);
    }
    if (count == 0)
        app_say(app, ROLE_NOTE, "nothing shown has a mark of yours");
    else if (keep(app))
        app_say(app, ROLE_NOTE, "%zu mark%s taken away; %.*s brings %s back", count,
                count == 1 ? "" : "s",
                TEXT_ARG(keymap_first_key(&app->keys, COMMAND_undo, app->scratch)),
                count == 1 ? "it" : "them");
}

// ---- tags and notes ----

static void say_value(App *app, NotePlace place, NoteField field, bool is_changed)
{
    if (!is_changed) {
        app_say(app, ROLE_NOTE, "nothing is changed");
        return;
    }
    if (!keep(app))
        return;
    Text now = value_of(app, place, field);
    app_say(app, ROLE_NOTE, "%s of this %s: %.*s", field == NOTE_TAGS ? "tags" : "note",
            name_of(place), TEXT_ARG(now.len ? now : TEXT("none")));
}

static void set_text(App *app, NoteField field, Text text)
{
    NotePlace place;
    if (!place_now(app, &place))
        return;
    Notes *notes = timeline_notes(app->timeline);
    notes_begin_action(notes);
    say_value(app, place, field, notes_set(notes, app->timeline, place, field, text));
}

// One's own alone: what stands in the source cannot be changed here.
static Text own_value(App *app, NotePlace place, NoteField field)
{
    NoteItem item;
    for (size_t i = 0; notes_item(timeline_notes(app->timeline), i, &item); i++) {
        bool is_here = item.is_placed && !item.is_packed && item.part == place.part &&
                       event_equal(item.place.event, place.event) && item.place.n == place.n;
        if (is_here)
            return item.values[field];
    }
    return TEXT("");
}

// The mark is no tag to be typed.
static Text without_mark(App *app, Text tags)
{
    Buffer out = buffer_in(app->scratch);
    while (tags.ptr && tags.len) {
        Text tag = text_cut(&tags, ';');
        if (!text_equal(tag, NOTES_MARK))
            buffer_printf(&out, "%s%.*s", out.count ? "; " : "", TEXT_ARG(tag));
    }
    return buffer_text(&out);
}

// Commas and semicolons part tags; a blank is part of one.
static Text read_tags(App *app, Text typed)
{
    Buffer out = buffer_in(app->scratch);
    for (size_t i = 0; i < typed.len; i++)
        buffer_add_char(&out, typed.ptr[i] == ',' ? ';' : typed.ptr[i]);
    return buffer_text(&out);
}

static void set_tags(App *app, Text typed)
{
    NotePlace place;
    if (!place_now(app, &place))
        return;
    Text tags = read_tags(app, typed);
    if (text_list_has(own_value(app, place, NOTE_TAGS), ';', NOTES_MARK))
        tags = arena_printf(app->scratch, "%.*s;%.*s", TEXT_ARG(tags), TEXT_ARG(NOTES_MARK));
    set_text(app, NOTE_TAGS, tags);
}

// "+check" adds one, "-check" takes one away.
static void change_tag(App *app, Text sign_and_tag)
{
    NotePlace place;
    Text tag = key_text(text_sub(sign_and_tag, 1, sign_and_tag.len), app->scratch);
    if (tag.len == 0 || !place_now(app, &place))
        return;
    Notes *notes = timeline_notes(app->timeline);
    notes_begin_action(notes);
    bool is_changed = notes_set_tag(notes, app->timeline, place, tag, sign_and_tag.ptr[0] == '+');
    say_value(app, place, NOTE_TAGS, is_changed);
}

static bool accept_tags(App *app, Text typed)
{
    prompt_remember(&app->tag_history, text_trim(typed));
    set_tags(app, typed);
    return true;
}

static bool accept_note(App *app, Text typed)
{
    Text note = arena_text(app->scratch, text_trim(typed));
    prompt_remember(&app->note_history, note);
    set_text(app, NOTE_NOTE, note);
    return true;
}

static void add_known(Buffer *out, Text tags, Text beginning)
{
    while (tags.ptr && tags.len) {
        Text tag = text_cut(&tags, ';');
        if (text_starts(tag, beginning) && !text_list_has(buffer_text(out), ';', tag))
            buffer_printf(out, "%s%.*s", out->count ? ";" : "", TEXT_ARG(tag));
    }
}

// The tags in use that begin as the last one typed.
static void complete_tag(App *app)
{
    Prompt *prompt = &app->prompt;
    size_t start = prompt->cursor;
    while (start > 0 && prompt->text[start - 1] != ';' && prompt->text[start - 1] != ',')
        start--;
    while (start < prompt->cursor && prompt->text[start] == ' ')
        start++;
    Text beginning = text_sub(prompt_text(prompt), start, prompt->cursor - start);
    Buffer known = buffer_in(app->message_arena);
    NoteItem item;
    for (size_t i = 0; notes_item(timeline_notes(app->timeline), i, &item); i++)
        add_known(&known, item.values[NOTE_TAGS], beginning);
    app->completions = known.count ? buffer_text(&known) : TEXT("no tag begins so");
    if (known.count && text_find_char(buffer_text(&known), ';') == TEXT_NOWHERE)
        prompt_complete(prompt, start, buffer_text(&known));
}

static Text tags_feedback(const App *app, Arena *scratch)
{
    (void)scratch;
    return app->completions.len ? app->completions
                                : TEXT("parted by semicolons; Tab completes, Enter keeps");
}

static Text note_feedback(const App *app, Arena *scratch)
{
    (void)app;
    (void)scratch;
    return TEXT("Enter keeps it; an empty one is taken away; Esc leaves");
}

static const PromptKind tags_prompt = {
    .label = "tags: ", .accept = accept_tags, .complete = complete_tag, .feedback = tags_feedback};
static const PromptKind note_prompt = {
    .label = "note: ", .accept = accept_note, .feedback = note_feedback};

void command_tag(App *app, Text argument)
{
    NotePlace place;
    if (argument.len && (argument.ptr[0] == '+' || argument.ptr[0] == '-'))
        change_tag(app, argument);
    else if (argument.len)
        set_tags(app, argument);
    else if (place_now(app, &place))
        app_ask(app, &tags_prompt, without_mark(app, own_value(app, place, NOTE_TAGS)),
                &app->tag_history);
}

void command_note(App *app, Text argument)
{
    NotePlace place;
    if (argument.len)
        set_text(app, NOTE_NOTE, argument);
    else if (place_now(app, &place))
        app_ask(app, &note_prompt, own_value(app, place, NOTE_NOTE), &app->note_history);
}

// ---- undo ----

static void go_to(App *app, const NoteChange *change)
{
    size_t row = change->is_placed ? view_row_of(app->view, change->place.event) : TEXT_NOWHERE;
    if (row != TEXT_NOWHERE)
        events_go_to(app, row);
}

static void show_change(App *app, const char *what, bool is_done, const NoteChange *change)
{
    if (!is_done) {
        app_say(app, ROLE_NOTE, "nothing to %s", what);
        return;
    }
    go_to(app, change);
    if (!noting_keep(app, change->field))
        return;
    if (note_field_file(change->field) == NOTES_FILE_NOTES)
        go_to(app, change); // the filter may show it again
    Text field = change->is_mark ? TEXT("mark") : note_field_name(change->field);
    if (change->place.part == NOTE_OF_PERSON)
        app_say(app, ROLE_NOTE, "%s: who is who", what);
    else if (change->count == 1)
        app_say(app, ROLE_NOTE, "%s: %.*s of this %.*s", what, TEXT_ARG(field),
                TEXT_ARG(note_part_name(change->place.part)));
    else
        app_say(app, ROLE_NOTE, "%s: %zu changes", what, change->count);
}

void command_undo(App *app, Text argument)
{
    (void)argument;
    NoteChange change;
    Notes *notes = timeline_notes(app->timeline);
    bool is_done = notes && notes_undo(notes, &change);
    if (!is_done || !change.is_outside)
        show_change(app, "undo", is_done, &change);
    else if (!own_event_turn(app, change.number, false))
        notes_redo(notes, &change); // it is still there to be undone
}

void command_redo(App *app, Text argument)
{
    (void)argument;
    NoteChange change;
    Notes *notes = timeline_notes(app->timeline);
    bool is_done = notes && notes_redo(notes, &change);
    if (!is_done || !change.is_outside)
        show_change(app, "redo", is_done, &change);
    else if (!own_event_turn(app, change.number, true))
        notes_undo(notes, &change);
}

// ---- the list ----

static bool is_listed(const NoteItem *item)
{
    return item->values[NOTE_TAGS].len || item->values[NOTE_NOTE].len;
}

// "[check] [later] ask again: Minister Wen receives …"
static Text item_label(const NoteItem *item, Arena *arena)
{
    Buffer out = buffer_in(arena);
    if (!item->is_placed)
        buffer_add(&out, TEXT("(not here) "));
    if (item->is_reworded)
        buffer_add(&out, TEXT("(the sentence was changed) "));
    for (Text rest = item->values[NOTE_TAGS]; rest.ptr && rest.len;) {
        Text tag = text_cut(&rest, ';');
        buffer_printf(&out, "[%.*s] ", TEXT_ARG(tag));
    }
    Text note = item->values[NOTE_NOTE];
    buffer_printf(&out, "%.*s%s", TEXT_ARG(note), note.len ? ": " : "");
    buffer_add(&out, item->part == NOTE_OF_EVENT ? item->event->title : item->words);
    return buffer_text(&out);
}

static void fill_notes(App *app)
{
    NoteItem item;
    Arena *arena = app->chooser.arena;
    const Notes *notes = timeline_notes(app->timeline);
    for (size_t i = 0; notes && notes_item(notes, i, &item); i++) {
        if (!is_listed(&item))
            continue;
        Text label = item_label(&item, arena);
        Text words = utf8_fold(arena_printf(arena, "%.*s %.*s %.*s", TEXT_ARG(item.event->date),
                                            TEXT_ARG(label), TEXT_ARG(item.event->title)),
                               arena);
        chooser_add(&app->chooser, (Choice){.value = arena_text(arena, item.event->date),
                                            .label = label,
                                            .words = words,
                                            .count = i});
    }
}

static void accept_item(App *app, const Choice *choice)
{
    NoteItem item;
    if (!notes_item(timeline_notes(app->timeline), (size_t)choice->count, &item))
        return;
    size_t row = item.is_placed ? view_row_of(app->view, item.place.event) : TEXT_NOWHERE;
    if (row != TEXT_NOWHERE)
        events_go_to(app, row);
    else
        app_say(app, ROLE_WARNING,
                item.is_placed ? "the filter hides this event"
                               : "no event of this timeline has this note");
}

static const ChooserKind notes_chooser = {
    .title = "What is marked, tagged or noted", .fill = fill_notes, .accept = accept_item};

void command_notes(App *app, Text argument)
{
    (void)argument;
    app_choose(app, &notes_chooser);
}
