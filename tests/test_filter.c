// The filter language as text: what is read, what is refused and where, and the canonical form.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "model/filter_tree.h"
#include "model/nearest.h"
#include "tests/support_timeline.h"

static Fixture fixture;

static int set_up(void **state)
{
    (void)state;
    fixture = fixture_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_free(&fixture);
    return 0;
}

// The canonical form, or "error COLUMN: message".
static Text outcome(Text expression, Arena *arena)
{
    Problems problems = problems_in(arena);
    Filter *filter;
    if (filter_parse(expression, fixture.countries, arena, &filter, &problems)) {
        assert_int_equal(problems.count, 0);
        return filter_text(filter);
    }
    assert_int_equal(problems.count, 1);
    const Problem *problem = &problems.items[0];
    assert_int_equal(problem->kind, PROBLEM_FILTER);
    assert_true(problem->offset <= expression.len);
    return arena_printf(arena, "error %d: %.*s", (int)problem->offset + 1,
                        TEXT_ARG(problem->message));
}

static void assert_outcome(Text expression, Text expected, Arena *arena)
{
    Text found = outcome(expression, arena);
    if (!text_equal(found, expected))
        fail_msg("%.*s\n  expected %.*s\n  found    %.*s", TEXT_ARG(expression), TEXT_ARG(expected),
                 TEXT_ARG(found));
}

static Text read_file(const char *name, Arena *arena)
{
    const char *dir = getenv("srcdir");
    Text path = arena_printf(arena, "%s/tests/cases/%s", dir ? dir : ".", name);
    FILE *file = fopen(path.ptr, "rb");
    assert_non_null(file);
    Buffer content = buffer_in(arena);
    for (int c = getc(file); c != EOF; c = getc(file))
        buffer_add_char(&content, (char)c);
    fclose(file);
    return buffer_text(&content);
}

// A case is an expression, what comes of it, and an empty line.
static void each_case(void (*check)(Text expression, Text expected, Arena *arena))
{
    Arena *arena = arena_new();
    Text rest = read_file("filter.txt", arena);
    size_t count = 0;
    while (rest.len > 0) {
        Text expression = text_cut(&rest, '\n');
        Text expected = text_cut(&rest, '\n');
        text_cut(&rest, '\n');
        check(expression, expected, arena);
        count++;
    }
    assert_true(count > 80);
    arena_free(arena);
}

static void expressions_give_their_canonical_form_or_an_error_at_its_column(void **state)
{
    (void)state;
    each_case(assert_outcome);
}

static void assert_stable(Text expression, Text expected, Arena *arena)
{
    (void)expression;
    if (!text_starts(expected, TEXT("error ")))
        assert_outcome(expected, expected, arena);
}

static void canonical_form_reads_as_itself(void **state)
{
    (void)state;
    each_case(assert_stable);
}

static Filter *parse(const char *expression)
{
    Problems problems = problems_in(fixture.arena);
    Filter *filter = NULL;
    if (!filter_parse(text_from(expression), fixture.countries, fixture.arena, &filter, &problems))
        fail_msg("%s: %.*s", expression, TEXT_ARG(problems.items[0].message));
    return filter;
}

static void assert_text(Text found, const char *expected)
{
    assert_string_equal(arena_text(fixture.arena, found).ptr, expected);
}

static void empty_expression_shows_everything(void **state)
{
    (void)state;
    assert_true(filter_is_empty(parse("")));
    assert_true(filter_is_empty(parse(" \t ")));
    assert_int_equal(filter_chip_count(parse(" ")), 0);
    assert_text(filter_text(parse("  ")), "");
}

static void chips_are_the_parts_joined_at_the_top(void **state)
{
    (void)state;
    Filter *filter =
        parse("pair:China-PRK (kind:visit | kind:talks) speaker:CHN said:x -place:Paris");
    assert_int_equal(filter_chip_count(filter), 5);
    assert_text(filter_chip_text(filter, 0), "pair:CHN-PRK");
    assert_text(filter_chip_text(filter, 1), "(kind:visit | kind:talks)");
    assert_text(filter_chip_text(filter, 2), "speaker:CHN");
    assert_text(filter_chip_text(filter, 3), "said:x");
    assert_text(filter_chip_text(filter, 4), "-place:Paris");
    assert_false(filter_chip_is_joined(filter, 0));
    assert_true(filter_chip_is_joined(filter, 2));
    assert_text(filter_without_chip(filter, 2, fixture.arena),
                "pair:CHN-PRK (kind:visit | kind:talks) said:x -place:Paris");
}

