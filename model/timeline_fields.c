#include <config.h>
#include "model/notes.h"
#include "model/timeline_own.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// The columns of our tables as texts: from the source where it has them, else from the timeline's own columns.

// "-6.5", "12": a whole number of the smallest decimals with which it reads back as the same. False: it needs more.
static bool short_number(double number, Arena *scratch, Text *text)
{
    static const double powers[] = {1, 10, 100, 1000, 10000};
    enum { MOST = 100000000 }; // nine digits are exact in a double, and so is their quotient
    double positive = fabs(number);
    for (size_t decimals = 0; decimals < sizeof powers / sizeof powers[0]; decimals++) {
        double whole = rint(positive * powers[decimals]);
        if (whole >= MOST)
            return false;
        if ((float)(whole / powers[decimals]) != (float)positive)
            continue;
        Text digits = arena_number(scratch, (uint64_t)whole);
        char *out = arena_alloc_raw(scratch, 16, 1); // a sign, "0.", leading zeros, digits
        size_t len = 0, lead = digits.len > decimals ? digits.len - decimals : 0;
        if (signbit(number))
            out[len++] = '-';
        for (size_t i = 0; i < lead; i++)
            out[len++] = digits.ptr[i];
        if (lead == 0)
            out[len++] = '0';
        if (decimals > 0)
            out[len++] = '.';
        for (size_t i = digits.len; i < decimals; i++)
            out[len++] = '0';
        for (size_t i = lead; i < digits.len; i++)
            out[len++] = digits.ptr[i];
        *text = (Text){out, len};
        return true;
    }
    return false;
}

// The shortest decimal that reads back as the same number; 1000, not 1e+03.
static Text number_text(double number, Arena *scratch)
{
    Text text = TEXT("");
    if (isnan(number) || short_number(number, scratch, &text))
        return text;
    for (int digits = 1; digits <= 9; digits++) { // 9 digits hold every float
        text = arena_printf(scratch, "%.*g", digits, number);
        if (strtof(text.ptr, NULL) == (float)number)
            break;
    }
    bool is_plain =
        text_find_char(text, 'e') == TEXT_NOWHERE || fabs(number) < 1 || fabs(number) >= 1e15;
    return is_plain ? text : arena_printf(scratch, "%.0f", strtod(text.ptr, NULL));
}

static int compare_codes(const void *a, const void *b)
{
    return text_compare(*(const Text *)a, *(const Text *)b);
}

static Text countries_text(const Timeline *timeline, const Event *event, Arena *scratch)
{
    // the organisations stand with the participants who act for them
    size_t count = event->country_count - event->organisation_count;
    if (count == 0)
        return TEXT("");
    if (count == 1)
        return timeline_country_code(timeline, event->countries[0]);
    Text *codes = ARENA_ARRAY(scratch, Text, count);
    for (size_t i = 0; i < count; i++)
        codes[i] = timeline_country_code(timeline, event->countries[i]);
    if (!event->is_directed)
        qsort(codes, count, sizeof *codes, compare_codes);
    Buffer out = buffer_in(scratch);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_add_char(&out, event->is_directed && i == 1 ? '>' : ';');
        buffer_add(&out, codes[i]);
    }
    return buffer_text(&out);
}

