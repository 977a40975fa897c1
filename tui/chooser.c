#include <config.h>
#include "tui/chooser.h"

#include "model/utf8.h"

#define LINE 0x2500
#define WALL 0x2502
#define BAR  0x2588

enum { LEAST_VALUE = 4, MOST_VALUE = 40 }; // columns

void chooser_begin(Chooser *chooser, const ChooserKind *kind, int tab)
{
    if (!chooser->arena)
        chooser->arena = arena_new();
    Arena *arena = chooser->arena;
    arena_reset(arena);
    *chooser = (Chooser){.kind = kind, .arena = arena, .page = 1, .tab = tab, .most = 1};
    prompt_begin(&chooser->line, "", TEXT(""), NULL);
}

void chooser_add(Chooser *chooser, Choice choice)
{
    ARENA_PUSH(chooser->arena, chooser, choice);
    chooser->most = choice.count > chooser->most ? choice.count : chooser->most;
}

static bool has_words(Text hay, Text words)
{
    for (Text rest = words; rest.ptr && rest.len;) {
        Text word = text_cut(&rest, ' ');
        if (text_find(hay, word) == TEXT_NOWHERE)
            return false;
    }
    return true;
}

void chooser_narrow(Chooser *chooser, Arena *scratch)
{
    if (!chooser->shown)
        chooser->shown = ARENA_ARRAY(chooser->arena, uint32_t, chooser->count);
    Text words = utf8_fold(prompt_text(&chooser->line), scratch);
    chooser->shown_count = 0;
    chooser->row = chooser->top = 0;
    size_t widest = LEAST_VALUE;
    for (size_t i = 0; i < chooser->count; i++) {
        if (!has_words(chooser->items[i].words, words))
            continue;
        chooser->shown[chooser->shown_count++] = (uint32_t)i;
        if (widest < MOST_VALUE) {
            size_t columns = safe_columns(chooser->items[i].value);
            widest = columns > widest ? columns : widest;
        }
    }
    chooser->value_columns = widest < MOST_VALUE ? (int)widest : MOST_VALUE;
}

const Choice *chooser_current(const Chooser *chooser)
{
    if (chooser->row >= chooser->shown_count)
        return NULL;
    return &chooser->items[chooser->shown[chooser->row]];
}

static void move(Chooser *chooser, int rows)
{
    size_t last = chooser->shown_count ? chooser->shown_count - 1 : 0;
    size_t back = rows < 0 ? (size_t)-rows : 0;
    if (rows < 0)
        chooser->row = chooser->row > back ? chooser->row - back : 0;
    else
        chooser->row = chooser->row + (size_t)rows < last ? chooser->row + (size_t)rows : last;
}

static void mark(Chooser *chooser)
{
    if (chooser->row >= chooser->shown_count)
        return;
    Choice *choice = &chooser->items[chooser->shown[chooser->row]];
    choice->is_marked = !choice->is_marked;
    move(chooser, 1);
}

static bool turn(Chooser *chooser, int direction)
{
    int last = 0;
    while (chooser->kind->tab(last + 1))
        last++;
    chooser->tab += direction;
    if (chooser->tab < 0)
        chooser->tab = last;
    if (chooser->tab > last)
        chooser->tab = 0;
    return true;
}

static bool turn_key(Chooser *chooser, Key key)
{
    if (!chooser->kind->tab)
        return false;
    if (key == KEYS_LEFT)
        return turn(chooser, -1);
    return key == KEYS_RIGHT && turn(chooser, 1);
}

static bool move_key(Chooser *chooser, Key key)
{
    switch (key) {
    case KEYS_DOWN:
    case KEYS_TAB:
    case KEY_CTRL('N'):
        move(chooser, 1);
        return true;
    case KEYS_UP:
    case KEYS_BACK_TAB:
    case KEY_CTRL('P'):
        move(chooser, -1);
        return true;
    case KEYS_PAGE_DOWN:
    case KEY_CTRL('F'):
    case KEY_CTRL('D'):
        move(chooser, chooser->page);
        return true;
    case KEYS_PAGE_UP:
    case KEY_CTRL('B'):
        move(chooser, -chooser->page);
        return true;
    default:
        return false;
    }
}

ChooserReply chooser_key(Chooser *chooser, Key key, Arena *scratch)
{
    if (turn_key(chooser, key))
        return CHOOSER_TURNED;
    if (chooser->kind->turn && (key == KEYS_LEFT || key == KEYS_RIGHT))
        return key == KEYS_LEFT ? CHOOSER_LESS : CHOOSER_MORE;
    if (key == KEYS_TAB && chooser->kind->has_marks) {
        mark(chooser);
        return CHOOSER_STAYS;
    }
    if (move_key(chooser, key))
        return CHOOSER_STAYS;
    switch (prompt_key(&chooser->line, key)) {
    case PROMPT_CHANGED:
        chooser_narrow(chooser, scratch);
        return CHOOSER_STAYS;
    case PROMPT_DONE:
        return CHOOSER_TAKEN;
    case PROMPT_LEFT:
        return CHOOSER_LEFT;
    case PROMPT_SAME:
    case PROMPT_COMPLETE:
    case PROMPT_OTHER:
        break;
    }
    return CHOOSER_STAYS;
}

