// Corrections become columns: so that filters, counts, orders and exports know nothing of them. This is done as a
// segment is appended, before anybody has looked at it, and what the source says is kept beside.
#include <config.h>
#include "model/notes_own.h"

#include "model/timeline_own.h"

typedef struct Correcting {
    Notes *notes;
    Timeline *timeline;
    Segment *segment;
    uint32_t at; // row in the segment
    NotePlace place;
    Arena *scratch;
} Correcting;

static bool fail(const Correcting *work, NoteField field, Text value)
{
    problem_at(timeline_problems(work->timeline),
               PROBLEM_IN(PROBLEM_VALUE, SEVERITY_WARNING, TEXT("corrections.csv")),
               "the %.*s \"%.*s\" of a correction is none; it is left out",
               TEXT_ARG(note_field_name(field)), TEXT_ARG(value));
    return false;
}

// An optional column in which every row has the default until now.
static void *column(const Correcting *work, void *items, size_t size, int filler)
{
    if (items)
        return items;
    char *fresh = arena_alloc(work->segment->arena, work->segment->count, size);
    memset(fresh, filler, work->segment->count * size);
    return fresh;
}

// ---- the event ----

static bool correct_date(const Correcting *work, Text value)
{
    Date date;
    const char *why;
    Segment *segment = work->segment;
    if (!date_parse(value, &date, &why))
        return false;
    if (!segment->end) {
        segment->end = ARENA_ARRAY(segment->arena, int32_t, segment->count);
        memcpy(segment->end, segment->start, segment->count * sizeof *segment->end);
    }
    segment->minutes = column(work, segment->minutes, sizeof *segment->minutes, -1);
    segment->start_form = column(work, segment->start_form, 1, DATE_DAY);
    segment->end_form = column(work, segment->end_form, 1, DATE_ABSENT);
    segment->start[work->at] = date.start;
    segment->end[work->at] = date.end;
    segment->minutes[work->at] = date.minutes;
    segment->start_form[work->at] = date.start_form;
    segment->end_form[work->at] = date.end_form;
    return true;
}

static bool find_country(const Correcting *work, Text code, CountryId *id)
{
    *id = country_by_code(timeline_countries(work->timeline), text_trim(code));
    if (id->at == COUNTRY_NONE)
        *id = timeline_strange_country(work->timeline, text_trim(code));
    return id->at != COUNTRY_NONE;
}

static bool read_countries(const Correcting *work, Text value, CountryIds *ids, bool *is_directed)
{
    *is_directed = text_find_char(value, '>') != TEXT_NOWHERE;
    for (Text rest = value; rest.ptr;) {
        CountryId id;
        bool is_first = ids->count == 0 && *is_directed;
        if (!find_country(work, text_cut(&rest, is_first ? '>' : ';'), &id))
            return false;
        ARENA_PUSH(work->segment->arena, ids, id);
    }
    return !*is_directed || ids->count >= 2;
}

static void set_more(const Correcting *work, const CountryIds *ids)
{
    Segment *segment = work->segment;
    size_t at = 0;
    while (at < segment->more.count && segment->more.items[at].row < work->at)
        at++;
    bool is_new = at == segment->more.count || segment->more.items[at].row != work->at;
    MoreCountries more = {work->at, ids->items, ids->count};
    if (is_new) {
        ARENA_PUSH(segment->arena, &segment->more, more);
        memmove(&segment->more.items[at + 1], &segment->more.items[at],
                (segment->more.count - 1 - at) * sizeof more);
    }
    segment->more.items[at] = more;
}

// Those for which somebody who took part acts, behind what a person has said of the countries.
static size_t keep_organisations(const Correcting *work, CountryIds *ids)
{
    Event event = timeline_event(work->timeline, work->place.event);
    size_t kept = 0;
    for (size_t i = event.country_count - event.organisation_count; i < event.country_count; i++) {
        bool is_there = false;
        for (size_t k = 0; k < ids->count; k++)
            is_there |= country_equal(ids->items[k], event.countries[i]);
        kept += !is_there;
        if (!is_there)
            ARENA_PUSH(work->segment->arena, ids, event.countries[i]);
    }
    return kept;
}

