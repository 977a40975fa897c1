// Rows, values, changes and how they are undone.
#include <config.h>
#include "model/notes_own.h"
#include "model/timeline_own.h"

#include <stdlib.h>

// ---- names ----

static const struct NoteFieldRow {
    Text name;
    NotesFile file;
    int columns[NOTE_PARTS];
} fields[NOTE_FIELDS] = {
#define NONE NOTE_NO_COLUMN
#define NOTE_FIELD(id, name, file, event, participant, position, person)                           \
    {TEXT_INIT(name), file, {(int)event, (int)participant, (int)position, (int)person}},
#include "model/notes.def"
#undef NOTE_FIELD
#undef NONE
};

static const Text parts[NOTE_PARTS] = {
    [NOTE_OF_EVENT] = TEXT_INIT("event"),
    [NOTE_OF_PARTICIPANT] = TEXT_INIT("participant"),
    [NOTE_OF_POSITION] = TEXT_INIT("position"),
    [NOTE_OF_PERSON] = TEXT_INIT("person"),
};

NotesFile note_field_file(NoteField field)
{
    return fields[field].file;
}

int note_field_column(NoteField field, NotePart part)
{
    return fields[field].columns[part];
}

Text note_field_name(NoteField field)
{
    return fields[field].name;
}

Text note_part_name(NotePart part)
{
    return parts[part];
}

bool note_field_by_name(Text name, NoteField *field)
{
    for (*field = 0; *field < NOTE_FIELDS; ++*field)
        if (text_equal(fields[*field].name, name))
            return true;
    return false;
}

bool note_part_by_name(Text name, NotePart *part)
{
    for (*part = 0; *part < NOTE_PARTS; ++*part)
        if (text_equal(parts[*part], name))
            return true;
    return false;
}

// ---- rows ----

Notes *notes_new(void)
{
    Arena *arena = arena_new();
    Notes *notes = ARENA_NEW(arena, Notes);
    notes->arena = arena;
    notes->segment_scratch = arena_new();
    notes->by_id = ARENA_ARRAY(arena, uint32_t, ID_LISTS);
    return notes;
}

void notes_free(Notes *notes)
{
    if (!notes)
        return;
    arena_free(notes->segment_scratch);
    arena_free(notes->arena);
}

static uint32_t *list_of(const Notes *notes, Text id)
{
    return &notes->by_id[text_hash(id) % ID_LISTS];
}

static bool is_of(const NoteRow *row, const NoteRecord *like)
{
    return row->part == like->part && row->words.repeat == like->words.repeat &&
           text_equal(row->words.words, like->words.words) &&
           event_key_match(&row->key, &like->event) == KEY_SAME;
}

NoteRow *notes_find_row(const Notes *notes, const NoteRecord *like, bool is_packed)
{
    uint32_t next = *list_of(notes, like->event.id);
    while (next) {
        NoteRow *row = &notes->items[next - 1];
        if (row->is_packed == is_packed && is_of(row, like))
            return row;
        next = row->next_in_id;
    }
    return NULL;
}

NoteRow *notes_add_row(Notes *notes, const NoteRecord *like, bool is_packed)
{
    Arena *arena = notes->arena;
    NoteRow row = {.part = like->part, .is_packed = is_packed, .alike = EVENT_NOWHERE};
    row.key =
        (EventKey){arena_text(arena, like->event.id), arena_text(arena, like->event.date),
                   arena_text(arena, like->event.countries), arena_text(arena, like->event.title)};
    row.words = (WordsKey){arena_text(arena, like->words.words), like->words.repeat};
    uint32_t *list = list_of(notes, row.key.id);
    row.next_in_id = *list;
    ARENA_PUSH(arena, notes, row);
    *list = (uint32_t)notes->count;
    return &notes->items[notes->count - 1];
}

bool note_row_is_empty(const NoteRow *row, NotesFile file)
{
    for (NoteField field = 0; field < NOTE_FIELDS; field++)
        if (fields[field].file == file && row->values[field].len)
            return false;
    return true;
}

// ---- lists of tags ----

static int compare_texts(const void *a, const void *b)
{
    return text_compare(*(const Text *)a, *(const Text *)b);
}

// Sorted, each once.
static Text list_text(Text *tags, size_t count, Arena *arena)
{
    Buffer out = buffer_in(arena);
    if (count > 1)
        qsort(tags, count, sizeof *tags, compare_texts);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && text_equal(tags[i], tags[i - 1]))
            continue;
        if (out.count)
            buffer_add_char(&out, ';');
        buffer_add(&out, tags[i]);
    }
    return arena_text(arena, buffer_text(&out));
}

typedef struct Tags {
    Text *items;
    size_t count, capacity;
} Tags;

static void add_tags(Tags *tags, Text list, Arena *arena)
{
    while (list.ptr && list.len) {
        Text tag = text_trim(text_cut(&list, ';'));
        if (tag.len)
            ARENA_PUSH(arena, tags, tag);
    }
}