// ---- drawing ----

// A frame costs two rows: on a low screen the choices have them.
static bool has_frame(Rect room)
{
    enum { FRAMED_FROM = 7 };
    return room.height >= FRAMED_FROM;
}

// Of the box, those that hold no choice: frame and line, or the line.
static int other_rows(Rect room)
{
    return has_frame(room) ? 3 : room.height > 1 ? 1 : 0;
}

static Rect box_of(const Chooser *chooser, Rect room)
{
    int width = room.width < 72 ? room.width : 72;
    int wanted = (int)(chooser->count < 200 ? chooser->count : 200) + other_rows(room);
    int height = room.height > 12 ? room.height - 4 : room.height;
    height = wanted < height ? wanted : height;
    return (Rect){room.x + (room.width - width) / 2, room.y + (room.height - height) / 2, width,
                  height};
}

static int rows_of(Rect box, Rect room)
{
    return box.height > other_rows(room) ? box.height - other_rows(room) : 1;
}

void chooser_settle(Chooser *chooser, Rect room)
{
    chooser->page = rows_of(box_of(chooser, room), room);
    size_t page = (size_t)chooser->page;
    if (chooser->row < chooser->top)
        chooser->top = chooser->row;
    if (chooser->row >= chooser->top + page)
        chooser->top = chooser->row - page + 1;
}

static void draw_choice(const Chooser *chooser, const Choice *choice, Pen pen, int columns)
{
    pen_code(&pen, choice->is_marked ? '*' : ' ', 1, ROLE_HIT);
    pen_field(&pen, choice->value, columns, ROLE_COUNTRY);
    pen_code(&pen, ' ', 1, ROLE_PLAIN);
    int counts = chooser->kind->has_counts ? 8 : 0;
    int label = pen_room(&pen) - counts - (pen_room(&pen) > 50 ? 11 : 1);
    enum { LABEL_FROM = 6 }; // columns; in fewer a name says nothing
    pen_field(&pen, label >= LABEL_FROM ? choice->label : TEXT(""), label > 0 ? label : 0,
              ROLE_PLAIN);
    if (!counts)
        return;
    pen_right(&pen, arena_printf(pen.scratch, "%llu", (unsigned long long)choice->count), counts,
              ROLE_PLAIN);
    uint64_t most = chooser->most;
    pen_code(&pen, ' ', 1, ROLE_PLAIN);
    pen_code(&pen, BAR, (int)((choice->count * 9 + most - 1) / most), ROLE_BAR);
}

static void draw_list(const Chooser *chooser, Canvas *canvas, Rect list, Arena *scratch)
{
    int columns = chooser->value_columns < list.width / 2 ? chooser->value_columns : list.width / 2;
    for (int y = 0; y < list.height; y++) {
        size_t row = chooser->top + (size_t)y;
        if (row >= chooser->shown_count)
            break;
        Rect line = rect_row(list, y);
        const Choice *choice = &chooser->items[chooser->shown[row]];
        draw_choice(chooser, choice, pen_at(canvas, line, NULL, scratch), columns);
        if (row == chooser->row)
            canvas_mark(canvas, line, CELL_SELECTED);
    }
    if (chooser->shown_count == 0) {
        Pen pen = pen_at(canvas, list, NULL, scratch);
        pen_text(&pen,
                 chooser->kind->accept_text ? TEXT(" nothing fits; Enter takes what is typed")
                                            : TEXT(" nothing fits; Backspace takes a letter back"),
                 ROLE_DIM);
    }
}

static void draw_key(Pen *pen, const char *key, const char *word)
{
    int needed = (int)(text_from(key).len + text_from(word).len) + 3;
    if (needed > pen_room(pen))
        return;
    pen_text(pen, text_from(key), ROLE_KEY);
    pen_printf(pen, ROLE_DIM, " %s  ", word);
}

static void draw_keys(const ChooserKind *kind, Canvas *canvas, Rect row, Arena *scratch)
{
    Pen pen = pen_at(canvas, row, NULL, scratch);
    draw_key(&pen, "Enter", "take");
    draw_key(&pen, "Esc", "leave");
    if (kind->tab)
        draw_key(&pen, "Left/Right", "list");
    if (kind->turn)
        draw_key(&pen, "Left/Right", "width");
    if (kind->has_marks)
        draw_key(&pen, "Tab", "mark");
    draw_key(&pen, "letters", "narrow");
    draw_key(&pen, "Up/Down", "move");
}

static const char *title_of(const Chooser *chooser)
{
    return chooser->kind->tab ? chooser->kind->tab(chooser->tab) : chooser->kind->title;
}

