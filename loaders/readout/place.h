// Where it happened: the city of the dateline, or of "in CITY", as written. A landmark is no city.
#ifndef BILAT_LOADERS_READOUT_PLACE_H
#define BILAT_LOADERS_READOUT_PLACE_H

#include "loaders/readout/event.h"

// "Beijing, January 19th—", "JAKARTA, 11 June 2024 -", "Hà Nội —": the sentence begins with one.
bool place_has_dateline(const Readout *readout, Range sentence);
// Fills place and place_country of the happening; empty where no city is named.
void place_find(const Readout *readout, Happening *happening);

#endif
