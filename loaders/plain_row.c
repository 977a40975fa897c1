#include <config.h>
#include "loaders/plain_row.h"

#include "loaders/field_memo.h"
#include "loaders/profile_own.h"
#include "loaders/quick_value.h"
#include "model/utf8.h"

#include <math.h>

enum {
    COUNTRY_BITS = 11, // few of the places are ever used: more of them keep codes apart
    KIND_BITS = 10,
    SIDES = 4, // columns of countries
    ANY_YEAR = INT32_MAX,
};

typedef struct CountryMemo {
    FieldKey key;
    int32_t year; // in which it means this; ANY_YEAR
    bool is_known;
    CountryId id; // COUNTRY_NONE: the field means no country
} CountryMemo;

typedef struct KindMemo {
    FieldKey key;
    bool is_known;
    bool is_strange; // the profile does not know the code
    StringId kind, code;
} KindMemo;

struct PlainRows {
    PlainSetup setup;
    const Recipe *recipe;
    Text *fields; // room for recipe_value and the like: all empty but one
    DateForm date_form;
    RecipeRow row;         // likewise
    bool has_strange_kind; // of the row read last
    CountryId countries[SIDES];
    uint32_t scheme_of[SIDES]; // the first column whose codes mean the same
    CountryMemo country_memo[1 << COUNTRY_BITS];
    KindMemo kind_memo[1 << KIND_BITS];
};

// ---- which recipes? ----

static bool is_plain_template(const Template *as)
{
    return as->column != PROFILE_NO_COLUMN || as->count == 0;
}

static bool is_plain_recipe(const Recipe *recipe)
{
    return !recipe->date.has_parts && recipe->date.as.count > 0 &&
           recipe->end.column == PROFILE_NO_COLUMN && recipe->precision == PROFILE_NO_COLUMN &&
           recipe->country_count <= SIDES && recipe->country_else.column == PROFILE_NO_COLUMN &&
           is_plain_template(&recipe->kind) && is_plain_template(&recipe->code) &&
           is_plain_template(&recipe->place) && recipe->id.count == 1 && recipe->fold.count == 0 &&
           recipe->gather.count == 0 && recipe->skip_count == 0 && recipe->people_count == 0 &&
           recipe->join.profile.len == 0 && recipe->lookup.profile.len == 0 &&
           !recipe->has_file_name && !recipe->infers_countries;
}

PlainRows *plain_rows_new(const PlainSetup *setup)
{
    const Recipe *recipe = setup->form->recipe;
    if (setup->form->encoding.len > 0 || !is_plain_recipe(recipe))
        return NULL;
    PlainRows *rows = ARENA_NEW(setup->arena, PlainRows);
    rows->setup = *setup;
    rows->recipe = recipe;
    rows->fields = ARENA_ARRAY(setup->arena, Text, table_form_columns(setup->form));
    rows->date_form = recipe->date.as.forms[0];
    for (uint32_t i = 0; i < recipe->country_count; i++) {
        rows->scheme_of[i] = i;
        // All else that is said of reading codes holds for every column of a profile.
        for (uint32_t k = i; k > 0; k--)
            if (recipe->countries[k - 1].scheme == recipe->countries[i].scheme)
                rows->scheme_of[i] = k - 1;
    }
    return rows;
}

static void use(bool *used, uint16_t column)
{
    if (column != PROFILE_NO_COLUMN)
        used[column] = true;
}

static void use_list(bool *used, const ColumnList *list)
{
    for (size_t i = 0; i < list->count; i++)
        use(used, list->items[i]);
}

static void use_template(bool *used, const Template *as)
{
    use(used, as->column);
    for (size_t i = 0; i < as->count; i++)
        use(used, as->parts[i].column);
}

void recipe_list_shown(const Recipe *recipe, bool *used)
{
    const Template *texts[] = {&recipe->title,     &recipe->text, &recipe->place, &recipe->url,
                               &recipe->publisher, &recipe->note, &recipe->code,  &recipe->kind};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        use_template(used, texts[i]);
    use_list(used, &recipe->id);
    use(used, recipe->published.column);
    use(used, recipe->published.month);
    use(used, recipe->published.day);
    if (recipe->lookup.profile.len > 0)
        use(used, recipe->lookup.key);
}

