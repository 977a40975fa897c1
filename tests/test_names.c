// Names, offices and people: the sentences of cases/names.txt and cases/people.txt.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support_people.h"

static Text code_of(CountryId country)
{
    return country.at ? country_get(lexicon_test.lexicon->countries, country)->code : TEXT("-");
}

// "name | office | office" for every mention of the sentence.
static void check_names(Text input, Text expected)
{
    const Read *read = read_words(input);
    Mentions mentions = {0};
    Buffer out = buffer_in(lexicon_test.scratch);
    for (size_t i = 0; i < read->readout.lines.count; i++)
        mentions_find(&read->readout, i, &mentions);
    for (size_t i = 0; i < mentions.count; i++) {
        const Mention *mention = &mentions.items[i];
        buffer_printf(&out, "%s%.*s", i ? "\n" : "",
                      TEXT_ARG(tokens_text(&read->readout.tokens, mention->name)));
        for (size_t n = 0; n < 2; n++)
            if (!range_is_empty(mention->office[n]))
                buffer_printf(&out, " | %.*s",
                              TEXT_ARG(tokens_text(&read->readout.tokens, mention->office[n])));
        buffer_printf(&out, " | %.*s", TEXT_ARG(code_of(mention->country)));
    }
    if (!out.count)
        buffer_add_char(&out, '-');
    assert_case(input, expected, buffer_text(&out));
}

static void names_and_offices_are_found_in_every_order(void **state)
{
    (void)state;
    each_case("names.txt", check_names);
}

// ---- people of a page ----

static void short_forms_are_the_same_person(void **state)
{
    (void)state;
    const Read *read = read_page(
        TEXT("President Hargrave's Call with President Yun\nMay 2, 2024\n\n"
             "President Ellen M. Hargrave spoke today by phone with President Yun Ki-ho of the "
             "Republic of Korea. President Yun thanked President Hargrave.\n"));
    assert_int_equal(read->readout.persons.count, 2);
    assert_text(read->readout.persons.items[0].name, "Ellen M. Hargrave");
    assert_text(read->readout.persons.items[1].name, "Yun Ki-ho");
}

static void spellings_of_one_name_are_one_person(void **state)
{
    (void)state;
    const Read *read =
        read_page(TEXT("Sun Li Meets with Ri Chol-jin, DPRK Ambassador to China\n2024-05-02\n\n"
                       "Beijing, May 2nd\xE2\x80\x94Sun Li, Minister of the IDCPC, met here today "
                       "with Ri Chol Jin, Ambassador of the DPRK to China.\n"));
    assert_int_equal(read->readout.persons.count, 2);
    const Person *ri = &read->readout.persons.items[1];
    assert_text(tokens_text(&read->readout.tokens, ri->office[0]),
                "Ambassador of the DPRK to China"); // the body's, not the title's
}

static void leaders_in_a_speech_are_only_mentioned(void **state)
{
    (void)state;
    const Read *read =
        read_page(TEXT("Sun Li Meets with Anna Kovac\n2024-05-02\n\n"
                       "Beijing, May 2nd\xE2\x80\x94Sun Li, Minister of the IDCPC, met here today "
                       "with Anna Kovac, Ambassador of Hungary to China.\n\n"
                       "Sun said, General Secretary Wei Dong and President Balint Nagy exchanged "
                       "letters.\n"));
    assert_false(person_named(read, "Wei Dong")->takes_part);
    assert_false(person_named(read, "Balint Nagy")->takes_part);
    assert_true(person_named(read, "Anna Kovac")->takes_part);
}

static void page_country_is_whose_side_its_speakers_take(void **state)
{
    (void)state;
    const Read *read = read_page(
        TEXT("Gao Min Meets with Brazilian Foreign Minister Paulo Costa\n2025-02-21\n\n"
             "On February 20, Foreign Minister Gao Min met with Foreign Minister of Brazil Paulo "
             "Costa in Johannesburg, South Africa.\n\nGao Min said that China supports Brazil.\n"));
    assert_text(code_of(person_named(read, "Gao Min")->country), "CHN");
    assert_text(code_of(person_named(read, "Paulo Costa")->country), "BRA");
}

// What a headline makes of somebody is no evidence against the text, and is said in the problems.
static void text_is_believed_against_its_title(void **state)
{
    (void)state;
    const Read *read = read_page(
        TEXT("Hungarian Foreign Minister Sun Li Defies Critics\n2024-01-22\n\nBeijing, January "
             "19th\xE2\x80\x94Sun Li, Foreign Minister of China, met here today with Anna Kovac, "
             "Foreign Minister of Hungary.\n\nSun said that trade is growing.\n"));
    const Problems *problems = read->readout.problems;
    assert_text(code_of(person_named(read, "Sun Li")->country), "CHN");
    assert_text(code_of(person_named(read, "Anna Kovac")->country), "HUN");
    assert_int_equal(read->readout.persons.count, 2); // "Defies" is no part of a name
    assert_true(problems->count > 0);
    assert_text(problems->items[problems->count - 1].message,
                "the title gives HUN to \"Sun Li\", the text CHN; the text is believed");
}

static void delegation_gives_its_country(void **state)
{
    (void)state;
    const Read *read = read_page(
        TEXT("Sun Li Meets with a Delegation\n2024-05-02\n\nBeijing, May 2nd\xE2\x80\x94Sun Li, "
             "Minister of the IDCPC, met here today with a delegation of the Lao People's "
             "Revolutionary Party led by Khamla Vong, Member of its Secretariat.\n"));
    assert_text(code_of(person_named(read, "Khamla Vong")->country), "LAO");
}

static void officials_of_organisations_have_no_country(void **state)
{
    (void)state;
    const Read *read = read_page(
        TEXT("The Secretary-General's meeting\nNew York, 7 February 2025\n\nThe Secretary-General, "
             "Amelia Santos, met with H.E. Mrs. Marie Mwamba, Minister for Foreign Affairs of the "
             "Democratic Republic of the Congo.\n"));
    assert_true(person_named(read, "Amelia Santos")->has_polity);
    assert_text(code_of(person_named(read, "Amelia Santos")->country), "-");
    assert_text(code_of(person_named(read, "Marie Mwamba")->country), "COD");
    assert_int_equal(person_named(read, "Marie Mwamba")->gender, GENDER_FEMALE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_and_offices_are_found_in_every_order),
        cmocka_unit_test(short_forms_are_the_same_person),
        cmocka_unit_test(spellings_of_one_name_are_one_person),
        cmocka_unit_test(leaders_in_a_speech_are_only_mentioned),
        cmocka_unit_test(page_country_is_whose_side_its_speakers_take),
        cmocka_unit_test(text_is_believed_against_its_title),
        cmocka_unit_test(delegation_gives_its_country),
        cmocka_unit_test(officials_of_organisations_have_no_country),
    };
    return cmocka_run_group_tests(tests, lexicon_test_load, lexicon_test_unload);
}
