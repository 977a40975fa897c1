// Who is who: two spellings that are one person, and one actor who is two. What a name as written stands for is said
// once and holds at all events; a name that is corrected at one event takes what was said there with it.
#include <config.h>
#include "model/notes_own.h"

#include "model/timeline_own.h"

#include <stdlib.h>

// ---- changing ----

static bool is_person(const NoteRow *row, Text country)
{
    return row->part == NOTE_OF_PERSON && !row->is_packed &&
           text_equal(row->key.countries, country);
}

static bool has_value(const NoteRow *row)
{
    return row->values[NOTE_PERSON].len || row->values[NOTE_SPELLING].len;
}

Text notes_person_key(const Notes *notes, Text country, Text name, Text called)
{
    Text found = {0};
    size_t alike = 0;
    for (size_t i = 0; i < notes->count; i++) {
        const NoteRow *row = &notes->items[i];
        if (!is_person(row, country) || !has_value(row))
            continue;
        if (text_equal(row->words.words, name))
            return row->words.words;
        if (text_equal(row->values[NOTE_PERSON], called) && alike++ == 0)
            found = row->words.words;
    }
    return alike == 1 ? found : (Text){0};
}

bool notes_set_person(Notes *notes, Text country, Text name, NoteField field, Text value)
{
    NoteRecord like = {.part = NOTE_OF_PERSON};
    like.event.countries = country;
    like.words.words = key_text(name, notes->arena);
    value = key_text(value, notes->arena);
    NoteRow *row = notes_find_row(notes, &like, false);
    if (text_equal(row ? row->values[field] : TEXT(""), value))
        return false;
    if (!row)
        row = notes_add_row(notes, &like, false);
    row->originals[field] = row->words.words;
    notes_set_value(notes, row, field, value);
    return true;
}

// ---- what the names mean in this timeline ----

// One line of the file, where the timeline has the name.
typedef struct Rule {
    ActorId from, to;
    Text spelling; // exactly so; empty: however the actor is written
    StringId called;
} Rule;

typedef struct Rules {
    Notes *notes;
    Timeline *timeline;
    uint16_t *first; // by actor: index + 1 of its first rule; those of one actor stand together
    size_t actor_count;
    Rule *items;
    size_t count, capacity;
    Arena *scratch;
} Rules;

enum {
    RULES_MAX = UINT16_MAX - 1,
    CHAIN_MAX = 8
}; // a name that is called another that is called …

static CountryId country_of(const Rules *rules, Text code)
{
    CountryId id = country_by_code(timeline_countries(rules->timeline), code);
    return id.at != COUNTRY_NONE ? id : timeline_strange_country(rules->timeline, code);
}

// Who is meant by "called": somebody who is there, or somebody new; never the one he is to be kept apart from.
static ActorId person_of(const Rules *rules, NoteRow *row, ActorId from, CountryId country)
{
    Actors *actors = timeline_actors_to_correct(rules->timeline);
    Text called = row->values[NOTE_SPELLING];
    ActorId known = actors_intern(actors, called, country);
    if (known.at != from.at)
        return known;
    if (row->person.at == 0)
        row->person = actors_add_apart(actors, called, country);
    return row->person;
}

static void add_rule(Rules *rules, Rule rule, Text called)
{
    if (rule.to.at == rule.from.at || rules->count == RULES_MAX)
        return;
    rule.called = timeline_intern(rules->timeline, called);
    ARENA_PUSH(rules->scratch, rules, rule);
}

static void read_row(Rules *rules, NoteRow *row)
{
    Actors *actors = timeline_actors_to_correct(rules->timeline);
    CountryId country = country_of(rules, row->key.countries);
    Rule rule = {.from = actors_find(actors, row->words.words, country)};
    if (rule.from.at == 0)
        return;
    if (row->values[NOTE_SPELLING].len) {
        rule.spelling = row->words.words;
        rule.to = person_of(rules, row, rule.from, country);
        add_rule(rules, rule, row->values[NOTE_SPELLING]);
    }
    if (row->values[NOTE_PERSON].len) {
        rule.spelling = (Text){0};
        rule.to = actors_intern(actors, row->values[NOTE_PERSON], country);
        add_rule(rules, rule, row->values[NOTE_PERSON]);
    }
}

