#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/support_timeline.h"

static void country_is_found_by_every_kind_of_name(void **state)
{
    (void)state;
    Fixture fixture = fixture_new();
    static const char *const names[] = {
        "PRK", "prk", "North Korea", "the north korea", "North Korean", "PYONGYANG", "DPRK"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        CountryId id = country_by_name(fixture.countries, text_from(names[i]), fixture.arena);
        assert_true(text_equal(timeline_country_code(fixture.timeline, id), TEXT("PRK")));
    }
    assert_int_equal(country_by_name(fixture.countries, TEXT("Atlantis"), fixture.arena).at,
                     COUNTRY_NONE);
    assert_int_equal(country_by_name(fixture.countries, TEXT(""), fixture.arena).at, COUNTRY_NONE);
    fixture_free(&fixture);
}

static void country_code_is_never_found_by_a_name(void **state)
{
    (void)state;
    Fixture fixture = fixture_new();
    assert_true(country_by_code(fixture.countries, TEXT("chn")).at != COUNTRY_NONE);
    assert_int_equal(country_by_code(fixture.countries, TEXT("China")).at, COUNTRY_NONE);
    assert_int_equal(country_by_code(fixture.countries, TEXT("XQZ")).at, COUNTRY_NONE);
    assert_int_equal(country_by_code(fixture.countries, TEXT("C\xC3\xA9")).at, COUNTRY_NONE);
    fixture_free(&fixture);
}

static void country_group_covers_its_members_only(void **state)
{
    (void)state;
    Fixture fixture = fixture_new();
    CountryId group = country_by_code(fixture.countries, TEXT("EU2"));
    assert_true(
        country_covers(fixture.countries, group, country_by_code(fixture.countries, TEXT("DEU"))));
    assert_true(country_covers(fixture.countries, group, group));
    assert_false(
        country_covers(fixture.countries, group, country_by_code(fixture.countries, TEXT("CHN"))));
    assert_false(country_covers(fixture.countries, group, (CountryId){COUNTRY_NONE}));
    fixture_free(&fixture);
}

static void country_is_related_to_what_it_followed(void **state)
{
    (void)state;
    Fixture fixture = fixture_new();
    CountryId soviet = country_by_code(fixture.countries, TEXT("SUN"));
    CountryId russia = country_by_code(fixture.countries, TEXT("RUS"));
    assert_true(country_is_related(fixture.countries, russia, soviet));
    assert_true(country_is_related(fixture.countries, soviet, russia));
    assert_false(country_is_related(fixture.countries, russia,
                                    country_by_code(fixture.countries, TEXT("CHN"))));
    fixture_free(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(country_is_found_by_every_kind_of_name),
        cmocka_unit_test(country_code_is_never_found_by_a_name),
        cmocka_unit_test(country_group_covers_its_members_only),
        cmocka_unit_test(country_is_related_to_what_it_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