static void chips_in_parentheses_of_their_own_stay_whole(void **state)
{
    (void)state;
    Filter *filter = parse("(speaker:CHN said:x) (said:y)");
    assert_int_equal(filter_chip_count(filter), 2);
    assert_text(filter_chip_text(filter, 0), "(speaker:CHN said:x)");
    assert_text(filter_chip_text(filter, 1), "(said:y)");
    assert_false(filter_chip_is_joined(filter, 0));
    filter = parse("speaker:CHN (said:x | verb:say)");
    assert_int_equal(filter_chip_count(filter), 2);
    assert_text(filter_chip_text(filter, 1), "(said:x | verb:say)");
}

static void alternatives_at_the_top_are_one_chip(void **state)
{
    (void)state;
    Filter *filter = parse("kind:visit | kind:talks");
    assert_int_equal(filter_chip_count(filter), 1);
    assert_text(filter_chip_text(filter, 0), "kind:visit | kind:talks");
    assert_text(filter_without_chip(filter, 0, fixture.arena), "");
}

static void expression_without_a_chip_keeps_the_others(void **state)
{
    (void)state;
    Filter *filter = parse("year:2024 (kind:visit | kind:talks) Liu");
    assert_text(filter_without_chip(filter, 0, fixture.arena), "(kind:visit | kind:talks) Liu");
    assert_text(filter_without_chip(filter, 1, fixture.arena), "year:2024 Liu");
    assert_text(filter_without_chip(filter, 2, fixture.arena),
                "year:2024 (kind:visit | kind:talks)");
}

static void caret_stands_under_the_mistake(void **state)
{
    (void)state;
    Problems problems = problems_in(fixture.arena);
    Filter *filter;
    Text expression = TEXT("東京 knd:visit");
    assert_false(filter_parse(expression, fixture.countries, fixture.arena, &filter, &problems));
    assert_text(problem_caret(&problems.items[0], expression, fixture.arena),
                "東京 knd:visit\n     ^");
}

static void deep_nesting_is_a_mistake_and_no_crash(void **state)
{
    (void)state;
    Buffer deep = buffer_in(fixture.arena);
    for (int i = 0; i < 100000; i++)
        buffer_add_char(&deep, '(');
    Text found = outcome(buffer_text(&deep), fixture.arena);
    assert_true(text_find(found, TEXT("too many parentheses")) != TEXT_NOWHERE);
}

static void many_signs_and_terms_are_read(void **state)
{
    (void)state;
    Buffer many = buffer_in(fixture.arena);
    for (int i = 0; i < 20000; i++)
        buffer_add(&many, TEXT("--x "));
    Filter *filter = parse(arena_text(fixture.arena, buffer_text(&many)).ptr);
    assert_int_equal(filter_chip_count(filter), 20000);
}

static void position_terms_below_a_negation_mark_nothing(void **state)
{
    (void)state;
    assert_true(filter_has_position_terms(parse("year:2024 said:x")));
    assert_true(filter_has_position_terms(parse("kind:visit | speaker:CHN")));
    assert_false(filter_has_position_terms(parse("year:2024 -said:x")));
    assert_false(filter_has_position_terms(parse("person:Liu")));
    assert_false(filter_has_position_terms(parse("")));
}

// ---- generated expressions ----

static uint32_t seed = 20241124;

static uint32_t pick(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u; // Numerical Recipes' generator: the same run everywhere
    return (seed >> 8) % below;
}

static const char *const leaves[] = {
    "x",
    "\"a b\"",
    "kind:visit",
    "pair:CHN>PRK",
    "with:CHN,JPN",
    "year:1972..1989",
    "date!:1972",
    "person:Liu",
    "role:mentioned",
    "office:minister",
    "speaker:CHN",
    "said:\"core interests\"",
    "verb:say",
    "topic:core",
    "text~\"a|b\"",
    "scale>=-4.5",
    "\"q\"\"q\"",
    "place:\"a,b\",c",
};

