// Loading in the background: one thread that runs the loaders, one queue of finished segments (the only lock).
#ifndef BILAT_LOADERS_FEED_H
#define BILAT_LOADERS_FEED_H

#include "loaders/loader.h"
#include "model/timeline.h"

typedef struct Feed Feed;

// Starts loading. `lexicon`, `settings` and the paths must outlive the feed.
Feed *feed_start(const Lexicon *lexicon, const LoadSettings *settings, LoadInputs inputs);
// Appends what is finished; true while more may come. Never waits.
bool feed_take(Feed *feed, Timeline *timeline);
// Waits for the end, appending all. For batch commands.
void feed_finish(Feed *feed, Timeline *timeline);
int feed_wake_fd(const Feed *feed); // readable when there is something to take
void feed_cancel(
    Feed *feed); // the loader stops at the next record, or waiting for a pipe; what came stays
uint64_t feed_bytes_read(const Feed *feed);
uint64_t feed_bytes_total(const Feed *feed); // of all inputs; 0: not known, or not yet
void feed_free(Feed *feed);                  // cancels and joins

#endif
