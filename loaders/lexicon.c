#include <config.h>
#include "loaders/lexicon_own.h"

#include "loaders/ini.h"

static struct LexiconOwn *lexicon_own(const Lexicon *lexicon)
{
    return lexicon->own;
}

// ---- lists and files ----

void lexicon_split(Arena *arena, Text value, CountryNames *items)
{
    while (value.ptr) {
        Text item = text_trim(text_cut(&value, '|'));
        if (item.len)
            ARENA_PUSH(arena, items, item);
    }
}

bool lexicon_key_is(Text key, Text base)
{
    if (!text_starts(key, base))
        return false;
    for (size_t i = base.len; i < key.len; i++)
        if (key.ptr[i] < '0' || key.ptr[i] > '9')
            return false;
    return true;
}

const LexiconFile *lexicon_file(const Lexicon *lexicon, Text name)
{
    static const LexiconFile none;
    for (size_t i = 0; i < lexicon->own->files.count; i++)
        if (text_equal(lexicon->own->files.items[i].name, name))
            return &lexicon->own->files.items[i];
    return &none;
}

CountryNames lexicon_list(const Lexicon *lexicon, Text name, Text section, Text key, Arena *arena)
{
    CountryNames items = {0};
    const LexiconFile *file = lexicon_file(lexicon, name);
    for (size_t i = file->start; i < file->end; i++) {
        const ConfigRow *row = &lexicon->words.items[i];
        if (text_equal_nocase(row->section, section) && lexicon_key_is(row->key, key))
            lexicon_split(arena, row->value, &items);
    }
    return items;
}

Text lexicon_cut_country(const Countries *countries, Text key, CountryId *country)
{
    *country = (CountryId){COUNTRY_NONE};
    size_t blank = key.len;
    while (blank > 0 && key.ptr[blank - 1] != ' ')
        blank--;
    if (blank == 0)
        return key;
    *country = country_by_code(countries, text_sub(key, blank, key.len));
    return country->at == COUNTRY_NONE ? key : text_trim(text_sub(key, 0, blank));
}

// ---- tables ----

typedef struct Filler { // what a row of one file adds to
    Lexicon *lexicon;
    Problems *problems;
} Filler;

static void add_items(Filler *filler, Phrases *phrases, const ConfigRow *row, Sense sense)
{
    CountryNames items = {0};
    lexicon_split(filler->lexicon->words.arena, row->value, &items);
    for (size_t i = 0; i < items.count; i++)
        phrases_add(phrases, items.items[i], sense);
}

static void add_verb(Filler *filler, const ConfigRow *row)
{
    Sense sense = {.class = LEX_VERB, .lemma = row->key, .group = row->section};
    add_items(filler, filler->lexicon->verbs, row, sense);
}

static bool ends_in_consonant_y(Text word)
{
    static const Text endings[] = {TEXT_INIT("ay"), TEXT_INIT("ey"), TEXT_INIT("oy")};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (text_ends(word, endings[i]))
            return false;
    return text_ends(word, TEXT("y"));
}

// "vice minister" -> "vice ministers"; what is "minister of ..." has its plural inside and is left out.
static void add_office_plural(Filler *filler, Text noun, Sense sense)
{
    Arena *arena = filler->lexicon->words.arena;
    if (text_find(noun, TEXT(" of ")) != TEXT_NOWHERE || text_ends(noun, TEXT("s")))
        return;
    Text plural = ends_in_consonant_y(noun)
                      ? arena_printf(arena, "%.*sies", (int)(noun.len - 1), noun.ptr)
                      : arena_printf(arena, "%.*ss", TEXT_ARG(noun));
    phrases_add(filler->lexicon->offices, plural, sense);
}

static void add_nouns(Filler *filler, const ConfigRow *row)
{
    Sense sense = {.class = LEX_OFFICE, .group = row->section};
    CountryNames nouns = {0};
    lexicon_split(filler->lexicon->words.arena, row->value, &nouns);
    for (size_t i = 0; i < nouns.count; i++) {
        phrases_add(filler->lexicon->offices, nouns.items[i], sense);
        add_office_plural(filler, nouns.items[i], sense);
    }
}

