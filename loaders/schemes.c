#include <config.h>
#include "loaders/schemes.h"

#include "loaders/ini.h"
#include "loaders/ini_folder.h"

#include <errno.h>
#include <string.h>

typedef struct SchemeName {
    Text name; // ASCII letters in lower case; ptr NULL: free
    uint16_t answer;
} SchemeName;

// ---- tables ----

static uint64_t folded_hash(Text text)
{
    uint64_t hash = 14695981039346656037U; // FNV-1a
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        hash = (hash ^ (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c)) * 1099511628211U;
    }
    return hash;
}

static SchemeName *name_slot(const Scheme *scheme, Text name)
{
    size_t at = folded_hash(name) & (scheme->name_capacity - 1);
    while (scheme->names[at].name.ptr && !text_equal_nocase(scheme->names[at].name, name))
        at = (at + 1) & (scheme->name_capacity - 1);
    return &scheme->names[at];
}

static void grow_names(Scheme *scheme, Arena *arena)
{
    Scheme old = *scheme;
    scheme->name_capacity = old.name_capacity ? old.name_capacity * 2 : 64; // a power of two
    scheme->names = ARENA_ARRAY(arena, SchemeName, scheme->name_capacity);
    for (size_t i = 0; i < old.name_capacity; i++)
        if (old.names[i].name.ptr)
            *name_slot(scheme, old.names[i].name) = old.names[i];
}

// "365", "02", and "365.0" as spreadsheets and R write it.
static bool read_number(Text code, uint32_t *number)
{
    size_t at = 0;
    *number = 0;
    for (; at < code.len && code.ptr[at] >= '0' && code.ptr[at] <= '9'; at++)
        if (*number < SCHEME_NUMBERS)
            *number = *number * 10 + (uint32_t)(code.ptr[at] - '0');
    bool has_digits = at > 0;
    if (at < code.len && code.ptr[at] == '.')
        do
            at++;
        while (at < code.len && code.ptr[at] == '0');
    return has_digits && at == code.len && *number < SCHEME_NUMBERS;
}

static void set_answer(Scheme *scheme, Text code, uint16_t answer, Arena *arena)
{
    uint32_t number;
    uint32_t key = scheme_letters_key(code.ptr, code.len);
    if (read_number(code, &number)) {
        if (!scheme->numbers)
            scheme->numbers = ARENA_ARRAY(arena, uint16_t, SCHEME_NUMBERS);
        scheme->numbers[number] = answer;
    } else if (key) {
        if (!scheme->letters)
            scheme->letters = ARENA_ARRAY(arena, uint16_t, SCHEME_LETTERS);
        scheme->letters[key] = answer;
    } else {
        if (scheme->name_count * 2 >= scheme->name_capacity)
            grow_names(scheme, arena);
        SchemeName *slot = name_slot(scheme, code);
        scheme->name_count += slot->name.ptr == NULL;
        *slot = (SchemeName){code, answer};
    }
}

static uint16_t find_answer(const Scheme *scheme, Text code)
{
    uint32_t key = scheme->letters ? scheme_letters_key(code.ptr, code.len) : 0;
    uint32_t number;
    if (key)
        return scheme->letters[key];
    if (scheme->numbers && read_number(code, &number))
        return scheme->numbers[number];
    return scheme->names ? name_slot(scheme, code)->answer : SCHEME_UNKNOWN;
}

// ---- reading ----

// Where the lexicon still has former states beside present ones, the present one is the meaning of a bare code.
static void add_lexicon_codes(Scheme *scheme, bool is_alpha2, Arena *arena)
{
    size_t count = countries_count(scheme->countries);
    for (int is_present = 0; is_present <= 1; is_present++)
        for (uint16_t i = 1; i <= count; i++) {
            const Country *country = country_get(scheme->countries, (CountryId){i});
            Text code = is_alpha2 ? country->alpha2 : country->code;
            if (country->class == COUNTRY_STATE && scheme_letters_key(code.ptr, code.len) &&
                (country->until == DATE_LAST_DAY) == is_present)
                set_answer(scheme, code, i, arena);
        }
}

static bool read_year(Text *rest, int16_t *year)
{
    int64_t number;
    if (!text_integer(text_cut(rest, ' '), &number) || number < -9999 || number > 9999)
        return false;
    *year = (int16_t)number;
    return true;
}

