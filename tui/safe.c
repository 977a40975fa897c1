#include <config.h>
#include "tui/safe.h"

#include "model/utf8.h"

#include <stdio.h>

static void set_escape(Glyph *glyph, uint32_t value, bool is_byte)
{
    char text[GLYPH_CODES + 1];
    int len = is_byte ? snprintf(text, sizeof text, "<%02X>", value)
                      : snprintf(text, sizeof text, "<U+%04X>", value);
    BUG_IF(len < 0 || len > GLYPH_CODES);
    for (int i = 0; i < len; i++)
        glyph->codes[i] = (unsigned char)text[i];
    glyph->count = glyph->columns = (uint8_t)len;
    glyph->is_escape = true;
}

// Seen as nothing, or able to change the order of what is seen.
static bool is_treacherous(uint32_t code)
{
    static const uint32_t ranges[][2] = {
        {0x80, 0x9F},       {0xAD, 0xAD},        {0x61C, 0x61C},   {0x115F, 0x1160},
        {0x180E, 0x180E},   {0x200B, 0x200B},    {0x200E, 0x200F}, {0x2028, 0x202E},
        {0x2060, 0x206F},   {0x3164, 0x3164},    {0xD800, 0xDFFF}, {0xFEFF, 0xFEFF},
        {0xFFF0, 0xFFFB},   {0xFFFE, 0xFFFF},    {0xFFA0, 0xFFA0}, {0xE000, 0xF8FF},
        {0xE0000, 0xE00FF}, {0xE0100, 0x10FFFF},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (code >= ranges[i][0] && code <= ranges[i][1])
            return true;
    return false;
}

// Joiners and selectors: terminals disagree about what they do to an emoji's width, so it is shown without them.
static bool is_emoji_part(uint32_t code)
{
    return code == 0xFE0E || code == 0xFE0F || (code >= 0x1F3FB && code <= 0x1F3FF);
}

static bool is_joiner(uint32_t code)
{
    return code == 0x200C || code == 0x200D;
}

static bool is_emoji(uint32_t code)
{
    return code >= 0x1F000 || (code >= 0x2600 && code <= 0x27BF);
}

static bool is_combining(uint32_t code)
{
    return code >= 0x300 && utf8_width(code) == 0 && !is_treacherous(code);
}

// Takes what combines with the base; the cell holds CELL_CODES, more is left out behind a visible "+".
static void take_combining(Glyph *glyph, Text text)
{
    bool base_is_emoji = is_emoji(glyph->codes[0]);
    bool has_more = false;
    while (glyph->end < text.len) {
        size_t len;
        uint32_t code = utf8_decode(text, glyph->end, &len);
        bool is_dropped = is_emoji_part(code) || (base_is_emoji && is_joiner(code));
        bool is_part =
            is_dropped ? (base_is_emoji || code < 0x1F000) : is_combining(code) || is_joiner(code);
        if (!is_part)
            break;
        glyph->end += len;
        if (!is_dropped && glyph->count < CELL_CODES)
            glyph->codes[glyph->count++] = code;
        else
            has_more = has_more || !is_dropped;
    }
    if (has_more)
        glyph->codes[CELL_CODES - 1] = 0x20DD; // an enclosing circle says that marks were left out
}

static bool escape_byte(Glyph *glyph, Text text, size_t at, uint32_t code, size_t len)
{
    unsigned char byte = (unsigned char)text.ptr[at];
    if (code == UTF8_REPLACEMENT && len == 1)
        set_escape(glyph, byte, true);
    else if (code < 0x20 || code == 0x7F)
        *glyph = (Glyph){{code == 0x7F ? 0x2421 : 0x2400 + code}, 1, 1, true, glyph->end};
    else if (is_treacherous(code))
        set_escape(glyph, code, false);
    else if (code >= 0x1F1E6 &&
             code <= 0x1F1FF) // flags: pairs of letters that terminals measure differently
        *glyph = (Glyph){{'A' + code - 0x1F1E6}, 1, 1, true, glyph->end};
    else
        return false;
    return true;
}

Glyph safe_glyph(Text text, size_t at)
{
    size_t len;
    uint32_t code = utf8_decode(text, at, &len);
    Glyph glyph = {.end = at + len};
    if (escape_byte(&glyph, text, at, code, len))
        return glyph;
    int width = utf8_width(code);
    if (width == 0 || is_joiner(code)) {
        glyph.codes[glyph.count++] = 0x25CC; // dotted circle
        width = 1;
    }
    glyph.codes[glyph.count++] = code;
    glyph.columns = (uint8_t)width;
    take_combining(&glyph, text);
    return glyph;
}

size_t safe_columns(Text text)
{
    size_t columns = 0;
    for (size_t at = 0; at < text.len;) {
        Glyph glyph = safe_glyph(text, at);
        columns += glyph.columns;
        at = glyph.end;
    }
    return columns;
}

size_t safe_fit(Text text, int columns)
{
    size_t at = 0;
    int used = 0;
    while (at < text.len) {
        Glyph glyph = safe_glyph(text, at);
        used += glyph.columns;
        if (used > columns)
            break;
        at = glyph.end;
    }
    return at;
}

Text safe_text(Text text, Arena *arena)
{
    Buffer out = buffer_in(arena);
    for (size_t at = 0; at < text.len;) {
        Glyph glyph = safe_glyph(text, at);
        for (int i = 0; i < glyph.count; i++) {
            char bytes[4];
            size_t len = utf8_encode(glyph.codes[i], bytes);
            buffer_add(&out, (Text){bytes, len});
        }
        at = glyph.end;
    }
    return buffer_text(&out);
}
