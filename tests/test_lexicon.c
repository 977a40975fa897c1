// The word lists as they are shipped: nothing is missing, and the known traps do not catch us.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "loaders/lexicon.h"

static Arena *arena;
static Arena *scratch;
static Problems problems;
static Lexicon *lexicon;

static int load(void **state)
{
    (void)state;
    arena = arena_new();
    scratch = arena_new();
    problems = problems_in(arena);
    const char *assets = getenv("BILAT_ASSETS");
    return lexicon_load(text_from(assets ? assets : "assets"), arena, &lexicon, &problems) ? 0 : 1;
}

static int unload(void **state)
{
    (void)state;
    arena_free(scratch);
    arena_free(arena);
    return 0;
}

// "KOR:South Korea" for each place in the text, joined by bars.
static void assert_places(const char *text, const char *expected)
{
    Buffer found = buffer_in(scratch);
    Text all = text_from(text);
    Hit hit;
    for (size_t at = 0; phrases_next(lexicon->places, all, at, scratch, &hit); at = hit.end) {
        Text code = country_get(lexicon->countries, hit.sense->country)->code;
        buffer_printf(&found, "%s%.*s:%.*s", found.count ? "|" : "", TEXT_ARG(code),
                      (int)(hit.end - hit.start), all.ptr + hit.start);
    }
    if (!text_equal(buffer_text(&found), text_from(expected)))
        fail_msg("in \"%s\": expected \"%s\", found \"%.*s\"", text, expected,
                 TEXT_ARG(buffer_text(&found)));
}

static void assert_text(Text found, const char *expected)
{
    if (!text_equal(found, text_from(expected)))
        fail_msg("expected \"%s\", found \"%.*s\"", expected, TEXT_ARG(found));
}

// The meaning of a phrase that must be there.
static const Sense *sense_of(const Phrases *phrases, const char *phrase)
{
    static const Sense nothing;
    const Sense *sense = phrases_find(phrases, text_from(phrase), scratch);
    if (!sense)
        fail_msg("\"%s\" is not found", phrase);
    return sense ? sense : &nothing;
}

static const Country *country_of(const char *code)
{
    CountryId id = country_by_code(lexicon->countries, text_from(code));
    if (id.at == COUNTRY_NONE)
        fail_msg("no country %s", code);
    return country_get(lexicon->countries, id);
}

static bool has_status(const Country *country, const char *status)
{
    CountryNames found =
        lexicon_list(lexicon, TEXT("countries-own"), country->code, TEXT("status"), scratch);
    return found.count == 1 && text_equal(found.items[0], text_from(status));
}

// ---- completeness ----

static void shipped_lists_load_without_a_problem(void **state)
{
    (void)state;
    for (size_t i = 0; i < problems.count; i++)
        print_message("%.*s\n", TEXT_ARG(problem_text(&problems.items[i], scratch)));
    assert_int_equal(problems.count, 0);
}

