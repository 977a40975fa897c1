// Records that were read once, again: for the screen, for exports, for whatever asks for a field.
#include <config.h>
#include "loaders/records_own.h"

#include <stdatomic.h>
#include <string.h>

enum { FETCH_BYTES = 64 * 1024, FIRST_FETCH_BYTES = 4 * 1024, FETCH_SPANS = 64 };

// What this thread read last: a screen and an export ask for many fields of one record, and for its neighbours.
static _Thread_local struct {
    char bytes[FETCH_BYTES];
    uint64_t serial, offset;
    size_t len;
    Record record; // the one scanned last; field_count 0: none
    FieldSpan spans[FETCH_SPANS];
    MarkForm form; // of the marks
    size_t marked; // where in the bytes they begin
    size_t
        trusted; // how many of them: behind a bad quote, inside and outside may be the wrong way round
    ScanMarks marks;
    bool is_ascii; // of the record found last: as Record.is_ascii
    const ScanOps *ops;
} fetched;

typedef struct Search { // for a record
    Scan scan;
    const RecordColumns *columns; // NULL: all
    bool has_few;                 // fields of the record: those of the columns
} Search;

static atomic_uint_least64_t last_serial;

uint64_t records_new_serial(void)
{
    return atomic_fetch_add(&last_serial, 1) + 1;
}

static bool fetch_window(const Source *source, uint64_t serial, uint64_t offset, size_t wanted)
{
    uint64_t left = source->size - offset;
    if (wanted > left)
        wanted = (size_t)left;
    fetched.serial = 0;
    fetched.record.field_count = 0;
    fetched.marks.count = 0;
    fetched.ops = scan_ops();
    if (!source->ops->read(source, offset, wanted, fetched.bytes))
        return false;
    fetched.serial = serial;
    fetched.offset = offset;
    fetched.len = wanted;
    return true;
}

// ---- by marks: a record is found again in a fraction of the time ----

static void add_span(Scan *scan, MarkForm form, size_t start, size_t end)
{
    FieldSpans *spans = &scan->spans;
    if (spans->count == spans->capacity)
        spans->items = arena_grow(scan->arena, spans->items, &spans->capacity, FETCH_SPANS,
                                  sizeof *spans->items);
    records_set_span(&spans->items[spans->count++], form, scan->window.ptr, (uint32_t)start,
                     (uint32_t)end);
}

// The record at `from` of the marked bytes. False: it does not end there, or is not of good form.
static bool take_marked(Scan *scan, MarkForm form, size_t from)
{
    const ScanMarks *marks = &fetched.marks;
    size_t start = 0;
    uint64_t odd = 0;
    uint64_t behind_start = UINT64_MAX << (from & 63);
    scan->spans.count = 0;
    for (size_t word = from / 64; word * 64 < marks->count; word++, behind_start = UINT64_MAX) {
        uint64_t lines = marks->lines[word] & behind_start;
        uint64_t inside = behind_start & (lines ? (lines & -lines) - 1 : UINT64_MAX);
        if (marks->bad[word] & (inside | (lines & -lines)))
            return false;
        odd |= marks->odd[word] & inside;
        for (uint64_t ends = marks->ends[word] & inside; ends; ends &= ends - 1) {
            size_t end = word * 64 + (size_t)__builtin_ctzll(ends) - from;
            add_span(scan, form, start, end);
            start = end + 1;
        }
        if (!lines)
            continue;
        scan->length = word * 64 + (size_t)__builtin_ctzll(lines) - from;
        add_span(scan, form, start, scan->length);
        fetched.is_ascii = odd == 0;
        return true;
    }
    return false;
}

static size_t bytes_before_bad(const ScanMarks *marks)
{
    for (size_t word = 0; word * 64 < marks->count; word++)
        if (marks->bad[word])
            return word * 64 + (size_t)__builtin_ctzll(marks->bad[word]);
    return marks->count;
}

static bool is_marked(MarkForm form, size_t at)
{
    return fetched.marks.count > 0 && fetched.form.delimiter == form.delimiter &&
           fetched.form.is_unquoted == form.is_unquoted && at >= fetched.marked &&
           at < fetched.marked + fetched.trusted;
}

// The same of the wanted fields alone.
static bool take_few(Search *search, MarkForm form, size_t from)
{
    MarkedRecord found;
    const RecordColumns *columns = search->columns;
    Scan *scan = &search->scan;
    if (!fetched.ops->find(&fetched.marks, from, &columns->separators, &found) || found.has_bad)
        return false;
    FieldSpan *spans = ARENA_ARRAY(scan->arena, FieldSpan, columns->column_count);
    records_set_spans(columns, form, scan->window.ptr, &found, (uint32_t)from, spans);
    size_t count = found.separators + 1;
    count = count < columns->column_count ? count : columns->column_count;
    scan->spans = (FieldSpans){spans, count, count};
    scan->length = found.end - from;
    fetched.is_ascii = !found.has_odd;
    search->has_few = true;
    return true;
}

static bool take(Search *search, MarkForm form, size_t from)
{
    return search->columns ? take_few(search, form, from) : take_marked(&search->scan, form, from);
}

