#include <config.h>
#include "loaders/json_records.h"

#include "loaders/json_text.h"

enum { WINDOW_BYTES = 64 * 1024 };

struct JsonReader {
    const Source *source;
    JsonColumns columns;
    Arena *arena;
    char *buffer; // holds the source's bytes from window_offset on
    size_t capacity, window_len, at;
    uint64_t window_offset;
    bool is_whole;       // the source was, when the window was read
    uint64_t vain_bytes; // looked through, at most, for the ends of objects that have none
    FieldSpan *spans;    // of the record read last
};

// ---- where objects stand ----

// Blanks, and what parts the objects of an array.
static size_t find_object(Text window, size_t at)
{
    while (at < window.len && memchr(" \t\r\n,[]", window.ptr[at], 7))
        at++;
    return at;
}

// Of the line behind `at` that begins with "{"; TEXT_NOWHERE: there is none in the window.
static size_t next_line(Text window, size_t at)
{
    for (; at + 1 < window.len; at++)
        if ((window.ptr[at] == '\n' || window.ptr[at] == '\r') && window.ptr[at + 1] == '{')
            return at + 1;
    return TEXT_NOWHERE;
}

// {"index": {…}} and its like.
static bool is_action(const JsonMembers *members)
{
    static const Text actions[] = {TEXT_INIT("index."), TEXT_INIT("create."), TEXT_INIT("update."),
                                   TEXT_INIT("delete.")};
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        size_t inside = 0;
        while (inside < members->count && text_starts(members->items[inside].path, actions[i]))
            inside++;
        if (inside > 0 && inside == members->count)
            return true;
    }
    return false;
}

// Members mostly come in the order of the columns: the one behind the last is tried first.
static size_t find_column(JsonColumns columns, Text path, size_t first)
{
    for (size_t i = 0; i < columns.count; i++) {
        size_t at = (first + i) % columns.count;
        if (text_equal(columns.names[at], path))
            return at;
    }
    return columns.count;
}

static void spread(const JsonMembers *members, JsonColumns columns, FieldSpan *spans)
{
    size_t next = 0;
    for (size_t i = 0; i < columns.count; i++)
        spans[i] = (FieldSpan){.length = 0};
    for (size_t i = 0; i < members->count; i++) {
        size_t at = find_column(columns, members->items[i].path, next);
        if (at == columns.count)
            continue;
        spans[at] = members->items[i].span;
        next = at + 1;
    }
}

// ---- reading ----

JsonReader *json_open(const Source *source, JsonColumns columns, Arena *arena)
{
    JsonReader *reader = ARENA_NEW(arena, JsonReader);
    *reader = (JsonReader){.source = source,
                           .columns = columns,
                           .arena = arena,
                           .capacity = WINDOW_BYTES,
                           .spans = ARENA_ARRAY(arena, FieldSpan, columns.count)};
    reader->buffer = arena_alloc(arena, reader->capacity, 1);
    char mark[3];
    if (source->size >= 3 && source->ops->read(source, 0, 3, mark) &&
        memcmp(mark, "\xEF\xBB\xBF", 3) == 0)
        reader->window_offset = 3;
    return reader;
}

uint64_t json_offset(const JsonReader *reader)
{
    return reader->window_offset + reader->at;
}

static bool is_last_window(const JsonReader *reader)
{
    return reader->is_whole && reader->window_offset + reader->window_len >= reader->source->size;
}

static Text window_of(const JsonReader *reader)
{
    return (Text){reader->buffer + reader->at, reader->window_len - reader->at};
}

// Moves the window to the next byte that counts, and reads what then fits. False: unreadable.
static bool fill(JsonReader *reader)
{
    Text kept = window_of(reader);
    if (reader->at == 0 && reader->window_len == reader->capacity)
        reader->buffer =
            arena_grow(reader->arena, reader->buffer, &reader->capacity, reader->capacity * 2, 1);
    else if (kept.len > 0)
        memmove(reader->buffer, kept.ptr, kept.len);
    reader->window_offset += reader->at;
    reader->at = 0;
    uint64_t from = reader->window_offset + kept.len;
    size_t room = reader->capacity - kept.len;
    reader->window_len = kept.len;
    SourceArrival arrival = source_await(reader->source, from + room);
    reader->is_whole = arrival == SOURCE_WHOLE;
    uint64_t size = reader->source->size, left = size > from ? size - from : 0;
    if (arrival == SOURCE_STOPPED && left == 0)
        return false;
    size_t wanted = room < left ? room : (size_t)left;
    if (wanted > 0 &&
        !reader->source->ops->read(reader->source, from, wanted, reader->buffer + kept.len))
        return false;
    reader->window_len += wanted;
    return true;
}

