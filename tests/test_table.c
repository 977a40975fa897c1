#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/table.h"
#include "tests/support_files.h"

static bool take(void *buffer, Text bytes)
{
    buffer_add(buffer, bytes);
    return true;
}

typedef struct Exporting {
    const char *filter; // NULL: none
    TableForm form;
    bool matching_positions;
} Exporting;

static Text exported(Folder *folder, TableName table, Exporting how)
{
    Buffer out = buffer_in(folder->arena);
    Sink sink = {.write = take, .context = &out};
    View *view = view_new(folder->timeline);
    Problems problems = problems_in(folder->arena);
    if (how.filter)
        assert_true(view_apply_filter(view, text_from(how.filter), &problems));
    assert_true(table_write(view, table, how.form, how.matching_positions, &sink));
    view_free(view);
    return arena_text(folder->arena, buffer_text(&out));
}

static void assert_same(Text found, Text wanted)
{
    size_t at = 0;
    while (at < found.len && at < wanted.len && found.ptr[at] == wanted.ptr[at])
        at++;
    size_t from = at < 60 ? 0 : at - 60;
    if (found.len != wanted.len || at < wanted.len)
        fail_msg("differ at byte %zu: \"%.*s\", wanted \"%.*s\"", at,
                 TEXT_ARG(text_sub(found, from, 120)), TEXT_ARG(text_sub(wanted, from, 120)));
}

// Exports what is loaded into files of a folder, and loads that.
static void export_and_load(Folder *folder, const char *name, Exporting how)
{
    for (size_t i = 0; i < TABLES; i++) {
        Text file = table_path(text_from(name), (TableName)i, how.form.format, folder->arena);
        folder_write(folder, file.ptr, exported(folder, (TableName)i, how));
    }
    folder_load(folder, folder_path(folder, name));
}

static Text sample_path(Folder *folder, const char *name)
{
    const char *assets = getenv("BILAT_ASSETS");
    return arena_printf(folder->arena, "%s/sample/history/%s", assets ? assets : "assets", name);
}

static void assert_exports_the_sample(Folder *folder)
{
    for (size_t i = 0; i < TABLE_MENTIONED; i++) { // of the sample nobody is only mentioned
        Text wanted = folder_read(
            folder,
            sample_path(folder, table_path(TEXT(""), (TableName)i, TABLE_CSV, folder->arena).ptr));
        assert_true(wanted.len > 1000);
        assert_same(exported(folder, (TableName)i, (Exporting){0}), wanted);
    }
}

static void export_of_an_import_is_the_same_byte_for_byte(void **state)
{
    Folder *folder = *state;
    folder_load(folder, sample_path(folder, ""));
    Accounting accounting = timeline_accounting(folder->timeline);
    assert_int_equal(accounting.rejected, 0);
    assert_true(accounting.used > 100);
    assert_true(accounting_adds_up(accounting));
    assert_exports_the_sample(folder);
}

static void excel_form_reads_back_without_loss(void **state)
{
    Folder *folder = *state;
    folder_load(folder, sample_path(folder, ""));
    export_and_load(folder, "excel", (Exporting){.form = {.for_excel = true}});
    assert_exports_the_sample(folder);
}

// Readouts have slices, offices in two parts, sides, and some have no date.
static void export_of_readouts_is_the_same_when_it_is_read_back(void **state)
{
    Folder *folder = *state;
    const char *assets = getenv("BILAT_ASSETS");
    Lexicon *lexicon;
    Problems problems = problems_in(folder->arena);
    assert_true(
        lexicon_load(text_from(assets ? assets : "assets"), folder->arena, &lexicon, &problems));
    folder->lexicon = *lexicon;
    folder_load(folder, sample_path(folder, "../readouts"));
    assert_true(timeline_accounting(folder->timeline).used > 20);
    Text tables[TABLES];
    for (size_t i = 0; i < TABLES; i++)
        tables[i] = exported(folder, (TableName)i, (Exporting){0});
    export_and_load(folder, "again", (Exporting){0});
    assert_int_equal(timeline_accounting(folder->timeline).rejected, 0);
    for (size_t i = 0; i < TABLES; i++)
        assert_same(exported(folder, (TableName)i, (Exporting){0}), tables[i]);
    export_and_load(folder, "objects", (Exporting){.form = {.format = TABLE_JSONL}});
    for (size_t i = 0; i < TABLES; i++)
        assert_same(exported(folder, (TableName)i, (Exporting){0}), tables[i]);
}

