// A line that the user edits: text, cursor, history. What it is for (a filter, a search, a path) its owner knows.
//   Left Right Home End ^A ^E, Backspace Delete ^W ^U ^K, Up Down (history), Enter, Esc ^C (leave)
#ifndef BILAT_TUI_PROMPT_H
#define BILAT_TUI_PROMPT_H

#include "tui/keys.h"
#include "tui/pen.h"

enum {
    PROMPT_BYTES = 2048, // a longer filter is a saved view's business
    PROMPT_HISTORY = 100,
};

typedef struct PromptHistory {
    Arena *arena;
    Text lines[PROMPT_HISTORY]; // oldest first
    size_t count;
} PromptHistory;

typedef struct Prompt {
    const char *label; // "filter: "
    char text[PROMPT_BYTES];
    size_t len, cursor; // bytes
    bool is_proposal;   // what is typed takes its place, unless the cursor is moved first
    PromptHistory *history;
    size_t line; // of the history; its count: the new line
    Text kept;   // the new line while an old one is looked at
    char kept_bytes[PROMPT_BYTES];
} Prompt;

typedef enum PromptReply {
    PROMPT_SAME,    // the cursor may have moved
    PROMPT_CHANGED, // the text is another
    PROMPT_DONE,
    PROMPT_LEFT,     // given up
    PROMPT_COMPLETE, // Tab
    PROMPT_OTHER,    // no key of a prompt
} PromptReply;

void prompt_begin(Prompt *prompt, const char *label, Text text, PromptHistory *history);
// The text is what is likely to be wanted: Enter takes it, a letter replaces it, a key that moves edits it.
void prompt_propose(Prompt *prompt, Text text);
PromptReply prompt_key(Prompt *prompt, Key key);
Text prompt_text(const Prompt *prompt);
void prompt_set(Prompt *prompt, Text text, size_t cursor);
// Replaces the bytes from `start` to the cursor.
void prompt_complete(Prompt *prompt, size_t start, Text with);
// Draws label and text, scrolled so that the cursor is seen, and puts the hardware cursor there.
// Returns the column of byte `mark` of the text (for a caret), kept inside the row.
int prompt_draw(const Prompt *prompt, Canvas *canvas, Rect row, size_t mark);

// A line that was accepted: the newest, once.
void prompt_remember(PromptHistory *history, Text line);

#endif
