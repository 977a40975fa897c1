#include <config.h>
#include "loaders/readout/attribution.h"

#include "loaders/readout/narration.h"
#include "loaders/readout/rules.h"

// ---- what a sentence leaves behind for the next ----

static void take_part(Case *it, int person)
{
    people_take_part(it->readout, person, it->at, false);
}

static int subject_person(Case *it)
{
    const Subject *subject = &it->parts.main.subject;
    if (subject->kind == SUBJECT_PRONOUN)
        return discourse_pronoun(it->discourse, subject->gender, it->line->is_first);
    return subject->kind == SUBJECT_PERSON ? subject->person : NOBODY;
}

// "The delegates thanked Minister A. ... he said": "he" is whom they spoke to. "The delegates, including N1 and N2,
// said": these are there.
static void remember_side(Case *it)
{
    const Clause *main = &it->parts.main;
    size_t at = main->verb.end;
    if (!main->is_there || at >= it->line->tokens.to)
        return;
    it->discourse->is_group |= main->subject.is_group;
    for (size_t i = 0; main->subject.is_group && i < it->readout->mentions.count; i++) {
        const Mention *mention = &it->readout->mentions.items[i];
        if (mention->line == it->at && mention->to <= main->verb.at)
            take_part(it, mention->person);
    }
    Reference found = reference_at(it->readout, (Range){at, it->line->tokens.to}, NOBODY);
    if (found.person != NOBODY && it->readout->persons.items[found.person].takes_part)
        it->discourse->focus = found.person;
}

// "The Secretary-General", who is never named, was the subject: "he" may go back to him until somebody is named.
static void remember_unnamed(Case *it)
{
    const Subject *subject = &it->parts.main.subject;
    if (subject->kind == SUBJECT_SIDE && subject->is_unnamed)
        it->discourse->unnamed = subject->country;
    else if (subject->kind == SUBJECT_PERSON || subject->kind == SUBJECT_JOINT ||
             it->parts.tail.is_there)
        it->discourse->unnamed = (CountryId){0};
}

static void remember_statement(Case *it)
{
    Discourse *discourse = it->discourse;
    int speaker = it->statement.speaker;
    if (speaker == NOBODY) {
        discourse->is_whole = false;
        discourse->running = NOBODY;
        discourse->side = it->statement.side;
        if (!it->statement.is_both)
            remember_side(it);
        return;
    }
    if (discourse->running != NOBODY && discourse->running != speaker)
        discourse->is_whole = false;
    if (!it->line->is_first && discourse->running == NOBODY)
        discourse->is_whole = false;
    discourse->running = speaker;
    discourse->side = (CountryId){0};
    discourse->focus = speaker;
    take_part(it, speaker);
}

static void remember_narration(Case *it)
{
    Discourse *discourse = it->discourse;
    int person = subject_person(it);
    bool is_to_come = it->parts.main.verb.is_modal && !text_equal(it->readout->kind, TEXT("visit"));
    bool is_event =
        (it->parts.main.is_there && it->parts.main.verb.kind == VERB_EVENT && !is_to_come) ||
        narration_has_participants(it->readout, it->line->tokens, it->at == it->readout->lead);
    is_event &= !narration_is_elsewhere(it->readout, it->line->tokens);
    is_event &= !it->readout->is_press; // of whom the press asks, he is not there
    if (is_event)
        narration_take_part(it->readout, it->at);
    if (person != NOBODY) {
        discourse->focus = person;
        // in a list of those present the subject is one of them
        if (is_event && !narration_is_list(it->readout, it->at))
            take_part(it, person);
    }
    discourse->running = NOBODY;
    discourse->side = (CountryId){0};
    discourse->is_whole = false;
    if (it->readout->is_press)
        return;
    bool is_label = person != NOBODY && rules_end_in_colon(it) &&
                    (it->parts.main.verb.kind == VERB_REPORT || it->at == it->readout->lead);
    if (is_label) {
        discourse->floor = FLOOR_BLOCK;
        discourse->holder = person;
        take_part(it, person);
    }
}

// The next mention of the line: "Chad's Minister of Trade, N".
static int behind_and(const Readout *readout, Range where)
{
    for (size_t i = 0; i < readout->mentions.count; i++)
        if (readout->mentions.items[i].from >= where.from &&
            readout->mentions.items[i].to <= where.to)
            return readout->mentions.items[i].person;
    return NOBODY;
}