static void generate(Buffer *out, unsigned depth)
{
    if (pick(4) == 0)
        buffer_add_char(out, pick(2) ? '-' : '!');
    if (depth == 0 || pick(3) == 0) {
        buffer_add(out, text_from(leaves[pick(sizeof leaves / sizeof *leaves)]));
        return;
    }
    buffer_add_char(out, '(');
    for (uint32_t i = 0, count = 1 + pick(4); i < count; i++) {
        if (i > 0)
            buffer_add(out, pick(3) ? TEXT(" ") : TEXT("| "));
        generate(out, depth - 1);
    }
    buffer_add_char(out, ')');
}

static bool same_tree(const Node *a, const Node *b)
{
    if (!a || !b)
        return a == b;
    if (a->kind != b->kind || a->count != b->count || a->scope != b->scope)
        return false;
    if (a->kind == NODE_TERM &&
        (a->term->field != b->term->field || a->term->comparison != b->term->comparison ||
         a->term->values.count != b->term->values.count))
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!same_tree(a->items[i], b->items[i]))
            return false;
    return true;
}

static void text_of_any_filter_reads_as_the_same_tree(void **state)
{
    (void)state;
    for (int round = 0; round < 3000; round++) {
        Arena *arena = arena_new();
        Buffer out = buffer_in(arena);
        generate(&out, 1 + pick(4));
        Problems problems = problems_in(arena);
        Filter *first, *second;
        assert_true(filter_parse(buffer_text(&out), fixture.countries, arena, &first, &problems));
        Text text = filter_text(first);
        assert_true(filter_parse(text, fixture.countries, arena, &second, &problems));
        if (!same_tree(first->root, second->root) || !text_equal(text, filter_text(second)))
            fail_msg("%.*s\n  gives %.*s\n  then  %.*s", (int)out.count, out.items, TEXT_ARG(text),
                     TEXT_ARG(filter_text(second)));
        arena_free(arena);
    }
}

// ---- nearest names ----

static void distance_counts_typing_mistakes(void **state)
{
    (void)state;
    assert_int_equal(text_distance(TEXT("kind"), TEXT("KIND")), 0);
    assert_int_equal(text_distance(TEXT("knd"), TEXT("kind")), 1);
    assert_int_equal(text_distance(TEXT("kidn"), TEXT("kind")), 1);
    assert_int_equal(text_distance(TEXT(""), TEXT("kind")), 4);
    assert_int_equal(text_distance(TEXT("place"), TEXT("pair")), 3);
}

static void nearest_is_silent_when_nothing_is_near(void **state)
{
    (void)state;
    Nearest nearest = nearest_to(TEXT("zebra"));
    nearest_try(&nearest, TEXT("kind"));
    nearest_try(&nearest, TEXT("place"));
    assert_int_equal(nearest.best.len, 0);
    nearest = nearest_to(TEXT("conf"));
    nearest_try(&nearest, TEXT("confidence"));
    assert_text(nearest.best, "confidence");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expressions_give_their_canonical_form_or_an_error_at_its_column),
        cmocka_unit_test(canonical_form_reads_as_itself),
        cmocka_unit_test(empty_expression_shows_everything),
        cmocka_unit_test(chips_are_the_parts_joined_at_the_top),
        cmocka_unit_test(chips_in_parentheses_of_their_own_stay_whole),
        cmocka_unit_test(alternatives_at_the_top_are_one_chip),
        cmocka_unit_test(expression_without_a_chip_keeps_the_others),
        cmocka_unit_test(caret_stands_under_the_mistake),
        cmocka_unit_test(deep_nesting_is_a_mistake_and_no_crash),
        cmocka_unit_test(many_signs_and_terms_are_read),
        cmocka_unit_test(position_terms_below_a_negation_mark_nothing),
        cmocka_unit_test(text_of_any_filter_reads_as_the_same_tree),
        cmocka_unit_test(distance_counts_typing_mistakes),
        cmocka_unit_test(nearest_is_silent_when_nothing_is_near),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
