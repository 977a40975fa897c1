// An office at a token: "Deputy Minister of Foreign Affairs of Mongolia", "vice-chairman of the Presidium",
// "External Affairs Minister", "Secretary (West)". Where an office runs into a name without a mark between them, it
// also finds where the name begins.
#ifndef BILAT_LOADERS_READOUT_OFFICES_H
#define BILAT_LOADERS_READOUT_OFFICES_H

#include "loaders/readout/names.h"

typedef struct Office {
    Range words; // without the article and without the country that owns it ("the UAE's")
    Range owner; // "UAE" of "the UAE's Ambassador"; empty where there is none
    size_t head; // the first token of the head noun
    size_t head_end;
    bool names_other; // ends in the name of somebody else: "special envoy of President Paek Ho In"
    bool has_name;    // a name of two words or more, or with an honorific, follows at once
    Name name;
    size_t to; // end of all of it, the name included
} Office;

// The office that begins at `where.from` (an article may stand before it) and ends before `where.to`.
// False when no office noun comes before the next mark or small word.
bool office_at(const Readout *readout, Range where, Office *office);

// The country for which somebody in that office acts, from the office's own words: "Ambassador of C to D" is C,
// "Cuban ambassador", "Vice-minister of the IDCPC". None where the first owner named is no state: then `*polity` is that.
CountryId office_country(const Readout *readout, const Office *office, CountryId *polity);

#endif
