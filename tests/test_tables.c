// Several tables in one load, and tables as other programs write them.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "loaders/table_encoding.h"
#include "tests/support_files.h"

static Text participant_field(Folder *folder, size_t event, size_t n, ParticipantField field)
{
    return arena_text(folder->arena,
                      timeline_participant_field(folder->timeline, folder_event(folder, event), n,
                                                 field, folder->arena));
}

// ---- ids ----

static void same_id_in_another_table_gets_a_number_and_keeps_its_people(void **state)
{
    Folder *folder = *state;
    static const char *const names[] = {"Mao", "Nixon"};
    for (size_t i = 0; i < 2; i++) {
        Text events = arena_printf(folder->arena, "id,date,title,kind\ne1,197%zu,One,\n", i);
        folder_write(folder, i ? "ids/b/events.csv" : "ids/a/events.csv", events);
        Text people =
            arena_printf(folder->arena, "event_id,n,name,country\ne1,1,%s,CHN\n", names[i]);
        folder_write(folder, i ? "ids/b/participants.csv" : "ids/a/participants.csv", people);
    }
    folder_load(folder, folder_path(folder, "ids"));
    ASSERT_COUNTS(folder, 4, 2, 2, 0);
    ASSERT_FIELD(folder, 0, EVENT_ID, "e1");
    ASSERT_FIELD(folder, 1, EVENT_ID, "e1.2");
    assert_string_equal(participant_field(folder, 1, 0, PARTICIPANT_EVENT_ID).ptr, "e1.2");
    assert_string_equal(participant_field(folder, 1, 0, PARTICIPANT_NAME).ptr, "Nixon");
    Text note = folder_problem(folder, 0);
    assert_true(text_starts(note, TEXT("ids/b/events.csv:2:1: note: an event of ")));
    assert_true(text_ends(note, TEXT("has the id \"e1\" too; this one gets \"e1.2\"")));
}

static void number_behind_an_id_is_one_that_nobody_has(void **state)
{
    Folder *folder = *state;
    folder_write(folder, "n/a/events.csv", TEXT("id,date,title,kind\ne1,1970,A,\ne1.2,1971,B,\n"));
    folder_write(folder, "n/b/events.csv", TEXT("id,date,title,kind\ne1,1972,C,\ne1,1973,D,\n"));
    folder_load(folder, folder_path(folder, "n"));
    ASSERT_FIELD(folder, 2, EVENT_ID, "e1.3");
    ASSERT_FIELD(folder, 3, EVENT_ID, "e1.4");
}

// What stands in a readout of an export, again: only the same content is the same event.
static void readout_of_two_exports_is_loaded_once_unless_something_was_added(void **state)
{
    Folder *folder = *state;
    static const char rows[] = "id,date,title,kind,dataset,note\nr1,1972-02-21,One,visit,readout,%s"
                               "\nr2,1973,Two,talks,readout,\n";
    folder_write(folder, "r/a/events.csv", arena_printf(folder->arena, rows, ""));
    folder_write(folder, "r/b/events.csv", arena_printf(folder->arena, rows, "mine"));
    folder_write(folder, "r/b/positions.csv", TEXT("event_id,n,speaker,text\nr2,1,Mao,\"Hm.\"\n"));
    folder_write(folder, "r/c/events.csv",
                 TEXT("id,date,title,kind,dataset\n"
                      "r2,1973,Two,talks,readout\n"));
    folder_load(folder, folder_path(folder, "r"));
    Accounting accounting = timeline_accounting(folder->timeline);
    assert_true(accounting_adds_up(accounting));
    assert_int_equal(accounting.used, 4); // r1, r1.2 with a note, r2, r2.2 with a position
    assert_int_equal(accounting.folded, 1);
    Text note = folder_problem(folder, 2);
    assert_true(text_starts(note, TEXT("r/c/events.csv:2:1: note: the same event as in ")));
}

// ---- as other programs write them ----

