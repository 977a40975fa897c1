// The columns of the events: which of them are seen, in which order and how wide. The width of the pane decides until
// somebody chooses them, by [columns] in bilat.ini, by the command "columns" or in its list.
//   date pair kind:20 title      names, parted by blanks, with columns where they are not to be the usual ones
#ifndef BILAT_TUI_COLUMNS_H
#define BILAT_TUI_COLUMNS_H

#include "model/view.h"

typedef enum ColumnId {
    COLUMN_DATE,
    COLUMN_PAIR,
    COLUMN_KIND,
    COLUMN_LEVEL,
    COLUMN_CHANNEL,
    COLUMN_PLACE,
    COLUMN_BY,
    COLUMN_CODE,
    COLUMN_SCALE,
    COLUMN_WEIGHT,
    COLUMN_DATASET,
    COLUMN_TITLE,
    COLUMNS
} ColumnId;

enum { COLUMN_WIDTH_MAX = 99, COLUMNS_WEEKDAY_FROM = 110 }; // width from which days have names

typedef struct Column {
    const char *head;
    SortKey sort; // SORT_KEYS: not by this
} Column;

extern const Column column_rows[COLUMNS];

typedef struct Columns {
    ColumnId shown[COLUMNS]; // those chosen, from the left
    int count;               // 0: none was chosen
    int widths[COLUMNS];     // 0: as usual
} Columns;

// False where a word is none; then `*wrong` is it, and the columns stay as they were. The empty text chooses none.
bool columns_parse(Text words, Columns *columns, Text *wrong);
Text columns_text(const Columns *columns, Arena *arena);
// Those to be drawn in a pane of that width, in order; returns their number. What the rows are sorted by is among them.
int columns_for(const Columns *columns, int width, SortKey sort, ColumnId out[COLUMNS]);
// 0: the rest of the row.
int columns_width(const Columns *columns, ColumnId id, int pane_width);

#endif
