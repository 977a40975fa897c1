#include <config.h>
#include "loaders/readout/rows.h"

#include "loaders/event_ids.h"
#include "loaders/readout/dates.h"
#include "loaders/readout/form.h"
#include "loaders/readout/lines.h"
#include "loaders/readout/narration.h"

#include <math.h>

typedef struct Standing {
    Text level, channel;
} Standing;

typedef struct Rows {
    const Standing *standings; // one a person
    const Load *load;
    const Readout *readout;
    const Happening *happening;
    const Statements *statements;
    EventDates dates;
} Rows;

static Slice slice_of(const Readout *readout, Range tokens)
{
    if (range_is_empty(tokens))
        return (Slice){0};
    return document_slice(readout->document, readout->tokens.items[tokens.from].start,
                          readout->tokens.items[tokens.to - 1].end);
}

static Span span_of(Slice slice)
{
    return (Span){slice.offset, slice.length};
}

static StringId string_of(const Rows *rows, Text text)
{
    return builder_string(rows->load->builder, text);
}

// ---- the event ----

void rows_single(const Readout *readout, Happenings *happenings)
{
    Happening only = {0};
    ARENA_PUSH(readout->arena, happenings, only);
}

static const Paragraph *first_body(const Document *document)
{
    return document_find(document, PART_BODY);
}

// "NAIROBI: The President" has no day in its dateline; "Manila, 6 August 2022:" has.
static size_t dated_from(const Readout *readout, const Line *lead)
{
    bool has_figure = false;
    for (size_t i = lead->tokens.from; i < lead->start; i++)
        has_figure |= readout->tokens.items[i].kind == TOKEN_NUMBER;
    size_t first = has_figure || lead->start >= lead->tokens.to ? lead->tokens.from : lead->start;
    return readout->tokens.items[first].start;
}

static Range bytes_of_line(const Readout *readout, const Line *line)
{
    return (Range){dated_from(readout, line), readout->tokens.items[line->tokens.to - 1].end};
}

static EventDates dates_of_line(const Readout *readout, size_t at, const DateScan *scan)
{
    Range bytes = bytes_of_line(readout, &readout->lines.items[at]);
    size_t dateline = lines_dateline_end(readout, at);
    dateline = dateline > bytes.from ? dateline : bytes.from;
    return dates_of_event(readout->document, scan, bytes.from, dateline, bytes.to);
}

enum { OPENING_LINES = 3 }; // behind the lead

// "N met with M in New York. They met on 18 September": where the lead says no day, a sentence near it may.
static void date_of_opening(const Readout *readout, const Happening *happening,
                            const DateScan *scan, EventDates *dates)
{
    size_t end = happening->lead + 1 + OPENING_LINES;
    for (size_t i = happening->lead + 1; i < end && i < happening->lines.to; i++) {
        const Line *line = &readout->lines.items[i];
        if (line->part != PART_BODY)
            return;
        if (line->is_statement || !narration_has_participants(readout, line->tokens, false) ||
            narration_is_elsewhere(readout, line->tokens))
            continue;
        Range bytes = bytes_of_line(readout, line);
        EventDates told = dates_of_line(readout, i, scan);
        if (told.start == told.end || told.start < bytes.from || told.start >= bytes.to)
            continue;
        *dates = told;
        return;
    }
}

// The lead, or the first paragraph where there is none: the date stands there.
static EventDates dates_of(const Readout *readout, const Happening *happening)
{
    const Document *document = readout->document;
    DateScan scan = {readout->lexicon->readout, document->text, readout->arena};
    if (happening->lead < readout->lines.count) {
        EventDates dates = dates_of_line(readout, happening->lead, &scan);
        if (!readout->is_press && dates.start == dates.end)
            date_of_opening(readout, happening, &scan, &dates);
        return dates;
    }
    const Paragraph *body = first_body(document);
    Range bytes = body ? (Range){body->start, body->end} : (Range){0, 0};
    if (readout->lines.count)
        bytes.to = bytes.from; // a transcript: what is said is no news of the day
    return dates_of_event(document, &scan, bytes.from, bytes.from, bytes.to);
}

