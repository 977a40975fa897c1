#include <config.h>
#include "model/nearest.h"

enum { LONGEST = 64 }; // bytes; longer names are not typed by hand

Nearest nearest_to(Text typed)
{
    return (Nearest){.typed = typed, .distance = SIZE_MAX};
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t text_distance(Text a, Text b)
{
    if (a.len > LONGEST || b.len > LONGEST)
        return SIZE_MAX;
    size_t rows[3][LONGEST + 1]; // the row before the last one, the last one, this one
    size_t *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t j = 0; j <= b.len; j++)
        last[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        now[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            bool is_same = text_equal_nocase(text_sub(a, i - 1, 1), text_sub(b, j - 1, 1));
            now[j] = least(least(last[j], now[j - 1]) + 1, last[j - 1] + !is_same);
            bool is_swap = i > 1 && j > 1 &&
                           text_equal_nocase(text_sub(a, i - 1, 1), text_sub(b, j - 2, 1)) &&
                           text_equal_nocase(text_sub(a, i - 2, 1), text_sub(b, j - 1, 1));
            if (is_swap)
                now[j] = least(now[j], before[j - 2] + 1);
        }
        size_t *oldest = before;
        before = last;
        last = now;
        now = oldest;
    }
    return last[b.len];
}

void nearest_try(Nearest *nearest, Text name)
{
    size_t allowed = nearest->typed.len < 6 ? 1 : nearest->typed.len / 3;
    size_t distance = text_distance(nearest->typed, name);
    bool is_beginning = nearest->typed.len >= 3 && text_starts_nocase(name, nearest->typed);
    if (distance > allowed && !is_beginning)
        return;
    if (is_beginning)
        distance = least(distance, allowed);
    if (distance < nearest->distance) {
        nearest->distance = distance;
        nearest->best = name;
    }
}
