// Who says what: the little pages of cases/attribution.txt, one construction each.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support_people.h"

// Before every case: whom the sentences are about.
#define LEAD                                                                                       \
    "Sun Li Meets with Anna Kovac, Foreign Minister of Hungary\n ( 2024.01.22 )\n\n"               \
    "Beijing, January 19th\xE2\x80\x94Sun Li, Minister of the International Department of the "    \
    "CPC "                                                                                         \
    "Central Committee, met here today with Anna Kovac, Foreign Minister of Hungary.\n\n"

static void add_speaker(Buffer *out, const Read *read, const Statement *statement)
{
    const Countries *countries = lexicon_test.lexicon->countries;
    if (statement->is_both)
        buffer_add(out, TEXT("both"));
    else if (statement->speaker != NOBODY)
        buffer_add(out, read->readout.persons.items[statement->speaker].name);
    else
        buffer_printf(out, "%s side", country_get(countries, statement->side)->code.ptr);
    if (statement->speaker != NOBODY && statement->side.at)
        buffer_printf(out, " (%s side)", country_get(countries, statement->side)->code.ptr);
    buffer_printf(out, ": %.*s", TEXT_ARG(statement->rule));
}

// A line for every sentence of the body behind the lead: its speakers and rules, or "-".
static Text speakers(const Read *read)
{
    Buffer out = buffer_in(lexicon_test.scratch);
    for (size_t i = 0; i < read->readout.lines.count; i++) {
        if (read->readout.lines.items[i].part != PART_BODY || i == read->readout.lead)
            continue;
        size_t found = 0;
        if (out.count)
            buffer_add_char(&out, '\n');
        for (size_t n = 0; n < read->statements.count; n++) {
            if (read->statements.items[n].line != i)
                continue;
            if (found++)
                buffer_add(&out, TEXT("; "));
            add_speaker(&out, read, &read->statements.items[n]);
        }
        if (!found)
            buffer_add_char(&out, '-');
    }
    return buffer_text(&out);
}

static void check_body(Text input, Text expected)
{
    Text bytes = arena_printf(lexicon_test.arena, LEAD "%.*s\n\nEnditem\n", TEXT_ARG(input));
    assert_case(input, expected, speakers(read_page(bytes)));
}

static void check_page(Text input, Text expected)
{
    assert_case(input, expected, speakers(read_page(input)));
}

static void sentences_have_the_speaker_of_the_first_rule_that_fires(void **state)
{
    (void)state;
    each_case("attribution.txt", check_body);
}

static void pages_of_other_forms_have_their_speakers(void **state)
{
    (void)state;
    each_case("attribution_pages.txt", check_page);
}

static void two_speakers_of_one_sentence_have_a_clause_each(void **state)
{
    (void)state;
    const Read *read =
        read_page(TEXT(LEAD "Kovac thanked China for its help, and Sun invited her to Xiamen.\n"));
    assert_int_equal(read->statements.count, 2);
    assert_text(tokens_text(&read->readout.tokens, read->statements.items[0].tokens),
                "Kovac thanked China for its help,");
    assert_text(tokens_text(&read->readout.tokens, read->statements.items[1].tokens),
                "Sun invited her to Xiamen.");
}

static Text only_position(const char *sentence)
{
    const Read *read = read_page(arena_printf(lexicon_test.arena, LEAD "%s\n", sentence));
    assert_int_equal(read->statements.count, 1);
    return tokens_text(&read->readout.tokens, read->statements.items[0].tokens);
}

static void check_position(const Read *read, size_t at, const char *expected)
{
    assert_true(at < read->statements.count);
    assert_text(tokens_text(&read->readout.tokens, read->statements.items[at].tokens), expected);
}

