// C: which field of the event, the participant or the position is wrong, and what is right. The timeline is loaded
// again with it; the source keeps what it says, and "corrected" keeps that beside.
#include <config.h>
#include "tui/noting.h"

#include "model/utf8.h"

#include <stdlib.h>

struct CorrectJob {
    NotePlace place;
    NoteField field;
};

static CorrectJob *job_of(App *app)
{
    if (!app->correct_job)
        app->correct_job = ARENA_NEW(app->arena, CorrectJob);
    return app->correct_job;
}

// Copied: it may stand in the scratch arena of a decoder.
static Text present_value(App *app, NotePlace place, NoteField field, Arena *arena)
{
    int column = note_field_column(field, place.part);
    Text text = TEXT("");
    switch (place.part) {
    case NOTE_OF_EVENT:
        text = timeline_field(app->timeline, place.event, (EventField)column, app->scratch);
        break;
    case NOTE_OF_PARTICIPANT:
        text = timeline_participant_field(app->timeline, place.event, place.n,
                                          (ParticipantField)column, app->scratch);
        break;
    case NOTE_OF_POSITION:
        text = timeline_position_field(app->timeline, place.event, place.n, (PositionField)column,
                                       app->scratch);
        break;
    case NOTE_OF_PERSON:
    case NOTE_PARTS:
        break;
    }
    return arena_text(arena, text);
}

static Text original_value(App *app, NotePlace place, NoteField field)
{
    return notes_original(timeline_notes(app->timeline), place, field);
}

static bool is_of_person(NoteField field)
{
    return note_field_column(field, NOTE_OF_PERSON) != NOTE_NO_COLUMN;
}

static bool can_correct(App *app, NotePlace place, NoteField field)
{
    if (is_of_person(field))
        return place.part == NOTE_OF_PARTICIPANT && persons_can_correct(app, place);
    return note_field_file(field) == NOTES_FILE_CORRECTIONS &&
           note_field_column(field, place.part) != NOTE_NO_COLUMN;
}

// ---- what is typed ----

static bool read_country(App *app, Text name, Text *code)
{
    const Countries *countries = timeline_countries(app->timeline);
    CountryId id = filter_country(countries, text_trim(name), app->scratch);
    if (id.at == COUNTRY_NONE)
        return false;
    *code = country_get(countries, id)->code;
    return true;
}

static int compare_codes(const void *a, const void *b)
{
    return text_compare(*(const Text *)a, *(const Text *)b);
}

enum { COUNTRIES_TYPED = 64 };

typedef struct Codes {
    Text items[COUNTRIES_TYPED];
    size_t count;
} Codes;

// One country, or two with a hyphen between them; "Guinea-Bissau" is one.
static bool add_codes(App *app, Text name, Codes *codes)
{
    if (codes->count + 2 > COUNTRIES_TYPED)
        return false;
    if (read_country(app, name, &codes->items[codes->count])) {
        codes->count++;
        return true;
    }
    Text second = name;
    Text first = text_cut(&second, '-');
    if (!second.ptr || !read_country(app, first, &codes->items[codes->count]) ||
        !read_country(app, second, &codes->items[codes->count + 1]))
        return false;
    codes->count += 2;
    return true;
}

// "China, DPRK", "CHN-PRK", "CHN>PRK" as an export writes them.
static bool read_countries(App *app, Text typed, Text *value)
{
    Codes codes = {.count = 0};
    size_t start = 0;
    bool is_directed = text_find_char(typed, '>') != TEXT_NOWHERE;
    for (size_t i = 0; i <= typed.len; i++) {
        if (i < typed.len && text_find_char(TEXT(";,>"), typed.ptr[i]) == TEXT_NOWHERE)
            continue;
        if (!add_codes(app, text_sub(typed, start, i - start), &codes))
            return false;
        start = i + 1;
    }
    if (!is_directed)
        qsort(codes.items, codes.count, sizeof *codes.items, compare_codes);
    Buffer out = buffer_in(app->scratch);
    for (size_t i = 0; i < codes.count; i++)
        buffer_printf(&out, "%s%.*s",
                      i == 0                  ? ""
                      : is_directed && i == 1 ? ">"
                                              : ";",
                      TEXT_ARG(codes.items[i]));
    *value = buffer_text(&out);
    return !is_directed || codes.count > 1;
}

