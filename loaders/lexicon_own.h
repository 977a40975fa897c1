// What the parts of the lexicon share with each other, and nobody else with them.
#ifndef BILAT_LOADERS_LEXICON_OWN_H
#define BILAT_LOADERS_LEXICON_OWN_H

#include "loaders/lexicon.h"

#include <pthread.h>
#include <stdatomic.h>

typedef struct LexiconFile {
    Text name;         // "verbs"
    size_t start, end; // its rows in Lexicon.words
} LexiconFile;

typedef struct LexiconFiles {
    LexiconFile *items;
    size_t count, capacity;
} LexiconFiles;

struct LexiconOwn {
    LexiconFiles files;
    CountryNames title_order, lead_order; // kinds in the order of trust
    CountryNames levels, channels;        // from the highest
    CountryNames particles;
    // By first byte: bit n: one has n bytes, longer ones share the last bit; bit n: one goes on with byte n modulo 32.
    uint32_t particle_lengths[256], particle_seconds[256];
    uint8_t *name_orders; // NameOrder by country id
    bool *whole_names;    // by country id
    Lexicon *lexicon;     // itself, of which all but the countries is made when somebody needs them
    Text folder;
    Arena *arena; // of what is read then, and of its problems
    Problems problems;
    pthread_mutex_t lock; // of the reading
    atomic_bool has_words;
};

// The items of a list of an INI value; what stands between two bars, trimmed.
void lexicon_split(Arena *arena, Text value, CountryNames *items);
// True when `key` is `base` or `base` with a number behind it: "words2".
bool lexicon_key_is(Text key, Text base);
// The rows of a file.
const LexiconFile *lexicon_file(const Lexicon *lexicon, Text name);

// "lemma code" -> lemma and country; a key without a code gives COUNTRY_NONE.
Text lexicon_cut_country(const Countries *countries, Text key, CountryId *country);
bool lexicon_key_is_known(const ConfigRow *row);
// A warning at the row, with the nearest known key of its file.
void lexicon_report_unknown(const ConfigRow *row, const char *what, Problems *problems);

// Makes the countries from four files; countries_finish is called.
void lexicon_load_countries(Lexicon *lexicon, Arena *arena, Problems *problems);
// Makes the table of places from the same files.
void lexicon_add_places(Lexicon *lexicon, Arena *arena);

#endif
