// The values of terms: countries, pairs, years, dates, numbers, patterns.
#include <config.h>
#include "model/filter_tree.h"

#include "model/nearest.h"
#include "model/regex.h"
#include "model/utf8.h"

static RawValue raw_sub(const RawValue *raw, size_t from, size_t until)
{
    return (RawValue){text_sub(raw->text, from, until - from), raw->bytes + from};
}

static RawValue raw_trim(const RawValue *raw)
{
    Text trimmed = text_trim(raw->text);
    size_t from = trimmed.len ? (size_t)(trimmed.ptr - raw->text.ptr) : 0;
    return raw_sub(raw, from, from + trimmed.len);
}

static bool is_bare(const RawValue *raw, size_t at, char c)
{
    return at < raw->text.len && raw->text.ptr[at] == c && !raw->bytes[at].is_quoted;
}

// Offset of the first ".." outside quotes.
static size_t find_dots(const RawValue *raw)
{
    for (size_t i = 0; i + 1 < raw->text.len; i++)
        if (is_bare(raw, i, '.') && is_bare(raw, i + 1, '.'))
            return i;
    return TEXT_NOWHERE;
}

static bool fail(FilterParser *parser, const RawValue *raw, const char *expected)
{
    return filter_fail(
        parser, raw->bytes[0].at,
        arena_printf(parser->arena, "%s, found \"%.*s\"", expected, TEXT_ARG(raw->text)));
}

// ---- countries ----

CountryId filter_country(const Countries *countries, Text name, Arena *scratch)
{
    CountryId id = country_by_code(countries, name);
    if (id.at == COUNTRY_NONE)
        id = country_by_name(countries, name, scratch);
    if (id.at == COUNTRY_NONE || country_get(countries, id)->class != COUNTRY_GROUP ||
        text_equal_nocase(country_get(countries, id)->code, name))
        return id;
    // "EU" names the union itself sooner than the list of its members, which has a code of its own.
    CountryId polity = country_by_code(countries, arena_printf(scratch, "@%.*s", TEXT_ARG(name)));
    return polity.at == COUNTRY_NONE ? id : polity;
}

// A code that a data set may have and no lexicon knows: three capitals or digits, or a polity's.
static bool may_be_strange_code(Text text)
{
    if (text_starts(text, TEXT("@")))
        return text.len > 1;
    for (size_t i = 0; i < text.len; i++) {
        bool is_capital = text.ptr[i] >= 'A' && text.ptr[i] <= 'Z';
        bool is_digit = text.ptr[i] >= '0' && text.ptr[i] <= '9';
        if (!is_capital && !is_digit)
            return false;
    }
    return text.len == 3;
}

static void try_names(Nearest *nearest, const CountryNames *names)
{
    for (size_t i = 0; i < names->count; i++)
        nearest_try(nearest, names->items[i]);
}

static Text nearest_country(const Countries *countries, Text typed)
{
    Nearest nearest = nearest_to(typed);
    for (size_t i = 1; i <= countries_count(countries); i++) {
        const Country *country = country_get(countries, (CountryId){(uint16_t)i});
        nearest_try(&nearest, country->name);
        try_names(&nearest, &country->names);
        try_names(&nearest, &country->adjectives);
        try_names(&nearest, &country->capitals);
        if (typed.len <= 3)
            nearest_try(&nearest, country->code);
    }
    return nearest.best;
}

static bool fail_unknown_country(FilterParser *parser, const RawValue *raw)
{
    Text nearest = nearest_country(parser->countries, raw->text);
    Text hint = nearest.len
                    ? arena_printf(parser->arena, "did you mean \"%.*s\"?", TEXT_ARG(nearest))
                    : TEXT("expected a code such as CHN, a name, or a group such as EU27");
    return filter_fail(parser, raw->bytes[0].at,
                       arena_printf(parser->arena, "no country is known as \"%.*s\"; %.*s",
                                    TEXT_ARG(raw->text), TEXT_ARG(hint)));
}

