// Countries as they are shipped: nothing is missing, and the known traps do not catch us.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/support_lexicon.h"

// "KOR:South Korea" for each place in the text, joined by bars.
static void assert_places(const char *text, const char *expected)
{
    Buffer found = buffer_in(lexicon_test.scratch);
    Text all = text_from(text);
    Hit hit;
    for (size_t at = 0;
         phrases_next(lexicon_test.lexicon->places, all, at, lexicon_test.scratch, &hit);
         at = hit.end) {
        Text code = country_get(lexicon_test.lexicon->countries, hit.sense->country)->code;
        buffer_printf(&found, "%s%.*s:%.*s", found.count ? "|" : "", TEXT_ARG(code),
                      (int)(hit.end - hit.start), all.ptr + hit.start);
    }
    if (!text_equal(buffer_text(&found), text_from(expected)))
        fail_msg("in \"%s\": expected \"%s\", found \"%.*s\"", text, expected,
                 TEXT_ARG(buffer_text(&found)));
}

static const Country *country_of(const char *code)
{
    CountryId id = country_by_code(lexicon_test.lexicon->countries, text_from(code));
    if (id.at == COUNTRY_NONE)
        fail_msg("no country %s", code);
    return country_get(lexicon_test.lexicon->countries, id);
}

static bool has_status(const Country *country, const char *status)
{
    CountryNames found = lexicon_list(lexicon_test.lexicon, TEXT("countries-own"), country->code,
                                      TEXT("status"), lexicon_test.scratch);
    return found.count == 1 && text_equal(found.items[0], text_from(status));
}

// ---- completeness ----

static void shipped_lists_load_without_a_problem(void **state)
{
    (void)state;
    for (size_t i = 0; i < lexicon_test.problems.count; i++)
        print_message("%.*s\n", TEXT_ARG(problem_text(&lexicon_test.problems.items[i],
                                                      lexicon_test.scratch)));
    assert_int_equal(lexicon_test.problems.count, 0);
}

static void every_code_has_a_name_and_every_state_an_adjective_and_a_capital(void **state)
{
    (void)state;
    size_t states = 0;
    size_t territories = 0;
    size_t former = 0;
    for (size_t i = 1; i <= countries_count(lexicon_test.lexicon->countries); i++) {
        const Country *country =
            country_get(lexicon_test.lexicon->countries, (CountryId){(uint16_t)i});
        if (country->name.len == 0)
            fail_msg("%.*s has no name", TEXT_ARG(country->code));
        if (country->class != COUNTRY_STATE)
            continue;
        if (has_status(country, "territory")) {
            territories++;
        } else if (has_status(country, "former")) {
            former++;
        } else {
            states++;
            if (country->adjectives.count == 0 || country->capitals.count == 0)
                fail_msg("%.*s lacks an adjective or a capital", TEXT_ARG(country->code));
        }
    }
    // 193 members of the United Nations, and the Holy See, Palestine, Kosovo, Taiwan
    assert_int_equal(states, 197);
    assert_int_equal(states + territories, 249 + 1); // ISO 3166-1 and Kosovo
    assert_int_equal(former, 30 + 2);                // ISO 3166-3 without ATF, and RVN, AUH
}

static void every_name_is_found_as_a_phrase(void **state)
{
    (void)state;
    for (size_t i = 1; i <= countries_count(lexicon_test.lexicon->countries); i++) {
        const Country *country =
            country_get(lexicon_test.lexicon->countries, (CountryId){(uint16_t)i});
        if (country->class == COUNTRY_GROUP || has_status(country, "former"))
            continue; // "Burma (to 1989)" is a name to show
        const Sense *sense =
            phrases_find(lexicon_test.lexicon->places, country->name, lexicon_test.scratch);
        while (sense && sense->country.at != i)
            sense = sense->next;
        if (!sense || sense->class != LEX_NAME)
            fail_msg("%.*s is not found", TEXT_ARG(country->name));
    }
}

