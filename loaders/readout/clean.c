#include <config.h>
#include "loaders/readout/clean.h"

#include "model/utf8.h"

#include <iconv.h>
#include <string.h>

Clean clean_in(Arena *arena, const Decoded *from)
{
    return (Clean){.arena = arena, .from = from, .text = buffer_in(arena)};
}

void clean_gap(Clean *clean, Gap gap)
{
    if (gap > clean->gap)
        clean->gap = gap;
}

// ---- what is shown ----

static bool is_joiner(uint32_t code)
{
    return code == 0x200C || code == 0x200D;
}

// Controls, marks of direction, soft hyphens, byte order marks.
static bool is_invisible(uint32_t code)
{
    if (code < 0x80)
        return code < 0x20 || code == 0x7F;
    return code < 0xA0 || code == 0xAD || code == 0x180E || (code >= 0x200B && code <= 0x200F) ||
           (code >= 0x202A && code <= 0x202E) || (code >= 0x2060 && code <= 0x2069) ||
           code == 0xFEFF;
}

// Persian and the scripts of India are misspelt without their joiners.
static bool shapes_letters(const Clean *clean)
{
    return clean->text.count && (unsigned char)clean->text.items[clean->text.count - 1] >= 0x80;
}

static bool is_dropped(const Clean *clean, uint32_t code)
{
    return is_invisible(code) && !(is_joiner(code) && shapes_letters(clean));
}

static void add_run(Clean *clean, uint32_t code, size_t start, size_t end)
{
    Run run = {.clean = (uint32_t)clean->text.count,
               .source = (uint32_t)start,
               .length = (uint32_t)(end - start),
               .code = code};
    ARENA_PUSH(clean->arena, &clean->runs, run);
}

static const Text gap_texts[] = {TEXT_INIT(""), TEXT_INIT(" "), TEXT_INIT("\n"), TEXT_INIT("\n\n")};
static const uint32_t gap_codes[] = {0, ' ', '\n', RUN_BREAK};

// A blank that stands in the source as it is shown.
static bool is_same_blank(const Clean *clean, size_t until)
{
    return clean->gap == GAP_BLANK && until == clean->seen + 1 &&
           clean->from->text.ptr[clean->seen] == ' ';
}

static void fill_gap(Clean *clean, size_t until)
{
    bool is_first = clean->text.count == 0;
    Run *last = clean->runs.count ? &clean->runs.items[clean->runs.count - 1] : NULL;
    if (last && last->code == RUN_COPY && is_same_blank(clean, until)) {
        last->length++;
        buffer_add_char(&clean->text, ' ');
    } else if (clean->gap != GAP_NONE && !is_first) {
        add_run(clean, gap_codes[clean->gap], clean->seen, until);
        buffer_add(&clean->text, gap_texts[clean->gap]);
    }
    if (is_first || clean->gap == GAP_BREAK)
        ARENA_PUSH(clean->arena, &clean->starts, clean->text.count);
    clean->gap = GAP_NONE;
}

static void copy(Clean *clean, size_t start, size_t end)
{
    fill_gap(clean, start);
    Run *last = clean->runs.count ? &clean->runs.items[clean->runs.count - 1] : NULL;
    if (last && last->code == RUN_COPY && last->source + last->length == start)
        last->length += (uint32_t)(end - start);
    else
        add_run(clean, RUN_COPY, start, end);
    buffer_add(&clean->text, text_sub(clean->from->text, start, end - start));
    clean->seen = end;
}

static bool is_plain(unsigned char byte)
{
    return byte > ' ' && byte < 0x7F;
}

// Behind words with one blank between each, which are kept as they are.
static size_t plain_end(Text text, size_t at)
{
    size_t end = at;
    for (; end < text.len; end++) {
        bool is_between = text.ptr[end] == ' ' && end > at && end + 1 < text.len &&
                          is_plain((unsigned char)text.ptr[end + 1]);
        if (!is_plain((unsigned char)text.ptr[end]) && !is_between)
            break;
    }
    return end;
}

