// What is told and not said: events, who was present, atmosphere, the page about itself, questions of the press.
#ifndef BILAT_LOADERS_READOUT_NARRATION_H
#define BILAT_LOADERS_READOUT_NARRATION_H

#include "loaders/readout/clauses.h"

// "is attributable to", "a summary is given below".
bool narration_is_boilerplate(const Readout *readout, Range sentence);
// "(Laughter.)", "(The briefing was concluded at 2:01 p.m.)"
bool narration_is_stage_direction(const Readout *readout, Range sentence);
// A sentence whose subject is some other noun tells an event: "a plan was signed", "the talks covered", "X attended".
bool narration_is_told(const Readout *readout, Range sentence);
// "No reference was made to ...", "Neither minister mentioned", "The matter was not discussed", "It was not agreed when":
// without a person as its subject it tells what was not said.
bool narration_is_silence(const Readout *readout, Range sentence);
// Present, future, perfect or modal: "peace serves", "would be". Not "charted".
bool narration_is_assertion(const Readout *readout, Range sentence);
// The first reporting verb of a sentence, wherever it stands; or NULL.
const Sense *narration_first_verb(const Readout *readout, Range sentence);
// Those named in this sentence were there: the lead, a meeting, a list of those present.
bool narration_has_participants(const Readout *readout, Range sentence, bool is_lead);
// "In addition to that meeting, N also met ...": those named were somewhere else.
bool narration_is_elsewhere(const Readout *readout, Range sentence);
// It says who was present, and is not the lead.
bool narration_is_list(const Readout *readout, size_t line);
// All who are named in the line take part.
void narration_take_part(Readout *readout, size_t line);

typedef enum LabelKind { LABEL_NONE, LABEL_PERSON, LABEL_ANSWER, LABEL_QUESTION } LabelKind;
typedef struct Label {
    LabelKind kind;
    int person;    // who speaks from here on
    size_t end;    // the token behind it and its colon
    bool is_short; // "Q:", "A:": it names nobody
} Label;
// The label at the head of a paragraph; inside of one only "Q:" and "A:" are labels.
Label narration_label(const Readout *readout, const Line *line);

#endif
