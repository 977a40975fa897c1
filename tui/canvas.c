#include <config.h>
#include "tui/canvas.h"

#include "model/utf8.h"

struct Canvas {
    Arena *arena;
    Cell *cells;
    size_t capacity;
    int width, height;
    Rect clip;
    int cursor_x, cursor_y;
};

static const char *const role_names[] = {
#define ROLE(id, name, style) name,
#include "tui/roles.def"
#undef ROLE
};

const char *role_name(Role role)
{
    return role_names[role];
}

Rect rect_row(Rect rect, int row)
{
    return (Rect){rect.x, rect.y + row, rect.width, row < rect.height ? 1 : 0};
}

bool rect_is_empty(Rect rect)
{
    return rect.width <= 0 || rect.height <= 0;
}

Canvas *canvas_new(Arena *arena)
{
    Canvas *canvas = ARENA_NEW(arena, Canvas);
    canvas->arena = arena;
    return canvas;
}

static const Cell blank = {.codes = {' '}, .count = 1, .width = 1, .role = ROLE_PLAIN};

void canvas_clear(Canvas *canvas)
{
    size_t count = (size_t)canvas->width * (size_t)canvas->height;
    for (size_t i = 0; i < count; i++)
        canvas->cells[i] = blank;
    canvas->clip = canvas_all(canvas);
    canvas->cursor_x = canvas->cursor_y = 0;
}

void canvas_resize(Canvas *canvas, int width, int height)
{
    canvas->width = width > 0 ? width : 0;
    canvas->height = height > 0 ? height : 0;
    size_t needed = (size_t)canvas->width * (size_t)canvas->height;
    if (needed > canvas->capacity)
        canvas->cells = arena_grow(canvas->arena, canvas->cells, &canvas->capacity, needed,
                                   sizeof *canvas->cells);
    canvas_clear(canvas);
}

int canvas_width(const Canvas *canvas)
{
    return canvas->width;
}

int canvas_height(const Canvas *canvas)
{
    return canvas->height;
}

Rect canvas_all(const Canvas *canvas)
{
    return (Rect){0, 0, canvas->width, canvas->height};
}

static int at_most(int a, int b)
{
    return a < b ? a : b;
}

static int at_least(int a, int b)
{
    return a > b ? a : b;
}

Rect canvas_clip(Canvas *canvas, Rect clip)
{
    Rect before = canvas->clip;
    int right = at_most(clip.x + clip.width, canvas->width);
    int bottom = at_most(clip.y + clip.height, canvas->height);
    int x = at_least(clip.x, 0);
    int y = at_least(clip.y, 0);
    canvas->clip = (Rect){x, y, at_least(right - x, 0), at_least(bottom - y, 0)};
    return before;
}

static Cell *cell_at(const Canvas *canvas, int x, int y)
{
    return &canvas->cells[(size_t)y * (size_t)canvas->width + (size_t)x];
}

static bool is_inside(Rect rect, int x, int y)
{
    return x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height;
}

// A wide cell that loses one of its halves becomes blank in the other.
static void cut_halves(Canvas *canvas, int x, int y)
{
    Cell *cell = cell_at(canvas, x, y);
    if (cell->width == 0 && x > 0)
        *cell_at(canvas, x - 1, y) = blank;
    if (cell->width == 2 && x + 1 < canvas->width)
        *cell_at(canvas, x + 1, y) = blank;
}

void canvas_put(Canvas *canvas, int x, int y, Cell cell)
{
    if (!is_inside(canvas->clip, x, y))
        return;
    cut_halves(canvas, x, y);
    if (cell.width == 2 && !is_inside(canvas->clip, x + 1, y)) {
        uint8_t role = cell.role;
        cell = blank;
        cell.role = role;
    }
    *cell_at(canvas, x, y) = cell;
    if (cell.width != 2)
        return;
    cut_halves(canvas, x + 1, y);
    *cell_at(canvas, x + 1, y) = (Cell){.role = cell.role, .marks = cell.marks};
}

void canvas_fill(Canvas *canvas, Rect rect, uint32_t code, Role role)
{
    Cell cell = {.codes = {code}, .count = 1, .width = 1, .role = (uint8_t)role};
    for (int y = rect.y; y < rect.y + rect.height; y++)
        for (int x = rect.x; x < rect.x + rect.width; x++)
            canvas_put(canvas, x, y, cell);
}

void canvas_mark(Canvas *canvas, Rect rect, uint8_t marks)
{
    for (int y = rect.y; y < rect.y + rect.height; y++)
        for (int x = rect.x; x < rect.x + rect.width; x++)
            if (is_inside(canvas->clip, x, y))
                cell_at(canvas, x, y)->marks |= marks;
}

const Cell *canvas_cell(const Canvas *canvas, int x, int y)
{
    return is_inside(canvas_all(canvas), x, y) ? cell_at(canvas, x, y) : NULL;
}

void canvas_set_cursor(Canvas *canvas, int x, int y)
{
    canvas->cursor_x = at_least(0, at_most(x, canvas->width - 1));
    canvas->cursor_y = at_least(0, at_most(y, canvas->height - 1));
}

void canvas_cursor(const Canvas *canvas, int *x, int *y)
{
    *x = canvas->cursor_x;
    *y = canvas->cursor_y;
}

static void add_cell(Buffer *out, const Cell *cell)
{
    for (int i = 0; i < cell->count; i++) {
        char bytes[4];
        size_t len = utf8_encode(cell->codes[i], bytes);
        buffer_add(out, (Text){bytes, len});
    }
}

Text canvas_text(const Canvas *canvas, Arena *arena)
{
    Buffer out = buffer_in(arena);
    for (int y = 0; y < canvas->height; y++) {
        size_t kept = out.count;
        for (int x = 0; x < canvas->width; x++) {
            const Cell *cell = cell_at(canvas, x, y);
            add_cell(&out, cell);
            if (cell->codes[0] != ' ' && cell->codes[0] != 0)
                kept = out.count;
        }
        out.count = kept;
        buffer_add_char(&out, '\n');
    }
    return buffer_text(&out);
}

static void add_look(Buffer *out, int x, const Cell *cell, bool is_first)
{
    static const char *const names[] = {"+selected", "+cursor-row", "+hit"};
    buffer_printf(out, "%s%d %s", is_first ? "" : ", ", x, role_name((Role)cell->role));
    for (int i = 0; i < 3; i++)
        if (cell->marks & (1 << i))
            buffer_add(out, text_from(names[i]));
}

static void add_role_row(Buffer *out, const Canvas *canvas, int y)
{
    size_t before = out->count;
    buffer_printf(out, "%d: ", y);
    bool is_plain = true;
    for (int x = 0; x < canvas->width; x++) {
        const Cell *cell = cell_at(canvas, x, y);
        const Cell *left = x > 0 ? cell_at(canvas, x - 1, y) : NULL;
        if (left && left->role == cell->role && left->marks == cell->marks)
            continue;
        add_look(out, x, cell, !left);
        is_plain = is_plain && cell->role == ROLE_PLAIN && cell->marks == 0;
    }
    buffer_add_char(out, '\n');
    if (is_plain)
        out->count = before;
}

Text canvas_roles(const Canvas *canvas, Arena *arena)
{
    Buffer out = buffer_in(arena);
    for (int y = 0; y < canvas->height; y++)
        add_role_row(&out, canvas, y);
    return buffer_text(&out);
}
