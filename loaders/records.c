#include <config.h>
#include "loaders/records_own.h"

#include "model/utf8.h"

#include <csv.h>
#include <string.h>

enum { WINDOW_BYTES = 256 * 1024, EXCERPT_BYTES = 60 };

bool records_fill(RecordReader *reader)
{
    size_t kept = reader->window_len - reader->at;
    if (kept)
        memmove(reader->buffer, reader->buffer + reader->at, kept);
    reader->window_offset += reader->at;
    reader->at = 0;
    reader->window_len = kept;
    uint64_t from = reader->window_offset + kept;
    size_t wanted = reader->capacity - kept;
    SourceArrival arrival = source_await(reader->source, from + wanted);
    reader->is_whole = arrival == SOURCE_WHOLE;
    uint64_t size = reader->source->size, left = size > from ? size - from : 0;
    if (arrival == SOURCE_STOPPED && left == 0)
        return false;
    if (wanted > left)
        wanted = (size_t)left;
    if (wanted && !reader->source->ops->read(reader->source, from, wanted, reader->buffer + kept))
        return false;
    reader->window_len += wanted;
    return true;
}

RecordReader *records_open(const Source *source, uint64_t offset, char delimiter, Arena *arena)
{
    RecordReader *reader = ARENA_NEW(arena, RecordReader);
    uint64_t left = source->size > offset ? source->size - offset : 0;
    *reader = (RecordReader){
        .source = source,
        .arena = arena,
        .capacity = left < WINDOW_BYTES ? (size_t)left + 1 : WINDOW_BYTES,
        .window_offset = offset,
        .scan = {.delimiter = delimiter, .arena = arena},
    };
    reader->buffer = arena_alloc(arena, reader->capacity, 1);
    char mark[3];
    if (offset == 0 && source->size >= 3 && source->ops->read(source, 0, 3, mark) &&
        memcmp(mark, "\xEF\xBB\xBF", 3) == 0)
        reader->window_offset = 3;
    return reader;
}

void records_expect(RecordReader *reader, size_t field_count)
{
    reader->expected = field_count;
}

void records_expect_any(RecordReader *reader, const uint16_t *counts)
{
    reader->counts = counts;
    reader->expected = counts[0];
}

void records_unquote(RecordReader *reader)
{
    reader->scan.is_unquoted = true;
}

bool records_is_right_count(const RecordReader *reader, size_t count)
{
    for (const uint16_t *right = reader->counts; right && *right; right++)
        if (*right == count)
            return true;
    return reader->expected == 0 || count == reader->expected;
}

uint64_t records_offset(const RecordReader *reader)
{
    return reader->window_offset + reader->at;
}

bool records_is_at_end(const RecordReader *reader)
{
    return records_offset(reader) >= reader->source->size;
}

void records_seek(RecordReader *reader, uint64_t offset)
{
    reader->window_offset = offset;
    reader->at = reader->window_len = 0;
    if (reader->marked)
        reader->marked->is_marked = false;
}

static Problem problem_here(const RecordReader *reader, size_t at, ProblemKind kind)
{
    Problem where = PROBLEM_IN(kind, SEVERITY_ERROR, reader->source->path);
    where.source = reader->source->id;
    where.offset = reader->window_offset + reader->at + at;
    return where;
}

// Who stopped what arrives has said so.
static RecordResult failed(RecordReader *reader, Problems *problems)
{
    if (source_await(reader->source, 0) != SOURCE_STOPPED)
        problem_at(problems, problem_here(reader, 0, PROBLEM_OPEN),
                   "the file could not be read to its end: it has become shorter or is gone");
    reader->window_offset = reader->source->size;
    reader->at = reader->window_len = 0;
    return RECORDS_FAILED;
}

// The window has too little of the record: more of it. False: unreadable.
static bool read_more(RecordReader *reader)
{
    if (reader->at == 0 && reader->window_len == reader->capacity) {
        size_t old = reader->capacity;
        reader->buffer = arena_grow(reader->arena, reader->buffer, &reader->capacity, old * 2, 1);
    }
    return records_fill(reader);
}

// Goes on behind the line in which byte `from` of the record stands. False: unreadable.
static bool skip_line(RecordReader *reader, size_t from)
{
    if (reader->marked)
        reader->marked->is_marked = false;
    reader->at += from;
    for (;;) {
        Text window = {reader->buffer + reader->at, reader->window_len - reader->at};
        size_t length = scan_line(window, 0, records_is_last_window(reader));
        if (length != TEXT_NOWHERE) {
            reader->at += length;
            return true;
        }
        // A CR at the window's end stays: its LF may follow.
        reader->at = reader->window_len - (window.len > 0);
        if (!read_more(reader))
            return false;
    }
}

