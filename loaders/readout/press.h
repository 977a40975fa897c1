// Press conferences: a page of questions and answers, each exchange of which is an event of its own. The page is told
// by its title (readout.ini, [press]) and by somebody who answers under a label.
#ifndef BILAT_LOADERS_READOUT_PRESS_H
#define BILAT_LOADERS_READOUT_PRESS_H

#include "loaders/readout/event.h"

// Sets readout->is_press and the kind of such a page; needs the people and the kind.
void press_find(Readout *readout);
// What was announced before the first question, where something was, and one happening for every exchange: questions
// that follow each other, and the answers to them. Each has its lines and its title.
void press_split(const Readout *readout, Happenings *happenings);
// The states of which the question of a happening speaks; where it names none, those of the answer.
void press_add_countries(const Readout *readout, Happening *happening);

#endif
