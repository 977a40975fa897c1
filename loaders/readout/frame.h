// The frame of a readout: which paragraph is its title, its date line, its body, its close.
#ifndef BILAT_LOADERS_READOUT_FRAME_H
#define BILAT_LOADERS_READOUT_FRAME_H

#include "loaders/readout/calendar.h"
#include "loaders/readout/document.h"

// Gives every paragraph of the document its part, cuts the marks of list items, and finds the publication date.
void frame_find(const ReadoutWords *words, Document *document, Arena *scratch);

// scan->text, one line, says when something was published and little else. As the first line of a page it may say
// nothing else: it could be a title.
bool frame_is_date_line(const DateScan *scan, bool is_first);
// Bytes of the mark of a list item ("1. ", "▶ ", "(a) ") at the beginning of a line; 0: none.
size_t frame_mark(Text line);

#endif
