#include <config.h>
#include "loaders/readout/clauses.h"

#include "loaders/readout/unknown.h"

enum {
    LONGEST_OPENER = 60,       // tokens: "On the sidelines of the ... Meeting in ..., X met ..."
    NEAR_RELEASE = 4,          // tokens before "ministry said"
    LONGEST_RELEASE = 24,      // tokens of "ministry said in a statement carried by ... that"
    LONGEST_CIRCUMSTANCE = 30, // tokens of "at the meeting on the sidelines of ..."
    MOST_COMMAS = 24,          // of a sentence that are tried as the beginning of a clause
};

static const Token *token_of(const Readout *readout, size_t at)
{
    return &readout->tokens.items[at];
}

static bool is_mark(const Readout *readout, size_t at, char mark)
{
    return token_is_mark(&readout->tokens, at, mark);
}

static Clause clause_of(const Readout *readout, Range where, Subject subject)
{
    Clause clause = {.tokens = where, .subject = subject};
    if (clause.subject.kind == SUBJECT_OTHER)
        return clause;
    // "it was agreed" is one frame of the word lists
    bool is_frame = clause.subject.kind == SUBJECT_IT && readout->marks[where.from].verb;
    size_t verb = is_frame ? where.from : clause.subject.end;
    // 'N "reaffirmed the support," the release says'
    if (clause.subject.kind == SUBJECT_PERSON && verb < where.to &&
        token_of(readout, verb)->kind == TOKEN_QUOTE)
        verb++;
    clause.verb = verb_at(readout, (Range){verb, where.to});
    clause.is_there = clause.verb.kind != VERB_NONE;
    return clause;
}

static Clause clause_at(const Readout *readout, Range where, int near)
{
    return clause_of(readout, where, subject_at(readout, where, near));
}

static Clause clause_none(Range where)
{
    return (Clause){.tokens = where, .subject = {.person = NOBODY, .other = NOBODY}};
}

static bool is_telling(const Clause *clause)
{
    return clause->is_there &&
           (clause->verb.kind == VERB_REPORT || clause->verb.kind == VERB_EVENT);
}

// ---- openers ----

static bool begins_with_opener(const Readout *readout, Range sentence)
{
    const Token *first = token_of(readout, sentence.from);
    const uint32_t openers = GRAMMAR_PREPOSITION | GRAMMAR_SUBORDINATE | GRAMMAR_ADVERB;
    if (first->kind != TOKEN_WORD)
        return false;
    if ((first->grammar & openers) ||
        (verb_form_is_ing(readout, sentence.from) && !readout->marks[sentence.from].in_place))
        return true;
    // "Fondly recalling his visit, the guest said"
    if (text_ends(first->lower, TEXT("ly")) && sentence.from + 1 < sentence.to &&
        verb_form_is_ing(readout, sentence.from + 1))
        return true;
    // "That evening the Foreign Ministry gave a reception"
    return token_is(&readout->tokens, sentence.from, "that") ||
           token_is(&readout->tokens, sentence.from, "this");
}

// Behind these no subject begins: "by President X", "with the Minister, who".
static bool may_precede_subject(const Readout *readout, size_t at)
{
    const Sense *place =
        readout->marks[at].place; // "the Thai foreign minister" begins with its article
    if (place && place->class == LEX_ADJECTIVE && !sense_of_class(place, LEX_NAME))
        return false;
    return !token_has(&readout->tokens, at,
                      GRAMMAR_PREPOSITION | GRAMMAR_DETERMINER | GRAMMAR_AND) &&
           token_of(readout, at)->kind != TOKEN_POSSESSIVE;
}

// "Poul Nielsen, Minister Kovac said": "Nielsen" begins nothing.
static bool is_inside_name(const Readout *readout, size_t at)
{
    return at > 0 && name_is_word(readout, at) && name_is_word(readout, at - 1);
}