// "A:", "President N:" say who speaks; they are no part of what is said. Neither is "Q:" of the title of a question.
static void position_begins_behind_the_label(void **state)
{
    (void)state;
    const Read *read = read_page(
        TEXT("Foreign Ministry Spokesperson Xu Lihua's Remarks on a White Paper\n2024-06-18\n\n"
             "Q: What is your comment?\n\nA: We oppose it. It must go.\n\n"
             "Q2: Will the talks go on? A2: They will.\n\nQuestion 3: And the port?\n\n"
             "Answer: It is closed.\n"));
    assert_int_equal(read->statements.count, 4);
    check_position(read, 0, "We oppose it.");
    check_position(read, 1, "It must go.");
    check_position(read, 2, "They will.");
    check_position(read, 3, "It is closed.");
    assert_null(read->statements.items[3].verb);
    read = read_page(TEXT("Regular Press Conference of Spokesperson Xu Lihua\n2024-06-18\n\n"
                          "Q: What about the port?\n\nXu Lihua: It is closed.\n\n"
                          "Q: Until when?\n\nXu Lihua: Until May.\n"));
    check_position(read, 0, "It is closed.");
    assert_int_equal(read->happenings.count, 2);
    assert_text(tokens_text(&read->readout.tokens, read->happenings.items[1].title), "Until when?");
}

// Every list of [forms] has words: a key that is misspelt in the file or in the table would be empty.
static void forms_of_the_word_lists_are_all_there(void **state)
{
    (void)state;
    for (size_t i = 0; i < FORM_COUNT; i++)
        assert_true(lexicon_test.lexicon->readout->forms[i].count > 0);
}

static void position_leaves_out_what_was_not_said(void **state)
{
    (void)state;
    assert_text(only_position("Sun stressed the need for peace, but did not mention the dam."),
                "Sun stressed the need for peace,");
    assert_text(only_position("Sun did not mention the dam but stressed the need for peace."),
                "stressed the need for peace.");
    assert_text(only_position("Kovac called for peace without naming anybody."),
                "Kovac called for peace");
    // inside of what is said it may be somebody else's silence
    assert_text(only_position("Kovac said that the bank had lent but did not mention the rate."),
                "Kovac said that the bank had lent but did not mention the rate.");
}

static void negated_stance_is_not_counted_as_the_stance(void **state)
{
    (void)state;
    const Read *read = read_page(TEXT(LEAD "Kovac did not agree with the plan.\n"));
    assert_int_equal(read->statements.count, 1);
    assert_text(read->statements.items[0].verb->lemma, "not agree");
    assert_text(read->statements.items[0].verb->group, "oppose");
}

static void who_did_not_come_takes_no_part(void **state)
{
    (void)state;
    const Read *read = read_page(TEXT(LEAD "Ambassador Tamas Nagy did not attend the dinner. "
                                           "Ambassador Erik Toth was not present.\n"));
    assert_false(person_named(read, "Tamas Nagy")->takes_part);
    assert_false(person_named(read, "Erik Toth")->takes_part);
    assert_int_equal(read->statements.count, 0);
}

static void verb_is_the_main_one(void **state)
{
    (void)state;
    const Read *read = read_page(TEXT(LEAD "Noting the growth of trade, Sun expressed deep concern "
                                           "about new tariffs.\n"));
    assert_int_equal(read->statements.count, 1);
    assert_text(read->statements.items[0].verb->lemma, "express concern");
    assert_text(read->statements.items[0].verb->group, "oppose");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_have_the_speaker_of_the_first_rule_that_fires),
        cmocka_unit_test(pages_of_other_forms_have_their_speakers),
        cmocka_unit_test(two_speakers_of_one_sentence_have_a_clause_each),
        cmocka_unit_test(verb_is_the_main_one),
        cmocka_unit_test(position_begins_behind_the_label),
        cmocka_unit_test(forms_of_the_word_lists_are_all_there),
        cmocka_unit_test(position_leaves_out_what_was_not_said),
        cmocka_unit_test(negated_stance_is_not_counted_as_the_stance),
        cmocka_unit_test(who_did_not_come_takes_no_part),
    };
    return cmocka_run_group_tests(tests, lexicon_test_load, lexicon_test_unload);
}