static Problem problem_here(const JsonReader *reader, size_t at, ProblemKind kind)
{
    Problem where = PROBLEM_IN(kind, SEVERITY_ERROR, reader->source->path);
    where.source = reader->source->id;
    where.offset = json_offset(reader) + at;
    return where;
}

static RecordResult failed(JsonReader *reader, Problems *problems)
{
    if (source_await(reader->source, 0) != SOURCE_STOPPED)
        problem_at(problems, problem_here(reader, 0, PROBLEM_OPEN),
                   "the file could not be read to its end: it has become shorter or is gone");
    reader->window_offset = reader->source->size;
    reader->at = reader->window_len = 0;
    return RECORDS_FAILED;
}

// Goes on at the next line that may begin an object.
static RecordResult skip_broken(JsonReader *reader, Problems *problems)
{
    for (;;) {
        Text window = window_of(reader);
        size_t next = next_line(window, 0);
        if (next != TEXT_NOWHERE) {
            reader->at += next;
            return RECORD_BROKEN;
        }
        bool is_last = is_last_window(reader);
        reader->at += window.len - (window.len > 0 && !is_last); // a line end may stand last
        if (is_last)
            return RECORD_BROKEN;
        if (!fill(reader))
            return failed(reader, problems);
    }
}

static void report(const JsonReader *reader, size_t at, Text why, Problems *problems)
{
    problem_at(problems, problem_here(reader, at, PROBLEM_FORM), "%.*s", TEXT_ARG(why));
}

// The object that stands at the window's start and is `length` long. RECORDS_END: it is no record, go on.
static RecordResult take(JsonReader *reader, size_t length, Record *record, Problems *problems)
{
    Text object = text_sub(window_of(reader), 0, length), why;
    size_t at;
    ArenaMark mark = arena_mark(reader->arena);
    if (!json_check(object, reader->arena, &why, &at)) {
        report(reader, at, why, problems);
        reader->at += length;
        return RECORD_BROKEN;
    }
    JsonMembers members = json_members(object, reader->arena);
    bool is_record = !is_action(&members);
    spread(&members, reader->columns, reader->spans);
    arena_rewind(reader->arena, mark);
    *record = (Record){.offset = json_offset(reader),
                       .length = (uint32_t)length,
                       .bytes = object.ptr,
                       .fields = reader->spans,
                       .field_count = reader->columns.count};
    reader->at += length;
    return is_record ? RECORD_READ : RECORDS_END;
}

// What begins here is no object, or one that does not end.
static RecordResult no_object(JsonReader *reader, Text window, Problems *problems)
{
    Text why = TEXT("expected an object in { }");
    size_t at = 0;
    if (window.ptr[0] == '{')
        json_check(window, reader->arena, &why, &at);
    report(reader, at, why, problems);
    return skip_broken(reader, problems);
}

// Where an object may end. What does not end costs a look at all that follows; when that has cost as much as the longest
// record, an object ends before the next line that begins one.
static Text reach_of(const JsonReader *reader)
{
    Text window = window_of(reader);
    size_t next = reader->vain_bytes < MAX_RECORD_BYTES ? TEXT_NOWHERE : next_line(window, 0);
    return next == TEXT_NOWHERE ? window : text_sub(window, 0, next);
}

// What ends nowhere in the window: more of it may stand behind.
static bool may_go_on(const JsonReader *reader)
{
    return !is_last_window(reader) && window_of(reader).len < MAX_RECORD_BYTES;
}

RecordResult json_next(JsonReader *reader, Record *record, Problems *problems)
{
    for (;;) {
        Text window = window_of(reader);
        size_t skipped = find_object(window, 0);
        reader->at += skipped;
        window = window_of(reader);
        if (window.len == 0 && is_last_window(reader))
            return RECORDS_END;
        if (window.len > 0 && window.ptr[0] != '{')
            return no_object(reader, window, problems);
        Text reach = reach_of(reader);
        size_t end = reach.len > 0 ? json_end(reach, 0) : TEXT_NOWHERE;
        if (end == TEXT_NOWHERE && reach.len == window.len && may_go_on(reader)) {
            if (!fill(reader))
                return failed(reader, problems);
            continue;
        }
        if (end == TEXT_NOWHERE || end == 0) {
            reader->vain_bytes += reach.len;
            return no_object(reader, reach, problems);
        }
        RecordResult result = take(reader, end, record, problems);
        if (result != RECORDS_END)
            return result;
    }
}