static void groups_name_their_members(void **state)
{
    (void)state;
    assert_int_equal(country_of("EU27")->members.count, 27);
    assert_int_equal(country_of("AU55")->members.count, 55);
    assert_int_equal(country_of("NATO32")->members.count, 32);
    assert_int_equal(country_of("EU27")->class, COUNTRY_GROUP);
    assert_int_equal(country_of("@EU")->class, COUNTRY_POLITY);
    CountryId asean = country_by_code(lexicon_test.lexicon->countries, TEXT("ASEAN10"));
    CountryId vietnam = country_by_code(lexicon_test.lexicon->countries, TEXT("VNM"));
    assert_true(country_covers(lexicon_test.lexicon->countries, asean, vietnam));
}

static void former_states_have_dates_and_heirs(void **state)
{
    (void)state;
    const Country *union_ = country_of("SUN");
    assert_text(date_format(date_from_day(union_->until), lexicon_test.scratch), "1991-12-26");
    assert_text(date_format(date_from_day(union_->from), lexicon_test.scratch), "1922-12-30");
    assert_int_equal(union_->successors.count, 15);
    CountryId sun = country_by_code(lexicon_test.lexicon->countries, TEXT("SUN"));
    CountryId armenia = country_by_code(lexicon_test.lexicon->countries, TEXT("ARM"));
    CountryId china = country_by_code(lexicon_test.lexicon->countries, TEXT("CHN"));
    assert_true(country_is_related(lexicon_test.lexicon->countries, armenia, sun));
    assert_true(country_is_related(lexicon_test.lexicon->countries, sun, armenia));
    assert_false(country_is_related(lexicon_test.lexicon->countries, sun, china));
}

static void taiwan_hong_kong_and_macao_are_not_china(void **state)
{
    (void)state;
    assert_places("China, Taiwan, Hong Kong, Macao, Taiwanese, Chinese Taipei",
                  "CHN:China|TWN:Taiwan|HKG:Hong Kong|MAC:Macao|TWN:Taiwanese|TWN:Chinese Taipei");
    assert_places("the Republic of China and the People's Republic of China",
                  "TWN:Republic of China|CHN:People's Republic of China");
}

// ---- traps ----

static void koreas_and_congos_keep_apart(void **state)
{
    (void)state;
    assert_places("South Korea, North Korea, the Republic of Korea, the Democratic People's "
                  "Republic of Korea (DPRK), ROK",
                  "KOR:South Korea|PRK:North Korea|KOR:Republic of Korea|"
                  "PRK:Democratic People's Republic of Korea|PRK:DPRK|KOR:ROK");
    assert_places("the Democratic Republic of the Congo, the Republic of the Congo, DRC, DR Congo",
                  "COD:Democratic Republic of the Congo|COG:Republic of the Congo|COD:DRC|"
                  "COD:DR Congo");
    assert_places("Vietnam, Democratic Republic of the Congo",
                  "VNM:Vietnam|COD:Democratic Republic of the Congo");
    assert_places("South Korean, North Korean, the Korean Peninsula",
                  "KOR:South Korean|PRK:North Korean");
}

static void guineas_nigers_and_dominicas_keep_apart(void **state)
{
    (void)state;
    assert_places("Guinea, Guinea-Bissau, Equatorial Guinea, Papua New Guinea, Gulf of Guinea",
                  "GIN:Guinea|GNB:Guinea-Bissau|GNQ:Equatorial Guinea|PNG:Papua New Guinea");
    assert_places("Niger and Nigeria, a Nigerien and a Nigerian",
                  "NER:Niger|NGA:Nigeria|NER:Nigerien|NGA:Nigerian");
    assert_places("Dominica and the Dominican Republic", "DMA:Dominica|DOM:Dominican Republic");
    assert_places("Sudan, South Sudan, South Sudanese, Samoa, American Samoa",
                  "SDN:Sudan|SSD:South Sudan|SSD:South Sudanese|WSM:Samoa|ASM:American Samoa");
    assert_places("South Africa, Africa, Central African Republic",
                  "ZAF:South Africa|CAF:Central African Republic");
}

