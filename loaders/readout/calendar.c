#include <config.h>
#include "loaders/readout/calendar.h"

#include "model/date.h"
#include "model/utf8.h"

enum { YEAR_FIRST = 1800, YEAR_LAST = 2199 }; // a number outside is no year of a readout
typedef struct Cursor {
    const DateScan *scan;
    Text text; // cut at the end of the search
    size_t at;
} Cursor;

static uint32_t peek(const Cursor *cursor, size_t *len)
{
    *len = 0;
    return cursor->at < cursor->text.len ? utf8_decode(cursor->text, cursor->at, len) : 0;
}

// Digits of ASCII, full width, Arabic and Persian; -1: none.
static int digit_value(uint32_t code)
{
    static const uint32_t zeros[] = {'0', 0xFF10, 0x0660, 0x06F0};
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++) {
        if (code >= zeros[i] && code < zeros[i] + 10)
            return (int)(code - zeros[i]);
    }
    return -1;
}

static void skip_blanks(Cursor *cursor)
{
    size_t len;
    while (cursor->at < cursor->text.len && utf8_is_blank(peek(cursor, &len)))
        cursor->at += len;
}

// At most four digits, none following.
static bool take_number(Cursor *cursor, int *value, int *digits)
{
    Cursor ahead = *cursor;
    size_t len;
    *value = *digits = 0;
    for (int digit; (digit = digit_value(peek(&ahead, &len))) >= 0; ahead.at += len) {
        if (++*digits > 4)
            return false;
        *value = *value * 10 + digit;
    }
    if (*digits == 0)
        return false;
    *cursor = ahead;
    return true;
}

static bool take_char(Cursor *cursor, uint32_t wanted)
{
    size_t len;
    if (peek(cursor, &len) != wanted || len == 0)
        return false;
    cursor->at += len;
    return true;
}

// The letters and marks at the cursor, folded; empty where there is no letter.
static Text take_word(Cursor *cursor)
{
    size_t start = cursor->at, len;
    for (uint32_t code; (code = peek(cursor, &len)) && len; cursor->at += len) {
        bool is_mark = code >= 0x300 && code < 0x370;
        if (!utf8_is_letter(code) && !is_mark)
            break;
    }
    return utf8_fold(text_sub(cursor->text, start, cursor->at - start), cursor->scan->scratch);
}

static bool take_listed(Cursor *cursor, const WordList *list)
{
    Cursor ahead = *cursor;
    Text word = take_word(&ahead);
    if (word.len == 0 || !word_list_has(list, word))
        return false;
    *cursor = ahead;
    return true;
}

enum { PHRASE_WORDS = 3 };     // "earlier this morning"
enum { NEAR_UNIT_BYTES = 24 }; // of an era, its year and blanks
// The longest phrase at the cursor that means what is wanted; NULL: none.
static const Meaning *take_meaning(Cursor *cursor, bool (*is_wanted)(const Meaning *))
{
    const Meaning *best = NULL;
    Cursor ahead = *cursor;
    Buffer phrase = buffer_in(cursor->scan->scratch);
    for (int n = 0; n < PHRASE_WORDS; n++) {
        Text word = take_word(&ahead);
        if (word.len == 0)
            break;
        buffer_add(&phrase, word);
        const Meaning *meaning = readout_words_meaning(cursor->scan->words, buffer_text(&phrase));
        if (meaning && is_wanted(meaning)) {
            best = meaning;
            cursor->at = ahead.at;
        }
        skip_blanks(&ahead);
        buffer_add_char(&phrase, ' ');
    }
    return best;
}

static bool is_month(const Meaning *meaning)
{
    return meaning->month != 0;
}

// "March", "mars", "Sept."
static bool take_month(Cursor *cursor, int *month)
{
    const Meaning *meaning = take_meaning(cursor, is_month);
    if (!meaning)
        return false;
    *month = meaning->month;
    // "Sept. 5", but "on 29 October. It …"
    size_t len;
    Cursor ahead = *cursor;
    bool has_stop = take_char(&ahead, '.');
    size_t behind = ahead.at;
    skip_blanks(&ahead);
    if (has_stop && digit_value(peek(&ahead, &len)) >= 0)
        cursor->at = behind;
    return true;
}

