#include <config.h>
#include "model/utf8.h"

#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <unigbrk.h>
#include <unilbrk.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwidth.h>

// libunistring wants uint8_t where C text is char: the same bytes.
static const uint8_t *bytes_of(Text text)
{
    return (const uint8_t *)text.ptr;
}

bool utf8_valid(Text text, size_t *bad_at)
{
    const uint8_t *bad = text.len ? u8_check(bytes_of(text), text.len) : NULL;
    if (bad && bad_at)
        *bad_at = (size_t)(bad - bytes_of(text));
    return !bad;
}

uint32_t utf8_decode(Text text, size_t at, size_t *len)
{
    BUG_IF(at >= text.len);
    unsigned char first = (unsigned char)text.ptr[at];
    if (first < 0x80) {
        *len = 1;
        return first;
    }
    ucs4_t code = UTF8_REPLACEMENT;
    int used = u8_mbtoucr(&code, bytes_of(text) + at, text.len - at);
    *len = used > 0 ? (size_t)used : 1;
    return used > 0 ? code : UTF8_REPLACEMENT;
}

size_t utf8_encode(uint32_t code, char to[4])
{
    int len = u8_uctomb((uint8_t *)to, code, 4);
    if (len > 0)
        return (size_t)len;
    memcpy(to, "\xEF\xBF\xBD", 3);
    return 3;
}

size_t utf8_whole(Text text)
{
    size_t back = 0;
    while (back < 3 && back < text.len &&
           ((unsigned char)text.ptr[text.len - 1 - back] & 0xC0) == 0x80)
        back++;
    if (back == text.len)
        return text.len;
    unsigned char lead = (unsigned char)text.ptr[text.len - 1 - back];
    size_t wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return wanted > back + 1 ? text.len - back - 1 : text.len;
}

int utf8_width(uint32_t code)
{
    int width = code < 0x80 ? 1 : uc_width(code, "UTF-8");
    return width < 0 ? 1 : width;
}

size_t utf8_columns(Text text)
{
    size_t columns = 0;
    for (size_t at = 0, len; at < text.len; at += len)
        columns += (size_t)utf8_width(utf8_decode(text, at, &len));
    return columns;
}

size_t utf8_count(Text text)
{
    size_t count = 0;
    for (size_t at = 0, len; at < text.len; at += len, count++)
        utf8_decode(text, at, &len);
    return count;
}

size_t utf8_next_cluster(Text text, size_t at)
{
    if (at >= text.len)
        return text.len;
    size_t len;
    uint32_t previous = utf8_decode(text, at, &len);
    for (at += len; at < text.len; at += len) {
        uint32_t next = utf8_decode(text, at, &len);
        if (uc_is_grapheme_break(previous, next))
            break;
        previous = next;
    }
    return at;
}

size_t utf8_previous_cluster(Text text, size_t at)
{
    const uint8_t *start = bytes_of(text);
    if (at == 0 || at > text.len)
        return 0;
    const uint8_t *found = u8_grapheme_prev(start + at, start);
    return found ? (size_t)(found - start) : at - 1;
}

static bool is_mark(uint32_t code)
{
    return uc_is_general_category_withtable(code, UC_CATEGORY_MASK_M);
}

// A folded text under construction; `map` is NULL where nobody asked where the bytes came from.
typedef struct Folding {
    Buffer out;
    bool wants_map;
    uint32_t *map;
    size_t map_capacity;
} Folding;

static void fold_add(Folding *folding, Text bytes, size_t from)
{
    size_t end = folding->out.count + bytes.len;
    if (folding->wants_map && end + 1 > folding->map_capacity)
        folding->map = arena_grow(folding->out.arena, folding->map, &folding->map_capacity, end + 1,
                                  sizeof *folding->map);
    for (size_t i = folding->out.count; folding->wants_map && i < end; i++)
        folding->map[i] = (uint32_t)from;
    buffer_add(&folding->out, bytes);
}

enum { FOLDED_MAX = 128 }; // bytes; the longest NFKD of one code point is U+FDFA with 18 letters

// One code point outside ASCII: decomposed, without its marks, case folded.
static void fold_code(Folding *folding, uint32_t code, size_t from)
{
    ucs4_t parts[FOLDED_MAX / 4];
    size_t part_count = FOLDED_MAX / 4;
    ucs4_t *normal = u32_normalize(UNINORM_NFKD, &code, 1, parts, &part_count);
    BUG_IF(normal != parts); // else libunistring found the array too short
    ucs4_t bare[FOLDED_MAX / 4];
    size_t bare_count = 0;
    for (size_t i = 0; i < part_count; i++)
        if (!is_mark(parts[i]))
            bare[bare_count++] = uc_tolower(parts[i]);
    for (size_t i = 0; i < bare_count; i++) {
        char bytes[4];
        if (bare[i] == 0x00DF) // sharp s: its full case folding is two letters
            fold_add(folding, TEXT("ss"), from);
        else
            fold_add(folding, (Text){bytes, utf8_encode(bare[i], bytes)}, from);
    }
}

static Folding fold(Text text, Arena *arena, bool wants_map)
{
    Folding folding = {.out = buffer_in(arena), .wants_map = wants_map};
    for (size_t at = 0, len; at < text.len; at += len) {
        uint32_t code = utf8_decode(text, at, &len);
        bool is_bad = code == UTF8_REPLACEMENT && len == 1;
        char c = text.ptr[at];
        if (code < 0x80)
            c = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
        if (code < 0x80 || is_bad)
            fold_add(&folding, (Text){&c, 1}, at);
        else
            fold_code(&folding, code, at);
    }
    fold_add(&folding, (Text){NULL, 0}, text.len);
    if (wants_map)
        folding.map[folding.out.count] = (uint32_t)text.len;
    return folding;
}

Text utf8_fold(Text text, Arena *arena)
{
    Folding folding = fold(text, arena, false);
    return buffer_text(&folding.out);
}

Text utf8_fold_mapped(Text text, Arena *arena, uint32_t **map)
{
    Folding folding = fold(text, arena, true);
    *map = folding.map;
    return buffer_text(&folding.out);
}

bool utf8_is_letter(uint32_t code)
{
    return uc_is_general_category_withtable(code, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M);
}

bool utf8_is_upper(uint32_t code)
{
    return uc_is_general_category_withtable(code, UC_CATEGORY_MASK_Lu | UC_CATEGORY_MASK_Lt);
}

bool utf8_is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

bool utf8_is_blank(uint32_t code)
{
    return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x85 || code == 0x2028 ||
           code == 0x2029 ||
           (code >= 0x80 && uc_is_general_category_withtable(code, UC_CATEGORY_MASK_Zs));
}

void utf8_line_breaks(Text text, unsigned char *out)
{
    if (text.len == 0)
        return;
    u8_possible_linebreaks(bytes_of(text), text.len, "UTF-8", (char *)out);
    for (size_t i = 0; i < text.len; i++) {
        bool must = out[i] == UC_BREAK_MANDATORY;
        out[i] = must                          ? UTF8_MUST_BREAK
                 : out[i] == UC_BREAK_POSSIBLE ? UTF8_MAY_BREAK
                                               : UTF8_NO_BREAK;
    }
}
