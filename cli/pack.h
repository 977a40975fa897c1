// A view with all that belongs to it as one folder, which somebody else opens by bilat --view FOLDER:
//   view.ini   notes.csv   sources/ (if asked): copies of the inputs, which the view then names
#ifndef BILAT_CLI_PACK_H
#define BILAT_CLI_PACK_H

#include "cli/session.h"
#include "tui/services.h"

// The folder is made; one that holds something already is refused. False and a problem: what was written so far stays.
bool pack_write(const Session *session, const PackOrder *order, Problems *problems);

#endif
