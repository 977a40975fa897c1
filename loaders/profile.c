#include <config.h>
#include "loaders/profile_own.h"

#include "loaders/ini.h"
#include "loaders/ini_folder.h"
#include "model/nearest.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- values ----

Text profile_value(const Profile *profile, ProfileKey key)
{
    Text value = key < PROFILE_KEYS ? profile->values[key] : (Text){0};
    return value.len > 0 || key == PROFILE_KEYS ? value : profile_key_rows[key].fallback;
}

bool profile_is_yes(const Profile *profile, ProfileKey key)
{
    return text_equal_nocase(profile_value(profile, key), TEXT("yes"));
}

CountryNames profile_list(Text list, Arena *arena)
{
    CountryNames names = {0};
    for (Text rest = list; rest.ptr;) {
        Text item = text_trim(text_cut(&rest, '|'));
        if (item.len > 0)
            ARENA_PUSH(arena, &names, item);
    }
    return names;
}

bool profile_split_condition(Text text, Text *column, bool *is_negated, Text *values)
{
    size_t at = text_find(text, TEXT(" is "));
    if (at == TEXT_NOWHERE || at == 0)
        return false;
    *column = text_trim(text_sub(text, 0, at));
    *values = text_trim(text_sub(text, at + 4, text.len));
    *is_negated = text_starts(*values, TEXT("not "));
    if (*is_negated)
        *values = text_trim(text_sub(*values, 4, values->len));
    return values->len > 0;
}

void profile_problem(Problems *problems, const ConfigRow *row, const char *format, ...)
{
    if (!problems)
        return;
    va_list arguments;
    char message[512];
    va_start(arguments, format);
    int len = vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (len < 0)
        return;
    Problem problem = PROBLEM_IN(PROBLEM_CONFIG, SEVERITY_WARNING, row->path);
    problem.line = row->line;
    problem_at(problems, problem, "%s", message);
}

const ConfigRow *profile_row_of(const Profile *profile, ProfileKey key)
{
    for (size_t i = profile->rows.count; i > 0; i--)
        if (profile->row_keys[i - 1] == key)
            return &profile->rows.items[i - 1];
    return NULL;
}

// ---- checking ----

static bool check_words(const KeyRow *key, const ConfigRow *row, Problems *problems)
{
    bool is_good = true;
    for (Text rest = row->value; rest.ptr;) {
        Text word = text_trim(text_cut(&rest, '|'));
        if (text_list_has(key->range, '|', word))
            continue;
        profile_problem(problems, row, "%.*s: expected %.*s, found \"%.*s\"", TEXT_ARG(row->key),
                        TEXT_ARG(key->range), TEXT_ARG(word));
        is_good = false;
    }
    return is_good;
}

static bool check_numbers(const ConfigRow *row, Problems *problems)
{
    for (Text rest = row->value; rest.ptr;) {
        Text text = text_trim(text_cut(&rest, '|'));
        int64_t number;
        if (text_integer(text, &number) && number > -100000 && number < UINT16_MAX)
            continue;
        profile_problem(problems, row, "%.*s: expected a whole number, found \"%.*s\"",
                        TEXT_ARG(row->key), TEXT_ARG(text));
        return false;
    }
    return true;
}

static bool check_forms(const ConfigRow *row, Problems *problems)
{
    for (Text rest = row->value; rest.ptr;) {
        Text form = text_trim(text_cut(&rest, '|'));
        if (date_form_parse(form) != DATE_FORM_NONE)
            continue;
        profile_problem(problems, row,
                        "%.*s: expected a form such as %%Y%%m%%d, iso, edtf, year or any, found "
                        "\"%.*s\"",
                        TEXT_ARG(row->key), TEXT_ARG(form));
        return false;
    }
    return true;
}

static bool check_condition(const ConfigRow *row, Problems *problems)
{
    Text column, values;
    bool is_negated;
    if (profile_split_condition(row->value, &column, &is_negated, &values))
        return true;
    profile_problem(problems, row,
                    "%.*s: expected a condition such as \"Column is a|b\" or \"Column is not a\", "
                    "found \"%.*s\"",
                    TEXT_ARG(row->key), TEXT_ARG(row->value));
    return false;
}

