#include <config.h>
#include "model/changes.h"

#include "model/event_key.h"

#include <stdlib.h>

// ---- which sources may have changed ----

typedef enum SourceFate {
    FATE_SAME,
    FATE_GROWN,    // a large table with more rows at its end
    FATE_REPLACED, // or new, or gone: all of its events are looked at
} SourceFate;

typedef struct Fates {
    SourceFate *before, *after; // by the number of the source
    uint64_t *grown_from;       // of those after: the first byte that is new
} Fates;

enum { LARGE_BYTES = 1024 * 1024 };

static bool is_current(const Source *source)
{
    return !source->ops->is_current || source->ops->is_current(source);
}

static SourceFate fate_of(const Source *before, const Source *after)
{
    if (!is_current(before))
        return FATE_REPLACED;
    if (before->size == after->size)
        return FATE_SAME;
    return before->size < after->size && before->size > LARGE_BYTES ? FATE_GROWN : FATE_REPLACED;
}

static int compare_paths(const void *a, const void *b)
{
    return text_compare((*(const Source *const *)a)->path, (*(const Source *const *)b)->path);
}

static const Source **sorted_sources(const Timeline *timeline, Arena *arena)
{
    size_t count = timeline_source_count(timeline);
    const Source **sources = ARENA_ARRAY(arena, const Source *, count);
    for (size_t i = 0; i < count; i++)
        sources[i] = timeline_source(timeline, (uint32_t)i);
    if (count > 1)
        qsort(sources, count, sizeof(const Source *), compare_paths);
    return sources;
}

static void settle_fates(const Timeline *before, const Timeline *after, Fates *fates, Arena *arena)
{
    const Source **olds = sorted_sources(before, arena), **news = sorted_sources(after, arena);
    size_t old_count = timeline_source_count(before), new_count = timeline_source_count(after);
    for (size_t i = 0, k = 0; i < old_count && k < new_count;) {
        int order = text_compare(olds[i]->path, news[k]->path);
        if (order == 0) {
            SourceFate fate = fate_of(olds[i], news[k]);
            fates->before[olds[i]->id] = fates->after[news[k]->id] = fate;
            fates->grown_from[news[k]->id] = olds[i]->size;
        }
        i += order <= 0;
        k += order >= 0;
    }
}

// What stands in a table without events of its own belongs to the events beside it.
static void spread_to_neighbours(const Timeline *timeline, const bool *has_events,
                                 SourceFate *fates)
{
    size_t count = timeline_source_count(timeline);
    for (uint32_t i = 0; i < count; i++) {
        if (has_events[i] || fates[i] == FATE_SAME)
            continue;
        Text folder = file_path_folder(source_path(timeline_source(timeline, i)));
        for (uint32_t k = 0; k < count; k++)
            if (text_equal(file_path_folder(source_path(timeline_source(timeline, k))), folder))
                fates[k] = FATE_REPLACED;
    }
}

static void see_events(const Timeline *timeline, bool *has_events)
{
    const EventId *events;
    size_t count = timeline_all_events(timeline, &events);
    for (size_t i = 0; i < count; i++)
        has_events[timeline_event(timeline, events[i]).source] = true;
}

// The fate of a neighbour holds on both sides.
static void join_fates(const Timeline *before, const Timeline *after, Fates *fates, Arena *arena)
{
    const Timeline *timelines[] = {before, after};
    SourceFate *sides[] = {fates->before, fates->after};
    for (size_t i = 0; i < 2; i++) {
        bool *has_events = ARENA_ARRAY(arena, bool, timeline_source_count(timelines[i]));
        see_events(timelines[i], has_events);
        spread_to_neighbours(timelines[i], has_events, sides[i]);
    }
    const Source **olds = sorted_sources(before, arena), **news = sorted_sources(after, arena);
    size_t old_count = timeline_source_count(before), new_count = timeline_source_count(after);
    for (size_t i = 0, k = 0; i < old_count && k < new_count;) {
        int order = text_compare(olds[i]->path, news[k]->path);
        SourceFate *a = &fates->before[olds[i]->id], *b = &fates->after[news[k]->id];
        if (order == 0 && *a != *b)
            *a = *b = FATE_REPLACED;
        i += order <= 0;
        k += order >= 0;
    }
}

