// The only file with instructions of one processor. What it does, scan_portable.c does too.
#include <config.h>
#include "loaders/scan_find.h"

#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__)

#include <immintrin.h>

#define TARGET __attribute__((target("avx2,bmi,bmi2,popcnt,pclmul")))

typedef struct Bytes64 {
    __m256i low, high;
} Bytes64;

static inline TARGET uint64_t join_masks(__m256i low, __m256i high)
{
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high)
                                                     << 32;
}

static inline TARGET uint64_t equal_mask(Bytes64 bytes, char c)
{
    __m256i wanted = _mm256_set1_epi8(c);
    return join_masks(_mm256_cmpeq_epi8(bytes.low, wanted), _mm256_cmpeq_epi8(bytes.high, wanted));
}

// Bit i is the parity of the bits 0 to i: a multiplication by all ones without carries.
static inline TARGET uint64_t prefix_parity(uint64_t word)
{
    __m128i product =
        _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)word), _mm_set1_epi8((char)0xFF), 0);
    return (uint64_t)_mm_cvtsi128_si64(product);
}

static inline TARGET Bytes64 load_bytes(const char *from)
{
    return (Bytes64){_mm256_loadu_si256((const __m256i *)(const void *)from),
                     _mm256_loadu_si256((const __m256i *)(const void *)(from + 32))};
}

static inline TARGET void mark_plain(MarkForm form, Bytes64 bytes, ScanMarks *marks, size_t at)
{
    uint64_t lines = equal_mask(bytes, '\n') | equal_mask(bytes, '\r');
    marks->lines[at] = lines;
    marks->ends[at] = lines | equal_mask(bytes, form.delimiter);
    marks->odd[at] = join_masks(bytes.low, bytes.high) | equal_mask(bytes, '\0');
    marks->bad[at] = 0;
}

static inline TARGET void mark_quoted(Bytes64 bytes, ScanMarks *marks, size_t at, QuoteState *state)
{
    uint64_t quotes = equal_mask(bytes, '"');
    uint64_t inside = quotes || state->is_inside ? prefix_parity(quotes) ^ state->is_inside : 0;
    settle_quotes(marks, at, (QuoteWord){quotes, inside}, state);
}

static TARGET void mark(MarkForm form, const char *bytes, size_t count, ScanMarks *marks)
{
    QuoteState state = quotes_at_start();
    char last[64] = {0};
    marks->count = count;
    for (size_t at = 0; at * 64 < count; at++) {
        const char *from = bytes + at * 64;
        if (at * 64 + 64 > count)
            from = memcpy(last, from, count - at * 64);
        Bytes64 block = load_bytes(from);
        mark_plain(form, block, marks, at);
        if (!form.is_unquoted)
            mark_quoted(block, marks, at, &state);
    }
}

static inline TARGET __attribute__((always_inline)) unsigned select_bit(uint64_t word, unsigned n)
{
    return (unsigned)_tzcnt_u64(_pdep_u64((uint64_t)1 << n, word));
}

static TARGET bool find(const ScanMarks *marks, size_t from, const ScanWanted *wanted,
                        MarkedRecord *record)
{
    return find_marked(marks, from, wanted, record, select_bit);
}

// 32 bytes at a time: where the first and the last letter of the word stand that far from each other.
static TARGET size_t seek(const char *bytes, size_t count, size_t from, ScanWord word)
{
    const __m256i case_bits = _mm256_set1_epi8(0x20);
    const __m256i first = _mm256_set1_epi8((char)(word.bytes[0] | 0x20));
    const __m256i last = _mm256_set1_epi8((char)(word.bytes[word.length - 1] | 0x20));
    for (; from + 32 + word.length - 1 <= count; from += 32) {
        __m256i here = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + from));
        __m256i there =
            _mm256_loadu_si256((const __m256i *)(const void *)(bytes + from + word.length - 1));
        __m256i both = _mm256_and_si256(_mm256_cmpeq_epi8(_mm256_or_si256(here, case_bits), first),
                                        _mm256_cmpeq_epi8(_mm256_or_si256(there, case_bits), last));
        uint32_t hits = (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(both, here));
        for (; hits; hits &= hits - 1) {
            size_t at = from + (size_t)__builtin_ctz(hits);
            if (is_sought(bytes, count, at, word))
                return at;
        }
    }
    return seek_bytewise(bytes, count, from, word);
}

static const ScanOps simd_ops = {"avx2", mark, find, seek};

const ScanOps *scan_ops_simd(void)
{
    bool can = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
               __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt") &&
               __builtin_cpu_supports("pclmul");
    return can ? &simd_ops : NULL;
}

#else

const ScanOps *scan_ops_simd(void)
{
    return NULL;
}

#endif

const ScanOps *scan_ops(void)
{
    const ScanOps *simd = getenv("BILAT_PORTABLE") ? NULL : scan_ops_simd();
    return simd ? simd : scan_ops_portable();
}
