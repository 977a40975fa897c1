// Terms that need text: decoded and folded once an event, or compared once an interned string.
#include <config.h>
#include "model/filter_eval.h"

#include "model/utf8.h"

#include <stdlib.h>

// ---- folding ----

// What typists and typesetters write differently; 0: left out.
static char plain_sign(uint32_t code)
{
    switch (code) {
    case 0x2018: // quotation marks and primes
    case 0x2019:
    case 0x201B:
    case 0x2032:
    case 0x02BC:
        return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
        return '"';
    case 0x2010: // hyphens, dashes, minus
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
        return '-';
    case 0x00AD: // soft hyphen, zero-width space and joiners, byte order mark
    case 0x200B:
    case 0x200C:
    case 0x200D:
    case 0xFEFF:
        return 0;
    }
    return 1; // as it is
}

typedef struct SearchFolding {
    Text folded;
    const uint32_t *from;
    char *out;
    uint32_t *map;
    size_t count;
} SearchFolding;

static void put(SearchFolding *folding, char c, size_t at)
{
    if (folding->map)
        folding->map[folding->count] = folding->from[at];
    folding->out[folding->count++] = c;
}

static void put_code(SearchFolding *folding, size_t at, size_t len, uint32_t code)
{
    char plain = code < 0x80 ? 1 : plain_sign(code);
    bool is_blank =
        code < 0x80 ? code == ' ' || (code >= '\t' && code <= '\r') : utf8_is_blank(code);
    bool is_behind_blank = folding->count > 0 && folding->out[folding->count - 1] == ' ';
    if (is_blank) {
        if (!is_behind_blank)
            put(folding, ' ', at);
        return;
    }
    for (size_t i = 0; plain == 1 && i < len; i++)
        put(folding, folding->folded.ptr[at + i], at + i);
    if (plain > 1)
        put(folding, plain, at);
}

Text search_fold(Text text, Arena *arena, uint32_t **map)
{
    uint32_t *from = NULL;
    SearchFolding folding = {.folded = map ? utf8_fold_mapped(text, arena, &from)
                                           : utf8_fold(text, arena)};
    folding.from = from;
    folding.out = arena_alloc(arena, folding.folded.len + 1, 1);
    if (map)
        folding.map = ARENA_ARRAY(arena, uint32_t, folding.folded.len + 1);
    for (size_t at = 0, len; at < folding.folded.len; at += len) {
        uint32_t code = utf8_decode(folding.folded, at, &len);
        put_code(&folding, at, len, code);
    }
    if (map) {
        folding.map[folding.count] = (uint32_t)text.len; // sources keep slices below 4 GiB
        *map = folding.map;
    }
    return (Text){folding.out, folding.count};
}

// Names are compared as actors are: blanks, hyphens, stops and apostrophes do not count.
static bool is_joint(char c)
{
    return text_find_char(TEXT(" -.'"), c) != TEXT_NOWHERE;
}

static Text squeeze_name(Text name, Arena *arena)
{
    Text folded = search_fold(name, arena, NULL);
    char *out = arena_alloc(arena, folded.len + 1, 1);
    size_t count = 0;
    for (size_t i = 0; i < folded.len; i++)
        if (!is_joint(folded.ptr[i]))
            out[count++] = folded.ptr[i];
    return (Text){out, count};
}

void words_prepare(Evaluation *evaluation, TermRun *run)
{
    const Term *term = run->term;
    for (size_t i = 0; i < term->values.count; i++) {
        ValueRun *value = &run->values[i];
        Text text = term->values.items[i].text;
        if (filter_term_rows[term->field].form == VALUE_REGEX) {
            Text message;
            size_t at;
            value->regex = regex_compile(text, evaluation->arena, &message, &at);
            continue;
        }
        value->folded = text_trim(search_fold(text, evaluation->arena, NULL));
        value->squeezed = squeeze_name(text, evaluation->arena);
        TextMatch match = filter_term_rows[term->field].match;
        value->is_prefix = match != MATCH_PART && text_ends(value->folded, TEXT("*"));
        if (value->is_prefix)
            value->folded.len--;
    }
}

// ---- one text against the values of a term ----

static bool is_below(Text topic, Text wanted)
{
    return topic.len > wanted.len && text_starts(topic, wanted) && topic.ptr[wanted.len] == '/';
}

static bool is_value(const TermRun *run, Text folded)
{
    TextMatch match = filter_term_rows[run->term->field].match;
    for (size_t i = 0; i < run->term->values.count; i++) {
        const ValueRun *value = &run->values[i];
        if (value->is_prefix ? text_starts(folded, value->folded)
                             : text_equal(folded, value->folded))
            return true;
        if (match == MATCH_TREE && is_below(folded, value->folded))
            return true;
    }
    return false;
}

static bool has_value_in_list(const TermRun *run, Text folded)
{
    while (folded.ptr)
        if (is_value(run, text_trim(text_cut(&folded, ';'))))
            return true;
    return false;
}

