#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support_files.h"

// ---- our own tables ----

static const Text own_events = TEXT_INIT(
    "id,date,title,kind,code,countries,place,scale,weight,dataset,published,publisher,"
    "publisher_country,language,channel,level,confidence,tags,note,corrected,source_file,"
    "source_offset,source_length,source_url,text\n"
    "e1,1972-02-21/1972-02-28,\"Nixon, in \"\"China\"\"\",visit,042,CHN;USA,Beijing,6.50,3,history,"
    "1972-02-28,Xinhua,CHN,en,state,head,high,a;b,noted,date,nixon.txt,10,20,http://x/,\"two\n"
    "lines\"\n"
    "e2,1950-10,War,war,,SUN>PRK,,-10.0,,,,,,,,,,,,,,,,,\n");

static void own_table_answers_every_column_as_read(void **state)
{
    Folder *folder = *state;
    folder_load_table(folder, "own/events.csv", own_events);
    ASSERT_COUNTS(folder, 2, 2, 0, 0);
    assert_int_equal(folder_problem_count(folder), 0);
    ASSERT_FIELD(folder, 0, EVENT_ID, "e2"); // earlier
    ASSERT_FIELD(folder, 0, EVENT_COUNTRIES, "SUN>PRK");
    ASSERT_FIELD(folder, 0, EVENT_SCALE, "-10.0");
    ASSERT_FIELD(folder, 0, EVENT_DATASET, "");
    ASSERT_FIELD(folder, 0, EVENT_SOURCE_FILE, "");
    ASSERT_FIELD(folder, 1, EVENT_ID, "e1");
    ASSERT_FIELD(folder, 1, EVENT_DATE, "1972-02-21/1972-02-28");
    ASSERT_FIELD(folder, 1, EVENT_TITLE, "Nixon, in \"China\"");
    ASSERT_FIELD(folder, 1, EVENT_CODE, "042");
    ASSERT_FIELD(folder, 1, EVENT_SCALE, "6.50");
    ASSERT_FIELD(folder, 1, EVENT_PUBLISHED, "1972-02-28");
    ASSERT_FIELD(folder, 1, EVENT_CORRECTED, "date");
    ASSERT_FIELD(folder, 1, EVENT_SOURCE_OFFSET, "10");
    ASSERT_FIELD(folder, 1, EVENT_SOURCE_LENGTH, "20");
    ASSERT_FIELD(folder, 1, EVENT_TEXT, "two\nlines");
}

static void own_table_fills_the_columns_of_the_model(void **state)
{
    Folder *folder = *state;
    folder_load_table(folder, "own/events.csv", own_events);
    Event visit = timeline_event(folder->timeline, folder_event(folder, 1));
    assert_int_equal(visit.kind.at, WORD_VISIT);
    assert_int_equal(visit.country_count, 2);
    assert_false(visit.is_directed);
    assert_false(visit.has_inferred_countries);
    assert_int_equal(visit.date.end - visit.date.start, 7);
    assert_true(visit.scale > 6.49 && visit.scale < 6.51);
    assert_int_equal(visit.level.at, WORD_HEAD);
    Event war = timeline_event(folder->timeline, folder_event(folder, 0));
    assert_true(war.is_directed);
    assert_true(text_equal(timeline_country_code(folder->timeline, war.countries[0]), TEXT("SUN")));
}

static void unknown_columns_are_shown_and_missing_ones_are_composed(void **state)
{
    Folder *folder = *state;
    folder_load_table(folder, "few/events.csv",
                      TEXT("title,mood,id,date,countries\nA visit,good,v1,1972,CHN;USA\n"));
    ASSERT_FIELD(folder, 0, EVENT_ID, "v1");
    ASSERT_FIELD(folder, 0, EVENT_PLACE, "");
    ASSERT_FIELD(folder, 0, EVENT_DATASET, "csv");
    ASSERT_FIELD(folder, 0, EVENT_SOURCE_LENGTH, "28");
    EventId id = folder_event(folder, 0);
    Event event = timeline_event(folder->timeline, id);
    const Source *source = timeline_source(folder->timeline, event.source);
    Text name, value;
    assert_true(source->ops->column(source, event.record, 1, &name, &value, folder->arena));
    assert_true(text_equal(name, TEXT("mood")));
    assert_true(text_equal(value, TEXT("good")));
    assert_false(source->ops->column(source, event.record, 5, &name, &value, folder->arena));
}