// "YUG from 1919 until 2002"; "-" in place of a code: no country.
static bool read_case(const Scheme *scheme, Text text, SchemeCase *out)
{
    Text rest = text_trim(text);
    Text code = text_cut(&rest, ' ');
    *out = (SchemeCase){.from = INT16_MIN, .until = INT16_MAX};
    while (rest.ptr) {
        Text word = text_cut(&rest, ' ');
        if (word.len == 0)
            continue;
        bool is_from = text_equal(word, TEXT("from"));
        if (!is_from && !text_equal(word, TEXT("until")))
            return false;
        if (!rest.ptr || !read_year(&rest, is_from ? &out->from : &out->until))
            return false;
    }
    if (text_equal(code, TEXT("-")))
        return true;
    out->id = country_by_code(scheme->countries, code);
    if (out->id.at == COUNTRY_NONE)
        out->code = code;
    return code.len > 0;
}

// One country always: its id is the answer. Anything else: a chain of cases.
static bool read_code(Scheme *scheme, const ConfigRow *row, Arena *arena)
{
    size_t first = scheme->cases.count;
    for (Text rest = row->value; rest.ptr;) {
        SchemeCase one;
        if (!read_case(scheme, text_cut(&rest, '|'), &one))
            return false;
        one.next = rest.ptr ? (uint16_t)(scheme->cases.count + 1) : 0;
        ARENA_PUSH(arena, &scheme->cases, one);
    }
    const SchemeCase *only = &scheme->cases.items[first];
    bool is_always = only->from == INT16_MIN && only->until == INT16_MAX && only->id.at;
    bool is_full = scheme->cases.count >= SCHEME_SETTLE;
    if (!is_full)
        set_answer(scheme, row->key, is_always ? only->id.at : (uint16_t)(SCHEME_SETTLE + first),
                   arena);
    if (is_always)
        scheme->cases.count = first;
    return !is_full;
}

static Scheme *new_scheme(Schemes *schemes, Text name)
{
    Scheme *scheme = ARENA_NEW(schemes->arena, Scheme);
    scheme->name = name;
    scheme->countries = schemes->countries;
    ARENA_PUSH(schemes->arena, &scheme->cases, ((SchemeCase){0}));
    for (size_t i = 0; i < schemes->count; i++)
        if (text_equal(schemes->items[i]->name, name))
            return schemes->items[i] = scheme;
    ARENA_PUSH(schemes->arena, schemes, scheme);
    return scheme;
}

static void read_setting(Scheme *scheme, const ConfigRow *row, Arena *arena, Problems *problems)
{
    bool is_alpha2 = text_equal_nocase(row->value, TEXT("alpha2"));
    if (text_equal(row->key, TEXT("title"))) {
        scheme->title = row->value;
    } else if (text_equal(row->key, TEXT("names"))) {
        scheme->has_names = text_equal_nocase(row->value, TEXT("yes"));
    } else if (text_equal(row->key, TEXT("base")) &&
               (is_alpha2 || text_equal_nocase(row->value, TEXT("alpha3")))) {
        add_lexicon_codes(scheme, is_alpha2, arena);
    } else {
        Problem where = PROBLEM_IN(PROBLEM_CONFIG, SEVERITY_WARNING, row->path);
        where.line = row->line;
        problem_at(problems, where,
                   "expected title, names (yes or no) or base (alpha3 or alpha2), found \"%.*s = "
                   "%.*s\"",
                   TEXT_ARG(row->key), TEXT_ARG(row->value));
    }
}

static void read_scheme(Schemes *schemes, Text name, const Config *rows, Problems *problems)
{
    Scheme *scheme = new_scheme(schemes, name);
    for (size_t i = 0; i < rows->count; i++)
        if (text_equal(rows->items[i].section, TEXT("scheme")))
            read_setting(scheme, &rows->items[i], schemes->arena, problems);
    for (size_t i = 0; i < rows->count; i++) {
        const ConfigRow *row = &rows->items[i];
        if (!text_equal(row->section, TEXT("codes")) || read_code(scheme, row, schemes->arena))
            continue;
        Problem where = PROBLEM_IN(PROBLEM_CONFIG, SEVERITY_WARNING, row->path);
        where.line = row->line;
        problem_at(problems, where,
                   "expected a country such as DEU, or DDR from 1950 until 1989|DEU from 1990, "
                   "found \"%.*s\"",
                   TEXT_ARG(row->value));
    }
}

static bool has_section(const Config *rows, Text section)
{
    for (size_t i = 0; i < rows->count; i++)
        if (text_equal(rows->items[i].section, section))
            return true;
    return false;
}