// False, without a problem, where it is no country.
static bool choose_country(const FilterParser *parser, const RawValue *whole, CountryChoice *choice)
{
    RawValue raw = raw_trim(whole);
    *choice = (CountryChoice){.id = {COUNTRY_NONE}};
    if (raw.text.len > 1 && is_bare(&raw, raw.text.len - 1, '~')) {
        choice->with_related = true;
        raw = raw_sub(&raw, 0, raw.text.len - 1);
    }
    if (raw.text.len == 1 && is_bare(&raw, 0, '*')) {
        choice->is_any = true;
        choice->code = TEXT("*");
        return !choice->with_related;
    }
    choice->id = filter_country(parser->countries, raw.text, parser->arena);
    if (choice->id.at != COUNTRY_NONE) {
        choice->code = country_get(parser->countries, choice->id)->code;
        return true;
    }
    choice->code = raw.text;
    return may_be_strange_code(raw.text);
}

static bool read_country(FilterParser *parser, CountryChoice *choice, const RawValue *whole)
{
    RawValue raw = raw_trim(whole);
    if (raw.text.len == 0)
        return filter_fail(parser, raw.bytes[0].at, TEXT("expected a country here"));
    if (choose_country(parser, &raw, choice))
        return true;
    if (is_bare(&raw, raw.text.len - 1, '~'))
        raw = raw_sub(&raw, 0, raw.text.len - 1);
    return fail_unknown_country(parser, &raw);
}

// Where the two sides of a pair meet: at >, else at the first hyphen with a country on either side (Guinea-Bissau has one too).
static size_t find_pair_sign(const FilterParser *parser, const RawValue *raw)
{
    size_t first = TEXT_NOWHERE;
    for (size_t i = 0; i < raw->text.len; i++)
        if (is_bare(raw, i, '>'))
            return i;
    for (size_t i = 0; i < raw->text.len; i++) {
        if (!is_bare(raw, i, '-'))
            continue;
        if (first == TEXT_NOWHERE)
            first = i;
        RawValue left = raw_sub(raw, 0, i), right = raw_sub(raw, i + 1, raw->text.len);
        CountryChoice ignored;
        if (choose_country(parser, &left, &ignored) && choose_country(parser, &right, &ignored))
            return i;
    }
    return first;
}

static bool read_pair(FilterParser *parser, TermValue *value, const RawValue *raw)
{
    size_t sign = find_pair_sign(parser, raw);
    if (sign == TEXT_NOWHERE)
        return fail(parser, raw, "expected two countries such as CHN-PRK or CHN>PRK");
    RawValue left = raw_sub(raw, 0, sign), right = raw_sub(raw, sign + 1, raw->text.len);
    value->is_directed = raw->text.ptr[sign] == '>';
    return read_country(parser, &value->country, &left) &&
           read_country(parser, &value->other, &right);
}

static bool read_text(FilterParser *parser, TermValue *value, const RawValue *raw)
{
    value->text = raw->text;
    return utf8_fold(raw->text, parser->arena).len > 0 ||
           fail(parser, raw, "expected letters, digits or signs to look for");
}

// A person may be called as a country is (Jordan, Li): a code counts only in capitals, a name counts as both.
static bool read_speaker(FilterParser *parser, TermValue *value, const RawValue *raw)
{
    Text text = raw->text;
    CountryId id = filter_country(parser->countries, text, parser->arena);
    value->text = text;
    value->country = (CountryChoice){.id = id, .code = text};
    if (id.at == COUNTRY_NONE)
        return read_text(parser, value, raw);
    const Country *country = country_get(parser->countries, id);
    bool is_code =
        text_equal_nocase(country->code, text) || text_equal_nocase(country->alpha2, text);
    bool is_in_capitals = text_equal(country->code, text) || text_equal(country->alpha2, text);
    value->country.is_code = is_code && is_in_capitals;
    if (is_code && !is_in_capitals)
        value->country.id = (CountryId){COUNTRY_NONE};
    if (value->country.is_code)
        value->text = value->country.code = country->code;
    return true;
}

// ---- time ----

static bool read_year_end(FilterParser *parser, const RawValue *raw, int *year)
{
    int64_t number;
    *year = FILTER_NO_YEAR;
    if (raw->text.len == 0)
        return true;
    if (!text_integer(raw->text, &number) || number < -9999 || number > 9999)
        return fail(parser, raw, "expected a year or a range such as 2019..2024");
    *year = (int)number; // within four digits
    return true;
}

