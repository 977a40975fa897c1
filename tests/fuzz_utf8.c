// Any bytes as text: decoding loses none, clusters lead there and back, folding comes to rest and its map is true.
#include <config.h>

#include "model/utf8.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LONGEST = 4096 }; // going back is no faster than its way forward, and we go back everywhere

static void check_decoding(Text text)
{
    bool has_bad = false;
    for (size_t at = 0, len; at < text.len; at += len) {
        uint32_t code = utf8_decode(text, at, &len);
        bool is_bad = code == UTF8_REPLACEMENT && len == 1;
        has_bad |= is_bad;
        char bytes[4];
        BUG_IF(len == 0 || len > text.len - at);
        BUG_IF(!is_bad && (utf8_encode(code, bytes) != len || memcmp(bytes, text.ptr + at, len)));
        BUG_IF(utf8_width(code) < 0 || utf8_width(code) > 2);
    }
    size_t bad_at = 0;
    BUG_IF(utf8_valid(text, &bad_at) == has_bad || bad_at > text.len);
    BUG_IF(utf8_whole(text) > text.len || text.len - utf8_whole(text) > 3);
}

static void check_clusters(Text text)
{
    for (size_t at = 0, next; at < text.len; at = next) {
        next = utf8_next_cluster(text, at);
        BUG_IF(next <= at || next > text.len);
        BUG_IF(utf8_previous_cluster(text, next) != at);
    }
}

static void check_folding(Text text, Arena *arena)
{
    uint32_t *map;
    Text folded = utf8_fold_mapped(text, arena, &map);
    BUG_IF(map[folded.len] != text.len);
    for (size_t i = 0; i < folded.len; i++)
        BUG_IF(map[i] >= text.len || map[i] > map[i + 1]);
    BUG_IF(!text_equal(utf8_fold(folded, arena), folded));
}

static void check_breaks(Text text, Arena *arena)
{
    unsigned char *breaks = arena_alloc(arena, text.len, 1);
    utf8_line_breaks(text, breaks);
    for (size_t i = 0; i < text.len; i++)
        BUG_IF(breaks[i] > UTF8_MUST_BREAK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Text text = text_sub((Text){(const char *)data, size}, 0, LONGEST);
    Arena *arena = arena_new();
    check_decoding(text);
    check_clusters(text);
    check_folding(text, arena);
    check_breaks(text, arena);
    arena_free(arena);
    return 0;
}
