// What a person corrects becomes part of the timeline, and what the source says stays beside it.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/notes.h"
#include "model/view.h"
#include "tests/support_timeline.h"

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

// The same events once more, as a reload brings them.
static void load_again(void)
{
    timeline_set_notes(fixture.timeline, NULL);
    fixture_free(&fixture);
    fixture = fixture_new();
    timeline_set_notes(fixture.timeline, notes);
    timeline_settle_notes(fixture.timeline);
}

static EventId event(const char *title)
{
    const EventId *events; // on a slow machine they stand in more than one segment
    timeline_build_index(fixture.timeline);
    size_t count = timeline_all_events(fixture.timeline, &events);
    for (size_t i = 0; i < count; i++) {
        Text found = timeline_field(fixture.timeline, events[i], EVENT_TITLE, fixture.arena);
        if (text_starts(found, text_from(title)))
            return events[i];
    }
    fail();
    return EVENT_NOWHERE;
}

static void correct(NotePlace place, NoteField field, const char *value)
{
    notes_begin_action(notes);
    assert_true(notes_set(notes, fixture.timeline, place, field, text_from(value)));
    load_again();
}

static NotePlace at_event(const char *title)
{
    return (NotePlace){.event = event(title)};
}

static NotePlace at_position(uint32_t n)
{
    return (NotePlace){event("Minister Wen"), NOTE_OF_POSITION, n};
}

static const char *said(Text text)
{
    return arena_text(fixture.arena, text).ptr;
}

static const char *field(const char *title, EventField name)
{
    return said(timeline_field(fixture.timeline, event(title), name, fixture.arena));
}

static const char *position(uint32_t n, PositionField name)
{
    return said(
        timeline_position_field(fixture.timeline, event("Minister Wen"), n, name, fixture.arena));
}

static const char *person(uint32_t n, ParticipantField name)
{
    return said(timeline_participant_field(fixture.timeline, event("Minister Wen"), n, name,
                                           fixture.arena));
}

static size_t shown(const char *filter)
{
    Problems problems = problems_in(fixture.arena);
    View *view = view_new(fixture.timeline);
    assert_true(view_apply_filter(view, text_from(filter), &problems));
    size_t count = view_count(view);
    view_free(view);
    return count;
}

static void a_date_is_that_of_filters_and_orders(void **state)
{
    (void)state;
    correct(at_event("Volunteers"), NOTE_DATE, "2025-10-19/2025-10-21");
    assert_string_equal(field("Volunteers", EVENT_DATE), "2025-10-19/2025-10-21");
    assert_string_equal(field("Volunteers", EVENT_CORRECTED), "date=1950-10");
    assert_int_equal(shown("year:2025"), 1);
    assert_int_equal(shown("year:1950"), 0);
    View *view = view_new(fixture.timeline);
    assert_true(event_equal(view_event(view, view_count(view) - 1), event("Volunteers")));
    view_free(view);
    timeline_build_index(fixture.timeline);
    assert_int_equal(shown("year:2025"), 1);
    assert_int_equal(shown("confidence:high kind:war"), 1);
}

static void countries_are_those_of_pairs(void **state)
{
    (void)state;
    correct(at_event("Gorbachev"), NOTE_COUNTRIES, "CHN>RUS");
    assert_int_equal(shown("pair:CHN>RUS kind:meeting"), 1);
    assert_int_equal(shown("pair:CHN-SUN kind:meeting"), 0);
    assert_string_equal(field("Gorbachev", EVENT_COUNTRIES), "CHN>RUS");
    assert_string_equal(field("Gorbachev", EVENT_CORRECTED), "countries=CHN+SUN");
    correct(at_event("Gorbachev"), NOTE_COUNTRIES, "CHN;JPN;PRK;RUS");
    assert_int_equal(shown("pair:PRK-RUS"), 1);
    assert_int_equal(shown("pair:JPN-PRK"), 1);
    correct(at_event("Trilateral"), NOTE_COUNTRIES, "CHN;RUS"); // it had three
    assert_int_equal(shown("with:USA kind:talks"), 0);
    assert_int_equal(shown("pair:CHN-RUS kind:talks"), 1);
    assert_string_equal(field("Gorbachev", EVENT_CORRECTED), "countries=CHN+SUN");
}

