// What a person adds stays with its event: through reloads, moves, other orders, other programs.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/notes_own.h"
#include "model/view.h"
#include "tests/support_timeline.h"

#define HEAD NOTES_HEADER "\n"

static Fixture fixture;
static Notes *notes;

static int set_up(void **state)
{
    (void)state;
    fixture = fixture_new();
    notes = notes_new();
    timeline_set_notes(fixture.timeline, notes);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_free(&fixture);
    notes_free(notes);
    return 0;
}

static bool take(void *context, Text bytes)
{
    buffer_add(context, bytes);
    return true;
}

static bool is_any(void *context, EventId event)
{
    (void)context, (void)event;
    return true;
}

static const char *written(const Notes *from, bool only_present)
{
    Buffer out = buffer_in(fixture.arena);
    Sink sink = {.write = take, .context = &out};
    const NotesChoice all = {.has = is_any};
    assert_true(notes_write(from, NOTES_FILE_NOTES, only_present ? &all : NULL, &sink));
    return arena_text(fixture.arena, buffer_text(&out)).ptr;
}

static const char *field(EventId id, EventField name)
{
    Text text = timeline_field(fixture.timeline, id, name, fixture.arena);
    return arena_text(fixture.arena, text).ptr;
}

// The event whose title begins so, wherever it stands.
static EventId event(const char *title)
{
    for (size_t s = 0; s < timeline_segment_count(fixture.timeline); s++)
        for (uint32_t row = 0; row < timeline_segment(fixture.timeline, s)->count; row++) {
            EventId id = timeline_event_id(s, row);
            Text found = timeline_field(fixture.timeline, id, EVENT_TITLE, fixture.arena);
            if (text_starts(found, text_from(title)))
                return id;
        }
    fail();
    return EVENT_NOWHERE;
}

static NotePlace at_event(const char *title)
{
    return (NotePlace){.event = event(title)};
}

static NotePlace at_position(const char *title, uint32_t n)
{
    return (NotePlace){event(title), NOTE_OF_POSITION, n};
}

static void set_tags(NotePlace place, const char *tags)
{
    notes_begin_action(notes);
    assert_true(notes_set(notes, fixture.timeline, place, NOTE_TAGS, text_from(tags)));
}

static void set_note(NotePlace place, const char *note)
{
    notes_begin_action(notes);
    assert_true(notes_set(notes, fixture.timeline, place, NOTE_NOTE, text_from(note)));
}

static void load(Notes *into, const NoteRecord *records, size_t count, bool is_packed)
{
    NoteRecords list = {.items = (NoteRecord *)arena_alloc(fixture.arena, count, sizeof *records)};
    memcpy(list.items, records, count * sizeof *records);
    list.count = count;
    notes_load(into, &list, is_packed);
}

static const NoteRecord yalu = {
    .event = {TEXT_INIT("f3"), TEXT_INIT("1950-10"), TEXT_INIT("CHN;PRK"),
              TEXT_INIT("Volunteers cross the Yalu")},
    .field = NOTE_TAGS,
    .value = TEXT_INIT("war"),
};

static void notes_are_columns_of_the_event(void **state)
{
    (void)state;
    set_tags(at_event("Volunteers"), " war; early ;war");
    set_note(at_event("Volunteers"), "two\nlines");
    assert_string_equal(field(event("Volunteers"), EVENT_TAGS), "early;war");
    assert_string_equal(field(event("Volunteers"), EVENT_NOTE), "two lines");
    assert_string_equal(field(event("Gorbachev"), EVENT_TAGS), "");
    assert_true(notes_has_event(notes, event("Volunteers")));
    assert_false(notes_has_event(notes, event("Gorbachev")));
}

static void notes_set_says_when_nothing_changes(void **state)
{
    (void)state;
    set_tags(at_event("Volunteers"), "war");
    assert_false(
        notes_set(notes, fixture.timeline, at_event("Volunteers"), NOTE_TAGS, TEXT(" war ")));
    assert_true(notes_set_tag(notes, fixture.timeline, at_event("Volunteers"), TEXT("war"), false));
    assert_false(
        notes_set_tag(notes, fixture.timeline, at_event("Volunteers"), TEXT("war"), false));
    assert_string_equal(written(notes, false), HEAD);
}

