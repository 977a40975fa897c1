// One JSON object in memory: its members, each with the span of its value, and what a value reads as.
// The only file that knows jansson, which checks objects and decodes strings. It gives no positions, so where a value
// stands is found here, without trusting the bytes: they may end anywhere and hold anything.
#ifndef BILAT_LOADERS_JSON_TEXT_H
#define BILAT_LOADERS_JSON_TEXT_H

#include "loaders/scan.h"

// Members of an object inside have the path to it: "location.city". So have those of an object that stands alone in an
// array; any other array is one value.
typedef struct JsonMember {
    Text path;
    FieldSpan
        span; // of a string: its content; has_doubled_quote: it reads otherwise than it stands
} JsonMember;

typedef struct JsonMembers {
    JsonMember *items;
    size_t count, capacity;
} JsonMembers;

// Behind the value that begins at `from`; TEXT_NOWHERE: it does not end in these bytes; `from`: it never will, for a
// line ends inside a string.
size_t json_end(Text bytes, size_t from);
// The members of the object that begins at the first byte, as far as they stand complete in `bytes`.
JsonMembers json_members(Text bytes, Arena *arena);
// False: it is no object. `why` says what was expected (it stands in the arena), `at` where.
bool json_check(Text object, Arena *arena, Text *why, size_t *at);
// A span as it reads: strings without escapes, the values of an array joined by ";", null as the empty text.
Text json_value(Text raw, bool is_string, Arena *arena);

#endif
