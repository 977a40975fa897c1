#include <config.h>
#include "loaders/readout/language.h"

#include "model/utf8.h"

enum {
    SAMPLE_BYTES = 16 * 1024,
    FEWEST_HITS = 2,     // of small words
    FEWEST_PER_CENT = 8, // of the words of the text: a running text of any language listed has more
};

static bool is_letter_of(const Language *language, uint32_t code)
{
    for (size_t i = 0; i < language->letters.count; i++) {
        if (code >= language->letters.items[i].first && code <= language->letters.items[i].last)
            return true;
    }
    return false;
}

// Per cent of the letters of the text.
static size_t share_of_letters(const Language *language, Text text)
{
    size_t letters = 0, own = 0;
    for (size_t at = 0, len; at < text.len; at += len) {
        uint32_t code = utf8_decode(text, at, &len);
        if (!utf8_is_letter(code))
            continue;
        letters++;
        own += is_letter_of(language, code);
    }
    return letters ? own * 100 / letters : 0;
}

typedef struct Hits {
    size_t words;
    size_t own[LANGUAGES_MAX];
} Hits;

static void count_word(const ReadoutWords *words, Text folded, Hits *hits)
{
    const Meaning *meaning = readout_words_meaning(words, folded);
    hits->words++;
    for (size_t n = 0; meaning && meaning->languages >> n; n++)
        hits->own[n] += meaning->languages >> n & 1;
}

static void count_words(const ReadoutWords *words, Text folded, Hits *hits)
{
    for (size_t at = 0, len; at < folded.len; at += len) {
        size_t end = at;
        while (end < folded.len && utf8_is_letter(utf8_decode(folded, end, &len)))
            end += len;
        if (end > at)
            count_word(words, text_sub(folded, at, end - at), hits);
        if ((at = end) >= folded.len)
            break;
        utf8_decode(folded, at, &len);
    }
}

Text language_tell(const ReadoutWords *words, Text text, Arena *scratch)
{
    text = text_sub(text, 0, SAMPLE_BYTES);
    text = text_sub(text, 0, utf8_whole(text));
    size_t most = 0;
    Text best = {NULL, 0};
    Hits *hits = ARENA_NEW(scratch, Hits);
    count_words(words, utf8_fold(text, scratch), hits);
    for (size_t i = 0; i < words->languages.count && i < LANGUAGES_MAX; i++) {
        const Language *language = &words->languages.items[i];
        if (language->enough) {
            if (share_of_letters(language, text) >= (size_t)language->enough)
                return language->code;
        } else if (hits->own[i] > most && hits->own[i] >= FEWEST_HITS &&
                   hits->own[i] * 100 >= hits->words * FEWEST_PER_CENT) {
            most = hits->own[i];
            best = language->code;
        }
    }
    return best;
}
