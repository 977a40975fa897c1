// Segments and the index against the plainest thing that could be right: an array of events, searched from its
// start. Two builders fill the timeline, as two loads do, with columns that come and go.
#include <config.h>

#include <math.h>
#include <setjmp.h>
#include <time.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "tests/support_timeline.h"
#include "tests/support_random.h"

enum {
    EVENTS = 200000,
    BUILDERS = 2,
    MANY_EVENTS = 140000, // of these the first builder makes so many: more than two full segments
    WORDS = 300,
    NAMES = 40,
    CODES = 14, // of countries: eight that the fixture knows, six that it does not
    ALL_COLUMNS = 0x1FFF,
};

// What was put in, with texts as numbers of World.words and countries as numbers of `codes`.
typedef struct Plain {
    Date date;
    uint8_t countries[4];
    uint8_t country_count;
    bool is_directed, is_inferred;
    uint16_t words[6]; // kind, code, place, channel, level, confidence; 0 is none
    float scale, weight;
    uint8_t person_count, sentence_count;
    uint8_t source;
} Plain;

typedef struct Queue {
    Segment *items[64];
    size_t count;
} Queue;

typedef struct World {
    Fixture fixture;
    Plain *events; // by record
    Text words[WORDS], names[NAMES];
    CountryId codes[CODES];
    Queue queues[BUILDERS];
    EventId *all; // in total order
} World;

static const char *const codes[CODES] = {"CHN", "PRK", "USA", "JPN", "SUN", "RUS", "DEU",
                                         "FRA", "QQA", "QQB", "QQC", "QQD", "QQE", "QQF"};

static bool queue_up(void *context, Segment *segment)
{
    Queue *queue = context;
    assert_true(queue->count < 64);
    queue->items[queue->count++] = segment;
    return true;
}

// ---- making ----

static Date random_date(uint32_t *seed, uint32_t columns)
{
    uint32_t wish = next_random(seed);
    Date date = date_from_day((int32_t)(wish % 20000)); // up to 2024
    if (columns & 1 && wish % 7 == 0)
        date.end = date.start + (int32_t)(wish % 40);
    if (columns & 2 && wish % 5 == 0)
        date.minutes = (int16_t)(wish % 1440);
    if (columns & 4 && wish % 11 == 0)
        date.start_form = DATE_DAY | DATE_APPROXIMATE;
    if (columns & 4 && wish % 1013 == 0)
        date = (Date){.minutes = DATE_NO_MINUTES};
    if (columns & 4 && wish % 499 == 0) {
        date.start = DATE_FIRST_DAY + (int32_t)(wish % 1000000);
        date.end = date.start;
    }
    if (date.end != date.start)
        date.end_form = DATE_DAY;
    return date;
}

static void fill_countries(Plain *plain, uint32_t *seed, uint32_t columns)
{
    uint32_t wish = next_random(seed);
    plain->country_count = (uint8_t)(columns & 8 && wish % 17 == 0 ? 3 + wish / 17 % 2 : wish % 3);
    for (size_t i = 0; i < plain->country_count; i++)
        plain->countries[i] = (uint8_t)(next_random(seed) % (columns & 16 ? CODES : 8));
    plain->is_directed = columns & 32 && plain->country_count > 1 && wish & 1;
    plain->is_inferred = columns & 64 && wish & 2;
}

static Plain random_plain(uint32_t *seed, uint32_t columns, uint8_t source)
{
    Plain plain = {.date = random_date(seed, columns), .source = source};
    fill_countries(&plain, seed, columns);
    for (size_t i = 0; i < 6; i++)
        if (columns & 128u << i || i == 0)
            plain.words[i] = (uint16_t)(next_random(seed) % WORDS);
    uint32_t wish = next_random(seed);
    plain.scale = columns & 256 && wish & 4 ? (float)(wish % 100) / 4 : NAN;
    plain.weight = columns & 512 && wish & 8 ? (float)(wish % 1000) : NAN;
    plain.person_count = (uint8_t)(columns & 1024 && wish % 37 == 0 ? 1 + wish / 37 % 3 : 0);
    plain.sentence_count = (uint8_t)(columns & 2048 && wish % 41 == 0 ? 1 + wish / 41 % 3 : 0);
    return plain;
}

static StringId word_id(Builder *builder, const World *world, uint16_t word)
{
    return builder_string(builder, world->words[word]);
}

