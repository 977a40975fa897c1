// The countries of a row: from one column or two, from lists in a field, from inside a longer text.
#include <config.h>
#include "loaders/profile_own.h"

#include <string.h>

// ---- binding ----

static const Scheme *find_scheme(const Profile *profile, ProfileKey own)
{
    Text name = profile_value(profile, own);
    return schemes_find(profile->schemes,
                        name.len > 0 ? name : profile_value(profile, PROFILE_KEY_SCHEME));
}

static void set_reading(Binder *binder, CountryRecipe *country)
{
    const Profile *profile = binder->profile;
    CountryNames patterns =
        profile_list(profile_value(profile, PROFILE_KEY_COUNTRY_PATTERNS), binder->arena);
    country->separator = profile_mark(profile_value(profile, PROFILE_KEY_COUNTRY_SEPARATOR));
    int64_t letters = 0;
    if (text_integer(profile_value(profile, PROFILE_KEY_COUNTRY_LETTERS), &letters) && letters > 0)
        country->letters = (size_t)letters;
    country->strip = profile_value(profile, PROFILE_KEY_COUNTRY_STRIP);
    country->patterns = patterns.items;
    country->pattern_count = patterns.count;
    country->keeps_strange =
        text_equal_nocase(profile_value(profile, PROFILE_KEY_UNKNOWN), TEXT("keep"));
}

static void add_country(Binder *binder, ProfileKey key, ProfileKey scheme, uint8_t side)
{
    CountryRecipe country = {.side = side, .scheme = find_scheme(binder->profile, scheme)};
    country.column = bind_column(binder, profile_value(binder->profile, key),
                                 profile_row_of(binder->profile, key));
    set_reading(binder, &country);
    if (country.column != PROFILE_NO_COLUMN && country.scheme)
        binder->recipe->countries[binder->recipe->country_count++] = country;
}

static void add_to_set(Binder *binder, uint16_t column)
{
    Recipe *recipe = binder->recipe;
    CountryRecipe country = {.column = column,
                             .scheme = find_scheme(binder->profile, PROFILE_KEY_COUNTRIES_SCHEME)};
    set_reading(binder, &country);
    if (column < binder->layout->column_count)
        binder->is_used[column] = true;
    if (column != PROFILE_NO_COLUMN && country.scheme && recipe->country_count < PROFILE_COUNTRIES)
        recipe->countries[recipe->country_count++] = country;
}

// "mem1..mem59|observer": columns and ranges of them.
static void add_set(Binder *binder)
{
    const ConfigRow *row = profile_row_of(binder->profile, PROFILE_KEY_COUNTRIES);
    for (Text rest = profile_value(binder->profile, PROFILE_KEY_COUNTRIES); rest.ptr;) {
        Text item = bind_cut_item(&rest);
        size_t dots = text_find(item, TEXT(".."));
        uint16_t first = bind_column(binder, text_sub(item, 0, dots), row);
        uint16_t last = first;
        if (dots != TEXT_NOWHERE)
            last = bind_column(binder, text_sub(item, dots + 2, item.len), row);
        for (uint16_t i = first; i <= last && last != PROFILE_NO_COLUMN; i++)
            add_to_set(binder, i);
    }
}

void bind_countries(Binder *binder)
{
    const Profile *profile = binder->profile;
    Recipe *recipe = binder->recipe;
    add_country(binder, PROFILE_KEY_COUNTRY1, PROFILE_KEY_SCHEME1, 1);
    add_country(binder, PROFILE_KEY_COUNTRY2, PROFILE_KEY_SCHEME2, 2);
    add_set(binder);
    recipe->is_directed = profile_is_yes(profile, PROFILE_KEY_DIRECTED);
    recipe->country_else = (CountryRecipe){
        .column = bind_column(binder, profile_value(profile, PROFILE_KEY_COUNTRY_ELSE),
                              profile_row_of(profile, PROFILE_KEY_COUNTRY_ELSE)),
        .scheme = find_scheme(profile, PROFILE_KEY_ELSE_SCHEME)};
    set_reading(binder, &recipe->country_else);
    recipe->country_else.pattern_count = 0;
    recipe->country_else.letters = 0;
    recipe->country_else.keeps_strange = true;
    if (!recipe->country_else.scheme)
        recipe->country_else.column = PROFILE_NO_COLUMN;
}

