#include <config.h>
#include "model/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

Text text_from(const char *string)
{
    return string ? (Text){string, strlen(string)} : (Text){NULL, 0};
}

bool text_equal_nocase(Text a, Text b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.ptr[i]) != lower(b.ptr[i]))
            return false;
    return true;
}

int text_compare(Text a, Text b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared ? memcmp(a.ptr, b.ptr, shared) : 0;
    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool text_starts(Text text, Text prefix)
{
    return text.len >= prefix.len && text_equal(text_sub(text, 0, prefix.len), prefix);
}

bool text_starts_nocase(Text text, Text prefix)
{
    return text.len >= prefix.len && text_equal_nocase(text_sub(text, 0, prefix.len), prefix);
}

bool text_ends(Text text, Text suffix)
{
    return text.len >= suffix.len &&
           text_equal(text_sub(text, text.len - suffix.len, suffix.len), suffix);
}

Text text_trim(Text text)
{
    while (text.len > 0 && is_blank(text.ptr[0]))
        text = text_sub(text, 1, text.len);
    while (text.len > 0 && is_blank(text.ptr[text.len - 1]))
        text.len--;
    return text;
}

size_t text_find(Text hay, Text needle)
{
    if (needle.len == 0)
        return 0;
    if (needle.len > hay.len)
        return TEXT_NOWHERE;
    const char *hit = memmem(hay.ptr, hay.len, needle.ptr, needle.len);
    return hit ? (size_t)(hit - hay.ptr) : TEXT_NOWHERE;
}

size_t text_find_char(Text hay, char c)
{
    const char *hit = hay.len ? memchr(hay.ptr, c, hay.len) : NULL;
    return hit ? (size_t)(hit - hay.ptr) : TEXT_NOWHERE;
}

Text text_cut(Text *rest, char separator)
{
    size_t at = text_find_char(*rest, separator);
    Text head = text_sub(*rest, 0, at);
    *rest = at == TEXT_NOWHERE ? (Text){NULL, 0} : text_sub(*rest, at + 1, rest->len);
    return head;
}

bool text_list_has(Text list, char separator, Text item)
{
    while (list.ptr)
        if (text_equal(text_cut(&list, separator), item))
            return true;
    return false;
}

bool text_integer(Text text, int64_t *value)
{
    bool negative = text.len > 0 && text.ptr[0] == '-';
    if (negative || (text.len > 0 && text.ptr[0] == '+'))
        text = text_sub(text, 1, text.len);
    if (text.len == 0)
        return false;
    int64_t sum = 0; // kept negative: the range reaches one further down
    for (size_t i = 0; i < text.len; i++) {
        int digit = text.ptr[i] - '0';
        if (digit < 0 || digit > 9)
            return false;
        if (__builtin_mul_overflow(sum, 10, &sum) || __builtin_sub_overflow(sum, digit, &sum))
            return false;
    }
    if (!negative && sum == INT64_MIN)
        return false;
    *value = negative ? sum : -sum;
    return true;
}

bool text_number(Text text, double *value)
{
    char copy[64]; // longer than any decimal a data set writes
    if (text.len == 0 || text.len >= sizeof copy || is_blank(text.ptr[0]))
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!strchr("0123456789+-.eE", text.ptr[i]) || text.ptr[i] == '\0')
            return false;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    char *end = NULL;
    double number = strtod(copy, &end); // the program never leaves LC_NUMERIC=C
    if (end != copy + text.len || !isfinite(number))
        return false;
    *value = number;
    return true;
}

uint64_t text_hash(Text text)
{
    uint64_t hash = TEXT_HASH_START;
    for (size_t i = 0; i < text.len; i++)
        hash = text_hash_byte(hash, (unsigned char)text.ptr[i]);
    return hash;
}