static void add_office(Filler *filler, const ConfigRow *row)
{
    Lexicon *lexicon = filler->lexicon;
    Sense sense = {0};
    if (text_equal(row->section, TEXT("channels"))) {
        sense = (Sense){.class = LEX_CHANNEL, .group = row->key};
        add_items(filler, lexicon->channels, row, sense);
    } else if (text_equal(row->section, TEXT("sides"))) {
        sense = (Sense){.class = LEX_SIDES, .group = row->key};
        add_items(filler, lexicon->roles, row, sense);
    } else if (text_equal(row->section, TEXT("roles"))) {
        sense.class = LEX_ROLE;
        sense.lemma = lexicon_cut_country(lexicon->countries, row->key, &sense.country);
        add_items(filler, lexicon->roles, row, sense);
    } else if (lexicon_key_is(row->key, TEXT("nouns"))) {
        add_nouns(filler, row);
    } else if (!text_equal(row->section, TEXT("tails"))) {
        lexicon_report_unknown(row, "key", filler->problems);
    }
}

static void add_name(Filler *filler, const ConfigRow *row)
{
    Lexicon *lexicon = filler->lexicon;
    Sense sense = {0};
    if (text_equal(row->section, TEXT("honorifics"))) {
        sense.class = LEX_HONORIFIC;
        sense.group = lexicon_cut_country(lexicon->countries, row->key, &sense.country);
        add_items(filler, lexicon->honorifics, row, sense);
    } else if (text_equal(row->section, TEXT("suffixes"))) {
        sense.class = LEX_SUFFIX;
        add_items(filler, lexicon->honorifics, row, sense);
    } else if (text_starts(row->section, TEXT("family "))) {
        sense.class = LEX_FAMILY_NAME;
        lexicon_cut_country(lexicon->countries, row->section, &sense.country);
        if (sense.country.at == COUNTRY_NONE)
            lexicon_report_unknown(row, "country", filler->problems);
        else
            add_items(filler, lexicon->family_names, row, sense);
    }
}

static void add_kind(Filler *filler, const ConfigRow *row)
{
    Lexicon *lexicon = filler->lexicon;
    Sense sense = {.class = LEX_KIND, .group = row->section};
    if (text_equal(row->section, TEXT("order")))
        return;
    sense.is_ambiguous = lexicon_key_is(row->key, TEXT("weak_title"));
    if (sense.is_ambiguous || lexicon_key_is(row->key, TEXT("title")))
        add_items(filler, lexicon->titles, row, sense);
    else if (lexicon_key_is(row->key, TEXT("lead")))
        add_items(filler, lexicon->leads, row, sense);
    else
        lexicon_report_unknown(row, "key", filler->problems);
}

static int word_count(Text phrase)
{
    int count = 0;
    while (phrase.ptr)
        count += text_cut(&phrase, ' ').len > 0;
    return count;
}

static void add_topic(Filler *filler, const ConfigRow *row)
{
    bool is_weak = lexicon_key_is(row->key, TEXT("weak"));
    if (!is_weak && !lexicon_key_is(row->key, TEXT("words")))
        lexicon_report_unknown(row, "key", filler->problems);
    CountryNames items = {0};
    lexicon_split(filler->lexicon->words.arena, row->value, &items);
    for (size_t i = 0; i < items.count; i++) {
        bool is_none = text_equal(row->section, TEXT("none"));
        Sense sense = {.class = is_none ? LEX_NOT : LEX_TOPIC, .group = row->section};
        sense.weight = word_count(items.items[i]) * (is_weak ? 1 : 2);
        sense.is_ambiguous = is_weak;
        phrases_add(filler->lexicon->topics, items.items[i], sense);
    }
}

// "mfa chn = the name that is shown|another form|..."
static void add_publisher(Filler *filler, const ConfigRow *row)
{
    Lexicon *lexicon = filler->lexicon;
    bool is_agency = text_equal(row->section, TEXT("agencies"));
    if (!is_agency && !text_equal(row->section, TEXT("publishers")))
        return;
    Sense sense = {.class = is_agency ? LEX_AGENCY : LEX_PUBLISHER};
    Text forms = row->value;
    sense.lemma = text_trim(text_cut(&forms, '|'));
    lexicon_cut_country(lexicon->countries, row->key, &sense.country);
    if (sense.country.at == COUNTRY_NONE)
        lexicon_report_unknown(row, "country", filler->problems);
    else
        add_items(filler, lexicon->publishers, row, sense);
}

static void add_cue(Filler *filler, const ConfigRow *row)
{
    Sense sense = {.class = LEX_CUE, .group = row->section};
    if (text_equal(row->section, TEXT("forms")))
        return; // asked for word by word: loaders/readout/words.h
    if (lexicon_key_is(row->key, TEXT("words")))
        add_items(filler, filler->lexicon->cues, row, sense);
    else
        lexicon_report_unknown(row, "key", filler->problems);
}

typedef struct WordFile {
    Text name;
    void (*add)(Filler *filler, const ConfigRow *row); // NULL: read by lexicon_load_countries
} WordFile;

