// Dates: the expressions of cases/calendar.txt, and the day of the event in the little pages of cases/dates.txt.
#include <config.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "loaders/readout/dates.h"
#include "loaders/readout/lines.h"
#include "tests/support_people.h"
#include "tests/support_readout.h"

static void add_day(Buffer *out, int year, int month, int day)
{
    if (year)
        buffer_printf(out, "%04d-%02d-%02d", year, month, day);
    else
        buffer_printf(out, "--%02d-%02d", month, day);
}

// "March 27, 2025 = 2025-03-27"
static void add_found(Buffer *out, Text text, const DateFound *found)
{
    buffer_add(out, text_sub(text, found->start, found->end - found->start));
    buffer_add(out, TEXT(" = "));
    switch (found->kind) {
    case DATES_CALENDAR:
        add_day(out, found->year, found->month, found->day);
        if (found->end_day) {
            buffer_add_char(out, '/');
            add_day(out, found->year, found->end_month, found->end_day);
        }
        break;
    case DATES_TODAY:
        buffer_add(out, TEXT("today"));
        break;
    case DATES_YESTERDAY:
        buffer_add(out, TEXT("yesterday"));
        break;
    case DATES_WEEKDAY:
        buffer_printf(out, "weekday %d", found->weekday);
        break;
    }
}

static void check_expressions(Fixture *fixture, Text input, Text expected)
{
    DateScan scan = {fixture->words, input, fixture->scratch};
    Buffer out = buffer_in(fixture->keep);
    DateFound found;
    for (size_t at = 0; dates_next(&scan, at, input.len, &found); at = found.end) {
        if (out.count)
            buffer_add_char(&out, '\n');
        add_found(&out, input, &found);
    }
    if (!text_equal(buffer_text(&out), expected))
        fail_msg("\"%.*s\": expected \"%.*s\", found \"%.*s\"", TEXT_ARG(input), TEXT_ARG(expected),
                 TEXT_ARG(buffer_text(&out)));
}

static void expressions_are_those_of_the_cases(void **state)
{
    fixture_each_case(*state, "calendar.txt", check_expressions);
}

// "published | title | lead": a page is made of them and read.
static void check_event(Fixture *fixture, Text input, Text expected)
{
    Text rest = input;
    Text published = text_trim(text_cut(&rest, '|'));
    Text title = text_trim(text_cut(&rest, '|'));
    Text lead = text_trim(rest);
    bool has_date = !text_equal(published, TEXT("-"));
    Text page = arena_printf(fixture->keep, "%.*s\n%.*s\n\n%.*s\n\nThey talked at length.\n",
                             TEXT_ARG(title), has_date ? (int)published.len : 0, published.ptr,
                             TEXT_ARG(lead));
    const Read *read = read_page(page);
    const Document *document = &read->document;
    const Paragraph *body = document_find(document, PART_BODY);
    size_t line = 0;
    while (line < read->readout.lines.count && read->readout.lines.items[line].part != PART_BODY)
        line++;
    if (!body || line == read->readout.lines.count)
        fail_msg("no body: %.*s", TEXT_ARG(page));
    DateScan scan = {fixture->words, document->text, fixture->scratch};
    EventDates dates = dates_of_event(document, &scan, body->start,
                                      lines_dateline_end(&read->readout, line), body->end);
    Text found = date_format(dates.range, fixture->scratch);
    found = found.len ? found : TEXT("none");
    if (!text_equal(found, expected))
        fail_msg("\"%.*s\": expected %.*s, found %.*s", TEXT_ARG(input), TEXT_ARG(expected),
                 TEXT_ARG(found));
    assert_int_equal(dates.event.start, dates.range.start);
    assert_true(dates.event.end_form == DATE_ABSENT);
}

static void events_take_place_when_the_cases_say(void **state)
{
    fixture_each_case(*state, "dates.txt", check_event);
}

static void weekday_is_the_last_one_until_today(void **state)
{
    (void)state;
    Date today, date;
    assert_true(date_from_civil(2024, 3, 21, &today)); // a Thursday
    for (int weekday = 0; weekday < 7; weekday++) {
        DateFound found = {.kind = DATES_WEEKDAY, .weekday = weekday};
        date = dates_resolve(&found, today, today);
        assert_int_equal(date_weekday(date.start), weekday);
        assert_true(date.start <= today.start && date.start > today.start - 7);
    }
}

static void no_text_makes_the_search_slow(void **state)
{
    Fixture *fixture = *state;
    static const char *const units[] = {"1", "1.", "1 ", "12-", "May ", "May 1 - ", "a ", "年"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        Buffer text = buffer_in(fixture->scratch);
        while (text.count < 400 * 1000)
            buffer_add(&text, text_from(units[i]));
        DateScan scan = {fixture->words, buffer_text(&text), arena_new()};
        DateFound found;
        clock_t start = clock();
        for (size_t at = 0; dates_next(&scan, at, text.count, &found); at = found.end)
            assert_true(found.end > found.start);
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        arena_free(scan.scratch);
        arena_reset(fixture->scratch);
        if (seconds > 8)
            fail_msg("\"%s\": %f s", units[i], seconds);
    }
}

static int set_up(void **state)
{
    lexicon_test_load(state);
    return fixture_set_up(state);
}

static int tear_down(void **state)
{
    fixture_tear_down(state);
    return lexicon_test_unload(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expressions_are_those_of_the_cases),
        cmocka_unit_test(events_take_place_when_the_cases_say),
        cmocka_unit_test(weekday_is_the_last_one_until_today),
        cmocka_unit_test(no_text_makes_the_search_slow),
    };
    return cmocka_run_group_tests_name("dates", tests, set_up, tear_down);
}
