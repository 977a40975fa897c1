// A sentence taken apart: its main clause, a speaker behind or inside the statement ("..., he said"), and a second
// clause with a speaker of its own. Grammar only: who speaks, attribution.h decides from sentence to sentence.
#ifndef BILAT_LOADERS_READOUT_CLAUSES_H
#define BILAT_LOADERS_READOUT_CLAUSES_H

#include "loaders/readout/subjects.h"
#include "loaders/readout/verbs.h"

typedef struct Clause {
    Range tokens;
    Subject subject;
    Verb verb;
    bool is_there; // a subject with a verb was found
} Clause;

typedef struct Sentenced {
    Clause main;
    Clause tail;              // "..., he said." or ", he said, "
    Clause second;            // ", and the Prime Minister invited him"
    bool has_opener;          // "At the outset, ..."
    bool tail_ends;           // the tail is the end of the sentence
    bool is_quoted;           // more than half of it stands in quotation marks
    bool is_passive_position; // "it was agreed", "satisfaction was expressed"
} Sentenced;

// `near` is the running speaker, or NOBODY.
Sentenced clauses_of(const Readout *readout, Range sentence, int near);

#endif
