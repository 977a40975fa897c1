#include <config.h>

#include "tests/support_timeline.h"

#include <math.h>

// The record of an event is its index here; the texts stand one behind the other in the source.
typedef struct FixtureForm {
    const FixtureEvent *events;
    size_t count;
    size_t first; // number of the first event, for ids that differ between sources
} FixtureForm;

typedef struct Writing {
    Fixture *fixture;
    Builder *builder;
    Source *source;
    Buffer content;
} Writing;

static const FixtureEvent default_events[] = {
    {"1949-10-03", "USSR recognises the PRC", "exchange", "SUN>CHN", "Moscow", {{0}}, {{0}}, 7},
    {"1949-10-06",
     "DPRK and PRC establish diplomatic relations",
     "treaty",
     "CHN;PRK",
     "",
     {{0}},
     {{0}},
     0},
    {"1950-10", "Volunteers cross the Yalu", "war", "CHN;PRK", "", {{0}}, {{0}}, -10},
    {"1963-01-22",
     "Élysée Treaty",
     "treaty",
     "DEU;FRA",
     "Paris",
     {{"Konrad Adenauer", "DEU", "Federal Chancellor", "signatory"},
      {"Charles de Gaulle", "FRA", "President of the Republic", "signatory"}},
     {{0}},
     0},
    {"1972-02-21/1972-02-28",
     "President Nixon visits China",
     "visit",
     "CHN;USA",
     "Beijing",
     {{"Richard Nixon", "USA", "President", "guest"}, {"Zhou Enlai", "CHN", "Premier", "host"}},
     {{0}},
     6},
    {"1972-09-29",
     "Japan and China normalise relations",
     "signing",
     "CHN;JPN",
     "Beijing",
     {{"Tanaka Kakuei", "JPN", "Prime Minister", "signatory"},
      {"Zhou Enlai", "CHN", "Premier", "signatory"}},
     {{0}},
     0},
    {"1989-05-16", "Gorbachev meets Deng", "meeting", "CHN;SUN", "Beijing", {{0}}, {{0}}, 0},
    {"2001", "A year of friendship", "other", "CHN;RUS", "", {{0}}, {{0}}, 0},
    {"2023-11-15",
     "Two presidents meet at Woodside",
     "meeting",
     "CHN;USA",
     "Woodside",
     {{0}},
     {{0}},
     4},
    {"2024-01-19",
     "Minister Wen receives Ambassador Pak",
     "meeting",
     "CHN;PRK",
     "Beijing",
     {{"Wen Shulan", "CHN", "Minister of the International Department", "host"},
      {"Pak Yong Chol", "PRK", "Ambassador to China", "guest"},
      {"Hu Qiming", "CHN", "General Secretary", "mentioned"}},
     {{"Wen Shulan", "CHN", "say", "say", "ties", "subject",
       "Wen said, the two sides exchanged messages at the beginning of the year."},
      {"Wen Shulan", "CHN", "be willing to", "commit", "ties;party", "continuation",
       "The Chinese side is willing to deepen strategic communication."},
      {"Pak Yong Chol", "PRK", "brief", "brief", "party", "subject",
       "Pak briefed on the plenary meeting and congratulated the Chinese people."},
      {"Pak Yong Chol", "PRK", "support", "support", "core/taiwan", "side",
       "The DPRK side firmly supports China's struggle to safeguard its core interests."}},
     0},
    {"2024-03-02",
     "東京で会談 — talks in Tokyo",
     "talks",
     "CHN;JPN",
     "Tokyo",
     {{"KUROSAWA Tetsuya", "JPN", "Minister for Foreign Affairs", "host"},
      {"高建", "CHN", "外交部长", "guest"}},
     {{"both", "", "agree", "agree", "visits", "joint",
       "The two ministers agreed to meet again within the year."}},
     0},
    {"2024-03-02",
     "Call between the foreign ministers",
     "call",
     "CHN;RUS",
     "",
     {{0}},
     {{"CHN side", "CHN", "stress", "stress", "ukraine", "side",
       "The Chinese side stressed the importance of dialogue."}},
     0},
    {"2024-06-30",
     "Statement on a joint exercise",
     "statement",
     "PRK>USA",
     "Pyongyang",
     {{0}},
     {{0}},
     -4},
    {"2024-12-05", "Trilateral consultations", "talks", "CHN;RUS;USA", "Geneva", {{0}}, {{0}}, 0},
};

