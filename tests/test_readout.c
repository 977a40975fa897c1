// The readout loader from bytes to rows: ids, titles, texts, spans, what is no readout, what is not English, and
// hostile text.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "loaders/loader.h"
#include "model/timeline.h"
#include "tests/support_lexicon.h"
#include "tests/support_readout.h"

typedef struct Loaded {
    Arena *arena;
    Timeline *timeline;
    Source *source;
} Loaded;

static const SourceOps memory_ops = {.read = source_read_memory};

static bool append(void *timeline, Segment *segment)
{
    timeline_append(timeline, segment);
    return true;
}

// Loads bytes as the file x.txt, of which sources.csv names the publisher.
static Loaded load_of(Text bytes, Text publisher)
{
    static const LoadSettings settings;
    Loaded loaded = {.arena = arena_new()};
    loaded.timeline = timeline_new(lexicon_test.lexicon->countries);
    Arena *scratch = arena_new();
    Builder *builder = builder_new(lexicon_test.lexicon->countries, append, loaded.timeline);
    loaded.source = source_in_memory(builder_arena(builder), TEXT("x.txt"), bytes, &memory_ops);
    loaded.source->publisher = publisher;
    builder_add_source(builder, loaded.source);
    Load request = {.lexicon = lexicon_test.lexicon,
                    .settings = &settings,
                    .builder = builder,
                    .scratch = scratch,
                    .arena = loaded.arena};
    assert_true(readout_loader.load(&request, loaded.source));
    assert_true(builder_flush(builder));
    builder_free(builder);
    arena_free(scratch);
    return loaded;
}

static Loaded load(Text bytes)
{
    return load_of(bytes, (Text){NULL, 0});
}

static void unload(Loaded *loaded)
{
    timeline_free(loaded->timeline);
    arena_free(loaded->arena);
}

static Text event_text(Loaded *loaded, size_t n, EventField field)
{
    return timeline_field(loaded->timeline, timeline_event_id(0, n), field, loaded->arena);
}

static Text position_text(Loaded *loaded, size_t n, PositionField field)
{
    return timeline_position_field(loaded->timeline, timeline_event_id(0, 0), n, field,
                                   loaded->arena);
}

static Text participant_text(Loaded *loaded, size_t n, ParticipantField field)
{
    return timeline_participant_field(loaded->timeline, timeline_event_id(0, 0), n, field,
                                      loaded->arena);
}

static size_t position_count(const Loaded *loaded)
{
    size_t count;
    (void)timeline_positions(loaded->timeline, timeline_event_id(0, 0), &count);
    return count;
}

#define PAGE                                                                                       \
    "Sun Li Meets with Anna Kovac, Hungarian Ambassador to China\r\n ( 2024.01.22 )\r\n\r\n"       \
    "Beijing, January 19th\xE2\x80\x94Sun Li, Minister of the International Department of the "    \
    "CPC "                                                                                         \
    "Central Committee, met here today with Anna Kovac, Ambassador of Hungary to China.\r\n\r\n"   \
    "Sun said, trade between the two  countries is growing. The Chinese side is ready to buy "     \
    "more. President Wei Dong has said so.\r\n\r\n"                                                \
    "\"We want balance,\" Kovac said.\r\n\r\nEnditem\r\n"

static void page_becomes_an_event_with_people_and_positions(void **state)
{
    (void)state;
    Loaded loaded = load(TEXT(PAGE));
    assert_int_equal(timeline_event_count(loaded.timeline), 1);
    assert_text(event_text(&loaded, 0, EVENT_DATE), "2024-01-19");
    assert_text(event_text(&loaded, 0, EVENT_PUBLISHED), "2024-01-22");
    assert_text(event_text(&loaded, 0, EVENT_COUNTRIES), "CHN;HUN");
    assert_text(event_text(&loaded, 0, EVENT_DATASET), "readout");
    assert_text(event_text(&loaded, 0, EVENT_CHANNEL), "party");
    assert_text(event_text(&loaded, 0, EVENT_TITLE),
                "Sun Li Meets with Anna Kovac, Hungarian Ambassador to China");
    assert_text(participant_text(&loaded, 0, PARTICIPANT_NAME), "Sun Li");
    assert_text(participant_text(&loaded, 1, PARTICIPANT_OFFICE), "Ambassador of Hungary to China");
    assert_text(participant_text(&loaded, 1, PARTICIPANT_LEVEL), "ambassador");
    assert_text(participant_text(&loaded, 2, PARTICIPANT_NAME), "Wei Dong");
    assert_text(participant_text(&loaded, 2, PARTICIPANT_ROLE), "mentioned");
    unload(&loaded);
}

