#include <config.h>
#include "loaders/table_dates.h"

static const Text month_names[12] = {
    TEXT_INIT("january"),   TEXT_INIT("february"), TEXT_INIT("march"),    TEXT_INIT("april"),
    TEXT_INIT("may"),       TEXT_INIT("june"),     TEXT_INIT("july"),     TEXT_INIT("august"),
    TEXT_INIT("september"), TEXT_INIT("october"),  TEXT_INIT("november"), TEXT_INIT("december"),
};

// A date cut at blanks, commas and its own separator: "21", "Feb.", "1972".
typedef struct Parts {
    Text items[4];
    size_t count;
    char separator; // '/', '.', '-' between numbers; ' ' else
} Parts;

static bool is_separator(char c)
{
    return c == ' ' || c == ',' || c == '/' || c == '.' || c == '-' || c == '\t';
}

// "," and "." next to a blank part nothing of their own: "Feb. 21, 1972".
static Parts split(Text text)
{
    Parts parts = {.separator = ' '};
    size_t at = 0;
    while (at < text.len) {
        size_t start = at;
        while (at < text.len && !is_separator(text.ptr[at]))
            at++;
        if (at > start && parts.count < 4)
            parts.items[parts.count] = text_sub(text, start, at - start);
        parts.count += at > start;
        if (at < text.len && text.ptr[at] != ' ' && text.ptr[at] != ',' && parts.separator == ' ')
            parts.separator = text.ptr[at];
        at += at < text.len;
    }
    return parts;
}

static bool number_of(Text text, size_t max_digits, int *number)
{
    int64_t value;
    if (text.len == 0 || text.len > max_digits || text.ptr[0] < '0' || text.ptr[0] > '9' ||
        !text_integer(text, &value))
        return false;
    *number = (int)value;
    return true;
}

static bool year_of(Text text, int *year)
{
    return text.len == 4 && number_of(text, 4, year);
}

// "21" or "21st".
static bool day_of(Text text, int *day)
{
    static const Text endings[] = {TEXT_INIT("st"), TEXT_INIT("nd"), TEXT_INIT("rd"),
                                   TEXT_INIT("th")};
    for (size_t i = 0; i < 4; i++)
        if (text_ends(text, endings[i]))
            return number_of(text_sub(text, 0, text.len - 2), 2, day);
    return number_of(text, 2, day);
}

// "Feb", "Sept", "February"; three letters are enough.
static bool month_of(Text text, int *month)
{
    for (int i = 0; i < 12; i++)
        if (text.len >= 3 && text.len <= month_names[i].len &&
            text_starts_nocase(month_names[i], text)) {
            *month = i + 1;
            return true;
        }
    return false;
}

static DateReading day_reading(int year, int month, int day, Date *date, const char **why)
{
    if (date_from_civil(year, month, day, date))
        return DATE_READ;
    *why = "there is no such day";
    return DATE_UNREAD;
}

static DateReading month_reading(int year, int month, Date *date)
{
    *date = (Date){.start = date_day_number(year, month, 1),
                   .end = date_day_number(year, month, date_days_in_month(year, month)),
                   .minutes = DATE_NO_MINUTES,
                   .start_form = DATE_MONTH};
    return DATE_READ;
}

static void set_year(int year, Date *date)
{
    *date = (Date){.start = date_day_number(year, 1, 1),
                   .end = date_day_number(year, 12, 31),
                   .minutes = DATE_NO_MINUTES,
                   .start_form = DATE_YEAR};
}

// "02/21/1972" and "21/02/1972".
static DateReading slash_reading(int first, int second, int year, DayOrder order, Date *date)
{
    bool is_day_first = first > 12 || (order == ORDER_DAY_FIRST && second <= 12);
    bool is_sure = first == second || first > 12 || second > 12 || order == ORDER_DAY_FIRST ||
                   order == ORDER_MONTH_FIRST;
    if (!is_sure) {
        set_year(year, date);
        return DATE_TWO_WAYS;
    }
    int day = is_day_first ? first : second, month = is_day_first ? second : first;
    return date_from_civil(year, month, day, date) ? DATE_READ : DATE_UNREAD;
}

typedef struct Numbers {
    int first, second, year;
} Numbers;

