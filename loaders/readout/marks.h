// What the word lists say of the words of a document: at every token, the country, office noun, verb … that begins
// there. Found once for all later steps, which ask by token and never search text.
#ifndef BILAT_LOADERS_READOUT_MARKS_H
#define BILAT_LOADERS_READOUT_MARKS_H

#include "loaders/lexicon.h"
#include "loaders/readout/tokens.h"
#include "model/strings.h"

enum {                         // Mark.cues: the lists of assets/readout.ini
    CUE_EVENT = 1 << 0,        // "met", "toured": what happens is no statement
    CUE_INSTITUTION = 1 << 1,  // "Committee", "Ministry": no part of a person's name
    CUE_PORTFOLIO = 1 << 2,    // "Affairs", "Trade"
    CUE_PRESENCE = 1 << 3,     // "were present", "joined by"
    CUE_MODIFIER = 1 << 4,     // "former", "outgoing": before an office
    CUE_REGION = 1 << 5,       // "Middle East", "Africa"
    CUE_MESSAGE = 1 << 6,      // "message", "letter": speaks for its sender
    CUE_ATMOSPHERE = 1 << 7,   // "atmosphere", "conversation": a subject that says nothing
    CUE_PEER = 1 << 8,         // "Baroness", "Lord": the title is part of the name
    CUE_STANCE = 1 << 9,       // "commitment", "support": what a state has
    CUE_SIDE = 1 << 10,        // "side", "delegation", "government": with a country before it
    CUE_BOILERPLATE = 1 << 11, // "is attributable to", "main points are listed"
    CUE_CHAIR = 1 << 12,       // "was led by", "co-chaired by"
    CUE_PRESS = 1 << 13,       // "press conference", in a title
    CUE_ASKS = 1 << 14,        // "Reporter", as a label
    CUE_RELEASE = 1 << 15,     // "the statement reads": who passes on what others said
    CUE_BIRTH = 1 << 16,       // "Prince", "Sheikh": no office where one stands behind the name
    CUE_GROUP = 1 << 17,       // "delegates", "lawmakers": people without a name
    CUE_AIDE = 1 << 18,        // "envoy", "adviser": acts for who is named behind "of"
    CUE_NATIONAL = 1 << 19,    // "diplomat": with a country's adjective before it, one person
    CUE_SAYING = 1 << 20,      // "mention", "said": negated, nothing is said
    CUE_SILENCE = 1 << 21,     // "made no mention", "said nothing"
    CUE_SILENCER = 1 << 22,    // "declined to", "without": before a saying, nothing is said
    CUE_PERCEPTION = 1 << 23,  // "learned that", "ensured that": no report
};

typedef struct Mark {
    const Sense *place, *office, *verb, *role, *honorific; // that begin at this token; or NULL
    uint8_t place_length, office_length, verb_length, role_length, honorific_length; // tokens
    uint8_t cue_length;
    bool in_place; // within a place that begins here or before
    bool in_cue;   // within an institution, portfolio or region
    bool in_honorific;
    bool is_particle; // "bin", "van"
    uint32_t cues;    // CUE_ flags
} Mark;

typedef struct Hits {
    Hit *items; // in the order of the text
    size_t count, capacity;
} Hits;

// One mark a token. What the word lists do not know is left empty. `publishers` gets where publishers are named.
Mark *marks_find(const Tokens *tokens, const Lexicon *lexicon, Hits *publishers, Arena *arena);
// "the Patriotic Civic Congress of Chile (PCC)" makes every "PCC" of the text Chile's,
// whoever else is called so.
void marks_explain(Mark *marks, const Tokens *tokens, const Countries *countries, Arena *arena);
// "Korean", "Congolese": of the countries that share a word the only one that the first `opening` tokens (the title
// and the lead) name otherwise; the first one of the files where that does not decide.
void marks_settle(Mark *marks, const Tokens *tokens, size_t opening);

#endif
