#include <config.h>
#include "loaders/readout/encoding.h"

#include "model/utf8.h"

#include <iconv.h>
#include <string.h>

enum {
    DECLARATION_BYTES = 4096, // a page declares its encoding near its beginning; HTML asks for 1024
    BINARY_HEAD_BYTES = 8192,
};

// ---- which encoding? ----

static Encoding by_mark(Text bytes)
{
    if (text_starts(bytes, TEXT("\xEF\xBB\xBF")))
        return (Encoding){.find = ENCODING_GIVEN, .name = TEXT("UTF-8"), .start = 3};
    if (text_starts(bytes, TEXT("\xFF\xFE")))
        return (Encoding){ENCODING_GIVEN, TEXT("UTF-16LE"), TEXT("UTF-16LE"), 2, 0};
    if (text_starts(bytes, TEXT("\xFE\xFF")))
        return (Encoding){ENCODING_GIVEN, TEXT("UTF-16BE"), TEXT("UTF-16BE"), 2, 0};
    return (Encoding){.find = ENCODING_UNREADABLE};
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_label_character(char c)
{
    c = lower(c);
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':';
}

// What follows "charset=" or "encoding=", with or without quotation marks.
static Text label_behind(Text head, Text key)
{
    for (size_t at = 0; at + key.len < head.len; at++) {
        Text rest = text_sub(head, at, head.len);
        if (!text_starts_nocase(rest, key))
            continue;
        size_t from = key.len;
        while (from < rest.len && strchr(" \t\r\n=\"'", rest.ptr[from]) && rest.ptr[from])
            from++;
        size_t end = from;
        while (end < rest.len && is_label_character(rest.ptr[end]))
            end++;
        if (end > from)
            return text_sub(rest, from, end - from);
    }
    return (Text){NULL, 0};
}

static Text declared_by(Text bytes)
{
    Text head = text_sub(bytes, 0, DECLARATION_BYTES);
    Text label = label_behind(head, TEXT("charset"));
    return label.len || !text_starts(head, TEXT("<?xml")) ? label
                                                          : label_behind(head, TEXT("encoding"));
}

static bool is_utf8_label(Text label)
{
    return text_equal_nocase(label, TEXT("utf-8")) || text_equal_nocase(label, TEXT("utf8"));
}

// By its label, if we know it: unknown ones may be stateful, and those have no slices.
static Encoding by_label(const ReadoutWords *words, Text label)
{
    if (is_utf8_label(label))
        return (Encoding){.find = ENCODING_GIVEN, .name = TEXT("UTF-8")};
    for (size_t i = 0; i < words->encodings.count; i++) {
        const EncodingName *known = &words->encodings.items[i];
        if (text_equal_nocase(known->label, label) || text_equal_nocase(known->iconv, label))
            return (Encoding){.find = ENCODING_GIVEN, .name = label, .iconv = known->iconv};
    }
    return (Encoding){.find = ENCODING_UNREADABLE, .name = label};
}

static bool is_binary(Text bytes)
{
    Text head = text_sub(bytes, 0, BINARY_HEAD_BYTES);
    size_t strange = 0;
    for (size_t i = 0; i < head.len; i++) {
        unsigned char byte = (unsigned char)head.ptr[i];
        bool is_expected = byte >= ' ' || byte == '\n' || byte == '\r' || byte == '\t' ||
                           byte == '\f' || byte == 0x1B;
        strange += !is_expected;
    }
    return strange * 50 > head.len;
}

typedef struct Census {
    size_t sequences, wrong; // of UTF-8 beyond ASCII
    size_t high, low;        // bytes from 0x80 on; visible ASCII
} Census;

static Census census_of(Text bytes)
{
    Census census = {0};
    for (size_t at = 0, len; at < bytes.len; at += len) {
        unsigned char byte = (unsigned char)bytes.ptr[at];
        len = 1;
        if (byte < 0x80) {
            census.low += byte > ' ';
            continue;
        }
        bool is_wrong = utf8_decode(bytes, at, &len) == UTF8_REPLACEMENT && len == 1;
        census.sequences += !is_wrong;
        census.wrong += is_wrong;
        census.high += len;
    }
    return census;
}

// Undeclared and not valid UTF-8. In a western language accents are few; where most bytes are high ones,
// windows-1252 would show nonsense.
static Encoding by_census(Text bytes, size_t bad_at)
{
    Census census = census_of(bytes);
    Encoding encoding = {.name = TEXT("UTF-8"), .bad_at = bad_at};
    if (census.sequences >= 4 * census.wrong) {
        encoding.find = ENCODING_DAMAGED;
    } else if (census.high * 4 > census.low) {
        encoding.find = ENCODING_UNREADABLE;
    } else {
        encoding.find = ENCODING_WESTERN;
        encoding.name = TEXT("windows-1252");
        encoding.iconv = TEXT("CP1252");
    }
    return encoding;
}

Encoding encoding_find(const ReadoutWords *words, Text bytes, Text given, bool is_html)
{
    Encoding encoding = by_mark(bytes);
    size_t bad_at = 0;
    bool is_valid = utf8_valid(bytes, &bad_at);
    if (given.len)
        encoding = by_label(words, given);
    else if (encoding.find != ENCODING_GIVEN && is_html)
        encoding = by_label(words, declared_by(bytes));
    bool is_utf8 = encoding.find == ENCODING_GIVEN && encoding.iconv.len == 0;
    bool wraps_utf8 = is_valid && !given.len && encoding.start == 0;
    encoding.bad_at = bad_at;
    if (encoding.find == ENCODING_GIVEN && !is_utf8 && !wraps_utf8)
        return encoding;
    if (is_binary(bytes))
        return (Encoding){.find = ENCODING_BINARY, .name = TEXT("UTF-8"), .bad_at = bad_at};
    if (is_valid)
        return (Encoding){.find = ENCODING_UTF8, .name = TEXT("UTF-8"), .start = encoding.start};
    if (is_utf8 && (given.len || encoding.start)) {
        encoding.find = ENCODING_DAMAGED;
        return encoding;
    }
    return encoding.find == ENCODING_UNREADABLE && encoding.name.len ? encoding
                                                                     : by_census(bytes, bad_at);
}

// ---- decoding ----

typedef struct Decoder {
    iconv_t converter;
    size_t unit; // bytes that are skipped together where they are no character
    Buffer out;
    Arena *arena;
    struct {
        uint32_t *items;
        size_t count, capacity;
    } origin; // one for each byte of `out`
} Decoder;

static void take(Decoder *decoder, uint32_t code, size_t source)
{
    char bytes[4];
    size_t len = utf8_encode(code, bytes);
    buffer_add(&decoder->out, (Text){bytes, len});
    for (size_t i = 0; i < len; i++)
        ARENA_PUSH(decoder->arena, &decoder->origin, (uint32_t)source);
}

// One character from bytes[at..); its length. What is no character is U+FFFD, unit by unit.
static size_t decode_one(Decoder *decoder, Text bytes, size_t at)
{
    size_t len = 1;
    uint32_t code = UTF8_REPLACEMENT;
    if (decoder->converter == (iconv_t)-1) {
        code = utf8_decode(bytes, at, &len);
        take(decoder, code, at);
        return len;
    }
    unsigned char wide[4] = {0};
    char *to = (char *)wide;
    // No more than one character can need: iconv goes over all of its input for every one.
    size_t room = sizeof wide, window = bytes.len - at < 4 ? bytes.len - at : 4, left = window;
    // iconv does not write to what it reads.
    char *in = (char *)(uintptr_t)(bytes.ptr + at);
    iconv(decoder->converter, &in, &left, &to, &room);
    size_t used = window - left;
    if (room == 0 && used > 0) {
        code = (uint32_t)wide[0] | (uint32_t)wide[1] << 8 | (uint32_t)wide[2] << 16 |
               (uint32_t)wide[3] << 24;
        len = used;
    } else {
        iconv(decoder->converter, NULL, NULL, NULL, NULL);
        len = window < decoder->unit ? window : decoder->unit;
    }
    take(decoder, code, at);
    return len;
}

static void decode_all(Decoder *decoder, Text bytes, size_t start)
{
    for (size_t at = start; at < bytes.len;)
        at += decode_one(decoder, bytes, at);
    ARENA_PUSH(decoder->arena, &decoder->origin, (uint32_t)bytes.len);
}

// The converter has memory that is not of our arena. It is closed also where ours runs out.
static void convert_all(Decoder *decoder, Text bytes, size_t start)
{
    Arena *arena = decoder->arena;
    iconv_t converter = decoder->converter;
    jmp_buf here, *outer = arena_escape(arena);
    if (outer) {
        if (setjmp(here) != 0) {
            iconv_close(converter);
            arena_set_escape(arena, outer);
            longjmp(*outer, 1);
        }
        arena_set_escape(arena, &here);
    }
    decode_all(decoder, bytes, start);
    iconv_close(converter);
    arena_set_escape(arena, outer);
}

Decoded encoding_decode(Encoding encoding, Text bytes, Arena *arena)
{
    Decoded decoded = {.text = text_sub(bytes, encoding.start, bytes.len),
                       .start = (uint32_t)encoding.start,
                       .encoding = encoding.iconv};
    if (encoding.iconv.len == 0 && encoding.find != ENCODING_DAMAGED)
        return decoded;
    Decoder decoder = {.converter = (iconv_t)-1, .out = buffer_in(arena), .arena = arena};
    decoder.unit = text_starts(encoding.iconv, TEXT("UTF-16")) ? 2 : 1;
    if (encoding.iconv.len)
        decoder.converter = iconv_open("UTF-32LE", encoding.iconv.ptr);
    if (decoder.converter != (iconv_t)-1)
        convert_all(&decoder, bytes, encoding.start);
    else
        decode_all(&decoder, bytes, encoding.start);
    decoded.text = buffer_text(&decoder.out);
    decoded.origin = decoder.origin.items;
    return decoded;
}