// From the first line of the happening's body to its last.
static Slice text_slice(const Readout *readout, const Happening *happening)
{
    Range bytes = {SIZE_MAX, 0};
    const Document *document = readout->document;
    for (size_t i = 0; i < document->paragraphs.count; i++) {
        const Paragraph *paragraph = &document->paragraphs.items[i];
        bool is_before = false, is_behind = false;
        if (happening->lines.to) {
            size_t first = readout->lines.items[happening->lines.from].paragraph;
            size_t last = readout->lines.items[happening->lines.to - 1].paragraph;
            is_before = i < first;
            is_behind = i > last;
        }
        if (paragraph->part != PART_BODY || is_before || is_behind)
            continue;
        bytes.from = paragraph->start < bytes.from ? paragraph->start : bytes.from;
        bytes.to = paragraph->end;
    }
    return bytes.to ? document_slice(document, bytes.from, bytes.to) : (Slice){0};
}

static Slice title_slice(const Document *document)
{
    const Paragraph *title = document_find(document, PART_TITLE);
    return title ? document_slice(document, title->start, title->end) : (Slice){0};
}

static Text office_of(const Readout *readout, const Person *person)
{
    Text first = tokens_text(&readout->tokens, person->office[0]);
    Text second = tokens_text(&readout->tokens, person->office[1]);
    if (!second.len)
        return first;
    return arena_printf(readout->arena, "%.*s %.*s", TEXT_ARG(first), TEXT_ARG(second));
}

// Of every person once: what the offices say is asked for several times.
static Standing *standings_of(const Readout *readout)
{
    Standing *standings = ARENA_ARRAY(readout->arena, Standing, readout->persons.count);
    for (size_t i = 0; i < readout->persons.count; i++) {
        Text office = office_of(readout, &readout->persons.items[i]);
        if (!office.len)
            continue;
        standings[i].level = lexicon_level(readout->lexicon, office, readout->arena);
        standings[i].channel = lexicon_channel(readout->lexicon, office, readout->arena);
    }
    return standings;
}

static int rank_of(Text level)
{
    static const Text levels[] = {TEXT_INIT("other"), TEXT_INIT("ambassador"), TEXT_INIT("vice"),
                                  TEXT_INIT("minister"), TEXT_INIT("head")};
    for (int i = 0; i < 5; i++)
        if (text_equal(levels[i], level))
            return i;
    return -1;
}

// The highest person of the country, or of all others than the country.
static int highest(const Rows *rows, CountryId country, bool is_of_country)
{
    const Readout *readout = rows->readout;
    int best = NOBODY, most = -1;
    for (size_t i = 0; i < readout->persons.count; i++) {
        const Person *person = &readout->persons.items[i];
        if (!rows->happening->roles[i] || country_equal(person->country, country) != is_of_country)
            continue;
        int rank = rank_of(rows->standings[i].level);
        if (rank > most) {
            most = rank;
            best = (int)i;
        }
    }
    return best;
}

// Of the highest pair: the level of the lower of the two, the channel of the first.
static void add_standing(const Rows *rows, Event *event)
{
    const Readout *readout = rows->readout;
    if (!rows->happening->roles || !readout->persons.count)
        return;
    CountryId home =
        rows->happening->countries.count ? rows->happening->countries.items[0] : (CountryId){0};
    int one = highest(rows, home, true), other = highest(rows, home, false);
    if (one == NOBODY)
        one = other;
    if (one == NOBODY)
        return;
    Text level = rows->standings[one].level;
    Text lower = other == NOBODY ? level : rows->standings[other].level;
    if (lower.len && rank_of(lower) < rank_of(level)) // "his counterpart" has no office of his own
        level = lower;
    event->level = string_of(rows, level);
    event->channel = string_of(rows, rows->standings[one].channel);
}

// A group of states is none: nobody acts for it.
static CountryId organisation_of(const Readout *readout, const Person *person)
{
    bool is_one = person->country.at == COUNTRY_NONE && person->polity.at != COUNTRY_NONE &&
                  country_get(readout->lexicon->countries, person->polity)->class == COUNTRY_POLITY;
    return is_one ? person->polity : (CountryId){0};
}

// Those of the countries and of the organisations for which somebody is there.
static size_t side_count(const Rows *rows)
{
    size_t count = rows->happening->countries.count;
    for (size_t i = 0; i < rows->readout->persons.count; i++) {
        bool is_there = rows->happening->roles && rows->happening->roles[i];
        if (is_there && organisation_of(rows->readout, &rows->readout->persons.items[i]).at)
            return count + 1;
    }
    return count;
}

static uint32_t confidence_of(const Rows *rows, const EventDates *dates)
{
    size_t sides = side_count(rows);
    if (sides == 0)
        return WORD_LOW;
    if (dates->start == dates->end || sides == 1)
        return WORD_MEDIUM;
    return WORD_HIGH;
}

