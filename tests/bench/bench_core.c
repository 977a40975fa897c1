// How fast and how small the core of the model is: `make bench` prints a table. Never part of a test.
// The events are those of a coded data set: a day, two countries of 200 (directed), a kind, a code, one of
// 20,000 places, a scale, a weight. Each figure is the median of ROUNDS runs; nothing is read from a disk.
#include <config.h>

#include "model/timeline.h"
#include "model/utf8.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
    ROUNDS = 5,
    DEFAULT_EVENTS = 1500000,
    COUNTRIES = 200,
    PLACES = 20000,
    KINDS = 20,
    CODES = 200,
    FIRST_DAY = 9131,     // 1995-01-01
    DAYS = 30 * 365,      // thirty years
    LATE_DAYS = 8,        // a day's file also brings news of the days before
    RECORD_BYTES = 420,   // about a line of a table with 60 columns
    LOOK_UPS = 1000,      // a single look-up is too short for the clock
    FOLD_BYTES = 1 << 22, // 4 MiB
};

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static uint32_t next_random(uint32_t *state) // xorshift, so that every run has the same events
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

// The figures of one row of the table, one a round.
typedef struct Figures {
    double ms[ROUNDS];
} Figures;

static int compare_ms(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(Figures figures)
{
    qsort(figures.ms, ROUNDS, sizeof *figures.ms, compare_ms);
    return figures.ms[ROUNDS / 2];
}

static void print_row(const char *what, size_t rows, Figures figures)
{
    double ms = median(figures);
    printf("%-44s %10zu %10.3f %10.2f\n", what, rows, ms, ms * 1e6 / (double)rows);
}

// Bytes that the allocator holds from the system for us.
static size_t held_bytes(void)
{
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

// ---- a load ----

typedef struct Words {
    Text places[PLACES], kinds[KINDS], codes[CODES];
} Words;

typedef struct Load {
    Arena *arena;
    Countries *countries;
    Words *words;
    size_t events;
    bool is_sorted;
    Timeline *timeline;
    double append_ms, longest_append_ms;
} Load;

static Load load_new(size_t events)
{
    Load load = {.arena = arena_new(), .events = events, .is_sorted = true};
    load.countries = countries_new(load.arena);
    for (int i = 0; i < COUNTRIES; i++) {
        char code[] = {(char)('A' + i / 26), (char)('A' + i % 26), 'X', '\0'};
        countries_add(load.countries, text_from(code))->name =
            arena_text(load.arena, text_from(code));
    }
    countries_finish(load.countries);
    load.words = ARENA_NEW(load.arena, Words);
    for (int i = 0; i < PLACES; i++)
        load.words->places[i] = arena_printf(load.arena, "Some Town %d, Some Province", i);
    for (int i = 0; i < KINDS; i++)
        load.words->kinds[i] = arena_printf(load.arena, "kind %d", i);
    for (int i = 0; i < CODES; i++)
        load.words->codes[i] = arena_printf(load.arena, "%03d", i);
    return load;
}

static bool take(void *context, Segment *segment)
{
    Load *load = context;
    double start = now_ms();
    timeline_append(load->timeline, segment);
    double took = now_ms() - start;
    load->append_ms += took;
    if (took > load->longest_append_ms)
        load->longest_append_ms = took;
    return true;
}

static void add_event(const Load *load, Builder *builder, size_t i, uint32_t *seed)
{
    uint32_t first = next_random(seed), second = next_random(seed);
    size_t day = i * DAYS / load->events;
    day = load->is_sorted ? day + first % LATE_DAYS : first % DAYS;
    uint64_t record = (uint64_t)i * RECORD_BYTES;
    builder_begin_event(builder, record);
    CountryId countries[2] = {{(uint16_t)(1 + first / 64 % COUNTRIES)},
                              {(uint16_t)(1 + second % COUNTRIES)}};
    // Few places have most of the events, as in the world.
    size_t place = (size_t)(second / 256 % PLACES) * (first / 1024 % PLACES) / PLACES;
    Event event = {.date = date_from_day(FIRST_DAY + (int32_t)day),
                   .countries = countries,
                   .country_count = 2,
                   .is_directed = true,
                   .kind = builder_string(builder, load->words->kinds[first / 512 % KINDS]),
                   .code = builder_string(builder, load->words->codes[first / 4096 % CODES]),
                   .place = builder_string(builder, load->words->places[place]),
                   .scale = (double)(second % 200) / 10 - 10,
                   .weight = second % 50,
                   .record = record};
    builder_add_event(builder, &event);
}

// The cheapest event there is: what is left is the builder's own.
static double run_bare_load(Load *load)
{
    load->timeline = timeline_new(load->countries);
    load->append_ms = 0;
    double start = now_ms();
    Builder *builder = builder_new(load->countries, take, load);
    builder_add_source(builder, source_in_memory(load->arena, TEXT("bench"), TEXT(""), NULL));
    for (size_t i = 0; i < load->events; i++) {
        CountryId countries[2] = {{1}, {2}};
        Event event = {.date = date_from_day((int32_t)(i / 64)),
                       .countries = countries,
                       .country_count = 2,
                       .is_directed = true,
                       .kind = STRING_WORD(CONSULT),
                       .scale = 4,
                       .weight = 1,
                       .record = i};
        builder_begin_event(builder, i);
        builder_add_event(builder, &event);
    }
    builder_flush(builder);
    builder_free(builder);
    double took = now_ms() - start - load->append_ms;
    timeline_free(load->timeline);
    return took;
}

// Returns the milliseconds of the loader's side alone.
static double run_load(Load *load)
{
    load->timeline = timeline_new(load->countries);
    load->append_ms = load->longest_append_ms = 0;
    double start = now_ms();
    Builder *builder = builder_new(load->countries, take, load);
    builder_add_source(builder, source_in_memory(load->arena, TEXT("bench"), TEXT(""), NULL));
    uint32_t seed = 2463534242;
    for (size_t i = 0; i < load->events; i++)
        add_event(load, builder, i, &seed);
    builder_flush(builder);
    builder_free(builder);
    return now_ms() - start - load->append_ms;
}

// ---- what is measured ----

static void bench_bare_load(Load *load)
{
    Figures bare = {{0}};
    for (int round = 0; round < ROUNDS; round++)
        bare.ms[round] = run_bare_load(load);
    print_row("builder alone, no strings to intern", load->events, bare);
}

static void bench_load(Load *load, const char *kind_of_load)
{
    Figures build = {{0}}, append = {{0}}, longest = {{0}}, index = {{0}};
    size_t columns_bytes = 0, index_bytes = 0;
    for (int round = 0; round < ROUNDS; round++) {
        malloc_trim(0);
        size_t before = held_bytes();
        build.ms[round] = run_load(load);
        append.ms[round] = load->append_ms;
        longest.ms[round] = load->longest_append_ms;
        columns_bytes = held_bytes() - before;
        double start = now_ms();
        timeline_build_index(load->timeline);
        index.ms[round] = now_ms() - start;
        index_bytes = held_bytes() - before - columns_bytes;
        if (round < ROUNDS - 1)
            timeline_free(load->timeline);
    }
    printf("-- %s\n", kind_of_load);
    print_row("builder, strings interned", load->events, build);
    print_row("timeline_append, all segments", load->events, append);
    print_row("timeline_append, the longest", SEGMENT_EVENTS, longest);
    print_row("index: total order and pairs", load->events, index);
    printf("%-44s %10zu %10s %10.1f bytes an event\n", "memory: columns and strings", load->events,
           "", (double)columns_bytes / (double)load->events);
    printf("%-44s %10zu %10s %10.1f bytes an event\n", "memory: index", load->events, "",
           (double)index_bytes / (double)load->events);
}

static void bench_look_ups(const Load *load)
{
    Figures pair = {{0}};
    size_t found = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double start = now_ms();
        for (uint16_t i = 0; i < LOOK_UPS; i++) {
            const EventId *events;
            size_t count = timeline_pair_events(load->timeline, (CountryId){1},
                                                (CountryId){(uint16_t)(2 + i % 100)}, &events);
            size_t years[64] = {0};
            for (size_t k = 0; k < count; k++)
                years[date_year(timeline_event(load->timeline, events[k]).date) % 64]++;
            found += count + years[0];
        }
        pair.ms[round] = now_ms() - start;
    }
    timeline_free(load->timeline);
    print_row(found ? "count by year of one pair, by the index" : "nothing found", LOOK_UPS, pair);
}

static void bench_fold(const char *what, const char *piece)
{
    Arena *arena = arena_new();
    Buffer text = buffer_in(arena);
    while (text.count < FOLD_BYTES)
        buffer_add(&text, text_from(piece));
    Figures fold = {{0}};
    for (int round = 0; round < ROUNDS; round++) {
        ArenaMark mark = arena_mark(arena);
        double start = now_ms();
        utf8_fold(buffer_text(&text), arena);
        fold.ms[round] = now_ms() - start;
        arena_rewind(arena, mark);
    }
    arena_free(arena);
    print_row(what, text.count, fold);
}

int main(int argc, char **argv)
{
    int64_t events = DEFAULT_EVENTS;
    if (argc > 1 && !text_integer(text_from(argv[1]), &events))
        return 1;
    printf("%-44s %10s %10s %10s\n", "", "rows", "ms", "ns a row");
    Load load = load_new((size_t)events);
    bench_bare_load(&load);
    bench_load(&load, "a load in order of date, a few days late at most");
    bench_look_ups(&load);
    load.is_sorted = false;
    bench_load(&load, "the same in no order");
    timeline_free(load.timeline);
    arena_free(load.arena);
    printf("-- folding (rows are bytes)\n");
    bench_fold("utf8_fold, ASCII", "The two sides exchanged views on TIES and trade. ");
    bench_fold("utf8_fold, accents", "Trần Quốc Huy gặp Élysée Müller ở Hà Nội. ");
    bench_fold("utf8_fold, Han", "外交部长在北京会见朝鲜大使。");
    return 0;
}
