// Counting what a view shows, by one key or two.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/count.h"
#include "tests/support_timeline.h"

static Fixture fixture;
static View *view;

static int set_up(void **state)
{
    (void)state;
    fixture = fixture_new();
    view = view_new(fixture.timeline);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    view_free(view);
    fixture_free(&fixture);
    return 0;
}

static void apply(const char *expression)
{
    Problems problems = problems_in(fixture.arena);
    assert_true(view_apply_filter(view, text_from(expression), &problems));
}

// "1972:2 1989:1 /3": keys, counts and the total.
static const char *counted(const char *by)
{
    CountKey keys[2];
    size_t key_count = 0;
    Text rest = text_from(by);
    while (rest.ptr)
        assert_true(count_key_by_name(text_cut(&rest, ','), &keys[key_count++]));
    Counts counts = count_by(view, keys, key_count, fixture.arena);
    Buffer out = buffer_in(fixture.arena);
    for (size_t i = 0; i < counts.count; i++) {
        buffer_add(&out, counts.items[i].keys[0]);
        if (key_count > 1)
            buffer_printf(&out, "+%.*s", TEXT_ARG(counts.items[i].keys[1]));
        buffer_printf(&out, ":%d ", (int)counts.items[i].count);
    }
    buffer_printf(&out, "/%d", (int)counts.total);
    return arena_text(fixture.arena, buffer_text(&out)).ptr;
}

static void times_are_in_order(void **state)
{
    (void)state;
    assert_string_equal(counted("year"),
                        "1949:2 1950:1 1963:1 1972:2 1989:1 2001:1 2023:1 2024:5 /14");
    assert_string_equal(counted("decade"), "1940s:2 1950s:1 1960s:1 1970s:2 1980s:1 2000s:1 "
                                           "2020s:6 /14");
}

static void date_is_counted_as_precisely_as_it_is_known(void **state)
{
    (void)state;
    apply("year:1950..2001");
    assert_string_equal(counted("month"), "1950-10:1 1963-01:1 1972-02:1 1972-09:1 1989-05:1 "
                                          "2001:1 /6");
    assert_string_equal(counted("day"), "1950-10:1 1963-01-22:1 1972-02-21:1 1972-09-29:1 "
                                        "1989-05-16:1 2001:1 /6");
}

static void each_pair_of_several_countries_counts(void **state)
{
    (void)state;
    assert_string_equal(counted("pair"), "CHN-PRK:3 CHN-RUS:3 CHN-USA:3 CHN-JPN:2 CHN-SUN:2 "
                                         "DEU-FRA:1 PRK-USA:1 RUS-USA:1 /14");
    assert_string_equal(counted("country"), "CHN:12 PRK:4 USA:4 RUS:3 JPN:2 SUN:2 DEU:1 FRA:1 /14");
}

static void what_has_no_value_counts_as_nothing_named(void **state)
{
    (void)state;
    apply("year:2024");
    assert_string_equal(counted("place"), ":1 Beijing:1 Geneva:1 Pyongyang:1 Tokyo:1 /5");
    assert_string_equal(counted("code"), ":5 /5");
    assert_string_equal(counted("publisher"), ":5 /5");
    assert_string_equal(counted("dataset"), "fixture:5 /5");
    assert_string_equal(counted("file"), "fixture.txt:5 /5");
    assert_string_equal(counted("channel"), ":5 /5");
}

static void only_those_who_take_part_are_participants(void **state)
{
    (void)state;
    apply("year:2024");
    assert_string_equal(counted("participant"),
                        ":3 KUROSAWA Tetsuya:1 Pak Yong Chol:1 Wen Shulan:1 高建:1 /5");
    apply("place:Beijing");
    assert_string_equal(counted("participant"), "Zhou Enlai:2 :1 Pak Yong Chol:1 Richard Nixon:1 "
                                                "Tanaka Kakuei:1 Wen Shulan:1 /4");
    assert_string_equal(counted("office"),
                        "Premier:2 :1 Ambassador to China:1 Minister of the International "
                        "Department:1 President:1 Prime Minister:1 /4");
}

static void speakers_verbs_and_topics_count_positions(void **state)
{
    (void)state;
    assert_true(count_key_is_of_positions(COUNT_VERB));
    assert_false(count_key_is_of_positions(COUNT_PAIR));
    assert_string_equal(counted("speaker"), "Pak Yong Chol:2 Wen Shulan:2 CHN side:1 both:1 /6");
    assert_string_equal(counted("topic"), "party:2 ties:2 core/taiwan:1 ukraine:1 visits:1 /6");
}

static void positions_that_the_filter_chooses_are_counted_alone(void **state)
{
    (void)state;
    apply("speaker:PRK");
    assert_string_equal(counted("verb"), "brief:1 support:1 /2");
    apply("speaker:PRK -topic:core");
    assert_string_equal(counted("verb"), "brief:1 /1");
    apply("-verb:agree");
    assert_string_equal(counted("speaker"), "Pak Yong Chol:2 Wen Shulan:2 CHN side:1 /5");
    apply("speaker:PRK");
    view_lift_filter(view, true);
    assert_string_equal(counted("speaker"), "Pak Yong Chol:2 Wen Shulan:2 CHN side:1 both:1 /6");
}

