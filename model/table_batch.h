// Rows of a large table are written in the order of the view and made in that of the files, many at a time and on all
// processors: so a file is read from its beginning to its end, however its events are sorted.
#ifndef BILAT_MODEL_TABLE_BATCH_H
#define BILAT_MODEL_TABLE_BATCH_H

#include "model/sink.h"
#include "model/view.h"
#include "model/work.h"

// Makes the bytes of the row of an event, in a thread of that number, at the end of the thread's buffer.
typedef struct RowMaker {
    void *context;
    void (*make)(void *context, size_t thread, EventId id);
    Buffer *(*buffer)(void *context, size_t thread); // what it has made; emptied behind each batch
    size_t threads;
} RowMaker;

// Writes all rows of the view. False when the sink failed.
bool table_batch_write(const View *view, const RowMaker *maker, Sink *sink);

#endif