static Text own_field(const Timeline *timeline, const Source *source, const Event *event,
                      EventField field, Arena *scratch)
{
    switch (field) {
    case EVENT_ID:
        return arena_printf(scratch, "%.*s:%llu", TEXT_ARG(source->dataset),
                            (unsigned long long)event->record);
    case EVENT_DATE:
        return date_format(event->date, scratch);
    case EVENT_KIND:
        return timeline_string(timeline, event->kind);
    case EVENT_CODE:
        return timeline_string(timeline, event->code);
    case EVENT_COUNTRIES:
        return countries_text(timeline, event, scratch);
    case EVENT_PLACE:
        return timeline_string(timeline, event->place);
    case EVENT_SCALE:
        return number_text(event->scale, scratch);
    case EVENT_WEIGHT:
        return number_text(event->weight, scratch);
    case EVENT_DATASET:
        return source->dataset;
    case EVENT_PUBLISHED:
        return date_format(source->published, scratch);
    case EVENT_PUBLISHER:
        return source->publisher;
    case EVENT_PUBLISHER_COUNTRY:
        return timeline_country_code(timeline, source->publisher_country);
    case EVENT_LANGUAGE:
        return source->language;
    case EVENT_CHANNEL:
        return timeline_string(timeline, event->channel);
    case EVENT_LEVEL:
        return timeline_string(timeline, event->level);
    case EVENT_CONFIDENCE:
        return timeline_string(timeline, event->confidence);
    case EVENT_SOURCE_FILE:
        return source->path;
    case EVENT_SOURCE_URL:
        return source->url;
    case EVENT_TITLE:
    case EVENT_TAGS:
    case EVENT_NOTE:
    case EVENT_CORRECTED:
    case EVENT_SOURCE_OFFSET:
    case EVENT_SOURCE_LENGTH:
    case EVENT_TEXT:
    case EVENT_FIELDS:
        break;
    }
    return TEXT("");
}

Text timeline_source_field(const Timeline *timeline, EventId id, EventField field, Arena *scratch)
{
    Event event = timeline_event(timeline, id);
    const Source *source = timeline_source(timeline, event.source);
    Text text;
    if (source->ops->field && source->ops->field(source, event.record, field, scratch, &text))
        return text;
    return own_field(timeline, source, &event, field, scratch);
}

static Text with_corrected(const Timeline *timeline, NotePlace place, Text text, Arena *scratch)
{
    const Notes *notes = timeline_notes(timeline);
    if (!notes || !notes_has_event(notes, place.event))
        return text;
    return notes_join_tags(text, notes_corrected(notes, place, scratch), scratch);
}

static Text with_notes(const Timeline *timeline, NotePlace place, NoteField field, Text text,
                       Arena *scratch)
{
    const Notes *notes = timeline_notes(timeline);
    if (!notes || !notes_has_event(notes, place.event))
        return text;
    Text more = notes_value(notes, place, field, scratch);
    return field == NOTE_TAGS ? notes_join_tags(text, more, scratch)
                              : notes_join_notes(text, more, scratch);
}

// The corrections of a column; NOTE_FIELDS: none can be corrected.
static NoteField correction_of(EventField field)
{
    switch (field) {
    case EVENT_DATE:
        return NOTE_DATE;
    case EVENT_KIND:
        return NOTE_KIND;
    case EVENT_COUNTRIES:
        return NOTE_COUNTRIES;
    case EVENT_PLACE:
        return NOTE_PLACE;
    case EVENT_TITLE:
        return NOTE_TITLE;
    case EVENT_CHANNEL:
        return NOTE_CHANNEL;
    case EVENT_LEVEL:
        return NOTE_LEVEL;
    default:
        return NOTE_FIELDS;
    }
}

static bool has_notes(const Timeline *timeline, EventId id)
{
    const Notes *notes = timeline_notes(timeline);
    return notes && notes_has_event(notes, id);
}

Text timeline_original_field(const Timeline *timeline, EventId id, EventField field, Arena *scratch)
{
    NoteField correction = correction_of(field);
    if (correction != NOTE_FIELDS && has_notes(timeline, id)) {
        Text original =
            notes_original(timeline_notes(timeline), (NotePlace){.event = id}, correction);
        if (original.ptr)
            return original;
    }
    return timeline_source_field(timeline, id, field, scratch);
}

// What a person has corrected or added takes the place of what the source says, or stands beside it.
static Text noted_field(const Timeline *timeline, EventId id, EventField field, Text text,
                        Arena *scratch)
{
    NotePlace place = {.event = id};
    NoteField correction = correction_of(field);
    if (correction != NOTE_FIELDS) {
        Text value = notes_value(timeline_notes(timeline), place, correction, scratch);
        return value.len ? value : text;
    }
    if (field == EVENT_CORRECTED)
        return with_corrected(timeline, place, text, scratch);
    if (field == EVENT_TAGS)
        return with_notes(timeline, place, NOTE_TAGS, text, scratch);
    return field == EVENT_NOTE ? with_notes(timeline, place, NOTE_NOTE, text, scratch) : text;
}

