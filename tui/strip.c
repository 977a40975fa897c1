#include <config.h>
#include "tui/strip.h"

#include <math.h>

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
    return view_is_by_day(view);
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

// How many events at either end do not count, where they lie far off: a half of a percent.
static size_t strays_of(size_t count)
{
    enum { FEW = 5, STRAYS_IN = 200 };
    return count < FEW ? 0 : count < STRAYS_IN ? 1 : count / STRAYS_IN;
}

static DaySpan inner_in_order(const View *view)
{
    bool is_down = view_is_descending(view);
    size_t dated = strip_first_behind(view, is_down ? INT32_MIN : INT32_MAX, false);
    size_t strays = strays_of(dated);
    DaySpan span = {0, 0, false};
    strip_row_day(view, is_down ? dated - 1 - strays : strays, &span.first);
    strip_row_day(view, is_down ? strays : dated - 1 - strays, &span.last);
    return span;
}

// To the year, where the rows are in another order.
static DaySpan inner_of(const View *view, DaySpan all, Arena *arena)
{
    int32_t first = strip_bar_of(STRIP_YEARS, all.first);
    int32_t last = strip_bar_of(STRIP_YEARS, all.last), day;
    uint32_t *years = ARENA_ARRAY(arena, uint32_t, (size_t)(last - first) + 1);
    size_t dated = 0;
    for (size_t row = 0; row < view_count(view); row++)
        if (strip_row_day(view, row, &day)) {
            years[strip_bar_of(STRIP_YEARS, day) - first]++;
            dated++;
        }
    size_t low = 0, high = (size_t)(last - first), strays = strays_of(dated);
    for (size_t left = strays; low < high && years[low] <= left; low++)
        left -= years[low];
    for (size_t left = strays; high > low && years[high] <= left; high--)
        left -= years[high];
    DaySpan span = {strip_bar_start(STRIP_YEARS, first + (int32_t)low), all.last, false};
    if (high < (size_t)(last - first))
        span.last = strip_bar_start(STRIP_YEARS, first + (int32_t)high + 1) - 1;
    span.first = span.first < all.first ? all.first : span.first;
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

// Would they be lost: most of very many events in a bar or two, or bars over more years than are seen at once?
static bool hides_most(const View *view, DaySpan all, DaySpan inner)
{
    enum { MANY = 50, SEEN_DAYS = 60 * 366 };
    StripLevel level = level_for(all);
    int32_t bars = strip_bar_of(level, inner.last) - strip_bar_of(level, inner.first);
    return (int64_t)all.last - all.first > SEEN_DAYS || (view_count(view) >= MANY && bars < 2);
}

// Without the events that lie further from the others than these reach, twice over.
static DaySpan without_strays(const View *view, DaySpan all, Arena *arena)
{
    DaySpan inner = is_by_date(view) ? inner_in_order(view) : inner_of(view, all, arena);
    int64_t reach = 2 * ((int64_t)inner.last - inner.first);
    DaySpan span = all;
    if ((int64_t)inner.first - all.first > reach)
        span.first = inner.first;
    if ((int64_t)all.last - inner.last > reach)
        span.last = inner.last;
    return hides_most(view, all, inner) ? span : all;
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

static void count_in_order(Strip *strip, const View *context, uint32_t *bars)
{
    bool is_down = view_is_descending(context);
    size_t edge = SIZE_MAX;
    for (size_t i = 0; i <= strip->count; i++) {
        int32_t start = strip_bar_start(strip->level, strip->first + (int32_t)i);
        size_t next = strip_first_behind(context, start, !is_down); // rows before, or from, then on
        if (i > 0)
            bars[i - 1] = (uint32_t)(is_down ? edge - next : next - edge);
        edge = next;
    }
}

static void count_all(Strip *strip, const View *context, uint32_t *bars)
{
    for (size_t row = 0; row < view_count(context); row++) {
        int32_t day;
        if (!strip_row_day(context, row, &day))
            continue;
        int64_t bar = (int64_t)strip_bar_of(strip->level, day) - strip->first;
        if (bar >= 0 && bar < (int64_t)strip->count)
            bars[bar]++;
    }
}

// Rows in order of date are not looked at one by one: of very many, that takes longer than filtering them.
static uint32_t *count_bars(Strip *strip, const View *context)
{
    uint32_t *bars = ARENA_ARRAY(strip->arena, uint32_t, strip->count);
    if (is_by_date(context))
        count_in_order(strip, context, bars);
    else
        count_all(strip, context, bars);
    for (size_t i = 0; i < strip->count; i++)
        strip->max = bars[i] > strip->max ? bars[i] : strip->max;
    return bars;
}

void strip_fill(Strip *strip, View *context, View *shown)
{
    if (!strip->arena)
        strip->arena = arena_new();
    arena_reset(strip->arena);
    *strip = (Strip){.level = strip->level, .is_chosen = strip->is_chosen, .arena = strip->arena};
    DaySpan all = span_of(context);
    DaySpan part = context == shown ? all : span_of(shown);
    if (all.is_empty)
        return;
    part =
        without_strays(part.is_empty ? context : shown, part.is_empty ? all : part, strip->arena);
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
    strip->bars = count_bars(strip, context);
}

// ---- what is told beside the counts ----

void strip_fill_against(Strip *strip, const View *against)
{
    if (strip->count)
        strip->against = count_bars(strip, against);
}

// The first event, in total order, that starts on `day` or later; those without a date are the last.
static size_t index_from(const Timeline *timeline, const EventId *events, size_t count, int32_t day)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        Date date = timeline_event(timeline, events[middle]).date;
        if (date_is_absent(date) || date.start >= day)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

double strip_share(const Strip *strip, const uint32_t *bars, size_t at)
{
    return bars && strip->all[at] ? (double)bars[at] / strip->all[at] : 0;
}

void strip_fill_all(Strip *strip, const Timeline *timeline)
{
    const EventId *events;
    size_t total = timeline_all_events(timeline, &events), from = 0;
    if (!events || strip->count == 0)
        return;
    strip->all = ARENA_ARRAY(strip->arena, uint32_t, strip->count);
    for (size_t i = 0; i <= strip->count; i++) {
        int32_t start = strip_bar_start(strip->level, strip->first + (int32_t)i);
        size_t next = index_from(timeline, events, total, start);
        if (i > 0)
            strip->all[i - 1] = (uint32_t)(next - from);
        from = next;
    }
    for (size_t i = 0; i < strip->count; i++) {
        double share = strip_share(strip, strip->bars, i);
        double other = strip_share(strip, strip->against, i);
        share = other > share ? other : share;
        strip->max_share = share > strip->max_share ? share : strip->max_share;
    }
}

static int64_t bar_at(const Strip *strip, int32_t day)
{
    return (int64_t)strip_bar_of(strip->level, day) - strip->first;
}

void strip_fill_held(Strip *strip, const Coverage *coverage)
{
    int64_t count = (int64_t)strip->count;
    strip->is_held = ARENA_ARRAY(strip->arena, bool, strip->count);
    int32_t *begins = ARENA_ARRAY(strip->arena, int32_t, strip->count + 1);
    for (size_t i = 0; i < coverage->spans.count; i++) {
        int64_t first = bar_at(strip, coverage->spans.items[i].first);
        int64_t end = bar_at(strip, coverage->spans.items[i].last) + 1;
        if (end <= 0 || first >= count)
            continue;
        begins[first > 0 ? first : 0]++;
        begins[end < count ? end : count]--;
    }
    int32_t spans = 0;
    for (int64_t at = 0; at < count; at++) {
        spans += begins[at];
        strip->is_held[at] = spans > 0;
        strip->has_gaps = strip->has_gaps || spans == 0;
    }
}

static void add_row(Strip *strip, const View *context, size_t row)
{
    EventId id = view_event(context, row);
    Event event = timeline_event(view_timeline(context), id);
    int64_t at = date_is_absent(event.date) ? -1 : bar_at(strip, event.date.start);
    if (at < 0 || at >= (int64_t)strip->count)
        return;
    strip->own[at] += !event_is_coded(view_timeline(context), id);
    if (isnan(event.scale))
        return;
    strip->sums[at] += event.scale;
    strip->scaled[at]++;
}

static void sum_up(Strip *strip)
{
    for (size_t i = 0; i < strip->count; i++) {
        uint32_t coded = strip->bars[i] - strip->own[i];
        strip->max_own = strip->own[i] > strip->max_own ? strip->own[i] : strip->max_own;
        strip->max_coded = coded > strip->max_coded ? coded : strip->max_coded;
        if (strip->scaled[i] == 0)
            continue;
        double mean = fabs(strip->sums[i] / strip->scaled[i]);
        strip->has_scale = true;
        strip->max_mean = mean > strip->max_mean ? mean : strip->max_mean;
    }
    strip->has_own = strip->max_own && strip->max_coded && !strip->against;
}

bool strip_step_scale(Strip *strip, const View *context)
{
    enum { STEP_ROWS = 8192 };
    size_t count = view_count(context);
    // Fewer rows than were looked at are others: the strip is filled again before it is drawn.
    if (strip->count == 0 || strip->scale_row > count)
        return false;
    if (!strip->sums) {
        strip->sums = ARENA_ARRAY(strip->arena, double, strip->count);
        strip->scaled = ARENA_ARRAY(strip->arena, uint32_t, strip->count);
        strip->own = ARENA_ARRAY(strip->arena, uint32_t, strip->count);
    }
    size_t end = count - strip->scale_row > STEP_ROWS ? strip->scale_row + STEP_ROWS : count;
    for (; strip->scale_row < end; strip->scale_row++)
        add_row(strip, context, strip->scale_row);
    if (end < count)
        return true;
    sum_up(strip);
    return false;
}

bool strip_mean(const Strip *strip, int32_t bar, double *mean)
{
    int64_t at = (int64_t)bar - strip->first;
    if (!strip->has_scale || at < 0 || at >= (int64_t)strip->count || strip->scaled[at] == 0)
        return false;
    *mean = strip->sums[at] / strip->scaled[at];
    return true;
}