static bool check_template(const ConfigRow *row, Problems *problems)
{
    int braces = 0, brackets = 0;
    for (size_t i = 0; i < row->value.len && braces >= 0 && braces <= 1 && brackets >= 0; i++) {
        char c = row->value.ptr[i];
        braces += (c == '{') - (c == '}');
        brackets += (c == '[') - (c == ']');
    }
    if (braces == 0 && (brackets == 0 || text_find_char(row->value, '{') == TEXT_NOWHERE))
        return true;
    profile_problem(problems, row, "%.*s: the brackets of \"%.*s\" do not match",
                    TEXT_ARG(row->key), TEXT_ARG(row->value));
    return false;
}

static bool check_scheme(const Profile *profile, const ConfigRow *row, Problems *problems)
{
    if (schemes_find(profile->schemes, row->value))
        return true;
    Nearest nearest = nearest_to(row->value);
    for (size_t i = 0; i < profile->schemes->count; i++)
        nearest_try(&nearest, profile->schemes->items[i]->name);
    profile_problem(problems, row, "%.*s: there is no scheme \"%.*s\"%s%.*s", TEXT_ARG(row->key),
                    TEXT_ARG(row->value), nearest.best.len ? "; did you mean " : "",
                    TEXT_ARG(nearest.best));
    return false;
}

static bool check_kind(const ConfigRow *row, Problems *problems)
{
    if (profile_kind_by_name(row->value) != KIND_UNKNOWN)
        return true;
    Nearest nearest = nearest_to(row->value);
    for (uint8_t i = WORD_MEETING; i <= WORD_OTHER; i++)
        nearest_try(&nearest, profile_kind_name(i));
    profile_problem(problems, row, "%.*s: there is no kind \"%.*s\"%s%.*s", TEXT_ARG(row->key),
                    TEXT_ARG(row->value), nearest.best.len ? "; did you mean " : "",
                    TEXT_ARG(nearest.best));
    return false;
}

static bool check_map(ProfileKey key, const ConfigRow *row, Problems *problems)
{
    if (key == PROFILE_KEY_KINDS)
        return check_kind(row, problems);
    return key != PROFILE_KEY_PRECISION || check_words(&profile_key_rows[key], row, problems);
}

static bool check_value(const Profile *profile, ProfileKey key, const ConfigRow *row,
                        Problems *problems)
{
    const KeyRow *about = &profile_key_rows[key];
    if (row->value.len == 0)
        return true;
    switch (about->type) {
    case KEY_WORD:
    case KEY_WORDS:
        return check_words(about, row, problems);
    case KEY_NUMBER:
    case KEY_NUMBERS:
        return check_numbers(row, problems);
    case KEY_FORMS:
        return check_forms(row, problems);
    case KEY_CONDITION:
    case KEY_CONDITIONS:
        return check_condition(row, problems);
    case KEY_TEMPLATE:
        return check_template(row, problems);
    case KEY_SCHEME:
        return check_scheme(profile, row, problems);
    case KEY_KIND:
        return check_kind(row, problems);
    case KEY_MAP:
        return check_map(key, row, problems);
    case KEY_TEXT:
    case KEY_LIST:
    case KEY_COLUMN:
    case KEY_COLUMNS:
    case KEY_MARK:
        break;
    }
    return true;
}

static void report_unknown(const ConfigRow *row, Problems *problems)
{
    Text nearest = profile_key_nearest(row);
    profile_problem(problems, row, "there is no key \"%.*s\" in [%.*s]%s%.*s", TEXT_ARG(row->key),
                    TEXT_ARG(row->section), nearest.len ? "; did you mean " : "",
                    TEXT_ARG(nearest));
}

// ---- compiling what needs no columns ----