Text timeline_field(const Timeline *timeline, EventId id, EventField field, Arena *scratch)
{
    Text text = timeline_source_field(timeline, id, field, scratch);
    return has_notes(timeline, id) ? noted_field(timeline, id, field, text, scratch) : text;
}

Text timeline_date(const Timeline *timeline, EventId id, Arena *scratch)
{
    Date date = timeline_event(timeline, id).date;
    Text text = timeline_field(timeline, id, EVENT_DATE, scratch);
    bool is_first_day = date.end_form != DATE_ABSENT && text_find_char(text, '/') == TEXT_NOWHERE;
    return is_first_day ? date_format(date, scratch) : text;
}

void timeline_fields(const Timeline *timeline, EventId id, Arena *scratch, Text *out)
{
    Event event = timeline_event(timeline, id);
    const Source *source = timeline_source(timeline, event.source);
    uint32_t answered =
        source->ops->fields ? source->ops->fields(source, event.record, scratch, out) : 0;
    for (EventField field = 0; field < EVENT_FIELDS; field++) {
        if (!source->ops->fields)
            out[field] = timeline_source_field(timeline, id, field, scratch);
        else if (!(answered >> field & 1))
            out[field] = own_field(timeline, source, &event, field, scratch);
    }
    for (EventField field = 0; field < EVENT_FIELDS && has_notes(timeline, id); field++)
        out[field] = noted_field(timeline, id, field, out[field], scratch);
}

bool timeline_extra(const Timeline *timeline, EventId id, size_t index, Text *name, Text *value,
                    Arena *scratch)
{
    Event event = timeline_event(timeline, id);
    const Source *source = timeline_source(timeline, event.source);
    return source->ops->extra &&
           source->ops->extra(source, event.record, index, name, value, scratch);
}

static Text count_text(uint64_t number, Arena *scratch)
{
    return arena_printf(scratch, "%llu", (unsigned long long)number);
}

// Provenance is empty where nothing is known, never zero.
static Text span_offset(Span span, Arena *scratch)
{
    return span.length ? count_text(span.offset, scratch) : TEXT("");
}

static Text span_length(Span span, Arena *scratch)
{
    return span.length ? count_text(span.length, scratch) : TEXT("");
}

static Text participant_name(const Timeline *timeline, const Participant *participant,
                             Arena *scratch)
{
    if (participant->called.at)
        return timeline_string(timeline, participant->called);
    if (participant->name.length)
        return timeline_slice_text(timeline, participant->name, scratch);
    return timeline_actor_name(timeline, participant->actor);
}

static Text office_text(const Timeline *timeline, const Participant *participant, Arena *scratch)
{
    Text first = timeline_slice_text(timeline, participant->office[0], scratch);
    Text second = timeline_slice_text(timeline, participant->office[1], scratch);
    if (second.len == 0)
        return first;
    return arena_printf(scratch, "%.*s; %.*s", TEXT_ARG(first), TEXT_ARG(second));
}

Text timeline_source_participant_field(const Timeline *timeline, EventId id, size_t n,
                                       ParticipantField field, Arena *scratch)
{
    size_t count;
    const Participant *participant = timeline_participants(timeline, id, &count);
    BUG_IF(n >= count);
    if (field == PARTICIPANT_NAME && participant[n].name.length)
        return timeline_slice_text(timeline, participant[n].name, scratch);
    if (field == PARTICIPANT_OFFICE)
        return office_text(timeline, &participant[n], scratch);
    return timeline_participant_field(timeline, id, n, field, scratch);
}

bool participant_is_apart(const Participant *participant)
{
    return participant->role.at == WORD_MENTIONED && !participant->is_listed;
}

