// What is copied, on its way out: in a control sequence that the terminal takes (OSC 52), through tmux and screen and
// over SSH too, or on the standard input of a program. No curses here.
#ifndef BILAT_TUI_CLIPBOARD_H
#define BILAT_TUI_CLIPBOARD_H

#include "model/arena.h"

enum {
    CLIPBOARD_BYTES = 70000
}; // more is refused: xterm and tmux take 75,000 or so in base64, some less

// The sequence for the terminal. `tmux` and `screen`: it lies below that program, which is asked to pass it on.
Text clipboard_sequence(Text text, bool is_in_tmux, bool is_in_screen, Arena *arena);

enum { PROGRAM_WORDS = 16 };
// The words of a command as configured, in an array that ends in NULL; no shell looks at them. Returns their number.
size_t program_words(Text command, const char *words[PROGRAM_WORDS], Arena *arena);
// Runs a program with that input and without the terminal. Its exit code; 127 or -1: it could not be started.
// It is waited for some seconds: who keeps the clipboard may stay.
int program_feed(const char *const *words, Text input);

#endif
