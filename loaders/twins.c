#include <config.h>
#include "loaders/twins.h"

#include "loaders/open.h"
#include "loaders/table_join.h"
#include "loaders/walk.h"

// The first source of its size is entered as that. Under its content it is entered when another of that size comes.
enum { FIRST_OF_SIZE = 0 }; // in the place of a hash; those of contents are odd

typedef struct Twin {
    const Source *source;
    uint64_t size; // of the file: its content may be converted later
    uint64_t hash;
    uint64_t head;  // hash of its first bytes; 0: not looked at
    bool is_hashed; // the first of its size: has an entry by its content too
    size_t next;    // entry of the same bucket + 1; 0: none
} Twin;

struct Twins {
    const Load *load;
    Twin *items;
    size_t count, capacity;
    size_t *buckets;        // entry + 1; 0: none
    size_t bucket_count;    // a power of two
    const Source *arriving; // added last, when its size was not known; NULL: none
};

Twins *twins_new(const Load *load)
{
    Twins *twins = ARENA_NEW(load->arena, Twins);
    twins->load = load;
    return twins;
}

// Both lack the file, or have it with the same bytes.
static bool is_same_beside(const Load *load, const Source *a, const Source *b, Text name)
{
    Source *opened[2] = {NULL, NULL};
    const Source *sources[] = {a, b};
    Problems ignored =
        problems_in(load->scratch); // the loader of the table reports what it cannot open
    for (size_t i = 0; i < 2; i++) {
        Text path =
            arena_printf(load->scratch, "%.*s%.*s",
                         TEXT_ARG(file_path_folder(source_path(sources[i]))), TEXT_ARG(name));
        load_open(load, path, load->scratch, &opened[i], &ignored);
    }
    bool is_same = opened[0] && opened[1] ? open_same_content(opened[0], opened[1], load->cancel)
                                          : opened[0] == opened[1];
    for (size_t i = 0; i < 2; i++)
        if (opened[i])
            load_close(load, opened[i]);
    return is_same;
}

// The same events with other participants or positions are not the same document.
static bool is_same_document(const Load *load, const Source *a, const Source *b)
{
    if (!open_same_content(a, b, load->cancel))
        return false;
    for (TableName table = TABLE_PARTICIPANTS; table < TABLES; table++) {
        const Source *events = a;
        Text beside = table_join_beside(source_path(a), table, load->scratch);
        if (beside.len == 0)
            beside = table_join_beside(source_path(events = b), table, load->scratch);
        size_t folder = file_path_folder(source_path(events)).len;
        if (beside.len > 0 && !is_same_beside(load, a, b, text_sub(beside, folder, beside.len)))
            return false;
    }
    return true;
}

// ---- the table ----

static size_t *bucket_of(const Twins *twins, uint64_t size, uint64_t hash)
{
    uint64_t mixed = (size ^ hash) * 0x9E3779B97F4A7C15u; // multiplicative: the upper bits are good
    return &twins->buckets[(mixed >> 32) & (twins->bucket_count - 1)];
}

static void link_twin(Twins *twins, size_t at)
{
    Twin *twin = &twins->items[at];
    size_t *bucket = bucket_of(twins, twin->size, twin->hash);
    twin->next = *bucket;
    *bucket = at + 1;
}

static const Source *file_of(const Source *source)
{
    return source->raw ? source->raw : source;
}

static void insert(Twins *twins, const Source *source, uint64_t hash)
{
    Twin twin = {.source = source, .size = file_of(source)->size, .hash = hash};
    ARENA_PUSH(twins->load->arena, twins, twin);
    if (twins->count <= twins->bucket_count) {
        link_twin(twins, twins->count - 1);
        return;
    }
    twins->bucket_count = twins->bucket_count ? twins->bucket_count * 2 : 64;
    twins->buckets = ARENA_ARRAY(twins->load->arena, size_t, twins->bucket_count);
    for (size_t i = 0; i < twins->count; i++)
        link_twin(twins, i);
}

// The next one of this size and hash behind `at` (entry + 1, 0: from the start).
static size_t find(const Twins *twins, uint64_t size, uint64_t hash, size_t at)
{
    if (twins->bucket_count == 0)
        return 0;
    at = at ? twins->items[at - 1].next : *bucket_of(twins, size, hash);
    while (at && (twins->items[at - 1].size != size || twins->items[at - 1].hash != hash))
        at = twins->items[at - 1].next;
    return at;
}

// ---- content that still arrives ----

static uint64_t head_of(const Twins *twins, const Source *source)
{
    enum { HEAD_BYTES = 4096 };
    ArenaMark mark = arena_mark(twins->load->scratch);
    uint64_t size = source->size, head = 0;
    size_t len = size < HEAD_BYTES ? (size_t)size : HEAD_BYTES;
    char *bytes = arena_alloc(twins->load->scratch, len, 1);
    if (source->ops->read(source, 0, len, bytes))
        head = text_hash((Text){bytes, len}) | 1;
    arena_rewind(twins->load->scratch, mark);
    return head;
}

static bool knows_head(Twins *twins, const Source *source)
{
    uint64_t head = head_of(twins, source);
    bool is_known = false;
    for (size_t i = 0; i < twins->count && !is_known; i++) {
        Twin *twin = &twins->items[i];
        if (!twin->head)
            twin->head = head_of(twins, file_of(twin->source));
        is_known = twin->head == head;
    }
    return is_known;
}

static const Source *add_whole(Twins *twins, const Source *source)
{
    const Load *load = twins->load;
    uint64_t size = file_of(source)->size;
    size_t first = find(twins, size, FIRST_OF_SIZE, 0);
    if (!first) {
        insert(twins, source, FIRST_OF_SIZE);
        return NULL;
    }
    if (!twins->items[first - 1].is_hashed) {
        const Source *other = twins->items[first - 1].source;
        twins->items[first - 1].is_hashed = true;
        insert(twins, other, open_content_hash(file_of(other), load->cancel) | 1);
    }
    uint64_t hash = open_content_hash(file_of(source), load->cancel) | 1;
    for (size_t at = 0; (at = find(twins, size, hash, at));)
        if (is_same_document(load, twins->items[at - 1].source, source))
            return twins->items[at - 1].source;
    insert(twins, source, hash);
    return NULL;
}

const Source *twins_add(Twins *twins, const Source *source)
{
    const Source *before = twins->arriving;
    twins->arriving = NULL;
    if (before)
        add_whole(twins, before);
    if (source_await(source, 0) != SOURCE_ARRIVES || knows_head(twins, source)) {
        source_await(source, UINT64_MAX);
        return add_whole(twins, source);
    }
    twins->arriving = source;
    return NULL;
}