// Those of one actor together, and of them the exact ones first.
static int compare_rules(const void *a, const void *b)
{
    const Rule *left = a, *right = b;
    if (left->from.at != right->from.at)
        return left->from.at < right->from.at ? -1 : 1;
    return (right->spelling.len > 0) - (left->spelling.len > 0);
}

static bool read_rules(Rules *rules)
{
    for (size_t i = 0; i < rules->notes->count; i++)
        if (rules->notes->items[i].part == NOTE_OF_PERSON && has_value(&rules->notes->items[i]))
            read_row(rules, &rules->notes->items[i]);
    if (rules->count == 0)
        return false;
    qsort(rules->items, rules->count, sizeof *rules->items, compare_rules);
    rules->actor_count = actors_count(timeline_actors(rules->timeline)) + 1;
    rules->first = ARENA_ARRAY(rules->scratch, uint16_t, rules->actor_count);
    for (size_t i = rules->count; i > 0; i--)
        rules->first[rules->items[i - 1].from.at] = (uint16_t)i;
    return true;
}

// `written` may be empty: then only how the actor is called anywhere counts.
static const Rule *rule_for(const Rules *rules, ActorId actor, Text written)
{
    for (size_t i = rules->first[actor.at]; i > 0 && i <= rules->count; i++) {
        const Rule *rule = &rules->items[i - 1];
        if (rule->from.at != actor.at)
            break;
        if (rule->spelling.len == 0 || text_equal(rule->spelling, written))
            return rule;
    }
    return NULL;
}

static const Rule *last_rule(const Rules *rules, ActorId actor, Text written)
{
    const Rule *rule = rule_for(rules, actor, written), *next;
    for (int i = 0; rule && i < CHAIN_MAX && (next = rule_for(rules, rule->to, TEXT(""))); i++)
        rule = next;
    return rule;
}

// ---- what follows from them ----

static bool has_original(Text list, Text field)
{
    while (list.len > 0) {
        Text one = text_cut(&list, ';');
        if (text_equal(text_cut(&one, '='), field))
            return true;
    }
    return false;
}

// "speaker=Ri Ryong-nam" among what is corrected already, unless that has what the source says there; a list of lists, as
// notes_corrected makes it.
static void add_corrected(Timeline *timeline, StringId *corrected, const char *field, Text said,
                          Arena *scratch)
{
    if (has_original(arena_text(scratch, timeline_string(timeline, *corrected)), text_from(field)))
        return;
    Buffer out = buffer_in(scratch);
    buffer_printf(&out, "%s=", field);
    for (size_t i = 0; i < said.len; i++)
        buffer_add_char(&out, said.ptr[i] == ';' ? '+' : said.ptr[i]);
    Text all = notes_join_tags(timeline_string(timeline, *corrected), buffer_text(&out), scratch);
    *corrected = timeline_intern(timeline, all);
}

static void change_speaker(Timeline *timeline, Position *position, ActorId speaker, StringId called)
{
    Arena *scratch = arena_new();
    Text said = arena_text(scratch, timeline_string(timeline, position->speaker_name));
    if (position->speaker_name.at != called.at)
        add_corrected(timeline, &position->corrected, "speaker", said, scratch);
    position->speaker = speaker;
    position->speaker_name = called;
    arena_free(scratch);
}

// A correction of its own says who speaks.
static bool has_own_speaker(const Notes *notes, EventId event, size_t n)
{
    NotePlace place = {event, NOTE_OF_POSITION, (uint32_t)n};
    return notes_has_event(notes, event) && notes_original(notes, place, NOTE_SPEAKER).ptr;
}

static Position *positions_of(Timeline *timeline, EventId event, size_t *count)
{
    const Position *first = timeline_positions(timeline, event, count);
    Segment *segment = timeline_segment_to_correct(timeline, event.at >> 16);
    return first ? segment->positions.items + (first - segment->positions.items) : NULL;
}

static bool is_still_there(const Timeline *timeline, EventId event, ActorId actor)
{
    size_t count;
    const Participant *all = timeline_participants(timeline, event, &count);
    for (size_t n = 0; n < count; n++)
        if (all[n].actor.at == actor.at)
            return true;
    return false;
}

