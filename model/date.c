#include <config.h>
#include "model/date.h"

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int date_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin in March, eras have 400 years.
int32_t date_day_number(int year, int month, int day)
{
    int shifted = month <= 2 ? year - 1 : year;
    int era = (shifted >= 0 ? shifted : shifted - 399) / 400;
    int of_era = shifted - era * 400;
    int of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    return era * 146097 + day_of_era - 719468;
}

void date_civil(int32_t day_number, int *year, int *month, int *day)
{
    int32_t shifted = day_number + 719468;
    int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int day_of_era = shifted - era * 146097;
    int of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int of_year = day_of_era - (365 * of_era + of_era / 4 - of_era / 100);
    int month_from_march = (5 * of_year + 2) / 153;
    *day = of_year - (153 * month_from_march + 2) / 5 + 1;
    *month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    *year = of_era + era * 400 + (*month <= 2);
}

int date_weekday(int32_t day_number)
{
    return ((day_number + 3) % 7 + 7) % 7; // 1970-01-01 was a Thursday
}

const char *date_weekday_name(int32_t day_number)
{
    static const char *const names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    return names[date_weekday(day_number)];
}

int date_year(Date date)
{
    int year, month, day;
    date_civil(date.start, &year, &month, &day);
    return year;
}

bool date_is_absent(Date date)
{
    return date.start_form == DATE_ABSENT;
}

Date date_from_day(int32_t day)
{
    return (Date){.start = day, .end = day, .minutes = DATE_NO_MINUTES, .start_form = DATE_DAY};
}

bool date_from_civil(int year, int month, int day, Date *date)
{
    if (year < DATE_FIRST_YEAR || year > DATE_LAST_YEAR || month < 1 || month > 12 || day < 1 ||
        day > date_days_in_month(year, month))
        return false;
    *date = date_from_day(date_day_number(year, month, day));
    return true;
}

// ---- reading ----

typedef struct End { // one end of a range, or all of a date that is none
    int32_t first, last;
    int16_t minutes;
    uint8_t form;
} End;

static bool cut_digits(Text *text, size_t count, int *number)
{
    if (text->len < count)
        return false;
    *number = 0;
    for (size_t i = 0; i < count; i++) {
        if (text->ptr[i] < '0' || text->ptr[i] > '9')
            return false;
        *number = *number * 10 + (text->ptr[i] - '0');
    }
    *text = text_sub(*text, count, text->len);
    return true;
}

static bool cut_char(Text *text, char c)
{
    if (text->len == 0 || text->ptr[0] != c)
        return false;
    *text = text_sub(*text, 1, text->len);
    return true;
}

static uint8_t cut_qualifier(Text *text)
{
    char last = text->len ? text->ptr[text->len - 1] : '\0';
    uint8_t flags = last == '~'   ? DATE_APPROXIMATE
                    : last == '?' ? DATE_UNCERTAIN
                    : last == '%' ? DATE_APPROXIMATE | DATE_UNCERTAIN
                                  : 0;
    if (flags)
        text->len--;
    return flags;
}

// "Z", "+08", "+08:00": as written, a time orders the events of its own day; other zones do not move it.
static bool cut_zone(Text *rest)
{
    int hours, minutes;
    if (cut_char(rest, 'Z') || rest->len == 0)
        return true;
    if (!cut_char(rest, '+') && !cut_char(rest, '-'))
        return false;
    if (!cut_digits(rest, 2, &hours) || hours > 14)
        return false;
    return !cut_char(rest, ':') || (cut_digits(rest, 2, &minutes) && minutes < 60);
}

// "T09:30", "T09:30:15", "T09:30Z": seconds and zone are dropped, they order nothing.
static bool cut_time(Text *rest, int16_t *minutes)
{
    int hour, minute, second = 0;
    if (!cut_digits(rest, 2, &hour) || !cut_char(rest, ':') || !cut_digits(rest, 2, &minute))
        return false;
    if (cut_char(rest, ':') && !cut_digits(rest, 2, &second))
        return false;
    *minutes = (int16_t)(hour * 60 + minute);
    return hour < 24 && minute < 60 && second <= 60 && cut_zone(rest); // 60: a leap second
}

static void cover_year(End *end, int year)
{
    end->form = DATE_YEAR;
    end->first = date_day_number(year, 1, 1);
    end->last = date_day_number(year, 12, 31);
}

static void cover_month(End *end, int year, int month)
{
    end->form = DATE_MONTH;
    end->first = date_day_number(year, month, 1);
    end->last = date_day_number(year, month, date_days_in_month(year, month));
}

