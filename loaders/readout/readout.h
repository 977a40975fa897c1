// What is known about one document while it is read, step by step: words, sentences, people, the event. Each step
// fills its own part from the parts before it; all of it lives in a scratch arena and is gone when the event is added.
#ifndef BILAT_LOADERS_READOUT_READOUT_H
#define BILAT_LOADERS_READOUT_READOUT_H

#include "loaders/loader.h"
#include "loaders/readout/document.h"
#include "loaders/readout/marks.h"

// A sentence as tokens. Titles, teasers and section lines are lines too: names may stand there.
typedef struct Line {
    Range tokens;
    size_t start; // the token behind a dateline
    size_t paragraph;
    Part part;
    bool is_first; // of its paragraph
    bool is_last;
    bool is_statement; // somebody says it: the attribution found a speaker
} Line;

typedef struct Lines {
    Line *items; // in the order of the text
    size_t count, capacity;
} Lines;

enum { NOBODY = -1 };

typedef enum Gender { GENDER_UNKNOWN, GENDER_MALE, GENDER_FEMALE } Gender;

// One place in the text where a person is named in full or by office and name.
typedef struct Mention {
    Range name;      // without honorifics
    Range office[2]; // empty where there is none
    size_t from, to; // all of it, with honorifics and offices
    bool is_short;   // one word: "Minister Kurosawa"
    int person;      // index in Readout.persons, or NOBODY
    CountryId country;
    bool has_polity;  // acts for an organisation that is no state
    CountryId polity; // which, where it has a code
    Gender gender;
    size_t line;
} Mention;

typedef struct Mentions {
    Mention *items; // in the order of the text
    size_t count, capacity;
} Mentions;

typedef struct Person {
    Text name;         // the fullest form
    Text key;          // name_key of it
    Range name_tokens; // where that stands
    Range office[2];
    Range later; // another office by which the text calls the person; empty where there is none
    CountryId country;
    bool has_polity;
    CountryId polity;
    Gender gender;
    bool is_host, is_guest; // as the lead tells
    bool is_assumed;        // the country is the page's, for want of another
    size_t first_line, name_line, office_line, country_line;
    Range honorific; // what stands before the name, of the last mention that has one
    bool takes_part;
    bool is_main; // takes part, and not only in a list of those present
} Person;

typedef struct Persons {
    Person *items; // in the order in which they are named
    size_t count, capacity;
} Persons;

// Somebody was there: in a sentence that tells what happened, or by speaking.
typedef struct Appearance {
    int person;
    size_t line;
    bool was_listed; // among those present, not as one of the main persons
} Appearance;

typedef struct Appearances {
    Appearance *items; // in the order of the text
    size_t count, capacity;
} Appearances;

typedef struct Readout {
    const Lexicon *lexicon;
    Arena *arena;
    Problems *problems;
    const Document *document;
    Source *source;
    Tokens tokens;
    Mark *marks;     // one a token
    Hits publishers; // named in the text
    Lines lines;
    Persons persons;
    Mentions mentions;
    Appearances appearances;
    Text kind;         // "meeting"
    bool is_press;     // questions of the press and the answers to them
    int voice;         // who answers there
    CountryIds groups; // states of which unnamed people are there: "Japanese lawmakers"
    size_t lead;       // the line that says what happened; the count of lines where there is none
    CountryId home; // whose page it is, as the text shows; for those whose office names no country
} Readout;

// The token is one of the words of [forms] in assets/readout.ini. False outside of the tokens.
static inline bool token_is_form(const Readout *readout, size_t at, WordForm form)
{
    const WordList *list = &readout->lexicon->readout->forms[form];
    return at < readout->tokens.count &&
           word_list_may_begin(list, readout->tokens.items[at].lower) &&
           word_list_has(list, readout->tokens.items[at].lower);
}

#endif