static void take_row(Profile *profile, size_t index, Arena *arena, Problems *problems)
{
    const ConfigRow *row = &profile->rows.items[index];
    ProfileKey key = profile->row_keys[index] = profile_key_of(row);
    if (key == PROFILE_KEYS) {
        report_unknown(row, problems);
        return;
    }
    if (!check_value(profile, key, row, problems))
        return;
    Text *value = &profile->values[key];
    bool goes_on = value->len > 0 && !text_equal(profile_key_rows[key].name, row->key);
    *value = goes_on ? arena_printf(arena, "%.*s|%.*s", TEXT_ARG(*value), TEXT_ARG(row->value))
                     : row->value;
}

static void add_map_rows(KindMap *map, const Config *rows, Text section, bool is_labels,
                         Arena *arena)
{
    for (size_t i = 0; i < rows->count; i++) {
        const ConfigRow *row = &rows->items[i];
        KindEntry entry = {.code = row->key, .label = row->value};
        if (!is_labels)
            entry.kind = profile_kind_by_name(row->value);
        if (text_equal(row->section, section) && (is_labels || entry.kind != KIND_UNKNOWN))
            kind_map_add(map, entry, arena);
    }
}

static const KindMap *new_map(const Profile *profile, const CodeList *list, Text section,
                              Arena *arena)
{
    bool is_labels = text_equal(section, TEXT("labels"));
    KindMap *map = kind_map_new(profile_is_yes(profile, PROFILE_KEY_KIND_PREFIX), arena);
    if (list)
        add_map_rows(map, &list->rows, section, is_labels, arena);
    add_map_rows(map, &profile->rows, section, is_labels, arena);
    if (!is_labels)
        kind_map_finish(map, arena);
    return map->count > 0 ? map : NULL;
}

static void compile_maps(Profile *profile, Arena *arena, Problems *problems)
{
    Text name = profile_value(profile, PROFILE_KEY_KIND_MAP);
    const CodeList *list = schemes_find_list(profile->schemes, name);
    if (name.len > 0 && !list)
        profile_problem(problems, profile_row_of(profile, PROFILE_KEY_KIND_MAP),
                        "kind_map: there is no list of codes \"%.*s\"", TEXT_ARG(name));
    profile->kinds = new_map(profile, list, TEXT("kinds"), arena);
    profile->labels = new_map(profile, list, TEXT("labels"), arena);
}

static void compile_file(Profile *profile, Arena *arena)
{
    size_t count = 0;
    CountryNames delimiters = profile_list(profile_value(profile, PROFILE_KEY_DELIMITER), arena);
    for (size_t i = 0; i < delimiters.count && count < PROFILE_LISTED - 1; i++)
        profile->delimiters[count++] = profile_mark(delimiters.items[i]).ptr[0];
    CountryNames counts = profile_list(profile_value(profile, PROFILE_KEY_COLUMNS), arena);
    for (size_t i = 0; i < counts.count && i < PROFILE_LISTED - 1; i++) {
        int64_t number;
        if (text_integer(counts.items[i], &number) && number > 0 && number < PROFILE_NO_COLUMN)
            profile->column_counts[i] = (uint16_t)number;
    }
    profile->has_quotes =
        text_equal_nocase(profile_value(profile, PROFILE_KEY_QUOTE), TEXT("double"));
    profile->has_header = profile_is_yes(profile, PROFILE_KEY_HEADER);
    profile->is_fallback = profile_is_yes(profile, PROFILE_KEY_FALLBACK);
    profile->column_names = profile_list(profile_value(profile, PROFILE_KEY_NAMES), arena);
    profile->encodings = profile_list(profile_value(profile, PROFILE_KEY_ENCODING), arena);
    profile->missing = profile_list(profile_value(profile, PROFILE_KEY_MISSING), arena);
}

