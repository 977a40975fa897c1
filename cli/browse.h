// Opens the browser over a session: hands it the timeline, the configuration and the services it asks for.
#ifndef BILAT_CLI_BROWSE_H
#define BILAT_CLI_BROWSE_H

#include "cli/session.h"

// Returns the exit code.
int browse(Session *session);

#endif