static bool contains_value(const TermRun *run, Text folded)
{
    for (size_t i = 0; i < run->term->values.count; i++)
        if (text_find(folded, run->values[i].folded) != TEXT_NOWHERE)
            return true;
    return false;
}

// Is `wanted` (squeezed) what stands at `at`, blanks, hyphens and stops left out?
static bool name_goes_on(Text folded, size_t at, Text wanted)
{
    size_t matched = 0;
    for (; at < folded.len && matched < wanted.len; at++) {
        if (is_joint(folded.ptr[at]))
            continue;
        if (folded.ptr[at] != wanted.ptr[matched])
            return false;
        matched++;
    }
    return matched == wanted.len;
}

// At the beginning of a word, so that Hu is not found in Shulan; where scripts have no blanks, anywhere.
static bool has_name(Text folded, Text wanted)
{
    bool is_anywhere = wanted.len > 0 && (unsigned char)wanted.ptr[0] >= 0x80;
    for (size_t at = 0; at < folded.len && wanted.len > 0; at++) {
        bool begins = at == 0 || is_joint(folded.ptr[at - 1]) || is_anywhere;
        if (begins && name_goes_on(folded, at, wanted))
            return true;
    }
    return false;
}

static bool is_named(const TermRun *run, Text folded)
{
    for (size_t i = 0; i < run->term->values.count; i++) {
        // "China" may be a part of a name; the code "CHN" is none.
        bool is_code = run->term->values.items[i].country.is_code;
        if (!is_code && has_name(folded, run->values[i].squeezed))
            return true;
    }
    return false;
}

bool words_match_text(const TermRun *run, Text text, Arena *scratch)
{
    switch (filter_term_rows[run->term->field].match) {
    case MATCH_WHOLE:
        return is_value(run, search_fold(text, scratch, NULL));
    case MATCH_PART:
        return contains_value(run, search_fold(text, scratch, NULL));
    case MATCH_LIST:
    case MATCH_TREE:
        return has_value_in_list(run, search_fold(text, scratch, NULL));
    case MATCH_NAME:
        return is_named(run, search_fold(text, scratch, NULL));
    case MATCH_NONE:
        break;
    }
    return false;
}

uint8_t *memo_at(Memo *memo, uint32_t id, size_t count, Arena *arena)
{
    if (id >= memo->count) {
        size_t capacity = memo->count; // arena_grow leaves the new entries zero: MEMO_UNKNOWN
        memo->items = arena_grow(arena, memo->items, &capacity, count > id ? count : id + 1, 1);
        memo->count = capacity;
    }
    return &memo->items[id];
}

bool words_match_new_string(Evaluation *evaluation, TermRun *run, StringId id)
{
    size_t count = strings_count(timeline_strings(evaluation->timeline));
    uint8_t *known = memo_at(&run->strings, id.at, count, evaluation->arena);
    ArenaMark mark = arena_mark(evaluation->scratch);
    bool is_match =
        words_match_text(run, timeline_string(evaluation->timeline, id), evaluation->scratch);
    arena_rewind(evaluation->scratch, mark);
    *known = is_match ? MEMO_YES : MEMO_NO;
    return is_match;
}

static bool matches_actor(Evaluation *evaluation, TermRun *run, ActorId id)
{
    const Actors *actors = timeline_actors(evaluation->timeline);
    uint8_t *known = memo_at(&run->actors, id.at, actors_count(actors) + 1, evaluation->arena);
    if (*known == MEMO_UNKNOWN) {
        const Actor *actor = actors_get(actors, id);
        *known = MEMO_NO;
        for (size_t i = 0; i < actor->spellings.count; i++)
            if (words_match_string(evaluation, run, actor->spellings.items[i]))
                *known = MEMO_YES;
    }
    return *known == MEMO_YES;
}

// ---- the texts of an event ----

static void hay_begin(Evaluation *evaluation, EventId id)
{
    if (event_equal(evaluation->hay.id, id))
        return;
    arena_reset(evaluation->scratch);
    evaluation->hay = (Haystack){.id = id};
}

static size_t count_extras(const Timeline *timeline, EventId id, Arena *scratch)
{
    Text name;
    size_t count = 0;
    while (timeline_extra(timeline, id, count, &name, NULL, scratch))
        count++;
    return count;
}

