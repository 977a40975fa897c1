#include <config.h>
#include "loaders/readout/narration.h"

enum {
    LONGEST_SUBJECT = 40, // tokens before the verb of a sentence
    LONGEST_LABEL = 24,   // tokens before the colon
    SHORT_OUTLET = 5,     // letters: "dpa"
};

static const Token *token_of(const Readout *readout, size_t at)
{
    return &readout->tokens.items[at];
}

static bool has_cue(const Readout *readout, Range sentence, uint32_t cues)
{
    for (size_t i = sentence.from; i < sentence.to; i++)
        if (!token_of(readout, i)->is_quoted && (readout->marks[i].cues & cues))
            return true;
    return false;
}

bool narration_is_boilerplate(const Readout *readout, Range sentence)
{
    return has_cue(readout, sentence, CUE_BOILERPLATE);
}

bool narration_is_stage_direction(const Readout *readout, Range sentence)
{
    const Tokens *tokens = &readout->tokens;
    return token_is_mark(tokens, sentence.from, '(') &&
           (token_is_mark(tokens, sentence.to - 1, ')') ||
            (sentence.to > 1 && token_is_mark(tokens, sentence.to - 2, ')')));
}

// Where the verb of a sentence with any noun as its subject is likely to stand: the first auxiliary or past form
// that no relative pronoun or preposition precedes; sentence.to where there is none.
static size_t find_verb(const Readout *readout, Range sentence)
{
    bool in_relative = false;
    for (size_t i = sentence.from; i < sentence.to && i < sentence.from + LONGEST_SUBJECT; i++) {
        const Token *token = token_of(readout, i);
        if (token->is_quoted)
            continue;
        if (token->grammar & GRAMMAR_WHO && i > sentence.from)
            in_relative = true;
        bool is_auxiliary =
            token->grammar & (GRAMMAR_BE | GRAMMAR_HAVE | GRAMMAR_MODAL | GRAMMAR_DO);
        bool is_month = token->grammar & GRAMMAR_MONTH && token->is_capital;
        bool is_past = (readout->marks[i].verb ||
                        (readout->marks[i].cues & (CUE_EVENT | CUE_PRESENCE | CUE_CHAIR))) &&
                       verb_form_is_past(readout, i) && i > sentence.from &&
                       !token_is(&readout->tokens, i + 1, "by"); // "the plan proposed by N is"
        if ((!is_auxiliary && !is_past) || is_month)
            continue;
        if (!in_relative)
            return i;
        in_relative = false;
    }
    return sentence.to;
}

// The last noun before the verb, or the first of the sentence, is one of those that say nothing.
static bool is_atmosphere(const Readout *readout, Range subject)
{
    for (size_t i = subject.from; i < subject.to; i++) {
        if (token_has(&readout->tokens, i, GRAMMAR_PREPOSITION) && i > subject.from)
            return false;
        if (readout->marks[i].cues & CUE_ATMOSPHERE)
            return true;
    }
    return false;
}

bool narration_is_told(const Readout *readout, Range sentence)
{
    size_t at = find_verb(readout, sentence);
    if (at >= sentence.to)
        return false;
    Verb verb = verb_at(readout, (Range){at, sentence.to});
    if (verb.is_modal)
        return false;
    bool is_exchange = verb.is_passive && verb.sense &&
                       verb_may_be_exchange(verb.sense); // "relations were reviewed"
    bool is_event = verb.kind == VERB_EVENT || is_exchange ||
                    has_cue(readout, (Range){sentence.from, at},
                            CUE_PRESENCE); // "Also present was"
    return verb.is_past && (is_event || is_atmosphere(readout, (Range){sentence.from, at}) ||
                            (readout->marks[at].cues & CUE_PRESENCE));
}

bool narration_is_silence(const Readout *readout, Range sentence)
{
    const Tokens *tokens = &readout->tokens;
    size_t first = sentence.from;
    if (token_of(readout, first)->is_quoted || token_of(readout, first)->kind == TOKEN_QUOTE)
        return false;
    size_t at = find_verb(readout, sentence);
    if (at >= sentence.to)
        return readout->marks[first].cues & CUE_SILENCE; // "No word on the date."
    Verb verb = verb_at(readout, (Range){at, sentence.to});
    if (!verb.is_past || verb.is_modal)
        return false;
    bool is_said = verb.kind == VERB_REPORT ||
                   (verb.at < sentence.to && (readout->marks[verb.at].cues & CUE_SAYING));
    if (token_has(tokens, first, GRAMMAR_NEGATION))
        return is_said || (readout->marks[first].cues & CUE_SILENCE);
    bool is_open = verb.is_passive && verb.is_negated && verb.kind == VERB_REPORT &&
                   token_has(tokens, first, GRAMMAR_IT); // "It was not agreed when"
    return is_open || verb.kind == VERB_SILENCE;
}

bool narration_is_assertion(const Readout *readout, Range sentence)
{
    size_t at = find_verb(readout, sentence);
    if (at >= sentence.to)
        return true;
    Verb verb = verb_at(readout, (Range){at, sentence.to});
    return verb.is_modal || !verb.is_past;
}

