// Country codes of data sets: what each means, in which year, and what becomes of codes that nobody knows.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support_profiles.h"

// The country's code; a strange code with "?", and "none".
static Text meaning(const Scheme *scheme, const char *code, int year)
{
    SchemeCountry found = scheme_resolve(scheme, text_from(code), year, profiles_test.memo);
    if (found.id.at != COUNTRY_NONE)
        return country_get(lexicon_test.lexicon->countries, found.id)->code;
    if (found.code.len > 0)
        return arena_printf(profiles_test.arena, "%.*s?", TEXT_ARG(found.code));
    return TEXT("none");
}

static void assert_code(const char *name, const char *code, int year, const char *expected)
{
    const Scheme *scheme = schemes_find(profiles_test.schemes, text_from(name));
    assert_non_null(scheme);
    Text found = meaning(scheme, code, year);
    if (!text_equal(found, text_from(expected)))
        fail_msg("%s %s in %d: expected %s, found %.*s", name, code, year, expected,
                 TEXT_ARG(found));
}

static void shipped_schemes_load_without_a_problem(void **state)
{
    (void)state;
    static const char *names[] = {"cameo", "cow",  "gw",   "fips", "iso-numeric",
                                  "icews", "iso2", "iso3", "names"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_non_null(schemes_find(profiles_test.schemes, text_from(names[i])));
    for (size_t i = 0; i < profiles_test.problems.count; i++)
        print_message("%s\n",
                      problem_text(&profiles_test.problems.items[i], profiles_test.arena).ptr);
    assert_int_equal(profiles_test.problems.count, 0);
}

static void numbers_change_their_state_at_the_border_of_years(void **state)
{
    (void)state;
    assert_code("cow", "365", 1922, "RUS");
    assert_code("cow", "365", 1923, "SUN");
    assert_code("cow", "365", 1991, "SUN");
    assert_code("cow", "365", 1992, "RUS");
    assert_code("cow", "345", 1918, "SRB");
    assert_code("cow", "345", 1919, "YUG");
    assert_code("cow", "345", 2002, "YUG");
    assert_code("cow", "345", 2003, "SCG");
    assert_code("cow", "345", 2006, "SRB");
    assert_code("cow", "816", 1975, "VDR");
    assert_code("cow", "816", 1976, "VNM");
    assert_code("cow", "365", SCHEME_NO_YEAR, "RUS");
}

static void two_germanies_and_two_yemens_stay_apart(void **state)
{
    (void)state;
    assert_code("cow", "255", 1914, "DEU");
    assert_code("cow", "255", 1995, "DEU");
    assert_code("cow", "260", 1970, "DEU");
    assert_code("cow", "265", 1970, "DDR");
    assert_code("gw", "265", 1970, "DDR");
    assert_code("cow", "678", 1980, "YEM");
    assert_code("cow", "679", 1995, "YEM");
    assert_code("cow", "680", 1980, "YMD");
    assert_code("gw", "678", 2010, "YEM");
    assert_code("cow", "817", 1970, "RVN");
}

static void gleditsch_and_ward_are_not_correlates_of_war(void **state)
{
    (void)state;
    assert_code("gw", "340", 2010, "SRB");
    assert_code("cow", "340", 2010, "340?");
    assert_code("gw", "345", 2004, "SCG");
    assert_code("cow", "946", 2010, "KIR");
    assert_code("gw", "970", 2010, "KIR");
    assert_code("cow", "970", 2010, "NRU");
    assert_code("gw", "971", 2010, "NRU");
    assert_code("gw", "972", 2010, "TON");
    assert_code("cow", "955", 2010, "TON");
}

static void letters_that_mean_another_state_in_iso_are_kept_apart(void **state)
{
    (void)state;
    assert_code("cow", "AUS", 1990, "AUT");
    assert_code("iso3", "AUS", 1990, "AUS");
    assert_code("cow", "SWZ", 1990, "CHE");
    assert_code("cow", "SLV", 1995, "SVN");
    assert_code("cow", "MNG", 2010, "MNE");
    assert_code("cow", "MAC", 1995, "MKD");
    assert_code("cow", "CZE", 1950, "CSK");
    assert_code("cow", "KOR", 1900, "KOREA?");
    assert_code("fips", "CH", 2015, "CHN");
    assert_code("iso2", "CH", 2015, "CHE");
    assert_code("fips", "AS", 2015, "AUS");
    assert_code("fips", "AU", 2015, "AUT");
    assert_code("fips", "RS", 2015, "RUS");
    assert_code("iso2", "RS", 2015, "SRB");
}

static void cameo_has_codes_of_its_own_and_regions_are_no_country(void **state)
{
    (void)state;
    assert_code("cameo", "TMP", 2005, "TLS");
    assert_code("cameo", "ROM", 1990, "ROU");
    assert_code("cameo", "MTN", 2010, "MNE");
    assert_code("cameo", "WSB", 2010, "PSE");
    assert_code("cameo", "GZS", 2010, "PSE");
    assert_code("cameo", "EUR", 2010, "none");
    assert_code("cameo", "AFR", 2010, "none");
    assert_code("cameo", "usa", 2010, "USA");
    assert_code("cameo", "---", 2010, "---?");
}

static void taiwan_hong_kong_and_macao_are_never_china(void **state)
{
    (void)state;
    assert_code("cow", "713", 1990, "TWN");
    assert_code("cow", "710", 1990, "CHN");
    assert_code("fips", "TW", 1990, "TWN");
    assert_code("fips", "HK", 1990, "HKG");
    assert_code("fips", "MC", 1990, "MAC");
    assert_code("cameo", "HKG", 1990, "HKG");
    assert_code("iso-numeric", "158", 1990, "TWN");
    assert_code("icews", "Hong Kong", 1990, "HKG");
}

static void numbers_may_have_zeros_around_them(void **state)
{
    (void)state;
    assert_code("cow", "002", 1990, "USA");
    assert_code("cow", "2.0", 1990, "USA");
    assert_code("cow", " 2 ", 1990, "USA");
    assert_code("cow", "2.5", 1990, "2.5?");
    assert_code("cow", "2000000002", 1990, "2000000002?");
    assert_code("iso-numeric", "4", 1990, "AFG");
    assert_code("iso-numeric", "004", 1990, "AFG");
}

static void unknown_codes_are_kept_as_written(void **state)
{
    (void)state;
    assert_code("cow", "999", 1990, "999?");
    assert_code("cow", "TUS", 1850, "TUS?");
    assert_code("cow", "337", 1850, "TUS?");
    assert_code("iso3", "QQQ", 1990, "QQQ?");
    assert_code("icews", "Atlantis", 1990, "Atlantis?");
    assert_code("cow", "", 1990, "none");
    assert_code("cow", "  ", 1990, "none");
}

static void names_go_by_the_list_and_then_by_the_lexicon(void **state)
{
    (void)state;
    assert_code("icews", "Russian Federation", 2000, "RUS");
    assert_code("icews", "russian federation", 2000, "RUS");
    assert_code("icews", "Serbia and Montenegro", 2004, "SCG");
    assert_code("icews", "Kosovo", 2010, "XKX");
    assert_code("icews", "Soviet Union", 1980, "SUN");
    assert_code("names", "the Netherlands", 1980, "NLD");
    assert_code("names", "GB", 1980, "GBR");
    // The second time the answer comes from memory.
    assert_code("names", "the Netherlands", 1980, "NLD");
    assert_code("names", "Atlantis", 1980, "Atlantis?");
    assert_code("names", "Atlantis", 1980, "Atlantis?");
}

static void two_letters_that_were_given_twice_go_by_the_year(void **state)
{
    (void)state;
    assert_code("iso2", "CS", 1985, "CSK");
    assert_code("iso2", "CS", 2004, "SCG");
    assert_code("iso2", "NA", 2004, "NAM");
    assert_code("iso2", "SU", 1985, "SUN");
}

static void every_present_state_is_found_by_its_own_codes(void **state)
{
    (void)state;
    const Countries *countries = lexicon_test.lexicon->countries;
    size_t looked_at = 0;
    for (uint16_t i = 1; i <= countries_count(countries); i++) {
        const Country *country = country_get(countries, (CountryId){i});
        if (country->class != COUNTRY_STATE || country->until != DATE_LAST_DAY ||
            country->alpha2.len == 0)
            continue;
        assert_code("iso3", arena_text(profiles_test.arena, country->code).ptr, 2020,
                    country->code.ptr);
        assert_code("iso2", arena_text(profiles_test.arena, country->alpha2).ptr, 2020,
                    country->code.ptr);
        looked_at++;
    }
    assert_true(looked_at > 200);
}

static void letters_make_a_key_of_15_bits(void **state)
{
    (void)state;
    assert_int_equal(scheme_letters_key("AAA", 3), 1 << 10 | 1 << 5 | 1);
    assert_int_equal(scheme_letters_key("zZ", 2), 26 << 5 | 26);
    assert_int_equal(scheme_letters_key("A1", 2), 0);
    assert_int_equal(scheme_letters_key("A", 1), 0);
    assert_int_equal(scheme_letters_key("ABCD", 4), 0);
    assert_int_equal(scheme_letters_key("[[[", 3), 0);
    assert_int_equal(scheme_letters_key("!AA", 3), 0);
}

static void a_scheme_of_the_user_replaces_ours_and_mistakes_are_named(void **state)
{
    (void)state;
    Problems problems = problems_in(profiles_test.arena);
    Schemes *schemes = schemes_new(lexicon_test.lexicon->countries, profiles_test.arena);
    Text folder = profiles_test_folder();
    profiles_test_write(folder, "mine.ini", TEXT("[scheme]\ntitle = old\n[codes]\n7 = FRA\n"));
    assert_true(schemes_load(schemes, folder, &problems));
    profiles_test_write(folder, "mine.ini",
                        TEXT("[scheme]\nbase = alpha9\n[codes]\n7 = DEU\n8 = DDR before 1990\n"
                             "9 = DDR until 1990|DEU from 1991\nno land = -\n"));
    assert_true(schemes_load(schemes, folder, &problems));
    const Scheme *mine = schemes_find(schemes, TEXT("mine"));
    assert_text(meaning(mine, "7", 1990), "DEU");
    assert_text(meaning(mine, "9", 1990), "DDR");
    assert_text(meaning(mine, "9", 1991), "DEU");
    assert_text(meaning(mine, "No Land", 1991), "none");
    assert_int_equal(problems.count, 2);
    assert_int_equal(problems.items[0].line, 2);
    assert_int_equal(problems.items[1].line, 5);
    assert_true(text_find(problems.items[1].message, TEXT("DDR before 1990")) != TEXT_NOWHERE);
    profiles_test_remove(folder, "mine.ini");
    profiles_test_remove(folder, NULL);
    assert_false(schemes_load(schemes, folder, &problems));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_schemes_load_without_a_problem),
        cmocka_unit_test(numbers_change_their_state_at_the_border_of_years),
        cmocka_unit_test(two_germanies_and_two_yemens_stay_apart),
        cmocka_unit_test(gleditsch_and_ward_are_not_correlates_of_war),
        cmocka_unit_test(letters_that_mean_another_state_in_iso_are_kept_apart),
        cmocka_unit_test(cameo_has_codes_of_its_own_and_regions_are_no_country),
        cmocka_unit_test(taiwan_hong_kong_and_macao_are_never_china),
        cmocka_unit_test(numbers_may_have_zeros_around_them),
        cmocka_unit_test(unknown_codes_are_kept_as_written),
        cmocka_unit_test(names_go_by_the_list_and_then_by_the_lexicon),
        cmocka_unit_test(two_letters_that_were_given_twice_go_by_the_year),
        cmocka_unit_test(every_present_state_is_found_by_its_own_codes),
        cmocka_unit_test(letters_make_a_key_of_15_bits),
        cmocka_unit_test(a_scheme_of_the_user_replaces_ours_and_mistakes_are_named),
    };
    return cmocka_run_group_tests(tests, profiles_test_load, profiles_test_unload);
}
