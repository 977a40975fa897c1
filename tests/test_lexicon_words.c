// Verbs, offices, names, kinds and topics as they are shipped.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support_lexicon.h"

// ---- verbs, offices, names ----

static void assert_verb(const char *form, const char *lemma, const char *class)
{
    const Sense *sense = sense_of(lexicon_test.lexicon->verbs, form);
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
    assert_null(phrases_find(lexicon_test.lexicon->verbs, TEXT("walked"), lexicon_test.scratch));
}

static void every_class_of_verbs_is_there(void **state)
{
    (void)state;
    static const char *const classes[] = {"say",   "stress", "hold",    "propose",
                                          "agree", "commit", "support", "oppose",
                                          "thank", "greet",  "brief",   "discuss"};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        size_t count = 0;
        for (size_t row = 0; row < lexicon_test.lexicon->words.count; row++)
            count +=
                text_equal(lexicon_test.lexicon->words.items[row].section, text_from(classes[i]));
        assert_true(count >= 20);
    }
}

static void assert_office(const char *office, const char *level, const char *channel)
{
    assert_text(lexicon_level(lexicon_test.lexicon, text_from(office), lexicon_test.scratch),
                level);
    assert_text(lexicon_channel(lexicon_test.lexicon, text_from(office), lexicon_test.scratch),
                channel);
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
    assert_office("Member of the Political Bureau of the CPC Central Committee and Minister of "
                  "Foreign Affairs",
                  "minister", "state");
    assert_office("President of the Society for Friendship", "other", "other");
    assert_office("Governor of the Central Bank", "minister", "state");
    assert_office("Kim Jong", "", "state");
}

static void roles_know_whose_official_is_called_so(void **state)
{
    (void)state;
    const Sense *host = sense_of(lexicon_test.lexicon->roles, "The host");
    assert_text(host->lemma, "host");
    assert_int_equal(host->country.at, COUNTRY_NONE);
    const Sense *eam = sense_of(lexicon_test.lexicon->roles, "EAM");
    assert_text(country_get(lexicon_test.lexicon->countries, eam->country)->code, "IND");
    assert_null(phrases_find(lexicon_test.lexicon->roles, TEXT("pm"), lexicon_test.scratch));
    const Sense *both = sense_of(lexicon_test.lexicon->roles, "Both sides");
    assert_int_equal(both->class, LEX_SIDES);
    assert_text(both->group, "both");
}

static void assert_skips(const char *text, size_t expected, char gender)
{
    char found = 0;
    size_t at = lexicon_skip_honorifics(lexicon_test.lexicon, text_from(text), 0,
                                        lexicon_test.scratch, &found);
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
    return country_by_code(lexicon_test.lexicon->countries, text_from(code));
}

static void orders_of_names_are_known(void **state)
{
    (void)state;
    assert_int_equal(lexicon_name_order(lexicon_test.lexicon, id_of("CHN")), NAME_FAMILY_FIRST);
    assert_int_equal(lexicon_name_order(lexicon_test.lexicon, id_of("HUN")), NAME_FAMILY_FIRST);
    assert_int_equal(lexicon_name_order(lexicon_test.lexicon, id_of("VNM")), NAME_GIVEN_SHORT);
    assert_int_equal(lexicon_name_order(lexicon_test.lexicon, id_of("SAU")), NAME_FIRST_GIVEN);
    assert_int_equal(lexicon_name_order(lexicon_test.lexicon, id_of("CUB")), NAME_SECOND_LAST);
    assert_int_equal(lexicon_name_order(lexicon_test.lexicon, id_of("USA")), NAME_LAST);
    assert_int_equal(lexicon_name_order(lexicon_test.lexicon, (CountryId){COUNTRY_NONE}),
                     NAME_LAST);
    assert_true(lexicon_names_stay_whole(lexicon_test.lexicon, id_of("MMR")));
    assert_false(lexicon_names_stay_whole(lexicon_test.lexicon, id_of("CHN")));
    assert_true(lexicon_is_family_name(lexicon_test.lexicon, id_of("PRK"), TEXT("Ri"),
                                       lexicon_test.scratch));
    assert_false(lexicon_is_family_name(lexicon_test.lexicon, id_of("KOR"), TEXT("Ri"),
                                        lexicon_test.scratch));
    assert_true(lexicon_is_particle(lexicon_test.lexicon, TEXT("van")));
    assert_false(lexicon_is_particle(lexicon_test.lexicon, TEXT("Horst")));
}

// ---- kinds and topics ----

