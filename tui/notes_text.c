#include <config.h>
#include "tui/notes_text.h"

#include "model/notes.h"

static unsigned own_signs(const NoteItem *item)
{
    Text tags = item->values[NOTE_TAGS];
    bool is_marked = text_list_has(tags, ';', NOTES_MARK);
    bool is_tagged = tags.len > (is_marked ? NOTES_MARK.len : 0);
    unsigned signs = (unsigned)is_marked << SIGN_MARK | (unsigned)is_tagged << SIGN_TAG |
                     (unsigned)(item->values[NOTE_NOTE].len > 0) << SIGN_NOTE;
    for (NoteField field = 0; field < NOTE_FIELDS; field++)
        if (note_field_file(field) == NOTES_FILE_CORRECTIONS && item->values[field].len > 0)
            signs |= 1u << SIGN_CORRECTED;
    return signs;
}

// Of one's own; of the source's only a mark, since many a data set has tags for all of its events.
unsigned notes_signs(const Timeline *timeline, EventId event, Arena *scratch)
{
    NoteItem item;
    const Notes *notes = timeline_notes(timeline);
    Text source = timeline_field(timeline, event, EVENT_TAGS, scratch);
    unsigned signs = (unsigned)text_list_has(source, ';', NOTES_MARK) << SIGN_MARK;
    for (size_t i = 0; notes && notes_item_at(notes, event, i, &item); i++)
        signs |= own_signs(&item);
    return signs;
}

Text signs_text(unsigned signs, int columns, Arena *arena)
{
    static const char letters[EVENT_SIGNS] = {'*', '+', '#', '~', 'N', '=', '?'};
    Buffer out = buffer_in(arena);
    for (int sign = 0; sign < EVENT_SIGNS && (int)out.count < columns; sign++)
        if (signs >> sign & 1)
            buffer_add_char(&out, letters[sign]);
    while ((int)out.count < columns)
        buffer_add_char(&out, ' ');
    return buffer_text(&out);
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
