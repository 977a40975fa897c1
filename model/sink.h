// Where text goes that the model writes: a file, standard output, a buffer. The model opens nothing itself.
#ifndef BILAT_MODEL_SINK_H
#define BILAT_MODEL_SINK_H

#include "model/text.h"

typedef struct Sink {
    // False when the bytes could not be taken; the sink then stays failed and keeps the reason.
    bool (*write)(void *context, Text bytes);
    void *context;
    bool
        has_failed; // set by sink_write; later writes do nothing, so that a writer may check once at its end
} Sink;

static inline bool sink_write(Sink *sink, Text bytes)
{
    if (!sink->has_failed && bytes.len > 0 && !sink->write(sink->context, bytes))
        sink->has_failed = true;
    return !sink->has_failed;
}

#endif
