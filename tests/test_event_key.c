// An event is known again by what its source says of it, wherever that stands.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/event_key.h"
#include "tests/support_timeline.h"

static const FixtureEvent events[] = {
    {"2024-01-19",
     "A minister  receives\nan ambassador",
     "meeting",
     "CHN;PRK",
     "Beijing",
     {{"Wen Shulan", "CHN", "Minister", "host"}},
     {{"Wen Shulan", "CHN", "say", "say", "", "subject", "We agree."},
      {"Wen Shulan", "CHN", "say", "say", "", "subject", "We hope."},
      {"Wen Shulan", "CHN", "say", "say", "", "subject", "We  agree."}},
     0},
    {"2024-03-02", "A call", "call", "CHN;RUS", "", {{0}}, {{0}}, 0},
};

static Fixture fixture;

static int set_up(void **state)
{
    (void)state;
    fixture = fixture_from(events, 2);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_free(&fixture);
    return 0;
}

static EventId event_at(uint32_t row)
{
    return timeline_event_id(0, row);
}

static EventKey key(const char *id, const char *date, const char *countries, const char *title)
{
    return (EventKey){text_from(id), text_from(date), text_from(countries), text_from(title)};
}

static void assert_text(Text text, const char *expected)
{
    assert_string_equal(arena_text(fixture.arena, text).ptr, expected);
}

static void event_key_holds_what_an_export_writes(void **state)
{
    (void)state;
    EventKey found = event_key_of(fixture.timeline, event_at(0), fixture.arena);
    assert_text(found.id, "f1");
    assert_text(found.date, "2024-01-19");
    assert_text(found.countries, "CHN;PRK");
    assert_text(found.title, "A minister receives an ambassador");
}

static void event_key_match_lets_title_or_date_be_mended(void **state)
{
    (void)state;
    EventKey a = key("e1", "2024-01-19", "CHN;PRK", "A talk");
    EventKey title = key("e1", "2024-01-19", "CHN;PRK", "A meeting");
    EventKey date = key("e1", "2024-01-20", "CHN;PRK", "A talk");
    EventKey countries = key("e1", "2024-01-19", "CHN;RUS", "A talk");
    assert_int_equal(event_key_match(&a, &a), KEY_SAME);
    assert_int_equal(event_key_match(&a, &title), KEY_SAME);
    assert_int_equal(event_key_match(&a, &date), KEY_SAME);
    assert_int_equal(event_key_match(&a, &countries), KEY_SAME);
}

static void event_key_match_refuses_the_same_id_of_another_table(void **state)
{
    (void)state;
    EventKey a = key("e1", "2024-01-19", "CHN;PRK", "A talk");
    EventKey other = key("e1", "1972-02-21", "CHN;PRK", "A visit");
    assert_int_equal(event_key_match(&a, &other), KEY_OTHER);
}

static void event_key_match_finds_alike_what_lost_its_id(void **state)
{
    (void)state;
    EventKey a = key("r0000000001", "2024-01-19", "CHN;PRK", "A talk");
    EventKey mended = key("r0000000002", "2024-01-19", "CHN;PRK", "A talk");
    EventKey other = key("r0000000002", "2024-01-19", "CHN;RUS", "A talk");
    assert_int_equal(event_key_match(&a, &mended), KEY_ALIKE);
    assert_int_equal(event_key_match(&a, &other), KEY_OTHER);
}

static void event_key_day_is_that_of_the_segment(void **state)
{
    (void)state;
    int32_t day;
    EventKey found = event_key_of(fixture.timeline, event_at(1), fixture.arena);
    assert_true(event_key_day(&found, &day));
    assert_int_equal(day, timeline_segment(fixture.timeline, 0)->start[1]);
    EventKey undated = key("e1", "", "", "A talk");
    assert_false(event_key_day(&undated, &day));
}

static void event_key_hash_is_the_same_in_every_run(void **state)
{
    (void)state;
    uint64_t first = event_key_hash(fixture.timeline, event_at(0), fixture.arena);
    // FNV-1a of "f1\n2024-01-19\n", by hand: files of hashes outlive this program.
    assert_true(first == text_hash(TEXT("f1\n2024-01-19\n")));
    assert_true(first != event_key_hash(fixture.timeline, event_at(1), fixture.arena));
}

static void key_text_is_one_line_of_utf8(void **state)
{
    (void)state;
    assert_text(key_text(TEXT(" a\r\n\tb\x1b c\xff "), fixture.arena), "a b c\xEF\xBF\xBD");
    assert_text(key_text(TEXT("東京\xC2\xA0で"), fixture.arena), "東京 で");
    assert_text(key_text(TEXT(""), fixture.arena), "");
}

static void position_key_tells_equal_words_apart(void **state)
{
    (void)state;
    WordsKey first = position_key_of(fixture.timeline, event_at(0), 0, fixture.arena);
    WordsKey third = position_key_of(fixture.timeline, event_at(0), 2, fixture.arena);
    assert_text(third.words, "We agree.");
    assert_int_equal(first.repeat, 0);
    assert_int_equal(third.repeat, 1);
    for (size_t n = 0; n < 3; n++) {
        WordsKey one = position_key_of(fixture.timeline, event_at(0), n, fixture.arena);
        assert_int_equal(position_key_find(fixture.timeline, event_at(0), &one, fixture.arena), n);
    }
}

static void position_key_find_says_when_nobody_says_so_any_more(void **state)
{
    (void)state;
    WordsKey gone = {.words = TEXT("We doubt.")};
    WordsKey once = {.words = TEXT("We hope."), .repeat = 1};
    assert_true(position_key_find(fixture.timeline, event_at(0), &gone, fixture.arena) ==
                TEXT_NOWHERE);
    assert_true(position_key_find(fixture.timeline, event_at(0), &once, fixture.arena) ==
                TEXT_NOWHERE);
    assert_true(position_key_find(fixture.timeline, event_at(1), &gone, fixture.arena) ==
                TEXT_NOWHERE);
}

static void participant_key_is_the_name(void **state)
{
    (void)state;
    WordsKey key = participant_key_of(fixture.timeline, event_at(0), 0, fixture.arena);
    assert_text(key.words, "Wen Shulan");
    assert_int_equal(participant_key_find(fixture.timeline, event_at(0), &key, fixture.arena), 0);
    assert_true(participant_key_find(fixture.timeline, event_at(1), &key, fixture.arena) ==
                TEXT_NOWHERE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(event_key_holds_what_an_export_writes),
        cmocka_unit_test(event_key_match_lets_title_or_date_be_mended),
        cmocka_unit_test(event_key_match_refuses_the_same_id_of_another_table),
        cmocka_unit_test(event_key_match_finds_alike_what_lost_its_id),
        cmocka_unit_test(event_key_day_is_that_of_the_segment),
        cmocka_unit_test(event_key_hash_is_the_same_in_every_run),
        cmocka_unit_test(key_text_is_one_line_of_utf8),
        cmocka_unit_test(position_key_tells_equal_words_apart),
        cmocka_unit_test(participant_key_is_the_name),
        cmocka_unit_test(position_key_find_says_when_nobody_says_so_any_more),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
