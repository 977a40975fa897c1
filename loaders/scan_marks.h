// Marks the bytes that matter to a table, 64 at a time, one bit a byte: where fields end, where lines end, what is not
// plain text, which quotes do not stand where RFC 4180 wants them. From the marks a record's wanted fields are found
// without a look at the others. scan_simd.c and scan_portable.c do the same; a test holds them to each other.
// Marks say nothing about broken records: those are for scan_record.
#ifndef BILAT_LOADERS_SCAN_MARKS_H
#define BILAT_LOADERS_SCAN_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    MARKS_WORDS = 256,
    MARKS_BYTES =
        MARKS_WORDS * 64, // small enough to stay in the first level cache beside the bytes
    MARKS_WANTED = 192,   // separators that one record can be asked for
};

typedef struct ScanMarks {
    size_t count;                // bytes marked
    uint64_t ends[MARKS_WORDS];  // separators, CR and LF outside quotes
    uint64_t lines[MARKS_WORDS]; // of these CR and LF
    uint64_t odd[MARKS_WORDS];   // NUL, and bytes beyond ASCII
    uint64_t bad[MARKS_WORDS]; // at or right behind a quote that opens or closes where it must not
} ScanMarks;

typedef struct MarkForm {
    char delimiter;
    bool is_unquoted; // a quote is a plain character
} MarkForm;

// Which fields of a record are wanted: numbers of the separators that bound them (0: the first), ascending.
typedef struct ScanWanted {
    uint16_t separators[MARKS_WANTED];
    size_t count;
} ScanWanted;

// A record that begins at a marked byte.
typedef struct MarkedRecord {
    size_t end;                       // of the record, where its line end stands
    size_t separators;                // in it
    uint32_t positions[MARKS_WANTED]; // of the wanted separators; those that are not there: `end`
    bool has_odd, has_bad;
} MarkedRecord;

typedef struct ScanWord {
    const char *bytes;
    size_t length; // at least 1
} ScanWord;

typedef struct ScanOps {
    const char *name;
    // At most MARKS_BYTES from the start of a record.
    void (*mark)(MarkForm form, const char *bytes, size_t count, ScanMarks *marks);
    // The record that begins at byte `from`. False where the marks end before its line does.
    bool (*find)(const ScanMarks *marks, size_t from, const ScanWanted *wanted,
                 MarkedRecord *record);
    // The first place, at `from` or behind it, where a byte beyond ASCII stands or the word begins: letters in lower
    // case, which stand for both cases, and digits. `count` where there is none.
    size_t (*seek)(const char *bytes, size_t count, size_t from, ScanWord word);
} ScanOps;

// The fastest that this processor can do; with BILAT_PORTABLE set in the environment, the portable one.
const ScanOps *scan_ops(void);
const ScanOps *scan_ops_portable(void);
const ScanOps *scan_ops_simd(void); // NULL: this processor has not what it takes

#endif