const char *correct_expects(App *app, NoteField field, Text typed, Text *value)
{
    Date date;
    const char *why;
    *value = key_text(typed, app->scratch);
    switch (field) {
    case NOTE_DATE:
        return date_parse(*value, &date, &why) ? NULL : "a date such as 1972, 1972-02, 1972-02-21";
    case NOTE_COUNTRIES:
        return read_countries(app, *value, value) ? NULL : "countries such as CHN;PRK or CHN>PRK";
    case NOTE_COUNTRY:
        return read_country(app, *value, value) ? NULL : "a country such as CHN or China";
    case NOTE_TAGS:
    case NOTE_NOTE:
    case NOTE_KIND:
    case NOTE_PLACE:
    case NOTE_SPEAKER:
    case NOTE_ROLE:
    case NOTE_TITLE:
    case NOTE_NAME:
    case NOTE_OFFICE:
    case NOTE_CHANNEL:
    case NOTE_LEVEL:
    case NOTE_PERSON:
    case NOTE_SPELLING:
    case NOTE_FIELDS:
        break;
    }
    return NULL;
}

// ---- doing it ----

// The empty value takes a correction away.
static void correct(App *app, NotePlace place, NoteField field, Text value)
{
    Notes *notes = timeline_notes(app->timeline);
    Text original = original_value(app, place, field);
    Text said = arena_text(app->message_arena, present_value(app, place, field, app->scratch));
    bool is_as_source = text_equal(value, original.ptr ? original : said);
    if (original.ptr)
        said = arena_text(app->message_arena, original);
    notes_begin_action(notes);
    if (!notes_set(notes, app->timeline, place, field, is_as_source ? TEXT("") : value)) {
        app_say(app, ROLE_NOTE, "nothing is changed");
        return;
    }
    if (!noting_keep(app, field))
        return;
    Text name = note_field_name(field);
    if (value.len && !is_as_source)
        app_say(app, ROLE_NOTE, "corrected %.*s: %.*s; the source says %.*s", TEXT_ARG(name),
                TEXT_ARG(value), TEXT_ARG(said.len ? said : TEXT("nothing")));
    else
        app_say(app, ROLE_NOTE, "%.*s is as the source says again: %.*s", TEXT_ARG(name),
                TEXT_ARG(said));
}

// ---- asking for the value ----

static bool accept_value(App *app, Text typed)
{
    const CorrectJob *job = job_of(app);
    Text value = TEXT("");
    Text text = arena_text(app->scratch, text_trim(typed));
    const char *expected = text.len ? correct_expects(app, job->field, text, &value) : NULL;
    if (expected) {
        app->completions = arena_printf(app->message_arena, "expected %s", expected);
        return false;
    }
    correct(app, job->place, job->field, value);
    return true;
}

static Text value_feedback(const App *app, Arena *scratch)
{
    (void)scratch;
    return app->completions.len
               ? app->completions
               : TEXT("Enter corrects, nothing goes back to the source, Esc leaves");
}

static const PromptKind value_prompts[NOTE_FIELDS] = {
    [NOTE_DATE] = {.label = "date: ", .accept = accept_value, .feedback = value_feedback},
    [NOTE_COUNTRIES] = {.label = "countries: ", .accept = accept_value, .feedback = value_feedback},
    [NOTE_PLACE] = {.label = "place: ", .accept = accept_value, .feedback = value_feedback},
    [NOTE_COUNTRY] = {.label = "country: ", .accept = accept_value, .feedback = value_feedback},
    [NOTE_TITLE] = {.label = "title: ", .accept = accept_value, .feedback = value_feedback},
    [NOTE_NAME] = {.label = "name here: ", .accept = accept_value, .feedback = value_feedback},
    [NOTE_OFFICE] = {.label = "office here: ", .accept = accept_value, .feedback = value_feedback},
};

