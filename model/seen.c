#include <config.h>
#include "model/seen.h"

#include "model/event_key.h"
#include "model/seen_files.h"

#include <stdlib.h>
#include <string.h>

enum {
    WINDOW_BYTES = 64 * 1024,
    WINDOWS = 64,          // of a larger file so many are read, with its beginning and its end
    DECODED_AT_ONCE = 400, // events
    ROWS_AT_ONCE = 65536,  // of those that need no decoding
};
#define ID_BITS 0xFFFFFFFFFFFFu // 48: among 300,000 ids one in a billion is another's

typedef enum SourceState {
    NOT_LOOKED_AT,
    ALL_SEEN,
    SEEN_UP_TO, // an offset
    SEEN_BY_ID,
    ALL_NEW,
} SourceState;

typedef struct SeenSource {
    SourceState state;
    uint64_t until;
    bool is_told; // as it is it stands in the file already
    SeenFile *file;
} SeenSource;

struct Seen {
    Arena *arena; // of what is known
    Text base;
    SeenFiles known; // from earlier runs, and by seen_clear

    Arena *timeline_arena; // of what stands below
    Arena *scratch;
    Timeline *timeline;  // NULL: none
    SeenSource *sources; // of its sources
    uint64_t **bits;     // of its segments: which rows are new
    size_t source, segment, row;
    size_t event_count, new_count;
    bool is_done, is_saved;
    bool has_known; // something of it, or of a timeline before
};

Seen *seen_new(Text base)
{
    Arena *arena = arena_new();
    Seen *seen = ARENA_NEW(arena, Seen);
    *seen = (Seen){.arena = arena,
                   .base = base,
                   .known = {.arena = arena},
                   .timeline_arena = arena_new(),
                   .scratch = arena_new(),
                   .is_done = true,
                   .is_saved = true};
    return seen;
}

void seen_free(Seen *seen)
{
    if (!seen)
        return;
    arena_free(seen->scratch);
    arena_free(seen->timeline_arena);
    arena_free(seen->arena);
}

void seen_read(Seen *seen, Text file)
{
    seen_files_read(&seen->known, file);
}

// ---- the content of a source ----

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0xD6E8FEB86659FD93u; // an odd number with well mixed bits
    return hash ^ hash >> 32;
}

static uint64_t hash_window(uint64_t hash, const char *bytes, size_t len)
{
    for (size_t at = 0; at < len; at += sizeof hash) {
        uint64_t word = 0;
        memcpy(&word, bytes + at, len - at < sizeof word ? len - at : sizeof word);
        hash = mix(hash, word);
    }
    return hash;
}

// Of the first `bytes`: of all of them, or of windows that are spread over them. 0: they cannot be read.
static uint64_t digest_of(const Source *source, uint64_t bytes, Arena *scratch)
{
    ArenaMark mark = arena_mark(scratch);
    char *window = arena_alloc_raw(scratch, WINDOW_BYTES, 1);
    uint64_t whole = (bytes + WINDOW_BYTES - 1) / WINDOW_BYTES, hash = mix(1, bytes);
    uint64_t count = whole < WINDOWS ? whole : WINDOWS;
    for (uint64_t i = 0; i < count && hash; i++) {
        uint64_t from =
            whole <= WINDOWS ? i * WINDOW_BYTES : (bytes - WINDOW_BYTES) / (WINDOWS - 1) * i;
        if (whole > WINDOWS && i + 1 == count)
            from = bytes - WINDOW_BYTES;
        size_t len = bytes - from < WINDOW_BYTES ? (size_t)(bytes - from) : WINDOW_BYTES;
        bool is_read = source->ops->read(source, from, len, window);
        hash = is_read ? hash_window(hash, window, len) : 0;
    }
    arena_rewind(scratch, mark);
    return hash;
}

static Text path_of(const Seen *seen, const Source *source)
{
    Text path = source->path;
    Arena *arena = seen->timeline_arena;
    bool is_whole = seen->base.len == 0 || text_starts(path, TEXT("/"));
    return key_text(
        is_whole ? path : arena_printf(arena, "%.*s/%.*s", TEXT_ARG(seen->base), TEXT_ARG(path)),
        arena);
}

