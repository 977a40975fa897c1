#include <config.h>
#include "model/reworded.h"

#include "model/utf8.h"

enum { WORDS_MAX = 400 }; // of a sentence; the time is their square

typedef struct Words {
    Text *items;
    size_t count;
} Words;

static bool is_mark(char c)
{
    return c && strchr(".,;:!?\"'()[]", c);
}

static Text bare(Text word)
{
    while (word.len && is_mark(word.ptr[0]))
        word = text_sub(word, 1, word.len);
    while (word.len && is_mark(word.ptr[word.len - 1]))
        word.len--;
    return word;
}

static Words words_of(Text text, Arena *scratch)
{
    Words words = {.items = ARENA_ARRAY(scratch, Text, WORDS_MAX)};
    Text rest = utf8_fold(text, scratch);
    while (rest.ptr && words.count < WORDS_MAX) {
        Text word = bare(text_cut(&rest, ' '));
        if (word.len)
            words.items[words.count++] = word;
    }
    return words;
}

// Each word is taken once.
static bool take(Words *words, Text word)
{
    for (size_t i = 0; i < words->count; i++)
        if (text_equal(words->items[i], word)) {
            words->items[i] = (Text){NULL, 0};
            return true;
        }
    return false;
}

unsigned reworded_likeness(Text a, Text b, Arena *scratch)
{
    ArenaMark mark = arena_mark(scratch);
    Words left = words_of(a, scratch), right = words_of(b, scratch);
    size_t common = 0, all = left.count + right.count;
    for (size_t i = 0; i < left.count; i++)
        common += take(&right, left.items[i]);
    arena_rewind(scratch, mark);
    return all ? (unsigned)(200 * common / all) : 0;
}
