// Tables of phrases: whole words, the longest first, capitals, blanks, exclusions, linear time.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "loaders/phrases.h"

enum { NOT = 0, WORD = 1, OTHER = 2 };

typedef struct Table {
    Arena *arena, *scratch;
    Phrases *phrases;
} Table;

static Table table_of(const char *words, const char *exclusions)
{
    Table table = {.arena = arena_new(), .scratch = arena_new()};
    table.phrases = phrases_new(table.arena);
    for (Text rest = text_from(words); rest.ptr;)
        phrases_add(table.phrases, text_cut(&rest, '|'), (Sense){.class = WORD});
    for (Text rest = text_from(exclusions); rest.ptr;)
        phrases_add(table.phrases, text_cut(&rest, '|'), (Sense){.class = NOT});
    return table;
}

static void table_free(Table *table)
{
    arena_free(table->arena);
    arena_free(table->scratch);
}

// Looking the words up from a list that serves several tables gives the same hits.
static void assert_same_by_words(const Table *table, Text all)
{
    PhraseWords words = phrase_words_of(all, table->scratch);
    size_t at = 0, word = 0;
    Hit hit, by_word;
    bool is_found;
    do {
        is_found = phrases_next(table->phrases, all, at, table->scratch, &hit);
        assert_int_equal(phrases_next_word(table->phrases, &words, &word, table->scratch, &by_word),
                         is_found);
        if (is_found)
            assert_memory_equal(&hit, &by_word, sizeof hit);
        at = is_found ? hit.end : at;
    } while (is_found);
}

// The hits in `text`, joined by bars.
static void assert_hits(const Table *table, const char *text, const char *expected)
{
    Buffer found = buffer_in(table->scratch);
    Text all = text_from(text);
    Hit hit;
    for (size_t at = 0; phrases_next(table->phrases, all, at, table->scratch, &hit); at = hit.end) {
        assert_true(hit.end > hit.start && hit.end <= all.len && hit.start >= at);
        if (found.count)
            buffer_add_char(&found, '|');
        buffer_add(&found, text_sub(all, hit.start, hit.end - hit.start));
    }
    assert_same_by_words(table, all);
    if (!text_equal(buffer_text(&found), text_from(expected)))
        fail_msg("in \"%s\": expected \"%s\", found \"%.*s\"", text, expected,
                 TEXT_ARG(buffer_text(&found)));
}

static void longest_phrase_wins(void **state)
{
    (void)state;
    Table table = table_of("Korea|South Korea|Republic of the Congo|Congo|"
                           "Democratic Republic of the Congo|Guinea|Guinea-Bissau",
                           "");
    assert_hits(&table, "South Korea, Korea", "South Korea|Korea");
    assert_hits(&table, "the Democratic Republic of the Congo and the Republic of the Congo",
                "Democratic Republic of the Congo|Republic of the Congo");
    assert_hits(&table, "Democratic Republic of Guinea-Bissau", "Guinea-Bissau");
    assert_hits(&table, "the Republic of the Gambia, Congo", "Congo");
    table_free(&table);
}

static void phrase_stands_between_edges_of_words(void **state)
{
    (void)state;
    Table table = table_of("Oman|China|DPRK|Niger|India", "");
    assert_hits(&table, "a woman, a Roman, Omani, Oman", "Oman");
    assert_hits(&table, "China-DPRK ties, China's (China) Nigeria", "China|DPRK|China|China");
    assert_hits(&table, "Indiana India2 \xC3\x89India India\xC3\xA9", "");
    assert_hits(&table, "Oman", "Oman");
    assert_hits(&table, "", "");
    table_free(&table);
}

static void capital_of_the_list_must_be_one_in_the_text(void **state)
{
    (void)state;
    Table table = table_of("US|Turkey|the Hague|minister|Élysée", "");
    assert_hits(&table, "US tells us", "US");
    assert_hits(&table, "turkey Turkey TURKEY", "Turkey|TURKEY");
    assert_hits(&table, "The Hague, the hague", "The Hague");
    assert_hits(&table, "Minister MINISTER minister", "Minister|MINISTER|minister");
    assert_hits(&table, "élysée Élysée", "Élysée");
    table_free(&table);
}

static void accents_blanks_quotes_and_hyphens_have_variants(void **state)
{
    (void)state;
    Table table = table_of("Türkiye|São Tomé|Workers' Party of Korea|Guinea-Bissau|U.S.", "");
    assert_hits(&table, "Turkiye Türkiye Tu\xCC\x88rkiye", "Turkiye|Türkiye|Tu\xCC\x88rkiye");
    assert_hits(&table, "Sao Tome", "Sao Tome");
    assert_hits(&table, "the Workers\xE2\x80\x99 Party\n   of\xC2\xA0Korea",
                "Workers\xE2\x80\x99 Party\n   of\xC2\xA0Korea");
    assert_hits(&table,
                "Guinea\xE2\x80\x91"
                "Bissau Guinea Bissau",
                "Guinea\xE2\x80\x91"
                "Bissau");
    assert_hits(&table, "U.S. and U.S, US", "U.S.|U.S");
    table_free(&table);
}

static void exclusion_takes_its_place_and_gives_no_hit(void **state)
{
    (void)state;
    Table table = table_of("India|Indian|China|American|South Georgia", "Indian Ocean|"
                                                                        "Latin American|"
                                                                        "South China Sea|"
                                                                        "South Georgia");
    assert_hits(&table, "India, the Indian Ocean, Indian", "India|Indian");
    assert_hits(&table, "Latin American and American", "American");
    assert_hits(&table, "China in the South China Sea", "China");
    assert_hits(&table, "South Georgia", "South Georgia"); // it means something: no exclusion
    Hit hit;
    assert_false(phrases_at(table.phrases, TEXT("Indian Ocean"), 0, table.scratch, &hit));
    assert_null(phrases_find(table.phrases, TEXT("Indian Ocean"), table.scratch));
    table_free(&table);
}

