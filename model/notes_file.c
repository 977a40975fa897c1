// Notes as lines of a file, and what happens when two programs wrote it.
#include <config.h>
#include "model/notes_own.h"

#include "model/table.h"

#include <stdio.h>
#include <stdlib.h>

// ---- loading ----

static void add_value(Notes *notes, NoteRow *row, const NoteRecord *record)
{
    Text *value = &row->values[record->field];
    Arena *arena = notes->arena;
    Text text = arena_text(arena, record->value);
    *value = record->field == NOTE_TAGS ? notes_join_tags(*value, text, arena) : text;
    row->originals[record->field] = arena_text(arena, record->original);
}

static void load_record(Notes *notes, const NoteRecord *record, bool is_packed)
{
    NoteRow *row = notes_find_row(notes, record, is_packed);
    add_value(notes, row ? row : notes_add_row(notes, record, is_packed), record);
}

void notes_load(Notes *notes, const NoteRecords *records, bool is_packed)
{
    for (size_t i = 0; i < records->count; i++)
        load_record(notes, &records->items[i], is_packed);
    for (size_t i = 0; i < notes->count; i++)
        memcpy(notes->items[i].base, notes->items[i].values, sizeof notes->items[i].base);
}

// ---- merging ----

static NoteRecord record_of(const NoteRow *row)
{
    return (NoteRecord){.event = row->key, .part = row->part, .words = row->words};
}

static bool is_tag_of(Text list, Text tag)
{
    return text_list_has(list, ';', tag);
}

// Mine, less what they took away, and what they added.
static Text merged_tags(const NoteRow *row, Text theirs, Arena *arena)
{
    Text kept = TEXT("");
    Text base = row->base[NOTE_TAGS], mine = row->values[NOTE_TAGS];
    for (Text rest = mine; rest.ptr && rest.len;) {
        Text tag = text_cut(&rest, ';');
        if (is_tag_of(theirs, tag) || !is_tag_of(base, tag))
            kept = notes_join_tags(kept, tag, arena);
    }
    for (Text rest = theirs; rest.ptr && rest.len;) {
        Text tag = text_cut(&rest, ';');
        if (!is_tag_of(base, tag))
            kept = notes_join_tags(kept, tag, arena);
    }
    return arena_text(arena, kept);
}

static Text merged(const NoteRow *row, NoteField field, Text theirs, Arena *arena)
{
    Text mine = row->values[field], base = row->base[field];
    if (text_equal(theirs, base))
        return mine;
    if (text_equal(mine, base))
        return theirs;
    if (field == NOTE_TAGS)
        return merged_tags(row, theirs, arena);
    if (field == NOTE_NOTE)
        return mine.len ? arena_text(arena, notes_join_notes(theirs, mine, arena)) : theirs;
    return mine;
}

// True where a value is another one now. What is as it was needs no memory: this happens at every save.
static bool merge_row(Notes *notes, NoteRow *row, const NoteRow *theirs, NotesFile file)
{
    bool has_changed = false;
    for (NoteField field = 0; field < NOTE_FIELDS; field++) {
        if (note_field_file(field) != file)
            continue;
        Text other = theirs ? theirs->values[field] : TEXT("");
        if (text_equal(other, row->base[field]))
            continue;
        other = arena_text(notes->arena, other);
        Text value = merged(row, field, other, notes->arena);
        has_changed |= !text_equal(value, row->values[field]);
        row->values[field] = value;
        row->base[field] = other;
        if (other.len && !row->originals[field].ptr)
            row->originals[field] = arena_text(notes->arena, theirs->originals[field]);
    }
    return has_changed;
}

