#include <config.h>
#include "loaders/readout/rules.h"

#include "loaders/readout/narration.h"
#include "loaders/readout/unknown.h"

Statement rules_statement(const Case *it, Text rule, Trust trust)
{
    Range tokens = {it->label_end, it->line->tokens.to};
    if (it->begins_late)
        tokens.from = it->parts.main.verb.at;
    return (Statement){.line = it->at,
                       .tokens = tokens,
                       .speaker = NOBODY,
                       .voice = it->parts.is_quoted ? VOICE_DIRECT : VOICE_INDIRECT,
                       .trust = trust,
                       .rule = rule};
}

static bool claim(Case *it, Statement statement)
{
    it->statement = statement;
    it->has_statement = true;
    return true;
}

static const Sense *any_verb(const Case *it)
{
    return it->parts.main.verb.sense
               ? it->parts.main.verb.sense
               : narration_first_verb(it->readout, (Range){it->label_end, it->line->tokens.to});
}

bool rules_claim_person(Case *it, int person, Text rule, Trust trust)
{
    Statement statement = rules_statement(it, rule, trust);
    statement.speaker = person;
    statement.verb = any_verb(it);
    return claim(it, statement);
}

static bool claim_both(Case *it, const Sense *verb, Text rule, Trust trust)
{
    Statement statement = rules_statement(it, rule, trust);
    statement.is_both = true;
    statement.verb = verb;
    statement.voice = VOICE_JOINT;
    return claim(it, statement);
}

bool rules_claim_nothing(Case *it)
{
    it->has_statement = false;
    return true;
}

// ---- rule: the speaker behind the statement ----

// "N congratulated M, government spokesman S said": S tells what N did.
static bool is_spokesperson(const Case *it, int person)
{
    const Readout *readout = it->readout;
    Range office = person == NOBODY ? (Range){0, 0} : readout->persons.items[person].office[0];
    for (size_t i = office.from; i < office.to; i++)
        if (token_is_form(readout, i, FORM_SPOKESPERSON))
            return true;
    return false;
}

static bool by_tail(Case *it)
{
    const Clause *tail = &it->parts.tail;
    const Clause *main = &it->parts.main;
    bool has_speaker =
        main->is_there && main->subject.kind == SUBJECT_PERSON && main->verb.kind == VERB_REPORT;
    if (!tail->is_there ||
        (has_speaker && (!it->parts.tail_ends || is_spokesperson(it, tail->subject.person))))
        return false;
    const Subject *subject = &tail->subject;
    // "..., it said": the ministry or the agency that passes it on; "..., it was agreed" is one verb
    if (subject->kind == SUBJECT_IT && tail->verb.at > subject->from)
        return false;
    if (subject->kind == SUBJECT_JOINT || subject->kind == SUBJECT_IT)
        return claim_both(it, tail->verb.sense, TEXT("tail"), TRUST_HIGH);
    int person = subject->person;
    if (subject->kind == SUBJECT_PRONOUN)
        person = discourse_pronoun(it->discourse, subject->gender, false);
    // "Secretary A reaffirmed the plan," she said: the spokesperson who passes it on
    bool is_passed_on = has_speaker && it->parts.is_quoted && main->verb.is_past &&
                        subject->kind == SUBJECT_PRONOUN && person != main->subject.person;
    if (person == NOBODY || is_passed_on)
        return false;
    // "..., the Minister added": of two ministers the one who speaks in this paragraph
    int running = it->discourse->running;
    Range words = {subject->from, subject->end};
    if (subject->by_role && running != NOBODY && reference_may_be(it->readout, words, running))
        person = running;
    bool is_known = tail->verb.sense != NULL;
    Statement statement =
        rules_statement(it, is_known ? TEXT("tail") : TEXT("unknown-verb"),
                        subject->is_ambiguous || !is_known ? TRUST_LOW : TRUST_HIGH);
    statement.speaker = person;
    if (!is_known)
        unknown_report(it->readout, &tail->verb, it->readout->persons.items[person].name);
    statement.verb = tail->verb.sense;
    if (main->subject.kind == SUBJECT_SIDE)
        statement.side = main->subject.country;
    return claim(it, statement);
}

// ---- rule: a person is the subject ----

// Somebody who is only talked about does not take the floor inside a speech, unless it is plainly a report.
static bool may_speak(const Case *it, int person)
{
    const Verb *verb = &it->parts.main.verb;
    if (it->readout->persons.items[person].takes_part)
        return true;
    bool is_report = verb->is_past && !verb->is_modal; // "said", not "has said"
    return is_report && (it->line->is_first || it->discourse->running == NOBODY);
}

