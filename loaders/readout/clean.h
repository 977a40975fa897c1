// Clean text under construction, and the map from it to the bytes of its source.
// The map is a list of runs: bytes that stand in the source as they stand in the text, bytes that are so after
// decoding, and single characters that stand for something else (an entity, a wrapped line end). The same map
// renders a slice of the source again, so that what is shown is what was read.
#ifndef BILAT_LOADERS_READOUT_CLEAN_H
#define BILAT_LOADERS_READOUT_CLEAN_H

#include "model/source.h"

enum { // Run.code; any other value is the one character that the run shows as
    RUN_COPY = 0,
    RUN_BREAK = 0x110000, // "\n\n"
    // + bytes of each character in the source (1 to 4): to be decoded by the encoding of the map
    RUN_DECODE = 0x110010,
    RUN_DECODE_CHARACTERS = 256, // at most that many in a run, so that a look-up is short
};

typedef struct Run {
    uint32_t clean;  // offset in the clean text
    uint32_t source; // offset in the source
    uint32_t length; // bytes in the source
    uint32_t code;
} Run;

typedef struct Runs {
    Run *items; // in the order of the text and of the source, without overlap; gaps are not shown
    size_t count, capacity;
} Runs;

typedef struct CleanMap {
    Text encoding; // as iconv calls it; empty: UTF-8
    Runs runs;
    uint32_t clean_length;
} CleanMap;

// The decoded source, as UTF-8.
typedef struct Decoded {
    Text text;
    // origin[i]: offset in the source of the character that byte i belongs to, and origin[text.len];
    // NULL: text is a part of the source that begins at `start`.
    const uint32_t *origin;
    uint32_t start;
    Text encoding; // as iconv calls it; empty: UTF-8
} Decoded;

typedef enum Gap { GAP_NONE, GAP_BLANK, GAP_LINE, GAP_BREAK } Gap;

typedef struct Clean {
    Arena *arena;
    const Decoded *from;
    Buffer text;
    Runs runs;   // `source` and `length` count bytes of from->text until clean_finish
    Gap gap;     // wanted before the next visible character
    size_t seen; // end of the last visible character in from->text
    struct {
        size_t *items; // where in the text each paragraph begins
        size_t count, capacity;
    } starts;
} Clean;

Clean clean_in(Arena *arena, const Decoded *from);
// Asks for a gap before the next visible character; the widest one asked for wins. None at the very beginning.
void clean_gap(Clean *clean, Gap gap);
// Appends from->text[start..end): blanks become one, what has no width and controls are dropped.
void clean_text(Clean *clean, size_t start, size_t end);
// Appends the character that from->text[start..end) stands for.
void clean_character(Clean *clean, uint32_t code, size_t start, size_t end);
CleanMap *clean_finish(const Clean *clean, Arena *keep);
CleanMap *clean_map_copy(const CleanMap *map, Arena *keep);

// Where text[start..end) stands in the source (of id 0). `text` is all of the clean text.
Slice clean_slice(const CleanMap *map, Text text, size_t start, size_t end);
// What the bytes `raw`, found at `offset` of the source, show as.
Text clean_render(const CleanMap *map, uint64_t offset, Text raw, Arena *arena);

#endif