static void write_joined(Folder *folder, const char *participants, const char *positions)
{
    folder_write(folder, "join/events.csv",
                 TEXT("id,date,title,kind,countries\ne1,1972,One,visit,CHN;USA\n"
                      "e2,1973,Two,talks,CHN;USA\n"));
    folder_write(folder, "join/participants.csv", text_from(participants));
    folder_write(folder, "join/positions.csv", text_from(positions));
    folder_load(folder, folder_path(folder, "join"));
    assert_true(accounting_adds_up(timeline_accounting(folder->timeline)));
}

static const char participant_header[] =
    "event_id,n,name,country,office,role,channel,level,source_offset,source_length\n";
static const char position_header[] =
    "event_id,n,speaker,country,side,mode,verb,verb_class,topics,"
    "confidence,rule,corrected,text,source_offset,source_length\n";

static const char *joined_text(Folder *folder, const char *header, const char *rows)
{
    return arena_printf(folder->arena, "%s%s", header, rows).ptr;
}

static Text participant_field(Folder *folder, size_t event, size_t n, ParticipantField field)
{
    return arena_text(folder->arena,
                      timeline_participant_field(folder->timeline, folder_event(folder, event), n,
                                                 field, folder->arena));
}

static Text position_field(Folder *folder, size_t event, size_t n, PositionField field)
{
    return arena_text(folder->arena,
                      timeline_position_field(folder->timeline, folder_event(folder, event), n,
                                              field, folder->arena));
}

static void participants_and_positions_join_in_any_order_of_rows(void **state)
{
    Folder *folder = *state;
    write_joined(folder,
                 joined_text(folder, participant_header,
                             "e2,1,Zhou Enlai,CHN,Premier,host,state,head,5,7\n"
                             "e1,2,Mao Zedong,CHN,\"Chairman; \"\"Great\"\"\",host,party,head,,\n"
                             "e1,1,Richard Nixon,USA,President,guest,state,head,,\n"),
                 joined_text(folder, position_header,
                             "e1,3,CHN side,CHN,CHN,indirect,say;stress,say,core,high,r1,,"
                             "\"It said \"\"no\"\".\",12,34\n"
                             "e2,1,Zhou Enlai,CHN,,direct,say,say,,,,,Yes.,,\n"));
    ASSERT_COUNTS(folder, 7, 2, 5, 0);
    size_t count;
    const Participant *people =
        timeline_participants(folder->timeline, folder_event(folder, 0), &count);
    assert_int_equal(count, 2);
    assert_int_equal(people[0].role.at, WORD_GUEST); // number 1
    assert_string_equal(participant_field(folder, 0, 0, PARTICIPANT_NAME).ptr, "Richard Nixon");
    assert_string_equal(participant_field(folder, 0, 1, PARTICIPANT_N).ptr, "2");
    assert_string_equal(participant_field(folder, 0, 1, PARTICIPANT_OFFICE).ptr,
                        "Chairman; \"Great\"");
    assert_string_equal(participant_field(folder, 1, 0, PARTICIPANT_SOURCE_LENGTH).ptr, "7");
    assert_string_equal(position_field(folder, 0, 0, POSITION_N).ptr, "3");
    assert_string_equal(position_field(folder, 0, 0, POSITION_TEXT).ptr, "It said \"no\".");
    assert_string_equal(position_field(folder, 0, 0, POSITION_SOURCE_OFFSET).ptr, "12");
    const Position *said = timeline_positions(folder->timeline, folder_event(folder, 0), &count);
    assert_int_equal(count, 1);
    assert_int_equal(said->speaker.at, 0); // a side is nobody
    assert_string_equal(position_field(folder, 1, 0, POSITION_SPEAKER).ptr, "Zhou Enlai");
}

static void rows_of_no_event_are_rejected_with_their_line(void **state)
{
    Folder *folder = *state;
    write_joined(folder,
                 joined_text(folder, participant_header,
                             "e1,1,Mao,CHN,,host,,,,\ne9,1,Nobody,CHN,,host,,,,\ne1,2,Bro\"ken,\n"),
                 joined_text(folder, position_header, ""));
    ASSERT_COUNTS(folder, 5, 2, 1, 2);
    ASSERT_PROBLEM(
        folder, 0,
        "join/participants.csv:4:1: error: expected 10 fields, found 4: \"e1,2,Bro\"ken,\"");
    ASSERT_PROBLEM(folder, 1,
                   "join/participants.csv:3:1: error: no event was loaded with the id \"e9\"");
}