static void add_choice(App *app, Text value, Text label)
{
    Arena *arena = app->chooser.arena;
    Choice choice = {.value = arena_text(arena, value), .label = arena_text(arena, label)};
    choice.words = utf8_fold(
        arena_printf(arena, "%.*s %.*s", TEXT_ARG(choice.value), TEXT_ARG(choice.label)), arena);
    chooser_add(&app->chooser, choice);
}

static void add_original(App *app)
{
    const CorrectJob *job = job_of(app);
    Text original = original_value(app, job->place, job->field);
    if (original.ptr)
        add_choice(app, original.len ? original : TEXT(" "), TEXT("as the source says"));
}

static void add_words(App *app, uint32_t first, uint32_t last)
{
    for (uint32_t word = first; word <= last; word++)
        add_choice(app, timeline_string(app->timeline, (StringId){word}), TEXT(""));
}

static void fill_words(App *app)
{
    add_original(app);
    switch (job_of(app)->field) {
    case NOTE_KIND:
        add_words(app, WORD_MEETING, WORD_OTHER);
        return;
    case NOTE_CHANNEL:
        add_words(app, WORD_PARTY, WORD_MILITARY);
        add_words(app, WORD_OTHER, WORD_OTHER);
        return;
    case NOTE_LEVEL:
        add_words(app, WORD_HEAD, WORD_AMBASSADOR);
        add_words(app, WORD_OTHER, WORD_OTHER);
        return;
    default:
        add_words(app, WORD_HOST, WORD_MENTIONED);
    }
}

// Those at the event, the sides, both, nobody.
static void fill_speakers(App *app)
{
    EventId id = job_of(app)->place.event;
    size_t count;
    timeline_participants(app->timeline, id, &count);
    add_original(app);
    for (size_t n = 0; n < count; n++) {
        Text name =
            timeline_participant_field(app->timeline, id, n, PARTICIPANT_NAME, app->scratch);
        Text code =
            timeline_participant_field(app->timeline, id, n, PARTICIPANT_COUNTRY, app->scratch);
        Text role =
            timeline_participant_field(app->timeline, id, n, PARTICIPANT_ROLE, app->scratch);
        add_choice(app, key_text(name, app->scratch),
                   arena_printf(app->scratch, "%.*s %.*s", TEXT_ARG(code), TEXT_ARG(role)));
    }
    Event event = timeline_event(app->timeline, id);
    for (size_t i = 0; i < event.country_count; i++) {
        Text code = timeline_country_code(app->timeline, event.countries[i]);
        if (text_starts(code, TEXT("@")))
            code = text_sub(code, 1, code.len);
        add_choice(app, arena_printf(app->scratch, "%.*s side", TEXT_ARG(code)), TEXT(""));
    }
    add_choice(app, TEXT("both"), TEXT("both sides"));
    add_choice(app, NOTES_NARRATION, TEXT("the source itself; nobody says it"));
}

static void accept_choice(App *app, const Choice *choice)
{
    const CorrectJob *job = job_of(app);
    correct(app, job->place, job->field, text_trim(arena_text(app->scratch, choice->value)));
}

static bool accept_other(App *app, Text typed)
{
    const CorrectJob *job = job_of(app);
    Text value = key_text(typed, app->scratch);
    if (value.len == 0)
        return false;
    correct(app, job->place, job->field, value);
    return true;
}

static const ChooserKind speaker_chooser = {
    .title = "Who says it", .fill = fill_speakers, .accept = accept_choice};