static void kind_and_place_are_labels(void **state)
{
    (void)state;
    correct(at_event("Volunteers"), NOTE_KIND, "intervention");
    correct(at_event("Volunteers"), NOTE_PLACE, "Andong");
    assert_int_equal(shown("kind:intervention place:andong"), 1);
    assert_string_equal(field("Volunteers", EVENT_CORRECTED), "kind=war;place=");
    correct(at_event("Volunteers"), NOTE_KIND, "");
    assert_string_equal(field("Volunteers", EVENT_KIND), "war");
    assert_string_equal(field("Volunteers", EVENT_CORRECTED), "place=");
}

static void a_speaker_is_somebody_present(void **state)
{
    (void)state;
    correct(at_position(1), NOTE_SPEAKER, "Pak Yong Chol");
    assert_string_equal(position(1, POSITION_SPEAKER), "Pak Yong Chol");
    assert_string_equal(position(1, POSITION_COUNTRY), "PRK");
    assert_string_equal(position(1, POSITION_CORRECTED), "speaker=Wen Shulan");
    assert_string_equal(position(1, POSITION_CONFIDENCE), "high");
    assert_string_equal(position(1, POSITION_RULE), "corrected");
    assert_int_equal(shown("speaker:PRK verb:commit"), 1);
    assert_int_equal(shown("speaker:Wen verb:commit"), 0);
    assert_string_equal(position(0, POSITION_CORRECTED), "");
}

static void a_speaker_is_a_side_both_or_nobody(void **state)
{
    (void)state;
    correct(at_position(1), NOTE_SPEAKER, "PRK side");
    assert_string_equal(position(1, POSITION_SPEAKER), "PRK side");
    assert_string_equal(position(1, POSITION_COUNTRY), "PRK");
    assert_string_equal(position(1, POSITION_SIDE), "PRK");
    correct(at_position(1), NOTE_SPEAKER, "both");
    assert_string_equal(position(1, POSITION_SPEAKER), "both");
    assert_string_equal(position(1, POSITION_COUNTRY), "");
    correct(at_position(1), NOTE_SPEAKER, "narration");
    assert_string_equal(position(1, POSITION_SPEAKER), "narration");
    assert_int_equal(shown("speaker:CHN verb:commit"), 0);
    correct(at_position(1), NOTE_SPEAKER, "Somebody Else");
    assert_int_equal(shown("speaker:\"Somebody Else\""), 1);
    correct(at_position(1), NOTE_COUNTRY, "RUS");
    assert_int_equal(shown("speaker:RUS verb:commit"), 1);
    assert_string_equal(position(1, POSITION_CORRECTED), "speaker=Wen Shulan;country=");
}

static void a_participant_has_role_and_country(void **state)
{
    (void)state;
    NotePlace third = {event("Minister Wen"), NOTE_OF_PARTICIPANT, 2};
    assert_int_equal(shown("person:Hu"), 0);
    correct(third, NOTE_ROLE, "delegation");
    correct(third, NOTE_COUNTRY, "RUS");
    assert_int_equal(shown("person:Hu role:delegation"), 1);
    assert_string_equal(person(2, PARTICIPANT_COUNTRY), "RUS");
    assert_string_equal(person(2, PARTICIPANT_CORRECTED), "country=CHN;role=mentioned");
    assert_string_equal(person(0, PARTICIPANT_CORRECTED), "");
}

static void a_title_is_that_of_searches(void **state)
{
    (void)state;
    correct(at_event("Volunteers"), NOTE_TITLE, "Volunteers? No: an army");
    assert_string_equal(field("Volunteers", EVENT_TITLE), "Volunteers? No: an army");
    assert_int_equal(shown("army kind:war"), 1);
    correct(at_event("Volunteers"), NOTE_TITLE, "");
    assert_int_equal(shown("army kind:war"), 0);
}

