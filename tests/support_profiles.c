#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "loaders/profile_own.h"
#include "tests/support_profiles.h"

#include <math.h>

ProfilesTest profiles_test;

static Text asset_folder(const char *name)
{
    const char *assets = getenv("BILAT_ASSETS");
    return arena_printf(profiles_test.arena, "%s/%s", assets ? assets : "assets", name);
}

int profiles_test_load(void **state)
{
    ProfilesTest *test = &profiles_test;
    if (lexicon_test_load(state) != 0)
        return 1;
    test->arena = arena_new();
    test->scratch = arena_new();
    test->problems = problems_in(test->arena);
    test->schemes = schemes_new(lexicon_test.lexicon->countries, test->arena);
    test->profiles = profiles_new(test->schemes, test->arena);
    test->memo = scheme_memo_new(test->arena);
    return schemes_load(test->schemes, asset_folder("schemes"), &test->problems) &&
                   profiles_load(test->profiles, asset_folder("profiles"), false, &test->problems)
               ? 0
               : 1;
}

int profiles_test_unload(void **state)
{
    arena_free(profiles_test.scratch);
    arena_free(profiles_test.arena);
    return lexicon_test_unload(state);
}

// ---- files ----

static bool read_file(const char *path, Text *content)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    Buffer bytes = buffer_in(profiles_test.arena);
    char chunk[4096];
    for (size_t len; (len = fread(chunk, 1, sizeof chunk, file)) > 0;)
        buffer_add(&bytes, (Text){chunk, len});
    fclose(file);
    *content = buffer_text(&bytes);
    return true;
}

Text profiles_test_file(const char *path)
{
    Text content = {0};
    if (!read_file(path, &content))
        fail_msg("%s cannot be read", path);
    return content;
}

Text profiles_test_sample(Text name)
{
    const char *source = getenv("srcdir");
    Text content = {0};
    static const char *const endings[] = {".csv", ".tsv", ".jsonl", "-1995.csv"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        Text path = arena_printf(profiles_test.arena, "%s/tests/profiles/%.*s%s",
                                 source ? source : ".", TEXT_ARG(name), endings[i]);
        if (read_file(path.ptr, &content))
            return content;
    }
    fail_msg("profile \"%.*s\" has no table in tests/profiles", TEXT_ARG(name));
    return content;
}

Text profiles_test_folder(void)
{
    Text path = arena_printf(profiles_test.arena, "test-profiles-XXXXXX");
    char *name = arena_alloc(profiles_test.arena, path.len + 1, 1);
    for (size_t i = 0; i < path.len; i++)
        name[i] = path.ptr[i];
    assert_non_null(mkdtemp(name));
    return text_from(name);
}

static Text path_in(Text folder, const char *name)
{
    return arena_printf(profiles_test.arena, "%.*s/%s", TEXT_ARG(folder), name);
}

void profiles_test_write(Text folder, const char *name, Text content)
{
    FILE *file = fopen(path_in(folder, name).ptr, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(content.ptr, 1, content.len, file), content.len);
    assert_int_equal(fclose(file), 0);
}

void profiles_test_remove(Text folder, const char *name)
{
    if (name)
        assert_int_equal(unlink(path_in(folder, name).ptr), 0);
    else
        assert_int_equal(rmdir(arena_text(profiles_test.arena, folder).ptr), 0);
}

// ---- rows ----

// Puts the looked-up fields of the row with that key behind the fields of a row.
static void add_looked_up(const Recipe *recipe, const SampleTable *other, Text **row, size_t *count)
{
    const LookupRecipe *lookup = &recipe->lookup;
    Layout names = {.names = other->recipe->names, .column_count = other->recipe->column_count};
    uint16_t to = layout_find_column(&names, NULL, lookup->to);
    assert_true(to < names.column_count);
    Text *longer =
        ARENA_ARRAY(profiles_test.arena, Text, recipe->column_count + lookup->columns.count);
    for (size_t i = 0; i < *count; i++)
        longer[i] = (*row)[i];
    for (size_t i = 0; i < other->row_count; i++) {
        if (!text_equal(other->rows[i][to], longer[lookup->key]))
            continue;
        for (size_t k = 0; k < lookup->columns.count; k++) {
            uint16_t from = layout_find_column(&names, NULL, lookup->columns.items[k]);
            assert_true(from < names.column_count);
            longer[recipe->column_count + k] = other->rows[i][from];
        }
    }
    *row = longer;
    *count = recipe->column_count + lookup->columns.count;
}