Text timeline_participant_field(const Timeline *timeline, EventId id, size_t n,
                                ParticipantField field, Arena *scratch)
{
    size_t count;
    const Participant *participant = timeline_participants(timeline, id, &count);
    BUG_IF(n >= count);
    participant += n;
    switch (field) {
    case PARTICIPANT_EVENT_ID:
        return timeline_field(timeline, id, EVENT_ID, scratch);
    case PARTICIPANT_N:
        return count_text(participant->n ? participant->n : n + 1, scratch);
    case PARTICIPANT_NAME:
        return participant_name(timeline, participant, scratch);
    case PARTICIPANT_COUNTRY:
        return timeline_country_code(timeline, participant->country);
    case PARTICIPANT_ORGANISATION:
        return timeline_country_code(timeline, participant->organisation);
    case PARTICIPANT_OFFICE:
        return participant->holds.at ? timeline_string(timeline, participant->holds)
                                     : office_text(timeline, participant, scratch);
    case PARTICIPANT_ROLE:
        return timeline_string(timeline, participant->role);
    case PARTICIPANT_CHANNEL:
        return timeline_string(timeline, participant->channel);
    case PARTICIPANT_LEVEL:
        return timeline_string(timeline, participant->level);
    case PARTICIPANT_SOURCE_OFFSET:
        return span_offset(participant->span, scratch);
    case PARTICIPANT_SOURCE_LENGTH:
        return span_length(participant->span, scratch);
    case PARTICIPANT_CORRECTED:
        return with_corrected(timeline, (NotePlace){id, NOTE_OF_PARTICIPANT, (uint32_t)n},
                              timeline_string(timeline, participant->corrected), scratch);
    case PARTICIPANT_FIELDS:
        break;
    }
    return TEXT("");
}

Text timeline_position_field(const Timeline *timeline, EventId id, size_t n, PositionField field,
                             Arena *scratch)
{
    size_t count;
    const Position *position = timeline_positions(timeline, id, &count);
    BUG_IF(n >= count);
    position += n;
    switch (field) {
    case POSITION_EVENT_ID:
        return timeline_field(timeline, id, EVENT_ID, scratch);
    case POSITION_N:
        return count_text(position->n ? position->n : n + 1, scratch);
    case POSITION_SPEAKER:
        return timeline_string(timeline, position->speaker_name);
    case POSITION_COUNTRY:
        return timeline_country_code(timeline, position->country);
    case POSITION_SIDE:
        return timeline_country_code(timeline, position->side);
    case POSITION_MODE:
        return timeline_string(timeline, position->mode);
    case POSITION_VERB:
        return timeline_string(timeline, position->verbs);
    case POSITION_VERB_CLASS:
        return timeline_string(timeline, position->verb_classes);
    case POSITION_TOPICS:
        return timeline_string(timeline, position->topics);
    case POSITION_CONFIDENCE:
        return timeline_string(timeline, position->confidence);
    case POSITION_RULE:
        return timeline_string(timeline, position->rule);
    case POSITION_CORRECTED:
        return with_corrected(timeline, (NotePlace){id, NOTE_OF_POSITION, (uint32_t)n},
                              timeline_string(timeline, position->corrected), scratch);
    case POSITION_TEXT:
        return timeline_slice_text(timeline, position->text, scratch);
    case POSITION_SOURCE_OFFSET:
        return span_offset(position->span, scratch);
    case POSITION_SOURCE_LENGTH:
        return span_length(position->span, scratch);
    case POSITION_TAGS:
        return with_notes(timeline, (NotePlace){id, NOTE_OF_POSITION, (uint32_t)n}, NOTE_TAGS,
                          timeline_string(timeline, position->tags), scratch);
    case POSITION_NOTE:
        return with_notes(timeline, (NotePlace){id, NOTE_OF_POSITION, (uint32_t)n}, NOTE_NOTE,
                          timeline_string(timeline, position->note), scratch);
    case POSITION_FIELDS:
        break;
    }
    return TEXT("");
}