// ---- any bytes ----

static uint32_t seed;

static uint32_t chance(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u; // Numerical Recipes' generator
    return (seed >> 8) % below;
}

static const char alphabet[] = "ab1=+-@\",;\t \n\r\xC3\xA9\xFF\x8D";

static void add_random(Buffer *out)
{
    char bytes[10];
    size_t len = chance(sizeof bytes);
    for (size_t i = 0; i < len; i++)
        bytes[i] = chance(500) ? alphabet[chance(sizeof alphabet - 1)] : '\0';
    Sink sink = {.write = take, .context = out};
    table_write_field(&sink, (Text){bytes, len});
}

static void add_fields(Buffer *out, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buffer_add_char(out, ',');
        add_random(out);
    }
}

static void add_header(Buffer *out, const Text *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_printf(out, "%s%.*s", i ? "," : "", TEXT_ARG(names[i]));
    buffer_add_char(out, '\n');
}

// An office, and a role or that which all have who are mentioned.
static void add_role(Buffer *out, const char *role)
{
    add_fields(out, 1);
    if (role)
        buffer_printf(out, ",%s", role);
    else
        add_fields(out, 1);
}

static void add_participant(Buffer *out, unsigned event, unsigned n, const char *role)
{
    buffer_printf(out, "e%u,%u,", event, n);
    add_random(out); // name
    static const char *const countries[] = {"CHN", "XQX", ""};
    buffer_printf(out, ",%s", countries[chance(3)]);
    add_role(out, role);
    add_fields(out, 2);
    buffer_printf(out, chance(2) ? ",%u,%u" : ",,", chance(99999), 1 + chance(99));
    add_fields(out, 1); // corrected
    buffer_printf(out, ",%s", chance(2) ? "@EU" : "the old league");
    buffer_add_char(out, '\n');
}

static void add_position(Buffer *out, unsigned event, unsigned n)
{
    buffer_printf(out, "e%u,%u,", event, n * 2); // what a filter had left
    add_random(out);                             // speaker
    buffer_printf(out, ",%s,%s", chance(2) ? "CHN" : "", chance(2) ? "PRK" : "the PRK side");
    add_fields(out, 8);
    buffer_printf(out, chance(2) ? ",%u,%u" : ",,", chance(99999), 1 + chance(99));
    add_fields(out, 2); // tags and note
    buffer_add_char(out, '\n');
}

typedef struct RandomTables {
    Buffer tables[TABLES];
} RandomTables;

static RandomTables random_tables(Folder *folder, unsigned events)
{
    RandomTables random;
    static const Text *const names[TABLES] = {event_field_names, participant_field_names,
                                              position_field_names, participant_field_names,
                                              origin_field_names};
    static const size_t counts[TABLES] = {EVENT_FIELDS, PARTICIPANT_FIELDS, POSITION_FIELDS,
                                          PARTICIPANT_FIELDS, ORIGIN_FIELDS};
    for (size_t i = 0; i < TABLES; i++) {
        random.tables[i] = buffer_in(folder->arena);
        add_header(&random.tables[i], names[i], counts[i]);
    }
    for (unsigned event = 0; event < events; event++) {
        buffer_printf(&random.tables[TABLE_EVENTS], "e%u,%04u-02", event, 1000 + event);
        add_fields(&random.tables[TABLE_EVENTS], EVENT_FIELDS - 2);
        buffer_add_char(&random.tables[TABLE_EVENTS], '\n');
        for (unsigned n = 1; n <= chance(4); n++)
            add_participant(&random.tables[TABLE_PARTICIPANTS], event, n,
                            chance(4) ? NULL : "mentioned"); // made by hand
        for (unsigned n = 1; n <= chance(3); n++)
            add_participant(&random.tables[TABLE_MENTIONED], event, n, "mentioned");
        for (unsigned n = 1; n <= chance(4); n++)
            add_position(&random.tables[TABLE_POSITIONS], event, n);
    }
    return random;
}

