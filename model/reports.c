#include <config.h>
#include "model/reports.h"

#include "model/utf8.h"

enum {
    MOST_LOOKED_AT = 256, // of one pair on neighbouring days: a hostile folder takes no longer
    MOST_PAIRED = 4,      // countries of an event whose pairs are looked at
    SHORTEST_WORD = 2,    // letters: initials tell nobody
};

typedef struct Report {
    const Timeline *timeline;
    EventId id;
    Event event;
    const Participant *people;
    size_t people_count;
} Report;

static Report report_at(const Timeline *timeline, EventId id)
{
    Report report = {.timeline = timeline, .id = id, .event = timeline_event(timeline, id)};
    report.people = timeline_participants(timeline, id, &report.people_count);
    return report;
}

// ---- kind, date, place, document ----

// Kinds of one number agree; 0: none of its own.
static uint32_t kind_of(const Report *report)
{
    switch (report->event.kind.at) {
    case WORD_TALKS:
        return WORD_MEETING;
    case WORD_MEETING:
    case WORD_CALL:
    case WORD_LETTER:
    case WORD_VISIT:
    case WORD_SIGNING:
    case WORD_CEREMONY:
        return report->event.kind.at;
    default:
        return 0;
    }
}

static bool is_far(uint32_t kind)
{
    return kind == WORD_CALL || kind == WORD_LETTER;
}

static bool has_day(const Report *report)
{
    return (report->event.date.start_form & DATE_PRECISION) == DATE_DAY;
}

static bool may_be_told_twice(const Report *report)
{
    return kind_of(report) != 0 && has_day(report) && report->people_count > 0 &&
           report->event.code.at == WORD_NONE && report->event.country_count > 1;
}

static int32_t tolerance(uint32_t kind)
{
    return is_far(kind) ? 1 : 0;
}

static bool dates_agree(const Report *a, const Report *b)
{
    int32_t days = tolerance(kind_of(a));
    return a->event.date.start <= b->event.date.end + days &&
           b->event.date.start <= a->event.date.end + days;
}

static bool places_agree(const Report *a, const Report *b, Arena *scratch)
{
    if (is_far(kind_of(a)))
        return true;
    Text one = utf8_fold(timeline_string(a->timeline, a->event.place), scratch);
    Text other = utf8_fold(timeline_string(b->timeline, b->event.place), scratch);
    return text_starts(one, other) || text_starts(other, one); // "Washington" of "Washington, D.C."
}

// Two events of a digest are two meetings, and a publisher tells of one meeting once.
static bool documents_differ(const Report *a, const Report *b, Arena *scratch)
{
    static const EventField fields[] = {EVENT_PUBLISHER, EVENT_SOURCE_FILE};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        Text one = arena_text(scratch, timeline_field(a->timeline, a->id, fields[i], scratch));
        Text other = timeline_field(b->timeline, b->id, fields[i], scratch);
        if (one.len && text_equal(one, other))
            return false;
    }
    return true;
}

// ---- countries ----

static bool has_country(const Event *event, CountryId id)
{
    for (size_t i = 0; i < event->country_count; i++)
        if (country_equal(event->countries[i], id))
            return true;
    return false;
}

static bool countries_agree(const Event *a, const Event *b)
{
    const Event *few = a->country_count <= b->country_count ? a : b;
    const Event *many = few == a ? b : a;
    for (size_t i = 0; i < few->country_count; i++)
        if (!has_country(many, few->countries[i]))
            return false;
    return few->country_count > 1;
}

// ---- persons ----

static bool is_principal(const Participant *person)
{
    switch (person->role.at) {
    case WORD_HOST:
    case WORD_GUEST:
    case WORD_LEAD:
    case WORD_SIGNATORY:
    case WORD_SENDER:
    case WORD_RECIPIENT:
        return true;
    default:
        return false;
    }
}

static Text name_of(const Report *report, const Participant *person)
{
    return timeline_actor_name(report->timeline, person->actor);
}

