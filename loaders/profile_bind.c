// A profile and the columns of a file -> a recipe.
#include <config.h>
#include "loaders/profile_own.h"

#include "model/nearest.h"

// ---- columns ----

static uint16_t find_by_name(const Layout *layout, const CountryNames *lent, Text name,
                             bool is_exact)
{
    for (size_t i = 0; i < layout->column_count + lent->count; i++) {
        Text column =
            i < layout->column_count ? layout->names[i] : lent->items[i - layout->column_count];
        if (is_exact ? text_equal(column, name) : text_equal_nocase(column, name))
            return (uint16_t)i;
    }
    return PROFILE_NO_COLUMN;
}

uint16_t layout_find_column(const Layout *layout, const CountryNames *lent, Text name)
{
    static const CountryNames none = {0};
    uint16_t found = find_by_name(layout, lent ? lent : &none, name, true);
    if (found == PROFILE_NO_COLUMN)
        found = find_by_name(layout, lent ? lent : &none, name, false);
    int64_t number;
    if (found == PROFILE_NO_COLUMN && text_integer(name, &number) && number >= 1 &&
        (uint64_t)number <= layout->column_count)
        found = (uint16_t)(number - 1);
    return found;
}

static void report_missing(Binder *binder, Text name, const ConfigRow *row)
{
    if (binder->count.missing++ == 0)
        binder->count.first_missing = name;
    if (!row || !binder->problems)
        return;
    Nearest nearest = nearest_to(name);
    for (size_t i = 0; i < binder->layout->column_count; i++)
        nearest_try(&nearest, binder->layout->names[i]);
    profile_problem(binder->problems, row, "%.*s: the table has no column \"%.*s\"%s%.*s",
                    TEXT_ARG(row->key), TEXT_ARG(name), nearest.best.len ? "; did you mean " : "",
                    TEXT_ARG(nearest.best));
}

uint16_t bind_column(Binder *binder, Text reference, const ConfigRow *row)
{
    reference = text_trim(reference);
    if (reference.len == 0)
        return PROFILE_NO_COLUMN;
    bool is_optional = false;
    uint16_t found = PROFILE_NO_COLUMN;
    for (Text rest = reference; rest.len > 0 && found == PROFILE_NO_COLUMN;) {
        size_t at = text_find(rest, TEXT("||"));
        Text name = text_trim(text_sub(rest, 0, at));
        rest = at == TEXT_NOWHERE ? (Text){0} : text_sub(rest, at + 2, rest.len);
        found = layout_find_column(binder->layout, &binder->lent, name);
        if (found == PROFILE_NO_COLUMN && text_ends(name, TEXT("?"))) {
            is_optional = true;
            name = text_trim(text_sub(name, 0, name.len - 1));
            found = layout_find_column(binder->layout, &binder->lent, name);
        }
    }
    if (found == PROFILE_NO_COLUMN && text_equal(reference, TEXT(FILE_NAME_COLUMN))) {
        binder->recipe->has_file_name = true;
        return (uint16_t)(binder->layout->column_count + binder->lent.count);
    }
    if (found == PROFILE_NO_COLUMN && !is_optional)
        report_missing(binder, reference, row);
    if (found < binder->layout->column_count)
        binder->is_used[found] = true;
    return found;
}

CountryNames profile_column_choices(const Profile *profile, ProfileKey key, Arena *arena)
{
    CountryNames names = {0};
    for (Text rest = profile_value(profile, key); rest.len > 0;) {
        size_t at = text_find(rest, TEXT("||"));
        Text name = text_trim(text_sub(rest, 0, at));
        rest = at == TEXT_NOWHERE ? (Text){0} : text_sub(rest, at + 2, rest.len);
        if (text_ends(name, TEXT("?")))
            name = text_trim(text_sub(name, 0, name.len - 1));
        ARENA_PUSH(arena, &names, name);
    }
    return names;
}

static uint16_t bind_key(Binder *binder, ProfileKey key)
{
    return bind_column(binder, profile_value(binder->profile, key),
                       profile_row_of(binder->profile, key));
}

