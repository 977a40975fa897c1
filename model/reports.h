// Two readouts of one meeting, one by each side, are two events: each keeps its source, its date and its words. That
// they tell of the same meeting is a guess, made anew from what both say whenever it is asked for; nothing of it is
// stored or exported, so that an export that is read again gives the same.
//
// Another event is taken for a report of the same meeting where all of this holds:
//   documents  both come from different ones, by different publishers where these are known
//   countries  those of one are among those of the other, two at least
//   kind       meeting and talks are one; else the same: call, letter, visit, signing, ceremony
//   date       the same day; of a call or a letter a day more or less, for clocks differ
//   place      the same where both name one, or one is the beginning of the other; not asked of calls and letters
//   persons    a principal (host, guest, lead, signatory, sender, recipient) stands in both, and no country has
//              principals in both who share no word of their names
// Events of coded data, of no day, and without participants have no other reports. Asked of timeline_pair_events:
// before the index is there, nobody has any.
#ifndef BILAT_MODEL_REPORTS_H
#define BILAT_MODEL_REPORTS_H

#include "model/timeline.h"

enum { REPORTS_MAX = 16 }; // others of one event; what is more is left out

// The others in total order, into `others`, which has room for REPORTS_MAX; returns how many.
size_t reports_of(const Timeline *timeline, EventId id, EventId *others, Arena *scratch);
// The first event, in total order, of those that tell of this meeting: the event itself where no other does.
EventId reports_first(const Timeline *timeline, EventId id, Arena *scratch);
// Why `other` is one of them: "the same day, meeting and talks; in both: Wen Shulan". Empty where it is none.
Text reports_reason(const Timeline *timeline, EventId id, EventId other, Arena *scratch);
// Does any event have participants? Without, there is nothing to ask.
bool reports_may_be(const Timeline *timeline);

#endif
