// What bilat knows about words: countries, organisations, verbs, offices, names, kinds, topics.
// Read from assets/*.ini before any thread starts, or when a thread first needs it, and read-only from then on. Adding a word is a line in
// an INI file; nothing here knows a word itself.
//
// Use: the tables are open; walk a text with phrases_next(), ask about one place in it with phrases_at(),
// about a whole expression with phrases_find() (loaders/phrases.h says how words match).
//
//     Hit hit;
//     for (size_t at = 0; phrases_next(lexicon->places, lead, at, scratch, &hit); at = hit.end)
//         if (hit.sense->class == LEX_CAPITAL)
//             ... country_get(lexicon->countries, hit.sense->country)->code
//
// A phrase may have several senses, linked by `next`: "Singapore" is a country and a capital, "Congolese" two
// countries' adjective, "welcome" a verb of two classes. The first one is the first in the files.
#ifndef BILAT_LOADERS_LEXICON_H
#define BILAT_LOADERS_LEXICON_H

#include "loaders/phrases.h"
#include "loaders/profile.h"
#include "loaders/readout/words.h"
#include "model/config.h"

// Sense.class. Of organisations ("@EU") NAME, ADJECTIVE and BODY are used too: country_get(...)->class tells.
typedef enum LexClass {
    LEX_NOT = 0,   // an exclusion: never seen by a caller
    LEX_NAME,      // "Hungary", "DPRK", "Republic of the Congo", "European Union"
    LEX_ADJECTIVE, // "Hungarian", "Magyar"
    LEX_CAPITAL,   // "Budapest"; as a subject it may stand for the state
    LEX_CITY,      // "Shanghai": where things happen
    LEX_SEAT,      // "Kremlin", "White House": stands for the state
    LEX_PARTY,     // "Workers' Party of Korea"
    LEX_BODY,      // "State Duma", "FCDO", "UN Security Council"
    LEX_VERB,      // lemma "point out", group: its class "say"
    LEX_OFFICE,    // group: the level "vice"
    LEX_CHANNEL,   // group: "party", "parliament", "military", "other"
    LEX_ROLE,      // lemma "host", "foreign-minister"; country where only its official is called so
    LEX_SIDES,     // group "both": "the two sides", "both ministers"
    LEX_HONORIFIC, // group "male", "female" or "any"; country where only its people are called so
    LEX_SUFFIX,    // "Jr."
    LEX_KIND,      // group: the kind "meeting"
    LEX_TOPIC, // group: "core/taiwan"; weight: words of the phrase, doubled where it is not weak
    LEX_PUBLISHER,   // lemma: its name as shown; country whose page says this of itself
    LEX_AGENCY,      // likewise of a news agency in a dateline
    LEX_FAMILY_NAME, // country in which it is a common family name
    LEX_CUE,         // group: the section of readout.ini, "events", "institutions"
} LexClass;

typedef struct Lexicon {
    Countries *countries; // the model's table, finished
    Phrases *places;      // LEX_NAME … LEX_BODY, of states and organisations
    Phrases *
        verbs; // LEX_VERB; every form is listed ("said", "is ready to"), small letters match capitals
    Phrases
        *offices; // LEX_OFFICE: head nouns, "vice minister", "Ambassador", "member of parliament"
    Phrases *channels;           // LEX_CHANNEL: words inside an office
    Phrases *roles;              // LEX_ROLE and LEX_SIDES: "the host", "EAM", "both sides"
    Phrases *honorifics;         // LEX_HONORIFIC, LEX_SUFFIX
    Phrases *titles, *leads;     // LEX_KIND: cues in a title, in a lead
    Phrases *topics;             // LEX_TOPIC
    Phrases *publishers;         // LEX_PUBLISHER, LEX_AGENCY
    Phrases *family_names;       // LEX_FAMILY_NAME
    Phrases *cues;               // LEX_CUE
    Config words;                // all rows as read, for lists that have no table: lexicon_list()
    Profiles *profiles;          // the data sets and how to read them; NULL: our own tables alone
    const ReadoutWords *readout; // languages and the lines around an article
    struct LexiconOwn *own;      // private
} Lexicon;

