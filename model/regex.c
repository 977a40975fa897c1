#include <config.h>
#include "model/regex.h"

#include "model/utf8.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

// A pattern such as (a+)+$ must not stop the screen: about a tenth of a second, and 16 MiB, then it counts as no match.
enum { MATCH_LIMIT = 1000000, DEPTH_LIMIT = 1000, HEAP_LIMIT_KIB = 16 * 1024 };

struct Regex {
    pcre2_code *code;
    pcre2_match_data *match;
    pcre2_match_context *limits;
};

static PCRE2_SPTR units_of(Text text)
{
    return (PCRE2_SPTR)(text.ptr ? text.ptr : ""); // PCRE2 wants unsigned bytes: the same ones
}

// Is there a letter that asks for upper case? Those behind a backslash (\W, \S, \p{Lu}) are commands.
static bool has_upper(Text pattern)
{
    for (size_t at = 0, len; at < pattern.len; at += len) {
        uint32_t code = utf8_decode(pattern, at, &len);
        if (code == '\\' && at + 1 < pattern.len) {
            char command = pattern.ptr[at + 1];
            size_t close = text_find_char(text_sub(pattern, at, pattern.len), '}');
            bool has_name = text_find(text_sub(pattern, at + 2, 1), TEXT("{")) == 0 &&
                            text_find_char(TEXT("pPxNok"), command) != TEXT_NOWHERE;
            len = has_name && close != TEXT_NOWHERE ? close + 1 : 2;
            continue;
        }
        if (utf8_is_upper(code))
            return true;
    }
    return false;
}

void regex_free(Regex *regex)
{
    if (!regex)
        return;
    pcre2_match_context_free(regex->limits);
    pcre2_match_data_free(regex->match);
    pcre2_code_free(regex->code);
}

Regex *regex_compile(Text pattern, Arena *arena, Text *message, size_t *at)
{
    uint32_t options =
        PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;
    if (!has_upper(pattern))
        options |= PCRE2_CASELESS;
    int error;
    PCRE2_SIZE where;
    pcre2_code *code = pcre2_compile(units_of(pattern), pattern.len, options, &error, &where, NULL);
    if (!code) {
        PCRE2_UCHAR why[256];
        pcre2_get_error_message(error, why, sizeof why);
        *message = arena_text(arena, text_from((const char *)why));
        *at = where < pattern.len ? where : pattern.len;
        return NULL;
    }
    Regex *regex = ARENA_NEW(arena, Regex);
    regex->code = code;
    regex->match = pcre2_match_data_create(1, NULL);
    regex->limits = pcre2_match_context_create(NULL);
    if (!regex->match || !regex->limits) {
        regex_free(regex);
        *message = TEXT("out of memory");
        *at = 0;
        return NULL;
    }
    pcre2_set_match_limit(regex->limits, MATCH_LIMIT);
    pcre2_set_depth_limit(regex->limits, DEPTH_LIMIT);
    pcre2_set_heap_limit(regex->limits, HEAP_LIMIT_KIB);
    return regex;
}

RegexResult regex_find(Regex *regex, Text text, size_t from, size_t *start, size_t *end)
{
    if (from > text.len)
        return REGEX_NO_MATCH;
    int found =
        pcre2_match(regex->code, units_of(text), text.len, from, 0, regex->match, regex->limits);
    if (found == PCRE2_ERROR_NOMATCH)
        return REGEX_NO_MATCH;
    if (found < 0)
        return REGEX_LIMIT;
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(regex->match);
    *start = ends[0];
    *end = ends[1] < ends[0] ? ends[0] : ends[1]; // \K in a look-ahead can turn them round
    return REGEX_MATCH;
}
