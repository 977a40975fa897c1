#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "loaders/id_runs.h"
#include "loaders/quick_value.h"
#include "tests/support_random.h"

static Text random_text(Random *random, const char *letters, size_t most, char *bytes)
{
    size_t len = below(random, (uint32_t)most + 1);
    for (size_t i = 0; i < len; i++)
        bytes[i] = letters[below(random, (uint32_t)strlen(letters))];
    return (Text){bytes, len};
}

static void assert_same_date(DateForm form, Text text)
{
    Date quick, slow;
    if (!quick_date(form, text, &quick))
        return;
    assert_true(date_form_read(form, TEXT(""), text, &slow));
    assert_int_equal(quick.start, slow.start);
    assert_int_equal(quick.end, slow.end);
    assert_int_equal(quick.minutes, slow.minutes);
    assert_int_equal(quick.start_form, slow.start_form);
    assert_int_equal(quick.end_form, slow.end_form);
}

static void quick_dates_are_those_of_the_form(void **state)
{
    (void)state;
    Random random = {88172645463325252u};
    char bytes[16];
    for (int i = 0; i < 200000; i++) {
        assert_same_date(DATE_FORM_YMD8, random_text(&random, "0123459:/ ", 9, bytes));
        bytes[0] = '1', bytes[1] = '9', bytes[4] = bytes[7] = '-';
        for (size_t k = 2; k < 10; k++)
            if (k != 4 && k != 7)
                bytes[k] = "0123459-"[below(&random, 8)];
        assert_same_date(DATE_FORM_ISO, (Text){bytes, 10});
    }
    Date date;
    assert_true(quick_date(DATE_FORM_YMD8, TEXT("19720221"), &date));
    assert_true(quick_date(DATE_FORM_ISO, TEXT("1972-02-29"), &date));
    assert_false(quick_date(DATE_FORM_ISO, TEXT("1973-02-29"), &date));
}

static void quick_numbers_are_those_of_strtod(void **state)
{
    (void)state;
    Random random = {362436069};
    char bytes[24];
    size_t taken = 0;
    for (int i = 0; i < 200000; i++) {
        double quick, slow;
        Text text = random_text(&random, "0123456789.-", 17, bytes);
        if (!quick_number(text, &quick))
            continue;
        taken++;
        assert_true(text_number(text, &slow));
        assert_memory_equal(&quick, &slow, sizeof quick);
    }
    assert_true(taken > 1000);
}

// ---- ids that count up ----

static void eight_digits_are_a_number_and_nothing_else_is(void **state)
{
    (void)state;
    Random random = {88172645463325252u};
    char bytes[9];
    uint64_t number;
    for (int i = 0; i < 100000; i++) {
        uint32_t wanted = below(&random, 100000000);
        snprintf(bytes, sizeof bytes, "%08u", (unsigned)wanted);
        assert_true(quick_eight_digits(bytes, &number));
        assert_int_equal(number, wanted);
        char other = (char)below(&random, 256);
        bytes[below(&random, 8)] = other;
        assert_int_equal(quick_eight_digits(bytes, &number), other >= '0' && other <= '9');
    }
}

static void ids_of_a_run_are_found_and_no_others(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    IdRuns *runs = id_runs_new(arena);
    Source *source = ARENA_NEW(arena, Source);
    Random random = {521288629};
    uint64_t number = 95;
    for (int i = 0; i < 5000; i++) {
        uint64_t step = 1 + below(&random, i % 100 ? 3 : 100000);
        number += step;
        assert_true(id_runs_add(runs, source, TEXT("d:"),
                                arena_printf(arena, "a%llu", (unsigned long long)number)));
        Text id = arena_printf(arena, "d:a%llu", (unsigned long long)number);
        assert_ptr_equal(id_runs_find(runs, id), source);
        if (step > 1)
            assert_null(
                id_runs_find(runs, arena_printf(arena, "d:a%llu", (unsigned long long)number - 1)));
    }
    assert_false(id_runs_add(runs, source, TEXT("d:"), TEXT("a96")));
    assert_null(id_runs_find(runs, TEXT("d:b100")));
    assert_null(id_runs_find(runs, TEXT("a100")));
    assert_null(id_runs_find(runs, TEXT("d:")));
    arena_free(arena);
}

static void zeros_before_a_number_make_another_id(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    IdRuns *runs = id_runs_new(arena);
    Source *source = ARENA_NEW(arena, Source);
    assert_true(id_runs_add(runs, source, TEXT(""), TEXT("e007")));
    assert_null(id_runs_find(runs, TEXT("e7")));
    assert_null(id_runs_find(runs, TEXT("e07")));
    assert_ptr_equal(id_runs_find(runs, TEXT("e007")), source);
    assert_false(id_runs_add(runs, source, TEXT(""), TEXT("e08"))); // does not go on: other letters
    assert_true(id_runs_add(runs, source, TEXT(""), TEXT("e008")));
    assert_false(id_runs_add(runs, source, TEXT(""), TEXT("name")));
    arena_free(arena);
}

static void runs_are_joined_unless_they_may_share_an_id(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    Source *source = ARENA_NEW(arena, Source);
    IdRuns *runs = id_runs_new(arena), *later = id_runs_new(arena), *third = id_runs_new(arena);
    for (unsigned i = 0; i < 300; i++) {
        assert_true(id_runs_add(runs, source, TEXT(""), arena_printf(arena, "e%u", 2 * i)));
        assert_true(id_runs_add(later, source, TEXT(""), arena_printf(arena, "e%u", 600 + 3 * i)));
    }
    assert_true(id_runs_add(third, source, TEXT(""), TEXT("e700")));
    assert_true(id_runs_join(runs, later));
    assert_false(id_runs_join(runs, third));
    assert_ptr_equal(id_runs_find(runs, TEXT("e603")), source);
    assert_ptr_equal(id_runs_find(runs, TEXT("e1497")), source);
    assert_null(id_runs_find(runs, TEXT("e604")));
    assert_null(id_runs_find(runs, TEXT("e599")));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quick_dates_are_those_of_the_form),
        cmocka_unit_test(quick_numbers_are_those_of_strtod),
        cmocka_unit_test(eight_digits_are_a_number_and_nothing_else_is),
        cmocka_unit_test(ids_of_a_run_are_found_and_no_others),
        cmocka_unit_test(zeros_before_a_number_make_another_id),
        cmocka_unit_test(runs_are_joined_unless_they_may_share_an_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