static void positions_are_slices_that_read_as_their_sentence(void **state)
{
    (void)state;
    Loaded loaded = load(TEXT(PAGE));
    assert_int_equal(position_count(&loaded), 4);
    assert_text(position_text(&loaded, 0, POSITION_TEXT),
                "Sun said, trade between the two countries is growing.");
    assert_text(position_text(&loaded, 1, POSITION_SIDE), "CHN");
    assert_text(position_text(&loaded, 1, POSITION_VERB_CLASS), "commit");
    assert_text(position_text(&loaded, 3, POSITION_SPEAKER), "Anna Kovac");
    assert_text(position_text(&loaded, 3, POSITION_RULE), "tail");
    assert_text(position_text(&loaded, 3, POSITION_MODE), "direct");
    int64_t offset;
    assert_true(text_integer(position_text(&loaded, 3, POSITION_SOURCE_OFFSET), &offset));
    assert_memory_equal(&PAGE[offset], "\"We want balance,\" Kovac said.", 30);
    unload(&loaded);
}

static void id_is_a_hash_of_the_text_alone(void **state)
{
    (void)state;
    Loaded first = load(TEXT(PAGE)), second = load(TEXT(PAGE)), other = load(TEXT(PAGE "More.\n"));
    Text id = event_text(&first, 0, EVENT_ID);
    assert_int_equal(id.len, 11);
    assert_int_equal(id.ptr[0], 'r');
    assert_true(text_equal(id, event_text(&second, 0, EVENT_ID)));
    assert_false(text_equal(id, event_text(&other, 0, EVENT_ID)));
    unload(&first);
    unload(&second);
    unload(&other);
}

static void second_event_of_a_digest_counts_on(void **state)
{
    (void)state;
    Loaded loaded = load(TEXT(
        "Qian Yu Meets Separately with Guests\n ( 2024.05.20 )\n\nHangzhou, May 16th\xE2\x80\x94"
        "Qian Yu, Vice-minister of the IDCPC, met here today with Wanja Kamau, Ambassador of Kenya "
        "to China. Kamau said that Kenya welcomes it.\n\nHangzhou, May 17th\xE2\x80\x94Qian Yu met "
        "with Ana Pires, Ambassador of Portugal to China. Pires thanked Qian.\n\nEnditem\n"));
    assert_int_equal(timeline_event_count(loaded.timeline), 2);
    assert_true(text_ends(event_text(&loaded, 1, EVENT_ID), TEXT(".2")));
    assert_text(event_text(&loaded, 0, EVENT_DATE), "2024-05-16");
    assert_text(event_text(&loaded, 1, EVENT_DATE), "2024-05-17");
    assert_text(event_text(&loaded, 1, EVENT_COUNTRIES), "CHN;PRT");
    assert_true(text_starts(event_text(&loaded, 1, EVENT_TEXT), TEXT("Hangzhou, May 17th")));
    unload(&loaded);
}

static void other_languages_give_date_title_and_text_and_a_note(void **state)
{
    (void)state;
    Loaded loaded =
        load(TEXT("Entretien du Pr\xC3\xA9sident avec le Premier ministre\n12 mars 2024\n\nLe "
                  "Pr\xC3\xA9sident "
                  "de la R\xC3\xA9publique a re\xC3\xA7u le Premier ministre de la Gr\xC3\xA8"
                  "ce pour un entretien. Il a soulign\xC3\xA9 que la France est avec lui et que "
                  "les deux pays "
                  "doivent travailler ensemble dans le monde.\n"));
    size_t count;
    assert_int_equal(timeline_event_count(loaded.timeline), 1);
    assert_text(event_text(&loaded, 0, EVENT_LANGUAGE), "fr");
    assert_text(event_text(&loaded, 0, EVENT_DATE), "2024-03-12");
    assert_true(event_text(&loaded, 0, EVENT_TITLE).len > 0);
    (void)timeline_participants(loaded.timeline, timeline_event_id(0, 0), &count);
    assert_int_equal(count, 0);
    assert_int_equal(position_count(&loaded), 0);
    assert_int_equal(timeline_problems(loaded.timeline)->by_kind[PROBLEM_LANGUAGE], 1);
    unload(&loaded);
}

// ---- whose page it is: tests/cases/publishers.txt ----

