// The terminal: keys in, canvas out. The only file that knows curses. One terminal at a time.
// Whatever ends the program (quitting, a signal, a bug), the terminal is given back as it was found.
#ifndef BILAT_TUI_TERM_H
#define BILAT_TUI_TERM_H

#include "model/problem.h"
#include "tui/keys.h"
#include "tui/mouse.h"
#include "tui/theme.h"

// False, with a problem that says what to do instead, where there is no terminal that can be drawn on.
// An unknown TERM is tried as xterm-256color, xterm, vt100, with a note. `is_linear`: it is written to line by line
// (term_write), and nothing is drawn.
bool term_open(bool is_linear, Problems *problems);
bool term_is_open(void);
void term_close(void); // may be called twice, and without an open terminal
// Gives the terminal back at once, where the program cannot go on. Safe in a signal handler, at any time.
void term_abandon(void);
// To be called in a crash too, when the terminal has been given back; safe in a signal handler.
void term_on_crash(void (*hook)(void));
int term_fd(void);        // to poll for input
int term_signal_fd(void); // readable after SIGTERM, SIGHUP or SIGINT
int term_signal(void);    // that signal, or 0
// The next key that waits, or KEYS_NONE. KEYS_RESIZE when the size has changed.
Key term_read_key(void);
MouseEvent term_mouse_event(void); // of the last KEYS_MOUSE
void term_mouse(bool is_on);       // off at first
void term_size(int *width, int *height);
void term_show(const Canvas *canvas, const Theme *theme);
// Bytes of our own for the terminal itself, which change nothing that is drawn.
void term_write(Text bytes);
void term_redraw(void);  // the next term_show draws every cell again
void term_suspend(void); // as Ctrl-Z does in a shell; returns when the program is continued
// Gives the terminal to another program, run without a shell: argv ends in NULL. Its exit status (as a
// shell gives it: 128 and the signal that ended it), or -1.
// Keys that interrupt reach that program alone.
int term_run(const char *const *argv);

#endif