// "tháng 3"
static bool take_numbered_month(Cursor *cursor, int *month)
{
    Cursor ahead = *cursor;
    int digits;
    if (!take_listed(&ahead, &cursor->scan->words->date_numbered))
        return false;
    skip_blanks(&ahead);
    if (!take_number(&ahead, month, &digits))
        return false;
    *cursor = ahead;
    return true;
}

static bool take_day(Cursor *cursor, int *day)
{
    Cursor ahead = *cursor;
    int digits;
    if (!take_number(&ahead, day, &digits) || digits > 2 || *day < 1 || *day > 31)
        return false;
    take_listed(&ahead, &cursor->scan->words->ordinals);
    size_t len;
    if (utf8_is_letter(peek(&ahead, &len)))
        return false;
    *cursor = ahead;
    return true;
}

// ", 2024", " 2024", " de 2024", ". 2024"
static bool take_year(Cursor *cursor, int *year)
{
    Cursor ahead = *cursor;
    int digits;
    if (!take_char(&ahead, ','))
        take_char(&ahead, '.'); // "May 4. 2018"
    skip_blanks(&ahead);
    if (take_listed(&ahead, &cursor->scan->words->date_links))
        skip_blanks(&ahead);
    if (!take_number(&ahead, year, &digits) || digits != 4 || *year < YEAR_FIRST ||
        *year > YEAR_LAST)
        return false;
    *cursor = ahead;
    return true;
}

// "-", " to ", " – ", " and "
static bool take_range(Cursor *cursor)
{
    Cursor ahead = *cursor;
    skip_blanks(&ahead);
    bool is_range = take_char(&ahead, '-') || take_char(&ahead, 0x2013) ||
                    take_char(&ahead, 0x2014) || take_char(&ahead, '&') ||
                    take_listed(&ahead, &cursor->scan->words->date_ranges);
    if (!is_range)
        return false;
    skip_blanks(&ahead);
    *cursor = ahead;
    return true;
}

static bool exists(const DateFound *found)
{
    int year = found->year ? found->year : 2000; // a leap year: it may have been one
    bool has_end = found->end_day != 0;
    return found->month >= 1 && found->month <= 12 && found->day >= 1 &&
           found->day <= date_days_in_month(year, found->month) &&
           (!has_end || found->end_day <= date_days_in_month(year, found->end_month));
}

static bool finish(Cursor *cursor, const Cursor *ahead, DateFound *found)
{
    if (!exists(found))
        return false;
    found->kind = DATES_CALENDAR;
    found->end = ahead->at;
    cursor->at = ahead->at;
    return true;
}

// ---- the forms ----

static bool is_figure_link(uint32_t code)
{
    return code == '-' || code == '/' || code == '.';
}

static uint32_t code_before(Text text, size_t at)
{
    size_t back = at, len;
    if (at == 0)
        return ' ';
    do
        back--;
    while (back > 0 && ((unsigned char)text.ptr[back] & 0xC0) == 0x80);
    return utf8_decode(text, back, &len);
}

// "1742-17-09-2024" is no date, nor is the end of it.
static bool is_part_of_number(Text text, size_t start, const Cursor *ahead)
{
    uint32_t before = code_before(text, start);
    Cursor behind = *ahead;
    size_t len, next;
    uint32_t after = peek(&behind, &len);
    behind.at += len;
    bool goes_on = is_figure_link(after) && digit_value(peek(&behind, &next)) >= 0;
    return is_figure_link(before) || digit_value(before) >= 0 ||
           (before < 0x250 && utf8_is_letter(before)) || digit_value(after) >= 0 || goes_on;
}