static void assert_exports(Folder *folder, const RandomTables *random)
{
    for (size_t i = 0; i < TABLES; i++)
        assert_same(exported(folder, (TableName)i, (Exporting){0}),
                    buffer_text(&random->tables[i]));
}

static void tables_of_any_bytes_come_out_as_they_went_in(void **state)
{
    Folder *folder = *state;
    for (seed = 1; seed < 40000; seed += 1000) {
        uint32_t kept = seed;
        RandomTables random = random_tables(folder, 20);
        for (size_t i = 0; i < TABLES; i++) {
            Text name = table_path(TEXT("random"), (TableName)i, TABLE_CSV, folder->arena);
            folder_write(folder, name.ptr, buffer_text(&random.tables[i]));
        }
        folder_load(folder, folder_path(folder, "random"));
        assert_int_equal(timeline_accounting(folder->timeline).rejected, 0);
        assert_int_equal(timeline_event_count(folder->timeline), 20);
        assert_exports(folder, &random);
        export_and_load(folder, "excel", (Exporting){.form = {.for_excel = true}});
        assert_exports(folder, &random);
        Exporting objects = {.form = {.format = TABLE_JSONL}};
        Text wanted[TABLES];
        for (size_t i = 0; i < TABLES; i++)
            wanted[i] = exported(folder, (TableName)i, objects);
        export_and_load(folder, "objects", objects);
        for (size_t i = 0; i < TABLES; i++) // bytes that are no UTF-8 are lost, but only once
            assert_same(exported(folder, (TableName)i, objects), wanted[i]);
        seed = kept;
    }
}

// Objects leave out what is empty: which columns there are, and in which order, is known from all of them.
static void columns_of_objects_keep_their_order(void **state)
{
    Folder *folder = *state;
    Text table = TEXT("id,date,title,kind,countries,delta,alpha,beta\n"
                      "e1,1972,One,visit,CHN;USA,,x,\n"
                      "e2,1973,Two,visit,CHN;USA,y,,\n"
                      "e3,1974,\"Three \"\"3\"\"\nand more\",visit,CHN>USA,y,,z\n"
                      "e4,1975,Four,visit,CHN;USA,,x,z\n"
                      "e5,1976,Five,visit,CHN;USA,y,x,\n");
    folder_write(folder, "events.csv", table);
    folder_load(folder, folder_path(folder, "events.csv"));
    Text wanted = exported(folder, TABLE_EVENTS, (Exporting){0});
    assert_true(text_find(wanted, TEXT(",text,delta,alpha,beta\n")) != TEXT_NOWHERE);
    export_and_load(folder, "objects", (Exporting){.form = {.format = TABLE_JSONL}});
    assert_int_equal(folder_problem_count(folder), 0);
    assert_same(exported(folder, TABLE_EVENTS, (Exporting){0}), wanted);
}

// ---- form ----

static Text written_field(Folder *folder, Text field)
{
    Buffer out = buffer_in(folder->arena);
    Sink sink = {.write = take, .context = &out};
    table_write_field(&sink, field);
    return buffer_text(&out);
}

static void fields_are_quoted_only_where_they_must(void **state)
{
    Folder *folder = *state;
    assert_same(written_field(folder, TEXT("plain words; and more")),
                TEXT("plain words; and more"));
    assert_same(written_field(folder, TEXT("")), TEXT(""));
    assert_same(written_field(folder, TEXT("a,b")), TEXT("\"a,b\""));
    assert_same(written_field(folder, TEXT("say \"no\"")), TEXT("\"say \"\"no\"\"\""));
    assert_same(written_field(folder, TEXT("a\rb")), TEXT("\"a\rb\""));
    assert_same(written_field(folder, TEXT(" a")), TEXT("\" a\""));
    assert_same(written_field(folder, TEXT("a\t")), TEXT("\"a\t\""));
}

