#include <config.h>
#include "tui/columns.h"

const Column column_rows[COLUMNS] = {
    [COLUMN_DATE] = {"date", SORT_DATE},       [COLUMN_PAIR] = {"pair", SORT_PAIR},
    [COLUMN_KIND] = {"kind", SORT_KIND},       [COLUMN_LEVEL] = {"level", SORT_KEYS},
    [COLUMN_CHANNEL] = {"channel", SORT_KEYS}, [COLUMN_PLACE] = {"place", SORT_PLACE},
    [COLUMN_BY] = {"by", SORT_PUBLISHER},      [COLUMN_CODE] = {"code", SORT_KEYS},
    [COLUMN_SCALE] = {"scale", SORT_SCALE},    [COLUMN_WEIGHT] = {"weight", SORT_KEYS},
    [COLUMN_DATASET] = {"dataset", SORT_KEYS}, [COLUMN_TITLE] = {"title", SORT_TITLE},
};

enum { NEVER = 10000 };

static const struct Usual {
    int narrow, wide; // columns, in a narrow and in a wide pane; 0: the rest
    int from;         // width of the pane from which it is seen, where nobody has chosen
} usual[COLUMNS] = {
    [COLUMN_DATE] = {10, 14, 0},       [COLUMN_PAIR] = {9, 9, 26},
    [COLUMN_KIND] = {9, 13, 60},       [COLUMN_LEVEL] = {10, 10, 140},
    [COLUMN_CHANNEL] = {10, 10, 150},  [COLUMN_PLACE] = {12, 14, 100},
    [COLUMN_BY] = {3, 3, 90},          [COLUMN_CODE] = {6, 6, NEVER},
    [COLUMN_SCALE] = {6, 6, 160},      [COLUMN_WEIGHT] = {7, 7, NEVER},
    [COLUMN_DATASET] = {8, 10, NEVER}, [COLUMN_TITLE] = {0, 0, 0},
};

static ColumnId by_name(Text name)
{
    for (ColumnId id = 0; id < COLUMNS; id++)
        if (text_equal_nocase(text_from(column_rows[id].head), name))
            return id;
    return COLUMNS;
}

static bool is_shown(const Columns *columns, ColumnId id)
{
    for (int i = 0; i < columns->count; i++)
        if (columns->shown[i] == id)
            return true;
    return false;
}

// "kind:20"
static bool add_word(Columns *columns, Text word)
{
    Text rest = word;
    ColumnId id = by_name(text_cut(&rest, ':'));
    int64_t width = 0;
    bool is_width =
        !rest.ptr || (text_integer(rest, &width) && width > 0 && width <= COLUMN_WIDTH_MAX);
    if (id == COLUMNS || !is_width || is_shown(columns, id))
        return false;
    columns->shown[columns->count++] = id;
    columns->widths[id] = (int)width;
    return true;
}

bool columns_parse(Text words, Columns *columns, Text *wrong)
{
    Columns read = {.count = 0};
    for (Text rest = text_trim(words); rest.ptr && rest.len;) {
        *wrong = text_cut(&rest, ' ');
        if (wrong->len && !add_word(&read, *wrong))
            return false;
    }
    *columns = read;
    return true;
}

Text columns_text(const Columns *columns, Arena *arena)
{
    Buffer out = buffer_in(arena);
    for (int i = 0; i < columns->count; i++) {
        ColumnId id = columns->shown[i];
        buffer_printf(&out, "%s%s", i ? " " : "", column_rows[id].head);
        if (columns->widths[id])
            buffer_printf(&out, ":%d", columns->widths[id]);
    }
    return buffer_text(&out);
}

int columns_for(const Columns *columns, int width, SortKey sort, ColumnId out[COLUMNS])
{
    enum { SORT_FROM = 50 }; // columns; in fewer there is no room for more than usual
    int count = 0;
    for (; count < columns->count; count++)
        out[count] = columns->shown[count];
    if (count)
        return count;
    for (ColumnId id = 0; id < COLUMNS; id++) {
        bool is_sorted = column_rows[id].sort != SORT_KEYS && column_rows[id].sort == sort;
        if (width >= usual[id].from || (is_sorted && width >= SORT_FROM))
            out[count++] = id;
    }
    return count;
}

int columns_width(const Columns *columns, ColumnId id, int pane_width)
{
    if (columns->widths[id])
        return columns->widths[id];
    return pane_width >= COLUMNS_WEEKDAY_FROM ? usual[id].wide : usual[id].narrow;
}
