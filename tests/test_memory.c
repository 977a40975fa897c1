// What a load does when memory runs out, at each of its requests in turn: it jumps to the escape of its thread, what
// was published stays, and nothing is lost for the sanitizer to find. The linker puts our malloc before the library's.
#include <config.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "tests/support_timeline.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);

static bool counts;
static size_t requests_left; // of those that succeed

static bool is_refused(void)
{
    return counts && requests_left-- == 0;
}

void *__wrap_malloc(size_t size)
{
    return is_refused() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return is_refused() ? NULL : __real_calloc(count, size);
}

typedef struct Load {
    Fixture fixture;
    Timeline *timeline;
    Builder *builder;
    jmp_buf escape;
} Load;

// The timeline's own memory is that of another thread: it is not refused here.
static bool take(void *context, Segment *segment)
{
    Load *load = context;
    counts = false;
    timeline_append(load->timeline, segment);
    counts = true;
    return true;
}

static void add_event(Builder *builder, uint32_t record)
{
    builder_begin_event(builder, record);
    char name[] = {(char)('a' + record % 26), (char)('a' + record / 26 % 26), ' ', 'X', '\0'};
    Event event = {.date = date_from_day((int32_t)record),
                   .place = builder_string(builder, text_from(name)),
                   .scale = 1,
                   .weight = (double)NAN,
                   .record = record};
    builder_add_event(builder, &event);
    CountryId country = builder_country(builder, text_from(name));
    Participant person = {.actor = builder_actor(builder, text_from(name), country)};
    builder_add_participant(builder, &person);
}

static void fill(Load *load)
{
    for (uint32_t i = 0; i < 3000; i++) {
        add_event(load->builder, i);
        if (i % 1000 == 999)
            builder_flush(load->builder);
    }
}

static bool load_with_memory_for(size_t requests, size_t *loaded)
{
    Load load = {.fixture = fixture_from(NULL, 0)};
    load.timeline = timeline_new(load.fixture.countries);
    load.builder = builder_new(load.fixture.countries, take, &load);
    requests_left = requests;
    bool is_complete = setjmp(load.escape) == 0;
    if (is_complete) {
        builder_set_escape(load.builder, &load.escape);
        counts = true;
        fill(&load);
    }
    counts = false;
    builder_free(load.builder);
    *loaded = timeline_event_count(load.timeline);
    for (size_t s = 0; s < timeline_segment_count(load.timeline); s++)
        assert_int_equal(timeline_event(load.timeline, timeline_event_id(s, 1)).scale, 1);
    timeline_free(load.timeline);
    fixture_free(&load.fixture);
    return is_complete;
}

static void load_without_memory_keeps_what_was_published(void **state)
{
    (void)state;
    size_t requests = 0, loaded = 0, most = 0;
    while (!load_with_memory_for(requests, &loaded)) {
        assert_true(loaded < 3000); // how much it is, the clock decides too
        most = loaded > most ? loaded : most;
        requests++;
    }
    assert_int_equal(loaded, 3000);
    assert_true(most > 0);
    assert_true(requests > 10); // there was something to refuse
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(load_without_memory_keeps_what_was_published),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
