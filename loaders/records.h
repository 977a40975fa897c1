// Reads the records of a quoted table: where each begins and ends in the source, and where its fields stand.
// Nothing is copied or decoded until somebody asks for a field. Records whose form is broken become problems, and
// reading goes on at the next line, so that one stray quote never swallows what follows it.
// The only reader of libcsv, which decodes quoted fields and holds the scanner to account in the tests.
#ifndef BILAT_LOADERS_RECORDS_H
#define BILAT_LOADERS_RECORDS_H

#include "loaders/scan.h"
#include "model/source.h"

enum {
    // Longer than any field seen in real data (a transcript of 1 MB): a quote open for so long was never closed.
    MAX_RECORD_BYTES = 16 * 1024 * 1024,
};

typedef struct Record {
    uint64_t offset; // in the source
    uint32_t length; // without the line end
    const char *bytes;
    const FieldSpan *fields;
    size_t field_count;
    bool is_ascii; // it is known that there is neither a NUL nor a byte beyond ASCII
} Record;

typedef enum RecordResult {
    RECORD_READ,
    RECORD_BROKEN,  // a problem was added; the next call goes on behind it
    RECORDS_END,    // nothing is left
    RECORDS_FAILED, // the source cannot be read any more; a problem was added
} RecordResult;

typedef struct RecordReader RecordReader;

// Reads from `offset` on; a byte order mark at the start is skipped. All memory is in `arena`.
RecordReader *records_open(const Source *source, uint64_t offset, char delimiter, Arena *arena);
// From now on a quote is a plain character.
void records_unquote(RecordReader *reader);
// From now on a record of another number of fields is broken, unless what it has too many is empty.
void records_expect(RecordReader *reader, size_t field_count);
// The same where several numbers are right; `counts` ends in 0 and outlives the reader.
void records_expect_any(RecordReader *reader, const uint16_t *counts);
// The next record that is no blank line. It stays good until the next call.
RecordResult records_next(RecordReader *reader, Record *record, Problems *problems);
// ---- only a few fields of well-formed records ----

// From now on records_peek gives the fields of these columns, ascending. Call it after records_unquote.
void records_want(RecordReader *reader, const uint16_t *columns, size_t count);
// The next record, if it is whole, of the right number of fields and in the form of RFC 4180, with the wanted fields
// alone. Else false: then records_next knows what is next. Good until the next call for this reader.
bool records_peek(RecordReader *reader, Record *record);
// Goes on behind the record peeked at.
void records_skip(RecordReader *reader);

uint64_t records_offset(const RecordReader *reader); // of what comes next
bool records_is_at_end(const RecordReader *reader);  // nothing comes
// The next record begins there, or is looked for from there on.
void records_seek(RecordReader *reader, uint64_t offset);
// Goes on behind the next line end, whatever stands before it. False: there is none.
bool records_pass_line(RecordReader *reader);

// Where records_next found a record. `serial` names the source among all that were ever open.
typedef struct RecordPlace {
    const Source *source;
    uint64_t serial; // of records_new_serial
    uint64_t offset;
    char delimiter;
    bool is_unquoted; // a quote is a plain character
} RecordPlace;

// That record once more. False when it cannot be read any more. It stays good until the next call in this thread
// and while `scratch` is not reset.
bool records_fetch(const RecordPlace *place, Arena *scratch, Record *record);
uint64_t records_new_serial(void);
// Likewise, but only the fields of these columns are looked at; others may be empty.
typedef struct RecordColumns RecordColumns;
bool records_fetch_columns(const RecordPlace *place, const RecordColumns *columns, Arena *scratch,
                           Record *record);
// The columns, ascending; NULL: they are too many to be asked for alone.
RecordColumns *records_columns(const uint16_t *columns, size_t count, Arena *arena);

// A field as it reads, without quotes; the empty text behind the last field.
Text records_field(const Record *record, size_t index, Arena *arena);
// Its bytes as they stand, without the outer quotes.
Text records_raw_field(const Record *record, size_t index);
// Where its bytes stand in the source; length 0 where it is empty.
Slice records_slice(const Record *record, size_t index, const Source *source);
// SourceOps.slice_text of tables: a slice behind a quote is undoubled.
Text records_slice_text(const Source *source, Slice slice, Arena *scratch);

#endif
