// Fields of tables that are no CSV.
#include <config.h>
#include "model/table.h"

#include "model/utf8.h"

Text table_tsv_field(Text field, Arena *scratch)
{
    Buffer out = buffer_in(scratch);
    for (size_t i = 0; i < field.len; i++) {
        char c = field.ptr[i];
        char letter = c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : c == '\\' ? c : 0;
        if (letter)
            buffer_add_char(&out, '\\');
        buffer_add_char(&out, letter ? letter : c);
    }
    return buffer_text(&out);
}

// RFC 8259 §7
Text table_json_string(Text field, Arena *scratch)
{
    Buffer out = buffer_in(scratch);
    buffer_add_char(&out, '"');
    size_t len;
    for (size_t at = 0; at < field.len; at += len) {
        uint32_t code = utf8_decode(field, at, &len);
        char bytes[4];
        if (code == '"' || code == '\\')
            buffer_printf(&out, "\\%c", (char)code);
        else if (code == '\n')
            buffer_add(&out, TEXT("\\n"));
        else if (code == '\t')
            buffer_add(&out, TEXT("\\t"));
        else if (code < 0x20 || code == 0x7F || code == 0x2028 || code == 0x2029)
            buffer_printf(&out, "\\u%04x", code); // the last two end a line in some readers
        else
            buffer_add(&out, (Text){bytes, utf8_encode(code, bytes)});
    }
    buffer_add_char(&out, '"');
    return buffer_text(&out);
}

static size_t digits(Text text, size_t from)
{
    size_t at = from;
    while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9')
        at++;
    return at - from;
}

// RFC 8259 §6: no leading zeros or plus, digits on both sides of a point.
bool table_is_json_number(Text field)
{
    size_t at = field.len > 0 && field.ptr[0] == '-', count = digits(field, at);
    if (count == 0 || (count > 1 && field.ptr[at] == '0'))
        return false;
    at += count;
    if (at < field.len && field.ptr[at] == '.') {
        count = digits(field, at + 1);
        if (count == 0)
            return false;
        at += 1 + count;
    }
    if (at < field.len && (field.ptr[at] == 'e' || field.ptr[at] == 'E')) {
        at++;
        at += at < field.len && (field.ptr[at] == '-' || field.ptr[at] == '+');
        count = digits(field, at);
        if (count == 0)
            return false;
        at += count;
    }
    return at == field.len;
}
