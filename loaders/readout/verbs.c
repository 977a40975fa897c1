#include <config.h>
#include "loaders/readout/verbs.h"

enum {
    LONGEST_INSERT = 60, // tokens between the commas of "N, who ..., said"
    MOST_ADVERBS = 8,
    LONGEST_FRAME_GAP = 6, // "expressed" + words + "concern"
    LONGEST_PHRASE = 12,   // tokens of "with a broad smile"
};

static const Token *token_of(const Readout *readout, size_t at)
{
    return &readout->tokens.items[at];
}

bool verb_is_class(const Sense *sense, const char *name)
{
    return sense && text_equal(sense->group, text_from(name));
}

bool verb_is_exchange(const Sense *sense)
{
    return verb_is_class(sense, "discuss");
}

bool verb_may_be_exchange(const Sense *sense)
{
    for (; sense; sense = sense->next)
        if (verb_is_exchange(sense))
            return true;
    return false;
}

bool verb_form_is_ing(const Readout *readout, size_t at)
{
    Text word = token_of(readout, at)->lower;
    return word.len > 4 && text_ends(word, TEXT("ing"));
}

bool verb_form_is_past(const Readout *readout, size_t at)
{
    const Token *token = token_of(readout, at);
    if (token->grammar & GRAMMAR_PAST)
        return true;
    if (token->kind != TOKEN_WORD || verb_form_is_ing(readout, at) ||
        (token->grammar & GRAMMAR_MODAL))
        return false;
    if (token->lower.len > 3 && text_ends(token->lower, TEXT("ed")))
        return true;
    const Sense *sense = readout->marks[at].verb;
    Text lemma = sense ? sense->lemma : (Text){NULL, 0};
    Text base = text_cut(&lemma, ' ');
    // "said" of "say", "spoke" of "speak": neither the base nor the base and an s
    return sense && !token->grammar && !text_equal(base, token->lower) &&
           !(text_starts(token->lower, text_sub(base, 0, base.len ? base.len - 1 : 0)) &&
             text_ends(token->lower, TEXT("s")));
}

static bool is_adverb(const Readout *readout, size_t at)
{
    const Token *token = token_of(readout, at);
    return token->kind == TOKEN_WORD && !readout->marks[at].verb &&
           ((token->grammar & GRAMMAR_ADVERB) ||
            (!token->is_capital && token->lower.len > 4 && text_ends(token->lower, TEXT("ly"))));
}

static bool is_verb_start(const Readout *readout, size_t at)
{
    while (at < readout->tokens.count && is_adverb(readout, at))
        at++;
    if (at >= readout->tokens.count)
        return false;
    return (readout->marks[at].verb && !verb_form_is_ing(readout, at)) ||
           (readout->marks[at].cues & (CUE_EVENT | CUE_PRESENCE | CUE_CHAIR)) ||
           token_has(&readout->tokens, at, GRAMMAR_BE | GRAMMAR_HAVE | GRAMMAR_MODAL | GRAMMAR_DO);
}

// "the King in return extended", "Minister A for her part noted", without commas. The words that turn from one speaker
// to the other are grammar, as conjunctions are.
static size_t skip_turn(const Readout *readout, size_t at)
{
    static const char *const turns[] = {"return", "turn", "response", "reply", "addition"};
    const Tokens *tokens = &readout->tokens;
    for (size_t i = 0; token_is(tokens, at, "in") && i < sizeof turns / sizeof *turns; i++)
        if (token_is(tokens, at + 1, turns[i]))
            return at + 2;
    if (token_is(tokens, at, "in") && token_has(tokens, at + 1, GRAMMAR_DETERMINER) &&
        at + 2 < tokens->count && (readout->marks[at + 2].cues & CUE_MESSAGE))
        return at + 3; // "the President in the message extended"
    bool is_first = token_is(tokens, at, "first") && token_is(tokens, at + 1, "of") &&
                    token_is(tokens, at + 2, "all");
    if (is_first)
        return at + 3;
    bool is_part = (token_is(tokens, at, "for") || token_is(tokens, at, "on")) &&
                   token_has(tokens, at + 1, GRAMMAR_POSSESSIVE) &&
                   token_is(tokens, at + 2, "part");
    return is_part ? at + 3 : at;
}

// Behind ", for his part,", ", who thanked ...,", ", Ambassador of ...,": the token behind the closing comma, or `at`.
static size_t skip_insert(const Readout *readout, Range where)
{
    if (!token_is_mark(&readout->tokens, where.from, ','))
        return where.from;
    size_t turned = skip_turn(readout, where.from + 1);
    if (turned > where.from + 1 && turned < where.to && is_verb_start(readout, turned))
        return turned; // "the Minister, for his part expressed"
    size_t limit = where.from + LONGEST_INSERT;
    for (size_t i = where.from + 1; i < where.to && i < limit; i++)
        if (token_is_mark(&readout->tokens, i, ',') && i + 1 < where.to &&
            is_verb_start(readout, i + 1))
            return i + 1;
    for (size_t i = where.from + 1; i < where.to && i < limit; i++) // ", beaming, quipped that"
        if (token_is_mark(&readout->tokens, i, ',') && i + 2 < where.to &&
            verb_form_is_past(readout, i + 1) && token_is(&readout->tokens, i + 2, "that"))
            return i + 1;
    return where.from;
}

