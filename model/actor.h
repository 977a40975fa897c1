// Actors: who takes part and who speaks. One actor is one country and one folded name; all spellings are kept.
#ifndef BILAT_MODEL_ACTOR_H
#define BILAT_MODEL_ACTOR_H

#include "model/country.h"
#include "model/strings.h"

typedef struct ActorId {
    uint32_t at; // 0: nobody
} ActorId;

typedef struct Actor {
    StringId name; // the spelling seen first
    CountryId country;
    struct {
        StringId *items; // every spelling, the first one too
        size_t count, capacity;
    } spellings;
} Actor;

typedef struct Actors Actors;

// Names are interned in `strings`, which must outlive the actors.
Actors *actors_new(Arena *arena, Strings *strings);
// The actor of that name and country, made if new. The empty name is nobody.
// Letters are compared folded, and blanks, hyphens, stops and initials between other words do not count: "Ri Ryong-nam"
// is "Ri Ryong Nam", "Anna J. Moss" is "Anna Moss". The family name may stand first or last.
ActorId actors_intern(Actors *actors, Text name, CountryId country);
// The same where there is one already; else nobody.
ActorId actors_find(const Actors *actors, Text name, CountryId country);
// A new actor whom no name finds: somebody who must not be taken for another one of the same name.
ActorId actors_add_apart(Actors *actors, Text name, CountryId country);
// One more name under which somebody is known.
void actors_add_spelling(Actors *actors, ActorId id, Text name);
// Somebody of that country, added before, whose name has the same first and last word where one of the two names has
// none between: "Poul Nielsen" of "Poul Erik Nielsen". Nobody where there is none.
ActorId actors_like(const Actors *actors, ActorId id);
const Actor *actors_get(const Actors *actors, ActorId id); // not for nobody
size_t actors_count(const Actors *actors);                 // ids are 1 … count
size_t actors_spelling_count(const Actors *actors); // of all actors together; only ever grows

#endif