static void own_tables_may_be_separated_by_semicolons_or_tabs(void **state)
{
    Folder *folder = *state;
    folder_write(
        folder, "sep/events.csv",
        TEXT("id;date;title;kind;countries\ne1;1972;\"One; two, three\";visit;\"CHN;USA\"\n"));
    folder_write(folder, "sep/participants.csv",
                 TEXT("\xEF\xBB\xBF"
                      "event_id;n;name;country\r\ne1;1;\"Mao, Zedong\";CHN\r\n"));
    folder_write(folder, "sep/positions.csv",
                 TEXT("event_id\tn\tspeaker\ttext\ne1\t1\tMao\tHm; well, no.\n"));
    folder_load(folder, folder_path(folder, "sep"));
    assert_int_equal(folder_problem_count(folder), 0);
    ASSERT_COUNTS(folder, 3, 1, 2, 0);
    ASSERT_FIELD(folder, 0, EVENT_COUNTRIES, "CHN;USA");
    assert_string_equal(participant_field(folder, 0, 0, PARTICIPANT_NAME).ptr, "Mao, Zedong");
    EventId id = folder_event(folder, 0);
    Text said = timeline_position_field(folder->timeline, id, 0, POSITION_TEXT, folder->arena);
    assert_true(text_equal(said, TEXT("Hm; well, no.")));
}

static void header_alone_is_an_empty_table(void **state)
{
    Folder *folder = *state;
    folder_load_table(folder, "header.csv", TEXT("date,title\n"));
    ASSERT_COUNTS(folder, 0, 0, 0, 0);
    assert_int_equal(folder_problem_count(folder), 0);
}

static void table_without_a_known_column_is_told_what_it_lacks(void **state)
{
    Folder *folder = *state;
    static const char *const tables[][2] = {
        {"Paiva;Otsikko\n1972;Nixon\n", "columns Paiva, Otsikko: none is known as a date (date, "
                                        "day, when \u2026) or as a title or "
                                        "text (title, event, description \u2026)"},
        {"Paiva,title\n1972,Nixon\n",
         "columns Paiva, title: none is known as a date (date, day, when \u2026)"},
        {"when\tOtsikko\n1972\tNixon\n", "columns when, Otsikko: none is known as a title or text "
                                         "(title, event, description \u2026)"},
        {"One, two\nthree four five\n",
         "neither a readout nor a table with columns for date and title"}};
    for (size_t i = 0; i < 4; i++) {
        folder_load(folder, folder_write(folder, "lack.csv", text_from(tables[i][0])));
        Text wanted = arena_printf(folder->arena, "lack.csv: error: no timeline: %s", tables[i][1]);
        Text problem = folder_problem(folder, 0);
        assert_true(text_starts(problem, wanted));
        bool is_table = i < 3; // then it is said what was tried
        Text way_on = TEXT("to read it, write a profile: bilat profiles --draft FILE");
        assert_int_equal(text_find(problem, way_on) != TEXT_NOWHERE, is_table);
    }
}

// ---- columns that are none of ours ----

static Text extra(Folder *folder, size_t event, size_t index, Text *name)
{
    Text value;
    bool is_there = timeline_extra(folder->timeline, folder_event(folder, event), index, name,
                                   &value, folder->arena);
    return is_there ? arena_text(folder->arena, value) : TEXT("(none)");
}

static void columns_that_are_none_of_ours_have_a_name_of_their_own(void **state)
{
    Folder *folder = *state;
    folder_load_table(folder, "extra.csv",
                      TEXT("Date,headline,q,Title,id,q\n1972,One,a,b,17,c\n1973,Two,d,e,x1,\n"));
    static const char *const wanted[][3] = {
        {"headline", "One", "Two"}, {"q", "a", "d"}, {"q.2", "c", ""}, {"id.2", "17", ""}};
    Text name;
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(extra(folder, 0, i, &name).ptr, wanted[i][1]);
        assert_true(text_equal(name, text_from(wanted[i][0])));
        assert_true(text_equal(extra(folder, 1, i, &name), text_from(wanted[i][2])));
    }
    assert_string_equal(extra(folder, 0, 4, &name).ptr, "(none)");
}

// Every byte with a NUL behind it: UTF-16LE of ASCII and of Latin-1.
static Text widened(Folder *folder, const char *mark, Text text)
{
    Buffer out = buffer_in(folder->arena);
    buffer_add(&out, text_from(mark));
    for (size_t i = 0; i < text.len; i++) {
        buffer_add_char(&out, text.ptr[i]);
        buffer_add_char(&out, '\0');
    }
    return buffer_text(&out);
}

static const Text western =
    TEXT_INIT("date;title;m\xE9t\xE9o\n1972;\"Visite \x93\xE0\x94 P\xE9kin\";\xE9t\xE9\n");

