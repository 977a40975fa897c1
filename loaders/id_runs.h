// Ids that count up, as those of nearly all data sets do: "gdelt2:900000001", "gdelt2:900000002" … A run keeps them in a
// byte or two each. What does not count up stays with event_ids.c, which keeps the hash of each id.
#ifndef BILAT_LOADERS_ID_RUNS_H
#define BILAT_LOADERS_ID_RUNS_H

#include "model/arena.h"
#include "model/source.h"

typedef struct IdRuns IdRuns;

IdRuns *id_runs_new(Arena *arena);
// Keeps the id SPACE OWN, which is certainly none of those kept before. False: it is not kept; it may be an old one, or
// does not go on where its source's run has ended so far.
bool id_runs_add(IdRuns *runs, const Source *source, Text space, Text own);
// The source of an id that was kept; NULL: it was not.
const Source *id_runs_find(const IdRuns *runs, Text id);
// Is one of the ids, letters and number, what the question asks for?
bool id_runs_any(const IdRuns *runs, bool (*is_it)(void *context, Text letters, uint64_t number),
                 void *context);
// Takes over the runs of a later part of the same source. False: nothing is changed, some of its ids may be old ones.
bool id_runs_join(IdRuns *runs, const IdRuns *later);

#endif
