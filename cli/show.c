#include <config.h>
#include "cli/show.h"

#include "model/career.h"
#include "model/reports.h"

// The work on one event: what to look in and where to write.
typedef struct Showing {
    View *view;
    const Timeline *timeline;
    EventId id;
    const CitationWords *citations; // NULL: their words are not to be had
    bool wants_why;
    Arena *scratch; // reset after each event
    Sink *sink;
} Showing;

static void put(const Showing *showing, const char *string)
{
    sink_write(showing->sink, text_from(string));
}

static Text field(const Showing *showing, EventField name)
{
    return timeline_field(showing->timeline, showing->id, name, showing->scratch);
}

// What a source holds may have line ends; here it is one line, so that no text can pass for a line of ours.
static void put_text(const Showing *showing, Text text)
{
    while (text.ptr) {
        Text line = text_trim(text_cut(&text, '\n'));
        sink_write(showing->sink, line);
        if (text.ptr && line.len)
            put(showing, " ");
    }
}

static void put_optional(const Showing *showing, const char *before, Text text)
{
    if (text.len == 0)
        return;
    put(showing, before);
    put_text(showing, text);
}

// "IRN;@EU": behind the countries of the table those for which somebody who was there acts.
static void put_organisations(const Showing *showing, const Event *event)
{
    size_t own = event->country_count - event->organisation_count;
    for (size_t i = own; i < event->country_count; i++)
        put_optional(showing, i > 0 ? ";" : "  ",
                     timeline_country_code(showing->timeline, event->countries[i]));
}

static void put_head(const Showing *showing)
{
    Event event = timeline_event(showing->timeline, showing->id);
    Text date = timeline_date(showing->timeline, showing->id, showing->scratch);
    put_text(showing, date.len ? date : TEXT("no date"));
    if ((event.date.start_form & DATE_PRECISION) == DATE_DAY && !event.date.end_form)
        put_optional(showing, " ", text_from(date_weekday_name(event.date.start)));
    put_optional(showing, "  ", field(showing, EVENT_COUNTRIES));
    put_organisations(showing, &event);
    if (event.has_inferred_countries)
        put(showing, " (countries inferred)");
    put_optional(showing, "  ", field(showing, EVENT_KIND));
    put_optional(showing, "  ", field(showing, EVENT_CODE));
    put_optional(showing, "  ", field(showing, EVENT_PLACE));
    put_optional(showing, "  scale ", field(showing, EVENT_SCALE));
    put(showing, "\n");
    put_text(showing, field(showing, EVENT_TITLE));
    put(showing, "\n");
}

static void put_labels(const Showing *showing)
{
    put(showing, "  id ");
    put_text(showing, field(showing, EVENT_ID));
    put_optional(showing, ", published ", field(showing, EVENT_PUBLISHED));
    put_optional(showing, " by ", field(showing, EVENT_PUBLISHER));
    put_optional(showing, ", channel ", field(showing, EVENT_CHANNEL));
    put_optional(showing, ", level ", field(showing, EVENT_LEVEL));
    put_optional(showing, ", confidence ", field(showing, EVENT_CONFIDENCE));
    put_optional(showing, ", language ", field(showing, EVENT_LANGUAGE));
    put_optional(showing, "\n  tags ", field(showing, EVENT_TAGS));
    put_optional(showing, "\n  note ", field(showing, EVENT_NOTE));
    put_optional(showing, "\n  corrected, was ", field(showing, EVENT_CORRECTED));
    put_optional(showing, "\n  source ", field(showing, EVENT_SOURCE_FILE));
    put_optional(showing, "\n  url ", field(showing, EVENT_SOURCE_URL));
    put(showing, "\n");
}

static Text person(const Showing *showing, size_t n, ParticipantField name)
{
    return timeline_participant_field(showing->timeline, showing->id, n, name, showing->scratch);
}