const Sense *narration_first_verb(const Readout *readout, Range sentence)
{
    for (size_t i = sentence.from; i < sentence.to; i++) {
        const Sense *sense = readout->marks[i].verb;
        bool is_noun = i > sentence.from &&
                       token_has(&readout->tokens, i - 1, GRAMMAR_DETERMINER | GRAMMAR_PREPOSITION);
        if (sense && !is_noun && sense_of_class(sense, LEX_VERB))
            return sense_of_class(sense, LEX_VERB);
    }
    return NULL;
}

// "a broad range of issues": the form of a verb, but a noun.
static bool is_noun_form(const Readout *readout, size_t at)
{
    const Token *token = token_of(readout, at);
    return readout->marks[at].cue_length == 1 && text_ends(token->lower, TEXT("s")) && at > 0 &&
           !token_of(readout, at - 1)->is_capital &&
           !token_has(&readout->tokens, at - 1, GRAMMAR_WHO);
}

// "On Monday the Secretary will meet with N": yet to come. Of a visit that is announced all is.
static bool is_to_come(const Readout *readout, Range sentence, size_t at)
{
    while (at > sentence.from && token_has(&readout->tokens, at - 1, GRAMMAR_ADVERB | GRAMMAR_BE))
        at--;
    return at > sentence.from && token_has(&readout->tokens, at - 1, GRAMMAR_MODAL) &&
           !text_equal(readout->kind, TEXT("visit"));
}

// "Sun did not attend the dinner", "was not received by"
static bool is_negated(const Readout *readout, Range sentence, size_t at)
{
    const uint32_t small = GRAMMAR_ADVERB | GRAMMAR_BE | GRAMMAR_HAVE | GRAMMAR_DO;
    while (at > sentence.from && token_has(&readout->tokens, at - 1, small))
        if (token_has(&readout->tokens, --at, GRAMMAR_NEGATION))
            return true;
    return false;
}

static bool has_event(const Readout *readout, Range sentence)
{
    for (size_t i = sentence.from; i < sentence.to; i++)
        if (!token_of(readout, i)->is_quoted && (readout->marks[i].cues & CUE_EVENT) &&
            !is_noun_form(readout, i) && !is_to_come(readout, sentence, i) &&
            !is_negated(readout, sentence, i))
            return true;
    return false;
}

bool narration_has_participants(const Readout *readout, Range sentence, bool is_lead)
{
    return is_lead || has_event(readout, sentence) ||
           has_cue(readout, sentence, CUE_PRESENCE | CUE_CHAIR);
}

bool narration_is_elsewhere(const Readout *readout, Range sentence)
{
    const Tokens *tokens = &readout->tokens;
    size_t at = sentence.from;
    return (token_is(tokens, at, "in") && token_is(tokens, at + 1, "addition") &&
            token_is(tokens, at + 2, "to")) ||
           (token_is(tokens, at, "apart") && token_is(tokens, at + 1, "from")) ||
           token_is(tokens, at, "besides");
}

bool narration_is_list(const Readout *readout, size_t line)
{
    return line != readout->lead &&
           has_cue(readout, readout->lines.items[line].tokens, CUE_PRESENCE);
}

// "under the administration of President N", "the leadership of N": he need not be there.
static bool is_reign(const Readout *readout, const Mention *mention)
{
    size_t at = mention->from;
    while (at > 0 && readout->marks[at - 1].in_place) // "of US President N"
        at--;
    return at > 1 && token_is(&readout->tokens, at - 1, "of") &&
           token_is_form(readout, at - 2, FORM_REIGN);
}

static bool is_owner(const Readout *readout, const Mention *mention)
{
    return mention->to < readout->tokens.count &&
           token_of(readout, mention->to)->kind == TOKEN_POSSESSIVE;
}

// "A met with B, discussing President C's visit": with two others there, C is not.
static bool is_only_owner(const Readout *readout, const Mention *mention)
{
    size_t others = 0;
    if (!is_owner(readout, mention) || mention->line != readout->lead)
        return false;
    for (size_t i = 0; i < readout->mentions.count; i++) {
        const Mention *other = &readout->mentions.items[i];
        others += other->line == mention->line && other->from < mention->from &&
                  other->person != mention->person && !is_owner(readout, other);
    }
    return others > 1;
}

void narration_take_part(Readout *readout, size_t line)
{
    bool is_list = narration_is_list(readout, line);
    for (size_t i = 0; i < readout->mentions.count; i++) {
        const Mention *mention = &readout->mentions.items[i];
        if (mention->line == line && mention->person != NOBODY && !is_reign(readout, mention) &&
            !is_only_owner(readout, mention))
            people_take_part(readout, mention->person, line, is_list);
    }
}

// ---- labels ----

// Who answers the press: the one who is named a spokesperson, else the only one named.
static int spokesperson(const Readout *readout)
{
    int found = NOBODY;
    for (size_t i = 0; i < readout->persons.count; i++) {
        Range office = readout->persons.items[i].office[0];
        for (size_t at = office.from; at < office.to; at++)
            if (token_is_form(readout, at, FORM_SPOKESPERSON))
                return (int)i;
        if (readout->persons.items[i].takes_part)
            found = (int)i;
    }
    return found == NOBODY && readout->persons.count ? 0 : found;
}