// A visit lasts all of its days; of anything else a range is where it was looked for.
static Date date_of(const Readout *readout, const EventDates *dates)
{
    return text_equal(readout->kind, TEXT("visit")) ? dates->range : dates->event;
}

static void add_event(const Rows *rows, size_t record)
{
    const EventDates *dates = &rows->dates;
    Event event = {
        .date = date_of(rows->readout, dates),
        .countries = rows->happening->countries.items,
        .country_count = rows->happening->countries.count,
        .kind = string_of(rows, rows->readout->kind.len ? rows->readout->kind : TEXT("other")),
        .place = string_of(rows, rows->happening->place),
        .confidence = {confidence_of(rows, dates)},
        .scale = (double)NAN,
        .weight = (double)NAN,
        .source = rows->readout->source->id,
        .record = record};
    add_standing(rows, &event);
    builder_add_event(rows->load->builder, &event);
}

// ---- participants ----

// "Poul Nielsen" where "Poul Erik Nielsen" was before, in whatever document: two persons for bilat, and a note.
static void report_like(const Rows *rows, ActorId id, Slice name)
{
    const Actors *actors = builder_actors(rows->load->builder);
    ActorId like = actors_like(actors, id);
    if (!like.at)
        return;
    Problem where = PROBLEM_IN(PROBLEM_AMBIGUOUS, SEVERITY_NOTE, rows->readout->source->path);
    where.source = rows->readout->source->id;
    where.offset = name.offset;
    problem_at(builder_problems(rows->load->builder), where,
               "\"%.*s\" may be the same person as \"%.*s\"; they are kept apart",
               TEXT_ARG(builder_text(rows->load->builder, actors_get(actors, id)->name)),
               TEXT_ARG(builder_text(rows->load->builder, actors_get(actors, like)->name)));
}

static void add_participant(const Rows *rows, size_t index, uint32_t role)
{
    const Readout *readout = rows->readout;
    const Person *person = &readout->persons.items[index];
    Range all = person->name_tokens;
    for (size_t i = 0; i < 2; i++) {
        if (range_is_empty(person->office[i]))
            continue;
        all.from = person->office[i].from < all.from ? person->office[i].from : all.from;
        all.to = person->office[i].to > all.to ? person->office[i].to : all.to;
    }
    // of somebody who is only mentioned nothing is assumed
    CountryId country =
        role == WORD_MENTIONED && person->is_assumed ? (CountryId){0} : person->country;
    CountryId organisation = organisation_of(readout, person);
    size_t known = actors_count(builder_actors(rows->load->builder));
    Participant participant = {
        .actor = builder_actor(rows->load->builder, person->name,
                               country.at != COUNTRY_NONE ? country : organisation),
        .country = country,
        .organisation = organisation,
        .role = {role},
        .channel = string_of(rows, rows->standings[index].channel),
        .level = string_of(rows, rows->standings[index].level),
        .name = slice_of(readout, person->name_tokens),
        .office = {slice_of(readout, person->office[0]), slice_of(readout, person->office[1])},
        .span = span_of(slice_of(readout, all)),
    };
    if (actors_count(builder_actors(rows->load->builder)) > known)
        report_like(rows, participant.actor, participant.name);
    builder_add_participant(rows->load->builder, &participant);
}

static bool is_in(const Rows *rows, size_t line)
{
    return line >= rows->happening->lines.from && line < rows->happening->lines.to;
}

static void add_participants(const Rows *rows)
{
    const Persons *persons = &rows->readout->persons;
    for (size_t i = 0; i < persons->count; i++)
        if (rows->happening->roles[i])
            add_participant(rows, i, rows->happening->roles[i]);
    for (size_t i = 0; i < persons->count; i++)
        if (!persons->items[i].takes_part && is_in(rows, persons->items[i].first_line))
            add_participant(rows, i, WORD_MENTIONED);
}

// ---- positions ----

static Text topics_of(const Rows *rows, Range tokens)
{
    Text topics[LEX_TOPICS_MAX];
    const Readout *readout = rows->readout;
    size_t count = lexicon_topics(readout->lexicon, tokens_text(&readout->tokens, tokens),
                                  readout->arena, topics);
    Buffer list = buffer_in(readout->arena);
    for (size_t i = 0; i < count; i++)
        buffer_printf(&list, "%s%.*s", i ? ";" : "", TEXT_ARG(topics[i]));
    return buffer_text(&list);
}