Schemes *schemes_new(const Countries *countries, Arena *arena)
{
    Schemes *schemes = ARENA_NEW(arena, Schemes);
    schemes->countries = countries;
    schemes->arena = arena;
    Scheme *iso3 = new_scheme(schemes, TEXT("iso3"));
    iso3->title = TEXT("ISO 3166 alpha-3, former states too");
    add_lexicon_codes(iso3, false, arena);
    Scheme *names = new_scheme(schemes, TEXT("names"));
    names->title = TEXT("names, former names, adjectives and ISO codes");
    names->has_names = true;
    return schemes;
}

bool schemes_load(Schemes *schemes, Text folder, Problems *problems)
{
    IniFiles files;
    if (!ini_folder_list(folder, schemes->arena, &files)) {
        Text path = arena_text(problems->arena, folder);
        problem_at(problems, PROBLEM_IN(PROBLEM_OPEN, SEVERITY_ERROR, path), "%s", strerror(errno));
        return false;
    }
    for (size_t i = 0; i < files.count; i++) {
        Config rows = {.arena = schemes->arena};
        if (!ini_load(files.items[i].path, &rows, problems))
            continue;
        if (has_section(&rows, TEXT("codes")))
            read_scheme(schemes, files.items[i].name, &rows, problems);
        else
            ARENA_PUSH(schemes->arena, &schemes->lists, ((CodeList){files.items[i].name, rows}));
    }
    return true;
}

const Scheme *schemes_find(const Schemes *schemes, Text name)
{
    for (size_t i = 0; i < schemes->count; i++)
        if (text_equal_nocase(schemes->items[i]->name, name))
            return schemes->items[i];
    return NULL;
}

const CodeList *schemes_find_list(const Schemes *schemes, Text name)
{
    for (size_t i = schemes->lists.count; i > 0; i--) // the later folder's wins
        if (text_equal_nocase(schemes->lists.items[i - 1].name, name))
            return &schemes->lists.items[i - 1];
    return NULL;
}

// ---- resolving ----

enum { MEMO_ENTRIES = 1 << 14 }; // more names than there are countries in any spelling

typedef struct MemoEntry {
    const Scheme *scheme; // NULL: free
    Text name;
    CountryId id;
} MemoEntry;

struct SchemeMemo {
    Arena *arena;
    MemoEntry entries[MEMO_ENTRIES];
    size_t count;
};

SchemeMemo *scheme_memo_new(Arena *arena)
{
    SchemeMemo *memo = ARENA_NEW(arena, SchemeMemo);
    memo->arena = arena;
    return memo;
}

static CountryId by_name(const Scheme *scheme, Text name, Arena *arena)
{
    ArenaMark mark = arena_mark(arena);
    CountryId id = country_by_name(scheme->countries, name, arena);
    arena_rewind(arena, mark);
    return id;
}

static CountryId by_memo(const Scheme *scheme, Text name, SchemeMemo *memo)
{
    size_t at = text_hash(name) % MEMO_ENTRIES;
    MemoEntry *entry = &memo->entries[at];
    while (entry->scheme && (entry->scheme != scheme || !text_equal(entry->name, name))) {
        at = (at + 1) % MEMO_ENTRIES;
        entry = &memo->entries[at];
    }
    if (entry->scheme)
        return entry->id;
    CountryId id = by_name(scheme, name, memo->arena);
    if (memo->count < MEMO_ENTRIES / 2) {
        *entry = (MemoEntry){scheme, arena_text(memo->arena, name), id};
        memo->count++;
    }
    return id;
}

SchemeCountry scheme_settle(const Scheme *scheme, uint16_t answer, int year)
{
    const SchemeCase *one = &scheme->cases.items[answer - SCHEME_SETTLE];
    while (one->next && (year == SCHEME_NO_YEAR || year < one->from || year > one->until))
        one = &scheme->cases.items[one->next];
    return (SchemeCountry){one->id, one->code};
}

bool scheme_ignores_year(const Scheme *scheme, Text code)
{
    uint16_t answer = find_answer(scheme, text_trim(code));
    return answer < SCHEME_SETTLE || !scheme->cases.items[answer - SCHEME_SETTLE].next;
}

SchemeCountry scheme_resolve(const Scheme *scheme, Text code, int year, SchemeMemo *memo)
{
    code = text_trim(code);
    if (code.len == 0)
        return (SchemeCountry){0};
    uint16_t answer = find_answer(scheme, code);
    if (answer >= SCHEME_SETTLE)
        return scheme_settle(scheme, answer, year);
    CountryId id = {answer};
    if (answer == SCHEME_UNKNOWN && scheme->has_names) {
        Arena *own = memo ? NULL : arena_new();
        id = memo ? by_memo(scheme, code, memo) : by_name(scheme, code, own);
        arena_free(own);
    }
    return (SchemeCountry){id, id.at == COUNTRY_NONE ? code : (Text){0}};
}
