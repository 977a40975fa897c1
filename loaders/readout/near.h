// Countries that stand near a name and not in the office: the delegation, the side of a list, an honorific that only
// one country has ("Shri"), an institution whose country is said elsewhere in the text ("the PCC").
#ifndef BILAT_LOADERS_READOUT_NEAR_H
#define BILAT_LOADERS_READOUT_NEAR_H

#include "loaders/readout/people.h"

// Fills in the country of persons who have none, from their mentions.
void near_find(Readout *readout);

#endif