// "Kovac with a broad smile said": a verb behind a phrase, or `at` where none follows. Not "Kovac with the agreed text".
static size_t skip_phrase(const Readout *readout, Range where)
{
    const uint32_t small = GRAMMAR_PREPOSITION | GRAMMAR_DETERMINER | GRAMMAR_AND;
    if (!token_has(&readout->tokens, where.from, GRAMMAR_PREPOSITION))
        return where.from;
    for (size_t i = where.from + 2; i < where.to && i < where.from + LONGEST_PHRASE; i++) {
        const Token *token = token_of(readout, i);
        if (token->kind == TOKEN_MARK || token->kind == TOKEN_QUOTE ||
            (token->grammar & GRAMMAR_WHO))
            return where.from;
        bool is_past = verb_form_is_past(readout, i) && !token_has(&readout->tokens, i - 1, small);
        if (is_past && (is_verb_start(readout, i) || token_is(&readout->tokens, i + 1, "that")))
            return i;
    }
    return where.from;
}

static bool has_cue(const Readout *readout, size_t at, uint32_t cue)
{
    return at < readout->tokens.count && (readout->marks[at].cues & cue);
}

static Verb event_verb(size_t at, size_t length, Verb verb)
{
    verb.kind = VERB_EVENT;
    verb.at = at;
    verb.end = at + length;
    return verb;
}

static Verb silence_verb(size_t at, size_t length, Verb verb)
{
    verb.kind = VERB_SILENCE;
    verb.at = at;
    verb.end = at + length;
    return verb;
}

// "expressed deep and sincere concern" is "expressed concern": adjectives stand inside the frame.
static const Sense *frame_with_gap(const Readout *readout, size_t at, size_t *end)
{
    Text verb = tokens_text(&readout->tokens, (Range){at, at + 1});
    const Sense *found = NULL;
    if (!phrases_goes_on(readout->lexicon->verbs, verb, readout->arena))
        return NULL;
    ArenaMark mark = arena_mark(readout->arena);
    Text beginning = arena_join(readout->arena, verb, TEXT(" "));
    for (size_t i = at + 1; i < readout->tokens.count && i <= at + LONGEST_FRAME_GAP && !found;
         i++) {
        const Token *token = token_of(readout, i);
        if (token->kind == TOKEN_POSSESSIVE) // "extended the President's invitation"
            continue;
        if (token->kind != TOKEN_WORD || (token->grammar & (GRAMMAR_PREPOSITION | GRAMMAR_WHO)))
            break;
        Text frame = arena_join(readout->arena, beginning, token->lower);
        found = phrases_find(readout->lexicon->verbs, frame, readout->arena);
        *end = i + 1;
    }
    arena_rewind(readout->arena, mark);
    return found ? sense_of_class(found, LEX_VERB) : NULL;
}

// "did not agree" is no agreement, "does not oppose" no opposition.
static const Sense *negated(const Readout *readout, const Sense *sense)
{
    static const char *const consents[] = {"agree", "support", "commit", "thank", "greet"};
    Sense *no = ARENA_NEW(readout->arena, Sense);
    *no = *sense;
    no->next = NULL;
    no->lemma = arena_printf(readout->arena, "not %.*s", TEXT_ARG(sense->lemma));
    if (verb_is_class(sense, "oppose"))
        no->group = TEXT("hold");
    for (size_t i = 0; i < sizeof consents / sizeof *consents; i++)
        if (verb_is_class(sense, consents[i]))
            no->group = TEXT("oppose");
    return no;
}

static Verb report_verb(const Readout *readout, size_t at, Verb verb)
{
    verb.kind = VERB_REPORT;
    verb.sense = sense_of_class(readout->marks[at].verb, LEX_VERB);
    verb.at = at;
    verb.end = at + readout->marks[at].verb_length;
    size_t end;
    const Sense *frame =
        readout->marks[at].verb_length == 1 ? frame_with_gap(readout, at, &end) : NULL;
    if (frame) {
        verb.sense = frame;
        verb.end = end;
    }
    if (verb.is_negated && verb.sense)
        verb.sense = negated(readout, verb.sense);
    return verb;
}

static bool is_event(const Readout *readout, size_t at)
{
    const Mark *mark = &readout->marks[at];
    return (mark->cues & (CUE_EVENT | CUE_PRESENCE | CUE_CHAIR)) &&
           mark->cue_length >= mark->verb_length;
}

