// What the rows of every data set mean: tests/cases/profile_rows.txt, for the tables in tests/profiles.
// A line a row, then its id, title, text, place, address, publisher and day of publication.
// GOLDEN=1 writes the file anew; the difference is to be read like code.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "loaders/profile_own.h"
#include "tests/support_profiles.h"

static Text cases_path(void)
{
    const char *source = getenv("srcdir");
    return arena_printf(profiles_test.arena, "%s/tests/cases/profile_rows.txt",
                        source ? source : ".");
}

static void add_texts(const Recipe *recipe, const Text *fields, size_t count, Buffer *out)
{
    static const EventField shown[] = {EVENT_ID,       EVENT_TITLE,      EVENT_TEXT,
                                       EVENT_PLACE,    EVENT_SOURCE_URL, EVENT_PUBLISHER,
                                       EVENT_PUBLISHED};
    buffer_add(out, TEXT("   "));
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
        Text text = recipe_text(recipe, shown[i], fields, count, profiles_test.arena);
        buffer_add(out, i > 0 ? TEXT(" | ") : TEXT(" "));
        for (size_t k = 0; k < text.len; k++) // a line a row
            buffer_add_char(out, text.ptr[k] == '\r' || text.ptr[k] == '\n' ? '_' : text.ptr[k]);
    }
    buffer_add_char(out, '\n');
}

static void add_keys(const Recipe *recipe, const Text *fields, size_t count, Buffer *out)
{
    RecipeRow row;
    recipe_read(recipe, fields, count, profiles_test.memo, profiles_test.arena, &row);
    if (row.fate != ROW_EVENT)
        return;
    Text fold = recipe_fold_key(recipe, fields, count, &row, profiles_test.arena);
    Text gather = recipe_gather_key(recipe, fields, count, profiles_test.arena);
    if (gather.len > 0)
        buffer_printf(out, "    gather %.*s\n", TEXT_ARG(gather));
    if (fold.len > 0)
        buffer_printf(out, "    fold %.*s\n",
                      TEXT_ARG(text_sub(fold, 0, text_find_char(fold, '\x1f'))));
}

static Text read_all_rows(void)
{
    Buffer out = buffer_in(profiles_test.arena);
    for (size_t i = 0; i < profiles_test.profiles->count; i++) {
        Text name = profiles_test.profiles->items[i]->name;
        SampleTable table = profiles_test_table(name);
        buffer_printf(&out, "== %.*s\n", TEXT_ARG(name));
        for (size_t row = 0; row < table.row_count; row++) {
            const Text *fields = table.rows[row];
            size_t count = table.counts[row];
            buffer_add(&out, profiles_test_row(table.recipe, fields, count));
            buffer_add_char(&out, '\n');
            add_texts(table.recipe, fields, count, &out);
            add_keys(table.recipe, fields, count, &out);
        }
    }
    return buffer_text(&out);
}

static void rows_of_every_data_set_mean_what_the_cases_say(void **state)
{
    (void)state;
    Text found = read_all_rows();
    if (getenv("GOLDEN")) {
        FILE *file = fopen(cases_path().ptr, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(found.ptr, 1, found.len, file), found.len);
        assert_int_equal(fclose(file), 0);
        return;
    }
    Text expected = profiles_test_file(cases_path().ptr);
    assert_true(found.len > 0);
    for (size_t line = 1; found.len > 0 || expected.len > 0; line++) {
        Text a = text_cut(&expected, '\n');
        Text b = text_cut(&found, '\n');
        if (!text_equal(a, b))
            fail_msg("line %zu: expected\n%.*s\nfound\n%.*s", line, TEXT_ARG(a), TEXT_ARG(b));
    }
}

static void same_pair_in_either_order_folds_to_one_event(void **state)
{
    (void)state;
    SampleTable table = profiles_test_table(TEXT("cow-mid-dyadic"));
    RecipeRow row;
    Text first = {0};
    assert_int_equal(table.row_count, 4);
    for (size_t i = 0; i < table.row_count; i++) {
        recipe_read(table.recipe, table.rows[i], table.counts[i], profiles_test.memo,
                    profiles_test.arena, &row);
        Text key = recipe_fold_key(table.recipe, table.rows[i], table.counts[i], &row,
                                   profiles_test.arena);
        if (i == 0)
            first = key;
        assert_true(first.len > 0 && text_equal(first, key));
    }
}

// A field that is not among the hot ones changes nothing: a loop over rows need not look at it.
static void check_cold_fields(const SampleTable *table, size_t row)
{
    const Recipe *recipe = table->recipe;
    size_t count = table->counts[row];
    Text *changed = ARENA_ARRAY(profiles_test.arena, Text, count);
    Text expected = profiles_test_row(recipe, table->rows[row], count);
    for (size_t i = 0; i < count; i++)
        changed[i] = TEXT("~nonsense~");
    for (size_t i = 0; i < recipe->hot_count; i++)
        if (recipe->hot[i] < count)
            changed[recipe->hot[i]] = table->rows[row][recipe->hot[i]];
    assert_text(profiles_test_row(recipe, changed, count),
                arena_text(profiles_test.arena, expected).ptr);
}

