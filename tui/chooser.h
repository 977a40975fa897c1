// A list that narrows while typing, over the panes: pairs, years, parts of the filter, columns.
//   characters narrow; Up Down ^N ^P PgUp PgDn move; Enter takes; Esc ^C leave
#ifndef BILAT_TUI_CHOOSER_H
#define BILAT_TUI_CHOOSER_H

#include "tui/commands.h"
#include "tui/prompt.h"

typedef struct Choice {
    Text value; // what it stands for: "CHN-PRK"
    Text label; // what is shown beside it: "China, North Korea"
    Text words; // folded; every typed word must be in it
    uint64_t count;
} Choice;

typedef struct ChooserKind {
    const char *title;
    bool has_counts;
    void (*fill)(App *app); // adds the choices
    void (*accept)(App *app, const Choice *choice);
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
    size_t row, top;
    int page; // rows seen when it was last drawn
    Prompt line;
} Chooser;

typedef enum ChooserReply { CHOOSER_STAYS, CHOOSER_TAKEN, CHOOSER_LEFT } ChooserReply;

void chooser_begin(Chooser *chooser, const ChooserKind *kind);
// `words` may hold more than value and label: other names.
void chooser_add(Chooser *chooser, Choice choice);
void chooser_narrow(Chooser *chooser, Arena *scratch);
ChooserReply chooser_key(Chooser *chooser, Key key, Arena *scratch);
const Choice *chooser_current(const Chooser *chooser); // NULL: nothing fits
// Keeps the row in sight. `room` is the screen; the box takes what it needs.
void chooser_settle(Chooser *chooser, Rect room);
void chooser_draw(const Chooser *chooser, Canvas *canvas, Rect room, Arena *scratch);

#endif