static void add_people(World *world, Builder *builder, uint32_t record)
{
    const Plain *plain = &world->events[record];
    for (uint32_t i = 0; i < plain->person_count; i++) {
        CountryId country = builder_country(builder, text_from(codes[(record + i) % CODES]));
        Participant participant = {
            .actor = builder_actor(builder, world->names[(record + i) % NAMES], country),
            .country = country,
            .role = word_id(builder, world, (uint16_t)((record + i) % WORDS))};
        builder_add_participant(builder, &participant);
    }
    for (uint32_t i = 0; i < plain->sentence_count; i++) {
        CountryId side = builder_country(builder, text_from(codes[(record + 3 * i) % CODES]));
        Position position = {
            .speaker = builder_actor(builder, world->names[(record + 7 * i) % NAMES], side),
            .side = side,
            .topics = word_id(builder, world, (uint16_t)((record + 5 * i) % WORDS))};
        builder_add_position(builder, &position);
    }
}

static void add_plain(World *world, Builder *builder, uint32_t record)
{
    const Plain *plain = &world->events[record];
    assert_true(builder_begin_event(builder, record));
    CountryId countries[4];
    for (size_t i = 0; i < plain->country_count; i++)
        countries[i] = builder_country(builder, text_from(codes[plain->countries[i]]));
    Event event = {.date = plain->date,
                   .countries = countries,
                   .country_count = plain->country_count,
                   .is_directed = plain->is_directed,
                   .has_inferred_countries = plain->is_inferred,
                   .kind = word_id(builder, world, plain->words[0]),
                   .code = word_id(builder, world, plain->words[1]),
                   .place = word_id(builder, world, plain->words[2]),
                   .channel = word_id(builder, world, plain->words[3]),
                   .level = word_id(builder, world, plain->words[4]),
                   .confidence = word_id(builder, world, plain->words[5]),
                   .scale = (double)plain->scale,
                   .weight = (double)plain->weight,
                   .source = plain->source,
                   .record = record};
    builder_add_event(builder, &event);
    add_people(world, builder, record);
}

static void fill(World *world, size_t which, uint32_t first, uint32_t end)
{
    Builder *builder = builder_new(world->fixture.countries, queue_up, &world->queues[which]);
    uint8_t sources = (uint8_t)(3 * which);
    builder_start_sources(builder, sources);
    for (size_t i = 0; i < 3; i++)
        builder_add_source(builder,
                           source_in_memory(world->fixture.arena, TEXT("s"), TEXT(""), NULL));
    uint32_t seed = 77 + (uint32_t)which, columns = 0;
    uint8_t source = sources;
    for (uint32_t record = first; record < end; record++) {
        if (next_random(&seed) % 4096 == 0) { // long enough for segments without some columns
            columns = next_random(&seed) & next_random(&seed) & ALL_COLUMNS;
            source = (uint8_t)(sources + next_random(&seed) % 3);
        }
        world->events[record] = random_plain(&seed, columns, source);
        add_plain(world, builder, record);
    }
    assert_true(builder_flush(builder));
    builder_free(builder);
}

static void name_countries(World *world)
{
    for (size_t i = 0; i < CODES; i++) {
        Text code = text_from(codes[i]);
        world->codes[i] = country_by_code(world->fixture.countries, code);
        if (world->codes[i].at == COUNTRY_NONE)
            world->codes[i] = timeline_strange_country(world->fixture.timeline, code);
        assert_int_not_equal(world->codes[i].at, COUNTRY_NONE);
    }
}

static int make_world(void **state)
{
    Fixture fixture = fixture_from(NULL, 0);
    World *world = ARENA_NEW(fixture.arena, World);
    world->fixture = fixture;
    timeline_free(world->fixture.timeline); // it has a source of the fixture's
    world->fixture.timeline = timeline_new(fixture.countries);
    world->events = ARENA_ARRAY(fixture.arena, Plain, EVENTS);
    for (size_t i = 1; i < WORDS; i++)
        world->words[i] = arena_printf(fixture.arena, "word %zu", i);
    for (size_t i = 0; i < NAMES; i++)
        world->names[i] =
            arena_printf(fixture.arena, "Name %c%c", (char)('a' + i / 8), (char)('a' + i % 8));
    fill(world, 1, MANY_EVENTS, EVENTS); // the second builder has made its own ids before
    fill(world, 0, 0, MANY_EVENTS);
    for (size_t i = 0; i < 64; i++)
        for (size_t k = 0; k < BUILDERS; k++)
            if (i < world->queues[k].count)
                assert_true(timeline_append(world->fixture.timeline, world->queues[k].items[i]));
    name_countries(world);
    timeline_build_index(world->fixture.timeline);
    *state = world;
    return 0;
}

static int free_world(void **state)
{
    World *world = *state;
    fixture_free(&world->fixture);
    return 0;
}

// ---- comparing ----

