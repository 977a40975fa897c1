// What a row means under a recipe: the plain reading, to which faster ones are compared.
#include <config.h>
#include "loaders/profile_own.h"

#include <math.h>

// ---- fields ----

Text recipe_value(const Recipe *recipe, const Text *fields, size_t count, uint16_t column)
{
    if (column >= count)
        return (Text){0};
    Text value = fields[column];
    const CountryNames *missing = &recipe->profile->missing;
    for (size_t i = 0; i < missing->count; i++)
        if (text_equal(value, missing->items[i]))
            return (Text){0};
    return value;
}

bool condition_holds(const Recipe *recipe, const ConditionRecipe *condition, const Text *fields,
                     size_t count)
{
    if (condition->column == PROFILE_NO_COLUMN)
        return false;
    Text value = text_trim(recipe_value(recipe, fields, count, condition->column));
    bool is_one = false;
    for (size_t i = 0; i < condition->values.count && !is_one; i++)
        is_one = text_equal(value, condition->values.items[i]);
    return is_one != condition->is_negated;
}

// ---- dates ----

static bool read_date(const Recipe *recipe, const DateRecipe *as, const Text *fields, size_t count,
                      Date *date)
{
    Text value = text_trim(recipe_value(recipe, fields, count, as->column));
    if (value.len == 0)
        return false;
    if (!as->has_parts)
        return date_forms_read(&as->as, value, date);
    return date_from_parts(value, recipe_value(recipe, fields, count, as->month),
                           recipe_value(recipe, fields, count, as->day), as->add, date);
}

bool recipe_read_date(const Recipe *recipe, const Text *fields, size_t count, Date *date)
{
    return read_date(recipe, &recipe->date, fields, count, date);
}

static bool is_open_mark(const DateRecipe *end, const Text *fields, size_t count)
{
    Text value = end->column < count ? text_trim(fields[end->column]) : (Text){0};
    for (size_t i = 0; i < end->open_count; i++)
        if (text_equal(value, end->open[i]))
            return true;
    return false;
}

static void set_end(const Recipe *recipe, const Text *fields, size_t count, RecipeRow *row)
{
    Date end;
    const DateRecipe *as = &recipe->end;
    if (as->column == PROFILE_NO_COLUMN)
        return;
    if (is_open_mark(as, fields, count) ||
        condition_holds(recipe, &recipe->end_is_open, fields, count)) {
        row->date.end = DATE_LAST_DAY;
        row->date.end_form = DATE_OPEN;
        return;
    }
    if (text_trim(recipe_value(recipe, fields, count, as->column)).len == 0)
        return;
    if (!read_date(recipe, as, fields, count, &end)) {
        row->why = "expected a date, the end";
        row->column = as->column;
    } else if (end.end < row->date.start) {
        row->why = "expected an end that is not before the start";
        row->column = as->column;
    } else if (end.start != row->date.start || end.end != row->date.end) {
        row->date.end = end.end;
        row->date.end_form = end.start_form;
    }
}

static Date widen_to(int32_t day, bool is_year)
{
    int year, month, ignored;
    date_civil(day, &year, &month, &ignored);
    Date date = {.minutes = DATE_NO_MINUTES, .start_form = is_year ? DATE_YEAR : DATE_MONTH};
    date.start = date_day_number(year, is_year ? 1 : month, 1);
    date.end =
        is_year ? date_day_number(year, 12, 31) : date.start + date_days_in_month(year, month) - 1;
    return date;
}

static void set_precision(const Recipe *recipe, const Text *fields, size_t count, RecipeRow *row)
{
    if (recipe->precision == PROFILE_NO_COLUMN)
        return;
    Text code = text_trim(recipe_value(recipe, fields, count, recipe->precision));
    uint8_t precision = kind_map_find(recipe->precisions, code);
    Date *date = &row->date;
    if (precision == PRECISION_ABOUT)
        date->start_form |= DATE_APPROXIMATE;
    if (precision != PRECISION_MONTH && precision != PRECISION_YEAR)
        return;
    Date first = widen_to(date->start, precision == PRECISION_YEAR);
    if (date->end_form != 0 && date->end_form != DATE_OPEN) {
        Date last = widen_to(date->end, precision == PRECISION_YEAR);
        if (last.end != first.end) {
            first.end = last.end;
            first.end_form = last.start_form;
        }
    } else if (date->end_form == DATE_OPEN) {
        first.end = date->end;
        first.end_form = DATE_OPEN;
    }
    *date = first;
}

// ---- numbers and kinds ----

static double read_number(const Recipe *recipe, const Text *fields, size_t count, uint16_t column,
                          RecipeRow *row)
{
    double number;
    Text value = text_trim(recipe_value(recipe, fields, count, column));
    if (value.len == 0)
        return NAN;
    if (text_number(value, &number))
        return number;
    row->why = "expected a number";
    row->column = column;
    return NAN;
}