void recipe_list_columns(const Recipe *recipe, bool *used)
{
    for (size_t i = 0; i < recipe->hot_count; i++)
        use(used, recipe->hot[i]);
    use_list(used, &recipe->id);
    use_list(used, &recipe->fold);
    use_list(used, &recipe->gather);
    use_template(used, &recipe->place);
    if (recipe->infers_countries) {
        use_template(used, &recipe->title);
        use_template(used, &recipe->text);
    }
    for (size_t i = 0; i < recipe->people_count; i++) {
        use(used, recipe->people[i].name);
        use(used, recipe->people[i].office);
    }
    if (recipe->join.profile.len > 0)
        use(used, recipe->join.key);
    if (recipe->lookup.profile.len > 0)
        use(used, recipe->lookup.key);
}

// ---- fields ----

// False: it must be decoded.
static inline bool value_of(const PlainRows *rows, const Record *record, uint16_t column,
                            Text *value)
{
    *value = (Text){NULL, 0};
    if (column >= record->field_count)
        return true;
    const FieldSpan *span = &record->fields[column];
    *value = (Text){record->bytes + span->start, span->length};
    const CountryNames *missing = &rows->recipe->profile->missing;
    for (size_t i = 0; i < missing->count; i++)
        if (text_equal(*value, missing->items[i]))
            *value = (Text){NULL, 0};
    return !span->has_doubled_quote;
}

// Likewise, and nothing is to be trimmed off it.
static inline bool tight_value_of(const PlainRows *rows, const Record *record, uint16_t column,
                                  Text *value)
{
    return value_of(rows, record, column, value) &&
           (value->len == 0 || (value->ptr[0] > ' ' && value->ptr[value->len - 1] > ' '));
}

// ---- dates ----

static bool read_date(PlainRows *rows, const Record *record, Date *date)
{
    Text text;
    const DateRecipe *as = &rows->recipe->date;
    return tight_value_of(rows, record, as->column, &text) && text.len > 0 &&
           (quick_date(rows->date_form, text, date) || date_forms_read(&as->as, text, date));
}

// ---- countries ----

// Whether it was reported, if it is strange.
static bool has_been_told(const TableSeen *seen, Text code)
{
    return table_seen_has(seen, text_hash(code));
}

static bool ignores_year(const CountryRecipe *as, Text field)
{
    return as->pattern_count == 0 && as->separator.len == 0 && as->strip.len == 0 &&
           as->letters == 0 && scheme_ignores_year(as->scheme, field);
}

// False: it is more than one country, or one to be reported.
static bool settle_country(PlainRows *rows, const CountryRecipe *as, Text field, Date date,
                           CountryMemo *memo)
{
    RecipeRow *row = &rows->row;
    row->date = date;
    rows->fields[as->column] = field;
    read_countries(rows->recipe, rows->fields, table_form_columns(rows->setup.form),
                   rows->setup.memo, row);
    rows->fields[as->column] = (Text){NULL, 0};
    if (row->country_count > 1)
        return false;
    CountryId id = {COUNTRY_NONE};
    if (row->country_count == 1) {
        Text code = row->countries[0].code;
        id = row->countries[0].id;
        if (id.at == COUNTRY_NONE && !has_been_told(rows->setup.strange_countries, code))
            return false;
        if (id.at == COUNTRY_NONE)
            id = builder_country(rows->setup.builder, code);
    }
    memo->id = id;
    memo->year = ignores_year(as, field) ? ANY_YEAR : date_year(date);
    return true;
}

static bool read_country(PlainRows *rows, size_t side, Text field, Date date, CountryId *id)
{
    const CountryRecipe *as = &rows->recipe->countries[side];
    if (field.len > FIELD_KEY_BYTES) {
        CountryMemo once;
        bool is_one = settle_country(rows, as, field, date, &once);
        *id = is_one ? once.id : (CountryId){COUNTRY_NONE};
        return is_one;
    }
    FieldKey key = field_key(field, rows->scheme_of[side]);
    CountryMemo *memo = &rows->country_memo[field_key_place(&key, COUNTRY_BITS)];
    bool is_hit = memo->is_known && field_key_equal(&memo->key, &key) &&
                  (memo->year == ANY_YEAR || memo->year == date_year(date));
    if (!is_hit) {
        memo->is_known = false;
        if (!settle_country(rows, as, field, date, memo))
            return false;
        memo->key = key;
        memo->is_known = true;
    }
    *id = memo->id;
    return true;
}

