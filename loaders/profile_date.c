#include <config.h>
#include "loaders/profile_date.h"

#include <string.h>

enum { NO_PART = -1 };

typedef struct Parts { // NO_PART: not given
    int year, month, day, hour, minute;
} Parts;

static const Parts no_parts = {NO_PART, NO_PART, NO_PART, NO_PART, NO_PART};

// ---- from numbers to dates ----

static bool date_of(Parts parts, Date *date)
{
    if (parts.year < -9999 || parts.year > 9999)
        return false;
    Date found = {.minutes = DATE_NO_MINUTES, .start_form = DATE_YEAR};
    if (parts.month == NO_PART) {
        found.start = date_day_number(parts.year, 1, 1);
        found.end = date_day_number(parts.year, 12, 31);
    } else if (parts.month < 1 || parts.month > 12) {
        return false;
    } else if (parts.day == NO_PART) {
        found.start_form = DATE_MONTH;
        found.start = date_day_number(parts.year, parts.month, 1);
        found.end = found.start + date_days_in_month(parts.year, parts.month) - 1;
    } else if (!date_from_civil(parts.year, parts.month, parts.day, &found)) {
        return false;
    }
    if (parts.hour != NO_PART) {
        if (parts.hour > 23 || parts.minute > 59)
            return false;
        found.minutes = (int16_t)(parts.hour * 60 + (parts.minute == NO_PART ? 0 : parts.minute));
    }
    *date = found;
    return true;
}

// "7", "07", "-9", and "1947.0" as R and spreadsheets write it.
static bool read_whole(Text text, int *number)
{
    size_t point = text_find_char(text, '.');
    for (size_t i = point + 1; point != TEXT_NOWHERE && i < text.len; i++)
        if (text.ptr[i] != '0')
            return false;
    int64_t value;
    if (!text_integer(text_sub(text, 0, point), &value) || value < -9999 || value > 9999)
        return false;
    *number = (int)value;
    return true;
}

static bool read_part(Text text, int *number)
{
    *number = 0;
    if (text.len > 0 && !read_whole(text, number))
        return false;
    if (*number == 0)
        *number = NO_PART;
    return true;
}

bool date_from_parts(Text year, Text month, Text day, int add, Date *date)
{
    Parts parts = no_parts;
    if (!read_whole(text_trim(year), &parts.year) || !read_part(text_trim(month), &parts.month) ||
        !read_part(text_trim(day), &parts.day))
        return false;
    parts.year += add;
    return date_of(parts, date);
}

// ---- patterns ----

static bool cut_number(Text *text, size_t least, size_t most, int *number)
{
    size_t len = 0;
    int value = 0;
    for (; len < most && len < text->len && text->ptr[len] >= '0' && text->ptr[len] <= '9'; len++)
        value = value * 10 + (text->ptr[len] - '0');
    if (len < least)
        return false;
    *number = value;
    *text = text_sub(*text, len, text->len);
    return true;
}

static const Text months[] = {TEXT_INIT("January"), TEXT_INIT("February"), TEXT_INIT("March"),
                              TEXT_INIT("April"),   TEXT_INIT("May"),      TEXT_INIT("June"),
                              TEXT_INIT("July"),    TEXT_INIT("August"),   TEXT_INIT("September"),
                              TEXT_INIT("October"), TEXT_INIT("November"), TEXT_INIT("December")};

// "February", "Feb", "Feb.", "Sept".
static bool cut_month(Text *text, int *month)
{
    size_t len = 0;
    while (len < text->len && (text->ptr[len] | 0x20) >= 'a' && (text->ptr[len] | 0x20) <= 'z')
        len++;
    Text word = text_sub(*text, 0, len);
    for (int i = 0; i < 12 && len >= 3; i++) {
        if (!text_starts_nocase(months[i], word))
            continue;
        *month = i + 1;
        *text = text_sub(*text, len, text->len);
        if (text_starts(*text, TEXT(".")))
            *text = text_sub(*text, 1, text->len);
        return true;
    }
    return false;
}

// Two digits as POSIX reads them: 69 to 99 are 19xx.
static bool cut_short_year(Text *text, int *year)
{
    if (!cut_number(text, 2, 2, year))
        return false;
    *year += *year >= 69 ? 1900 : 2000;
    return true;
}