static void second_event_of_an_id_is_kept_and_people_go_to_the_first(void **state)
{
    Folder *folder = *state;
    folder_write(folder, "twice/events.csv",
                 TEXT("id,date,title,kind\ne1,1972,One,\ne1,1973,Two,\n"));
    folder_write(folder, "twice/participants.csv", TEXT("event_id,n,name,country\ne1,1,Mao,CHN\n"));
    folder_load(folder, folder_path(folder, "twice"));
    ASSERT_COUNTS(folder, 3, 2, 1, 0);
    ASSERT_PROBLEM(folder, 0,
                   "twice/events.csv:3:1: warning: another event of this file has the id \"e1\" "
                   "too; participants and positions go to the first");
    size_t count;
    timeline_participants(folder->timeline, folder_event(folder, 0), &count);
    assert_int_equal(count, 1);
    timeline_participants(folder->timeline, folder_event(folder, 1), &count);
    assert_int_equal(count, 0);
}

static void last_day_of_an_own_event_may_have_a_column(void **state)
{
    Folder *folder = *state;
    folder_load_table(folder, "visits.csv",
                      TEXT("id,date,title,kind,countries,end_date\na,2024-03-04,T,visit,CHL,"
                           "2024-03-06\nb,2024-03-08,U,visit,CHL,\n"));
    Event visit = timeline_event(folder->timeline, folder_event(folder, 0));
    assert_int_equal(visit.date.end - visit.date.start, 2);
    assert_int_equal(timeline_event(folder->timeline, folder_event(folder, 1)).date.end_form,
                     DATE_ABSENT);
}

static void countries_that_nobody_knows_are_kept_as_written(void **state)
{
    Folder *folder = *state;
    folder_load_table(
        folder, "strange.csv",
        TEXT("id,date,title,kind,countries\na,1972,T,war,CHN;XXQ\nb,1973,U,war,XXQ\n"));
    assert_int_equal(folder_problem_count(folder), 1); // once, however often it stands there
    ASSERT_PROBLEM(folder, 0,
                   "strange.csv:2:14: note: no country is known by \"XXQ\"; it is kept as written");
    Event event = timeline_event(folder->timeline, folder_event(folder, 0));
    assert_true(event.countries[1].at >= COUNTRY_STRANGE);
    assert_true(
        text_equal(timeline_country_code(folder->timeline, event.countries[1]), TEXT("XXQ")));
}

static void own_event_without_a_date_is_kept(void **state)
{
    Folder *folder = *state;
    folder_load_table(folder, "undated.csv",
                      TEXT("id,date,title,kind\na,,No day,talks\nb,1972,T,talks\n"));
    ASSERT_COUNTS(folder, 2, 2, 0, 0);
    ASSERT_PROBLEM(folder, 0, "undated.csv:2:3: warning: the event has no date");
    ASSERT_FIELD(folder, 1, EVENT_ID, "a"); // behind those with a date
    ASSERT_FIELD(folder, 1, EVENT_DATE, "");
}

// ---- tables made by hand ----

static void table_needs_a_date_and_a_title_in_any_order(void **state)
{
    Folder *folder = *state;
    folder_load_table(folder, "hand.csv",
                      TEXT("Headline;Weather;When\nChina and the United States "
                           "talk;fair;1972-02\n"));
    ASSERT_COUNTS(folder, 1, 1, 0, 0);
    ASSERT_FIELD(folder, 0, EVENT_TITLE, "China and the United States talk");
    ASSERT_FIELD(folder, 0, EVENT_DATE, "1972-02");
    ASSERT_FIELD(folder, 0, EVENT_COUNTRIES, "CHN;USA");
    ASSERT_FIELD(folder, 0, EVENT_CONFIDENCE, "low");
    ASSERT_FIELD(folder, 0, EVENT_DATASET, "csv");
    Event event = timeline_event(folder->timeline, folder_event(folder, 0));
    assert_true(event.has_inferred_countries);
}

static void columns_may_be_named_in_other_languages(void **state)
{
    Folder *folder = *state;
    static const char *const headers[] = {"Datum;Titel;Länder", "TAG;Überschrift;Land",
                                          "jour;titre;pays", "fecha;título;países"};
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        Text content = arena_printf(folder->arena, "%s\n20240506;Treffen;CHN\n", headers[i]);
        folder_load_table(folder, "other.csv", content);
        ASSERT_COUNTS(folder, 1, 1, 0, 0);
        ASSERT_FIELD(folder, 0, EVENT_DATE, "2024-05-06");
        ASSERT_FIELD(folder, 0, EVENT_TITLE, "Treffen");
        ASSERT_FIELD(folder, 0, EVENT_COUNTRIES, "CHN");
    }
}

