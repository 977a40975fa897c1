#include <config.h>
#include "tui/pen.h"

#include <stdarg.h>
#include <stdio.h>

#define ELLIPSIS 0x2026

Pen pen_at(Canvas *canvas, Rect row, const Finder *finder, Arena *scratch)
{
    return (Pen){canvas, row.x, row.y, row.x + row.width, finder, scratch};
}

int pen_room(const Pen *pen)
{
    return pen->end > pen->x ? pen->end - pen->x : 0;
}

void pen_code(Pen *pen, uint32_t code, int times, Role role)
{
    Cell cell = {.codes = {code}, .count = 1, .width = 1, .role = (uint8_t)role};
    for (int i = 0; i < times && pen->x < pen->end; i++)
        canvas_put(pen->canvas, pen->x++, pen->y, cell);
}

void pen_to(Pen *pen, int x, Role role)
{
    pen_code(pen, ' ', x - pen->x, role);
}

static void put_glyph(Pen *pen, const Glyph *glyph, Role role, uint8_t marks)
{
    if (!glyph->is_escape) {
        Cell cell = {.count = glyph->count, .width = glyph->columns, .role = (uint8_t)role};
        for (int i = 0; i < glyph->count && i < CELL_CODES; i++)
            cell.codes[i] = glyph->codes[i];
        cell.marks = marks;
        canvas_put(pen->canvas, pen->x, pen->y, cell);
        pen->x += glyph->columns;
        return;
    }
    for (int i = 0; i < glyph->count; i++) {
        Cell cell = {.codes = {glyph->codes[i]}, .count = 1, .width = 1, .role = ROLE_ESCAPE};
        cell.marks = marks;
        canvas_put(pen->canvas, pen->x++, pen->y, cell);
    }
}

static bool is_hit(const PenRange *hits, size_t count, size_t at)
{
    for (size_t i = 0; i < count; i++)
        if (at >= hits[i].start && at < hits[i].end)
            return true;
    return false;
}

void pen_part(Pen *pen, Text part, Role role, const PenRange *hits, size_t hit_count)
{
    int room = pen_room(pen);
    size_t fits = safe_fit(part, room);
    bool is_cut = fits < part.len;
    if (is_cut)
        fits = safe_fit(part, room - 1);
    for (size_t at = 0; at < fits;) {
        Glyph glyph = safe_glyph(part, at);
        put_glyph(pen, &glyph, role, is_hit(hits, hit_count, at) ? CELL_HIT : 0);
        at = glyph.end;
    }
    if (is_cut)
        pen_code(pen, ELLIPSIS, 1, role);
}

void pen_text(Pen *pen, Text text, Role role)
{
    PenRange hits[PEN_HITS];
    size_t count = 0;
    if (pen->finder && text.len)
        count = pen->finder->find(pen->finder->context, text, hits, pen->scratch);
    pen_part(pen, text, role, hits, count);
}

void pen_printf(Pen *pen, Role role, const char *format, ...)
{
    char text[512]; // our own words: counts and headings
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    BUG_IF(len < 0);
    size_t kept = (size_t)len < sizeof text ? (size_t)len : sizeof text - 1;
    pen_part(pen, (Text){text, kept}, role, NULL, 0);
}

static void write_field(Pen *pen, Text text, int left, int columns, Role role)
{
    Pen field = *pen;
    int end = pen->x + columns;
    field.end = end < pen->end ? end : pen->end;
    pen_code(&field, ' ', left, role);
    pen_text(&field, text, role);
    pen_to(&field, field.end, role);
    pen->x = field.x;
}

void pen_field(Pen *pen, Text text, int columns, Role role)
{
    write_field(pen, text, 0, columns, role);
}

void pen_right(Pen *pen, Text text, int columns, Role role)
{
    size_t used = safe_columns(text);
    write_field(pen, text, used < (size_t)columns ? columns - (int)used : 0, columns, role);
}