// What stands at `at` of the window and behind it.
static void mark_at(MarkForm form, size_t at, size_t most)
{
    size_t left = fetched.len - at;
    fetched.ops->mark(form, fetched.bytes + at, left < most ? left : most, &fetched.marks);
    fetched.form = form;
    fetched.marked = at;
    fetched.trusted = bytes_before_bad(&fetched.marks);
}

// Where records are wanted one behind the other, many are marked at a time; one that stands alone is short.
static size_t bytes_to_mark(size_t at)
{
    enum { ALONE_BYTES = 512, NEAR_BYTES = 512 };
    bool is_near = fetched.marks.count > 0 && at > fetched.marked &&
                   at <= fetched.marked + fetched.marks.count + NEAR_BYTES;
    return is_near ? MARKS_BYTES : ALONE_BYTES;
}

static bool find_marked(Search *search, size_t at)
{
    fetched.is_ascii = false;
    MarkForm form = {search->scan.delimiter, search->scan.is_unquoted};
    if (is_marked(form, at) && take(search, form, at - fetched.marked))
        return true;
    size_t most = MARKS_BYTES, left = fetched.len - at;
    for (size_t bytes = bytes_to_mark(at);; bytes = bytes * 2 < most ? bytes * 2 : most) {
        mark_at(form, at, bytes);
        if (take(search, form, 0))
            return true;
        if (bytes >= most || bytes >= left)
            return false;
    }
}

// ---- looking ----

static bool scan_fetched(const Source *source, uint64_t offset, Search *search)
{
    size_t at = (size_t)(offset - fetched.offset);
    Scan *scan = &search->scan;
    scan->window = (Text){fetched.bytes + at, fetched.len - at};
    scan->is_last = fetched.offset + fetched.len >= source->size;
    return find_marked(search, at) || scan_record(scan) == SCAN_RECORD;
}

static bool is_in_window(uint64_t serial, uint64_t offset)
{
    return fetched.serial == serial && offset >= fetched.offset &&
           offset < fetched.offset + fetched.len;
}

static void keep_record(Record *record, const FieldSpans *spans)
{
    if (spans->count > FETCH_SPANS)
        return;
    memcpy(fetched.spans, spans->items, spans->count * sizeof *spans->items);
    record->fields = fetched.spans;
    fetched.record = *record;
}

// A record too long for the window: read whole, into the scratch arena.
static bool fetch_long(const Source *source, uint64_t offset, Scan *scan)
{
    fetched.is_ascii = false;
    uint64_t left = source->size - offset;
    for (size_t wanted = (size_t)FETCH_BYTES * 4;; wanted *= 4) {
        size_t len = wanted < left ? wanted : (size_t)left;
        char *bytes = arena_alloc(scan->arena, len, 1);
        if (!source->ops->read(source, offset, len, bytes))
            return false;
        scan->window = (Text){bytes, len};
        scan->is_last = len == left;
        if (scan_record(scan) == SCAN_RECORD)
            return true;
        if (len == left || len > MAX_RECORD_BYTES)
            return false;
    }
}

static bool find_record(const RecordPlace *place, Search *search)
{
    const Source *source = place->source;
    uint64_t serial = place->serial, offset = place->offset;
    if (is_in_window(serial, offset) && scan_fetched(source, offset, search))
        return true;
    // A record on its own is short; one not far behind the last window is read together with those that follow.
    bool is_next = fetched.serial == serial && offset >= fetched.offset &&
                   offset <= fetched.offset + fetched.len + FETCH_BYTES;
    if (fetch_window(source, serial, offset, is_next ? FETCH_BYTES : FIRST_FETCH_BYTES) &&
        scan_fetched(source, offset, search))
        return true;
    if (!is_next && fetch_window(source, serial, offset, FETCH_BYTES) &&
        scan_fetched(source, offset, search))
        return true;
    return fetched.serial == serial && fetch_long(source, offset, &search->scan);
}

static bool is_kept(const RecordPlace *place)
{
    return fetched.serial == place->serial && fetched.record.field_count > 0 &&
           fetched.record.offset == place->offset;
}

bool records_fetch_columns(const RecordPlace *place, const RecordColumns *columns, Arena *scratch,
                           Record *record)
{
    if (is_kept(place)) {
        *record = fetched.record;
        return true;
    }
    Search search = {.columns = columns};
    Scan *scan = &search.scan;
    scan->delimiter = place->delimiter;
    scan->is_unquoted = place->is_unquoted;
    scan->arena = scratch;
    if (place->offset >= place->source->size || !find_record(place, &search))
        return false;
    *record = (Record){
        .offset = place->offset,
        .length = (uint32_t)scan->length,
        .bytes = scan->window.ptr,
        .fields = scan->spans.items,
        .field_count = scan->spans.count,
        .is_ascii = fetched.is_ascii,
    };
    bool is_in_buffer = scan->window.ptr >= fetched.bytes &&
                        scan->window.ptr < fetched.bytes + sizeof fetched.bytes;
    if (is_in_buffer && !search.has_few)
        keep_record(record, &scan->spans);
    return true;
}

bool records_fetch(const RecordPlace *place, Arena *scratch, Record *record)
{
    return records_fetch_columns(place, NULL, scratch, record);
}
