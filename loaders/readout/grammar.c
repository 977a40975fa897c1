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
    W("neither", DET),
    W("never", GRAMMAR_ADVERB),
    W("no", DET),
    W("nor", GRAMMAR_AND),
    W("not", GRAMMAR_ADVERB),
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

static int compare(const void *key, const void *entry)
{
    return text_compare(*(const Text *)key, ((const GrammarWord *)entry)->word);
}

static uint32_t flags_of(Text lower)
{
    const GrammarWord *found =
        bsearch(&lower, words, sizeof words / sizeof *words, sizeof *words, compare);
    return found ? found->flags : 0;
}

// Where the apostrophe of a contraction stands: "we're", "I'd"; the length where there is none.
static size_t contraction_at(Text word)
{
    size_t plain = text_find_char(word, '\'');
    size_t curly = text_find(word, TEXT("\xE2\x80\x99"));
    size_t at = plain < curly ? plain : curly;
    return at == TEXT_NOWHERE ? word.len : at;
}

uint32_t grammar_of(Text lower)
{
    size_t end = contraction_at(lower);
    return end < lower.len ? flags_of(text_sub(lower, 0, end)) : flags_of(lower);
}
