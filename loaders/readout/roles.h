// The part each person has in a happening: host, guest, sender, speaker, one of those present.
#ifndef BILAT_LOADERS_READOUT_ROLES_H
#define BILAT_LOADERS_READOUT_ROLES_H

#include "loaders/readout/place.h"

// Before the attribution: who is host and who is guest, so that "the host" is understood.
void roles_guess(Readout *readout);
// Fills happening->roles; needs the place and the attribution.
void roles_find(const Readout *readout, Happening *happening);

#endif