static bool read_year(FilterParser *parser, TermValue *value, const RawValue *raw)
{
    size_t dots = find_dots(raw), end = raw->text.len;
    bool is_range = dots != TEXT_NOWHERE;
    RawValue left = raw_sub(raw, 0, is_range ? dots : end);
    RawValue right = is_range ? raw_sub(raw, dots + 2, end) : left;
    if (is_range && left.text.len == 0 && right.text.len == 0)
        return fail(parser, raw, "expected a year on one side at least");
    if (!read_year_end(parser, &left, &value->from_year) ||
        !read_year_end(parser, &right, &value->until_year))
        return false;
    bool is_open = value->until_year == FILTER_NO_YEAR;
    if (!is_open && value->from_year > value->until_year)
        return fail(parser, raw, "expected the earlier year first");
    value->first = value->from_year == FILTER_NO_YEAR ? DATE_FIRST_DAY
                                                      : date_day_number(value->from_year, 1, 1);
    value->last = is_open ? DATE_LAST_DAY : date_day_number(value->until_year, 12, 31);
    return true;
}

static bool read_date_end(FilterParser *parser, const RawValue *raw, Date *date)
{
    const char *why = "";
    if (raw->text.len == 0 || date_parse(raw->text, date, &why))
        return true;
    return filter_fail(parser, raw->bytes[0].at,
                       arena_printf(parser->arena,
                                    "%s; found \"%.*s\" instead of a date such as 1972, 1972-02 or "
                                    "1972-02-21",
                                    why, TEXT_ARG(raw->text)));
}

static bool read_date(FilterParser *parser, TermValue *value, const RawValue *raw)
{
    const char *why;
    size_t dots = find_dots(raw);
    bool is_one = date_parse(raw->text, &value->from, &why); // "1972/.." has dots of its own
    value->is_one_date = is_one || dots == TEXT_NOWHERE;
    if (value->is_one_date) {
        if (!read_date_end(parser, raw, &value->from))
            return false;
        value->first = value->from.start;
        value->last = value->from.end;
        return true;
    }
    RawValue left = raw_sub(raw, 0, dots), right = raw_sub(raw, dots + 2, raw->text.len);
    if (left.text.len == 0 && right.text.len == 0)
        return fail(parser, raw, "expected a date on one side at least");
    if (!read_date_end(parser, &left, &value->from) ||
        !read_date_end(parser, &right, &value->until))
        return false;
    value->first = left.text.len ? value->from.start : DATE_FIRST_DAY;
    value->last = right.text.len ? value->until.end : DATE_LAST_DAY;
    return value->first <= value->last || fail(parser, raw, "expected the earlier date first");
}

// ---- the others ----

static bool read_number(FilterParser *parser, TermValue *value, const RawValue *raw)
{
    return text_number(raw->text, &value->number) ||
           fail(parser, raw, "expected a number such as 5 or -2.5");
}

static bool read_regex(FilterParser *parser, TermValue *value, const RawValue *raw)
{
    Text message;
    size_t at = 0;
    Regex *regex = regex_compile(raw->text, parser->arena, &message, &at);
    if (!regex)
        return filter_fail(
            parser, raw->bytes[at].at,
            arena_printf(parser->arena, "in the regular expression: %.*s", TEXT_ARG(message)));
    regex_free(regex);
    value->text = raw->text;
    return true;
}

static bool read_form(FilterParser *parser, ValueForm form, TermValue *value, const RawValue *raw)
{
    RawValue trimmed = raw_trim(raw);
    switch (form) {
    case VALUE_TEXT:
        return read_text(parser, value, raw);
    case VALUE_REGEX:
        return read_regex(parser, value, raw);
    case VALUE_COUNTRY:
        return read_country(parser, &value->country, raw);
    case VALUE_PAIR:
        return read_pair(parser, value, &trimmed);
    case VALUE_YEAR:
        return read_year(parser, value, &trimmed);
    case VALUE_DATE:
        return read_date(parser, value, &trimmed);
    case VALUE_NUMBER:
        return read_number(parser, value, &trimmed);
    case VALUE_SPEAKER:
        return read_speaker(parser, value, &trimmed);
    case VALUE_FLAG:
        break;
    }
    return false;
}

bool filter_read_value(FilterParser *parser, Term *term, const RawValue *raw)
{
    TermValue value = {.number = 0};
    if (!read_form(parser, filter_term_rows[term->field].form, &value, raw))
        return false;
    ARENA_PUSH(parser->arena, &term->values, value);
    return true;
}
