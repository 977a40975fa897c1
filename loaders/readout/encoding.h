// From bytes to UTF-8: which encoding a readout is in, and its text with the way back to the bytes.
#ifndef BILAT_LOADERS_READOUT_ENCODING_H
#define BILAT_LOADERS_READOUT_ENCODING_H

#include "loaders/readout/clean.h"
#include "loaders/readout/words.h"

// How sure the encoding is, from what follows.
typedef enum EncodingFind {
    ENCODING_UTF8,       // valid throughout
    ENCODING_DAMAGED,    // UTF-8 with some wrong bytes, which show as U+FFFD
    ENCODING_GIVEN,      // by a byte order mark, the user or the page itself
    ENCODING_WESTERN,    // undeclared and not UTF-8: taken as windows-1252
    ENCODING_BINARY,     // no text
    ENCODING_UNREADABLE, // undeclared and neither, or declared and not known here
} EncodingFind;

typedef struct Encoding {
    EncodingFind find;
    Text name;     // as shown: "UTF-8", "windows-1252"
    Text iconv;    // empty for UTF-8
    size_t start;  // bytes of a byte order mark
    size_t bad_at; // the first byte that is no UTF-8
} Encoding;

// `given` is the user's choice or empty; only a page (`is_html`) can declare its own.
Encoding encoding_find(const ReadoutWords *words, Text bytes, Text given, bool is_html);
// Decodes all behind the byte order mark; not for binary or unreadable bytes.
Decoded encoding_decode(Encoding encoding, Text bytes, Arena *arena);

#endif
