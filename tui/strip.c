#include <config.h>
#include "tui/strip.h"

const char *strip_level_name(StripLevel level)
{
    static const char *const names[] = {"decades", "years", "months", "days"};
    return names[level];
}

static int32_t floor_div(int32_t a, int32_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

int32_t strip_bar_of(StripLevel level, int32_t day)
{
    int year, month, day_of_month;
    date_civil(day, &year, &month, &day_of_month);
    switch (level) {
    case STRIP_DECADES:
        return floor_div(year, 10);
    case STRIP_YEARS:
        return year;
    case STRIP_MONTHS:
        return year * 12 + month - 1;
    case STRIP_DAYS:
    case STRIP_LEVELS:
        break;
    }
    return day;
}

int32_t strip_bar_start(StripLevel level, int32_t bar)
{
    switch (level) {
    case STRIP_DECADES:
        return date_day_number(bar < -999 ? -9999 : bar * 10, 1, 1); // the calendar begins there
    case STRIP_YEARS:
        return date_day_number(bar, 1, 1);
    case STRIP_MONTHS:
        return date_day_number(floor_div(bar, 12), bar - floor_div(bar, 12) * 12 + 1, 1);
    case STRIP_DAYS:
    case STRIP_LEVELS:
        break;
    }
    return bar;
}

Text strip_bar_label(StripLevel level, int32_t bar, Arena *arena)
{
    int year, month, day;
    date_civil(strip_bar_start(level, bar), &year, &month, &day);
    switch (level) {
    case STRIP_DECADES:
        return arena_printf(arena, "%ds", year);
    case STRIP_YEARS:
        return arena_printf(arena, "%04d", year);
    case STRIP_MONTHS:
        return arena_printf(arena, "%04d-%02d", year, month);
    case STRIP_DAYS:
    case STRIP_LEVELS:
        break;
    }
    return arena_printf(arena, "%04d-%02d-%02d", year, month, day);
}

typedef struct DaySpan {
    int32_t first, last; // days
    bool is_empty;
} DaySpan;

static void widen(DaySpan *span, Date date)
{
    if (date_is_absent(date))
        return;
    if (span->is_empty || date.start < span->first)
        span->first = date.start;
    if (span->is_empty || date.start > span->last)
        span->last = date.start;
    span->is_empty = false;
}

bool strip_row_day(const View *view, size_t row, int32_t *day)
{
    Date date = timeline_event(view_timeline(view), view_event(view, row)).date;
    *day = date.start;
    return !date_is_absent(date);
}

size_t strip_first_behind(const View *view, int32_t day, bool with_day)
{
    bool is_down = view_is_descending(view);
    size_t low = 0, high = view_count(view);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int32_t at = 0;
        bool is_behind = !strip_row_day(view, middle, &at) || (is_down ? at < day : at > day) ||
                         (with_day && at == day);
        if (is_behind)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static bool is_by_date(const View *view)
{
    return view_sort_key(view) == SORT_DATE;
}

static DaySpan span_in_order(const View *view)
{
    bool is_down = view_is_descending(view);
    DaySpan span = {0, 0, true};
    size_t dated = strip_first_behind(view, is_down ? INT32_MIN : INT32_MAX, false);
    if (dated == 0)
        return span;
    span.is_empty = false;
    strip_row_day(view, is_down ? dated - 1 : 0, &span.first);
    strip_row_day(view, is_down ? 0 : dated - 1, &span.last);
    return span;
}

static DaySpan span_of(const View *view)
{
    if (is_by_date(view))
        return span_in_order(view);
    DaySpan span = {0, 0, true};
    for (size_t row = 0; row < view_count(view); row++)
        widen(&span, timeline_event(view_timeline(view), view_event(view, row)).date);
    return span;
}

// The finest level in which the shown time still has a shape.
static StripLevel level_for(DaySpan span)
{
    enum { DAYS_OF_MONTHS = 3 * 366, DAYS_OF_YEARS = 250 * 366 };
    int64_t days = (int64_t)span.last - span.first;
    if (days < 62)
        return days == 0 ? STRIP_MONTHS : STRIP_DAYS;
    if (days < DAYS_OF_MONTHS)
        return STRIP_MONTHS;
    return days < DAYS_OF_YEARS ? STRIP_YEARS : STRIP_DECADES;
}

// Months are seen in whole years, days in whole months.
static int32_t whole_start(StripLevel level, int32_t day)
{
    int year, month, day_of_month;
    date_civil(day, &year, &month, &day_of_month);
    if (level == STRIP_MONTHS)
        return date_day_number(year, 1, 1);
    return level == STRIP_DAYS ? date_day_number(year, month, 1) : day;
}

static int32_t whole_end(StripLevel level, int32_t day)
{
    int year, month, day_of_month;
    date_civil(day, &year, &month, &day_of_month);
    if (level == STRIP_MONTHS)
        return date_day_number(year, 12, 31);
    return level == STRIP_DAYS ? date_day_number(year, month, date_days_in_month(year, month))
                               : day;
}

static void count_in_order(Strip *strip, const View *context)
{
    bool is_down = view_is_descending(context);
    size_t edge = SIZE_MAX;
    for (size_t i = 0; i <= strip->count; i++) {
        int32_t start = strip_bar_start(strip->level, strip->first + (int32_t)i);
        size_t next = strip_first_behind(context, start, !is_down); // rows before, or from, then on
        if (i > 0)
            strip->bars[i - 1] = (uint32_t)(is_down ? edge - next : next - edge);
        edge = next;
    }
}

static void count_all(Strip *strip, const View *context)
{
    for (size_t row = 0; row < view_count(context); row++) {
        int32_t day;
        if (!strip_row_day(context, row, &day))
            continue;
        int64_t bar = (int64_t)strip_bar_of(strip->level, day) - strip->first;
        if (bar >= 0 && bar < (int64_t)strip->count)
            strip->bars[bar]++;
    }
}

// Rows in order of date are not looked at one by one: of very many, that takes longer than filtering them.
static void count_bars(Strip *strip, const View *context)
{
    if (is_by_date(context))
        count_in_order(strip, context);
    else
        count_all(strip, context);
    for (size_t i = 0; i < strip->count; i++)
        strip->max = strip->bars[i] > strip->max ? strip->bars[i] : strip->max;
}

void strip_fill(Strip *strip, View *context, View *shown)
{
    if (!strip->arena)
        strip->arena = arena_new();
    arena_reset(strip->arena);
    strip->bars = NULL;
    strip->count = strip->max = 0;
    DaySpan all = span_of(context);
    DaySpan part = context == shown ? all : span_of(shown);
    if (part.is_empty)
        part = all;
    if (all.is_empty)
        return;
    if (!strip->is_chosen)
        strip->level = level_for(part);
    int32_t first = strip_bar_of(strip->level, whole_start(strip->level, all.first));
    int32_t last = strip_bar_of(strip->level, whole_end(strip->level, all.last));
    strip->shown_first = strip_bar_of(strip->level, part.first);
    strip->shown_last = strip_bar_of(strip->level, part.last);
    if (last - first >= STRIP_BARS_MAX) {
        int32_t middle = strip->shown_first;
        first = middle - first > STRIP_BARS_MAX / 2 ? middle - STRIP_BARS_MAX / 2 : first;
        last = last - first >= STRIP_BARS_MAX ? first + STRIP_BARS_MAX - 1 : last;
    }
    strip->first = first;
    strip->count = (size_t)(last - first) + 1;
    strip->bars = ARENA_ARRAY(strip->arena, uint32_t, strip->count);
    count_bars(strip, context);
}
