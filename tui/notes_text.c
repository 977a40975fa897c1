#include <config.h>
#include "tui/notes_text.h"

#include "model/notes.h"

// Of one's own; of the source's only a mark, since many a data set has tags for all of its events.
Text notes_sign(const Timeline *timeline, EventId event, Arena *scratch)
{
    NoteItem item;
    bool has_tag = false, has_note = false, is_corrected = false;
    const Notes *notes = timeline_notes(timeline);
    Text source = timeline_field(timeline, event, EVENT_TAGS, scratch);
    bool has_mark = text_list_has(source, ';', NOTES_MARK);
    for (size_t i = 0; notes && notes_item_at(notes, event, i, &item); i++) {
        has_mark |= text_list_has(item.values[NOTE_TAGS], ';', NOTES_MARK);
        has_tag |= item.values[NOTE_TAGS].len > 0;
        has_note |= item.values[NOTE_NOTE].len > 0;
        for (NoteField field = 0; field < NOTE_FIELDS; field++)
            is_corrected |=
                note_field_file(field) == NOTES_FILE_CORRECTIONS && item.values[field].len > 0;
    }
    const char *others = has_note ? "+" : is_corrected ? "~" : " ";
    return text_from(has_mark ? "*" : has_tag ? "#" : others);
}

Text notes_behind(const Timeline *timeline, EventId event, size_t n, Arena *scratch)
{
    Text tags = timeline_position_field(timeline, event, n, POSITION_TAGS, scratch);
    Text note = timeline_position_field(timeline, event, n, POSITION_NOTE, scratch);
    Buffer out = buffer_in(scratch);
    while (tags.ptr && tags.len) {
        Text tag = text_cut(&tags, ';');
        buffer_printf(&out, "  [%.*s]", TEXT_ARG(tag));
    }
    if (note.len)
        buffer_printf(&out, "  note: %.*s", TEXT_ARG(note));
    Text corrected = timeline_position_field(timeline, event, n, POSITION_CORRECTED, scratch);
    if (corrected.len)
        buffer_printf(&out, "  ~corrected, was %.*s", TEXT_ARG(corrected));
    return buffer_text(&out);
}
