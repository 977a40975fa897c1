#include <config.h>
#include "model/seen_files.h"

#include "model/seen.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
    FIRST_CAPACITY = 64,
    CHUNK_BYTES = 64 * 1024,
    ID_DIGITS = 12,
    DIGEST_DIGITS = 16,
};

// ---- maps ----

static struct SeenSlot *slot_of(const SeenMap *map, uint64_t key)
{
    size_t at = (size_t)(key ^ key >> 32) & (map->capacity - 1);
    while (map->items[at].key && map->items[at].key != key)
        at = (at + 1) & (map->capacity - 1);
    return &map->items[at];
}

static void make_room(SeenMap *map, Arena *arena)
{
    if (map->count * 2 < map->capacity)
        return;
    SeenMap larger = {.count = map->count,
                      .capacity = map->capacity ? map->capacity * 2 : FIRST_CAPACITY};
    larger.items = ARENA_ARRAY(arena, struct SeenSlot, larger.capacity);
    for (size_t i = 0; i < map->capacity; i++)
        if (map->items[i].key)
            *slot_of(&larger, map->items[i].key) = map->items[i];
    *map = larger;
}

static void put(SeenMap *map, uint64_t key, uint32_t value, Arena *arena)
{
    make_room(map, arena);
    struct SeenSlot *slot = slot_of(map, key);
    map->count += slot->key == 0;
    *slot = (struct SeenSlot){key, value};
}

// TEXT_NOWHERE: it has none.
static size_t get(const SeenMap *map, uint64_t key)
{
    if (map->count == 0)
        return TEXT_NOWHERE;
    const struct SeenSlot *slot = slot_of(map, key);
    return slot->key ? slot->value : TEXT_NOWHERE;
}

// ---- files ----

static uint64_t path_key(Text path)
{
    return text_hash(path) | 1;
}

static uint64_t content_key(uint64_t digest, uint64_t bytes)
{
    return (digest ^ bytes << 1) | 1;
}

void seen_files_add(SeenFiles *files, SeenFile *file)
{
    size_t old = get(&files->by_path, path_key(file->path));
    if (old != TEXT_NOWHERE && text_equal(files->items[old]->path, file->path))
        files->items[old] = NULL;
    ARENA_PUSH(files->arena, files, file);
    uint32_t at = (uint32_t)(files->count - 1);
    put(&files->by_path, path_key(file->path), at, files->arena);
    put(&files->by_content, content_key(file->digest, file->bytes), at, files->arena);
    for (size_t i = 0; i < file->id_count; i++)
        put(&files->ids, file->ids[i], 1, files->arena);
}

const SeenFile *seen_files_by_path(const SeenFiles *files, Text path)
{
    size_t at = get(&files->by_path, path_key(path));
    const SeenFile *file = at == TEXT_NOWHERE ? NULL : files->items[at];
    return file && text_equal(file->path, path) ? file : NULL;
}

const SeenFile *seen_files_by_content(const SeenFiles *files, uint64_t digest, uint64_t bytes)
{
    size_t at = get(&files->by_content, content_key(digest, bytes));
    const SeenFile *file = at == TEXT_NOWHERE ? NULL : files->items[at];
    return file && file->digest == digest && file->bytes == bytes ? file : NULL;
}

bool seen_files_have_id(const SeenFiles *files, uint64_t id)
{
    return get(&files->ids, id) != TEXT_NOWHERE;
}

// ---- text ----

static bool read_hex(Text text, uint64_t *value)
{
    *value = 0;
    for (size_t i = 0; i < text.len; i++) {
        static const char digits[] = "0123456789abcdef";
        const char *digit = text.ptr[i] ? strchr(digits, text.ptr[i]) : NULL;
        if (!digit)
            return false;
        *value = *value << 4 | (uint64_t)(digit - digits);
    }
    return text.len > 0;
}

static bool read_number(Text text, uint64_t *value)
{
    int64_t number;
    if (!text_integer(text, &number) || number < 0)
        return false;
    *value = (uint64_t)number;
    return true;
}

// "file DIGEST BYTES COUNT PATH"; NULL: it is none.
static SeenFile *read_file(Text line, Arena *arena)
{
    SeenFile file = {0};
    Text rest = line;
    if (!text_equal(text_cut(&rest, ' '), TEXT("file")) || !rest.ptr)
        return NULL;
    Text digest = text_cut(&rest, ' '), bytes = rest.ptr ? text_cut(&rest, ' ') : TEXT("");
    Text count = rest.ptr ? text_cut(&rest, ' ') : TEXT("");
    bool is_file = digest.len == DIGEST_DIGITS && read_hex(digest, &file.digest) &&
                   read_number(bytes, &file.bytes) && read_number(count, &file.count) && rest.ptr &&
                   rest.len > 0;
    if (!is_file)
        return NULL;
    SeenFile *kept = ARENA_NEW(arena, SeenFile);
    file.path = arena_text(arena, rest);
    *kept = file;
    return kept;
}

static void read_id(Text line, SeenFile *file, Arena *arena)
{
    uint64_t id;
    if (line.len != ID_DIGITS || !read_hex(line, &id) || id == 0)
        return;
    if (file->id_count == file->id_capacity)
        file->ids = arena_grow(arena, file->ids, &file->id_capacity, file->id_count + 1, sizeof id);
    file->ids[file->id_count++] = id;
}

void seen_files_read(SeenFiles *files, Text text)
{
    SeenFile *file = NULL;
    while (text.ptr) {
        Text line = text_cut(&text, '\n');
        bool is_file = text_starts(line, TEXT("file "));
        if (is_file && file)
            seen_files_add(files, file);
        if (is_file)
            file = read_file(line, files->arena);
        else if (file)
            read_id(line, file, files->arena);
    }
    if (file)
        seen_files_add(files, file);
}

static void flush(Buffer *out, Sink *sink, size_t limit)
{
    if (out->count < limit)
        return;
    sink_write(sink, buffer_text(out));
    out->count = 0;
}

static void write_file(const SeenFile *file, bool has_ids, Buffer *out, Sink *sink)
{
    buffer_printf(out, "file %016" PRIx64 " %" PRIu64 " %" PRIu64 " %.*s\n", file->digest,
                  file->bytes, file->count, TEXT_ARG(file->path));
    for (size_t i = 0; has_ids && i < file->id_count; i++) {
        buffer_printf(out, "%012" PRIx64 "\n", file->ids[i]);
        flush(out, sink, CHUNK_BYTES);
    }
    flush(out, sink, CHUNK_BYTES);
}

bool seen_files_write(const SeenFiles *files, Sink *sink)
{
    size_t first = files->count, kept = 0, ids = 0, first_with_ids = files->count;
    while (first > 0 && kept < SEEN_FILES) {
        const SeenFile *file = files->items[--first];
        kept += file != NULL;
        ids += file ? file->id_count : 0;
        first_with_ids = ids <= SEEN_IDS ? first : first_with_ids;
    }
    Arena *arena = arena_new();
    Buffer out = buffer_in(arena);
    buffer_printf(&out, "# What bilat has shown, for \"new\" in its filters; it may be deleted.\n"
                        "# file DIGEST BYTES EVENTS PATH, then a line for each of its events\n");
    for (size_t i = first; i < files->count; i++)
        if (files->items[i])
            write_file(files->items[i], i >= first_with_ids, &out, sink);
    flush(&out, sink, 0);
    arena_free(arena);
    return !sink->has_failed;
}
