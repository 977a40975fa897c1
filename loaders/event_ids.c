#include <config.h>
#include "loaders/event_ids.h"

#include "loaders/id_runs.h"
#include "loaders/lexicon.h"

#define NO_DETAILS UINT32_MAX

// Two words for each event, since there are millions of them.
typedef struct Entry {
    uint64_t hash;   // of the id; 0: free
    uint32_t source; // of the first event that has it
    uint32_t details;
} Entry;

// Of a readout, and of an id that came more than once.
typedef struct Details {
    bool is_readout;
    uint64_t columns; // hashes of what the event says
    uint64_t people;  // 0: neither participants nor positions
    uint32_t number;  // the last one given
} Details;

struct EventIds {
    Arena *arena;
    IdRuns *runs; // ids that count up; the others stand in the table
    Entry *entries;
    size_t capacity; // a power of two, at most three quarters full
    size_t count;
    struct {
        Details *items;
        size_t count, capacity;
    } details;
    struct {
        const Source **items; // by id; those with events
        size_t count, capacity;
    } sources;
};

enum { FIRST_CAPACITY = 64 };

EventIds *event_ids_new(Arena *arena)
{
    EventIds *ids = ARENA_NEW(arena, EventIds);
    ids->arena = arena;
    ids->runs = id_runs_new(arena);
    ids->entries = ARENA_ARRAY(arena, Entry, FIRST_CAPACITY);
    ids->capacity = FIRST_CAPACITY;
    return ids;
}

// ---- the set ----

static Entry *find(const EventIds *ids, uint64_t hash)
{
    size_t at = (size_t)hash & (ids->capacity - 1);
    while (ids->entries[at].hash && ids->entries[at].hash != hash)
        at = (at + 1) & (ids->capacity - 1);
    return &ids->entries[at];
}

static void grow(EventIds *ids)
{
    EventIds larger = *ids;
    larger.capacity *= 2;
    larger.entries = ARENA_ARRAY(ids->arena, Entry, larger.capacity);
    for (size_t i = 0; i < ids->capacity; i++)
        if (ids->entries[i].hash)
            *find(&larger, ids->entries[i].hash) = ids->entries[i];
    *ids = larger;
}

static uint64_t id_hash(Text id)
{
    uint64_t hash = text_hash(id);
    return hash ? hash : 1;
}

const Source *event_ids_source(const EventIds *ids, Text id)
{
    const Entry *entry = ids ? find(ids, id_hash(id)) : NULL;
    if (entry && entry->hash != 0)
        return ids->sources.items[entry->source];
    return ids ? id_runs_find(ids->runs, id) : NULL;
}

static void remember_source(EventIds *ids, const Source *source)
{
    while (ids->sources.count <= source->id)
        ARENA_PUSH(ids->arena, &ids->sources, NULL);
    ids->sources.items[source->id] = source;
}

// The id's entry, and whether it was there before. One of a run gets its entry when it comes again.
static Entry *enter(EventIds *ids, Text id, const Source *source, bool *is_known)
{
    if (ids->count >= ids->capacity / 4 * 3)
        grow(ids);
    uint64_t hash = id_hash(id);
    Entry *entry = find(ids, hash);
    *is_known = entry->hash != 0;
    if (*is_known)
        return entry;
    const Source *first = id_runs_find(ids->runs, id);
    *is_known = first != NULL;
    *entry = (Entry){.hash = hash, .source = first ? first->id : source->id, .details = NO_DETAILS};
    ids->count++;
    remember_source(ids, source);
    return entry;
}

bool event_ids_add_new(EventIds *ids, const Source *source, Text space, Text own)
{
    if (ids->count > 0) {
        uint64_t hash = text_hash_more(text_hash(space), own);
        if (find(ids, hash ? hash : 1)->hash != 0)
            return false;
    }
    if (!id_runs_add(ids->runs, source, space, own))
        return false;
    if (ids->sources.count <= source->id || !ids->sources.items[source->id])
        remember_source(ids, source);
    return true;
}

static Details *details_of(EventIds *ids, Entry *entry)
{
    if (entry->details == NO_DETAILS) {
        Details details = {.number = 1};
        entry->details = (uint32_t)ids->details.count;
        ARENA_PUSH(ids->arena, &ids->details, details);
    }
    return &ids->details.items[entry->details];
}

