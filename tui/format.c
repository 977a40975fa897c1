// Short forms of dates and countries for columns.
#include <config.h>
#include "tui/app.h"

static Text last_bytes(Text text, size_t from)
{
    return text_sub(text, from, text.len);
}

// Bytes that both dates share up to a whole "-": "1972-02-21" and "1972-02-28" share "1972-02-".
static size_t shared(Text a, Text b)
{
    size_t at = 0;
    for (size_t i = 0; i < a.len && i < b.len && a.ptr[i] == b.ptr[i]; i++)
        if (a.ptr[i] == '-' && i > 0)
            at = i + 1;
    return at;
}

Text date_short(Date date, Arena *arena)
{
    Text full = date_format(date, arena);
    Text rest = full;
    Text start = text_cut(&rest, '/');
    size_t time = text_find_char(start, 'T');
    if (time != TEXT_NOWHERE)
        start = text_sub(start, 0, time); // minutes only order the events of a day
    if (!rest.ptr)
        return start;
    return arena_printf(
        arena, "%.*s…%.*s", TEXT_ARG(start),
        TEXT_ARG(last_bytes(rest, rest.len == start.len ? shared(start, rest) : 0)));
}

Text countries_short(const Timeline *timeline, const Event *event, Arena *arena)
{
    if (event->country_count == 0)
        return TEXT("");
    Text first = timeline_country_code(timeline, event->countries[0]);
    if (event->country_count == 1)
        return first;
    Text second = timeline_country_code(timeline, event->countries[1]);
    char joint = event->is_directed ? '>' : '-';
    if (event->country_count == 2)
        return arena_printf(arena, "%.*s%c%.*s", TEXT_ARG(first), joint, TEXT_ARG(second));
    return arena_printf(arena, "%.*s%c%.*s+%zu", TEXT_ARG(first), joint, TEXT_ARG(second),
                        event->country_count - 2);
}
