// A table of phrases and what they mean, matched over a text: whole words, the longest phrase first.
// One walk over a text is linear in its length, whatever the number of phrases.
//
// How a phrase matches:
//   - a phrase begins and ends at the edge of a word: "Oman" is not in "woman", "China" is in "China-DPRK"
//   - a capital letter of the phrase must be a capital in the text; a small one matches both:
//     "US" is never "us", "Turkey" is "TURKEY" but never "turkey", "minister" is "Minister" too
//   - accents do not matter: "Turkiye" is "Türkiye"
//   - any run of blanks and line ends is one blank; ’ is '; the kinds of hyphens are one hyphen
//   - a stop or bracket at the end of a phrase need not be there, and belongs to the hit when it is ("U.S.")
//   - a hyphen at the end of a phrase must be there: "Franco-" is in "Franco-German" and not in "General Franco"
//   - " ... " inside a phrase stands for none to four words without a comma between them, as few as possible:
//     "expressed ... gratitude"; in such a phrase all letters should be small
// Where two phrases overlap, the one that begins first wins, and of those the longest: "South Korea" before
// "Korea". A phrase of class 0 is an exclusion: it takes its place in the text and gives no hit
// ("Indian Ocean").
#ifndef BILAT_LOADERS_PHRASES_H
#define BILAT_LOADERS_PHRASES_H

#include "loaders/phrase_words.h"
#include "model/country.h"

typedef struct Sense Sense;
struct Sense {
    int class;         // the user's own; 0: an exclusion
    CountryId country; // COUNTRY_NONE where the phrase has none
    Text lemma;        // "say", "host"
    Text group;        // "oppose", "vice"
    int weight;
    bool is_ambiguous; // often means something else: look for a second sign
    const Sense *next; // another meaning of the same phrase, in the order of the additions; or NULL
};

typedef struct Hit {
    size_t start, end;  // bytes of the text
    const Sense *sense; // the first sense; lives as long as the table
} Hit;

typedef struct Phrases Phrases;

// The table and its phrases live in the arena. Read-only, and good for any number of threads, once all
// phrases were added.
Phrases *phrases_new(Arena *arena);
// The same phrase may be added again with another sense; the same sense twice is kept once. A phrase without
// a letter or digit is not kept. `phrase` and the texts of `sense` must live as long as the table.
void phrases_add(Phrases *phrases, Text phrase, Sense sense);
size_t phrases_count(const Phrases *phrases); // different spellings

// The first hit that begins at or behind byte `from`. The scratch arena is left as it was.
// Walk a text: for (size_t at = 0; phrases_next(p, text, at, scratch, &hit); at = hit.end)
bool phrases_next(const Phrases *phrases, Text text, size_t from, Arena *scratch, Hit *hit);
// The same for the words of a text, from word `*at` on, which becomes the one behind the hit.
bool phrases_next_word(const Phrases *phrases, const PhraseWords *words, size_t *at, Arena *scratch,
                       Hit *hit);
// The longest phrase that begins exactly at byte `at`. An exclusion gives false.
bool phrases_at(const Phrases *phrases, Text text, size_t at, Arena *scratch, Hit *hit);
// The meaning of all of `text` (blanks at its ends aside), or NULL.
const Sense *phrases_find(const Phrases *phrases, Text text, Arena *scratch);
// Some phrase of two words or more begins with the first word of `text`.
bool phrases_goes_on(const Phrases *phrases, Text text, Arena *scratch);
// The sense of that class in a chain, or NULL.
const Sense *sense_of_class(const Sense *sense, int class);

#endif
