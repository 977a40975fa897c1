// The batch commands: what the same filter shows on the screen, as tables or as plain text. None of them touches
// ncurses. Each returns the exit code.
#ifndef BILAT_CLI_BATCH_H
#define BILAT_CLI_BATCH_H

#include "cli/session.h"

// Nothing could be read: says why and writes nothing, so that no good file is overwritten by an empty one.
int batch_refuse(Session *session);
int batch_export(Session *session);
int batch_count(Session *session);
int batch_show(Session *session);
int batch_check(Session *session);

#endif
