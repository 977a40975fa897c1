// The rules that find what is nobody's: what was not said, and what is told in words that no list knows.
#include <config.h>
#include "loaders/readout/narration.h"
#include "loaders/readout/rules.h"
#include "loaders/readout/unknown.h"

enum { LONGEST_STRANGER = 4 }; // words of a name

// ---- rule: what was not said ----

// "He did not mention the port", "No reference was made to it": told, and nobody's position. "China never mentioned
// it" in a Chinese speech is one.
bool rules_by_silence(Case *it)
{
    const Clause *main = &it->parts.main;
    bool is_silent = main->is_there && main->verb.kind == VERB_SILENCE && !it->parts.is_quoted;
    switch (main->subject.kind) {
    case SUBJECT_PERSON:
    case SUBJECT_PRONOUN:
    case SUBJECT_MESSAGE:
        return is_silent && rules_claim_nothing(it);
    case SUBJECT_JOINT:
        return is_silent && main->verb.is_past && rules_claim_nothing(it);
    case SUBJECT_SIDE:
        return is_silent && main->verb.is_past && !rules_is_own_side(it, main->subject.country) &&
               rules_claim_nothing(it);
    case SUBJECT_FIRST:
        return false;
    case SUBJECT_IT:
    case SUBJECT_OTHER:
        return narration_is_silence(it->readout, it->line->tokens) && rules_claim_nothing(it);
    }
    return false;
}

// ---- rule: a verb that no list knows ----

// "Kovac quipped that trade is slow": by its construction it is speech. "Kovac extolled the river" is told.
bool rules_by_unknown(Case *it)
{
    const Clause *main = &it->parts.main;
    bool is_person = main->subject.kind == SUBJECT_PERSON || main->subject.kind == SUBJECT_PRONOUN;
    if (!main->is_there || !is_person || !unknown_is_verb(it->readout, &main->verb))
        return false;
    int person = main->subject.kind == SUBJECT_PERSON
                     ? main->subject.person
                     : discourse_pronoun(it->discourse, main->subject.gender, it->line->is_first);
    if (person == NOBODY || !it->readout->persons.items[person].takes_part)
        return false;
    if (unknown_is_speech(it->readout, &main->verb, it->line->tokens.to)) {
        unknown_report(it->readout, &main->verb, it->readout->persons.items[person].name);
        (void)rules_claim_person(it, person, TEXT("unknown-verb"), TRUST_LOW);
        it->statement.verb = NULL;
        return true;
    }
    if (unknown_is_perception(it->readout, &main->verb))
        return rules_claim_nothing(it);
    if (!unknown_is_past(it->readout, &main->verb))
        return false;
    unknown_report(it->readout, &main->verb, (Text){NULL, 0});
    return rules_claim_nothing(it);
}

// "Kovac's aide said"; not "Kovac's visit helped".
static bool is_aide(const Readout *readout, size_t behind, size_t to)
{
    if (behind + 2 >= to || readout->tokens.items[behind].kind != TOKEN_POSSESSIVE)
        return false;
    const Mark *mark = &readout->marks[behind + 1];
    size_t length = mark->office ? mark->office_length : mark->cue_length;
    bool is_person = mark->office || (mark->cues & (CUE_AIDE | CUE_NATIONAL));
    return is_person && verb_at(readout, (Range){behind + 1 + length, to}).is_past;
}

// "Toth said", "Analysts noted": the words before a verb of saying in the past; empty where the sentence begins otherwise.
static Range stranger_at(const Case *it)
{
    const Readout *readout = it->readout;
    Range who = {it->line->start, it->line->start};
    while (who.to < it->line->tokens.to && who.to < who.from + LONGEST_STRANGER &&
           name_is_word(readout, who.to) && !readout->tokens.items[who.to].grammar &&
           !readout->marks[who.to].in_place && !readout->marks[who.to].in_cue)
        who.to++;
    if (range_is_empty(who) || !(readout->marks[who.to].cues & CUE_SAYING))
        return (Range){0, 0};
    Verb verb = verb_at(readout, (Range){who.to, it->line->tokens.to});
    bool is_report = verb.kind == VERB_REPORT && verb.is_past && verb.at == who.to;
    return is_report && !verb_is_exchange(verb.sense) ? who : (Range){0, 0};
}

// Of somebody of whom nothing else is known it is not said by whose side; but it is not who speaks here.
static bool by_stranger(Case *it)
{
    const Subject *subject = &it->parts.main.subject;
    if (subject->kind != SUBJECT_OTHER || it->discourse->running == NOBODY || it->parts.is_quoted ||
        it->parts.tail.is_there)
        return false;
    Range who = stranger_at(it);
    if (range_is_empty(who))
        return false;
    unknown_report_stranger(it->readout, who);
    return rules_claim_nothing(it);
}

// "Kovac, beaming: the railway.", "Kovac's aide said" in a speech of Sun's: whoever says it, he does not.
bool rules_by_nothing(Case *it)
{
    const Subject *subject = &it->parts.main.subject;
    size_t to = it->line->tokens.to;
    bool is_other = subject->kind == SUBJECT_PERSON && subject->person != it->discourse->running &&
                    it->discourse->running != NOBODY;
    if (by_stranger(it))
        return true;
    if (it->parts.main.is_there || !is_other || it->parts.is_quoted ||
        !it->readout->persons.items[subject->person].takes_part)
        return false;
    if (is_aide(it->readout, subject->end, to))
        return rules_claim_nothing(it);
    if (subject->end < to && it->readout->tokens.items[subject->end].kind == TOKEN_POSSESSIVE)
        return false;
    unknown_report_subject(it->readout, (Range){subject->from, subject->end});
    return rules_claim_nothing(it);
}
