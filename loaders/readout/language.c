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
    size_t words, own;
} Hits;

static Hits count_words(const Language *language, Text folded)
{
    Hits hits = {0, 0};
    for (size_t at = 0, len; at < folded.len; at += len) {
        size_t end = at;
        while (end < folded.len && utf8_is_letter(utf8_decode(folded, end, &len)))
            end += len;
        if (end > at) {
            hits.words++;
            hits.own += word_list_has(&language->stop_words, text_sub(folded, at, end - at));
            at = end;
        }
        if (at >= folded.len)
            break;
        utf8_decode(folded, at, &len);
    }
    return hits;
}

Text language_tell(const ReadoutWords *words, Text text, Arena *scratch)
{
    text = text_sub(text, 0, SAMPLE_BYTES);
    text = text_sub(text, 0, utf8_whole(text));
    Text folded = utf8_fold(text, scratch), best = {NULL, 0};
    size_t most = 0;
    for (size_t i = 0; i < words->languages.count; i++) {
        const Language *language = &words->languages.items[i];
        if (language->enough) {
            if (share_of_letters(language, text) >= (size_t)language->enough)
                return language->code;
            continue;
        }
        Hits hits = count_words(language, folded);
        if (hits.own > most && hits.own >= FEWEST_HITS &&
            hits.own * 100 >= hits.words * FEWEST_PER_CENT) {
            most = hits.own;
            best = language->code;
        }
    }
    return best;
}