// "During the meeting with Ambassador B, Minister A noted", "In the meeting between A and B": they were there.
static void take_met(Case *it)
{
    const Readout *readout = it->readout;
    const Tokens *tokens = &readout->tokens;
    size_t first = it->line->start;
    if (!token_has(tokens, first, GRAMMAR_PREPOSITION) ||
        !token_has(tokens, first + 1, GRAMMAR_DETERMINER))
        return;
    size_t noun = first + 2;
    while (noun < it->line->tokens.to && noun < first + 5 &&
           !(readout->marks[noun].cues & CUE_ATMOSPHERE))
        noun++;
    bool is_between = token_is(tokens, noun + 1, "between");
    if (!(readout->marks[noun].cues & CUE_ATMOSPHERE) ||
        (!is_between && !token_is(tokens, noun + 1, "with")))
        return;
    size_t met_at = noun + 2 + (is_between && token_is(tokens, noun + 2, "the"));
    Reference met = reference_at(readout, (Range){met_at, it->line->tokens.to}, NOBODY);
    take_part(it, met.person);
    if (is_between && met.person != NOBODY && token_is(tokens, met.end, "and"))
        take_part(it, behind_and(readout, (Range){met.end + 1, it->line->tokens.to}));
}

static Statement second_statement(const Case *it)
{
    const Clause *second = &it->parts.second;
    bool is_joint = second->subject.kind == SUBJECT_JOINT;
    Statement statement = rules_statement(it, TEXT("clause"), TRUST_HIGH);
    statement.tokens.from = second->subject.from;
    statement.speaker = is_joint ? NOBODY : second->subject.person;
    statement.is_both = is_joint;
    statement.voice = is_joint ? VOICE_JOINT : statement.voice;
    statement.verb = second->verb.sense;
    return statement;
}

// "stressed the need for peace, but did not mention the border": the position ends before what was not said.
static Range without_silence(const Case *it, Range words)
{
    const Clause *main = &it->parts.main;
    if (main->is_there && main->verb.kind == VERB_REPORT && !it->parts.is_quoted)
        words.to = verb_next_silence(it->readout, (Range){main->verb.end, words.to});
    return words;
}

static void add_statement(Case *it, Statements *statements)
{
    const Clause *second = &it->parts.second;
    Statement first = it->statement;
    bool is_joint = second->subject.kind == SUBJECT_JOINT;
    bool has_second = second->is_there && first.speaker != NOBODY && !first.is_both &&
                      (is_joint ? !verb_may_be_exchange(second->verb.sense)
                                : second->subject.kind == SUBJECT_PERSON &&
                                      second->subject.person != first.speaker);
    if (has_second)
        first.tokens.to = second->subject.from - 1;
    first.tokens = without_silence(it, first.tokens);
    ARENA_PUSH(it->readout->arena, statements, first);
    if (!has_second)
        return;
    ARENA_PUSH(it->readout->arena, statements, second_statement(it));
    take_part(it, second_statement(it).speaker);
}

// "Sun toured the plant, and Kovac thanked the workers", "He did not mention the port, but Kovac asked about it".
static bool claim_second(Case *it)
{
    const Clause *second = &it->parts.second;
    if (!second->is_there || second->subject.kind != SUBJECT_PERSON || !second->verb.is_past)
        return false;
    it->statement = second_statement(it);
    it->has_statement = true;
    return true;
}

// ---- what may mean two ----

static bool is_doubtful(const Clause *clause)
{
    return clause->is_there && clause->subject.kind == SUBJECT_PERSON &&
           clause->subject.is_ambiguous && clause->subject.end > clause->subject.from;
}

// Two people of one surname, an office held by two: the choice is said, never silent.
static void report_choice(const Case *it)
{
    const Clause *clauses[] = {&it->parts.main, &it->parts.tail};
    for (size_t i = 0; i < 2; i++) {
        bool is_taken = !it->has_statement || it->statement.speaker == clauses[i]->subject.person;
        if (is_doubtful(clauses[i]) && is_taken) {
            const Subject *subject = &clauses[i]->subject;
            reference_report(it->readout, (Range){subject->from, subject->end}, subject->person);
            return;
        }
    }
}

// ---- "We are preparing. Our ties grow, said the President." ----

static bool is_first_person(const Readout *readout, const Line *line)
{
    for (size_t i = line->tokens.from; i < line->tokens.to; i++)
        if (token_has(&readout->tokens, i, GRAMMAR_FIRST_PERSON))
            return true;
    return false;
}

