#include <config.h>
#include "model/table.h"

// What Excel does to a field of a CSV file when it opens it: whatever looks like a date, a number or a formula becomes
// one. "1972-02" becomes the first of February, "036" becomes 36, a title that begins with "=" runs. The one form in
// which it keeps a text, in all its versions and languages, is the formula ="1972-02"; loaders/table_layout.c reads it
// back. A leading apostrophe or tab would not do: both stay in the cell as part of the text.

enum {
    LITERAL_BYTES =
        255, // Excel refuses a longer text in a formula, so longer ones are joined by "&"
    FORMULA_BYTES =
        8000, // and a formula over 8192 characters; a text as long is taken for no formula
    CONVERTED_BYTES = 40,   // no date or number is longer
    SAFE_NUMBER_DIGITS = 15 // Excel keeps no more
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// "12", "-4.5": shown as they are. Not "036", "1.50", "1e5" and numbers that would be rounded.
static bool is_plain_number(Text field)
{
    size_t at = field.ptr[0] == '-', digits = field.len - at, stop = text_find_char(field, '.');
    for (size_t i = at; i < field.len; i++)
        if (!is_digit(field.ptr[i]) && i != stop)
            return false;
    if (digits == 0 || digits > SAFE_NUMBER_DIGITS || stop == at)
        return false;
    bool has_leading_zero = field.ptr[at] == '0' && digits > 1 && stop != at + 1;
    bool has_trailing_zero =
        stop != TEXT_NOWHERE && (field.ptr[field.len - 1] == '0' || stop == field.len - 1);
    return !has_leading_zero && !has_trailing_zero;
}

// "Feb 1972", "March 3": Excel knows the names of months.
static bool begins_with_month(Text field)
{
    static const Text months[] = {TEXT_INIT("jan"), TEXT_INIT("feb"), TEXT_INIT("mar"),
                                  TEXT_INIT("apr"), TEXT_INIT("may"), TEXT_INIT("jun"),
                                  TEXT_INIT("jul"), TEXT_INIT("aug"), TEXT_INIT("sep"),
                                  TEXT_INIT("oct"), TEXT_INIT("nov"), TEXT_INIT("dec")};
    for (size_t i = 0; i < 12; i++)
        if (text_starts_nocase(field, months[i]))
            return true;
    return false;
}

static bool would_change(Text field)
{
    char first = field.ptr[0];
    if (is_plain_number(field))
        return false;
    if (first == '=' || first == '+' || first == '-' || first == '@' || first == '\t')
        return true;
    if (field.len > CONVERTED_BYTES)
        return false;
    return is_digit(first) || first == '.' || begins_with_month(field) ||
           text_equal_nocase(field, TEXT("true")) || text_equal_nocase(field, TEXT("false"));
}

// A text longer than a literal may be is cut between characters.
static size_t literal_length(Text rest)
{
    if (rest.len <= LITERAL_BYTES)
        return rest.len;
    size_t len = LITERAL_BYTES;
    while (len > LITERAL_BYTES - 4 && ((unsigned char)rest.ptr[len] & 0xC0) == 0x80)
        len--;
    return len;
}

static void add_literal(Buffer *out, Text part)
{
    buffer_add_char(out, '"');
    for (size_t i = 0; i < part.len; i++) {
        if (part.ptr[i] == '"')
            buffer_add_char(out, '"');
        buffer_add_char(out, part.ptr[i]);
    }
    buffer_add_char(out, '"');
}

Text table_excel_field(Text field, bool is_date, Arena *scratch)
{
    if (field.len == 0 || field.len > FORMULA_BYTES || !(is_date || would_change(field)))
        return field;
    Buffer out = buffer_in(scratch);
    buffer_add_char(&out, '=');
    while (field.len > 0) {
        size_t len = literal_length(field);
        if (out.count > 1)
            buffer_add_char(&out, '&');
        add_literal(&out, text_sub(field, 0, len));
        field = text_sub(field, len, field.len);
    }
    return buffer_text(&out);
}
