// The inside of a RecordReader, for records.c and records_marked.c alone.
#ifndef BILAT_LOADERS_RECORDS_OWN_H
#define BILAT_LOADERS_RECORDS_OWN_H

#include "loaders/records.h"
#include "loaders/scan_marks.h"

#include <string.h>

typedef struct WantedField {
    uint16_t column;
    int left, right; // indexes of the separators around it; -1: the record's start
} WantedField;

struct RecordColumns {
    WantedField *wanted; // by column
    size_t wanted_count;
    size_t column_count; // up to the last of them
    ScanWanted separators;
};

typedef struct MarkedFields { // see records_want
    const ScanOps *ops;
    const RecordColumns *columns;
    FieldSpan *spans;            // of the record peeked at, by column
    uint64_t start;              // offset of the first marked byte
    bool is_marked;              // the marks are those of `start`
    unsigned bad_in_a_row, rest; // the marks of the next `rest` records are not worth their while
    size_t next;                 // length of the record peeked at with its line end
    ScanMarks marks;
} MarkedFields;

struct RecordReader {
    const Source *source;
    Arena *arena;
    char *buffer; // holds the source's bytes from window_offset on
    size_t capacity, window_len;
    uint64_t window_offset;
    bool is_whole;          // the source was, when the window was read
    size_t at;              // of the next record, in the buffer
    size_t expected;        // fields; 0: any number
    const uint16_t *counts; // other numbers that are right; NULL: none
    Scan scan;
    MarkedFields *marked; // NULL: no fields are wanted by themselves
};

static inline bool records_is_last_window(const RecordReader *reader)
{
    return reader->is_whole && reader->window_offset + reader->window_len >= reader->source->size;
}

// Moves the window so that it begins at the next record, and reads what then fits, which may have to arrive. False: unreadable.
bool records_fill(RecordReader *reader);
bool records_is_right_count(const RecordReader *reader, size_t count);

static inline bool records_is_blank(MarkForm form, char c)
{
    return (c == ' ' || c == '\t') && c != form.delimiter;
}

// A field of good form between two separators, or a separator and an end of the record. Its parts are written where
// they are to be read: a span passed by value would be written in parts and read as a whole, which stalls the processor.
static inline void records_set_span(FieldSpan *span, MarkForm form, const char *record,
                                    uint32_t start, uint32_t end)
{
    if (!form.is_unquoted && start < end && record[start] == '"') { // the marks say: at both ends
        span->start = start + 1;
        span->length = end - start - 2;
        span->is_quoted = true;
        span->has_doubled_quote =
            span->length > 0 && memchr(record + span->start, '"', span->length) != NULL;
        return;
    }
    // Nearly all fields begin and end with something else than a blank.
    while (start < end && record[start] <= ' ' && records_is_blank(form, record[start]))
        start++;
    while (end > start && record[end - 1] <= ' ' && records_is_blank(form, record[end - 1]))
        end--;
    span->start = start;
    span->length = end - start;
    span->is_quoted = span->has_doubled_quote = false;
}

// The spans of the wanted fields of a record, which begins `base` bytes behind the first one marked.
void records_set_spans(const RecordColumns *columns, MarkForm form, const char *record,
                       const MarkedRecord *found, uint32_t base, FieldSpan *spans);

#endif
