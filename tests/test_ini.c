// INI files: rows with file and line; what iniparser trips over becomes a problem and the rest still loads.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "loaders/ini.h"

typedef struct Loaded {
    Arena *arena;
    Config config;
    Problems problems;
    bool is_loaded;
} Loaded;

static char path[] = "test_ini.ini"; // in the build directory, where tests run

static Loaded load_bytes(const char *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
    Loaded loaded = {.arena = arena_new()};
    loaded.config.arena = loaded.arena;
    loaded.problems = problems_in(loaded.arena);
    loaded.is_loaded = ini_load(text_from(path), &loaded.config, &loaded.problems);
    unlink(path);
    return loaded;
}

static Loaded load(const char *text)
{
    return load_bytes(text, strlen(text));
}

static void assert_value(const Loaded *loaded, const char *section, const char *key,
                         const char *value)
{
    Text found = config_text(&loaded->config, text_from(section), text_from(key), TEXT("(none)"));
    if (!text_equal(found, text_from(value)))
        fail_msg("[%s] %s: expected \"%s\", found \"%.*s\"", section, key, value, TEXT_ARG(found));
}

static void assert_problem(const Loaded *loaded, size_t n, const char *expected)
{
    assert_true(n < loaded->problems.count);
    Text text = problem_text(&loaded->problems.items[n], loaded->arena);
    if (!text_equal(text, text_from(expected)))
        fail_msg("expected \"%s\", found \"%.*s\"", expected, TEXT_ARG(text));
}

static void rows_keep_file_line_and_order(void **state)
{
    (void)state;
    Loaded loaded = load("# a list\n\n[CHN]\nname = China\n\n[PRK]\nnames = DPRK|North Korea\n");
    assert_true(loaded.is_loaded);
    assert_int_equal(loaded.problems.count, 0);
    assert_int_equal(loaded.config.count, 2);
    assert_value(&loaded, "chn", "name", "China");
    assert_value(&loaded, "PRK", "names", "DPRK|North Korea");
    assert_int_equal(loaded.config.items[0].line, 4);
    assert_int_equal(loaded.config.items[1].line, 7);
    assert_true(text_equal(loaded.config.items[1].path, text_from(path)));
    arena_free(loaded.arena);
}

static void values_keep_apostrophes_accents_and_equals_signs(void **state)
{
    (void)state;
    Loaded loaded = load("[a]\nparty = Workers' Party of Korea|WPK\nname = Türkiye\nsum = a=b\n"
                         "point out = pointed out|points out\n");
    assert_value(&loaded, "a", "party", "Workers' Party of Korea|WPK");
    assert_value(&loaded, "a", "name", "Türkiye");
    assert_value(&loaded, "a", "sum", "a=b");
    assert_value(&loaded, "a", "point out", "pointed out|points out");
    arena_free(loaded.arena);
}

static void quotes_keep_a_semicolon_and_a_hash(void **state)
{
    (void)state;
    Loaded loaded = load("[a]\nrules = \"###|# # #\"\ncut = one ; two\nempty =\n");
    assert_value(&loaded, "a", "rules", "###|# # #");
    assert_value(&loaded, "a", "cut", "one");
    assert_value(&loaded, "a", "empty", "");
    assert_int_equal(loaded.problems.count, 0);
    arena_free(loaded.arena);
}

static void byte_order_mark_and_crlf_do_no_harm(void **state)
{
    (void)state;
    Loaded loaded = load("\xEF\xBB\xBF[a]\r\none = 1\r\ntwo = 2");
    assert_true(loaded.is_loaded);
    assert_value(&loaded, "a", "one", "1");
    assert_value(&loaded, "a", "two", "2");
    assert_int_equal(loaded.config.items[1].line, 3);
    arena_free(loaded.arena);
}

static void bad_line_is_reported_and_the_rest_loads(void **state)
{
    (void)state;
    Loaded loaded = load("[a]\none = 1\nthis is nothing\n[b\n[c]\ntwo = 2\n");
    assert_true(loaded.is_loaded);
    assert_int_equal(loaded.problems.count, 2);
    assert_problem(&loaded, 0, "test_ini.ini:3: warning: expected [section] or key = value");
    assert_int_equal(loaded.problems.items[1].line, 4);
    assert_value(&loaded, "a", "one", "1");
    assert_value(&loaded, "c", "two", "2");
    arena_free(loaded.arena);
}

static void later_duplicate_holds_and_is_reported(void **state)
{
    (void)state;
    Loaded loaded = load("[a]\none = 1\n[b]\none = 2\n[A]\nOne = 3\n");
    assert_int_equal(loaded.problems.count, 1);
    assert_problem(&loaded, 0,
                   "test_ini.ini:6: warning: \"one\" was given in line 2 already; this line holds");
    assert_value(&loaded, "a", "one", "3");
    assert_value(&loaded, "b", "one", "2");
    assert_int_equal(loaded.config.count, 2);
    arena_free(loaded.arena);
}