static void notes_are_written_in_order_of_date(void **state)
{
    (void)state;
    set_note(at_position("Minister Wen", 2), "compare, please");
    set_tags(at_event("Minister Wen"), "marked;check");
    set_tags(at_event("Volunteers"), "war");
    assert_string_equal(
        written(notes, false),
        HEAD "f3,1950-10,CHN;PRK,Volunteers cross the Yalu,event,,,tag,war,\n"
             "f10,2024-01-19,CHN;PRK,Minister Wen receives Ambassador Pak,event,,,tag,check,\n"
             "f10,2024-01-19,CHN;PRK,Minister Wen receives Ambassador Pak,event,,,tag,marked,\n"
             "f10,2024-01-19,CHN;PRK,Minister Wen receives Ambassador Pak,position,"
             "Pak briefed on the plenary meeting and congratulated the Chinese people.,,"
             "note,\"compare, please\",\n");
}

static void notes_undo_goes_back_action_by_action(void **state)
{
    (void)state;
    NoteChange change;
    assert_false(notes_undo(notes, &change));
    set_tags(at_event("Volunteers"), "war");
    set_note(at_event("Volunteers"), "a note");
    assert_true(notes_undo(notes, &change));
    assert_int_equal(change.field, NOTE_NOTE);
    assert_true(event_equal(change.place.event, event("Volunteers")));
    assert_string_equal(field(event("Volunteers"), EVENT_NOTE), "");
    assert_string_equal(field(event("Volunteers"), EVENT_TAGS), "war");
    assert_true(notes_undo(notes, &change));
    assert_string_equal(field(event("Volunteers"), EVENT_TAGS), "");
    assert_true(notes_redo(notes, &change));
    assert_true(notes_redo(notes, &change));
    assert_false(notes_redo(notes, &change));
    assert_string_equal(field(event("Volunteers"), EVENT_NOTE), "a note");
}

static void notes_undo_takes_an_action_whole(void **state)
{
    (void)state;
    NoteChange change;
    notes_begin_action(notes);
    notes_set_tag(notes, fixture.timeline, at_event("Volunteers"), TEXT("a"), true);
    notes_set_tag(notes, fixture.timeline, at_event("Gorbachev"), TEXT("a"), true);
    assert_true(notes_undo(notes, &change));
    assert_int_equal(change.count, 2);
    assert_string_equal(field(event("Volunteers"), EVENT_TAGS), "");
    assert_string_equal(field(event("Gorbachev"), EVENT_TAGS), "");
}

static void undo_tells_a_mark_from_a_tag(void **state)
{
    (void)state;
    NoteChange change;
    set_tags(at_event("Volunteers"), "war");
    notes_begin_action(notes);
    notes_set_tag(notes, fixture.timeline, at_event("Volunteers"), NOTES_MARK, true);
    set_note(at_event("Volunteers"), "a note");
    assert_true(notes_undo(notes, &change));
    assert_false(change.is_mark);
    assert_true(notes_undo(notes, &change));
    assert_true(change.is_mark);
    assert_true(notes_undo(notes, &change));
    assert_false(change.is_mark);
    assert_true(notes_redo(notes, &change) && notes_redo(notes, &change));
    assert_true(change.is_mark);
}

static void undo_meets_what_was_done_elsewhere_in_its_turn(void **state)
{
    (void)state;
    NoteChange change;
    set_tags(at_event("Volunteers"), "a");
    notes_add_outside(notes, 7);
    set_tags(at_event("Volunteers"), "b");
    assert_true(notes_undo(notes, &change));
    assert_false(change.is_outside);
    assert_true(notes_undo(notes, &change));
    assert_true(change.is_outside);
    assert_int_equal(change.number, 7);
    assert_string_equal(field(event("Volunteers"), EVENT_TAGS), "a");
    assert_true(notes_redo(notes, &change));
    assert_int_equal(change.number, 7);
    assert_true(notes_redo(notes, &change));
    assert_false(change.is_outside);
    assert_string_equal(field(event("Volunteers"), EVENT_TAGS), "b");
}

static void a_change_after_undo_forgets_what_was_undone(void **state)
{
    (void)state;
    NoteChange change;
    set_tags(at_event("Volunteers"), "a");
    assert_true(notes_undo(notes, &change));
    set_tags(at_event("Volunteers"), "b");
    assert_false(notes_redo(notes, &change));
    assert_true(notes_undo(notes, &change));
    assert_string_equal(field(event("Volunteers"), EVENT_TAGS), "");
}

// ---- finding the event again ----

