#include <config.h>
#include "model/brief.h"

#include "model/notes.h"
#include "model/utf8.h"

#include <stdlib.h>

enum {
    TEXT_MAX = 1200
}; // bytes of the text of an event where nobody is quoted; whoever wants more has the footnote

// Where the words of an event or a position stand.
typedef struct Footnote {
    EventId event;
    Text corrected;  // what the source says of a position instead: "speaker=Li Wei"
    bool is_located; // `source` and `offset` say where: the line can be told
    uint32_t source;
    Text file;
    uint64_t offset, length; // length 0: not known
    uint32_t line, column;
} Footnote;

typedef struct Brief {
    View *view;
    const Timeline *timeline;
    BriefForm form;
    Sink *sink;
    Arena *arena;   // of the footnotes
    Arena *scratch; // of one event
    struct {
        Footnote *items;
        size_t count, capacity;
    } notes;
} Brief;

static void put(Brief *brief, Text text)
{
    sink_write(brief->sink, text);
}

static void put_escaped(Brief *brief, Text text)
{
    put(brief, brief_escape(text, brief->scratch));
}

static void put_number(Brief *brief, uint64_t number, const char *one, const char *more)
{
    put(brief, arena_printf(brief->scratch, "%llu %s", (unsigned long long)number,
                            number == 1 ? one : more));
}

static Text field(Brief *brief, EventId id, EventField name)
{
    return timeline_field(brief->timeline, id, name, brief->scratch);
}

static Text said(Brief *brief, EventId id, size_t n, PositionField name)
{
    return timeline_position_field(brief->timeline, id, n, name, brief->scratch);
}

// ---- what is in it ----

static bool has_mark(Text tags)
{
    return text_list_has(tags, ';', NOTES_MARK);
}

static bool takes_position(Brief *brief, EventId id, size_t n)
{
    if (brief->form.only_matching && view_chooses_positions(brief->view) &&
        !view_shows_position(brief->view, id, n))
        return false;
    return !brief->form.only_marked || has_mark(field(brief, id, EVENT_TAGS)) ||
           has_mark(said(brief, id, n, POSITION_TAGS));
}

static size_t count_positions(Brief *brief, EventId id)
{
    size_t count, taken = 0;
    timeline_positions(brief->timeline, id, &count);
    for (size_t n = 0; n < count; n++)
        taken += takes_position(brief, id, n);
    return taken;
}

static bool takes_event(Brief *brief, EventId id)
{
    return !brief->form.only_marked || has_mark(field(brief, id, EVENT_TAGS)) ||
           count_positions(brief, id) > 0;
}

static Brief brief_begin(View *view, BriefForm form)
{
    return (Brief){.view = view,
                   .timeline = view_timeline(view),
                   .form = form,
                   .arena = arena_new(),
                   .scratch = arena_new()};
}

static void brief_end(Brief *brief)
{
    arena_free(brief->scratch);
    arena_free(brief->arena);
}

static BriefSize size_of(Brief *brief)
{
    BriefSize size = {0, 0};
    for (size_t row = 0; row < view_count(brief->view); row++) {
        EventId id = view_event(brief->view, row);
        if (takes_event(brief, id)) {
            size.events++;
            size.positions += count_positions(brief, id);
        }
        arena_reset(brief->scratch);
    }
    return size;
}

BriefSize brief_size(View *view, BriefForm form)
{
    Brief brief = brief_begin(view, form);
    BriefSize size = size_of(&brief);
    brief_end(&brief);
    return size;
}

// ---- footnotes ----

static uint64_t number_of(Text text)
{
    int64_t number;
    return text_integer(text, &number) && number > 0 ? (uint64_t)number : 0;
}

// What an own table says of the readout behind it comes first: there the words stand.
static void place_in_file(Brief *brief, Footnote *note, Text offset, Text length)
{
    Event event = timeline_event(brief->timeline, note->event);
    const Source *source = timeline_source(brief->timeline, event.source);
    note->file = arena_text(brief->arena, field(brief, note->event, EVENT_SOURCE_FILE));
    note->offset = number_of(offset);
    note->length = number_of(length);
    note->source = event.source;
    note->is_located = note->length > 0 && text_equal(note->file, source->path);
    if (note->file.len == 0)
        note->file = source->path;
}