static void only_hot_columns_decide_what_a_row_means(void **state)
{
    (void)state;
    for (size_t i = 0; i < profiles_test.profiles->count; i++) {
        SampleTable table = profiles_test_table(profiles_test.profiles->items[i]->name);
        for (size_t k = 1; k < table.recipe->hot_count; k++)
            assert_true(table.recipe->hot[k - 1] < table.recipe->hot[k]);
        for (size_t row = 0; row < table.row_count; row++)
            check_cold_fields(&table, row);
    }
}

static void rows_that_are_too_short_have_missing_fields(void **state)
{
    (void)state;
    SampleTable table = profiles_test_table(TEXT("gdelt2"));
    assert_text(profiles_test_row(table.recipe, table.rows[0], 2), "2019-01-17||other|||");
    assert_text(profiles_test_row(table.recipe, table.rows[0], 1),
                "rejected: expected a date (SQLDATE)");
    assert_text(profiles_test_row(table.recipe, table.rows[0], 0),
                "rejected: expected a date (SQLDATE)");
}

// The sample's row with one field replaced.
static Text row_with(const SampleTable *table, const char *column, const char *value)
{
    size_t count = table->counts[0];
    Text *fields = ARENA_ARRAY(profiles_test.arena, Text, count);
    Layout layout = {.names = table->recipe->names, .column_count = table->recipe->column_count};
    uint16_t at = layout_find_column(&layout, NULL, text_from(column));
    assert_true(at < count);
    for (size_t i = 0; i < count; i++)
        fields[i] = table->rows[0][i];
    fields[at] = text_from(value);
    return profiles_test_row(table->recipe, fields, count);
}

static void values_that_cannot_be_read_are_named(void **state)
{
    (void)state;
    SampleTable gdelt = profiles_test_table(TEXT("gdelt2"));
    assert_text(row_with(&gdelt, "SQLDATE", "20190230"), "rejected: expected a date (SQLDATE)");
    assert_text(row_with(&gdelt, "SQLDATE", ""), "rejected: expected a date (SQLDATE)");
    assert_text(row_with(&gdelt, "GoldsteinScale", "much"),
                "2019-01-17|USA>CHN|call|0411||8|warning: expected a number (GoldsteinScale)");
    assert_text(row_with(&gdelt, "EventCode", "99"), "2019-01-17|USA>CHN|other?|99|1|8");
    assert_text(row_with(&gdelt, "EventCode", ""), "2019-01-17|USA>CHN|other||1|8");
    // Leading zeros count: 10 is no other way to write 010.
    assert_text(row_with(&gdelt, "EventCode", "010"), "2019-01-17|USA>CHN|statement|010|1|8");
    assert_text(row_with(&gdelt, "EventCode", "10"), "2019-01-17|USA>CHN|demand|10|1|8");
}

static void ends_that_are_no_ends_are_named_and_left_out(void **state)
{
    (void)state;
    SampleTable mid = profiles_test_table(TEXT("cow-mid"));
    assert_text(row_with(&mid, "endyear", "1898"),
                "1899-03|FRA|dispute||||warning: expected an end that is not before the start "
                "(endyear)");
    assert_text(row_with(&mid, "endmon", "13"),
                "1899-03|FRA|dispute||||warning: expected a date, the end (endyear)");
    assert_text(row_with(&mid, "endyear", "-9"), "1899-03|FRA|dispute|||");
}

static void a_country_on_both_sides_counts_once(void **state)
{
    (void)state;
    SampleTable gdelt = profiles_test_table(TEXT("gdelt2"));
    assert_text(row_with(&gdelt, "Actor2CountryCode", "USA"), "2019-01-17|USA|call|0411|1|8");
    assert_text(row_with(&gdelt, "Actor2CountryCode", "AFR"), "2019-01-17|USA|call|0411|1|8");
    assert_text(row_with(&gdelt, "Actor1CountryCode", "CHN"), "2019-01-17|CHN|call|0411|1|8");
    assert_text(row_with(&gdelt, "Actor1CountryCode", ""), "2019-01-17|CHN|call|0411|1|8");
}

static void countries_inside_names_of_actors_are_found_by_patterns(void **state)
{
    (void)state;
    SampleTable acled = profiles_test_table(TEXT("acled"));
    assert_text(row_with(&acled, "actor1", "Police Forces of the Netherlands (2010-) Riot Police"),
                "2020-02-03|NLD;SYR|fight|Armed clash||6");
    assert_text(row_with(&acled, "actor1", "Some Front"), "2020-02-03|SYR|fight|Armed clash||6");
    assert_text(row_with(&acled, "actor2", "Civilians (Iraq)"),
                "2020-02-03|TUR;IRQ|fight|Armed clash||6");
    assert_text(row_with(&acled, "actor2", "Unknown (2001-)"),
                "2020-02-03|TUR|fight|Armed clash||6");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_every_data_set_mean_what_the_cases_say),
        cmocka_unit_test(same_pair_in_either_order_folds_to_one_event),
        cmocka_unit_test(only_hot_columns_decide_what_a_row_means),
        cmocka_unit_test(rows_that_are_too_short_have_missing_fields),
        cmocka_unit_test(values_that_cannot_be_read_are_named),
        cmocka_unit_test(ends_that_are_no_ends_are_named_and_left_out),
        cmocka_unit_test(a_country_on_both_sides_counts_once),
        cmocka_unit_test(countries_inside_names_of_actors_are_found_by_patterns),
    };
    return cmocka_run_group_tests(tests, profiles_test_load, profiles_test_unload);
}
