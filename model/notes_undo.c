// What was changed in notes, action by action, to be taken back and done again.
#include <config.h>
#include "model/notes_own.h"

static void add_change(Notes *notes, Change change)
{
    notes->changes.count = notes->done;
    ARENA_PUSH(notes->arena, &notes->changes, change);
    notes->done = notes->changes.count;
}

void notes_set_value(Notes *notes, NoteRow *row, NoteField field, Text value)
{
    Change change = {.row = (uint32_t)(row - notes->items),
                     .field = field,
                     .before = row->values[field],
                     .after = value,
                     .action = notes->action};
    row->values[field] = value;
    add_change(notes, change);
}

void notes_add_outside(Notes *notes, uint32_t number)
{
    notes_begin_action(notes);
    add_change(notes, (Change){.row = number, .is_outside = true, .action = notes->action});
}

void notes_begin_action(Notes *notes)
{
    notes->action++;
}

static bool is_of_mark(const Change *change, Arena *scratch)
{
    bool was_marked = text_list_has(change->before, ';', NOTES_MARK);
    Text turned = notes_tags_with(change->before, NOTES_MARK, !was_marked, scratch);
    return change->field == NOTE_TAGS && text_equal(turned, change->after);
}

static void report_change(const Notes *notes, const Change *first, size_t count, NoteChange *change)
{
    *change = (NoteChange){.is_outside = first->is_outside, .number = first->row, .count = count};
    if (first->is_outside)
        return;
    const NoteRow *row = &notes->items[first->row];
    *change = (NoteChange){
        .place = row->place, .is_placed = row->is_placed, .field = first->field, .count = count};
    change->is_mark = is_of_mark(first, notes->arena);
    change->place.part = row->part;
}

bool notes_undo(Notes *notes, NoteChange *change)
{
    size_t count = 0;
    if (notes->done == 0)
        return false;
    uint32_t action = notes->changes.items[notes->done - 1].action;
    while (notes->done > 0 && notes->changes.items[notes->done - 1].action == action) {
        const Change *undone = &notes->changes.items[--notes->done];
        if (!undone->is_outside)
            notes->items[undone->row].values[undone->field] = undone->before;
        count++;
    }
    report_change(notes, &notes->changes.items[notes->done], count, change);
    return true;
}

bool notes_redo(Notes *notes, NoteChange *change)
{
    size_t first = notes->done;
    if (first == notes->changes.count)
        return false;
    uint32_t action = notes->changes.items[first].action;
    while (notes->done < notes->changes.count &&
           notes->changes.items[notes->done].action == action) {
        const Change *again = &notes->changes.items[notes->done++];
        if (!again->is_outside)
            notes->items[again->row].values[again->field] = again->after;
    }
    report_change(notes, &notes->changes.items[first], notes->done - first, change);
    return true;
}