static void cite_event(Brief *brief, EventId id)
{
    Footnote note = {.event = id};
    place_in_file(brief, &note, field(brief, id, EVENT_SOURCE_OFFSET),
                  field(brief, id, EVENT_SOURCE_LENGTH));
    ARENA_PUSH(brief->arena, &brief->notes, note);
    put(brief, arena_printf(brief->scratch, "[^%zu]", brief->notes.count));
}

static void cite_position(Brief *brief, EventId id, size_t n)
{
    size_t count;
    const Position *position = &timeline_positions(brief->timeline, id, &count)[n];
    Footnote note = {.event = id};
    note.corrected = arena_text(brief->arena, said(brief, id, n, POSITION_CORRECTED));
    place_in_file(brief, &note, said(brief, id, n, POSITION_SOURCE_OFFSET),
                  said(brief, id, n, POSITION_SOURCE_LENGTH));
    if (note.length == 0 && position->text.length) {
        note.source = position->text.source;
        note.file = timeline_source(brief->timeline, note.source)->path;
        note.offset = position->text.offset;
        note.length = position->text.length;
        note.is_located = true;
    }
    ARENA_PUSH(brief->arena, &brief->notes, note);
    put(brief, arena_printf(brief->scratch, "[^%zu]", brief->notes.count));
}

static int compare_sources(const void *a, const void *b)
{
    const Footnote *left = *(Footnote *const *)a, *right = *(Footnote *const *)b;
    return (left->source > right->source) - (left->source < right->source);
}

static void locate_run(const Brief *brief, Footnote **notes, size_t count)
{
    Problem *places = ARENA_ARRAY(brief->arena, Problem, count);
    for (size_t i = 0; i < count; i++)
        places[i] = (Problem){.source = notes[i]->source, .offset = notes[i]->offset};
    source_locate_problems(timeline_source(brief->timeline, notes[0]->source), places, count);
    for (size_t i = 0; i < count; i++) {
        notes[i]->line = places[i].line;
        notes[i]->column = places[i].column;
    }
}

// One pass over each source, however many notes point into it.
static void locate_notes(Brief *brief)
{
    Footnote **sorted = ARENA_ARRAY(brief->arena, Footnote *, brief->notes.count);
    size_t count = 0;
    for (size_t i = 0; i < brief->notes.count; i++)
        if (brief->notes.items[i].is_located)
            sorted[count++] = &brief->notes.items[i];
    if (count > 1)
        qsort(sorted, count, sizeof *sorted, compare_sources);
    for (size_t i = 0, next; i < count; i = next) {
        next = i + 1;
        while (next < count && sorted[next]->source == sorted[i]->source)
            next++;
        locate_run(brief, sorted + i, next - i);
    }
}

static bool is_plain_url(Text url)
{
    Text allowed = TEXT("-._~:/?#@!$&'()*+,;=%");
    if (!text_starts_nocase(url, TEXT("http://")) && !text_starts_nocase(url, TEXT("https://")))
        return false;
    for (size_t i = 0; i < url.len; i++) {
        char c = url.ptr[i];
        bool is_word = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
        if (!is_word && text_find_char(allowed, c) == TEXT_NOWHERE)
            return false;
    }
    return true;
}

static void put_part(Brief *brief, const char *before, Text text)
{
    if (text.len == 0)
        return;
    put(brief, text_from(before));
    put_escaped(brief, text);
}

// "; corrected, the source has date 2024-05-12, speaker Li Wei": of the event, then of the position.
static void put_corrections(Brief *brief, const Footnote *note)
{
    Text lists[] = {field(brief, note->event, EVENT_CORRECTED), note->corrected};
    const char *before = "; corrected, the source has ";
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        while (lists[i].ptr && lists[i].len) {
            Text value = text_cut(&lists[i], ';');
            Text name = text_cut(&value, '=');
            put_part(brief, before, name);
            put_part(brief, " ", value.len ? value : TEXT("nothing"));
            before = ", ";
        }
    }
}