static void add_file_name(const Recipe *recipe, Text name, Text **row, size_t *count)
{
    size_t all = recipe_columns(recipe);
    Text *longer = ARENA_ARRAY(profiles_test.arena, Text, all);
    for (size_t i = 0; i < *count; i++)
        longer[i] = (*row)[i];
    longer[all - 1] = arena_printf(profiles_test.arena, "%.*s-1995.csv", TEXT_ARG(name));
    *row = longer;
    *count = all;
}

SampleTable profiles_test_table(Text name)
{
    SampleTable table = {0};
    Problems problems = problems_in(profiles_test.arena);
    Text head = profiles_test_sample(name);
    if (!profiles_recognise(profiles_test.profiles, head, true, profiles_test.arena, &table.match))
        fail_msg("%.*s: %.*s", TEXT_ARG(name), TEXT_ARG(table.match.tried));
    if (!text_equal(table.match.profile->name, name))
        fail_msg("the table of \"%.*s\" is taken for \"%.*s\"", TEXT_ARG(name),
                 TEXT_ARG(table.match.profile->name));
    table.recipe =
        recipe_bind(table.match.profile, &table.match.layout, profiles_test.arena, &problems);
    assert_non_null(table.recipe);
    assert_int_equal(problems.count, 0);
    table.rows = table.match.layout.rows;
    table.counts = table.match.layout.row_counts;
    table.row_count = table.match.layout.row_count;
    for (size_t i = 0; i < table.row_count && table.recipe->has_file_name; i++)
        add_file_name(table.recipe, name, &table.rows[i], &table.counts[i]);
    if (table.recipe->lookup.profile.len == 0)
        return table;
    SampleTable other = profiles_test_table(table.recipe->lookup.profile);
    for (size_t i = 0; i < table.row_count; i++)
        add_looked_up(table.recipe, &other, &table.rows[i], &table.counts[i]);
    return table;
}

static void add_countries(const RecipeRow *row, Buffer *out)
{
    for (size_t i = 0; i < row->country_count; i++) {
        const RowCountry *country = &row->countries[i];
        if (i > 0)
            buffer_add_char(out, row->is_directed ? '>' : ';');
        if (country->id.at != COUNTRY_NONE)
            buffer_add(out, country_get(lexicon_test.lexicon->countries, country->id)->code);
        else
            buffer_printf(out, "%.*s?", TEXT_ARG(country->code));
    }
}

static void add_number(double number, Buffer *out)
{
    buffer_add_char(out, '|');
    if (!isnan(number))
        buffer_printf(out, "%g", number);
}

Text profiles_test_row(const Recipe *recipe, const Text *fields, size_t count)
{
    RecipeRow row;
    recipe_read(recipe, fields, count, profiles_test.memo, profiles_test.arena, &row);
    Buffer out = buffer_in(profiles_test.arena);
    if (row.fate == ROW_SKIPPED)
        return TEXT("skipped");
    if (row.fate == ROW_REJECTED)
        return arena_printf(profiles_test.arena, "rejected: %s (%.*s)", row.why,
                            TEXT_ARG(recipe->names[row.column]));
    buffer_printf(&out, "%.*s|", TEXT_ARG(date_format(row.date, profiles_test.arena)));
    add_countries(&row, &out);
    buffer_printf(&out, "|%.*s%s|%.*s", TEXT_ARG(profile_kind_name(row.kind)),
                  row.has_strange_kind ? "?" : "", TEXT_ARG(row.code));
    add_number(row.scale, &out);
    add_number(row.weight, &out);
    if (row.why)
        buffer_printf(&out, "|warning: %s (%.*s)", row.why, TEXT_ARG(recipe->names[row.column]));
    return buffer_text(&out);
}

static bool add_to_buffer(void *context, Text bytes)
{
    buffer_add(context, bytes);
    return true;
}

Sink profiles_test_sink(Buffer *buffer)
{
    return (Sink){.write = add_to_buffer, .context = buffer};
}
