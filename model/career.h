// A person's offices over time, as the events of a view name them.
#ifndef BILAT_MODEL_CAREER_H
#define BILAT_MODEL_CAREER_H

#include "model/view.h"

typedef struct CareerOffice {
    Text office;      // as written the first time; empty: none is named
    Date first, last; // events at which the person has it
    size_t events;
} CareerOffice;

typedef struct Career {
    CareerOffice *items; // by their first event
    size_t count, capacity;
} Career;

// Of the events that the view shows. Offices that differ only in case, accents or marks are one.
Career career_of(const View *view, ActorId person, Arena *arena);
// The person whom the filter's `speaker:` term means, where all positions it finds are one person's; else nobody.
ActorId career_person(View *view);

#endif
