// The twin of scan_simd.c in plain C, for processors without those instructions and to check it against.
#include <config.h>
#include "loaders/scan_find.h"

#include <string.h>

// Eight bytes at a time, each with its own answer in its top bit.
static const uint64_t low_bits = 0x7F7F7F7F7F7F7F7Fu, ones = 0x0101010101010101u;

// The top bit of each byte that is 0.
static inline uint64_t zero_bytes(uint64_t bytes)
{
    return ~(((bytes & low_bits) + low_bits) | bytes | low_bits);
}

// The top bits of eight bytes side by side, the first byte's lowest: the multiplication moves each to its place.
static inline uint64_t gather(uint64_t top_bits)
{
    return (top_bits >> 7) * 0x0102040810204080u >> 56;
}

static inline uint64_t equal_bytes(uint64_t bytes, char c)
{
    return zero_bytes(bytes ^ ones * (unsigned char)c);
}

static inline uint64_t load_eight(const char *from)
{
    uint64_t word = 0;
    for (size_t i = 0; i < sizeof word;
         i++) // whatever the byte order; compilers make one load of it
        word |= (uint64_t)(unsigned char)from[i] << 8 * i;
    return word;
}

static inline uint64_t prefix_parity(uint64_t word)
{
    for (unsigned shift = 1; shift < 64; shift *= 2)
        word ^= word << shift;
    return word;
}

static uint64_t mark_word(MarkForm form, const char *from, ScanMarks *marks, size_t at)
{
    uint64_t lines = 0, ends = 0, odd = 0, quotes = 0;
    for (unsigned i = 0; i < 8; i++) {
        uint64_t bytes = load_eight(from + 8 * i);
        uint64_t line = equal_bytes(bytes, '\n') | equal_bytes(bytes, '\r');
        lines |= gather(line) << 8 * i;
        ends |= gather(line | equal_bytes(bytes, form.delimiter)) << 8 * i;
        odd |= gather((bytes & ~low_bits) | zero_bytes(bytes)) << 8 * i;
        quotes |= gather(equal_bytes(bytes, '"')) << 8 * i;
    }
    marks->lines[at] = lines;
    marks->ends[at] = ends;
    marks->odd[at] = odd;
    marks->bad[at] = 0;
    return quotes;
}

static void mark(MarkForm form, const char *bytes, size_t count, ScanMarks *marks)
{
    QuoteState state = quotes_at_start();
    char last[64] = {0};
    marks->count = count;
    for (size_t at = 0; at * 64 < count; at++) {
        const char *from = bytes + at * 64;
        if (at * 64 + 64 > count)
            from = memcpy(last, from, count - at * 64);
        uint64_t quotes = mark_word(form, from, marks, at);
        if (!form.is_unquoted)
            settle_quotes(marks, at, (QuoteWord){quotes, prefix_parity(quotes) ^ state.is_inside},
                          &state);
    }
}

static inline unsigned select_bit(uint64_t word, unsigned n)
{
    while (n-- > 0)
        word &= word - 1; // without its lowest bit
    return (unsigned)__builtin_ctzll(word);
}

static bool find(const ScanMarks *marks, size_t from, const ScanWanted *wanted,
                 MarkedRecord *record)
{
    return find_marked(marks, from, wanted, record, select_bit);
}

// Eight bytes at a time: is one of them the word's first letter, in either case, or beyond ASCII?
static size_t seek(const char *bytes, size_t count, size_t from, ScanWord word)
{
    const uint64_t case_bits = ones * 0x20;
    uint64_t first = ones * ((unsigned char)word.bytes[0] | 0x20u);
    for (; from + 8 <= count; from += 8) {
        uint64_t eight = load_eight(bytes + from);
        uint64_t hits = gather(zero_bytes((eight | case_bits) ^ first) | (eight & ~low_bits));
        for (; hits; hits &= hits - 1) {
            size_t at = from + (size_t)__builtin_ctzll(hits);
            if (is_sought(bytes, count, at, word))
                return at;
        }
    }
    return seek_bytewise(bytes, count, from, word);
}

static const ScanOps portable_ops = {"portable", mark, find, seek};

const ScanOps *scan_ops_portable(void)
{
    return &portable_ops;
}
