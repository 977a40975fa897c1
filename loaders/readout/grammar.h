// The closed word classes of English: words that no dictionary of the world knows better.
// Open classes (verbs, offices, names) are INI and live in the lexicon.
#ifndef BILAT_LOADERS_READOUT_GRAMMAR_H
#define BILAT_LOADERS_READOUT_GRAMMAR_H

#include "model/arena.h"

enum {                             // flags: a word may be in several classes
    GRAMMAR_DETERMINER = 1 << 0,   // the, a, his, this, each
    GRAMMAR_PREPOSITION = 1 << 1,  // in, at, on, with
    GRAMMAR_HE = 1 << 2,           // he
    GRAMMAR_SHE = 1 << 3,          // she
    GRAMMAR_THEY = 1 << 4,         // they, both, all (as a subject of its own)
    GRAMMAR_FIRST_PERSON = 1 << 5, // I, we, our, my
    GRAMMAR_IT = 1 << 6,           // it, there
    GRAMMAR_MODAL = 1 << 7,        // will, should, must, need
    GRAMMAR_BE = 1 << 8,           // is, was, been
    GRAMMAR_HAVE = 1 << 9,         // has, have, had
    GRAMMAR_PAST = 1 << 10,        // was, had: the form is past
    GRAMMAR_AND = 1 << 11,         // and, or, but, while, whereas
    GRAMMAR_WHO = 1 << 12,         // who, which, whose, that, where
    GRAMMAR_SUBORDINATE = 1 << 13, // if, when, as, because, although
    GRAMMAR_ADVERB = 1 << 14,      // also, further, again, not
    GRAMMAR_COUNT = 1 << 15,       // two, three, both, all, various
    GRAMMAR_FEMALE = 1 << 16,      // she, her, Mrs, Ms
    GRAMMAR_MALE = 1 << 17,        // he, his, Mr
    GRAMMAR_DO = 1 << 18,          // do, does, did
    GRAMMAR_POSSESSIVE = 1 << 19,  // his, her, its, their
    GRAMMAR_MONTH = 1 << 20,
    GRAMMAR_WEEKDAY = 1 << 21,
    GRAMMAR_NEGATION = 1 << 22, // not, never, no, neither, nobody; "didn't"
};

// Flags of a folded word; 0 for every other word. "we're" has those of "we", "didn't" those of "did" and of "not".
uint32_t grammar_of(Text lower);

#endif
