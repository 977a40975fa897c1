// What a reader remembers from sentence to sentence: who is speaking, whom "he" means, who holds the floor in a
// transcript.
#ifndef BILAT_LOADERS_READOUT_DISCOURSE_H
#define BILAT_LOADERS_READOUT_DISCOURSE_H

#include "loaders/readout/clauses.h"

typedef enum Floor {
    FLOOR_NOBODY,
    FLOOR_BLOCK,      // "X said:" and the paragraphs behind it
    FLOOR_TRANSCRIPT, // "President X: ...", "A: ..."; until the next label
    FLOOR_QUESTION,   // "Q: ..."
} Floor;

typedef struct Discourse {
    Readout *readout;
    int running;    // speaker of this paragraph so far
    int carried;    // speaker of all of the paragraph before, where this one may go on
    int focus;      // the person who was last a subject: "he"
    CountryId side; // which speaks in this paragraph, nobody of it by name
    bool is_group;  // it is several people: "they"
    CountryId
        unnamed; // whose official without a name was the last subject: "he", until somebody is named
    bool is_whole; // every sentence of this paragraph so far is the running speaker's
    Floor floor;
    int holder; // of the floor
} Discourse;

Discourse discourse_begin(Readout *readout);
// Call before the first sentence of a paragraph.
void discourse_begin_paragraph(Discourse *discourse, const Line *line);
// The person a pronoun means, whose gender is then known; NOBODY when nobody fits.
int discourse_pronoun(Discourse *discourse, Gender gender, bool begins_paragraph);
// "expressed her concern": what the words behind the verb tell of the subject's gender.
void discourse_learn_gender(Discourse *discourse, int person, const Verb *verb);

#endif