// "At the outset, Minister A welcomed", "At the talks Choe Yong Nam referred to": the first place behind the opener
// where a subject and a telling verb stand together.
static Clause clause_behind_opener(const Readout *readout, Range sentence, int near)
{
    size_t limit = sentence.from + LONGEST_OPENER;
    for (size_t at = sentence.from + 1; at < sentence.to && at < limit; at++) {
        const Token *token = token_of(readout, at);
        if (token->kind != TOKEN_WORD || token->is_quoted || is_inside_name(readout, at) ||
            !may_precede_subject(readout, at - 1))
            continue;
        Clause clause = clause_at(readout, (Range){at, sentence.to}, near);
        bool is_side = clause.subject.kind == SUBJECT_SIDE || clause.subject.kind == SUBJECT_IT ||
                       clause.subject.kind == SUBJECT_MESSAGE;
        bool follows_comma = is_mark(readout, at - 1, ',') || at == sentence.from + 1;
        if (is_telling(&clause) && (!is_side || follows_comma))
            return clause;
        if (clause.is_there && follows_comma && clause.subject.kind != SUBJECT_OTHER)
            return clause;
    }
    return clause_none(sentence);
}

// ---- speaker behind the statement ----

static bool is_end_mark(const Readout *readout, size_t at, size_t to)
{
    if (at >= to)
        return true;
    const Token *token = token_of(readout, at);
    return token->kind == TOKEN_QUOTE ||
           (token->kind == TOKEN_MARK && token->lower.len == 1 &&
            (token->lower.ptr[0] == '.' || token->lower.ptr[0] == ',' ||
             token->lower.ptr[0] == ';' || token->lower.ptr[0] == ':' ||
             token->lower.ptr[0] == '!' || token->lower.ptr[0] == '?'));
}

static bool is_saying(const Verb *verb)
{
    return verb->kind == VERB_REPORT && !verb_is_exchange(verb->sense) && !verb->is_modal;
}

// "said Liu Jianchao, Minister of ..."
static Clause inverted_at(const Readout *readout, Range where, int near)
{
    Clause clause = clause_none(where);
    const Mark *mark = &readout->marks[where.from];
    if (!mark->verb || !verb_form_is_past(readout, where.from))
        return clause;
    clause.verb = verb_at(readout, where);
    if (!is_saying(&clause.verb))
        return clause;
    clause.subject = subject_at(readout, (Range){clause.verb.end, where.to}, near);
    clause.is_there = clause.subject.kind == SUBJECT_PERSON && clause.subject.end > clause.verb.end;
    return clause;
}

// "..., Wang said at the meeting", "..., he told reporters in Paris": words of place and time, up to the end.
static bool is_only_circumstance(const Readout *readout, Range sentence, const Clause *clause)
{
    const uint32_t small =
        GRAMMAR_PREPOSITION | GRAMMAR_ADVERB | GRAMMAR_WEEKDAY | GRAMMAR_SUBORDINATE;
    size_t at = clause->verb.end;
    bool is_told = token_is(&readout->tokens, clause->verb.at, "told");
    if (begins_with_opener(readout, sentence) || !verb_is_class(clause->verb.sense, "say") ||
        (!is_told && !token_has(&readout->tokens, at, small)) ||
        sentence.to - at > LONGEST_CIRCUMSTANCE)
        return false;
    for (size_t i = at; i < sentence.to; i++)
        if (token_is(&readout->tokens, i, "that") || token_of(readout, i)->is_quoted ||
            is_mark(readout, i, ':'))
            return false;
    return true;
}

// What stands before the comma at `comma` has a verb of its own.
static bool is_whole(const Readout *readout, Range sentence, size_t comma)
{
    for (size_t i = sentence.from + 1; i < comma; i++)
        if (token_has(&readout->tokens, i,
                      GRAMMAR_BE | GRAMMAR_HAVE | GRAMMAR_MODAL | GRAMMAR_DO) ||
            readout->marks[i].verb)
            return true;
    return false;
}

