// Rows that follow each other and make one event: the members of an alliance, the votes on a motion.
#ifndef BILAT_LOADERS_TABLE_GATHER_H
#define BILAT_LOADERS_TABLE_GATHER_H

#include "loaders/loader.h"
#include "loaders/profile.h"
#include "model/source.h"

typedef struct CodedPerson {
    Text name;
    Slice name_slice, office;
    RowCountry country;
    StringId role;
} CodedPerson;

// An event as a row gives it, before its strings are interned.
typedef struct CodedEvent {
    uint64_t offset; // of its first row
    Text id;
    Date date;
    struct {
        RowCountry *items;
        size_t count, capacity;
    } countries;
    bool is_directed, has_inferred_countries;
    uint8_t kind;
    Text code, place;
    double scale, weight;
    struct {
        CodedPerson *items;
        size_t count, capacity;
    } people;
} CodedEvent;

// Adds the states that title and text name to those that the columns gave, which stay the first.
void coded_infer(const Load *load, CodedEvent *event, Text title, Text text);

typedef struct Gather Gather;

// `event` is the arena of the event; it is reset for each.
Gather *gather_new(Arena *arena, Arena *event);
// Adds countries and people of a row to the event that was begun. False: its key is another one.
bool gather_add(Gather *gather, Text key, const CodedEvent *event);
// Begins an event with a copy of it; the one before must have been taken.
void gather_begin(Gather *gather, Text key, const CodedEvent *event);
// The event begun, which ends with it; NULL: none. Good until the next is begun.
const CodedEvent *gather_take(Gather *gather);

#endif
