// Events with participants and positions as plain linear text: one thing a line, for reading, for grep, for a
// screen reader.
#ifndef BILAT_CLI_SHOW_H
#define BILAT_CLI_SHOW_H

#include "model/sink.h"
#include "model/view.h"

// With `wants_why`, each position says which rule gave it its speaker, how sure that is, and where it stands.
// Positions that do not fulfil the filter's position terms are left out. False when the sink failed.
bool show_write(View *view, bool wants_why, Sink *sink);

#endif
