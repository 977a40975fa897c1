#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/options.h"

static Arena *arena;
static Text message;

static bool parse(Options *options, const char *const *words)
{
    char *argv[16] = {(char *)(uintptr_t) "bilat"};
    int argc = 1;
    for (; words[argc - 1]; argc++)
        argv[argc] = (char *)(uintptr_t)words[argc - 1]; // options_parse reads them only
    argv[argc] = NULL;
    return options_parse(argc, argv, options, arena, &message);
}
#define PARSE(options, ...) parse((options), (const char *const[]){__VA_ARGS__, NULL})

static void options_join_pair_year_and_filter(void **state)
{
    (void)state;
    Options options;
    assert_true(PARSE(&options, "export", "--pair", "CHN-PRK", "--year=2024", "--filter",
                      "kind:talks | kind:call", "in"));
    assert_string_equal(arena_text(arena, options.filter).ptr,
                        "pair:CHN-PRK year:2024 (kind:talks | kind:call)");
    assert_int_equal(options.command, COMMAND_EXPORT);
    assert_int_equal(options.inputs.count, 1);
}

static void options_leave_a_lone_filter_as_it_was_typed(void **state)
{
    (void)state;
    Options options;
    assert_true(PARSE(&options, "show", "--filter", "kind:talks | kind:call", "in"));
    assert_true(text_equal(options.filter, TEXT("kind:talks | kind:call")));
    assert_true(PARSE(&options, "show", "--filter", "a | b", "--year", "2024", "in"));
    assert_true(text_equal(options.filter, TEXT("(a | b) year:2024")));
}

static void options_quote_a_pair_of_names_with_blanks(void **state)
{
    (void)state;
    Options options;
    assert_true(PARSE(&options, "--pair", "North Korea-China", "in"));
    assert_true(text_equal(options.filter, TEXT("pair:\"North Korea-China\"")));
}

static void options_read_letters_with_and_without_a_blank(void **state)
{
    (void)state;
    Options options;
    assert_true(PARSE(&options, "export", "-oout/", "-t", "positions", "in", "-"));
    assert_true(text_equal(options.output, TEXT("out/")));
    assert_int_equal(options.table, TABLE_POSITIONS);
    assert_int_equal(options.inputs.count, 2);
}

static void options_take_what_follows_two_dashes_as_paths(void **state)
{
    (void)state;
    Options options;
    assert_true(PARSE(&options, "show", "--", "--why"));
    assert_false(options.wants_why);
    assert_true(text_equal(options.inputs.paths[0], TEXT("--why")));
    assert_true(PARSE(&options, "./export"));
    assert_int_equal(options.command, COMMAND_BROWSE);
}

static void options_read_one_or_two_keys(void **state)
{
    (void)state;
    Options options;
    assert_true(PARSE(&options, "count", "--by", "year,kind", "in"));
    assert_int_equal(options.key_count, 2);
    assert_int_equal(options.keys[1], COUNT_KIND);
    assert_false(PARSE(&options, "count", "--by", "year,kind,place", "in"));
    assert_false(PARSE(&options, "count", "--by", "", "in"));
}

static void options_name_the_mistake(void **state)
{
    (void)state;
    static const struct {
        const char *words[4];
        const char *part;
    } mistakes[] = {
        {{"show", "--wy", "in"}, "--wy"},
        {{"show", "-o", "x", "in"}, "-o does not go with this command"},
        {{"export", "in", "-o"}, "-o needs PATH"},
        {{"show", "--why=1", "in"}, "takes no value"},
        {{"export", "-f", "xls", "in"}, "expected csv, tsv, jsonl or md, found \"xls\""},
        {{"count", "in"}, "--by"},
        {{"show"}, "expected a file"},
    };
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        Options options;
        assert_false(parse(&options, mistakes[i].words));
        assert_true(text_find(message, text_from(mistakes[i].part)) != TEXT_NOWHERE);
    }
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_join_pair_year_and_filter),
        cmocka_unit_test(options_leave_a_lone_filter_as_it_was_typed),
        cmocka_unit_test(options_quote_a_pair_of_names_with_blanks),
        cmocka_unit_test(options_read_letters_with_and_without_a_blank),
        cmocka_unit_test(options_take_what_follows_two_dashes_as_paths),
        cmocka_unit_test(options_read_one_or_two_keys),
        cmocka_unit_test(options_name_the_mistake),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
