// Several tables in one load, and tables as other programs write them.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support_files.h"

static int new_folder(void **state)
{
    static Folder folder;
    folder = folder_new();
    *state = &folder;
    return 0;
}

static int free_folder(void **state)
{
    folder_free(*state);
    return 0;
}

static void load_table(Folder *folder, const char *name, Text content)
{
    folder_load(folder, folder_write(folder, name, content));
    assert_true(accounting_adds_up(timeline_accounting(folder->timeline)));
}

#define ASSERT_FIELD(folder, n, field, wanted)                                                     \
    assert_string_equal(folder_field((folder), (n), (field)).ptr, (wanted))
#define ASSERT_PROBLEM(folder, n, wanted)                                                          \
    assert_string_equal(folder_problem((folder), (n)).ptr, (wanted))
#define ASSERT_COUNTS(folder, read_, used_, joined_, rejected_)                                    \
    do {                                                                                           \
        Accounting counts_ = timeline_accounting((folder)->timeline);                              \
        assert_int_equal(counts_.read, (read_));                                                   \
        assert_int_equal(counts_.used, (used_));                                                   \
        assert_int_equal(counts_.joined, (joined_));                                               \
        assert_int_equal(counts_.rejected, (rejected_));                                           \
    } while (0)

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
    load_table(folder, "extra.csv",
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
        load_table(folder, "lists.csv", buffer_text(&table));
        for (size_t i = 0; i < 7; i++)
            assert_string_equal(countries_of(folder, i), lists[i][1]);
        ASSERT_FIELD(folder, 0, EVENT_COUNTRIES, own ? "chn;north korea" : "CHN;PRK");
    }
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
    };
    return cmocka_run_group_tests(tests, new_folder, free_folder);
}