static void table_in_windows_1252_is_decoded_and_noted(void **state)
{
    Folder *folder = *state;
    folder_load_table(folder, "western.csv", western);
    assert_int_equal(folder_problem_count(folder), 1);
    ASSERT_PROBLEM(folder, 0,
                   "western.csv:1:13: note: not UTF-8 and nothing says what: read as windows-1252");
    ASSERT_FIELD(folder, 0, EVENT_TITLE, "Visite \u201c\u00e0\u201d P\u00e9kin");
    Text name;
    assert_string_equal(extra(folder, 0, 0, &name).ptr, "\u00e9t\u00e9");
    assert_true(text_equal(name, TEXT("m\u00e9t\u00e9o")));
}

static void table_is_decoded_from_the_encoding_that_is_named(void **state)
{
    Folder *folder = *state;
    folder->settings.encoding = TEXT("windows-1251");
    folder_load_table(folder, "named.csv", TEXT("date,title,text\n1972,\xCC\xE8\xF0,\xCC\n"));
    ASSERT_FIELD(folder, 0, EVENT_TITLE, "\u041c\u0438\u0440");
    ASSERT_FIELD(folder, 0, EVENT_TEXT, "\u041c");
    assert_int_equal(folder_problem_count(folder), 0);
    folder->settings.encoding = TEXT("UTF-16LE");
    folder_load_table(folder, "wide.csv", widened(folder, "", TEXT("date,title\n1972,P\xE9kin\n")));
    ASSERT_FIELD(folder, 0, EVENT_TITLE, "P\u00e9kin");
    folder->settings.encoding = TEXT("");
}

static void table_in_utf_16_is_known_by_its_mark(void **state)
{
    Folder *folder = *state;
    Buffer rows = buffer_in(folder->arena);
    buffer_add(&rows, TEXT("date\ttitle\n"));
    for (int i = 0; i < 60000; i++)
        buffer_printf(&rows, "1972\tVisit \xE9 number %d\n", i);
    buffer_add(&rows, TEXT("next week\tOne\n"));
    folder_load_table(folder, "wide.txt", widened(folder, "\xFF\xFE", buffer_text(&rows)));
    assert_int_equal(timeline_event_count(folder->timeline), 60000);
    ASSERT_FIELD(folder, 59999, EVENT_TITLE, "Visit \u00e9 number 59999");
    ASSERT_PROBLEM(folder, 0, "wide.txt: note: read as UTF-16LE, as its byte order mark says");
    ASSERT_PROBLEM(folder, 1,
                   "wide.txt:60002:1: error: expected a date such as 1972-02-21, 1972-02 or 1972, "
                   "found \"next week\"");
    const Source *source = timeline_source(folder->timeline, 0);
    assert_true(source->ops->is_current(source));
}

static void people_of_an_events_csv_may_be_in_another_encoding(void **state)
{
    Folder *folder = *state;
    folder_write(folder, "enc/events.csv",
                 widened(folder, "\xFF\xFE", TEXT("id,date,title,kind\ne1,1972,One,visit\n")));
    folder_write(folder, "enc/participants.csv", TEXT("event_id,name\ne1,Andr\xE9\n"));
    folder_load(folder, folder_path(folder, "enc"));
    assert_string_equal(participant_field(folder, 0, 0, PARTICIPANT_NAME).ptr, "Andr\u00e9");
}

static void names_of_encodings_are_checked(void **state)
{
    (void)state;
    static const char *const good[] = {"utf-8", "UTF-16LE", "windows-1252", "latin1", "x-gbk"};
    static const char *const bad[] = {"bogus", "", "utf-8//IGNORE"};
    for (size_t i = 0; i < 5; i++)
        assert_true(table_encoding_is_known(text_from(good[i])));
    for (size_t i = 0; i < 3; i++)
        assert_false(table_encoding_is_known(text_from(bad[i])));
}

// ---- countries ----

static const char *countries_of(Folder *folder, size_t n)
{
    const Timeline *timeline = folder->timeline;
    Event event = timeline_event(timeline, folder_event(folder, n));
    Buffer out = buffer_in(folder->arena);
    for (size_t i = 0; i < event.country_count; i++)
        buffer_printf(&out, "%s%.*s",
                      i == 0              ? ""
                      : event.is_directed ? ">"
                                          : ";",
                      TEXT_ARG(timeline_country_code(timeline, event.countries[i])));
    return arena_text(folder->arena, buffer_text(&out)).ptr;
}

