// Byte slices: bytes that somebody else owns, passed by value.
// Not for: characters. A Text counts bytes; utf8.h knows code points, clusters and columns.
#ifndef BILAT_MODEL_TEXT_H
#define BILAT_MODEL_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct Text {
    const char *ptr; // may hold NUL; no terminator promised; NULL only where len is 0
    size_t len;      // bytes
} Text;

#define TEXT(literal) ((Text){(literal), sizeof(literal) - 1})
#define TEXT_INIT(literal)                                                                         \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }                                              // for static tables
#define TEXT_ARG(text) (int)(text).len, (text).ptr // for "%.*s"
#define TEXT_NOWHERE   SIZE_MAX

#if defined(__GNUC__)
#define PRINTF_LIKE(form, first) __attribute__((format(printf, form, first)))
#else
#define PRINTF_LIKE(form, first)
#endif

// The bytes of a C string, without its terminator. NULL is the empty text.
Text text_from(const char *string);

// Asked for so often that it stands here: nearly always length or first byte tell.
static inline bool text_equal(Text a, Text b)
{
    if (a.len != b.len || a.len == 0)
        return a.len == b.len;
    return a.ptr[0] == b.ptr[0] && memcmp(a.ptr, b.ptr, a.len) == 0;
}
bool text_equal_nocase(Text a, Text b); // ASCII letters only
int text_compare(Text a, Text b);       // bytewise, as memcmp; the shorter one first
bool text_starts(Text text, Text prefix);
bool text_starts_nocase(Text text, Text prefix); // ASCII letters only
bool text_ends(Text text, Text suffix);

// The part from `from` on, at most `len` bytes; both are clamped to the text.
static inline Text text_sub(Text text, size_t from, size_t len)
{
    if (from > text.len)
        from = text.len;
    if (len > text.len - from)
        len = text.len - from;
    return (Text){text.ptr ? text.ptr + from : NULL, len};
}
// ASCII blanks (space, tab, CR, LF, FF, VT) cut from both ends.
Text text_trim(Text text);
// Offset of the first `needle`, or TEXT_NOWHERE. The empty needle is at 0.
size_t text_find(Text hay, Text needle);
size_t text_find_char(Text hay, char c);
// Cuts off and returns what stands before the first `separator`; `rest` keeps what follows it.
// Without a separator all is returned and `rest` becomes empty. `rest->ptr` is NULL when nothing is left,
// so that "a;" gives "a" and "", and then ends: loop `while (rest.ptr)`.
Text text_cut(Text *rest, char separator);
// True when `item` is one of the parts of a list such as "say;stress".
bool text_list_has(Text list, char separator, Text item);

// Decimal integer with an optional sign, all of the text. False on anything else or on overflow.
bool text_integer(Text text, int64_t *value);
// Decimal number as in C ("-4.5", "1e3"), all of the text; locale does not matter.
bool text_number(Text text, double *value);
// 64-bit FNV-1a. The empty text has a hash too.
uint64_t text_hash(Text text);
// The same for who has the bytes one by one: begin with TEXT_HASH_START.
#define TEXT_HASH_START 0xcbf29ce484222325u // offset basis; the prime stands below
static inline uint64_t text_hash_byte(uint64_t hash, unsigned char byte)
{
    return (hash ^ byte) * 0x100000001b3u;
}
// The hash of what `hash` stands for with `text` behind it.
static inline uint64_t text_hash_more(uint64_t hash, Text text)
{
    for (size_t i = 0; i < text.len; i++)
        hash = text_hash_byte(hash, (unsigned char)text.ptr[i]);
    return hash;
}

#endif