static void seas_regions_and_treaties_are_no_countries(void **state)
{
    (void)state;
    assert_places("the Indian Ocean, the South China Sea, the Sea of Japan, the Gulf of Oman", "");
    assert_places("the Latin American states and the Central American ones", "");
    assert_places("the Paris Agreement, the Geneva Conventions, the Warsaw Pact members",
                  "@WARSAW:Warsaw Pact");
    assert_places("a woman of Oman, romania, new mexico, New Mexico and Mexico City",
                  "OMN:Oman|MEX:Mexico City");
    assert_places("the Sino-Soviet and Franco-German talks on the Indo-Pacific, Indo-Soviet",
                  "CHN:Sino-|SUN:Soviet|FRA:Franco-|DEU:German|IND:Indo-|SUN:Soviet");
    assert_places("in New Jersey, Jersey", "JEY:Jersey");
}

static void abbreviations_need_their_capitals(void **state)
{
    (void)state;
    assert_places("US, U.S., USA tell us; who is at the WHO?", "USA:US|USA:U.S.|USA:USA|@WHO:WHO");
    assert_places("UAE, KSA, PRC, UK, Lao PDR, uae", "ARE:UAE|SAU:KSA|CHN:PRC|GBR:UK|LAO:Lao PDR");
    assert_places("Turkey and turkey, TÜRKİYE, chad", "TUR:Turkey|TUR:TÜRKİYE");
}

static void words_that_need_care_are_marked(void **state)
{
    (void)state;
    static const char *const ambiguous[] = {"Georgia", "Jordan", "Chad",  "Turkey",
                                            "Guinea",  "Korea",  "Congo", "America"};
    for (size_t i = 0; i < sizeof ambiguous / sizeof *ambiguous; i++)
        assert_true(sense_of(lexicon_test.lexicon->places, ambiguous[i])->is_ambiguous);
    assert_false(sense_of(lexicon_test.lexicon->places, "Hungary")->is_ambiguous);
}

static void assert_place(const char *phrase, const char *code, LexClass class)
{
    const Sense *sense = sense_of(lexicon_test.lexicon->places, phrase);
    while (sense->next && sense->class != (int)class)
        sense = sense->next;
    assert_int_equal(sense->class, class);
    assert_text(country_get(lexicon_test.lexicon->countries, sense->country)->code, code);
}

static void classes_tell_capitals_seats_parties_and_bodies(void **state)
{
    (void)state;
    assert_place("Kyiv", "UKR", LEX_CAPITAL);
    assert_place("Kiev", "UKR", LEX_CAPITAL);
    assert_place("Nur-Sultan", "KAZ", LEX_CAPITAL);
    assert_place("Singapore", "SGP", LEX_CAPITAL);
    assert_place("Hangzhou", "CHN", LEX_CITY);
    assert_place("Kremlin", "RUS", LEX_SEAT);
    assert_place("Elysee", "FRA", LEX_SEAT);
    assert_place("Workers' Party of Korea", "PRK", LEX_PARTY);
    assert_place("State Duma", "RUS", LEX_BODY);
    assert_place("UN Security Council", "@UN", LEX_BODY);
    assert_place("Magyar", "HUN", LEX_ADJECTIVE);
    assert_place("Hungarians", "HUN", LEX_ADJECTIVE);
}