static void countries_of_any_table_are_codes_or_names_in_any_case(void **state)
{
    Folder *folder = *state;
    static const char *const lists[][2] = {
        {"chn;north korea", "CHN;PRK"}, {"China > USA", "CHN>USA"},
        {"CHN, prk", "CHN;PRK"},        {"China-United States", "CHN;USA"},
        {"usa and CHN", "USA;CHN"},     {"CHN-Nowhere", "CHN-Nowhere"},
        {"QQQ;chn", "QQQ;CHN"}};
    for (size_t own = 0; own < 2; own++) {
        Buffer table = buffer_in(folder->arena);
        buffer_printf(&table, "%s,date,title,kind,countries\n", own ? "id" : "number");
        for (size_t i = 0; i < 7; i++)
            buffer_printf(&table, "e%zu,197%zu,One,visit,\"%s\"\n", i, i, lists[i][0]);
        folder_load_table(folder, "lists.csv", buffer_text(&table));
        for (size_t i = 0; i < 7; i++)
            assert_string_equal(countries_of(folder, i), lists[i][1]);
        ASSERT_FIELD(folder, 0, EVENT_COUNTRIES, own ? "chn;north korea" : "CHN;PRK");
    }
}

// With the word lists that bilat comes with.
static void countries_are_found_in_titles(void **state)
{
    Folder *folder = *state;
    static const char *const titles[][2] = {
        {"Turkey and Georgia sign treaty", "TUR;GEO"},
        {"Turkey And Georgia Sign Treaty", "TUR;GEO"},
        {"Jordan and Chad establish relations", "JOR;TCD"},
        {"Russia and Turkey meet", "RUS;TUR"},
        {"Washington and Moscow agree", "USA;RUS"},
        {"Moscow criticises Washington; Pyongyang silent", "RUS;USA;PRK"},
        {"Jordan's king visits Washington", "JOR;USA"},
        {"Georgia holds election", "GEO"},
        {"Talks in Paris between Vietnam and United States", "VNM;USA"},
        {"Georgia Senate race", ""},
        {"Michael Jordan visits China", "CHN"},
        {"Michael Jordan Visits Beijing Museum", "CHN"},
        {"Ambassador Chad Pergram meets Russia", "RUS"},
        {"George Washington crosses the Delaware", ""},
        {"Washington state floods", ""},
        {"turkey dinner", ""},
    };
    enum { TITLES = sizeof titles / sizeof titles[0] };
    const char *assets = getenv("BILAT_ASSETS");
    Problems problems = problems_in(folder->arena);
    Lexicon *lexicon, few = folder->lexicon;
    Text path = text_from(assets ? assets : "assets");
    assert_true(lexicon_load(path, folder->arena, &lexicon, &problems));
    folder_add_profiles(folder, lexicon);
    Buffer table = buffer_in(folder->arena);
    buffer_add(&table, TEXT("date,title\n"));
    for (int i = 0; i < TITLES; i++)
        buffer_printf(&table, "%d,%s\n", 2000 + i, titles[i][0]);
    buffer_add(&table, TEXT("1962,Moscow meeting\n"));
    folder->lexicon = *lexicon;
    folder_load_table(folder, "titles.csv", buffer_text(&table));
    assert_string_equal(countries_of(folder, 0), "SUN");
    for (size_t i = 0; i < TITLES; i++) {
        Event event = timeline_event(folder->timeline, folder_event(folder, i + 1));
        assert_string_equal(countries_of(folder, i + 1), titles[i][1]);
        assert_int_equal(event.has_inferred_countries, titles[i][1][0] != 0);
    }
    timeline_free(folder->timeline);
    folder->timeline = NULL;
    folder->lexicon = few;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_id_in_another_table_gets_a_number_and_keeps_its_people),
        cmocka_unit_test(number_behind_an_id_is_one_that_nobody_has),
        cmocka_unit_test(readout_of_two_exports_is_loaded_once_unless_something_was_added),
        cmocka_unit_test(own_tables_may_be_separated_by_semicolons_or_tabs),
        cmocka_unit_test(columns_that_are_none_of_ours_have_a_name_of_their_own),
        cmocka_unit_test(countries_of_any_table_are_codes_or_names_in_any_case),
        cmocka_unit_test(table_in_windows_1252_is_decoded_and_noted),
        cmocka_unit_test(table_is_decoded_from_the_encoding_that_is_named),
        cmocka_unit_test(table_in_utf_16_is_known_by_its_mark),
        cmocka_unit_test(people_of_an_events_csv_may_be_in_another_encoding),
        cmocka_unit_test(names_of_encodings_are_checked),
        cmocka_unit_test(header_alone_is_an_empty_table),
        cmocka_unit_test(countries_are_found_in_titles),
        cmocka_unit_test(table_without_a_known_column_is_told_what_it_lacks),
    };
    return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
