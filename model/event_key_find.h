// An event of a timeline by its key, for who has kept that across a reload.
#ifndef BILAT_MODEL_EVENT_KEY_FIND_H
#define BILAT_MODEL_EVENT_KEY_FIND_H

#include "model/event_key.h"

// First the same one, then the only one that is alike; of its day, and, in timelines that are not large, also of
// another one: a date may have been mended. The timeline must be indexed. EVENT_NOWHERE: it is not there.
EventId event_key_find(const Timeline *timeline, const EventKey *key);

#endif
