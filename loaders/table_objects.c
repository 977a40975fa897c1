#include <config.h>
#include "loaders/table_objects.h"

#include "loaders/json_records.h"
#include "loaders/json_text.h"

enum { HEAD_OBJECTS = 8 };

static bool has_name(const Text *names, size_t count, EventField field)
{
    return field_by_name(names, count, event_field_names[field]) < count;
}

bool table_objects_are_own(Text head, Arena *scratch)
{
    Text *rows[HEAD_OBJECTS];
    size_t counts[HEAD_OBJECTS];
    if (!text_starts(head, TEXT("{")) || json_head(head, scratch, rows, counts, HEAD_OBJECTS) < 2)
        return false;
    bool is_event =
        has_name(rows[0], counts[0], EVENT_ID) && has_name(rows[0], counts[0], EVENT_DATE) &&
        (has_name(rows[0], counts[0], EVENT_TITLE) || has_name(rows[0], counts[0], EVENT_TEXT));
    bool is_labelled =
        has_name(rows[0], counts[0], EVENT_KIND) && has_name(rows[0], counts[0], EVENT_COUNTRIES);
    return is_event && (is_labelled || has_name(rows[0], counts[0], EVENT_DATASET));
}

// ---- which columns, in which order ----

enum { ORDERED_MAX = 256 }; // more of other columns stay as they first appear

typedef struct Others { // columns that are none of ours, as they first appear
    Arena *arena;
    Text *items;
    size_t count, capacity;
    bool (*is_before)[ORDERED_MAX]; // in some object the one stood directly before the other
} Others;

static size_t place_of(Others *others, Text name, size_t guess)
{
    if (guess < others->count && text_equal(others->items[guess], name))
        return guess; // as in the object before
    size_t at = 0;
    while (at < others->count && !text_equal(others->items[at], name))
        at++;
    if (at == others->count)
        ARENA_PUSH(others->arena, others, arena_text(others->arena, name));
    return at;
}

static void add_members(Others *others, const Record *record, Arena *scratch)
{
    JsonMembers members = json_members((Text){record->bytes, record->length}, scratch);
    size_t last = SIZE_MAX;
    for (size_t i = 0; i < members.count; i++) {
        Text name = members.items[i].path;
        if (field_by_name(event_field_names, EVENT_FIELDS, name) < EVENT_FIELDS)
            continue;
        size_t at = place_of(others, name, last + 1);
        if (last < ORDERED_MAX && at < ORDERED_MAX)
            others->is_before[last][at] = true;
        last = at;
    }
}

static bool is_next(const Others *others, const bool *is_taken, size_t at)
{
    for (size_t i = 0; i < others->count; i++)
        if (i != at && !is_taken[i] && others->is_before[i][at])
            return false;
    return !is_taken[at];
}

// The first of those before which nothing must stand; of those that stand in a circle the first at all.
static size_t find_next(const Others *others, const bool *is_taken)
{
    size_t first = others->count;
    for (size_t i = others->count; i-- > 0;)
        if (!is_taken[i])
            first = i;
    for (size_t i = first; i < others->count; i++)
        if (is_next(others, is_taken, i))
            return i;
    return first;
}

// As the table had them from which the objects were made: each object leaves out what is empty.
static TableLayout *ordered(const Others *others, Arena *arena)
{
    size_t count = 0;
    Text *names = ARENA_ARRAY(others->arena, Text, EVENT_FIELDS + others->count);
    bool *is_taken = ARENA_ARRAY(others->arena, bool, others->count + 1);
    for (EventField field = 0; field < EVENT_FIELDS; field++)
        names[count++] = event_field_names[field];
    for (size_t i = 0; i < others->count; i++) {
        size_t next = others->count > ORDERED_MAX ? i : find_next(others, is_taken);
        is_taken[next] = true;
        names[count++] = others->items[next];
    }
    return table_layout_of_members(names, count, arena);
}

TableLayout *table_objects_layout(const Load *load, const Source *source, Arena *arena)
{
    ArenaMark mark = arena_mark(load->scratch);
    Others others = {.arena = load->arena,
                     .is_before = arena_alloc(load->arena, ORDERED_MAX, ORDERED_MAX)};
    JsonReader *reader = json_open(source, (JsonColumns){.count = 0}, load->scratch);
    Problems ignored = problems_in(load->scratch); // told when they are loaded
    Record record;
    RecordResult result;
    while (!load_is_cancelled(load) &&
           ((result = json_next(reader, &record, &ignored)) == RECORD_READ ||
            result == RECORD_BROKEN)) {
        ArenaMark row = arena_mark(load->scratch);
        if (result == RECORD_READ)
            add_members(&others, &record, load->scratch);
        arena_rewind(load->scratch, row);
    }
    arena_rewind(load->scratch, mark);
    return load_is_cancelled(load) ? NULL : ordered(&others, arena);
}
