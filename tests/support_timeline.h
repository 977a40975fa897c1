// A small timeline made in memory, for tests of the model and the browser.
#ifndef BILAT_TESTS_SUPPORT_TIMELINE_H
#define BILAT_TESTS_SUPPORT_TIMELINE_H

#include "model/timeline.h"

typedef struct FixturePerson {
    const char *name, *country, *office, *role; // country "" for none
} FixturePerson;

typedef struct FixtureSentence {
    const char *speaker; // a name of the persons, "CHN side", "both"
    const char *country, *verb, *verb_class, *topics, *rule, *text;
} FixtureSentence;

typedef struct FixtureEvent {
    // countries "CHN;PRK" or "CHN>PRK"; kind "talks", or of a coded event "consult/04"
    const char *date, *title, *kind, *countries, *place;
    FixturePerson persons[6];     // up to the first without a name
    FixtureSentence sentences[8]; // up to the first without a text
    double scale;                 // 0: none
} FixtureEvent;

typedef struct Fixture {
    Arena *arena;
    Countries *countries; // CHN PRK USA JPN SUN RUS DEU FRA and the group EU2 (DEU, FRA)
    Timeline *timeline;
} Fixture;

// Fourteen events, 1949 to 2024, of several pairs; indexed.
Fixture fixture_new(void);
// Events of the caller's own, in one segment; not indexed.
Fixture fixture_from(const FixtureEvent *events, size_t count);
void fixture_append(Fixture *fixture, const FixtureEvent *events,
                    size_t count); // another source and segment
void fixture_free(Fixture *fixture);

#endif
