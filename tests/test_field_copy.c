// Bytes are looked at in pieces of several lengths: wherever one stands that needs quotes, it must be seen.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/field_copy.h"

enum { LONGEST = 70 };

static bool is_plain(Text field)
{
    char copy[LONGEST + 1];
    memset(copy, '#', sizeof copy);
    bool is_plain = field_copy(copy, field);
    assert_memory_equal(copy, field.ptr, field.len);
    assert_int_equal(copy[field.len], '#'); // nothing behind it
    return is_plain;
}

static void byte_that_needs_quotes_is_seen_anywhere(void **state)
{
    (void)state;
    static const char special[] = ",\"\n\r";
    for (size_t len = 1; len <= LONGEST; len++) {
        char bytes[LONGEST];
        memset(bytes, 'x', sizeof bytes);
        assert_true(is_plain((Text){bytes, len}));
        for (size_t at = 0; at < len; at++) {
            for (size_t i = 0; i < sizeof special - 1; i++) {
                bytes[at] = special[i];
                assert_false(is_plain((Text){bytes, len}));
            }
            bytes[at] = 'x';
        }
    }
}

static void blanks_need_quotes_at_the_ends_alone(void **state)
{
    (void)state;
    static const char blanks[] = " \t";
    for (size_t len = 1; len <= LONGEST; len++)
        for (size_t at = 0; at < len; at++)
            for (size_t i = 0; i < sizeof blanks - 1; i++) {
                char bytes[LONGEST];
                memset(bytes, 'x', sizeof bytes);
                bytes[at] = blanks[i];
                assert_int_equal(is_plain((Text){bytes, len}), at > 0 && at + 1 < len);
            }
}

static void all_other_bytes_are_plain(void **state)
{
    (void)state;
    char bytes[LONGEST];
    for (int c = 0; c < 256; c++) {
        memset(bytes, c, sizeof bytes);
        bool needs_quotes = memchr(",\"\n\r \t", c, 6) != NULL;
        for (size_t len = 1; len <= LONGEST; len++)
            assert_int_equal(is_plain((Text){bytes, len}), !needs_quotes);
    }
    assert_true(field_copy(bytes, (Text){NULL, 0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(byte_that_needs_quotes_is_seen_anywhere),
        cmocka_unit_test(blanks_need_quotes_at_the_ends_alone),
        cmocka_unit_test(all_other_bytes_are_plain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