Text bind_cut_item(Text *rest)
{
    for (size_t i = 0; i < rest->len; i++) {
        if (rest->ptr[i] != '|')
            continue;
        if (i + 1 < rest->len && rest->ptr[i + 1] == '|') {
            i++;
            continue;
        }
        Text item = text_sub(*rest, 0, i);
        *rest = text_sub(*rest, i + 1, rest->len);
        return text_trim(item);
    }
    Text item = *rest;
    *rest = (Text){0};
    return text_trim(item);
}

static ColumnList bind_columns(Binder *binder, ProfileKey key, bool *has_pair)
{
    ColumnList list = {0};
    const ConfigRow *row = profile_row_of(binder->profile, key);
    for (Text rest = profile_value(binder->profile, key); rest.ptr;) {
        Text item = bind_cut_item(&rest);
        if (has_pair && text_equal(item, TEXT("pair"))) {
            *has_pair = true;
            continue;
        }
        uint16_t column = bind_column(binder, item, row);
        if (column != PROFILE_NO_COLUMN && list.count < PROFILE_KEYED)
            list.items[list.count++] = column;
    }
    return list;
}

// ---- dates ----

static DateForms guess_forms(Binder *binder, uint16_t column)
{
    const Layout *layout = binder->layout;
    Text *values = ARENA_ARRAY(binder->arena, Text, layout->row_count);
    size_t count = 0;
    for (size_t i = 0; layout->rows && i < layout->row_count; i++)
        if (column < layout->row_counts[i] && text_trim(layout->rows[i][column]).len > 0)
            values[count++] = text_trim(layout->rows[i][column]);
    DateForms forms = date_forms_guess(values, count, &binder->recipe->ambiguous_date);
    if (binder->recipe->ambiguous_date.len > 0)
        binder->recipe->ambiguous_date = arena_text(binder->arena, binder->recipe->ambiguous_date);
    return forms;
}

static DateForms bind_forms(Binder *binder, Text list, uint16_t column)
{
    DateForms forms = {0};
    for (Text rest = list; rest.ptr && forms.count < DATE_FORMS;) {
        Text pattern = text_trim(text_cut(&rest, '|'));
        DateForm form = date_form_parse(pattern);
        if (form == DATE_FORM_ANY)
            return guess_forms(binder, column);
        if (form == DATE_FORM_NONE)
            continue;
        forms.forms[forms.count] = form;
        forms.patterns[forms.count++] = pattern;
    }
    return forms;
}

typedef struct DateKeys {
    ProfileKey column, form, year, month, day;
} DateKeys;

static DateRecipe bind_date(Binder *binder, DateKeys keys)
{
    const Profile *profile = binder->profile;
    DateRecipe date = {
        .column = PROFILE_NO_COLUMN, .month = PROFILE_NO_COLUMN, .day = PROFILE_NO_COLUMN};
    int64_t add = 0;
    if (profile_value(profile, keys.year).len > 0) {
        date.has_parts = true;
        date.column = bind_key(binder, keys.year);
        date.month = bind_key(binder, keys.month);
        date.day = bind_key(binder, keys.day);
    } else {
        date.column = bind_key(binder, keys.column);
        Text forms = profile_value(profile, keys.form);
        if (forms.len == 0)
            forms = profile_value(profile, PROFILE_KEY_DATE_FORM);
        if (date.column != PROFILE_NO_COLUMN)
            date.as = bind_forms(binder, forms, date.column);
    }
    if (text_integer(profile_value(profile, PROFILE_KEY_DATE_ADD), &add))
        date.add = (int)add;
    return date;
}

static void bind_open_ends(Binder *binder, DateRecipe *end)
{
    CountryNames marks =
        profile_list(profile_value(binder->profile, PROFILE_KEY_END_OPEN), binder->arena);
    for (size_t i = 0; i < marks.count; i++)
        if (text_equal_nocase(marks.items[i], TEXT("empty")))
            marks.items[i] = (Text){0};
    end->open = marks.items;
    end->open_count = marks.count;
}

