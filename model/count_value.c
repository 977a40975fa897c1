#include <config.h>
#include "model/count_value.h"

#include "model/notes.h"

enum {
    FIRST_YEAR = 10000, // is added to years, so that those before our era count up from 1
    MONTHS = 16,
    DAYS = 32, // room for months and days below a year
};

// Does a source have the field itself? It does for all of its records or for none.
enum { FIELD_ASKED = 1, HAS_DATASET = 2, HAS_PUBLISHER = 4, HAS_FILE = 8, HAS_TAGS = 16 };

ValueReader value_reader_new(View *view, Arena *arena, Arena *scratch)
{
    const Timeline *timeline = view_timeline(view);
    return (ValueReader){
        .view = view,
        .timeline = timeline,
        .arena = arena,
        .scratch = scratch,
        .texts = strings_new(arena),
        .sources = ARENA_ARRAY(arena, uint8_t, timeline_source_count(timeline)),
    };
}

static void add_value(ValueReader *reader, CountValues *values, uint64_t value)
{
    for (size_t i = 0; i < values->count; i++)
        if (values->items[i] == value)
            return;
    ARENA_PUSH(reader->arena, values, value);
}

static void add_text(ValueReader *reader, CountValues *values, Text text)
{
    if (text.len > 0)
        add_value(reader, values, strings_intern(reader->texts, text).at);
}

static void add_words(ValueReader *reader, CountValues *values, Text rest)
{
    while (rest.ptr)
        add_text(reader, values, text_trim(text_cut(&rest, ';')));
}

static void add_list(ValueReader *reader, CountValues *values, StringId list)
{
    add_words(reader, values, timeline_string(reader->timeline, list));
}

// ---- time ----

// What is not given stays 0: a year is never widened to January.
uint64_t value_of_time(Date date, CountKey key)
{
    int year, month, day;
    uint8_t precision = date.start_form & DATE_PRECISION;
    if (date_is_absent(date) || precision == 0)
        return 0;
    date_civil(date.start, &year, &month, &day);
    uint64_t shifted = (uint64_t)(year + FIRST_YEAR); // years begin at -9999
    if (key == COUNT_YEAR)
        return shifted;
    if (key == COUNT_DECADE)
        return shifted - shifted % 10;
    uint64_t value = shifted * MONTHS + (precision >= DATE_MONTH ? (uint64_t)month : 0);
    if (key == COUNT_MONTH)
        return value;
    return value * DAYS + (precision >= DATE_DAY ? (uint64_t)day : 0);
}

static Text time_text(CountKey key, uint64_t value, Arena *arena)
{
    uint64_t day = 0, month = 0;
    if (key == COUNT_DAY) {
        day = value % DAYS;
        value /= DAYS;
    }
    if (key == COUNT_DAY || key == COUNT_MONTH) {
        month = value % MONTHS;
        value /= MONTHS;
    }
    int year = (int)value - FIRST_YEAR; // below 20000
    Buffer out = buffer_in(arena);
    buffer_printf(&out, "%s%04d", year < 0 ? "-" : "", year < 0 ? -year : year);
    if (month)
        buffer_printf(&out, "-%02d", (int)month);
    if (day)
        buffer_printf(&out, "-%02d", (int)day);
    if (key == COUNT_DECADE)
        buffer_add_char(&out, 's');
    return buffer_text(&out);
}

// ---- countries ----

static bool comes_first(const Timeline *timeline, CountryId a, CountryId b)
{
    return text_compare(timeline_country_code(timeline, a), timeline_country_code(timeline, b)) < 0;
}

static uint64_t pair_value(const Timeline *timeline, CountryId a, CountryId b)
{
    return comes_first(timeline, b, a) ? (uint64_t)b.at << 16 | a.at : (uint64_t)a.at << 16 | b.at;
}

// Each two of the event's countries, whatever its direction: a pair counts what the filter pair:A-B finds.
static void add_pairs(ValueReader *reader, CountValues *values, const Event *event)
{
    for (size_t i = 0; i < event->country_count; i++)
        for (size_t k = i + 1; k < event->country_count; k++)
            add_value(reader, values,
                      pair_value(reader->timeline, event->countries[i], event->countries[k]));
}