// What its own content, else what stood at its place, says of a source.
static void look_at_source(Seen *seen, SeenSource *of, const Source *source)
{
    SeenFile *file = of->file;
    file->path = path_of(seen, source);
    file->bytes = source->size;
    file->digest = digest_of(source, source->size, seen->scratch);
    const SeenFile *same = seen_files_by_content(&seen->known, file->digest, file->bytes);
    const SeenFile *old = seen_files_by_path(&seen->known, file->path);
    seen->has_known |= same || old;
    of->state = file->count > SEEN_FILE_IDS ? ALL_NEW : SEEN_BY_ID;
    if (old && of->state == ALL_NEW)
        of->state = ALL_SEEN;
    if (same && file->digest) {
        of->state = ALL_SEEN;
        of->is_told = same == old;
        file->ids = same->ids;
        file->id_count = same->id_count;
    } else if (old && old->bytes < file->bytes && old->digest &&
               digest_of(source, old->bytes, seen->scratch) == old->digest) {
        of->state = SEEN_UP_TO;
        of->until = old->bytes;
    }
    arena_reset(seen->scratch);
}

// ---- a timeline ----

// Counts the events of each source: one of without any is not looked at.
static void count_events(Seen *seen)
{
    for (size_t i = 0; i < timeline_segment_count(seen->timeline); i++) {
        const Segment *segment = timeline_segment(seen->timeline, i);
        seen->bits[i] = ARENA_ARRAY(seen->timeline_arena, uint64_t, segment->count / 64 + 1);
        seen->event_count += segment->count;
        if (!segment->source && segment->count)
            seen->sources[segment->first_source].file->count += segment->count;
        for (uint32_t row = 0; segment->source && row < segment->count; row++)
            seen->sources[segment->source[row]].file->count++;
    }
}

void seen_begin(Seen *seen, Timeline *timeline)
{
    arena_reset(seen->timeline_arena);
    Arena *arena = seen->timeline_arena;
    size_t sources = timeline_source_count(timeline);
    seen->timeline = timeline;
    seen->sources = ARENA_ARRAY(arena, SeenSource, sources + 1);
    SeenFile *files = ARENA_ARRAY(arena, SeenFile, sources + 1);
    for (size_t i = 0; i < sources; i++)
        seen->sources[i].file = &files[i];
    seen->bits = ARENA_ARRAY(arena, uint64_t *, timeline_segment_count(timeline) + 1);
    seen->source = seen->segment = seen->row = 0;
    seen->event_count = seen->new_count = 0;
    seen->is_done = false;
    seen->is_saved = true;
    count_events(seen);
    timeline_set_seen(timeline, seen);
}

static void push_id(Seen *seen, SeenFile *file, uint64_t id)
{
    if (file->count > SEEN_FILE_IDS)
        return;
    if (file->id_count == file->id_capacity)
        file->ids = arena_grow(seen->timeline_arena, file->ids, &file->id_capacity,
                               file->id_count + 1, sizeof id);
    file->ids[file->id_count++] = id;
}

static uint64_t id_of(Seen *seen, EventId id)
{
    uint64_t hash = event_key_hash(seen->timeline, id, seen->scratch) & ID_BITS;
    return hash ? hash : 1;
}

static bool stands_behind(Seen *seen, EventId id, uint64_t until)
{
    int64_t offset;
    Text text = timeline_original_field(seen->timeline, id, EVENT_SOURCE_OFFSET, seen->scratch);
    return text_integer(text, &offset) && offset >= 0 && (uint64_t)offset >= until;
}

// How much work it was: 1, or as much as a record's decoding.
static size_t look_at_event(Seen *seen, size_t segment, size_t row)
{
    const Segment *of = timeline_segment(seen->timeline, segment);
    SeenSource *source = &seen->sources[of->source ? of->source[row] : of->first_source];
    bool is_new = source->state == ALL_NEW;
    if (source->state == ALL_SEEN || source->state == ALL_NEW) {
        seen->bits[segment][row / 64] |= (uint64_t)is_new << row % 64;
        seen->new_count += is_new;
        return 1;
    }
    EventId id = timeline_event_id(segment, row);
    bool wants_id = source->state == SEEN_BY_ID || source->file->count <= SEEN_FILE_IDS;
    uint64_t hash = wants_id ? id_of(seen, id) : 0;
    if (wants_id)
        push_id(seen, source->file, hash);
    is_new = source->state == SEEN_UP_TO ? stands_behind(seen, id, source->until) : true;
    is_new = is_new && !(wants_id && seen_files_have_id(&seen->known, hash));
    arena_reset(seen->scratch);
    seen->bits[segment][row / 64] |= (uint64_t)is_new << row % 64;
    seen->new_count += is_new;
    return ROWS_AT_ONCE / DECODED_AT_ONCE;
}

