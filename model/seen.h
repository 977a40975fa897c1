// Which events earlier runs have shown, so that the others are new.
//
// What is remembered of a file is little, whatever its size: its length and a digest of its content, and of a file of
// up to SEEN_FILE_IDS events also 48 bits an event (event_key_hash). Then, of the files of a timeline:
//   - one whose content is known, wherever it lies now, has nothing new: none of its events is decoded
//   - one that has grown behind what is known has new what stands there
//   - of any other each event is new whose id no file has had; those of a file of more events, where that is not known,
//     all are new when the file is, and none when it was rewritten
// Of a timeline of which nothing is known nothing is new either: whoever opens a data set for the first time knows that
// it is. What a reload adds to it later is. Main thread only.
//
// The file of it, to be read and to be deleted by hand:
//   file 3f2a9c01d2e4b5a6 283411 720 /data/20170101073000.export.CSV     digest, bytes, events, path
//   8c1f0d2e44aa                                                         an event of that file
#ifndef BILAT_MODEL_SEEN_H
#define BILAT_MODEL_SEEN_H

#include "model/sink.h"
#include "model/timeline.h"

enum {
    SEEN_FILE_IDS = 50000, // events: a table that is mended by hand is smaller
    SEEN_IDS = 300000,     // of all files: 4 MB to read and write
    SEEN_FILES = 100000,   // that are remembered, the last ones
};

// Paths of the timeline that are relative are below `base`, which outlives it.
Seen *seen_new(Text base);
void seen_free(Seen *seen); // NULL is nothing to free
// What earlier runs have kept. Lines that are none of ours are left out.
void seen_read(Seen *seen, Text file);

// A timeline that is complete; it takes the place of the one before, and asks for its new events from now on.
void seen_begin(Seen *seen, Timeline *timeline);
// Looks at one more source, or at some more events: a millisecond at most. True when all were looked at.
bool seen_step(Seen *seen);
bool seen_is_busy(const Seen *seen);

// False too while they are being looked at. `seen` may be NULL.
bool seen_is_new(const Seen *seen, EventId id);
size_t seen_new_count(const Seen *seen); // 0 while they are being looked at
void seen_clear(Seen *seen);             // nothing is new any more

// What the next run has to know: what the file holds now, where others may have written since, and this timeline.
bool seen_write(const Seen *seen, Text on_disk, Sink *sink);
void seen_saved(Seen *seen);
bool seen_is_saved(const Seen *seen); // the timeline is as the file says, or not looked at

#endif