static void countries_are_looked_for_in_the_title_and_then_in_the_text(void **state)
{
    Folder *folder = *state;
    folder_load_table(folder, "infer.csv",
                      TEXT("date,title,text\n"
                           "1971,Chinese and American players,The Soviet Union looks on\n"
                           "1972,Talks,North Korea and the Soviet Union agree\n"
                           "1973,Beijing and the North Korean side,\n"
                           "1974,Nothing,at all\n"));
    ASSERT_FIELD(folder, 0, EVENT_COUNTRIES, "CHN;USA");
    ASSERT_FIELD(folder, 1, EVENT_COUNTRIES, "PRK;SUN");
    ASSERT_FIELD(folder, 2, EVENT_COUNTRIES, "CHN;PRK");
    ASSERT_FIELD(folder, 3, EVENT_COUNTRIES, "");
    ASSERT_FIELD(folder, 3, EVENT_CONFIDENCE, "");
}

static void countries_of_a_column_may_be_names(void **state)
{
    Folder *folder = *state;
    folder_load_table(folder, "names.csv",
                      TEXT("date,title,country\n1971,T,China / North Korea\n1972,U,PRK>usa\n"));
    ASSERT_FIELD(folder, 0, EVENT_COUNTRIES, "CHN;PRK");
    ASSERT_FIELD(folder, 1, EVENT_COUNTRIES, "PRK>USA");
    assert_false(timeline_event(folder->timeline, folder_event(folder, 0)).has_inferred_countries);
}

static void text_alone_gives_the_title(void **state)
{
    Folder *folder = *state;
    folder_load_table(folder, "text.csv", TEXT("day\tbody\n1972\tA short sentence.\n"));
    ASSERT_FIELD(folder, 0, EVENT_TITLE, "A short sentence.");
    ASSERT_FIELD(folder, 0, EVENT_TEXT, "A short sentence.");
}

static void ids_are_hashes_of_the_record_and_count_repeats(void **state)
{
    Folder *folder = *state;
    folder_load_table(folder, "ids.csv",
                      TEXT("date,title\n1972,Same\n1972,Same\n1972,Other\n1972,Same\n"));
    Text first = folder_field(folder, 0, EVENT_ID);
    assert_int_equal(first.ptr[0], 'c');
    Text second = arena_printf(folder->arena, "%.*s.2", TEXT_ARG(first));
    ASSERT_FIELD(folder, 1, EVENT_ID, second.ptr);
    Text third = arena_printf(folder->arena, "%.*s.3", TEXT_ARG(first));
    ASSERT_FIELD(folder, 3, EVENT_ID, third.ptr);
    // The same record elsewhere in the file has the same id.
    folder_load_table(folder, "ids.csv", TEXT("date,title\n1971,New\n1972,Same\n"));
    ASSERT_FIELD(folder, 1, EVENT_ID, first.ptr);
}

static void ids_of_a_column_are_kept_where_they_begin_with_a_letter(void **state)
{
    Folder *folder = *state;
    folder_load_table(folder, "letter.csv", TEXT("id,date,title\nx7,1972,A\n17,1973,B\n"));
    ASSERT_FIELD(folder, 0, EVENT_ID, "x7");
    assert_int_equal(folder_field(folder, 1, EVENT_ID).ptr[0], 'c');
}

// ---- dates ----