static void know_all(Seen *seen)
{
    for (size_t i = 0; i < timeline_source_count(seen->timeline); i++) {
        const SeenFile *file = seen->sources[i].file;
        if (file->count == 0 || file->digest == 0 || seen->sources[i].is_told)
            continue;
        SeenFile *kept = ARENA_NEW(seen->arena, SeenFile);
        *kept = *file;
        kept->path = arena_text(seen->arena, file->path);
        kept->ids = ARENA_ARRAY(seen->arena, uint64_t, file->id_count + 1);
        if (file->id_count)
            memcpy(kept->ids, file->ids, file->id_count * sizeof *file->ids);
        seen_files_add(&seen->known, kept);
        seen->sources[i].is_told = true;
    }
    for (size_t i = 0; i < timeline_segment_count(seen->timeline); i++) {
        size_t words = timeline_segment(seen->timeline, i)->count / 64 + 1;
        memset(seen->bits[i], 0, words * sizeof *seen->bits[i]);
    }
    seen->new_count = 0;
}

static void finish(Seen *seen)
{
    seen->is_done = true;
    for (size_t i = 0; i < timeline_source_count(seen->timeline); i++)
        seen->is_saved &= seen->sources[i].file->count == 0 || seen->sources[i].is_told;
    if (seen->new_count == seen->event_count && !seen->has_known)
        know_all(seen);
    seen->has_known |= seen->event_count > 0;
}

static void step_rows(Seen *seen)
{
    size_t done = 0, segments = timeline_segment_count(seen->timeline);
    while (seen->segment < segments && done < ROWS_AT_ONCE) {
        if (seen->row == timeline_segment(seen->timeline, seen->segment)->count) {
            seen->segment++;
            seen->row = 0;
            continue;
        }
        done += look_at_event(seen, seen->segment, seen->row++);
    }
    if (seen->segment == segments)
        finish(seen);
}

bool seen_step(Seen *seen)
{
    if (seen->is_done)
        return true;
    if (seen->source == timeline_source_count(seen->timeline)) {
        step_rows(seen);
        return seen->is_done;
    }
    SeenSource *source = &seen->sources[seen->source];
    if (source->file->count)
        look_at_source(seen, source, timeline_source(seen->timeline, (uint32_t)seen->source));
    seen->source++;
    return false;
}

bool seen_is_busy(const Seen *seen)
{
    return seen && !seen->is_done;
}

bool seen_is_new(const Seen *seen, EventId id)
{
    if (!seen || !seen->is_done || seen->new_count == 0)
        return false;
    return seen->bits[id.at >> 16][(id.at & 0xFFFF) / 64] >> id.at % 64 & 1;
}

size_t seen_new_count(const Seen *seen)
{
    return seen && seen->is_done ? seen->new_count : 0;
}

void seen_clear(Seen *seen)
{
    if (seen->is_done && seen->timeline)
        know_all(seen);
}

// ---- keeping ----

bool seen_write(const Seen *seen, Text on_disk, Sink *sink)
{
    SeenFiles files = {.arena = arena_new()};
    seen_files_read(&files, on_disk);
    for (size_t i = 0; i < timeline_source_count(seen->timeline); i++) {
        SeenFile *file = seen->sources[i].file;
        if (file->count && file->digest)
            seen_files_add(&files, file);
    }
    bool is_written = seen_files_write(&files, sink);
    arena_free(files.arena);
    return is_written;
}

void seen_saved(Seen *seen)
{
    seen->is_saved = true;
}

bool seen_is_saved(const Seen *seen)
{
    return !seen || !seen->is_done || seen->is_saved;
}
