// Where a record of a table ends and where its fields stand: looks at bytes in memory, decodes nothing.
// The form is RFC 4180 with what real files add: blanks around a field, LF, CR LF or CR as line end, a quote inside
// an unquoted field (it stands for itself). records.c feeds it windows of a source; nobody else calls it.
#ifndef BILAT_LOADERS_SCAN_H
#define BILAT_LOADERS_SCAN_H

#include "model/arena.h"

typedef struct FieldSpan {
    uint32_t start,
        length; // of the content, without quotes and outer blanks; from the record's first byte
    bool is_quoted;
    bool has_doubled_quote; // the content needs decoding
} FieldSpan;

typedef struct FieldSpans {
    FieldSpan *items;
    size_t count, capacity;
} FieldSpans;

typedef enum ScanEnd {
    SCAN_RECORD,           // a whole record
    SCAN_MORE,             // the window ends inside the record
    SCAN_OPEN_QUOTE,       // the last window ends inside quotes; `fault` is the opening quote
    SCAN_TEXT_AFTER_QUOTE, // `fault` is the first byte that must not follow the closing quote
} ScanEnd;

// One record of a window, from its first byte.
typedef struct Scan {
    Text window;
    bool is_last; // nothing follows the window in its source
    char delimiter;
    bool is_unquoted; // a quote is a plain character
    Arena *arena;     // of the spans
    FieldSpans spans;
    size_t length;      // of the record without its line end
    size_t next;        // behind the line end
    size_t fault;       // see ScanEnd
    size_t fault_quote; // the quote that opens the field in which the fault is
} Scan;

// Fills in what stands below `arena`; the array of spans is used again.
ScanEnd scan_record(Scan *scan);
// Length of the line that begins at `from`, with its line end; TEXT_NOWHERE where the window ends before that.
size_t scan_line(Text window, size_t from, bool is_last);

#endif
