// Regular expressions with limits on time and memory. The only caller of PCRE2.
// Patterns are UTF, caseless unless they hold an upper-case letter; ^ and $ also stand at the ends of lines. Text that
// is no UTF-8 is searched all the same: a match never includes its wrong bytes.
#ifndef BILAT_MODEL_REGEX_H
#define BILAT_MODEL_REGEX_H

#include "model/arena.h"

typedef struct Regex Regex;

// NULL on a mistake: `message` says what is wrong, `at` is the byte in the pattern. Freed by regex_free.
Regex *regex_compile(Text pattern, Arena *arena, Text *message, size_t *at);
void regex_free(Regex *regex); // NULL is nothing to free
typedef enum RegexResult { REGEX_NO_MATCH, REGEX_MATCH, REGEX_LIMIT } RegexResult;
// First match at or behind byte `from`. REGEX_LIMIT: given up (match, depth or heap limit), counts as no match.
RegexResult regex_find(Regex *regex, Text text, size_t from, size_t *start, size_t *end);

#endif