static bool correct_countries(const Correcting *work, Text value)
{
    CountryIds ids = {0};
    bool is_directed;
    Segment *segment = work->segment;
    if (!read_countries(work, value, &ids, &is_directed))
        return false;
    size_t organisations = is_directed ? 0 : keep_organisations(work, &ids);
    segment->flags = column(work, segment->flags, 1, 0);
    if (ids.count > 2)
        set_more(work, &ids);
    segment->flags[work->at] =
        (uint8_t)((is_directed ? SEGMENT_DIRECTED : 0) | (ids.count > 2 ? SEGMENT_MORE : 0) |
                  organisations << SEGMENT_ORGANISATIONS);
    for (size_t i = 0; i < 2; i++)
        segment->pair[work->at][i] = i < ids.count ? ids.items[i] : (CountryId){COUNTRY_NONE};
    return true;
}

// A person has looked: it is no longer among what should be looked at first.
static void trust_event(const Correcting *work)
{
    Segment *segment = work->segment;
    segment->confidence = column(work, segment->confidence, sizeof *segment->confidence, 0);
    segment->confidence[work->at] = WORD_HIGH;
}

static bool correct_event(const Correcting *work, NoteField field, Text value)
{
    switch (field) {
    case NOTE_DATE:
        return correct_date(work, value);
    case NOTE_COUNTRIES:
        return correct_countries(work, value);
    case NOTE_KIND:
        work->segment->kind[work->at] = timeline_intern(work->timeline, value).at;
        return true;
    case NOTE_PLACE:
        work->segment->place[work->at] = timeline_intern(work->timeline, value).at;
        return true;
    case NOTE_TITLE: // no column: it is read where it is shown
        return true;
    case NOTE_CHANNEL:
        work->segment->channel = column(work, work->segment->channel, sizeof(uint32_t), 0);
        work->segment->channel[work->at] = timeline_intern(work->timeline, value).at;
        return true;
    case NOTE_LEVEL:
        work->segment->level = column(work, work->segment->level, sizeof(uint32_t), 0);
        work->segment->level[work->at] = timeline_intern(work->timeline, value).at;
        return true;
    case NOTE_TAGS:
    case NOTE_NOTE:
    case NOTE_SPEAKER:
    case NOTE_COUNTRY:
    case NOTE_ROLE:
    case NOTE_NAME:
    case NOTE_OFFICE:
    case NOTE_PERSON:
    case NOTE_SPELLING:
    case NOTE_FIELDS:
        break;
    }
    return false;
}

// ---- participants and positions ----

static StringId *label_of(Participant *person, NoteField field)
{
    switch (field) {
    case NOTE_ROLE:
        return &person->role;
    case NOTE_OFFICE:
        return &person->holds;
    case NOTE_CHANNEL:
        return &person->channel;
    case NOTE_LEVEL:
        return &person->level;
    default:
        return NULL;
    }
}

static bool correct_participant(const Correcting *work, NoteField field, Text value)
{
    Participant *person = &work->segment->participants
                               .items[work->segment->first_participant[work->at] + work->place.n];
    StringId *label = label_of(person, field);
    if (label) {
        *label = timeline_intern(work->timeline, value);
        return true;
    }
    CountryId country = participant_side(person);
    ActorId before = person->actor;
    Text name = timeline_actor_name(work->timeline, before);
    if (field == NOTE_COUNTRY && !find_country(work, value, &country))
        return false;
    if (field == NOTE_NAME) {
        name = value;
        person->called = timeline_intern(work->timeline, value);
    }
    if (field == NOTE_COUNTRY) {
        person->country = country;
        person->organisation = (CountryId){COUNTRY_NONE};
    }
    person->actor = timeline_intern_actor(work->timeline, arena_text(work->scratch, name), country);
    notes_follow_speaker(work->notes, work->timeline, work->place.event, before, person);
    return true;
}

// Somebody of that name among those at the event.
static const Participant *present(const Correcting *work, Text name)
{
    size_t count;
    const Participant *people = timeline_participants(work->timeline, work->place.event, &count);
    for (size_t n = 0; n < count; n++) {
        Text written = timeline_participant_field(work->timeline, work->place.event, n,
                                                  PARTICIPANT_NAME, work->scratch);
        if (text_equal(key_text(written, work->scratch), name) ||
            text_equal(timeline_actor_name(work->timeline, people[n].actor), name))
            return &people[n];
    }
    return NULL;
}