// The next word of a folded name, hyphens and stops cut.
static bool next_word(Text *rest, Text *word)
{
    while (rest->len) {
        size_t end = 0;
        while (end < rest->len && rest->ptr[end] != ' ' && rest->ptr[end] != '-' &&
               rest->ptr[end] != '.' && rest->ptr[end] != ',')
            end++;
        *word = text_sub(*rest, 0, end);
        *rest = text_sub(*rest, end + (end < rest->len), rest->len);
        if (word->len >= SHORTEST_WORD)
            return true;
    }
    return false;
}

static size_t shared_words(Text a, Text b, size_t *words)
{
    size_t shared = 0;
    Text word, other;
    *words = 0;
    while (next_word(&a, &word)) {
        bool is_shared = false;
        for (Text rest = b; next_word(&rest, &other);)
            is_shared |= text_equal(word, other);
        shared += is_shared;
        (*words)++;
    }
    return shared;
}

typedef enum Likeness { LIKE_NOBODY, LIKE_WORD, LIKE_NAME } Likeness;

// The same actor, or all words of the shorter name stand in the longer; "Joe Biden" and "Joseph R. Biden" share one.
static Likeness likeness(const Report *a, const Participant *one, const Report *b,
                         const Participant *other, Arena *scratch)
{
    if (one->actor.at && one->actor.at == other->actor.at)
        return LIKE_NAME;
    Text first = utf8_fold(name_of(a, one), scratch),
         second = utf8_fold(name_of(b, other), scratch);
    size_t words, others;
    size_t shared = shared_words(first, second, &words);
    shared_words(second, first, &others);
    size_t fewest = words < others ? words : others;
    if (shared > 1 && shared >= fewest)
        return LIKE_NAME;
    return shared ? LIKE_WORD : LIKE_NOBODY;
}

// How the principals of one side agree: none there on one of the pages, none alike, one alike.
typedef struct Agreement {
    bool is_asked; // both pages name principals of that country
    Likeness best;
} Agreement;

static Agreement principals_agree(const Report *a, const Report *b, CountryId side, Arena *scratch)
{
    Agreement found = {false, LIKE_NOBODY};
    for (size_t i = 0; i < a->people_count; i++) {
        const Participant *one = &a->people[i];
        if (!is_principal(one) || !country_equal(participant_side(one), side))
            continue;
        for (size_t k = 0; k < b->people_count; k++) {
            const Participant *other = &b->people[k];
            if (!is_principal(other) || !country_equal(participant_side(other), side))
                continue;
            found.is_asked = true;
            Likeness like = likeness(a, one, b, other, scratch);
            found.best = like > found.best ? like : found.best;
        }
    }
    return found;
}

static bool persons_agree(const Report *a, const Report *b, Arena *scratch)
{
    bool has_shared = false;
    for (size_t i = 0; i < a->event.country_count; i++) {
        Agreement found = principals_agree(a, b, a->event.countries[i], scratch);
        if (found.is_asked && found.best == LIKE_NOBODY)
            return false;
        has_shared |= found.best == LIKE_NAME;
    }
    return has_shared;
}

static bool is_same_meeting(const Report *a, const Report *b, Arena *scratch)
{
    ArenaMark mark = arena_mark(scratch);
    bool is_same = may_be_told_twice(b) && kind_of(a) == kind_of(b) && dates_agree(a, b) &&
                   countries_agree(&a->event, &b->event) && places_agree(a, b, scratch) &&
                   persons_agree(a, b, scratch) && documents_differ(a, b, scratch);
    arena_rewind(scratch, mark);
    return is_same;
}

// ---- looking for them ----