static void a_channel_and_a_level_are_labels(void **state)
{
    (void)state;
    NotePlace first = {event("Minister Wen"), NOTE_OF_PARTICIPANT, 0};
    correct(at_event("Volunteers"), NOTE_CHANNEL, "military");
    correct(at_event("Volunteers"), NOTE_LEVEL, "head");
    correct(first, NOTE_LEVEL, "minister");
    assert_int_equal(shown("channel:military level:head kind:war"), 1);
    assert_string_equal(field("Volunteers", EVENT_CORRECTED), "channel=;level=");
    assert_string_equal(person(0, PARTICIPANT_LEVEL), "minister");
}

static void a_name_takes_what_was_said_with_it(void **state)
{
    (void)state;
    NotePlace first = {event("Minister Wen"), NOTE_OF_PARTICIPANT, 0};
    correct(first, NOTE_NAME, "Wen Shu-lan the Younger");
    correct(first, NOTE_OFFICE, "Vice-minister");
    assert_string_equal(person(0, PARTICIPANT_NAME), "Wen Shu-lan the Younger");
    assert_string_equal(person(0, PARTICIPANT_OFFICE), "Vice-minister");
    assert_string_equal(person(0, PARTICIPANT_CORRECTED),
                        "name=Wen Shulan;office=Minister of the International Department");
    assert_string_equal(position(0, POSITION_SPEAKER), "Wen Shu-lan the Younger");
    assert_string_equal(position(0, POSITION_CORRECTED), "speaker=Wen Shulan");
    assert_int_equal(shown("person:Younger office:Vice-minister"), 1);
    assert_int_equal(shown("speaker:Younger verb:say"), 1);
    correct(at_position(0), NOTE_SPEAKER, "both"); // says itself who speaks
    assert_string_equal(position(0, POSITION_SPEAKER), "both");
    assert_string_equal(position(0, POSITION_CORRECTED), "speaker=Wen Shulan");
    assert_string_equal(position(1, POSITION_SPEAKER), "Wen Shu-lan the Younger");
    correct(first, NOTE_NAME, ""); // it is found again by what the source says
    assert_string_equal(person(0, PARTICIPANT_NAME), "Wen Shulan");
    assert_string_equal(position(1, POSITION_SPEAKER), "Wen Shulan");
}

// Two events of one minister under two names, and of another who is written alike.
static const FixtureEvent meetings[] = {
    {.date = "2024-01-01",
     .title = "First",
     .kind = "meeting",
     .countries = "CHN;PRK",
     .persons = {{"Pak Yong Chol", "PRK", "ambassador", "guest"}},
     .sentences = {{"Pak Yong Chol", "PRK", "say", "say", "", "subject", "Pak said so."}}},
    {.date = "2024-01-02",
     .title = "Second",
     .kind = "meeting",
     .countries = "CHN;PRK",
     .persons = {{"Bak Yeong-cheol", "PRK", "minister", "guest"}}},
    {.date = "2024-01-03",
     .title = "Third",
     .kind = "meeting",
     .countries = "CHN;PRK",
     .persons = {{"PAK Yong-chol", "PRK", "general", "guest"}},
     .sentences = {{"PAK Yong-chol", "PRK", "add", "say", "", "subject", "Pak added this."}}},
};

static void load_meetings(void)
{
    timeline_set_notes(fixture.timeline, NULL);
    fixture_free(&fixture);
    fixture = fixture_from(meetings, 3);
    timeline_set_notes(fixture.timeline, notes);
    timeline_settle_notes(fixture.timeline);
}

static void call(const char *name, NoteField how, const char *called)
{
    notes_begin_action(notes);
    assert_true(notes_set_person(notes, TEXT("PRK"), text_from(name), how, text_from(called)));
    load_meetings();
}

static ActorId actor_at(const char *title)
{
    size_t count;
    return timeline_participants(fixture.timeline, event(title), &count)[0].actor;
}

static const char *person_at(const char *title, ParticipantField name)
{
    return said(timeline_participant_field(fixture.timeline, event(title), 0, name, fixture.arena));
}

static const char *speaker_at(const char *title, PositionField name)
{
    return said(timeline_position_field(fixture.timeline, event(title), 0, name, fixture.arena));
}

