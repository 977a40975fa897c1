// The last step: what was found becomes rows of a segment.
#ifndef BILAT_LOADERS_READOUT_ROWS_H
#define BILAT_LOADERS_READOUT_ROWS_H

#include "loaders/readout/event.h"

// One happening without anything but a date, a title and a text: of a page that is not read.
void rows_single(const Readout *readout, Happenings *happenings);
// Adds the events with their participants and positions, and counts the document as used, or as folded where all of
// them were loaded from elsewhere. False: the load was cancelled.
bool rows_add(const Load *load, const Readout *readout, const Happenings *happenings,
              const Statements *statements);

#endif
