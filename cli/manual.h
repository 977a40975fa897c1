// What the program says about itself: usage, version, the manual page's lists, the shell completion.
#ifndef BILAT_CLI_MANUAL_H
#define BILAT_CLI_MANUAL_H

#include "cli/options.h"

// Prints on standard output what the options ask for. Returns the exit code.
int manual_print(const Options *options);

#endif