static Fates find_fates(const Timeline *before, const Timeline *after, Arena *arena)
{
    size_t old_count = timeline_source_count(before), new_count = timeline_source_count(after);
    Fates fates = {.before = ARENA_ARRAY(arena, SourceFate, old_count + 1),
                   .after = ARENA_ARRAY(arena, SourceFate, new_count + 1),
                   .grown_from = ARENA_ARRAY(arena, uint64_t, new_count + 1)};
    for (size_t i = 0; i < old_count; i++)
        fates.before[i] = FATE_REPLACED;
    for (size_t i = 0; i < new_count; i++)
        fates.after[i] = FATE_REPLACED;
    settle_fates(before, after, &fates, arena);
    join_fates(before, after, &fates, arena);
    return fates;
}

// ---- the events that are compared ----

typedef struct Item {
    EventId id;
    EventKey key;
    uint64_t content; // hash of all that is shown of it
    bool is_matched;
    size_t next; // of the same bucket + 1
} Item;

typedef struct Items {
    Item *items;
    size_t count, capacity;
    uint64_t found; // also of those beyond CHANGES_COMPARED
} Items;

static Items gather(const Timeline *timeline, const SourceFate *fates, const uint64_t *grown_from,
                    Arena *arena)
{
    Items items = {0};
    const EventId *events;
    size_t count = timeline_all_events(timeline, &events);
    for (size_t i = 0; i < count; i++) {
        Event event = timeline_event(timeline, events[i]);
        SourceFate fate = fates[event.source];
        bool is_new_row =
            fate == FATE_GROWN && grown_from && event.record >= grown_from[event.source];
        if (fate != FATE_REPLACED && !is_new_row)
            continue;
        if (++items.found <= CHANGES_COMPARED)
            ARENA_PUSH(arena, &items, ((Item){.id = events[i]}));
    }
    return items;
}

bool changes_compares(EventField field)
{
    switch (field) {
    case EVENT_ID:
    case EVENT_SOURCE_FILE:
    case EVENT_SOURCE_OFFSET:
    case EVENT_SOURCE_LENGTH:
    case EVENT_TAGS: // what the reader adds is no change of the source
    case EVENT_NOTE:
    case EVENT_CORRECTED:
        return false;
    default:
        return true;
    }
}

static uint64_t hash_on(uint64_t hash, Text text)
{
    return (hash ^ text_hash(text)) * 0x9E3779B97F4A7C15u + 1;
}

static uint64_t content_of(const Timeline *timeline, EventId id, Arena *scratch)
{
    uint64_t hash = 0;
    for (int field = 0; field < EVENT_FIELDS; field++)
        if (changes_compares((EventField)field))
            hash = hash_on(hash, timeline_field(timeline, id, (EventField)field, scratch));
    Text name, value;
    for (size_t i = 0; timeline_extra(timeline, id, i, &name, &value, scratch); i++)
        hash = hash_on(hash_on(hash, name), value);
    size_t people, positions;
    timeline_participants(timeline, id, &people);
    for (size_t n = 0; n < people; n++)
        for (int field = PARTICIPANT_NAME; field < PARTICIPANT_SOURCE_OFFSET; field++)
            hash = hash_on(hash, timeline_participant_field(timeline, id, n,
                                                            (ParticipantField)field, scratch));
    timeline_positions(timeline, id, &positions);
    for (size_t n = 0; n < positions; n++)
        for (int field = POSITION_SPEAKER; field < POSITION_SOURCE_OFFSET; field++)
            hash = hash_on(hash,
                           timeline_position_field(timeline, id, n, (PositionField)field, scratch));
    return hash;
}

static void decode(const Timeline *timeline, Items *items, Arena *arena)
{
    Arena *scratch = arena_new();
    for (size_t i = 0; i < items->count; i++) {
        items->items[i].key = event_key_of(timeline, items->items[i].id, arena);
        items->items[i].content = content_of(timeline, items->items[i].id, scratch);
        arena_reset(scratch);
    }
    arena_free(scratch);
}

