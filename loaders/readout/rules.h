// One sentence on its way through the rules: what attribution.c hands to rules.c and rules_told.c. Private to the three.
#ifndef BILAT_LOADERS_READOUT_RULES_H
#define BILAT_LOADERS_READOUT_RULES_H

#include "loaders/readout/attribution.h"
#include "loaders/readout/discourse.h"

// One sentence on its way through the rules.
typedef struct Case {
    Discourse *discourse;
    Readout *readout;
    const Line *line;
    size_t at; // of the line
    size_t
        label_end; // "A:", "President N:" are no part of what is said; else the first token of the line
    Sentenced parts;
    Statement statement; // what the rule that fires fills in
    bool has_statement;
    bool begins_late; // at its verb: what was not said stands before it
} Case;

// Asks the rules in their order; the first that fires fills in case->statement, or leaves it narration.
void rules_ask(Case *it);
// The beginning of a statement about the whole sentence; the speaker is still nobody.
Statement rules_statement(const Case *it, Text rule, Trust trust);
bool rules_end_in_colon(
    const Case *it); // the sentence is the last of its paragraph, and what follows is said

// ---- for the rules themselves; each returns that it has fired ----

bool rules_claim_person(Case *it, int person, Text rule, Trust trust);
bool rules_claim_nothing(Case *it); // it is narration
// The country is that of who speaks in this paragraph, or spoke in the one that it goes on.
bool rules_is_own_side(const Case *it, CountryId country);

// "He did not mention the port", "No reference was made to it".
bool rules_by_silence(Case *it);
// "Kovac quipped that trade is slow": by its construction it is speech; else it is told.
bool rules_by_unknown(Case *it);
// "Kovac, beaming: the railway." in a speech of Sun's.
bool rules_by_nothing(Case *it);

#endif