static bool parse_end(Text text, End *end, const char **why)
{
    *why = "expected a date such as 1972, 1972-02, 1972-02-21, 1972~ or 1972/1974";
    *end = (End){.minutes = DATE_NO_MINUTES};
    uint8_t flags = cut_qualifier(&text);
    bool is_negative = cut_char(&text, '-');
    int year = 0, month = 0, day = 0;
    if (!cut_digits(&text, 4, &year))
        return false;
    year = is_negative ? -year : year;
    if (text.len == 0) {
        cover_year(end, year);
    } else {
        if (!cut_char(&text, '-') || !cut_digits(&text, 2, &month))
            return false;
        *why = "there is no such month";
        if (month < 1 || month > 12)
            return false;
        cover_month(end, year, month);
    }
    if (text.len > 0) {
        *why = "expected a day such as 1972-02-21";
        if (!cut_char(&text, '-') || !cut_digits(&text, 2, &day))
            return false;
        *why = "there is no such day";
        if (day < 1 || day > date_days_in_month(year, month))
            return false;
        end->form = DATE_DAY;
        end->first = end->last = date_day_number(year, month, day);
    }
    *why = "expected a time such as T09:30 behind the day";
    if (text.len > 0 &&
        (!(cut_char(&text, 'T') || cut_char(&text, ' ')) || !cut_time(&text, &end->minutes)))
        return false;
    end->form |= flags;
    return text.len == 0;
}

static bool parse_end_or_open(Text text, End *end, bool is_first, const char **why)
{
    if (!text_equal(text, TEXT("..")))
        return parse_end(text, end, why);
    int32_t day = is_first ? DATE_FIRST_DAY : DATE_LAST_DAY;
    *end = (End){.first = day, .last = day, .minutes = DATE_NO_MINUTES, .form = DATE_OPEN};
    return true;
}

bool date_parse(Text text, Date *date, const char **why)
{
    End start, end;
    Text rest = text;
    Text head = text_cut(&rest, '/');
    if (!rest.ptr) {
        if (!parse_end(text, &start, why))
            return false;
        *date = (Date){start.first, start.last, start.minutes, start.form, 0};
        return true;
    }
    if (!parse_end_or_open(head, &start, true, why) || !parse_end_or_open(rest, &end, false, why))
        return false;
    *why = "the range ends before it begins";
    if (end.last < start.first)
        return false;
    *date = (Date){start.first, end.last, start.minutes, start.form, end.form};
    return true;
}

// ---- writing ----

static char *put_digits(char *to, unsigned number, size_t count)
{
    for (size_t i = count; i > 0; number /= 10)
        to[--i] = (char)('0' + number % 10);
    return to + count;
}

static char *put_end(char *to, int32_t day_number, uint8_t form)
{
    int year, month, day;
    if (form & DATE_OPEN) {
        *to++ = '.';
        *to++ = '.';
        return to;
    }
    date_civil(day_number, &year, &month, &day);
    if (year < 0)
        *to++ = '-';
    to = put_digits(to, (unsigned)(year < 0 ? -year : year), 4); // no year has more
    if ((form & DATE_PRECISION) >= DATE_MONTH) {
        *to++ = '-';
        to = put_digits(to, (unsigned)month, 2);
    }
    if ((form & DATE_PRECISION) >= DATE_DAY) {
        *to++ = '-';
        to = put_digits(to, (unsigned)day, 2);
    }
    return to;
}

static char *put_flags(char *to, uint8_t form)
{
    bool about = form & DATE_APPROXIMATE, unsure = form & DATE_UNCERTAIN;
    if (about || unsure)
        *to++ = about && unsure ? '%' : about ? '~' : '?';
    return to;
}

Text date_format(Date date, Arena *arena)
{
    enum { LONGEST = 48 }; // "-1972-02-21T09:30%/-1972-02-21%"
    if (date_is_absent(date))
        return (Text){"", 0};
    char *start = arena_alloc_raw(arena, LONGEST, 1);
    char *to = put_end(start, date.start, date.start_form);
    if (date.minutes != DATE_NO_MINUTES) {
        *to++ = 'T';
        to = put_digits(to, (unsigned)date.minutes / 60, 2);
        *to++ = ':';
        to = put_digits(to, (unsigned)date.minutes % 60, 2);
    }
    to = put_flags(to, date.start_form);
    if (date.end_form) {
        *to++ = '/';
        to = put_flags(put_end(to, date.end, date.end_form), date.end_form);
    }
    return (Text){start, (size_t)(to - start)};
}

// ---- order ----

int date_compare(Date a, Date b)
{
    if (date_is_absent(a) || date_is_absent(b))
        return date_is_absent(a) - date_is_absent(b);
    if (a.start != b.start)
        return a.start < b.start ? -1 : 1;
    if (a.end != b.end)
        return a.end < b.end ? -1 : 1;
    return (a.minutes > b.minutes) - (a.minutes < b.minutes);
}