static bool set_countries(PlainRows *rows, const Record *record, Event *event)
{
    const Recipe *recipe = rows->recipe;
    size_t count = 0;
    uint8_t sides[SIDES];
    for (size_t i = 0; i < recipe->country_count; i++) {
        Text field;
        CountryId id = {COUNTRY_NONE};
        if (!value_of(rows, record, recipe->countries[i].column, &field) ||
            (field.len > 0 && !read_country(rows, i, field, event->date, &id)))
            return false;
        bool is_known = id.at == COUNTRY_NONE;
        for (size_t k = 0; k < count; k++)
            is_known = is_known || country_equal(rows->countries[k], id);
        if (is_known)
            continue;
        sides[count] = recipe->countries[i].side;
        rows->countries[count++] = id;
    }
    event->countries = rows->countries;
    event->country_count = count;
    event->is_directed = recipe->is_directed && count == 2 && sides[0] == 1 && sides[1] == 2;
    return true;
}

// ---- kinds ----

// False: the code is one to be reported.
static bool settle_kind(const PlainRows *rows, const Record *record, Text text, KindMemo *memo)
{
    const Recipe *recipe = rows->recipe;
    Text code = text;
    uint8_t kind = recipe->kinds ? kind_map_find(recipe->kinds, text) : KIND_UNKNOWN;
    if (recipe->code.column != recipe->kind.column &&
        !value_of(rows, record, recipe->code.column, &code))
        return false;
    memo->is_strange = recipe->kinds && kind == KIND_UNKNOWN && text.len > 0;
    if (memo->is_strange && !has_been_told(rows->setup.strange_kinds, code))
        return false;
    memo->kind.at = kind == KIND_UNKNOWN ? recipe->kind_else : kind;
    memo->code = builder_string(rows->setup.builder, code);
    return true;
}

static bool set_kind(PlainRows *rows, const Record *record, Event *event)
{
    const Recipe *recipe = rows->recipe;
    Text text;
    KindMemo once, *memo = &once;
    if (!value_of(rows, record, recipe->kind.column, &text))
        return false;
    if (text.len > FIELD_KEY_BYTES || recipe->code.column != recipe->kind.column) {
        if (!settle_kind(rows, record, text, memo))
            return false;
    } else {
        FieldKey key = field_key(text, 0);
        memo = &rows->kind_memo[field_key_place(&key, KIND_BITS)];
        if (!memo->is_known || !field_key_equal(&memo->key, &key)) {
            memo->is_known = false;
            if (!settle_kind(rows, record, text, memo))
                return false;
            memo->key = key;
            memo->is_known = true;
        }
    }
    event->kind = memo->kind;
    event->code = memo->code;
    rows->has_strange_kind = memo->is_strange;
    return true;
}

// ---- numbers ----

static bool read_number(const PlainRows *rows, const Record *record, uint16_t column,
                        double *number)
{
    Text text;
    if (!tight_value_of(rows, record, column, &text))
        return false;
    *number = (double)NAN;
    return text.len == 0 || quick_number(text, number) || text_number(text, number);
}

// ---- rows ----

static bool is_text(const Record *record)
{
    Text bytes = {record->bytes, record->length};
    return record->is_ascii ||
           (utf8_valid(bytes, NULL) && text_find_char(bytes, '\0') == TEXT_NOWHERE);
}

// What was reported is counted when it comes again.
static void count_strange(const PlainRows *rows, const Event *event)
{
    Problems *problems = builder_problems(rows->setup.builder);
    for (size_t i = 0; i < event->country_count; i++)
        if (event->countries[i].at >= COUNTRY_STRANGE)
            problems_count(problems, PROBLEM_COUNTRY, SEVERITY_NOTE);
    if (rows->has_strange_kind)
        problems_count(problems, PROBLEM_VALUE, SEVERITY_NOTE);
}

bool plain_rows_read(PlainRows *rows, const Record *record, Event *event, Text *id)
{
    const Recipe *recipe = rows->recipe;
    Text place;
    if (!is_text(record) || !read_date(rows, record, &event->date) ||
        !set_countries(rows, record, event) || !set_kind(rows, record, event) ||
        !read_number(rows, record, recipe->scale, &event->scale) ||
        !read_number(rows, record, recipe->weight, &event->weight) ||
        !value_of(rows, record, recipe->place.column, &place))
        return false;
    event->place = builder_string(rows->setup.builder, place);
    if (!tight_value_of(rows, record, recipe->id.items[0], id) || id->len == 0)
        return false;
    count_strange(rows, event);
    return true;
}