static const ChooserKind kind_chooser = {.title = "What kind of event",
                                         .fill = fill_words,
                                         .accept = accept_choice,
                                         .accept_text = accept_other};
static const ChooserKind role_chooser = {
    .title = "In which role", .fill = fill_words, .accept = accept_choice};

static const ChooserKind channel_chooser = {
    .title = "Through which channel", .fill = fill_words, .accept = accept_choice};
static const ChooserKind level_chooser = {
    .title = "On which level", .fill = fill_words, .accept = accept_choice};

// NULL: what is right is typed.
static const ChooserKind *chooser_of(NoteField field)
{
    switch (field) {
    case NOTE_SPEAKER:
        return &speaker_chooser;
    case NOTE_KIND:
        return &kind_chooser;
    case NOTE_ROLE:
        return &role_chooser;
    case NOTE_CHANNEL:
        return &channel_chooser;
    case NOTE_LEVEL:
        return &level_chooser;
    default:
        return NULL;
    }
}

static void ask_value(App *app, NotePlace place, NoteField field)
{
    *job_of(app) = (CorrectJob){place, field};
    if (is_of_person(field))
        persons_ask(app, place, field);
    else if (chooser_of(field))
        app_choose(app, chooser_of(field));
    else
        app_ask(app, &value_prompts[field], present_value(app, place, field, app->scratch), NULL);
}

// ---- asking for the field ----

static void fill_fields(App *app)
{
    NotePlace place = job_of(app)->place;
    for (NoteField field = 0; field < NOTE_FIELDS; field++) {
        if (!can_correct(app, place, field))
            continue;
        if (is_of_person(field)) {
            add_choice(app, note_field_name(field), persons_label(app, place, field));
            continue;
        }
        Text value = present_value(app, place, field, app->scratch);
        Text original = original_value(app, place, field);
        Text label = original.ptr ? arena_printf(app->scratch, "%.*s; the source says %.*s",
                                                 TEXT_ARG(value), TEXT_ARG(original))
                                  : value;
        add_choice(app, note_field_name(field), label);
    }
}

static void accept_field(App *app, const Choice *choice)
{
    NoteField field;
    if (note_field_by_name(choice->value, &field))
        ask_value(app, job_of(app)->place, field);
}

static const ChooserKind field_choosers[NOTE_PARTS] = {
    [NOTE_OF_EVENT] = {.title = "Correct this event", .fill = fill_fields, .accept = accept_field},
    [NOTE_OF_PARTICIPANT] = {.title = "Correct this participant",
                             .fill = fill_fields,
                             .accept = accept_field},
    [NOTE_OF_POSITION] = {.title = "Correct this position",
                          .fill = fill_fields,
                          .accept = accept_field},
};

// "speaker Pak Yong Chol"
static void correct_directly(App *app, NotePlace place, Text argument)
{
    NoteField field;
    Text value, rest = argument;
    Text name = text_cut(&rest, ' ');
    if (!note_field_by_name(name, &field) || !can_correct(app, place, field)) {
        app_say(app, ROLE_ERROR, "this %.*s has no field \"%.*s\" to correct",
                TEXT_ARG(note_part_name(place.part)), TEXT_ARG(name));
        return;
    }
    const char *expected = rest.ptr ? correct_expects(app, field, text_trim(rest), &value) : NULL;
    if (!rest.ptr)
        ask_value(app, place, field);
    else if (expected)
        app_say(app, ROLE_ERROR, "expected %s", expected);
    else if (is_of_person(field))
        persons_set(app, place, field, value);
    else
        correct(app, place, field, value);
}

void command_correct(App *app, Text argument)
{
    NotePlace place;
    if (!noting_place(app, true, &place))
        return;
    if (argument.len) {
        correct_directly(app, place, argument);
        return;
    }
    job_of(app)->place = place;
    app_choose(app, &field_choosers[place.part]);
}