static const WordFile word_files[] = {
    {TEXT_INIT("countries"), NULL},     {TEXT_INIT("countries-own"), NULL},
    {TEXT_INIT("organisations"), NULL}, {TEXT_INIT("groups"), NULL},
    {TEXT_INIT("verbs"), add_verb},     {TEXT_INIT("offices"), add_office},
    {TEXT_INIT("names"), add_name},     {TEXT_INIT("kinds"), add_kind},
    {TEXT_INIT("topics"), add_topic},   {TEXT_INIT("boilerplate"), add_publisher},
    {TEXT_INIT("languages"), NULL},     {TEXT_INIT("readout"), add_cue},
};
enum { WORD_FILES = sizeof word_files / sizeof *word_files };

static void add_tables(Lexicon *lexicon, Problems *problems)
{
    Filler filler = {lexicon, problems};
    for (size_t n = 0; n < WORD_FILES; n++) {
        const LexiconFile *file = lexicon_file(lexicon, word_files[n].name);
        for (size_t i = file->start; word_files[n].add && i < file->end; i++)
            word_files[n].add(&filler, &lexicon->words.items[i]);
    }
}

// ---- lists that have no table ----

static void push_new(Arena *arena, CountryNames *names, Text name)
{
    for (size_t i = 0; i < names->count; i++)
        if (text_equal(names->items[i], name))
            return;
    ARENA_PUSH(arena, names, name);
}

// The levels are the sections of offices.ini that have nouns, the channels the keys of [channels].
static void collect_office_order(Lexicon *lexicon, struct LexiconOwn *own, Arena *arena)
{
    const LexiconFile *file = lexicon_file(lexicon, TEXT("offices"));
    for (size_t i = file->start; i < file->end; i++) {
        const ConfigRow *row = &lexicon->words.items[i];
        if (lexicon_key_is(row->key, TEXT("nouns")))
            push_new(arena, &own->levels, row->section);
        if (text_equal(row->section, TEXT("channels")))
            push_new(arena, &own->channels, row->key);
    }
}

static void collect_name_order(Lexicon *lexicon, struct LexiconOwn *own, Arena *arena)
{
    static const Text keys[] = {[NAME_LAST] = TEXT_INIT("last"),
                                [NAME_FAMILY_FIRST] = TEXT_INIT("family-first"),
                                [NAME_GIVEN_SHORT] = TEXT_INIT("given-short"),
                                [NAME_FIRST_GIVEN] = TEXT_INIT("first-given"),
                                [NAME_SECOND_LAST] = TEXT_INIT("second-last")};
    size_t count = countries_count(lexicon->countries) + 1;
    own->name_orders = ARENA_ARRAY(arena, uint8_t, count);
    own->whole_names = ARENA_ARRAY(arena, bool, count);
    for (size_t order = 0; order < sizeof keys / sizeof *keys; order++) {
        CountryNames codes =
            lexicon_list(lexicon, TEXT("names"), TEXT("order"), keys[order], arena);
        for (size_t i = 0; i < codes.count; i++)
            own->name_orders[country_by_code(lexicon->countries, codes.items[i]).at] =
                (uint8_t)order;
    }
    own->name_orders[COUNTRY_NONE] = NAME_LAST; // where a code was not known
    CountryNames whole = lexicon_list(lexicon, TEXT("names"), TEXT("order"), TEXT("whole"), arena);
    for (size_t i = 0; i < whole.count; i++)
        own->whole_names[country_by_code(lexicon->countries, whole.items[i]).at] = true;
}

static void collect_lists(Lexicon *lexicon, struct LexiconOwn *own, Arena *arena)
{
    own->title_order = lexicon_list(lexicon, TEXT("kinds"), TEXT("order"), TEXT("title"), arena);
    own->lead_order = lexicon_list(lexicon, TEXT("kinds"), TEXT("order"), TEXT("lead"), arena);
    own->particles = lexicon_list(lexicon, TEXT("names"), TEXT("particles"), TEXT("words"), arena);
    for (size_t i = 0; i < own->particles.count; i++) {
        Text word = own->particles.items[i];
        uint32_t length = word.len < 31 ? (uint32_t)word.len : 31;
        if (!word.len)
            continue;
        unsigned char second = word.len > 1 ? (unsigned char)word.ptr[1] : 0;
        own->particle_lengths[(unsigned char)word.ptr[0]] |= (uint32_t)1 << length;
        own->particle_seconds[(unsigned char)word.ptr[0]] |= (uint32_t)1 << second % 32;
    }
    collect_office_order(lexicon, own, arena);
    collect_name_order(lexicon, own, arena);
}

// ---- loading ----

enum { PLACE_FILES = 4 }; // the first ones of word_files