static void put_person(const Showing *showing, size_t n, bool has_role)
{
    Text country = person(showing, n, PARTICIPANT_COUNTRY);
    country = country.len ? country : person(showing, n, PARTICIPANT_ORGANISATION);
    put(showing, "    ");
    put_text(showing, country.len ? country : TEXT("---"));
    put_optional(showing, "  ", person(showing, n, PARTICIPANT_NAME));
    if (has_role)
        put_optional(showing, ", ", person(showing, n, PARTICIPANT_ROLE));
    put_optional(showing, ": ", person(showing, n, PARTICIPANT_OFFICE));
    put_optional(showing, "; corrected, was ", person(showing, n, PARTICIPANT_CORRECTED));
    put(showing, "\n");
}

// Those present and those only mentioned are two lists, never one.
static void put_people(const Showing *showing, bool mentioned)
{
    size_t count;
    const Participant *people = timeline_participants(showing->timeline, showing->id, &count);
    bool has_any = false;
    for (size_t n = 0; n < count; n++) {
        if ((people[n].role.at == WORD_MENTIONED) != mentioned)
            continue;
        if (!has_any)
            put(showing, mentioned ? "  mentioned, not present\n" : "  participants\n");
        has_any = true;
        put_person(showing, n, !mentioned);
    }
}

static Text said(const Showing *showing, size_t n, PositionField name)
{
    return timeline_position_field(showing->timeline, showing->id, n, name, showing->scratch);
}

static void put_reason(const Showing *showing, const Position *position, size_t n)
{
    const Source *source = timeline_source(showing->timeline, position->text.source);
    uint32_t line = 0, column = 0;
    put_optional(showing, "       rule ", said(showing, n, POSITION_RULE));
    put_optional(showing, ", confidence ", said(showing, n, POSITION_CONFIDENCE));
    put_optional(showing, ", verb class ", said(showing, n, POSITION_VERB_CLASS));
    if (source_locate(source, position->text.offset, &line, &column))
        sink_write(showing->sink,
                   arena_printf(showing->scratch, "; %.*s:%u:%u, bytes %llu+%u",
                                TEXT_ARG(source->path), line, column,
                                (unsigned long long)position->text.offset, position->text.length));
    put(showing, "\n");
}

static void put_citations(const Showing *showing, size_t n)
{
    Text text = said(showing, n, POSITION_TEXT);
    Date when = timeline_event(showing->timeline, showing->id).date;
    Citations found = citations_in(showing->citations, text, when, showing->scratch);
    for (size_t i = 0; i < found.count; i++) {
        put_optional(
            showing, "       refers to ",
            citation_line(showing->timeline, text, found.items[i], showing->id, showing->scratch));
        put(showing, "\n");
    }
}

static void put_speaker(const Showing *showing, const Position *position, size_t n)
{
    Text country = said(showing, n, POSITION_COUNTRY), side = said(showing, n, POSITION_SIDE);
    put(showing, "    ");
    put_text(showing, said(showing, n, POSITION_SPEAKER));
    if (position->speaker.at)
        put_optional(showing, ", ", country);
    if (position->speaker.at && side.len)
        put_optional(showing, ", speaking of the side ", side);
    put_optional(showing, ", ", said(showing, n, POSITION_MODE));
    put_optional(showing, ", ", said(showing, n, POSITION_VERB));
    put_optional(showing, ", #", said(showing, n, POSITION_TOPICS));
    put(showing, "\n");
}

static void put_remarks(const Showing *showing, size_t n)
{
    static const struct {
        const char *before;
        PositionField field;
    } rows[] = {{"       tags ", POSITION_TAGS},
                {"       note ", POSITION_NOTE},
                {"       corrected, was ", POSITION_CORRECTED}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Text text = said(showing, n, rows[i].field);
        put_optional(showing, rows[i].before, text);
        if (text.len)
            put(showing, "\n");
    }
}

static void put_positions(const Showing *showing)
{
    size_t count;
    const Position *positions = timeline_positions(showing->timeline, showing->id, &count);
    bool is_selective = filter_has_position_terms(view_filter(showing->view)), has_any = false;
    for (size_t n = 0; n < count; n++) {
        if (is_selective &&
            !evaluation_marks_position(view_evaluation(showing->view), showing->id, n))
            continue;
        if (!has_any)
            put(showing, "  positions\n");
        has_any = true;
        put_speaker(showing, &positions[n], n);
        sink_write(showing->sink, arena_printf(showing->scratch, "   %2zu  ", n + 1));
        put_text(showing, said(showing, n, POSITION_TEXT));
        put(showing, "\n");
        put_remarks(showing, n);
        if (showing->wants_why)
            put_reason(showing, &positions[n], n);
        if (showing->citations)
            put_citations(showing, n);
    }
}