static ConditionRecipe bind_condition(Binder *binder, Text text, const ConfigRow *row)
{
    ConditionRecipe condition = {.column = PROFILE_NO_COLUMN};
    Text column, values;
    if (!profile_split_condition(text, &column, &condition.is_negated, &values))
        return condition;
    condition.column = bind_column(binder, column, row);
    condition.values = profile_list(values, binder->arena);
    for (size_t i = 0; i < condition.values.count; i++)
        if (text_equal_nocase(condition.values.items[i], TEXT("empty")))
            condition.values.items[i] = (Text){0};
    return condition;
}

static void bind_dates(Binder *binder)
{
    Recipe *recipe = binder->recipe;
    const Profile *profile = binder->profile;
    recipe->date =
        bind_date(binder, (DateKeys){PROFILE_KEY_DATE, PROFILE_KEY_DATE_FORM, PROFILE_KEY_DATE_YEAR,
                                     PROFILE_KEY_DATE_MONTH, PROFILE_KEY_DATE_DAY});
    recipe->end =
        bind_date(binder, (DateKeys){PROFILE_KEY_END, PROFILE_KEY_END_FORM, PROFILE_KEY_END_YEAR,
                                     PROFILE_KEY_END_MONTH, PROFILE_KEY_END_DAY});
    recipe->published =
        bind_date(binder, (DateKeys){PROFILE_KEY_PUBLISHED, PROFILE_KEY_PUBLISHED_FORM,
                                     PROFILE_KEYS, PROFILE_KEYS, PROFILE_KEYS});
    bind_open_ends(binder, &recipe->end);
    recipe->end_is_open = bind_condition(binder, profile_value(profile, PROFILE_KEY_END_OPEN_WHEN),
                                         profile_row_of(profile, PROFILE_KEY_END_OPEN_WHEN));
    recipe->precision = bind_key(binder, PROFILE_KEY_DATE_PRECISION);
    if (recipe->precision == PROFILE_NO_COLUMN)
        return;
    KindMap *map = kind_map_new(false, binder->arena);
    for (size_t i = 0; i < profile->rows.count; i++) {
        const ConfigRow *row = &profile->rows.items[i];
        uint8_t precision = profile_precision_by_name(row->value);
        if (profile->row_keys[i] == PROFILE_KEY_PRECISION && precision != KIND_UNKNOWN)
            kind_map_add(map, (KindEntry){.code = row->key, .kind = precision}, binder->arena);
    }
    kind_map_finish(map, binder->arena);
    recipe->precisions = map;
}

// ---- sections that may stand several times ----

static void bind_rules(Binder *binder)
{
    Recipe *recipe = binder->recipe;
    for (size_t i = 0; i < binder->profile->rows.count; i++) {
        const ConfigRow *row = &binder->profile->rows.items[i];
        if (binder->profile->row_keys[i] != PROFILE_KEY_SKIP || recipe->skip_count == PROFILE_RULES)
            continue;
        ConditionRecipe rule = bind_condition(binder, row->value, row);
        if (rule.column != PROFILE_NO_COLUMN)
            recipe->skip[recipe->skip_count++] = rule;
    }
}

static StringId role_by_name(Text name)
{
    for (uint8_t i = WORD_HOST; i <= WORD_MENTIONED; i++)
        if (text_equal_nocase(profile_kind_name(i), name))
            return (StringId){i};
    return STRING_WORD(PRESENT);
}

