// "Did you mean …": which of the known names is nearest to what somebody typed.
//
//   Nearest nearest = nearest_to(TEXT("mettings"));
//   for (each known name)
//       nearest_try(&nearest, name);
//   if (nearest.best.len) …
#ifndef BILAT_MODEL_NEAREST_H
#define BILAT_MODEL_NEAREST_H

#include "model/text.h"

typedef struct Nearest {
    Text typed;
    Text best; // empty while no name is near enough
    size_t distance;
} Nearest;

Nearest nearest_to(Text typed);
// Takes `name` where it is nearer than what came before; of equals the first stays.
// Near enough is a third of the typed letters, at least one, or a beginning of three letters or more. ASCII case does not count.
void nearest_try(Nearest *nearest, Text name);
// Insertions, deletions, changes and swaps of neighbours that lead from a to b; texts over 64 bytes are never near: SIZE_MAX.
size_t text_distance(Text a, Text b);

#endif