void clean_text(Clean *clean, size_t start, size_t end)
{
    Text text = text_sub(clean->from->text, 0, end);
    for (size_t at = start, len; at < text.len; at += len) {
        size_t run = plain_end(text, at);
        len = run - at;
        if (len) {
            copy(clean, at, run);
            continue;
        }
        uint32_t code = utf8_decode(text, at, &len);
        if (utf8_is_blank(code))
            clean_gap(clean, GAP_BLANK);
        else if (!is_dropped(clean, code))
            copy(clean, at, at + len);
    }
}

void clean_character(Clean *clean, uint32_t code, size_t start, size_t end)
{
    if (utf8_is_blank(code)) {
        clean_gap(clean, GAP_BLANK);
        return;
    }
    if (is_dropped(clean, code))
        return;
    char bytes[4];
    fill_gap(clean, start);
    add_run(clean, code, start, end);
    buffer_add(&clean->text, (Text){bytes, utf8_encode(code, bytes)});
    clean->seen = end;
}

// ---- the map ----

typedef struct Composer {
    const Clean *clean;
    Arena *arena;
    Runs out;
} Composer;

static void compose_add(Composer *composer, Run run, size_t characters)
{
    Run *last = composer->out.count ? &composer->out.items[composer->out.count - 1] : NULL;
    bool continues = last && last->code == run.code && last->source + last->length == run.source &&
                     (run.code == RUN_COPY || (run.code >= RUN_DECODE && characters > 1));
    if (continues)
        last->length += run.length;
    else
        ARENA_PUSH(composer->arena, &composer->out, run);
}

// A copied run of a decoded text: character by character, as each has its own width in the source.
static void compose_copy(Composer *composer, Run run)
{
    const Decoded *from = composer->clean->from;
    Text text = text_sub(from->text, 0, (size_t)run.source + run.length);
    size_t characters = 0; // of the run under construction
    uint32_t code = RUN_COPY;
    for (size_t at = run.source, len; at < text.len; at += len) {
        uint32_t character = utf8_decode(text, at, &len);
        uint32_t width = from->origin[at + len] - from->origin[at];
        uint32_t needs = character < 0x80 && width == 1 ? RUN_COPY : RUN_DECODE + width;
        characters = needs == code && characters < RUN_DECODE_CHARACTERS ? characters + 1 : 1;
        code = needs;
        compose_add(composer,
                    (Run){.clean = run.clean + (uint32_t)(at - run.source),
                          .source = from->origin[at],
                          .length = width,
                          .code = needs},
                    characters);
    }
}

static void compose(Composer *composer, Run run)
{
    const Decoded *from = composer->clean->from;
    if (!from->origin) {
        run.source += from->start;
        ARENA_PUSH(composer->arena, &composer->out, run);
    } else if (run.code == RUN_COPY) {
        compose_copy(composer, run);
    } else {
        uint32_t end = from->origin[run.source + run.length];
        run.source = from->origin[run.source];
        run.length = end - run.source;
        ARENA_PUSH(composer->arena, &composer->out, run);
    }
}

CleanMap *clean_finish(const Clean *clean, Arena *keep)
{
    Composer composer = {.clean = clean, .arena = clean->arena};
    for (size_t i = 0; i < clean->runs.count; i++)
        compose(&composer, clean->runs.items[i]);
    CleanMap *map = ARENA_NEW(keep, CleanMap);
    map->encoding = arena_text(keep, clean->from->encoding);
    map->clean_length = (uint32_t)clean->text.count;
    map->runs.count = map->runs.capacity = composer.out.count;
    map->runs.items = ARENA_ARRAY(keep, Run, composer.out.count);
    if (composer.out.count)
        memcpy(map->runs.items, composer.out.items, composer.out.count * sizeof(Run));
    return map;
}

CleanMap *clean_map_copy(const CleanMap *map, Arena *keep)
{
    CleanMap *copy = ARENA_NEW(keep, CleanMap);
    *copy = *map;
    copy->encoding = arena_text(keep, map->encoding);
    copy->runs.capacity = map->runs.count;
    copy->runs.items = ARENA_ARRAY(keep, Run, map->runs.count);
    if (map->runs.count)
        memcpy(copy->runs.items, map->runs.items, map->runs.count * sizeof(Run));
    return copy;
}