// The clause at `at` is nothing but a speaker and a verb of saying.
static Clause tail_at(const Readout *readout, Range sentence, size_t at, int near)
{
    Range where = {at, sentence.to};
    Clause clause = clause_at(readout, where, near);
    // "..., he promised" speaks, "..., N made a presentation" tells
    if (verb_is_class(clause.verb.sense, "brief"))
        return clause_none(where);
    bool is_speaker = clause.subject.kind == SUBJECT_PERSON ||
                      clause.subject.kind == SUBJECT_PRONOUN ||
                      clause.subject.kind == SUBJECT_JOINT || clause.subject.kind == SUBJECT_IT;
    if (clause.is_there && is_speaker && is_saying(&clause.verb) &&
        (is_end_mark(readout, clause.verb.end, where.to) ||
         (clause.subject.kind != SUBJECT_JOINT && is_whole(readout, sentence, at - 1) &&
          is_only_circumstance(readout, sentence, &clause)))) {
        clause.tokens.to = clause.verb.end;
        return clause;
    }
    return inverted_at(readout, where, near);
}

// '"The door is open," Kovac gushed.', '..." gushed Kovac': behind a quotation a person and any verb speak.
static Clause unknown_tail_at(const Readout *readout, Range where, int near)
{
    Clause clause = clause_at(readout, where, near);
    bool is_inverted = text_ends(token_of(readout, where.from)->lower, TEXT("ed"));
    if (clause.subject.kind == SUBJECT_OTHER && is_inverted) {
        clause.verb = verb_at(readout, where);
        clause.subject = subject_at(readout, (Range){where.from + 1, where.to}, near);
        clause.is_there = clause.subject.kind == SUBJECT_PERSON;
        clause.tokens.to = clause.subject.end;
    }
    bool is_speaker =
        clause.subject.kind == SUBJECT_PERSON || clause.subject.kind == SUBJECT_PRONOUN;
    bool is_closed =
        is_end_mark(readout, clause.verb.end, where.to) || clause.subject.from > clause.verb.at;
    return clause.is_there && is_speaker && is_closed && unknown_is_verb(readout, &clause.verb)
               ? clause
               : clause_none(where);
}

static bool is_only_marks(const Readout *readout, Range range)
{
    for (size_t i = range.from; i < range.to; i++)
        if (token_of(readout, i)->kind != TOKEN_MARK && token_of(readout, i)->kind != TOKEN_QUOTE)
            return false;
    return true;
}

static void find_tail(const Readout *readout, Range sentence, int near, Sentenced *parts)
{
    size_t commas = 0;
    for (size_t at = sentence.from + 1; at < sentence.to && commas < MOST_COMMAS; at++) {
        const Token *before = token_of(readout, at - 1);
        bool is_edge = is_mark(readout, at - 1, ',') ||
                       (before->kind == TOKEN_QUOTE && !token_of(readout, at)->is_quoted);
        if (!is_edge || token_of(readout, at)->is_quoted ||
            token_of(readout, at)->kind != TOKEN_WORD)
            continue;
        commas++;
        Clause clause = tail_at(readout, sentence, at, near);
        bool behind_quote =
            before->kind == TOKEN_QUOTE || token_of(readout, at - 2)->kind == TOKEN_QUOTE;
        if (!clause.is_there && at > sentence.from + 1 && behind_quote)
            clause = unknown_tail_at(readout, (Range){at, sentence.to}, near);
        if (!clause.is_there)
            continue;
        parts->tail = clause;
        parts->tail_ends = clause.subject.from > clause.verb.at ||
                           is_only_marks(readout, (Range){clause.verb.end, sentence.to}) ||
                           !is_end_mark(readout, clause.verb.end, sentence.to);
        return;
    }
}

// ---- a quoted release ----

