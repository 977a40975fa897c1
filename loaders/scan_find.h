// The search in the marks, for scan_simd.c and scan_portable.c alone: each builds it with its own way to find the n-th
// bit of a word.
#ifndef BILAT_LOADERS_SCAN_FIND_H
#define BILAT_LOADERS_SCAN_FIND_H

#include "loaders/scan_marks.h"

// ---- quotes ----

typedef struct QuoteState { // between two words
    uint64_t is_inside;     // all ones: the word before ended inside quotes
    uint64_t may_open;      // 1: the byte before is one behind which a quote may open
    uint64_t has_closed;    // 1: the byte before is a closing quote
} QuoteState;

typedef struct QuoteWord {
    uint64_t quotes;
    uint64_t inside; // from an opening quote up to the byte before its closing one
} QuoteWord;

static inline QuoteState quotes_at_start(void)
{
    return (QuoteState){.may_open = 1};
}

// Takes the ends inside quotes away from word `at`, and checks what stands beside each quote. A doubled quote closes
// and opens again at once.
static inline void settle_quotes(ScanMarks *marks, size_t at, QuoteWord word, QuoteState *state)
{
    uint64_t neighbours = marks->ends[at] | word.quotes;
    uint64_t opening = word.quotes & word.inside, closing = word.quotes & ~word.inside;
    uint64_t badly_open = opening & ~(neighbours << 1 | state->may_open);
    uint64_t behind = closing << 1 | state->has_closed;
    marks->bad[at] = badly_open | (behind & ~neighbours);
    marks->ends[at] &= ~word.inside;
    marks->lines[at] &= ~word.inside;
    state->is_inside = word.inside >> 63 ? UINT64_MAX : 0;
    state->may_open = neighbours >> 63;
    state->has_closed = closing >> 63;
}

// ---- words ----

// Byte by byte: is it there that the search ends?
static inline bool is_sought(const char *bytes, size_t count, size_t at, ScanWord word)
{
    if ((unsigned char)bytes[at] >= 0x80)
        return true;
    if (count - at < word.length)
        return false;
    for (size_t i = 0; i < word.length; i++) {
        char c = bytes[at + i];
        if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != word.bytes[i])
            return false;
    }
    return true;
}

static inline size_t seek_bytewise(const char *bytes, size_t count, size_t from, ScanWord word)
{
    while (from < count && !is_sought(bytes, count, from, word))
        from++;
    return from;
}

// ---- records ----

// Position of the n-th set bit (from 0), of which there are more than n.
typedef unsigned (*SelectBit)(uint64_t word, unsigned n);

typedef struct MarkSearch {
    const ScanWanted *wanted;
    size_t next;  // of the wanted ones
    size_t found; // separators so far
} MarkSearch;

// The separators among `ends`, which are those of word `at` that belong to the record.
static inline __attribute__((always_inline)) void
take_separators(MarkSearch *search, uint64_t ends, size_t at, SelectBit select, uint32_t *positions)
{
    size_t behind = search->found + (size_t)__builtin_popcountll(ends);
    while (search->next < search->wanted->count &&
           search->wanted->separators[search->next] < behind) {
        unsigned n = (unsigned)(search->wanted->separators[search->next] - search->found);
        positions[search->next++] = (uint32_t)(at * 64 + select(ends, n));
    }
    search->found = behind;
}

static inline __attribute__((always_inline)) bool find_marked(const ScanMarks *marks, size_t from,
                                                              const ScanWanted *wanted,
                                                              MarkedRecord *record,
                                                              SelectBit select)
{
    MarkSearch search = {.wanted = wanted};
    uint64_t odd = 0, bad = 0;
    uint64_t behind_start = UINT64_MAX << (from & 63);
    size_t words = (marks->count + 63) / 64;
    for (size_t at = from / 64; at < words; at++, behind_start = UINT64_MAX) {
        uint64_t lines = marks->lines[at] & behind_start;
        // All bits below the line end; where there is none, all.
        uint64_t inside = behind_start & (lines ? (lines & -lines) - 1 : UINT64_MAX);
        odd |= marks->odd[at] & inside;
        // The byte behind the last quote may be the line end itself.
        bad |= marks->bad[at] & (inside | (lines & -lines));
        take_separators(&search, marks->ends[at] & inside, at, select, record->positions);
        if (!lines)
            continue;
        record->end = at * 64 + (size_t)__builtin_ctzll(lines);
        record->separators = search.found;
        record->has_odd = odd != 0;
        record->has_bad = bad != 0;
        for (; search.next < wanted->count; search.next++)
            record->positions[search.next] = (uint32_t)record->end;
        return true;
    }
    return false;
}

#endif
