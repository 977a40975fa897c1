// A quotation or an event with all that is needed to find it again, as text to be pasted elsewhere.
// plain     the words, who said them when, and on a line of its own the source: publisher, title, dates, URL or file and bytes
// bibtex    one @misc entry
// What a source says somebody said is introduced as the source's words, never as the speaker's own.
#ifndef BILAT_TUI_CITE_H
#define BILAT_TUI_CITE_H

#include "model/timeline.h"

enum { CITE_EVENT = SIZE_MAX }; // in place of the number of a position: the event itself

Text cite_plain(const Timeline *timeline, EventId id, size_t n, Arena *arena);
Text cite_bibtex(const Timeline *timeline, EventId id, size_t n, Arena *arena);

#endif
