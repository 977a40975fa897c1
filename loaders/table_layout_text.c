// How fields are written where they must not be changed: by spreadsheets, and in tables of tabs.
#include <config.h>
#include "loaders/table_layout.h"

bool table_layout_has_mark(Text head)
{
    return text_starts(head, TEXT("\xEF\xBB\xBF"));
}

// Reads one literal "…" with doubled quotes; false where none begins at `*at`.
static bool cut_literal(Text formula, size_t *at, Buffer *out)
{
    if (*at >= formula.len || formula.ptr[*at] != '"')
        return false;
    for (size_t i = *at + 1; i < formula.len; i++) {
        if (formula.ptr[i] != '"') {
            buffer_add_char(out, formula.ptr[i]);
        } else if (i + 1 < formula.len && formula.ptr[i + 1] == '"') {
            buffer_add_char(out, '"');
            i++;
        } else {
            *at = i + 1;
            return true;
        }
    }
    return false;
}

Text table_layout_unwrap(Text field, Arena *scratch)
{
    if (!text_starts(field, TEXT("=\"")))
        return field;
    Buffer out = buffer_in(scratch);
    size_t at = 1;
    while (cut_literal(field, &at, &out)) {
        if (at == field.len)
            return buffer_text(&out);
        if (field.ptr[at++] != '&')
            break;
    }
    return field;
}

Text table_layout_unescape(Text field, Arena *scratch)
{
    if (text_find_char(field, '\\') == TEXT_NOWHERE)
        return field;
    Buffer out = buffer_in(scratch);
    for (size_t i = 0; i < field.len; i++) {
        char c = field.ptr[i], next = i + 1 < field.len ? field.ptr[i + 1] : '\0';
        bool is_pair = c == '\\' && text_find_char(TEXT("tnr\\"), next) != TEXT_NOWHERE;
        i += is_pair;
        buffer_add_char(&out, !is_pair      ? c
                              : next == 't' ? '\t'
                              : next == 'n' ? '\n'
                              : next == 'r' ? '\r'
                                            : next);
    }
    return buffer_text(&out);
}