static void excel_keeps_dates_codes_and_formulas_as_texts(void **state)
{
    Folder *folder = *state;
    static const char *const cases[][2] = {
        {"1972-02", "=\"1972-02\""},
        {"036", "=\"036\""},
        {"1e5", "=\"1e5\""},
        {"3 March", "=\"3 March\""},
        {"Feb 1972", "=\"Feb 1972\""},
        {"1234567890123456", "=\"1234567890123456\""},
        {"=1+1", "=\"=1+1\""},
        {"@EU", "=\"@EU\""},
        {"- \"first\"", "=\"- \"\"first\"\"\""},
        {"TRUE", "=\"TRUE\""},
        {"1.50", "=\"1.50\""},
        {"-4.5", "-4.5"},
        {"0.5", "0.5"},
        {"12", "12"},
        {"0", "0"},
        {"e1", "e1"},
        {"China and the DPRK in 1972", "China and the DPRK in 1972"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_same(table_excel_field(text_from(cases[i][0]), false, folder->arena),
                    text_from(cases[i][1]));
    assert_same(table_excel_field(TEXT("1972"), true, folder->arena), TEXT("=\"1972\""));
    assert_same(table_excel_field(TEXT(""), true, folder->arena), TEXT(""));
}

static void long_texts_are_joined_from_literals_that_excel_takes(void **state)
{
    Folder *folder = *state;
    char bytes[600] = "=";
    for (size_t i = 1; i < sizeof bytes; i += 2)
        memcpy(bytes + i, "\xC3\xA9", i + 1 < sizeof bytes ? 2 : 1);
    Text form = table_excel_field((Text){bytes, 599}, false, folder->arena);
    assert_true(text_starts(form, TEXT("=\"=\xC3\xA9")));
    Text rest = text_sub(form, 1, form.len);
    size_t parts = 0;
    while (rest.ptr) {
        Text part = text_cut(&rest, '&');
        assert_true(part.len <= 255 + 2);
        assert_true(text_starts(part, TEXT("\"")) && text_ends(part, TEXT("\"")));
        assert_int_not_equal((unsigned char)part.ptr[1] & 0xC0, 0x80); // no letter is cut
        parts++;
    }
    assert_int_equal(parts, 3);
}

static void excel_form_has_a_mark_and_cr_lf(void **state)
{
    Folder *folder = *state;
    folder_load(folder, folder_write(folder, "t.csv", TEXT("date,title\n1972,A\n")));
    Text table = exported(folder, TABLE_EVENTS, (Exporting){.form = {.for_excel = true}});
    assert_true(text_starts(table, TEXT("\xEF\xBB\xBFid,date,title,")));
    assert_true(text_find(table, TEXT(",text\r\nc")) != TEXT_NOWHERE);
    assert_true(text_find(table, TEXT(",\"=\"\"1972\"\"\",A,")) != TEXT_NOWHERE);
    assert_true(text_ends(table, TEXT("\r\n")));
}

static void load_two_positions(Folder *folder)
{
    folder_write(folder, "two/events.csv",
                 TEXT("id,date,title,kind,countries\ne1,1972,One,talks,CHN;USA\n"
                      "e2,1973,Two,talks,CHN;USA\n"));
    folder_write(folder, "two/positions.csv",
                 TEXT("event_id,n,speaker,country,text\ne1,1,Zhou,CHN,Yes.\n"
                      "e1,2,Nixon,USA,No.\ne2,1,Zhou,CHN,Well.\n"));
    folder_load(folder, folder_path(folder, "two"));
}

static size_t rows_of(Text table)
{
    size_t rows = 0;
    for (size_t i = 0; i < table.len; i++)
        rows += table.ptr[i] == '\n';
    return rows - 1;
}

static void positions_may_be_only_those_that_the_filter_means(void **state)
{
    Folder *folder = *state;
    load_two_positions(folder);
    Exporting how = {.filter = "speaker:USA"};
    assert_int_equal(rows_of(exported(folder, TABLE_EVENTS, how)), 1);
    assert_int_equal(rows_of(exported(folder, TABLE_POSITIONS, how)), 2);
    how.matching_positions = true;
    Text table = exported(folder, TABLE_POSITIONS, how);
    assert_int_equal(rows_of(table), 1);
    assert_true(text_find(table, TEXT("\ne1,2,Nixon,USA,")) != TEXT_NOWHERE);
    how.filter = "year:1972"; // says nothing about positions
    assert_int_equal(rows_of(exported(folder, TABLE_POSITIONS, how)), 2);
}

static void export_of_a_part_keeps_the_numbers_of_positions(void **state)
{
    Folder *folder = *state;
    load_two_positions(folder);
    Exporting how = {.filter = "speaker:USA", .matching_positions = true};
    Text part = exported(folder, TABLE_POSITIONS, how);
    export_and_load(folder, "part", how);
    assert_same(exported(folder, TABLE_POSITIONS, (Exporting){0}), part);
}

static bool refuse(void *calls, Text bytes)
{
    (void)bytes;
    ++*(size_t *)calls;
    return false;
}

static void full_disk_ends_the_export(void **state)
{
    Folder *folder = *state;
    load_two_positions(folder);
    size_t calls = 0;
    Sink sink = {.write = refuse, .context = &calls};
    View *view = view_new(folder->timeline);
    assert_false(table_write(view, TABLE_EVENTS, (TableForm){0}, false, &sink));
    assert_int_equal(calls, 1);
    view_free(view);
}

static void tsv_keeps_a_field_on_its_line(void **state)
{
    Folder *folder = *state;
    assert_same(table_tsv_field(TEXT("a\tb\nc\rd\\e \"f\", g"), folder->arena),
                TEXT("a\\tb\\nc\\rd\\\\e \"f\", g"));
}

static void json_strings_are_json_whatever_they_hold(void **state)
{
    Folder *folder = *state;
    assert_same(table_json_string(TEXT("say \"no\"\n\t\\ \x01\x7f"), folder->arena),
                TEXT("\"say \\\"no\\\"\\n\\t\\\\ \\u0001\\u007f\""));
    assert_same(table_json_string(TEXT("caf\xe9 \xe6\x9d\xb1"), folder->arena),
                TEXT("\"caf\xef\xbf\xbd \xe6\x9d\xb1\""));
}

static void json_numbers_are_those_of_json(void **state)
{
    (void)state;
    static const char *const good[] = {"0", "-1", "10.5", "1e5", "-0.1E-7"};
    static const char *const bad[] = {"", "-", "01", "+1", ".5", "5.", "1e", "0x1", "nan", "1 "};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(table_is_json_number(text_from(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(table_is_json_number(text_from(bad[i])));
}

static void a_name_says_the_format(void **state)
{
    (void)state;
    assert_int_equal(table_format_of(TEXT("out/a.tsv")), TABLE_TSV);
    assert_int_equal(table_format_of(TEXT("a.JSONL")), TABLE_JSONL);
    assert_int_equal(table_format_of(TEXT("a.csv")), TABLE_CSV);
    assert_int_equal(table_format_of(TEXT("a.tsv/b")), TABLE_CSV);
    assert_int_equal(table_format_of(TEXT("tsv")), TABLE_CSV);
    assert_int_equal(table_format_of(TEXT("")), TABLE_CSV);
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_set_up, folder_tear_down)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(export_of_an_import_is_the_same_byte_for_byte),
        IN_FOLDER(excel_form_reads_back_without_loss),
        IN_FOLDER(export_of_readouts_is_the_same_when_it_is_read_back),
        IN_FOLDER(tables_of_any_bytes_come_out_as_they_went_in),
        IN_FOLDER(columns_of_objects_keep_their_order),
        IN_FOLDER(fields_are_quoted_only_where_they_must),
        IN_FOLDER(tsv_keeps_a_field_on_its_line),
        IN_FOLDER(json_strings_are_json_whatever_they_hold),
        IN_FOLDER(json_numbers_are_those_of_json),
        IN_FOLDER(a_name_says_the_format),
        IN_FOLDER(excel_keeps_dates_codes_and_formulas_as_texts),
        IN_FOLDER(long_texts_are_joined_from_literals_that_excel_takes),
        IN_FOLDER(excel_form_has_a_mark_and_cr_lf),
        IN_FOLDER(positions_may_be_only_those_that_the_filter_means),
        IN_FOLDER(export_of_a_part_keeps_the_numbers_of_positions),
        IN_FOLDER(full_disk_ends_the_export),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