// All names where there is room, else those from the one before the list that is seen.
static void draw_tabs(const Chooser *chooser, Pen *pen)
{
    const char *(*name)(int) = chooser->kind->tab;
    int wanted = 0, first = 0;
    for (int i = 0; name(i); i++)
        wanted += (int)text_from(name(i)).len + 1;
    if (wanted > pen_room(pen) && chooser->tab > 0)
        first = chooser->tab - 1;
    for (int i = first; name(i) && (int)text_from(name(i)).len < pen_room(pen); i++) {
        pen_text(pen, text_from(name(i)), i == chooser->tab ? ROLE_PANE_FOCUS : ROLE_DIM);
        pen_code(pen, ' ', 1, ROLE_BORDER);
    }
}

static void draw_title(const Chooser *chooser, Pen *pen)
{
    size_t marked = 0;
    for (size_t i = 0; i < chooser->count; i++)
        marked += chooser->items[i].is_marked;
    Text counts = arena_printf(pen->scratch, " %zu of %zu ", chooser->shown_count, chooser->count);
    if (marked)
        counts = arena_printf(pen->scratch, "%.*s· %zu marked ", TEXT_ARG(counts), marked);
    int end = pen->end;
    pen->end -= (int)safe_columns(counts) + 1;
    if (chooser->kind->tab)
        draw_tabs(chooser, pen);
    else
        pen_text(pen, text_from(title_of(chooser)), ROLE_PANE_FOCUS);
    pen->end = end;
    pen_text(pen, counts, ROLE_BORDER);
}

static void draw_frame(const Chooser *chooser, Canvas *canvas, Rect box, Arena *scratch)
{
    Rect room = canvas_all(canvas);
    Pen pen = pen_at(canvas, rect_row(box, 0), NULL, scratch);
    pen_code(&pen, LINE, 1, ROLE_BORDER);
    draw_title(chooser, &pen);
    pen_code(&pen, LINE, pen_room(&pen), ROLE_BORDER);
    canvas_fill(canvas, (Rect){box.x, box.y + 1, 1, box.height - 2}, WALL, ROLE_BORDER);
    canvas_fill(canvas, (Rect){box.x + box.width - 1, box.y + 1, 1, box.height - 2}, WALL,
                ROLE_BORDER);
    canvas_fill(canvas, (Rect){box.x, box.y, 1, 1}, 0x250C, ROLE_BORDER);
    canvas_fill(canvas, (Rect){box.x + box.width - 1, box.y, 1, 1}, 0x2510, ROLE_BORDER);
    Rect last = rect_row(box, box.height - 1);
    canvas_fill(canvas, last, LINE, ROLE_BORDER);
    bool is_at_end = last.y == room.y + room.height - 1;
    if (is_at_end) // where the hints are otherwise
        draw_keys(chooser->kind, canvas, (Rect){last.x + 2, last.y, last.width - 3, 1}, scratch);
    canvas_fill(canvas, (Rect){box.x, box.y + box.height - 1, 1, 1}, 0x2514, ROLE_BORDER);
    canvas_fill(canvas, (Rect){box.x + box.width - 1, box.y + box.height - 1, 1, 1}, 0x2518,
                ROLE_BORDER);
}

void chooser_draw(const Chooser *chooser, Canvas *canvas, Rect room, Arena *scratch)
{
    Rect box = box_of(chooser, room);
    if (rect_is_empty(box))
        return;
    Rect last = {room.x, room.y + room.height - 1, room.width, 1};
    canvas_fill(canvas, last, ' ', ROLE_PLAIN); // what stands there are not its keys
    draw_keys(chooser->kind, canvas, (Rect){last.x + 1, last.y, last.width - 1, 1}, scratch);
    canvas_fill(canvas, box, ' ', ROLE_PLAIN);
    if (has_frame(room))
        draw_frame(chooser, canvas, box, scratch);
    int rows = rows_of(box, room);
    int edge = has_frame(room) ? 1 : 0;
    Rect line = {box.x + edge, box.y + edge, box.width - 2 * edge, 1};
    Rect list = {line.x, line.y + (box.height > 1), line.width, rows};
    if (box.height > 1) {
        Pen pen = pen_at(canvas, line, NULL, scratch);
        if (!has_frame(room))
            pen_printf(&pen, ROLE_PROMPT, " %s", title_of(chooser));
        pen_text(&pen, TEXT(" > "), ROLE_PROMPT);
        line.x = pen.x;
        line.width = pen_room(&pen);
        prompt_draw(&chooser->line, canvas, line, 0);
    }
    Rect before = canvas_clip(canvas, box);
    draw_list(chooser, canvas, list, scratch);
    canvas_clip(canvas, before);
    // The hardware cursor rests on the choice, as it does on every list.
    canvas_set_cursor(canvas, list.x, list.y + (int)(chooser->row - chooser->top));
}
