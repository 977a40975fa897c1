// A list that narrows while typing, over the panes: pairs, years, parts of the filter, columns, facets.
//   characters narrow; Up Down ^N ^P PgUp PgDn move; Enter takes; Esc ^C leave
//   where several may be taken Tab marks, where there are several lists Left and Right turn to the others
#ifndef BILAT_TUI_CHOOSER_H
#define BILAT_TUI_CHOOSER_H

#include "tui/commands.h"
#include "tui/prompt.h"

typedef struct Choice {
    Text value; // what it stands for: "CHN-PRK"
    Text label; // what is shown beside it: "China, North Korea"
    Text words; // folded; every typed word must be in it
    uint64_t count;
    bool is_marked;
} Choice;

typedef struct ChooserKind {
    const char *title;
    const char *(*tab)(int tab); // names of its lists, NULL behind the last; NULL: it is one list
    bool has_counts;
    bool
        has_marks; // several may be taken: those marked, or, where none is, the one under the cursor
    void (*fill)(App *app); // adds the choices
    void (*accept)(App *app, const Choice *choice);
    // Left (-1) and Right (1) change something of a choice; may be NULL.
    void (*turn)(App *app, Choice *choice, int direction);
    // Enter on a text that no choice holds; may be NULL.
    bool (*accept_text)(App *app, Text text);
} ChooserKind;

typedef struct Chooser {
    const ChooserKind *kind;
    Arena *arena; // of the choices; reset when a list opens
    Choice *items;
    size_t count, capacity;
    uint32_t *shown; // indices of those that hold the typed words
    size_t shown_count;
    int value_columns; // of the widest value shown
    uint64_t most;     // the highest count
    size_t row, top;
    int page; // rows seen when it was last drawn
    int tab;  // of the lists that the kind has
    Prompt line;
} Chooser;

typedef enum ChooserReply {
    CHOOSER_STAYS,
    CHOOSER_TURNED,
    CHOOSER_LESS,
    CHOOSER_MORE,
    CHOOSER_TAKEN,
    CHOOSER_LEFT
} ChooserReply;

// CHOOSER_TURNED: `tab` is another; begin again with it, and fill. LESS and MORE: for `turn`.
void chooser_begin(Chooser *chooser, const ChooserKind *kind, int tab);
// `words` may hold more than value and label: other names.
void chooser_add(Chooser *chooser, Choice choice);
void chooser_narrow(Chooser *chooser, Arena *scratch);
ChooserReply chooser_key(Chooser *chooser, Key key, Arena *scratch);
const Choice *chooser_current(const Chooser *chooser); // NULL: nothing fits
// Keeps the row in sight. `room` is the screen; the box takes what it needs.
void chooser_settle(Chooser *chooser, Rect room);
void chooser_draw(const Chooser *chooser, Canvas *canvas, Rect room, Arena *scratch);

#endif