// The first of the events, which stand in total order, that does not start before the day.
static size_t first_of_day(const Timeline *timeline, const EventId *events, size_t count,
                           int32_t day)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        Date date = timeline_event(timeline, events[middle]).date;
        if (!date_is_absent(date) && date.start < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

typedef struct Found {
    EventId *items;
    size_t count;
} Found;

static bool is_found(const Found *found, EventId id)
{
    for (size_t i = 0; i < found->count; i++)
        if (event_equal(found->items[i], id))
            return true;
    return false;
}

static void look_in_pair(const Report *report, CountryId a, CountryId b, Found *found,
                         Arena *scratch)
{
    const Timeline *timeline = report->timeline;
    const EventId *events;
    size_t count = timeline_pair_events(timeline, a, b, &events);
    int32_t days = tolerance(kind_of(report)), last = report->event.date.start + days;
    if (!events)
        return;
    size_t at = first_of_day(timeline, events, count, report->event.date.start - days);
    for (size_t end = at + MOST_LOOKED_AT; at < count && at < end; at++) {
        Report other = report_at(timeline, events[at]);
        if (date_is_absent(other.event.date) || other.event.date.start > last)
            return;
        if (event_equal(other.id, report->id) || found->count == REPORTS_MAX ||
            is_found(found, other.id) || !is_same_meeting(report, &other, scratch))
            continue;
        found->items[found->count++] = other.id;
    }
}

// A handful, moved each to its place.
static void sort_events(const Timeline *timeline, EventId *events, size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (size_t k = i; k > 0 && timeline_compare(timeline, events[k - 1], events[k]) > 0; k--) {
            EventId id = events[k];
            events[k] = events[k - 1];
            events[k - 1] = id;
        }
}

size_t reports_of(const Timeline *timeline, EventId id, EventId *others, Arena *scratch)
{
    Report report = report_at(timeline, id);
    Found found = {others, 0};
    if (!may_be_told_twice(&report))
        return 0;
    size_t paired =
        report.event.country_count < MOST_PAIRED ? report.event.country_count : MOST_PAIRED;
    for (size_t i = 0; i < paired; i++)
        for (size_t k = i + 1; k < paired; k++)
            look_in_pair(&report, report.event.countries[i], report.event.countries[k], &found,
                         scratch);
    sort_events(timeline, others, found.count);
    return found.count;
}

EventId reports_first(const Timeline *timeline, EventId id, Arena *scratch)
{
    EventId others[REPORTS_MAX];
    size_t count = reports_of(timeline, id, others, scratch);
    bool is_later = count > 0 && timeline_compare(timeline, others[0], id) < 0;
    return is_later ? others[0] : id;
}

bool reports_may_be(const Timeline *timeline)
{
    for (size_t i = 0; i < timeline_segment_count(timeline); i++)
        if (timeline_segment(timeline, i)->first_participant)
            return true;
    return false;
}

// ---- why ----

static void put_persons(const Report *a, const Report *b, Buffer *out, Arena *scratch)
{
    size_t count = 0;
    for (size_t i = 0; i < a->people_count; i++) {
        bool is_shared = false;
        for (size_t k = 0; k < b->people_count && is_principal(&a->people[i]) && !is_shared; k++)
            is_shared = is_principal(&b->people[k]) &&
                        likeness(a, &a->people[i], b, &b->people[k], scratch) == LIKE_NAME;
        if (is_shared)
            buffer_printf(out, "%s%.*s",
                          count++ ? ", " : "; in both: ", TEXT_ARG(name_of(a, &a->people[i])));
    }
}

Text reports_reason(const Timeline *timeline, EventId id, EventId other, Arena *scratch)
{
    Report a = report_at(timeline, id), b = report_at(timeline, other);
    if (!may_be_told_twice(&a) || !is_same_meeting(&a, &b, scratch))
        return TEXT("");
    Buffer out = buffer_in(scratch);
    bool is_same_day = a.event.date.start == b.event.date.start;
    Text one = timeline_string(timeline, a.event.kind);
    Text kind = timeline_string(timeline, b.event.kind);
    buffer_printf(&out, "%s, %.*s", is_same_day ? "the same day" : "a day apart", TEXT_ARG(one));
    if (!text_equal(one, kind))
        buffer_printf(&out, " and %.*s", TEXT_ARG(kind));
    for (size_t i = 0, n = 0; i < a.event.country_count; i++)
        if (has_country(&b.event, a.event.countries[i])) {
            Text code = timeline_country_code(timeline, a.event.countries[i]);
            buffer_printf(&out, "%s%.*s", n++ ? "-" : ", ", TEXT_ARG(code));
        }
    put_persons(&a, &b, &out, scratch);
    return buffer_text(&out);
}