// '"The sides stressed ...," the statement reads.': the release is quoted, and tells of others.
static bool is_quoted_release(const Readout *readout, Range sentence)
{
    if (token_of(readout, sentence.from)->kind != TOKEN_QUOTE)
        return false;
    size_t at = sentence.to;
    while (at > sentence.from && !token_of(readout, at - 1)->is_quoted &&
           token_of(readout, at - 1)->kind != TOKEN_QUOTE)
        at--;
    for (; at + 1 < sentence.to; at++)
        if (readout->marks[at].cues & CUE_RELEASE)
            return true;
    return false;
}

// A quotation that itself reports what somebody said, '"He stressed that ..."', is of a release too, though that is
// named only behind a later sentence.
static void find_in_quote(const Readout *readout, Range sentence, int near, Sentenced *parts)
{
    if (token_of(readout, sentence.from)->kind != TOKEN_QUOTE &&
        !token_of(readout, sentence.from)->is_quoted)
        return;
    bool is_open = token_of(readout, sentence.from)->kind == TOKEN_QUOTE;
    Range quoted = {sentence.from + is_open, sentence.to};
    if (range_is_empty(quoted))
        return;
    Clause clause = clause_of(readout, quoted, subject_in_quote(readout, quoted, near));
    bool is_other = clause.subject.kind == SUBJECT_PRONOUN ||
                    clause.subject.kind == SUBJECT_PERSON || clause.subject.kind == SUBJECT_JOINT;
    bool is_report = clause.is_there && is_other && is_saying(&clause.verb) && clause.verb.is_past;
    if (is_report || is_quoted_release(readout, sentence))
        parts->main = clause;
}

// 'The ministry said in a statement that "the two ministers reaffirmed ..."': what is passed on is itself a report.
static bool find_behind_release(const Readout *readout, Range sentence, int near, Sentenced *parts)
{
    size_t at = sentence.from, cue = sentence.from + NEAR_RELEASE;
    const Clause *main = &parts->main;
    bool is_side = main->is_there && main->subject.kind == SUBJECT_SIDE && main->verb.is_past &&
                   token_is(&readout->tokens, main->verb.at, "said");
    while (at < sentence.to && at < cue && !(readout->marks[at].cues & CUE_RELEASE))
        at++;
    if ((at >= sentence.to || at == cue) && !is_side)
        return false;
    size_t limit = at + LONGEST_RELEASE;
    if (is_side) { // "The State Department said the two officials agreed"
        at = main->verb.end + token_is(&readout->tokens, main->verb.end, "that");
        limit = at;
    } else {
        size_t behind = at + readout->marks[at].cue_length;
        while (at < sentence.to && at < limit && !token_is(&readout->tokens, at, "that"))
            at++;
        at = at < sentence.to && at < limit ? at + 1 : behind; // "the ministry said the two agreed"
    }
    if (at < sentence.to && token_of(readout, at)->kind == TOKEN_QUOTE)
        at++;
    if (at >= sentence.to || at > limit + 2)
        return false;
    Range passed = {at, sentence.to};
    Clause clause = clause_of(readout, passed, subject_in_quote(readout, passed, near));
    bool is_other = clause.subject.kind == SUBJECT_PERSON || clause.subject.kind == SUBJECT_JOINT;
    if (!clause.is_there || !is_other || !clause.verb.is_past)
        return false;
    parts->main = clause;
    return true;
}

// ---- a second speaker ----

