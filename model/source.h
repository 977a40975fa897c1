// A source: a name and bytes that do not change while it is open. A slice of it is where a word stands.
// Every quoted word on the screen and in an export is a slice, decoded by the source's own form when shown.
// The model opens no file: loaders fill in SourceOps, and model and tui decode through them alone.
#ifndef BILAT_MODEL_SOURCE_H
#define BILAT_MODEL_SOURCE_H

#include "model/country.h"
#include "model/fields.h"
#include "model/origin.h"
#include "model/path.h"
#include "model/problem.h"

#include <stdatomic.h>

typedef struct Slice {
    uint64_t offset; // bytes from the start of the source's content
    uint32_t length; // bytes; 0: there is no such text
    uint32_t source; // index in the timeline's sources
} Slice;

typedef struct Source Source;

// How far content has come that can be read while it still arrives.
typedef enum SourceArrival {
    SOURCE_ARRIVES, // more may come
    SOURCE_WHOLE,   // all of it is there
    SOURCE_STOPPED, // no more comes, and what is there is not all: cancelled, or too much
} SourceArrival;

// A word that is looked for in records which stand one behind the other.
typedef struct WordSearch {
    Text word; // ASCII letters, in lower case, and digits
    // What SourceOps.field needs of each, ascending, and of one behind the last.
    const uint64_t *records;
    const Text *codes; // of the events, as they were loaded
    size_t count;      // 1 to 64
} WordSearch;

// All thread-safe: they may be called while another thread loads.
typedef struct SourceOps {
    // Exactly `len` bytes from `offset`. False when they cannot be had (the file was truncated or is gone).
    bool (*read)(const Source *source, uint64_t offset, size_t len, char *to);
    // Waits until `wanted` bytes are there, or no more come. For who loads the source, and nobody else: the others take
    // `size` as it is. NULL: all is there from the start.
    SourceArrival (*await)(const Source *source, uint64_t wanted);
    // False when the file behind the source is not the one that was loaded; NULL: it cannot change.
    bool (*is_current)(const Source *source);
    // The text of one column of events.csv for a record, where the source itself has one; false: the model
    // answers from its own columns and from `source`. `record` is what the loader gave with the event. What stands
    // with a source otherwise (dataset, publisher, publisher_country, source_file) it answers for all of its records
    // or for none: whoever filters or counts asks once.
    bool (*field)(const Source *source, uint64_t record, EventField field, Arena *scratch,
                  Text *out);
    // All of these at once, for who writes many records: sets those of `out` that `field` would answer, and returns a bit
    // for each (1 << EVENT_ID …). They stay good until the next question in this thread and while `scratch` is not
    // reset. NULL: they are asked one by one.
    uint32_t (*fields)(const Source *source, uint64_t record, Arena *scratch, Text *out);
    // Column `index` of the record as the file has it, for the detail view. False behind the last one. May be NULL.
    bool (*column)(const Source *source, uint64_t record, size_t index, Text *name, Text *value,
                   Arena *scratch);
    // The same of the columns that are none of ours, in the order of the file, each name once. They are exported and
    // searched. `value` may be NULL: then only the name is asked, and `record` does not matter. May be NULL.
    bool (*extra)(const Source *source, uint64_t record, size_t index, Text *name, Text *value,
                  Arena *scratch);
    // Takes away from `mask` (bit i: records[i]) the records that cannot have the word, in whatever case, in title,
    // place, text or an extra column, as a look at their bytes tells. False: that cannot be told, and the mask is as it
    // was. May be NULL.
    bool (*search)(const Source *source, const WordSearch *search, Arena *scratch, uint64_t *mask);
    // A raw span as it reads: CSV undoubled, HTML without tags and entities, wrapped lines joined.
    Text (*slice_text)(const Source *source, Slice slice, Arena *scratch);
    // Gives back what the reader holds open, when the source's segment is freed. NULL: nothing.
    void (*close)(Source *source);
} SourceOps;

struct Source {
    uint32_t id;    // index in the timeline's sources
    Text path;      // as the user named it; with "!MEMBER" for a member of an archive
    size_t archive; // bytes of the path that are the archive; 0: it is no member
    Text dataset;   // profile or form: "readout", "csv", "gdelt2"
    Text encoding;  // "UTF-8", "windows-1252": how the bytes are to be read
    Text language;  // ISO 639-1, "en", where known
    Text publisher;
    CountryId publisher_country;
    Date published; // absent where not known
    Text url;
    const Origin *origin;       // what sources.csv says of it; NULL: nothing
    const Origins *origins;     // all that stands there; NULL: none lies beside it
    atomic_uint_least64_t size; // bytes of the content that are there; it only grows
    const SourceOps *ops;
    void *handle;      // of the reader (loaders/open.c)
    const Source *raw; // the file itself, where its content was converted; else NULL
    void *form;        // of the loader: what its ops need
};

static inline SourceArrival source_await(const Source *source, uint64_t wanted)
{
    return source->ops->await ? source->ops->await(source, wanted) : SOURCE_WHOLE;
}

// The name of the content itself: the last part of the path, or of the member's name, and of "x.csv.gz" what was
// compressed, "x.csv".
Text source_name(const Source *source);
FilePath source_path(const Source *source);

// The bytes of a slice as they stand in the file, or the empty text when they cannot be read.
Text source_raw(const Source *source, Slice slice, Arena *scratch);
// Line and column (code points, both from 1) of a byte. Reads the source from its start: for messages, not for loops.
bool source_locate(const Source *source, uint64_t offset, uint32_t *line, uint32_t *column);
// Puts the line and the column into every problem of this source that has only an offset.
// One pass over the source, whatever the number of problems.
void source_locate_problems(const Source *source, Problem *problems, size_t count);

// A source whose content is memory that outlives it; for tests and for standard input.
// `ops` may be NULL: then only read() and a slice_text() that gives the bytes as they stand.
Source *source_in_memory(Arena *arena, Text path, Text content, const SourceOps *ops);
bool source_read_memory(const Source *source, uint64_t offset, size_t len,
                        char *to); // for such ops tables

#endif