static void begin_other(const FixtureEvent *events, size_t count)
{
    timeline_set_notes(fixture.timeline, NULL);
    fixture_free(&fixture);
    fixture = fixture_from(events, count);
    timeline_set_notes(fixture.timeline, notes);
    timeline_settle_notes(fixture.timeline);
}

static const FixtureEvent moved[] = {
    {"2001", "A year of friendship", "other", "CHN;RUS", "", {{0}}, {{0}}, 0},
    {"1950-10", "Another war", "war", "CHN;PRK", "", {{0}}, {{0}}, 0},
    {"1950-10", "Volunteers cross the Yalu", "war", "CHN;PRK", "", {{0}}, {{0}}, 0},
};

static void notes_find_their_event_in_another_order(void **state)
{
    (void)state;
    set_tags(at_event("Volunteers"), "war");
    begin_other(moved, 3); // f3 once more, but the third of all
    assert_string_equal(field(event("Volunteers"), EVENT_TAGS), "war");
    assert_string_equal(field(event("Another"), EVENT_TAGS), "");
    assert_int_equal(notes_lost_count(notes), 0);
}

static void notes_find_their_event_under_another_id(void **state)
{
    (void)state;
    NoteRecord record = yalu;
    record.event.id = TEXT("r0123456789");
    load(notes, &record, 1, false);
    begin_other(moved, 3);
    assert_string_equal(field(event("Volunteers"), EVENT_TAGS), "war");
}

static void notes_find_their_event_on_another_day(void **state)
{
    (void)state;
    NoteRecord record = yalu;
    record.event.date = TEXT("1950-11-01");
    load(notes, &record, 1, false);
    begin_other(moved, 3);
    assert_string_equal(field(event("Volunteers"), EVENT_TAGS), "war");
}

static void notes_do_not_stick_to_a_stranger_of_the_same_id(void **state)
{
    (void)state;
    static const FixtureEvent others[] = {
        {"1972", "One", "other", "CHN;PRK", "", {{0}}, {{0}}, 0},
        {"1973", "Two", "other", "CHN;PRK", "", {{0}}, {{0}}, 0},
        {"1974", "Three", "other", "CHN;PRK", "", {{0}}, {{0}}, 0},
    };
    load(notes, &yalu, 1, false);
    begin_other(others, 3);
    assert_string_equal(field(event("Three"), EVENT_TAGS), "");
    assert_int_equal(notes_lost_count(notes), 1);
    assert_string_equal(written(notes, false),
                        HEAD "f3,1950-10,CHN;PRK,Volunteers cross the Yalu,event,,,tag,war,\n");
}

static void notes_are_found_in_what_is_appended_later(void **state)
{
    (void)state;
    NoteRecord record = yalu;
    record.event = (EventKey){TEXT("f15"), TEXT("2025-01-02"), TEXT("CHN;PRK"), TEXT("A new year")};
    load(notes, &record, 1, false);
    timeline_set_notes(fixture.timeline, notes);
    static const FixtureEvent later[] = {
        {"2025-01-02", "A new year", "other", "CHN;PRK", "", {{0}}, {{0}}, 0}};
    fixture_append(&fixture, later, 1);
    assert_string_equal(field(event("A new year"), EVENT_TAGS), "war");
}

// ---- two writers, packs ----

static NoteRecord with(NoteField name, const char *value)
{
    NoteRecord record = yalu;
    record.field = name;
    record.value = text_from(value);
    return record;
}

static bool merge(const NoteRecord *records, size_t count)
{
    NoteRecords list = {.items =
                            (NoteRecord *)arena_alloc(fixture.arena, count + 1, sizeof *records),
                        .count = count};
    for (size_t i = 0; i < count; i++)
        list.items[i] = records[i];
    return notes_merge(notes, NOTES_FILE_NOTES, &list);
}

static void notes_merge_joins_what_two_programs_wrote(void **state)
{
    (void)state;
    NoteRecord known[] = {with(NOTE_TAGS, "a"), with(NOTE_TAGS, "b"), with(NOTE_NOTE, "old")};
    load(notes, known, 3, false);
    timeline_set_notes(fixture.timeline, notes);
    set_tags(at_event("Volunteers"), "b;mine"); // takes "a" away
    set_note(at_event("Volunteers"), "my words");
    NoteRecord theirs[] = {with(NOTE_TAGS, "a"), with(NOTE_TAGS, "theirs"), // takes "b" away
                           with(NOTE_NOTE, "their words")};
    merge(theirs, 3);
    assert_string_equal(field(event("Volunteers"), EVENT_TAGS), "mine;theirs");
    assert_string_equal(field(event("Volunteers"), EVENT_NOTE), "their words / my words");
}