static void put_footnote(Brief *brief, size_t index)
{
    const Footnote *note = &brief->notes.items[index];
    Text publisher = field(brief, note->event, EVENT_PUBLISHER);
    Text url = field(brief, note->event, EVENT_SOURCE_URL);
    put(brief, arena_printf(brief->scratch, "[^%zu]: ", index + 1));
    put_escaped(brief, publisher);
    put_part(brief, publisher.len ? ", " : "", field(brief, note->event, EVENT_TITLE));
    put_part(brief, ", event of ", timeline_date(brief->timeline, note->event, brief->scratch));
    put_part(brief, ", published ", field(brief, note->event, EVENT_PUBLISHED));
    if (is_plain_url(url))
        put(brief, arena_printf(brief->scratch, ", <%.*s>", TEXT_ARG(url)));
    else
        put_part(brief, ", ", url);
    put_part(brief, ", ", note->file);
    if (note->line)
        put(brief, arena_printf(brief->scratch, ":%u:%u", note->line, note->column));
    if (note->length)
        put(brief,
            arena_printf(brief->scratch, ", bytes %llu+%llu", (unsigned long long)note->offset,
                         (unsigned long long)note->length));
    put_corrections(brief, note);
    put(brief, TEXT("\n"));
}

// ---- events ----

static Text date_and_weekday(Brief *brief, EventId id)
{
    Date date = timeline_event(brief->timeline, id).date;
    Text text = timeline_date(brief->timeline, id, brief->scratch);
    if (date.start_form != DATE_DAY || date.end_form != DATE_ABSENT)
        return text.len ? text : TEXT("without a date");
    return arena_printf(brief->scratch, "%.*s %s", TEXT_ARG(text), date_weekday_name(date.start));
}

static void put_event_line(Brief *brief, EventId id)
{
    put(brief, TEXT("**"));
    put_escaped(brief, date_and_weekday(brief, id));
    put(brief, TEXT("**"));
    put_part(brief, ", ", field(brief, id, EVENT_COUNTRIES));
    put_part(brief, ", ", field(brief, id, EVENT_KIND));
    put_part(brief, ", ", field(brief, id, EVENT_PLACE));
    put_part(brief, ": ", field(brief, id, EVENT_TITLE));
    cite_event(brief, id);
    put(brief, TEXT("\n\n"));
}

// One's own words, apart from those of the source.
static void put_remarks(Brief *brief, Text tags, Text note)
{
    Buffer list = buffer_in(brief->scratch);
    while (tags.ptr && tags.len) {
        Text tag = text_cut(&tags, ';');
        if (!text_equal(tag, NOTES_MARK))
            buffer_printf(&list, "%s%.*s", list.count ? ", " : "", TEXT_ARG(tag));
    }
    if (list.count == 0 && note.len == 0)
        return;
    put(brief, TEXT("*"));
    put_part(brief, "Tags: ", buffer_text(&list));
    put_part(brief, list.count ? ". Note: " : "Note: ", note);
    put(brief, TEXT("*\n\n"));
}

// "the CHN readout"
static Text reporter(Brief *brief, EventId id)
{
    Text country = field(brief, id, EVENT_PUBLISHER_COUNTRY);
    Text publisher = field(brief, id, EVENT_PUBLISHER);
    bool is_readout = text_equal(field(brief, id, EVENT_DATASET), TEXT("readout"));
    const char *what = is_readout ? "readout" : "source";
    if (country.len)
        return arena_printf(brief->scratch, "the %.*s %s", TEXT_ARG(country), what);
    if (publisher.len)
        return arena_printf(brief->scratch, "the %s of %.*s", what, TEXT_ARG(publisher));
    return arena_printf(brief->scratch, "the %s", what);
}

// The office as of this event.
static Text office_of(Brief *brief, EventId id, ActorId speaker)
{
    size_t count;
    const Participant *people = timeline_participants(brief->timeline, id, &count);
    for (size_t n = 0; n < count && speaker.at; n++)
        if (people[n].actor.at == speaker.at)
            return timeline_participant_field(brief->timeline, id, n, PARTICIPANT_OFFICE,
                                              brief->scratch);
    return TEXT("");
}

