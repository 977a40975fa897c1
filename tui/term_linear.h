// A terminal that is written to line by line, and never moved about in: for screen readers. Keys come one by one, as on
// the other. For term.c, which asks it where --linear was given. No curses here.
#ifndef BILAT_TUI_TERM_LINEAR_H
#define BILAT_TUI_TERM_LINEAR_H

#include "tui/keys.h"

void linear_open(int input_fd); // keys one by one, unseen
void linear_close(void);
Key linear_read_key(void); // KEYS_NONE: none waits

#endif
