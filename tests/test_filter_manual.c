// The manual of the filter language: its examples are read with the shipped word lists, and no term is left out.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "model/filter_tree.h"
#include "tests/support_lexicon.h"

static Text read_manual(Arena *arena)
{
    const char *dir = getenv("srcdir");
    Text path = arena_printf(arena, "%s/doc/bilat-filter.7", dir ? dir : ".");
    FILE *file = fopen(path.ptr, "rb");
    assert_non_null(file);
    Buffer content = buffer_in(arena);
    for (int c = getc(file); c != EOF; c = getc(file))
        buffer_add_char(&content, (char)c);
    fclose(file);
    return buffer_text(&content);
}

// "\e" is a backslash; what follows three blanks is an explanation.
static Text example_of(Text line, Arena *arena)
{
    Buffer out = buffer_in(arena);
    Text expression = text_sub(line, 0, text_find(line, TEXT("   ")));
    for (size_t i = 0; i < expression.len; i++) {
        buffer_add_char(&out, expression.ptr[i]);
        if (expression.ptr[i] == '\\')
            i++;
    }
    return buffer_text(&out);
}

static Filter *parse(Text expression, Arena *arena)
{
    Problems problems = problems_in(arena);
    Filter *filter = NULL;
    if (!filter_parse(expression, lexicon_test.lexicon->countries, arena, &filter, &problems))
        fail_msg("%.*s: %.*s", TEXT_ARG(expression), TEXT_ARG(problems.items[0].message));
    return filter;
}

static void examples_of_the_manual_are_read(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Text rest = read_manual(arena);
    bool is_literal = false;
    size_t count = 0;
    while (rest.ptr) {
        Text line = text_cut(&rest, '\n');
        if (text_starts(line, TEXT("."))) {
            is_literal = text_starts(line, TEXT(".Bd -literal"));
        } else if (is_literal) {
            Filter *filter = parse(example_of(line, arena), arena);
            assert_false(filter_is_empty(filter));
            assert_true(
                text_equal(filter_text(parse(filter_text(filter), arena)), filter_text(filter)));
            count++;
        }
    }
    assert_true(count > 20);
    arena_free(arena);
}

static void every_term_is_in_the_manual(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Text manual = read_manual(arena);
    for (size_t i = 0; i < filter_term_count(); i++) {
        Text name = filter_term(i).name;
        Text alone = arena_printf(arena, "\n.It Cm %.*s\n", TEXT_ARG(name));
        Text first = arena_printf(arena, "\n.It Cm %.*s ,", TEXT_ARG(name));
        Text second = arena_printf(arena, " , %.*s\n", TEXT_ARG(name));
        bool is_there = text_find(manual, alone) != TEXT_NOWHERE ||
                        text_find(manual, first) != TEXT_NOWHERE ||
                        text_find(manual, second) != TEXT_NOWHERE;
        if (!is_there)
            fail_msg("%.*s is not in the manual", TEXT_ARG(name));
    }
    arena_free(arena);
}

static void example_of_every_term_is_read(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    for (size_t i = 0; i < TERM_FIELDS; i++) {
        const Node *node = parse(filter_term_rows[i].example, arena)->root;
        const Term *term = node->kind == NODE_SAME ? node->items[0]->term : node->term;
        assert_int_equal(term->field, i);
        assert_true(filter_term_rows[i].help.len <= 90);
    }
    arena_free(arena);
}

static void assert_same(const char *expression, const char *canonical)
{
    Arena *arena = arena_new();
    assert_text(filter_text(parse(text_from(expression), arena)), canonical);
    arena_free(arena);
}

static void countries_are_known_by_what_people_call_them(void **state)
{
    (void)state;
    assert_same("pair:China-DPRK", "pair:CHN-PRK");
    assert_same("pair:US-UK", "pair:USA-GBR");
    assert_same("pair:Guinea-Bissau-China", "pair:GNB-CHN");
    assert_same("pair:china-timor-leste", "pair:CHN-TLS");
    assert_same("pair:USSR-GDR", "pair:SUN-DDR");
    assert_same("with:EU,EU27", "with:@EU,EU27");
    assert_same("with:\"the Soviet Union\"", "with:SUN");
    assert_same("speaker:US speaker:Li", "speaker:USA speaker:Li");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_of_the_manual_are_read),
        cmocka_unit_test(every_term_is_in_the_manual),
        cmocka_unit_test(example_of_every_term_is_read),
        cmocka_unit_test(countries_are_known_by_what_people_call_them),
    };
    return cmocka_run_group_tests(tests, lexicon_test_load, lexicon_test_unload);
}
