#include <config.h>
#include "loaders/readout/language.h"

#include "model/utf8.h"

enum {
    SAMPLE_BYTES = 2048, // a few sentences
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

typedef struct Letters {
    size_t count;
    size_t own[LANGUAGES_MAX]; // of languages that are told by their letters
} Letters;

static void count_letter(const ReadoutWords *words, uint32_t code, size_t times, Letters *letters)
{
    letters->count += times;
    for (size_t i = 0; i < words->languages.count && i < LANGUAGES_MAX; i++) {
        const Language *language = &words->languages.items[i];
        if (language->enough && is_letter_of(language, code))
            letters->own[i] += times;
    }
}

// One walk for all languages, in which those of ASCII are only counted.
static void count_letters(const ReadoutWords *words, Text text, Letters *letters)
{
    size_t ascii[0x80] = {0};
    for (size_t at = 0, len; at < text.len; at += len) {
        uint32_t code = utf8_decode(text, at, &len);
        if (code < 0x80)
            ascii[code]++;
        else if (utf8_is_letter(code))
            count_letter(words, code, 1, letters);
    }
    for (uint32_t code = 0; code < 0x80; code++)
        if (ascii[code] && utf8_is_letter(code))
            count_letter(words, code, ascii[code], letters);
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
    Letters *letters = ARENA_NEW(scratch, Letters);
    count_letters(words, text, letters);
    count_words(words, utf8_fold(text, scratch), hits);
    for (size_t i = 0; i < words->languages.count && i < LANGUAGES_MAX; i++) {
        const Language *language = &words->languages.items[i];
        if (language->enough) {
            size_t share = letters->count ? letters->own[i] * 100 / letters->count : 0;
            if (share >= (size_t)language->enough)
                return language->code;
        } else if (hits->own[i] > most && hits->own[i] >= FEWEST_HITS &&
                   hits->own[i] * 100 >= hits->words * FEWEST_PER_CENT) {
            most = hits->own[i];
            best = language->code;
        }
    }
    return best;
}
