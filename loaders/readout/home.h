// For which country those act whose office names none: "Foreign Minister Gao Jian" on the page of his own ministry.
// The text itself shows whose page it is: whose side its speakers are, whom the guests thank, where it happened.
#ifndef BILAT_LOADERS_READOUT_HOME_H
#define BILAT_LOADERS_READOUT_HOME_H

#include "loaders/readout/people.h"

// Gives every person without a country the delegation's, the list's or the page's; fills readout->home.
void home_find(Readout *readout);

#endif