// ---- who else tells of it ----

// Copied: another field may take its place.
static Text field_of(const Showing *showing, EventId id, EventField name)
{
    return arena_text(showing->scratch,
                      timeline_field(showing->timeline, id, name, showing->scratch));
}

static void put_reports(const Showing *showing)
{
    EventId others[REPORTS_MAX];
    size_t count = reports_of(showing->timeline, showing->id, others, showing->scratch);
    for (size_t i = 0; i < count; i++) {
        Text names[] = {field_of(showing, others[i], EVENT_PUBLISHER_COUNTRY),
                        field_of(showing, others[i], EVENT_PUBLISHER)};
        if (!names[1].len)
            names[1] = field_of(showing, others[i], EVENT_SOURCE_FILE);
        put(showing, i == 0 ? "  also reported by\n    " : "    ");
        put_text(showing, names[0].len ? names[0] : TEXT("---"));
        put_optional(showing, "  ", names[1]);
        put_optional(showing, names[1].len ? ", " : "  ", field_of(showing, others[i], EVENT_DATE));
        put_optional(showing, ", ", field_of(showing, others[i], EVENT_ID));
        put_optional(showing, ": ", field_of(showing, others[i], EVENT_TITLE));
        put(showing, "\n");
        if (showing->wants_why)
            put_optional(
                showing, "       taken for the same meeting: ",
                reports_reason(showing->timeline, showing->id, others[i], showing->scratch));
        if (showing->wants_why)
            put(showing, "\n");
    }
}

// ---- the person whom the filter means ----

static void put_spellings(const Showing *showing, const Actor *actor)
{
    for (size_t i = 1; i < actor->spellings.count; i++)
        put_optional(showing, i == 1 ? "  also written " : ", ",
                     timeline_string(showing->timeline, actor->spellings.items[i]));
    if (actor->spellings.count > 1)
        put(showing, "\n");
}

static void put_office(const Showing *showing, const CareerOffice *office)
{
    Text first = date_format(office->first, showing->scratch);
    Text last = date_format(office->last, showing->scratch);
    put(showing, "  ");
    put_text(showing, first.len ? first : TEXT("no date"));
    if (!text_equal(first, last))
        put_optional(showing, " to ", last);
    put_optional(showing, "  ", office->office.len ? office->office : TEXT("no office named"));
    sink_write(showing->sink, arena_printf(showing->scratch, ", %zu event%s\n", office->events,
                                           office->events == 1 ? "" : "s"));
}

static void put_person_page(const Showing *showing)
{
    ActorId person = career_person(showing->view);
    if (!person.at)
        return;
    const Actor *actor = actors_get(timeline_actors(showing->timeline), person);
    put(showing, "person ");
    put_text(showing, timeline_string(showing->timeline, actor->name));
    put_optional(showing, ", ", timeline_country_code(showing->timeline, actor->country));
    put(showing, "\n");
    put_spellings(showing, actor);
    Career career = career_of(showing->view, person, showing->scratch);
    for (size_t i = 0; i < career.count; i++)
        put_office(showing, &career.items[i]);
    put(showing, "\n");
    arena_reset(showing->scratch);
}

bool show_write(View *view, const ShowOptions *options, Sink *sink)
{
    Showing showing = {.view = view,
                       .timeline = view_timeline(view),
                       .citations = options->citations,
                       .wants_why = options->wants_why,
                       .scratch = arena_new(),
                       .sink = sink};
    put_person_page(&showing);
    for (size_t row = 0; row < view_count(view) && !sink->has_failed; row++) {
        showing.id = view_event(view, row);
        if (row > 0)
            put(&showing, "\n");
        put_head(&showing);
        put_labels(&showing);
        put_people(&showing, false);
        put_people(&showing, true);
        put_positions(&showing);
        put_reports(&showing);
        arena_reset(showing.scratch);
    }
    arena_free(showing.scratch);
    return !sink->has_failed;
}