// "called them brothers and expressed gratitude", "discussed the crisis and stressed", "did not mention the crisis but
// stressed": the second verb is the report.
static void find_report(Case *it)
{
    Clause *main = &it->parts.main;
    bool is_person = main->subject.kind == SUBJECT_PERSON || main->subject.kind == SUBJECT_PRONOUN;
    bool is_exchange = main->verb.kind == VERB_REPORT && verb_is_exchange(main->verb.sense);
    bool is_open = main->verb.kind == VERB_OTHER || main->verb.kind == VERB_SILENCE || is_exchange;
    if (!main->is_there || !is_person || !main->verb.is_past || !is_open)
        return;
    Verb next = verb_next_position(it->readout, &main->verb, it->line->tokens.to);
    if (!next.sense)
        return;
    it->begins_late = main->verb.kind == VERB_SILENCE;
    main->verb = next;
}

// Who sent the letter: the subject of the lead, or who stands behind "from" where the subject received it.
static int sender_of(const Case *it)
{
    const Readout *readout = it->readout;
    if (!text_equal(readout->kind, TEXT("letter")) || readout->lead >= readout->lines.count)
        return NOBODY;
    Range lead = readout->lines.items[readout->lead].tokens;
    bool is_received = false;
    for (size_t i = lead.from; i < lead.to; i++)
        is_received |= token_is_form(readout, i, FORM_GETS);
    for (size_t i = 0; i < readout->mentions.count; i++) {
        const Mention *mention = &readout->mentions.items[i];
        bool is_in_lead = mention->from >= lead.from && mention->to <= lead.to;
        bool is_from = mention->from > 0 && token_is(&readout->tokens, mention->from - 1, "from");
        if (is_in_lead && is_received == is_from)
            return mention->person;
    }
    return NOBODY;
}

// "The president in the message extended": of two presidents the one who sent it.
static void prefer_sender(Case *it)
{
    Subject *subject = &it->parts.main.subject;
    int sender = subject->kind == SUBJECT_PERSON && subject->by_role ? sender_of(it) : NOBODY;
    if (sender != NOBODY &&
        reference_may_be(it->readout, (Range){subject->from, subject->end}, sender)) {
        subject->person = sender;
        subject->is_ambiguous = false;
    }
}

// No rule of its own: the ones behind it ask the main clause for who is meant and what is reported.
static bool settle_main(Case *it)
{
    prefer_sender(it);
    find_report(it);
    return false;
}

static bool by_person(Case *it)
{
    const Clause *main = &it->parts.main;
    if (!main->is_there || main->subject.kind != SUBJECT_PERSON || main->verb.kind != VERB_REPORT ||
        verb_is_exchange(main->verb.sense) || !may_speak(it, main->subject.person))
        return false;
    Trust trust = main->subject.is_ambiguous ? TRUST_LOW : TRUST_HIGH;
    discourse_learn_gender(it->discourse, main->subject.person, &main->verb);
    return rules_claim_person(it, main->subject.person,
                              main->subject.by_role ? TEXT("role-noun") : TEXT("subject"), trust);
}

static bool by_pronoun(Case *it)
{
    const Clause *main = &it->parts.main;
    if (!main->is_there || main->subject.kind != SUBJECT_PRONOUN ||
        main->verb.kind != VERB_REPORT || verb_is_exchange(main->verb.sense))
        return false;
    if (it->discourse->unnamed.at) {
        Statement statement = rules_statement(it, TEXT("pronoun"), TRUST_MEDIUM);
        statement.side = it->discourse->unnamed;
        statement.verb = any_verb(it);
        return claim(it, statement);
    }
    int person = discourse_pronoun(it->discourse, main->subject.gender, it->line->is_first);
    if (person == NOBODY)
        return false;
    bool is_near = person == it->discourse->running;
    return rules_claim_person(it, person, TEXT("pronoun"), is_near ? TRUST_HIGH : TRUST_MEDIUM);
}

// ---- rule: both ----

static bool is_speech_of_one(const Case *it)
{
    const Verb *verb = &it->parts.main.verb;
    return it->discourse->running != NOBODY && (verb->is_modal || !verb->is_past);
}

