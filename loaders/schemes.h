// Country codes of the data sets: CAMEO, Correlates of War, Gleditsch and Ward, FIPS, ISO 3166, names.
// assets/schemes/NAME.ini says what each code is in the lexicon's codes, with years where it changed hands; this
// compiles that into tables, so that a code costs one load. Read once before threads start, read-only from then on.
//
//     SchemeCountry country = scheme_resolve(scheme, TEXT("365"), 1985, memo);
//     if (country.id.at == COUNTRY_NONE && country.code.len > 0)
//         country.id = builder_country(builder, country.code); // strange: kept as written, and a note
//
// A state that only changed its name keeps its present code (BUR is MMR); one that ended has its own (SUN, DDR).
// Meaning goes by whole years: that of the state which existed for the larger part of the year.
#ifndef BILAT_LOADERS_SCHEMES_H
#define BILAT_LOADERS_SCHEMES_H

#include "model/config.h"
#include "model/country.h"

enum {
    SCHEME_NUMBERS = 1000,         // no scheme has a number above 990
    SCHEME_LETTERS = 32 * 32 * 32, // 5 bits a letter; two letters leave the first 0
    SCHEME_UNKNOWN = 0,
    SCHEME_SETTLE = 0x8000, // from here on: an index of `cases`
    SCHEME_NO_YEAR = INT16_MIN,
};

typedef struct SchemeCase { // what a code is when it is not the same country always
    int16_t from, until;    // years, both included
    CountryId id;
    Text code;     // of a state that the lexicon does not know; empty: a region, no country
    uint16_t next; // 0: the last one
} SchemeCase;

typedef struct Scheme {
    Text name;  // "cow": that of the file
    Text title; // "Correlates of War, letters and numbers"
    // Answers by value and by scheme_letters_key, or NULL. An answer: SCHEME_UNKNOWN, a CountryId, or a case.
    uint16_t *numbers, *letters;
    struct SchemeName *names; // of the scheme's own, open addressing
    size_t name_count, name_capacity;
    bool has_names; // what is not among those is looked up in the lexicon
    const Countries *countries;
    struct {
        SchemeCase *items; // item 0 is not used
        size_t count, capacity;
    } cases;
} Scheme;

// A file with [kinds] and [labels] in place of [codes]: what profiles call a kind_map.
typedef struct CodeList {
    Text name;
    Config rows;
} CodeList;

typedef struct Schemes {
    Scheme **items;
    size_t count, capacity;
    struct {
        CodeList *items;
        size_t count, capacity;
    } lists;
    const Countries *countries;
    Arena *arena;
} Schemes;

typedef struct SchemeCountry {
    CountryId id; // COUNTRY_NONE: see code
    Text code;    // without an id: the code to keep as a strange one; empty: it means no country
} SchemeCountry;

// What one thread remembers of names, whose look-up folds case and accents. May be NULL where no scheme has names.
typedef struct SchemeMemo SchemeMemo;
SchemeMemo *scheme_memo_new(Arena *arena);

// The schemes that need no file: iso3 and names. `countries` must be finished and outlive the schemes.
Schemes *schemes_new(const Countries *countries, Arena *arena);
// Reads every *.ini of a folder; a scheme of the same name read earlier is replaced. False, with a problem, when
// the folder cannot be read.
bool schemes_load(Schemes *schemes, Text folder, Problems *problems);
// NULL when there is none of that name.
const Scheme *schemes_find(const Schemes *schemes, Text name);
const CodeList *schemes_find_list(const Schemes *schemes, Text name);

// What the code means in that year (SCHEME_NO_YEAR: at last). Blanks around it do not count.
SchemeCountry scheme_resolve(const Scheme *scheme, Text code, int year, SchemeMemo *memo);
// The code means the same in every year.
bool scheme_ignores_year(const Scheme *scheme, Text code);

// ---- for loops over millions of rows ----

// 15 bits for two or three ASCII letters in any case; 0 for anything else.
static inline uint32_t scheme_letters_key(const char *code, size_t len)
{
    uint32_t key = 0;
    if (len != 2 && len != 3)
        return 0;
    for (size_t i = 0; i < len; i++) {
        uint32_t letter = ((uint32_t)(unsigned char)code[i] | 0x20U) - 'a';
        if (letter > 25 || (unsigned char)code[i] < 'A')
            return 0;
        key = key << 5 | (letter + 1);
    }
    return key;
}

// The answer for an index of `numbers` or `letters` that is SCHEME_SETTLE or more.
SchemeCountry scheme_settle(const Scheme *scheme, uint16_t answer, int year);

#endif