static void two_names_become_one_person(void **state)
{
    (void)state;
    load_meetings();
    assert_int_not_equal(actor_at("First").at, actor_at("Second").at);
    call("Pak Yong Chol", NOTE_PERSON, "Bak Yeong-cheol");
    assert_int_equal(actor_at("First").at, actor_at("Second").at);
    assert_int_equal(actor_at("Third").at, actor_at("Second").at);
    assert_string_equal(person_at("First", PARTICIPANT_NAME), "Bak Yeong-cheol");
    assert_string_equal(person_at("First", PARTICIPANT_CORRECTED), "name=Pak Yong Chol");
    assert_string_equal(person_at("Third", PARTICIPANT_CORRECTED), "name=PAK Yong-chol");
    assert_string_equal(person_at("Second", PARTICIPANT_CORRECTED), "");
    assert_string_equal(speaker_at("First", POSITION_SPEAKER), "Bak Yeong-cheol");
    assert_string_equal(speaker_at("First", POSITION_CORRECTED), "speaker=Pak Yong Chol");
    assert_int_equal(shown("person:Bak"), 3);
    assert_int_equal(shown("speaker:Bak"), 2);
    assert_int_equal(notes_lost_count(notes), 0);
    const Actor *actor = actors_get(timeline_actors(fixture.timeline), actor_at("First"));
    assert_int_equal(actor->spellings.count, 3);
}

static void and_two_again(void **state)
{
    (void)state;
    NoteChange change;
    load_meetings();
    call("Pak Yong Chol", NOTE_PERSON, "Bak Yeong-cheol");
    Text key = notes_person_key(notes, TEXT("PRK"), TEXT("PAK Yong-chol"), TEXT("Bak Yeong-cheol"));
    assert_string_equal(said(key), "Pak Yong Chol");
    assert_true(notes_undo(notes, &change));
    assert_int_equal(change.place.part, NOTE_OF_PERSON);
    load_meetings();
    assert_int_not_equal(actor_at("First").at, actor_at("Second").at);
    assert_string_equal(person_at("First", PARTICIPANT_NAME), "Pak Yong Chol");
    assert_true(notes_redo(notes, &change));
    call("Pak Yong Chol", NOTE_PERSON, "");
    assert_string_equal(person_at("First", PARTICIPANT_CORRECTED), "");
}

static void one_spelling_becomes_somebody_else(void **state)
{
    (void)state;
    load_meetings();
    assert_int_equal(actor_at("First").at, actor_at("Third").at);
    call("PAK Yong-chol", NOTE_SPELLING, "PAK Yong-chol"); // of the same letters
    assert_int_not_equal(actor_at("First").at, actor_at("Third").at);
    assert_string_equal(person_at("Third", PARTICIPANT_NAME), "PAK Yong-chol");
    assert_int_equal(timeline_positions(fixture.timeline, event("Third"), &(size_t){0})->speaker.at,
                     actor_at("Third").at);
    call("PAK Yong-chol", NOTE_SPELLING, "Pak Yong Chol (general)");
    assert_int_not_equal(actor_at("First").at, actor_at("Third").at);
    assert_string_equal(person_at("Third", PARTICIPANT_NAME), "Pak Yong Chol (general)");
    assert_string_equal(speaker_at("Third", POSITION_SPEAKER), "Pak Yong Chol (general)");
    assert_string_equal(speaker_at("First", POSITION_SPEAKER), "Pak Yong Chol");
    ActorId before = actor_at("Third");
    timeline_settle_notes(fixture.timeline);
    assert_int_equal(actor_at("Third").at, before.at);
}

static void a_name_at_one_event_is_that_of_its_speaker_too(void **state)
{
    (void)state;
    load_meetings();
    call("Pak Yong Chol", NOTE_PERSON, "Bak Yeong-cheol");
    NotePlace first = {event("First"), NOTE_OF_PARTICIPANT, 0};
    notes_begin_action(notes);
    assert_true(notes_set(notes, fixture.timeline, first, NOTE_NAME, TEXT("Pak Yongchol")));
    load_meetings();
    assert_string_equal(person_at("First", PARTICIPANT_NAME), "Pak Yongchol");
    assert_string_equal(speaker_at("First", POSITION_SPEAKER), "Pak Yongchol");
    assert_string_equal(speaker_at("First", POSITION_CORRECTED), "speaker=Pak Yong Chol");
    assert_string_equal(speaker_at("Third", POSITION_SPEAKER), "Bak Yeong-cheol");
}