// What stands in the first list stays as it is written: an export of it must not differ.
Text notes_join_tags(Text tags, Text more, Arena *arena)
{
    Buffer out = buffer_in(arena);
    buffer_add(&out, tags);
    while (more.ptr && more.len) {
        Text tag = text_trim(text_cut(&more, ';'));
        if (tag.len == 0 || text_list_has(buffer_text(&out), ';', tag))
            continue;
        if (out.count)
            buffer_add_char(&out, ';');
        buffer_add(&out, tag);
    }
    return buffer_text(&out);
}

Text notes_join_notes(Text note, Text more, Arena *arena)
{
    if (more.len == 0 || text_find(note, more) != TEXT_NOWHERE)
        return note;
    return note.len ? arena_printf(arena, "%.*s / %.*s", TEXT_ARG(note), TEXT_ARG(more)) : more;
}

static Text sorted_tags(Text list, Arena *arena)
{
    Tags tags = {0};
    add_tags(&tags, list, arena);
    return list_text(tags.items, tags.count, arena);
}

Text notes_tags_with(Text list, Text tag, bool is_set, Arena *arena)
{
    Tags old = {0}, kept = {0};
    add_tags(&old, list, arena);
    for (size_t i = 0; i < old.count; i++)
        if (!text_equal(old.items[i], tag))
            ARENA_PUSH(arena, &kept, old.items[i]);
    if (is_set)
        ARENA_PUSH(arena, &kept, tag);
    return list_text(kept.items, kept.count, arena);
}

// ---- what a place holds ----

int note_place_compare(NotePlace a, NotePlace b)
{
    if (a.event.at != b.event.at)
        return a.event.at < b.event.at ? -1 : 1;
    if (a.part != b.part)
        return a.part < b.part ? -1 : 1;
    return (a.n > b.n) - (a.n < b.n);
}

