// Any bytes as a date: what is read is written as a text that reads as the same date, and lies within the calendar.
#include <config.h>

#include "model/date.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Text text = {(const char *)data, size};
    Date date, again;
    const char *why = NULL;
    if (!date_parse(text, &date, &why)) {
        BUG_IF(!why);
        return 0;
    }
    BUG_IF(date_is_absent(date) || date.start > date.end);
    BUG_IF(date.start < DATE_FIRST_DAY || date.end > DATE_LAST_DAY);
    Arena *arena = arena_new();
    Text written = date_format(date, arena);
    BUG_IF(!date_parse(written, &again, &why));
    BUG_IF(memcmp(&date, &again, sizeof date) != 0 || date_compare(date, again) != 0);
    BUG_IF(!text_equal(date_format(again, arena), written));
    arena_free(arena);
    return 0;
}