static void rows_of_one_first_key_stand_together(void **state)
{
    (void)state;
    apply("year:1972..2001");
    assert_string_equal(counted("pair,year"), "CHN-JPN+1972:1 CHN-RUS+2001:1 CHN-SUN+1989:1 "
                                              "CHN-USA+1972:1 /4");
    assert_string_equal(counted("year,kind"),
                        "1972+signing:1 1972+visit:1 1989+meeting:1 2001+other:1 /4");
    apply("pair:CHN-PRK | pair:CHN-USA");
    assert_string_equal(counted("kind,pair"),
                        "talks+CHN-RUS:1 talks+CHN-USA:1 talks+RUS-USA:1 meeting+CHN-PRK:1 "
                        "meeting+CHN-USA:1 treaty+CHN-PRK:1 visit+CHN-USA:1 war+CHN-PRK:1 /6");
    assert_string_equal(counted("pair,topic"),
                        "CHN-PRK+party:2 CHN-PRK+ties:2 CHN-PRK+core/taiwan:1 /4");
}

static void documents_are_different_sources(void **state)
{
    (void)state;
    static const FixtureEvent more[] = {
        {.date = "1972-05", .title = "a", .kind = "visit", .countries = "CHN;USA", .place = ""},
        {.date = "1972-06", .title = "b", .kind = "visit", .countries = "CHN;USA", .place = ""},
        {.date = "1989", .title = "c", .kind = "visit", .countries = "CHN;USA", .place = ""}};
    fixture_append(&fixture, more, 3);
    fixture_append(&fixture, more, 2);
    view_extend(view);
    apply("year:1972..1989");
    CountKey key = COUNT_YEAR;
    Counts counts = count_by(view, &key, 1, fixture.arena);
    assert_int_equal(counts.count, 2);
    assert_int_equal(counts.items[0].count, 6);
    assert_int_equal(counts.items[0].documents, 3);
    assert_int_equal(counts.items[1].count, 2);
    assert_int_equal(counts.items[1].documents, 2);
}

static void years_before_our_era_come_first(void **state)
{
    (void)state;
    static const FixtureEvent old[] = {
        {.date = "-0221", .title = "a", .kind = "war", .countries = "CHN", .place = ""},
        {.date = "-0001-05", .title = "b", .kind = "war", .countries = "CHN", .place = ""},
        {.date = "0007-05-01", .title = "c", .kind = "war", .countries = "CHN", .place = ""}};
    Fixture ancient = fixture_from(old, 3);
    View *all = view_new(ancient.timeline);
    CountKey key = COUNT_YEAR;
    Counts counts = count_by(all, &key, 1, fixture.arena);
    assert_int_equal(counts.count, 3);
    assert_true(text_equal(counts.items[0].keys[0], TEXT("-0221")));
    assert_true(text_equal(counts.items[1].keys[0], TEXT("-0001")));
    assert_true(text_equal(counts.items[2].keys[0], TEXT("0007")));
    view_free(all);
    fixture_free(&ancient);
}

static void nothing_shown_is_nothing_counted(void **state)
{
    (void)state;
    apply("pair:DEU-JPN");
    assert_string_equal(counted("year"), "/0");
    assert_string_equal(counted("pair,topic"), "/0");
}

static void thousands_of_groups_are_kept_apart(void **state)
{
    (void)state;
    enum { MANY = 3000 };
    static FixtureEvent events[MANY];
    Fixture many = fixture_new();
    for (size_t i = 0; i < MANY; i++) {
        Text place = arena_printf(many.arena, "place %zu", i / 2);
        events[i] = (FixtureEvent){.date = "1972",
                                   .title = "x",
                                   .kind = "visit",
                                   .countries = "CHN;USA",
                                   .place = place.ptr};
    }
    fixture_append(&many, events, MANY);
    View *all = view_new(many.timeline);
    CountKey keys[] = {COUNT_PLACE, COUNT_PAIR};
    Counts counts = count_by(all, keys, 2, many.arena);
    size_t twice = 0;
    for (size_t i = 0; i < counts.count; i++)
        twice += text_starts(counts.items[i].keys[0], TEXT("place ")) &&
                 counts.items[i].count == 2 && counts.items[i].documents == 1;
    assert_int_equal(twice, MANY / 2);
    assert_int_equal(counts.total, MANY + 14);
    view_free(all);
    fixture_free(&many);
}

static void every_key_has_a_name_that_finds_it(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT_KEYS; i++) {
        CountKey found;
        assert_true(count_key_by_name(text_from(count_key_name((CountKey)i)), &found));
        assert_int_equal(found, i);
    }
    CountKey ignored;
    assert_false(count_key_by_name(TEXT("colour"), &ignored));
    assert_false(count_key_by_name(TEXT(""), &ignored));
}

#define COUNT_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        COUNT_TEST(times_are_in_order),
        COUNT_TEST(date_is_counted_as_precisely_as_it_is_known),
        COUNT_TEST(each_pair_of_several_countries_counts),
        COUNT_TEST(what_has_no_value_counts_as_nothing_named),
        COUNT_TEST(only_those_who_take_part_are_participants),
        COUNT_TEST(speakers_verbs_and_topics_count_positions),
        COUNT_TEST(positions_that_the_filter_chooses_are_counted_alone),
        COUNT_TEST(rows_of_one_first_key_stand_together),
        COUNT_TEST(documents_are_different_sources),
        COUNT_TEST(years_before_our_era_come_first),
        COUNT_TEST(nothing_shown_is_nothing_counted),
        COUNT_TEST(thousands_of_groups_are_kept_apart),
        COUNT_TEST(every_key_has_a_name_that_finds_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
