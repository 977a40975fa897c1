// Where the content of packed files is kept while they are read: one store for a load, so that an archive of thousands
// of members needs one descriptor. Small contents stay in memory, 1 MiB in all; the others stand one behind the other
// in a temporary file that has no name. The load and every source that reads from the store hold it; the last one to
// let go frees it.
#ifndef BILAT_LOADERS_STORE_H
#define BILAT_LOADERS_STORE_H

#include "model/source.h"

typedef struct Store Store;

Store *store_new(Arena *arena);   // held once; takes the arena over
void store_release(Store *store); // in any thread; NULL is nothing to release
Arena *store_arena(Store *store); // lives as long as the store; for the thread that loads

// One content is taken in at a time. Begins the next one; one that was begun and not given is forgotten, and one that
// still comes in another thread is waited for.
void store_begin(Store *store);
// Room for more of it, at least one byte; NULL: an error, in errno.
char *store_room(Store *store, size_t *len);
void store_filled(Store *store, size_t len); // that much of the room
// As both. `bytes.ptr` NULL: that many zeros. False: an error, in errno.
bool store_put(Store *store, Text bytes);
uint64_t store_size(const Store *store); // of what came since store_begin
// Lets the source read what came; False: an error, in errno. `origin` (it may be NULL) is asked whether the source is
// still what was loaded, and must live as long as the store.
bool store_give(Store *store, Source *source, const Source *origin, Arena *arena);
// ---- a content that is read while it still comes ----

// Lets the source read what came since store_begin, STORE_SHARED_BYTES or more, and what comes from now on, in whatever
// thread. False: an error, in errno. Further as store_give.
enum { STORE_SHARED_BYTES = 1024 * 1024 };
bool store_share(Store *store, Source *source, const Source *origin, Arena *arena);
// No more comes; `how` is what readers are told. False: an error, in errno, and they are told SOURCE_STOPPED.
bool store_end(Store *store, SourceArrival how);

// Takes back the room of the source given last, which nobody reads any more; waits where it still comes.
void store_forget(Store *store, const Source *source);

#endif
