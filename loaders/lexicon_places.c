// Countries, organisations and groups: rows of INI -> the model's table and the phrases that name them.
#include <config.h>
#include "loaders/lexicon_own.h"

typedef struct PlaceFile {
    Text name;
    CountryClass class;
} PlaceFile;

// In the order of ids: states before what is made of them.
static const PlaceFile place_files[] = {
    {TEXT_INIT("countries"), COUNTRY_STATE},
    {TEXT_INIT("countries-own"), COUNTRY_STATE},
    {TEXT_INIT("organisations"), COUNTRY_POLITY},
    {TEXT_INIT("groups"), COUNTRY_GROUP},
};
enum { PLACE_FILES = sizeof place_files / sizeof *place_files };

typedef struct PhraseKey {
    Text key;
    LexClass class;
} PhraseKey;

static const PhraseKey phrase_keys[] = {
    {TEXT_INIT("name"), LEX_NAME},        {TEXT_INIT("names"), LEX_NAME},
    {TEXT_INIT("official"), LEX_NAME},    {TEXT_INIT("adjectives"), LEX_ADJECTIVE},
    {TEXT_INIT("capitals"), LEX_CAPITAL}, {TEXT_INIT("cities"), LEX_CITY},
    {TEXT_INIT("seats"), LEX_SEAT},       {TEXT_INIT("parties"), LEX_PARTY},
    {TEXT_INIT("bodies"), LEX_BODY},      {TEXT_INIT("not_in"), LEX_NOT},
};
enum { PHRASE_KEYS = sizeof phrase_keys / sizeof *phrase_keys };

static const PhraseKey *phrase_key(Text key)
{
    for (size_t i = 0; i < PHRASE_KEYS; i++)
        if (lexicon_key_is(key, phrase_keys[i].key))
            return &phrase_keys[i];
    return NULL;
}

// ---- the model's table ----

static void set_name(Country *country, Text name, Arena *arena)
{
    if (country->name.len && !text_equal(country->name, name))
        ARENA_PUSH(arena, &country->names, country->name); // the generated one stays known
    country->name = name;
}

static void set_day(const ConfigRow *row, Country *country, Problems *problems)
{
    Date date;
    const char *why = NULL;
    if (!date_parse(row->value, &date, &why)) {
        Problem where = PROBLEM_IN(PROBLEM_CONFIG, SEVERITY_WARNING, row->path);
        where.line = row->line;
        problem_at(problems, where, "%s, found \"%.*s\"", why, TEXT_ARG(row->value));
    } else if (text_equal(row->key, TEXT("from"))) {
        country->from = date.start;
    } else {
        country->until = date.end;
    }
}

static void fill(Lexicon *lexicon, const ConfigRow *row, Country *country, Problems *problems)
{
    Arena *arena = lexicon->words.arena;
    const PhraseKey *key = phrase_key(row->key);
    if (text_equal(row->key, TEXT("name")))
        set_name(country, row->value, arena);
    else if (text_equal(row->key, TEXT("alpha2")))
        country->alpha2 = row->value;
    else if (text_equal(row->key, TEXT("from")) || text_equal(row->key, TEXT("until")))
        set_day(row, country, problems);
    else if ((key && key->class == LEX_NAME) || lexicon_key_is(row->key, TEXT("lookup")))
        lexicon_split(arena, row->value, &country->names);
    else if (key && key->class == LEX_ADJECTIVE)
        lexicon_split(arena, row->value, &country->adjectives);
    else if (key && key->class == LEX_CAPITAL)
        lexicon_split(arena, row->value, &country->capitals);
    else if (!lexicon_key_is_known(row))
        lexicon_report_unknown(row, "key", problems);
}

static void fill_countries(Lexicon *lexicon, const PlaceFile *place_file, Problems *problems)
{
    const LexiconFile *file = lexicon_file(lexicon, place_file->name);
    for (size_t i = file->start; i < file->end; i++) {
        const ConfigRow *row = &lexicon->words.items[i];
        Country *country = countries_add(lexicon->countries, row->section);
        country->class = place_file->class;
        fill(lexicon, row, country, problems);
    }
}

// ---- who followed whom, who belongs to what ----

static void add_id(CountryIds *ids, CountryId id, Arena *arena)
{
    for (size_t i = 0; i < ids->count; i++)
        if (country_equal(ids->items[i], id))
            return;
    ARENA_PUSH(arena, ids, id);
}