// A profile without a date, or without any number of columns and names to go by, can read nothing.
static void check_whole(Profile *profile, Problems *problems)
{
    const char *why = NULL;
    if (profile_value(profile, PROFILE_KEY_DATE).len == 0 &&
        profile_value(profile, PROFILE_KEY_DATE_YEAR).len == 0)
        why = "[event] needs date or date_year: without a date there is no event";
    else if (!profile->has_header && profile->column_counts[0] == 0)
        why = "[file] needs columns, the number of fields, where there is no header";
    if (!why)
        return;
    profile->is_broken = true;
    problem_at(problems, PROBLEM_IN(PROBLEM_CONFIG, SEVERITY_ERROR, profile->path), "%s", why);
}

static Profile *read_profile(Profiles *profiles, IniFile file, bool is_users, Problems *problems)
{
    Arena *arena = profiles->arena;
    Profile *profile = ARENA_NEW(arena, Profile);
    *profile = (Profile){.name = file.name,
                         .path = file.path,
                         .is_users = is_users,
                         .rows = {.arena = arena},
                         .schemes = profiles->schemes};
    if (!ini_load(file.path, &profile->rows, problems))
        return NULL;
    // The shell makes the file before bilat writes a draft into it.
    if (is_users && profile->rows.count == 0)
        return NULL;
    profile->row_keys = ARENA_ARRAY(arena, ProfileKey, profile->rows.count);
    for (size_t i = 0; i < profile->rows.count; i++)
        take_row(profile, i, arena, problems);
    compile_file(profile, arena);
    compile_maps(profile, arena, problems);
    check_whole(profile, problems);
    return profile;
}

// ---- the set ----

Profiles *profiles_new(const Schemes *schemes, Arena *arena)
{
    Profiles *profiles = ARENA_NEW(arena, Profiles);
    profiles->schemes = schemes;
    profiles->arena = arena;
    return profiles;
}

static int by_name(const void *a, const void *b)
{
    return text_compare((*(Profile *const *)a)->name, (*(Profile *const *)b)->name);
}

static void put_profile(Profiles *profiles, Profile *profile)
{
    for (size_t i = 0; i < profiles->count; i++)
        if (text_equal(profiles->items[i]->name, profile->name)) {
            profiles->items[i] = profile;
            return;
        }
    ARENA_PUSH(profiles->arena, profiles, profile);
}

bool profiles_load(Profiles *profiles, Text folder, bool is_users, Problems *problems)
{
    IniFiles files;
    if (!ini_folder_list(folder, profiles->arena, &files)) {
        if (is_users && errno == ENOENT)
            return true;
        Text path = arena_text(problems->arena, folder);
        problem_at(problems, PROBLEM_IN(PROBLEM_OPEN, SEVERITY_ERROR, path), "%s", strerror(errno));
        return is_users;
    }
    for (size_t i = 0; i < files.count; i++) {
        Profile *profile = read_profile(profiles, files.items[i], is_users, problems);
        if (profile)
            put_profile(profiles, profile);
    }
    if (profiles->count > 0)
        qsort(profiles->items, profiles->count, sizeof *profiles->items, by_name);
    return true;
}

const Profile *profiles_find(const Profiles *profiles, Text name)
{
    for (size_t i = 0; i < profiles->count; i++)
        if (text_equal_nocase(profiles->items[i]->name, name))
            return profiles->items[i];
    return NULL;
}

bool profile_joins(const Profile *profile)
{
    return profile_value(profile, PROFILE_KEY_JOIN_PROFILE).len > 0;
}

bool profile_looks_up(const Profile *profile)
{
    return profile_value(profile, PROFILE_KEY_LOOKUP_PROFILE).len > 0;
}

const Profile *profiles_fallback(const Profiles *profiles)
{
    const Profile *best = NULL;
    for (size_t i = 0; i < profiles->count; i++) {
        const Profile *profile = profiles->items[i];
        if (profile->is_fallback && !profile->is_broken &&
            (!best || (profile->is_users && !best->is_users)))
            best = profile;
    }
    return best;
}

Text profiles_nearest(const Profiles *profiles, Text name)
{
    Nearest nearest = nearest_to(name);
    for (size_t i = 0; i < profiles->count; i++)
        nearest_try(&nearest, profiles->items[i]->name);
    return nearest.best;
}
