// Whether files among the inputs were added, changed or removed, for who wants to read them again. It looks at names,
// sizes and times only, the same files that walk_inputs finds, and has to be asked: that works on every file system,
// also where another machine writes. inotify would tell half a second sooner, of what then has to rest for a second
// anyway; it would need a watch for each folder, and this beside it for mounts that tell nothing.
#ifndef BILAT_LOADERS_WATCH_H
#define BILAT_LOADERS_WATCH_H

#include "loaders/loader.h"

enum {
    WATCH_HOLD_MS = 1000,     // so long must a size have held: what is being written is not read
    WATCH_PATIENCE_MS = 10000 // a file that never rests is read all the same
};

typedef struct Watch Watch;

// Looks at once: call it before the load, so that nothing is missed. The paths must outlive the watch.
Watch *watch_new(LoadInputs inputs);
void watch_free(Watch *watch); // NULL is nothing to free
// The inputs are about to be read again: what stands there now is known.
void watch_reset(Watch *watch);
// True once for every change that has settled. `now_ms` is a clock that only runs forward. Looks at most as often as it
// takes no more than a twentieth of the time; then, and while nothing has changed, false.
bool watch_has_settled_change(Watch *watch, int64_t now_ms);

#endif
