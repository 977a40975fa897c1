// Terms about what stands in columns of their own, in the record, or with the source.
#include <config.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/count.h"
#include "model/view.h"

typedef struct Given {
    const char *code, *channel, *level, *confidence;
    double weight;
    const char *tags, *dataset, *file, *publisher_country; // what the record itself says
} Given;

static const Given given[] = {
    {"042", "party", "minister", "high", 10, "check;Érasmus", "own", "a/2024.txt", "CHN"},
    {"043", "state", "head", "low", 0.1, "", "other", "b.txt", "PRK"},
    {"112", "", "", "", NAN, "checked", "own", "", "YPR"},
};
enum { GIVEN = 3 };

static bool own_field(const Source *source, uint64_t record, EventField field, Arena *scratch,
                      Text *out)
{
    (void)source;
    (void)scratch;
    const Given *row = &given[record];
    const char *text = field == EVENT_TAGS                ? row->tags
                       : field == EVENT_DATASET           ? row->dataset
                       : field == EVENT_SOURCE_FILE       ? row->file
                       : field == EVENT_PUBLISHER_COUNTRY ? row->publisher_country
                                                          : NULL;
    *out = text_from(text);
    return text != NULL;
}

static const SourceOps own_ops = {
    .read = source_read_memory, .field = own_field, .slice_text = source_raw};

static Arena *arena;
static Countries *countries;
static Timeline *timeline;

static bool append(void *context, Segment *segment)
{
    (void)context;
    timeline_append(timeline, segment);
    return true;
}

static void add_country(const char *code, const char *name)
{
    Country *country = countries_add(countries, text_from(code));
    country->name = text_from(name);
}

static void add_events(Builder *builder, Source *source)
{
    builder_add_source(builder, source);
    for (uint64_t record = 0; record < GIVEN; record++) {
        builder_begin_event(builder, record);
        const Given *row = &given[record];
        CountryId china = builder_country(builder, TEXT("CHN"));
        Event event = {.countries = &china,
                       .country_count = 1,
                       .date = date_from_day((int32_t)record),
                       .kind = STRING_WORD(CONSULT),
                       .code = builder_string(builder, text_from(row->code)),
                       .channel = builder_string(builder, text_from(row->channel)),
                       .level = builder_string(builder, text_from(row->level)),
                       .confidence = builder_string(builder, text_from(row->confidence)),
                       .scale = (double)NAN,
                       .weight = row->weight,
                       .source = source->id,
                       .record = record};
        builder_add_event(builder, &event);
    }
}

// Events 1 to 3 say everything themselves; 4 to 6 are the same in a source that answers for them.
static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    countries = countries_new(arena);
    add_country("CHN", "China");
    add_country("PRK", "North Korea");
    add_country("USA", "United States");
    countries_finish(countries);
    timeline = timeline_new(countries);
    Builder *builder = builder_new(countries, append, NULL);
    add_events(builder, source_in_memory(arena, TEXT("tables/events.csv"), TEXT(""), &own_ops));
    Source *whole = source_in_memory(arena, TEXT("page.html"), TEXT(""), NULL);
    whole->dataset = TEXT("readout");
    whole->publisher_country = country_by_code(countries, TEXT("USA"));
    add_events(builder, whole);
    builder_flush(builder);
    builder_free(builder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    timeline_free(timeline);
    arena_free(arena);
    return 0;
}

static void assert_shows(const char *expression, const char *expected)
{
    View *view = view_new(timeline);
    Problems problems = problems_in(arena);
    if (!view_apply_filter(view, text_from(expression), &problems))
        fail_msg("%s: %.*s", expression, TEXT_ARG(problems.items[0].message));
    Buffer out = buffer_in(arena);
    for (size_t number = 0; number < 2 * GIVEN; number++)
        if (view_row_of(view, timeline_event_id(0, number)) != TEXT_NOWHERE)
            buffer_printf(&out, "%s%zu", out.count ? " " : "", number + 1);
    if (!text_equal(buffer_text(&out), text_from(expected)))
        fail_msg("%s: expected %s, shown %.*s", expression, expected, (int)out.count, out.items);
    view_free(view);
}

static void codes_are_compared_whole_or_by_how_they_begin(void **state)
{
    (void)state;
    assert_shows("code:042", "1 4");
    assert_shows("code:04*", "1 2 4 5");
    assert_shows("code:04", "");
    assert_shows("code:043,112", "2 3 5 6");
    assert_shows("-code:04*", "3 6");
}

static void channel_level_and_confidence_are_columns(void **state)
{
    (void)state;
    assert_shows("channel:party", "1 4");
    assert_shows("level:head,minister", "1 2 4 5");
    assert_shows("confidence:LOW", "2 5");
    assert_shows("-confidence:low -confidence:high", "3 6");
}

static void numbers_are_compared_as_they_are_kept(void **state)
{
    (void)state;
    assert_shows("weight=0.1", "2 5");
    assert_shows("weight>=10", "1 4");
    assert_shows("weight<10", "2 5");
    assert_shows("-weight<=10", "3 6");
}

static void tags_are_a_list_of_whole_words(void **state)
{
    (void)state;
    assert_shows("tag:check", "1");
    assert_shows("tag:check*", "1 3");
    assert_shows("tag:erasmus", "1");
    assert_shows("tag:eras", "");
}

static void record_goes_before_its_source(void **state)
{
    (void)state;
    assert_shows("dataset:own", "1 3");
    assert_shows("dataset:readout", "4 5 6");
    assert_shows("-dataset:own,other", "4 5 6");
}

static void file_is_the_one_read_or_the_one_behind_it(void **state)
{
    (void)state;
    assert_shows("file:events.csv", "1 2 3");
    assert_shows("file:2024", "1");
    assert_shows("file:B.TXT", "2");
    assert_shows("file:page", "4 5 6");
    assert_shows("-file:page -file:txt", "3");
}

static void publisher_is_a_country(void **state)
{
    (void)state;
    assert_shows("by:China", "1");
    assert_shows("by:PRK,USA", "2 4 5 6");
    assert_shows("-by:*", "3"); // a code that no event's countries have is no country
}

static void files_behind_a_table_are_its_documents(void **state)
{
    (void)state;
    View *view = view_new(timeline);
    CountKey keys[] = {COUNT_COUNTRY, COUNT_DATASET};
    Counts counts = count_by(view, keys, 1, arena);
    assert_int_equal(counts.count, 1);
    assert_int_equal(counts.items[0].count, 6);
    assert_int_equal(counts.items[0].documents, 4); // a/2024.txt, b.txt, events.csv, page.html
    counts = count_by(view, keys + 1, 1, arena);
    assert_int_equal(counts.count, 3);
    assert_true(text_equal(counts.items[0].keys[0], TEXT("readout")));
    assert_true(text_equal(counts.items[1].keys[0], TEXT("own")));
    view_free(view);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_compared_whole_or_by_how_they_begin),
        cmocka_unit_test(channel_level_and_confidence_are_columns),
        cmocka_unit_test(numbers_are_compared_as_they_are_kept),
        cmocka_unit_test(tags_are_a_list_of_whole_words),
        cmocka_unit_test(record_goes_before_its_source),
        cmocka_unit_test(file_is_the_one_read_or_the_one_behind_it),
        cmocka_unit_test(publisher_is_a_country),
        cmocka_unit_test(files_behind_a_table_are_its_documents),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