static void bind_participant_row(Binder *binder, size_t index, ParticipantRecipe *person)
{
    const ConfigRow *row = &binder->profile->rows.items[index];
    ProfileKey key = binder->profile->row_keys[index];
    if (key == PROFILE_KEY_PARTICIPANT_NAME)
        person->name = bind_column(binder, row->value, row);
    else if (key == PROFILE_KEY_PARTICIPANT_OFFICE)
        person->office = bind_column(binder, row->value, row);
    else if (key == PROFILE_KEY_PARTICIPANT_ROLE)
        person->role = role_by_name(row->value);
    else if (key == PROFILE_KEY_PARTICIPANT_SEPARATOR)
        person->separator = profile_mark(row->value);
    else if (key == PROFILE_KEY_PARTICIPANT_COUNTRY)
        person->side = text_equal_nocase(row->value, TEXT("first"))    ? 1
                       : text_equal_nocase(row->value, TEXT("second")) ? 2
                                                                       : 0;
}

static void bind_participants(Binder *binder)
{
    Recipe *recipe = binder->recipe;
    const Config *rows = &binder->profile->rows;
    Text section = {0};
    ParticipantRecipe *person = NULL;
    for (size_t i = 0; i < rows->count; i++) {
        const ConfigRow *row = &rows->items[i];
        if (!text_starts(row->section, TEXT("participant")))
            continue;
        if (!text_equal(row->section, section)) {
            if (recipe->people_count == PROFILE_PEOPLE)
                return;
            section = row->section;
            person = &recipe->people[recipe->people_count++];
            *person = (ParticipantRecipe){.name = PROFILE_NO_COLUMN,
                                          .office = PROFILE_NO_COLUMN,
                                          .role = STRING_WORD(PRESENT)};
        }
        bind_participant_row(binder, i, person);
    }
}

static void bind_other_tables(Binder *binder)
{
    Recipe *recipe = binder->recipe;
    const Profile *profile = binder->profile;
    recipe->join = (JoinRecipe){.profile = profile_value(profile, PROFILE_KEY_JOIN_PROFILE),
                                .key = bind_key(binder, PROFILE_KEY_JOIN_KEY),
                                .to = profile_value(profile, PROFILE_KEY_JOIN_TO),
                                .stands_alone = text_equal_nocase(
                                    profile_value(profile, PROFILE_KEY_JOIN_ALONE), TEXT("event"))};
    recipe->lookup = (LookupRecipe){.profile = profile_value(profile, PROFILE_KEY_LOOKUP_PROFILE),
                                    .key = bind_key(binder, PROFILE_KEY_LOOKUP_KEY),
                                    .to = profile_value(profile, PROFILE_KEY_LOOKUP_TO),
                                    .columns = binder->lent};
}

// ---- what the loop over rows looks at ----

static void add_hot(Recipe *recipe, uint16_t column)
{
    size_t at = recipe->hot_count;
    while (at > 0 && recipe->hot[at - 1] > column)
        at--;
    bool is_there = at > 0 && recipe->hot[at - 1] == column;
    if (column == PROFILE_NO_COLUMN || is_there || recipe->hot_count == PROFILE_HOT)
        return;
    for (size_t i = recipe->hot_count++; i > at; i--)
        recipe->hot[i] = recipe->hot[i - 1];
    recipe->hot[at] = column;
}

static void add_hot_template(Recipe *recipe, const Template *as)
{
    add_hot(recipe, as->column);
    for (size_t i = 0; i < as->count; i++)
        add_hot(recipe, as->parts[i].column);
}

static void list_hot(Recipe *recipe)
{
    const DateRecipe *dates[] = {&recipe->date, &recipe->end};
    for (size_t i = 0; i < 2; i++) {
        add_hot(recipe, dates[i]->column);
        add_hot(recipe, dates[i]->month);
        add_hot(recipe, dates[i]->day);
    }
    add_hot(recipe, recipe->end_is_open.column);
    add_hot(recipe, recipe->precision);
    for (size_t i = 0; i < recipe->country_count; i++)
        add_hot(recipe, recipe->countries[i].column);
    add_hot(recipe, recipe->country_else.column);
    add_hot_template(recipe, &recipe->kind);
    add_hot_template(recipe, &recipe->code);
    add_hot(recipe, recipe->scale);
    add_hot(recipe, recipe->weight);
    for (size_t i = 0; i < recipe->skip_count; i++)
        add_hot(recipe, recipe->skip[i].column);
}