static bool by_joint(Case *it)
{
    const Clause *main = &it->parts.main;
    if (!main->is_there || main->subject.kind != SUBJECT_JOINT)
        return false;
    if (is_speech_of_one(it))
        return rules_claim_person(it, it->discourse->running, TEXT("continuation"), TRUST_MEDIUM);
    const Verb *verb = &main->verb;
    if (verb->kind == VERB_REPORT && !verb_may_be_exchange(verb->sense))
        return claim_both(it, verb->sense, TEXT("joint"), TRUST_HIGH);
    Verb next = verb_next_position(it->readout, verb, it->line->tokens.to);
    if (next.sense)
        return claim_both(it, next.sense, TEXT("joint"), TRUST_MEDIUM);
    return rules_claim_nothing(it);
}

static bool by_passive(Case *it)
{
    if (!it->parts.is_passive_position)
        return false;
    return claim_both(it, any_verb(it), TEXT("passive"), TRUST_MEDIUM);
}

// ---- rule: a side ----

static bool is_side_of(const Case *it, int person, CountryId country)
{
    return person != NOBODY && country_equal(it->readout->persons.items[person].country, country);
}

bool rules_is_own_side(const Case *it, CountryId country)
{
    const Discourse *discourse = it->discourse;
    return is_side_of(it, discourse->running != NOBODY ? discourse->running : discourse->carried,
                      country);
}

static bool by_side(Case *it)
{
    const Clause *main = &it->parts.main;
    if (!main->is_there || main->subject.kind != SUBJECT_SIDE || main->verb.kind == VERB_EVENT ||
        it->discourse->floor != FLOOR_NOBODY)
        return false;
    CountryId side = main->subject.country;
    if (rules_is_own_side(it, side)) {
        int running =
            it->discourse->running != NOBODY ? it->discourse->running : it->discourse->carried;
        Trust trust = it->discourse->running != NOBODY ? TRUST_HIGH : TRUST_LOW;
        Statement statement = rules_statement(it, TEXT("own-side"), trust);
        statement.speaker = running;
        statement.side = side;
        statement.verb = any_verb(it);
        return claim(it, statement);
    }
    if (main->verb.kind != VERB_REPORT || verb_is_exchange(main->verb.sense))
        return false;
    // inside a speech only a report in the past is the other side's own
    if (it->discourse->running != NOBODY && (!main->verb.is_past || main->verb.is_modal))
        return false;
    Statement statement = rules_statement(it, TEXT("side"), TRUST_MEDIUM);
    statement.side = side;
    statement.verb = main->verb.sense;
    return claim(it, statement);
}

// ---- rule: a message speaks for its sender ----

static bool by_message(Case *it)
{
    const Clause *main = &it->parts.main;
    bool is_it = main->subject.kind == SUBJECT_IT && sender_of(it) != NOBODY && main->verb.is_past;
    if (!main->is_there || (main->subject.kind != SUBJECT_MESSAGE && !is_it) ||
        verb_may_be_exchange(main->verb.sense) || main->verb.kind != VERB_REPORT)
        return false;
    int sender = sender_of(it);
    if (sender == NOBODY)
        sender = it->discourse->running != NOBODY ? it->discourse->running : it->discourse->focus;
    if (sender == NOBODY)
        return false;
    return rules_claim_person(it, sender, TEXT("message"), TRUST_MEDIUM);
}

// ---- rule: the speech goes on ----

// Somebody or both did something: that is no part of anybody's speech.
static bool is_told(const Case *it)
{
    const Clause *main = &it->parts.main;
    if (main->is_there && main->verb.kind == VERB_EVENT)
        return true;
    // "Xi said ... President Hu asked him to": of what somebody said who is not there the speaker tells
    bool is_reported = main->is_there && main->verb.kind == VERB_REPORT &&
                       main->subject.kind == SUBJECT_PERSON &&
                       !it->readout->persons.items[main->subject.person].takes_part;
    if (is_reported && !it->line->is_first)
        return false;
    if (main->is_there &&
        (main->subject.kind == SUBJECT_PERSON || main->subject.kind == SUBJECT_PRONOUN ||
         main->subject.kind == SUBJECT_JOINT))
        return main->verb.is_past && !main->verb.is_modal;
    return narration_is_told(it->readout, it->line->tokens);
}