// Files from number `from` up to `to`. False: the countries cannot be read.
static bool read_files(Lexicon *lexicon, size_t from, size_t to, Problems *problems)
{
    struct LexiconOwn *own = lexicon_own(lexicon);
    bool has_countries = true;
    for (size_t n = from; n < to; n++) {
        Arena *arena = lexicon->words.arena;
        Text name = word_files[n].name;
        Text path = arena_printf(arena, "%.*s/%.*s.ini", TEXT_ARG(own->folder), TEXT_ARG(name));
        size_t start = lexicon->words.count;
        bool is_read = ini_load(path, &lexicon->words, problems);
        LexiconFile file = {name, start, lexicon->words.count};
        ARENA_PUSH(arena, &own->files, file);
        if (text_equal(name, TEXT("countries")))
            has_countries = is_read;
    }
    return has_countries;
}

static void make_tables(Lexicon *lexicon, Arena *arena)
{
    Phrases **tables[] = {&lexicon->verbs,        &lexicon->offices, &lexicon->channels,
                          &lexicon->roles,        &lexicon->titles,  &lexicon->leads,
                          &lexicon->honorifics,   &lexicon->topics,  &lexicon->publishers,
                          &lexicon->family_names, &lexicon->cues};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        *tables[i] = phrases_new(arena);
}

static bool load_countries(Text folder, Arena *arena, Lexicon **lexicon, Problems *problems)
{
    Lexicon *loaded = ARENA_NEW(arena, Lexicon);
    struct LexiconOwn *own = ARENA_NEW(arena, struct LexiconOwn);
    loaded->words.arena = arena;
    loaded->own = own;
    own->lexicon = loaded;
    own->folder = arena_text(arena, folder);
    own->arena = arena;
    if (!read_files(loaded, 0, PLACE_FILES, problems))
        return false;
    lexicon_load_countries(loaded, arena, problems);
    *lexicon = loaded;
    return true;
}

static void load_words(Lexicon *lexicon, Problems *problems)
{
    struct LexiconOwn *own = lexicon_own(lexicon);
    Arena *arena = lexicon->words.arena = own->arena;
    read_files(lexicon, PLACE_FILES, WORD_FILES, problems);
    lexicon_add_places(lexicon, arena);
    make_tables(lexicon, arena);
    add_tables(lexicon, problems);
    collect_lists(lexicon, own, arena);
    lexicon->readout = readout_words_new(&lexicon->words, arena);
    atomic_store(&own->has_words, true);
}

bool lexicon_load(Text folder, Arena *arena, Lexicon **lexicon, Problems *problems)
{
    if (!load_countries(folder, arena, lexicon, problems))
        return false;
    load_words(*lexicon, problems);
    return true;
}

bool lexicon_open(Text folder, Arena *arena, Lexicon **lexicon, Problems *problems)
{
    if (!load_countries(folder, arena, lexicon, problems))
        return false;
    struct LexiconOwn *own = lexicon_own(*lexicon);
    own->arena = arena_new();
    own->problems = problems_in(own->arena);
    pthread_mutex_init(&own->lock, NULL);
    return true;
}

void lexicon_need_words(const Lexicon *lexicon)
{
    struct LexiconOwn *own = lexicon ? lexicon_own(lexicon) : NULL;
    if (!own || atomic_load(&own->has_words)) // one that a test has made has all it will ever have
        return;
    pthread_mutex_lock(&own->lock);
    if (!atomic_load(&own->has_words))
        load_words(own->lexicon, &own->problems);
    pthread_mutex_unlock(&own->lock);
}

const Problems *lexicon_word_problems(const Lexicon *lexicon)
{
    return &lexicon_own(lexicon)->problems;
}

void lexicon_close(const Lexicon *lexicon)
{
    if (!lexicon)
        return;
    struct LexiconOwn *own = lexicon_own(lexicon);
    pthread_mutex_destroy(&own->lock);
    arena_free(own->arena);
}

bool lexicon_load_profiles(Lexicon *lexicon, Text folder, Text users, Arena *arena,
                           Problems *problems)
{
    Text schemes_folder = arena_printf(arena, "%.*s/schemes", TEXT_ARG(folder));
    Text profiles_folder = arena_printf(arena, "%.*s/profiles", TEXT_ARG(folder));
    Schemes *schemes = schemes_new(lexicon->countries, arena);
    Profiles *profiles = profiles_new(schemes, arena);
    if (!schemes_load(schemes, schemes_folder, problems) ||
        !profiles_load(profiles, profiles_folder, false, problems))
        return false;
    lexicon->profiles = profiles;
    return users.len == 0 || profiles_load(profiles, users, true, problems);
}
