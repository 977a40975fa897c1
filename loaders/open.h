// A path, "-" or a pipe becomes a Source that can be read at any offset. Files are opened for reading only, never
// created; few of them are open at a time. What comes through a pipe is kept in memory up to 1 MiB, else in a
// temporary file that has no name.
#ifndef BILAT_LOADERS_OPEN_H
#define BILAT_LOADERS_OPEN_H

#include "loaders/cancel.h"
#include "model/source.h"

#include <sys/stat.h>

// The Source and what it needs stand in `arena`; its ops only read, close and give slices as they stand: a loader
// puts ops with fields of its own in their place by open_set_form. False: one problem was added, or `cancel` (it may
// be NULL) was wished while a pipe was waited for.
bool open_source(Text path, Arena *arena, const Cancel *cancel, Source **source,
                 Problems *problems);
// The file that was opened is the one of `was`, and nobody has written to it between.
bool open_is_as_it_was(const Source *source, const struct stat *was);
// Keeps the content of a small file in memory, so that it can be read as it was when the file is written anew. `kept`
// counts the bytes of all that are kept. The arena must live as long as the source.
enum { OPEN_KEPT_EACH = 1024 * 1024, OPEN_KEPT_ALL = 64 * 1024 * 1024 };
void open_keep(Source *source, Arena *arena, uint64_t *kept);
// Gives the source the columns, field and slice_text of `form`; it goes on to be read as before. A close of `form`
// (it may be NULL) must call the one that was there before.
void open_set_form(Source *source, const SourceOps *form, Arena *arena);
// Gives back what a source that no timeline took over holds open.
void open_close(Source *source);
// True where both are the same file, or have the same bytes. False when cancelled, too.
bool open_same_content(const Source *a, const Source *b, const Cancel *cancel);
// The same for the same bytes; 0 where they cannot be read, or when cancelled.
uint64_t open_content_hash(const Source *source, const Cancel *cancel);

#endif
