// UTF-8: check, decode, fold, width, clusters, line breaks. The only caller of libunistring.
// Sources keep their raw bytes: a byte that is no UTF-8 decodes as U+FFFD with length 1 and is never lost.
#ifndef BILAT_MODEL_UTF8_H
#define BILAT_MODEL_UTF8_H

#include "model/arena.h"

#define UTF8_REPLACEMENT 0xFFFDu

// True when all of the text is UTF-8; else `bad_at` (may be NULL) is the offset of the first wrong byte.
bool utf8_valid(Text text, size_t *bad_at);
bool utf8_is_ascii(Text text); // all of it
// The code point at byte `at` (< text.len) and its length in bytes (1 to 4).
static inline uint32_t utf8_decode(Text text, size_t at, size_t *len);
uint32_t utf8_decode_long(Text text, size_t at, size_t *len); // behind it, for all but ASCII
// Writes a code point; returns its length in bytes.
size_t utf8_encode(uint32_t code, char to[4]);
// Bytes of `text` up to its last whole code point: for cutting a buffer without splitting one.
size_t utf8_whole(Text text);
// Columns on a terminal of one code point: 0, 1 or 2; 1 for a control character (which is shown as a mark).
int utf8_width(uint32_t code);
size_t utf8_columns(Text text); // sum over the text
size_t utf8_count(Text text);   // code points
// Offset just behind the grapheme cluster that begins at `at`.
size_t utf8_next_cluster(Text text, size_t at);
size_t utf8_previous_cluster(Text text, size_t at);
// For comparing and searching: NFKD, accents and what is invisible dropped, case folded, letters with a stroke as
// those without ("Đặng" is "dang"). Invalid bytes stay as they are.
Text utf8_fold(Text text, Arena *arena);
// As utf8_fold, and `map[i]` is the offset in `text` from which byte i of the result came; map[len] is text.len.
Text utf8_fold_mapped(Text text, Arena *arena, uint32_t **map);
static inline bool utf8_is_letter(uint32_t code);
bool utf8_is_letter_long(uint32_t code);         // behind it, for all but ASCII
bool utf8_is_upper(uint32_t code);               // upper or title case
static inline bool utf8_is_digit(uint32_t code); // ASCII digits only
static inline bool utf8_is_blank(uint32_t code); // with no-break, narrow and ideographic spaces
bool utf8_is_blank_long(uint32_t code);          // behind it, for all but ASCII
// Places where a line may be broken (UAX #14): out[i] is one of the values below, for the place before byte i.
enum { UTF8_NO_BREAK, UTF8_MAY_BREAK, UTF8_MUST_BREAK };
void utf8_line_breaks(Text text, unsigned char *out); // out has text.len bytes

static inline uint32_t utf8_decode(Text text, size_t at, size_t *len)
{
    BUG_IF(at >= text.len);
    *len = 1;
    return (unsigned char)text.ptr[at] < 0x80 ? (unsigned char)text.ptr[at]
                                              : utf8_decode_long(text, at, len);
}

static inline bool utf8_is_letter(uint32_t code)
{
    return code < 0x80 ? (code | 0x20) - 'a' < 26 : utf8_is_letter_long(code);
}

static inline bool utf8_is_digit(uint32_t code)
{
    return code - '0' < 10;
}

static inline bool utf8_is_blank(uint32_t code)
{
    return code < 0x80 ? code == ' ' || code - '\t' < 5 : utf8_is_blank_long(code);
}

#endif
