// Who says what: sentence by sentence, the first rule that fires gives the speaker; what no rule claims is narration.
// The order of the rules is that of rules.c's table; each has a name, kept with the position.
#ifndef BILAT_LOADERS_READOUT_ATTRIBUTION_H
#define BILAT_LOADERS_READOUT_ATTRIBUTION_H

#include "loaders/readout/clauses.h"

typedef enum Voice { VOICE_INDIRECT, VOICE_DIRECT, VOICE_JOINT } Voice;
typedef enum Trust { TRUST_HIGH, TRUST_MEDIUM, TRUST_LOW } Trust;

typedef struct Statement {
    size_t line;
    Range tokens; // the sentence, or the clause where two persons speak in one
    int speaker;  // index of a person; NOBODY: a side or both
    bool is_both;
    CountryId side; // speaks without a person, or is named as the subject in a person's own speech
    const Sense *verb; // NULL where there is none: "peace serves the interests of both"
    Voice voice;
    Trust trust;
    Text rule;
} Statement;

typedef struct Statements {
    Statement *items; // in the order of the text
    size_t count, capacity;
} Statements;

// Needs words, people and the lead. Also finds who takes part, from what happens and who speaks.
void attribution_find(Readout *readout, Statements *statements);

#endif
