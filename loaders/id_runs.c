#include <config.h>
#include "loaders/id_runs.h"

#include "loaders/quick_value.h"

#include <string.h>

enum {
    RUNS_MAX = 256, // more are looked through too slowly
    STEPS = 128,    // numbers between two marks
    DIGITS = 18,    // fit into 63 bits
};

typedef struct RunMark { // number n * STEPS of the run
    uint64_t number;
    size_t at; // of the step to the next number, in the bytes
} RunMark;

typedef struct Run {
    const Source *source;
    Text letters; // of each id before its number
    size_t space; // bytes of the letters that are the space
    uint64_t first, last;
    size_t count;
    struct
    { // from each number to the next: seven bits a byte, the lowest first, the top bit: more follow
        unsigned char *items;
        size_t count, capacity;
    } steps;
    struct {
        RunMark *items;
        size_t count, capacity;
    } marks;
} Run;

struct IdRuns {
    Arena *arena;
    struct {
        Run **items;
        size_t count, capacity;
    } runs;
};

IdRuns *id_runs_new(Arena *arena)
{
    IdRuns *runs = ARENA_NEW(arena, IdRuns);
    runs->arena = arena;
    return runs;
}

// "e0042": letters "e00" and the number 42. Each id has one such form. False: no number stands at its end.
static bool cut_number(Text id, Text *letters, uint64_t *number)
{
    uint64_t value = 0, unit = 1, eight;
    size_t at = id.len;
    while (at >= 8 && id.len - at + 8 <= DIGITS && quick_eight_digits(id.ptr + at - 8, &eight)) {
        value += eight * unit;
        unit *= 100000000;
        at -= 8;
    }
    for (; at > 0 && id.len - at < DIGITS && id.ptr[at - 1] >= '0' && id.ptr[at - 1] <= '9'; at--) {
        value += (uint64_t)(id.ptr[at - 1] - '0') * unit;
        unit *= 10;
    }
    if (at == id.len)
        return false;
    while (at + 1 < id.len && id.ptr[at] == '0') // of zeros alone the last one is the number
        at++;
    *letters = (Text){id.ptr, at};
    *number = value;
    return true;
}

static void push(Arena *arena, Run *run, uint64_t number)
{
    if (run->count % STEPS == 0)
        ARENA_PUSH(arena, &run->marks, ((RunMark){number, run->steps.count}));
    if (run->count > 0) {
        uint64_t step = number - run->last;
        // The step to a marked number is kept too, so that joining is copying.
        for (; step > 0x7F; step >>= 7)
            ARENA_PUSH(arena, &run->steps, (unsigned char)(0x80 | (step & 0x7F)));
        ARENA_PUSH(arena, &run->steps, (unsigned char)step);
        if (run->count % STEPS == 0)
            run->marks.items[run->marks.count - 1].at = run->steps.count;
    }
    run->last = number;
    run->count++;
}

static uint64_t cut_step(const Run *run, size_t *at)
{
    uint64_t step = 0;
    for (unsigned shift = 0;; shift += 7) {
        unsigned char byte = run->steps.items[(*at)++];
        step |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return step;
    }
}

static bool has_number(const Run *run, uint64_t number)
{
    if (number < run->first || number > run->last)
        return false;
    size_t low = 0, high = run->marks.count; // the last mark that is not above the number
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (run->marks.items[middle].number <= number)
            low = middle;
        else
            high = middle;
    }
    uint64_t found = run->marks.items[low].number;
    size_t at = run->marks.items[low].at;
    while (found < number && at < run->steps.count)
        found += cut_step(run, &at);
    return found == number;
}

static const Run *find(const IdRuns *runs, Text letters, uint64_t number)
{
    for (size_t i = 0; i < runs->runs.count; i++) {
        const Run *run = runs->runs.items[i];
        if (number >= run->first && number <= run->last && text_equal(letters, run->letters) &&
            has_number(run, number))
            return run;
    }
    return NULL;
}

