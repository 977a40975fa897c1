#include <config.h>
#include "loaders/readout/grammar.h"

#include <stdlib.h>

typedef struct GrammarWord {
    Text word;
    uint32_t flags;
} GrammarWord;

#define DET  GRAMMAR_DETERMINER
#define PREP GRAMMAR_PREPOSITION
#define POSS (GRAMMAR_DETERMINER | GRAMMAR_POSSESSIVE)
#define W(word, flags)                                                                             \
    {                                                                                              \
        TEXT_INIT(word), flags                                                                     \
    }

// Sorted bytewise: it is searched by halves.
static const GrammarWord words[] = {
    W("a", DET),
    W("about", PREP),
    W("above", PREP),
    W("according", PREP),
    W("across", PREP),
    W("after", PREP | GRAMMAR_SUBORDINATE),
    W("again", GRAMMAR_ADVERB),
    W("against", PREP),
    W("ahead", GRAMMAR_ADVERB),
    W("all", DET | GRAMMAR_COUNT),
    W("along", PREP),
    W("also", GRAMMAR_ADVERB),
    W("although", GRAMMAR_SUBORDINATE),
    W("always", GRAMMAR_ADVERB),
    W("amid", PREP),
    W("among", PREP),
    W("an", DET),
    W("and", GRAMMAR_AND),
    W("another", DET),
    W("any", DET),
    W("april", GRAMMAR_MONTH),
    W("are", GRAMMAR_BE),
    W("around", PREP),
    W("as", PREP | GRAMMAR_SUBORDINATE),
    W("at", PREP),
    W("august", GRAMMAR_MONTH),
    W("be", GRAMMAR_BE),
    W("because", GRAMMAR_SUBORDINATE),
    W("been", GRAMMAR_BE),
    W("before", PREP | GRAMMAR_SUBORDINATE),
    W("behind", PREP),
    W("being", GRAMMAR_BE),
    W("between", PREP),
    W("beyond", PREP),
    W("both", DET | GRAMMAR_COUNT | GRAMMAR_THEY),
    W("but", GRAMMAR_AND),
    W("by", PREP),
    W("can", GRAMMAR_MODAL),
    W("cannot", GRAMMAR_MODAL),
    W("concerning", PREP),
    W("could", GRAMMAR_MODAL | GRAMMAR_PAST),
    W("december", GRAMMAR_MONTH),
    W("despite", PREP),
    W("did", GRAMMAR_DO | GRAMMAR_PAST),
    W("do", GRAMMAR_DO),
    W("does", GRAMMAR_DO),
    W("due", PREP),
    W("during", PREP),
    W("each", DET),
    W("earlier", GRAMMAR_ADVERB),
    W("either", DET),
    W("elsewhere", GRAMMAR_ADVERB),
    W("even", GRAMMAR_ADVERB),
    W("every", DET),
    W("february", GRAMMAR_MONTH),
    W("first", GRAMMAR_ADVERB),
    W("following", PREP),
    W("for", PREP),
    W("friday", GRAMMAR_WEEKDAY),
    W("from", PREP),
    W("further", GRAMMAR_ADVERB),
    W("furthermore", GRAMMAR_ADVERB),
    W("had", GRAMMAR_HAVE | GRAMMAR_PAST),
    W("has", GRAMMAR_HAVE),
    W("have", GRAMMAR_HAVE),
    W("he", GRAMMAR_HE | GRAMMAR_MALE),
    W("her", POSS | GRAMMAR_FEMALE),
    W("here", GRAMMAR_ADVERB),
    W("him", GRAMMAR_MALE),
    W("his", POSS | GRAMMAR_MALE),
    W("how", GRAMMAR_SUBORDINATE),
    W("however", GRAMMAR_ADVERB),
    W("i", GRAMMAR_FIRST_PERSON),
    W("if", GRAMMAR_SUBORDINATE),
    W("in", PREP),
    W("including", PREP),
    W("inside", PREP),
    W("into", PREP),
    W("is", GRAMMAR_BE),
    W("it", GRAMMAR_IT),
    W("its", POSS),
    W("january", GRAMMAR_MONTH),
    W("july", GRAMMAR_MONTH),
    W("june", GRAMMAR_MONTH),
    W("just", GRAMMAR_ADVERB),
    W("later", GRAMMAR_ADVERB),
    W("let", GRAMMAR_MODAL),
    W("like", PREP),
    W("likewise", GRAMMAR_ADVERB),
    W("march", GRAMMAR_MONTH),
    W("may", GRAMMAR_MODAL | GRAMMAR_MONTH),
    W("meanwhile", GRAMMAR_ADVERB),
    W("might", GRAMMAR_MODAL | GRAMMAR_PAST),
    W("monday", GRAMMAR_WEEKDAY),
    W("moreover", GRAMMAR_ADVERB),
    W("mr", GRAMMAR_MALE),
    W("mrs", GRAMMAR_FEMALE),
    W("ms", GRAMMAR_FEMALE),
    W("must", GRAMMAR_MODAL),
    W("my", POSS | GRAMMAR_FIRST_PERSON),
    W("near", PREP),
    W("need", GRAMMAR_MODAL),
    W("needs", GRAMMAR_MODAL),
    W("neither", DET | GRAMMAR_NEGATION),
    W("never", GRAMMAR_ADVERB | GRAMMAR_NEGATION),
    W("no", DET | GRAMMAR_NEGATION),
    W("nobody", GRAMMAR_NEGATION),
    W("none", GRAMMAR_NEGATION),
    W("nor", GRAMMAR_AND | GRAMMAR_NEGATION),
    W("not", GRAMMAR_ADVERB | GRAMMAR_NEGATION),
    W("nothing", GRAMMAR_NEGATION),
    W("november", GRAMMAR_MONTH),
    W("now", GRAMMAR_ADVERB),
    W("october", GRAMMAR_MONTH),
    W("of", PREP),
    W("off", PREP),
    W("on", PREP),
    W("once", GRAMMAR_ADVERB | GRAMMAR_SUBORDINATE),
    W("only", GRAMMAR_ADVERB),
    W("or", GRAMMAR_AND),
    W("our", POSS | GRAMMAR_FIRST_PERSON),
    W("out", PREP),
    W("outside", PREP),
    W("over", PREP),
    W("per", PREP),
    W("regarding", PREP),
    W("saturday", GRAMMAR_WEEKDAY),
    W("september", GRAMMAR_MONTH),
    W("shall", GRAMMAR_MODAL),
    W("she", GRAMMAR_SHE | GRAMMAR_FEMALE),
    W("should", GRAMMAR_MODAL),
    W("since", PREP | GRAMMAR_SUBORDINATE),
    W("so", GRAMMAR_ADVERB | GRAMMAR_SUBORDINATE),
    W("some", DET),
    W("still", GRAMMAR_ADVERB),
    W("subsequently", GRAMMAR_ADVERB),
    W("such", DET),
    W("sunday", GRAMMAR_WEEKDAY),
    W("than", PREP),
    W("that", DET | GRAMMAR_WHO),
    W("the", DET),
    W("their", POSS),
    W("then", GRAMMAR_ADVERB),
    W("there", GRAMMAR_IT),
    W("therefore", GRAMMAR_ADVERB),
    W("these", DET),
    W("they", GRAMMAR_THEY),
    W("this", DET),
    W("those", DET),
    W("though", GRAMMAR_SUBORDINATE),
    W("three", GRAMMAR_COUNT),
    W("through", PREP),
    W("throughout", PREP),
    W("thursday", GRAMMAR_WEEKDAY),
    W("thus", GRAMMAR_ADVERB),
    W("till", PREP),
    W("to", PREP),
    W("today", GRAMMAR_ADVERB),
    W("together", GRAMMAR_ADVERB),
    W("too", GRAMMAR_ADVERB),
    W("toward", PREP),
    W("towards", PREP),
    W("tuesday", GRAMMAR_WEEKDAY),
    W("two", GRAMMAR_COUNT),
    W("under", PREP),
    W("unless", GRAMMAR_SUBORDINATE),
    W("until", PREP | GRAMMAR_SUBORDINATE),
    W("up", PREP),
    W("upon", PREP),
    W("via", PREP),
    W("was", GRAMMAR_BE | GRAMMAR_PAST),
    W("we", GRAMMAR_FIRST_PERSON),
    W("wednesday", GRAMMAR_WEEKDAY),
    W("were", GRAMMAR_BE | GRAMMAR_PAST),
    W("what", GRAMMAR_WHO),
    W("when", GRAMMAR_SUBORDINATE),
    W("where", GRAMMAR_WHO | GRAMMAR_SUBORDINATE),
    W("whereas", GRAMMAR_AND),
    W("whether", GRAMMAR_SUBORDINATE),
    W("which", GRAMMAR_WHO),
    W("while", GRAMMAR_AND | GRAMMAR_SUBORDINATE),
    W("who", GRAMMAR_WHO),
    W("whom", GRAMMAR_WHO),
    W("whose", GRAMMAR_WHO),
    W("will", GRAMMAR_MODAL),
    W("with", PREP),
    W("within", PREP),
    W("without", PREP),
    W("would", GRAMMAR_MODAL | GRAMMAR_PAST),
    W("yesterday", GRAMMAR_ADVERB),
    W("your", POSS),
};

