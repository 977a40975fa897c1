// What the commands that add to events ask of each other: command_notes.c does it for all of them.
#ifndef BILAT_TUI_NOTING_H
#define BILAT_TUI_NOTING_H

#include "tui/app.h"

#include "model/notes.h"

// The position under the cursor where the positions have the focus, the participant where they have it and
// `wants_participant`, else the event. False, and said, where there is none.
bool noting_place(App *app, bool wants_participant, NotePlace *place);
// Keeps what was changed in that field, and shows it; a correction by loading again. False, and said: it was not kept.
bool noting_keep(App *app, NoteField field);
// Loads again and comes back to the rows under the cursors.
void noting_reload(App *app);
// Reads what was typed for a field of an event: NULL and the value as it is kept, or what was expected. dialog_correct.c
const char *correct_expects(App *app, NoteField field, Text typed, Text *value);

// ---- own_events.c: what undo finds of events of one's own ----
void own_event_added(App *app, const EventKey *key);
// Takes the action of that number back, or does it again. False, and said: it could not be done.
bool own_event_turn(App *app, uint32_t number, bool is_redo);

// ---- dialog_person.c: who is who, at all events; `place` is a participant ----
bool persons_can_correct(App *app, NotePlace place); // he or she has a name
Text persons_label(App *app, NotePlace place, NoteField field);
void persons_ask(App *app, NotePlace place, NoteField field);
void persons_set(App *app, NotePlace place, NoteField field, Text value);

#endif