static void put_speaker(Brief *brief, EventId id, size_t n)
{
    size_t count;
    const Position *position = &timeline_positions(brief->timeline, id, &count)[n];
    Text name = said(brief, id, n, POSITION_SPEAKER),
         country = said(brief, id, n, POSITION_COUNTRY);
    Text office = office_of(brief, id, position->speaker);
    bool is_both = position->speaker_name.at == WORD_BOTH;
    bool is_narration = name.len == 0 || text_equal(name, NOTES_NARRATION);
    put_escaped(brief, is_both ? TEXT("Both sides") : is_narration ? TEXT("Narration") : name);
    if (position->speaker.at && (country.len || office.len)) {
        put(brief, TEXT(" ("));
        put_escaped(brief, country);
        put_part(brief, country.len ? ", " : "", office);
        put(brief, TEXT(")"));
    }
    const char *how = position->mode.at == WORD_DIRECT ? ", quoted by " : ", according to ";
    // The source has the words, but says otherwise whose they are.
    if (said(brief, id, n, POSITION_CORRECTED).len)
        how = ", as corrected; words of ";
    put(brief, text_from(how));
    put_escaped(brief, reporter(brief, id));
    put(brief, TEXT(":\n\n"));
}

static bool has_same_head(Brief *brief, EventId id, size_t m, size_t n)
{
    size_t count;
    const Position *all = timeline_positions(brief->timeline, id, &count);
    const Position *a = &all[m], *b = &all[n];
    return (said(brief, id, m, POSITION_CORRECTED).len > 0) ==
               (said(brief, id, n, POSITION_CORRECTED).len > 0) &&
           a->speaker.at == b->speaker.at && a->speaker_name.at == b->speaker_name.at &&
           country_equal(a->country, b->country) &&
           (a->mode.at == WORD_DIRECT) == (b->mode.at == WORD_DIRECT);
}

static void put_positions(Brief *brief, EventId id)
{
    size_t count, before = TEXT_NOWHERE;
    timeline_positions(brief->timeline, id, &count);
    for (size_t n = 0; n < count; n++) {
        if (!takes_position(brief, id, n))
            continue;
        if (before == TEXT_NOWHERE || !has_same_head(brief, id, before, n))
            put_speaker(brief, id, n);
        before = n;
        put(brief, TEXT("> "));
        put_escaped(brief, said(brief, id, n, POSITION_TEXT));
        cite_position(brief, id, n);
        put(brief, TEXT("\n\n"));
        put_remarks(brief, said(brief, id, n, POSITION_TAGS), said(brief, id, n, POSITION_NOTE));
    }
}

// Where nobody is quoted the source speaks for itself.
static void put_text(Brief *brief, EventId id)
{
    size_t count;
    timeline_positions(brief->timeline, id, &count);
    Text text = field(brief, id, EVENT_TEXT);
    if (count > 0 || text.len == 0)
        return;
    bool is_cut = text.len > TEXT_MAX;
    size_t len = is_cut ? TEXT_MAX : text.len;
    while (is_cut && len > 0 && text.ptr[len] != ' ' && text.ptr[len] != '\n')
        len--;
    put(brief, TEXT("> "));
    if (len == 0)
        len = utf8_whole(text_sub(text, 0, TEXT_MAX));
    put_escaped(brief, text_sub(text, 0, len));
    put(brief, is_cut ? TEXT(" …\n\n") : TEXT("\n\n"));
}

static void put_head(Brief *brief)
{
    BriefSize size = size_of(brief);
    Text filter = view_is_lifted(brief->view) ? TEXT("") : view_filter_text(brief->view);
    put(brief, TEXT("# "));
    put_escaped(brief, filter.len ? filter : TEXT("All events"));
    put(brief, TEXT("\n\n"));
    put_number(brief, size.events, "event", "events");
    put(brief, TEXT(", "));
    put_number(brief, size.positions, "position", "positions");
    put(brief, brief->form.only_marked ? TEXT("; only what is marked.\n\n") : TEXT(".\n\n"));
}

bool brief_write(View *view, BriefForm form, Sink *sink)
{
    Brief brief = brief_begin(view, form);
    brief.sink = sink;
    put_head(&brief);
    for (size_t row = 0; row < view_count(view) && !sink->has_failed; row++) {
        EventId id = view_event(view, row);
        arena_reset(brief.scratch);
        if (!takes_event(&brief, id))
            continue;
        put_event_line(&brief, id);
        put_remarks(&brief, field(&brief, id, EVENT_TAGS), field(&brief, id, EVENT_NOTE));
        put_positions(&brief, id);
        put_text(&brief, id);
    }
    locate_notes(&brief);
    for (size_t i = 0; i < brief.notes.count && !sink->has_failed; i++) {
        put_footnote(&brief, i);
        arena_reset(brief.scratch);
    }
    brief_end(&brief);
    return !sink->has_failed;
}