// Reads the word lists of a folder. What a file has wrong becomes problems and is left out. False, with a problem,
// when the countries cannot be read at all. Lives in the arena.
bool lexicon_load(Text folder, Arena *arena, Lexicon **lexicon, Problems *problems);

// The same, but all other than the countries waits until lexicon_need_words: tables of data sets need no words. To be
// closed by lexicon_close.
bool lexicon_open(Text folder, Arena *arena, Lexicon **lexicon, Problems *problems);
// Before a table of phrases, a list or `readout` is used. From any thread; NULL is no lexicon.
void lexicon_need_words(const Lexicon *lexicon);
// What the files read then have wrong. When no other thread uses the lexicon any more.
const Problems *lexicon_word_problems(const Lexicon *lexicon);
void lexicon_close(const Lexicon *lexicon); // NULL is nothing to close

// Reads the schemes and profiles in the lexicon's folder, and the user's profiles (a folder that need not exist; they
// win over ours). False, with a problem, when ours cannot be read.
bool lexicon_load_profiles(Lexicon *lexicon, Text folder, Text users, Arena *arena,
                           Problems *problems);

// ---- readouts ----

// "meeting", from the cues of the title, else of the lead, in the files' order of trust; "other" without any.
Text lexicon_kind(const Lexicon *lexicon, Text title, Text lead, Arena *scratch);

enum { LEX_TOPICS_MAX = 8 };
// The topics of a sentence, strongest first; returns how many. A sub-topic that is found counts for its parent,
// but only the sub-topic is given. Not more than four that have nothing in common: more would say nothing. Parts of
// one of them stand side by side: "Taiwan, Hong Kong and human rights" are three.
size_t lexicon_topics(const Lexicon *lexicon, Text sentence, Arena *scratch,
                      Text topics[LEX_TOPICS_MAX]);

// Of an office as written: "head", "minister", "vice", "ambassador" or "other"; of several offices the highest.
// Empty when no office noun is in it: then it is no office.
Text lexicon_level(const Lexicon *lexicon, Text office, Arena *scratch);
// "party", "parliament", "military", "other", else "state"; of several offices that of the highest, of equals the last.
Text lexicon_channel(const Lexicon *lexicon, Text office, Arena *scratch);

// The country of a publisher as somebody named it: by the lists of publishers, else by the first country or
// organisation in its name. COUNTRY_NONE where nothing tells.
CountryId lexicon_publisher_country(const Lexicon *lexicon, Text publisher, Arena *scratch);

// ---- names ----

typedef enum NameOrder { // which word is the short form in "Liu said"
    NAME_LAST,           // Western: the last word
    NAME_FAMILY_FIRST,   // Liu Jianchao: the first word
    NAME_GIVEN_SHORT,    // Nguyen Thanh Tung: the last word, which is the given name
    NAME_FIRST_GIVEN, // Faisal bin Turki Al Dossary: the first given name, and the last with its particle
    NAME_SECOND_LAST, // Rolando Pérez Quintana: the first of two family names
} NameOrder;
NameOrder lexicon_name_order(const Lexicon *lexicon, CountryId country);
// True when the country's names are often used whole, whatever their order (Myanmar, Indonesia).
bool lexicon_names_stay_whole(const Lexicon *lexicon, CountryId country);
// A family name of that country, in the spelling of readouts: "Ri" of PRK.
bool lexicon_is_family_name(const Lexicon *lexicon, CountryId country, Text word, Arena *scratch);
// A small word inside names: "van", "al", "bin", "de la" one word at a time; a leading "al-" is not a word.
bool lexicon_is_particle(const Lexicon *lexicon, Text word);
// Where the name begins behind the honorifics at text[at]: "H.E. Dr. Kim" -> "Kim". `at` when there are none.
// `gender` (may be NULL) becomes 'm' or 'f' where an honorific tells, else stays.
size_t lexicon_skip_honorifics(const Lexicon *lexicon, Text text, size_t at, Arena *scratch,
                               char *gender);

// ---- lists ----

// The items of a list of the INI files, all its numbered keys joined ("words", "words2"). `file` is the name without
// ".ini". Empty where there is none. Lives in the arena.
CountryNames lexicon_list(const Lexicon *lexicon, Text file, Text section, Text key, Arena *arena);

#endif
