#include <config.h>
#include "loaders/table_countries.h"

#include "loaders/lexicon.h"

void table_countries_add(TableCountries *out, CountryId id, Text code)
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
        table_countries_add(&parts, known, name);
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
        table_countries_add(out, known, name);
    for (size_t i = 0; i < sizeof separators->words / sizeof separators->words[0] && !is_added; i++)
        is_added = add_parts(load, name, separators->words[i], out);
    if (!is_added)
        table_countries_add(out, builder_country(load->builder, name), name);
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
