// The loaders and the way of a file: path -> source -> which loader? -> events in segments.
// A loader knows a form (a readout, a table); loaders know nothing of each other.
#ifndef BILAT_LOADERS_LOADER_H
#define BILAT_LOADERS_LOADER_H

#include "loaders/cancel.h"
#include "loaders/unpack.h"
#include "model/segment.h"

#include <dirent.h>
#include <stdatomic.h>

typedef struct Lexicon Lexicon;       // loaders/lexicon.h
typedef struct EventIds EventIds;     // loaders/event_ids.h
typedef struct TableShare TableShare; // loaders/table_share.h
typedef struct Ahead Ahead;           // loaders/ahead.h

typedef struct LoadSettings {
    Text profile;  // --from; empty: find out
    Text encoding; // --encoding; empty: find out
    UnpackLimits limits;
    bool keeps_files; // small ones are kept in memory: see open_keep
} LoadSettings;

// What is open and only the loader's thread knows of: who runs the load closes it when memory runs out.
typedef struct LoadOpened {
    // An events.csv, its companion, the companion of one that may be the same, and the archives that they stand in.
    Source *sources[12];
    size_t source_count;
    uint64_t kept_bytes; // of open_keep
    Unpacking
        *unpackings[2 * UNPACK_DEPTH_MAX]; // of what is loaded, and of what is looked up beside it
    size_t unpacking_count;
    Store *store;    // of what was unpacked; NULL: nothing yet
    Arena *unowned;  // of one of these that is being made; NULL: none is
    DIR *folder;     // being read; NULL: none
    Arena *gathered; // of rows that will be one event; NULL: none
    Ahead *ahead;    // threads that read ahead; NULL: none
} LoadOpened;

// A part of a table that a thread loads by itself, before what stands before it is known.
typedef struct LoadPart {
    bool has_given_up; // a row hangs on earlier ones: the part must be loaded behind them
} LoadPart;

// All that a loader gets; nothing of it changes while threads run, but the builder.
typedef struct Load {
    const Lexicon *lexicon;
    const LoadSettings *settings;
    Builder *builder;
    Arena *scratch;                  // reset by the caller after each source
    Arena *arena;                    // until the end of the load
    EventIds *ids;                   // of all events so far; load_inputs puts it here
    TableShare *tables;              // likewise
    atomic_uint_least64_t *progress; // bytes dealt with so far; may be NULL
    atomic_uint_least64_t *
        total; // bytes of all inputs, once that is known; 0 where a pipe is among them; may be NULL
    const Cancel *cancel; // NULL: nobody can
    size_t threads;       // that may read files ahead; 0: none
    LoadOpened *opened;
    LoadPart *part; // NULL: rows come in the order of the file
} Load;

// What a thread that reads ahead has of a file.
typedef struct Preparation {
    const Lexicon *lexicon;
    const LoadSettings *settings;
    Arena *arena;   // holds what is found until the file has been finished
    Source *source; // a copy in memory, without id; what the content tells of it is filled in here
    Text bytes;     // all of it
} Preparation;

typedef struct Loader {
    const char *name;
    // How sure it is that `head` (the first bytes, at most SNIFF_BYTES) begins one of its files: 0 no … 100 sure.
    int (*sniff)(const Source *source, Text head, const Lexicon *lexicon, Arena *scratch);
    // Reads the source, which the builder knows already, to its end. What the content tells of the source (language,
    // publisher) the loader fills in before its first builder_begin_event. Problems and accounting go to the builder.
    // The source's ops read it; the loader puts its own field, column and slice_text beside that by
    // open_set_form (loaders/open.h). False: cancelled.
    bool (*load)(const Load *load, Source *source);
    // It reads a source whose content still arrives (source_await); to others such a source comes when it is whole.
    bool reads_arriving;
    // Its rows belong to events of another file, so that it must be loaded after the others. NULL: never.
    bool (*comes_last)(const Load *load, const Source *source);
    // `load` in two steps, for many small files; both NULL where that gains nothing. What needs the content alone,
    // in any thread:
    void *(*prepare)(const Preparation *work);
    // and the rest, with the source in whose place the copy stood.
    bool (*finish)(const Load *load, Source *source, void *prepared);
} Loader;

enum { SNIFF_BYTES = 16 * 1024 };

// The loader of that name ("table", "readout"), that of tables for the name of a profile, or NULL.
const Loader *loader_by_name(const Lexicon *lexicon, Text name);
// All names as a sentence lists them: "readout, table, acled … or unga-votes".
Text loader_names(const Lexicon *lexicon, Arena *arena);

extern const Loader readout_loader; // loaders/readout/readout.c
extern const Loader table_loader;   // loaders/table_in.c

typedef struct LoadInputs {
    const Text *paths;
    size_t count;
} LoadInputs;

// The loader of a file that is read ahead, as load_inputs would choose it; NULL: that decides later.
const Loader *load_recognise_ahead(const Preparation *work);

// Counts bytes as dealt with, for who shows how far the load is.
void load_add_progress(const Load *load, uint64_t bytes);

// Called where a row hangs on earlier ones. True: they are not known here, and what becomes of the row does not matter.
bool load_gives_up(const Load *load);
bool load_has_given_up(const Load *load);

// Asked for in every loop over a whole file, and before each file.
bool load_is_cancelled(const Load *load);

// As open_source; the path may be that of a member, "a.zip!b.csv". Until load_add_source or load_close it is among load->opened.
bool load_open(const Load *load, Text path, Arena *arena, Source **source, Problems *problems);
// Whether there is such a file, or such a member of an archive, which is read for that.
bool load_has(const Load *load, Text path);
void load_add_source(const Load *load, Source *source); // hands it to the builder
void load_close(const Load *load, Source *source);
void load_keep_opened(const Load *load, Source *source); // among load->opened, as load_open does
void load_close_opened(LoadOpened *opened);              // what a jump has left open

// Loads every path in the order given: files, and folders recursively in bytewise path order (dotfiles skipped,
// symbolic links not followed); "-" is standard input. What cannot be opened or is no timeline becomes a problem.
// False: cancelled.
bool load_inputs(const Load *load, LoadInputs inputs);

#endif