// The last run that begins at or before `clean`. There is at least one run.
static const Run *run_at(const CleanMap *map, size_t clean)
{
    size_t low = 0, high = map->runs.count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (map->runs.items[middle].clean <= clean)
            low = middle;
        else
            high = middle;
    }
    return &map->runs.items[low];
}

static uint64_t source_start(const CleanMap *map, Text text, size_t at)
{
    const Run *run = run_at(map, at);
    if (run->code == RUN_COPY)
        return run->source + (at - run->clean);
    if (run->code < RUN_DECODE)
        return run->source;
    size_t characters = utf8_count(text_sub(text, run->clean, at - run->clean));
    return run->source + characters * (run->code - RUN_DECODE);
}

static uint64_t source_end(const CleanMap *map, Text text, size_t end)
{
    const Run *run = run_at(map, end - 1);
    if (run->code == RUN_COPY)
        return run->source + (end - run->clean);
    if (run->code < RUN_DECODE)
        return run->source + run->length;
    size_t characters = utf8_count(text_sub(text, run->clean, end - run->clean));
    return run->source + characters * (run->code - RUN_DECODE);
}

Slice clean_slice(const CleanMap *map, Text text, size_t start, size_t end)
{
    BUG_IF(start > end || end > text.len);
    if (start == end)
        return (Slice){0, 0, 0};
    uint64_t from = source_start(map, text, start);
    return (Slice){.offset = from, .length = (uint32_t)(source_end(map, text, end) - from)};
}

// ---- rendering ----

// Decodes as the reading did: `width` bytes that are no character become one U+FFFD.
static void render_decoded(Text encoding, size_t width, Text raw, Buffer *out)
{
    iconv_t converter = iconv_open("UTF-8", encoding.ptr);
    char bytes[16];
    // iconv does not write to what it reads.
    char *in = (char *)(uintptr_t)raw.ptr;
    size_t left = raw.len;
    while (left && converter != (iconv_t)-1) {
        char *to = bytes;
        size_t room = sizeof bytes;
        size_t before = left;
        iconv(converter, &in, &left, &to, &room);
        buffer_add(out, (Text){bytes, (size_t)(to - bytes)});
        if (left == before) {
            buffer_add(out, TEXT("\xEF\xBF\xBD"));
            size_t skipped = width < left ? width : left;
            in += skipped, left -= skipped;
        }
    }
    if (converter != (iconv_t)-1)
        iconv_close(converter);
}

// The bytes of damaged UTF-8.
static void render_utf8(Text raw, Buffer *out)
{
    for (size_t at = 0, len; at < raw.len; at += len) {
        char bytes[4];
        uint32_t code = utf8_decode(raw, at, &len);
        buffer_add(out, (Text){bytes, utf8_encode(code, bytes)});
    }
}

static void render_run(const CleanMap *map, Run run, Text raw, Buffer *out)
{
    if (run.code == RUN_COPY) {
        buffer_add(out, raw);
    } else if (run.code >= RUN_DECODE) {
        if (map->encoding.len)
            render_decoded(map->encoding, run.code - RUN_DECODE, raw, out);
        else
            render_utf8(raw, out);
    } else if (raw.len < run.length) {
        return; // cut through what stands for one character
    } else if (run.code == RUN_BREAK) {
        buffer_add(out, TEXT("\n\n"));
    } else {
        char bytes[4];
        buffer_add(out, (Text){bytes, utf8_encode(run.code, bytes)});
    }
}

// The first run that ends behind `offset` of the source.
static size_t run_behind(const CleanMap *map, uint64_t offset)
{
    size_t low = 0, high = map->runs.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const Run *run = &map->runs.items[middle];
        if ((uint64_t)run->source + run->length > offset)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

Text clean_render(const CleanMap *map, uint64_t offset, Text raw, Arena *arena)
{
    Buffer out = buffer_in(arena);
    uint64_t end = offset + raw.len;
    for (size_t i = run_behind(map, offset); i < map->runs.count; i++) {
        Run run = map->runs.items[i];
        if (run.source >= end)
            break;
        uint64_t from = run.source > offset ? run.source : offset;
        uint64_t until = (uint64_t)run.source + run.length;
        until = until < end ? until : end;
        render_run(map, run, text_sub(raw, (size_t)(from - offset), (size_t)(until - from)), &out);
    }
    return buffer_text(&out);
}