static void dots_stand_for_a_few_words(void **state)
{
    (void)state;
    Table table =
        table_of("expressed ... gratitude|expressed ... support|is ... ready to|said", "");
    assert_hits(&table, "Expressed gratitude, expressed his deep\n and\u00A0sincere gratitude",
                "Expressed gratitude|expressed his deep\n and\u00A0sincere gratitude");
    assert_hits(&table, "expressed gratitude for the support", "expressed gratitude");
    assert_hits(&table, "expressed one two three four five gratitude", "");
    assert_hits(&table, "expressed joy, gratitude", "");
    assert_hits(&table, "is always ready to; is ready, to; is ready to",
                "is always ready to|is ready to");
    assert_hits(&table, "expressed, he said, gratitude", "said");
    table_free(&table);
}

static void hyphen_at_the_end_must_be_there(void **state)
{
    (void)state;
    Table table = table_of("Franco-|German|Indo|Indo-", "");
    assert_hits(&table, "General Franco; Franco-German ties; Franco", "Franco-|German");
    assert_hits(&table, "Indo Indo-German", "Indo|Indo-|German");
    table_free(&table);
}

static void walk_may_begin_inside_a_word(void **state)
{
    (void)state;
    Table table = table_of("man|Oman|é", "");
    Hit hit;
    Text text = TEXT("Oman man");
    assert_true(phrases_next(table.phrases, text, 1, table.scratch, &hit));
    assert_int_equal(hit.start, 5);
    assert_false(phrases_at(table.phrases, text, 1, table.scratch, &hit));
    assert_true(phrases_at(table.phrases, text, 5, table.scratch, &hit));
    assert_false(phrases_at(table.phrases, text, 4, table.scratch, &hit));
    assert_false(phrases_at(table.phrases, text, 8, table.scratch, &hit));
    assert_false(phrases_next(table.phrases, text, 99, table.scratch, &hit));
    assert_false(phrases_next(table.phrases, TEXT("\xC3\xA9\xC3\xA9"), 2, table.scratch, &hit));
    table_free(&table);
}

static void senses_of_a_phrase_keep_their_order(void **state)
{
    (void)state;
    Table table = table_of("Singapore", "");
    phrases_add(table.phrases, TEXT("Singapore"), (Sense){.class = OTHER});
    phrases_add(table.phrases, TEXT("Singapore"), (Sense){.class = WORD});
    const Sense *sense = phrases_find(table.phrases, TEXT(" Singapore "), table.scratch);
    assert_non_null(sense);
    assert_int_equal(sense->class, WORD);
    assert_int_equal(sense->next->class, OTHER);
    assert_null(sense->next->next);
    assert_ptr_equal(sense_of_class(sense, OTHER), sense->next);
    assert_null(sense_of_class(sense, 3));
    assert_int_equal(phrases_count(table.phrases), 1);
    assert_null(phrases_find(table.phrases, TEXT("Singapore City"), table.scratch));
    table_free(&table);
}

static void odd_bytes_do_no_harm(void **state)
{
    (void)state;
    Table table = table_of("China|###|...|", "");
    assert_int_equal(phrases_count(table.phrases), 1);
    assert_hits(&table, "\xFF\xFE China \xC3", "China");
    char text[] = "\0China\0";
    Hit hit;
    assert_true(phrases_next(table.phrases, (Text){text, sizeof text - 1}, 0, table.scratch, &hit));
    char word[4096];
    memset(word, 'a', sizeof word);
    assert_false(phrases_next(table.phrases, (Text){word, sizeof word}, 0, table.scratch, &hit));
    table_free(&table);
}

static double seconds_for(const Table *table, size_t repeats)
{
    static const char part[] = "Republic of the Republic of the Democratic\n Republic of ";
    Buffer text = buffer_in(table->scratch);
    for (size_t i = 0; i < repeats; i++)
        buffer_add(&text, TEXT(part));
    struct timespec start;
    struct timespec end;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    Hit hit;
    size_t hits = 0;
    for (size_t at = 0; phrases_next(table->phrases, buffer_text(&text), at, table->scratch, &hit);
         at = hit.end)
        hits++;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    assert_int_equal(hits, 0);
    return (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
}

// The worst text: every word begins a phrase that never ends.
static void time_grows_with_the_length_of_the_text_alone(void **state)
{
    (void)state;
    Table table = table_of("Republic of the Democratic Republic of the Congo", "");
    double small = seconds_for(&table, 1000);
    double large = seconds_for(&table, 16000);
    // 16 times the text; a quadratic walk would take 256 times as long
    assert_true(large < 80 * small + 0.05);
    table_free(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(longest_phrase_wins),
        cmocka_unit_test(phrase_stands_between_edges_of_words),
        cmocka_unit_test(capital_of_the_list_must_be_one_in_the_text),
        cmocka_unit_test(accents_blanks_quotes_and_hyphens_have_variants),
        cmocka_unit_test(exclusion_takes_its_place_and_gives_no_hit),
        cmocka_unit_test(dots_stand_for_a_few_words),
        cmocka_unit_test(hyphen_at_the_end_must_be_there),
        cmocka_unit_test(walk_may_begin_inside_a_word),
        cmocka_unit_test(senses_of_a_phrase_keep_their_order),
        cmocka_unit_test(odd_bytes_do_no_harm),
        cmocka_unit_test(time_grows_with_the_length_of_the_text_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
