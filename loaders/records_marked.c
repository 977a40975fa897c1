// Well-formed records by their marks (loaders/scan_marks.h), without a look at the fields that nobody wants.
#include <config.h>
#include "loaders/records_own.h"

#include <string.h>

// ---- columns ----

// Index of the separator in the list, which is ascending; it is added where it is not the last one already.
static int separator_index(ScanWanted *list, uint16_t separator)
{
    if (list->count == 0 || list->separators[list->count - 1] != separator)
        list->separators[list->count++] = separator;
    return (int)list->count - 1;
}

RecordColumns *records_columns(const uint16_t *columns, size_t count, Arena *arena)
{
    if (2 * count > MARKS_WANTED)
        return NULL;
    RecordColumns *list = ARENA_NEW(arena, RecordColumns);
    list->wanted = ARENA_ARRAY(arena, WantedField, count);
    list->wanted_count = count;
    for (size_t i = 0; i < count; i++) {
        WantedField *field = &list->wanted[i];
        field->column = columns[i];
        field->left = -1;
        if (columns[i] > 0)
            field->left = separator_index(&list->separators, (uint16_t)(columns[i] - 1));
        field->right = separator_index(&list->separators, columns[i]);
    }
    list->column_count = count ? columns[count - 1] + 1u : 0;
    return list;
}

void records_want(RecordReader *reader, const uint16_t *columns, size_t count)
{
    MarkedFields *marked = ARENA_NEW(reader->arena, MarkedFields);
    marked->ops = scan_ops();
    marked->columns = records_columns(columns, count, reader->arena);
    BUG_IF(!marked->columns);
    marked->spans = ARENA_ARRAY(reader->arena, FieldSpan, marked->columns->column_count);
    reader->marked = marked;
}

void records_set_spans(const RecordColumns *columns, MarkForm form, const char *record,
                       const MarkedRecord *found, uint32_t base, FieldSpan *spans)
{
    uint32_t length = (uint32_t)found->end - base;
    for (size_t i = 0; i < columns->wanted_count; i++) {
        const WantedField *field = &columns->wanted[i];
        uint32_t start = field->left < 0 ? 0 : found->positions[field->left] - base + 1;
        uint32_t end = found->positions[field->right] - base;
        // Of a field that is not there both are the record's end.
        records_set_span(&spans[field->column], form, record, start < length ? start : length, end);
    }
}

// ---- finding ----

static void mark_here(RecordReader *reader)
{
    MarkedFields *marked = reader->marked;
    size_t left = reader->window_len - reader->at;
    MarkForm form = {reader->scan.delimiter, reader->scan.is_unquoted};
    marked->start = reader->window_offset + reader->at;
    marked->is_marked = true;
    marked->ops->mark(form, reader->buffer + reader->at, left < MARKS_BYTES ? left : MARKS_BYTES,
                      &marked->marks);
}

// Is there a marked line end behind the record?
static bool find_here(RecordReader *reader, MarkedRecord *found)
{
    MarkedFields *marked = reader->marked;
    uint64_t from = reader->window_offset + reader->at - marked->start;
    return marked->is_marked && from < marked->marks.count &&
           marked->ops->find(&marked->marks, (size_t)from, &marked->columns->separators, found);
}

// The record's place among the marks is `start` bytes behind the first. False: it is too long for that.
static bool find_record(RecordReader *reader, MarkedRecord *found)
{
    if (find_here(reader, found))
        return true;
    bool is_short = reader->window_len - reader->at < MARKS_BYTES;
    if (is_short && !records_is_last_window(reader) && !records_fill(reader))
        return false;
    mark_here(reader);
    return find_here(reader, found);
}

// ---- records ----

// Length of the line end at `at`; 0 where its LF may stand behind the window.
static size_t line_end_length(const RecordReader *reader, size_t at)
{
    if (reader->buffer[at] == '\n')
        return 1;
    if (at + 1 == reader->window_len)
        return records_is_last_window(reader) ? 1 : 0;
    return reader->buffer[at + 1] == '\n' ? 2 : 1;
}

// Behind a bad quote all must be marked anew. Where bad ones are the rule, that is done for ever fewer records.
static void rest_from(MarkedFields *marked)
{
    enum { LONGEST_REST = 256 };
    marked->is_marked = false;
    marked->bad_in_a_row++;
    marked->rest = marked->bad_in_a_row < 9 ? (1u << marked->bad_in_a_row) - 2 : LONGEST_REST;
}

static bool is_resting(MarkedFields *marked)
{
    if (marked->rest == 0)
        return false;
    marked->rest--;
    return true;
}

bool records_peek(RecordReader *reader, Record *record)
{
    MarkedFields *marked = reader->marked;
    MarkedRecord found;
    if (is_resting(marked) || !find_record(reader, &found))
        return false;
    if (found.has_bad) {
        rest_from(marked);
        return false;
    }
    marked->bad_in_a_row = 0;
    if (!records_is_right_count(reader, found.separators + 1))
        return false;
    uint32_t base = (uint32_t)(reader->window_offset + reader->at - marked->start);
    size_t length = found.end - base;
    size_t line_end = line_end_length(reader, reader->at + length);
    if (length == 0 || line_end == 0)
        return false;
    MarkForm form = {reader->scan.delimiter, reader->scan.is_unquoted};
    records_set_spans(marked->columns, form, reader->buffer + reader->at, &found, base,
                      marked->spans);
    marked->next = length + line_end;
    *record = (Record){.offset = reader->window_offset + reader->at,
                       .length = (uint32_t)length,
                       .bytes = reader->buffer + reader->at,
                       .fields = marked->spans,
                       .field_count = found.separators + 1,
                       .is_ascii = !found.has_odd};
    return true;
}

void records_skip(RecordReader *reader)
{
    reader->at += reader->marked->next;
}