// ---- one record again ----

bool json_fetch(const Source *source, uint64_t offset, JsonColumns columns, Arena *scratch,
                Record *record)
{
    if (offset >= source->size)
        return false;
    uint64_t left = source->size - offset;
    for (size_t wanted = 4096;; wanted *= 4) {
        size_t len = wanted < left ? wanted : (size_t)left;
        char *bytes = arena_alloc(scratch, len, 1);
        if (!source->ops->read(source, offset, len, bytes))
            return false;
        size_t end = json_end((Text){bytes, len}, 0);
        if (end == 0)
            return false;
        if (end != TEXT_NOWHERE) {
            JsonMembers members = json_members((Text){bytes, end}, scratch);
            FieldSpan *spans = ARENA_ARRAY(scratch, FieldSpan, columns.count);
            spread(&members, columns, spans);
            *record = (Record){.offset = offset,
                               .length = (uint32_t)end,
                               .bytes = bytes,
                               .fields = spans,
                               .field_count = columns.count};
            return true;
        }
        if (len == left || len > MAX_RECORD_BYTES)
            return false;
    }
}

static Text value_of(const char *bytes, FieldSpan span, Arena *scratch)
{
    Text raw = {bytes + span.start, span.length};
    return span.has_doubled_quote ? json_value(raw, span.is_quoted, scratch) : raw;
}

Text json_field(const Record *record, size_t index, Arena *scratch)
{
    return index < record->field_count ? value_of(record->bytes, record->fields[index], scratch)
                                       : (Text){NULL, 0};
}

bool json_column(const Record *record, size_t index, Text *name, Text *value, Arena *scratch)
{
    JsonMembers members = json_members((Text){record->bytes, record->length}, scratch);
    if (index >= members.count)
        return false;
    *name = members.items[index].path;
    *value = value_of(record->bytes, members.items[index].span, scratch);
    return true;
}

Text json_slice_text(const Source *source, Slice slice, Arena *scratch)
{
    Text raw = source_raw(source, slice, scratch);
    char before = 0;
    bool is_string = slice.offset > 0 && source->ops->read(source, slice.offset - 1, 1, &before) &&
                     before == '"';
    bool is_compound = raw.len > 0 && (raw.ptr[0] == '[' || raw.ptr[0] == '{');
    return json_value(raw, is_string || !is_compound, scratch);
}

// ---- heads ----

typedef struct HeadPaths {
    Text *items;
    size_t count, capacity;
} HeadPaths;

static void add_paths(const JsonMembers *members, HeadPaths *paths, Arena *scratch)
{
    for (size_t i = 0; i < members->count; i++) {
        JsonColumns known = {paths->items, paths->count};
        if (paths->count == 0 || find_column(known, members->items[i].path, i) == paths->count)
            ARENA_PUSH(scratch, paths, members->items[i].path);
    }
}

size_t json_head(Text head, Arena *scratch, Text **rows, size_t *counts, size_t most)
{
    HeadPaths paths = {0};
    JsonMembers *objects = ARENA_ARRAY(scratch, JsonMembers, most);
    const char **starts = ARENA_ARRAY(scratch, const char *, most);
    size_t count = 1; // row 0 has the names
    for (size_t at = 0; count < most;) {
        at = find_object(head, at);
        if (at >= head.len || head.ptr[at] != '{')
            break;
        Text rest = text_sub(head, at, head.len);
        size_t end = json_end(rest, 0);
        JsonMembers members = json_members(rest, scratch);
        starts[count] = rest.ptr;
        if (end == 0)
            break;
        at += end == TEXT_NOWHERE ? rest.len : end;
        // Of an object that the head cuts off, what is there will do where there is no other.
        if (is_action(&members) || members.count == 0 || (end == TEXT_NOWHERE && count > 1))
            continue;
        add_paths(&members, &paths, scratch);
        objects[count++] = members;
    }
    if (count == 1 || paths.count == 0)
        return 0;
    rows[0] = paths.items;
    counts[0] = paths.count;
    JsonColumns columns = {paths.items, paths.count};
    FieldSpan *spans = ARENA_ARRAY(scratch, FieldSpan, paths.count);
    for (size_t i = 1; i < count; i++) {
        spread(&objects[i], columns, spans);
        rows[i] = ARENA_ARRAY(scratch, Text, paths.count);
        counts[i] = paths.count;
        for (size_t k = 0; k < paths.count; k++)
            rows[i][k] = value_of(starts[i], spans[k], scratch);
    }
    return count;
}