static void assert_kind(const char *title, const char *lead, const char *kind)
{
    Text found =
        lexicon_kind(lexicon_test.lexicon, text_from(title), text_from(lead), lexicon_test.scratch);
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
    assert_kind("Press Statement: Official Visit by the Foreign Minister", "", "visit");
    assert_kind("Press Statement on the Border", "", "statement");
    assert_kind("Lin Meets Guests of the Dialogue on Trade", "", "meeting");
    assert_kind("Minister receives two written messages", "", "letter");
    assert_kind("Secretary-General receives Letter of Credence", "", "ceremony");
    assert_kind("On friendship", "Lin met with Sok and held consultations", "meeting");
    assert_kind("On friendship", "Lin spoke by phone with Sok", "call");
    assert_kind("On friendship", "Nothing is told here.", "other");
}

static void assert_topics(const char *sentence, const char *expected)
{
    Text topics[LEX_TOPICS_MAX];
    size_t count =
        lexicon_topics(lexicon_test.lexicon, text_from(sentence), lexicon_test.scratch, topics);
    Buffer found = buffer_in(lexicon_test.scratch);
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
    assert_topics("Chairman Kim Jong Un and Minister Ai sent greetings.", "");
    assert_topics("He recalled its reforms in politics, economy, culture and other fields.", "");
    assert_topics("South Africa cherishes its friendship.", "ties");
    assert_topics("They spoke of peace and security in Africa.", "africa");
    assert_topics("The two Parties and the two countries are ready.", "party");
    assert_topics("The two parties are ready.", "");
    assert_topics("They will settle accounts in national currencies.", "trade");
    assert_topics("They upheld an international order based on the rule of law.", "multilateral");
}

// Four that have nothing in common, and every part of those.
static void parts_of_a_topic_stand_side_by_side(void **state)
{
    (void)state;
    assert_topics("It backs the core interests involving Taiwan, Hong Kong, Xinjiang and Xizang.",
                  "core/hong-kong;core/taiwan;core/xinjiang;core/xizang");
    assert_topics("Core interests such as Taiwan, human rights and Hong Kong, railways, tariffs, "
                  "tourism and vaccines were touched on.",
                  "core/human-rights;core/hong-kong;core/taiwan;connectivity;trade;people");
}

static void publishers_and_agencies_have_a_country(void **state)
{
    (void)state;
    const Sense *sense = sense_of(lexicon_test.lexicon->publishers, "KCNA");
    assert_non_null(sense_of_class(sense, LEX_AGENCY));
    assert_non_null(
        sense_of_class(sense_of(lexicon_test.lexicon->publishers, "kcna.kp"), LEX_PUBLISHER));
    assert_text(country_get(lexicon_test.lexicon->countries, sense->country)->code, "PRK");
    assert_text(sense->lemma, "Korean Central News Agency");
}

static void assert_publisher(const char *publisher, const char *code)
{
    const Lexicon *lexicon = lexicon_test.lexicon;
    CountryId found =
        lexicon_publisher_country(lexicon, text_from(publisher), lexicon_test.scratch);
    assert_text(country_get(lexicon->countries, found)->code, code);
}

static void named_publishers_have_the_country_of_the_list_or_of_their_name(void **state)
{
    (void)state;
    assert_publisher("US Department of State, Office of the Spokesperson", "USA");
    assert_publisher("Xinhua News Agency", "CHN");
    assert_publisher("Ministry of Foreign Affairs of Bhutan", "BTN");
    assert_publisher("The African Union", "@AU");
    assert_int_equal(
        lexicon_publisher_country(lexicon_test.lexicon, TEXT("a blog"), lexicon_test.scratch).at,
        COUNTRY_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_of_verbs_lead_to_lemma_and_class),
        cmocka_unit_test(every_class_of_verbs_is_there),
        cmocka_unit_test(offices_have_level_and_channel),
        cmocka_unit_test(roles_know_whose_official_is_called_so),
        cmocka_unit_test(honorifics_are_skipped_and_tell_the_gender),
        cmocka_unit_test(orders_of_names_are_known),
        cmocka_unit_test(title_tells_the_kind_before_the_lead),
        cmocka_unit_test(topics_are_a_tree_and_phrases_outweigh_words),
        cmocka_unit_test(parts_of_a_topic_stand_side_by_side),
        cmocka_unit_test(publishers_and_agencies_have_a_country),
        cmocka_unit_test(named_publishers_have_the_country_of_the_list_or_of_their_name),
    };
    return cmocka_run_group_tests(tests, lexicon_test_load, lexicon_test_unload);
}
