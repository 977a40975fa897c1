// A person's name at a token: 1 to NAME_WORDS capitalised words with particles, initials and suffixes, honorifics
// in front cut off. Whether those words name a person at all, offices.h and people.h decide from what stands around.
#ifndef BILAT_LOADERS_READOUT_NAMES_H
#define BILAT_LOADERS_READOUT_NAMES_H

#include "loaders/readout/readout.h"

enum { NAME_WORDS = 7 }; // "Luiz Inácio Lula da Silva", "Hamdan bin Zayed bin Sultan Al Nahyan"

typedef struct Name {
    Range words;       // without honorifics; with "Jr." and its stop
    size_t from;       // with honorifics
    size_t word_count; // that are no particles
    Gender gender;     // as an honorific tells
    bool has_honorific;
    bool is_peer; // "Baroness Okafor of Peckham": title and place belong to the name
} Name;

// False when no name begins at `where.from` or it would not end before `where.to`.
bool name_at(const Readout *readout, Range where, Name *name);
// A word that may be part of a name: capitalised, and in no word list of countries, offices or institutions.
bool name_is_word(const Readout *readout, size_t at);
// Part of a phrase like "Prime Minister" that begins before it.
bool name_is_in_office(const Readout *readout, size_t at);
// Tokens of the honorifics that begin at `at`, "H.E. Mr."; 0: none. `gender` stays where they do not tell.
size_t name_skip_honorifics(const Readout *readout, Range where, Gender *gender);
// The same for names that are one: folded, without blanks, hyphens and stops, "Ri Ryong-nam" is "Ri Ryong Nam".
Text name_key(Text name, Arena *arena);

#endif