static bool cut_letter(char letter, Text *text, Parts *parts)
{
    int seconds;
    switch (letter) {
    case 'Y':
        return cut_number(text, 4, 4, &parts->year);
    case 'y':
        return cut_short_year(text, &parts->year);
    case 'm':
        return cut_number(text, 1, 2, &parts->month);
    case 'b':
    case 'B':
        return cut_month(text, &parts->month);
    case 'd':
        return cut_number(text, 1, 2, &parts->day);
    case 'H':
        return cut_number(text, 1, 2, &parts->hour);
    case 'M':
        return cut_number(text, 2, 2, &parts->minute);
    case 'S':
        return cut_number(text, 2, 2, &seconds) && seconds <= 60;
    case '*':
        *text = text_sub(*text, text->len, 0);
        return true;
    }
    return false;
}

static bool read_pattern(Text pattern, Text text, Parts *parts)
{
    *parts = no_parts;
    for (size_t i = 0; i < pattern.len; i++) {
        if (pattern.ptr[i] == '%' && i + 1 < pattern.len) {
            if (!cut_letter(pattern.ptr[++i], &text, parts))
                return false;
        } else {
            if (text.len == 0 || text.ptr[0] != pattern.ptr[i])
                return false;
            text = text_sub(text, 1, text.len);
        }
    }
    return text.len == 0 && parts->year != NO_PART;
}

// "Z", "+00:00", "-0500", "+09": the zone is dropped.
static bool is_zone(Text text)
{
    int hours, minutes;
    if (text.len == 0 || text_equal(text, TEXT("Z")))
        return true;
    if (text.ptr[0] != '+' && text.ptr[0] != '-')
        return false;
    text = text_sub(text, 1, text.len);
    if (!cut_number(&text, 2, 2, &hours))
        return false;
    if (text_starts(text, TEXT(":")))
        text = text_sub(text, 1, text.len);
    return text.len == 0 || (cut_number(&text, 2, 2, &minutes) && text.len == 0);
}

// "2012-03-14", "2012-03-14 04:17:38.276340+00:00".
static bool read_iso(Text text, Parts *parts)
{
    int ignored;
    if (!read_pattern(TEXT("%Y-%m-%d"), text_sub(text, 0, 10), parts) || text.len < 10)
        return false;
    text = text_sub(text, 10, text.len);
    if (text.len == 0)
        return true;
    if (text.ptr[0] != ' ' && text.ptr[0] != 'T')
        return false;
    text = text_sub(text, 1, text.len);
    if (!cut_number(&text, 2, 2, &parts->hour) || !text_starts(text, TEXT(":")))
        return false;
    text = text_sub(text, 1, text.len);
    if (!cut_number(&text, 2, 2, &parts->minute))
        return false;
    if (text_starts(text, TEXT(":"))) {
        text = text_sub(text, 1, text.len);
        if (!cut_number(&text, 2, 2, &ignored))
            return false;
        if (text_starts(text, TEXT("."))) {
            text = text_sub(text, 1, text.len);
            if (!cut_number(&text, 1, 9, &ignored))
                return false;
        }
    }
    return is_zone(text_trim(text));
}

static bool read_epoch(Text text, int64_t a_day, Date *date)
{
    int64_t value;
    if (!text_integer(text, &value))
        return false;
    int64_t day = value / a_day - (value % a_day < 0);
    if (day < DATE_FIRST_DAY || day > DATE_LAST_DAY)
        return false;
    Date found = date_from_day((int32_t)day);
    found.minutes = (int16_t)((value - day * a_day) / (a_day / (24 * 60)));
    *date = found;
    return true;
}

static size_t count_digits(Text text, size_t at)
{
    size_t end = at;
    while (end < text.len && text.ptr[end] >= '0' && text.ptr[end] <= '9')
        end++;
    return end - at;
}