size_t notes_place_index(const Notes *notes, NotePlace place)
{
    size_t low = 0, high = notes->placed.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (note_place_compare(notes->placed.items[middle].place, place) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void notes_place_row(Notes *notes, uint32_t row, NotePlace place)
{
    Placed placed = {place, row};
    ARENA_PUSH(notes->arena, &notes->placed, placed);
    notes->items[row].is_placed = true;
    notes->items[row].place = place;
}

static int compare_placed(const void *a, const void *b)
{
    const Placed *left = a, *right = b;
    int order = note_place_compare(left->place, right->place);
    return order ? order : (left->row > right->row) - (left->row < right->row);
}

void notes_sort_places(Notes *notes)
{
    if (notes->placed.count > 1)
        qsort(notes->placed.items, notes->placed.count, sizeof(Placed), compare_placed);
}

static const NoteRow *row_at(const Notes *notes, size_t index, NotePlace place)
{
    if (index >= notes->placed.count)
        return NULL;
    const Placed *placed = &notes->placed.items[index];
    return note_place_compare(placed->place, place) == 0 ? &notes->items[placed->row] : NULL;
}

bool notes_has_event(const Notes *notes, EventId event)
{
    size_t at = notes_place_index(notes, (NotePlace){.event = event});
    return at < notes->placed.count && event_equal(notes->placed.items[at].place.event, event);
}

Text notes_value(const Notes *notes, NotePlace place, NoteField field, Arena *scratch)
{
    Text value = TEXT("");
    size_t at = notes_place_index(notes, place);
    for (const NoteRow *row; (row = row_at(notes, at, place)); at++) {
        Text more = row->values[field];
        if (more.len == 0)
            continue;
        if (field == NOTE_TAGS)
            value = notes_join_tags(value, more, scratch);
        else if (field == NOTE_NOTE)
            value = notes_join_notes(value, more, scratch);
        else if (value.len == 0 || row->is_packed)
            value = more;
    }
    return value;
}

Text notes_original(const Notes *notes, NotePlace place, NoteField field)
{
    size_t at = notes_place_index(notes, place);
    for (const NoteRow *row; (row = row_at(notes, at, place)); at++)
        if (row->values[field].len)
            return row->originals[field];
    return (Text){0};
}

// A list of lists: what parts the inner ones is a plus.
Text notes_corrected(const Notes *notes, NotePlace place, Arena *scratch)
{
    Buffer out = buffer_in(scratch);
    for (NoteField field = 0; field < NOTE_FIELDS; field++) {
        Text original = notes_original(notes, place, field);
        if (note_field_file(field) != NOTES_FILE_CORRECTIONS || !original.ptr)
            continue;
        buffer_printf(&out, "%s%.*s=", out.count ? ";" : "", TEXT_ARG(note_field_name(field)));
        for (size_t i = 0; i < original.len; i++)
            buffer_add_char(&out, original.ptr[i] == ';' ? '+' : original.ptr[i]);
    }
    return buffer_text(&out);
}

static bool is_empty(const NoteRow *row)
{
    for (NotesFile file = 0; file < NOTES_FILES; file++)
        if (!note_row_is_empty(row, file))
            return false;
    return true;
}

size_t notes_count(const Notes *notes)
{
    size_t count = 0;
    for (size_t i = 0; i < notes->count; i++)
        count += !is_empty(&notes->items[i]);
    return count;
}

size_t notes_lost_count(const Notes *notes)
{
    size_t count = 0;
    for (size_t i = 0; i < notes->count; i++)
        count += notes->items[i].part != NOTE_OF_PERSON && !notes->items[i].is_placed &&
                 !is_empty(&notes->items[i]);
    return count;
}

static NoteItem item_of(const NoteRow *row)
{
    return (NoteItem){.event = &row->key,
                      .part = row->part,
                      .words = row->words.words,
                      .values = row->values,
                      .is_packed = row->is_packed,
                      .is_placed = row->is_placed,
                      .is_reworded = row->is_placed && row->is_reworded,
                      .place = row->place};
}

bool notes_item(const Notes *notes, size_t index, NoteItem *item)
{
    if (index >= notes->count)
        return false;
    *item = item_of(&notes->items[index]);
    return true;
}

bool notes_item_at(const Notes *notes, EventId event, size_t index, NoteItem *item)
{
    size_t at = notes_place_index(notes, (NotePlace){.event = event}) + index;
    if (at >= notes->placed.count || !event_equal(notes->placed.items[at].place.event, event))
        return false;
    *item = item_of(&notes->items[notes->placed.items[at].row]);
    return true;
}

// ---- changing ----

// One among those that are in order.
static void insert_place(Notes *notes, uint32_t row, NotePlace place)
{
    size_t at = notes_place_index(notes, place);
    notes_place_row(notes, row, place);
    Placed *items = notes->placed.items;
    size_t last = notes->placed.count - 1;
    Placed placed = items[last];
    while (at < last && note_place_compare(items[at].place, place) == 0)
        at++;
    memmove(&items[at + 1], &items[at], (last - at) * sizeof *items);
    items[at] = placed;
}

static NoteRow *own_row(Notes *notes, const Timeline *timeline, NotePlace place)
{
    size_t at = notes_place_index(notes, place);
    for (const NoteRow *row; (row = row_at(notes, at, place)); at++)
        if (!row->is_packed)
            return &notes->items[notes->placed.items[at].row];
    Arena *scratch = arena_new();
    NoteRecord like = {.event = event_key_of(timeline, place.event, scratch), .part = place.part};
    if (place.part == NOTE_OF_POSITION)
        like.words = position_key_of(timeline, place.event, place.n, scratch);
    else if (place.part == NOTE_OF_PARTICIPANT)
        like.words = participant_key_of(timeline, place.event, place.n, scratch);
    NoteRow *row = notes_add_row(notes, &like, false);
    arena_free(scratch);
    insert_place(notes, (uint32_t)(row - notes->items), place);
    return row;
}

Text notes_present_text(const Timeline *timeline, NotePlace place, NoteField field, Arena *arena)
{
    int column = note_field_column(field, place.part);
    BUG_IF(column == NOTE_NO_COLUMN);
    switch (place.part) {
    case NOTE_OF_EVENT:
        return timeline_source_field(timeline, place.event, (EventField)column, arena);
    case NOTE_OF_PARTICIPANT:
        return timeline_source_participant_field(timeline, place.event, place.n,
                                                 (ParticipantField)column, arena);
    case NOTE_OF_POSITION:
        return timeline_position_field(timeline, place.event, place.n, (PositionField)column,
                                       arena);
    case NOTE_OF_PERSON:
    case NOTE_PARTS:
        break;
    }
    return TEXT("");
}

bool notes_set(Notes *notes, const Timeline *timeline, NotePlace place, NoteField field, Text value)
{
    value = field == NOTE_TAGS ? sorted_tags(key_text(value, notes->arena), notes->arena)
                               : key_text(value, notes->arena);
    NoteRow *row = own_row(notes, timeline, place);
    if (text_equal(row->values[field], value))
        return false;
    if (note_field_file(field) == NOTES_FILE_CORRECTIONS && !row->originals[field].ptr)
        row->originals[field] =
            arena_text(notes->arena, notes_present_text(timeline, place, field, notes->arena));
    notes_set_value(notes, row, field, value);
    return true;
}

bool notes_set_tag(Notes *notes, const Timeline *timeline, NotePlace place, Text tag, bool is_set)
{
    Text list = own_row(notes, timeline, place)->values[NOTE_TAGS];
    return notes_set(notes, timeline, place, NOTE_TAGS,
                     notes_tags_with(list, tag, is_set, notes->arena));
}
