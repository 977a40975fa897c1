#include <config.h>
#include "model/origin.h"

const Origin *origins_find(const Origins *origins, Text file)
{
    size_t low = origins ? origins->without_file : 0, end = origins ? origins->count : 0;
    for (size_t high = end; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (text_compare(origins->items[middle].values[ORIGIN_FILE], file) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_there = low < end && text_equal(origins->items[low].values[ORIGIN_FILE], file);
    return is_there ? &origins->items[low] : NULL;
}

bool origin_has_coverage(const Origin *origin)
{
    return !date_is_absent(origin->from) || !date_is_absent(origin->to);
}
