#include <config.h>
#include "tui/wrap.h"

#include "model/utf8.h"

typedef struct Wrapping {
    Text text;
    const unsigned char *breaks;
    int width;
    size_t start;     // of the line
    size_t last;      // last place at which it may be broken; start: none yet
    int columns;      // from start to here
    int last_columns; // from start to last
} Wrapping;

static size_t without_blanks(Text text, size_t start, size_t end)
{
    while (end > start && (text.ptr[end - 1] == ' ' || text.ptr[end - 1] == '\n'))
        end--;
    return end;
}

static void end_line(Wrapping *wrapping, TextLines *lines, size_t end, Arena *arena)
{
    TextLine line = {wrapping->start, without_blanks(wrapping->text, wrapping->start, end)};
    ARENA_PUSH(arena, lines, line);
    wrapping->start = wrapping->last = end;
    wrapping->columns -= wrapping->last_columns;
    wrapping->last_columns = 0;
}

static void break_before(Wrapping *wrapping, TextLines *lines, size_t at, Arena *arena)
{
    if (wrapping->last == wrapping->start) { // no place in this line: inside the word
        wrapping->last_columns = wrapping->columns;
        end_line(wrapping, lines, at, arena);
    } else {
        end_line(wrapping, lines, wrapping->last, arena);
    }
}

TextLines wrap_text(Text text, int width, Arena *arena)
{
    TextLines lines = {.text = text};
    if (text.len == 0)
        return lines;
    unsigned char *breaks = ARENA_ARRAY(arena, unsigned char, text.len);
    utf8_line_breaks(text, breaks);
    Wrapping wrapping = {.text = text, .breaks = breaks, .width = width < 1 ? 1 : width};
    for (size_t at = 0; at < text.len;) {
        Glyph glyph = safe_glyph(text, at);
        bool is_blank = text.ptr[at] == ' ';
        if (at > wrapping.start && breaks[at] != UTF8_NO_BREAK) {
            wrapping.last = at;
            wrapping.last_columns = wrapping.columns;
        }
        if (at > wrapping.start && breaks[at] == UTF8_MUST_BREAK)
            end_line(&wrapping, &lines, at, arena);
        // Blanks may hang over the edge.
        while (!is_blank && at > wrapping.start &&
               wrapping.columns + glyph.columns > wrapping.width)
            break_before(&wrapping, &lines, at, arena);
        wrapping.columns += text.ptr[at] == '\n' ? 0 : glyph.columns;
        at = glyph.end;
    }
    end_line(&wrapping, &lines, text.len, arena);
    return lines;
}

static void clip_hits(const PenRange *hits, size_t count, TextLine line, PenRange *out)
{
    for (size_t i = 0; i < count; i++) {
        size_t start = hits[i].start > line.start ? hits[i].start - line.start : 0;
        size_t end = hits[i].end > line.start ? hits[i].end - line.start : 0;
        out[i] = (PenRange){start, end};
    }
}

static void draw_line(Pen *pen, Text text, TextLine line, const RoleRange *ranges, size_t count)
{
    PenRange hits[PEN_HITS];
    size_t hit_count = 0;
    if (pen->finder)
        hit_count = pen->finder->find(pen->finder->context, text, hits, pen->scratch);
    for (size_t at = line.start; at < line.end;) {
        Role role = ROLE_PLAIN;
        size_t end = line.end;
        for (size_t i = 0; i < count; i++) {
            bool is_in = at >= ranges[i].start && at < ranges[i].end;
            role = is_in ? ranges[i].role : role;
            size_t edge = is_in ? ranges[i].end : ranges[i].start;
            end = edge > at && edge < end ? edge : end;
        }
        PenRange clipped[PEN_HITS];
        clip_hits(hits, hit_count, (TextLine){at, end}, clipped);
        pen_part(pen, text_sub(text, at, end - at), role, clipped, hit_count);
        at = end;
    }
}

void wrap_draw_roles(const TextLines *lines, const RowPlace *place, int indent,
                     const RoleRange *ranges, size_t range_count)
{
    for (size_t i = 0; i < lines->count; i++) {
        Rect row = {place->rect.x + indent, place->rect.y + (int)i, place->rect.width - indent, 1};
        Pen pen = pen_at(place->canvas, row, place->finder, place->scratch);
        draw_line(&pen, lines->text, lines->items[i], ranges, range_count);
    }
}

void wrap_draw(const TextLines *lines, const RowPlace *place, int indent, int first, Role role)
{
    RowPlace below = *place;
    below.rect.y += first;
    RoleRange all = {0, lines->text.len, role};
    wrap_draw_roles(lines, &below, indent, &all, 1);
}