static Text side_name(const Rows *rows, CountryId side)
{
    const Country *country = country_get(rows->readout->lexicon->countries, side);
    Text code = country->code;
    if (code.len && code.ptr[0] == '@')
        code = text_sub(code, 1, code.len);
    return arena_printf(rows->readout->arena, "%.*s side", TEXT_ARG(code));
}

static void add_speaker(const Rows *rows, const Statement *statement, Position *position)
{
    const Readout *readout = rows->readout;
    position->side = statement->side;
    if (statement->is_both) {
        position->speaker_name = STRING_WORD(BOTH);
    } else if (statement->speaker == NOBODY) {
        position->speaker_name = string_of(rows, side_name(rows, statement->side));
        position->country = statement->side;
    } else {
        const Person *person = &readout->persons.items[statement->speaker];
        position->country =
            person->country.at != COUNTRY_NONE ? person->country : organisation_of(readout, person);
        position->speaker = builder_actor(rows->load->builder, person->name, position->country);
        position->speaker_name = string_of(rows, person->name);
    }
}

static void add_position(const Rows *rows, const Statement *statement)
{
    static const uint32_t modes[] = {
        [VOICE_INDIRECT] = WORD_INDIRECT, [VOICE_DIRECT] = WORD_DIRECT, [VOICE_JOINT] = WORD_JOINT};
    static const uint32_t trusts[] = {
        [TRUST_HIGH] = WORD_HIGH, [TRUST_MEDIUM] = WORD_MEDIUM, [TRUST_LOW] = WORD_LOW};
    Slice text = slice_of(rows->readout, statement->tokens);
    Position position = {.mode = {modes[statement->voice]},
                         .topics = string_of(rows, topics_of(rows, statement->tokens)),
                         .confidence = {trusts[statement->trust]},
                         .rule = string_of(rows, statement->rule),
                         .text = text,
                         .span = span_of(text)};
    if (statement->verb) {
        position.verbs = string_of(rows, statement->verb->lemma);
        position.verb_classes = string_of(rows, statement->verb->group);
    }
    add_speaker(rows, statement, &position);
    builder_add_position(rows->load->builder, &position);
}

// Of the event added last. False: it was loaded from elsewhere and is taken back.
static bool settle_id(const Rows *rows, size_t record)
{
    Source *source = rows->readout->source;
    AddedEvent added = {.source = source,
                        .record = record,
                        .is_readout = true,
                        .place = PROBLEM_IN(PROBLEM_JOIN, SEVERITY_NOTE, source->path)};
    source->ops->field(source, record, EVENT_ID, rows->load->scratch, &added.id);
    uint32_t number;
    IdVerdict verdict = event_ids_settle(rows->load, &added, &number);
    if (verdict == ID_IS_NUMBERED)
        form_number_event(source, record, number);
    return verdict != ID_IS_FOLDED;
}

bool rows_add(const Load *load, const Readout *readout, const Happenings *happenings,
              const Statements *statements)
{
    Slice title = title_slice(readout->document);
    const Standing *standings = standings_of(readout);
    EventDates *dates = ARENA_ARRAY(readout->arena, EventDates, happenings->count);
    size_t kept = 0;
    bool goes_on = true;
    // all of them before the first event: afterwards another thread may read the source's form
    for (size_t i = 0; i < happenings->count; i++) {
        Range own = happenings->items[i].title;
        dates[i] = dates_of(readout, &happenings->items[i]);
        form_add_event(readout->source, builder_arena(load->builder),
                       range_is_empty(own) ? title : slice_of(readout, own),
                       text_slice(readout, &happenings->items[i]), date_of(readout, &dates[i]));
    }
    for (size_t i = 0; i < happenings->count; i++) {
        Rows rows = {standings, load, readout, &happenings->items[i], statements, dates[i]};
        goes_on = builder_begin_event(load->builder, i) && goes_on;
        add_event(&rows, i);
        if (rows.happening->roles)
            add_participants(&rows);
        for (size_t n = 0; n < statements->count; n++)
            if (is_in(&rows, statements->items[n].line))
                add_position(&rows, &statements->items[n]);
        kept += settle_id(&rows, i);
    }
    Accounting *accounting = builder_accounting(load->builder);
    *(kept || !happenings->count ? &accounting->used : &accounting->folded) += 1;
    return goes_on;
}
