// What a readout's source keeps when its document is gone: the map of its bytes, and for every event its id, title and
// text as slices. From these SourceOps answers what an export asks.
#ifndef BILAT_LOADERS_READOUT_FORM_H
#define BILAT_LOADERS_READOUT_FORM_H

#include "loaders/loader.h"
#include "loaders/readout/document.h"

// Puts the ops of readouts into the source.
void form_set(const Load *load, Source *source, const Document *document);
// The event of that number (from 0) tells text[start..end) of the document and has that title. Numbers are records.
// Of a visit of several days the table of events has the first, and the last in a column "end_date".
void form_add_event(Source *source, Arena *arena, Slice title, Slice text, Date date);

// From now on `.n` stands behind the id of that event: another one has the id already.
void form_number_event(Source *source, size_t record, uint32_t n);

#endif
