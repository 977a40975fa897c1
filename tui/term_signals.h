// Signals while a terminal is open: requests to end are told to the loop, and in a crash the terminal is given back as
// it was found. For term.c and term_linear.c; the rest of the program asks term.h. No curses here.
#ifndef BILAT_TUI_TERM_SIGNALS_H
#define BILAT_TUI_TERM_SIGNALS_H

#include "model/text.h"

// Catches signals from here on. The settings of the line are kept as they are now, to be put back.
void signals_open(int input_fd);
// Bytes that leave the terminal clean, to be written when it has to be given back at once.
void signals_keep(Text bytes);
void signals_close(void);
void signals_restore_line(void); // the settings that were kept
// Handlers for a while: SIG_DFL for a child, SIG_IGN while it runs.
void signals_catch(int number, void (*handler)(int), int flags);

#endif
