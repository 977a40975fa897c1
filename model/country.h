// Countries, groups of states and polities: codes, names, dates, who followed whom.
// Filled once from assets/*.ini (loaders/lexicon.c) before any thread starts; read-only from then on.
// Codes are ISO 3166-1 alpha-3, ISO 3166-3 alpha-3 for former states (SUN, YUG, CSK, DDR), XKX for Kosovo,
// "EU27" for a group of states and "@EU" for a polity that is no state. TWN, HKG and MAC are never CHN.
#ifndef BILAT_MODEL_COUNTRY_H
#define BILAT_MODEL_COUNTRY_H

#include "model/date.h"

typedef struct CountryId {
    uint16_t
        at; // 0: no country; COUNTRY_STRANGE and above: a code that no lexicon knows, see timeline.h
} CountryId;

enum { COUNTRY_NONE = 0, COUNTRY_STRANGE = 0x8000, COUNTRIES_MAX = 0x7FFF };

typedef enum CountryClass { COUNTRY_STATE, COUNTRY_GROUP, COUNTRY_POLITY } CountryClass;

typedef struct CountryIds {
    CountryId *items;
    size_t count, capacity;
} CountryIds;

typedef struct CountryNames {
    Text *items; // as they stand in the INI, in file order
    size_t count, capacity;
} CountryNames;

typedef struct Country {
    Text code;   // "CHN", "EU27", "@EU"
    Text alpha2; // "CN"; may be empty
    Text name;   // the name shown, from our INI: "China"
    CountryClass class;
    CountryNames names;      // every other name and abbreviation, former names too
    CountryNames adjectives; // "Chinese"; also the demonym
    CountryNames capitals;   // "Beijing"
    int32_t from, until;     // days; DATE_FIRST_DAY and DATE_LAST_DAY where open
    CountryIds predecessors, successors;
    CountryIds members; // of a group
} Country;

typedef struct Countries Countries;

Countries *countries_new(Arena *arena);
// The country of that code, added if it is new; to be filled in by the caller before the next addition. The code is upper-cased.
Country *countries_add(Countries *countries, Text code);
// Call once after all was added: makes the look-up by name. Earlier names win over later ones.
void countries_finish(Countries *countries);

size_t countries_count(const Countries *countries);                   // ids are 1 … count
const Country *country_get(const Countries *countries, CountryId id); // id from this table, not 0
// By alpha-3, alpha-2, group or polity code, in any case. COUNTRY_NONE when there is none.
CountryId country_by_code(const Countries *countries, Text code);
// By code, name, former name, adjective or capital: all of `name`, case and accents folded, a leading "the" dropped.
CountryId country_by_name(const Countries *countries, Text name, Arena *scratch);
// Itself, or one of the group's members.
bool country_covers(const Countries *countries, CountryId country_or_group, CountryId country);
// `b` is `a`, or came before or after it (RUS and SUN); one step is enough for "pair:CHN-RUS~".
bool country_is_related(const Countries *countries, CountryId a, CountryId b);
bool country_equal(CountryId a, CountryId b);

#endif
