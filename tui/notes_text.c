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

static bool has_value(const NoteItem *item)
{
    for (NoteField field = 0; field < NOTE_FIELDS; field++)
        if (item->values[field].len)
            return true;
    return false;
}

// What the sentence was when something was noted on it: the one that stands there now is beside it.
static void add_former_words(Buffer *out, const Timeline *timeline, EventId event, size_t n)
{
    NoteItem item;
    const Notes *notes = timeline_notes(timeline);
    for (size_t i = 0; notes && notes_item_at(notes, event, i, &item); i++) {
        bool is_here = item.part == NOTE_OF_POSITION && item.place.n == n;
        if (is_here && item.is_reworded && has_value(&item))
            buffer_printf(out, "  ~the sentence was changed, it was: %.*s", TEXT_ARG(item.words));
    }
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
    add_former_words(&out, timeline, event, n);
    return buffer_text(&out);
}