static Text pair_text(const Timeline *timeline, uint64_t value, Arena *arena)
{
    Text a = timeline_country_code(timeline, (CountryId){(uint16_t)(value >> 16 & 0xFFFF)});
    Text b = timeline_country_code(timeline, (CountryId){(uint16_t)(value & 0xFFFF)});
    return arena_printf(arena, "%.*s-%.*s", TEXT_ARG(a), TEXT_ARG(b));
}

// ---- people ----

static void add_participants(ValueReader *reader, CountValues *values, EventId id, CountKey key)
{
    size_t count;
    const Participant *participants = timeline_participants(reader->timeline, id, &count);
    for (size_t n = 0; n < count; n++) {
        if (participants[n].role.at == WORD_MENTIONED)
            continue;
        bool is_known = key == COUNT_PARTICIPANT && participants[n].actor.at;
        ParticipantField field = key == COUNT_PARTICIPANT ? PARTICIPANT_NAME : PARTICIPANT_OFFICE;
        add_text(reader, values,
                 is_known
                     ? timeline_actor_name(reader->timeline, participants[n].actor)
                     : timeline_participant_field(reader->timeline, id, n, field, reader->scratch));
    }
}

static Text speaker_text(const Timeline *timeline, const Position *position)
{
    return position->speaker.at ? timeline_actor_name(timeline, position->speaker)
                                : timeline_string(timeline, position->speaker_name);
}

// ---- what stands with the source ----

static bool source_has(const Source *source, uint64_t record, EventField field, Arena *scratch)
{
    Text ignored;
    return source->ops->field && source->ops->field(source, record, field, scratch, &ignored);
}

static bool is_own_field(ValueReader *reader, const Event *event, uint8_t flag)
{
    uint8_t *known = &reader->sources[event->source];
    if (*known == 0) {
        const Source *source = timeline_source(reader->timeline, event->source);
        *known = FIELD_ASKED;
        if (source_has(source, event->record, EVENT_DATASET, reader->scratch))
            *known |= HAS_DATASET;
        if (source_has(source, event->record, EVENT_PUBLISHER, reader->scratch))
            *known |= HAS_PUBLISHER;
        if (source_has(source, event->record, EVENT_SOURCE_FILE, reader->scratch))
            *known |= HAS_FILE;
        if (source_has(source, event->record, EVENT_TAGS, reader->scratch))
            *known |= HAS_TAGS;
    }
    return *known & flag;
}

static void add_source_field(ValueReader *reader, CountValues *values, EventId id, CountKey key)
{
    Event event = timeline_event(reader->timeline, id);
    const Source *source = timeline_source(reader->timeline, event.source);
    EventField field = EVENT_SOURCE_FILE;
    uint8_t flag = HAS_FILE;
    Text of_source = source->path;
    if (key == COUNT_DATASET) {
        field = EVENT_DATASET;
        flag = HAS_DATASET;
        of_source = source->dataset;
    } else if (key == COUNT_PUBLISHER) {
        field = EVENT_PUBLISHER;
        flag = HAS_PUBLISHER;
        of_source = source->publisher;
    }
    if (is_own_field(reader, &event, flag))
        of_source = timeline_field(reader->timeline, id, field, reader->scratch);
    add_text(reader, values, of_source);
}

bool value_document_is_source(ValueReader *reader, EventId id)
{
    Event event = timeline_event(reader->timeline, id);
    return !is_own_field(reader, &event, HAS_FILE);
}

uint64_t value_read_document(ValueReader *reader, EventId id)
{
    Event event = timeline_event(reader->timeline, id);
    Text file = TEXT("");
    if (is_own_field(reader, &event, HAS_FILE))
        file = timeline_field(reader->timeline, id, EVENT_SOURCE_FILE, reader->scratch);
    if (file.len == 0)
        return event.source;
    return (uint64_t)1 << 32 | strings_intern(reader->texts, file).at;
}