// ---- all of it ----

static void bind_layout(Binder *binder)
{
    Recipe *recipe = binder->recipe;
    const Layout *layout = binder->layout;
    recipe->profile = binder->profile;
    recipe->delimiter = layout->delimiter;
    recipe->has_quotes = layout->has_quotes;
    recipe->has_header = layout->has_header;
    recipe->column_count = (uint16_t)layout->column_count;
    recipe->names = ARENA_ARRAY(binder->arena, Text, layout->column_count);
    for (size_t i = 0; i < layout->column_count; i++)
        recipe->names[i] = arena_text(binder->arena, layout->names[i]);
    for (size_t i = 0; i < PROFILE_LISTED; i++)
        recipe->counts[i] = binder->profile->column_counts[i];
    if (recipe->counts[0] == 0)
        recipe->counts[0] = recipe->column_count;
}

static void bind_texts(Binder *binder)
{
    Recipe *recipe = binder->recipe;
    recipe->kind = bind_template(binder, PROFILE_KEY_KIND);
    recipe->code = bind_template(binder, PROFILE_KEY_CODE);
    if (recipe->code.column == PROFILE_NO_COLUMN && recipe->code.count == 0)
        recipe->code = recipe->kind;
    recipe->kinds = binder->profile->kinds;
    recipe->kind_else = profile_kind_by_name(profile_value(binder->profile, PROFILE_KEY_KIND_ELSE));
    recipe->title = bind_template(binder, PROFILE_KEY_EVENT_TITLE);
    recipe->text = bind_template(binder, PROFILE_KEY_TEXT);
    recipe->place = bind_template(binder, PROFILE_KEY_PLACE);
    recipe->url = bind_template(binder, PROFILE_KEY_URL);
    recipe->publisher = bind_template(binder, PROFILE_KEY_PUBLISHER);
    recipe->note = bind_template(binder, PROFILE_KEY_NOTE);
    recipe->infers_countries = profile_is_yes(binder->profile, PROFILE_KEY_INFER);
    recipe->scale = bind_key(binder, PROFILE_KEY_SCALE);
    recipe->weight = bind_key(binder, PROFILE_KEY_WEIGHT);
}

Recipe *recipe_bind_counted(const Profile *profile, const Layout *layout, Arena *arena,
                            Problems *problems, BindCount *counted)
{
    if (profile->is_broken || layout->column_count >= PROFILE_NO_COLUMN)
        return NULL;
    Binder binder = {.profile = profile,
                     .layout = layout,
                     .arena = arena,
                     .problems = problems,
                     .recipe = ARENA_NEW(arena, Recipe),
                     .is_used = ARENA_ARRAY(arena, bool, layout->column_count)};
    binder.lent = profile_list(profile_value(profile, PROFILE_KEY_LOOKUP_COLUMNS), arena);
    bind_layout(&binder);
    bind_dates(&binder);
    bind_countries(&binder);
    bind_texts(&binder);
    binder.recipe->id = bind_columns(&binder, PROFILE_KEY_ID, NULL);
    binder.recipe->fold = bind_columns(&binder, PROFILE_KEY_FOLD, &binder.recipe->fold_has_pair);
    binder.recipe->gather = bind_columns(&binder, PROFILE_KEY_GATHER, NULL);
    bind_rules(&binder);
    bind_participants(&binder);
    bind_other_tables(&binder);
    list_hot(binder.recipe);
    for (size_t i = 0; i < layout->column_count; i++)
        binder.count.used += binder.is_used[i];
    if (counted)
        *counted = binder.count;
    bool has_date = binder.recipe->date.column != PROFILE_NO_COLUMN;
    return binder.count.missing == 0 && has_date ? binder.recipe : NULL;
}

Recipe *recipe_bind(const Profile *profile, const Layout *layout, Arena *arena, Problems *problems)
{
    return recipe_bind_counted(profile, layout, arena, problems, NULL);
}