bool records_pass_line(RecordReader *reader)
{
    return skip_line(reader, 0) && !records_is_at_end(reader);
}

// `"abc` NEWLINE `2,"def"`: the quote that closes this field stands where a field opens, so it was meant to
// open one, and the field's own closing quote is missing.
static bool lacks_closing_quote(const RecordReader *reader, FieldSpan field)
{
    const char *content = reader->buffer + reader->at + field.start;
    size_t len = field.length;
    while (len > 0 && content[len - 1] == ' ')
        len--;
    if (!field.is_quoted || len == 0)
        return false;
    char before = content[len - 1];
    bool at_field_start = before == reader->scan.delimiter || before == '\n' || before == '\r';
    return at_field_start && (memchr(content, '\n', len) || memchr(content, '\r', len));
}

// What stands in the line from byte `at` of the record on, cut short: for messages.
static Text excerpt(const RecordReader *reader, size_t at)
{
    Text rest =
        text_sub((Text){reader->buffer, reader->window_len}, reader->at + at, EXCERPT_BYTES);
    size_t len = 0;
    while (len < rest.len && rest.ptr[len] != '\n' && rest.ptr[len] != '\r')
        len++;
    return text_sub(rest, 0, utf8_whole(text_sub(rest, 0, len)));
}

static RecordResult open_quote(RecordReader *reader, size_t quote, Problems *problems)
{
    problem_at(problems, problem_here(reader, quote, PROBLEM_FORM),
               "expected a closing quote for the one that opens here: %.*s",
               TEXT_ARG(excerpt(reader, quote)));
    return skip_line(reader, quote) ? RECORD_BROKEN : failed(reader, problems);
}

static RecordResult text_after_quote(RecordReader *reader, Problems *problems)
{
    FieldSpan field = reader->scan.spans.items[reader->scan.spans.count - 1];
    if (lacks_closing_quote(reader, field))
        return open_quote(reader, reader->scan.fault_quote, problems);
    problem_at(problems, problem_here(reader, reader->scan.fault, PROBLEM_FORM),
               "expected a separator or a line end after the closing quote, found \"%.*s\"",
               TEXT_ARG(excerpt(reader, reader->scan.fault)));
    return skip_line(reader, reader->scan.fault) ? RECORD_BROKEN : failed(reader, problems);
}

static RecordResult too_long(RecordReader *reader, Problems *problems)
{
    if (reader->scan.fault_quote != TEXT_NOWHERE && reader->scan.fault != TEXT_NOWHERE)
        return open_quote(reader, reader->scan.fault_quote, problems);
    problem_at(problems, problem_here(reader, 0, PROBLEM_LIMIT),
               "expected a record of at most %d MiB, found a longer one: \"%.*s\"",
               MAX_RECORD_BYTES / 1024 / 1024, TEXT_ARG(excerpt(reader, 0)));
    return skip_line(reader, 0) ? RECORD_BROKEN : failed(reader, problems);
}

// Empty fields behind the last column, as spreadsheets write them, are no fields.
static void drop_surplus(RecordReader *reader)
{
    FieldSpans *spans = &reader->scan.spans;
    while (spans->count > reader->expected && !records_is_right_count(reader, spans->count) &&
           spans->items[spans->count - 1].length == 0 && !spans->items[spans->count - 1].is_quoted)
        spans->count--;
}

static RecordResult wrong_count(RecordReader *reader, Problems *problems)
{
    const FieldSpans *spans = &reader->scan.spans;
    for (size_t i = 0; i < spans->count; i++)
        if (lacks_closing_quote(reader, spans->items[i]))
            return open_quote(reader, spans->items[i].start - 1, problems);
    size_t at = spans->count > reader->expected ? spans->items[reader->expected].start : 0;
    problem_at(problems, problem_here(reader, at, PROBLEM_FORM),
               "expected %zu fields, found %zu: \"%.*s\"", reader->expected, spans->count,
               TEXT_ARG(excerpt(reader, at)));
    reader->at += reader->scan.next;
    return RECORD_BROKEN;
}

static bool is_blank_line(const FieldSpans *spans)
{
    return spans->count == 1 && spans->items[0].length == 0 && !spans->items[0].is_quoted;
}

