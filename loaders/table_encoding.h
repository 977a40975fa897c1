// In which encoding a table is, and its texts in UTF-8. Encodings that write ASCII as ASCII does stay raw in the source:
// separators are found in the bytes, and a field is decoded when it is asked for. Of all others (UTF-16) the source's
// content becomes UTF-8, in memory or in a temporary file without a name; offsets then count that content.
#ifndef BILAT_LOADERS_TABLE_ENCODING_H
#define BILAT_LOADERS_TABLE_ENCODING_H

#include "loaders/loader.h"

typedef struct TableEncoding {
    Text iconv;      // as iconv calls it; terminated by NUL; empty: UTF-8
    bool is_plain;   // all of it is UTF-8 without NUL
    bool is_open;    // only its beginning was looked at
    uint64_t looked; // so many bytes, more or less
    bool is_utf8; // and is UTF-8 beyond ASCII, or somebody says that it is: what is not is damage
} TableEncoding;

// True when --encoding may name it.
bool table_encoding_is_known(Text name);

// The first bytes of a source as UTF-8, as far as they tell its form. `given` is the user's choice or empty.
Text table_encoding_head(Text head, Text given, Arena *scratch);
// Finds the encoding of a source that is to be loaded, says so where it had to be guessed, and converts what must be.
// False: it cannot be read so, and a problem was added, or the load was cancelled.
bool table_encoding_settle(const Load *load, Source *source, TableEncoding *encoding);
// The same where the first rows of a large table must not wait until all of it was looked at. What begins in the encodings
// of the west or of China is settled then; what begins as UTF-8 or ASCII is left open, to be finished behind those rows:
// from there on it is as `iconv` says then. False, of the latter: cancelled.
enum { TABLE_FIRST_BYTES = 256 * 1024 };
bool table_encoding_begin(const Load *load, Source *source, TableEncoding *encoding);
// Of an open encoding, where the source still arrives: looks at the next piece of it. True: rows that begin before
// `looked` are the same in any encoding. Else the encoding is settled, or must be finished.
bool table_encoding_look_on(const Load *load, const Source *source, TableEncoding *encoding);
bool table_encoding_finish(const Load *load, const Source *source, TableEncoding *encoding);
// Bytes of a source that stayed raw; `encoding` as in TableEncoding.iconv. What is no character becomes U+FFFD.
Text table_encoding_decode(Text encoding, Text bytes, Arena *scratch);
// While one converter is held, iconv keeps what it has read of the encoding. NULL for UTF-8.
void *table_encoding_hold(Text encoding);
void table_encoding_let_go(void *held); // may be NULL

#endif
