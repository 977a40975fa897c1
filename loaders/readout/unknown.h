// Verbs that no list knows. "Kovac quipped that trade is slow" is built as speech is, whatever the verb: it is taken
// for speech, of low confidence. "Kovac extolled the river" is not, and stays narration. Both are said in the problems,
// so that the verb can be added to assets/verbs.ini.
#ifndef BILAT_LOADERS_READOUT_UNKNOWN_H
#define BILAT_LOADERS_READOUT_UNKNOWN_H

#include "loaders/readout/verbs.h"

// The verb is a single finite word that no list knows: "quipped"; not "was quiet", "will come".
bool unknown_is_verb(const Readout *readout, const Verb *verb);
// Behind such a verb stands, up to `to`, "that" with a clause, or a quotation.
bool unknown_is_speech(const Readout *readout, const Verb *verb, size_t to);
// "learned that": nothing is said.
bool unknown_is_perception(const Readout *readout, const Verb *verb);
// "extolled": told, and not what the sentence says of today.
bool unknown_is_past(const Readout *readout, const Verb *verb);
// A note in the problems. `speaker` is whose position the sentence is taken for; empty: it is left as narration.
void unknown_report(const Readout *readout, const Verb *verb, Text speaker);
// The same of a sentence that begins with a person and goes on without a verb.
void unknown_report_subject(const Readout *readout, Range subject);
// The same of a sentence in which somebody speaks who is not known.
void unknown_report_stranger(const Readout *readout, Range words);

#endif
