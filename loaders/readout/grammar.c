#include <config.h>
#include "loaders/readout/grammar.h"

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

// By first letter, which is how they are searched.
static const GrammarWord with_a[] = {
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
};

static const GrammarWord with_b[] = {
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
};

static const GrammarWord with_c[] = {
    W("can", GRAMMAR_MODAL),
    W("cannot", GRAMMAR_MODAL),
    W("concerning", PREP),
    W("could", GRAMMAR_MODAL | GRAMMAR_PAST),
};

static const GrammarWord with_d[] = {
    W("december", GRAMMAR_MONTH),
    W("despite", PREP),
    W("did", GRAMMAR_DO | GRAMMAR_PAST),
    W("do", GRAMMAR_DO),
    W("does", GRAMMAR_DO),
    W("due", PREP),
    W("during", PREP),
};

static const GrammarWord with_e[] = {
    W("each", DET),
    W("earlier", GRAMMAR_ADVERB),
    W("either", DET),
    W("elsewhere", GRAMMAR_ADVERB),
    W("even", GRAMMAR_ADVERB),
    W("every", DET),
};

static const GrammarWord with_f[] = {
    W("february", GRAMMAR_MONTH), W("first", GRAMMAR_ADVERB),
    W("following", PREP),         W("for", PREP),
    W("friday", GRAMMAR_WEEKDAY), W("from", PREP),
    W("further", GRAMMAR_ADVERB), W("furthermore", GRAMMAR_ADVERB),
};

static const GrammarWord with_h[] = {
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
};

static const GrammarWord with_i[] = {
    W("i", GRAMMAR_FIRST_PERSON),
    W("if", GRAMMAR_SUBORDINATE),
    W("in", PREP),
    W("including", PREP),
    W("inside", PREP),
    W("into", PREP),
    W("is", GRAMMAR_BE),
    W("it", GRAMMAR_IT),
    W("its", POSS),
};

static const GrammarWord with_j[] = {
    W("january", GRAMMAR_MONTH),
    W("july", GRAMMAR_MONTH),
    W("june", GRAMMAR_MONTH),
    W("just", GRAMMAR_ADVERB),
};

static const GrammarWord with_l[] = {
    W("later", GRAMMAR_ADVERB),
    W("let", GRAMMAR_MODAL),
    W("like", PREP),
    W("likewise", GRAMMAR_ADVERB),
};

static const GrammarWord with_m[] = {
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
};

static const GrammarWord with_n[] = {
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
};

static const GrammarWord with_o[] = {
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
};

static const GrammarWord with_p[] = {
    W("per", PREP),
};

static const GrammarWord with_r[] = {
    W("regarding", PREP),
};

static const GrammarWord with_s[] = {
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
};

static const GrammarWord with_t[] = {
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
};

static const GrammarWord with_u[] = {
    W("under", PREP),
    W("unless", GRAMMAR_SUBORDINATE),
    W("until", PREP | GRAMMAR_SUBORDINATE),
    W("up", PREP),
    W("upon", PREP),
};

static const GrammarWord with_v[] = {
    W("via", PREP),
};

static const GrammarWord with_w[] = {
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
};

static const GrammarWord with_y[] = {
    W("yesterday", GRAMMAR_ADVERB),
    W("your", POSS),
};

#define LETTER(list)                                                                               \
    {                                                                                              \
        list, sizeof(list) / sizeof *(list)                                                        \
    }

static const struct {
    const GrammarWord *items;
    size_t count;
} letters[26] = {
    LETTER(with_a), LETTER(with_b), LETTER(with_c), LETTER(with_d), LETTER(with_e), LETTER(with_f),
    {NULL, 0},                                                                                 // g
    LETTER(with_h), LETTER(with_i), LETTER(with_j), {NULL, 0},                                 // k
    LETTER(with_l), LETTER(with_m), LETTER(with_n), LETTER(with_o), LETTER(with_p), {NULL, 0}, // q
    LETTER(with_r), LETTER(with_s), LETTER(with_t), LETTER(with_u), LETTER(with_v), LETTER(with_w),
    {NULL, 0},                 // x
    LETTER(with_y), {NULL, 0}, // z
};

static uint32_t flags_of(Text lower)
{
    char first = lower.len ? lower.ptr[0] : 0;
    if (first < 'a' || first > 'z')
        return 0;
    const GrammarWord *items = letters[first - 'a'].items;
    for (size_t i = 0; i < letters[first - 'a'].count; i++)
        if (text_equal(items[i].word, lower))
            return items[i].flags;
    return 0;
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

static bool may_be_contraction(Text lower)
{
    for (size_t i = 0; i < lower.len; i++)
        if (lower.ptr[i] == '\'' || lower.ptr[i] == '\xE2')
            return true;
    return false;
}

uint32_t grammar_of(Text lower)
{
    uint32_t flags = flags_of(lower);
    if (flags || !may_be_contraction(lower))
        return flags;
    flags = negated_flags(lower);
    if (flags)
        return flags;
    size_t end = contraction_at(lower);
    return end < lower.len ? flags_of(text_sub(lower, 0, end)) : 0;
}
