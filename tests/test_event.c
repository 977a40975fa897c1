// What happened: kind, place, date, countries and roles of little pages, a line of cases/events.txt each.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support_people.h"

static Text word(uint32_t id)
{
    Strings *strings = strings_new(lexicon_test.scratch);
    return strings_text(strings, (StringId){id});
}

static void add_happening(Buffer *out, const Read *read, const Happening *happening)
{
    const Countries *countries = lexicon_test.lexicon->countries;
    buffer_printf(out, "%s%.*s, %.*s,", out->count ? "\n" : "", TEXT_ARG(read->readout.kind),
                  TEXT_ARG(happening->place));
    for (size_t i = 0; i < happening->countries.count; i++)
        buffer_printf(out, "%c%s", i ? ';' : ' ',
                      country_get(countries, happening->countries.items[i])->code.ptr);
    for (size_t i = 0; i < read->readout.persons.count; i++)
        if (happening->roles[i])
            buffer_printf(out, ", %.*s %.*s", TEXT_ARG(read->readout.persons.items[i].name),
                          TEXT_ARG(word(happening->roles[i])));
}

static void check_event(Text input, Text expected)
{
    const Read *read = read_page(input);
    Buffer out = buffer_in(lexicon_test.scratch);
    for (size_t i = 0; i < read->happenings.count; i++)
        add_happening(&out, read, &read->happenings.items[i]);
    assert_case(input, expected, buffer_text(&out));
}

static void events_have_place_kind_countries_and_roles(void **state)
{
    (void)state;
    each_case("events.txt", check_event);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_have_place_kind_countries_and_roles),
    };
    return cmocka_run_group_tests(tests, lexicon_test_load, lexicon_test_unload);
}