// Which column spoils a date of three columns: the month, the day, else the year.
static uint16_t wrong_part(const DateRecipe *as, const Recipe *recipe, const Text *fields,
                           size_t count)
{
    const uint16_t columns[] = {as->month, as->day};
    const int most[] = {12, 31};
    int64_t number;
    for (size_t i = 0; i < 2; i++) {
        Text part = text_trim(recipe_value(recipe, fields, count, columns[i]));
        if (part.len > 0 && (!text_integer(part, &number) || number < 1 || number > most[i]))
            return columns[i];
    }
    return as->column;
}

static void set_kind(const Recipe *recipe, const Text *fields, size_t count, Arena *scratch,
                     RecipeRow *row)
{
    Text code = template_render(recipe, &recipe->kind, fields, count, scratch);
    row->kind = recipe->kinds ? kind_map_find(recipe->kinds, code) : KIND_UNKNOWN;
    row->has_strange_kind = recipe->kinds && row->kind == KIND_UNKNOWN && code.len > 0;
    if (row->kind == KIND_UNKNOWN)
        row->kind = recipe->kind_else;
    row->code = template_render(recipe, &recipe->code, fields, count, scratch);
}

void recipe_read(const Recipe *recipe, const Text *fields, size_t count, SchemeMemo *memo,
                 Arena *scratch, RecipeRow *row)
{
    row->fate = ROW_EVENT;
    row->why = NULL;
    row->column = PROFILE_NO_COLUMN;
    row->country_count = 0;
    for (size_t i = 0; i < recipe->skip_count; i++)
        if (condition_holds(recipe, &recipe->skip[i], fields, count)) {
            row->fate = ROW_SKIPPED;
            return;
        }
    if (!read_date(recipe, &recipe->date, fields, count, &row->date)) {
        row->fate = ROW_REJECTED;
        row->why = "expected a date";
        row->column = wrong_part(&recipe->date, recipe, fields, count);
        return;
    }
    set_end(recipe, fields, count, row);
    set_precision(recipe, fields, count, row);
    read_countries(recipe, fields, count, memo, row);
    set_kind(recipe, fields, count, scratch, row);
    row->scale = read_number(recipe, fields, count, recipe->scale, row);
    row->weight = read_number(recipe, fields, count, recipe->weight, row);
}

// ---- texts ----

static Text join_columns(const Recipe *recipe, const ColumnList *columns, const Text *fields,
                         size_t count, char separator, Arena *scratch)
{
    Buffer out = buffer_in(scratch);
    for (size_t i = 0; i < columns->count; i++) {
        if (i > 0)
            buffer_add_char(&out, separator);
        buffer_add(&out, text_trim(recipe_value(recipe, fields, count, columns->items[i])));
    }
    return buffer_text(&out);
}

Text recipe_text(const Recipe *recipe, EventField field, const Text *fields, size_t count,
                 Arena *scratch)
{
    Date date;
    if (field == EVENT_ID)
        return join_columns(recipe, &recipe->id, fields, count, '-', scratch);
    if (field == EVENT_PUBLISHED)
        return read_date(recipe, &recipe->published, fields, count, &date)
                   ? date_format(date, scratch)
                   : (Text){0};
    const Template *as = field == EVENT_TITLE        ? &recipe->title
                         : field == EVENT_TEXT       ? &recipe->text
                         : field == EVENT_PLACE      ? &recipe->place
                         : field == EVENT_SOURCE_URL ? &recipe->url
                         : field == EVENT_PUBLISHER  ? &recipe->publisher
                         : field == EVENT_NOTE       ? &recipe->note
                         : field == EVENT_CODE       ? &recipe->code
                                                     : NULL;
    return as ? template_render(recipe, as, fields, count, scratch) : (Text){0};
}

static Text country_text(const RowCountry *country, Arena *scratch)
{
    return country->id.at != COUNTRY_NONE ? arena_printf(scratch, "%u", country->id.at)
                                          : country->code;
}

Text recipe_fold_key(const Recipe *recipe, const Text *fields, size_t count, const RecipeRow *row,
                     Arena *scratch)
{
    if (recipe->fold.count == 0)
        return (Text){0};
    Text key = join_columns(recipe, &recipe->fold, fields, count, '\x1f', scratch);
    if (!recipe->fold_has_pair)
        return key;
    Text first = row->country_count > 0 ? country_text(&row->countries[0], scratch) : (Text){0};
    Text second = row->country_count > 1 ? country_text(&row->countries[1], scratch) : (Text){0};
    if (text_compare(first, second) > 0) {
        Text swapped = first;
        first = second;
        second = swapped;
    }
    return arena_printf(scratch, "%.*s\x1f%.*s\x1f%.*s", TEXT_ARG(key), TEXT_ARG(first),
                        TEXT_ARG(second));
}

Text recipe_gather_key(const Recipe *recipe, const Text *fields, size_t count, Arena *scratch)
{
    return join_columns(recipe, &recipe->gather, fields, count, '\x1f', scratch);
}