// "called on the Prime Minister" is a call, "called on Tehran to show restraint" a demand.
static bool is_courtesy_call(const Readout *readout, size_t at, size_t to)
{
    if (!token_is(&readout->tokens, at + 1, "on") || at + 2 >= to ||
        !token_is(&readout->tokens, at, "called"))
        return false;
    bool is_person = false;
    for (size_t i = at + 2; i < to && i < at + 2 + LONGEST_INSERT; i++) {
        const Token *token = token_of(readout, i);
        if (token_is(&readout->tokens, i, "to") && i + 1 < to &&
            !token_of(readout, i + 1)->is_capital &&
            !token_has(&readout->tokens, i + 1, GRAMMAR_DETERMINER))
            return false;
        is_person |= readout->marks[i].office != NULL || readout->marks[i].honorific != NULL;
        if (token->kind == TOKEN_MARK && !token_is_mark(&readout->tokens, i, ','))
            break;
    }
    return is_person;
}

// "called the Prime Minister to offer condolences": by telephone; not "called them friends".
static bool is_phone_call(const Readout *readout, size_t at, size_t to)
{
    if (!token_is(&readout->tokens, at, "called"))
        return false;
    size_t whom = at + 1 + token_is(&readout->tokens, at + 1, "the");
    return whom < to && readout->marks[whom].office &&
           token_of(readout, whom + readout->marks[whom].office_length)->kind != TOKEN_POSSESSIVE;
}

// "began by thanking", "concluded by expressing", "went on to touch upon": the verbs of beginning, ending and going on
// are auxiliaries here.
static size_t skip_begin(const Readout *readout, Range where)
{
    static const char *const begins[] = {"began",     "started", "opened",
                                         "concluded", "ended",   "closed"};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (token_is(&readout->tokens, where.from, begins[i]) && where.from + 2 < where.to &&
            token_is(&readout->tokens, where.from + 1, "by"))
            return where.from + 2;
    bool goes_on = (token_is(&readout->tokens, where.from, "went") &&
                    token_is(&readout->tokens, where.from + 1, "on")) ||
                   token_is(&readout->tokens, where.from, "proceeded") ||
                   token_is(&readout->tokens, where.from, "continued");
    size_t to = where.from + 1 + token_is(&readout->tokens, where.from, "went");
    if (goes_on && to + 1 < where.to && token_is(&readout->tokens, to, "to") &&
        readout->marks[to + 1].verb)
        return to + 1;
    return where.from;
}

static size_t skip_auxiliaries(const Readout *readout, Range where, Verb *verb)
{
    size_t at = where.from;
    for (int i = 0; i < MOST_ADVERBS && at < where.to; i++) {
        const Token *token = token_of(readout, at);
        bool is_frame = readout->marks[at].verb_length > 1 || is_event(readout, at);
        if (is_adverb(readout, at)) {
            verb->is_negated |= (token->grammar & GRAMMAR_NEGATION) != 0;
            at++;
            continue;
        }
        if (is_frame || has_cue(readout, at, CUE_SILENCE) ||
            !(token->grammar & (GRAMMAR_BE | GRAMMAR_HAVE | GRAMMAR_MODAL | GRAMMAR_DO)))
            break;
        verb->is_modal |= (token->grammar & GRAMMAR_MODAL) != 0;
        verb->is_past = (token->grammar & GRAMMAR_PAST) && !(token->grammar & GRAMMAR_MODAL);
        verb->is_passive |= (token->grammar & GRAMMAR_BE) != 0;
        verb->is_negated |= (token->grammar & GRAMMAR_NEGATION) != 0;
        at++;
    }
    return at;
}

// "expressed no support" is no frame of support; "had no doubt" is one that the lists know with its "no".
static bool says_no(const Readout *readout, size_t at)
{
    const Mark *mark = &readout->marks[at];
    if (!mark->verb || text_find(mark->verb->lemma, TEXT(" no ")) != TEXT_NOWHERE)
        return false;
    for (size_t i = at + 1; i < at + mark->verb_length; i++)
        if (token_is(&readout->tokens, i, "no"))
            return true;
    return false;
}

// "made no mention"; "declined to comment"; "did not mention". What somebody will not discuss is a position, and so is
// what somebody did not accept: no act of saying.
static bool is_silence(const Readout *readout, size_t at, const Verb *verb)
{
    const Mark *mark = &readout->marks[at];
    if (has_cue(readout, at, CUE_SILENCE) && mark->cue_length >= mark->verb_length)
        return true;
    if (says_no(readout, at))
        return true;
    if (has_cue(readout, at, CUE_SILENCER))
        return has_cue(readout, at + mark->cue_length, CUE_SAYING);
    return verb->is_negated && !verb->is_modal && has_cue(readout, at, CUE_SAYING);
}