bool notes_merge(Notes *notes, NotesFile file, const NoteRecords *on_disk)
{
    Notes *disk = notes_new();
    notes_load(disk, on_disk, false);
    size_t known = notes->count;
    bool has_changed = false;
    for (size_t i = 0; i < known; i++) {
        NoteRecord like = record_of(&notes->items[i]);
        if (!notes->items[i].is_packed)
            has_changed |=
                merge_row(notes, &notes->items[i], notes_find_row(disk, &like, false), file);
    }
    for (size_t i = 0; i < disk->count; i++) {
        NoteRecord like = record_of(&disk->items[i]);
        if (!notes_find_row(notes, &like, false))
            has_changed |=
                merge_row(notes, notes_add_row(notes, &like, false), &disk->items[i], file);
    }
    notes_free(disk);
    return has_changed || notes->count != known;
}

// ---- writing ----

static int compare_rows(const void *a, const void *b)
{
    const NoteRow *left = *(const NoteRow *const *)a, *right = *(const NoteRow *const *)b;
    const Text pairs[][2] = {{left->key.date, right->key.date},
                             {left->key.id, right->key.id},
                             {left->key.title, right->key.title},
                             {note_part_name(left->part), note_part_name(right->part)},
                             {left->words.words, right->words.words}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        int order = text_compare(pairs[i][0], pairs[i][1]);
        if (order)
            return order;
    }
    return (left->words.repeat > right->words.repeat) - (left->words.repeat < right->words.repeat);
}

static void write_line(Sink *sink, const NoteRow *row, NoteField field, Text value)
{
    char number[16] = "";
    if (row->words.repeat)
        snprintf(number, sizeof number, "%u", row->words.repeat);
    const Text columns[NOTES_COLUMNS] = {row->key.id,
                                         row->key.date,
                                         row->key.countries,
                                         row->key.title,
                                         note_part_name(row->part),
                                         row->words.words,
                                         text_from(number),
                                         note_field_name(field),
                                         value,
                                         row->originals[field]};
    for (size_t i = 0; i < NOTES_COLUMNS; i++) {
        table_write_field(sink, columns[i]);
        sink_write(sink, i + 1 < NOTES_COLUMNS ? TEXT(",") : TEXT("\n"));
    }
}

static void write_row(Sink *sink, const NoteRow *row, NotesFile file)
{
    for (NoteField field = 0; field < NOTE_FIELDS; field++) {
        Text value = row->values[field];
        if (note_field_file(field) != file)
            continue;
        if (field != NOTE_TAGS && value.len)
            write_line(sink, row, field, value);
        while (field == NOTE_TAGS && value.ptr && value.len)
            write_line(sink, row, field, text_cut(&value, ';'));
    }
}

bool notes_write(const Notes *notes, NotesFile file, const NotesChoice *choice, Sink *sink)
{
    Arena *arena = arena_new();
    const NoteRow **rows = ARENA_ARRAY(arena, const NoteRow *, notes->count);
    size_t count = 0;
    for (size_t i = 0; i < notes->count; i++) {
        const NoteRow *row = &notes->items[i];
        bool is_chosen = choice ? row->is_placed && choice->has(choice->context, row->place.event)
                                : !row->is_packed;
        if (is_chosen)
            rows[count++] = row;
    }
    if (count > 1)
        qsort(rows, count, sizeof *rows, compare_rows);
    sink_write(sink, TEXT(NOTES_HEADER "\n"));
    for (size_t i = 0; i < count; i++)
        write_row(sink, rows[i], file);
    arena_free(arena);
    return !sink->has_failed;
}

void notes_saved(Notes *notes, NotesFile file)
{
    for (size_t i = 0; i < notes->count; i++)
        for (NoteField field = 0; field < NOTE_FIELDS; field++)
            if (note_field_file(field) == file)
                notes->items[i].base[field] = notes->items[i].values[field];
}

bool notes_is_saved(const Notes *notes, NotesFile file)
{
    for (size_t i = 0; i < notes->count; i++)
        for (NoteField field = 0; field < NOTE_FIELDS; field++)
            if (note_field_file(field) == file && !notes->items[i].is_packed &&
                !text_equal(notes->items[i].base[field], notes->items[i].values[field]))
                return false;
    return true;
}