static void who_is_who_goes_in_a_circle_without_end(void **state)
{
    (void)state;
    load_meetings();
    call("Pak Yong Chol", NOTE_PERSON, "Bak Yeong-cheol");
    call("Bak Yeong-cheol", NOTE_PERSON, "Pak Yong Chol");
    assert_true(actor_at("First").at > 0);
    call("Nobody Here", NOTE_PERSON, "Pak Yong Chol");
    assert_int_equal(notes_lost_count(notes), 0);
}

static void a_corrected_event_keeps_its_notes_and_its_key(void **state)
{
    (void)state;
    correct(at_event("Minister Wen"), NOTE_DATE, "2024-02-02");
    correct(at_event("Minister Wen"), NOTE_COUNTRIES, "CHN;JPN");
    correct(at_position(0), NOTE_SPEAKER, "both"); // keyed by the event that is corrected already
    notes_begin_action(notes);
    notes_set_tag(notes, fixture.timeline, at_event("Minister Wen"), TEXT("check"), true);
    EventKey key = event_key_of(fixture.timeline, event("Minister Wen"), fixture.arena);
    assert_string_equal(said(key.date), "2024-01-19");
    assert_string_equal(said(key.countries), "CHN;PRK");
    load_again();
    assert_int_equal(notes_lost_count(notes), 0);
    assert_string_equal(field("Minister Wen", EVENT_TAGS), "check");
    assert_string_equal(position(0, POSITION_SPEAKER), "both");
}

static void undo_goes_back_to_the_source(void **state)
{
    (void)state;
    NoteChange change;
    correct(at_position(1), NOTE_SPEAKER, "both");
    correct(at_event("Volunteers"), NOTE_DATE, "1951");
    assert_true(notes_undo(notes, &change));
    assert_int_equal(change.field, NOTE_DATE);
    assert_true(notes_undo(notes, &change));
    load_again();
    assert_string_equal(field("Volunteers", EVENT_DATE), "1950-10");
    assert_string_equal(field("Volunteers", EVENT_CORRECTED), "");
    assert_string_equal(position(1, POSITION_SPEAKER), "Wen Shulan");
    assert_true(notes_redo(notes, &change));
    load_again();
    assert_string_equal(position(1, POSITION_SPEAKER), "both");
}

static void what_is_no_value_is_told_and_left_out(void **state)
{
    (void)state;
    correct(at_event("Volunteers"), NOTE_DATE, "last week");
    correct(at_event("Gorbachev"), NOTE_COUNTRIES, "CHN;Atlantis");
    assert_int_equal(shown("year:1950"), 1);
    assert_int_equal(shown("pair:CHN-SUN kind:meeting"), 1);
    const Problems *problems = timeline_problems(fixture.timeline);
    assert_true(problems->by_severity[SEVERITY_WARNING] >= 2);
    assert_string_equal(said(problems->items[0].message),
                        "the date \"last week\" of a correction is none; it is left out");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_date_is_that_of_filters_and_orders),
        TEST(countries_are_those_of_pairs),
        TEST(kind_and_place_are_labels),
        TEST(a_speaker_is_somebody_present),
        TEST(a_speaker_is_a_side_both_or_nobody),
        TEST(a_participant_has_role_and_country),
        TEST(a_title_is_that_of_searches),
        TEST(a_channel_and_a_level_are_labels),
        TEST(a_name_takes_what_was_said_with_it),
        TEST(two_names_become_one_person),
        TEST(and_two_again),
        TEST(one_spelling_becomes_somebody_else),
        TEST(a_name_at_one_event_is_that_of_its_speaker_too),
        TEST(who_is_who_goes_in_a_circle_without_end),
        TEST(a_corrected_event_keeps_its_notes_and_its_key),
        TEST(undo_goes_back_to_the_source),
        TEST(what_is_no_value_is_told_and_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
