// How far the load of a command is, on standard error while that is a terminal and the load takes its time.
#ifndef BILAT_CLI_PROGRESS_H
#define BILAT_CLI_PROGRESS_H

#include "cli/session.h"

// Waits for the end of the load, appending all that comes. The line that it writes is gone then.
void progress_wait(Session *session);

#endif