// By first letter: bit n: one of the words has n letters. So most words of a text are known not to be among them at
// once; test_sentences holds it against the list.
static const uint32_t lengths[26] = {0x3fe,  0xfc,  0x468, 0x1dc, 0x2f0, 0xbf8, 0x0,   0x9c, 0x25e,
                                     0x90,   0x0,   0x138, 0x37c, 0x1fc, 0x9c,  0x8,   0x0,  0x200,
                                     0x137c, 0x7fc, 0x74,  0x8,   0x2fc, 0x0,   0x210, 0x0};

static bool may_be_listed(Text lower)
{
    char first = lower.len ? lower.ptr[0] : 0;
    return first >= 'a' && first <= 'z' && lower.len < 31 &&
           (lengths[first - 'a'] >> lower.len & 1);
}

static int compare(const void *key, const void *entry)
{
    return text_compare(*(const Text *)key, ((const GrammarWord *)entry)->word);
}

static uint32_t flags_of(Text lower)
{
    if (!may_be_listed(lower))
        return 0;
    const GrammarWord *found =
        bsearch(&lower, words, sizeof words / sizeof *words, sizeof *words, compare);
    return found ? found->flags : 0;
}

// Where the apostrophe of a contraction stands: "we're", "I'd"; the length where there is none. No word of the list
// before an apostrophe is longer than "they".
static size_t contraction_at(Text word)
{
    for (size_t at = 1; at < word.len && at < 6; at++) {
        bool is_curly = text_starts(text_sub(word, at, 3), TEXT("\xE2\x80\x99"));
        if (word.ptr[at] == '\'' || is_curly)
            return at;
    }
    return word.len;
}

// "didn't" is "did" and "not"; 0 where the word ends otherwise.
static uint32_t negated_flags(Text lower)
{
    static const Text endings[] = {TEXT_INIT("n't"), TEXT_INIT("n\xE2\x80\x99t")};
    static const Text odd[][2] = {{TEXT_INIT("wo"), TEXT_INIT("will")},
                                  {TEXT_INIT("ca"), TEXT_INIT("can")},
                                  {TEXT_INIT("sha"), TEXT_INIT("shall")}};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (!text_ends(lower, endings[i]))
            continue;
        Text stem = text_sub(lower, 0, lower.len - endings[i].len);
        for (size_t n = 0; n < sizeof odd / sizeof *odd; n++)
            if (text_equal(stem, odd[n][0]))
                stem = odd[n][1];
        uint32_t flags = flags_of(stem);
        return flags ? flags | GRAMMAR_NEGATION : 0;
    }
    return 0;
}

uint32_t grammar_of(Text lower)
{
    uint32_t flags = flags_of(lower);
    if (!flags)
        flags = negated_flags(lower);
    if (flags)
        return flags;
    size_t end = contraction_at(lower);
    return end < lower.len ? flags_of(text_sub(lower, 0, end)) : 0;
}
