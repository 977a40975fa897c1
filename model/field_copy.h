// Copies the bytes of a field and looks at them on the way: so a table is written in one pass over its texts.
#ifndef BILAT_MODEL_FIELD_COPY_H
#define BILAT_MODEL_FIELD_COPY_H

#include "model/text.h"

#include <string.h>

// The compiler makes one instruction of what is done to all sixteen.
typedef unsigned char FieldBytes __attribute__((vector_size(16)));

// Eight bytes at a time: is one of them C?
static inline uint64_t field_has_byte(uint64_t bytes, char c)
{
    const uint64_t ones = 0x0101010101010101u;
    uint64_t difference = bytes ^ ones * (unsigned char)c;
    return (difference - ones) & ~difference & ones << 7; // the top bit of the first byte that is 0
}

// What must not stand in a field of CSV without quotes around it.
static inline uint64_t field_has_special(uint64_t bytes)
{
    return field_has_byte(bytes, ',') | field_has_byte(bytes, '"') | field_has_byte(bytes, '\n') |
           field_has_byte(bytes, '\r');
}

// Of 16 bytes or more; the last ones are copied twice where they are no multiple of 16.
static inline bool field_copy_long(char *to, Text field)
{
    FieldBytes special = {0};
    for (size_t at = 0; at < field.len; at += 16) {
        size_t here = at + 16 <= field.len ? at : field.len - 16;
        FieldBytes bytes;
        memcpy(&bytes, field.ptr + here, 16);
        memcpy(to + here, &bytes, 16);
        special |= (FieldBytes)(bytes == ',') | (FieldBytes)(bytes == '"') |
                   (FieldBytes)(bytes == '\n') | (FieldBytes)(bytes == '\r');
    }
    uint64_t halves[2];
    memcpy(halves, &special, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}

// Of 1 to 15 bytes, by two pieces that may overlap. A zero in place of a byte is nothing special.
static inline bool field_copy_short(char *to, Text field)
{
    uint64_t first = 0, last = 0;
    if (field.len >= 8) {
        memcpy(&first, field.ptr, 8);
        memcpy(&last, field.ptr + field.len - 8, 8);
        memcpy(to, &first, 8);
        memcpy(to + field.len - 8, &last, 8);
    } else if (field.len >= 4) {
        memcpy(&first, field.ptr, 4);
        memcpy(&last, field.ptr + field.len - 4, 4);
        memcpy(to, &first, 4);
        memcpy(to + field.len - 4, &last, 4);
    } else {
        for (size_t i = 0; i < field.len; i++)
            first = first << 8 | (unsigned char)(to[i] = field.ptr[i]);
    }
    return field_has_special(first) || field_has_special(last);
}

// Copies the field to where there is room for it. False: it cannot stand in CSV without quotes. Blanks at the ends are
// a reason too: readers drop them from a field without quotes.
static inline bool field_copy(char *to, Text field)
{
    if (field.len == 0)
        return true;
    char begin = field.ptr[0], end = field.ptr[field.len - 1];
    bool has_special = field.len >= 16 ? field_copy_long(to, field) : field_copy_short(to, field);
    return !has_special && begin != ' ' && begin != '\t' && end != ' ' && end != '\t';
}

#endif