static void names_of_the_filter_find_their_country(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"china", "CHN"},
        {"Soviet", "SUN"},
        {"pyongyang", "PRK"},
        {"The Netherlands", "NLD"},
        {"Swaziland", "SWZ"},
        {"burma", "MMR"},
        {"Turkey", "TUR"},
        {"Ivory Coast", "CIV"},
        {"eu27", "EU27"},
        {"EU", "@EU"},
        {"Zaire", "ZAR"},
        {"east germany", "DDR"},
        {"in", "IND"},
        {"us", "USA"},
        {"Kosovo", "XKX"},
        {"Holy See", "VAT"},
        {"Korea, Republic of", "KOR"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CountryId id = country_by_name(lexicon_test.lexicon->countries, text_from(cases[i][0]),
                                       lexicon_test.scratch);
        if (id.at == COUNTRY_NONE)
            fail_msg("%s is not found", cases[i][0]);
        assert_text(country_get(lexicon_test.lexicon->countries, id)->code, cases[i][1]);
    }
}

static void write_file(const char *path, const char *content)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(content, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

// A folder with one list: the others are errors, the countries load, and each mistake is told at its line.
static void mistakes_in_a_list_are_told_with_their_line(void **state)
{
    (void)state;
    assert_int_equal(mkdir("test_lexicon_assets", 0700), 0);
    write_file("test_lexicon_assets/countries.ini",
               "[AAA]\nname = Aland\nadjectivs = Alandic\nuntil = soon\nsuccessors = ZZZ\n");
    Problems found = problems_in(lexicon_test.arena);
    Lexicon *lexicon = NULL;
    bool is_loaded =
        lexicon_load(TEXT("test_lexicon_assets"), lexicon_test.arena, &lexicon, &found);
    assert_int_equal(unlink("test_lexicon_assets/countries.ini"), 0);
    assert_int_equal(rmdir("test_lexicon_assets"), 0);
    assert_true(is_loaded);
    assert_int_equal(found.by_severity[SEVERITY_WARNING], 3);
    Buffer lines = buffer_in(lexicon_test.scratch);
    for (size_t i = 0; i < found.count; i++)
        if (found.items[i].severity == SEVERITY_WARNING)
            buffer_printf(&lines, "%u: %.*s|", found.items[i].line,
                          TEXT_ARG(found.items[i].message));
    assert_text(
        buffer_text(&lines),
        "3: unknown key \"adjectivs\" in [aaa]; did you mean \"adjectives\"?|"
        "4: expected a date such as 1972, 1972-02, 1972-02-21, 1972~ or 1972/1974, found \"soon\"|"
        "5: expected the code of a country, found \"ZZZ\"|");
    const Sense *sense = phrases_find(lexicon->places, TEXT("Aland"), lexicon_test.scratch);
    assert_non_null(sense);
}

static void missing_folder_is_an_error(void **state)
{
    (void)state;
    Problems found = problems_in(lexicon_test.arena);
    Lexicon *none = NULL;
    assert_false(lexicon_load(TEXT("no-such-folder"), lexicon_test.arena, &none, &found));
    assert_true(found.by_severity[SEVERITY_ERROR] > 0);
    assert_null(none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_lists_load_without_a_problem),
        cmocka_unit_test(every_code_has_a_name_and_every_state_an_adjective_and_a_capital),
        cmocka_unit_test(every_name_is_found_as_a_phrase),
        cmocka_unit_test(groups_name_their_members),
        cmocka_unit_test(former_states_have_dates_and_heirs),
        cmocka_unit_test(taiwan_hong_kong_and_macao_are_not_china),
        cmocka_unit_test(koreas_and_congos_keep_apart),
        cmocka_unit_test(guineas_nigers_and_dominicas_keep_apart),
        cmocka_unit_test(seas_regions_and_treaties_are_no_countries),
        cmocka_unit_test(abbreviations_need_their_capitals),
        cmocka_unit_test(words_that_need_care_are_marked),
        cmocka_unit_test(classes_tell_capitals_seats_parties_and_bodies),
        cmocka_unit_test(names_of_the_filter_find_their_country),
        cmocka_unit_test(mistakes_in_a_list_are_told_with_their_line),
        cmocka_unit_test(missing_folder_is_an_error),
    };
    return cmocka_run_group_tests(tests, lexicon_test_load, lexicon_test_unload);
}
