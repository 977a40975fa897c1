// What bilat says to the program that ran it; documented in bilat(1). The same for the browser and all commands.
#ifndef BILAT_TUI_EXIT_CODES_H
#define BILAT_TUI_EXIT_CODES_H

enum {
    EXIT_DONE = 0,
    EXIT_USAGE = 1,   // usage, or no input could be opened
    EXIT_PARTIAL = 2, // done, with errors reported
    EXIT_WRITE = 3,   // writing failed
    EXIT_MEMORY = 4,  // out of memory
};

#endif
