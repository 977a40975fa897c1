// Whose page a readout is. The page's own marks tell it, in this order: its address, the lines around the text
// ("Office of the Spokesperson"), the agency in brackets ("(KCNA)"), a label of the title ("MFA Press Statement:"),
// the office of who acts first in the lead ("Minister of the IDCPC"). Else the signs in the text may tell the country,
// but only where they agree; then there is no name.
#ifndef BILAT_LOADERS_READOUT_PUBLISHER_H
#define BILAT_LOADERS_READOUT_PUBLISHER_H

#include "loaders/readout/event.h"

// What the marks of the page say: the publisher's sense, or NULL. Needs no more than the document; where lines and
// persons were found, they are looked at too.
const Sense *publisher_mark(const Readout *readout);
// The phrase at hit.start of the text is a news agency's name in its brackets, or no agency's.
bool publisher_is_meant(Text text, const Hit *hit);
// Fills publisher and publisher_country of the source where sources.csv did not. `first` is the first thing that
// happened. To be called before the first event is added: until then nobody else sees the source.
void publisher_set(Readout *readout, const Happening *first, Arena *keep);

#endif
