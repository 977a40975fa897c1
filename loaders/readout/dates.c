#include <config.h>
#include "loaders/readout/dates.h"

#include "loaders/readout/frame.h"
#include "model/utf8.h"

enum {
    DAYS_AHEAD = 1, // the day is written where it happened; the page may lie a time zone behind
    DAYS_OF_A_TITLE = 90, // before the publication: an older date in a title is an anniversary
    DAYS_OF_A_LEAD = 300, // likewise; "on May 20" in a page of May 10 is yet to come
    OPENING_BYTES = 16,   // "On May 26, 1972"
    LABEL_BYTES = 120,    // of who speaks, up to the colon
    LEAD_BYTES = 4096,    // no lead is longer; what is, is no readout
};

static const Date absent = {.minutes = DATE_NO_MINUTES};

// ---- resolving ----

static int32_t day_in(int year, int month, int day)
{
    int last = date_days_in_month(year, month);
    return date_day_number(year, month, day < last ? day : last);
}

static Date days(int32_t start, int32_t end)
{
    Date date = date_from_day(start);
    if (end > start) {
        date.end = end;
        date.end_form = DATE_DAY;
    }
    return date;
}

// "December 30 to January 2, 2024" ends in the year that is said.
static Date in_year(const DateFound *found, int year, bool is_said)
{
    if (found->end_day == 0)
        return days(day_in(year, found->month, found->day), 0);
    bool is_over_new_year = found->end_month < found->month;
    int start_year = is_over_new_year && is_said ? year - 1 : year;
    int end_year = start_year + is_over_new_year;
    return days(day_in(start_year, found->month, found->day),
                day_in(end_year, found->end_month, found->end_day));
}

static Date calendar_day(const DateFound *found, Date published)
{
    if (found->year)
        return in_year(found, found->year, true);
    if (date_is_absent(published))
        return absent;
    int year = date_year(published);
    Date date = in_year(found, year, false);
    return date.start > published.start + DAYS_AHEAD ? in_year(found, year - 1, false) : date;
}

Date dates_resolve(const DateFound *found, Date published, Date today)
{
    if (found->kind == DATES_CALENDAR)
        return calendar_day(found, published);
    if (date_is_absent(today))
        return absent;
    switch (found->kind) {
    case DATES_CALENDAR:
    case DATES_TODAY:
        break;
    case DATES_YESTERDAY:
        return date_from_day(today.start - 1);
    case DATES_WEEKDAY:
        return date_from_day(today.start - (date_weekday(today.start) - found->weekday + 7) % 7);
    }
    return date_from_day(today.start);
}

// ---- the dateline ----

// The date of the dateline text[start..end); false: there is none in it.
static bool find_dateline(const DateScan *scan, size_t start, size_t end, DateFound *found)
{
    for (size_t at = start; dates_next(scan, at, end, found); at = found->end)
        if (found->kind == DATES_CALENDAR)
            return true;
    return false;
}

// ---- the lead ----

typedef struct Known {
    Date published;
    Date today; // what "today" means: the dateline's day, else the publication
} Known;

static bool is_adjacent(Text text, size_t from, size_t to)
{
    Text between = text_sub(text, from, to - from);
    for (size_t i = 0; i < between.len; i++) {
        if (between.ptr[i] != ' ' && between.ptr[i] != ',' && between.ptr[i] != '(')
            return false;
    }
    return true;
}

// Neither long past nor yet to come, unless the lead begins with it: an old page put on line.
static bool is_plausible(const DateFound *found, Date date, size_t lead, Known known)
{
    if (date_is_absent(date))
        return false;
    if (date_is_absent(known.published) || (found->year && found->start <= lead + OPENING_BYTES))
        return true;
    return date.start <= known.published.start + DAYS_AHEAD &&
           date.start >= known.published.start - DAYS_OF_A_LEAD;
}

// "on the sidelines of the Forum held on February 6 and 7, N met ... on February 7": the first is the Forum's.
static bool is_of_other(const DateScan *scan, size_t start, size_t at)
{
    Text before = text_sub(scan->text, start, at - start);
    return text_ends(before, TEXT(" held on ")) || text_ends(before, TEXT(" held from ")) ||
           text_ends(before, TEXT(" held between "));
}

