#include <config.h>
#include "model/citation_link.h"

enum {
    MOST_OF_YEAR = 4096
}; // events; in a year with more of them the one that is meant cannot be told

static bool has_country(const Event *event, CountryId country)
{
    for (size_t i = 0; i < event->country_count; i++)
        if (country_equal(event->countries[i], country))
            return true;
    return false;
}

// Of the citing event's countries, how many the other has.
static size_t shared(const Event *from, const Event *other)
{
    size_t count = 0;
    for (size_t i = 0; i < from->country_count; i++)
        count += has_country(other, from->countries[i]);
    return count;
}

// The first of the year's events that begins on the day or later; they stand in order.
static size_t first_from(const Timeline *timeline, const EventId *events, size_t count, int32_t day)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (timeline_event(timeline, events[middle]).date.start < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

typedef struct Search {
    const Timeline *timeline;
    Event from;
    EventId self;
    EventId best;
    size_t most, ties;
} Search;

static void consider(Search *search, EventId id)
{
    Event event = timeline_event(search->timeline, id);
    size_t count = event_equal(id, search->self) ? 0 : shared(&search->from, &event);
    if (count == 0 || count < search->most)
        return;
    search->ties = count == search->most ? search->ties + 1 : 0;
    if (count > search->most)
        search->best = id;
    search->most = count;
}

EventId citation_event(const Timeline *timeline, Citation citation, EventId from)
{
    Date date = citation.date;
    const EventId *events;
    bool is_day = (date.start_form & DATE_PRECISION) == DATE_DAY;
    bool is_year = (date.start_form & DATE_PRECISION) == DATE_YEAR;
    if (date_is_absent(date) || date.end_form || (!is_day && !is_year))
        return EVENT_NOWHERE;
    size_t count = timeline_year_events(timeline, date_year(date), &events);
    Search search = {.timeline = timeline,
                     .from = timeline_event(timeline, from),
                     .self = from,
                     .best = EVENT_NOWHERE};
    if (!events || (is_year && count > MOST_OF_YEAR))
        return EVENT_NOWHERE;
    for (size_t i = is_day ? first_from(timeline, events, count, date.start) : 0; i < count; i++) {
        if (is_day && timeline_event(timeline, events[i]).date.start != date.start)
            break;
        consider(&search, events[i]);
    }
    bool is_whole = search.most == search.from.country_count;
    return is_day || (is_whole && search.ties == 0) ? search.best : EVENT_NOWHERE;
}

Text citation_line(const Timeline *timeline, Text said, Citation citation, EventId from,
                   Arena *scratch)
{
    Text words = text_sub(said, citation.start, citation.end - citation.start);
    Buffer out = buffer_in(scratch);
    buffer_add(&out, words);
    Text date = date_format(citation.date, scratch);
    if (date.len)
        buffer_printf(&out, ": %.*s", TEXT_ARG(date));
    EventId id = citation_event(timeline, citation, from);
    if (!event_equal(id, EVENT_NOWHERE)) {
        Text title = timeline_field(timeline, id, EVENT_TITLE, scratch);
        buffer_printf(&out, " = \"%.*s\"", TEXT_ARG(title));
    }
    return buffer_text(&out);
}