static void check_publisher(Fixture *fixture, Text input, Text expected)
{
    Loaded loaded = load(fixture_unescape(fixture, input));
    const Source *source = timeline_source(loaded.timeline, 0);
    Text code = timeline_country_code(loaded.timeline, source->publisher_country);
    Text found = arena_printf(loaded.arena, "%.*s%s%.*s", TEXT_ARG(code.len ? code : TEXT("-")),
                              source->publisher.len ? " " : "", TEXT_ARG(source->publisher));
    if (!text_equal(found, text_trim(expected)))
        fail_msg("expected %.*s, found %.*s: %.*s", TEXT_ARG(text_trim(expected)), TEXT_ARG(found),
                 TEXT_ARG(input));
    unload(&loaded);
}

static void publishers_are_those_of_the_cases(void **state)
{
    (void)state;
    void *fixture = NULL;
    assert_int_equal(fixture_set_up(&fixture), 0);
    fixture_each_case(fixture, "publishers.txt", check_publisher);
    fixture_tear_down(&fixture);
}

// sources.csv was read before: what it says stays.
static void named_publisher_stays(void **state)
{
    (void)state;
    Loaded loaded = load_of(TEXT(PAGE), TEXT("a diplomat's blog"));
    assert_text(event_text(&loaded, 0, EVENT_PUBLISHER), "a diplomat's blog");
    assert_text(event_text(&loaded, 0, EVENT_PUBLISHER_COUNTRY), "CHN");
    unload(&loaded);
}

static void choice_between_two_people_is_noted(void **state)
{
    (void)state;
    Loaded loaded = load(TEXT(
        "Talks Held in Oslo\n4 March 2024\n\nOn 4 March 2024, Deputy Minister of Trade of Norway "
        "Eva Lund and Deputy Minister of Health of Norway Nils Lund met in Oslo with Minister of "
        "Trade of Chile Ana Ruiz.\n\nLund said that the market is open. Ruiz thanked Eva Lund.\n"));
    const Problems *problems = timeline_problems(loaded.timeline);
    assert_int_equal(problems->by_kind[PROBLEM_AMBIGUOUS], 1);
    timeline_locate_problems(loaded.timeline);
    assert_int_equal(problems->items[0].line, 6);
    assert_text(problems->items[0].message,
                "\"Lund\" may be more than one of those named; taken for Eva Lund");
    assert_text(position_text(&loaded, 0, POSITION_CONFIDENCE), "low");
    unload(&loaded);
}

// Taken for speech by its construction, or left as narration: both are said, with the place of the verb.
static void verb_that_no_list_knows_is_noted(void **state)
{
    (void)state;
    Loaded loaded = load(TEXT(
        "Talks Held in Oslo\n4 March 2024\n\nOn 4 March 2024, Minister of Trade of Norway Eva Lund "
        "met in Oslo with Minister of Trade of Chile Ana Ruiz.\n\nLund quipped that fish is dear. "
        "Ruiz extolled the sea. Lund said that fish swim. Ruiz again, as before.\n"));
    const Problems *problems = timeline_problems(loaded.timeline);
    static const char *const messages[] = {
        "the verb \"quipped\" is not in the lists; by its construction taken for what Eva Lund "
        "says",
        "the verb \"extolled\" is not in the lists; the sentence is left as narration",
        "no verb is found behind \"Ruiz\"; the sentence is left as narration"};
    assert_int_equal(problems->by_kind[PROBLEM_AMBIGUOUS], 3);
    timeline_locate_problems(loaded.timeline);
    for (size_t i = 0; i < 3; i++)
        assert_text(problems->items[i].message, messages[i]);
    assert_int_equal(problems->items[0].line, 6);
    assert_int_equal(problems->items[0].column, 6);
    assert_text(position_text(&loaded, 0, POSITION_RULE), "unknown-verb");
    assert_text(position_text(&loaded, 0, POSITION_CONFIDENCE), "low");
    assert_text(position_text(&loaded, 0, POSITION_VERB), "");
    assert_text(position_text(&loaded, 1, POSITION_RULE), "subject");
    unload(&loaded);
}