// 2024.01.22, 2024-01-22, 29.10.2024, 19/12/2024, and 12/19/2024 where it can be nothing else
static bool take_figures(Cursor *cursor, DateFound *found)
{
    Cursor ahead = *cursor;
    int value[3], digits[3];
    uint32_t link = 0;
    for (int i = 0; i < 3; i++) {
        size_t len;
        if (!take_number(&ahead, &value[i], &digits[i]))
            return false;
        if (i == 0 && code_before(cursor->text, cursor->at) == '(')
            take_char(&ahead, ')'); // "Juche 113 (2024).3.21"
        uint32_t next = i < 2 ? peek(&ahead, &len) : link;
        if ((i == 0 && !is_figure_link(next)) || (i > 0 && next != link))
            return false;
        link = next;
        ahead.at += i < 2 ? len : 0;
        if (i < 2 && link == '.')
            skip_blanks(&ahead);
    }
    bool year_first = digits[0] == 4 && digits[1] <= 2 && digits[2] <= 2;
    bool year_last = digits[2] == 4 && digits[0] <= 2 && digits[1] <= 2;
    if ((!year_first && !year_last) || is_part_of_number(cursor->text, cursor->at, &ahead))
        return false;
    found->year = year_first ? value[0] : value[2];
    found->month = value[1];
    found->day = year_first ? value[2] : value[0];
    if (year_last && link == '/' && found->month > 12) {
        found->month = value[0];
        found->day = value[1];
    }
    return found->year >= YEAR_FIRST && found->year <= YEAR_LAST && finish(cursor, &ahead, found);
}

static bool take_unit(Cursor *cursor, Text unit)
{
    skip_blanks(cursor);
    Text rest = text_sub(cursor->text, cursor->at, unit.len);
    if (!text_equal(rest, unit))
        return false;
    cursor->at += unit.len;
    skip_blanks(cursor);
    return true;
}

// The name of an era where one stands at the cursor; NULL: none.
static const Era *take_era(Cursor *cursor, const Language *language)
{
    for (size_t i = 0; i < language->eras.count; i++) {
        Cursor ahead = *cursor;
        if (take_unit(&ahead, language->eras.items[i].name)) {
            *cursor = ahead;
            return &language->eras.items[i];
        }
    }
    return NULL;
}

// 2024年3月12日, 3月12日, 2024년 3월 12일, 令和6年3月12日
static bool take_units(Cursor *cursor, const Language *language, DateFound *found)
{
    const Text *units = language->units.items;
    Cursor ahead = *cursor;
    const Era *era = take_era(&ahead, language);
    int digits;
    if (language->units.count != 3 || !take_number(&ahead, &found->year, &digits))
        return false;
    if (digits == 4 || era) {
        if (!take_unit(&ahead, units[0]) || !take_number(&ahead, &found->month, &digits))
            return false;
        found->year += era ? (int)era->before : 0;
    } else {
        found->month = found->year;
        found->year = 0;
    }
    if (!take_unit(&ahead, units[1]) || !take_number(&ahead, &found->day, &digits))
        return false;
    Cursor before_unit = ahead;
    if (!take_unit(&ahead, units[2]))
        return false;
    skip_blanks(&before_unit);
    ahead.at = before_unit.at + units[2].len;
    return finish(cursor, &ahead, found);
}

static bool take_any_units(Cursor *cursor, DateFound *found)
{
    const ReadoutWords *words = cursor->scan->words;
    Text near = text_sub(cursor->text, cursor->at, NEAR_UNIT_BYTES);
    if (!words->has_ascii_units && utf8_is_ascii(near))
        return false; // as nearly always
    for (size_t i = 0; i < words->languages.count; i++) {
        DateFound attempt = *found;
        if (take_units(cursor, &words->languages.items[i], &attempt)) {
            *found = attempt;
            return true;
        }
    }
    return false;
}

// From a day on to its month: "19 January", "12. März", "1er mars", "12 de marzo"
static bool take_day_month(Cursor *cursor, int *day, int *month)
{
    Cursor ahead = *cursor;
    if (!take_day(&ahead, day))
        return false;
    take_char(&ahead, '.');
    skip_blanks(&ahead);
    if (take_listed(&ahead, &cursor->scan->words->date_links))
        skip_blanks(&ahead);
    if (!take_numbered_month(&ahead, month) && !take_month(&ahead, month))
        return false;
    *cursor = ahead;
    return true;
}

static bool finish_with_year(Cursor *cursor, Cursor ahead, DateFound *found)
{
    Cursor behind = ahead;
    if (take_year(&behind, &found->year))
        return finish(cursor, &behind, found);
    found->year = 0;
    return finish(cursor, &ahead, found);
}