static Text numbered(Text id, uint32_t number, Arena *scratch)
{
    return arena_printf(scratch, "%.*s.%u", TEXT_ARG(id), number);
}

// The first number behind the id that gives one which nobody has.
static uint32_t next_number(const Load *load, const AddedEvent *added)
{
    bool is_known;
    uint32_t number = details_of(load->ids, find(load->ids, id_hash(added->id)))->number;
    do
        enter(load->ids, numbered(added->id, ++number, load->scratch), added->source, &is_known);
    while (is_known);
    details_of(load->ids, find(load->ids, id_hash(added->id)))->number = number;
    return number;
}

// ---- what an event says ----

typedef struct Content {
    const Load *load;
    const AddedEvent *added;
    uint64_t hash;
} Content;

static void add_number(Content *content, uint64_t number)
{
    char bytes[sizeof number];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(number >> 8 * i);
    content->hash = content->hash * 31 + text_hash((Text){bytes, sizeof bytes});
}

static void add_text(Content *content, Text text)
{
    add_number(content, text_hash(text));
}

static Text slice_text(const Content *content, Slice slice)
{
    const AddedEvent *added = content->added;
    for (size_t i = 0; slice.length && i <= JOINED_TABLES; i++) {
        const Source *source = i == 0 ? added->source : added->joined[i - 1];
        if (source && source->id == slice.source)
            return source->ops->slice_text(source, slice, content->load->scratch);
    }
    return TEXT("");
}

static Text country_code(const Load *load, CountryId id)
{
    bool is_known = load->lexicon && id.at != COUNTRY_NONE && id.at < COUNTRY_STRANGE;
    return is_known ? country_get(load->lexicon->countries, id)->code : TEXT("");
}

// The columns that the timeline does not keep, as an export writes them. Where the file of a readout stands is no part
// of what it says.
static Text field_text(const Content *content, EventField field)
{
    const Source *source = content->added->source;
    Arena *scratch = content->load->scratch;
    Text text;
    if (source->ops->field &&
        source->ops->field(source, content->added->record, field, scratch, &text))
        return text;
    if (field == EVENT_PUBLISHED)
        return date_format(source->published, scratch);
    if (field == EVENT_PUBLISHER)
        return source->publisher;
    if (field == EVENT_PUBLISHER_COUNTRY)
        return country_code(content->load, source->publisher_country);
    if (field == EVENT_LANGUAGE)
        return source->language;
    return field == EVENT_SOURCE_URL ? source->url : TEXT("");
}

// Only what is filled in: a table without the column says as much as one in which it is empty.
static void add_extras(Content *content)
{
    const Source *source = content->added->source;
    Text name, value;
    for (size_t i = 0;
         source->ops->extra && source->ops->extra(source, content->added->record, i, &name, &value,
                                                  content->load->scratch);
         i++) {
        if (value.len == 0)
            continue;
        add_text(content, name);
        add_text(content, value);
    }
}

static uint64_t columns_hash(const Load *load, const AddedEvent *added)
{
    static const EventField fields[] = {
        EVENT_TITLE,    EVENT_TEXT, EVENT_PUBLISHED, EVENT_PUBLISHER, EVENT_PUBLISHER_COUNTRY,
        EVENT_LANGUAGE, EVENT_TAGS, EVENT_NOTE,      EVENT_CORRECTED, EVENT_SOURCE_URL,
    };
    Content content = {load, added, builder_event_hash(load->builder)};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        add_text(&content, field_text(&content, fields[i]));
    add_extras(&content);
    return content.hash;
}

static Text office_text(const Content *content, const Participant *participant)
{
    Text first = slice_text(content, participant->office[0]);
    Text second = slice_text(content, participant->office[1]);
    return second.len ? arena_printf(content->load->scratch, "%.*s; %.*s", TEXT_ARG(first),
                                     TEXT_ARG(second))
                      : first;
}

static void add_participant(Content *content, const Participant *participant)
{
    add_text(content, slice_text(content, participant->name));
    add_text(content, office_text(content, participant));
    add_number(content, participant->country.at);
    add_number(content, participant->organisation.at);
    add_number(content, participant->role.at);
    add_number(content, participant->channel.at);
    add_number(content, participant->level.at);
    add_number(content, participant->corrected.at);
}