static bool form_field(const Source *source, uint64_t record, EventField field, Arena *scratch,
                       Text *out)
{
    const FixtureForm *form = source->form;
    if (field == EVENT_TITLE)
        *out = text_from(form->events[record].title);
    else if (field == EVENT_ID)
        *out = arena_printf(scratch, "f%zu", form->first + (size_t)record);
    else
        return false;
    return true;
}

static const SourceOps fixture_ops = {
    .read = source_read_memory, .field = form_field, .slice_text = source_raw};

static void add_country(Fixture *fixture, const char *code, const char *name, const char *adjective,
                        const char *capital)
{
    Country *country = countries_add(fixture->countries, text_from(code));
    country->name = text_from(name);
    ARENA_PUSH(fixture->arena, &country->adjectives, text_from(adjective));
    ARENA_PUSH(fixture->arena, &country->capitals, text_from(capital));
}

static CountryId code_id(const Fixture *fixture, const char *code)
{
    return country_by_code(fixture->countries, text_from(code));
}

static void add_countries(Fixture *fixture)
{
    fixture->countries = countries_new(fixture->arena);
    add_country(fixture, "CHN", "China", "Chinese", "Beijing");
    add_country(fixture, "PRK", "North Korea", "North Korean", "Pyongyang");
    add_country(fixture, "USA", "United States", "American", "Washington");
    add_country(fixture, "JPN", "Japan", "Japanese", "Tokyo");
    add_country(fixture, "SUN", "Soviet Union", "Soviet", "Moscow");
    add_country(fixture, "RUS", "Russia", "Russian", "Moscow");
    add_country(fixture, "DEU", "Germany", "German", "Berlin");
    add_country(fixture, "FRA", "France", "French", "Paris");
    CountryId soviet = code_id(fixture, "SUN"), russia = code_id(fixture, "RUS");
    ARENA_PUSH(fixture->arena, &countries_add(fixture->countries, TEXT("SUN"))->successors, russia);
    ARENA_PUSH(fixture->arena, &countries_add(fixture->countries, TEXT("RUS"))->predecessors,
               soviet);
    ARENA_PUSH(fixture->arena, &countries_add(fixture->countries, TEXT("PRK"))->names,
               TEXT("DPRK"));
    CountryId germany = code_id(fixture, "DEU"), france = code_id(fixture, "FRA");
    Country *group = countries_add(fixture->countries, TEXT("EU2"));
    group->name = TEXT("Two of the Union");
    group->class = COUNTRY_GROUP;
    ARENA_PUSH(fixture->arena, &group->members, germany);
    ARENA_PUSH(fixture->arena, &group->members, france);
    countries_finish(fixture->countries);
}

// Writes a text behind the content so far: its place is the slice.
static Slice put(Writing *writing, const char *string)
{
    Text text = text_from(string);
    Slice slice = {writing->content.count, (uint32_t)text.len, writing->source->id};
    buffer_add(&writing->content, text);
    return slice;
}

static void add_person(Writing *writing, const FixturePerson *person)
{
    Builder *builder = writing->builder;
    CountryId country = builder_country(builder, text_from(person->country));
    Participant participant = {.country = country,
                               .actor = builder_actor(builder, text_from(person->name), country),
                               .role = builder_string(builder, text_from(person->role)),
                               .name = put(writing, person->name)};
    participant.office[0] = put(writing, person->office);
    participant.span =
        (Span){participant.name.offset, participant.name.length + participant.office[0].length};
    builder_add_participant(builder, &participant);
}

static void add_sentence(Writing *writing, const FixtureSentence *sentence)
{
    Builder *builder = writing->builder;
    Text speaker = text_from(sentence->speaker);
    bool is_person = !text_ends(speaker, TEXT(" side")) && !text_equal(speaker, TEXT("both"));
    CountryId country = builder_country(builder, text_from(sentence->country));
    Position position = {.speaker_name = builder_string(builder, speaker),
                         .country = country,
                         .mode = is_person ? STRING_WORD(INDIRECT) : STRING_WORD(JOINT),
                         .verbs = builder_string(builder, text_from(sentence->verb)),
                         .verb_classes = builder_string(builder, text_from(sentence->verb_class)),
                         .topics = builder_string(builder, text_from(sentence->topics)),
                         .confidence = STRING_WORD(HIGH),
                         .rule = builder_string(builder, text_from(sentence->rule)),
                         .text = put(writing, sentence->text)};
    if (is_person)
        position.speaker = builder_actor(builder, speaker, country);
    position.span = (Span){position.text.offset, position.text.length};
    builder_add_position(builder, &position);
}