// "19 January 2024", "10 to 12 January 2024", "27 February - 1 March 2024"
static bool take_day_first(Cursor *cursor, DateFound *found)
{
    Cursor ahead = *cursor;
    Cursor behind;
    int second, month;
    if (take_day_month(&ahead, &found->day, &found->month)) {
        behind = ahead;
        if (take_range(&behind) && take_day_month(&behind, &second, &month)) {
            found->end_day = second;
            found->end_month = month;
            ahead = behind;
        }
    } else {
        if (!take_day(&ahead, &found->day) || !take_range(&ahead) ||
            !take_day_month(&ahead, &found->end_day, &found->end_month))
            return false;
        found->month = found->end_month;
    }
    return finish_with_year(cursor, ahead, found);
}

// "2024 March 12", "2024. március 12"
static bool take_year_first(Cursor *cursor, DateFound *found)
{
    Cursor ahead = *cursor;
    int digits;
    if (!take_number(&ahead, &found->year, &digits) || digits != 4)
        return false;
    take_char(&ahead, '.');
    skip_blanks(&ahead);
    if (!take_month(&ahead, &found->month))
        return false;
    skip_blanks(&ahead);
    return take_day(&ahead, &found->day) && finish(cursor, &ahead, found);
}

// "March 27, 2025", "January 6-9", "May 12 to 17", "June 27 to July 1, 2024"
static bool take_month_first(Cursor *cursor, DateFound *found)
{
    Cursor ahead = *cursor;
    size_t len;
    bool is_name = utf8_is_upper(peek(&ahead, &len)); // "may 12" is no date
    if (!is_name || !take_month(&ahead, &found->month))
        return false;
    skip_blanks(&ahead);
    if (!take_day(&ahead, &found->day))
        return false;
    Cursor behind = ahead;
    if (take_range(&behind)) {
        int month = found->month, day;
        if (take_month(&behind, &month))
            skip_blanks(&behind);
        if (take_day(&behind, &day)) {
            found->end_month = month ? month : found->month;
            found->end_day = day;
            ahead = behind;
        }
    }
    return finish_with_year(cursor, ahead, found);
}

// ---- words ----

static bool is_relative(const Meaning *meaning)
{
    return meaning->is_today || meaning->is_yesterday || meaning->weekday;
}

static bool take_words(Cursor *cursor, DateFound *found)
{
    const Meaning *meaning = take_meaning(cursor, is_relative);
    if (!meaning)
        return false;
    if (meaning->is_yesterday)
        found->kind = DATES_YESTERDAY;
    else
        found->kind = meaning->is_today ? DATES_TODAY : DATES_WEEKDAY;
    found->weekday = meaning->weekday ? meaning->weekday - 1 : 0;
    found->end = cursor->at;
    return true;
}

// ---- the search ----

static bool take_date(Cursor *cursor, bool is_number, DateFound *found)
{
    bool (*const of_numbers[])(Cursor *, DateFound *) = {take_figures, take_year_first,
                                                         take_any_units, take_day_first};
    bool (*const of_words[])(Cursor *, DateFound *) = {take_month_first, take_any_units,
                                                       take_words};
    for (size_t i = 0; i < (is_number ? 4 : 3); i++) {
        *found = (DateFound){.start = cursor->at};
        if ((is_number ? of_numbers : of_words)[i](cursor, found))
            return true;
    }
    return false;
}

static void skip_token(Cursor *cursor)
{
    size_t len;
    uint32_t code = peek(cursor, &len);
    bool is_number = digit_value(code) >= 0;
    bool is_word = utf8_is_letter(code);
    do {
        cursor->at += len;
        code = peek(cursor, &len);
    } while (len && ((is_number && digit_value(code) >= 0) || (is_word && utf8_is_letter(code))));
}

bool dates_next(const DateScan *scan, size_t from, size_t end, DateFound *found)
{
    Cursor cursor = {scan, text_sub(scan->text, 0, end), from};
    ArenaMark mark = arena_mark(scan->scratch);
    bool is_found = false;
    while (!is_found && cursor.at < cursor.text.len) {
        size_t len;
        uint32_t code = peek(&cursor, &len);
        bool is_number = digit_value(code) >= 0;
        bool may_begin =
            is_number || (utf8_is_letter(code) &&
                          readout_words_may_be_date(
                              scan->words, text_sub(cursor.text, cursor.at, cursor.text.len)));
        is_found = may_begin && take_date(&cursor, is_number, found);
        if (!is_found)
            skip_token(&cursor);
        if (may_begin)
            arena_rewind(scan->scratch, mark);
    }
    return is_found;
}
