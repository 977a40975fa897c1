// Who is named in a document: a table of persons, each with the fullest form of the name, offices and country.
#ifndef BILAT_LOADERS_READOUT_PEOPLE_H
#define BILAT_LOADERS_READOUT_PEOPLE_H

#include "loaders/readout/mentions.h"

enum {
    MOST_PERSONS = 400, // of one document; a longer list is no readout
    MOST_NAMED = 16384, // of them; whoever is named behind these is nobody
};

// Fills readout->persons from all lines of the article. At first every person is only mentioned.
void people_find(Readout *readout);
// The person takes part, as this line shows. Nothing happens for NOBODY.
void people_take_part(Readout *readout, int person, size_t line, bool was_listed);
// All words of `name` (particles aside) are words of the person's name.
bool person_has_words(const Readout *readout, const Person *person, Range name);

#endif