// ---- reading ----

// "* of {} (*": what stands in the hole. A "*" counts only at the ends of a pattern.
static bool match_pattern(Text pattern, Text text, Text *hole)
{
    size_t at = text_find(pattern, TEXT("{}"));
    if (at == TEXT_NOWHERE)
        return false;
    Text before = text_sub(pattern, 0, at);
    Text after = text_sub(pattern, at + 2, pattern.len);
    size_t start = 0;
    if (text_starts(before, TEXT("*"))) {
        before = text_sub(before, 1, before.len);
        start = text_find(text, before);
    } else if (!text_starts(text, before)) {
        start = TEXT_NOWHERE;
    }
    if (start == TEXT_NOWHERE)
        return false;
    Text rest = text_sub(text, start + before.len, text.len);
    size_t end = rest.len - after.len;
    if (text_ends(after, TEXT("*"))) {
        end = text_find(rest, text_sub(after, 0, after.len - 1));
        if (end == TEXT_NOWHERE)
            return false;
        end = after.len == 1 ? rest.len : end;
    } else if (!text_ends(rest, after)) {
        return false;
    }
    *hole = text_trim(text_sub(rest, 0, end));
    return hole->len > 0;
}

static Text strip(Text text, Text characters)
{
    text = text_trim(text);
    while (text.len > 0 && text_find_char(characters, text.ptr[0]) != TEXT_NOWHERE)
        text = text_sub(text, 1, text.len);
    while (text.len > 0 && text_find_char(characters, text.ptr[text.len - 1]) != TEXT_NOWHERE)
        text.len--;
    return text_trim(text);
}

static void add_row_country(RecipeRow *row, RowCountry country)
{
    for (size_t i = 0; i < row->country_count; i++) {
        const RowCountry *known = &row->countries[i];
        if (country.id.at != COUNTRY_NONE
                ? country_equal(known->id, country.id)
                : known->id.at == COUNTRY_NONE && text_equal(known->code, country.code))
            return;
    }
    if (row->country_count < PROFILE_COUNTRIES)
        row->countries[row->country_count++] = country;
}

static SchemeCountry resolve(const CountryRecipe *as, Text code, int year, SchemeMemo *memo)
{
    SchemeCountry found = {0};
    Text hole;
    if (as->pattern_count == 0)
        return scheme_resolve(as->scheme, code, year, memo);
    for (size_t i = 0; i < as->pattern_count && found.id.at == COUNTRY_NONE; i++)
        if (match_pattern(as->patterns[i], code, &hole))
            found = scheme_resolve(as->scheme, hole, year, memo);
    return found;
}

static Text cut_item(Text *rest, Text separator)
{
    size_t at = separator.len > 0 ? text_find(*rest, separator) : TEXT_NOWHERE;
    Text item = text_sub(*rest, 0, at);
    *rest = at == TEXT_NOWHERE ? (Text){0} : text_sub(*rest, at + separator.len, rest->len);
    return item;
}

static void read_column(const CountryRecipe *as, Text value, SchemeMemo *memo, RecipeRow *row)
{
    int year = date_year(row->date);
    for (Text rest = value; rest.len > 0;) {
        Text code = strip(cut_item(&rest, as->separator), as->strip);
        if (as->letters > 0)
            code = text_sub(code, 0, as->letters);
        SchemeCountry found = resolve(as, code, year, memo);
        if (found.id.at != COUNTRY_NONE || (found.code.len > 0 && as->keeps_strange))
            add_row_country(row, (RowCountry){found.id, found.code, as->side});
    }
}

void read_countries(const Recipe *recipe, const Text *fields, size_t count, SchemeMemo *memo,
                    RecipeRow *row)
{
    row->country_count = 0;
    for (size_t i = 0; i < recipe->country_count; i++)
        read_column(&recipe->countries[i],
                    recipe_value(recipe, fields, count, recipe->countries[i].column), memo, row);
    if (row->country_count == 0 && recipe->country_else.column != PROFILE_NO_COLUMN)
        read_column(&recipe->country_else,
                    recipe_value(recipe, fields, count, recipe->country_else.column), memo, row);
    row->is_directed = recipe->is_directed && row->country_count == 2 &&
                       row->countries[0].side == 1 && row->countries[1].side == 2;
}
