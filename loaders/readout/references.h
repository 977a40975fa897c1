// From a later short form back to the person: "Liu", "Minister Kurosawa", "al-Majali", "the Secretary", "the host",
// "EAM", "the President of Azerbaijan".
#ifndef BILAT_LOADERS_READOUT_REFERENCES_H
#define BILAT_LOADERS_READOUT_REFERENCES_H

#include "loaders/readout/people.h"

typedef struct Reference {
    int person;        // index in readout->persons, or NOBODY
    size_t end;        // the token behind the expression
    bool is_ambiguous; // two persons fit, and nothing tells which
    bool by_role;      // no name was there
} Reference;

// The person named, or meant by an office or a role, at `where.from`; an article may stand before it. `near` is the
// running speaker, who is not "his counterpart"; NOBODY when there is none. person is NOBODY when none fits.
Reference reference_at(const Readout *readout, Range where, int near);

// The only country or organisation whose official is called so without more: "Secretary-General" is the UN's.
CountryId reference_sole_owner(const Readout *readout, Range office);
// The office or role at `where.from` may mean this person, whoever else it may mean.
bool reference_may_be(const Readout *readout, Range where, int person);
// Notes that the words may mean others than the person for whom they were taken.
void reference_report(const Readout *readout, Range words, int person);

#endif