Verb verb_at(const Readout *readout, Range where)
{
    Verb verb = {.at = where.from, .end = where.from};
    size_t at = skip_turn(readout, skip_insert(readout, where));
    at = skip_phrase(readout, (Range){at, where.to});
    size_t first = at;
    at = skip_auxiliaries(readout, (Range){at, where.to}, &verb);
    bool has_auxiliary =
        at > first && (verb.is_modal || verb.is_passive || verb.is_past ||
                       token_has(&readout->tokens, at - 1, GRAMMAR_HAVE | GRAMMAR_DO));
    if (at >= where.to || token_of(readout, at)->kind != TOKEN_WORD) {
        verb.kind = has_auxiliary ? VERB_OTHER : VERB_NONE;
        return verb;
    }
    size_t begin = skip_begin(readout, (Range){at, where.to});
    bool is_simple = !has_auxiliary;
    if (is_simple)
        verb.is_past = verb_form_is_past(readout, at);
    if (begin > at && readout->marks[begin].verb)
        return report_verb(readout, begin, verb);
    if (is_silence(readout, at, &verb))
        return silence_verb(at, readout->marks[at].cue_length, verb);
    if (is_event(readout, at) || is_courtesy_call(readout, at, where.to))
        return event_verb(at, readout->marks[at].cue_length, verb);
    if (is_phone_call(readout, at, where.to))
        return event_verb(at, 1, verb);
    bool is_participle = !verb.is_passive || verb_form_is_past(readout, at) ||
                         verb_form_is_ing(readout, at); // not "was present"
    if (readout->marks[at].verb && is_participle && !(is_simple && verb_form_is_ing(readout, at)))
        return report_verb(readout, at, verb);
    bool may_be_verb = has_auxiliary || verb.is_past ||
                       (!token_of(readout, at)->is_capital && !token_of(readout, at)->grammar);
    verb.kind = may_be_verb ? VERB_OTHER : VERB_NONE;
    verb.at = verb.end = at;
    if (verb.kind == VERB_OTHER)
        verb.end = at + 1;
    return verb;
}

// "discussed the test, agreeing that it was reckless"
static bool is_added_position(const Readout *readout, size_t at)
{
    static const char *const classes[] = {"agree", "stress", "oppose", "support", "commit"};
    const Sense *sense = sense_of_class(readout->marks[at].verb, LEX_VERB);
    for (size_t i = 0; sense && i < sizeof classes / sizeof *classes; i++)
        if (verb_is_class(sense, classes[i]) && verb_form_is_ing(readout, at))
            return token_is_mark(&readout->tokens, at - 1, ',');
    return false;
}

Verb verb_next_position(const Readout *readout, const Verb *first, size_t to)
{
    for (size_t i = first->end; i + 1 < to; i++) {
        const Token *token = token_of(readout, i);
        if (!token->is_quoted && is_added_position(readout, i + 1))
            return report_verb(readout, i + 1, (Verb){.is_past = true});
        if (token->is_quoted || !(token->grammar & GRAMMAR_AND))
            continue;
        size_t at = i + 1;
        bool is_negated = token_has(&readout->tokens, i, GRAMMAR_NEGATION);
        while (at < to && is_adverb(readout, at))
            is_negated |= token_has(&readout->tokens, at++, GRAMMAR_NEGATION);
        const Sense *sense = at < to ? sense_of_class(readout->marks[at].verb, LEX_VERB) : NULL;
        // "reviewed the plans and considered the schedule" takes none
        if (sense && !is_negated && !verb_may_be_exchange(sense) && verb_form_is_past(readout, at))
            return report_verb(readout, at, (Verb){.is_past = true});
    }
    return (Verb){.at = to, .end = to};
}

// Not "the need for", "by the agreed date".
static bool is_finite(const Readout *readout, size_t at)
{
    bool is_verb =
        token_has(&readout->tokens, at, GRAMMAR_BE | GRAMMAR_HAVE | GRAMMAR_MODAL | GRAMMAR_DO) ||
        (readout->marks[at].verb && verb_form_is_past(readout, at));
    return is_verb && at > 0 && !token_has(&readout->tokens, at - 1, GRAMMAR_DETERMINER);
}

size_t verb_next_silence(const Readout *readout, Range where)
{
    for (size_t i = where.from; i + 1 < where.to; i++) {
        const Token *token = token_of(readout, i);
        if (token->is_quoted)
            continue;
        if (has_cue(readout, i, CUE_SILENCER) && is_silence(readout, i, &(Verb){0}))
            return i;
        if ((token->grammar & GRAMMAR_AND) &&
            verb_at(readout, (Range){i + 1, where.to}).kind == VERB_SILENCE)
            return i;
        if (is_finite(readout, i))
            return where.to;
    }
    return where.to;
}