// Of a side of which nobody is named: what is asserted, or what "they" of several people report.
static bool by_running_side(Case *it)
{
    const Clause *main = &it->parts.main;
    const Discourse *discourse = it->discourse;
    if (!discourse->side.at || discourse->running != NOBODY || discourse->floor != FLOOR_NOBODY)
        return false;
    bool is_they =
        main->is_there && main->subject.kind == SUBJECT_JOINT && main->subject.is_pronoun;
    bool is_theirs = is_they && discourse->is_group && main->verb.kind == VERB_REPORT &&
                     !verb_may_be_exchange(main->verb.sense);
    bool is_open = !main->is_there || main->subject.kind == SUBJECT_OTHER ||
                   main->subject.kind == SUBJECT_SIDE || main->subject.kind == SUBJECT_IT ||
                   main->subject.kind == SUBJECT_JOINT; // "all countries are"
    bool is_speech =
        is_open && !is_told(it) && narration_is_assertion(it->readout, it->line->tokens);
    if (!is_theirs && !is_speech)
        return false;
    Statement statement = rules_statement(it, TEXT("continuation"), TRUST_LOW);
    statement.side = discourse->side;
    statement.verb = any_verb(it);
    return claim(it, statement);
}

static bool by_continuation(Case *it)
{
    if (it->discourse->running == NOBODY || (is_told(it) && !it->parts.is_quoted))
        return false;
    return rules_claim_person(it, it->discourse->running, TEXT("continuation"), TRUST_MEDIUM);
}

// "The Global South is no longer a silent majority": an assertion in a paragraph of its own.
static bool by_paragraph(Case *it)
{
    bool is_new = it->line->is_first && it->discourse->running == NOBODY;
    if (!is_new || it->discourse->carried == NOBODY || is_told(it))
        return false;
    const Subject *subject = &it->parts.main.subject;
    bool is_open = subject->kind == SUBJECT_OTHER || subject->kind == SUBJECT_SIDE ||
                   subject->kind == SUBJECT_FIRST || subject->kind == SUBJECT_IT;
    bool is_assertion =
        it->parts.is_quoted || narration_is_assertion(it->readout, it->line->tokens);
    if (!is_open || !is_assertion)
        return false;
    return rules_claim_person(it, it->discourse->carried, TEXT("paragraph"), TRUST_LOW);
}

// ---- rule: labels ----

bool rules_end_in_colon(const Case *it)
{
    return it->line->is_last && token_is_mark(&it->readout->tokens, it->line->tokens.to - 1, ':');
}

// The block behind "X said:" ends where somebody else is the subject of a report.
static bool ends_block(const Case *it)
{
    const Clause *main = &it->parts.main;
    bool is_report = main->is_there && main->verb.kind != VERB_OTHER && main->verb.is_past;
    if (main->subject.kind == SUBJECT_PERSON)
        return is_report && main->subject.person != it->discourse->holder;
    return is_report && main->subject.kind == SUBJECT_JOINT && !it->parts.is_quoted;
}

// What is announced before the first question; not "X held a regular press conference".
static bool by_opening(Case *it)
{
    const Verb *verb = &it->parts.main.verb;
    bool is_told = it->parts.main.is_there && verb->kind == VERB_EVENT && verb->is_past;
    if (is_told || narration_is_stage_direction(it->readout, it->line->tokens))
        return rules_claim_nothing(it);
    (void)rules_claim_person(it, it->readout->voice, TEXT("opening"), TRUST_MEDIUM);
    it->statement.voice = VOICE_DIRECT;
    return true;
}

static bool by_floor(Case *it)
{
    Discourse *discourse = it->discourse;
    if (discourse->floor == FLOOR_NOBODY)
        return it->readout->is_press && by_opening(it);
    if (discourse->floor == FLOOR_QUESTION ||
        narration_is_stage_direction(it->readout, it->line->tokens))
        return rules_claim_nothing(it);
    if (discourse->floor == FLOOR_BLOCK && ends_block(it)) {
        discourse->floor = FLOOR_NOBODY;
        return false;
    }
    (void)rules_claim_person(it, discourse->holder, TEXT("label"), TRUST_HIGH);
    it->statement.voice = VOICE_DIRECT;
    if (it->parts.main.subject.kind == SUBJECT_SIDE &&
        is_side_of(it, discourse->holder, it->parts.main.subject.country))
        it->statement.side = it->parts.main.subject.country;
    return true;
}

// ---- the order of the rules ----

static bool (*const rules[])(Case *) = {
    by_floor,   by_tail,          settle_main,      rules_by_silence, by_person,
    by_pronoun, rules_by_unknown, rules_by_nothing, by_passive,       by_running_side,
    by_joint,   by_message,       by_side,          by_continuation,  by_paragraph,
};

void rules_ask(Case *it)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i](it))
            return;
}
