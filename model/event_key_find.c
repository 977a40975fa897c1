#include <config.h>
#include "model/event_key_find.h"

enum { SEARCHED_WHOLE = 20000 }; // events; to look through them decodes every id

typedef struct Search {
    const Timeline *timeline;
    const EventKey *key;
    EventId alike;
    size_t alike_count;
    Arena *scratch;
} Search;

static bool is_it(Search *search, EventId id)
{
    ArenaMark mark = arena_mark(search->scratch);
    EventKey key = event_key_of(search->timeline, id, search->scratch);
    KeyMatch match = event_key_match(&key, search->key);
    arena_rewind(search->scratch, mark);
    if (match == KEY_ALIKE) {
        search->alike = id;
        search->alike_count++;
    }
    return match == KEY_SAME;
}

static EventId find_among(Search *search, const EventId *events, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_it(search, events[i]))
            return events[i];
    return EVENT_NOWHERE;
}

// Undated events stand last.
static int64_t day_of(const Timeline *timeline, EventId id)
{
    Date date = timeline_event(timeline, id).date;
    return date.start_form == DATE_ABSENT ? INT64_MAX : date.start;
}

// The first event, in total order, that does not begin before the day.
static size_t first_of_day(const Timeline *timeline, const EventId *events, size_t count,
                           int32_t day)
{
    size_t low = 0;
    while (count > 0) {
        size_t half = count / 2;
        bool is_before = day_of(timeline, events[low + half]) < day;
        low += is_before ? half + 1 : 0;
        count = is_before ? count - half - 1 : half;
    }
    return low;
}

static EventId find_on_day(Search *search, const EventId *events, size_t count, int32_t day)
{
    size_t from = first_of_day(search->timeline, events, count, day), until = from;
    while (until < count && day_of(search->timeline, events[until]) == day)
        until++;
    return find_among(search, events + from, until - from);
}

EventId event_key_find(const Timeline *timeline, const EventKey *key)
{
    const EventId *events;
    size_t count = timeline_all_events(timeline, &events);
    Search search = {timeline, key, EVENT_NOWHERE, 0, arena_new()};
    int32_t day;
    EventId found = EVENT_NOWHERE;
    if (event_key_day(key, &day))
        found = find_on_day(&search, events, count, day);
    if (event_equal(found, EVENT_NOWHERE) && search.alike_count == 1)
        found = search.alike;
    if (event_equal(found, EVENT_NOWHERE) && count <= SEARCHED_WHOLE)
        found = find_among(&search, events, count);
    arena_free(search.scratch);
    return found;
}