void notes_follow_speaker(const Notes *notes, Timeline *timeline, EventId event, ActorId before,
                          const Participant *now)
{
    size_t count;
    Position *all = positions_of(timeline, event, &count);
    if (before.at == 0 || before.at == now->actor.at || is_still_there(timeline, event, before))
        return;
    StringId called = now->called;
    if (called.at == 0)
        called = actors_get(timeline_actors(timeline), now->actor)->name;
    CountryId country = actors_get(timeline_actors(timeline), before)->country;
    for (size_t n = 0; n < count; n++) {
        if (all[n].speaker.at != before.at || has_own_speaker(notes, event, n))
            continue;
        change_speaker(timeline, &all[n], now->actor, called);
        if (country_equal(all[n].country, country))
            all[n].country = participant_side(now);
    }
}

static bool correct_person(const Rules *rules, EventId event, size_t n, Participant *person)
{
    if (person->actor.at >= rules->actor_count || rules->first[person->actor.at] == 0)
        return false;
    Text said = timeline_source_participant_field(rules->timeline, event, n, PARTICIPANT_NAME,
                                                  rules->scratch);
    Text written = key_text(said, rules->scratch);
    const Rule *rule = last_rule(rules, person->actor, written);
    if (!rule || rule->to.at == person->actor.at)
        return false;
    ActorId before = person->actor;
    person->actor = rule->to;
    if (!text_equal(timeline_string(rules->timeline, rule->called), written)) {
        person->called = rule->called;
        add_corrected(rules->timeline, &person->corrected, "name", written, rules->scratch);
    }
    actors_add_spelling(timeline_actors_to_correct(rules->timeline), rule->to, written);
    notes_follow_speaker(rules->notes, rules->timeline, event, before, person);
    return true;
}

static bool correct_people_of(const Rules *rules, size_t number)
{
    bool is_corrected = false;
    Segment *segment = timeline_segment_to_correct(rules->timeline, number);
    for (uint32_t row = 0; segment->first_participant && row < segment->count; row++) {
        uint32_t first = segment->first_participant[row], end = segment->first_participant[row + 1];
        for (uint32_t at = first; at < end; at++) {
            ArenaMark mark = arena_mark(rules->scratch);
            is_corrected |= correct_person(rules, timeline_event_id(number, row), at - first,
                                           &segment->participants.items[at]);
            arena_rewind(rules->scratch, mark);
        }
    }
    return is_corrected;
}

static bool correct_speaker(const Rules *rules, EventId event, size_t n, Position *position)
{
    // Who is at the event has been asked already, and may be called something else there alone.
    if (position->speaker.at >= rules->actor_count ||
        is_still_there(rules->timeline, event, position->speaker))
        return false;
    const Rule *rule = last_rule(rules, position->speaker, TEXT(""));
    if (!rule || has_own_speaker(rules->notes, event, n))
        return false;
    change_speaker(rules->timeline, position, rule->to, rule->called);
    return true;
}

static bool correct_speakers_of(const Rules *rules, size_t number)
{
    bool is_corrected = false;
    Segment *segment = timeline_segment_to_correct(rules->timeline, number);
    for (uint32_t row = 0; segment->first_position && row < segment->count; row++) {
        uint32_t first = segment->first_position[row], end = segment->first_position[row + 1];
        for (uint32_t at = first; at < end; at++)
            is_corrected |= correct_speaker(rules, timeline_event_id(number, row), at - first,
                                            &segment->positions.items[at]);
    }
    return is_corrected;
}

static bool correct_all(Notes *notes, Timeline *timeline, size_t first_segment,
                        bool (*correct)(const Rules *rules, size_t number))
{
    bool is_corrected = false;
    Rules rules = {.notes = notes, .timeline = timeline, .scratch = arena_new()};
    if (read_rules(&rules))
        for (size_t s = first_segment; s < timeline_segment_count(timeline); s++)
            is_corrected |= correct(&rules, s);
    arena_free(rules.scratch);
    return is_corrected;
}

bool notes_correct_participants(Notes *notes, Timeline *timeline, size_t first_segment)
{
    return correct_all(notes, timeline, first_segment, correct_people_of);
}

bool notes_correct_speakers(Notes *notes, Timeline *timeline, size_t first_segment)
{
    return correct_all(notes, timeline, first_segment, correct_speakers_of);
}