static void dates_are_read_as_people_write_them(void **state)
{
    Folder *folder = *state;
    static const char *const cases[][2] = {
        {"1972-02-21", "1972-02-21"},
        {"1972~", "1972~"},
        {"1972/1974", "1972/1974"},
        {"21 February 1972", "1972-02-21"},
        {"19720221", "1972-02-21"},
        {"\"February 21, 1972\"", "1972-02-21"},
        {"\"Feb. 21, 1972\"", "1972-02-21"},
        {"21st Feb 1972", "1972-02-21"},
        {"Feb 1972", "1972-02"},
        {"1972/02/21", "1972-02-21"},
        {"21.02.1972", "1972-02-21"},
        {"3.4.1972", "1972-04-03"},
        {"2/21/1972", "1972-02-21"},
        {"21/2/1972", "1972-02-21"},
        {"5/5/1972", "1972-05-05"},
        {"1972-02-21 09:30", "1972-02-21T09:30"},
        {"1972-02-21 00:00:00", "1972-02-21"},
        {"\"=\"\"1972-02\"\"\"", "1972-02"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Text content = arena_printf(folder->arena,
                                    "\xEF\xBB\xBF"
                                    "date,title\r\n%s,T\r\n",
                                    cases[i][0]);
        folder_load_table(folder, "date.csv", content);
        ASSERT_FIELD(folder, 0, EVENT_DATE, cases[i][1]);
    }
}

static void date_that_cannot_be_is_an_error_at_its_field(void **state)
{
    Folder *folder = *state;
    folder_load_table(folder, "bad.csv",
                      TEXT("title,date\nA,1972-02-30\nB,\"next week\"\nC,\nD,31 April 1972\n"
                           "E,1972-13\nF,32/13/1972\nG,1972\n"));
    ASSERT_COUNTS(folder, 7, 1, 0, 6);
    ASSERT_PROBLEM(folder, 0, "bad.csv:2:3: error: there is no such day, found \"1972-02-30\"");
    ASSERT_PROBLEM(folder, 1,
                   "bad.csv:3:4: error: expected a date such as 1972-02-21, 1972-02 or 1972, "
                   "found \"next week\"");
    ASSERT_PROBLEM(folder, 3, "bad.csv:5:3: error: there is no such day, found \"31 April 1972\"");
    ASSERT_PROBLEM(folder, 4, "bad.csv:6:3: error: there is no such month, found \"1972-13\"");
    ASSERT_PROBLEM(folder, 5, "bad.csv:7:3: error: there is no such day, found \"32/13/1972\"");
}

static void date_of_two_readings_keeps_its_year_and_a_warning(void **state)
{
    Folder *folder = *state;
    folder_load_table(folder, "two.csv", TEXT("date,title\n03/04/2024,A\n05/06/2024,B\n"));
    ASSERT_COUNTS(folder, 2, 2, 0, 0);
    ASSERT_FIELD(folder, 0, EVENT_DATE, "2024");
    assert_int_equal(folder_problem_count(folder), 2);
    ASSERT_PROBLEM(folder, 0,
                   "two.csv:2:1: warning: \"03/04/2024\" can be read in two ways; only its year is "
                   "used");
}

static void order_of_day_and_month_is_proved_by_another_row(void **state)
{
    Folder *folder = *state;
    folder_load_table(folder, "order.csv", TEXT("date,title\n03/04/2024,A\n25/04/2024,B\n"));
    ASSERT_FIELD(folder, 0, EVENT_DATE, "2024-04-03");
    assert_int_equal(folder_problem_count(folder), 1);
    ASSERT_PROBLEM(folder, 0,
                   "order.csv:2:1: note: dates such as this one are read with the day first, as "
                   "other dates of the column show");
    folder_load_table(folder, "order.csv", TEXT("date,title\n03/04/2024,A\n04/25/2024,B\n"));
    ASSERT_FIELD(folder, 0, EVENT_DATE, "2024-03-04");
    folder_load_table(folder, "order.csv",
                      TEXT("date,title\n03/04/2024,A\n04/25/2024,B\n25/04/2024,C\n"));
    ASSERT_FIELD(folder, 0, EVENT_DATE, "2024"); // the column contradicts itself
}

// ---- damage ----

static void broken_rows_cost_only_themselves(void **state)
{
    Folder *folder = *state;
    folder_load_table(folder, "broken.csv",
                      TEXT("date,title,x\n1971,A,1\n1972,B\n1973,C,1,2\n1974,\"D,1\n1975,\"E\"e,1\n"
                           "1976,\"F\nf\",1\n1977,G,1\n"));
    ASSERT_COUNTS(folder, 7, 3, 0, 4);
    ASSERT_FIELD(folder, 1, EVENT_TITLE, "F\nf");
}

static void bytes_that_are_no_text_are_kept_and_reported_once_a_field(void **state)
{
    Folder *folder = *state;
    // Most of it is UTF-8, so that these are damage and no other encoding.
    folder_load_table(folder, "bytes.csv",
                      (Text){"date,title,place\n1972,a\xFF"
                             "b\xFE,c\n1973,n\0l,\xC3\n"
                             "1974,\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9,"
                             "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\n",
                             71});
    ASSERT_COUNTS(folder, 3, 3, 0, 0);
    assert_int_equal(folder_problem_count(folder), 3);
    ASSERT_PROBLEM(folder, 0,
                   "bytes.csv:2:6: warning: expected UTF-8 in \"title\", found \"a\\xffb\\xfe\"; "
                   "the bytes are kept");
    ASSERT_PROBLEM(
        folder, 1,
        "bytes.csv:3:6: warning: expected text in \"title\", found a NUL byte; it is kept");
    ASSERT_FIELD(folder, 0, EVENT_TITLE,
                 "a\xFF"
                 "b\xFE");
    assert_int_equal(folder_field(folder, 1, EVENT_TITLE).len, 3);
}

static void number_that_is_none_is_a_warning(void **state)
{
    Folder *folder = *state;
    folder_load_table(folder, "number.csv",
                      TEXT("id,date,title,kind,scale\na,1972,T,war,much\nb,1973,T,war,nan\n"));
    ASSERT_COUNTS(folder, 2, 2, 0, 0);
    ASSERT_PROBLEM(folder, 0,
                   "number.csv:2:14: warning: expected a number in \"scale\", found \"much\"");
    ASSERT_FIELD(folder, 0, EVENT_SCALE, "much");
    assert_int_equal(folder_problem_count(folder), 2);
}

static void field_of_a_megabyte_is_shown_whole(void **state)
{
    Folder *folder = *state;
    enum { LENGTH = 1024 * 1024 };
    char *content = arena_alloc(folder->arena, LENGTH + 100, 1);
    memcpy(content, "date,title\n1972,\"", 17);
    memset(content + 17, 'x', LENGTH);
    memcpy(content + 17 + LENGTH, "\"\n1973,B\n", 9);
    folder_load_table(folder, "big.csv", (Text){content, 17 + LENGTH + 9});
    ASSERT_COUNTS(folder, 2, 2, 0, 0);
    assert_int_equal(folder_field(folder, 0, EVENT_TITLE).len, LENGTH);
    ASSERT_FIELD(folder, 1, EVENT_TITLE, "B");
}

static void changed_file_answers_from_the_columns(void **state)
{
    Folder *folder = *state;
    folder_load_table(folder, "gone.csv", TEXT("date,title,place\n1972,A visit,Beijing\n"));
    folder_write(folder, "gone.csv", TEXT(""));
    ASSERT_FIELD(folder, 0, EVENT_PLACE, "Beijing");
    ASSERT_FIELD(folder, 0, EVENT_TITLE, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_table_answers_every_column_as_read),
        cmocka_unit_test(own_table_fills_the_columns_of_the_model),
        cmocka_unit_test(unknown_columns_are_shown_and_missing_ones_are_composed),
        cmocka_unit_test(participants_and_positions_join_in_any_order_of_rows),
        cmocka_unit_test(rows_of_no_event_are_rejected_with_their_line),
        cmocka_unit_test(second_event_of_an_id_is_kept_and_people_go_to_the_first),
        cmocka_unit_test(last_day_of_an_own_event_may_have_a_column),
        cmocka_unit_test(countries_that_nobody_knows_are_kept_as_written),
        cmocka_unit_test(own_event_without_a_date_is_kept),
        cmocka_unit_test(table_needs_a_date_and_a_title_in_any_order),
        cmocka_unit_test(columns_may_be_named_in_other_languages),
        cmocka_unit_test(countries_are_looked_for_in_the_title_and_then_in_the_text),
        cmocka_unit_test(countries_of_a_column_may_be_names),
        cmocka_unit_test(text_alone_gives_the_title),
        cmocka_unit_test(ids_are_hashes_of_the_record_and_count_repeats),
        cmocka_unit_test(ids_of_a_column_are_kept_where_they_begin_with_a_letter),
        cmocka_unit_test(dates_are_read_as_people_write_them),
        cmocka_unit_test(date_that_cannot_be_is_an_error_at_its_field),
        cmocka_unit_test(date_of_two_readings_keeps_its_year_and_a_warning),
        cmocka_unit_test(order_of_day_and_month_is_proved_by_another_row),
        cmocka_unit_test(broken_rows_cost_only_themselves),
        cmocka_unit_test(bytes_that_are_no_text_are_kept_and_reported_once_a_field),
        cmocka_unit_test(number_that_is_none_is_a_warning),
        cmocka_unit_test(field_of_a_megabyte_is_shown_whole),
        cmocka_unit_test(changed_file_answers_from_the_columns),
    };
    return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