static void every_code_has_a_name_and_every_state_an_adjective_and_a_capital(void **state)
{
    (void)state;
    size_t states = 0;
    size_t territories = 0;
    size_t former = 0;
    for (size_t i = 1; i <= countries_count(lexicon->countries); i++) {
        const Country *country = country_get(lexicon->countries, (CountryId){(uint16_t)i});
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
    for (size_t i = 1; i <= countries_count(lexicon->countries); i++) {
        const Country *country = country_get(lexicon->countries, (CountryId){(uint16_t)i});
        if (country->class == COUNTRY_GROUP || has_status(country, "former"))
            continue; // "Burma (to 1989)" is a name to show
        const Sense *sense = phrases_find(lexicon->places, country->name, scratch);
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
    CountryId asean = country_by_code(lexicon->countries, TEXT("ASEAN10"));
    CountryId vietnam = country_by_code(lexicon->countries, TEXT("VNM"));
    assert_true(country_covers(lexicon->countries, asean, vietnam));
}

static void former_states_have_dates_and_heirs(void **state)
{
    (void)state;
    const Country *union_ = country_of("SUN");
    assert_text(date_format(date_from_day(union_->until), scratch), "1991-12-26");
    assert_text(date_format(date_from_day(union_->from), scratch), "1922-12-30");
    assert_int_equal(union_->successors.count, 15);
    CountryId sun = country_by_code(lexicon->countries, TEXT("SUN"));
    CountryId armenia = country_by_code(lexicon->countries, TEXT("ARM"));
    CountryId china = country_by_code(lexicon->countries, TEXT("CHN"));
    assert_true(country_is_related(lexicon->countries, armenia, sun));
    assert_true(country_is_related(lexicon->countries, sun, armenia));
    assert_false(country_is_related(lexicon->countries, sun, china));
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
        assert_true(sense_of(lexicon->places, ambiguous[i])->is_ambiguous);
    assert_false(sense_of(lexicon->places, "Hungary")->is_ambiguous);
}

static void assert_place(const char *phrase, const char *code, LexClass class)
{
    const Sense *sense = sense_of(lexicon->places, phrase);
    while (sense->next && sense->class != (int)class)
        sense = sense->next;
    assert_int_equal(sense->class, class);
    assert_text(country_get(lexicon->countries, sense->country)->code, code);
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
        {"china", "CHN"},     {"Soviet", "SUN"}, {"pyongyang", "PRK"}, {"The Netherlands", "NLD"},
        {"Swaziland", "SWZ"}, {"burma", "MMR"},  {"Turkey", "TUR"},    {"Ivory Coast", "CIV"},
        {"eu27", "EU27"},     {"EU", "@EU"},     {"Zaire", "ZAR"},     {"east germany", "DDR"},
        {"in", "IND"},        {"us", "USA"},     {"Kosovo", "XKX"},    {"Holy See", "VAT"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CountryId id = country_by_name(lexicon->countries, text_from(cases[i][0]), scratch);
        if (id.at == COUNTRY_NONE)
            fail_msg("%s is not found", cases[i][0]);
        assert_text(country_get(lexicon->countries, id)->code, cases[i][1]);
    }
}

// ---- verbs, offices, names ----

static void assert_verb(const char *form, const char *lemma, const char *class)
{
    const Sense *sense = sense_of(lexicon->verbs, form);
    while (sense->next && !text_equal(sense->group, text_from(class)))
        sense = sense->next;
    assert_text(sense->group, class);
    assert_text(sense->lemma, lemma);
}

static void forms_of_verbs_lead_to_lemma_and_class(void **state)
{
    (void)state;
    assert_verb("said", "say", "say");
    assert_verb("pointed out", "point out", "say");
    assert_verb("speaks highly of", "speak highly of", "thank");
    assert_verb("is ready to", "be ready", "commit");
    assert_verb("concurred", "concur", "agree");
    assert_verb("welcomed", "welcome", "support");
    assert_verb("welcomed", "welcome", "greet");
    assert_verb("condemns", "condemn", "oppose");
    assert_verb("briefed on", "brief on", "brief");
    assert_verb("exchanged views", "exchange views", "discuss");
    assert_verb("underscored", "underscore", "stress");
    assert_null(phrases_find(lexicon->verbs, TEXT("walked"), scratch));
}

static void every_class_of_verbs_is_there(void **state)
{
    (void)state;
    static const char *const classes[] = {"say",   "stress", "hold",    "propose",
                                          "agree", "commit", "support", "oppose",
                                          "thank", "greet",  "brief",   "discuss"};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        size_t count = 0;
        for (size_t row = 0; row < lexicon->words.count; row++)
            count += text_equal(lexicon->words.items[row].section, text_from(classes[i]));
        assert_true(count >= 20);
    }
}

static void assert_office(const char *office, const char *level, const char *channel)
{
    assert_text(lexicon_level(lexicon, text_from(office), scratch), level);
    assert_text(lexicon_channel(lexicon, text_from(office), scratch), channel);
}

static void offices_have_level_and_channel(void **state)
{
    (void)state;
    assert_office("Minister of the International Department of the CPC Central Committee",
                  "minister", "party");
    assert_office("Ambassador of the Democratic People's Republic of Korea (DPRK) to China",
                  "ambassador", "state");
    assert_office("Vice-minister", "vice", "state");
    assert_office("vice minister of Foreign Affairs", "vice", "state");
    assert_office("Deputy Prime Minister and Minister of Foreign Affairs", "minister", "state");
    assert_office("President of the Russian Federation", "head", "state");
    assert_office("Special Envoy of the President", "ambassador", "state");
    assert_office("Adviser to the President", "other", "state");
    assert_office("Minister of Defence", "minister", "military");
    assert_office("Speaker of the National Assembly", "minister", "parliament");
    assert_office("Secretary (West)", "vice", "state");
    assert_office("Kim Jong", "", "state");
}

static void roles_know_whose_official_is_called_so(void **state)
{
    (void)state;
    const Sense *host = sense_of(lexicon->roles, "The host");
    assert_text(host->lemma, "host");
    assert_int_equal(host->country.at, COUNTRY_NONE);
    const Sense *eam = sense_of(lexicon->roles, "EAM");
    assert_text(country_get(lexicon->countries, eam->country)->code, "IND");
    const Sense *both = sense_of(lexicon->roles, "Both sides");
    assert_int_equal(both->class, LEX_SIDES);
    assert_text(both->group, "both");
}

static void assert_skips(const char *text, size_t expected, char gender)
{
    char found = 0;
    size_t at = lexicon_skip_honorifics(lexicon, text_from(text), 0, scratch, &found);
    assert_int_equal(at, expected);
    assert_int_equal(found, gender);
}

static void honorifics_are_skipped_and_tell_the_gender(void **state)
{
    (void)state;
    assert_skips("H.E. Ms. Sok Chenda", 9, 'f');
    assert_skips("Mr. ENDO Kazuya", 4, 'm');
    assert_skips("Dato' Seri Anwar", 11, 'm');
    assert_skips("Liu Jianchao", 0, 0);
    assert_skips("Prince", 0, 0);
}

static CountryId id_of(const char *code)
{
    return country_by_code(lexicon->countries, text_from(code));
}

static void orders_of_names_are_known(void **state)
{
    (void)state;
    assert_int_equal(lexicon_name_order(lexicon, id_of("CHN")), NAME_FAMILY_FIRST);
    assert_int_equal(lexicon_name_order(lexicon, id_of("HUN")), NAME_FAMILY_FIRST);
    assert_int_equal(lexicon_name_order(lexicon, id_of("VNM")), NAME_GIVEN_SHORT);
    assert_int_equal(lexicon_name_order(lexicon, id_of("SAU")), NAME_FIRST_GIVEN);
    assert_int_equal(lexicon_name_order(lexicon, id_of("CUB")), NAME_SECOND_LAST);
    assert_int_equal(lexicon_name_order(lexicon, id_of("USA")), NAME_LAST);
    assert_int_equal(lexicon_name_order(lexicon, (CountryId){COUNTRY_NONE}), NAME_LAST);
    assert_true(lexicon_names_stay_whole(lexicon, id_of("MMR")));
    assert_false(lexicon_names_stay_whole(lexicon, id_of("CHN")));
    assert_true(lexicon_is_family_name(lexicon, id_of("PRK"), TEXT("Ri"), scratch));
    assert_false(lexicon_is_family_name(lexicon, id_of("KOR"), TEXT("Ri"), scratch));
    assert_true(lexicon_is_particle(lexicon, TEXT("van")));
    assert_false(lexicon_is_particle(lexicon, TEXT("Horst")));
}

// ---- kinds and topics ----

static void assert_kind(const char *title, const char *lead, const char *kind)
{
    Text found = lexicon_kind(lexicon, text_from(title), text_from(lead), scratch);
    if (!text_equal(found, text_from(kind)))
        fail_msg("%s / %s: expected %s, found %.*s", title, lead, kind, TEXT_ARG(found));
}

static void title_tells_the_kind_before_the_lead(void **state)
{
    (void)state;
    assert_kind("Liu Jianchao Meets with Ri Ryong Nam", "", "meeting");
    assert_kind("Minister Gao Holds Talks with Foreign Minister Tran", "", "talks");
    assert_kind("Readout of President Hale's Call with Prime Minister Aoyama", "", "call");
    assert_kind("Lin Has a Phone Call with Foreign Minister", "", "call");
    assert_kind("Courtesy Call on the Foreign Minister by the Ambassador", "", "meeting");
    assert_kind("Visit of External Affairs Minister to Norway", "", "visit");
    assert_kind("Kim Sends Message of Greetings to President", "", "letter");
    assert_kind("Ambassador Presents Credentials", "", "ceremony");
    assert_kind("IDCPC Holds Briefing for Diplomatic Envoys", "", "briefing");
    assert_kind("Foreign Ministry Spokesperson's Remarks on the Summit", "", "statement");
    assert_kind("Japan-Peru Summit and Signing Ceremony", "", "signing");
    assert_kind("On friendship", "Lin met with Sok and held consultations", "meeting");
    assert_kind("On friendship", "Lin spoke by phone with Sok", "call");
    assert_kind("On friendship", "Nothing is told here.", "other");
}

static void assert_topics(const char *sentence, const char *expected)
{
    Text topics[LEX_TOPICS_MAX];
    size_t count = lexicon_topics(lexicon, text_from(sentence), scratch, topics);
    Buffer found = buffer_in(scratch);
    for (size_t i = 0; i < count; i++)
        buffer_printf(&found, "%s%.*s", i ? ";" : "", TEXT_ARG(topics[i]));
    if (!text_equal(buffer_text(&found), text_from(expected)))
        fail_msg("%s: expected %s, found %.*s", sentence, expected, TEXT_ARG(buffer_text(&found)));
}

static void topics_are_a_tree_and_phrases_outweigh_words(void **state)
{
    (void)state;
    assert_topics("They support core interests, including Taiwan.", "core/taiwan");
    assert_topics("He spoke of the situation in the South China Sea.", "maritime");
    assert_topics("The railway is nearly finished.", "connectivity");
    assert_topics("He praised the cooperation.", "ties");
    assert_topics("He praised the cooperation on denuclearization.", "nuclear");
    assert_topics("Nothing is said.", "");
}

static void publishers_and_agencies_have_a_country(void **state)
{
    (void)state;
    const Sense *sense = sense_of(lexicon->publishers, "KCNA");
    assert_non_null(sense_of_class(sense, LEX_AGENCY));
    assert_non_null(sense_of_class(sense, LEX_PUBLISHER));
    assert_text(country_get(lexicon->countries, sense->country)->code, "PRK");
}

static void missing_folder_is_an_error(void **state)
{
    (void)state;
    Problems found = problems_in(arena);
    Lexicon *none = NULL;
    assert_false(lexicon_load(TEXT("no-such-folder"), arena, &none, &found));
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
        cmocka_unit_test(forms_of_verbs_lead_to_lemma_and_class),
        cmocka_unit_test(every_class_of_verbs_is_there),
        cmocka_unit_test(offices_have_level_and_channel),
        cmocka_unit_test(roles_know_whose_official_is_called_so),
        cmocka_unit_test(honorifics_are_skipped_and_tell_the_gender),
        cmocka_unit_test(orders_of_names_are_known),
        cmocka_unit_test(title_tells_the_kind_before_the_lead),
        cmocka_unit_test(topics_are_a_tree_and_phrases_outweigh_words),
        cmocka_unit_test(publishers_and_agencies_have_a_country),
        cmocka_unit_test(missing_folder_is_an_error),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