static void make_raw(Evaluation *evaluation)
{
    Haystack *hay = &evaluation->hay;
    const Timeline *timeline = evaluation->timeline;
    Arena *scratch = evaluation->scratch;
    size_t persons, sentences;
    const Position *positions = timeline_positions(timeline, hay->id, &sentences);
    timeline_participants(timeline, hay->id, &persons);
    size_t extras = count_extras(timeline, hay->id, scratch);
    hay->raw = ARENA_ARRAY(scratch, Text, 3 + 2 * persons + sentences + extras);
    hay->raw[hay->count++] = timeline_field(timeline, hay->id, EVENT_TITLE, scratch);
    hay->raw[hay->count++] = timeline_field(timeline, hay->id, EVENT_PLACE, scratch);
    for (size_t n = 0; n < persons; n++) {
        hay->raw[hay->count++] =
            timeline_participant_field(timeline, hay->id, n, PARTICIPANT_NAME, scratch);
        hay->raw[hay->count++] =
            timeline_participant_field(timeline, hay->id, n, PARTICIPANT_OFFICE, scratch);
    }
    for (size_t n = 0; n < sentences; n++)
        hay->raw[hay->count++] = timeline_slice_text(timeline, positions[n].text, scratch);
    hay->raw[hay->count++] = timeline_field(timeline, hay->id, EVENT_TEXT, scratch);
    Text name;
    for (size_t i = 0; i < extras; i++)
        timeline_extra(timeline, hay->id, i, &name, &hay->raw[hay->count++], scratch);
    hay->has_raw = true;
}

static void make_folded(Evaluation *evaluation)
{
    Haystack *hay = &evaluation->hay;
    hay->folded = ARENA_ARRAY(evaluation->scratch, Text, hay->count);
    for (size_t i = 0; i < hay->count; i++)
        hay->folded[i] = search_fold(hay->raw[i], evaluation->scratch, NULL);
    hay->has_words = true;
}

static bool matches_regex(const TermRun *run, Text text)
{
    size_t start, end;
    Regex *regex = run->values[0].regex;
    return regex && regex_find(regex, text, 0, &start, &end) == REGEX_MATCH;
}

bool words_match(Evaluation *evaluation, TermRun *run, EventId id)
{
    Haystack *hay = &evaluation->hay;
    hay_begin(evaluation, id);
    if (!hay->has_raw)
        make_raw(evaluation);
    bool is_regex = run->term->field == TERM_REGEX;
    if (!is_regex && !hay->has_words)
        make_folded(evaluation);
    for (size_t i = 0; i < hay->count; i++)
        if (is_regex ? matches_regex(run, hay->raw[i]) : contains_value(run, hay->folded[i]))
            return true;
    return false;
}

// ---- participants and positions ----

bool words_match_participant(Evaluation *evaluation, TermRun *run, EventId id, size_t n)
{
    size_t count;
    const Participant *participant = timeline_participants(evaluation->timeline, id, &count) + n;
    if (run->term->field == TERM_ROLE)
        return words_match_string(evaluation, run, participant->role);
    if (run->term->field == TERM_PERSON && participant->actor.at)
        return matches_actor(evaluation, run, participant->actor);
    hay_begin(evaluation, id);
    ArenaMark mark = arena_mark(evaluation->scratch);
    Text text = timeline_participant_field(evaluation->timeline, id, n,
                                           run->term->field == TERM_PERSON ? PARTICIPANT_NAME
                                                                           : PARTICIPANT_OFFICE,
                                           evaluation->scratch);
    bool is_match = words_match_text(run, text, evaluation->scratch);
    arena_rewind(evaluation->scratch, mark);
    return is_match;
}

static bool matches_speaker(Evaluation *evaluation, TermRun *run, EventId id,
                            const Position *position)
{
    Event event = timeline_event(evaluation->timeline, id);
    for (size_t i = 0; i < run->term->values.count; i++)
        if (run->values[i].first && position_speaks_for(run->values[i].first, position, &event))
            return true;
    return (position->speaker.at && matches_actor(evaluation, run, position->speaker)) ||
           words_match_string(evaluation, run, position->speaker_name);
}

static bool matches_said(Evaluation *evaluation, TermRun *run, EventId id, size_t n)
{
    Haystack *hay = &evaluation->hay;
    size_t count;
    const Position *positions = timeline_positions(evaluation->timeline, id, &count);
    hay_begin(evaluation, id);
    if (!hay->said)
        hay->said = ARENA_ARRAY(evaluation->scratch, Text, count);
    if (!hay->said[n].ptr)
        hay->said[n] = search_fold(
            timeline_slice_text(evaluation->timeline, positions[n].text, evaluation->scratch),
            evaluation->scratch, NULL);
    return contains_value(run, hay->said[n]);
}

bool words_match_position(Evaluation *evaluation, TermRun *run, EventId id, size_t n)
{
    size_t count;
    const Position *position = timeline_positions(evaluation->timeline, id, &count) + n;
    switch (run->term->field) {
    case TERM_SPEAKER:
        return matches_speaker(evaluation, run, id, position);
    case TERM_TOPIC:
        return words_match_string(evaluation, run, position->topics);
    case TERM_VERB:
        return words_match_string(evaluation, run, position->verbs) ||
               words_match_string(evaluation, run, position->verb_classes);
    default: // of the terms of scope POSITION only this one is left
        return matches_said(evaluation, run, id, n);
    }
}
