#include <config.h>
#include "loaders/readout/unknown.h"

enum {
    MOST_ADVERBS = 3,
    LONGEST_LISTENER = 4, // tokens of "to a few reporters"
    LEAST_CLAUSE = 3,     // tokens of "trade is slow"
};

static const Token *token_of(const Readout *readout, size_t at)
{
    return &readout->tokens.items[at];
}

static bool is_auxiliary(const Readout *readout, size_t at)
{
    return token_has(&readout->tokens, at, GRAMMAR_BE | GRAMMAR_HAVE | GRAMMAR_MODAL | GRAMMAR_DO);
}

// "quipped", "has quipped", "swore"
bool unknown_is_verb(const Readout *readout, const Verb *verb)
{
    if (verb->kind != VERB_OTHER || verb->end != verb->at + 1 || verb->is_modal ||
        verb->is_passive || verb->is_negated || verb->at == 0)
        return false;
    const Token *token = token_of(readout, verb->at);
    return !token->grammar && !token->is_capital && !token->is_quoted &&
           !readout->marks[verb->at].verb;
}

static size_t skip_adverbs(const Readout *readout, size_t at, size_t to)
{
    for (int i = 0; i < MOST_ADVERBS && at < to; i++, at++)
        if (!token_has(&readout->tokens, at, GRAMMAR_ADVERB) &&
            !text_ends(token_of(readout, at)->lower, TEXT("ly")))
            break;
    return at;
}

// "to reporters", "to him": who hears it.
static size_t skip_listener(const Readout *readout, size_t at, size_t to)
{
    if (!token_is(&readout->tokens, at, "to"))
        return at;
    for (size_t i = at + 1; i < to && i < at + 1 + LONGEST_LISTENER; i++)
        if ((readout->marks[i].cues & (CUE_ASKS | CUE_GROUP)) ||
            token_has(&readout->tokens, i, GRAMMAR_MALE | GRAMMAR_FEMALE))
            return i + 1;
    return at;
}

// A form that can be nothing but a verb: not "that plan for the port".
static bool is_finite(const Readout *readout, size_t at)
{
    const Token *token = token_of(readout, at);
    if (is_auxiliary(readout, at) || (text_ends(token->lower, TEXT("ed")) && !token->is_capital))
        return true;
    bool is_plain = !verb_form_is_past(readout, at) && !text_ends(token->lower, TEXT("s"));
    return readout->marks[at].verb &&
           (!is_plain || token_has(&readout->tokens, at - 1, GRAMMAR_THEY | GRAMMAR_FIRST_PERSON));
}

// "that trade is slow"
static bool has_clause(const Readout *readout, size_t at, size_t to)
{
    if (!token_is(&readout->tokens, at, "that") || to - at <= LEAST_CLAUSE)
        return false;
    for (size_t i = at + 2; i < to; i++)
        if (is_finite(readout, i))
            return true;
    return false;
}

// ', "We are old friends."', ': "We are"': more than a word that is quoted.
static bool has_quotation(const Readout *readout, size_t at, size_t to)
{
    const Tokens *tokens = &readout->tokens;
    bool is_led = token_is_mark(tokens, at, ',') || token_is_mark(tokens, at, ':');
    at += is_led;
    if (at >= to || token_of(readout, at)->kind != TOKEN_QUOTE)
        return false;
    size_t words = 0;
    for (size_t i = at + 1; i < to && token_of(readout, i)->is_quoted; i++)
        words += token_of(readout, i)->kind == TOKEN_WORD;
    return is_led ? words > 0 : words >= LEAST_CLAUSE;
}

bool unknown_is_perception(const Readout *readout, const Verb *verb)
{
    return readout->marks[verb->at].cues & CUE_PERCEPTION;
}

bool unknown_is_past(const Readout *readout, const Verb *verb)
{
    return text_ends(token_of(readout, verb->at)->lower, TEXT("ed"));
}

bool unknown_is_speech(const Readout *readout, const Verb *verb, size_t to)
{
    if (unknown_is_perception(readout, verb))
        return false;
    size_t at = skip_adverbs(readout, verb->end, to);
    at = skip_listener(readout, at, to);
    return at < to && (has_clause(readout, at, to) || has_quotation(readout, at, to));
}

static Problem place_of(const Readout *readout, size_t at)
{
    Problem where = PROBLEM_IN(PROBLEM_AMBIGUOUS, SEVERITY_NOTE, readout->source->path);
    const Token *token = token_of(readout, at);
    where.source = readout->source->id;
    where.offset = document_slice(readout->document, token->start, token->end).offset;
    return where;
}

void unknown_report(const Readout *readout, const Verb *verb, Text speaker)
{
    Text word = tokens_text(&readout->tokens, (Range){verb->at, verb->end});
    if (speaker.len)
        problem_at(readout->problems, place_of(readout, verb->at),
                   "the verb \"%.*s\" is not in the lists; by its construction taken for what %.*s "
                   "says",
                   TEXT_ARG(word), TEXT_ARG(speaker));
    else
        problem_at(readout->problems, place_of(readout, verb->at),
                   "the verb \"%.*s\" is not in the lists; the sentence is left as narration",
                   TEXT_ARG(word));
}

void unknown_report_subject(const Readout *readout, Range subject)
{
    problem_at(readout->problems, place_of(readout, subject.from),
               "no verb is found behind \"%.*s\"; the sentence is left as narration",
               TEXT_ARG(tokens_text(&readout->tokens, subject)));
}

void unknown_report_stranger(const Readout *readout, Range words)
{
    problem_at(readout->problems, place_of(readout, words.from),
               "who \"%.*s\" is cannot be told; the sentence is left as narration",
               TEXT_ARG(tokens_text(&readout->tokens, words)));
}
