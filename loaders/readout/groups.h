// People of a state who are there without a name: "met with Japanese lawmakers", "received ambassadors of Chad and
// Niger", "the delegation of the Lao party".
#ifndef BILAT_LOADERS_READOUT_GROUPS_H
#define BILAT_LOADERS_READOUT_GROUPS_H

#include "loaders/readout/readout.h"

// Finds readout->groups: the states of the groups that the lead names. Needs the lead.
void groups_find(Readout *readout);
// For whom "the delegation" or "the delegates" speak: the only state but the page's own of those who are there;
// none where it is not the only one.
CountryId groups_of_visitors(const Readout *readout);

#endif