const Source *id_runs_find(const IdRuns *runs, Text id)
{
    Text letters;
    uint64_t number;
    const Run *run = cut_number(id, &letters, &number) ? find(runs, letters, number) : NULL;
    return run ? run->source : NULL;
}

static Run *begin(IdRuns *runs, const Source *source, Text letters, size_t space)
{
    Run *run = ARENA_NEW(runs->arena, Run);
    *run = (Run){.source = source, .letters = letters, .space = space};
    ARENA_PUSH(runs->arena, &runs->runs, run);
    return run;
}

static Run *newest(const IdRuns *runs)
{
    return runs->runs.count ? runs->runs.items[runs->runs.count - 1] : NULL;
}

static bool goes_on(const Run *run, const Source *source, Text space, Text letters)
{
    return run && run->source == source && run->space == space.len &&
           run->letters.len == space.len + letters.len &&
           memcmp(run->letters.ptr, space.ptr, space.len) == 0 &&
           memcmp(run->letters.ptr + space.len, letters.ptr, letters.len) == 0;
}

// Could a run before the newest one have it?
static bool is_elsewhere(const IdRuns *runs, const Run *run, uint64_t number)
{
    for (size_t i = 0; i + 1 < runs->runs.count; i++) {
        const Run *other = runs->runs.items[i];
        if (number >= other->first && number <= other->last &&
            text_equal(run->letters, other->letters) && has_number(other, number))
            return true;
    }
    return false;
}

bool id_runs_add(IdRuns *runs, const Source *source, Text space, Text own)
{
    Text letters;
    uint64_t number;
    if (!cut_number(own, &letters, &number))
        return false;
    Run *run = newest(runs);
    if (!run || run->source != source) {
        if (runs->runs.count == RUNS_MAX)
            return false;
        Text both = arena_printf(runs->arena, "%.*s%.*s", TEXT_ARG(space), TEXT_ARG(letters));
        if (find(runs, both, number))
            return false;
        run = begin(runs, source, both, space.len);
        run->first = number;
    } else if (!goes_on(run, source, space, letters) || number <= run->last ||
               is_elsewhere(runs, run, number)) {
        return false;
    }
    push(runs->arena, run, number);
    return true;
}

// ---- joining ----

bool id_runs_any(const IdRuns *runs, bool (*is_it)(void *context, Text letters, uint64_t number),
                 void *context)
{
    for (size_t i = 0; i < runs->runs.count; i++) {
        const Run *run = runs->runs.items[i];
        uint64_t number = run->first;
        size_t at = 0;
        for (size_t n = 0; n < run->count; n++) {
            number += n > 0 ? cut_step(run, &at) : 0;
            if (is_it(context, run->letters, number))
                return true;
        }
    }
    return false;
}

static bool may_share(const Run *a, const Run *b)
{
    return a->first <= b->last && b->first <= a->last && text_equal(a->letters, b->letters);
}

static void copy_numbers(Arena *arena, Run *to, const Run *from)
{
    uint64_t number = from->first;
    size_t at = 0;
    push(arena, to, number);
    for (size_t i = 1; i < from->count; i++)
        push(arena, to, number += cut_step(from, &at));
}

bool id_runs_join(IdRuns *runs, const IdRuns *later)
{
    const Run *added = newest(later);
    if (!added)
        return true;
    for (size_t i = 0; i < runs->runs.count; i++)
        if (may_share(runs->runs.items[i], added))
            return false;
    Run *run = newest(runs);
    bool is_same = run && run->source == added->source;
    if (later->runs.count > 1 || (!is_same && runs->runs.count == RUNS_MAX) ||
        (is_same && (!text_equal(run->letters, added->letters) || added->first <= run->last)))
        return false;
    if (!is_same) {
        run = begin(runs, added->source, arena_text(runs->arena, added->letters), added->space);
        run->first = added->first;
    }
    copy_numbers(runs->arena, run, added);
    return true;
}