static bool correct_speaker(const Correcting *work, Position *position, Text value)
{
    position->speaker = (ActorId){0};
    position->country = position->side = (CountryId){COUNTRY_NONE};
    position->speaker_name = timeline_intern(work->timeline, value);
    if (text_equal(value, NOTES_NARRATION) || text_equal(value, TEXT("both")))
        return true;
    if (text_ends(value, TEXT(" side"))) {
        Text code = text_sub(value, 0, value.len - 5);
        Text polity = arena_printf(work->scratch, "@%.*s", TEXT_ARG(code));
        if (!find_country(work, code, &position->country) &&
            !find_country(work, polity, &position->country))
            return false;
        position->side = position->country;
        return true;
    }
    const Participant *person = present(work, value);
    if (person) {
        position->speaker = person->actor;
        position->country = participant_side(person);
        position->speaker_name =
            timeline_intern(work->timeline, timeline_actor_name(work->timeline, person->actor));
        return true;
    }
    position->speaker = timeline_intern_actor(work->timeline, value, position->country);
    return true;
}

static bool correct_position(const Correcting *work, NoteField field, Text value)
{
    Position *position =
        &work->segment->positions.items[work->segment->first_position[work->at] + work->place.n];
    position->confidence = STRING_WORD(HIGH);
    position->rule = timeline_intern(work->timeline, TEXT("corrected"));
    if (field == NOTE_SPEAKER)
        return correct_speaker(work, position, value);
    CountryId country;
    if (!find_country(work, value, &country))
        return false;
    position->country = country;
    if (position->speaker.at) {
        Text name = timeline_actor_name(work->timeline, position->speaker);
        position->speaker =
            timeline_intern_actor(work->timeline, arena_text(work->scratch, name), country);
    }
    return true;
}

// ---- all of them ----

static Text *original_at(const Correcting *work, NoteField field)
{
    for (size_t at = notes_place_index(work->notes, work->place); at < work->notes->placed.count;
         at++) {
        const Placed *placed = &work->notes->placed.items[at];
        if (note_place_compare(placed->place, work->place) != 0)
            break;
        NoteRow *row = &work->notes->items[placed->row];
        if (row->values[field].len)
            return &row->originals[field];
    }
    return NULL;
}

// What the source says now; where that is the correction itself (its own export was read), what it said before.
static bool differs(const Correcting *work, NoteField field, Text value)
{
    Text said = notes_present_text(work->timeline, work->place, field, work->scratch);
    Text *original = original_at(work, field);
    if (text_equal(said, value))
        return false;
    if (original)
        *original = arena_text(work->notes->arena, said);
    return true;
}

static bool correct_field(const Correcting *work, NoteField field, Text value)
{
    switch (work->place.part) {
    case NOTE_OF_EVENT:
        trust_event(work);
        return correct_event(work, field, value);
    case NOTE_OF_PARTICIPANT:
        return correct_participant(work, field, value);
    case NOTE_OF_POSITION:
        return correct_position(work, field, value);
    case NOTE_OF_PERSON:
    case NOTE_PARTS:
        break;
    }
    return false;
}

static bool correct_place(const Correcting *work)
{
    bool is_corrected = false;
    for (NoteField field = 0; field < NOTE_FIELDS; field++) {
        if (note_field_file(field) != NOTES_FILE_CORRECTIONS)
            continue;
        Text value = notes_value(work->notes, work->place, field, work->scratch);
        if (value.len == 0 || !differs(work, field, value))
            continue;
        if (correct_field(work, field, value))
            is_corrected = true;
        else
            fail(work, field, value);
    }
    return is_corrected;
}

bool notes_correct(Notes *notes, Timeline *timeline, size_t first_segment)
{
    bool is_corrected = notes_correct_participants(notes, timeline, first_segment);
    Arena *scratch = arena_new();
    NotePlace first = {.event = timeline_event_id(first_segment, 0)};
    for (size_t at = notes_place_index(notes, first); at < notes->placed.count; at++) {
        NotePlace place = notes->placed.items[at].place;
        if (at > 0 && note_place_compare(notes->placed.items[at - 1].place, place) == 0)
            continue;
        Correcting work = {.notes = notes,
                           .timeline = timeline,
                           .segment = timeline_segment_to_correct(timeline, place.event.at >> 16),
                           .at = place.event.at & 0xFFFF,
                           .place = place,
                           .scratch = scratch};
        is_corrected |= correct_place(&work);
        arena_reset(scratch);
    }
    arena_free(scratch);
    return notes_correct_speakers(notes, timeline, first_segment) || is_corrected;
}