// What is said in the first person before it, in the same paragraph, belongs to who is named behind the last sentence.
static void reach_back(const Case *it, Statements *statements)
{
    Readout *readout = it->readout;
    size_t from = it->at;
    if (it->line->is_first || it->statement.speaker == NOBODY)
        return;
    while (from > 0 && !readout->lines.items[from].is_first &&
           !readout->lines.items[from - 1].is_statement &&
           is_first_person(readout, &readout->lines.items[from - 1]))
        from--;
    for (size_t i = from; i < it->at; i++) {
        Line *line = &readout->lines.items[i];
        Statement statement = it->statement;
        statement.line = i;
        statement.tokens = line->tokens;
        statement.voice = VOICE_DIRECT;
        statement.trust = TRUST_MEDIUM;
        line->is_statement = true;
        ARENA_PUSH(readout->arena, statements, statement);
    }
}

// ---- sentence by sentence ----

// "President of X N:", "A:", "Q:" at the head of a paragraph; the token behind it.
static size_t read_label(Discourse *discourse, size_t at)
{
    const Line *line = &discourse->readout->lines.items[at];
    Label label = narration_label(discourse->readout, line);
    if (label.kind == LABEL_NONE)
        return line->tokens.from;
    discourse->floor = label.kind == LABEL_QUESTION ? FLOOR_QUESTION : FLOOR_TRANSCRIPT;
    discourse->holder = label.person;
    people_take_part(discourse->readout, label.person, at, false);
    if (discourse->floor == FLOOR_TRANSCRIPT && label.person == NOBODY)
        discourse->floor = FLOOR_NOBODY;
    return label.end;
}

static void read_line(Discourse *discourse, size_t at, size_t label_end, Statements *statements)
{
    Readout *readout = discourse->readout;
    const Line *line = &readout->lines.items[at];
    Case it = {
        .discourse = discourse, .readout = readout, .line = line, .at = at, .label_end = label_end};
    size_t start = label_end > line->start ? label_end : line->start;
    it.parts = clauses_of(readout, (Range){start, line->tokens.to}, discourse->running);
    it.statement.speaker = NOBODY;
    bool is_page = narration_is_boilerplate(readout, line->tokens);
    bool is_label = rules_end_in_colon(&it) && discourse->floor == FLOOR_NOBODY &&
                    it.parts.main.subject.kind == SUBJECT_PERSON;
    bool is_narration = at == readout->lead || is_page || is_label;
    if (!is_narration)
        rules_ask(&it);
    if (!readout->is_press && at > readout->lead)
        take_met(&it);
    if (it.has_statement) {
        readout->lines.items[at].is_statement = true;
        if (text_equal(it.statement.rule, TEXT("tail")))
            reach_back(&it, statements);
        add_statement(&it, statements);
        remember_statement(&it);
    } else if (!is_page) {
        remember_narration(&it);
        if (!is_narration && claim_second(&it)) {
            readout->lines.items[at].is_statement = true;
            ARENA_PUSH(readout->arena, statements, it.statement);
            remember_statement(&it);
        }
    }
    remember_unnamed(&it);
    report_choice(&it);
}

// A transcript: the text begins with who speaks, "President of X N:", and tells nothing of who is there.
static bool begins_with_label(const Readout *readout)
{
    if (readout->lead >= readout->lines.count)
        return !text_equal(readout->kind, TEXT("statement")) &&
               !text_equal(readout->kind, TEXT("briefing"));
    Range lead = readout->lines.items[readout->lead].tokens;
    return token_is_mark(&readout->tokens, lead.to - 1, ':') &&
           !narration_has_participants(readout, lead, false);
}

// "The Prime Minister called the President" names nobody: those whom the line above the text, or the title, names.
static void take_heads(Readout *readout)
{
    static const Part parts[] = {PART_TEASER, PART_TITLE};
    bool is_transcript = !readout->is_press && begins_with_label(readout);
    size_t found = !is_transcript && (readout->lead >= readout->lines.count || readout->is_press);
    for (size_t i = 0; i < readout->mentions.count && !found && !is_transcript; i++)
        found += readout->mentions.items[i].line == readout->lead &&
                 !readout->mentions.items[i].is_short;
    for (size_t n = 0; n < 2 && !found; n++)
        for (size_t i = 0; i < readout->lead; i++) {
            size_t before = readout->appearances.count;
            if (readout->lines.items[i].part == parts[n])
                narration_take_part(readout, i);
            found += readout->appearances.count - before;
        }
}

void attribution_find(Readout *readout, Statements *statements)
{
    Discourse discourse = discourse_begin(readout);
    take_heads(readout);
    for (size_t i = 0; i < readout->lines.count; i++) {
        const Line *line = &readout->lines.items[i];
        if (line->part != PART_BODY)
            continue;
        if (line->is_first)
            discourse_begin_paragraph(&discourse, line);
        size_t label_end = read_label(&discourse, i);
        read_line(&discourse, i, label_end, statements);
    }
}