// What a weak rule gives is low: an assertion carried into the next paragraph, one's own side there.
static void weak_rules_give_low_confidence(void **state)
{
    (void)state;
    Loaded loaded =
        load(TEXT("Talks in Oslo\n4 March 2024\n\nOn 4 March 2024, Minister of Trade of "
                  "Norway Eva Lund met in Oslo with Minister of Trade of Chile Ana "
                  "Ruiz.\n\nLund said that fish is dear.\n\nThe sea is no wall, and its "
                  "voice must be heard.\n\nTrade was good, Ruiz said.\n\nChile is ready to "
                  "buy more.\n"));
    static const char *const expected[][2] = {
        {"subject", "high"}, {"paragraph", "low"}, {"tail", "high"}, {"own-side", "low"}};
    for (size_t n = 0; n < sizeof expected / sizeof *expected; n++) {
        assert_text(position_text(&loaded, n, POSITION_RULE), expected[n][0]);
        assert_text(position_text(&loaded, n, POSITION_CONFIDENCE), expected[n][1]);
    }
    assert_text(event_text(&loaded, 0, EVENT_CONFIDENCE), "high");
    unload(&loaded);
    loaded =
        load(TEXT("Ambassadors Received\n4 March 2024\n\nThe director met with several guests in "
                  "the old hall of the house.\n"));
    assert_text(event_text(&loaded, 0, EVENT_CONFIDENCE), "low");
    unload(&loaded);
}

// The table has the first day, and the last in a column of its own; the event has both.
static void visit_lasts_all_of_its_days(void **state)
{
    (void)state;
    Loaded loaded =
        load(TEXT("Visit of Foreign Minister to Norway\nMarch 8, 2024\n\nForeign Minister of "
                  "Chile Ana Ruiz paid an official visit to Norway from March 4 to 6.\n"));
    Date date = timeline_event(loaded.timeline, timeline_event_id(0, 0)).date;
    assert_int_equal(date.end - date.start, 2);
    assert_text(event_text(&loaded, 0, EVENT_DATE), "2024-03-04");
    assert_text(timeline_date(loaded.timeline, timeline_event_id(0, 0), loaded.arena),
                "2024-03-04/2024-03-06");
    Text name, value;
    assert_true(
        timeline_extra(loaded.timeline, timeline_event_id(0, 0), 0, &name, &value, loaded.arena));
    assert_text(name, "end_date");
    assert_text(value, "2024-03-06");
    unload(&loaded);
}

static Text name_of_number(size_t number, Arena *arena)
{
    return arena_printf(arena, "%c%c%c", (int)('A' + number / 26 % 26), (int)('a' + number % 26),
                        (int)('a' + number / 676));
}

// Nothing is left out in silence: the first one that is too many is named with its place.
static void what_is_too_much_is_noted(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Buffer page = buffer_in(arena);
    buffer_add(&page, TEXT("Guests Received\n4 March 2024\n\nOn 4 March 2024, Minister of Trade of "
                           "Norway Eva Lund met in Oslo with Minister of Trade of Chile Ana "
                           "Ruiz.\n"));
    for (size_t i = 0; i < 450; i++)
        buffer_printf(&page, "\nMinister %s %sson said so.\n", name_of_number(i, arena).ptr,
                      name_of_number(i, arena).ptr);
    Loaded loaded = load(buffer_text(&page));
    const Problems *problems = timeline_problems(loaded.timeline);
    assert_int_equal(problems->by_kind[PROBLEM_LIMIT], 1);
    timeline_locate_problems(loaded.timeline);
    for (size_t i = 0; i < problems->count; i++)
        if (problems->items[i].kind == PROBLEM_LIMIT) {
            assert_int_equal(problems->items[i].line, 802);
            assert_text(problems->items[i].message, "more than 400 people are named: from here on "
                                                    "those not named before are left out");
        }
    unload(&loaded);
    page.count = 0;
    buffer_add(&page,
               TEXT("Foreign Ministry Spokesperson Lin Wei's Regular Press Conference\n4 March "
                    "2024\n"));
    for (size_t i = 0; i < 450; i++)
        buffer_add(&page, TEXT("\nPost: What is new?\n\nLin Wei: China is ready to talk.\n"));
    loaded = load(buffer_text(&page));
    assert_int_equal(timeline_problems(loaded.timeline)->by_kind[PROBLEM_LIMIT], 1);
    unload(&loaded);
    arena_free(arena);
}

static int sniff(const char *path, Text bytes)
{
    Source *source = source_in_memory(lexicon_test.scratch, text_from(path), bytes, &memory_ops);
    return readout_loader.sniff(source, bytes, lexicon_test.lexicon, lexicon_test.scratch);
}