// ", and Kamau invited", "; she added", ", and Minister A and Secretary B confirmed": a subject with a telling verb behind "and", "while" or a semicolon.
static void find_second(const Readout *readout, Range sentence, int near, Sentenced *parts)
{
    if (!parts->main.is_there)
        return;
    size_t tries = 0;
    for (size_t at = parts->main.verb.end + 1; at + 1 < sentence.to && tries < MOST_COMMAS; at++) {
        bool joins =
            token_has(&readout->tokens, at - 1, GRAMMAR_AND) || is_mark(readout, at - 1, ';');
        bool is_apart = is_mark(readout, at - 1, ';') || is_mark(readout, at - 2, ',') ||
                        token_has(&readout->tokens, at - 1, GRAMMAR_SUBORDINATE);
        if (!joins || !is_apart || token_of(readout, at)->is_quoted)
            continue;
        tries++;
        Clause clause = clause_at(readout, (Range){at, sentence.to}, near);
        bool is_speaker =
            clause.subject.kind == SUBJECT_PERSON || clause.subject.kind == SUBJECT_JOINT;
        if (clause.is_there && is_speaker && is_saying(&clause.verb)) {
            parts->second = clause;
            return;
        }
    }
}

// ---- passive ----

// "it was reported": what the agency knows from elsewhere.
static bool is_hearsay(const Readout *readout, size_t at)
{
    return token_has(&readout->tokens, at, GRAMMAR_IT) &&
           token_has(&readout->tokens, at + 1, GRAMMAR_BE | GRAMMAR_HAVE) &&
           (token_is_form(readout, at + 2, FORM_HEARSAY) ||
            token_is_form(readout, at + 3, FORM_HEARSAY));
}

// "It was agreed that", "Satisfaction was expressed": a position of both, said without a subject.
static bool is_passive_position(const Readout *readout, Range sentence)
{
    for (size_t at = sentence.from; at + 1 < sentence.to && at < sentence.from + LONGEST_OPENER;
         at++) {
        const Token *token = token_of(readout, at);
        if (token->is_quoted || (token->grammar & GRAMMAR_WHO))
            return false;
        if (is_hearsay(readout, at))
            return false;
        if ((token->grammar & GRAMMAR_IT) && readout->marks[at].verb)
            return token_has(&readout->tokens, at + 1, GRAMMAR_PAST);
        if (!(token->grammar & GRAMMAR_BE) || !(token->grammar & GRAMMAR_PAST))
            continue;
        Verb verb = verb_at(readout, (Range){at, sentence.to});
        return verb.kind == VERB_REPORT && !verb_may_be_exchange(verb.sense) && !verb.is_modal &&
               !verb.is_negated && !verb_form_is_ing(readout, verb.end - 1) &&
               verb_form_is_past(readout, verb.end - 1);
    }
    return false;
}

static bool is_mostly_quoted(const Readout *readout, Range sentence)
{
    size_t words = 0, quoted = 0;
    for (size_t i = sentence.from; i < sentence.to; i++) {
        words += token_of(readout, i)->kind == TOKEN_WORD;
        quoted += token_of(readout, i)->kind == TOKEN_WORD && token_of(readout, i)->is_quoted;
    }
    return quoted * 2 > words;
}

Sentenced clauses_of(const Readout *readout, Range sentence, int near)
{
    Sentenced parts = {
        .main = {.tokens = sentence, .subject = {.person = NOBODY, .other = NOBODY}}};
    if (range_is_empty(sentence))
        return parts;
    parts.is_quoted = is_mostly_quoted(readout, sentence);
    parts.main = clause_at(readout, sentence, near);
    bool is_passed_on = find_behind_release(readout, sentence, near, &parts);
    if (!is_passed_on && !parts.main.is_there && begins_with_opener(readout, sentence)) {
        parts.has_opener = true;
        parts.main = clause_behind_opener(readout, sentence, near);
    }
    if (!parts.main.is_there)
        find_in_quote(readout, sentence, near, &parts);
    find_tail(readout, sentence, near, &parts);
    find_second(readout, sentence, near, &parts);
    bool may_be_passive = !parts.main.is_there || parts.main.subject.kind == SUBJECT_IT ||
                          parts.main.subject.kind == SUBJECT_OTHER;
    parts.is_passive_position = may_be_passive && is_passive_position(readout, sentence);
    return parts;
}
