// The countries of an event in a table: as its column gives them, or found in its words.
#ifndef BILAT_LOADERS_TABLE_COUNTRIES_H
#define BILAT_LOADERS_TABLE_COUNTRIES_H

#include "loaders/loader.h"

enum {
    TABLE_COUNTRIES_MAX = 64
}; // of one event; the members of the largest conferences are given as a group

typedef struct EventWords {
    Text title, text;
    Date date; // DATE_ABSENT: not known
} EventWords;

typedef struct TableCountries {
    CountryId ids[TABLE_COUNTRIES_MAX];
    Text codes[TABLE_COUNTRIES_MAX]; // as written, where they were written
    size_t count;
    bool is_directed; // "CHN>PRK"
    bool is_inferred;
} TableCountries;

// A list as it stands in a column: "CHN;PRK", "CHN>PRK", "China, north korea". Codes, names,
// adjectives and capitals in any case; what no lexicon knows is kept as written. In our own tables only ";" and ">" part
// what is not known. Between builder_begin_event and builder_add_event.
void table_countries_read(const Load *load, Text list, bool is_own, TableCountries *out);
// Adds one that is not there yet; COUNTRY_NONE is none.
void table_countries_add(TableCountries *countries, CountryId id, Text code);
// States that the title names, and where those are not two, the text: those of the day of `date`, where a name or a
// capital is that of several ("Moscow"). Without a lexicon: none.
void table_countries_infer(const Load *load, const EventWords *words, TableCountries *out);

#endif
