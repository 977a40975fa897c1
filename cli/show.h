// Events with participants and positions as plain linear text: one thing a line, for reading, for grep, for a
// screen reader.
#ifndef BILAT_CLI_SHOW_H
#define BILAT_CLI_SHOW_H

#include "model/citation.h"
#include "model/sink.h"
#include "model/view.h"

// With `why`, each position says which rule gave it its speaker, how sure that is, where it stands, and what it refers
// to as those words tell; NULL: none of that.
// Positions that do not fulfil the filter's position terms are left out. False when the sink failed.
bool show_write(View *view, const CitationWords *why, Sink *sink);

#endif