static bool read_inside(Text text, Date *date)
{
    for (size_t at = 0; at < text.len;) {
        size_t digits = count_digits(text, at);
        DateForm form = digits == 8   ? DATE_FORM_YMD8
                        : digits == 6 ? DATE_FORM_YM6
                        : digits == 4 ? DATE_FORM_YEAR
                                      : DATE_FORM_NONE;
        if (date_form_read(form, TEXT(""), text_sub(text, at, digits), date))
            return true;
        at += digits ? digits : 1;
    }
    return false;
}

bool date_form_read(DateForm form, Text pattern, Text text, Date *date)
{
    Parts parts = no_parts;
    const char *why;
    switch (form) {
    case DATE_FORM_YMD8:
        return text.len == 8 && read_pattern(TEXT("%Y%m%d"), text, &parts) && date_of(parts, date);
    case DATE_FORM_YMDHMS:
        return text.len == 14 && read_pattern(TEXT("%Y%m%d%H%M%S"), text, &parts) &&
               date_of(parts, date);
    case DATE_FORM_ISO:
        return read_iso(text, &parts) && date_of(parts, date);
    case DATE_FORM_YM6:
        if (text.len != 6 || !read_pattern(TEXT("%Y%m"), text, &parts))
            return false;
        if (parts.month == 0) // not known
            parts.month = NO_PART;
        return date_of(parts, date);
    case DATE_FORM_YEAR:
        return read_whole(text, &parts.year) && date_of(parts, date);
    case DATE_FORM_EDTF:
        return date_parse(text, date, &why);
    case DATE_FORM_MICROS:
        return read_epoch(text, 86400 * INT64_C(1000000), date);
    case DATE_FORM_SECONDS:
        return read_epoch(text, 86400, date);
    case DATE_FORM_INSIDE:
        return read_inside(text, date);
    case DATE_FORM_PATTERN:
        return read_pattern(pattern, text, &parts) && date_of(parts, date);
    case DATE_FORM_NONE:
    case DATE_FORM_ANY:
        break;
    }
    return false;
}

bool date_forms_read(const DateForms *as, Text text, Date *date)
{
    text = text_trim(text);
    for (size_t i = 0; i < as->count; i++)
        if (date_form_read(as->forms[i], as->patterns[i], text, date))
            return true;
    return false;
}

// ---- names of forms ----

typedef struct FormName {
    Text name;
    DateForm form;
} FormName;

static const FormName form_names[] = {
    // of several names the first is the one that is written
    {TEXT_INIT("%Y%m%d"), DATE_FORM_YMD8},
    {TEXT_INIT("%Y%m%d%H%M%S"), DATE_FORM_YMDHMS},
    {TEXT_INIT("iso"), DATE_FORM_ISO},
    {TEXT_INIT("%Y-%m-%d"), DATE_FORM_ISO},
    {TEXT_INIT("%Y%m"), DATE_FORM_YM6},
    {TEXT_INIT("year"), DATE_FORM_YEAR},
    {TEXT_INIT("%Y"), DATE_FORM_YEAR},
    {TEXT_INIT("edtf"), DATE_FORM_EDTF},
    {TEXT_INIT("microseconds"), DATE_FORM_MICROS},
    {TEXT_INIT("seconds"), DATE_FORM_SECONDS},
    {TEXT_INIT("inside"), DATE_FORM_INSIDE},
    {TEXT_INIT("any"), DATE_FORM_ANY},
};

enum { FORM_NAMES = sizeof form_names / sizeof form_names[0] };

DateForm date_form_parse(Text pattern)
{
    bool has_year = false;
    for (size_t i = 0; i < FORM_NAMES; i++)
        if (text_equal(form_names[i].name, pattern))
            return form_names[i].form;
    for (size_t i = 0; i < pattern.len; i++) {
        if (pattern.ptr[i] != '%')
            continue;
        if (++i == pattern.len || !strchr("YymbBdHMS*", pattern.ptr[i]))
            return DATE_FORM_NONE;
        has_year = has_year || pattern.ptr[i] == 'Y' || pattern.ptr[i] == 'y';
    }
    return has_year ? DATE_FORM_PATTERN : DATE_FORM_NONE;
}

Text date_form_name(DateForm form, Text pattern)
{
    for (size_t i = 0; i < FORM_NAMES && form != DATE_FORM_PATTERN; i++)
        if (form_names[i].form == form)
            return form_names[i].name;
    return pattern;
}
