// One sentence on its way through the rules: what attribution.c hands to rules.c. Private to the two.
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

#endif
