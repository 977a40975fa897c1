// The one sanitiser between data and screen, and the only judge of width. What data holds can neither move the cursor
// nor drive the terminal nor hide: controls, bidirectional overrides, invisible and invalid bytes become visible marks.
//   ESC, BS, CR, TAB  one cell, the control picture: ␛ ␈ ␍ ␉      C1, bidi, zero width   <U+202E>
//   a byte that is no UTF-8   <E9>                                 a mark without a base  on a dotted circle
#ifndef BILAT_TUI_SAFE_H
#define BILAT_TUI_SAFE_H

#include "tui/canvas.h"

enum { GLYPH_CODES = 12 };

// The next thing to be seen.
typedef struct Glyph {
    uint32_t codes[GLYPH_CODES];
    uint8_t count; // of codes
    uint8_t columns;
    bool is_escape; // every code is a cell of its own; else all codes are one cell
    size_t end;     // byte behind it
} Glyph;

// The glyph that begins at byte `at` (< text.len).
Glyph safe_glyph(Text text, size_t at);
size_t safe_columns(Text text);
// Bytes of the longest beginning of `text` that fits in so many columns.
size_t safe_fit(Text text, int columns);
// The same text with every mark spelled out, as UTF-8: for a terminal that is written to directly.
Text safe_text(Text text, Arena *arena);

#endif