// ---- which is which? ----

typedef struct Buckets {
    Items *items;
    size_t *heads; // item + 1
    size_t mask;
    bool by_id; // else by date and title
} Buckets;

static size_t *bucket_of(const Buckets *buckets, const EventKey *key)
{
    uint64_t hash =
        buckets->by_id ? hash_on(0, key->id) : hash_on(hash_on(0, key->date), key->title);
    return &buckets->heads[(hash >> 20) & buckets->mask];
}

static Buckets enter(Items *items, bool by_id, Arena *arena)
{
    size_t size = 64;
    while (size < items->count)
        size *= 2;
    Buckets buckets = {items, ARENA_ARRAY(arena, size_t, size), size - 1, by_id};
    for (size_t i = items->count; i-- > 0;) { // so that the first of equal ones is found first
        if (items->items[i].is_matched)
            continue;
        size_t *head = bucket_of(&buckets, &items->items[i].key);
        items->items[i].next = *head;
        *head = i + 1;
    }
    return buckets;
}

static Item *find_match(const Buckets *buckets, const Item *wanted, KeyMatch least)
{
    Item *items = buckets->items->items;
    for (size_t at = *bucket_of(buckets, &wanted->key); at; at = items[at - 1].next)
        if (!items[at - 1].is_matched && event_key_match(&items[at - 1].key, &wanted->key) >= least)
            return &items[at - 1];
    return NULL;
}

static void add(Changes *changes, Change change, Arena *arena)
{
    ARENA_PUSH(arena, changes, change);
    changes->by_kind[change.kind]++;
}

// First those with the same id, then those that are alike, of what is left.
static void match(Items *before, Items *after, bool by_id, Changes *changes, Arena *arena)
{
    Buckets buckets = enter(after, by_id, arena);
    for (size_t i = 0; i < before->count; i++) {
        Item *old = &before->items[i];
        Item *new =
            old->is_matched ? NULL : find_match(&buckets, old, by_id ? KEY_SAME : KEY_ALIKE);
        if (!new)
            continue;
        old->is_matched = new->is_matched = true;
        if (old->content != new->content)
            add(changes, (Change){CHANGE_CHANGED, old->id, new->id}, arena);
    }
}

static void add_rest(const Items *items, ChangeKind kind, Changes *changes, Arena *arena)
{
    for (size_t i = 0; i < items->count; i++) {
        EventId id = items->items[i].id;
        if (!items->items[i].is_matched && kind == CHANGE_ADDED)
            add(changes, (Change){CHANGE_ADDED, EVENT_NOWHERE, id}, arena);
        else if (!items->items[i].is_matched)
            add(changes, (Change){CHANGE_REMOVED, id, EVENT_NOWHERE}, arena);
    }
}

struct Comparison {
    const Timeline *after;
    Items olds, news;
    Arena *arena;
    bool is_counted; // there are too many to compare
};

Comparison *changes_begin(const Timeline *before, const Timeline *after, Arena *arena)
{
    Comparison *comparison = ARENA_NEW(arena, Comparison);
    Fates fates = find_fates(before, after, arena);
    *comparison = (Comparison){.after = after, .arena = arena};
    comparison->olds = gather(before, fates.before, NULL, arena);
    comparison->news = gather(after, fates.after, fates.grown_from, arena);
    comparison->is_counted =
        comparison->olds.found > CHANGES_COMPARED || comparison->news.found > CHANGES_COMPARED;
    if (!comparison->is_counted)
        decode(before, &comparison->olds, arena);
    return comparison;
}

Changes changes_end(Comparison *comparison, Arena *arena)
{
    Changes changes = {0};
    Items *olds = &comparison->olds, *news = &comparison->news;
    if (comparison->is_counted) {
        changes.uncompared_before = olds->found;
        changes.uncompared_after = news->found;
        return changes;
    }
    decode(comparison->after, news, comparison->arena);
    match(olds, news, true, &changes, arena);
    match(olds, news, false, &changes, arena);
    add_rest(news, CHANGE_ADDED, &changes, arena);
    add_rest(olds, CHANGE_REMOVED, &changes, arena);
    return changes;
}
