// Where it happened: the city of the dateline, or of "in CITY", as written. A landmark is no city.
#ifndef BILAT_LOADERS_READOUT_PLACE_H
#define BILAT_LOADERS_READOUT_PLACE_H

#include "loaders/readout/event.h"

// Fills place and place_country of the happening; empty where no city is named.
void place_find(const Readout *readout, Happening *happening);

#endif