static void check_word(const World *world, StringId id, uint16_t word)
{
    assert_true(text_equal(timeline_string(world->fixture.timeline, id), world->words[word]));
}

static void check_event(const World *world, const Event *event)
{
    const Plain *plain = &world->events[event->record];
    assert_memory_equal(&event->date, &plain->date, sizeof plain->date);
    assert_int_equal(event->country_count, plain->country_count);
    for (size_t i = 0; i < event->country_count; i++)
        assert_int_equal(event->countries[i].at, world->codes[plain->countries[i]].at);
    assert_true(event->is_directed == plain->is_directed);
    assert_true(event->has_inferred_countries == plain->is_inferred);
    const StringId ids[] = {event->kind,    event->code,  event->place,
                            event->channel, event->level, event->confidence};
    for (size_t i = 0; i < 6; i++)
        check_word(world, ids[i], plain->words[i]);
    assert_true(isnan(plain->scale) ? isnan(event->scale) : event->scale == (double)plain->scale);
    assert_true(isnan(plain->weight) ? isnan(event->weight)
                                     : event->weight == (double)plain->weight);
    assert_int_equal(event->source, plain->source);
}

static void check_actor(const World *world, ActorId id, size_t name, size_t code)
{
    const Actor *actor = actors_get(timeline_actors(world->fixture.timeline), id);
    assert_true(text_equal(timeline_actor_name(world->fixture.timeline, id), world->names[name]));
    assert_int_equal(actor->country.at, world->codes[code].at);
}

static void check_people(const World *world, EventId id, size_t record)
{
    const Plain *plain = &world->events[record];
    size_t count;
    const Participant *people = timeline_participants(world->fixture.timeline, id, &count);
    assert_int_equal(count, plain->person_count);
    for (size_t i = 0; i < count; i++) {
        check_actor(world, people[i].actor, (record + i) % NAMES, (record + i) % CODES);
        assert_int_equal(people[i].country.at, world->codes[(record + i) % CODES].at);
        check_word(world, people[i].role, (uint16_t)((record + i) % WORDS));
    }
    const Position *said = timeline_positions(world->fixture.timeline, id, &count);
    assert_int_equal(count, plain->sentence_count);
    for (size_t i = 0; i < count; i++) {
        check_actor(world, said[i].speaker, (record + 7 * i) % NAMES, (record + 3 * i) % CODES);
        assert_int_equal(said[i].side.at, world->codes[(record + 3 * i) % CODES].at);
        check_word(world, said[i].topics, (uint16_t)((record + 5 * i) % WORDS));
    }
}

static void segments_give_back_what_two_builders_put_in(void **state)
{
    World *world = *state;
    const Timeline *timeline = world->fixture.timeline;
    uint8_t *seen = ARENA_ARRAY(world->fixture.arena, uint8_t, EVENTS);
    for (size_t s = 0; s < timeline_segment_count(timeline); s++)
        for (size_t row = 0; row < timeline_segment(timeline, s)->count; row++) {
            EventId id = timeline_event_id(s, row);
            Event event = timeline_event(timeline, id);
            assert_int_equal(seen[event.record]++, 0);
            check_event(world, &event);
            check_people(world, id, (size_t)event.record);
        }
    assert_int_equal(timeline_event_count(timeline), EVENTS);
    assert_null(memchr(seen, 0, EVENTS));
    assert_int_equal(timeline_source_count(timeline), 6);
}

static void index_has_every_event_once_in_total_order(void **state)
{
    World *world = *state;
    const EventId *all;
    size_t count = timeline_all_events(world->fixture.timeline, &all);
    assert_int_equal(count, EVENTS);
    Date last = timeline_event(world->fixture.timeline, all[0]).date;
    for (size_t i = 1; i < count; i++) { // strictly rising: so none comes twice
        assert_true(timeline_compare(world->fixture.timeline, all[i - 1], all[i]) < 0);
        Date date = timeline_event(world->fixture.timeline, all[i]).date;
        assert_true(date_compare(last, date) <= 0);
        last = date;
    }
}

static bool has_country(const Event *event, CountryId id)
{
    for (size_t i = 0; i < event->country_count; i++)
        if (country_equal(event->countries[i], id))
            return true;
    return false;
}

