// Output that is never half there: a file appears under its name only when it is complete and on disk
// (temporary file beside it, fsync, rename). To a pipe or a file bytes go exact; to a terminal made visible.
#ifndef BILAT_CLI_OUTPUT_H
#define BILAT_CLI_OUTPUT_H

#include "model/problem.h"
#include "model/sink.h"

typedef struct Output Output;

// Begins to write `path`, or standard output where path is empty. NULL and a problem when that is not possible.
Output *output_open(Text path, Arena *arena, Problems *problems);
Sink *output_sink(Output *output);
// Puts everything on disk, under the temporary name still. False and a problem when something failed.
bool output_finish(Output *output, Problems *problems);
// Gives the finished file its name.
bool output_rename(Output *output, Problems *problems);
// Drops what was not renamed. Safe to call at any time, also after output_rename, also with NULL.
void output_close(Output *output);

// All of the above around one writer.
typedef bool (*OutputWriter)(void *context, Sink *sink);
bool output_write(Text path, OutputWriter write, void *context, Problems *problems);

// Makes a folder and those above it. An existing folder is fine.
bool output_make_folder(Text path, Problems *problems);
bool output_is_folder(Text path); // exists and is a folder, or ends in a slash

// Removes temporary files that are still there: for a signal handler.
void output_abandon_all(void);

#endif