static void notes_merge_says_whether_a_value_changed(void **state)
{
    (void)state;
    NoteRecord known[] = {with(NOTE_NOTE, "old")};
    load(notes, known, 1, false);
    timeline_set_notes(fixture.timeline, notes);
    assert_false(merge(known, 1));
    size_t before = arena_bytes(notes->arena);
    for (int i = 0; i < 20000; i++) // each of them is a save
        merge(known, 1);
    assert_int_equal(arena_bytes(notes->arena), before);
    NoteRecord theirs[] = {with(NOTE_NOTE, "new")};
    assert_true(merge(theirs, 1));
    assert_string_equal(field(event("Volunteers"), EVENT_NOTE), "new");
}

static void notes_merge_takes_what_only_they_changed(void **state)
{
    (void)state;
    NoteRecord known[] = {with(NOTE_NOTE, "old")};
    load(notes, known, 1, false);
    timeline_set_notes(fixture.timeline, notes);
    merge(NULL, 0); // they have taken it away
    assert_string_equal(field(event("Volunteers"), EVENT_NOTE), "");
    NoteRecord theirs[] = {with(NOTE_NOTE, "new")};
    merge(theirs, 1);
    assert_string_equal(field(event("Volunteers"), EVENT_NOTE), "new");
    assert_true(notes_is_saved(notes, NOTES_FILE_NOTES));
}

static void notes_that_are_packed_are_shown_and_not_written(void **state)
{
    (void)state;
    NoteRecord packed[] = {with(NOTE_TAGS, "theirs"), with(NOTE_NOTE, "their words")};
    load(notes, packed, 2, true);
    timeline_set_notes(fixture.timeline, notes);
    set_tags(at_event("Volunteers"), "mine");
    assert_string_equal(field(event("Volunteers"), EVENT_NOTE), "their words");
    assert_true(
        text_list_has(text_from(field(event("Volunteers"), EVENT_TAGS)), ';', TEXT("theirs")));
    assert_string_equal(written(notes, false),
                        HEAD "f3,1950-10,CHN;PRK,Volunteers cross the Yalu,event,,,tag,mine,\n");
    assert_non_null(strstr(written(notes, true), "tag,theirs"));
}

// ---- filters ----

static size_t shown(const char *filter)
{
    Problems problems = problems_in(fixture.arena);
    View *view = view_new(fixture.timeline);
    assert_true(view_apply_filter(view, text_from(filter), &problems));
    size_t count = view_count(view);
    view_free(view);
    return count;
}

static void filters_ask_for_marks_tags_and_notes(void **state)
{
    (void)state;
    set_tags(at_event("Volunteers"), "marked;war");
    set_tags(at_position("Minister Wen", 1), "marked");
    set_note(at_position("Call between", 0), "Ask Again");
    assert_int_equal(shown("marked"), 2);
    assert_int_equal(shown("-marked"), 12);
    assert_int_equal(shown("marked kind:war"), 1);
    assert_int_equal(shown("tag:war"), 1);
    assert_int_equal(shown("tag:marked"), 2);
    assert_int_equal(shown("note:\"ask again\""), 1);
    assert_int_equal(shown("note:nothing"), 0);
    assert_int_equal(shown("\"marked\""), 0); // in quotes it is a word like others
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(notes_are_columns_of_the_event),
        TEST(notes_set_says_when_nothing_changes),
        TEST(notes_are_written_in_order_of_date),
        TEST(notes_undo_goes_back_action_by_action),
        TEST(notes_undo_takes_an_action_whole),
        TEST(undo_tells_a_mark_from_a_tag),
        TEST(undo_meets_what_was_done_elsewhere_in_its_turn),
        TEST(a_change_after_undo_forgets_what_was_undone),
        TEST(notes_find_their_event_in_another_order),
        TEST(notes_find_their_event_under_another_id),
        TEST(notes_find_their_event_on_another_day),
        TEST(notes_do_not_stick_to_a_stranger_of_the_same_id),
        TEST(notes_are_found_in_what_is_appended_later),
        TEST(notes_merge_joins_what_two_programs_wrote),
        TEST(notes_merge_says_whether_a_value_changed),
        TEST(notes_merge_takes_what_only_they_changed),
        TEST(notes_that_are_packed_are_shown_and_not_written),
        TEST(filters_ask_for_marks_tags_and_notes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