static void add_event(Writing *writing, const FixtureEvent *given, uint64_t record)
{
    Builder *builder = writing->builder;
    builder_begin_event(builder, record);
    CountryId countries[8];
    Text code = text_from(given->kind), kind = text_cut(&code, '/');
    Event event = {.countries = countries,
                   .kind = builder_string(builder, kind),
                   .code = builder_string(builder, code.ptr ? code : TEXT("")),
                   .place = builder_string(builder, text_from(given->place)),
                   .is_directed = text_find_char(text_from(given->countries), '>') != TEXT_NOWHERE,
                   .scale = given->scale == 0 ? (double)NAN : given->scale,
                   .weight = (double)NAN,
                   .source = writing->source->id,
                   .record = record};
    const char *why;
    BUG_IF(!date_parse(text_from(given->date), &event.date, &why));
    Text rest = text_from(given->countries);
    while (rest.ptr && rest.len)
        countries[event.country_count++] =
            builder_country(builder, text_cut(&rest, event.is_directed ? '>' : ';'));
    builder_add_event(builder, &event);
    for (size_t i = 0; i < 6 && given->persons[i].name; i++)
        add_person(writing, &given->persons[i]);
    for (size_t i = 0; i < 8 && given->sentences[i].text; i++)
        add_sentence(writing, &given->sentences[i]);
}

// A publish hook that only remembers the segment: the content is complete only at the end.
typedef struct Pending {
    Segment *items[8];
    size_t count;
} Pending;

static bool keep(void *context, Segment *segment)
{
    Pending *pending = context;
    BUG_IF(pending->count == 8);
    pending->items[pending->count++] = segment;
    return true;
}

void fixture_append(Fixture *fixture, const FixtureEvent *events, size_t count)
{
    Pending pending = {.count = 0};
    Writing writing = {.fixture = fixture,
                       .builder = builder_new(fixture->countries, keep, &pending)};
    writing.content = buffer_in(fixture->arena);
    size_t before = timeline_source_count(fixture->timeline);
    Text path =
        before ? arena_printf(fixture->arena, "fixture-%zu.txt", before + 1) : TEXT("fixture.txt");
    writing.source = source_in_memory(fixture->arena, path, TEXT(""), &fixture_ops);
    writing.source->dataset = TEXT("fixture");
    FixtureForm *form = ARENA_NEW(fixture->arena, FixtureForm);
    *form = (FixtureForm){events, count, timeline_event_count(fixture->timeline) + 1};
    writing.source->form = form;
    builder_start_sources(writing.builder, (uint32_t)timeline_source_count(fixture->timeline));
    builder_add_source(writing.builder, writing.source);
    for (size_t i = 0; i < count; i++) {
        builder_accounting(writing.builder)->read++;
        builder_accounting(writing.builder)->used++;
        add_event(&writing, &events[i], i);
    }
    writing.source->handle = writing.content.items;
    writing.source->size = writing.content.count;
    builder_flush(writing.builder);
    for (size_t i = 0; i < pending.count; i++)
        timeline_append(fixture->timeline, pending.items[i]);
    builder_free(writing.builder);
}

Fixture fixture_from(const FixtureEvent *events, size_t count)
{
    Fixture fixture = {.arena = arena_new()};
    add_countries(&fixture);
    fixture.timeline = timeline_new(fixture.countries);
    fixture_append(&fixture, events, count);
    return fixture;
}

Fixture fixture_new(void)
{
    Fixture fixture = fixture_from(default_events, sizeof default_events / sizeof *default_events);
    timeline_build_index(fixture.timeline);
    return fixture;
}

void fixture_free(Fixture *fixture)
{
    timeline_free(fixture->timeline);
    arena_free(fixture->arena);
}
