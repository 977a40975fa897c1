// The verb of a clause, behind its subject: is something said, or does something happen?
#ifndef BILAT_LOADERS_READOUT_VERBS_H
#define BILAT_LOADERS_READOUT_VERBS_H

#include "loaders/readout/readout.h"

typedef enum VerbKind {
    VERB_NONE,    // no verb follows
    VERB_REPORT,  // a reporting verb: "said", "expressed concern", "is willing to"
    VERB_EVENT,   // "met", "was hosted", "delivered a keynote speech"
    VERB_SILENCE, // nothing was said: "did not mention", "made no mention", "declined to comment"
    VERB_OTHER,   // some other verb, or what may be one
} VerbKind;

typedef struct Verb {
    VerbKind kind;
    const Sense *sense; // of VERB_REPORT; else NULL
    size_t at, end;     // tokens of the verb proper; at == end where there is none
    bool is_modal;      // "should", "will"
    bool is_past;       // a simple past: "said", "toured"; not "has said", "says"
    bool is_passive;    // "was expressed"
    bool is_negated;    // "did not agree"
} Verb;

// The verb that begins at `where.from`, behind adverbs, "for his part", "who ..., " and an office in commas.
Verb verb_at(const Readout *readout, Range where);
// "discuss", "exchange views": no position when the subject is joint.
bool verb_is_exchange(const Sense *sense);
// Some meaning of it is: "review", "consider".
bool verb_may_be_exchange(const Sense *sense);
bool verb_is_class(const Sense *sense, const char *name);
// Where "but did not mention ...", "without mentioning ..." begins, behind the verb; where.to where nothing of the kind
// follows. Inside of a clause with a verb of its own ("said that X had come and not mentioned ...") it is not looked
// for.
size_t verb_next_silence(const Readout *readout, Range where);
// A later verb of the same subject, "reviewed ... and welcomed ...", that takes a position; sense NULL: there is none.
Verb verb_next_position(const Readout *readout, const Verb *first, size_t to);
// The form is past: "discussed", "spoke"; not the base form, "-s" or "-ing".
bool verb_form_is_past(const Readout *readout, size_t at);
bool verb_form_is_ing(const Readout *readout, size_t at);

#endif
