#include <config.h>
#include "loaders/table_countries.h"

#include "loaders/lexicon.h"

static void add(TableCountries *out, CountryId id, Text code)
{
    for (size_t i = 0; i < out->count; i++)
        if (country_equal(out->ids[i], id))
            return;
    if (id.at == COUNTRY_NONE || out->count == TABLE_COUNTRIES_MAX)
        return;
    out->codes[out->count] = code;
    out->ids[out->count++] = id;
}

// ---- a list of them ----

// What parts a list: surely, or only where countries stand on all sides of it ("Guinea-Bissau" is one, "China-Laos"
// are two).
typedef struct Separators {
    Text sure;     // bytes
    Text words[6]; // tried one after the other
} Separators;

static const Separators own_separators = {TEXT_INIT(";>"),
                                          {TEXT_INIT(","), TEXT_INIT("/"), TEXT_INIT(" and "),
                                           TEXT_INIT("&"), TEXT_INIT("-"),
                                           TEXT_INIT("\xE2\x80\x93")}};
static const Separators free_separators = {TEXT_INIT(";>/|,"),
                                           {TEXT_INIT(" and "), TEXT_INIT("&"), TEXT_INIT("-"),
                                            TEXT_INIT("\xE2\x80\x93"), TEXT_INIT("\xE2\x80\x94"),
                                            TEXT_INIT(" vs ")}};

static CountryId known_country(const Load *load, Text name)
{
    if (!load->lexicon || name.len == 0)
        return (CountryId){COUNTRY_NONE};
    CountryId known = country_by_code(load->lexicon->countries, name); // nearly always
    if (known.at == COUNTRY_NONE)
        known = country_by_name(load->lexicon->countries, name, load->scratch);
    if (known.at == COUNTRY_NONE) // "EU" is the polity "@EU"
        known = country_by_code(load->lexicon->countries,
                                arena_printf(load->scratch, "@%.*s", TEXT_ARG(name)));
    return known;
}

// Adds what stands between the words, if they are countries all.
static bool add_parts(const Load *load, Text list, Text word, TableCountries *out)
{
    TableCountries parts = *out;
    if (text_find(list, word) == TEXT_NOWHERE)
        return false;
    for (size_t at = 0; at != TEXT_NOWHERE;) {
        at = text_find(list, word);
        Text name = text_trim(text_sub(list, 0, at));
        CountryId known = known_country(load, name);
        if (known.at == COUNTRY_NONE)
            return false;
        add(&parts, known, name);
        list = text_sub(list, at == TEXT_NOWHERE ? list.len : at + word.len, list.len);
    }
    *out = parts;
    return true;
}

static void add_written(const Load *load, Text name, const Separators *separators,
                        TableCountries *out)
{
    CountryId known = known_country(load, name);
    bool is_added = known.at != COUNTRY_NONE;
    if (is_added)
        add(out, known, name);
    for (size_t i = 0; i < sizeof separators->words / sizeof separators->words[0] && !is_added; i++)
        is_added = add_parts(load, name, separators->words[i], out);
    if (!is_added)
        add(out, builder_country(load->builder, name), name);
}

void table_countries_read(const Load *load, Text list, bool is_own, TableCountries *out)
{
    const Separators *separators = is_own ? &own_separators : &free_separators;
    out->is_directed = text_find_char(list, '>') != TEXT_NOWHERE;
    for (size_t at = 0; at < list.len; at++) {
        size_t start = at;
        while (at < list.len && text_find_char(separators->sure, list.ptr[at]) == TEXT_NOWHERE)
            at++;
        add_written(load, text_trim(text_sub(list, start, at - start)), separators, out);
    }
}

// ---- words of a text ----

// Which words of a text name a country: names and adjectives surely, capitals and seats only where names are too few.
typedef struct Search {
    const Lexicon *lexicon;
    Arena *scratch;
    bool by_seat;
    TableCountries *out;
} Search;

static bool is_wanted(const Search *search, const Sense *sense)
{
    bool is_seat = sense->class == LEX_CAPITAL || sense->class == LEX_SEAT;
    bool is_name = sense->class == LEX_NAME || sense->class == LEX_ADJECTIVE;
    return (search->by_seat ? is_seat : is_name) && sense->country.at != COUNTRY_NONE &&
           country_get(search->lexicon->countries, sense->country)->class == COUNTRY_STATE;
}

// The one state that a phrase stands for; none where it has several meanings ("Congolese").
static CountryId meaning(const Search *search, const Hit *hit)
{
    CountryId found = {COUNTRY_NONE};
    for (const Sense *sense = hit->sense; sense; sense = sense->next) {
        if (!is_wanted(search, sense))
            continue;
        if (sense->is_ambiguous || (found.at && !country_equal(found, sense->country)))
            return (CountryId){COUNTRY_NONE};
        found = sense->country;
    }
    return found;
}

static void search_text(const Search *search, Text text)
{
    Hit hit;
    for (size_t at = 0; phrases_next(search->lexicon->places, text, at, search->scratch, &hit);
         at = hit.end)
        add(search->out, meaning(search, &hit), text_sub(text, hit.start, hit.end - hit.start));
}

void table_countries_infer(const Load *load, Text title, Text text, TableCountries *out)
{
    if (!load->lexicon || !load->lexicon->places)
        return;
    Search search = {.lexicon = load->lexicon, .scratch = load->scratch, .out = out};
    Text places[] = {title, text};
    for (size_t i = 0; i < 4 && out->count < 2; i++) {
        search.by_seat = i % 2 == 1;
        search_text(&search, places[i / 2]);
    }
    out->is_inferred = out->count > 0;
}
