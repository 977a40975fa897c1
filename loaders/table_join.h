// participants.csv, positions.csv and mentioned.csv beside an events.csv, or all as .tsv or .jsonl: found by event_id, whatever
// the order of their rows.
// Texts are slices of these files; what they say of the event's own source (offsets, lengths) is carried as read.
#ifndef BILAT_LOADERS_TABLE_JOIN_H
#define BILAT_LOADERS_TABLE_JOIN_H

#include "loaders/event_ids.h"
#include "loaders/table_in.h"
#include "model/table.h"

typedef struct TableJoin TableJoin;

// "folder/participants.csv" for "folder/events.csv"; empty where the file is called otherwise.
Text table_join_beside(FilePath events, TableName table, Arena *scratch);
// The other way: "folder/events.csv" for one of those that stand beside it, else empty.
Text table_join_events(FilePath path, Arena *scratch);

// Opens the tables beside `events`, where there are any, and notes which row belongs to which id. Broken rows are
// counted and reported here. `arena` must live as long as the join.
TableJoin *table_join_open(const Load *load, const Source *events, Arena *arena);
// Where names and words of the joined rows stand; NULL where there is no such table.
void table_join_sources(const TableJoin *join, const Source *sources[JOINED_TABLES]);
bool table_join_is_empty(const TableJoin *join); // nothing belongs to any event
// Adds what belongs to the event that was added last.
void table_join_add(TableJoin *join, Text event_id);
// Reports the rows that belong to no event; of a load that was cancelled they are not counted as read.
void table_join_finish(TableJoin *join);

#endif