// A record with a whole form. False: it is a blank line.
static bool take_record(RecordReader *reader, Record *record)
{
    const Scan *scan = &reader->scan;
    if (is_blank_line(&scan->spans)) {
        reader->at += scan->next;
        return false;
    }
    *record = (Record){
        .offset = reader->window_offset + reader->at,
        .length = (uint32_t)scan->length,
        .bytes = reader->buffer + reader->at,
        .fields = scan->spans.items,
        .field_count = scan->spans.count,
    };
    return true;
}

static ScanEnd scan_next(RecordReader *reader)
{
    reader->scan.window = (Text){reader->buffer + reader->at, reader->window_len - reader->at};
    reader->scan.is_last = records_is_last_window(reader);
    reader->scan.fault = reader->scan.fault_quote = TEXT_NOWHERE;
    return scan_record(&reader->scan);
}

// Whether a record was read, is broken or was a blank line (then `*result` is RECORDS_END and the caller goes on).
static bool take(RecordReader *reader, ScanEnd end, Record *record, Problems *problems,
                 RecordResult *result)
{
    if (end == SCAN_OPEN_QUOTE) {
        *result = open_quote(reader, reader->scan.fault_quote, problems);
        return true;
    }
    if (end == SCAN_TEXT_AFTER_QUOTE) {
        *result = text_after_quote(reader, problems);
        return true;
    }
    if (!take_record(reader, record))
        return false;
    if (reader->expected)
        drop_surplus(reader);
    record->field_count = reader->scan.spans.count;
    if (!records_is_right_count(reader, record->field_count)) {
        *result = wrong_count(reader, problems);
        return true;
    }
    reader->at += reader->scan.next;
    *result = RECORD_READ;
    return true;
}

RecordResult records_next(RecordReader *reader, Record *record, Problems *problems)
{
    for (;;) {
        if (reader->at == reader->window_len) {
            if (records_is_last_window(reader))
                return RECORDS_END;
            if (!records_fill(reader))
                return failed(reader, problems);
        }
        ScanEnd end = scan_next(reader);
        RecordResult result;
        if (end != SCAN_MORE) {
            if (take(reader, end, record, problems, &result))
                return result;
            continue;
        }
        if (reader->window_len - reader->at >= MAX_RECORD_BYTES)
            return too_long(reader, problems);
        if (!read_more(reader))
            return failed(reader, problems);
    }
}

// ---- decoding ----

static void take_field(void *bytes, size_t len, void *buffer)
{
    buffer_add(buffer, (Text){bytes, len});
}

static void take_row(int end, void *buffer)
{
    (void)end, (void)buffer;
}

// The content of a quoted field with its doubled quotes made single.
static Text undouble(Text content, Arena *arena)
{
    Buffer out = buffer_in(arena);
    struct csv_parser parser;
    BUG_IF(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0);
    Text parts[] = {TEXT("\""), content, TEXT("\"")};
    size_t parsed = 0;
    for (size_t i = 0; i < 3; i++)
        parsed += csv_parse(&parser, parts[i].ptr, parts[i].len, take_field, take_row, &out);
    bool is_whole = parsed == content.len + 2 && csv_fini(&parser, take_field, take_row, &out) == 0;
    bool is_out_of_memory = csv_error(&parser) == CSV_ENOMEM;
    csv_free(&parser);
    if (is_out_of_memory)
        arena_alloc(arena, SIZE_MAX, 1); // goes where any lack of memory goes
    return is_whole ? buffer_text(&out) : content;
}

Text records_raw_field(const Record *record, size_t index)
{
    if (index >= record->field_count)
        return (Text){NULL, 0};
    const FieldSpan *field = &record->fields[index];
    return (Text){record->bytes + field->start, field->length};
}

Text records_field(const Record *record, size_t index, Arena *arena)
{
    Text raw = records_raw_field(record, index);
    if (raw.len && record->fields[index].has_doubled_quote)
        return undouble(raw, arena);
    return arena_text(arena, raw);
}

Slice records_slice(const Record *record, size_t index, const Source *source)
{
    Text raw = records_raw_field(record, index);
    if (raw.len == 0)
        return (Slice){.source = source->id};
    return (Slice){
        .offset = record->offset + record->fields[index].start,
        .length = (uint32_t)raw.len,
        .source = source->id,
    };
}

Text records_slice_text(const Source *source, Slice slice, Arena *scratch)
{
    Text raw = source_raw(source, slice, scratch);
    char before = 0;
    bool is_quoted = slice.offset > 0 && source->ops->read(source, slice.offset - 1, 1, &before) &&
                     before == '"';
    return is_quoted && text_find(raw, TEXT("\"\"")) != TEXT_NOWHERE ? undouble(raw, scratch) : raw;
}