static void trailing_backslash_does_not_swallow_the_next_line(void **state)
{
    (void)state;
    Loaded loaded = load("[a]\n# a comment \\\none = 1\nkey = \\  \ntwo = 2\n");
    assert_int_equal(loaded.problems.count, 1);
    assert_int_equal(loaded.problems.items[0].line, 4);
    assert_value(&loaded, "a", "one", "1");
    assert_value(&loaded, "a", "two", "2");
    assert_null(config_row(&loaded.config, TEXT("a"), TEXT("key")));
    arena_free(loaded.arena);
}

static void long_line_and_nul_byte_leave_the_rest(void **state)
{
    (void)state;
    char bytes[4096] = "[a]\nlong = ";
    size_t len = strlen(bytes);
    memset(bytes + len, 'x', INI_MAX_LINE);
    len += INI_MAX_LINE;
    static const char rest[] = "\nnul = a\0b\ntwo = 2\n";
    memcpy(bytes + len, rest, sizeof rest - 1);
    Loaded loaded = load_bytes(bytes, len + sizeof rest - 1);
    assert_true(loaded.is_loaded);
    assert_int_equal(loaded.problems.count, 2);
    assert_int_equal(loaded.problems.items[0].line, 2);
    assert_int_equal(loaded.problems.items[1].line, 3);
    assert_int_equal(loaded.config.count, 1);
    assert_value(&loaded, "a", "two", "2");
    arena_free(loaded.arena);
}

static void longest_line_loads(void **state)
{
    (void)state;
    char bytes[4096] = "[a]\nlong = ";
    size_t len = strlen(bytes);
    size_t fill = INI_MAX_LINE - strlen("long = ");
    memset(bytes + len, 'x', fill);
    bytes[len + fill] = '\n';
    Loaded loaded = load_bytes(bytes, len + fill + 1);
    assert_int_equal(loaded.problems.count, 0);
    assert_int_equal(loaded.config.items[0].value.len, fill);
    arena_free(loaded.arena);
}

// A long file goes to iniparser in pieces: sections, duplicates and bad lines must not care where one ends.
static void long_file_loads_as_a_short_one_does(void **state)
{
    (void)state;
    enum { SECTIONS = 7, KEYS = 101 };
    static char bytes[64 * 1024];
    size_t len = 0;
    for (int section = 0; section < SECTIONS; section++) {
        len += (size_t)snprintf(bytes + len, sizeof bytes - len, "[S %d]\nagain = %d\n",
                                section % 5, section);
        for (int key = 0; key < KEYS; key++)
            len += (size_t)snprintf(bytes + len, sizeof bytes - len, "k%d of %d = %d ; %s\n", key,
                                    section, key * section, key == 50 ? "\nnothing" : "");
    }
    Loaded loaded = load(bytes);
    assert_true(loaded.is_loaded);
    assert_int_equal(loaded.config.count, SECTIONS * KEYS + 5);
    assert_int_equal(loaded.problems.count, SECTIONS + 2);
    assert_value(&loaded, "s 0", "again", "5");
    assert_value(&loaded, "s 1", "again", "6");
    assert_value(&loaded, "s 4", "again", "4");
    const ConfigRow *last = &loaded.config.items[loaded.config.count - 1];
    assert_true(text_equal(last->section, TEXT("s 1")));
    assert_true(text_equal(last->key, TEXT("k100 of 6")));
    assert_true(text_equal(last->value, TEXT("600")));
    assert_int_equal(last->line, SECTIONS * (KEYS + 3));
    arena_free(loaded.arena);
}

static void missing_file_is_an_error_with_its_reason(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Config config = {.arena = arena};
    Problems problems = problems_in(arena);
    assert_false(ini_load(TEXT("no-such.ini"), &config, &problems));
    assert_int_equal(problems.count, 1);
    Text text = problem_text(&problems.items[0], arena);
    assert_true(text_equal(text, TEXT("no-such.ini: error: No such file or directory")));
    assert_int_equal(config.count, 0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_keep_file_line_and_order),
        cmocka_unit_test(values_keep_apostrophes_accents_and_equals_signs),
        cmocka_unit_test(quotes_keep_a_semicolon_and_a_hash),
        cmocka_unit_test(byte_order_mark_and_crlf_do_no_harm),
        cmocka_unit_test(bad_line_is_reported_and_the_rest_loads),
        cmocka_unit_test(later_duplicate_holds_and_is_reported),
        cmocka_unit_test(trailing_backslash_does_not_swallow_the_next_line),
        cmocka_unit_test(long_line_and_nul_byte_leave_the_rest),
        cmocka_unit_test(longest_line_loads),
        cmocka_unit_test(long_file_loads_as_a_short_one_does),
        cmocka_unit_test(missing_file_is_an_error_with_its_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
