// Text of sources inside Markdown (CommonMark 0.30 §2.4: any ASCII punctuation may be escaped by a backslash).
#include <config.h>
#include "model/brief.h"

#include "model/event_key.h"
#include "model/utf8.h"

// These turn the order of what is read; a quotation must not.
static bool is_direction(uint32_t code)
{
    return code == 0x061C || code == 0x200E || code == 0x200F ||
           (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

static bool is_sign(char c)
{
    return text_find_char(TEXT("\\`*_{}[]<>#|~&!^$="), c) != TEXT_NOWHERE;
}

// What would begin a list, a heading or a rule at the beginning of a line: "-", "+", "12.", "12)".
static bool begins_block(Text text, size_t at)
{
    char c = text.ptr[at];
    if (c == '-' || c == '+')
        return at == 0;
    if (c != '.' && c != ')')
        return false;
    for (size_t i = 0; i < at; i++)
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
    return at > 0;
}

// Bare addresses become links in some dialects: "https:", "www.", "@".
static bool makes_link(Text text, size_t at)
{
    char c = text.ptr[at];
    if (c == '@')
        return true;
    if (c == ':')
        return text_starts(text_sub(text, at, text.len), TEXT("://")) ||
               text_ends(text_sub(text, 0, at), TEXT("mailto")) ||
               text_ends(text_sub(text, 0, at), TEXT("xmpp"));
    return c == '.' && at >= 3 && text_equal_nocase(text_sub(text, at - 3, 3), TEXT("www"));
}

Text brief_escape(Text raw, Arena *arena)
{
    Text text = key_text(raw, arena);
    Buffer out = buffer_in(arena);
    size_t len;
    for (size_t at = 0; at < text.len; at += len) {
        uint32_t code = utf8_decode(text, at, &len);
        char c = text.ptr[at];
        if (is_direction(code)) {
            buffer_printf(&out, "\\<U+%04X\\>", code);
            continue;
        }
        if (is_sign(c) || begins_block(text, at) || makes_link(text, at))
            buffer_add_char(&out, '\\');
        buffer_add(&out, text_sub(text, at, len));
    }
    return buffer_text(&out);
}
