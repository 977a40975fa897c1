// Who or what a clause is about: the noun phrase before its verb, traced back to a person, a side, both, or nobody.
#ifndef BILAT_LOADERS_READOUT_SUBJECTS_H
#define BILAT_LOADERS_READOUT_SUBJECTS_H

#include "loaders/readout/references.h"

typedef enum SubjectKind {
    SUBJECT_OTHER,   // any other noun: "the relationship", "peace"
    SUBJECT_PERSON,  // "Liu", "Minister Kurosawa", "the Secretary"
    SUBJECT_PRONOUN, // "he", "she"
    SUBJECT_JOINT,   // "the two sides", "they", "Minister Tan and Minister Paewai"
    SUBJECT_SIDE,    // "China", "the Saudi side", "Tehran", "the IDCPC"
    SUBJECT_FIRST,   // "I", "we", "our peoples"
    SUBJECT_IT,      // "it", "there"
    SUBJECT_MESSAGE, // "the message": speaks for who sent it
} SubjectKind;

typedef struct Subject {
    SubjectKind kind;
    int person;        // of SUBJECT_PERSON; of SUBJECT_JOINT the first of two, or NOBODY
    int other;         // of SUBJECT_JOINT the second of two, or NOBODY
    CountryId country; // of SUBJECT_SIDE
    Gender gender;     // of SUBJECT_PRONOUN
    bool is_ambiguous;
    bool by_role;     // a person known by office or role alone
    bool is_pronoun;  // of SUBJECT_JOINT: "they"
    bool is_group;    // of SUBJECT_SIDE: visitors without a name, to whom "they" may go back
    bool is_unnamed;  // of SUBJECT_SIDE: an official without a name, to whom "he" may go back
    size_t from, end; // tokens; of SUBJECT_OTHER end is from
} Subject;

// The subject that begins at `where.from`. `near` is the running speaker, or NOBODY.
Subject subject_at(const Readout *readout, Range where, int near);

// The same where the words may stand in quotation marks: what a release says is no speech.
Subject subject_in_quote(const Readout *readout, Range where, int near);

#endif