// "21/02/1972" with "/" or "-"; a stop is different: it is used where days come first.
static bool slash_numbers(const Parts *parts, Numbers *numbers)
{
    return parts->count == 3 && (parts->separator == '/' || parts->separator == '-') &&
           number_of(parts->items[0], 2, &numbers->first) &&
           number_of(parts->items[1], 2, &numbers->second) &&
           year_of(parts->items[2], &numbers->year) && numbers->first > 0 && numbers->second > 0;
}

static DateReading parts_reading(const Parts *parts, Date *date, const char **why)
{
    int year, month, day;
    const Text *items = parts->items;
    if (parts->count == 2 && month_of(items[0], &month) && year_of(items[1], &year))
        return month_reading(year, month, date);
    if (parts->count != 3)
        return DATE_UNREAD;
    bool has_year_last = year_of(items[2], &year);
    if (has_year_last && day_of(items[0], &day) && month_of(items[1], &month))
        return day_reading(year, month, day, date, why);
    if (has_year_last && month_of(items[0], &month) && day_of(items[1], &day))
        return day_reading(year, month, day, date, why);
    if (has_year_last && parts->separator == '.' && number_of(items[0], 2, &day) &&
        number_of(items[1], 2, &month))
        return day_reading(year, month, day, date, why);
    if (year_of(items[0], &year) && number_of(items[1], 2, &month) && number_of(items[2], 2, &day))
        return day_reading(year, month, day, date, why);
    return DATE_UNREAD;
}

// "1972-02-21 09:30:00", as databases and spreadsheets write it. Midnight says that no time was meant.
static bool split_time(Text *text, int16_t *minutes)
{
    int hour, minute, second = 0;
    size_t blank = text_find_char(*text, ' ');
    if (blank == TEXT_NOWHERE || blank < 8)
        return false;
    Text rest = text_sub(*text, blank + 1, text->len);
    bool is_time = number_of(text_cut(&rest, ':'), 2, &hour) && rest.ptr &&
                   number_of(text_cut(&rest, ':'), 2, &minute) &&
                   (!rest.ptr || number_of(rest, 2, &second));
    if (!is_time || hour > 23 || minute > 59 || second > 59)
        return false;
    *text = text_sub(*text, 0, blank);
    *minutes = (int16_t)(hour + minute + second ? hour * 60 + minute : DATE_NO_MINUTES);
    return true;
}

// "19720221", as many data sets write it.
static bool is_eight_digits(Text text, Numbers *numbers)
{
    int month_and_day;
    if (text.len != 8 || !year_of(text_sub(text, 0, 4), &numbers->year) ||
        !number_of(text_sub(text, 4, 8), 4, &month_and_day))
        return false;
    numbers->first = month_and_day / 100;
    numbers->second = month_and_day % 100;
    return true;
}

static DateReading read_day(Text text, DayOrder order, Date *date, const char **why)
{
    const char *expected = "expected a date such as 1972-02-21, 1972-02 or 1972";
    if (date_parse(text, date, why))
        return DATE_READ;
    Parts parts = split(text);
    Numbers numbers;
    DateReading reading;
    if (is_eight_digits(text, &numbers))
        return day_reading(numbers.year, numbers.first, numbers.second, date, why);
    if (slash_numbers(&parts, &numbers)) {
        reading = slash_reading(numbers.first, numbers.second, numbers.year, order, date);
        *why = "there is no such day";
        return reading;
    }
    const char *found = expected;
    reading = parts_reading(&parts, date, &found);
    if (parts.separator != '-') // else date_parse said it better
        *why = found;
    return reading;
}

DateReading table_date_parse(Text text, DayOrder order, Date *date, const char **why)
{
    text = text_trim(text);
    int16_t minutes = DATE_NO_MINUTES;
    bool has_time = split_time(&text, &minutes);
    DateReading reading = read_day(text, order, date, why);
    if (has_time && reading == DATE_READ && date->end_form == DATE_ABSENT)
        date->minutes = minutes;
    return reading;
}

DayOrder table_date_order(Text text)
{
    Parts parts = split(text_trim(text));
    Numbers numbers;
    if (!slash_numbers(&parts, &numbers))
        return ORDER_UNKNOWN;
    if (numbers.first > 12 && numbers.second <= 12)
        return ORDER_DAY_FIRST;
    return numbers.second > 12 && numbers.first <= 12 ? ORDER_MONTH_FIRST : ORDER_UNKNOWN;
}

DayOrder day_order_join(DayOrder a, DayOrder b)
{
    if (a == ORDER_UNKNOWN || a == b)
        return b;
    return b == ORDER_UNKNOWN ? a : ORDER_MIXED;
}
