// Events with participants and positions as plain linear text: one thing a line, for reading, for grep, for a
// screen reader.
#ifndef BILAT_CLI_SHOW_H
#define BILAT_CLI_SHOW_H

#include "model/citation_link.h"
#include "model/sink.h"
#include "model/view.h"

typedef struct ShowOptions {
    bool
        wants_why; // each position says which rule gave it its speaker, how sure that is, and where it stands
    const CitationWords *citations; // tell what a position refers to; NULL: that is left out
} ShowOptions;

// A filter that means one speaker has that person's offices over time above all events.
// Positions that do not fulfil the filter's position terms are left out. False when the sink failed.
bool show_write(View *view, const ShowOptions *options, Sink *sink);

#endif
