// Finds the events that notes belong to. Decoding an event may read its source, so few are decoded while a load goes
// on: those that begin on the day of a note and have its countries. What is not found by then has lost its id or its
// date, and is looked for at the end, where the timeline is not so large that this would take long.
#include <config.h>
#include "model/notes_own.h"

#include "model/reworded.h"

#include <stdlib.h>

enum { LOOKED_THROUGH = 20000 }; // events; of a larger timeline none is decoded without need

static int compare_days(const void *a, const void *b)
{
    const DayRow *left = a, *right = b;
    if (left->day != right->day)
        return left->day < right->day ? -1 : 1;
    return (left->row > right->row) - (left->row < right->row);
}

static unsigned day_bit(int32_t day)
{
    return (unsigned)day % DAY_BITS;
}

void notes_begin_timeline(Notes *notes)
{
    notes->placed.count = 0;
    notes->days.items = ARENA_ARRAY(notes->arena, DayRow, notes->count);
    notes->days.count = 0;
    memset(notes->day_bits, 0, sizeof notes->day_bits);
    for (size_t i = 0; i < notes->count; i++) {
        NoteRow *row = &notes->items[i];
        row->is_placed = false;
        row->alike = EVENT_NOWHERE;
        row->alike_count = 0;
        row->person = (ActorId){0};
        int32_t day;
        if (!event_key_day(&row->key, &day))
            continue;
        notes->days.items[notes->days.count++] = (DayRow){day, (uint32_t)i};
        notes->day_bits[day_bit(day) / 64] |= (uint64_t)1 << day_bit(day) % 64;
    }
    if (notes->days.count > 1)
        qsort(notes->days.items, notes->days.count, sizeof *notes->days.items, compare_days);
}

static size_t first_of_day(const Notes *notes, int32_t day)
{
    size_t low = 0, high = notes->days.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (notes->days.items[middle].day < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// Both countries that every event keeps in columns stand among those of the key, which has no organisations.
static bool has_countries(const Timeline *timeline, const Segment *segment, uint32_t at,
                          const NoteRow *row)
{
    size_t organisations = segment->flags ? segment->flags[at] >> SEGMENT_ORGANISATIONS : 0;
    for (size_t i = 0; i < 2 && organisations == 0; i++) {
        Text code = timeline_country_code(timeline, segment->pair[at][i]);
        if (code.len && text_find(row->key.countries, code) == TEXT_NOWHERE)
            return false;
    }
    return true;
}

// By the name as the source has it; by the corrected one in an export of the correction itself.
static size_t find_participant(const Notes *notes, const Timeline *timeline, const NoteRow *row,
                               EventId event)
{
    size_t n = participant_key_find(timeline, event, &row->words, notes->segment_scratch);
    WordsKey corrected = {.words = row->values[NOTE_NAME]};
    if (n != TEXT_NOWHERE || corrected.words.len == 0)
        return n;
    return participant_key_find(timeline, event, &corrected, notes->segment_scratch);
}

// The sentence that was mended is the one that is most like it, if it is like it at all.
static size_t find_reworded(const Timeline *timeline, EventId event, Text words, Arena *scratch)
{
    size_t count, best = TEXT_NOWHERE;
    unsigned likeness = REWORDED_ENOUGH - 1;
    timeline_positions(timeline, event, &count);
    for (size_t n = 0; n < count; n++) {
        ArenaMark mark = arena_mark(scratch);
        Text text = timeline_position_field(timeline, event, n, POSITION_TEXT, scratch);
        unsigned is_like = reworded_likeness(key_text(text, scratch), words, scratch);
        arena_rewind(scratch, mark);
        best = is_like > likeness ? n : best;
        likeness = is_like > likeness ? is_like : likeness;
    }
    return best;
}

static void place_row(Notes *notes, const Timeline *timeline, uint32_t row, EventId event)
{
    NoteRow *found = &notes->items[row];
    size_t n = 0;
    if (found->part == NOTE_OF_POSITION)
        n = position_key_find(timeline, event, &found->words, notes->segment_scratch);
    else if (found->part == NOTE_OF_PARTICIPANT)
        n = find_participant(notes, timeline, found, event);
    found->is_reworded = n == TEXT_NOWHERE && found->part == NOTE_OF_POSITION;
    if (found->is_reworded)
        n = find_reworded(timeline, event, found->words.words, notes->segment_scratch);
    if (n != TEXT_NOWHERE)
        notes_place_row(notes, row, (NotePlace){event, found->part, (uint32_t)n});
}

static void try_row(Notes *notes, const Timeline *timeline, uint32_t index, EventId event)
{
    NoteRow *row = &notes->items[index];
    if (row->is_placed)
        return;
    EventKey key = event_key_of(timeline, event, notes->segment_scratch);
    switch (event_key_match(&row->key, &key)) {
    case KEY_SAME:
        place_row(notes, timeline, index, event);
        break;
    case KEY_ALIKE:
        row->alike = event;
        row->alike_count++;
        break;
    case KEY_OTHER:
        break;
    }
}

void notes_take_segment(Notes *notes, const Timeline *timeline, size_t number)
{
    const Segment *segment = timeline_segment(timeline, number);
    size_t before = notes->placed.count;
    for (uint32_t at = 0; at < segment->count && notes->days.count; at++) {
        int32_t day = segment->start[at];
        if (!(notes->day_bits[day_bit(day) / 64] >> day_bit(day) % 64 & 1))
            continue;
        for (size_t i = first_of_day(notes, day);
             i < notes->days.count && notes->days.items[i].day == day; i++) {
            uint32_t index = notes->days.items[i].row;
            if (has_countries(timeline, segment, at, &notes->items[index]))
                try_row(notes, timeline, index, timeline_event_id(number, at));
            arena_reset(notes->segment_scratch);
        }
    }
    if (notes->placed.count != before)
        notes_sort_places(notes);
}

// ---- at the end ----

static bool has_lost(const Notes *notes)
{
    for (size_t i = 0; i < notes->count; i++)
        if (!notes->items[i].is_placed && notes->items[i].part != NOTE_OF_PERSON)
            return true;
    return false;
}

// By the id alone, which is cheaper than a whole key and is known to nearly all that are looked for.
static void look_at(Notes *notes, const Timeline *timeline, EventId event)
{
    Text id = key_text(timeline_field(timeline, event, EVENT_ID, notes->segment_scratch),
                       notes->segment_scratch);
    for (uint32_t next = notes->by_id[text_hash(id) % ID_LISTS]; next;) {
        const NoteRow *row = &notes->items[next - 1];
        if (text_equal(row->key.id, id))
            try_row(notes, timeline, next - 1, event);
        next = row->next_in_id;
    }
    arena_reset(notes->segment_scratch);
}

bool notes_end_load(Notes *notes, const Timeline *timeline)
{
    size_t before = notes->placed.count;
    bool may_look = timeline_event_count(timeline) <= LOOKED_THROUGH && has_lost(notes);
    for (size_t s = 0; s < timeline_segment_count(timeline) && may_look; s++)
        for (uint32_t at = 0; at < timeline_segment(timeline, s)->count; at++)
            look_at(notes, timeline, timeline_event_id(s, at));
    for (uint32_t i = 0; i < notes->count; i++)
        if (!notes->items[i].is_placed && notes->items[i].alike_count == 1)
            place_row(notes, timeline, i, notes->items[i].alike);
    arena_reset(notes->segment_scratch);
    if (notes->placed.count == before)
        return false;
    notes_sort_places(notes);
    return true;
}