static void link_one(Lexicon *lexicon, const ConfigRow *row, Text code, Problems *problems)
{
    Arena *arena = lexicon->words.arena;
    CountryId own = country_by_code(lexicon->countries, row->section);
    CountryId other = country_by_code(lexicon->countries, code);
    if (other.at == COUNTRY_NONE) {
        Problem where = PROBLEM_IN(PROBLEM_CONFIG, SEVERITY_WARNING, row->path);
        where.line = row->line;
        problem_at(problems, where, "expected the code of a country, found \"%.*s\"",
                   TEXT_ARG(code));
        return;
    }
    Country *country = countries_add(lexicon->countries, row->section);
    Country *linked = countries_add(lexicon->countries, code);
    if (lexicon_key_is(row->key, TEXT("members"))) {
        add_id(&country->members, other, arena);
    } else if (text_equal(row->key, TEXT("successors"))) {
        add_id(&country->successors, other, arena);
        add_id(&linked->predecessors, own, arena);
    } else {
        add_id(&country->predecessors, other, arena);
        add_id(&linked->successors, own, arena);
    }
}

static void link_countries(Lexicon *lexicon, const LexiconFile *file, Problems *problems)
{
    for (size_t i = file->start; i < file->end; i++) {
        const ConfigRow *row = &lexicon->words.items[i];
        if (!lexicon_key_is(row->key, TEXT("members")) &&
            !text_equal(row->key, TEXT("successors")) &&
            !text_equal(row->key, TEXT("predecessors")))
            continue;
        CountryNames codes = {0};
        lexicon_split(lexicon->words.arena, row->value, &codes);
        for (size_t n = 0; n < codes.count; n++)
            link_one(lexicon, row, codes.items[n], problems);
    }
}

// ---- phrases ----

static bool holds(const CountryNames *names, Text name)
{
    for (size_t i = 0; i < names->count; i++)
        if (text_equal(names->items[i], name))
            return true;
    return false;
}

// "Hungarian" -> "Hungarians", "Iraqi" -> "Iraqis"; "Chinese" stays alone.
static void add_plural(Phrases *places, Text adjective, Sense sense, Arena *arena)
{
    if (text_ends(adjective, TEXT("n")) || text_ends(adjective, TEXT("i")))
        phrases_add(places, arena_printf(arena, "%.*ss", TEXT_ARG(adjective)), sense);
}

static void add_phrases(Lexicon *lexicon, const ConfigRow *row, const PhraseKey *key,
                        const CountryNames *ambiguous)
{
    Arena *arena = lexicon->words.arena;
    CountryNames items = {0};
    lexicon_split(arena, row->value, &items);
    Sense sense = {.class = (int)key->class,
                   .country = country_by_code(lexicon->countries, row->section)};
    if (key->class == LEX_NOT)
        sense.country = (CountryId){COUNTRY_NONE};
    for (size_t i = 0; i < items.count; i++) {
        sense.is_ambiguous = holds(ambiguous, items.items[i]);
        phrases_add(lexicon->places, items.items[i], sense);
        if (key->class == LEX_ADJECTIVE)
            add_plural(lexicon->places, items.items[i], sense, arena);
    }
}

// A section's rows stand together; its ambiguous forms are looked for ahead.
static CountryNames ambiguous_forms(const Lexicon *lexicon, size_t from, size_t end)
{
    CountryNames forms = {0};
    Text section = lexicon->words.items[from].section;
    for (size_t i = from; i < end; i++) {
        const ConfigRow *row = &lexicon->words.items[i];
        if (!text_equal(row->section, section))
            break;
        if (lexicon_key_is(row->key, TEXT("ambiguous")))
            lexicon_split(lexicon->words.arena, row->value, &forms);
    }
    return forms;
}

static void add_places(Lexicon *lexicon, Text name)
{
    const LexiconFile *file = lexicon_file(lexicon, name);
    CountryNames ambiguous = {0};
    Text section = {0};
    for (size_t i = file->start; i < file->end; i++) {
        const ConfigRow *row = &lexicon->words.items[i];
        if (!text_equal(row->section, section))
            ambiguous = ambiguous_forms(lexicon, i, file->end);
        section = row->section;
        const PhraseKey *key = phrase_key(row->key);
        if (key)
            add_phrases(lexicon, row, key, &ambiguous);
    }
}

void lexicon_load_countries(Lexicon *lexicon, Arena *arena, Problems *problems)
{
    lexicon->countries = countries_new(arena);
    for (size_t i = 0; i < PLACE_FILES; i++)
        fill_countries(lexicon, &place_files[i], problems);
    for (size_t i = 0; i < PLACE_FILES; i++)
        link_countries(lexicon, lexicon_file(lexicon, place_files[i].name), problems);
    countries_finish(lexicon->countries);
}

void lexicon_add_places(Lexicon *lexicon, Arena *arena)
{
    lexicon->places = phrases_new(arena);
    // Ours first: they know which forms are ambiguous. A sense that is there already is kept once.
    add_places(lexicon, TEXT("countries-own"));
    add_places(lexicon, TEXT("organisations"));
    add_places(lexicon, TEXT("countries"));
}
