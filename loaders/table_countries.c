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

static void add_code(const Load *load, Text code, TableCountries *out)
{
    add(out, builder_country(load->builder, code), code);
}

void table_countries_from_codes(const Load *load, Text list, TableCountries *out)
{
    size_t arrow = text_find_char(list, '>');
    out->is_directed = arrow != TEXT_NOWHERE;
    if (out->is_directed) {
        add_code(load, text_sub(list, 0, arrow), out);
        list = text_sub(list, arrow + 1, list.len);
    }
    while (list.ptr && list.len)
        add_code(load, text_cut(&list, ';'), out);
}

static bool is_list_separator(char c)
{
    return c == ';' || c == '/' || c == ',' || c == '|' || c == '>';
}

void table_countries_from_names(const Load *load, Text list, TableCountries *out)
{
    out->is_directed = text_find_char(list, '>') != TEXT_NOWHERE;
    for (size_t at = 0; at < list.len;) {
        size_t start = at;
        while (at < list.len && !is_list_separator(list.ptr[at]))
            at++;
        Text name = text_trim(text_sub(list, start, at - start));
        CountryId known = {COUNTRY_NONE};
        if (load->lexicon)
            known = country_by_name(load->lexicon->countries, name, load->scratch);
        add(out, known.at != COUNTRY_NONE ? known : builder_country(load->builder, name), name);
        at++;
    }
}

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