static void index_finds_the_events_of_a_pair_as_a_search_does(void **state)
{
    World *world = *state;
    const Timeline *timeline = world->fixture.timeline;
    const EventId *all, *found[CODES][CODES];
    size_t count = timeline_all_events(timeline, &all), left[CODES][CODES];
    for (size_t a = 0; a < CODES; a++)
        for (size_t b = 0; b < CODES; b++)
            left[a][b] =
                timeline_pair_events(timeline, world->codes[a], world->codes[b], &found[a][b]);
    for (size_t i = 0; i < count; i++) {
        Event event = timeline_event(timeline, all[i]);
        for (size_t pair = 0; pair < CODES * CODES; pair++) {
            size_t a = pair / CODES, b = pair % CODES;
            if (a == b || !has_country(&event, world->codes[a]) ||
                !has_country(&event, world->codes[b]))
                continue;
            assert_true(left[a][b]-- > 0);
            assert_true(event_equal(*found[a][b]++, all[i]));
        }
    }
    for (size_t a = 0; a < CODES; a++)
        for (size_t b = 0; b < CODES; b++)
            assert_int_equal(left[a][b], 0);
}

static void index_finds_the_events_of_a_year_as_a_search_does(void **state)
{
    World *world = *state;
    const EventId *all, *found;
    size_t count = timeline_all_events(world->fixture.timeline, &all), at = 0;
    for (int year = DATE_FIRST_YEAR; year <= 2030; year++) {
        size_t of_year = timeline_year_events(world->fixture.timeline, year, &found);
        for (size_t i = 0; i < of_year; i++, at++) {
            assert_true(event_equal(found[i], all[at]));
            assert_int_equal(date_year(timeline_event(world->fixture.timeline, all[at]).date),
                             year);
        }
    }
    for (; at < count; at++)
        assert_true(date_is_absent(timeline_event(world->fixture.timeline, all[at]).date));
    assert_int_equal(timeline_year_events(world->fixture.timeline, INT32_MAX, &found), 0);
    assert_int_equal(timeline_year_events(world->fixture.timeline, INT32_MIN, &found), 0);
}

// Where records come in order and all dates are days, the index need not compare events: but only there.
static void check_order(const Countries *countries, bool is_reversed, int longest)
{
    Queue queue = {.count = 0};
    Builder *builder = builder_new(countries, queue_up, &queue);
    Arena *arena = arena_new();
    builder_add_source(builder, source_in_memory(arena, TEXT("s"), TEXT(""), NULL));
    uint32_t seed = 5;
    for (uint32_t i = 0; i < 3000; i++) {
        Event event = {.date = date_from_day((int32_t)(next_random(&seed) % 100)),
                       .record = is_reversed ? 3000 - i : i,
                       .scale = (double)NAN,
                       .weight = (double)NAN};
        event.date.end += (int32_t)(next_random(&seed) % (uint32_t)longest);
        assert_true(builder_begin_event(builder, event.record));
        builder_add_event(builder, &event);
    }
    assert_true(builder_flush(builder));
    builder_free(builder);
    Timeline *timeline = timeline_new(countries);
    for (size_t i = 0; i < queue.count; i++)
        timeline_append(timeline, queue.items[i]);
    timeline_build_index(timeline);
    const EventId *all;
    assert_int_equal(timeline_all_events(timeline, &all), 3000);
    for (size_t i = 1; i < 3000; i++)
        assert_true(timeline_compare(timeline, all[i - 1], all[i]) < 0);
    timeline_free(timeline);
    arena_free(arena);
}

static void index_takes_no_short_cut_where_records_or_ends_are_out_of_order(void **state)
{
    World *world = *state;
    check_order(world->fixture.countries, false, 1);
    check_order(world->fixture.countries, true, 1);
    check_order(world->fixture.countries, false, 9);
}

// Whoever waits sees that a load goes on, whatever lies between two events.
static void what_waited_long_is_published_between_events(void **state)
{
    const World *world = *state;
    Queue queue = {.count = 0};
    Builder *builder = builder_new(world->fixture.countries, queue_up, &queue);
    struct timespec long_enough = {.tv_nsec = 150 * 1000 * 1000};
    nanosleep(&long_enough, NULL);
    assert_true(builder_flush_if_late(builder));
    assert_int_equal(queue.count, 0); // there was nothing to publish
    builder_accounting(builder)->read++;
    assert_true(builder_flush_if_late(builder));
    assert_int_equal(queue.count, 1);
    assert_int_equal(queue.items[0]->accounting.read, 1);
    segment_free(queue.items[0]);
    builder_free(builder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(segments_give_back_what_two_builders_put_in),
        cmocka_unit_test(index_has_every_event_once_in_total_order),
        cmocka_unit_test(index_finds_the_events_of_a_pair_as_a_search_does),
        cmocka_unit_test(index_finds_the_events_of_a_year_as_a_search_does),
        cmocka_unit_test(what_waited_long_is_published_between_events),
        cmocka_unit_test(index_takes_no_short_cut_where_records_or_ends_are_out_of_order),
    };
    return cmocka_run_group_tests(tests, make_world, free_world);
}