static void readouts_are_told_from_other_files(void **state)
{
    (void)state;
    assert_true(sniff("x.txt", TEXT(PAGE)) >= 60);
    assert_true(sniff("-", TEXT(PAGE)) > 0);
    assert_int_equal(sniff("x.csv", TEXT("date,title\n2024-01-01,a thing that happened there\n")),
                     0);
    assert_int_equal(sniff("notes.md", TEXT("# Notes of 2024-01-01\n\nSome words of a page.\n")),
                     0);
    assert_int_equal(sniff("x.gold", TEXT("date: 2024-05-10\nplace: a city that is named\n")), 0);
    assert_int_equal(sniff("x.txt", TEXT("A list of words and nothing else in it at all.\n")), 0);
    assert_int_equal(sniff("x.html", TEXT("<ul><li><a href=\"/\">Home</a></li></ul>")), 0);
    assert_true(sniff("x.html", TEXT("<html><body><h1>Talks</h1><p>On May 4 Ann Pell met Ivo Horn "
                                     "in Oslo for talks on trade.</p></body></html>")) > 0);
    assert_int_equal(sniff("x.txt", TEXT("\x01\x02\xFF\xFE\x80 2024-01-22\0\0\0\x03")), 0);
    assert_true(sniff("x.txt", TEXT("\xC4\xE3\xBA\xC3\xA3\xAC 2024\xC4\xEA")) > 0);
}

// ---- hostile text: as much as a page may have is read in a few seconds ----

static Text repeated(Arena *arena, const char *head, const char *unit, size_t bytes)
{
    Buffer out = buffer_in(arena);
    buffer_add(&out, text_from(head));
    while (out.count < bytes)
        buffer_add(&out, text_from(unit));
    return buffer_text(&out);
}

static void check_bounded(const char *unit)
{
    Arena *arena = arena_new();
    clock_t start = clock();
    Loaded loaded = load(repeated(arena, "A title of a page\n2024-01-22\n\nBeijing, January 19th-",
                                  unit, (size_t)1 << 20));
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    if (seconds > 20)
        fail_msg("1 MiB of \"%s\" took %.1f s", unit, seconds);
    unload(&loaded);
    arena_free(arena);
}

// Menus and scripts may fill more than the first bytes: then all of the page is looked at.
static void text_of_a_page_may_begin_late(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Text menu = repeated(arena, "<html><body>", "<p><a href=\"/\">News of 2024-01-22</a></p>\n",
                         (size_t)2 * SNIFF_BYTES);
    Text page = arena_printf(arena,
                             "%.*s<p>On May 4 Ann Pell met Ivo Horn in Oslo, where they "
                             "spoke of trade and of the sea.</p></body></html>",
                             TEXT_ARG(menu));
    Source *source = source_in_memory(arena, TEXT("x.html"), page, &memory_ops);
    Text head = text_sub(page, 0, SNIFF_BYTES);
    assert_true(readout_loader.sniff(source, head, lexicon_test.lexicon, arena) > 0);
    source = source_in_memory(arena, TEXT("x.html"), menu, &memory_ops);
    assert_int_equal(readout_loader.sniff(source, head, lexicon_test.lexicon, arena), 0);
    arena_free(arena);
}

static void hostile_text_costs_no_more_than_its_length(void **state)
{
    (void)state;
    check_bounded("Minister John Smith, ");
    check_bounded("the ");
    check_bounded("Mr. ");
    check_bounded("Minister and Secretary of ");
    check_bounded("\"he said, ");
    check_bounded("President Anna Kovac said so. He agreed.\n\n");
    check_bounded("(Ms. ");
    check_bounded("Korean ");
    check_bounded("Minister A of the Chile Congress (CC) ");
    check_bounded("Sheikh Ali Rashid, Head of the PCX, said. His Highness said so. ");
    check_bounded("His Highness Ali Rashid and His Highness Ali Said agreed. ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(page_becomes_an_event_with_people_and_positions),
        cmocka_unit_test(positions_are_slices_that_read_as_their_sentence),
        cmocka_unit_test(id_is_a_hash_of_the_text_alone),
        cmocka_unit_test(second_event_of_a_digest_counts_on),
        cmocka_unit_test(other_languages_give_date_title_and_text_and_a_note),
        cmocka_unit_test(choice_between_two_people_is_noted),
        cmocka_unit_test(verb_that_no_list_knows_is_noted),
        cmocka_unit_test(weak_rules_give_low_confidence),
        cmocka_unit_test(visit_lasts_all_of_its_days),
        cmocka_unit_test(what_is_too_much_is_noted),
        cmocka_unit_test(publishers_are_those_of_the_cases),
        cmocka_unit_test(named_publisher_stays),
        cmocka_unit_test(readouts_are_told_from_other_files),
        cmocka_unit_test(text_of_a_page_may_begin_late),
        cmocka_unit_test(hostile_text_costs_no_more_than_its_length),
    };
    return cmocka_run_group_tests(tests, lexicon_test_load, lexicon_test_unload);
}