static void add_position(Content *content, const Position *position)
{
    const StringId strings[] = {position->speaker_name, position->mode,      position->verbs,
                                position->verb_classes, position->topics,    position->confidence,
                                position->rule,         position->corrected, position->tags,
                                position->note};
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++)
        add_number(content, strings[i].at);
    add_number(content, position->country.at);
    add_number(content, position->side.at);
    add_text(content, slice_text(content, position->text));
}

static uint64_t people_hash(const Load *load, const AddedEvent *added)
{
    Content content = {load, added, 0};
    size_t persons, sentences;
    const Participant *participants = builder_participants(load->builder, &persons);
    const Position *positions = builder_positions(load->builder, &sentences);
    for (size_t i = 0; i < persons; i++)
        add_participant(&content, &participants[i]);
    for (size_t i = 0; i < sentences; i++)
        add_position(&content, &positions[i]);
    if (persons + sentences == 0)
        return 0;
    add_number(&content, persons);
    return content.hash ? content.hash : 1;
}

// ---- the verdict ----

// The first one says all that this one does: it has the same columns, and the people of this one, if it has any.
static bool is_same(const Details *first, const Details *second)
{
    return first->is_readout && second->is_readout && first->columns == second->columns &&
           (second->people == 0 || second->people == first->people);
}

static void note(const Load *load, const AddedEvent *added, const Entry *first, uint32_t number)
{
    Problems *problems = builder_problems(load->builder);
    Text path = load->ids->sources.items[first->source]->path;
    if (first->source == added->source->id)
        problem_at(problems, added->place,
                   "another row has the id \"%.*s\" too; this one gets \"%.*s.%u\"",
                   TEXT_ARG(added->id), TEXT_ARG(added->id), number);
    else if (number == 0)
        problem_at(problems, added->place, "the same event as in %.*s: not loaded twice",
                   TEXT_ARG(path));
    else
        problem_at(problems, added->place,
                   "an event of %.*s has the id \"%.*s\" too; this one gets \"%.*s.%u\"",
                   TEXT_ARG(path), TEXT_ARG(added->id), TEXT_ARG(added->id), number);
}

static IdVerdict settle_known(const Load *load, const AddedEvent *added, Entry *entry,
                              uint32_t *number)
{
    bool is_of_source = entry->source == added->source->id;
    if (is_of_source && added->keeps_repeats)
        return ID_IS_REPEATED;
    if (!is_of_source && added->is_readout) {
        Details details = {true, columns_hash(load, added), people_hash(load, added), 0};
        if (is_same(details_of(load->ids, entry), &details)) {
            note(load, added, entry, 0);
            builder_drop_event(load->builder);
            return ID_IS_FOLDED;
        }
    }
    Entry first = *entry;
    *number = next_number(load, added);
    if (!is_of_source || added->notes_repeats)
        note(load, added, &first, *number);
    return ID_IS_NUMBERED;
}

IdVerdict event_ids_settle(const Load *load, const AddedEvent *added, uint32_t *number)
{
    bool is_known;
    *number = 1;
    if (load_gives_up(load))
        return ID_IS_NEW; // nobody will see it
    if (!load->ids)
        return ID_IS_NEW; // one source alone
    Entry *entry = enter(load->ids, added->id, added->source, &is_known);
    if (is_known)
        return settle_known(load, added, entry, number);
    if (added->is_readout) {
        Details *details = details_of(load->ids, entry);
        details->is_readout = true;
        details->columns = columns_hash(load, added);
        details->people = people_hash(load, added);
    }
    return ID_IS_NEW;
}

// Whether the table has one of the ids that count up.
static bool has_entry(void *context, Text letters, uint64_t number)
{
    const EventIds *ids = context;
    char digits[20];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + number % 10);
    while (number /= 10);
    Text text = {digits + at, sizeof digits - at};
    uint64_t hash = text_hash_more(text_hash(letters), text);
    return find(ids, hash ? hash : 1)->hash != 0;
}

bool event_ids_join(EventIds *ids, const EventIds *later)
{
    if (later->count > 0 || (ids->count > 0 && id_runs_any(later->runs, has_entry, ids)) ||
        !id_runs_join(ids->runs, later->runs))
        return false;
    for (size_t i = 0; i < later->sources.count; i++)
        if (later->sources.items[i])
            remember_source(ids, later->sources.items[i]);
    return true;
}