// The first expression of the lead that can be resolved; "yesterday (Thursday 22 February)" is the 22nd.
static bool find_in_lead(const DateScan *scan, size_t start, size_t end, Known known,
                         EventDates *dates)
{
    DateFound found, next;
    for (size_t at = start; dates_next(scan, at, end, &found); at = found.end) {
        while (found.kind != DATES_CALENDAR && dates_next(scan, found.end, end, &next) &&
               is_adjacent(scan->text, found.end, next.start)) {
            next.start = found.start;
            found = next;
        }
        if (is_of_other(scan, start, found.start) && dates_next(scan, found.end, end, &next) &&
            next.kind == DATES_CALENDAR)
            continue;
        Date date = dates_resolve(&found, known.published, known.today);
        if (!is_plausible(&found, date, start, known))
            continue;
        dates->range = date;
        dates->start = found.start;
        dates->end = found.end;
        return true;
    }
    return false;
}

// "Q: …", "President of Cuba Ana Ruiz: …": what is said of days there is not about the event.
static bool is_speech(const DateScan *scan, size_t start, size_t end)
{
    Text lead = text_sub(scan->text, start, end - start);
    size_t colon = text_find_char(text_sub(lead, 0, LABEL_BYTES), ':'), len;
    if (colon == TEXT_NOWHERE || colon + 1 >= lead.len || lead.ptr[colon + 1] != ' ')
        return false;
    size_t word = colon;
    while (word > 0 && lead.ptr[word - 1] != ' ')
        word--;
    DateFound found;
    return utf8_is_upper(utf8_decode(lead, word, &len)) &&
           !dates_next(scan, start, start + colon, &found);
}

// ---- the title ----

static bool find_in_title(const Document *document, const DateScan *scan, EventDates *dates)
{
    const Paragraph *title = document_find(document, PART_TITLE);
    DateFound found;
    for (size_t at = title ? title->start : 0; title && dates_next(scan, at, title->end, &found);
         at = found.end) {
        if (found.kind != DATES_CALENDAR)
            continue;
        Date date = dates_resolve(&found, document->published, absent);
        bool is_near = date_is_absent(document->published) ||
                       (date.start <= document->published.start + DAYS_AHEAD &&
                        date.start >= document->published.start - DAYS_OF_A_TITLE);
        if (date_is_absent(date) || !is_near)
            continue;
        dates->range = date;
        dates->start = found.start;
        dates->end = found.end;
        return true;
    }
    return false;
}

// ---- together ----

// What a page without a date line says of its day.
static Date day_of_page(const Document *document, const DateScan *scan)
{
    EventDates title = {.range = absent};
    if (!date_is_absent(document->published) || !find_in_title(document, scan, &title))
        return document->published;
    return date_from_day(title.range.start);
}

EventDates dates_of_event(const Document *document, const DateScan *scan, size_t lead_start,
                          size_t dateline_end, size_t lead_end)
{
    EventDates dates = {absent, absent, absent, 0, 0};
    lead_end = lead_end - lead_start > LEAD_BYTES ? lead_start + LEAD_BYTES : lead_end;
    Known known = {.published = day_of_page(document, scan)};
    DateFound line;
    bool has_line = find_dateline(scan, lead_start, dateline_end, &line);
    size_t behind = has_line ? dateline_end : lead_start;
    if (has_line)
        dates.dateline = dates_resolve(&line, known.published, absent);
    if (date_is_absent(known.published) && !date_is_absent(dates.dateline))
        known.published = dates.dateline; // a dateline with its year
    known.today = date_is_absent(dates.dateline) ? known.published : dates.dateline;
    bool is_found = !is_speech(scan, lead_start, lead_end) &&
                    find_in_lead(scan, behind, lead_end, known, &dates);
    if (!is_found && !date_is_absent(dates.dateline)) {
        dates.range = dates.dateline;
        dates.start = line.start;
        dates.end = line.end;
    } else if (!is_found && !find_in_title(document, scan, &dates)) {
        dates.range = known.published;
    }
    if (!date_is_absent(dates.range))
        dates.event = date_from_day(dates.range.start);
    return dates;
}