// Those of the event and of its positions, as the filter tag: finds them.
static void add_tags(ValueReader *reader, CountValues *values, EventId id, const Event *event)
{
    const Notes *notes = timeline_notes(reader->timeline);
    bool is_noted = notes && notes_has_event(notes, id);
    if (is_noted || is_own_field(reader, event, HAS_TAGS))
        add_words(reader, values,
                  timeline_field(reader->timeline, id, EVENT_TAGS, reader->scratch));
    size_t count;
    const Position *all = timeline_positions(reader->timeline, id, &count);
    for (size_t n = 0; n < count; n++)
        if (is_noted || all[n].tags.at)
            add_words(
                reader, values,
                timeline_position_field(reader->timeline, id, n, POSITION_TAGS, reader->scratch));
}

// ---- all keys ----

static void read_values(ValueReader *reader, CountKey key, EventId id, const Position *position,
                        CountValues *values)
{
    Event event = timeline_event(reader->timeline, id);
    switch (key) {
    case COUNT_YEAR:
    case COUNT_MONTH:
    case COUNT_DAY:
    case COUNT_DECADE:
        add_value(reader, values, value_of_time(event.date, key));
        break;
    case COUNT_PAIR:
        add_pairs(reader, values, &event);
        break;
    case COUNT_COUNTRY:
        for (size_t i = 0; i < event.country_count; i++)
            add_value(reader, values, event.countries[i].at);
        break;
    case COUNT_KIND:
        add_value(reader, values, event.kind.at);
        break;
    case COUNT_CODE:
        add_value(reader, values, event.code.at);
        break;
    case COUNT_PLACE:
        add_value(reader, values, event.place.at);
        break;
    case COUNT_CHANNEL:
        add_value(reader, values, event.channel.at);
        break;
    case COUNT_LEVEL:
        add_value(reader, values, event.level.at);
        break;
    case COUNT_PARTICIPANT:
    case COUNT_OFFICE:
        add_participants(reader, values, id, key);
        break;
    case COUNT_SPEAKER:
        add_text(reader, values, speaker_text(reader->timeline, position));
        break;
    case COUNT_VERB:
        add_list(reader, values, position->verbs);
        break;
    case COUNT_TOPIC:
        add_list(reader, values, position->topics);
        break;
    case COUNT_DATASET:
    case COUNT_PUBLISHER:
    case COUNT_FILE:
        add_source_field(reader, values, id, key);
        break;
    case COUNT_TAG:
        add_tags(reader, values, id, &event);
        break;
    case COUNT_KEYS:
        break;
    }
}

void values_read(ValueReader *reader, CountKey key, EventId id, const Position *position,
                 CountValues *values)
{
    values->count = 0;
    read_values(reader, key, id, position, values);
    if (values->count == 0)
        add_value(reader, values, 0);
}

bool count_key_is_of_time(CountKey key)
{
    return key == COUNT_YEAR || key == COUNT_MONTH || key == COUNT_DAY || key == COUNT_DECADE;
}

bool count_key_is_of_positions(CountKey key)
{
    return key == COUNT_SPEAKER || key == COUNT_VERB || key == COUNT_TOPIC;
}

Text value_text(const ValueReader *reader, CountKey key, uint64_t value, Arena *arena)
{
    if (value == 0)
        return TEXT("");
    if (count_key_is_of_time(key))
        return time_text(key, value, arena);
    switch (key) {
    case COUNT_PAIR:
        return pair_text(reader->timeline, value, arena);
    case COUNT_COUNTRY:
        return timeline_country_code(reader->timeline, (CountryId){(uint16_t)value});
    case COUNT_KIND:
    case COUNT_CODE:
    case COUNT_PLACE:
    case COUNT_CHANNEL:
    case COUNT_LEVEL:
        return timeline_string(reader->timeline, (StringId){(uint32_t)value});
    default: // the reader's own texts
        return arena_text(arena, strings_text(reader->texts, (StringId){(uint32_t)value}));
    }
}