// "Q:", "A:", "Question 2:", "Q2:"
static Label short_label(const Readout *readout, size_t at)
{
    const ReadoutWords *words = readout->lexicon->readout;
    Label label = {.kind = LABEL_NONE, .person = NOBODY, .end = at, .is_short = true};
    Text word = token_of(readout, at)->lower;
    while (word.len > 1 && word.ptr[word.len - 1] >= '0' && word.ptr[word.len - 1] <= '9')
        word.len--;
    bool has_number =
        at + 1 < readout->tokens.count && token_of(readout, at + 1)->kind == TOKEN_NUMBER;
    size_t colon = at + 1 + has_number;
    if (!token_of(readout, at)->is_capital || !token_is_mark(&readout->tokens, colon, ':'))
        return label;
    if (word_list_has(&words->questions, word)) {
        label.kind = LABEL_QUESTION;
        label.end = colon + 1;
    } else if (word_list_has(&words->answers, word)) {
        label.kind = LABEL_ANSWER;
        label.person = spokesperson(readout);
        label.end = colon + 1;
    }
    return label;
}

// "Kadampur Times", "Press Trust of India", "Sidhu, WION", "dpa"
static bool is_outlet(const Readout *readout, Range label)
{
    const uint32_t small = GRAMMAR_PREPOSITION | GRAMMAR_DETERMINER | GRAMMAR_AND;
    bool is_single = label.to == label.from + 1;
    for (size_t i = label.from; i < label.to; i++) {
        const Token *token = token_of(readout, i);
        bool is_word = token->kind == TOKEN_WORD &&
                       (token->is_capital || (i > label.from && token->grammar & small) ||
                        (is_single && !token->grammar && token->lower.len <= SHORT_OUTLET));
        bool joins = readout->is_press && i > label.from && token->kind == TOKEN_MARK;
        if (!is_word && !joins)
            return false;
    }
    return true;
}

static bool has_question_mark(const Readout *readout, const Line *line)
{
    uint32_t paragraph = token_of(readout, line->tokens.from)->paragraph;
    for (size_t i = line->tokens.from;
         i < readout->tokens.count && token_of(readout, i)->paragraph == paragraph; i++)
        if (token_is_mark(&readout->tokens, i, '?'))
            return true;
    return false;
}

// "Kadampur Times: What is your response?": somebody unknown asks the spokesperson.
static bool is_press(const Readout *readout, const Line *line, Range label)
{
    if (readout->is_press && (readout->marks[label.from].cues & CUE_ASKS))
        return true;
    if (!text_equal(readout->kind, TEXT("statement")) &&
        !text_equal(readout->kind, TEXT("briefing")))
        return false;
    return is_outlet(readout, label) && (readout->is_press || has_question_mark(readout, line));
}

// "Q  Thank you, Karen": without a colon.
static bool is_bare_question(const Readout *readout, const Line *line)
{
    size_t at = line->tokens.from;
    return readout->is_press && line->is_first && token_of(readout, at)->is_capital &&
           word_list_has(&readout->lexicon->readout->questions, token_of(readout, at)->lower) &&
           at + 1 < line->tokens.to && token_of(readout, at + 1)->kind != TOKEN_MARK;
}

Label narration_label(const Readout *readout, const Line *line)
{
    Label none = {.kind = LABEL_NONE, .person = NOBODY, .end = line->tokens.from};
    size_t at = line->tokens.from, limit = at + LONGEST_LABEL;
    Label brief = short_label(readout, at);
    if (!line->is_first)
        return brief.kind != LABEL_NONE && brief.end < line->tokens.to ? brief : none;
    size_t colon = at;
    while (colon < line->tokens.to && colon < limit && !token_is_mark(&readout->tokens, colon, ':'))
        colon++;
    if (is_bare_question(readout, line))
        return (Label){LABEL_QUESTION, NOBODY, at + 1, true};
    // a colon at the end introduces what follows, it labels nothing
    if (colon == at || colon + 1 >= line->tokens.to || colon >= limit)
        return none;
    if (brief.kind != LABEL_NONE)
        return brief;
    Reference found = reference_at(readout, (Range){at, colon}, NOBODY);
    if (found.person == NOBODY && is_press(readout, line, (Range){at, colon}))
        return (Label){LABEL_QUESTION, NOBODY, colon + 1, false};
    bool is_bracketed = token_is_mark(&readout->tokens, found.end, '('); // "(retranslated)"
    // "Rohan Jaswal, Official Spokesperson: ..."
    bool has_office = token_is_mark(&readout->tokens, found.end, ',') && found.end + 1 < colon &&
                      is_outlet(readout, (Range){found.end + 1, colon});
    if (found.person == NOBODY || (found.end != colon && !is_bracketed && !has_office))
        return none;
    return (Label){LABEL_PERSON, found.person, colon + 1, false};
}
