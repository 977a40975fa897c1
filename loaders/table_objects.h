// Our own tables as JSON lines. An object has only the members that are not empty, so that the columns of the table are
// known when all of its objects have been seen.
#ifndef BILAT_LOADERS_TABLE_OBJECTS_H
#define BILAT_LOADERS_TABLE_OBJECTS_H

#include "loaders/loader.h"
#include "loaders/table_layout.h"

// Whether the first bytes of a source begin events that bilat wrote: objects with an id, a date, a title or a text, and where
// each came from.
bool table_objects_are_own(Text head, Arena *scratch);
// The columns of that table: ours, and the others in the order in which objects have them. NULL: the load was cancelled.
TableLayout *table_objects_layout(const Load *load, const Source *source, Arena *arena);

#endif
