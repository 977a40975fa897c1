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

// Bytes of ASCII from `at` on, 32 at a time.
static size_t skip_ascii(Text text, size_t at)
{
    uint64_t words[4];
    for (; at + sizeof words <= text.len; at += sizeof words) {
        memcpy(words, text.ptr + at, sizeof words);
        if ((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080u)
            break;
    }
    while (at < text.len && (unsigned char)text.ptr[at] < 0x80)
        at++;
    return at;
}

bool utf8_is_ascii(Text text)
{
    return skip_ascii(text, 0) == text.len;
}

bool utf8_valid(Text text, size_t *bad_at)
{
    size_t at = skip_ascii(text, 0);
    while (at < text.len) {
        ucs4_t code;
        int used = u8_mbtoucr(&code, bytes_of(text) + at, text.len - at);
        if (used < 1) {
            if (bad_at)
                *bad_at = at;
            return false;
        }
        at += (size_t)used;
        if (at < text.len && (unsigned char)text.ptr[at] < 0x80)
            at = skip_ascii(text, at);
    }
    return true;
}

uint32_t utf8_decode_long(Text text, size_t at, size_t *len)
{
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
    bool is_lead = lead >= 0xC2 && lead <= 0xF4; // RFC 3629: no other byte begins a longer one
    size_t wanted = !is_lead ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
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

static bool is_flag_letter(uint32_t code)
{
    return code >= 0x1F1E6 && code <= 0x1F1FF; // regional indicators: two of them are a flag
}

size_t utf8_next_cluster(Text text, size_t at)
{
    if (at >= text.len)
        return text.len;
    size_t len;
    uint32_t previous = utf8_decode(text, at, &len);
    bool wants_second = is_flag_letter(previous);
    for (at += len; at < text.len; at += len) {
        uint32_t next = utf8_decode(text, at, &len);
        // libunistring judges two code points at a time: it cannot tell a flag from the next one.
        bool is_second = wants_second && is_flag_letter(next);
        bool is_third = !wants_second && is_flag_letter(previous) && is_flag_letter(next);
        if (is_third || (!is_second && uc_is_grapheme_break(previous, next)))
            break;
        wants_second = false;
        previous = next;
    }
    return at;
}

// True where a cluster begins whatever stands before: at an ASCII letter behind an ASCII character.
static bool surely_begins_cluster(Text text, size_t at)
{
    return at == 0 ||
           (text.ptr[at] >= ' ' && text.ptr[at] < 0x7F && (unsigned char)text.ptr[at - 1] < 0x80);
}

size_t utf8_previous_cluster(Text text, size_t at)
{
    if (at == 0 || at > text.len)
        return 0;
    size_t start = at - 1;
    while (!surely_begins_cluster(text, start))
        start--;
    for (size_t next = utf8_next_cluster(text, start); next < at;
         next = utf8_next_cluster(text, start))
        start = next;
    return start;
}

// ---- folding ----

// Marks that only decorate a letter: strokes through it, accents above and below (combining classes from 200),
// points of Arabic and Hebrew (10 to 36). Others make another letter: the voiced mark of kana, vowel signs.
static bool is_decoration(uint32_t code)
{
    if (code < 0x300)
        return code == 0xAD; // soft hyphen
    int class = uc_combining_class(code);
    return class >= 200 || class == 1 || (class >= 10 && class <= 36) ||
           uc_is_property_default_ignorable_code_point(code);
}

// A folded text under construction; `map` is NULL where nobody asked where the bytes came from.
typedef struct Folding {
    Buffer out;
    bool wants_map;
    bool is_after_bad; // the last byte is no UTF-8: dropping what follows could complete it
    uint32_t *map;
    size_t map_capacity;
} Folding;

static void make_room(Folding *folding, size_t bytes)
{
    Buffer *out = &folding->out;
    size_t needed = out->count + bytes + 1; // one more: the map has an end
    if (needed > out->capacity)
        out->items = arena_grow(out->arena, out->items, &out->capacity, needed, 1);
    if (folding->wants_map && needed > folding->map_capacity)
        folding->map = arena_grow(out->arena, folding->map, &folding->map_capacity, needed,
                                  sizeof *folding->map);
}

// All of these bytes come from one place.
static void fold_add(Folding *folding, Text bytes, size_t from)
{
    make_room(folding, bytes.len);
    for (size_t i = 0; i < bytes.len; i++) {
        if (folding->wants_map)
            folding->map[folding->out.count] = (uint32_t)from;
        folding->out.items[folding->out.count++] = bytes.ptr[i];
    }
}

static void fold_ascii(Folding *folding, Text text, size_t from, size_t end)
{
    make_room(folding, end - from);
    char *to = folding->out.items + folding->out.count;
    for (size_t i = from; i < end; i++) {
        char c = text.ptr[i];
        *to++ = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
    }
    for (size_t i = from; folding->wants_map && i < end; i++)
        folding->map[folding->out.count + i - from] = (uint32_t)i;
    folding->out.count += end - from;
}

// Small letters that do not decompose but are typed and sorted as others.
static Text folded_letter(uint32_t code)
{
    static const struct {
        uint32_t code;
        Text folded;
    } letters[] = {{0x00DF, TEXT_INIT("ss")}, {0x00E6, TEXT_INIT("ae")}, {0x00F8, TEXT_INIT("o")},
                   {0x0111, TEXT_INIT("d")},  {0x0127, TEXT_INIT("h")},  {0x0131, TEXT_INIT("i")},
                   {0x0142, TEXT_INIT("l")},  {0x0153, TEXT_INIT("oe")}, {0x0167, TEXT_INIT("t")},
                   {0x03C2, TEXT_INIT("σ")}};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (letters[i].code == code)
            return letters[i].folded;
    return (Text){NULL, 0};
}

static void fold_part(Folding *folding, uint32_t code, size_t from)
{
    if (is_decoration(code) && !folding->is_after_bad)
        return;
    char bytes[4];
    uint32_t small = uc_tolower(code);
    Text folded = folded_letter(small);
    fold_add(folding, folded.len ? folded : (Text){bytes, utf8_encode(small, bytes)}, from);
    folding->is_after_bad = false;
}

// One code point outside ASCII. Unicode decomposes step by step, four deep at most.
static void fold_code(Folding *folding, uint32_t code, size_t from)
{
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    int tag;
    bool is_han = code >= 0x4E00 && code <= 0x9FFF; // most frequent, and never decomposed
    int count = is_han ? -1 : uc_decomposition(code, &tag, parts);
    for (int i = 0; i < count; i++)
        fold_code(folding, parts[i], from);
    if (count < 0)
        fold_part(folding, code, from);
}

static size_t ascii_end(Text text, size_t at)
{
    while (at < text.len && (unsigned char)text.ptr[at] < 0x80)
        at++;
    return at;
}

static Folding fold(Text text, Arena *arena, bool wants_map)
{
    Folding folding = {.out = buffer_in(arena), .wants_map = wants_map};
    make_room(&folding, text.len);
    for (size_t at = 0, len; at < text.len; at += len) {
        size_t end = ascii_end(text, at);
        len = end - at;
        if (len > 0) {
            fold_ascii(&folding, text, at, end);
            folding.is_after_bad = false;
            continue;
        }
        uint32_t code = utf8_decode(text, at, &len);
        if (code == UTF8_REPLACEMENT && len == 1) {
            fold_add(&folding, text_sub(text, at, 1), at);
            folding.is_after_bad = true;
        } else {
            fold_code(&folding, code, at);
        }
    }
    if (wants_map)
        folding.map[folding.out.count] = (uint32_t)text.len;
    return folding;
}

Text utf8_fold(Text text, Arena *arena)
{
    if (utf8_is_ascii(text)) { // nearly always: nothing grows or shrinks
        char *to = arena_alloc_raw(arena, text.len + 1, 1);
        for (size_t i = 0; i < text.len; i++)
            to[i] = (char)(text.ptr[i] | ((unsigned char)(text.ptr[i] - 'A') < 26) << 5);
        to[text.len] = '\0';
        return (Text){to, text.len};
    }
    Folding folding = fold(text, arena, false);
    return buffer_text(&folding.out);
}

Text utf8_fold_mapped(Text text, Arena *arena, uint32_t **map)
{
    Folding folding = fold(text, arena, true);
    *map = folding.map;
    return buffer_text(&folding.out);
}

bool utf8_is_letter_long(uint32_t code)
{
    return uc_is_general_category_withtable(code, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M);
}

bool utf8_is_upper(uint32_t code)
{
    if (code < 0x80)
        return code >= 'A' && code <= 'Z';
    return uc_is_general_category_withtable(code, UC_CATEGORY_MASK_Lu | UC_CATEGORY_MASK_Lt);
}

bool utf8_is_blank_long(uint32_t code)
{
    return code == 0x85 || code == 0x2028 || code == 0x2029 ||
           uc_is_general_category_withtable(code, UC_CATEGORY_MASK_Zs);
}

void utf8_line_breaks(Text text, unsigned char *out)
{
    if (text.len == 0)
        return;
    u8_possible_linebreaks(bytes_of(text), text.len, "UTF-8", (char *)out);
    bool must = false; // libunistring marks the line end itself; the break is behind it
    for (size_t i = 0; i < text.len; i++) {
        bool is_end = out[i] == UC_BREAK_MANDATORY;
        bool is_inside = ((unsigned char)text.ptr[i] & 0xC0) == 0x80;
        bool may = out[i] == UC_BREAK_POSSIBLE;
        out[i] = is_inside ? UTF8_NO_BREAK
                 : must    ? UTF8_MUST_BREAK
                 : may     ? UTF8_MAY_BREAK
                           : UTF8_NO_BREAK;
        must = is_end || (must && is_inside);
    }
}
